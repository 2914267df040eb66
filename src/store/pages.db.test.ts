/** The page store against a real PostgreSQL: what one call stores, what it refuses, and what is deleted after a complete listing. */
import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fail } from '../contract/errors.ts';
import type { ChangedItem, PageStore, PageWrite } from '../engine/ports.ts';
import { memoryPageStore } from '../testing/memory-page-store.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { openTestStore, seedIntegration, type SeededIntegration } from '../testing/store.ts';
import { sealedPlaces, type Store } from './index.ts';
import { applyDeletion, pageStore, type Statements } from './pages.ts';
import { unpackRawItem } from './raw-page.ts';

let database: TestDatabase;
let store: Store;
let seeded: SeededIntegration;
beforeAll(async () => {
  database = await testDatabase();
  store = await openTestStore({ appUrl: database.appUrl });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});
beforeEach(async () => {
  seeded = await seedIntegration(store);
});

const inTenant: <T>(work: Parameters<typeof store.inTenant<T>>[1]) => Promise<T> = (work) =>
  store.inTenant(seeded.tenantId, work);

interface Run {
  readonly id: string;
  readonly fence: number;
  readonly pages: PageStore;
}

/** Takes up a run of a stream, as the hub does. `after`: takes over that run instead of starting another. */
async function takeUp(
  options: { readonly after?: Run; readonly streamNo?: number; readonly statements?: Statements } = {},
): Promise<Run> {
  const { tenantId, integrationId } = seeded;
  const { after, streamNo = seeded.streamNo, statements = store.statements } = options;
  const id = after?.id ?? randomUUID();
  const fence = await inTenant(async (trx) => {
    const state = await trx
      .updateTable('stream_state')
      .set((eb) => ({
        fence: eb('fence', '+', 1),
        ...(after ? {} : { page_no: 0, page_result: null, checkpoint: null }),
      }))
      .where('stream_no', '=', streamNo)
      .returning('fence')
      .executeTakeFirstOrThrow();
    if (after !== undefined) return state.fence;
    const { seq } = await trx.selectFrom('feed').select('seq').executeTakeFirstOrThrow();
    await trx
      .updateTable('run')
      .set({ state: 'succeeded' })
      .where('stream_no', '=', streamNo)
      .where('state', '=', 'running')
      .execute();
    await trx
      .insertInto('run')
      .values({
        tenant_id: tenantId,
        id,
        sync_id: id,
        integration_id: integrationId,
        stream_no: streamNo,
        stream: 'invoices',
        mode: 'full',
        trigger: 'manual',
        state: 'running',
        requested_by: 'test',
        start_seq: seq,
        fruitless: 3,
      })
      .execute();
    return state.fence;
  });
  const pages = pageStore({
    statements,
    sealer: await store.vault.keyFor(tenantId),
    tenantId,
    streamNo,
    runId: id,
    fence,
    newId: randomUUID,
    now: Date.now,
    signal: new AbortController().signal,
  });
  return { id, fence, pages };
}

interface Item {
  readonly name?: string;
  readonly changedMs?: number | null;
  readonly asOfMs?: number;
  readonly deleted?: boolean;
  readonly problem?: string;
  readonly raw?: Buffer | undefined;
}

function item(key: string, say: Item = {}): ChangedItem {
  const { name = key, changedMs = null, asOfMs = 1000, deleted = false, problem = null } = say;
  const raw = 'raw' in say ? say.raw : Buffer.from(JSON.stringify({ id: key, name }));
  const hash = hashOf(key, name).toString('hex');
  const data = problem === null && raw !== undefined ? JSON.stringify({ name }) : null;
  return { key, hash, raw, data, changedMs, asOfMs, deleted, problem };
}

function hashOf(key: string, name: string): Buffer {
  return createHash('sha256').update(`${key}/${name}`).digest().subarray(0, 16);
}

function page(no: number, changed: readonly ChangedItem[], say: Partial<PageWrite> = {}): PageWrite {
  return {
    no,
    checkpoint: null,
    nextCursor: `2026-01-01T00:00:0${no % 10}.000Z`,
    read: changed.length,
    failed: changed.filter((one) => one.problem !== null).length,
    changed,
    seen: undefined,
    requests: 1,
    retries: 0,
    bytes: 100,
    ...say,
  };
}

/** A full pass that lists these keys, whose content never changes, and ends. */
async function pass(keys: readonly string[], run?: Run): Promise<Run> {
  const taken = run ?? (await takeUp());
  for (let no = 1; no === 1 || (no - 1) * 1000 < keys.length; no += 1) {
    const some = keys.slice((no - 1) * 1000, no * 1000);
    const stored = await taken.pages.probe(some);
    const changed = some.filter((_, i) => stored[i] === undefined).map((key) => item(key, { asOfMs: Date.now() }));
    await taken.pages.store(page(no, changed, { read: some.length, seen: some }));
  }
  return taken;
}

