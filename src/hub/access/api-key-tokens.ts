/**
 * What keys of tenants and of the platform have in common: the form of a key, its digest, its view, and the rule that nobody hands out
 * rights he does not have. Pure; used by api-keys.ts and platform-keys.ts.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { fail } from '../../contract/errors.ts';
import type { Clock, Random } from '../../engine/ports.ts';
import type { ApiKeyView } from './api-key-views.ts';
import { invalidInput } from '../inputs.ts';
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
  /** When its secret was replaced last. */
  readonly rotated_at: Date | null;
  /** The secret before works until then. */
  readonly previous_until: Date | null;
}

/** What is stored to recognise a key by. */
interface KeySecrets {
  readonly hash: Buffer;
  readonly previous_hash: Buffer | null;
  readonly previous_until: Date | null;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

/** Only the digest is stored, of the whole key. */
export interface MintedKey {
  readonly id: string;
  readonly key: string;
  readonly hash: Buffer;
}

/** `owner`: the tenant in hexadecimal, or `platform`. `id`: of a key that gets a new secret. */
export function mintKey(random: Random, owner: string, id = random.bytes(8).toString('hex')): MintedKey {
  const key = `pb_${owner}_${id}_${random.bytes(24).toString('hex')}`;
  return { id, key, hash: sha256(key) };
}

/** Owner and id of a key that has the right form. */
export function partsOf(token: string): { readonly owner: string; readonly id: string } | undefined {
  const [, owner, id] = /^pb_([0-9a-f]{32}|platform)_([0-9a-f]{16})_[0-9a-f]{48}$/.exec(token) ?? [];
  return owner === undefined || id === undefined ? undefined : { owner, id };
}

/** Is this the key of that row, and does it still work? Compared even without a row, so that the time taken does not tell. */
export function opens(row: KeySecrets | undefined, token: string, nowMs: number): boolean {
  const given = sha256(token);
  const present = timingSafeEqual(given, row?.hash ?? noHash);
  const former = timingSafeEqual(given, row?.previous_hash ?? noHash) && isAhead(row?.previous_until, nowMs);
  return row !== undefined && (present || former) && !hasEnded(row, nowMs);
}

/** Revoked, or past its end. It ends at that very moment. */
export function hasEnded(
  { revoked_at, expires_at }: Pick<KeySecrets, 'revoked_at' | 'expires_at'>,
  nowMs: number,
): boolean {
  return revoked_at !== null || (expires_at !== null && expires_at.getTime() <= nowMs);
}

function isAhead(moment: Date | null | undefined, nowMs: number): boolean {
  return moment !== null && moment !== undefined && moment.getTime() > nowMs;
}

/**
 * What is stored when a key gets a new secret: the one before works for `overlapS` seconds, or to the key's own earlier end. Throws
 * `conflict` for a key that has ended, and when the secret before the present one still works: two of us who rotate at once must not
 * cut off each other's clients. `overlapS` 0 ends all former secrets at once, whatever was promised.
 */
export function rotated(
  row: KeySecrets & Pick<KeyRow, 'id'>,
  fresh: MintedKey,
  overlapS: number,
  nowMs: number,
): Pick<KeySecrets, 'hash' | 'previous_hash' | 'previous_until'> & { readonly rotated_at: Date } {
  if (hasEnded(row, nowMs)) throw fail('conflict', `The API key "${row.id}" has ended; create a new one.`);
  if (overlapS > 0 && row.previous_until !== null && isAhead(row.previous_until, nowMs)) {
    throw fail(
      'conflict',
      `The API key "${row.id}" was rotated already; the secret before works until ${row.previous_until.toISOString()}.`,
      { next: 'Wait until then, or rotate without an overlap, which ends both former secrets at once.' },
    );
  }
  const until = Math.min(nowMs + overlapS * 1000, row.expires_at?.getTime() ?? Infinity);
  const previous =
    overlapS === 0
      ? { previous_hash: null, previous_until: null }
      : { previous_hash: row.hash, previous_until: new Date(until) };
  return { hash: fresh.hash, ...previous, rotated_at: new Date(nowMs) };
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
  const beyond = wanted.filter((scope) => !own.includes(scope) && !(scope === 'view' && own.includes('read')));
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

export function keyView(row: KeyRow, nowMs: number): ApiKeyView {
  return {
    id: row.id,
    name: row.name,
    scopes: [...knownScopes(row.scopes)],
    created_at: row.created_at.toISOString(),
    created_by: row.created_by,
    expires_at: row.expires_at?.toISOString() ?? null,
    revoked_at: row.revoked_at?.toISOString() ?? null,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    rotated_at: row.rotated_at?.toISOString() ?? null,
    previous_until: isAhead(row.previous_until, nowMs) ? (row.previous_until?.toISOString() ?? null) : null,
  };
}
