/** Mapping stored records anew under bad luck: killed half way, taken over, overtaken by other rules and by runs; and built-in maps that change. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { defineProvider, z, type ListStream, type Provider } from '../contract/index.ts';
import { openRegistry } from '../wiring/registry.ts';
import { lendingServer, type LendingServer, type Library } from '../testing/lending-server.ts';
import { clearDesk, desk, lendingShelf, someLoans, type Loan } from '../testing/shelf-loans.ts';
import { startWorker } from '../worker/index.ts';
import { readId } from './ids.ts';
import type { RederivationView } from './mapping-views.ts';

let provider: Provider = lendingShelf;
let server: LendingServer;
let library: Library;
beforeAll(async () => {
  server = await lendingServer({ registry: openRegistry({ shelf: async () => ({ default: provider }) }) });
});
afterAll(() => server?.stop());
beforeEach(async () => {
  provider = lendingShelf;
  clearDesk();
  library = await server.library();
});

const now = () => server.clock.now();
const loans = () => ({ integration: library.integration, stream: 'loans' });
const hub = () => server.hub.mappings;
const last = async (): Promise<RederivationView> => {
  const { rederivation } = await hub().get(server.system, library.slug, loans());
  if (rederivation === null) throw new Error('nothing is mapped anew');
  return rederivation;
};
const execute = (shown: string, signal = new AbortController().signal) =>
  server.hub.rederivations.execute(library.tenantId, readId('der', shown), signal);

/** Saves rules and brings them into force; the work is left to do. */
async function begin(expression = '$uppercase(raw.reader)'): Promise<string> {
  server.clock.advance(1000);
  await hub().save(server.system, library.slug, loans(), { rules: [{ target: 'name', expression }] });
  const { rederivation } = await hub().apply(server.system, library.slug, loans());
  return rederivation?.id ?? '';
}

/** So many raw pages of ten records: a run each, because small pages are stored together. */
async function pages(count: number): Promise<void> {
  const all = someLoans(count * 10, 0);
  for (let i = 1; i <= count; i += 1) {
    desk.loans = all.slice(0, i * 10).map((loan, at): Loan => ({ ...loan, at: Math.floor(at / 10) * 1000 + 1000 }));
    await library.read('loans', { force: true });
  }
}

const names = async () =>
  (
    await library.inTenant(async (trx) => {
      const { stream_no } = await library.stream();
      return trx
        .selectFrom('record')
        .select(['key', 'data'])
        .where('stream_no', '=', stream_no)
        .orderBy('key')
        .execute();
    })
  ).map(({ data }) => String(data?.['name']));
const row = (shown: string) =>
  library.inTenant((trx) =>
    trx.selectFrom('rederivation').selectAll().where('id', '=', readId('der', shown)).executeTakeFirstOrThrow(),
  );
const setRow = (shown: string, set: object) =>
  library.inTenant((trx) => trx.updateTable('rederivation').set(set).where('id', '=', readId('der', shown)).execute());

