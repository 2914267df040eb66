import { randomUUID } from 'node:crypto';
import { sql, RawNode, type KyselyPlugin, type RawBuilder } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Store } from '../../store/index.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { openTestStore, seedIntegration, type SeededIntegration } from '../../testing/store.ts';
import { holdsText, lookedAt, readLines, type LinesWanted, type Position } from './log-pages.ts';

let database: TestDatabase;
let store: Store;
let owner: Client;
let busy: SeededIntegration;
const now = Date.parse('2031-05-10T12:00:00Z');
const day = 86_400_000;
const ago = (days: number) => new Date(now - days * day);
const run = randomUUID();

/** Lines of each log, evenly over as many days: enough that a page which looks at more than its own would show. */
const filled = 40_000;
const days = 6.5;

beforeAll(async () => {
  database = await testDatabase();
  store = await openTestStore({ appUrl: database.appUrl });
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await store.logs.prepare(now - 7 * day);
  await store.logs.prepare(now);
  busy = await seedIntegration(store);
  const between = await seedIntegration(store);
  for (const { tenantId, integrationId } of [busy, between]) {
    const place = [tenantId, integrationId, new Date(now), days / filled];
    await owner.query(
      `insert into exchange_log (tenant_id, integration_id, at, id, run_id, provider, operation, method, host, path, status, duration_ms,
                                 request_bytes, response_bytes, attempt, error)
       select $1, $2, $3::timestamptz - n * $4::float8 * interval '1 day', gen_random_uuid(), case when n % 97 = 0 then $5::uuid end, 'xero',
              'stream x', 'GET', 'h', '/x?page=' || n, case when n % 89 = 0 then 500 else 200 end, 1, 0, 0, 1,
              case when n % 89 = 0 then 'provider_unavailable' end
         from generate_series(1, ${filled}) n`,
      [...place, run],
    );
    await owner.query(
      `insert into integration_log (tenant_id, integration_id, at, action, status, message)
       select $1, $2, $3::timestamptz - n * $4::float8 * interval '1 day', case when n % 97 = 0 then 'connect' else 'sync' end,
              case when n % 89 = 0 then 'error' else 'success' end, 'x: ' || n || ' read'
         from generate_series(1, ${filled}) n`,
      place,
    );
  }
  await owner.query('vacuum analyze exchange_log');
  await owner.query('vacuum analyze integration_log');
}, 120_000);
afterAll(async () => {
  await owner?.end();
  await store?.close();
  await database?.drop();
});

type Asked = Partial<Pick<LinesWanted, 'before' | 'lead' | 'others' | 'limit' | 'from' | 'to'>>;

const wanted = (log: LinesWanted['log'], more: Asked): LinesWanted => ({
  log,
  columns: ['at', 'id', log === 'exchange_log' ? 'path' : 'message'],
  ...busy,
  from: ago(7),
  to: ago(-1),
  others: [],
  limit: 100,
  ...more,
});
const read = (log: LinesWanted['log'], more: Asked) =>
  store.inTenant(busy.tenantId, (trx) => readLines<Position>(trx, wanted(log, more)));

interface Plan {
  readonly 'Node Type': string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[] | undefined;
}
const Plan: z.ZodType<Plan> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Shared Hit Blocks': z.number(),
    'Shared Read Blocks': z.number(),
    Plans: z.array(Plan).optional(),
  }),
);
const Explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.looseObject({ Plan })]) })]);

/** What the very statement of the page does: the pages of the database it touches, the kinds of its steps. */
async function explained(log: LinesWanted['log'], more: Asked) {
  let plan: Plan | undefined;
  const explaining: KyselyPlugin = {
    transformQuery: ({ node }) => RawNode.create(['explain (analyze, buffers, format json) ', ''], [node]),
    transformResult: async ({ result }) => {
      plan = Explained.parse(result.rows)[0]['QUERY PLAN'][0].Plan;
      return { ...result, rows: [] };
    },
  };
  await store.inTenant(busy.tenantId, (trx) => readLines(trx.withPlugin(explaining), wanted(log, more)));
  if (plan === undefined) throw new Error('nothing was asked');
  return { blocks: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], steps: steps(plan) };
}

function steps(plan: Plan): string[] {
  return [plan['Node Type'], ...(plan.Plans ?? []).flatMap(steps)];
}

describe.each(['exchange_log', 'integration_log'] as const)('%s', (log) => {
  const middle: Position = { at: ago(2.6), id: log === 'exchange_log' ? randomUUID() : 5 };
  const leads: readonly [string, RawBuilder<unknown>][] =
    log === 'exchange_log'
      ? [
          ['failed', sql`error is not null`],
          ['one error', sql`error = 'provider_unavailable'`],
          ['an error there is not', sql`error = 'timeout'`],
          ['a status', sql`status = 500`],
          ['a status there is not', sql`status = 404`],
          ['a run', sql`run_id = ${run}`],
        ]
      : [
          ['a status', sql`status = 'error'`],
          ['an action', sql`action = 'connect'`],
          ['an action there is not', sql`action = 'nothing'`],
        ];

  test('the first page, one from the middle and the last touch little more than their own lines', async () => {
    for (const before of [undefined, middle]) {
      const { blocks, steps: taken } = await explained(log, { before });
      expect(blocks).toBeLessThan(60);
      expect(taken).not.toContain('Sort');
    }
    expect((await explained(log, { before: { ...middle, at: ago(days - 0.01) } })).blocks).toBeLessThan(60);
  });

  test('so does one of a certain time, with and without a cursor', async () => {
    for (const before of [undefined, middle]) {
      const { blocks } = await explained(log, { before, from: ago(4), to: ago(2.2) });
      expect(blocks).toBeLessThan(60);
    }
  });

  test.each(leads)('and with a filter (%s) they touch one more for each line at most', async (_name, lead) => {
    for (const before of [undefined, middle]) {
      const { blocks } = await explained(log, { before, lead });
      expect(blocks).toBeLessThan(200);
    }
  });

  test('a search touches what it looks at, and no more', async () => {
    const all = await explained(log, {});
    const others = [holdsText([log === 'exchange_log' ? 'path' : 'message'], 'nothing of the kind')];
    for (const before of [undefined, middle]) {
      const { blocks } = await explained(log, { before, others });
      expect(blocks).toBeLessThan((all.blocks * 1.5 * lookedAt) / 100);
      expect(blocks).toBeLessThan(filled / 50);
    }
  });

  test('walking through all of it answers each line once', async () => {
    const seen = new Set<string | number>();
    let before: Position | undefined;
    let pages = 0;
    do {
      const page = await read(log, { before, limit: 7_000 });
      for (const { id } of page.rows) seen.add(id);
      before = page.next;
      pages += 1;
    } while (before !== undefined);
    expect(seen.size).toBe(filled);
    expect(pages).toBe(Math.ceil(filled / 7_000));
  });

  test('a cursor from beyond the asked time shows what the time allows', async () => {
    const { rows } = await read(log, { before: { ...middle, at: ago(1) }, to: ago(3), limit: 1 });
    expect(rows[0]?.at.getTime()).toBeLessThan(ago(3).getTime());
    expect(await read(log, { before: { ...middle, at: ago(5) }, from: ago(3) })).toEqual({ rows: [], next: undefined });
    expect(await read(log, { from: ago(1), to: ago(1) })).toEqual({ rows: [], next: undefined });
  });
});
