// The follower against a real PostgreSQL: what is told of records, in which order, once.
import { setImmediate as yieldNow } from 'node:timers/promises';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEars, writingTenant, type Ear, type EarOptions, type HeardEvent } from '../../testing/event-listening.ts';
import { testServer, type TestServer } from '../../testing/server.ts';
import type { Store } from '../../store/index.ts';
import { eventBodies } from './event-bodies.ts';
import { eventFollow, type FollowOptions } from './follow.ts';

let server: TestServer;
let store: Store;
let ears: (options?: EarOptions) => Ear;
beforeAll(async () => {
  server = await testServer();
  ({ store } = server.composition);
  ears = await openEars(server.database);
});
afterAll(() => server?.stop());

const followWith = (ear: Ear, options: FollowOptions = {}) => eventFollow(server.composition.context, [ear], options);
const said = (heard: readonly HeardEvent[]) => heard.map(({ type, key }) => (key === null ? type : `${type} ${key}`));
const outboxOf = (tenantId: string) =>
  store.inTenant(tenantId, async (trx) => [
    ...(await trx.selectFrom('outbox').select('kind').where('tenant_id', '=', tenantId).execute()),
    ...(await trx.selectFrom('outbox_due').select('no').where('tenant_id', '=', tenantId).execute()),
  ]);

describe('what is told of records', () => {
  it('is what came of them since the last step, once', async () => {
    const ear = ears();
    const { step } = followWith(ear);
    const { tenantId, write } = await writingTenant(store);
    await write([
      { key: 'a', mark: 1 },
      { key: 'b', mark: 1 },
      { key: 'c', mark: 1 },
    ]);
    await write([{ key: 'b', mark: 2 }]);
    await write([{ key: 'c', mark: 2, deleted: true }]);
    expect(await step(tenantId)).toBe('done');
    expect(said(await ear.heard(store, tenantId))).toEqual(['record.created a', 'record.created b']);
    expect(await outboxOf(tenantId)).toEqual([]);
    await write([{ key: 'a', mark: 3 }]);
    await write([{ key: 'b', mark: 3, deleted: true }]);
    await write([{ key: 'c', mark: 3 }]);
    await step(tenantId);
    await write([{ key: 'b', mark: 4, deleted: true }]);
    await step(tenantId);
    await write([{ key: 'b', mark: 5 }]);
    await write([{ key: 'a', mark: 5, deleted: true }]);
    await write([{ key: 'a', mark: 6 }]);
    await step(tenantId);
    expect(said(await ear.heard(store, tenantId)).slice(2)).toEqual([
      'record.updated a',
      'record.deleted b',
      'record.created c',
      'record.created b',
      'record.updated a',
    ]);
    expect(await step(tenantId)).toBe('done');
    expect(await ear.heard(store, tenantId)).toHaveLength(7);
  });

  it('is told in the order it came about, however small the steps are', async () => {
    const ear = ears();
    const { step } = followWith(ear, { atOnce: 2 });
    const { tenantId, write, tell } = await writingTenant(store);
    await write([1, 2, 3, 4, 5].map((mark) => ({ key: `k${mark}`, mark })));
    await tell('run.finished', { run_id: 'run_1' });
    await write([{ key: 'k6', mark: 1 }]);
    await tell('run.failed', { run_id: 'run_2' });
    const outcomes = [];
    for (let more = true; more;) {
      const outcome = await step(tenantId);
      outcomes.push(outcome);
      more = outcome === 'more';
    }
    expect(said(await ear.heard(store, tenantId))).toEqual([
      ...[1, 2, 3, 4, 5].map((no) => `record.created k${no}`),
      'run.finished',
      'record.created k6',
      'run.failed',
    ]);
    expect(outcomes.length).toBeGreaterThan(2);
    expect(await outboxOf(tenantId)).toEqual([]);
    const ids = await store.inTenant(tenantId, (trx) =>
      trx.selectFrom('event').select('id').where('tenant_id', '=', tenantId).orderBy('id').execute(),
    );
    expect((await ear.heard(store, tenantId)).map(({ id }) => id)).toEqual(ids.map(({ id }) => id));
  });

  it('is nothing of the time before somebody listened, while what is not about records can be looked at', async () => {
    const late = ears({ filter: { types: ['record.*'] } });
    const nobody = eventFollow(server.composition.context, []);
    const { tenantId, write, tell } = await writingTenant(store);
    await write([{ key: 'a', mark: 1 }]);
    await tell('run.finished', { run_id: 'run_1', state: 'succeeded' });
    await nobody.step(tenantId);
    expect(await outboxOf(tenantId)).toEqual([]);
    await write([
      { key: 'a', mark: 2 },
      { key: 'b', mark: 2 },
    ]);
    await followWith(late).step(tenantId);
    expect(said(await late.heard(store, tenantId))).toEqual(['record.updated a', 'record.created b']);
    const kept = await store.inTenant(tenantId, (trx) =>
      trx.selectFrom('event').select(['type', 'data']).where('tenant_id', '=', tenantId).orderBy('id').execute(),
    );
    expect(kept.map(({ type }) => type)).toEqual(['run.finished', 'record.updated', 'record.created']);
    expect(kept[0]?.data).toEqual({
      integration_id: expect.stringMatching(/^int_/),
      provider: 'xero',
      stream: 'invoices',
      run_id: 'run_1',
      state: 'succeeded',
    });
  });

  it('is asked of those who want it only, and they alone are given notice', async () => {
    const runs = ears({ filter: { types: ['run.*'] } });
    const bills = ears({ filter: { types: ['record.*'], models: ['bill'] } });
    const { step } = eventFollow(server.composition.context, [runs, bills]);
    const { tenantId, write, tell } = await writingTenant(store);
    await write([{ key: 'a', mark: 1 }]);
    await tell('run.failed');
    await step(tenantId);
    expect([said(await runs.heard(store, tenantId)), runs.noticed]).toEqual([['run.failed'], [tenantId]]);
    expect([said(await bills.heard(store, tenantId)), bills.noticed]).toEqual([[], []]);
    const rows = await store.inTenant(tenantId, (trx) => trx.selectFrom('event').select('type').execute());
    expect(rows.map(({ type }) => type)).toEqual(['run.failed']);
  });

  it('carries the trails of the routes whose doing it was', async () => {
    const ear = ears();
    const trail = ['0198c0de-7a5b-7c3e-9d2f-4a6b8c0d1e2f'];
    const { step } = followWith(ear, {
      trails: async (_trx, _tenantId, records) => records.map(({ key }) => (key === 'b' ? trail : [])),
    });
    const { tenantId, write } = await writingTenant(store);
    await write(['a', 'b', 'c'].map((key, mark) => ({ key, mark })));
    await step(tenantId);
    expect((await ear.heard(store, tenantId)).map((event) => event.trail)).toEqual([[], trail, []]);
  });
});

