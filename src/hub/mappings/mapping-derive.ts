/**
 * A stream's stored records mapped anew, page by page, and compared with what is stored. Needs no connection to the vendor, and none
 * of the credentials. Used by re-derivations, which store the outcome, and by diffs, which show it.
 */
import { isDeepStrictEqual } from 'node:util';
import { fail } from '../../contract/errors.ts';
import type { Stream } from '../../contract/stream.ts';
import type { Mapper } from '../../engine/mapping/mapper.ts';
import { derive } from '../../engine/mapping/rederive.ts';
import type { Mapping } from '../../engine/sync/prepare.ts';
import { asStored, problemAsStored, type RawRecord } from '../../store/mappings.ts';
import type { HubContext } from '../context.ts';
import { noIntegration } from '../integrations/integration-rows.ts';

/** A stream's definition with the facts its map needs. */
export interface Definition {
  readonly stream: Stream;
  readonly facts: Omit<Mapping, 'mapper'>;
}

/** Throws `unsupported` when the provider no longer offers the stream. */
export async function definitionOf(
  context: HubContext,
  tenantId: string,
  integrationId: string,
  stream: string,
): Promise<Definition> {
  const row = await context.store.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('integration')
      .select(['provider', 'settings', 'account'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', integrationId)
      .executeTakeFirst(),
  );
  if (row === undefined) throw noIntegration(integrationId);
  const provider = await context.registry.load(row.provider);
  const definition = provider.streams[stream];
  if (definition === undefined) throw fail('unsupported', `${provider.name} no longer offers the stream "${stream}".`);
  return { stream: definition, facts: { settings: row.settings, account: row.account ?? undefined } };
}

/** The version of the built-in map this process has. */
export function mapVersionOf(stream: Stream): number {
  return stream.mapVersion ?? 1;
}

export interface DerivedRecord {
  readonly record: RawRecord;
  /** Unified data as JSON text; null: what is stored stays. */
  readonly data: string | null;
  readonly problem: string | null;
  /** It is not what is stored. */
  readonly changed: boolean;
}

/** Living records only: what is deleted stays as it was, and is mapped when it comes back. Items that were set aside are left out. */
export async function derivePage(
  { stream, facts }: Definition,
  mapper: Mapper,
  records: readonly RawRecord[],
): Promise<readonly DerivedRecord[]> {
  const living = records.filter((record) => !record.deleted);
  const derived = await derive(stream, living, { ...facts, mapper });
  return living.flatMap((record, i): DerivedRecord[] => {
    const result = derived[i];
    return result === undefined ? [] : [{ record, ...result, changed: isDifferent(record, result) }];
  });
}

function isDifferent(
  record: RawRecord,
  { data, problem }: { readonly data: string | null; readonly problem: string | null },
): boolean {
  if ((problem === null ? null : problemAsStored(problem)) !== record.problem) return true;
  return data !== null && !isDeepStrictEqual(asStored(data), record.data);
}
