/** What is never kept, what viewers see, and how long what is kept; over HTTP, too. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LendingServer, Library } from '../../testing/lending-server.ts';
import { dataOf, everything, lend, peopleServer, type Enrolled, type Reader } from '../../testing/privacy-vendor.ts';
import { clearDesk, desk } from '../../testing/shelf-loans.ts';
import { masked } from './masking.ts';
import type { Principal } from '../access/principal.ts';
import { showRecordId } from '../records/record-views.ts';

let server: LendingServer;
let library: Library;
beforeAll(async () => {
  server = await peopleServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  clearDesk();
  library = await server.library();
});

const planted = ['0491 570 158', 'Planted Lane 5', 'planted-note'];
const ann: Reader = {
  id: 'r1',
  reader: 'Ann Smith',
  email: 'ann@example.com',
  phone: '0491 570 158',
  note: 'planted-note',
  deep: { places: [{ street: 'Planted Lane 5', kind: 'home' }] },
  at: 1000,
};
const course: Enrolled = { id: 'e1', reader: 'Ann Smith', who: 'r1', course: 'First Aid', at: 1000 };
const dropped_fields = ['phone', 'note', '**.street'];
const change = (fields: readonly string[], stream = 'people') =>
  server.hub.streams.change(server.system, library.slug, library.integration, stream, { dropped_fields: [...fields] });
async function found(): Promise<readonly string[]> {
  const all = await everything(server, library);
  return planted.filter((value) => all.includes(value));
}
/** Waits until the calls so far are written into the log. */
const logged = () => server.hub.exchanges.list(server.system, library.slug, library.integration);
async function executeErasures(): Promise<void> {
  const rows = await library.inTenant((trx) =>
    trx.selectFrom('erasure').select('id').where('state', '=', 'queued').execute(),
  );
  for (const { id } of rows) await server.hub.privacy.execute(library.tenantId, id, new AbortController().signal);
}

describe('fields that are never kept', () => {
  test('are in no table, page, state or body, while the rest is as ever', async () => {
    await change(dropped_fields);
    await executeErasures();
    lend({ readers: [ann] });
    await library.read('people', { force: true });
    lend({ readers: [{ ...ann, reader: 'Ann Jones', at: 2000 }] });
    await library.read('people', { force: true });
    // A call that fails is logged with its bodies, in which the vendor repeats everything.
    desk.before = async () => ({
      status: 400,
      body: { message: 'no', sent: [ann], phone: '0491 570 158', note: 'planted-note' },
    });
    await library.read('people', { force: true });
    await logged();
    const bodies = (await everything(server, library)).split('\n').filter((line) => line.startsWith('bodies'));
    expect(bodies.length).toBeGreaterThan(0);
    expect(await found()).toEqual([]);
    expect(await dataOf(library, 'people', 'r1')).toMatchObject({ full_name: 'Ann Jones', phones: [], custom: {} });
  });

  test('without the setting they are found: the test would see them', async () => {
    lend({ readers: [ann] });
    await library.read('people');
    expect(await found()).toEqual(planted);
  });

  test('go from what is stored when they are dropped later, and an unchanged record is not read as changed', async () => {
    lend({ readers: [ann], enrolled: [course] });
    await library.read('people');
    lend({ readers: [{ ...ann, reader: 'Ann Jones', at: 2000 }], enrolled: [course] });
    await library.read('people', { force: true });
    desk.before = async () => ({ status: 400, body: { message: 'no', free: 'Planted Lane 5 and planted-note' } });
    await library.read('people', { force: true });
    await logged();
    desk.before = async () => undefined;
    expect(await found()).toEqual(planted);
    const view = await change(dropped_fields);
    expect(view.dropped_fields).toEqual(dropped_fields);
    await executeErasures();
    expect(await found()).toEqual([]);
    expect(await dataOf(library, 'people', 'r1')).toMatchObject({
      full_name: 'Ann Jones',
      email: 'ann@example.com',
      phones: [],
    });
    expect(await library.read('people', { force: true })).toMatchObject({
      state: 'succeeded',
      updated: 0,
      unchanged: 1,
    });
    // Kept again, they come with the next run: it reads everything.
    await change([]);
    expect(await library.read('people')).toMatchObject({ mode: 'full', updated: 1 });
    expect(await dataOf(library, 'people', 'r1')).toMatchObject({ phones: [{ number: '0491 570 158' }] });
  });

  test('dropped while a run reads them: the run goes on without them', async () => {
    lend({ readers: [ann] });
    desk.before = async () => {
      desk.before = async () => undefined;
      await change(dropped_fields);
      await executeErasures();
      return undefined;
    };
    const [run = ''] = await library.sync({ streams: ['people'] });
    expect(await library.execute(run)).toBe('resumed later');
    expect(await library.execute(run)).toBe('ended');
    expect(await library.keys('people')).toEqual(['r1']);
    expect(await found()).toEqual([]);
  });

  test('what the built-in map cannot do without is refused, and so is what is no path', async () => {
    await expect(change(['reader'])).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('needed'),
    });
    for (const path of ['', 'a..b', '.a', 'a.**', 'a\nb'])
      await expect(change([path])).rejects.toMatchObject({ code: 'invalid_request' });
    const operator: Principal = { kind: 'tenant_member', id: 'u', tenantId: library.tenantId, role: 'operator' };
    await expect(
      server.hub.streams.change(operator, library.slug, library.integration, 'people', { dropped_fields }),
    ).rejects.toMatchObject({ code: 'permission_denied' });
  });
});

