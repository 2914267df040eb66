/** A tenant's rules from end to end, on a real database and with real children: saved, tried, in force, and what is stored mapped anew. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defineProvider, type Provider } from '../contract/index.ts';
import { openRegistry } from '../wiring/registry.ts';
import { lendingServer, type LendingServer, type Library } from '../testing/lending-server.ts';
import { clearDesk, desk, lendingShelf, someLoans } from '../testing/shelf-loans.ts';
import { readId, showId } from './ids.ts';
import type { MappingView } from './mapping-views.ts';
import { showRecordId } from './record-views.ts';

/** What the registry answers: a test may upgrade it. */
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
const asked = (at: string) => ({ target: at, expression: 'raw.reader' });
const save = (rules: { target: string; expression: string; enabled?: boolean }[], more = {}) =>
  hub().save(server.system, library.slug, loans(), { rules, ...more });
const get = () => hub().get(server.system, library.slug, loans());
const upper = { target: 'name', expression: '$uppercase(raw.reader)' };
const shelfmark = { target: 'custom.shelfmark', expression: '"S" & $substring(raw.id, 1)' };

/** Applies the latest version and does the work a worker would do. */
async function apply(signal = new AbortController().signal): Promise<MappingView> {
  server.clock.advance(1000);
  const { rederivation } = await hub().apply(server.system, library.slug, loans());
  await execute(rederivation?.id ?? '', signal);
  return get();
}
const execute = (shown: string, signal = new AbortController().signal) =>
  server.hub.rederivations.execute(library.tenantId, readId('der', shown), signal);

const records = () =>
  library.inTenant(async (trx) => {
    const { stream_no } = await library.stream();
    return trx.selectFrom('record').selectAll().where('stream_no', '=', stream_no).orderBy('key').execute();
  });
const versions = () => library.inTenant((trx) => trx.selectFrom('record_version').selectAll().orderBy('seq').execute());
const feed = async () =>
  (await library.inTenant((trx) => trx.selectFrom('feed').select('seq').executeTakeFirstOrThrow())).seq;

