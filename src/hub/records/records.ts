/** Records: listing them by model across integrations, or of one integration; one of them with what the vendor sent; its history. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { sealedPlaces, type TenantTransaction } from '../../store/index.ts';
import { unpackRawItem } from '../../store/raw-page.ts';
import type { HubContext } from '../context.ts';
import type { Cursors } from '../cursor.ts';
import { readId } from '../ids.ts';
import { parseInput, listQuery, type List, type ListQuery } from '../inputs.ts';
import { shownDetail, shownRecord, shownVersion } from '../privacy/masking.ts';
import type { Principal } from '../access/principal.ts';
import { recordExport } from './record-export.ts';
import { knownModel, matchingStreams, rowFilterOf } from './record-filter.ts';
import {
  feedPositionBefore,
  pageByFeed,
  pageByKey,
  recordColumns,
  recordView,
  recordViews,
  rowsAt,
  shownMs,
  streamsOf,
  type StreamFilter,
} from './record-queries.ts';
import {
  FindRecords,
  noRecord,
  readRecordId,
  RecordDetailQuery,
  RecordQuery,
  showRecordId,
  type FoundRecords,
  type RecordDetail,
  type RecordPlace,
  type RecordVersionView,
  type RecordView,
} from './record-views.ts';
import type { Tenants } from '../access/tenants.ts';

const KeyPosition = z.object({ stream_no: z.number().int(), key: z.string() });
const FeedPosition = z.object({ seq: z.number().int() });

export type Records = ReturnType<typeof records>;

export function records(context: HubContext, cursors: Cursors, tenants: Tenants) {
  const { store } = context;

  /** Of one model, across all integrations or of the one in the query. Throws `not_found` for an unknown model. */
  const listModel = (
    principal: Principal,
    tenant: string,
    model: string,
    query: RecordQuery = {},
  ): Promise<List<RecordView>> =>
    list(principal, tenant, query, ({ integration, stream }) => {
      knownModel(model);
      return {
        models: [model],
        integrationIds: integration === undefined ? undefined : [readId('int', integration)],
        stream,
      };
    });

  /** Of one integration. Throws `not_found` for an unknown stream, naming those there are. */
  const listIntegration = (
    principal: Principal,
    tenant: string,
    integration: string,
    query: Omit<RecordQuery, 'integration'> = {},
  ): Promise<List<RecordView>> =>
    list(principal, tenant, query, ({ stream }) => ({ integrationIds: [readId('int', integration)], stream }));

  const list = async (
    principal: Principal,
    tenant: string,
    query: RecordQuery,
    filterOf: (asked: z.output<typeof RecordQuery>) => StreamFilter,
  ): Promise<List<RecordView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const asked = parseInput(RecordQuery, query);
    const { limit, cursor, updated_since: since } = asked;
    const filter = filterOf(asked);
    const rowFilter = rowFilterOf(principal, asked);
    const { includeDeleted, problems, search } = rowFilter;
    const name = `records:${digest([filter.models, filter.integrationIds, filter.stream, since, { includeDeleted, problems }, search?.text])}`;
    const of = { tenantId, list: name, limit };
    return store.inTenant(
      tenantId,
      async (trx) => {
        const streams = await matchingStreams(trx, tenantId, filter);
        if (since === undefined) {
          const after = await cursors.read(tenantId, name, cursor, KeyPosition);
          const from = after === undefined ? undefined : { streamNo: after.stream_no, key: after.key };
          const { rows, next } = await pageByKey(trx, tenantId, streams, from, limit, rowFilter);
          return shown(
            of,
            recordViews(rows, streams).map((view) => shownRecord(principal, view)),
            next === undefined ? undefined : { stream_no: next.streamNo, key: next.key },
          );
        }
        const updatedSince = new Date(since);
        const after = await cursors.read(tenantId, name, cursor, FeedPosition);
        const from = after?.seq ?? (await feedPositionBefore(trx, tenantId, updatedSince));
        const streamNos = streams.map((stream) => stream.streamNo);
        const seenStreamNos = streams.filter(({ model }) => search?.sees(model) === true).map((one) => one.streamNo);
        const { rows, next } = await pageByFeed(trx, tenantId, from, limit, {
          ...rowFilter,
          streamNos,
          seenStreamNos,
          updatedSince,
        });
        const data = recordViews(rows, streams).map((view) => shownRecord(principal, view));
        return shown(of, data, next === undefined ? undefined : { seq: next });
      },
      { isolation: 'repeatable read' },
    );
  };

  const shown = async (
    { tenantId, list: name }: { readonly tenantId: string; readonly list: string },
    data: RecordView[],
    next: z.output<typeof KeyPosition> | z.output<typeof FeedPosition> | undefined,
  ): Promise<List<RecordView>> => ({
    data,
    next_cursor: next === undefined ? null : await cursors.write(tenantId, name, next),
  });

  /** One record; with `raw`, what the vendor sent for its present state (null when only its deletion was told). */
  const get = async (
    principal: Principal,
    tenant: string,
    which: NamedRecord,
    query: z.input<typeof RecordDetailQuery> = {},
  ): Promise<RecordDetail> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { raw } = parseInput(RecordDetailQuery, query);
    const place = readRecordId(which.record);
    const found = await store.inTenant(tenantId, async (trx) => {
      const { row, facts } = await readOne(trx, tenantId, place, which);
      const view = recordView(row, facts);
      return raw === 'true'
        ? { view, page: await rawPageOf(trx, tenantId, place.streamNo, row.raw_page), number: row.raw_no }
        : { view };
    });
    if (!('page' in found)) return shownDetail(principal, found.view);
    const { view, page, number } = found;
    if (page === undefined || number === null) return shownDetail(principal, { ...view, raw: null });
    const opened = await store.vault.open(tenantId, sealedPlaces.rawPage(page.id), page.key_version, page.sealed);
    const sent = await unpackRawItem(opened, place.streamNo, number, place.key);
    return shownDetail(principal, { ...view, raw: sent });
  };

  /** Those of these that are there, in this order. */
  const find = async (principal: Principal, tenant: string, input: FindRecords): Promise<FoundRecords> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const places = parseInput(FindRecords, input).records.map(readRecordId);
    const { rows, streams } = await store.inTenant(tenantId, async (trx) => ({
      rows: await rowsAt(trx, tenantId, places),
      streams: await streamsOf(trx, tenantId, {}),
    }));
    const found = new Map(recordViews(rows, streams).map((view) => [view.id, shownRecord(principal, view)]));
    return { data: places.flatMap((place) => found.get(showRecordId(place)) ?? []) };
  };

  /** Its states, newest first, beginning with the present one. */
  const history = async (
    principal: Principal,
    tenant: string,
    which: NamedRecord,
    query: ListQuery = {},
  ): Promise<List<RecordVersionView>> => {
    const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
    const { limit, cursor } = parseInput(listQuery, query);
    const place = readRecordId(which.record);
    const name = `history:${which.record}`;
    const before = await cursors.read(tenantId, name, cursor, FeedPosition);
    const { rows, model } = await store.inTenant(tenantId, async (trx) => {
      const { row, facts } = await readOne(trx, tenantId, place, which);
      let older = trx
        .selectFrom('record_version')
        .select(['seq', 'replaced_seq', 'data', 'deleted', 'changed_ms', 'stored_at', 'replaced_at'])
        .where('tenant_id', '=', tenantId)
        .where('stream_no', '=', place.streamNo)
        .where('key', '=', place.key)
        .orderBy('seq', 'desc')
        .limit(limit + 1);
      if (before !== undefined) older = older.where('seq', '<', before.seq);
      const now = {
        ...row,
        replaced_seq: null,
        deleted: row.deleted_at !== null,
        stored_at: row.updated_at,
        replaced_at: null,
      };
      return { rows: [...(before === undefined ? [now] : []), ...(await older.execute())], model: facts.model };
    });
    return cursors.page(
      { tenantId, list: name, limit },
      rows,
      ({ seq }) => ({ seq }),
      (row) =>
        shownVersion(principal, model, {
          seq: row.seq,
          replaced_seq: row.replaced_seq,
          data: row.data,
          deleted: row.deleted,
          changed_at: shownMs(row.changed_ms),
          stored_at: row.stored_at.toISOString(),
          replaced_at: row.replaced_at?.toISOString() ?? null,
        }),
    );
  };

  return { listModel, listIntegration, get, find, history, export: recordExport(context, tenants) };
}

/** By its id; with a model, it must be of that model. */
export interface NamedRecord {
  readonly record: string;
  readonly model?: string;
}

async function readOne(
  trx: TenantTransaction,
  tenantId: string,
  { streamNo, key }: RecordPlace,
  { record, model }: NamedRecord,
) {
  const row = await trx
    .selectFrom('record')
    .select([...recordColumns, 'raw_page', 'raw_no'])
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', streamNo)
    .where('key', '=', key)
    .executeTakeFirst();
  const [facts] = row === undefined ? [] : await streamsOf(trx, tenantId, { streamNo });
  if (row === undefined || facts === undefined || (model !== undefined && facts.model !== model))
    throw noRecord(record);
  return { row, facts };
}

async function rawPageOf(trx: TenantTransaction, tenantId: string, streamNo: number, id: string | null) {
  if (id === null) return undefined;
  return trx
    .selectFrom('raw_page')
    .select(['id', 'key_version', 'sealed'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('stream_no', '=', streamNo)
    .executeTakeFirst();
}

/** Which list a cursor belongs to, in few characters: its filters. */
function digest(of: unknown): string {
  return createHash('sha256').update(JSON.stringify(of)).digest('base64url').slice(0, 12);
}
