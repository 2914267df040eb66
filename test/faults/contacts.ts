/** The list most faults read, xero's contacts: how many there are, how many are stored and how often, and who is storing them. */
import type { Arena } from './arena.ts';
import { until } from './until.ts';
import type { ProductProcess } from './product-process.ts';

/** Records in a page of the vendor. */
export const pageSize = 1000;

/** Those every organisation begins with; grown ones come after them. */
export function seededContacts(arena: Arena): readonly { readonly id: string }[] {
  const state = arena.sandboxes.state('xero');
  if (typeof state === 'object' && state !== null && 'contacts' in state && Array.isArray(state.contacts))
    return state.contacts;
  throw new Error('the sandbox of xero has no contacts');
}

export interface Tally {
  /** Records that should be there and are not. */
  readonly lost: number;
  /** Records written more often than once, and versions kept of them. */
  readonly doubled: number;
}

/** After first passes: every record there, each written once. `expected`: of all streams asked about together. */
export async function tally(arena: Arena, streamNos: readonly number[], expected: number): Promise<Tally> {
  const [row] = await arena.query<{ stored: number; rewritten: number; versions: number }>(
    `select count(*)::int as stored, (count(*) filter (where seq <> created_seq))::int as rewritten,
            (select count(*)::int from record_version where stream_no = any($1)) as versions
       from record where stream_no = any($1) and deleted_at is null`,
    [streamNos],
  );
  if (row === undefined) throw new Error('the database did not count');
  return { lost: expected - row.stored, doubled: row.rewritten + row.versions };
}

/** The living worker that sent the latest page to the store. */
export function executor(arena: Arena): Promise<ProductProcess> {
  return until('a worker that stores pages', 30_000, async () => {
    const workers = arena.workers();
    const [row] = await arena.composition.store.statements.query(
      `select application_name as name from pg_stat_activity
        where query like 'select store_page_v2%' and application_name = any($1) order by query_start desc limit 1`,
      [workers.map((worker) => worker.name)],
    );
    return workers.find((worker) => worker.name === row?.['name']);
  });
}

/** Resolves when the database has carried out everything that a dead worker had sent, and has noticed that it is gone. */
export async function silence(arena: Arena, name: string): Promise<void> {
  await until(`the end of what ${name} had sent`, 30_000, async () => {
    const [row] = await arena.composition.store.statements.query(
      'select count(*)::int as sessions from pg_stat_activity where application_name = $1',
      [name],
    );
    return row?.['sessions'] === 0 ? true : undefined;
  });
}

/** Requests for pages of contacts since the counters were last cleared. */
export async function pagesAsked(arena: Arena): Promise<number> {
  const { counts } = await arena.control.requests('xero');
  return counts['xero']?.routes['GET /api.xro/2.0/Contacts'] ?? 0;
}
