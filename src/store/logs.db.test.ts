import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { openTestStore, seedIntegration, type SeededIntegration } from '../testing/store.ts';
import { deleteLines, type ExchangeLine, type MinuteLine, type Store } from './index.ts';

let database: TestDatabase;
let store: Store;
let owner: Client;
let seeded: SeededIntegration;
beforeAll(async () => {
  database = await testDatabase();
  store = await openTestStore({ appUrl: database.appUrl });
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await store.close();
  await database.drop();
});
beforeEach(async () => {
  seeded = await seedIntegration(store);
});

const day = 86_400_000;
const now = Date.parse('2031-05-10T12:00:00Z');

function line(more: Partial<ExchangeLine> = {}): ExchangeLine {
  return {
    integration_id: seeded.integrationId,
    at: new Date(now).toISOString(),
    id: randomUUID(),
    run_id: null,
    provider: 'xero',
    operation: 'stream invoices',
    method: 'GET',
    host: 'api.xero.com',
    path: '/Invoices',
    status: 200,
    duration_ms: 12,
    request_bytes: 0,
    response_bytes: 10,
    attempt: 1,
    error: null,
    message: null,
    request_id: null,
    sealed: null,
    key_version: null,
    ...more,
  };
}

function minute(more: Partial<MinuteLine> = {}): MinuteLine {
  return {
    integration_id: seeded.integrationId,
    at: new Date(now).toISOString(),
    calls: 1,
    errors: 0,
    unlogged: 0,
    durations: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    request_bytes: 0,
    response_bytes: 10,
    records: 100,
    ...more,
  };
}

const lines = (tenantId = seeded.tenantId) =>
  store.inTenant(tenantId, (trx) => trx.selectFrom('exchange_log').selectAll().orderBy('at').orderBy('id').execute());
const minutes = (tenantId = seeded.tenantId) =>
  store.inTenant(tenantId, (trx) => trx.selectFrom('usage_minute').selectAll().execute());
const partitionOf = async (table: string, where: string, values: readonly unknown[]) =>
  (
    await owner.query<{ name: string }>(`select tableoid::regclass::text as name from ${table} where ${where}`, [
      ...values,
    ])
  ).rows;

describe('writing', () => {
  test('a batch whose answer was lost is written again and says the same', async () => {
    const source = randomUUID();
    const [a, b] = [line(), line({ error: 'timeout', message: "it's late", status: null })];
    await store.logs.write(seeded.tenantId, source, [a, b], [minute()]);
    await store.logs.write(seeded.tenantId, source, [a, b], [minute()]);
    // A later state of the same minute takes its place.
    await store.logs.write(seeded.tenantId, source, [], [minute({ calls: 3, records: 300 })]);
    expect(await lines()).toHaveLength(2);
    expect((await lines()).find(({ id }) => id === b.id)).toMatchObject({ status: null, message: "it's late" });
    expect(await minutes()).toMatchObject([{ calls: 3, records: 300, durations: minute().durations }]);
  });

  test('processes never touch each other’s figures', async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_process, number) =>
        store.logs.write(seeded.tenantId, randomUUID(), [line()], [minute({ calls: number + 1 })]),
      ),
    );
    const counted = (await minutes()).map(({ calls }) => calls).toSorted((a, b) => a - b);
    expect(counted).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await lines()).toHaveLength(8);
  });

  test('of an integration that is gone, or another tenant’s, nothing is written', async () => {
    const other = await seedIntegration(store);
    const gone = { integration_id: randomUUID() };
    const foreign = { integration_id: other.integrationId };
    await store.logs.write(seeded.tenantId, randomUUID(), [line(gone), line(foreign)], [minute(gone), minute(foreign)]);
    expect([
      ...(await lines()),
      ...(await lines(other.tenantId)),
      ...(await minutes()),
      ...(await minutes(other.tenantId)),
    ]).toEqual([]);
  });

  test('no line is seen by another tenant, or without one', async () => {
    await store.logs.write(seeded.tenantId, randomUUID(), [line()], [minute()]);
    const other = await seedIntegration(store);
    expect(await lines(other.tenantId)).toEqual([]);
    expect(await store.statements.query('select * from exchange_log', [])).toEqual([]);
    expect(await store.statements.query('select * from usage_minute', [])).toEqual([]);
  });
});

