/**
 * What is sealed of an integration's webhook address: its tokens and signing secrets, each with the ones before while they still count. A
 * change takes a while to reach the vendor, and what was sent before must not be lost meanwhile.
 */
import { z } from 'zod';
import { sealedPlaces, type Sealed, type Vault } from '../../store/index.ts';

/** A secret or token that is valid until something. */
export interface Lasting {
  readonly value: string;
  /** Milliseconds; undefined: the present one, without an end. */
  readonly until?: number | undefined;
}

export interface AddressSecrets {
  readonly tokens: readonly Lasting[];
  readonly secrets: readonly Lasting[];
}

/** How long the one before counts after a change. */
export const overlapMs = 86_400_000;
/** Whoever changes a secret again and again does not make requests be held against ever more of them. */
const mostFormer = 4;

const stored = z.object({
  tokens: z.array(z.object({ value: z.string(), until: z.number().optional() })),
  secrets: z.array(z.object({ value: z.string(), until: z.number().optional() })),
});

/** Those that count now, the present one first. */
export function living(list: readonly Lasting[], nowMs: number): readonly string[] {
  return list.filter(({ until }) => until === undefined || until > nowMs).map(({ value }) => value);
}

/** The list with another present one; the former ones count `overlapMs` longer, or to their own earlier end. */
export function replaced(
  list: readonly Lasting[],
  value: string,
  nowMs: number,
  overlap = overlapMs,
): readonly Lasting[] {
  const former = list
    .filter((one) => one.value !== value && (one.until === undefined || one.until > nowMs) && overlap > 0)
    .map((one) => ({ value: one.value, until: Math.min(one.until ?? Infinity, nowMs + overlap) }));
  return [{ value }, ...former.slice(0, mostFormer)];
}

/** The end of the last one that is not the present one; undefined when there is none left. */
export function formerUntil(list: readonly Lasting[], nowMs: number): number | undefined {
  const ends = list.flatMap(({ until }) => (until !== undefined && until > nowMs ? [until] : []));
  return ends.length === 0 ? undefined : Math.max(...ends);
}

export async function openAddress(
  vault: Pick<Vault, 'open'>,
  tenantId: string,
  row: { readonly integration_id: string; readonly sealed: Buffer; readonly key_version: number },
): Promise<AddressSecrets> {
  const place = sealedPlaces.webhookAddress(row.integration_id);
  const text = await vault.open(tenantId, place, row.key_version, row.sealed);
  return stored.parse(JSON.parse(text.toString('utf8')));
}

export function sealAddress(
  vault: Pick<Vault, 'seal'>,
  tenantId: string,
  integrationId: string,
  secrets: AddressSecrets,
): Promise<Sealed> {
  return vault.seal(tenantId, sealedPlaces.webhookAddress(integrationId), Buffer.from(JSON.stringify(secrets)));
}
