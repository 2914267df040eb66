/**
 * Stores items that did not come with a page of a run: what an action brought back, or a webhook. The same upsert, history, feed, sealed raw and
 * outbox as pages.ts, within the caller's transaction, so that they and what they belong to are kept together or not at all.
 */
import { sql } from 'kysely';
import type { ChangedItem, PageStore, Seen } from '../engine/ports.ts';
import type { TenantTransaction } from './database.ts';
import { recordsOf } from './pages.ts';
import { packRawPage } from './raw-page.ts';
import type { Sealer } from './vault/index.ts';
import { sealedPlaces } from './vault/places.ts';

/** Hashes of what is stored, as the engine asks for them before it maps. */
export function itemProbe(trx: TenantTransaction, tenantId: string, streamNo: number): Pick<PageStore, 'probe'> {
  return {
    async probe(keys) {
      const found: (string | undefined)[] = Array.from({ length: keys.length });
      if (keys.length === 0) return found;
      const { rows } = await sql<{ no: number; hash: string }>`
        select no, encode(hash, 'hex') as hash from probe_page_v1(${tenantId}, ${streamNo}, ${[...keys]})`.execute(trx);
      for (const row of rows) found[row.no - 1] = row.hash;
      return found;
    },
  };
}

/**
 * Bare tombstones with the hash of what they are for, alive or gone already: one that was stored before is then the same again. Those of
 * records that are not stored stay as they are.
 */
export async function goneItems(
  trx: TenantTransaction,
  tenantId: string,
  streamNo: number,
  tombstones: readonly ChangedItem[],
): Promise<readonly ChangedItem[]> {
  if (tombstones.length === 0) return [];
  const { rows } = await sql<{ no: number; hash: string }>`
    select k.no, encode(r.hash, 'hex') as hash
      from unnest(${tombstones.map(({ key }) => key)}::text[]) with ordinality as k (key, no)
     cross join lateral (
             select hash from record
              where record.tenant_id = ${tenantId} and record.stream_no = ${streamNo} and record.key = k.key
              limit 1) r`.execute(trx);
  const known = new Map(rows.map(({ no, hash }) => [no - 1, hash]));
  return tombstones.map((one, i) => ({ ...one, hash: known.get(i) ?? one.hash }));
}

export interface ItemsPlace {
  readonly tenantId: string;
  readonly integrationId: string;
  /** A row of the tenant's stream_state, which the caller has locked: a stream that is being removed gets no more items. */
  readonly streamNo: number;
  readonly sealer: Sealer;
  /** A new uuid v7. */
  readonly newId: () => string;
}

/** Answers how many records are new or different now. Holds the tenant's change feed until the transaction ends: call it late. */
export async function storeItems(
  trx: TenantTransaction,
  { tenantId, integrationId, streamNo, sealer, newId }: ItemsPlace,
  changed: readonly ChangedItem[],
): Promise<{ readonly created: number; readonly updated: number }> {
  if (changed.length === 0) return { created: 0, updated: 0 };
  const { records, rawItems } = recordsOf(changed);
  const rawId = rawItems.length > 0 ? newId() : null;
  if (rawId !== null) {
    const sealed = sealer.seal(sealedPlaces.rawPage(rawId), await packRawPage(streamNo, rawItems));
    await trx
      .insertInto('raw_page')
      .values({
        tenant_id: tenantId,
        id: rawId,
        stream_no: streamNo,
        key_version: sealer.version,
        items: rawItems.length,
        sealed,
      })
      .execute();
  }
  const { rows } = await sql<{ o_created: number; o_updated: number; o_from: number; o_to: number }>`
    select o_created, o_updated, o_from, o_to
      from upsert_records_v1(${tenantId}, ${streamNo}, ${rawId}, ${records})`.execute(trx);
  const [written] = rows;
  if (written === undefined) throw new Error('upsert_records_v1 gave no result');
  const { o_created: created, o_updated: updated } = written;
  if (created + updated > 0) {
    const positions = { from_seq: written.o_from + 1, to_seq: written.o_to };
    await trx
      .insertInto('outbox')
      .values({
        tenant_id: tenantId,
        kind: 'records',
        integration_id: integrationId,
        stream_no: streamNo,
        ...positions,
      })
      .execute();
  }
  return { created, updated };
}

/**
 * Of records that are stored in that very state, notes that it was still true at that moment. Without it an event that comes late would put
 * back what was true in between: gone, back and gone again, told in another order, would end as back.
 */
export async function confirmItems(
  trx: TenantTransaction,
  { tenantId, streamNo }: Pick<ItemsPlace, 'tenantId' | 'streamNo'>,
  seen: readonly Seen[],
): Promise<void> {
  if (seen.length === 0) return;
  const states = seen.map(({ key, hash, asOfMs, deleted }) => ({ key, hash, as_of_ms: asOfMs, deleted }));
  await sql`
    update record
       set as_of_ms = seen.as_of_ms
      from jsonb_to_recordset(${JSON.stringify(states)}::jsonb) as seen (key text, hash text, as_of_ms bigint, deleted boolean)
     where record.tenant_id = ${tenantId} and record.stream_no = ${streamNo} and record.key = seen.key
       and record.hash = decode(seen.hash, 'hex') and (record.deleted_at is not null) = seen.deleted
       and record.as_of_ms < seen.as_of_ms`.execute(trx);
}
