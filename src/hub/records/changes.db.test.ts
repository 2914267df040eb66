import { setImmediate as yieldNow } from 'node:timers/promises';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantTransaction } from '../../store/index.ts';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';
import type { ChangeView } from './record-views.ts';

let server: TillServer;
let acme: TillTenant;
beforeAll(async () => {
  server = await tillServer();
  acme = await server.tillTenant('acme');
});
afterAll(() => server?.stop());

/** Every page from a cursor on. */
async function follow(
  from: string | undefined,
  query = '',
  tenant = acme,
): Promise<{ changes: ChangeView[]; cursor: string }> {
  const changes: ChangeView[] = [];
  let cursor = from;
  for (;;) {
    const { status, body } = await tenant.ask(
      'GET',
      `/changes?${query}${cursor === undefined ? '' : `&cursor=${cursor}`}`,
    );
    expect(status, JSON.stringify(body)).toBe(200);
    changes.push(...body.data);
    cursor = body.next_cursor;
    if (body.has_more === false) return { changes, cursor: body.next_cursor };
  }
}

describe('the change feed', () => {
  it('begins at the beginning and always says where to go on', async () => {
    const empty = await follow(undefined);
    expect(empty.changes).toEqual([]);
    await acme.sync();
    const { changes, cursor } = await follow(empty.cursor, 'limit=10');
    expect(changes.map((one) => one.seq)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
    expect(changes[0]).toMatchObject({
      change: 'created',
      record: { provider: 'till', model: 'product', key: 'g0000' },
    });
    expect((await follow(cursor)).changes).toEqual([]);
  });

  it('tells what was created, updated and deleted since the cursor, each record once', async () => {
    const { cursor } = await follow(undefined);
    Object.assign(server.till.goods[3] ?? {}, { name: 'renamed' });
    server.till.goods.push({ id: 'g9999', name: 'new' });
    await acme.sync();
    Object.assign(server.till.goods[3] ?? {}, { name: 'renamed again' });
    const [gone] = server.till.goods.splice(10, 1);
    await acme.sync();
    const { changes } = await follow(cursor);
    expect(changes.map((one) => [one.change, one.record.key, one.record.data?.['name']])).toEqual([
      ['created', 'g9999', 'new'],
      ['updated', 'g0003', 'renamed again'],
      ['deleted', gone?.['id'], 'Good 10'],
    ]);
  });

  it('can be narrowed to models and integrations', async () => {
    expect((await follow(undefined, 'models=contact,invoice')).changes).toEqual([]);
    expect((await follow(undefined, 'models=product,invoice')).changes).toHaveLength(26);
    expect((await follow(undefined, `integrations=${acme.integration}&limit=4`)).changes).toHaveLength(26);
    expect((await acme.ask('GET', '/changes?models=product,unicorn')).body).toMatchObject({
      status: 400,
      problems: [{ path: 'models', message: expect.stringContaining('there is no model "unicorn"') }],
    });
    expect((await acme.ask('GET', '/changes?integrations=int_1')).status).toBe(404);
  });

  it('refuses the cursor of another tenant', async () => {
    const { cursor } = await follow(undefined);
    const beta = await server.tillTenant('beta');
    expect((await beta.ask('GET', `/changes?cursor=${cursor}`)).body).toMatchObject({
      status: 400,
      detail: 'This cursor is not one of this list.',
    });
    expect((await beta.ask('GET', '/changes')).body.data).toEqual([]);
  });
});

describe('with six writers, some of whom roll back', () => {
  class RolledBack extends Error {}

  /** What a page does to the records, with a pause where others can come in between. */
  async function write(
    trx: TenantTransaction,
    tenantId: string,
    streamNo: number,
    keys: readonly string[],
    mark: number,
    pause: number,
  ) {
    const records = keys.map((k) => ({
      k,
      h: mark.toString(16).padStart(32, '0'),
      d: { mark },
      u: null,
      a: mark,
      x: mark % 7 === 0,
      n: null,
      p: null,
    }));
    await sql`select upsert_records_v1(${tenantId}, ${streamNo}, null, ${JSON.stringify(records)})`.execute(trx);
    for (let i = 0; i < pause; i += 1) await sql`select 1`.execute(trx);
  }

  const plans = fc.array(
    fc.record({
      keys: fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 8 }),
      pause: fc.integer({ min: 0, max: 3 }),
      rollsBack: fc.boolean(),
    }),
    { minLength: 5, maxLength: 12 },
  );

  it('misses nothing and tells nothing twice', async () => {
    const tenants = new Map<number, TillTenant>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(plans, { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 1, max: 7 }),
        async (writers, limit) => {
          const tenant = await server.tillTenant(`feed-${tenants.size}`);
          tenants.set(tenants.size, tenant);
          const { id: tenantId } = await server.hub.tenants.enter(server.system, 'read', tenant.slug);
          const { store } = server.composition;
          const { stream_no: streamNo } = await store.inTenant(tenantId, (trx) =>
            trx.selectFrom('stream_state').select('stream_no').where('stream', '=', 'goods').executeTakeFirstOrThrow(),
          );
          let mark = 0;
          const writing = writers.map(async (plan) => {
            for (const { keys, pause, rollsBack } of plan) {
              mark += 1;
              const mine = mark;
              const work = store.inTenant(tenantId, async (trx) => {
                await write(
                  trx,
                  tenantId,
                  streamNo,
                  keys.map((key) => `k${key}`),
                  mine,
                  pause,
                );
                if (rollsBack) throw new RolledBack();
              });
              await work.catch((error: unknown) => {
                if (!(error instanceof RolledBack)) throw error;
              });
            }
          });
          let writersLeft = writing.length;
          const gone = () => void (writersLeft -= 1);
          for (const one of writing) one.then(gone, gone);

          const told: { seq: number; key: string; change: string }[] = [];
          let cursor: string | undefined;
          for (let quiet = false; ;) {
            const wasQuiet = quiet;
            quiet = writersLeft === 0;
            const page = await server.hub.changes.list(server.system, tenant.slug, { limit, cursor });
            told.push(...page.data.map(({ seq, change, record }) => ({ seq, change, key: record.key })));
            cursor = page.next_cursor;
            // Once more after the last writer: what he wrote last must be there.
            if (wasQuiet && !page.has_more) break;
            await yieldNow();
          }
          await Promise.all(writing);

          const stored = await store.inTenant(tenantId, (trx) =>
            trx.selectFrom('record').select(['key', 'seq']).orderBy('seq').execute(),
          );
          const seqs = told.map((one) => one.seq);
          expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
          expect(new Set(seqs).size).toBe(seqs.length);
          const last = new Map(told.map((one) => [one.key, one.seq]));
          expect(stored.filter((one) => last.get(one.key) !== one.seq)).toEqual([]);
          const created = told.filter((one) => one.change === 'created').map((one) => one.key);
          expect(new Set(created).size).toBe(created.length);
        },
      ),
      { numRuns: 12, endOnFailure: true },
    );
  });
});
