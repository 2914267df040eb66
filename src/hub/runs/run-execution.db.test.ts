/** Executing runs, on a real database and against a real (small) vendor: who may, what survives, how they end. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SandboxResponse } from '../../contract/index.ts';
import { lendingServer, type LendingServer, type Library } from '../../testing/lending-server.ts';
import { clearDesk, desk, someLoans } from '../../testing/shelf-loans.ts';
import { showId } from '../ids.ts';

let server: LendingServer;
let library: Library;
beforeAll(async () => {
  server = await lendingServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  clearDesk();
  library = await server.library();
});

const now = () => server.clock.now();
const iso = (ms: number) => new Date(ms).toISOString();
const stopped = () => {
  const stop = new AbortController();
  return { signal: stop.signal, stop: () => stop.abort(new Error('stopping')) };
};

/** Keeps every answer back from now on, until it is released. */
function hold(from = 0): { readonly asked: Promise<void>; release(): void } {
  let release = () => {};
  let arrived = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const asked = new Promise<void>((resolve) => (arrived = resolve));
  desk.before = async ({ query }) => {
    if (Number(query.get('from') ?? 0) < from) return undefined;
    arrived();
    await released;
    return undefined;
  };
  return { asked, release };
}

/** The vendor's answer to every request from this position on. */
function answer(response: SandboxResponse, from = 0): void {
  desk.before = async ({ query }) => (Number(query.get('from') ?? 0) < from ? undefined : response);
}

/** Every request for loans, by its position in the list. */
function watchPositions(): number[] {
  const positions: number[] = [];
  const { before } = desk;
  desk.before = async (request) => {
    positions.push(Number(request.query.get('from') ?? 0));
    return before(request);
  };
  return positions;
}

/** The pages before the one that is held back are stored: nothing else will be heard of its holder. */
const storedSoFar = (run: string, records: number) =>
  vi.waitFor(async () => expect((await library.run(run)).read).toBe(records), { timeout: 10_000, interval: 20 });

/** Its holder was last heard of so long ago. */
const silentFor = (run: string, seconds: number) =>
  library.inTenant((trx) =>
    trx
      .updateTable('run')
      .set({ heartbeat_at: new Date(Date.now() - seconds * 1000) })
      .where('id', '=', run)
      .execute(),
  );

const start = async (stream = 'loans', input = {}) => (await library.sync({ streams: [stream], ...input }))[0] ?? '';

