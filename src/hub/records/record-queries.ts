/**
 * Reading records, within a transaction of their tenant. Two orders exist, each an index: by stream and key, and by position in the
 * change feed. Filters that no index serves are applied to a bounded number of rows a page (`examined`): a page may then hold few
 * rows or none and still say where to go on, but no request ever reads a whole table.
 */
import { sql, type Selectable } from 'kysely';
import type { TenantTransaction } from '../../store/index.ts';
import type { Tables } from '../../store/tables.ts';
import { showId } from '../ids.ts';
import { holdsText } from '../logs/log-pages.ts';
import { showRecordId, type RecordPlace, type RecordView, type StreamFacts } from './record-views.ts';

/** Rows looked at for one page. */
const examined = 5000;
/** Of a search, which looks into every value of a row: about 50 ms. */
const searched = 2000;

export const recordColumns = [
  'stream_no',
  'key',
  'seq',
  'created_seq',
  'changed_ms',
  'created_at',
  'updated_at',
  'deleted_at',
  'data',
  'problem',
] as const;
export type RecordRow = Pick<Selectable<Tables['record']>, (typeof recordColumns)[number]>;

export interface StreamFilter {
  readonly models?: readonly string[] | undefined;
  readonly integrationIds?: readonly string[] | undefined;
  readonly stream?: string | undefined;
  readonly streamNo?: number | undefined;
}

/** The tenant's streams that match, in the order records are listed. */
export async function streamsOf(
  trx: TenantTransaction,
  tenantId: string,
  filter: StreamFilter,
): Promise<readonly StreamFacts[]> {
  let wanted = trx
    .selectFrom('stream_state as s')
    .innerJoin('integration as i', (join) =>
      join.onRef('i.tenant_id', '=', 's.tenant_id').onRef('i.id', '=', 's.integration_id'),
    )
    .select(['s.stream_no as streamNo', 's.stream', 's.model', 's.integration_id as integrationId', 'i.provider'])
    .where('s.tenant_id', '=', tenantId)
    .orderBy('s.stream_no');
  const { models, integrationIds, stream, streamNo } = filter;
  if (models !== undefined) wanted = wanted.where('s.model', 'in', [...models]);
  if (integrationIds !== undefined) wanted = wanted.where('s.integration_id', 'in', [...integrationIds]);
  if (stream !== undefined) wanted = wanted.where('s.stream', '=', stream);
  if (streamNo !== undefined) wanted = wanted.where('s.stream_no', '=', streamNo);
  return wanted.execute();
}

export interface RowFilter {
  readonly includeDeleted: boolean;
  readonly problems: boolean;
  readonly search?: Search | undefined;
  readonly updatedSince?: Date | undefined;
}

export interface Search {
  /** In capitals or not. */
  readonly text: string;
  /** May the caller look into the data of these records? Otherwise only the vendor's ids are searched: finding is telling. */
  readonly sees: (model: string) => boolean;
}

export interface RowPage<Position> {
  readonly rows: readonly RecordRow[];
  /** Where the next page goes on; undefined: there is nothing after these. */
  readonly next: Position | undefined;
}

/** By stream and key. `streams` in the order they are listed. */
export async function pageByKey(
  trx: TenantTransaction,
  tenantId: string,
  streams: readonly StreamFacts[],
  after: RecordPlace | undefined,
  limit: number,
  filter: RowFilter,
): Promise<RowPage<RecordPlace>> {
  const rows: RecordRow[] = [];
  let left = filter.search === undefined ? examined : searched;
  for (const { streamNo, model } of streams) {
    if (after !== undefined && streamNo < after.streamNo) continue;
    const from = after?.streamNo === streamNo ? after.key : undefined;
    const part = { tenantId, streamNo, model, after: from, look: left, want: limit + 1 - rows.length };
    const { found, looked, stoppedAt } = await examineStream(trx, part, filter);
    rows.push(...found);
    if (rows.length > limit) {
      const last = rows[limit - 1];
      return {
        rows: rows.slice(0, limit),
        next: last === undefined ? undefined : { streamNo: last.stream_no, key: last.key },
      };
    }
    if (stoppedAt !== undefined) return { rows, next: { streamNo, key: stoppedAt } };
    left -= looked;
  }
  return { rows, next: undefined };
}

