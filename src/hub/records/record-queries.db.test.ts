/** How the queries behind records and the change feed are planned, with many rows, before and after the database has looked at them. */
import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect, sql, type CompiledQuery } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tables, TenantTransaction } from '../../store/index.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { run } from '../../testing/server-sql.ts';
import { feedPositionBefore, pageByFeed, pageByKey } from './record-queries.ts';

const rows = Number(process.env['PLAN_ROWS'] ?? 30_000);
const tenantId = randomUUID();
let database: TestDatabase;
let pool: pg.Pool;
let kysely: Kysely<Tables>;
let sent: CompiledQuery[] = [];

beforeAll(async () => {
  database = await testDatabase();
  // Like a table that has just been filled: nobody has counted anything.
  await run(database.ownerUrl, 'alter table record set (autovacuum_enabled = false)');
  await run(database.ownerUrl, 'alter table record no force row level security');
  // Stream 1 has half of them, stream 2 few, stream 3 the rest, all deleted. One in a thousand has a problem.
  await run(
    database.ownerUrl,
    `insert into record (tenant_id, stream_no, key, seq, created_seq, as_of_ms, created_at, updated_at, deleted_at, hash, data, problem)
     select '${tenantId}', case when i % 100 = 0 then 2 when i % 2 = 0 then 3 else 1 end, 'key_' || lpad(i::text, 9, '0'), i, i, i,
            timestamptz '2026-01-01' + i * interval '1 second', timestamptz '2026-01-01' + i * interval '1 second',
            case when i % 2 = 0 and i % 100 <> 0 then now() end, '\\x00',
            jsonb_build_object('name', 'record ' || i, 'text', repeat('x', 300)),
            case when i % 1000 = 1 then '{"message": "no"}'::jsonb end
       from generate_series(1, ${rows}) i`,
  );
  await run(database.ownerUrl, 'alter table record force row level security');
  await run(database.ownerUrl, `insert into tenant (id, slug, name) values ('${tenantId}', 'many', 'Many')`);
  await run(database.ownerUrl, 'alter table feed no force row level security');
  await run(database.ownerUrl, `insert into feed (tenant_id, seq) values ('${tenantId}', ${rows})`);
  await run(database.ownerUrl, 'alter table feed force row level security');
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  pool = new pg.Pool({ connectionString: database.appUrl, max: 1, types });
  kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), log: ({ query }) => void sent.push(query) });
});
afterAll(async () => {
  await kysely?.destroy();
  await database?.drop();
});

/** Runs it, and answers how PostgreSQL planned each of its statements. */
async function plansOf(work: (trx: TenantTransaction) => Promise<unknown>): Promise<string[]> {
  return kysely.transaction().execute(async (trx) => {
    await sql`select set_config('app.tenant', ${tenantId}, true)`.execute(trx);
    sent = [];
    await work(trx);
    const plans = [];
    for (const query of sent.filter((one) => one.sql.includes('"record"'))) {
      const explained = await trx.executeQuery<{ 'QUERY PLAN': string }>({ ...query, sql: `explain ${query.sql}` });
      plans.push(explained.rows.map((row) => row['QUERY PLAN']).join('\n'));
    }
    return plans;
  });
}

const stream = (streamNo: number) => ({
  streamNo,
  stream: 's',
  model: 'product',
  integrationId: tenantId,
  provider: 'till',
});
const everything = [1, 2, 3].map(stream);
const living = { includeDeleted: false, problems: false };
const middle = { streamNo: 1, key: `key_${String(rows / 2).padStart(9, '0')}` };

const byKey = 'Index Scan using record_pkey';
const byFeed = 'Index Scan using record_feed';

