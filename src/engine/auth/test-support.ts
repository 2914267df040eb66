/** What the tests of credentials share: a store as the port describes it. Imported by tests only. */
import { fail } from '../../contract/errors.ts';
import type { Clock, CredentialStore, StoredCredential, Tokens } from '../ports.ts';

/** Shared by the processes of a test. `events`: commits are added to it. */
export function sharedStore(clock: Clock, start: Omit<StoredCredential, 'generation'>, events: string[] = []) {
  let stored: StoredCredential = { ...start, generation: 1 };
  let lease: { owner: string; until: number } | undefined;
  const seen = { doubts: 0, revoked: [] as string[], reads: 0 };
  const failing = { commits: 0 };
  const held = (owner: string): boolean => lease?.owner === owner;
  const store: CredentialStore = {
    read: async () => {
      seen.reads += 1;
      return stored;
    },
    lease: async (owner, generation, ttlMs) => {
      if (stored.generation !== generation || (lease !== undefined && lease.until > clock.now())) return undefined;
      lease = { owner, until: clock.now() + ttlMs };
      return stored;
    },
    commit: async (owner, generation, tokens) => {
      if (failing.commits > 0) {
        failing.commits -= 1;
        throw fail('storage_unavailable', 'database gone');
      }
      await clock.sleep(5);
      if (stored.generation !== generation || !held(owner)) return false;
      stored = { ...stored, tokens, generation: generation + 1 };
      lease = undefined;
      events.push(`commit ${tokens.access_token}`);
      return true;
    },
    release: async (owner, _generation, inDoubt) => {
      if (held(owner)) lease = undefined;
      if (inDoubt) seen.doubts += 1;
    },
    revoked: async (_generation, reason) => {
      seen.revoked.push(reason);
    },
  };
  /** Somebody connects again. */
  const replace = (tokens: Tokens | undefined, fields = stored.fields): void => {
    stored = { ...stored, tokens, fields, generation: stored.generation + 1 };
  };
  return { store, seen, failing, replace, now: () => stored };
}
