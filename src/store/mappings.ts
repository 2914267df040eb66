/**
 * Stored records beside what the vendor sent for them, raw page by raw page, and storing what they become when they are mapped anew.
 * Page by page because raw is sealed per page: in any other order each page would be opened again and again. Used by the hub's
 * re-derivations, diffs and previews.
 */
import { sql } from 'kysely';
import type { JsonObject } from '../contract/http.ts';
import type { TenantTransaction } from './database.ts';
import type { Store } from './index.ts';
import { jsonText, storableJson } from './json-text.ts';
import type { Statements } from './pages.ts';
import { unpackRawPage } from './raw-page.ts';
import { sealedPlaces } from './vault/places.ts';

/** A record whose present state came with the page. */
export interface RawRecord {
  readonly key: string;
  /** Canonical JSON of the vendor's item, UTF-8. */
  readonly raw: Uint8Array;
  /** Its feed position when it was read: with another one it has changed since. */
  readonly seq: number;
  readonly data: JsonObject | null;
  /** Why it could not be mapped. */
  readonly problem: string | null;
  readonly deleted: boolean;
}

export interface SealedPage {
  readonly id: string;
  readonly items: number;
  readonly key_version: number;
  readonly sealed: Buffer;
}

export interface StreamPlace {
  readonly tenantId: string;
  readonly streamNo: number;
}

export interface PageOrder {
  /** The page done last. */
  readonly after: string | undefined;
  /** Only pages stored at or after this moment, by the database's clock. */
  readonly since?: Date | undefined;
  readonly newestFirst?: boolean;
}

/** The next page of the stream; undefined: there is none. Reads by index. */
export function nextRawPage(
  trx: TenantTransaction,
  place: StreamPlace,
  { after, since, newestFirst = false }: PageOrder,
): Promise<SealedPage | undefined> {
  let pages = rawPages(trx, place, since)
    .select(['id', 'items', 'key_version', 'sealed'])
    .orderBy('id', newestFirst ? 'desc' : 'asc')
    .limit(1);
  if (after !== undefined) pages = pages.where('id', newestFirst ? '<' : '>', after);
  return pages.executeTakeFirst();
}

export async function countRawPages(
  trx: TenantTransaction,
  place: StreamPlace,
  since: Date | undefined,
): Promise<number> {
  const { count } = await rawPages(trx, place, since)
    .select((page) => page.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

function rawPages(trx: TenantTransaction, { tenantId, streamNo }: StreamPlace, since: Date | undefined) {
  const pages = trx.selectFrom('raw_page').where('tenant_id', '=', tenantId).where('stream_no', '=', streamNo);
  return since === undefined ? pages : pages.where('stored_at', '>=', since);
}

/**
 * The records of an opened page that are still as it says; those that have changed since belong to a newer page. Throws `internal` when
 * the page does not open, or is not one of this stream.
 */
export async function recordsOfPage(
  store: Pick<Store, 'vault' | 'inTenant'>,
  place: StreamPlace,
  page: SealedPage,
): Promise<readonly RawRecord[]> {
  const { tenantId, streamNo } = place;
  const opened = await store.vault.open(tenantId, sealedPlaces.rawPage(page.id), page.key_version, page.sealed);
  const items = await unpackRawPage(opened, streamNo);
  const rows = await store.inTenant(tenantId, (trx) =>
    rowsOfPage(
      trx,
      place,
      page.id,
      items.map(({ key }) => key),
    ),
  );
  return rows.flatMap((row): RawRecord[] => {
    const item = items[row.raw_no];
    if (item === undefined || item.key !== row.key) return [];
    const message = row.problem?.['message'];
    const problem = row.problem === null ? null : typeof message === 'string' ? message : '';
    return [{ key: row.key, raw: item.raw, seq: row.seq, data: row.data, problem, deleted: row.deleted }];
  });
}

interface PageRow {
  readonly key: string;
  readonly raw_no: number;
  readonly seq: number;
  readonly data: JsonObject | null;
  readonly problem: JsonObject | null;
  readonly deleted: boolean;
}

/** By key, each through the primary key: `record` has no index by raw page, and needs none. */
async function rowsOfPage(
  trx: TenantTransaction,
  { tenantId, streamNo }: StreamPlace,
  pageId: string,
  keys: readonly string[],
): Promise<readonly PageRow[]> {
  const { rows } = await sql<PageRow>`
    select r.key, r.raw_no, r.seq, r.data, r.problem, r.deleted_at is not null as deleted
      from unnest(${[...keys]}::text[]) with ordinality as k (key, no)
     cross join lateral (
             select * from record
              where record.tenant_id = ${tenantId} and record.stream_no = ${streamNo} and record.key = k.key
              limit 1) r
     where r.raw_page = ${pageId} and r.raw_no = k.no - 1
     order by k.no`.execute(trx);
  return rows;
}

/** What a record has become. */
export interface RederivedRecord {
  readonly key: string;
  /** As it was read. */
  readonly seq: number;
  /** Unified data as JSON text; null: what is stored stays. */
  readonly data: string | null;
  readonly problem: string | null;
}

export interface RederivedPage {
  readonly id: string;
  /** Records that were mapped anew. */
  readonly read: number;
  /** Of those, how many could not be, or not in full. */
  readonly failed: number;
  /** Only those that are different now. */
  readonly changed: readonly RederivedRecord[];
}

/**
 * Stores a page's records, their history and feed positions, and how far the re-derivation has come: one call, all or nothing. May be
 * repeated. Throws `conflict` when another process has taken the re-derivation over, or it has ended.
 */
export async function storeRederived(
  statements: Statements,
  of: { readonly tenantId: string; readonly rederivation: string; readonly fence: number },
  { id, read, failed, changed }: RederivedPage,
): Promise<{ readonly changed: number }> {
  const records = changed.map(({ key, seq, data, problem }) => {
    const told = problem === null ? 'null' : jsonText({ message: problem });
    return `{"k":${jsonText(key)},"s":${seq},"d":${data === null ? 'null' : storableJson(data)},"p":${told}}`;
  });
  const [row] = await statements.query('select store_rederived_v1($1, $2, $3, $4, $5) as result', [
    of.tenantId,
    of.rederivation,
    of.fence,
    JSON.stringify({ id, read, failed }),
    `[${records.join(',')}]`,
  ]);
  const result = row?.['result'];
  if (typeof result === 'object' && result !== null && 'changed' in result) return { changed: Number(result.changed) };
  throw new Error('store_rederived_v1 gave no result');
}

/** Unified data as it would be read back after it was stored: for comparing with what is. */
export function asStored(data: string): unknown {
  return JSON.parse(storableJson(data));
}

/** A record's problem as it would be read back. */
export function problemAsStored(problem: string): string {
  const value: unknown = JSON.parse(jsonText(problem));
  return typeof value === 'string' ? value : '';
}
