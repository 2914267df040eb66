/** The ticker and the adopter on a real database: what is due starts once, whoever looks, and nothing is forgotten. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lendingServer, type LendingServer, type Library } from '../../testing/lending-server.ts';
import { clearDesk, lendingRegistry } from '../../testing/shelf-loans.ts';

let server: LendingServer;
/** Runs before a provider is loaded, which a ticker does in the middle of starting a stream. */
let beforeLoading = async () => {};
beforeAll(async () => {
  const load = async (key: string) => {
    await beforeLoading();
    return lendingRegistry.load(key);
  };
  server = await lendingServer({ registry: { ...lendingRegistry, load } });
});
afterAll(() => server?.stop());
beforeEach(async () => {
  clearDesk();
  // What an earlier test left due is no business of this one.
  await server.composition.store.platform.deleteFrom('stream_due').execute();
});

const minutes = (count: number) => count * 60_000;
const hourly = () => server.library({ schedule: { every_s: 3600 } });
const tick = () => server.hub.schedule.tick(new AbortController().signal);
const now = () => server.clock.now();

const due = async (library: Library) => {
  const rows = await server.composition.store.platform
    .selectFrom('stream_due')
    .select(['stream_no', 'due_at'])
    .where('tenant_id', '=', library.tenantId)
    .orderBy('stream_no')
    .execute();
  return rows.map((row) => row.due_at.getTime());
};
const runs = (library: Library) =>
  library.inTenant((trx) => trx.selectFrom('run').selectAll().orderBy('queued_at').orderBy('stream_no').execute());
const executeAll = async (library: Library) => {
  for (const run of await runs(library)) if (run.state === 'queued') await library.execute(run.id);
};
const change = (library: Library, values: object) =>
  library.inTenant((trx) => trx.updateTable('integration').set(values).execute());

const replace = (library: Library, input: object) =>
  server.hub.integrations.replace(server.system, library.slug, library.integration, {
    schedule: { every_s: 3600 },
    ...input,
  });