describe('a run that nothing happens to', () => {
  test('reads the stream whole and says so: run, cursor, log and event', async () => {
    desk.loans = someLoans(25, now() - 1000);
    const run = await library.read();
    expect(run).toMatchObject({ mode: 'full', state: 'succeeded', read: 25, created: 25, unchanged: 0, failed: 0 });
    expect(run).toMatchObject({ attempts: 1, requests: 3, error: null, finished_at: new Date(now()) });
    expect(await library.keys()).toEqual(desk.loans.map((loan) => loan.id));
    expect(await library.stream()).toMatchObject({
      cursor: iso(now()),
      checkpoint: null,
      last_run_id: run.id,
      last_error: null,
      last_full_at: new Date(now()),
      last_succeeded_at: new Date(now()),
    });
    const runId = showId('run', run.id);
    expect(await library.logs()).toMatchObject([
      {
        action: 'sync',
        status: 'success',
        message: 'loans: 25 read, 25 created, 0 updated, 0 deleted.',
        details: { run_id: runId, stream: 'loans' },
      },
    ]);
    expect((await library.events()).at(-1)).toMatchObject({
      kind: 'run.finished',
      payload: { run_id: runId, state: 'succeeded' },
    });
    expect(await seenPages()).toBe(0);
  });

  test('the next one asks for what changed since, less the lookback, by the vendor’s clock', async () => {
    desk.loans = someLoans(3, now() - 600_000);
    await library.read();
    const first = now();
    server.clock.advance(3_600_000);
    desk.loans[1] = { id: 'l0001', reader: 'Somebody else', at: now() - 1000 };
    let since: string | null = null;
    desk.before = async ({ query }) => void (since = query.get('since'));
    const run = await library.read();
    expect(run).toMatchObject({ mode: 'incremental', read: 1, updated: 1, created: 0, deleted: 0 });
    expect(Number(since)).toBe(first - 120_000);
    expect((await library.stream()).cursor).toBe(iso(now()));
  });

  test('a stream that holds nothing ends well, too, and deletes nothing', async () => {
    expect(await library.read()).toMatchObject({ state: 'succeeded', read: 0, pages: 1 });
    expect((await library.stream()).cursor).toBe(iso(now()));
  });

  test('what the vendor no longer lists is deleted after a full pass', async () => {
    desk.loans = someLoans(25, now());
    await library.read();
    desk.loans.splice(3, 1);
    expect(await library.read('loans', { force: true })).toMatchObject({ mode: 'full', deleted: 1, unchanged: 24 });
    expect(await library.keys()).toEqual(desk.loans.map((loan) => loan.id));
  });

  test('so many deletions that a person is asked: partial, nothing deleted, and the log says where to look', async () => {
    desk.loans = someLoans(150, now());
    await library.read();
    desk.loans = desk.loans.slice(0, 20);
    const run = await library.read('loans', { force: true });
    expect(run).toMatchObject({ state: 'partial', deleted: 0 });
    expect((await library.keys()).length).toBe(150);
    const held = await library.inTenant((trx) => trx.selectFrom('deletion').selectAll().executeTakeFirstOrThrow());
    expect((await library.logs()).at(-1)).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('130 are missing at the vendor and wait for your approval'),
      details: { deletion_id: showId('del', held.id) },
    });
  });

  test('a record that cannot be mapped makes it partial, and its cursor moves on', async () => {
    desk.loans = [...someLoans(3, now()), { id: 'odd', reader: 7 as never, at: now() }];
    expect(await library.read()).toMatchObject({ state: 'partial', read: 4, created: 4, failed: 1 });
    expect((await library.logs()).at(-1)).toMatchObject({
      status: 'warning',
      message: 'loans: 4 read, 4 created, 0 updated, 0 deleted, 1 could not be mapped.',
    });
    expect((await library.stream()).cursor).toBe(iso(now()));
  });

  test('an account that does not have the stream: skipped, and asked again next time', async () => {
    answer({ status: 404, body: { error: 'no such thing' } });
    expect(await library.read()).toMatchObject({ state: 'succeeded', read: 0, pages: 0, error: null });
    expect((await library.logs()).at(-1)).toMatchObject({
      status: 'success',
      message: 'loans: skipped. This library lends nothing.',
    });
    expect(await library.stream()).toMatchObject({ cursor: null, last_full_at: null, last_error: null });
    clearDesk();
    desk.loans = someLoans(2, now());
    expect(await library.read()).toMatchObject({ mode: 'full', created: 2 });
  });

  test.each([
    { since: 'after the cursor', offsetMs: 60_000, moves: false },
    { since: 'before the cursor', offsetMs: -60_000, moves: true },
  ])('from a moment $since: the cursor moves: $moves', async ({ offsetMs, moves }) => {
    desk.loans = someLoans(2, now());
    await library.read();
    const { cursor } = await library.stream();
    server.clock.advance(3_600_000);
    const since = iso(Date.parse(cursor ?? '') + offsetMs);
    let asked: string | null = null;
    desk.before = async ({ query }) => void (asked = query.get('since'));
    expect(await library.read('loans', { since })).toMatchObject({ mode: 'incremental', state: 'succeeded' });
    expect(Number(asked)).toBe(Date.parse(since));
    expect((await library.stream()).cursor).toBe(moves ? iso(now()) : cursor);
  });

  test('from a moment, before anything was read at all: there is still a full pass to come', async () => {
    desk.loans = someLoans(2, now());
    expect(await library.read('loans', { since: iso(now() - 1) })).toMatchObject({ mode: 'incremental', created: 2 });
    expect((await library.stream()).cursor).toBeNull();
    expect(await library.read()).toMatchObject({ mode: 'full' });
  });
});