describe('bodies', () => {
  it('say the state the event is about, whatever came later, and nothing once it is gone', async () => {
    const ear = ears();
    const { step } = followWith(ear);
    const { tenantId, streamNo, write } = await writingTenant(store);
    for (const mark of [1, 2]) {
      await write([{ key: 'a', mark }]);
      await step(tenantId);
    }
    await write([{ key: 'a', mark: 3, deleted: true }]);
    await step(tenantId);
    const heard = await ear.heard(store, tenantId);
    const bodies = () =>
      store.inTenant(tenantId, (trx) =>
        eventBodies(
          trx,
          tenantId,
          heard.map(({ id }) => id),
        ),
      );
    const all = [...(await bodies()).values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
    expect(all.map(({ type, data }) => ({ type, ...data }))).toMatchObject([
      { type: 'record.created', change: 'created', record: { key: 'a', data: { mark: 1 }, deleted_at: null, seq: 1 } },
      { type: 'record.updated', change: 'updated', record: { data: { mark: 2 }, deleted_at: null, created_seq: 1 } },
      { type: 'record.deleted', change: 'deleted', record: { data: { mark: 3 }, deleted_at: expect.any(String) } },
    ]);
    expect(all[0]).toMatchObject({ id: expect.stringMatching(/^evt_/), timestamp: expect.stringMatching(/Z$/) });
    await store.inTenant(tenantId, (trx) =>
      trx.deleteFrom('record_version').where('stream_no', '=', streamNo).where('seq', '=', 1).execute(),
    );
    expect([...(await bodies()).values()].map(({ type }) => type).toSorted()).toEqual([
      'record.deleted',
      'record.updated',
    ]);
    await store.inTenant(tenantId, async (trx) => {
      await trx.deleteFrom('record').where('stream_no', '=', streamNo).execute();
      await trx.deleteFrom('record_version').where('stream_no', '=', streamNo).execute();
    });
    expect(await bodies()).toEqual(new Map());
  });
});

describe('a step that dies', () => {
  it('has not happened, and happens once', async () => {
    let deaths = 3;
    const dying = ears({
      after: async (trx) => {
        deaths -= 1;
        if (deaths === 2) throw new Error('killed');
        if (deaths === 1) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx);
      },
    });
    const { step } = followWith(dying);
    const { tenantId, write, tell } = await writingTenant(store);
    await write([{ key: 'a', mark: 1 }]);
    await tell('run.failed');
    await expect(step(tenantId)).rejects.toThrow('killed');
    await expect(step(tenantId)).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect([await dying.heard(store, tenantId), dying.noticed]).toEqual([[], []]);
    expect(await step(tenantId)).toBe('done');
    await step(tenantId);
    expect(said(await dying.heard(store, tenantId))).toEqual(['record.created a', 'run.failed']);
  });

  it('leaves nothing behind of a tenant that is no more', async () => {
    const { tenantId, tell } = await writingTenant(store);
    await tell('integration.removed');
    await store.inTenant(tenantId, async (trx) => {
      for (const table of ['stream_due', 'run', 'stream_state', 'integration', 'feed'] as const)
        await sql`delete from ${sql.table(table)} where tenant_id = ${tenantId}`.execute(trx);
      await trx.deleteFrom('tenant').where('id', '=', tenantId).execute();
    });
    expect(await followWith(ears()).step(tenantId)).toBe('done');
    expect(await outboxOf(tenantId)).toEqual([]);
  });
});

