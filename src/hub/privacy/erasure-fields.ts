/**
 * The phases of taking fields that are no longer kept out of what a stream has stored already: raw pages are sealed anew without them, the
 * records of each page are mapped anew from what is left, history and kept bodies go. What is read from now on comes without them.
 */
import { sql } from 'kysely';
import { isJsonObject } from '../../contract/http.ts';
import { derive } from '../../engine/mapping/rederive.ts';
import { canonical } from '../../engine/sync/canonical.ts';
import { stripper, type Strip } from '../../engine/sync/dropped-fields.ts';
import { hashOf } from '../../engine/sync/prepare.ts';
import type { Mapper } from '../../engine/mapping/mapper.ts';
import { holdDecisions } from '../../store/erasure-marks.ts';
import { replaceData } from '../../store/erasure-rows.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { asStored, nextRawPage, recordsOfPage } from '../../store/mappings.ts';
import { rewriteRawPage } from '../../store/raw-erasure.ts';
import type { RawItem } from '../../store/raw-page.ts';
import type { HubContext } from '../context.ts';
import { step, type At, type ClaimedErasure, type StepDone } from './erasure-claim.ts';
import { strippedWebhooks } from './erasure-webhooks.ts';
import { mapperInForce } from '../mappings/mapping-active.ts';
import { definitionOf, type Definition } from '../mappings/mapping-derive.ts';
import { modelOf } from '../mappings/mapping-rows.ts';

export const fieldPhases = ['pages', 'unmapped', 'states', 'webhooks', 'bodies', 'done'] as const;
const rowsAtOnce = 500;

export interface Dropping {
  readonly context: HubContext;
  readonly claimed: ClaimedErasure;
  readonly streamNo: number;
  readonly integrationId: string;
  readonly strip: Strip;
  readonly definition: Definition;
  readonly mapper: Mapper;
}

/** Undefined: nothing is dropped any more, or the stream has gone. */
export async function dropping(context: HubContext, claimed: ClaimedErasure): Promise<Dropping | undefined> {
  const { tenantId, streamNo } = claimed;
  if (streamNo === null) return undefined;
  const row = await context.store.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('stream_state')
      .select(['integration_id', 'stream', 'model', 'dropped_fields'])
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', streamNo)
      .executeTakeFirst(),
  );
  const strip = row === undefined ? undefined : stripper(row.dropped_fields);
  if (row === undefined || strip === undefined) return undefined;
  const definition = await definitionOf(context, tenantId, row.integration_id, row.stream);
  const { mapper } = await mapperInForce(context, tenantId, { streamNo, model: modelOf(row.model) });
  return { context, claimed, streamNo, integrationId: row.integration_id, strip, definition, mapper };
}

export async function fieldStep(of: Dropping, at: At): Promise<At> {
  const names: readonly string[] = fieldPhases;
  const following = names[names.indexOf(at.phase) + 1] ?? 'done';
  const work = at.phase === 'pages' ? await page(of, at) : simpleWork(of, at);
  return step(of.context, of.claimed, at, following, work);
}

type Work = (trx: TenantTransaction) => Promise<StepDone>;