describe('a run belongs to one process at a time', () => {
  test('of many that take it up at once, one executes it', async () => {
    desk.loans = someLoans(5, now());
    const { asked, release } = hold();
    const run = await start();
    const attempts = Array.from({ length: 5 }, () => library.execute(run).catch((error: unknown) => error));
    await asked;
    release();
    const outcomes = await Promise.all(attempts);
    expect(outcomes.filter((outcome) => outcome === 'ended').length).toBe(1);
    const others = outcomes.filter((outcome) => outcome !== 'ended');
    expect(others.every((other) => other === 'not ours' || (other instanceof Error && 'code' in other))).toBe(true);
    expect(await library.run(run)).toMatchObject({ attempts: 1, read: 5, created: 5 });
  });

  test('a second is refused while the first is heard of, and takes over when it is silent for 8 s', async () => {
    desk.loans = someLoans(25, now());
    const { asked, release } = hold(10);
    const run = await start();
    const frozen = library.execute(run);
    await asked;
    await storedSoFar(run, 10);
    await silentFor(run, 7);
    await expect(library.execute(run)).rejects.toMatchObject({ code: 'conflict' });
    await silentFor(run, 9);
    desk.before = async () => undefined;
    expect(await library.execute(run)).toBe('ended');
    const ended = await library.run(run);
    expect(ended).toMatchObject({ state: 'succeeded', attempts: 2, read: 25, created: 25 });
    // The first wakes up: nothing of it counts any more.
    release();
    expect(await frozen).toBe('not ours');
    expect(await library.run(run)).toEqual(ended);
    expect((await library.keys()).length).toBe(25);
    expect((await library.logs()).length).toBe(1);
    expect(server.log.join('')).not.toContain('a run met a bug');
  });

  test('its heartbeat says that its holder lives', async () => {
    desk.loans = someLoans(5, now());
    const { asked, release } = hold();
    const run = await start();
    const executing = library.execute(run);
    await asked;
    await silentFor(run, 60);
    server.clock.advance(2000);
    await vi.waitFor(async () => {
      const { heartbeat_at: heard } = await library.run(run);
      expect(Date.now() - (heard?.getTime() ?? 0)).toBeLessThan(30_000);
    }, 10_000);
    release();
    expect(await executing).toBe('ended');
  });

  test('a holder that was taken over learns it at its next heartbeat, and asks the vendor no more', async () => {
    desk.loans = someLoans(25, now());
    const { asked } = hold(10);
    const run = await start();
    const frozen = library.execute(run);
    await asked;
    await storedSoFar(run, 10);
    await silentFor(run, 9);
    const second = hold(20);
    const successor = library.execute(run);
    await second.asked;
    // The first hangs in a call that is never answered.
    server.clock.advance(2000);
    expect(await frozen).toBe('not ours');
    second.release();
    expect(await successor).toBe('ended');
  });

  test('one that was taken over cannot end the run', async () => {
    let answerLate = () => {};
    const late = new Promise<void>((resolve) => (answerLate = resolve));
    const first = new Promise<void>((resolve) => {
      desk.before = async () => {
        resolve();
        await late;
        return { status: 404, body: {} };
      };
    });
    const run = await start();
    const frozen = library.execute(run);
    await first;
    await silentFor(run, 9);
    const second = hold();
    const successor = library.execute(run);
    await second.asked;
    answerLate();
    expect(await frozen).toBe('not ours');
    expect(await library.run(run)).toMatchObject({ state: 'running', attempts: 2 });
    expect(await library.logs()).toEqual([]);
    second.release();
    expect(await successor).toBe('ended');
  });

  test('a run that has ended is nobody’s to execute', async () => {
    const run = await library.read();
    expect(await library.execute(run.id)).toBe('not ours');
    expect(await library.execute('01980000-0000-7000-8000-000000000000')).toBe('not ours');
  });

  test('ending it twice, the first commit’s answer lost, writes one ending', async () => {
    desk.loans = someLoans(2, now());
    const run = await library.read();
    await library.inTenant((trx) => trx.updateTable('run').set({ attempts: 0 }).where('id', '=', run.id).execute());
    expect(await library.execute(run.id)).toBe('not ours');
    expect((await library.logs()).length).toBe(1);
  });
});