describe('the ticker', () => {
  test('starts what is due, with its job, and writes the next time', async () => {
    const library = await hourly();
    expect(await tick()).toBe(0);
    for (const at of await due(library)) expect(Math.abs(at - now() - minutes(60))).toBeLessThanOrEqual(30_000);
    server.clock.advance(minutes(61));
    expect(await tick()).toBe(2);
    expect(await runs(library)).toMatchObject([
      { stream: 'loans', trigger: 'schedule', state: 'queued', requested_by: 'system:ticker', mode: 'full' },
      { stream: 'fines', trigger: 'schedule', state: 'queued' },
    ]);
    for (const run of await runs(library)) expect(await server.jobs(run.id)).toMatchObject([{ state: 'created' }]);
    for (const at of await due(library)) expect(Math.abs(at - now() - minutes(60))).toBeLessThanOrEqual(30_000);
    expect(await tick()).toBe(0);
    await executeAll(library);
    server.clock.advance(minutes(61));
    expect(await tick()).toBe(2);
    expect((await runs(library)).at(-1)).toMatchObject({ mode: 'incremental' });
  });

  test('in four at once starts each stream once, more of them than one look finds', async () => {
    const libraries: Library[] = [];
    for (let i = 0; i < 27; i += 1) libraries.push(await hourly());
    server.clock.advance(minutes(61));
    const started = await Promise.all([tick(), tick(), tick(), tick()]);
    expect(started.reduce((sum, count) => sum + count)).toBe(54);
    expect(started.filter((count) => count > 0).length).toBeGreaterThan(1);
    for (const library of libraries) {
      expect((await runs(library)).map((run) => run.stream)).toEqual(['loans', 'fines']);
      for (const at of await due(library)) expect(at).toBeGreaterThan(now());
    }
  });

  test('that comes late leaves alone what another has in hand, or has started and seen to its end', async () => {
    const library = await hourly();
    server.clock.advance(minutes(61));
    let goOn = () => {};
    const slow = new Promise<void>((resolve) => {
      beforeLoading = () => {
        beforeLoading = async () => {};
        resolve();
        return new Promise((release) => (goOn = release));
      };
    });
    const first = tick();
    await slow;
    expect(await tick()).toBe(1);
    await executeAll(library);
    goOn();
    expect(await first).toBe(1);
    const all = await runs(library);
    expect(all.map((run) => run.stream)).toEqual(['loans', 'fines']);
    // Chance decides which of them is due first.
    expect(all.map((run) => run.state).toSorted()).toEqual(['queued', 'succeeded']);
  });

  test('does not pile up: a stream still under way is only given its next time', async () => {
    const library = await hourly();
    server.clock.advance(minutes(61));
    await tick();
    for (let hour = 1; hour <= 3; hour += 1) {
      server.clock.advance(minutes(61));
      expect(await tick()).toBe(0);
      for (const at of await due(library)) expect(at).toBeGreaterThan(now());
    }
    expect((await runs(library)).length).toBe(2);
    await executeAll(library);
    server.clock.advance(minutes(61));
    expect(await tick()).toBe(2);
  });

  test('counts times that were missed once', async () => {
    const library = await hourly();
    server.clock.advance(minutes(60 * 10));
    expect(await tick()).toBe(2);
    expect(await tick()).toBe(0);
    for (const at of await due(library)) expect(at - now()).toBeGreaterThan(minutes(59));
  });

  test('keeps to the schedule of a stream where it has its own, and to a cron line in its zone', async () => {
    const library = await server.library({
      schedule: { cron: '0 6 * * *', time_zone: 'Australia/Perth' },
      streams: { fines: { schedule: { every_s: 600 } } },
    });
    const [loans = 0, fines = 0] = await due(library);
    expect(new Date(loans).toISOString()).toMatch(/T22:00:/);
    expect(Math.abs(fines - now() - minutes(10))).toBeLessThanOrEqual(30_000);
    server.clock.advance(minutes(11));
    expect(await tick()).toBe(1);
    expect((await runs(library)).map((run) => run.stream)).toEqual(['fines']);
  });

  test('leaves alone what is not scheduled or switched off', async () => {
    const unscheduled = await server.library({ schedule: null });
    const partly = await server.library({ schedule: { every_s: 3600 }, streams: { fines: { enabled: false } } });
    expect([(await due(unscheduled)).length, (await due(partly)).length]).toEqual([0, 1]);
    server.clock.advance(minutes(61));
    expect(await tick()).toBe(1);
    expect((await runs(partly)).map((run) => run.stream)).toEqual(['loans']);
    expect(await runs(unscheduled)).toEqual([]);
  });

  test('passes over a paused integration until its pause is over', async () => {
    const library = await hourly();
    const until = now() + minutes(180);
    await change(library, { paused_until: new Date(until) });
    server.clock.advance(minutes(61));
    expect(await tick()).toBe(0);
    expect(await due(library)).toEqual([until, until]);
    // Planned anew meanwhile, it keeps to the pause.
    await replace(library, {});
    expect(await due(library)).toEqual([until, until]);
    server.clock.advance(minutes(119));
    expect(await tick()).toBe(2);
  });

  test.each([
    ['disabled', { enabled: false }],
    ['in need of a new sign-in', { auth_state: 'needs_reauth' }],
    ['no longer scheduled', { schedule: null }],
  ])('takes an integration that is %s off the list', async (_, values) => {
    const library = await hourly();
    await change(library, values);
    server.clock.advance(minutes(61));
    expect(await tick()).toBe(0);
    expect(await due(library)).toEqual([]);
    expect(await runs(library)).toEqual([]);
  });

  test('takes a stream that was switched off from the list, and no other', async () => {
    const library = await hourly();
    await library.inTenant((trx) =>
      trx.updateTable('stream_state').set({ enabled: false }).where('stream', '=', 'fines').execute(),
    );
    server.clock.advance(minutes(61));
    expect(await tick()).toBe(1);
    expect((await due(library)).length).toBe(1);
  });

  test('disabled and enabled again through the API, it is due again', async () => {
    const library = await hourly();
    await replace(library, { enabled: false });
    expect(await due(library)).toEqual([]);
    await replace(library, { enabled: true });
    server.clock.advance(minutes(61));
    expect(await tick()).toBe(2);
  });

  test.each([
    ['whose provider is gone', { provider: 'gone' }, 'a stored stream is no longer offered', minutes(59)],
    [
      'whose stored schedule makes no sense',
      { schedule: '{"cron": "every now and then"}' },
      'a due stream could not be started',
      59_000,
    ],
  ])('one integration %s keeps no other waiting, and is tried again later', async (_, values, message, laterMs) => {
    const broken = await hourly();
    const fine = await hourly();
    await change(broken, values);
    // First in line.
    await server.composition.store.platform
      .updateTable('stream_due')
      .set({ due_at: new Date(now() + 1000) })
      .where('tenant_id', '=', broken.tenantId)
      .execute();
    server.clock.advance(minutes(61));
    const logged = server.log.length;
    expect(await tick()).toBe(2);
    expect((await runs(fine)).length).toBe(2);
    expect(await runs(broken)).toEqual([]);
    for (const at of await due(broken)) expect(at - now()).toBeGreaterThan(laterMs);
    expect(server.log.slice(logged).join('')).toContain(message);
  });

  test('stops between two streams when it is told to', async () => {
    await hourly();
    server.clock.advance(minutes(61));
    expect(await server.hub.schedule.tick(AbortSignal.abort())).toBe(0);
    expect(await tick()).toBe(2);
  });
});

