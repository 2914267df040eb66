import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { newRootKeys, openTestStore, seedIntegration, type SeededIntegration } from '../testing/store.ts';
import { run } from '../testing/server-sql.ts';
import type { Store } from './index.ts';
import type { RootKeys } from './root-key.ts';
import { rootKeyUses } from './root-key-use.ts';
import { retireOtherRoots, rootKeyCounts, wrapDataKeys } from './root-rotation.ts';

const random = { next: Math.random, bytes: randomBytes };

let server: TestDatabase;
let old: RootKeys;
/** New and old. */
let both: RootKeys;
let alone: RootKeys;
let opened: Store[];
beforeEach(async () => {
  server = await testDatabase();
  old = newRootKeys();
  alone = newRootKeys();
  both = { current: alone.current, previous: old.current };
  opened = [];
});
afterEach(async () => {
  for (const store of opened) await store.close();
  await server.drop();
});

async function start(rootKey: RootKeys): Promise<Store> {
  const store = await openTestStore({ appUrl: server.appUrl, rootKey, connections: 2 });
  opened.push(store);
  return store;
}

async function seed(store: Store): Promise<SeededIntegration> {
  const seeded = await seedIntegration(store);
  await store.inTenant(seeded.tenantId, (trx) =>
    store.putCredential(trx, { ...seeded, method: 'api_key', fields: { api_key: 'k' }, tokens: undefined }),
  );
  return seeded;
}
const read = async (store: Store, { tenantId, integrationId }: SeededIntegration) =>
  (await store.credentials(tenantId, integrationId).read()).fields['api_key'];
/** As long as a process needs to be forgotten. */
const forget = (id: string) =>
  run(server.ownerUrl, `update root_key set seen_at = now() - interval '151 s' where id = '${id}'`);

test('processes with the old key alone, with both and with the new one work before, during and after, and end in one key', async () => {
  const first = await start(old);
  const seeded = await seed(first);
  const rotating = await start(both);
  expect(await rootKeyCounts(rotating, both.current.id)).toEqual({ keys: 2, closed: 2, unsettled: 2 });
  expect(await wrapDataKeys(rotating, { roots: both, random })).toBe(2);
  expect(await wrapDataKeys(rotating, { roots: both, random })).toBe(0);
  expect(await rootKeyCounts(rotating, both.current.id)).toEqual({ keys: 2, closed: 0, unsettled: 2 });

  // A process of the old configuration that starts now, one of both, and one of the new alone.
  for (const roots of [old, both, alone]) expect(await read(await start(roots), seeded)).toBe('k');
  // New keys made by either side are opened by the one that has both; a further call wraps them.
  const byOld = await seed(first);
  const byBoth = await seed(rotating);
  expect(await read(rotating, byOld)).toBe('k');
  expect(await read(first, byBoth)).toBe('k');
  expect(await rootKeyCounts(rotating, both.current.id)).toEqual({ keys: 4, closed: 1, unsettled: 4 });

  // While a process has the old key alone, that is not retired.
  expect(await wrapDataKeys(rotating, { roots: both, random })).toBe(1);
  expect(await retireOtherRoots(rotating, { roots: both, random })).toMatchObject([
    { id: old.current.id, inUse: true },
  ]);
  expect(await read(await start(old), byOld)).toBe('k');
  await forget(old.current.id);
  expect(await retireOtherRoots(rotating, { roots: both, random })).toEqual([]);
  expect(await rootKeyCounts(rotating, both.current.id)).toEqual({ keys: 4, closed: 0, unsettled: 0 });
  for (const roots of [both, alone])
    for (const one of [seeded, byOld, byBoth]) expect(await read(await start(roots), one)).toBe('k');
  await expect(start(old)).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining(
      `sealed with root key ${both.current.id}, but this process was given ${old.current.id}`,
    ),
    details: { next: expect.stringContaining('PLUGBOARD_ROOT_KEY') },
  });
});