interface StreamPart {
  readonly tenantId: string;
  readonly streamNo: number;
  readonly model: string;
  readonly after: string | undefined;
  /** Rows to look at, and matching ones to find, at most. */
  readonly look: number;
  readonly want: number;
}

/** Matching rows of one stream; `stoppedAt`: the last key looked at, when there may be more to look at. */
async function examineStream(
  trx: TenantTransaction,
  { tenantId, streamNo, model, after, look, want }: StreamPart,
  { includeDeleted, problems, search, updatedSince }: RowFilter,
): Promise<{ found: readonly RecordRow[]; looked: number; stoppedAt: string | undefined }> {
  const stream = () => {
    let rows = trx
      .selectFrom('record')
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', streamNo)
      .orderBy('key');
    if (after !== undefined) rows = rows.where('key', '>', after);
    // Has an index of its own: nothing but problems is looked at.
    if (problems) rows = rows.where('problem', 'is not', null);
    return rows;
  };
  let matching = trx
    .selectFrom(stream().select(recordColumns).limit(look).as('r'))
    .selectAll()
    .orderBy('key')
    .limit(want);
  if (!includeDeleted) matching = matching.where('deleted_at', 'is', null);
  if (updatedSince !== undefined) matching = matching.where('updated_at', '>=', updatedSince);
  if (search !== undefined) matching = matching.where(holds(search.text, search.sees(model)));
  const found = await matching.execute();
  if (found.length === want) return { found, looked: want, stoppedAt: undefined };
  const passed = await trx
    .selectFrom(stream().select('key').limit(look).as('r'))
    .select((row) => [row.fn.max('key').as('key'), row.fn.countAll<number>().as('count')])
    .executeTakeFirstOrThrow();
  return { found, looked: passed.count, stoppedAt: passed.count === look ? passed.key : undefined };
}

/** Does its key, or a text in its data at any depth, hold the text? */
function holds(text: string, inData: boolean) {
  const byKey = sql<boolean>`${holdsText(['key'], text)}`;
  if (!inData) return byKey;
  // Names of fields are no content, so the whole as text will not do. `q`: no character of it means anything.
  const path = `$.** ? (@ like_regex ${JSON.stringify(text)} flag "iq")`;
  return sql<boolean>`(${byKey} or jsonb_path_exists(data, ${path}::jsonpath))`;
}

/** Those of these records that are there, in any order. */
export async function rowsAt(
  trx: TenantTransaction,
  tenantId: string,
  places: readonly RecordPlace[],
): Promise<readonly RecordRow[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<RecordRow>`
    select r.*
      from unnest(${places.map(({ streamNo }) => streamNo)}::int[], ${places.map(({ key }) => key)}::text[]) as p (stream_no, key)
     cross join lateral (
             select ${sql.join(recordColumns.map((column) => sql.ref(column)))} from record
              where record.tenant_id = ${tenantId} and record.stream_no = p.stream_no and record.key = p.key
             offset 0) r`.execute(trx);
  return rows;
}

export interface FeedFilter extends RowFilter {
  /** Undefined: all of the tenant. */
  readonly streamNos: readonly number[] | undefined;
  /** Streams of which `search` may look into the data; of others it looks at the keys. */
  readonly seenStreamNos?: readonly number[];
}

/**
 * In the order of the change feed, after a position. `next` is undefined when nothing lies after these rows; `through` is the last
 * position looked at. Run it at `repeatable read`: it looks twice and must see one moment.
 */
