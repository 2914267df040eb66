/**
 * Changing stored records for an erasure: a person's own go with everything they were, those about them stay without them. Within the
 * caller's transaction, which holds the tenant's change feed (holdDecisions): each record is read, judged and changed in one piece.
 */
import { sql } from 'kysely';
import type { JsonObject } from '../contract/http.ts';
import type { TenantTransaction } from './database.ts';
import { jsonText } from './json-text.ts';
import type { RawPlace } from './raw-erasure.ts';
import { forgetCallsAbout, forgetSealedCalls } from './route-calls.ts';
import type { RecordPosition } from './subjects.ts';

export interface StoredRecordRow {
  readonly data: JsonObject | null;
  readonly problem: JsonObject | null;
  readonly raw_page: string | null;
  readonly raw_no: number | null;
}

/** As it is now; undefined: it has gone. */
export function readRecord(
  trx: TenantTransaction,
  tenantId: string,
  { stream_no, key }: RecordPosition,
): Promise<StoredRecordRow | undefined> {
  return trx
    .selectFrom('record')
    .select(['data', 'problem', 'raw_page', 'raw_no'])
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', stream_no)
    .where('key', '=', key)
    .executeTakeFirst();
}

/** The record and all states it had, and its place in deletions that wait. What hangs on a record goes with it (its links). */
export async function removeRecord(
  trx: TenantTransaction,
  tenantId: string,
  { stream_no, key }: RecordPosition,
): Promise<{ readonly records: number; readonly versions: number; readonly raw: readonly RawPlace[] }> {
  const versions = await trx
    .deleteFrom('record_version')
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', stream_no)
    .where('key', '=', key)
    .returning(['raw_page', 'raw_no'])
    .execute();
  const records = await trx
    .deleteFrom('record')
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', stream_no)
    .where('key', '=', key)
    .returning(['raw_page', 'raw_no'])
    .execute();
  await sql`
    delete from deletion_key k using deletion d
     where d.tenant_id = ${tenantId} and d.stream_no = ${stream_no} and k.tenant_id = ${tenantId} and k.deletion_id = d.id and k.key = ${key}`.execute(
    trx,
  );
  await forgetCallsAbout(trx, tenantId, { stream_no, key });
  return { records: records.length, versions: versions.length, raw: rawPlaces([...records, ...versions]) };
}

export function rawPlaces(
  rows: readonly { readonly raw_page: string | null; readonly raw_no: number | null }[],
): readonly RawPlace[] {
  return rows.flatMap(({ raw_page: page, raw_no: number }) =>
    page === null || number === null ? [] : [{ page, number }],
  );
}

/** Other data for a record, told by the change feed like any change, but without history: what it was is what is to be forgotten. */
export async function replaceData(
  trx: TenantTransaction,
  tenantId: string,
  { stream_no, key }: RecordPosition,
  after: { readonly data: JsonObject | null; readonly problem: JsonObject | null; readonly hash?: Buffer },
): Promise<void> {
  const { seq } = await trx
    .updateTable('feed')
    .set((row) => ({ seq: row('seq', '+', 1) }))
    .where('tenant_id', '=', tenantId)
    .returning('seq')
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('record')
    .set({
      seq,
      updated_at: sql`clock_timestamp()`,
      data: after.data === null ? null : jsonText(after.data),
      problem: after.problem === null ? null : jsonText(after.problem),
      ...(after.hash === undefined ? {} : { hash: after.hash }),
    })
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', stream_no)
    .where('key', '=', key)
    .execute();
  await forgetSealedCalls(trx, tenantId, { stream_no, key });
  await sql`
    insert into outbox (tenant_id, kind, integration_id, stream_no, from_seq, to_seq)
    select tenant_id, 'records', integration_id, stream_no, ${seq}, ${seq} from stream_state
     where tenant_id = ${tenantId} and stream_no = ${stream_no}`.execute(trx);
}