test('stopped anywhere it goes on', async () => {
  const first = await start(old);
  const seeded: SeededIntegration[] = [];
  for (let no = 0; no < 60; no += 1) seeded.push(await seed(first));
  const rotating = await start(both);
  const stop = new AbortController();
  const onBatch = () => stop.abort(new Error('killed'));
  await expect(wrapDataKeys(rotating, { roots: both, random, signal: stop.signal, onBatch })).rejects.toThrow('killed');
  expect(await rootKeyCounts(rotating, both.current.id)).toEqual({ keys: 61, closed: 11, unsettled: 61 });
  const between = await start(both);
  for (const one of seeded) expect([await read(first, one), await read(between, one)]).toEqual(['k', 'k']);
  await expect(start(both).then((store) => retireAfter(store))).rejects.toMatchObject({ code: 'conflict' });
  expect(await wrapDataKeys(rotating, { roots: both, random })).toBe(11);

  const again = new AbortController();
  await forget(old.current.id);
  const retiring = { roots: both, random, signal: again.signal, onBatch: () => again.abort(new Error('killed')) };
  await expect(retireOtherRoots(rotating, retiring)).rejects.toThrow('killed');
  expect(await rootKeyCounts(rotating, both.current.id)).toMatchObject({ closed: 0, unsettled: 11 });
  expect(await retireOtherRoots(rotating, { roots: both, random })).toEqual([]);
  expect(await rootKeyCounts(rotating, both.current.id)).toMatchObject({ closed: 0, unsettled: 0 });
  const last = await start(alone);
  for (const one of seeded) expect(await read(last, one)).toBe('k');
});

async function retireAfter(store: Store): Promise<void> {
  await forget(old.current.id);
  await retireOtherRoots(store, { roots: both, random });
}

test('two at once wrap and retire together', async () => {
  const first = await start(old);
  const seeded: SeededIntegration[] = [];
  for (let no = 0; no < 10; no += 1) seeded.push(await seed(first));
  const [one, two] = [await start(both), await start(both)];
  const wrapped = await Promise.all([one, two].map((store) => wrapDataKeys(store, { roots: both, random })));
  expect(wrapped[0]! + wrapped[1]!).toBe(11);
  await forget(old.current.id);
  const retired = await Promise.all([one, two].map((store) => retireOtherRoots(store, { roots: both, random })));
  expect(retired).toEqual([[], []]);
  const last = await start(alone);
  for (const each of seeded) expect(await read(last, each)).toBe('k');
});

describe('a wrong root key', () => {
  test('is refused at the start, and nothing is written', async () => {
    const first = await start(old);
    await seed(first);
    const everything = () =>
      run(
        server.ownerUrl,
        `select pg_stat_force_next_flush();
         select (select json_agg(r order by id) from root_key r)::text as roots, (select count(*) from data_key)::text as keys`,
      );
    const before = [await everything(), await rootKeyUses(first)];
    await expect(start(alone)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('Nothing was changed'),
    });
    expect([await everything(), await rootKeyUses(first)]).toEqual(before);
  });

  test('that is the one being left does not turn the change back by accident; with both keys it is meant', async () => {
    const first = await start(old);
    const seeded = await seed(first);
    const rotating = await start(both);
    await wrapDataKeys(rotating, { roots: both, random });
    expect(await wrapDataKeys(first, { roots: old, random })).toBe(0);
    await forget(both.current.id);
    await expect(retireOtherRoots(first, { roots: old, random })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`changed to ${both.current.id}`),
    });
    const back: RootKeys = { current: old.current, previous: both.current };
    const turning = await start(back);
    expect(await wrapDataKeys(turning, { roots: back, random })).toBe(0);
    expect(await retireOtherRoots(turning, { roots: back, random })).toEqual([]);
    expect(await read(await start(old), seeded)).toBe('k');
    await expect(start(alone)).rejects.toMatchObject({ code: 'internal' });
  });

  test('that was retired while its process slept wraps nothing any more', async () => {
    const first = await start(old);
    await seed(first);
    const rotating = await start(both);
    await wrapDataKeys(rotating, { roots: both, random });
    await retireAfter(rotating);
    await expect(first.vault.keyFor(randomUUID())).rejects.toMatchObject({
      message: expect.stringContaining('was retired'),
    });
  });

  test('a third one while a change is under way is refused, naming what to finish', async () => {
    await seed(await start(old));
    await wrapDataKeys(await start(both), { roots: both, random });
    const third: RootKeys = { current: newRootKeys().current, previous: both.current };
    await expect(wrapDataKeys(await start(third), { roots: third, random })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(both.current.id),
    });
  });
});
