/**
 * Reading a page of one of the logs, newest first, whatever there is: millions of lines, filters that match nearly nothing. Times are
 * always bounded on both sides, so that the database looks at few partitions, and in their order. One filter may lead: it has an index
 * of its own. All others, text among them, are held against at most `lookedAt` lines a page; what lies further back is asked for
 * with the next cursor, so that no page takes longer than another. (Row-level security rules out an index for text: its operators
 * might leak.) Used by logs.ts and exchanges.ts.
 */
import { sql, type RawBuilder } from 'kysely';
import type { TenantTransaction } from '../../store/index.ts';

/** Lines that are looked at for a page with filters that have no index: about 10 ms. */
export const lookedAt = 4_000;

export interface Position {
  readonly at: Date;
  readonly id: string | number;
}

export interface LinesWanted {
  readonly log: 'integration_log' | 'exchange_log';
  readonly columns: readonly string[];
  readonly tenantId: string;
  readonly integrationId: string;
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  /** Where the page before ended. */
  readonly before?: Position | undefined;
  /** A condition with an index of its own. */
  readonly lead?: RawBuilder<unknown> | undefined;
  readonly others: readonly RawBuilder<unknown>[];
  readonly limit: number;
}

export interface Lines<Row> {
  readonly rows: readonly Row[];
  /** Where the next page goes on; undefined: there is nothing further. */
  readonly next: Position | undefined;
}

export async function readLines<Row extends Position>(
  trx: TenantTransaction,
  wanted: LinesWanted,
): Promise<Lines<Row>> {
  if (wanted.from.getTime() >= wanted.to.getTime()) return { rows: [], next: undefined };
  return wanted.others.length === 0 ? readIndexed(trx, wanted) : readLookingAt(trx, wanted);
}

async function readIndexed<Row extends Position>(trx: TenantTransaction, wanted: LinesWanted): Promise<Lines<Row>> {
  const { limit } = wanted;
  const { rows } = await sql<Row>`
    select ${columnsOf(wanted)} from ${sql.table(wanted.log)}
     where ${conditions(wanted)}
     order by at desc, id desc limit ${limit + 1}`.execute(trx);
  return { rows: rows.slice(0, limit), next: rows.length > limit ? rows[limit - 1] : undefined };
}

async function readLookingAt<Row extends Position>(trx: TenantTransaction, wanted: LinesWanted): Promise<Lines<Row>> {
  const { limit } = wanted;
  const matches = sql.join(
    wanted.others.map((condition) => sql`coalesce(${condition}, false)`),
    sql` and `,
  );
  // The last line looked at comes along in any case: the next page goes on from it.
  const { rows } = await sql<Row & { matched: boolean; line_no: number }>`
    select looked.*, (${matches}) as matched
      from (select ${columnsOf(wanted)}, row_number() over (order by at desc, id desc) as line_no
              from ${sql.table(wanted.log)}
             where ${conditions(wanted)}
             order by at desc, id desc limit ${lookedAt}) looked
     where (${matches}) or line_no = ${lookedAt}
     order by line_no limit ${limit + 1}`.execute(trx);
  const matched = rows.filter((row) => row.matched);
  const last = rows.find((row) => row.line_no === lookedAt);
  return {
    rows: matched.slice(0, limit),
    next: matched.length > limit ? matched[limit - 1] : last,
  };
}

function columnsOf({ columns }: LinesWanted): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)));
}

function conditions({ tenantId, integrationId, from, to, before, lead }: LinesWanted): RawBuilder<unknown> {
  // One plain bound from above and no more: it decides where the index is entered and which partitions are left out. With a second one
  // (`at < to` as well) PostgreSQL enters the index there and passes over everything up to the cursor; with none but the comparison of
  // both columns too.
  const upTo =
    before === undefined || before.at.getTime() >= to.getTime()
      ? sql`at < ${to}`
      : sql`at <= ${before.at} and (at, id) < (${before.at}, ${before.id})`;
  return sql`tenant_id = ${tenantId} and integration_id = ${integrationId} and at >= ${from} and ${upTo} and ${lead ?? sql`true`}`;
}

/** Does one of the columns hold the text, in capitals or not? */
export function holdsText(columns: readonly string[], text: string): RawBuilder<unknown> {
  const pattern = `%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`;
  const each = columns.map((column) => sql`coalesce(${sql.ref(column)} ilike ${pattern}, false)`);
  return sql`(${sql.join(each, sql` or `)})`;
}
