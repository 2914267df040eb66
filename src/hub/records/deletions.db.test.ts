import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';

let server: TillServer;
let tenant: TillTenant;
let number = 0;
beforeAll(async () => {
  server = await tillServer();
});
afterAll(() => server?.stop());

const goods = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `d${String(i).padStart(5, '0')}`, name: `Good ${i}` }));
const stock = (items: readonly { id: string; name: string }[]) => void server.till.goods.splice(0, Infinity, ...items);
const sync = () => tenant.sync({ streams: ['goods'] });

/** 300 records, of which the vendor then lists only the first 100. */
beforeEach(async () => {
  tenant = await server.tillTenant(`acme-${(number += 1)}`);
  stock(goods(300));
  await sync();
  stock(goods(100));
  await sync();
});

async function held() {
  const { body } = await tenant.ask('GET', '/deletions?state=held');
  expect(body.data).toHaveLength(1);
  return body.data[0];
}
async function living(): Promise<number> {
  const { data } = await server.hub.streamCounts(server.system, tenant.slug, { integration: tenant.integration });
  return data.find((one) => one.stream === 'goods')?.records ?? -1;
}
const auditOf = async () =>
  (await server.hub.audit.list(server.system, tenant.slug, { limit: 200 })).data.map((one) => one.action);

it('many deletions at once are held, with a sample to look at', async () => {
  const one = await held();
  expect((await tenant.ask('GET', `/runs/${one.run_id}`)).body).toMatchObject({ state: 'partial', deleted: 0 });
  expect(one).toMatchObject({
    id: expect.stringMatching(/^del_/),
    integration_id: tenant.integration,
    stream: 'goods',
    run_id: expect.stringMatching(/^run_/),
    state: 'held',
    found: 200,
    live: 300,
    decided_at: null,
    decided_by: null,
  });
  const { body } = await tenant.ask('GET', `/deletions/${one.id}`);
  expect(body.sample).toHaveLength(20);
  expect((await tenant.ask('GET', `/records/product/${body.sample[0]}`)).body).toMatchObject({ key: 'd00100' });
  expect(await living()).toBe(300);
});

it('approved, they are deleted, and the change feed tells', async () => {
  const { body: before } = await tenant.ask('GET', '/changes?limit=1000');
  const one = await held();
  expect((await tenant.ask('POST', `/deletions/${one.id}/approve`)).body).toMatchObject({
    state: 'applied',
    decided_at: expect.any(String),
    decided_by: expect.stringMatching(/^tenant_key:/),
  });
  expect(await living()).toBe(100);
  const { body: after } = await tenant.ask('GET', `/changes?limit=1000&cursor=${before.next_cursor}`);
  expect(after.data).toHaveLength(200);
  expect(new Set(after.data.map((change: { change: string }) => change.change))).toEqual(new Set(['deleted']));
  expect(await auditOf()).toContain('deletion.approved');
  const { body: log } = await tenant.ask('GET', `/integrations/${tenant.integration}/logs?action=deletion`);
  expect(log.data).toMatchObject([{ status: 'success', message: 'goods: the deletion of 200 records was approved.' }]);
});

it('records that changed since are spared', async () => {
  const one = await held();
  const { id: tenantId } = await server.hub.tenants.enter(server.system, 'read', tenant.slug);
  // As a webhook or an action would: a newer state of one of them.
  const records = [
    {
      k: 'd00150',
      h: 'ab'.repeat(16),
      d: { name: 'back' },
      u: null,
      a: server.clock.now() + 60_000,
      x: false,
      n: null,
      p: null,
    },
  ];
  const { store } = server.composition;
  const [stream] = await store.inTenant(tenantId, (trx) =>
    trx.selectFrom('stream_state').select('stream_no').where('stream', '=', 'goods').execute(),
  );
  await store.statements.query(
    `select upsert_records_v1($1, $2, null, $3) from set_config('app.tenant', $1::uuid::text, true)`,
    [tenantId, stream?.stream_no, JSON.stringify(records)],
  );
  await tenant.ask('POST', `/deletions/${one.id}/approve`);
  expect(await living()).toBe(101);
});

it('rejected, they stay, and the next listing asks again', async () => {
  const one = await held();
  expect((await tenant.ask('POST', `/deletions/${one.id}/reject`)).body).toMatchObject({ state: 'rejected' });
  expect(await living()).toBe(300);
  expect(await auditOf()).toContain('deletion.rejected');
  await sync();
  expect((await held()).id).not.toBe(one.id);
});

it('is decided once', async () => {
  const one = await held();
  await tenant.ask('POST', `/deletions/${one.id}/reject`);
  for (const word of ['approve', 'reject']) {
    expect((await tenant.ask('POST', `/deletions/${one.id}/${word}`)).body).toMatchObject({
      status: 409,
      detail: 'This deletion is rejected; only a held one can be decided.',
    });
  }
  expect(await living()).toBe(300);
});

it('a newer complete listing takes the place of an older finding', async () => {
  const one = await held();
  stock(goods(300));
  await sync();
  expect((await tenant.ask('GET', `/deletions/${one.id}`)).body).toMatchObject({ state: 'superseded', sample: [] });
  expect((await tenant.ask('POST', `/deletions/${one.id}/approve`)).status).toBe(409);
  expect(await living()).toBe(300);
});

it('cut short, goes on when approved again', async () => {
  const one = await held();
  const { id: tenantId } = await server.hub.tenants.enter(server.system, 'read', tenant.slug);
  const { store } = server.composition;
  const uuid = one.id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  // As if the process had died after the first chunk.
  await store.inTenant(tenantId, (trx) =>
    trx.updateTable('deletion').set({ state: 'applying' }).where('id', '=', uuid).execute(),
  );
  await store.statements.query('select * from apply_deletion_v1($1, $2, 50, 0)', [tenantId, uuid]);
  expect(await living()).toBe(250);
  expect((await tenant.ask('POST', `/deletions/${one.id}/approve`)).body).toMatchObject({ state: 'applied' });
  expect(await living()).toBe(100);
});

it('needs the right "admin", and is nobody else’s', async () => {
  const one = await held();
  const { key } = await server.tillTenant(`other-${number}`);
  const { key: operator } = await server.hub.apiKeys.create(server.system, tenant.slug, {
    name: 'operator',
    scopes: ['read', 'sync', 'act'],
  });
  const ask = (as: string, method: string, path: string) => server.ask(method, `/api${path}`, { key: as });
  expect((await ask(operator, 'GET', '/deletions')).body.data).toHaveLength(1);
  expect((await ask(operator, 'POST', `/deletions/${one.id}/approve`)).status).toBe(403);
  expect((await ask(operator, 'POST', `/deletions/${one.id}/reject`)).status).toBe(403);
  expect((await ask(key, 'GET', '/deletions')).body.data).toEqual([]);
  for (const [method, path] of [
    ['GET', ''],
    ['POST', '/approve'],
    ['POST', '/reject'],
  ] as const) {
    expect((await ask(key, method, `/deletions/${one.id}${path}`)).status).toBe(404);
    expect((await tenant.ask(method, `/deletions/del_1${path}`)).status).toBe(404);
  }
});