describe('partitions', () => {
  const named = async (log: string) =>
    (await store.logs.partitions()).filter((one) => one.log === log).map(({ name }) => name);

  test('are made for the coming days, once, whoever asks', async () => {
    const made = await Promise.all([1, 2, 3].map(() => store.logs.prepare(now)));
    expect(made.filter((count) => count > 0)).toHaveLength(1);
    expect(await named('exchange_log')).toEqual(
      expect.arrayContaining(['exchange_log_20310510', 'exchange_log_20310517', 'exchange_log_20310511']),
    );
    expect(await named('integration_log')).toEqual(
      expect.arrayContaining(['integration_log_203105', 'integration_log_203106']),
    );
    const day10 = (await store.logs.partitions()).find(({ name }) => name === 'exchange_log_20310510');
    expect(day10).toMatchObject({ from: new Date('2031-05-10T00:00:00Z'), to: new Date('2031-05-11T00:00:00Z') });
    const may = (await store.logs.partitions()).find(({ name }) => name === 'integration_log_203105');
    expect(may).toMatchObject({ from: new Date('2031-05-01T00:00:00Z'), to: new Date('2031-06-01T00:00:00Z') });
  });

  test('begin and end at midnight UTC, in whatever time zone the session is', async () => {
    await owner.query(`set time zone 'Australia/Perth'`);
    const { rows } = await owner.query(`select * from log_span_v1('exchange_log', '2031-05-10T23:59:59.999Z')`);
    expect(rows).toEqual([
      {
        o_name: 'exchange_log_20310510',
        o_from: new Date('2031-05-10T00:00:00Z'),
        o_to: new Date('2031-05-11T00:00:00Z'),
      },
    ]);
    await owner.query('reset time zone');
  });

  test('a line without a partition is kept, and moved when there is one', async () => {
    const at = new Date('2019-02-28T23:59:59.999Z');
    const other = await seedIntegration(store);
    await store.logs.write(
      seeded.tenantId,
      randomUUID(),
      [line({ at: at.toISOString() })],
      [minute({ at: '2019-02-28T23:59:00Z' })],
    );
    await store.logs.write(
      other.tenantId,
      randomUUID(),
      [line({ at: at.toISOString(), integration_id: other.integrationId })],
      [],
    );
    await store.inTenant(seeded.tenantId, (trx) =>
      trx
        .insertInto('integration_log')
        .values({
          tenant_id: seeded.tenantId,
          integration_id: seeded.integrationId,
          at,
          action: 'x',
          status: 'success',
          message: 'x',
        })
        .execute(),
    );
    expect(await partitionOf('exchange_log', 'at = $1', [at])).toEqual([
      { name: 'exchange_log_default' },
      { name: 'exchange_log_default' },
    ]);

    expect(await store.logs.prepare(now)).toBeGreaterThanOrEqual(3);
    expect(await partitionOf('exchange_log', 'at = $1', [at])).toEqual([
      { name: 'exchange_log_20190228' },
      { name: 'exchange_log_20190228' },
    ]);
    expect(await partitionOf('integration_log', 'at = $1', [at])).toEqual([{ name: 'integration_log_201902' }]);
    expect(await partitionOf('usage_minute', 'at < $1', [at])).toEqual([{ name: 'usage_minute_20190228' }]);
    // Moved with its policy: each tenant still sees its own only.
    expect(await lines()).toHaveLength(1);
    expect(await lines(other.tenantId)).toHaveLength(1);
    expect(await store.logs.prepare(now)).toBe(0);
  });

  test('are dropped when they are over, with all their lines, and no others', async () => {
    const at = '2018-06-01T10:00:00Z';
    await store.logs.write(seeded.tenantId, randomUUID(), [line({ at }), line({ at: '2018-06-02T00:00:00Z' })], []);
    await store.logs.prepare(now);
    const partition = (await store.logs.partitions()).find(({ name }) => name === 'exchange_log_20180601');
    if (partition === undefined) throw new Error('it was not made');
    expect(await store.logs.drop(partition, Date.parse('2018-06-01T23:59:59Z'))).toBe(false);
    expect(await store.logs.drop({ ...partition, name: 'tenant' }, now)).toBe(false);
    expect(await store.logs.drop({ ...partition, log: 'usage_minute' }, now)).toBe(false);
    expect(await store.logs.drop({ ...partition, name: 'exchange_log_default' }, now)).toBe(false);
    const dropped = await Promise.all([store.logs.drop(partition, now), store.logs.drop(partition, now)]);
    expect(dropped.toSorted()).toEqual([false, true]);
    expect((await lines()).map((one) => one.at.toISOString())).toEqual(['2018-06-02T00:00:00.000Z']);
  });

  test('are not waited for long while somebody reads', async () => {
    await store.logs.write(seeded.tenantId, randomUUID(), [line({ at: '2017-06-01T10:00:00Z' })], []);
    await store.logs.prepare(now);
    const partition = (await store.logs.partitions()).find(({ name }) => name === 'exchange_log_20170601');
    if (partition === undefined) throw new Error('it was not made');
    await owner.query('begin');
    await owner.query('select count(*) from exchange_log');
    await expect(store.logs.drop(partition, now)).rejects.toMatchObject({ code: 'storage_unavailable' });
    await owner.query('rollback');
    expect(await store.logs.drop(partition, now)).toBe(true);
  });
});

