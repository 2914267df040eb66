/** Built-in maps that change with an upgrade, are taken back, or are known to some processes only: what is stored follows. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Provider } from '../../contract/index.ts';
import { lendingServer, type LendingServer, type Library } from '../../testing/lending-server.ts';
import { mappingAnew, type MappingAnew } from '../../testing/mapping-anew.ts';
import { clearDesk, desk, lendingRegistry, lendingShelf, someLoans, upgradedShelf } from '../../testing/shelf-loans.ts';

/** What the registry answers: a test may upgrade it. */
let provider: Provider = lendingShelf;
let server: LendingServer;
let library: Library;
let anew: MappingAnew;
beforeAll(async () => {
  server = await lendingServer({ registry: { ...lendingRegistry, load: async () => provider } });
  anew = mappingAnew(server, () => library);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  vi.restoreAllMocks();
  provider = lendingShelf;
  clearDesk();
  library = await server.library();
});

const now = () => server.clock.now();

describe('a changed built-in map', () => {
  test('maps what is stored anew with the next run, by itself, and only once', async () => {
    await anew.pages(2);
    provider = upgradedShelf(2, (reader) => `Dr ${reader}`);
    server.clock.advance(1000);
    expect(await library.read()).toMatchObject({ state: 'succeeded' });
    const { id, ...begun } = await anew.last();
    expect(begun).toMatchObject({ reason: 'map_version', state: 'queued', map_version: 2, mapping_version: null });
    server.clock.advance(1000);
    await library.read();
    expect((await anew.last()).id).toBe(id);
    expect(await anew.execute(id)).toBe('ended');
    expect((await anew.names()).every((name) => name.startsWith('Dr Reader'))).toBe(true);
    expect(await library.stream()).toMatchObject({ map_version: 2 });
    expect((await library.logs()).at(-1)).toMatchObject({
      message: 'loans: mapped anew with version 2 of its built-in map: 20 records, 20 changed.',
    });
    server.clock.advance(1000);
    await library.read();
    expect((await anew.last()).id).toBe(id);
  });

  test('or when a worker starts; with the rules in force', async () => {
    await anew.pages(1);
    expect(await anew.execute(await anew.begin())).toBe('ended');
    provider = upgradedShelf(3, (reader) => `Dr ${reader}`);
    server.clock.advance(1000);
    expect(await server.hub.rederivations.beginDue()).toBeGreaterThan(0);
    expect(await anew.last()).toMatchObject({ reason: 'map_version', map_version: 3, mapping_version: 1 });
    expect(await anew.execute((await anew.last()).id)).toBe('ended');
    // The rule reads raw: what it says stays.
    expect((await anew.names())[0]).toBe('READER 0');
    expect(await anew.last()).toMatchObject({ read: 10, changed: 0 });
    expect(await library.stream()).toMatchObject({ map_version: 3 });
  });

  test('of a stream that holds nothing is noted, and no more', async () => {
    provider = upgradedShelf(2, (reader) => `Dr ${reader}`);
    desk.loans = someLoans(3, now());
    await library.read();
    expect(await library.stream()).toMatchObject({ map_version: 2 });
    expect((await anew.get()).rederivation).toBeNull();
    expect((await anew.names())[0]).toBe('Dr Reader 0');
  });

  test('is left to processes that have it', async () => {
    await anew.pages(1);
    provider = upgradedShelf(2, (reader) => `Dr ${reader}`);
    await server.hub.rederivations.beginDue();
    const { id } = await anew.last();
    // A process from before the upgrade takes the job.
    provider = lendingShelf;
    expect(await anew.execute(id)).toBe('resumed later');
    expect((await anew.names())[0]).toBe('Reader 0');
    provider = upgradedShelf(2, (reader) => `Dr ${reader}`);
    expect(await anew.execute(id)).toBe('ended');
    expect((await anew.names())[0]).toBe('Dr Reader 0');
  });

  test('that is taken back and comes again is mapped again; so is what an old process stores meanwhile', async () => {
    await anew.pages(1);
    provider = upgradedShelf(2, (reader) => `Dr ${reader}`);
    await server.hub.rederivations.beginDue();
    expect(await anew.execute((await anew.last()).id)).toBe('ended');
    provider = lendingShelf;
    desk.loans = [...desk.loans, ...someLoans(12, now()).slice(10)];
    await library.read();
    expect((await anew.names()).slice(9)).toEqual(['Dr Reader 9', 'Reader 10', 'Reader 11']);
    expect(await library.stream()).toMatchObject({ map_version: 1 });
    provider = upgradedShelf(2, (reader) => `Dr ${reader}`);
    server.clock.advance(1000);
    await server.hub.rederivations.beginDue();
    const { id } = await anew.last();
    // Once more by an old process, in the middle of the work.
    desk.before = async () => {
      provider = upgradedShelf(2, (reader) => `Dr ${reader}`);
      expect(await anew.execute(id)).toBe('resumed later');
      provider = lendingShelf;
      return undefined;
    };
    provider = lendingShelf;
    desk.loans = [...desk.loans, ...someLoans(13, now() + 1000).slice(12)];
    await library.read();
    desk.before = async () => undefined;
    provider = upgradedShelf(2, (reader) => `Dr ${reader}`);
    expect(await anew.execute(id)).toBe('ended');
    expect((await anew.names()).every((name) => name.startsWith('Dr'))).toBe(true);
    expect(await library.stream()).toMatchObject({ map_version: 2 });
  });

  test('whose mapping anew failed is not begun again with every run', async () => {
    await anew.pages(1);
    provider = upgradedShelf(2, (reader) => `Dr ${reader}`);
    await server.hub.rederivations.beginDue();
    const { id } = await anew.last();
    const { loans: _gone, ...streams } = lendingShelf.streams;
    provider = { ...lendingShelf, streams };
    expect(await anew.execute(id)).toBe('ended');
    expect(await anew.last()).toMatchObject({ state: 'failed', error: { code: 'unsupported' } });
    provider = upgradedShelf(2, (reader) => `Dr ${reader}`);
    server.clock.advance(60_000);
    await library.read();
    expect((await anew.last()).id).toBe(id);
    server.clock.advance(3_600_000);
    await library.read();
    expect((await anew.last()).id).not.toBe(id);
  });
});