describe.each(['never analysed', 'analysed'])('%s', (state) => {
  beforeAll(async () => {
    if (state === 'analysed') await run(database.ownerUrl, 'analyze record');
  });

  it.each([
    ['the first page', byKey, (trx: TenantTransaction) => pageByKey(trx, tenantId, everything, undefined, 50, living)],
    ['a later page', byKey, (trx: TenantTransaction) => pageByKey(trx, tenantId, everything, middle, 50, living)],
    [
      'tombstones too',
      byKey,
      (trx: TenantTransaction) => pageByKey(trx, tenantId, everything, middle, 50, { ...living, includeDeleted: true }),
    ],
    [
      'a stream of tombstones',
      byKey,
      (trx: TenantTransaction) => pageByKey(trx, tenantId, [stream(3)], undefined, 50, living),
    ],
    [
      'problems',
      'using record_problem',
      (trx: TenantTransaction) => pageByKey(trx, tenantId, [stream(1)], undefined, 10, { ...living, problems: true }),
    ],
    [
      'the feed',
      byFeed,
      (trx: TenantTransaction) =>
        pageByFeed(trx, tenantId, rows / 2, 100, { ...living, streamNos: undefined, updatedSince: undefined }),
    ],
    [
      'the feed of a small stream',
      byFeed,
      (trx: TenantTransaction) =>
        pageByFeed(trx, tenantId, 0, 100, { ...living, streamNos: [2], updatedSince: undefined }),
    ],
    [
      'the head of the feed',
      byFeed,
      (trx: TenantTransaction) =>
        pageByFeed(trx, tenantId, rows - 3, 100, { ...living, streamNos: [2], updatedSince: undefined }),
    ],
    [
      'a moment in the feed',
      byFeed,
      (trx: TenantTransaction) => feedPositionBefore(trx, tenantId, new Date('2026-01-01T04:00:00Z')),
    ],
  ])('%s is read by its index', async (_what, index, work) => {
    const plans = await plansOf(work);
    for (const plan of plans) {
      expect(plan).toMatch(/Index (Only )?Scan (Backward )?using/);
      expect(plan).not.toMatch(/Seq Scan|Bitmap|Sort/);
    }
    expect(plans.join('\n')).toContain(index);
  });
});

describe('what a page looks at', () => {
  const inTenant = <T>(work: (trx: TenantTransaction) => Promise<T>): Promise<T> =>
    kysely.transaction().execute(async (trx) => {
      await sql`select set_config('app.tenant', ${tenantId}, true)`.execute(trx);
      return work(trx);
    });

  it('is bounded: pages without rows still lead to the end, and nothing is left out', async () => {
    const streams = [stream(3), stream(2)].toSorted((a, b) => a.streamNo - b.streamNo);
    const found: string[] = [];
    let empty = 0;
    for (let after: { streamNo: number; key: string } | undefined; ;) {
      const page = await inTenant((trx) => pageByKey(trx, tenantId, streams, after, 70, living));
      found.push(...page.rows.map((row) => row.key));
      if (page.rows.length === 0) empty += 1;
      if (page.next === undefined) break;
      after = page.next;
    }
    expect(found).toHaveLength(rows / 100);
    expect(new Set(found).size).toBe(found.length);
    expect(empty).toBeGreaterThan(0);
  });

  it('in the feed, too', async () => {
    const found: number[] = [];
    let after = 0;
    for (let more = true; more;) {
      const page = await inTenant((trx) =>
        pageByFeed(trx, tenantId, after, 40, { ...living, streamNos: [2], updatedSince: undefined }),
      );
      found.push(...page.rows.map((row) => row.seq));
      more = page.next !== undefined;
      after = page.through;
    }
    expect(found).toEqual(Array.from({ length: rows / 100 }, (_, i) => (i + 1) * 100));
    expect(after).toBe(rows);
  });

  it('finds a moment in the feed, with a minute to spare', async () => {
    const start = Date.parse('2026-01-01T00:00:00Z');
    for (const second of [0, 1, 100, 12_345, rows, rows + 1000]) {
      const position = await inTenant((trx) => feedPositionBefore(trx, tenantId, new Date(start + second * 1000)));
      expect(position).toBe(Math.min(Math.max(0, second - 61), rows));
    }
  });
});
