/** The worker with a real queue: it takes what is queued and due, so many at a time, and lets runs go when it is stopped. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { lendingServer, type LendingServer, type Library } from '../testing/lending-server.ts';
import { clearDesk, desk, someLoans } from '../testing/shelf-loans.ts';
import { startWorker, type Worker } from './index.ts';

let server: LendingServer;
let workers: Worker[];
// One for each test: stopping a worker stops the queue of its process.
beforeEach(async () => {
  clearDesk();
  workers = [];
  server = await lendingServer();
});
afterEach(async () => {
  for (const worker of workers) await worker.stop();
  await server.stop();
});

async function work(change: { concurrency?: number; hub?: LendingServer['hub'] } = {}): Promise<Worker> {
  const { hub, composition } = server;
  const worker = await startWorker({
    hub,
    queue: composition.queue,
    log: composition.context.log,
    concurrency: 4,
    ...change,
  });
  workers.push(worker);
  return worker;
}

const states = (library: Library, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await library.run(id)).state));
const ended = (library: Library, ids: readonly string[]) =>
  vi.waitFor(
    async () => {
      const all = await states(library, ids);
      expect(all).toEqual(ids.map(() => 'succeeded'));
    },
    { timeout: 15_000, interval: 50 },
  );

/** Keeps answers back until it is told how many to give; says how many wait. */
function holdAll() {
  const waiting: (() => void)[] = [];
  let most = 0;
  desk.before = async () => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      most = Math.max(most, waiting.length);
    });
    return undefined;
  };
  return { waiting: () => waiting.length, most: () => most, release: () => waiting.splice(0).forEach((go) => go()) };
}

describe('a worker', () => {
  test('executes what is queued, before it came and after', async () => {
    const library = await server.library();
    desk.loans = someLoans(15, server.clock.now());
    const early = await library.sync();
    await work();
    await ended(library, early);
    const late = await library.sync();
    await ended(library, late);
    expect((await library.keys()).length).toBe(15);
  });

  test('starts what is due', async () => {
    const library = await server.library({ schedule: { every_s: 3600 } });
    await work();
    server.clock.advance(3_700_000);
    const runs = () => library.inTenant((trx) => trx.selectFrom('run').select(['trigger', 'state']).execute());
    await vi.waitFor(
      async () => expect(await runs()).toEqual([1, 2].map(() => ({ trigger: 'schedule', state: 'succeeded' }))),
      { timeout: 15_000, interval: 50 },
    );
  });

  test('takes so many at a time, and the next as soon as one is done', async () => {
    const libraries = [await server.library(), await server.library(), await server.library()];
    const held = holdAll();
    const runs = await Promise.all(libraries.map((library) => library.sync()));
    await work({ concurrency: 2 });
    await vi.waitFor(() => expect(held.waiting()).toBe(2), { timeout: 15_000 });
    const giving = setInterval(held.release, 20);
    for (const [i, library] of libraries.entries()) await ended(library, runs[i] ?? []);
    clearInterval(giving);
    expect(held.most()).toBe(2);
  });

  test('goes on ticking when a tick fails', async () => {
    let ticks = 0;
    const tick = async () => {
      ticks += 1;
      if (ticks === 1) throw new Error('the clock stopped');
      return 0;
    };
    await work({ hub: { ...server.hub, schedule: { ...server.hub.schedule, tick } } });
    await vi.waitFor(() => expect(ticks).toBeGreaterThan(1), { timeout: 15_000 });
    expect(server.log.join('')).toContain('starting what is due failed; it is tried again');
  });
});

describe('stopping a worker', () => {
  test('lets its runs stop at their page, ready to be gone on with by the next one', async () => {
    const library = await server.library();
    desk.loans = someLoans(45, server.clock.now());
    let arrived = () => {};
    const asked = new Promise<void>((resolve) => (arrived = resolve));
    // The vendor does not answer any more.
    desk.before = ({ query }) =>
      query.get('from') === '30' ? new Promise(() => arrived()) : Promise.resolve(undefined);
    const worker = await work();
    const [run = ''] = await library.sync({ streams: ['loans'] });
    await asked;
    const since = Date.now();
    await worker.stop();
    expect(Date.now() - since).toBeLessThan(8_000);
    expect(await library.run(run)).toMatchObject({ state: 'queued', read: 30, fruitless: 0, error: null });
    expect((await server.jobs(run)).map((job) => job.state)).toEqual(['completed', 'created']);
    expect(server.log.join('')).not.toContain('"level":50');

    const positions: (string | null)[] = [];
    desk.before = async ({ query }) => void positions.push(query.get('from'));
    expect(await library.execute(run)).toBe('ended');
    expect(positions).toEqual(['30', '40']);
    expect(await library.run(run)).toMatchObject({ state: 'succeeded', read: 45, created: 45 });
  });

  test('that has nothing to do takes no time, and may be done twice', async () => {
    const worker = await work();
    const since = Date.now();
    await worker.stop();
    await worker.stop();
    expect(Date.now() - since).toBeLessThan(5_000);
  });
});
