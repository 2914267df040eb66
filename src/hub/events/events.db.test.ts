// Events as people see them, over HTTP, and the follower in a worker of the product.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';
import { eventUpkeep } from './event-upkeep.ts';
import { eventFollow } from './follow.ts';
import { openEars } from '../../testing/event-listening.ts';

let server: TillServer;
let acme: TillTenant;
beforeAll(async () => {
  server = await tillServer();
  acme = await server.tillTenant('acme');
});
afterAll(() => server?.stop());

const idOf = async (tenant: TillTenant) => (await server.hub.tenants.enter(server.system, 'read', tenant.slug)).id;
/** Every page, newest first. */
async function listed(tenant: TillTenant, query = ''): Promise<{ id: string; type: string }[]> {
  const found = [];
  for (let cursor = ''; ;) {
    const { status, body } = await tenant.ask('GET', `/events?limit=3${query}${cursor}`);
    expect(status, JSON.stringify(body)).toBe(200);
    found.push(...body.data);
    if (body.next_cursor === null) return found;
    cursor = `&cursor=${body.next_cursor}`;
  }
}
const typesOf = (events: readonly { type: string }[]) => events.map(({ type }) => type);

it('what happened is there to be looked at, with what it says', async () => {
  const tenant = await server.tillTenant('looks');
  expect(await listed(tenant)).toEqual([]);
  await tenant.sync({ streams: ['goods'] });
  await server.hub.connection.disconnect(server.system, tenant.slug, tenant.integration);
  await server.hub.events.catchUp(await idOf(tenant));
  const all = await listed(tenant);
  expect(typesOf(all)).toEqual(['integration.disconnected', 'run.finished', 'integration.connected']);
  expect((await tenant.ask('GET', `/events/${all[1]?.id}`)).body).toEqual({
    id: all[1]?.id,
    type: 'run.finished',
    timestamp: expect.stringMatching(/Z$/),
    integration_id: tenant.integration,
    model: null,
    record_id: null,
    routes: [],
    data: {
      integration_id: tenant.integration,
      provider: 'till',
      stream: 'goods',
      run_id: expect.stringMatching(/^run_/),
      state: 'succeeded',
      read: 25,
      created: 25,
      updated: 0,
      deleted: 0,
      failed: 0,
    },
  });
});

it('events about records can be found by record, model and type; what is personal is masked for those who only look', async () => {
  const ears = await openEars(server.database);
  const tenant = await server.tillTenant('records');
  const tenantId = await idOf(tenant);
  await tenant.sync({ streams: ['goods'] });
  await eventFollow(server.composition.context, [ears()]).catchUp(tenantId);
  expect(await listed(tenant, '&type=record.*')).toHaveLength(25);
  expect(await listed(tenant, '&type=record.created&model=product')).toHaveLength(25);
  expect(await listed(tenant, '&model=invoice')).toEqual([]);
  expect(await listed(tenant, '&type=record.deleted')).toEqual([]);
  expect(typesOf(await listed(tenant, `&integration=${tenant.integration}&type=run.*`))).toEqual(['run.finished']);
  const [record] = (await tenant.ask('GET', '/records/product?limit=1')).body.data;
  const about = await listed(tenant, `&record=${record.id}`);
  expect(typesOf(about)).toEqual(['record.created']);
  const { body } = await tenant.ask('GET', `/events/${about[0]?.id}`);
  expect(body).toMatchObject({ model: 'product', record_id: record.id, data: { change: 'created', record } });
  expect(await listed(tenant, '&since=2000-01-01T00:00:00Z&until=2001-01-01T00:00:00Z')).toEqual([]);
  expect((await listed(tenant, '&since=2000-01-01T00:00:00Z')).length).toBeGreaterThan(25);

  const { store } = server.composition;
  await store.inTenant(tenantId, (trx) =>
    trx.updateTable('stream_state').set({ model: 'contact' }).where('stream', '=', 'goods').execute(),
  );
  await store.inTenant(tenantId, (trx) => trx.updateTable('event').set({ model: 'contact' }).execute());
  await store.inTenant(tenantId, (trx) =>
    trx
      .updateTable('record')
      .set({ data: JSON.stringify({ name: 'Ada', email: 'ada@example.test' }) })
      .execute(),
  );
  const viewer = (await server.hub.apiKeys.create(server.system, tenant.slug, { name: 'v', scopes: ['view'] })).key;
  const seen = await server.ask('GET', `/api/events/${about[0]?.id}`, { key: viewer });
  expect(seen.body.data.record.data.email).toBe('[masked]');
  expect((await tenant.ask('GET', `/events/${about[0]?.id}`)).body.data.record.data.email).toBe('ada@example.test');
});

