/**
 * Taking away what a tenant no longer keeps, oldest first and some rows at a time, with what vendors sent for it. A raw item goes when no
 * record and no earlier state points to it any more. Used by the hub's upkeep; each call is part of one transaction.
 */
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import { blankRawItems, type RawPlace, type Rewriting } from './raw-erasure.ts';

interface Gone {
  readonly stream_no: number;
  readonly key: string;
  readonly raw_page: string | null;
  readonly raw_no: number | null;
}

/** Earlier states that were replaced before this moment. Answers how many went. */
export async function deleteHistory(
  trx: TenantTransaction,
  of: Rewriting,
  before: Date,
  atMost: number,
): Promise<number> {
  const { rows } = await sql<Gone>`
    delete from record_version v using (
      select stream_no, key, seq from record_version
       where tenant_id = ${of.tenantId} and replaced_at < ${before}
       order by replaced_at limit ${atMost} for update) old
     where v.tenant_id = ${of.tenantId} and v.stream_no = old.stream_no and v.key = old.key and v.seq = old.seq
    returning v.stream_no, v.key, v.raw_page, v.raw_no`.execute(trx);
  await blankUnused(trx, of, rows);
  return rows.length;
}

/** Records that were deleted before this moment, with the states they had. */
export async function deleteGoneRecords(
  trx: TenantTransaction,
  of: Rewriting,
  before: Date,
  atMost: number,
): Promise<number> {
  const { rows: records } = await sql<Gone>`
    delete from record r using (
      select stream_no, key from record
       where tenant_id = ${of.tenantId} and deleted_at is not null and deleted_at < ${before}
       order by deleted_at limit ${atMost} for update) old
     where r.tenant_id = ${of.tenantId} and r.stream_no = old.stream_no and r.key = old.key
    returning r.stream_no, r.key, r.raw_page, r.raw_no`.execute(trx);
  const states: Gone[] = [];
  for (const { stream_no: streamNo, key } of records) {
    const gone = await trx
      .deleteFrom('record_version')
      .where('tenant_id', '=', of.tenantId)
      .where('stream_no', '=', streamNo)
      .where('key', '=', key)
      .returning(['stream_no', 'key', 'raw_page', 'raw_no'])
      .execute();
    states.push(...gone);
  }
  await blankUnused(trx, of, [...records, ...states]);
  return records.length;
}

/** A state and the record may have come with the same raw item: a change of mapping, a deletion without further words. */
async function blankUnused(trx: TenantTransaction, of: Rewriting, gone: readonly Gone[]): Promise<void> {
  const unused: RawPlace[] = [];
  for (const { stream_no: streamNo, key, raw_page: page, raw_no: number } of gone) {
    if (page === null || number === null) continue;
    const { rows } = await sql<{ used: boolean }>`
      select exists (select from record where tenant_id = ${of.tenantId} and stream_no = ${streamNo} and key = ${key}
                        and raw_page = ${page} and raw_no = ${number})
          or exists (select from record_version where tenant_id = ${of.tenantId} and stream_no = ${streamNo} and key = ${key}
                        and raw_page = ${page} and raw_no = ${number}) as used`.execute(trx);
    if (rows[0]?.used !== true) unused.push({ page, number });
  }
  await blankRawItems(
    trx,
    of,
    unused.map((place) => ({ ...place, how: 'gone' })),
  );
}

/** What vendors sent, in whole pages. */
export async function deleteRawPages(
  trx: TenantTransaction,
  tenantId: string,
  before: Date,
  atMost: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from raw_page where tenant_id = ${tenantId} and id = any (array(
      select id from raw_page where tenant_id = ${tenantId} and stored_at < ${before} order by id limit ${atMost}))`.execute(
    trx,
  );
  return Number(numAffectedRows ?? 0);
}

/** What became of actions; those that may still be under way stay. */
export async function deleteActionCalls(
  trx: TenantTransaction,
  tenantId: string,
  before: Date,
  atMost: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from action_call where tenant_id = ${tenantId} and ctid = any (array(
      select c.ctid from action_call c
       where c.tenant_id = ${tenantId} and c.finished_at < ${before} and c.state <> 'running'
       limit ${atMost}))`.execute(trx);
  return Number(numAffectedRows ?? 0);
}