describe('a viewer', () => {
  const secret = /Ann|Smith|ann@example|0491|Planted|planted/;
  const viewer = (): Principal => ({ kind: 'tenant_member', id: 'v', tenantId: library.tenantId, role: 'viewer' });
  let record: string;
  beforeEach(async () => {
    lend({ readers: [ann], enrolled: [course] });
    await library.read('people');
    await library.read('enrolments');
    lend({ readers: [{ ...ann, phone: '0491 570 159', at: 2000 }], enrolled: [course] });
    await library.read('people', { force: true });
    record = showRecordId({ streamNo: (await library.stream('people')).stream_no, key: 'r1' });
  });

  test('is shown records, history, changes and raw without what is personal', async () => {
    const { records, changes } = server.hub;
    const { slug } = library;
    const seen = [
      await records.listModel(viewer(), slug, 'student'),
      await records.listModel(viewer(), slug, 'student', { updated_since: '2020-01-01T00:00:00Z' }),
      await records.listModel(viewer(), slug, 'enrolment'),
      await records.listIntegration(viewer(), slug, library.integration),
      await records.get(viewer(), slug, { record }),
      await records.get(viewer(), slug, { record }, { raw: 'true' }),
      await records.history(viewer(), slug, { record }),
      await changes.list(viewer(), slug),
    ];
    for (const one of seen) {
      expect(JSON.stringify(one)).not.toMatch(secret);
      expect(JSON.stringify(one)).toContain(masked);
    }
    expect(seen[5]).toMatchObject({
      data: { email: masked, status: 'active', middle_name: null, phones: [{ kind: 'mobile', number: masked }] },
      raw: { email: masked, deep: { places: [{ street: masked }] } },
    });
    expect(seen[2]).toMatchObject({
      data: [{ data: { student_name: masked, course_name: 'First Aid', fee: '110.00' } }],
    });
  });

  test('everybody else is shown them', async () => {
    const operator: Principal = { kind: 'tenant_member', id: 'o', tenantId: library.tenantId, role: 'operator' };
    const key: Principal = { kind: 'tenant_key', id: 'k', tenantId: library.tenantId, scopes: ['read'] };
    for (const one of [operator, key])
      expect(JSON.stringify(await server.hub.records.get(one, library.slug, { record }, { raw: 'true' }))).toMatch(
        secret,
      );
  });

  test('may not look for people, and sees no bodies of calls', async () => {
    desk.before = async () => ({ status: 400, body: { message: 'no', first_name: 'Ann' } });
    await library.read('people', { force: true });
    const { exchanges } = server.hub;
    const { data } = await exchanges.list(viewer(), library.slug, library.integration, { failed: 'true' });
    const [line] = data;
    expect(line).toMatchObject({ has_bodies: true });
    expect(await exchanges.get(viewer(), library.slug, library.integration, line?.id ?? '')).toMatchObject({
      bodies: null,
    });
    await expect(server.hub.privacy.export(viewer(), library.slug, { record })).rejects.toMatchObject({
      code: 'permission_denied',
    });
  });

  test('is what a key with the right `view` is; previews of mappings mask by the same rule', async () => {
    const { slug } = library;
    const { key } = await server.hub.apiKeys.create(server.system, slug, { name: 'looks', scopes: ['view'] });
    const answer = await server.ask('GET', '/api/records/student', { key });
    expect(answer.status).toBe(200);
    expect(answer.body.data[0].data).toMatchObject({ full_name: masked, status: 'active' });
    expect((await server.ask('GET', '/api/changes', { key })).status).toBe(200);
    expect((await server.ask('POST', '/api/privacy/export', { key, body: { record } })).status).toBe(403);
    const maps: Principal = { kind: 'tenant_key', id: 'k', tenantId: library.tenantId, scopes: ['view', 'connect'] };
    const which = { integration: library.integration, stream: 'people' };
    const rules = [{ target: 'custom.who', expression: 'raw.reader' }];
    expect(JSON.stringify(await server.hub.mappings.preview(maps, slug, which, { rules }))).not.toMatch(secret);
    expect(JSON.stringify(await server.hub.mappings.diff(maps, slug, which, { rules }))).not.toMatch(secret);
    expect(JSON.stringify(await server.hub.mappings.preview(server.system, slug, which, { rules }))).toMatch(secret);
  });
});

