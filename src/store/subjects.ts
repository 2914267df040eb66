/**
 * Looking for a person in what is stored: rows whose text may be about them, in chunks by primary key. PostgreSQL leaves out what cannot
 * be (a pattern over the text of the data); whether a row really is about them is the caller's to say. Each chunk is one statement. Used
 * by exports and erasures.
 */
import { sql, type RawBuilder } from 'kysely';
import type { JsonObject } from '../contract/http.ts';
import type { TenantTransaction } from './database.ts';

/** What a row's text must hold to be worth a look. */
export interface Pattern {
  /** A regular expression of PostgreSQL's, matched without regard to case. */
  readonly text: string;
  /** Records by key, whatever they hold. */
  readonly keys: readonly string[];
}

/** `texts`: any of them. Undefined: there is nothing to look for. */
export function patternOf(texts: readonly string[], keys: readonly string[]): Pattern | undefined {
  // As jsonb writes them inside its quotes.
  const inner = texts.map((text) => JSON.stringify(text).slice(1, -1));
  const wanted = [...inner, ...keys.map((key) => JSON.stringify(key))];
  if (wanted.length === 0) return undefined;
  return { text: wanted.map((one) => one.replaceAll(/[^\p{L}\p{N}\s]/gu, '\\$&')).join('|'), keys };
}

export interface Chunk<Row, Position> {
  readonly rows: readonly Row[];
  /** Where the next chunk goes on; undefined: this was the last. */
  readonly next: Position | undefined;
  /** Rows looked at. */
  readonly examined: number;
}

const recordsAtOnce = 5_000;

export interface RecordPosition {
  readonly stream_no: number;
  readonly key: string;
}

export interface FoundRecord extends RecordPosition {
  readonly data: JsonObject | null;
}

/** Records that may be about them, of these streams only; their present state is read again by whoever changes them. */
export async function scanRecords(
  trx: TenantTransaction,
  tenantId: string,
  pattern: Pattern,
  after: RecordPosition | undefined,
  streams?: readonly number[],
): Promise<Chunk<FoundRecord, RecordPosition>> {
  const further =
    after === undefined ? sql`true` : sql`(stream_no, key) > (${after.stream_no}, ${after.key}::text collate "C")`;
  const wanted = streams === undefined ? sql`true` : sql`stream_no = any(${[...streams]}::int[])`;
  const { rows } = await sql<FoundRecord & { hit: boolean; count: number }>`
    with chunk as materialized (
      select stream_no, key, data, problem from record
       where tenant_id = ${tenantId} and ${further} and ${wanted}
       order by stream_no, key limit ${recordsAtOnce})
    ${hitsAndLast({
      pattern,
      matches: sql`data::text ~* ${pattern.text} or problem::text ~* ${pattern.text}`,
      columns: sql`stream_no, key`,
      backwards: sql`stream_no desc, key desc`,
    })}`.execute(trx);
  return chunkOf(rows, recordsAtOnce, ({ stream_no, key }) => ({ stream_no, key }));
}

export interface VersionPosition extends RecordPosition {
  readonly seq: number;
}

export interface FoundVersion extends VersionPosition {
  readonly data: JsonObject | null;
  readonly raw_page: string | null;
  readonly raw_no: number | null;
}

/** The same for states records had before. */
export async function scanVersions(
  trx: TenantTransaction,
  tenantId: string,
  pattern: Pattern,
  after: VersionPosition | undefined,
): Promise<Chunk<FoundVersion, VersionPosition>> {
  const further =
    after === undefined
      ? sql`true`
      : sql`(stream_no, key, seq) > (${after.stream_no}, ${after.key}::text collate "C", ${after.seq})`;
  const { rows } = await sql<FoundVersion & { hit: boolean; count: number }>`
    with chunk as materialized (
      select stream_no, key, seq, raw_page, raw_no, data from record_version
       where tenant_id = ${tenantId} and ${further}
       order by stream_no, key, seq limit ${recordsAtOnce})
    ${hitsAndLast({
      pattern,
      matches: sql`data::text ~* ${pattern.text}`,
      columns: sql`stream_no, key, seq, raw_page, raw_no`,
      backwards: sql`stream_no desc, key desc, seq desc`,
    })}`.execute(trx);
  return chunkOf(rows, recordsAtOnce, ({ stream_no, key, seq }) => ({ stream_no, key, seq }));
}

interface ChunkQuery {
  readonly pattern: Pattern;
  readonly matches: RawBuilder<unknown>;
  readonly columns: RawBuilder<unknown>;
  /** Backwards, to find the last row. */
  readonly backwards: RawBuilder<unknown>;
}

/** Rows worth a look with their data, and the last row of the chunk, which says where to go on. */
function hitsAndLast({ pattern, matches, columns, backwards }: ChunkQuery): RawBuilder<unknown> {
  return sql`
    select ${columns}, data, true as hit, 0 as count from chunk where key = any(${[...pattern.keys]}::text[]) or ${matches}
    union all
    (select ${columns}, null, false, (select count(*) from chunk) from chunk order by ${backwards} limit 1)`;
}

function chunkOf<Row extends { readonly hit: boolean; readonly count: number }, Position>(
  rows: readonly Row[],
  atOnce: number,
  position: (row: Row) => Position,
): Chunk<Row, Position> {
  const last = rows.find((row) => !row.hit);
  const examined = last?.count ?? 0;
  return {
    rows: rows.filter((row) => row.hit),
    next: last === undefined || examined < atOnce ? undefined : position(last),
    examined,
  };
}

/** Records whose e-mail address is one of these, by the index record_subject. */
export async function recordsByEmail(
  trx: TenantTransaction,
  tenantId: string,
  emails: readonly string[],
): Promise<readonly (RecordPosition & { readonly data: JsonObject })[]> {
  if (emails.length === 0) return [];
  const { rows } = await sql<RecordPosition & { data: JsonObject }>`
    select r.stream_no, r.key, r.data
      from unnest(${[...emails]}::text[]) as e (email)
     cross join lateral (
             select stream_no, key, data from record
              where record.tenant_id = ${tenantId} and lower(btrim(record.data ->> 'email')) = e.email
                and record.data ->> 'email' is not null) r
     order by r.stream_no, r.key`.execute(trx);
  return rows;
}
