/** What of an endpoint is sealed: the keys its deliveries are signed with, and its own headers, which may hold a password of the receiver's. */
import { z } from 'zod';
import { newSigningKey } from '../../engine/deliveries/signing.ts';
import { sealedPlaces, type Sealed } from '../../store/index.ts';
import type { HubContext } from '../context.ts';

const Secrets = z.object({
  /** The present one first, without an end. */
  keys: z.array(z.object({ value: z.string(), until: z.string().nullable() })),
  headers: z.record(z.string(), z.string()),
});
export type EndpointSecrets = z.output<typeof Secrets>;

/** A key that was replaced signs along for a day, so that the receiver can change over when it suits him. */
export const overlapMs = 24 * 3_600_000;
const mostKeys = 5;

export function sealSecrets(
  { store }: HubContext,
  tenantId: string,
  endpointId: string,
  secrets: EndpointSecrets,
): Promise<Sealed> {
  return store.vault.seal(tenantId, sealedPlaces.endpoint(endpointId), Buffer.from(JSON.stringify(secrets)));
}

export async function openSecrets(
  { store }: HubContext,
  tenantId: string,
  row: { readonly id: string; readonly sealed: Buffer | null; readonly key_version: number | null },
): Promise<EndpointSecrets> {
  // Of one that was deleted.
  if (row.sealed === null || row.key_version === null) return { keys: [], headers: {} };
  const opened = await store.vault.open(tenantId, sealedPlaces.endpoint(row.id), row.key_version, row.sealed);
  return Secrets.parse(JSON.parse(opened.toString('utf8')));
}

/** Keys that sign at this moment, the present one first. */
export function keysAt({ keys }: EndpointSecrets, nowMs: number): readonly string[] {
  return keys.filter(({ until }) => until === null || Date.parse(until) > nowMs).map(({ value }) => value);
}

/** With a new key; those before live on for a day, and five sign at most. */
export function withNewKey(context: Pick<HubContext, 'random'>, secrets: EndpointSecrets, nowMs: number) {
  const value = newSigningKey(context.random);
  const until = new Date(nowMs + overlapMs).toISOString();
  const before = secrets.keys
    .filter((key) => key.until === null || Date.parse(key.until) > nowMs)
    .map((key) => ({ value: key.value, until: key.until ?? until }));
  const keys = [{ value, until: null }, ...before].slice(0, mostKeys);
  return { secrets: { ...secrets, keys }, value };
}