/** One raw page, and the records whose present state came with it. */
async function page(of: Dropping, { position }: At): Promise<Work> {
  const { context, claimed, streamNo, strip, definition, mapper } = of;
  const { tenantId } = claimed;
  const place = { tenantId, streamNo };
  const after = position?.['page'];
  const found = await context.store.inTenant(tenantId, (trx) =>
    nextRawPage(trx, place, { after: typeof after === 'string' ? after : undefined }),
  );
  if (found === undefined) return async () => ({ next: undefined, counts: {}, examined: 0 });
  const records = (await recordsOfPage(context.store, place, found)).flatMap((record) => {
    const raw = stripped(strip, { key: record.key, raw: record.raw });
    return raw.raw === record.raw ? [] : [{ ...record, raw: raw.raw }];
  });
  const derived = await derive(definition.stream, records, { ...definition.facts, mapper });
  return async (trx) => {
    if (records.length > 0) await holdDecisions(trx, tenantId);
    const items = await rewriteRawPage(trx, { tenantId, vault: context.store.vault }, found.id, (all) =>
      all.map((item) => stripped(strip, item)),
    );
    let cleaned = 0;
    for (const [i, record] of records.entries()) {
      const now = await trx
        .selectFrom('record')
        .select('seq')
        .where('tenant_id', '=', tenantId)
        .where('stream_no', '=', streamNo)
        .where('key', '=', record.key)
        .executeTakeFirst();
      // Stored again meanwhile: without the fields.
      if (now?.seq !== record.seq) continue;
      const result = derived[i];
      const data = result?.data === undefined || result.data === null ? null : asStored(result.data);
      const message =
        result?.problem ?? (data === null ? 'It could not be mapped without the fields that are not kept.' : null);
      await replaceData(
        trx,
        tenantId,
        { stream_no: streamNo, key: record.key },
        {
          data: isJsonObject(data) ? data : null,
          problem: message === null ? null : { message },
          hash: Buffer.from(hashOf(record.raw), 'hex'),
        },
      );
      cleaned += 1;
    }
    return { next: { page: found.id }, counts: { records_cleaned: cleaned, raw_items: items ?? 0 }, examined: 1 };
  };
}

/** The very item when it has none of the fields. */
function stripped(strip: Strip, item: RawItem): RawItem {
  const value: unknown = JSON.parse(Buffer.from(item.raw).toString('utf8'));
  if (!isJsonObject(value)) return item;
  const left = strip(value);
  return left === value ? item : { key: item.key, raw: Buffer.from(canonical(left)) };
}

function simpleWork({ context, claimed: { tenantId }, streamNo, integrationId }: Dropping, at: At): Work {
  switch (at.phase) {
    case 'unmapped':
      return (trx) => unmapped(trx, tenantId, streamNo);
    case 'states':
      return (trx) => states(trx, tenantId, streamNo);
    case 'webhooks':
      return (trx) => strippedWebhooks(context, trx, { tenantId, integrationId }, at);
    default:
      return (trx) => bodies(trx, tenantId, integrationId);
  }
}

/** Records whose raw is gone: what they say cannot be told apart any more. They are filled again when they are read again, which is next. */
async function unmapped(trx: TenantTransaction, tenantId: string, streamNo: number): Promise<StepDone> {
  await holdDecisions(trx, tenantId);
  const { rows } = await sql<{ key: string }>`
    select r.key from record r
     where r.tenant_id = ${tenantId} and r.stream_no = ${streamNo} and r.data is not null
       and not exists (select from raw_page p where p.tenant_id = r.tenant_id and p.id = r.raw_page)
     order by r.key limit ${rowsAtOnce}`.execute(trx);
  const problem = { message: 'What it said holds fields that are not kept; it is filled when it is read again.' };
  for (const { key } of rows)
    await replaceData(trx, tenantId, { stream_no: streamNo, key }, { data: null, problem, hash: Buffer.alloc(16) });
  if (rows.length > 0)
    await trx
      .updateTable('stream_state')
      .set({ cursor: null })
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', streamNo)
      .execute();
  const more = rows.length === rowsAtOnce;
  return { next: more ? {} : undefined, counts: { records_cleaned: rows.length }, examined: rows.length };
}

async function states(trx: TenantTransaction, tenantId: string, streamNo: number): Promise<StepDone> {
  const { numAffectedRows } = await sql`
    delete from record_version where tenant_id = ${tenantId} and ctid = any (array(
      select v.ctid from record_version v where v.tenant_id = ${tenantId} and v.stream_no = ${streamNo} limit 5000))`.execute(
    trx,
  );
  const gone = Number(numAffectedRows ?? 0);
  return { next: gone > 0 ? {} : undefined, counts: { history_erased: gone }, examined: gone };
}

/** Bodies kept of its integration's calls may hold them under any name. */
async function bodies(trx: TenantTransaction, tenantId: string, integrationId: string): Promise<StepDone> {
  const { numAffectedRows } = await sql`
    update exchange_log set sealed = null, key_version = null
     where tenant_id = ${tenantId} and integration_id = ${integrationId} and sealed is not null`.execute(trx);
  const exchanges = Number(numAffectedRows ?? 0);
  return { next: undefined, counts: { exchanges }, examined: exchanges };
}
