/**
 * A credential store that lives in memory and belongs to nobody else: for trying credentials without storing them (test a form, the
 * first calls after a sign-in). What it ends up with can be read back and stored for good.
 */
import type { CredentialStore, StoredCredential } from '../ports.ts';

export interface MemoryCredentialStore extends CredentialStore {
  /** Why the vendor refused the credential, if it did. */
  revokedBecause(): string | undefined;
}

export function createMemoryCredentialStore(start: Omit<StoredCredential, 'generation'>): MemoryCredentialStore {
  let stored: StoredCredential = { ...start, generation: 1 };
  let owner: string | undefined;
  let reason: string | undefined;
  return {
    read: async () => stored,
    lease: async (by, generation) => {
      if (owner !== undefined || stored.generation !== generation) return undefined;
      owner = by;
      return stored;
    },
    commit: async (by, generation, tokens) => {
      if (owner !== by || stored.generation !== generation) return false;
      owner = undefined;
      stored = { ...stored, tokens, generation: generation + 1 };
      return true;
    },
    release: async (by) => {
      if (owner === by) owner = undefined;
    },
    revoked: async (_generation, why) => {
      reason = why;
    },
    revokedBecause: () => reason,
  };
}
