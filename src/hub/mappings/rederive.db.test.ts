/** Mapping stored records anew under bad luck: killed half way, taken over, overtaken by other rules and by runs. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { lendingServer, type LendingServer, type Library } from '../../testing/lending-server.ts';
import { mappingAnew, type MappingAnew } from '../../testing/mapping-anew.ts';
import { clearDesk, desk, someLoans } from '../../testing/shelf-loans.ts';

let server: LendingServer;
let library: Library;
let anew: MappingAnew;
beforeAll(async () => {
  server = await lendingServer();
  anew = mappingAnew(server, () => library);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  vi.restoreAllMocks();
  clearDesk();
  library = await server.library();
});

const now = () => server.clock.now();

describe('stopped half way', () => {
  test('it goes on at the page it had not stored', async () => {
    await anew.pages(4);
    const id = await anew.begin();
    expect(await anew.execute(id, anew.stopAfter(2))).toBe('resumed later');
    expect(await anew.last()).toMatchObject({ state: 'queued', pages: 2, total_pages: 4, read: 20, changed: 20 });
    expect((await anew.names()).filter((name) => name.startsWith('READER'))).toHaveLength(20);
    expect(await anew.execute(id)).toBe('ended');
    expect(await anew.last()).toMatchObject({ state: 'succeeded', pages: 4, read: 40, changed: 40 });
  });

  test('by death, too: it is taken over when its holder is silent, and what that stores later is refused', async () => {
    await anew.pages(2);
    const id = await anew.begin();
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    let arrived = () => {};
    const frozen = new Promise<void>((resolve) => (arrived = resolve));
    anew.atFirstPage(async (store) => {
      arrived();
      await held;
      return store();
    });
    const dying = anew.execute(id);
    await frozen;
    await expect(anew.execute(id)).rejects.toMatchObject({ code: 'conflict' });
    await anew.setRow(id, { heartbeat_at: new Date(Date.now() - 9000) });
    expect(await anew.execute(id)).toBe('ended');
    go();
    expect(await dying).toBe('not ours');
    expect(await anew.last()).toMatchObject({ state: 'succeeded', read: 20, changed: 20 });
    expect(await anew.execute(id)).toBe('not ours');
  });

  test('a page whose answer was lost is stored once', async () => {
    await anew.pages(2);
    const id = await anew.begin();
    anew.atFirstPage(async (store) => {
      await store();
      return store();
    });
    expect(await anew.execute(id)).toBe('ended');
    expect(await anew.last()).toMatchObject({ pages: 2, read: 20, changed: 20 });
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
          await anew.pages(3);
          const id = await anew.begin();
          for (const { stop, change, full } of strikes) {
            const outcome = await anew.execute(id, anew.stopAfter(stop));
            server.clock.advance(10_000);
            desk.loans = desk.loans.map((loan, i) =>
              i === change ? { ...loan, reader: `Other ${now()}`, at: now() } : loan,
            );
            await library.read('loans', { force: full });
            if (outcome === 'ended') break;
          }
          await anew.execute(id);
          expect(await anew.last()).toMatchObject({ state: 'succeeded' });
          expect(await anew.names()).toEqual(
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
    await anew.pages(3);
    const first = await anew.begin();
    expect(await anew.execute(first, anew.stopAfter(1))).toBe('resumed later');
    const second = await anew.begin('$lowercase(raw.reader)');
    expect((await anew.row(first)).state).toBe('superseded');
    expect(await anew.execute(first)).toBe('not ours');
    expect(await anew.execute(second)).toBe('ended');
    expect(new Set((await anew.names()).map((name) => name.slice(0, 6)))).toEqual(new Set(['reader']));
  });

  test('while it works: its next page is refused', async () => {
    await anew.pages(2);
    const first = await anew.begin();
    anew.atFirstPage(async (store) => {
      await anew.begin('raw.id');
      return store();
    });
    expect(await anew.execute(first)).toBe('not ours');
    expect(await anew.execute((await anew.last()).id)).toBe('ended');
    expect((await anew.names())[0]).toBe('l0000');
  });

  test('by a run from before: it waits, and goes through what that stored', async () => {
    await anew.pages(1);
    desk.loans = someLoans(30, now());
    let id = '';
    const meanwhile: string[] = [];
    desk.before = async ({ query }) => {
      // In the middle of the run, and so soon that it goes on with the rules it knows.
      if (query.get('from') === '20') {
        id = await anew.begin();
        meanwhile.push(await anew.execute(id), (await anew.last()).state);
      }
      return undefined;
    };
    expect(await library.read('loans', { force: true })).toMatchObject({ state: 'succeeded' });
    expect(meanwhile).toEqual(['resumed later', 'queued']);
    expect(await anew.execute(id)).toBe('ended');
    expect(await anew.last()).toMatchObject({ state: 'succeeded' });
    expect((await anew.row(id)).pass).toBe(2);
    expect((await anew.names()).every((name) => name.startsWith('READER'))).toBe(true);
  });

  test('by a record that changes between reading and storing: the newer state stays, and is mapped', async () => {
    await anew.pages(1);
    const id = await anew.begin();
    const meanwhile: (string | undefined)[] = [];
    anew.atFirstPage(async (store) => {
      desk.loans = desk.loans.map((loan, i) => (i === 4 ? { ...loan, reader: 'Newer', at: now() } : loan));
      await library.read();
      const answer = await store();
      // Not for a moment does anybody see the older state again.
      meanwhile.push((await anew.names())[4]);
      return answer;
    });
    expect(await anew.execute(id)).toBe('ended');
    expect([...meanwhile, (await anew.names())[4]]).toEqual(['NEWER', 'NEWER']);
    expect(await anew.last()).toMatchObject({ state: 'succeeded' });
  });

  test('by the removal of its integration: nothing is left, and nothing fails', async () => {
    await anew.pages(1);
    const id = await anew.begin();
    const { tenantId } = library;
    anew.atFirstPage(async (store) => {
      await server.hub.integrations.remove(server.system, library.slug, library.integration, 'Shelf');
      return store();
    });
    expect(await anew.execute(id)).toBe('not ours');
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
    await anew.pages(3);
    await library.inTenant(async (trx) => {
      const [, second] = await trx.selectFrom('raw_page').select('id').orderBy('id').execute();
      await trx
        .updateTable('raw_page')
        .set({ sealed: Buffer.from('damaged') })
        .where('id', '=', second?.id ?? '')
        .execute();
    });
    const id = await anew.begin();
    expect(await anew.execute(id)).toBe('ended');
    expect(await anew.last()).toMatchObject({ state: 'partial', read: 20, changed: 20, failed: 10 });
    expect((await anew.names()).filter((name) => name.startsWith('Reader'))).toHaveLength(10);
  });
});