type Query = (text: string, values: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;
let query: Query;
beforeEach(() => {
  vi.restoreAllMocks();
  ({ query } = server.composition.store.statements);
});

/** Does this instead, the first time a page is about to be stored. */
function atFirstPage(instead: (store: () => ReturnType<Query>) => ReturnType<Query>): void {
  const spy = vi.spyOn(server.composition.store.statements, 'query').mockImplementation((text, values) => {
    if (!text.includes('store_rederived_v1')) return query(text, values);
    spy.mockImplementation(query);
    return instead(() => query(text, values));
  });
}

/** Stops the holder after so many pages are stored. */
function stopAfter(count: number): AbortSignal {
  const stop = new AbortController();
  let stored = 0;
  vi.spyOn(server.composition.store.statements, 'query').mockImplementation(async (text, values) => {
    const answer = await query(text, values);
    if (text.includes('store_rederived_v1') && (stored += 1) === count) stop.abort(new Error('stopping'));
    return answer;
  });
  return stop.signal;
}

describe('stopped half way', () => {
  test('it goes on at the page it had not stored', async () => {
    await pages(4);
    const id = await begin();
    expect(await execute(id, stopAfter(2))).toBe('resumed later');
    expect(await last()).toMatchObject({ state: 'queued', pages: 2, total_pages: 4, read: 20, changed: 20 });
    expect((await names()).filter((name) => name.startsWith('READER'))).toHaveLength(20);
    expect(await execute(id)).toBe('ended');
    expect(await last()).toMatchObject({ state: 'succeeded', pages: 4, read: 40, changed: 40 });
  });

  test('by death, too: it is taken over when its holder is silent, and what that stores later is refused', async () => {
    await pages(2);
    const id = await begin();
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    let arrived = () => {};
    const frozen = new Promise<void>((resolve) => (arrived = resolve));
    atFirstPage(async (store) => {
      arrived();
      await held;
      return store();
    });
    const dying = execute(id);
    await frozen;
    await expect(execute(id)).rejects.toMatchObject({ code: 'conflict' });
    await setRow(id, { heartbeat_at: new Date(Date.now() - 9000) });
    expect(await execute(id)).toBe('ended');
    go();
    expect(await dying).toBe('not ours');
    expect(await last()).toMatchObject({ state: 'succeeded', read: 20, changed: 20 });
    expect(await execute(id)).toBe('not ours');
  });

  test('a page whose answer was lost is stored once', async () => {
    await pages(2);
    const id = await begin();
    atFirstPage(async (store) => {
      await store();
      return store();
    });
    expect(await execute(id)).toBe('ended');
    expect(await last()).toMatchObject({ pages: 2, read: 20, changed: 20 });
  });

  test('anywhere, any number of times, while the vendor changes things: in the end everything stored follows the rules', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ stop: fc.integer({ min: 1, max: 3 }), change: fc.nat(29), full: fc.boolean() }), {
          maxLength: 4,
        }),
        async (strikes) => {
          clearDesk();
          library = await server.library();
          await pages(3);
          const id = await begin();
          for (const { stop, change, full } of strikes) {
            const outcome = await execute(id, stopAfter(stop));
            server.clock.advance(10_000);
            desk.loans = desk.loans.map((loan, i) =>
              i === change ? { ...loan, reader: `Other ${now()}`, at: now() } : loan,
            );
            await library.read('loans', { force: full });
            if (outcome === 'ended') break;
          }
          await execute(id);
          expect(await last()).toMatchObject({ state: 'succeeded' });
          expect(await names()).toEqual(
            desk.loans.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((loan) => loan.reader.toUpperCase()),
          );
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('overtaken', () => {
  test('by other rules: it stops, and the newer does all the work', async () => {
    await pages(3);
    const first = await begin();
    expect(await execute(first, stopAfter(1))).toBe('resumed later');
    const second = await begin('$lowercase(raw.reader)');
    expect((await row(first)).state).toBe('superseded');
    expect(await execute(first)).toBe('not ours');
    expect(await execute(second)).toBe('ended');
    expect(new Set((await names()).map((name) => name.slice(0, 6)))).toEqual(new Set(['reader']));
  });

  test('while it works: its next page is refused', async () => {
    await pages(2);
    const first = await begin();
    atFirstPage(async (store) => {
      await begin('raw.id');
      return store();
    });
    expect(await execute(first)).toBe('not ours');
    expect(await execute((await last()).id)).toBe('ended');
    expect((await names())[0]).toBe('l0000');
  });

  test('by a run from before: it waits, and goes through what that stored', async () => {
    await pages(1);
    desk.loans = someLoans(30, now());
    let id = '';
    desk.before = async ({ query }) => {
      // In the middle of the run, and so soon that it goes on with the rules it knows.
      if (query.get('from') === '20') {
        id = await begin();
        expect(await execute(id)).toBe('resumed later');
        expect(await last()).toMatchObject({ state: 'queued' });
      }
      return undefined;
    };
    expect(await library.read('loans', { force: true })).toMatchObject({ state: 'succeeded' });
    expect(await execute(id)).toBe('ended');
    expect(await last()).toMatchObject({ state: 'succeeded' });
    expect((await row(id)).pass).toBe(2);
    expect((await names()).every((name) => name.startsWith('READER'))).toBe(true);
  });

  test('by a record that changes between reading and storing: the newer state stays, and is mapped', async () => {
    await pages(1);
    const id = await begin();
    atFirstPage(async (store) => {
      desk.loans = desk.loans.map((loan, i) => (i === 4 ? { ...loan, reader: 'Newer', at: now() } : loan));
      await library.read();
      return store();
    });
    expect(await execute(id)).toBe('ended');
    expect((await names())[4]).toBe('NEWER');
    expect(await last()).toMatchObject({ state: 'succeeded' });
  });

  test('by the removal of its integration: nothing is left, and nothing fails', async () => {
    await pages(1);
    const id = await begin();
    const { tenantId } = library;
    atFirstPage(async (store) => {
      await server.hub.integrations.remove(server.system, library.slug, library.integration, 'Shelf');
      return store();
    });
    expect(await execute(id)).toBe('not ours');
    for (const table of ['record', 'record_version', 'raw_page', 'mapping', 'rederivation'] as const) {
      const { rows } = await server.composition.store.inTenant(tenantId, (trx) =>
        sql`select 1 from ${sql.table(table)}`.execute(trx),
      );
      expect([table, rows]).toEqual([table, []]);
    }
  });
});

describe('a raw page that does not open', () => {
  test('costs its own records; the others are mapped, and the state says so', async () => {
    await pages(3);
    await library.inTenant(async (trx) => {
      const [, second] = await trx.selectFrom('raw_page').select('id').orderBy('id').execute();
      await trx
        .updateTable('raw_page')
        .set({ sealed: Buffer.from('damaged') })
        .where('id', '=', second?.id ?? '')
        .execute();
    });
    const id = await begin();
    expect(await execute(id)).toBe('ended');
    expect(await last()).toMatchObject({ state: 'partial', read: 20, changed: 20, failed: 10 });
    expect((await names()).filter((name) => name.startsWith('Reader'))).toHaveLength(10);
  });
});

/** The shelf with another version of its built-in map of loans. */
function upgraded(version: number, name: (reader: string) => string): Provider {
  const before = lendingShelf.streams['loans'];
  if (before === undefined || !('request' in before)) throw new Error('loans are listed');
  const raw = z.looseObject({ id: z.string(), reader: z.string(), at: z.number() });
  const loansAnew: ListStream<z.output<typeof raw>, 'tracking_category'> = {
    ...before,
    model: 'tracking_category',
    raw,
    mapVersion: version,
    map: ({ reader }) => ({ name: name(reader), status: 'active', options: [], custom: {} }),
  };
  return defineProvider({ ...lendingShelf, streams: { ...lendingShelf.streams, loans: loansAnew as never } });
}

describe('a changed built-in map', () => {
  test('maps what is stored anew with the next run, by itself, and only once', async () => {
    await pages(2);
    provider = upgraded(2, (reader) => `Dr ${reader}`);
    server.clock.advance(1000);
    expect(await library.read()).toMatchObject({ state: 'succeeded' });
    const { id, ...begun } = await last();
    expect(begun).toMatchObject({ reason: 'map_version', state: 'queued', map_version: 2, mapping_version: null });
    server.clock.advance(1000);
    await library.read();
    expect((await last()).id).toBe(id);
    expect(await execute(id)).toBe('ended');
    expect((await names()).every((name) => name.startsWith('Dr Reader'))).toBe(true);
    expect(await library.stream()).toMatchObject({ map_version: 2 });
    expect((await library.logs()).at(-1)).toMatchObject({
      message: 'loans: mapped anew with version 2 of its built-in map: 20 records, 20 changed.',
    });
    server.clock.advance(1000);
    await library.read();
    expect((await last()).id).toBe(id);
  });

  test('or when a worker starts; with the rules in force', async () => {
    await pages(1);
    expect(await execute(await begin())).toBe('ended');
    provider = upgraded(3, (reader) => `Dr ${reader}`);
    server.clock.advance(1000);
    expect(await server.hub.rederivations.beginDue()).toBeGreaterThan(0);
    expect(await last()).toMatchObject({ reason: 'map_version', map_version: 3, mapping_version: 1 });
    expect(await execute((await last()).id)).toBe('ended');
    // The rule reads raw: what it says stays.
    expect((await names())[0]).toBe('READER 0');
    expect(await last()).toMatchObject({ read: 10, changed: 0 });
    expect(await library.stream()).toMatchObject({ map_version: 3 });
  });

  test('of a stream that holds nothing is noted, and no more', async () => {
    provider = upgraded(2, (reader) => `Dr ${reader}`);
    desk.loans = someLoans(3, now());
    await library.read();
    expect(await library.stream()).toMatchObject({ map_version: 2 });
    expect((await hub().get(server.system, library.slug, loans())).rederivation).toBeNull();
    expect((await names())[0]).toBe('Dr Reader 0');
  });

  test('is left to processes that have it', async () => {
    await pages(1);
    provider = upgraded(2, (reader) => `Dr ${reader}`);
    await server.hub.rederivations.beginDue();
    const { id } = await last();
    // A process from before the upgrade takes the job.
    provider = lendingShelf;
    expect(await execute(id)).toBe('resumed later');
    expect((await names())[0]).toBe('Reader 0');
    provider = upgraded(2, (reader) => `Dr ${reader}`);
    expect(await execute(id)).toBe('ended');
    expect((await names())[0]).toBe('Dr Reader 0');
  });

  test('that is taken back and comes again is mapped again; so is what an old process stores meanwhile', async () => {
    await pages(1);
    provider = upgraded(2, (reader) => `Dr ${reader}`);
    await server.hub.rederivations.beginDue();
    expect(await execute((await last()).id)).toBe('ended');
    provider = lendingShelf;
    desk.loans = [...desk.loans, ...someLoans(12, now()).slice(10)];
    await library.read();
    expect((await names()).slice(9)).toEqual(['Dr Reader 9', 'Reader 10', 'Reader 11']);
    expect(await library.stream()).toMatchObject({ map_version: 1 });
    provider = upgraded(2, (reader) => `Dr ${reader}`);
    server.clock.advance(1000);
    await server.hub.rederivations.beginDue();
    const { id } = await last();
    // Once more by an old process, in the middle of the work.
    desk.before = async () => {
      provider = upgraded(2, (reader) => `Dr ${reader}`);
      expect(await execute(id)).toBe('resumed later');
      provider = lendingShelf;
      return undefined;
    };
    provider = lendingShelf;
    desk.loans = [...desk.loans, ...someLoans(13, now() + 1000).slice(12)];
    await library.read();
    desk.before = async () => undefined;
    provider = upgraded(2, (reader) => `Dr ${reader}`);
    expect(await execute(id)).toBe('ended');
    expect((await names()).every((name) => name.startsWith('Dr'))).toBe(true);
    expect(await library.stream()).toMatchObject({ map_version: 2 });
  });

  test('whose mapping anew failed is not begun again with every run', async () => {
    await pages(1);
    provider = upgraded(2, (reader) => `Dr ${reader}`);
    await server.hub.rederivations.beginDue();
    const { id } = await last();
    const { fines } = lendingShelf.streams;
    provider = defineProvider({ ...lendingShelf, streams: { fines: fines as never } });
    expect(await execute(id)).toBe('ended');
    expect(await last()).toMatchObject({ state: 'failed', error: { code: 'unsupported' } });
    provider = upgraded(2, (reader) => `Dr ${reader}`);
    server.clock.advance(60_000);
    await library.read();
    expect((await last()).id).toBe(id);
    server.clock.advance(3_600_000);
    await library.read();
    expect((await last()).id).not.toBe(id);
  });
});

describe('a worker', () => {
  test('does the work, begins what is due, and adopts what a dead process left', async () => {
    await pages(2);
    const other = library;
    library = await server.library();
    await pages(1);
    const mine = await begin();
    const dead = await begin('raw.id');
    // A command line that was killed: running, without a job, silent.
    await setRow(dead, { state: 'running', attempts: 1, heartbeat_at: new Date(Date.now() - 40_000) });
    const changed = upgraded(2, (reader) => `Dr ${reader}`);
    provider = changed;
    const { hub: served, composition } = server;
    const worker = await startWorker({
      hub: served,
      queue: composition.queue,
      log: composition.context.log,
      concurrency: 4,
    });
    await vi.waitFor(
      async () => {
        expect((await row(mine)).state).toBe('superseded');
        expect(['succeeded', 'superseded']).toContain((await row(dead)).state);
        expect((await names())[0]).toBe('l0000');
        const { rederivation } = await served.mappings.get(server.system, other.slug, {
          integration: other.integration,
          stream: 'loans',
        });
        expect(rederivation).toMatchObject({ state: 'succeeded', reason: 'map_version', changed: 20 });
      },
      { timeout: 20_000, interval: 100 },
    );
    await worker.stop();
  });
});