describe('when the vendor fails', () => {
  const down = { status: 503, body: { error: 'down' } };

  test('for a while, the run is put back with growing pauses, then fails', async () => {
    answer(down);
    const run = await start();
    for (const pause of [2, 4, 8, 16]) {
      expect(await library.execute(run)).toBe('resumed later');
      expect(await library.run(run)).toMatchObject({ state: 'queued', error: { code: 'provider_unavailable' } });
      expect((await server.jobs(run)).at(-1)?.after_s).toBeCloseTo(pause, 0);
    }
    expect(await library.stream()).toMatchObject({ last_error: null });
    expect(await library.execute(run)).toBe('ended');
    const error = { code: 'provider_unavailable', fault: 'provider', provider: 'shelf', status: 503 };
    expect(await library.run(run)).toMatchObject({ state: 'failed', attempts: 5, error });
    expect(await library.stream()).toMatchObject({ cursor: null, last_error: error, last_succeeded_at: null });
    expect(await library.logs()).toMatchObject([{ status: 'error', details: { error } }]);
    expect(await library.events()).toMatchObject([{ kind: 'run.failed', payload: { state: 'failed' } }]);
    expect((await server.jobs(run)).length).toBe(5);
  });

  test('and asks for a pause, it gets it', async () => {
    answer({ status: 429, headers: { 'retry-after': '120' }, body: { error: 'slow down' } });
    const run = await start();
    expect(await library.execute(run)).toBe('resumed later');
    expect(await library.run(run)).toMatchObject({ state: 'queued', error: { code: 'rate_limited' } });
    expect((await server.jobs(run)).at(-1)?.after_s).toBeCloseTo(120, 0);
    clearDesk();
    server.clock.advance(120_000);
    expect(await library.execute(run)).toBe('ended');
    expect(await library.run(run)).toMatchObject({ state: 'succeeded', attempts: 2 });
  });

  test('in a way that trying again does not mend, it fails at once', async () => {
    answer({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>sorry</html>' });
    const run = await library.read();
    expect(run).toMatchObject({ state: 'failed', attempts: 1, error: { code: 'decode_failed', fault: 'provider' } });
  });

  test('a later run that succeeds takes the error away', async () => {
    answer({ status: 200, headers: { 'content-type': 'text/html' }, body: '<html>sorry</html>' });
    await library.read();
    clearDesk();
    await library.read();
    expect((await library.stream()).last_error).toBeNull();
  });

  test('in the middle, the next attempt goes on where this one stopped, and progress forgives', async () => {
    desk.loans = someLoans(45, now());
    const run = await start();
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      answer(down);
      expect(await library.execute(run)).toBe('resumed later');
    }
    expect((await library.run(run)).fruitless).toBe(4);
    answer(down, 20);
    // The fifth attempt, but not a fruitless one.
    expect(await library.execute(run)).toBe('resumed later');
    expect(await library.run(run)).toMatchObject({ fruitless: 0, read: 20 });
    expect((await server.jobs(run)).at(-1)?.after_s).toBeCloseTo(2, 0);
    const began = (await library.run(run)).started_at;
    server.clock.advance(60_000);
    desk.before = async () => undefined;
    const positions = watchPositions();
    expect(await library.execute(run)).toBe('ended');
    expect(positions).toEqual([20, 30, 40]);
    // What changed since the first page was asked for is read again next time.
    expect((await library.stream()).cursor).toBe(iso(now() - 60_000));
    expect((await library.run(run)).started_at).toEqual(began);
    expect(await library.run(run)).toMatchObject({
      state: 'succeeded',
      attempts: 6,
      read: 45,
      created: 45,
      error: null,
    });
  });

  test('a full pass that is resumed knows what it saw before, and deletes only what is gone', async () => {
    desk.loans = someLoans(45, now());
    await library.read();
    desk.loans = desk.loans.filter((loan) => loan.id !== 'l0002' && loan.id !== 'l0044');
    const run = await start('loans', { force: true });
    answer(down, 20);
    expect(await library.execute(run)).toBe('resumed later');
    desk.before = async () => undefined;
    expect(await library.execute(run)).toBe('ended');
    expect(await library.run(run)).toMatchObject({ read: 43, deleted: 2, unchanged: 43 });
    expect(await library.keys()).toEqual(desk.loans.map((loan) => loan.id));
  });

  test('after everything was read, only the end is left to do', async () => {
    desk.loans = someLoans(15, now());
    const { asked, release } = hold(10);
    const run = await start();
    const { signal, stop } = stopped();
    const executing = library.execute(run, signal);
    await asked;
    release();
    await executing;
    stop();
    // As if it had died between the last page and the end.
    await library.inTenant(async (trx) => {
      await trx.updateTable('run').set({ state: 'queued' }).where('id', '=', run).execute();
      await trx
        .insertInto('seen_page')
        .values({ tenant_id: library.tenantId, run_id: run, page_no: 1, keys: desk.loans.map((loan) => loan.id) })
        .execute();
    });
    const positions = watchPositions();
    expect(await library.execute(run)).toBe('ended');
    expect(positions).toEqual([]);
    expect((await library.keys()).length).toBe(15);
  });

  test('anywhere, any number of times, while items change and vanish: what is stored at the end is what the vendor has', async () => {
    const strike = fc.record({
      after: fc.integer({ min: 0, max: 5 }),
      change: fc.nat(44),
      remove: fc.option(fc.nat(44)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(strike, { maxLength: 4 }), fc.boolean(), async (strikes, force) => {
        clearDesk();
        library = await server.library();
        desk.loans = someLoans(45, now() - 3_600_000);
        if (force) await library.read();
        const run = await start('loans', { force });
        for (const { after, change, remove } of strikes) {
          let asked = 0;
          desk.before = async () => ((asked += 1) > after ? down : undefined);
          const outcome = await library.execute(run);
          server.clock.advance(1000);
          const id = `l${String(change).padStart(4, '0')}`;
          // Changed items move to the end of the list, which is the only order in which a walk misses nothing.
          desk.loans = desk.loans.map((loan) =>
            loan.id === id ? { ...loan, reader: `changed at ${now()}`, at: now() } : loan,
          );
          if (remove !== null)
            desk.loans = desk.loans.filter((loan) => loan.id !== `l${String(remove).padStart(4, '0')}`);
          if (outcome === 'ended') break;
        }
        desk.before = async () => undefined;
        await library.execute(run);
        // One more of each kind: the first may have passed a change by.
        server.clock.advance(200_000);
        await library.read();
        await library.read('loans', { force: true });
        expect(await library.keys()).toEqual(desk.loans.map((loan) => loan.id).toSorted());
        const { stream_no } = await library.stream();
        const stored = await library.inTenant((trx) =>
          trx
            .selectFrom('record')
            .select(['key', 'data'])
            .where('stream_no', '=', stream_no)
            .where('deleted_at', 'is', null)
            .execute(),
        );
        expect(new Map(stored.map((row) => [row.key, row.data?.['name']]))).toEqual(
          new Map(desk.loans.map((loan) => [loan.id, loan.reader])),
        );
      }),
      { numRuns: 12 },
    );
  });
});

describe('stopping', () => {
  test('puts the run back at its next page, at once due, and the next attempt goes on there', async () => {
    desk.loans = someLoans(45, now());
    const { asked } = hold(30);
    const run = await start();
    const { signal, stop } = stopped();
    const executing = library.execute(run, signal);
    await asked;
    stop();
    expect(await executing).toBe('resumed later');
    expect(await library.run(run)).toMatchObject({ state: 'queued', read: 30, fruitless: 0, error: null });
    expect((await server.jobs(run)).at(-1)?.after_s).toBeLessThan(1);
    desk.before = async () => undefined;
    const positions = watchPositions();
    expect(await library.execute(run)).toBe('ended');
    expect(positions).toEqual([30, 40]);
    expect(await library.run(run)).toMatchObject({ state: 'succeeded', attempts: 2, read: 45, created: 45 });
  });

  test('is nobody’s failure, however often', async () => {
    desk.loans = someLoans(5, now());
    const run = await start();
    for (let time = 1; time <= 6; time += 1) {
      const { asked } = hold();
      const { signal, stop } = stopped();
      const executing = library.execute(run, signal);
      await asked;
      stop();
      expect(await executing).toBe('resumed later');
    }
    answer({ status: 503, body: {} });
    expect(await library.execute(run)).toBe('resumed later');
    desk.before = async () => undefined;
    expect(await library.execute(run)).toBe('ended');
    expect(await library.run(run)).toMatchObject({ state: 'succeeded', attempts: 8 });
  });
});

describe('cancelling', () => {
  const cancel = (run: string) => server.hub.runs.cancel(server.system, library.slug, showId('run', run));
  const cancelled = async (run: string, read: number) => {
    expect(await library.run(run)).toMatchObject({ state: 'cancelled', error: null, finished_at: new Date(now()) });
    expect(await library.stream()).toMatchObject({
      cursor: null,
      checkpoint: null,
      last_full_at: null,
      last_succeeded_at: null,
    });
    expect((await library.logs()).at(-1)).toMatchObject({
      status: 'warning',
      message: `loans: cancelled after ${read} records; a later run starts afresh.`,
    });
    expect((await library.events()).at(-1)).toMatchObject({ kind: 'run.finished', payload: { state: 'cancelled' } });
    expect(await seenPages()).toBe(0);
  };

  test('a queued run ends it at once; its job finds nothing to do', async () => {
    const run = await start();
    expect(await cancel(run)).toMatchObject({ state: 'cancelled' });
    await cancelled(run, 0);
    expect(await library.execute(run)).toBe('not ours');
  });

  test('a running run ends it at its next heartbeat, with what it has stored', async () => {
    desk.loans = someLoans(45, now());
    const { asked } = hold(20);
    const run = await start();
    const executing = library.execute(run);
    await asked;
    expect(await cancel(run)).toMatchObject({ state: 'running' });
    server.clock.advance(2000);
    expect(await executing).toBe('ended');
    await cancelled(run, 20);
    expect((await library.keys()).length).toBe(20);
    // A later run starts from the beginning, sees all, and deletes nothing.
    desk.before = async () => undefined;
    expect(await library.read()).toMatchObject({ mode: 'full', state: 'succeeded', read: 45, deleted: 0 });
  });

  test('a run between two attempts ends it, and forgets what it had seen', async () => {
    desk.loans = someLoans(45, now());
    answer({ status: 503, body: {} }, 20);
    const run = await start();
    await library.execute(run);
    expect(await seenPages()).toBeGreaterThan(0);
    await cancel(run);
    await cancelled(run, 20);
  });

  test('a run whose holder died ends it when it is taken up again', async () => {
    desk.loans = someLoans(5, now());
    const { asked, release } = hold();
    const run = await start();
    const dying = library.execute(run);
    await asked;
    await cancel(run);
    await silentFor(run, 9);
    const requests = (await server.control?.requests('shelf'))?.counts['shelf']?.routes['GET /loans'];
    expect(await library.execute(run)).toBe('ended');
    await cancelled(run, 0);
    expect((await server.control?.requests('shelf'))?.counts['shelf']?.routes['GET /loans']).toBe(requests);
    release();
    expect(await dying).toBe('not ours');
  });

  test('one that has ended changes nothing', async () => {
    const run = await library.read();
    expect(await cancel(run.id)).toMatchObject({ state: 'succeeded' });
    expect((await library.logs()).length).toBe(1);
  });
});

describe('a feed of changes', () => {
  beforeEach(async () => {
    desk.fines = someLoans(15, now() - 1000);
    await library.read('fines');
    server.clock.advance(3_600_000);
  });

  test('is read instead of the list', async () => {
    desk.changes = [
      { id: 'l0001', at: now() - 2000, item: { id: 'l0001', reader: 'Older', at: now() - 2000 } },
      { id: 'l0001', at: now() - 1000, item: { id: 'l0001', reader: 'Newest', at: now() - 1000 } },
      { id: 'l0002', at: now() - 1000, item: null },
    ];
    expect(await library.read('fines')).toMatchObject({
      mode: 'incremental',
      read: 2,
      updated: 2,
      deleted: 0,
      requests: 1,
    });
    expect((await library.keys('fines')).length).toBe(14);
  });

  test('that does not reach back far enough becomes a full pass', async () => {
    server.clock.advance(31 * 86_400_000);
    desk.fines = desk.fines.slice(0, 14);
    expect(await library.read('fines')).toMatchObject({ mode: 'full', state: 'succeeded', read: 14, deleted: 1 });
    expect(await library.stream('fines')).toMatchObject({ cursor: iso(now()), last_full_at: new Date(now()) });
  });

  test('becomes a full pass from its first page, also when an earlier attempt has stored changes', async () => {
    answer({ status: 503, body: {} });
    const run = await start('fines');
    expect(await library.execute(run)).toBe('resumed later');
    server.clock.advance(31 * 86_400_000);
    // As if the attempt had died between two pages of changes, a moment ago.
    await library.inTenant(async (trx) => {
      await trx.updateTable('stream_state').set({ page_no: 1 }).where('stream', '=', 'fines').execute();
      await trx
        .updateTable('run')
        .set({ started_at: new Date(now()) })
        .where('id', '=', run)
        .execute();
    });
    desk.before = async () => undefined;
    expect(await library.execute(run)).toBe('ended');
    expect(await library.run(run)).toMatchObject({ mode: 'full', state: 'succeeded', read: 15, deleted: 0 });
    expect((await library.keys('fines')).length).toBe(15);
  });
});

describe('an integration that changed while its run was waiting', () => {
  test.each([
    ['draft', 'conflict', 'is not connected (draft)'],
    ['needs_reauth', 'auth_revoked', 'needs to be connected again'],
  ] as const)('%s: the run fails and says why', async (state, code, message) => {
    const run = await start();
    await library.inTenant((trx) => trx.updateTable('integration').set({ auth_state: state }).execute());
    expect(await library.execute(run)).toBe('ended');
    const error = { code, message: expect.stringContaining(message) };
    expect(await library.run(run)).toMatchObject({ state: 'failed', attempts: 1, error });
  });

  test('and one whose provider no longer offers the stream', async () => {
    const run = await start();
    await library.inTenant((trx) => trx.updateTable('run').set({ stream: 'scrolls' }).where('id', '=', run).execute());
    expect(await library.execute(run)).toBe('ended');
    expect(await library.run(run)).toMatchObject({
      state: 'failed',
      error: { code: 'unsupported', message: 'Shelf no longer offers the stream "scrolls".' },
    });
  });

  test('disconnected: its run ends, and the next one knows nothing of what it had seen', async () => {
    desk.loans = someLoans(45, now());
    const { asked, release } = hold(20);
    const run = await start();
    const executing = library.execute(run);
    await asked;
    await server.hub.connection.disconnect(server.system, library.slug, library.integration);
    release();
    expect(await executing).toBe('not ours');
    expect(await library.run(run)).toMatchObject({ state: 'cancelled' });
    desk.before = async () => undefined;
    await server.hub.integrations.replace(server.system, library.slug, library.integration, {
      credentials: { api_key: 'key_good1' },
      schedule: null,
    });
    await server.hub.connection.connect(server.system, library.slug, library.integration, { sync: false });
    expect(await library.read()).toMatchObject({ state: 'succeeded', read: 45, deleted: 0 });
    expect(await seenPages()).toBe(0);
  });
});

async function seenPages(): Promise<number> {
  return (await library.inTenant((trx) => trx.selectFrom('seen_page').select('page_no').execute())).length;
}
