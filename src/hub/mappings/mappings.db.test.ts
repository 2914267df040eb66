/** A tenant's rules from end to end, on a real database and with real children: saved, in force, and what is stored mapped anew. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Provider } from '../../contract/index.ts';
import { lendingServer, type LendingServer, type Library } from '../../testing/lending-server.ts';
import { mappingAnew, type MappingAnew } from '../../testing/mapping-anew.ts';
import { clearDesk, desk, lendingRegistry, lendingShelf, someLoans, upgradedShelf } from '../../testing/shelf-loans.ts';
import { showId } from '../ids.ts';

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
const hub = () => server.hub.mappings;
const asked = (at: string) => ({ target: at, expression: 'raw.reader' });
const upper = { target: 'name', expression: '$uppercase(raw.reader)' };
const shelfmark = { target: 'custom.shelfmark', expression: '"S" & $substring(raw.id, 1)' };
const versions = () => library.inTenant((trx) => trx.selectFrom('record_version').selectAll().orderBy('seq').execute());
const feed = async () =>
  (await library.inTenant((trx) => trx.selectFrom('feed').select('seq').executeTakeFirstOrThrow())).seq;

describe('saving', () => {
  test('makes a version after the other, which never changes and is in force for nobody yet', async () => {
    expect(await anew.get()).toMatchObject({ version: null, rules: [], active_version: null, rederivation: null });
    expect((await anew.get()).fields).toEqual(['name', 'status', 'options']);
    const first = await anew.save([upper]);
    expect(first).toMatchObject({
      version: 1,
      rules: [{ ...upper, enabled: true }],
      active_version: null,
      created_by: 'system:test',
      created_at: new Date(now()).toISOString(),
    });
    expect((await anew.save([upper, { ...shelfmark, enabled: false }])).version).toBe(2);
    const page = await hub().versions(server.system, library.slug, anew.loans(), { limit: 1 });
    expect(page.data).toMatchObject([{ version: 2, active: false, rules: [upper, { ...shelfmark, enabled: false }] }]);
    const next = await hub().versions(server.system, library.slug, anew.loans(), { cursor: page.next_cursor ?? '' });
    expect(next).toMatchObject({ data: [{ version: 1, rules: [upper] }], next_cursor: null });
    await expect(library.inTenant((trx) => trx.updateTable('mapping').set({ rules: '[]' }).execute())).rejects.toThrow(
      'permission denied',
    );
    desk.loans = someLoans(1, now());
    await library.read();
    expect((await anew.records())[0]?.data).toMatchObject({ name: 'Reader 0' });
  });

  test('refuses what can never work, naming each rule', async () => {
    const error = await anew
      .save([
        { target: 'nme', expression: 'raw.reader' },
        { target: 'name', expression: 'raw.[' },
        { target: 'name', expression: '$now()' },
        { target: 'custom.Big', expression: '1' },
      ])
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'invalid_request' });
    const problems = (error as { details: { problems: { path: string; message: string }[] } }).details.problems;
    expect(problems.map(({ path }) => path)).toEqual([
      'rules.0.target',
      'rules.2.target',
      'rules.3.target',
      'rules.1.expression',
      'rules.2.expression',
    ]);
    expect(problems[1]?.message).toBe('rule 1 has this target already');
    expect(problems[3]?.message).toMatch(/\(at character 5\)$/);
    await expect(anew.save([{ target: 'name', expression: 'x'.repeat(4001) }])).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(anew.save([{ target: 'name', expression: '' }])).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(anew.save(Array.from({ length: 101 }, (_, i) => asked(`custom.a${i}`)))).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect((await anew.get()).version).toBeNull();
  });

  test('takes any text that can be kept, and says of other text where it is', async () => {
    const kept = { target: 'custom.greeting', expression: '/* 😀 Größe */ "日本 " & raw.reader' };
    expect((await anew.save([kept])).rules).toEqual([{ ...kept, enabled: true }]);
    for (const odd of ['\ud800', '\u0000'])
      await expect(anew.save([upper, { target: 'custom.x', expression: `"${odd}"` }])).rejects.toMatchObject({
        code: 'invalid_request',
        details: { problems: [{ path: 'rules.1.expression', message: expect.stringContaining('cannot be stored') }] },
      });
  });

  test('of two at once, each is kept; and who expects a version is told when it is another', async () => {
    const both = await Promise.all([anew.save([upper]), anew.save([shelfmark])]);
    expect(new Set(both.map(({ version }) => version))).toEqual(new Set([1, 2]));
    await expect(anew.save([], { expected_version: 1 })).rejects.toMatchObject({
      code: 'conflict',
      details: { meta: { version: 2 } },
    });
    expect((await anew.save([], { expected_version: 2 })).version).toBe(3);
  });

  test('a version says why it was saved, where somebody said so', async () => {
    expect(await anew.save([upper], { note: 'The board wants capitals' })).toMatchObject({
      note: 'The board wants capitals',
    });
    expect((await anew.save([shelfmark])).note).toBeNull();
    const { data } = await hub().versions(server.system, library.slug, anew.loans());
    expect(data.map(({ note }) => note)).toEqual([null, 'The board wants capitals']);
    await expect(anew.save([], { note: 'x'.repeat(501) })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('restoring saves old rules again', async () => {
    await anew.save([upper]);
    await anew.save([shelfmark]);
    const restored = await hub().restore(server.system, library.slug, anew.loans(), 1);
    expect(restored).toMatchObject({ version: 3, restored_from: 1, rules: [upper] });
    await expect(hub().restore(server.system, library.slug, anew.loans(), 9)).rejects.toMatchObject({
      code: 'not_found',
    });
    const audit = await server.hub.audit.list(server.system, library.slug, { limit: 200 });
    expect(audit.data.slice(-3).map(({ action, details }) => [action, details])).toEqual([
      ['mapping.saved', { stream: 'loans', version: 1, rules: 1 }],
      ['mapping.saved', { stream: 'loans', version: 2, rules: 1 }],
      ['mapping.restored', { stream: 'loans', version: 3, rules: 1, restored_from: 1 }],
    ]);
  });

  test('is for those who may connect; unknown streams and integrations are named', async () => {
    const { key } = await server.hub.apiKeys.create(server.system, library.slug, { name: 'viewer', scopes: ['read'] });
    const at = `/api/tenants/${library.slug}/integrations/${library.integration}/mappings`;
    const status = async (method: string, path: string, body?: object) =>
      (await server.ask(method, at + path, { key, ...(body === undefined ? {} : { body }) })).status;
    expect(await status('GET', '')).toBe(200);
    expect(await status('GET', '/loans/versions')).toBe(200);
    expect(await status('PUT', '/loans', { rules: [] })).toBe(403);
    // Running what somebody wrote takes more than looking.
    for (const path of ['/loans/preview', '/loans/diff', '/loans/apply', '/loans/versions/1/restore'])
      expect([path, await status('POST', path, {})]).toEqual([path, 403]);
    await expect(hub().get(server.system, library.slug, { ...anew.loans(), stream: 'lones' })).rejects.toThrow(
      'There is no stream "lones"; there are loans, fines.',
    );
    await expect(
      hub().get(server.system, library.slug, {
        ...anew.loans(),
        integration: showId('int', '01983f2c-0000-7000-8000-000000000001'),
      }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(hub().apply(server.system, library.slug, anew.loans())).rejects.toThrow('has no mapping yet');
  });
});

describe('in force', () => {
  test('rules follow the built-in map on new pages; custom fields land under custom', async () => {
    await anew.save([upper, shelfmark]);
    await anew.apply();
    desk.loans = someLoans(12, now());
    expect(await library.read()).toMatchObject({ state: 'succeeded', created: 12, failed: 0 });
    expect((await anew.records())[11]).toMatchObject({
      data: { name: 'READER 11', status: 'active', custom: { shelfmark: 'S0011' } },
      problem: null,
    });
  });

  test('a rule that fails leaves its field, says why on the record, and the run is partial', async () => {
    await anew.save([
      upper,
      { target: 'status', expression: 'raw.id = "l0003" ? "lost" : "archived"' },
      { target: 'custom.n', expression: 'raw.id = "l0004" ? $number(raw.reader) : 1' },
    ]);
    await anew.apply();
    desk.loans = someLoans(6, now());
    expect(await library.read()).toMatchObject({ state: 'partial', created: 6, failed: 2 });
    const stored = await anew.records();
    expect(stored[3]).toMatchObject({
      data: { name: 'READER 3', status: 'active', custom: { n: 1 } },
      problem: { message: expect.stringMatching(/^mapping rules: status: .*"active"\|"archived"/) },
    });
    expect(stored[4]).toMatchObject({
      data: { name: 'READER 4', status: 'archived', custom: {} },
      problem: { message: 'mapping rules: custom.n: Unable to cast value to a number: (a value)' },
    });
    expect(stored[5]?.problem).toBeNull();
  });

  test('also while a run is under way: its next pages follow', async () => {
    desk.loans = someLoans(30, now());
    await anew.save([upper]);
    desk.before = async ({ query }) => {
      if (query.get('from') === '20') {
        await hub().apply(server.system, library.slug, anew.loans());
        server.clock.advance(6_000);
      }
      return undefined;
    };
    await library.read();
    const names = (await anew.records()).map(({ data }) => data?.['name']);
    expect([names[0], names[29]]).toEqual(['Reader 0', 'READER 29']);
    const { rederivation } = await anew.get();
    expect(await anew.execute(rederivation?.id ?? '')).toBe('ended');
    expect((await anew.names()).every((name) => name.startsWith('READER'))).toBe(true);
  });

  test('whatever characters they answer: as they are where they can be stored, and mapped anew to the same', async () => {
    await anew.save([
      { target: 'name', expression: '"Ωmega 😀 " & raw.reader' },
      { target: 'custom.odd', expression: '["\\u0000", "\\ud800", "e\\u0301", "\\u202e"]' },
    ]);
    await anew.apply();
    desk.loans = someLoans(1, now());
    expect(await library.read()).toMatchObject({ state: 'succeeded' });
    const [stored] = await anew.records();
    expect(stored?.data).toMatchObject({
      name: 'Ωmega 😀 Reader 0',
      custom: { odd: ['\ufffd', '\ufffd', 'e\u0301', '\u202e'] },
    });
    expect((await anew.apply()).rederivation).toMatchObject({ state: 'succeeded', read: 1, changed: 0 });
  });

  test('what a dry run foretells is with them, too', async () => {
    await anew.save([{ target: 'name', expression: '1' }]);
    await anew.apply();
    desk.loans = someLoans(3, now());
    const { dry_runs: reports } = await server.hub.runs.sync(server.system, library.slug, library.integration, {
      streams: ['loans'],
      dry_run: true,
    });
    expect(reports).toMatchObject([{ would_create: 3, failed: 3 }]);
  });
});

describe('mapping stored records anew', () => {
  test('asks no vendor, writes what changes only, with feed, history and one event a page', async () => {
    desk.loans = someLoans(25, now());
    await library.read();
    const before = await anew.records();
    const [was, events] = [await feed(), (await library.events()).length];
    desk.before = async () => {
      throw new Error('the vendor was asked');
    };
    await anew.save([{ target: 'name', expression: 'raw.id = "l0002" or raw.id = "l0021" ? $uppercase(raw.reader)' }]);
    const applied = await anew.apply();
    expect(applied).toMatchObject({
      active_version: 1,
      rederivation: { state: 'succeeded', read: 25, changed: 2, failed: 0, error: null, mapping_version: 1 },
    });
    expect(applied.rederivation?.pages).toBe(applied.rederivation?.total_pages);
    const after = await anew.records();
    expect(await feed()).toBe(was + 2);
    // The same state at the vendor, understood differently.
    const expected = before.map((old, i) => {
      const { seq, updated_at } = after[i] ?? old;
      const name = `READER ${Number(old.key.slice(1))}`;
      return i === 2 || i === 21 ? { ...old, seq, updated_at, data: { ...old.data, name } } : old;
    });
    expect(after).toEqual(expected);
    expect(after.filter(({ seq }) => seq > was).map(({ key }) => key)).toEqual(['l0002', 'l0021']);
    expect(await versions()).toMatchObject([
      { key: 'l0002', data: { name: 'Reader 2' }, seq: before[2]?.seq, replaced_seq: after[2]?.seq },
      { key: 'l0021', data: { name: 'Reader 21' }, seq: before[21]?.seq, replaced_seq: after[21]?.seq },
    ]);
    const told = (await library.events()).slice(events).filter(({ kind }) => kind === 'records');
    expect(told.map(({ from_seq, to_seq }) => [from_seq, to_seq])).toEqual(
      told.length === 1
        ? [[was + 1, was + 2]]
        : [
            [was + 1, was + 1],
            [was + 2, was + 2],
          ],
    );
    expect((await library.logs()).at(-1)).toMatchObject({
      action: 'mapping',
      status: 'success',
      message: 'loans: mapped anew with version 1 of its mapping: 25 records, 2 changed.',
    });
    // Again, nothing is different.
    expect((await anew.apply()).rederivation).toMatchObject({ state: 'succeeded', read: 25, changed: 0 });
    expect(await feed()).toBe(was + 2);
  });

  test('taking all rules away brings the built-in values back', async () => {
    desk.loans = someLoans(3, now());
    await library.read();
    const before = (await anew.records()).map(({ data }) => data);
    await anew.save([upper, shelfmark]);
    await anew.apply();
    expect((await anew.records()).map(({ data }) => data)).not.toEqual(before);
    await anew.save([]);
    await anew.apply();
    expect((await anew.records()).map(({ data }) => data)).toEqual(before);
  });

  test('of a stream without records is done at once', async () => {
    await anew.save([upper]);
    expect((await anew.apply()).rederivation).toMatchObject({ state: 'succeeded', pages: 0, total_pages: 0, read: 0 });
  });

  test('leaves deleted records as they were', async () => {
    desk.loans = someLoans(5, now());
    await library.read();
    desk.loans = desk.loans.slice(1);
    await library.read('loans', { force: true });
    await anew.save([upper]);
    expect((await anew.apply()).rederivation).toMatchObject({ read: 4, changed: 4 });
    expect((await anew.records())[0]).toMatchObject({ key: 'l0000', data: { name: 'Reader 0' } });
    // Back again, it is mapped like everything else.
    desk.loans = someLoans(5, now());
    await library.read('loans', { force: true });
    expect((await anew.records())[0]).toMatchObject({ deleted_at: null, data: { name: 'READER 0' } });
  });

  test('a record that could not be mapped, and can be now, is mapped', async () => {
    desk.loans = someLoans(2, now());
    provider = upgradedShelf(1, (reader) => {
      if (reader === 'Reader 1') throw new RangeError('cannot');
      return reader;
    });
    expect(await library.read()).toMatchObject({ state: 'partial', failed: 1 });
    expect((await anew.records())[1]).toMatchObject({
      data: null,
      problem: { message: 'It could not be mapped: cannot.' },
    });
    provider = lendingShelf;
    await anew.save([upper]);
    expect((await anew.apply()).rederivation).toMatchObject({ state: 'succeeded', changed: 2, failed: 0 });
    expect((await anew.records())[1]).toMatchObject({ data: { name: 'READER 1' }, problem: null });
  });
});
