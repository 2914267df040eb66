/**
 * What keys of tenants and of the platform have in common: the form of a key, its digest, its view, and the rule that nobody hands out
 * rights he does not have. Pure; used by api-keys.ts and platform-keys.ts.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { fail } from '../contract/errors.ts';
import type { Clock, Random } from '../engine/ports.ts';
import type { ApiKeyView } from './api-key-views.ts';
import { invalidInput } from './inputs.ts';
import { scopes, scopesOf, type Principal, type Scope } from './principal.ts';

/** What a key table's row has in common. */
export interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly created_at: Date;
  readonly created_by: string;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
}

/** Only the digest is stored, of the whole key. */
export interface MintedKey {
  readonly id: string;
  readonly key: string;
  readonly hash: Buffer;
}

/** `owner`: the tenant in hexadecimal, or `platform`. */
export function mintKey(random: Random, owner: string): MintedKey {
  const id = random.bytes(8).toString('hex');
  const key = `pb_${owner}_${id}_${random.bytes(24).toString('hex')}`;
  return { id, key, hash: sha256(key) };
}

/** Owner and id of a key that has the right form. */
export function partsOf(token: string): { readonly owner: string; readonly id: string } | undefined {
  const [, owner, id] = /^pb_([0-9a-f]{32}|platform)_([0-9a-f]{16})_[0-9a-f]{48}$/.exec(token) ?? [];
  return owner === undefined || id === undefined ? undefined : { owner, id };
}

/** Is this the key of that row, and does it still work? Compared even without a row, so that the time taken does not tell. */
export function opens(
  row: { readonly hash: Buffer; readonly expires_at: Date | null; readonly revoked_at: Date | null } | undefined,
  token: string,
  nowMs: number,
): boolean {
  const same = timingSafeEqual(sha256(token), row?.hash ?? noHash);
  const ended = row?.expires_at !== undefined && row.expires_at !== null && row.expires_at.getTime() <= nowMs;
  return row !== undefined && same && row.revoked_at === null && !ended;
}

const noHash = Buffer.alloc(32);

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

export function isKeyId(text: string): boolean {
  return /^[0-9a-f]{16}$/.test(text);
}

/** Throws `permission_denied` naming the rights the principal lacks himself. */
export function mayGrant(principal: Principal, wanted: readonly Scope[]): void {
  const own = scopesOf(principal);
  const beyond = wanted.filter((scope) => !own.includes(scope));
  if (beyond.length > 0)
    throw fail('permission_denied', `You cannot give the right "${beyond.join('", "')}": you do not have it.`);
}

/** The moment a key ends. Throws `invalid_request` for one that has passed. */
export function endOf(clock: Clock, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const at = new Date(text);
  if (at.getTime() <= clock.now()) {
    throw invalidInput([{ path: 'expires_at', message: 'expected a moment in the future' }]);
  }
  return at;
}

/** Rights stored by an older or newer version that this one does not know give nothing. */
export function knownScopes(stored: readonly string[]): readonly Scope[] {
  return scopes.filter((scope) => stored.includes(scope));
}

export function keyView(row: KeyRow & { readonly replaced_by: string | null }): ApiKeyView {
  return {
    id: row.id,
    name: row.name,
    scopes: [...knownScopes(row.scopes)],
    created_at: row.created_at.toISOString(),
    created_by: row.created_by,
    expires_at: row.expires_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    replaced_by: row.replaced_by,
  };
}
