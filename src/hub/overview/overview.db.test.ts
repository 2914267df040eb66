/** The overview on a real database: what fails and what to do, and figures that are those of this tenant and of the last day. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { lendingServer, type LendingServer, type Library } from '../../testing/lending-server.ts';
import { clearDesk, desk, someLoans } from '../../testing/shelf-loans.ts';

let server: LendingServer;
let library: Library;
beforeAll(async () => {
  server = await lendingServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  clearDesk();
  library = await server.library({ schedule: { every_s: 3600 } });
});

const overview = () => server.hub.tenantOverview.read(server.system, library.slug);
const hour = 3_600_000;
const refuse = (status: number) => {
  desk.before = async () => ({ status, body: { error: 'down' } });
};

test('of a tenant that has nothing is all zeros', async () => {
  const { slug } = await server.tenant('empty');
  const empty = await server.hub.tenantOverview.read(server.system, slug);
  expect(empty).toMatchObject({
    attention: [],
    integrations: [],
    next: [],
    totals: { connected: 0, failing: 0, available: 1 },
    records: { total: 0, models: [], changes_last_day: null },
    webhooks: { received_last_day: 0, refused_last_day: 0, waiting: 0, failed: 0 },
    deliveries: { delivered_last_day: 0, endpoints: 0 },
    held_deletions: 0,
  });
  expect(empty.runs.hours).toHaveLength(24);
});

test('says what fails, since the first run that failed, whose fault it is and what to do', async () => {
  desk.loans = someLoans(3, server.clock.now() - 1000);
  await library.read();
  expect((await overview()).attention).toEqual([]);
  refuse(400);
  server.clock.advance(hour);
  const first = await library.read();
  server.clock.advance(hour);
  await library.read();
  expect(first.state).toBe('failed');
  const [failing, ...others] = (await overview()).attention;
  expect(others).toEqual([]);
  expect(failing).toMatchObject({
    integration_id: library.integration,
    provider: 'shelf',
    status: 'failing',
    since: first.finished_at?.toISOString(),
    error: { stream: 'loans', code: 'invalid_request', fault: 'you' },
  });
  expect(failing?.error.next).not.toBe('');
  clearDesk();
  await library.read();
  expect((await overview()).attention).toEqual([]);
});

test('tells who must sign in again', async () => {
  await library.inTenant((trx) =>
    trx
      .updateTable('integration')
      .set({ auth_state: 'needs_reauth', auth_message: 'The key was withdrawn.' })
      .execute(),
  );
  expect(await overview()).toMatchObject({
    totals: { connected: 1, failing: 1 },
    attention: [
      { status: 'needs_reauth', error: { code: 'auth_revoked', fault: 'you', message: 'The key was withdrawn.' } },
    ],
  });
});

test('counts the runs of the last day by their hours, and forgets older ones', async () => {
  desk.loans = someLoans(12, server.clock.now() - 1000);
  await library.read();
  server.clock.advance(2 * hour);
  refuse(400);
  await library.read();
  clearDesk();
  const { runs, records, next } = await overview();
  expect(runs).toMatchObject({ succeeded: 1, failed: 1, under_way: 0 });
  expect(runs.hours.at(-1)).toMatchObject({ failed: 1, succeeded: 0 });
  expect(runs.hours.at(-3)).toMatchObject({ failed: 0, succeeded: 1 });
  expect(runs.hours.map(({ at }) => at)).toEqual(
    Array.from({ length: 24 }, (_, i) =>
      new Date(Math.floor(server.clock.now() / hour) * hour - (23 - i) * hour).toISOString(),
    ),
  );
  expect(records).toMatchObject({ total: 12, models: [{ records: 12 }], changes_last_day: 12 });
  expect(next).toMatchObject([{ integration_id: library.integration }]);
  server.clock.advance(25 * hour);
  expect((await overview()).runs).toMatchObject({ succeeded: 0, failed: 0 });
});

test('counts records anew when there are others, though not with every look', async () => {
  desk.loans = someLoans(2, server.clock.now() - 1000);
  await library.read();
  expect((await overview()).records.total).toBe(2);
  desk.loans = someLoans(5, server.clock.now() - 1000);
  await library.read('loans', { force: true });
  expect((await overview()).records.total).toBe(2);
  server.clock.advance(10_000);
  expect((await overview()).records.total).toBe(5);
});

test('lists what there is by name, as people order names', async () => {
  for (const name of ['Zebra', 'aardvark', 'Élan', 'mole'])
    await server.hub.integrations.create(server.system, library.slug, {
      provider: 'shelf',
      name,
      credentials: { api_key: 'key_another9' },
    });
  const names = (await overview()).integrations.map((one) => one.name);
  expect(names.filter((name) => name !== 'Shelf')).toEqual(['aardvark', 'Élan', 'mole', 'Zebra']);
});

test('is about this tenant alone, for whoever may look', async () => {
  desk.loans = someLoans(2, server.clock.now() - 1000);
  await library.read();
  const neighbour = await server.library();
  const { key } = await server.hub.apiKeys.create(server.system, neighbour.slug, { name: 'v', scopes: ['view'] });
  const own = await server.ask('GET', `/api/tenants/${neighbour.slug}/overview`, { key });
  expect(own).toMatchObject({
    status: 200,
    body: { totals: { connected: 1 }, records: { total: 0 }, runs: { succeeded: 0 } },
  });
  expect(await server.ask('GET', `/api/tenants/${library.slug}/overview`, { key })).toMatchObject({ status: 404 });
});
