/**
 * Ids: version 7 UUIDs in the database (they sort by time, so new rows land next to each other), shown to people with a prefix
 * that says what they name: `int_01983f2c...`. Everything in the hub that shows or reads an id does it here.
 */
import { fail } from '../contract/errors.ts';
import type { Clock, Random } from '../engine/ports.ts';

/** Prefix of a shown id, and what to call the thing when there is none by that id. */
export const idNames = {
  ten: 'tenant',
  int: 'integration',
  run: 'run',
  syn: 'sync',
  evt: 'event',
  del: 'held deletion',
  der: 're-derivation',
  exc: 'exchange',
  era: 'erasure',
  lnk: 'link group',
  sug: 'link suggestion',
  whk: 'webhook',
  ep: 'endpoint',
  dlv: 'delivery',
  rte: 'route',
  rtc: 'route call',
  inv: 'invitation',
} as const;
export type IdPrefix = keyof typeof idNames;

/** A new id for the database: 48 bits of milliseconds, then randomness (RFC 9562, version 7). */
export function newId({ clock, random }: { readonly clock: Pick<Clock, 'now'>; readonly random: Random }): string {
  const bytes = Buffer.concat([Buffer.alloc(6), random.bytes(10)]);
  bytes.writeUIntBE(clock.now(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return dashed(bytes.toString('hex'));
}

/** The smallest id of a moment: what was made before has a smaller one. Milliseconds since the epoch; ids know of none before 1970. */
export function firstIdOf(ms: number): string {
  return dashed(`${Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')}${'7'.padEnd(20, '0')}`);
}

/** `0198...-...` becomes `int_0198...`. */
export function showId(prefix: IdPrefix, uuid: string): string {
  return `${prefix}_${bare(uuid)}`;
}

/** The other way. Throws `not_found` for anything that is not an id of this kind: a malformed id names nothing. */
export function readId(prefix: IdPrefix, text: string): string {
  const hex = new RegExp(`^${prefix}_([0-9a-f]{32})$`).exec(text)?.[1];
  if (hex === undefined) throw fail('not_found', `There is no ${idNames[prefix]} "${printable(text)}".`);
  return dashed(hex);
}

/** 32 hexadecimal digits: how a tenant is written inside tokens. */
export function bare(uuid: string): string {
  return uuid.replaceAll('-', '');
}

/** The UUID of 32 hexadecimal digits. */
export function dashed(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** What somebody sent, fit to be repeated in a message: short, and without control characters. */
export function printable(text: string): string {
  const clean = text.replaceAll(/\p{Cc}/gu, '?');
  return clean.length > 60 ? `${clean.slice(0, 60)}...` : clean;
}