export async function pageByFeed(
  trx: TenantTransaction,
  tenantId: string,
  after: number,
  limit: number,
  { streamNos, seenStreamNos = [], updatedSince, includeDeleted, problems, search }: FeedFilter,
): Promise<RowPage<number> & { readonly through: number }> {
  if (streamNos?.length === 0) return { rows: [], next: undefined, through: after };
  const look = search === undefined ? examined : searched;
  // Only with `seq > 0` said again may the planner use the feed's index, which is partial.
  const feed = () =>
    trx
      .selectFrom('record')
      .where('tenant_id', '=', tenantId)
      .where('seq', '>', after)
      .where('seq', '>', 0)
      .orderBy('seq');
  let matching = trx
    .selectFrom(feed().select(recordColumns).limit(look).as('r'))
    .selectAll()
    .orderBy('seq')
    .limit(limit + 1);
  if (streamNos !== undefined) matching = matching.where('stream_no', 'in', [...streamNos]);
  if (updatedSince !== undefined) matching = matching.where('updated_at', '>=', updatedSince);
  if (!includeDeleted) matching = matching.where('deleted_at', 'is', null);
  if (problems) matching = matching.where('problem', 'is not', null);
  if (search !== undefined) {
    const [inData, inKey] = [holds(search.text, true), holds(search.text, false)];
    matching = matching.where((row) =>
      seenStreamNos.length === 0
        ? inKey
        : row.or([row.and([row('stream_no', 'in', [...seenStreamNos]), inData]), inKey]),
    );
  }
  const found = await matching.execute();
  const rows = found.slice(0, limit);
  const lastShown = rows.at(-1)?.seq ?? after;
  if (found.length > limit) return { rows, next: lastShown, through: lastShown };
  const last = await trx
    .selectFrom(feed().select('seq').limit(look).as('r'))
    .select((row) => [row.fn.max('seq').as('seq'), row.fn.countAll<number>().as('count')])
    .executeTakeFirstOrThrow();
  const through = last.seq ?? after;
  return { rows, next: last.count === look ? through : undefined, through };
}

/**
 * A position before which nothing changed at or after `since`: found by halving, because positions and moments grow together (but
 * for writers that waited for each other, hence the minute).
 */
export async function feedPositionBefore(trx: TenantTransaction, tenantId: string, since: Date): Promise<number> {
  const head = await trx.selectFrom('feed').select('seq').where('tenant_id', '=', tenantId).executeTakeFirst();
  const moment = since.getTime() - 60_000;
  let before = 0;
  let after = head?.seq ?? 0;
  while (before < after) {
    const middle = Math.floor((before + after) / 2);
    const next = await trx
      .selectFrom('record')
      .select(['seq', 'updated_at'])
      .where('tenant_id', '=', tenantId)
      .where('seq', '>', middle)
      .where('seq', '>', 0)
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst();
    if (next === undefined || next.updated_at.getTime() >= moment) after = middle;
    else before = next.seq;
  }
  return before;
}

/** Rows as callers see them. Rows of streams that are not among the facts are left out. */
export function recordViews(rows: readonly RecordRow[], streams: readonly StreamFacts[]): RecordView[] {
  const facts = new Map(streams.map((stream) => [stream.streamNo, stream]));
  return rows.flatMap((row) => {
    const stream = facts.get(row.stream_no);
    return stream === undefined ? [] : [recordView(row, stream)];
  });
}

export function recordView(
  row: RecordRow,
  { stream, model, integrationId, provider, streamNo }: StreamFacts,
): RecordView {
  const message = row.problem?.['message'];
  return {
    id: showRecordId({ streamNo, key: row.key }),
    model,
    integration_id: showId('int', integrationId),
    provider,
    stream,
    key: row.key,
    data: row.data,
    problem: row.problem === null ? null : typeof message === 'string' ? message : 'It could not be mapped.',
    changed_at: shownMs(row.changed_ms),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    deleted_at: row.deleted_at?.toISOString() ?? null,
    seq: row.seq,
    created_seq: row.created_seq,
  };
}

const yearOne = Date.parse('0001-01-01T00:00:00Z');
const yearTenThousand = Date.parse('+010000-01-01T00:00:00Z');

/** Vendors' clocks say what they like: a year that ISO 8601 does not write with four digits is none. */
export function shownMs(ms: number | null): string | null {
  return ms === null || ms < yearOne || ms >= yearTenThousand ? null : new Date(ms).toISOString();
}
