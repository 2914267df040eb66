// Jobs that come due later: nobody is notified of them, so a worker has to look by itself, and soon.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { openTestStore, systemClock } from '../testing/store.ts';
import { run } from '../testing/server-sql.ts';
import type { Store } from './index.ts';
import { openNotices, type Notices } from './notices.ts';
import { openQueue, type JobQueue, type SendOptions } from './queue.ts';
import { syncQueue } from './queues.ts';

let database: TestDatabase;
let store: Store;
const open: JobQueue[] = [];
const noticing: Notices[] = [];
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const tenant = '01983f2c-0000-7000-8000-000000000001';

beforeAll(async () => {
  database = await testDatabase();
  store = await openTestStore({ appUrl: database.appUrl });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop(0)));
  await Promise.all(noticing.splice(0).map((one) => one.close()));
});
afterAll(async () => {
  await store?.close();
  await database?.drop();
});

async function queue(): Promise<JobQueue> {
  const notices = openNotices({ url: database.appUrl, clock: systemClock, log: silent });
  noticing.push(notices);
  const opened = await openQueue({
    url: database.appUrl,
    notices,
    clock: systemClock,
    supervise: true,
    onError: () => {},
  });
  open.push(opened);
  return opened;
}

const send = (sender: JobQueue, data: object, options?: SendOptions) =>
  store.inTenant(tenant, (trx) => sender.send(trx, syncQueue, data, options));

/** Starts working; answers a promise of the milliseconds until a job of that name comes. */
function working(worker: JobQueue): (name: string) => Promise<number> {
  const waiting = new Map<string, () => void>();
  void worker.work(syncQueue, { all: 2 }, async (data) => {
    if (typeof data === 'object' && data !== null && 'name' in data) waiting.get(String(data.name))?.();
  });
  return async (name) => {
    const from = Date.now();
    await new Promise<void>((resolve) => waiting.set(name, resolve));
    return Date.now() - from;
  };
}

test('a job that was put off comes when it is due, also to workers that rest', async () => {
  const worker = await queue();
  const coming = working(worker)('later');
  await send(worker, { name: 'later' }, { afterMs: 2000 });
  const ms = await coming;
  expect(ms).toBeGreaterThan(1500);
  expect(ms).toBeLessThan(6000);
});

test('a job for now is told of', async () => {
  const worker = await queue();
  const coming = working(worker);
  // The first one may be found by looking: the workers have just begun.
  const warm = coming('first');
  await send(worker, { name: 'first' });
  await warm;
  const waits: number[] = [];
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    const next = coming(name);
    await send(worker, { name });
    waits.push(await next);
  }
  // By looking once a second all five would hardly be this quick.
  expect(waits.toSorted((a, b) => a - b)[2]).toBeLessThan(400);
});

test('what fails is tried again, what is stopped goes to others at once', async () => {
  const first = await queue();
  let tries = 0;
  const { promise: again, resolve: cameAgain } = Promise.withResolvers<void>();
  await first.work(syncQueue, { all: 1 }, async (data) => {
    if (!isNamed(data, 'shaky')) return;
    tries += 1;
    if (tries === 1) throw new Error('not now');
    cameAgain();
  });
  await send(first, { name: 'shaky' });
  await again;
  await first.stop(0);
  const second = await queue();
  const { promise: begun, resolve: began } = Promise.withResolvers<void>();
  await second.work(syncQueue, { all: 1 }, (data, signal) => {
    if (!isNamed(data, 'long')) return Promise.resolve();
    began();
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
  });
  await send(second, { name: 'long' });
  await begun;
  await second.stop(1_000);
  const coming = working(await queue());
  expect(await coming('long')).toBeLessThan(5_000);
});

test('the job of a worker that died goes to another soon after its heartbeat is missed', async () => {
  const dying = await queue();
  await send(dying, { name: 'orphan' });
  const taken = new Promise<void>((resolve) => {
    void dying.work(syncQueue, { all: 1 }, (_data, signal) => {
      resolve();
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    });
  });
  await taken;
  const heir = await queue();
  const comes = working(heir);
  const warm = comes('first');
  await send(heir, { name: 'first' });
  await warm;
  const coming = comes('orphan');
  // As if it had been silent for the ten seconds a heartbeat may be late.
  await run(
    database.ownerUrl,
    `update pgboss.job set heartbeat_on = now() - interval '11 seconds' where state = 'active'`,
  );
  expect(await coming).toBeLessThan(5000);
});

function isNamed(data: unknown, name: string): boolean {
  return typeof data === 'object' && data !== null && 'name' in data && data.name === name;
}
