// How PostgreSQL reads what the follower asks for: by an index each, whatever it knows of the tables' sizes.
import { Kysely, PostgresDialect, sql, type CompiledQuery } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { run } from '../testing/server-sql.ts';
import type { TenantTransaction } from './database.ts';
import { readFeedStep } from './event-feed.ts';
import type { Tables } from './tables.ts';

const rows = 20_000;
const tenantId = '0198c0de-7a5b-7c3e-9d2f-4a6b8c0d1e2f';
let database: TestDatabase;
let kysely: Kysely<Tables>;
let sent: CompiledQuery[] = [];

beforeAll(async () => {
  database = await testDatabase();
  const states = `'${tenantId}', 1, 'key_' || lpad(i::text, 9, '0')`;
  const tables = ['record', 'record_version', 'feed', 'event_feed'];
  for (const table of tables) await run(database.ownerUrl, `alter table ${table} no force row level security`);
  await run(database.ownerUrl, `insert into tenant (id, slug, name) values ('${tenantId}', 'many', 'Many')`);
  await run(
    database.ownerUrl,
    `insert into record (tenant_id, stream_no, key, seq, created_seq, as_of_ms, created_at, updated_at, hash)
     select ${states}, i + ${rows}, i, 0, now(), now(), '\\x00' from generate_series(1, ${rows}) i`,
  );
  await run(
    database.ownerUrl,
    `insert into record_version (tenant_id, stream_no, key, seq, replaced_seq, as_of_ms, stored_at, replaced_at, deleted, hash)
     select ${states}, i, i + ${rows}, 0, now(), now(), false, '\\x00' from generate_series(1, ${rows}) i`,
  );
  await run(database.ownerUrl, `insert into feed (tenant_id, seq) values ('${tenantId}', ${2 * rows})`);
  await run(
    database.ownerUrl,
    `insert into event_feed (tenant_id, seq, settled, cuts, heads)
     values ('${tenantId}', ${rows + 9_000}, 5, '{10, ${rows + 9_000}}', '{${rows}, ${2 * rows}}')`,
  );
  for (const table of tables) await run(database.ownerUrl, `alter table ${table} force row level security`);
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ connectionString: database.appUrl, max: 1, types });
  kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), log: ({ query }) => void sent.push(query) });
});
afterAll(async () => {
  await kysely?.destroy();
  await database?.drop();
});

const inTenant = <T>(work: (trx: TenantTransaction) => Promise<T>): Promise<T> =>
  kysely.transaction().execute(async (trx) => {
    await sql`select set_config('app.tenant', ${tenantId}, true)`.execute(trx);
    return work(trx);
  });

describe.each(['never analysed', 'analysed'])('%s', (state) => {
  beforeAll(async () => {
    if (state === 'analysed') await run(database.ownerUrl, 'analyze');
  });

  it('a step reads records by the feed, and their history by key', async () => {
    const plan = await inTenant(async (trx) => {
      sent = [];
      await readFeedStep(trx, tenantId, 100);
      const [query] = sent;
      if (query === undefined) throw new Error('nothing was asked');
      const explained = await trx.executeQuery<{ 'QUERY PLAN': string }>({ ...query, sql: `explain ${query.sql}` });
      return explained.rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toContain('using record_feed on record');
    expect(plan).toMatch(/using record_version_pkey on record_version/);
    expect(plan).not.toMatch(/(Seq|Bitmap Heap) Scan on record/);
  });
});

it('tells what was passed over from what was told', async () => {
  const { rows: changed, through, head } = await inTenant((trx) => readFeedStep(trx, tenantId, 2));
  // The state before lies beyond the first cut and was replaced before the second step looked: nobody heard of it.
  expect(changed.map(({ seq, before }) => [seq, before])).toEqual([
    [rows + 9_001, 'unknown'],
    [rows + 9_002, 'unknown'],
  ]);
  expect({ through, head }).toEqual({ through: rows + 9_002, head: 2 * rows });
});