const keysUpTo = (count: number) => Array.from({ length: count }, (_, i) => `k${String(i).padStart(5, '0')}`);
const records = () => inTenant((trx) => trx.selectFrom('record').selectAll().orderBy('key').execute());
const record = async (key: string) => (await records()).find((one) => one.key === key)!;
const living = async () => (await records()).filter((one) => one.deleted_at === null).map((one) => one.key);
const versions = () => inTenant((trx) => trx.selectFrom('record_version').selectAll().orderBy('seq').execute());
const outbox = () => inTenant((trx) => trx.selectFrom('outbox').selectAll().orderBy('id').execute());
const deletions = () => inTenant((trx) => trx.selectFrom('deletion').selectAll().orderBy('created_at').execute());
const runRow = ({ id }: Run) =>
  inTenant((trx) => trx.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
const streamRow = () => inTenant((trx) => trx.selectFrom('stream_state').selectAll().executeTakeFirstOrThrow());
const feedSeq = async () =>
  (await inTenant((trx) => trx.selectFrom('feed').select('seq').executeTakeFirstOrThrow())).seq;

describe('a page', () => {
  test('creates records, with positions in the feed, counts, checkpoint and one event', async () => {
    const run = await takeUp();
    const checkpoint = { kind: 'list', request: { url: '/next', query: { page: 2 } }, number: 2 } as const;
    const written = page(1, [item('a'), item('b', { changedMs: 500 })], { checkpoint, requests: 2, retries: 1 });
    expect(await run.pages.store(written)).toEqual({ created: 2, updated: 0 });

    expect(await records()).toMatchObject([
      { key: 'a', seq: 1, created_seq: 1, changed_ms: null, as_of_ms: 1000, deleted_at: null, data: { name: 'a' } },
      { key: 'b', seq: 2, created_seq: 2, changed_ms: 500, as_of_ms: 1000, problem: null },
    ]);
    expect((await record('a')).hash.toString('hex')).toBe(item('a').hash);
    expect(await versions()).toEqual([]);
    expect(await outbox()).toMatchObject([
      { kind: 'records', integration_id: seeded.integrationId, stream_no: seeded.streamNo, from_seq: 1, to_seq: 2 },
    ]);
    expect(await streamRow()).toMatchObject({ page_no: 1, checkpoint, fence: run.fence });
    expect(await runRow(run)).toMatchObject({
      pages: 1,
      read: 2,
      created: 2,
      updated: 0,
      unchanged: 0,
      failed: 0,
      requests: 2,
      retries: 1,
      bytes: 100,
      fruitless: 0,
      next_cursor: '2026-01-01T00:00:01.000Z',
    });
  });

  test('keeps the cursor of the first page, whatever later ones say', async () => {
    const run = await takeUp();
    for (const no of [1, 2, 3]) await run.pages.store(page(no, [item(`k${no}`)]));
    expect(await runRow(run)).toMatchObject({ pages: 3, next_cursor: '2026-01-01T00:00:01.000Z' });
  });

  test('updates a record and keeps what it was', async () => {
    const run = await takeUp();
    await run.pages.store(page(1, [item('a', { name: 'old', changedMs: 1 })]));
    const before = await record('a');
    expect(await run.pages.store(page(2, [item('a', { name: 'new', changedMs: 2, asOfMs: 2000 })]))).toEqual({
      created: 0,
      updated: 1,
    });
    const after = await record('a');
    expect(after).toMatchObject({ seq: 2, created_seq: 1, changed_ms: 2, as_of_ms: 2000, data: { name: 'new' } });
    expect(after.created_at).toEqual(before.created_at);
    expect(await versions()).toMatchObject([
      {
        key: 'a',
        seq: 1,
        replaced_seq: 2,
        changed_ms: 1,
        as_of_ms: 1000,
        deleted: false,
        data: { name: 'old' },
        hash: before.hash,
        raw_page: before.raw_page,
        raw_no: before.raw_no,
        stored_at: before.updated_at,
        replaced_at: after.updated_at,
      },
    ]);
    expect((await outbox()).map((event) => [event.from_seq, event.to_seq])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(await runRow(run)).toMatchObject({ created: 1, updated: 1, unchanged: 0, read: 2 });
  });

  test('writes nothing for what did not change: no record, no history, no event', async () => {
    const run = await takeUp();
    await run.pages.store(page(1, [item('a')]));
    const [before, events] = [await records(), await outbox()];
    // The engine leaves unchanged items out; one it did not know of is left alone here.
    expect(await run.pages.store(page(2, [item('a', { asOfMs: 5000 })], { read: 3 }))).toEqual({
      created: 0,
      updated: 0,
    });
    expect(await records()).toEqual(before);
    expect(await versions()).toEqual([]);
    expect(await outbox()).toEqual(events);
    expect(await runRow(run)).toMatchObject({ read: 4, created: 1, updated: 0, unchanged: 3 });
  });

  test('with nothing changed takes no position of the feed and keeps no raw page', async () => {
    const run = await takeUp();
    expect(await run.pages.store(page(1, [], { read: 7, seen: [] }))).toEqual({ created: 0, updated: 0 });
    expect(await feedSeq()).toBe(0);
    expect(await inTenant((trx) => trx.selectFrom('raw_page').select('id').execute())).toEqual([]);
    expect(await outbox()).toEqual([]);
    expect(await runRow(run)).toMatchObject({ pages: 1, read: 7, unchanged: 7 });
  });

  test('remembers what it saw only when it is asked to', async () => {
    const run = await takeUp();
    await run.pages.store(page(1, [item('a')], { seen: ['a', 'é\u{1f600}', 'c,"{}\\'] }));
    await run.pages.store(page(2, [item('b')]));
    const seen = await inTenant((trx) => trx.selectFrom('seen_page').selectAll().execute());
    expect(seen).toMatchObject([{ run_id: run.id, page_no: 1, keys: ['a', 'é\u{1f600}', 'c,"{}\\'] }]);
  });

  test('deletes and brings back', async () => {
    const run = await takeUp();
    await run.pages.store(page(1, [item('a', { changedMs: 1 })]));
    expect(await run.pages.store(page(2, [item('a', { changedMs: 2, deleted: true })]))).toMatchObject({ updated: 1 });
    expect(await record('a')).toMatchObject({ seq: 2, deleted_at: expect.any(Date), data: { name: 'a' } });
    expect(await run.pages.probe(['a'])).toEqual([undefined]);
    expect(await run.pages.store(page(3, [item('a', { changedMs: 3 })]))).toMatchObject({ created: 0, updated: 1 });
    expect(await record('a')).toMatchObject({ seq: 3, created_seq: 1, deleted_at: null });
    expect(await run.pages.probe(['a'])).toEqual([item('a').hash]);
    expect((await versions()).map((one) => [one.seq, one.deleted])).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  test('a bare notice of deletion leaves what was known readable, raw included', async () => {
    const run = await takeUp();
    await run.pages.store(page(1, [item('x'), item('a')]));
    const before = await record('a');
    await run.pages.store(page(2, [item('a', { asOfMs: 2000, deleted: true, raw: undefined })]));
    const after = await record('a');
    expect(after.deleted_at).not.toBeNull();
    expect([after.data, after.raw_page, after.raw_no]).toEqual([{ name: 'a' }, before.raw_page, 1]);
    expect(await open(after)).toEqual({ id: 'a', name: 'a' });
  });

  test('what could not be mapped is stored with its reason and keeps the data it had; mended, the reason goes', async () => {
    const run = await takeUp();
    await run.pages.store(page(1, [item('a', { changedMs: 1 }), item('new', { problem: 'name: expected text' })]));
    await run.pages.store(page(2, [item('a', { name: 'broken', changedMs: 2, problem: 'total: expected a number' })]));
    expect(await record('a')).toMatchObject({ data: { name: 'a' }, problem: { message: 'total: expected a number' } });
    expect(await record('new')).toMatchObject({ data: null, problem: { message: 'name: expected text' } });
    expect(await open(await record('a'))).toEqual({ id: 'a', name: 'broken' });
    expect(await runRow(run)).toMatchObject({ created: 2, updated: 1, failed: 2 });
    await run.pages.store(page(3, [item('a', { name: 'whole', changedMs: 3 })]));
    expect(await record('a')).toMatchObject({ data: { name: 'whole' }, problem: null });
  });

  const newer = item('a', { name: 'newer', changedMs: 2000, asOfMs: 5000 });
  test.each([
    ['changed earlier, however late it was read', { changedMs: 1999, asOfMs: 9000 }, false],
    ['changed at the same moment and read earlier', { changedMs: 2000, asOfMs: 4999 }, false],
    ['changed at the same moment and read at the same moment', { changedMs: 2000, asOfMs: 5000 }, true],
    ['changed at the same moment and read later', { changedMs: 2000, asOfMs: 5001 }, true],
    ['changed later, although it was read earlier', { changedMs: 2001, asOfMs: 4000 }, true],
    ['of no known time, seen before the other', { changedMs: null, asOfMs: 4999 }, false],
    ['of no known time, seen after the other', { changedMs: null, asOfMs: 5001 }, true],
    ['gone, as of an earlier moment', { changedMs: null, asOfMs: 1000, deleted: true }, false],
  ])('a state %s', async (_, say, stored) => {
    const run = await takeUp();
    await run.pages.store(page(1, [newer]));
    const before = await records();
    const result = await run.pages.store(page(2, [item('a', { name: 'other', ...say })]));
    expect(result).toEqual({ created: 0, updated: stored ? 1 : 0 });
    expect((await records()).length).toBe(1);
    expect([(await records())[0]?.hash, (await versions()).length]).toEqual(
      stored ? [hashOf('a', 'other'), 1] : [before[0]?.hash, 0],
    );
  });

  test.each([
    [4999, false],
    [5001, true],
  ])('a state of a known time, seen at %i, after one of no known time seen at 5000', async (asOfMs, stored) => {
    const run = await takeUp();
    await run.pages.store(page(1, [item('a', { name: 'undated', changedMs: null, asOfMs: 5000 })]));
    // The vendor left its time out once: the right one lies before that moment, and must not be refused for it.
    const dated = item('a', { name: 'dated', changedMs: 2000, asOfMs });
    expect(await run.pages.store(page(2, [dated]))).toEqual({ created: 0, updated: stored ? 1 : 0 });
  });

  test('told twice answers the same and counts once, by the same holder and by its successor', async () => {
    const run = await takeUp();
    const first = page(1, [item('a'), item('b')], { seen: ['a', 'b'] });
    const answer = await run.pages.store(first);
    const all = async () => [await records(), await versions(), await outbox(), await runRow(run), await feedSeq()];
    const before = await all();
    expect(await run.pages.store(first)).toEqual(answer);
    const successor = await takeUp({ after: run });
    expect(await successor.pages.store(first)).toEqual(answer);
    expect(await all()).toEqual(before);
  });

  test('whose commit was answered into a broken connection is stored once', async () => {
    const cut = losingAnswers('store_page_v1');
    const run = await takeUp({ statements: cut });
    expect(await run.pages.store(page(1, [item('a')]))).toEqual({ created: 1, updated: 0 });
    expect(cut.lost()).toBe(1);
    expect(await records()).toMatchObject([{ key: 'a', seq: 1 }]);
    expect(await runRow(run)).toMatchObject({ pages: 1, read: 1, created: 1 });
  });

  test('of a run that was taken over is refused whole', async () => {
    const run = await takeUp();
    await run.pages.store(page(1, [item('a')]));
    const successor = await takeUp({ after: run });
    const before = [await records(), await streamRow(), await runRow(run), await feedSeq()];
    const refused = { code: 'conflict', details: { meta: { reason: 'taken_over' } } };
    await expect(run.pages.store(page(2, [item('b')], { seen: ['b'] }))).rejects.toMatchObject(refused);
    await expect(run.pages.sweep()).rejects.toMatchObject(refused);
    expect([await records(), await streamRow(), await runRow(run), await feedSeq()]).toEqual(before);
    expect(await inTenant((trx) => trx.selectFrom('seen_page').selectAll().execute())).toEqual([]);
    expect(await successor.pages.store(page(2, [item('b')]))).toEqual({ created: 1, updated: 0 });
  });

  test('that the database refuses leaves nothing behind', async () => {
    const run = await takeUp();
    const before = [await streamRow(), await runRow(run), await feedSeq()];
    // The last thing the call does is what fails.
    const bad = page(1, [item('a')], { bytes: Number.NaN });
    await expect(run.pages.store(bad)).rejects.toThrow('bytes');
    expect([await streamRow(), await runRow(run), await feedSeq()]).toEqual(before);
    expect(await records()).toEqual([]);
    expect(await inTenant((trx) => trx.selectFrom('raw_page').select('id').execute())).toEqual([]);
  });

  test('with NUL bytes and lone surrogates is stored; what is queried has U+FFFD, raw what was sent', async () => {
    const run = await takeUp();
    const sent = { 'na\u0000me': 'a\u0000b\ud800c', list: ['\udfff', 'fine \u{1f600}', '\\u0000'] };
    const odd: ChangedItem = {
      ...item('a'),
      raw: Buffer.from(JSON.stringify(sent)),
      data: JSON.stringify(sent),
      problem: null,
    };
    const broken: ChangedItem = { ...item('b'), data: null, problem: 'saw \u0000 and \ud800' };
    const checkpoint = { kind: 'pages', resume: { after: 'x\u0000' } } as const;
    await run.pages.store(page(1, [odd, broken], { checkpoint }));
    expect((await record('a')).data).toEqual({
      'na\ufffdme': 'a\ufffdb\ufffdc',
      list: ['\ufffd', 'fine \u{1f600}', '\\u0000'],
    });
    expect(await record('b')).toMatchObject({ problem: { message: 'saw \ufffd and \ufffd' } });
    expect(await open(await record('a'))).toEqual(sent);
  });

  test('is sealed with its raw items, and each record finds its own', async () => {
    const run = await takeUp();
    const keys = keysUpTo(50);
    const bare = item('gone', { raw: undefined, deleted: true });
    await run.pages.store(
      page(1, [...keys.slice(0, 20).map((key) => item(key)), bare, ...keys.slice(20).map((key) => item(key))]),
    );
    const pages = await inTenant((trx) => trx.selectFrom('raw_page').select(['sealed', 'items']).execute());
    expect(pages.length).toBe(1);
    expect(pages[0]!.sealed.includes('k00001')).toBe(false);
    for (const key of keys) expect(await open(await record(key))).toEqual({ id: key, name: key });
    expect(await record('gone')).toMatchObject({ raw_page: null, raw_no: null });
    const one = await record('k00007');
    await expect(open({ ...one, key: 'k00008' })).rejects.toMatchObject({ code: 'internal' });
    await expect(open({ ...one, stream_no: one.stream_no + 1 })).rejects.toMatchObject({ code: 'internal' });
  });

  test('of another tenant is none of its business: the same keys live apart', async () => {
    const run = await takeUp();
    await run.pages.store(page(1, [item('a')]));
    const first = seeded;
    seeded = await seedIntegration(store);
    const other = await takeUp();
    expect(await other.pages.probe(['a'])).toEqual([undefined]);
    await other.pages.store(page(1, [item('a', { name: 'theirs' })]));
    expect(await records()).toMatchObject([{ key: 'a', seq: 1, data: { name: 'theirs' } }]);
    seeded = first;
    expect(await records()).toMatchObject([{ key: 'a', seq: 1, data: { name: 'a' } }]);
  });

  test('by page, the store and its small model in memory come to the same records', async () => {
    const anItem = fc.record({
      name: fc.constantFrom('x', 'y', 'z'),
      changedMs: fc.option(fc.integer({ min: 1, max: 4 })),
      asOfMs: fc.integer({ min: 1, max: 4 }),
      deleted: fc.boolean(),
      problem: fc.option(fc.constant('broken'), { nil: undefined, freq: 5 }),
      bare: fc.boolean(),
    });
    const aPage = fc.dictionary(fc.constantFrom('a', 'b', 'c'), anItem, { noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(fc.array(aPage, { minLength: 1, maxLength: 6 }), async (pages) => {
        seeded = await seedIntegration(store);
        const run = await takeUp();
        const model = memoryPageStore();
        for (const [index, content] of pages.entries()) {
          const changed = Object.entries(content).map(([key, { bare, problem, ...say }]) =>
            item(key, {
              ...say,
              ...(problem === undefined ? {} : { problem }),
              ...(bare && say.deleted ? { raw: undefined } : {}),
            }),
          );
          const written = page(index + 1, changed);
          expect(await run.pages.store(written)).toEqual(await model.store(written));
        }
        const stored = (await records()).map((one) => [
          one.key,
          one.hash.toString('hex'),
          one.deleted_at !== null,
          one.data,
          one.changed_ms,
          one.as_of_ms,
        ]);
        const modelled = [...model.records].toSorted(([a], [b]) => (a < b ? -1 : 1));
        expect(stored).toEqual(
          modelled.map(([key, one]) => [key, one.hash, one.deleted, one.data, one.changedMs, one.asOfMs]),
        );
        // Every write has a position of its own, and what it replaced is in the history.
        const positions = [...(await records()), ...(await versions())].map((one) => one.seq);
        expect(new Set(positions).size).toBe(positions.length);
        expect(positions.length).toBe([...model.writes.values()].reduce((sum, count) => sum + count, 0));
      }),
      { numRuns: 25 },
    );
  });
});

test('the feed neither skips nor repeats while several streams are written at once', async () => {
  const streamNos = [seeded.streamNo];
  for (const stream of ['contacts', 'payments']) {
    const row = await inTenant((trx) =>
      trx
        .insertInto('stream_state')
        .values({ tenant_id: seeded.tenantId, integration_id: seeded.integrationId, stream, model: 'contact' })
        .returning('stream_no')
        .executeTakeFirstOrThrow(),
    );
    streamNos.push(row.stream_no);
  }
  const runs = await Promise.all(streamNos.map((streamNo) => takeUp({ streamNo })));
  let writing = true;
  const read: string[] = [];
  const follow = async (): Promise<void> => {
    let last = 0;
    for (;;) {
      const finished = !writing;
      const rows = await inTenant((trx) =>
        trx
          .selectFrom('record')
          .select(['stream_no', 'key', 'seq'])
          .where('seq', '>', last)
          .where('seq', '>', 0)
          .orderBy('seq')
          .limit(7)
          .execute(),
      );
      for (const row of rows) read.push(`${row.stream_no}/${row.key}`);
      last = rows.at(-1)?.seq ?? last;
      if (finished && rows.length === 0) return;
    }
  };
  const following = follow();
  await Promise.all(
    runs.map(async (run) => {
      for (let no = 1; no <= 12; no += 1) {
        const keys = keysUpTo(5).map((key) => `${no}-${key}`);
        await run.pages.store(
          page(
            no,
            keys.map((key) => item(key)),
          ),
        );
      }
    }),
  );
  writing = false;
  await following;
  expect(read.length).toBe(3 * 12 * 5);
  expect(new Set(read).size).toBe(read.length);
});

describe('after a complete listing', () => {
  test('what was not seen is tombstoned, with history, positions, counts and an event', async () => {
    await pass(keysUpTo(30));
    const run = await pass(keysUpTo(28));
    const before = await outbox();
    expect(await run.pages.sweep()).toEqual({ deleted: 2, held: undefined });
    expect(await living()).toEqual(keysUpTo(28));
    expect(await record('k00029')).toMatchObject({ seq: 32, created_seq: 30, data: { name: 'k00029' } });
    expect(await versions()).toMatchObject([
      { key: 'k00028', seq: 29, replaced_seq: 31, deleted: false },
      { key: 'k00029', seq: 30, replaced_seq: 32, deleted: false },
    ]);
    expect((await outbox()).slice(before.length)).toMatchObject([{ kind: 'records', from_seq: 31, to_seq: 32 }]);
    expect(await runRow(run)).toMatchObject({ deleted: 2 });
    expect(await deletions()).toMatchObject([{ state: 'applied', found: 2, live: 30, run_id: run.id }]);
    expect(await inTenant((trx) => trx.selectFrom('deletion_key').selectAll().execute())).toEqual([]);
  });

  test('with everything seen there is nothing to say', async () => {
    await pass(keysUpTo(5));
    const run = await pass(keysUpTo(5));
    const before = await outbox();
    expect(await run.pages.sweep()).toEqual({ deleted: 0, held: undefined });
    expect([await deletions(), await outbox()]).toEqual([[], before]);
  });

  test('in chunks, when they are more than one call takes', async () => {
    const keys = keysUpTo(4500);
    await pass(keys);
    const { held } = await (await pass(keys.slice(0, 2))).pages.sweep();
    expect(await apply(held!.id)).toBe(4498);
    expect(await living()).toEqual(keys.slice(0, 2));
    const told = (await outbox()).filter((event) => Number(event.from_seq) > 4500);
    expect(told.map((event) => [event.from_seq, event.to_seq])).toEqual([
      [4501, 6500],
      [6501, 8500],
      [8501, 8998],
    ]);
  });

  test.each([
    { stored: 101, missing: 100, held: false },
    { stored: 150, missing: 101, held: true },
    { stored: 1010, missing: 101, held: false },
    { stored: 1009, missing: 101, held: true },
    { stored: 3000, missing: 300, held: false },
    { stored: 3000, missing: 301, held: true },
  ])('$missing of $stored missing: held for a person: $held', async ({ stored, missing, held }) => {
    const keys = keysUpTo(stored);
    await pass(keys);
    const run = await pass(keys.slice(missing));
    const swept = await run.pages.sweep();
    expect([swept.deleted, swept.held?.found]).toEqual(held ? [0, missing] : [missing, undefined]);
    expect((await living()).length).toBe(held ? stored : stored - missing);
    expect(await deletions()).toMatchObject([{ state: held ? 'held' : 'applied', found: missing, live: stored }]);
    const told = (await outbox()).filter((event) => event.kind === 'deletion.held');
    expect(told).toMatchObject(
      held ? [{ payload: { deletion_id: swept.held?.id, found: missing, live: stored } }] : [],
    );
  });

  test.each([1, 100])('an empty list is held, however few records there are: %i', async (stored) => {
    await pass(keysUpTo(stored));
    const run = await pass([]);
    expect(await run.pages.sweep()).toMatchObject({ deleted: 0, held: { found: stored } });
    expect((await living()).length).toBe(stored);
  });

  test('what was written since the run started is spared, whoever wrote it', async () => {
    await pass(keysUpTo(10));
    const run = await takeUp();
    await run.pages.store(page(1, [], { read: 8, seen: keysUpTo(8) }));
    await write([item('k00008', { name: 'by an action', asOfMs: Date.now() }), item('fresh')]);
    expect(await run.pages.sweep()).toEqual({ deleted: 1, held: undefined });
    expect(await living()).toEqual(['fresh', ...keysUpTo(9)]);
    expect((await versions()).map((one) => one.key)).toEqual(['k00008', 'k00009']);
  });

  test('what was seen again between finding and applying is spared', async () => {
    await pass(keysUpTo(200));
    const run = await pass(keysUpTo(50));
    const { held } = await run.pages.sweep();
    await write([item('k00150', { name: 'back', asOfMs: Date.now() })]);
    expect(await apply(held!.id)).toBe(149);
    expect(await living()).toEqual([...keysUpTo(50), 'k00150']);
    expect((await versions()).length).toBe(1 + 149);
    expect(await deletions()).toMatchObject([{ state: 'applied', found: 150 }]);
  });

  test('a held deletion applies nothing before it is approved', async () => {
    await pass(keysUpTo(200));
    const { held } = await (await pass(keysUpTo(50))).pages.sweep();
    expect(
      await applyDeletion((text, values) => store.statements.query(text, values), seeded.tenantId, held!.id, 0),
    ).toBe(0);
    expect((await living()).length).toBe(200);
  });

  test('a newer listing supersedes what an older one had held', async () => {
    await pass(keysUpTo(200));
    await (await pass(keysUpTo(50))).pages.sweep();
    expect(await (await pass(keysUpTo(199))).pages.sweep()).toEqual({ deleted: 1, held: undefined });
    expect((await deletions()).map((one) => [one.state, one.found])).toEqual([
      ['superseded', 150],
      ['applied', 1],
    ]);
    expect((await living()).length).toBe(199);
    expect(await inTenant((trx) => trx.selectFrom('deletion_key').selectAll().execute())).toEqual([]);
  });

  test('a search whose answer was lost is not made twice', async () => {
    await pass(keysUpTo(200));
    const cut = losingAnswers('find_missing_v1');
    const run = await pass(keysUpTo(50), await takeUp({ statements: cut }));
    expect(await run.pages.sweep()).toMatchObject({ deleted: 0, held: { found: 150 } });
    expect(cut.lost()).toBe(1);
    expect(await deletions()).toMatchObject([{ state: 'held', found: 150 }]);
    expect((await outbox()).filter((event) => event.kind === 'deletion.held').length).toBe(1);
  });

  test('a successor of a process that died half way deletes the rest and nothing else', async () => {
    const keys = keysUpTo(3000);
    await pass(keys);
    const dies: Statements = {
      query: async (text, values) => {
        if (text.includes('apply_deletion_v1')) throw new Error('killed');
        return store.statements.query(text, values);
      },
    };
    const run = await pass(keys.slice(0, 2800), await takeUp({ statements: dies }));
    await expect(run.pages.sweep()).rejects.toThrow('killed');
    // One small chunk got through.
    const [begun] = await deletions();
    await store.statements.query('select * from apply_deletion_v1($1, $2, 50, 0)', [seeded.tenantId, begun!.id]);

    const successor = await takeUp({ after: run });
    expect(await successor.pages.sweep()).toEqual({ deleted: 150, held: undefined });
    expect(await living()).toEqual(keys.slice(0, 2800));
    expect((await deletions()).map((one) => [one.state, one.found])).toEqual([
      ['superseded', 200],
      ['applied', 150],
    ]);
    expect(await runRow(run)).toMatchObject({ deleted: 200 });
    expect((await versions()).length).toBe(200);
    expect(await successor.pages.sweep()).toEqual({ deleted: 0, held: undefined });
  });
});

/**
 * Plans are cached with their session. The trap: one made while the tables held next to nothing, used when they hold much. Counted is
 * what the statements of one transaction read of `record`.
 */
test.each([{ analysed: 'never' }, { analysed: 'when they were nearly empty' }])(
  'look-ups go by the primary key; tables analysed $analysed',
  async ({ analysed }) => {
    const own = await testDatabase();
    const shared = store;
    store = await openTestStore({ appUrl: own.appUrl });
    const client = new pg.Client({ connectionString: own.appUrl });
    const owner = new pg.Client({ connectionString: own.ownerUrl });
    await Promise.all([client.connect(), owner.connect()]);
    try {
      seeded = await seedIntegration(store);
      await owner.query('alter table record set (autovacuum_enabled = off)');
      await owner.query('alter table deletion_key set (autovacuum_enabled = off)');
      const analyse = async () => void (analysed === 'never' || (await owner.query('analyze record, deletion_key')));
      const figures = await lookUps(async (text, values) => (await client.query(text, [...values])).rows, analyse);
      expect(figures.probe).toBeLessThanOrEqual(500);
      expect(figures.store).toBeLessThanOrEqual(3 * 500);
      expect(figures.apply).toBeLessThanOrEqual(3 * 400);
      expect((await living()).length).toBe(11_608);
    } finally {
      await Promise.all([client.end(), owner.end(), store.close()]);
      store = shared;
      await own.drop();
    }
  },
);

/** Rows read by looking up 500 keys, storing 500 changes, and deleting 400 records, of 12,000. */
async function lookUps(
  query: Statements['query'],
  analyse: () => Promise<void>,
): Promise<{ readonly probe: number; readonly store: number; readonly apply: number }> {
  const { tenantId, streamNo } = seeded;
  const deletion = (id: unknown) => query('select * from apply_deletion_v1($1, $2, 400, 0)', [tenantId, id]);
  const run = await takeUp({ statements: { query } });
  const early = Array.from({ length: 8 }, (_, i) => `early-${i}`);
  // PostgreSQL settles on a generic plan after five uses.
  for (const [i, key] of early.entries()) {
    await run.pages.store(page(i + 1, [item(key)]));
    if (i === 0) await analyse();
    await run.pages.probe([key]);
    await deletion(await anyDeletion(run, key));
  }
  const keys = keysUpTo(12_000);
  for (let no = 9; no < 21; no += 1) {
    const some = keys.slice((no - 9) * 1000, (no - 8) * 1000).map((key) => item(key));
    await run.pages.store(page(no, some));
  }

  const reads = async (work: () => Promise<unknown>): Promise<number> => {
    await query('begin', []);
    const [before] = await query(readCounters, []);
    await work();
    const [after] = await query(readCounters, []);
    await query('commit', []);
    return Number(after?.['rows']) - Number(before?.['rows']);
  };
  const some = keys.slice(0, 500);
  const probe = await reads(() => run.pages.probe(some));
  const changed = some.map((key) => item(key, { name: 'changed', asOfMs: 2000 }));
  const stored = await reads(() => run.pages.store(page(21, changed)));

  const listed = await takeUp({ statements: { query } });
  await listed.pages.store(page(1, [], { read: 1, seen: [...early, ...keys.slice(0, -400)] }));
  const which = [tenantId, streamNo, listed.id, listed.fence, randomUUID()];
  const [missing] = await query('select * from find_missing_v1($1, $2, $3, $4, $5)', which);
  return { probe, store: stored, apply: await reads(() => deletion(missing?.['deletion_id'])) };
}

/** Of a record that was written since the run began, so that applying it looks it up and spares it. */
async function anyDeletion(run: Run, key: string): Promise<string> {
  const { tenantId, integrationId, streamNo } = seeded;
  const id = randomUUID();
  await inTenant(async (trx) => {
    const row = { id, run_id: run.id, state: 'applying', found: 1, live: 1 } as const;
    const place = { tenant_id: tenantId, integration_id: integrationId, stream_no: streamNo };
    await trx
      .insertInto('deletion')
      .values({ ...place, ...row })
      .execute();
    await trx.insertInto('deletion_key').values({ tenant_id: tenantId, deletion_id: id, key }).execute();
  });
  return id;
}

const readCounters = `select coalesce(sum(seq_tup_read + idx_tup_fetch), 0) as rows from pg_stat_xact_user_tables where relname = 'record'`;

/** What approving a held deletion does. */
async function apply(deletionId: string): Promise<number> {
  const approved = { state: 'applying' } as const;
  await inTenant((trx) => trx.updateTable('deletion').set(approved).where('id', '=', deletionId).execute());
  return applyDeletion((text, values) => store.statements.query(text, values), seeded.tenantId, deletionId, 0);
}

/** Items an action or a webhook brought, past any run. */
async function write(items: readonly ChangedItem[]): Promise<void> {
  const rows = items.map((one) => ({
    k: one.key,
    h: one.hash,
    d: one.data === null ? null : JSON.parse(one.data),
    u: null,
    a: one.asOfMs,
    x: false,
    n: null,
    p: null,
  }));
  await inTenant((trx) =>
    sql`select upsert_records_v1(${seeded.tenantId}, ${seeded.streamNo}, null, ${JSON.stringify(rows)}::jsonb)`.execute(
      trx,
    ),
  );
}

async function open(row: Awaited<ReturnType<typeof record>>): Promise<unknown> {
  const raw = await inTenant((trx) =>
    trx.selectFrom('raw_page').selectAll().where('id', '=', row.raw_page!).executeTakeFirstOrThrow(),
  );
  const opened = await store.vault.open(seeded.tenantId, sealedPlaces.rawPage(raw.id), raw.key_version, raw.sealed);
  return unpackRawItem(opened, row.stream_no, row.raw_no!, row.key);
}

/** Carries the first call of a function out and loses its answer. */
function losingAnswers(name: string): Statements & { lost(): number } {
  let lost = 0;
  return {
    lost: () => lost,
    async query(text, values) {
      const rows = await store.statements.query(text, values);
      if (!text.includes(name) || lost > 0) return rows;
      lost += 1;
      throw fail('storage_unavailable', 'The connection broke.');
    },
  };
}
