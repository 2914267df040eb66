/** A dry run reads as a run does, says what would change, and writes nothing. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lendingServer, type LendingServer, type Library } from '../../testing/lending-server.ts';
import { clearDesk, desk, someLoans, type Loan } from '../../testing/shelf-loans.ts';
import type { SyncInput } from './run-views.ts';

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

/** Of one stream; fails when anything at all was written, or a run was started. */
async function dryRun(input: SyncInput = {}, stream = 'loans') {
  const before = await everything();
  const { system, hub } = server;
  const asked = { streams: [stream], dry_run: true, ...input };
  const answer = await hub.runs.sync(system, library.slug, library.integration, asked);
  expect(answer).toMatchObject({ sync_id: null, runs: [] });
  expect(await everything()).toEqual(before);
  expect(answer.dry_runs.length).toBe(1);
  return answer.dry_runs[0]!;
}

/** All a run may write. */
const everything = () =>
  library.inTenant(async (trx) => ({
    records: await trx.selectFrom('record').selectAll().orderBy('key').execute(),
    versions: await trx.selectFrom('record_version').selectAll().orderBy('seq').execute(),
    pages: await trx.selectFrom('raw_page').select('id').orderBy('id').execute(),
    feed: await trx.selectFrom('feed').select('seq').execute(),
    streams: await trx.selectFrom('stream_state').selectAll().orderBy('stream_no').execute(),
    runs: await trx.selectFrom('run').selectAll().orderBy('id').execute(),
    seen: await trx.selectFrom('seen_page').selectAll().execute(),
    deletions: await trx.selectFrom('deletion').selectAll().execute(),
    outbox: await trx.selectFrom('outbox').selectAll().orderBy('id').execute(),
    log: await trx.selectFrom('integration_log').selectAll().orderBy('id').execute(),
  }));

describe('a dry run', () => {
  test('before anything was read says that all would be created', async () => {
    desk.loans = someLoans(25, now());
    const report = await dryRun();
    expect(report).toMatchObject({ stream: 'loans', mode: 'full', read: 25, would_create: 25, error: null });
    expect(report).toMatchObject({ would_update: 0, would_delete: 0, would_hold: false, failed: 0 });
    expect(report.sample.length).toBe(20);
    expect(report.sample[0]).toEqual({ key: 'l0000', change: 'create' });
  });

  test('of an incremental run asks from the stored cursor and leaves it there', async () => {
    desk.loans = someLoans(3, now() - 3_600_000);
    await library.read();
    const cursor = Date.parse((await library.stream()).cursor ?? '');
    server.clock.advance(3_600_000);
    desk.loans.push({ id: 'new', reader: 'New', at: now() });
    let since: string | null = null;
    desk.before = async ({ query }) => void (since = query.get('since'));
    expect(await dryRun()).toMatchObject({ mode: 'incremental', read: 1, would_create: 1, would_update: 0 });
    expect(Number(since)).toBe(cursor - 120_000);
    const moment = new Date(now() - 1000).toISOString();
    expect(await dryRun({ since: moment })).toMatchObject({ mode: 'incremental', would_create: 1 });
    expect(Number(since)).toBe(Date.parse(moment));
    expect(await dryRun({ force: true })).toMatchObject({ mode: 'full', read: 4, would_create: 1 });
    expect(since).toBeNull();
  });

  test('names a few of what would change, and how', async () => {
    desk.loans = someLoans(4, now());
    await library.read();
    desk.loans = [
      desk.loans[0]!,
      { ...desk.loans[1]!, reader: 'Other' },
      desk.loans[2]!,
      { id: 'x', reader: 'X', at: now() },
    ];
    expect((await dryRun({ force: true })).sample).toEqual([
      { key: 'l0001', change: 'update' },
      { key: 'x', change: 'create' },
      { key: 'l0003', change: 'delete' },
    ]);
  });

  test('of a feed of changes; what that does not reach any more, by a full pass', async () => {
    desk.fines = someLoans(3, now());
    await library.read('fines');
    server.clock.advance(60_000);
    desk.changes = [{ id: 'l0001', at: now(), item: null }];
    expect(await dryRun({}, 'fines')).toMatchObject({ mode: 'incremental', read: 1, would_delete: 1 });
    server.clock.advance(31 * 86_400_000);
    expect(await dryRun({}, 'fines')).toMatchObject({ mode: 'full', read: 3, would_delete: 0, would_update: 0 });
  });

  test.each([
    { stored: 150, left: 40, held: true },
    { stored: 101, left: 1, held: false },
    { stored: 1, left: 0, held: true },
    { stored: 0, left: 0, held: false },
  ])('$stored stored and $left left at the vendor: a person would be asked: $held', async ({ stored, left, held }) => {
    desk.loans = someLoans(stored, now());
    await library.read();
    desk.loans = desk.loans.slice(0, left);
    const report = await dryRun({ force: true });
    expect(report).toMatchObject({ would_delete: stored - left, would_hold: held });
    expect((await library.read('loans', { force: true })).state === 'partial').toBe(held);
  });

  test('that fails says why, as its answer', async () => {
    desk.before = async () => ({ status: 503, body: { error: 'down' } });
    expect(await dryRun()).toMatchObject({
      read: 0,
      error: { code: 'provider_unavailable', fault: 'provider', status: 503 },
    });
  });

  test('of a stream that the provider no longer offers says so', async () => {
    await library.inTenant((trx) =>
      trx.updateTable('stream_state').set({ stream: 'scrolls' }).where('stream', '=', 'loans').execute(),
    );
    expect(await dryRun({}, 'scrolls')).toMatchObject({
      error: { code: 'unsupported', message: 'Shelf no longer offers the stream "scrolls".' },
    });
  });

  test('of a stream the account does not have finds nothing', async () => {
    desk.before = async () => ({ status: 404, body: {} });
    expect(await dryRun()).toMatchObject({ read: 0, would_create: 0, error: null });
  });

  test('of all streams reports each of them', async () => {
    desk.loans = someLoans(2, now());
    const { system, hub } = server;
    const { dry_runs } = await hub.runs.sync(system, library.slug, library.integration, { dry_run: true });
    expect(dry_runs.map((report) => [report.stream, report.would_create])).toEqual([
      ['loans', 2],
      ['fines', 0],
    ]);
  });

  test('foretells what the run then does', async () => {
    const item: fc.Arbitrary<Omit<Loan, 'id'>> = fc.record({
      reader: fc.constantFrom<string | number>('a', 'b', 7) as fc.Arbitrary<string>,
      at: fc.constant(Date.parse('2026-11-20T00:00:00Z')),
    });
    const state = fc.dictionary(fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5'), item, { noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(fc.array(state, { minLength: 2, maxLength: 4 }), async (states) => {
        library = await server.library();
        for (const content of states) {
          desk.loans = Object.entries(content).map(([id, fields]) => ({ id, ...fields }));
          // What is newer is told by the second.
          server.clock.advance(5000);
          const foretold = await dryRun({ force: true });
          const run = await library.read('loans', { force: true });
          expect(run).toMatchObject({
            read: foretold.read,
            created: foretold.would_create,
            updated: foretold.would_update,
            deleted: foretold.would_hold ? 0 : foretold.would_delete,
            failed: foretold.failed,
          });
        }
      }),
      { numRuns: 15 },
    );
  });
});