describe('saving', () => {
  test('makes a version after the other, which never changes and is in force for nobody yet', async () => {
    expect(await get()).toMatchObject({ version: null, rules: [], active_version: null, rederivation: null });
    expect((await get()).fields).toEqual(['name', 'status', 'options']);
    const first = await save([upper]);
    expect(first).toMatchObject({
      version: 1,
      rules: [{ ...upper, enabled: true }],
      active_version: null,
      created_by: 'system:test',
      created_at: new Date(now()).toISOString(),
    });
    expect((await save([upper, { ...shelfmark, enabled: false }])).version).toBe(2);
    const page = await hub().versions(server.system, library.slug, loans(), { limit: 1 });
    expect(page.data).toMatchObject([{ version: 2, active: false, rules: [upper, { ...shelfmark, enabled: false }] }]);
    const next = await hub().versions(server.system, library.slug, loans(), { cursor: page.next_cursor ?? '' });
    expect(next).toMatchObject({ data: [{ version: 1, rules: [upper] }], next_cursor: null });
    await expect(library.inTenant((trx) => trx.updateTable('mapping').set({ rules: '[]' }).execute())).rejects.toThrow(
      'permission denied',
    );
    desk.loans = someLoans(1, now());
    await library.read();
    expect((await records())[0]?.data).toMatchObject({ name: 'Reader 0' });
  });

  test('refuses what can never work, naming each rule', async () => {
    const error = await save([
      { target: 'nme', expression: 'raw.reader' },
      { target: 'name', expression: 'raw.[' },
      { target: 'name', expression: '$now()' },
      { target: 'custom.Big', expression: '1' },
    ]).catch((thrown: unknown) => thrown);
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
    await expect(save([{ target: 'name', expression: 'x'.repeat(4001) }])).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(save([{ target: 'name', expression: '' }])).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(save(Array.from({ length: 101 }, (_, i) => asked(`custom.a${i}`)))).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect((await get()).version).toBeNull();
  });

  test('of two at once, each is kept; and who expects a version is told when it is another', async () => {
    const both = await Promise.all([save([upper]), save([shelfmark])]);
    expect(both.map(({ version }) => version).toSorted()).toEqual([1, 2]);
    await expect(save([], { expected_version: 1 })).rejects.toMatchObject({
      code: 'conflict',
      details: { meta: { version: 2 } },
    });
    expect((await save([], { expected_version: 2 })).version).toBe(3);
  });

  test('restoring saves old rules again', async () => {
    await save([upper]);
    await save([shelfmark]);
    const restored = await hub().restore(server.system, library.slug, loans(), 1);
    expect(restored).toMatchObject({ version: 3, restored_from: 1, rules: [upper] });
    await expect(hub().restore(server.system, library.slug, loans(), 9)).rejects.toMatchObject({ code: 'not_found' });
    const audit = await server.hub.audit.list(server.system, library.slug, { limit: 200 });
    expect(audit.data.slice(-3).map(({ action, details }) => [action, details])).toEqual([
      ['mapping.saved', { stream: 'loans', version: 1, rules: 1 }],
      ['mapping.saved', { stream: 'loans', version: 2, rules: 1 }],
      ['mapping.restored', { stream: 'loans', version: 3, rules: 1, restored_from: 1 }],
    ]);
  });

  test('is for those who may connect; unknown streams and integrations are named', async () => {
    const { key } = await server.tenant(`viewer-${now()}-${Math.random().toString(36).slice(2)}`, ['read']);
    expect(
      (
        await server.ask('PUT', `/api/tenants/${library.slug}/integrations/${library.integration}/mappings/loans`, {
          key,
          body: { rules: [] },
        })
      ).status,
    ).toBe(404);
    await expect(hub().get(server.system, library.slug, { ...loans(), stream: 'lones' })).rejects.toThrow(
      'There is no stream "lones"; there are loans, fines.',
    );
    await expect(
      hub().get(server.system, library.slug, {
        ...loans(),
        integration: showId('int', '01983f2c-0000-7000-8000-000000000001'),
      }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(hub().apply(server.system, library.slug, loans())).rejects.toThrow('has no mapping yet');
  });
});

describe('in force', () => {
  test('rules follow the built-in map on new pages; custom fields land under custom', async () => {
    await save([upper, shelfmark]);
    await apply();
    desk.loans = someLoans(12, now());
    expect(await library.read()).toMatchObject({ state: 'succeeded', created: 12, failed: 0 });
    expect((await records())[11]).toMatchObject({
      data: { name: 'READER 11', status: 'active', custom: { shelfmark: 'S0011' } },
      problem: null,
    });
  });

  test('a rule that fails leaves its field, says why on the record, and the run is partial', async () => {
    await save([
      upper,
      { target: 'status', expression: 'raw.id = "l0003" ? "lost" : "archived"' },
      { target: 'custom.n', expression: 'raw.id = "l0004" ? $number(raw.reader) : 1' },
    ]);
    await apply();
    desk.loans = someLoans(6, now());
    expect(await library.read()).toMatchObject({ state: 'partial', created: 6, failed: 2 });
    const stored = await records();
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
    await save([upper]);
    desk.before = async ({ query }) => {
      if (query.get('from') === '20') {
        await hub().apply(server.system, library.slug, loans());
        server.clock.advance(6_000);
      }
      return undefined;
    };
    await library.read();
    const names = (await records()).map(({ data }) => data?.['name']);
    expect([names[0], names[29]]).toEqual(['Reader 0', 'READER 29']);
    const { rederivation } = await get();
    expect(await execute(rederivation?.id ?? '')).toBe('ended');
    expect((await records()).every(({ data }) => String(data?.['name']).startsWith('READER'))).toBe(true);
  });

  test('what a dry run foretells is with them, too', async () => {
    await save([{ target: 'name', expression: '1' }]);
    await apply();
    desk.loans = someLoans(3, now());
    const { dry_runs: reports } = await server.hub.runs.sync(server.system, library.slug, library.integration, {
      streams: ['loans'],
      dry_run: true,
    });
    expect(reports).toMatchObject([{ would_create: 3, failed: 3 }]);
  });
});

describe('trying rules out', () => {
  beforeEach(async () => {
    desk.loans = someLoans(25, now());
    await library.read();
  });

  test('on a few records: raw, before, after, what changes, what went wrong, what answered nothing', async () => {
    const { data } = await hub().preview(server.system, library.slug, loans(), {
      rules: [
        upper,
        shelfmark,
        { target: 'status', expression: '"gone"' },
        { target: 'options', expression: 'raw.optoins' },
      ],
      limit: 2,
    });
    expect(data).toHaveLength(2);
    // Those of the page stored last, whichever that is.
    const n = Number(data[0]?.key.slice(1));
    expect(data[0]).toMatchObject({
      raw: { id: data[0]?.key, reader: `Reader ${n}` },
      unified: { name: `Reader ${n}`, custom: {} },
      before: { name: `Reader ${n}` },
      after: { name: `READER ${n}`, status: 'active', custom: { shelfmark: `S${data[0]?.key.slice(1)}` } },
      changes: [
        { field: 'name', before: `Reader ${n}`, after: `READER ${n}` },
        { field: 'custom.shelfmark', after: `S${data[0]?.key.slice(1)}` },
      ],
      errors: [{ target: 'status', message: expect.stringContaining('archived') }],
      unset: ['options'],
    });
    expect((await records())[0]?.data).toMatchObject({ name: 'Reader 0' });
  });

  test('on records that are named, with a saved version', async () => {
    await save([upper]);
    await save([shelfmark]);
    const { stream_no: streamNo } = await library.stream();
    const id = showRecordId({ streamNo, key: 'l0013' });
    const first = await hub().preview(server.system, library.slug, loans(), { records: [id], version: 1 });
    expect(first.data).toMatchObject([{ id, changes: [{ field: 'name', after: 'READER 13' }] }]);
    const latest = await hub().preview(server.system, library.slug, loans(), { records: [id] });
    expect(latest.data).toMatchObject([{ id, changes: [{ field: 'custom.shelfmark', after: 'S0013' }] }]);
    const none = hub().preview(server.system, library.slug, loans(), {
      records: [showRecordId({ streamNo, key: 'nobody' })],
    });
    await expect(none).rejects.toMatchObject({ code: 'not_found' });
    const both = hub().preview(server.system, library.slug, loans(), { rules: [], version: 1 });
    await expect(both).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('on all: counts, fields and samples, exactly what applying then does', async () => {
    await save([
      { target: 'name', expression: 'raw.id < "l0010" ? $uppercase(raw.reader)' },
      { target: 'status', expression: 'raw.id = "l0020" ? "lost"' },
    ]);
    const diff = await hub().diff(server.system, library.slug, loans());
    expect(diff).toMatchObject({ examined: 25, complete: true, would_change: 11, would_fail: 1, fields: { name: 10 } });
    expect(diff.sample).toHaveLength(11);
    expect(diff.sample.find(({ key }) => key === 'l0020')).toMatchObject({
      changes: [],
      problem: /^mapping rules: status/,
    });
    const { rederivation } = await apply();
    expect(rederivation).toMatchObject({ state: 'partial', read: 25, changed: 11, failed: 1 });
    expect(await hub().diff(server.system, library.slug, loans())).toMatchObject({ would_change: 0, would_fail: 1 });
  });

  test('stops after so many records, and says so', async () => {
    const diff = await hub().diff(server.system, library.slug, loans(), { rules: [upper], limit: 10 });
    expect(diff).toMatchObject({ examined: 10, complete: false, would_change: 10 });
    const all = await hub().diff(server.system, library.slug, loans(), { rules: [upper], limit: 25 });
    expect(all).toMatchObject({ examined: 25, complete: true });
  });
});

describe('mapping stored records anew', () => {
  test('asks no vendor, writes what changes only, with feed, history and one event a page', async () => {
    desk.loans = someLoans(25, now());
    await library.read();
    const before = await records();
    const [was, events] = [await feed(), (await library.events()).length];
    desk.before = async () => {
      throw new Error('the vendor was asked');
    };
    await save([{ target: 'name', expression: 'raw.id = "l0002" or raw.id = "l0021" ? $uppercase(raw.reader)' }]);
    const applied = await apply();
    expect(applied).toMatchObject({
      active_version: 1,
      rederivation: { state: 'succeeded', read: 25, changed: 2, failed: 0, error: null, mapping_version: 1 },
    });
    expect(applied.rederivation?.pages).toBe(applied.rederivation?.total_pages);
    const after = await records();
    expect(await feed()).toBe(was + 2);
    after.forEach((record, i) => {
      const old = before[i];
      if (record.key !== 'l0002' && record.key !== 'l0021') return expect(record).toEqual(old);
      // The same state at the vendor, understood differently.
      expect(record).toEqual({
        ...old,
        seq: record.seq,
        updated_at: record.updated_at,
        data: { ...old?.data, name: `READER ${Number(record.key.slice(1))}` },
      });
      expect(record.seq).toBeGreaterThan(was);
    });
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
    expect((await apply()).rederivation).toMatchObject({ state: 'succeeded', read: 25, changed: 0 });
    expect(await feed()).toBe(was + 2);
  });

  test('taking all rules away brings the built-in values back', async () => {
    desk.loans = someLoans(3, now());
    await library.read();
    const before = (await records()).map(({ data }) => data);
    await save([upper, shelfmark]);
    await apply();
    expect((await records()).map(({ data }) => data)).not.toEqual(before);
    await save([]);
    await apply();
    expect((await records()).map(({ data }) => data)).toEqual(before);
  });

  test('of a stream without records is done at once', async () => {
    await save([upper]);
    expect((await apply()).rederivation).toMatchObject({ state: 'succeeded', pages: 0, total_pages: 0, read: 0 });
  });

  test('leaves deleted records as they were', async () => {
    desk.loans = someLoans(5, now());
    await library.read();
    desk.loans = desk.loans.slice(1);
    await library.read('loans', { force: true });
    await save([upper]);
    expect((await apply()).rederivation).toMatchObject({ read: 4, changed: 4 });
    expect((await records())[0]).toMatchObject({ key: 'l0000', data: { name: 'Reader 0' } });
    // Back again, it is mapped like everything else.
    desk.loans = someLoans(5, now());
    await library.read('loans', { force: true });
    expect((await records())[0]).toMatchObject({ deleted_at: null, data: { name: 'READER 0' } });
  });

  test('a record that could not be mapped, and can be now, is mapped', async () => {
    desk.loans = someLoans(2, now());
    const { map, ...rest } = lendingShelf.streams['loans']!;
    provider = defineProvider({
      ...lendingShelf,
      streams: {
        ...lendingShelf.streams,
        loans: {
          ...rest,
          map: (raw: never, context: never) => {
            if ((raw as { id: string }).id === 'l0001') throw new RangeError('cannot');
            return map(raw, context);
          },
        } as never,
      },
    });
    expect(await library.read()).toMatchObject({ state: 'partial', failed: 1 });
    expect((await records())[1]).toMatchObject({ data: null, problem: { message: 'It could not be mapped: cannot.' } });
    provider = lendingShelf;
    await save([upper]);
    expect((await apply()).rederivation).toMatchObject({ state: 'succeeded', changed: 2, failed: 0 });
    expect((await records())[1]).toMatchObject({ data: { name: 'READER 1' }, problem: null });
  });
});