describe('deleting an integration’s oldest lines', () => {
  test('goes in pieces, and stops at a moment', async () => {
    const at = (days: number) => new Date(now - days * day).toISOString();
    const written = [9, 8, 7, 6, 5, 5, 5, 4].map((days) => line({ at: at(days) }));
    await store.logs.write(seeded.tenantId, randomUUID(), written, []);
    const of = { tenantId: seeded.tenantId, integrationId: seeded.integrationId };
    const remove = (atMost: number, before?: Date) =>
      store.inTenant(seeded.tenantId, (trx) => deleteLines(trx, 'exchange_log', of, atMost, before));
    expect(await remove(2)).toBe(2);
    expect(await remove(10, new Date(now - 6 * day))).toBe(1);
    expect(await remove(10, new Date(now - 6 * day))).toBe(0);
    // Lines of one moment go together.
    expect(await remove(2)).toBe(4);
    expect(await remove(2)).toBe(1);
    expect(await remove(2)).toBe(0);
    expect(await lines()).toEqual([]);
  });
});

test('a page reads the partitions of its time, newest first, by an index and without sorting', async () => {
  await store.logs.prepare(now);
  await store.logs.prepare(now - 8 * day);
  // With next to nothing in them, sorting would be as good as anything.
  await owner.query(
    `insert into exchange_log (tenant_id, integration_id, at, id, provider, operation, method, host, path, status, duration_ms,
                               request_bytes, response_bytes, attempt)
     select $1, $2, $3::timestamptz - n * interval '1 minute', gen_random_uuid(), 'xero', 'stream x', 'GET', 'h', '/', 200, 1, 0, 0, 1
       from generate_series(0, 8000) n`,
    [seeded.tenantId, seeded.integrationId, new Date(now)],
  );
  await owner.query('analyze exchange_log');
  const plan = await store.inTenant(seeded.tenantId, async (trx) => {
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain (costs off)
      select at, id from exchange_log
       where tenant_id = ${seeded.tenantId} and integration_id = ${seeded.integrationId}
         and at >= ${new Date(now - 3 * day)} and at < ${new Date(now + day)}
       order by at desc, id desc limit 100`.execute(trx);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  const read = [...plan.matchAll(/ on (exchange_log_\w+)/g)].map(([, name]) => name);
  expect(read).toEqual([
    'exchange_log_20310511',
    'exchange_log_20310510',
    'exchange_log_20310509',
    'exchange_log_20310508',
    'exchange_log_20310507',
  ]);
  expect(plan).not.toMatch(/Sort|Seq Scan/);
});