describe('adopting', () => {
  const adopt = () => server.hub.schedule.adopt();
  const silentFor = (library: Library, run: string, seconds: number, values: object = {}) =>
    library.inTenant((trx) =>
      trx
        .updateTable('run')
        .set({ heartbeat_at: new Date(Date.now() - seconds * 1000), ...values })
        .where('id', '=', run)
        .execute(),
    );

  test.each([
    ['running', 29, 0],
    ['running', 31, 1],
    ['queued', 599, 0],
    ['queued', 601, 1],
    ['succeeded', 9999, 0],
  ] as const)('a %s run that was silent for %i s: %i jobs', async (state, seconds, adopted) => {
    const library = await server.library();
    const [run = ''] = await library.sync({ streams: ['loans'] });
    await silentFor(library, run, seconds, { state });
    expect(await adopt()).toBe(adopted);
    expect((await server.jobs(run)).length).toBe(1 + adopted);
    // Adopted once: it is heard of again.
    expect(await adopt()).toBe(0);
    await silentFor(library, run, 0, { state: 'cancelled' });
  });

  test('by several at once sends one job for each', async () => {
    const library = await server.library();
    const [run = ''] = await library.sync({ streams: ['loans'] });
    await silentFor(library, run, 60, { state: 'running', attempts: 1 });
    const counts = await Promise.all([adopt(), adopt(), adopt()]);
    expect(counts.reduce((sum, count) => sum + count)).toBe(1);
    await silentFor(library, run, 0, { state: 'cancelled' });
  });

  test('gives the run of a command line that was killed to the workers', async () => {
    const library = await server.library();
    const { runs: inline } = await server.hub.runs.sync(
      server.system,
      library.slug,
      library.integration,
      { streams: ['loans'] },
      { inline: true },
    );
    expect(inline.length).toBe(1);
    const [run] = await runs(library);
    expect(run).toMatchObject({ state: 'running', attempts: 0 });
    expect(await server.jobs(run?.id)).toEqual([]);
    await silentFor(library, run?.id ?? '', 31);
    expect(await adopt()).toBe(1);
    expect(await server.jobs(run?.id)).toMatchObject([{ state: 'created' }]);
    expect(await library.execute(run?.id ?? '')).toBe('ended');
  });
});