it('of a state that is kept no longer there is no data', async () => {
  const tenant = await server.tillTenant('gone');
  const tenantId = await idOf(tenant);
  const { store } = server.composition;
  await store.inTenant(tenantId, (trx) =>
    trx
      .insertInto('event')
      .values({
        tenant_id: tenantId,
        id: '01980000-0000-7000-8000-000000000001',
        type: 'record.updated',
        at: new Date(),
        stream_no: 1,
        key: 'x',
        seq: 7,
      })
      .execute(),
  );
  expect((await tenant.ask('GET', '/events/evt_01980000000070008000000000000001')).body).toMatchObject({ data: null });
});

it('one to try things with is made at once', async () => {
  const { status, body } = await acme.ask('POST', '/events/test', { message: 'Is anybody there?' });
  expect([status, body.type, body.data.message]).toEqual([201, 'event.test', 'Is anybody there?']);
  expect((await acme.ask('GET', `/events/${body.id}`)).body).toEqual(body);
  expect((await acme.ask('POST', '/events/test', {})).body.data.message).toBe('A test.');
  expect((await acme.ask('POST', '/events/test', { massage: 'x' })).status).toBe(400);
});

it('what cannot be is refused, and other tenants have nothing to do with it', async () => {
  const [event] = await listed(acme);
  const beta = await server.tillTenant('beta', { may: ['view'] });
  expect((await beta.ask('GET', `/events/${event?.id}`)).status).toBe(404);
  expect((await server.ask('GET', '/api/tenants/acme/events', { key: beta.key })).status).toBe(404);
  expect((await beta.ask('POST', '/events/test', {})).status).toBe(403);
  const page = await acme.ask('GET', '/events?limit=1');
  expect((await acme.ask('GET', `/events?limit=1&type=run.*&cursor=${page.body.next_cursor}`)).status).toBe(400);
  expect((await acme.ask('GET', '/events?type=record')).body.detail).toContain('there is no event type "record"');
  for (const path of ['/events/evt_1', '/events?integration=int_1', '/events?record=rec_1'])
    expect((await acme.ask('GET', path)).status, path).toBe(404);
  expect((await acme.ask('GET', '/events?since=yesterday')).status).toBe(400);
});

it('thirty days are kept', async () => {
  const tenant = await server.tillTenant('old');
  await tenant.ask('POST', '/events/test', {});
  const upkeep = (days: number) =>
    eventUpkeep({
      ...server.composition.context,
      clock: { ...server.clock, now: () => server.clock.now() + days * 86_400_000 },
    })(AbortSignal.timeout(10_000));
  await upkeep(29.9);
  expect(await listed(tenant)).toHaveLength(1);
  expect(await upkeep(30.1)).toBeGreaterThan(0);
  expect(await listed(tenant)).toEqual([]);
});

it('a worker follows by itself, and is told at once', async () => {
  const tenant = await server.tillTenant('followed');
  await server.startWorker();
  await vi.waitFor(async () => expect(await listed(tenant)).toHaveLength(1), { timeout: 5_000, interval: 20 });
  await tenant.sync({ streams: ['goods'] });
  await vi.waitFor(async () => expect(typesOf(await listed(tenant))[0]).toBe('run.finished'), {
    timeout: 5_000,
    interval: 20,
  });
});

it('what can be listened to is listed, with the models', async () => {
  const { body } = await server.ask('GET', '/api/event-types', { key: acme.key });
  expect(body.data).toContainEqual({
    type: 'record.created',
    says: expect.stringContaining('new here'),
    of_record: true,
  });
  expect(body.data).toContainEqual(expect.objectContaining({ type: 'run.failed', of_record: false }));
  expect(body.models).toContain('invoice');
});