describe('logs', () => {
  test('hold no personal field of a body and no address, whoever looks', async () => {
    lend({ readers: [ann] });
    desk.before = async () => ({
      status: 400,
      body: {
        message: 'ann@example.com is taken',
        person: { FirstName: 'Ann', dateOfBirth: '1990-01-02' },
        code: 'dup',
      },
    });
    await library.read('people');
    await logged();
    const all = await everything(server, library);
    expect(all).not.toMatch(/ann@example|1990-01-02|"Ann"/);
    expect(all).toMatch(/bodies .*dup/);
    expect((await library.logs())[0]?.message).toContain('[personal] is taken');
    expect(server.log.join('\n')).not.toContain('ann@example.com');
  });
});

describe('retention', () => {
  const keep = (input: object) => server.hub.retention.change(server.system, library.slug, input);
  const day = 86_400_000;
  const upkeep = () => server.hub.retentionUpkeep.run(new AbortController().signal);
  /** As if it had happened so long ago; by the database's clock, which a test does not move. */
  const age = (table: string, column: string, days: number) =>
    library.inTenant((trx) =>
      sql`update ${sql.table(table)} set ${sql.ref(column)} = ${new Date(server.clock.now() - days * day)}
           where tenant_id = ${library.tenantId} and ${sql.ref(column)} is not null`.execute(trx),
    );

  test.each([
    'history_days',
    'deleted_record_days',
    'raw_days',
    'action_call_days',
    'integration_log_days',
    'exchange_log_days',
  ])('%s: zero is refused and says why; so is what is no number of days', async (field) => {
    await expect(keep({ [field]: 0 })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/expected at least 1 day/),
    });
    for (const value of [-1, 1.5, '7'])
      await expect(keep({ [field]: value })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('what is left out stays; null is until it is deleted', async () => {
    await keep({ history_days: 30, integration_log_days: 3 });
    expect(await keep({ raw_days: 7 })).toMatchObject({ history_days: 30, raw_days: 7, integration_log_days: 3 });
    expect(await keep({ history_days: null })).toMatchObject({ history_days: null, raw_days: 7 });
    expect(await server.hub.retention.get(server.system, library.slug)).toMatchObject({
      history_days: null,
      raw_days: 7,
    });
  });

  test('history goes with what the vendor sent for it; the present state stays', async () => {
    lend({ readers: [ann, { ...ann, id: 'r2', reader: 'Bea Hill' }] });
    await library.read('people');
    lend({
      readers: [
        { ...ann, reader: 'Ann Jones', at: 2000 },
        { ...ann, id: 'r2', reader: 'Bea Hill' },
      ],
    });
    await library.read('people', { force: true });
    await age('record_version', 'replaced_at', 10);
    expect((await upkeep()).history_days).toBe(0);
    await keep({ history_days: 11 });
    expect((await upkeep()).history_days).toBe(0);
    await keep({ history_days: 9 });
    expect((await upkeep()).history_days).toBe(1);
    const all = await everything(server, library);
    expect(all).not.toContain('Ann Smith');
    expect(all).toMatch(/raw r2 .*Bea Hill/);
    const record = showRecordId({ streamNo: (await library.stream('people')).stream_no, key: 'r1' });
    expect((await server.hub.records.get(server.system, library.slug, { record }, { raw: 'true' })).raw).toMatchObject({
      reader: 'Ann Jones',
    });
    expect((await server.hub.records.history(server.system, library.slug, { record })).data).toHaveLength(1);
  });

  test('records that are gone go for good, living ones never', async () => {
    lend({ readers: [ann, { ...ann, id: 'r2', reader: 'Bea Hill' }] });
    await library.read('people');
    lend({ readers: [{ ...ann, id: 'r2', reader: 'Bea Hill' }] });
    await library.read('people', { force: true });
    await keep({ deleted_record_days: 5 });
    expect((await upkeep()).deleted_record_days).toBe(0);
    await age('record', 'deleted_at', 6);
    expect((await upkeep()).deleted_record_days).toBe(1);
    expect(await everything(server, library)).not.toContain('Ann Smith');
    expect(await library.keys('people')).toEqual(['r2']);
    // It comes back: as new.
    lend({ readers: [ann, { ...ann, id: 'r2', reader: 'Bea Hill' }] });
    expect(await library.read('people', { force: true })).toMatchObject({ created: 1, unchanged: 1 });
  });

  test('raw and answers of actions', async () => {
    lend({ readers: [ann] });
    await library.read('people');
    await age('raw_page', 'stored_at', 3);
    await keep({ raw_days: 2, action_call_days: 2 });
    const call = {
      tenant_id: library.tenantId,
      integration_id: library.integrationId,
      action: 'a',
      input_hash: Buffer.alloc(32),
    };
    const old = new Date(server.clock.now() - 3 * day);
    await library.inTenant((trx) =>
      trx
        .insertInto('action_call')
        .values([
          { ...call, external_reference: 'old', state: 'succeeded', finished_at: old },
          { ...call, external_reference: 'in doubt', state: 'running', started_at: old },
          { ...call, external_reference: 'new', state: 'succeeded', finished_at: new Date(server.clock.now()) },
        ])
        .execute(),
    );
    expect(await upkeep()).toMatchObject({ raw_days: 1, action_call_days: 1 });
    const record = showRecordId({ streamNo: (await library.stream('people')).stream_no, key: 'r1' });
    expect(await server.hub.records.get(server.system, library.slug, { record }, { raw: 'true' })).toMatchObject({
      raw: null,
      data: { full_name: 'Ann Smith' },
    });
  });

  test('one tenant’s figures are no other’s; only admins change them; over HTTP', async () => {
    const { key } = await server.hub.apiKeys.create(server.system, library.slug, {
      name: 'all',
      scopes: ['read', 'admin'],
    });
    const { key: reads } = await server.hub.apiKeys.create(server.system, library.slug, {
      name: 'reads',
      scopes: ['read'],
    });
    expect((await server.ask('PUT', '/api/retention', { key, body: { history_days: 5 } })).body).toMatchObject({
      history_days: 5,
    });
    expect((await server.ask('PUT', '/api/retention', { key, body: { history_days: 0 } })).status).toBe(400);
    expect((await server.ask('PUT', '/api/retention', { key: reads, body: { history_days: 6 } })).status).toBe(403);
    expect((await server.ask('GET', '/api/retention', { key: reads })).body).toMatchObject({
      history_days: 5,
      raw_days: null,
    });
    const other = await server.library();
    expect((await server.hub.retention.get(server.system, other.slug)).history_days).toBeNull();
  });
});