describe('with six writers, some of whom roll back, and three followers', () => {
  class RolledBack extends Error {}
  const plan = fc.array(
    fc.record({
      keys: fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 6 }),
      deleted: fc.integer({ min: 0, max: 2 }).map((no) => no === 0),
      pause: fc.integer({ min: 0, max: 3 }),
      tells: fc.boolean(),
      rollsBack: fc.boolean(),
    }),
    { minLength: 4, maxLength: 10 },
  );

  it('misses nothing, tells nothing twice, and every story of a record makes sense', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(plan, { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        async (writers, atOnce) => {
          const tenant = await writingTenant(store);
          const { tenantId } = tenant;
          const ear = ears();
          const { step } = followWith(ear, { atOnce });
          let mark = 0;
          const told: string[] = [];
          const writing = writers.map(async (steps) => {
            for (const { keys, deleted, pause, tells, rollsBack } of steps) {
              mark += 1;
              const mine = mark;
              const work = tenant.write(
                keys.map((key) => ({ key: `k${key}`, mark: mine, deleted })),
                async (trx) => {
                  for (let i = 0; i < pause; i += 1) await sql`select 1`.execute(trx);
                  if (tells)
                    await trx
                      .insertInto('outbox')
                      .values({ tenant_id: tenantId, kind: `mark.${mine}` })
                      .execute();
                  if (rollsBack) throw new RolledBack();
                  if (tells) told.push(`mark.${mine}`);
                },
              );
              await work.catch((error: unknown) => {
                if (!(error instanceof RolledBack)) throw error;
              });
            }
          });
          let left = writing.length;
          const gone = () => void (left -= 1);
          for (const one of writing) one.then(gone, gone);
          const following = [1, 2, 3].map(async () => {
            for (;;) {
              const last = left === 0;
              if ((await step(tenantId)) === 'done' && last) return;
              await yieldNow();
            }
          });
          await Promise.all([...writing, ...following]);

          const heard = await ear.heard(store, tenantId);
          const ofRecords = heard.filter(({ key }) => key !== null);
          expect(said(heard.filter(({ key }) => key === null)).toSorted()).toEqual(told.toSorted());
          expect(new Set(ofRecords.map(({ seq }) => seq)).size).toBe(ofRecords.length);
          const stories = Map.groupBy(ofRecords, ({ key }) => key ?? '');
          for (const story of stories.values()) expectSense(story);
          const stored = await store.inTenant(tenantId, (trx) =>
            trx.selectFrom('record').select(['key', 'seq', 'deleted_at']).execute(),
          );
          // What was never heard of, or heard to be gone, is not told again.
          const wrong = stored.filter(({ key, seq, deleted_at: deletedAt }) => {
            const last = stories.get(key)?.at(-1);
            return deletedAt === null ? last?.seq !== seq : last !== undefined && last.type !== 'record.deleted';
          });
          expect(wrong).toEqual([]);
          expect(await outboxOf(tenantId)).toEqual([]);
        },
      ),
      { numRuns: 10, endOnFailure: true },
    );
  }, 60_000);

  /** Created first; updated and deleted only while it is there; created again only after it was deleted. In the order of the feed. */
  function expectSense(story: readonly HeardEvent[]): void {
    let there = false;
    let at = 0;
    for (const { type, seq } of story) {
      expect(type === 'record.created', said(story).join(', ')).toBe(!there);
      there = type !== 'record.deleted';
      expect(seq).toBeGreaterThan(at);
      at = seq ?? 0;
    }
  }
});
