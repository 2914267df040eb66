/** The platform's own routes: how the installation is doing, who acts for it, and the audit trails as they are looked through. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../testing/server-sql.ts';
import { testServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let platform: string;
let partner: { readonly id: string; readonly key: string };
let acme: { readonly slug: string; readonly key: string };
const ask = (method: string, path: string, key: string, body?: unknown) =>
  server.ask(method, path, { key, ...(body === undefined ? {} : { body }) });

beforeAll(async () => {
  server = await testServer();
  const { hub, system, composition } = server;
  platform = (await hub.apiKeys.createForPlatform(system, { name: 'ops', scopes: ['admin', 'read', 'view'] })).key;
  const id = randomUUID();
  await composition.store.platform
    .insertInto('partner')
    .values({ id, slug: 'reseller', name: 'Reseller', parent_id: null })
    .execute();
  const { key } = await hub.apiKeys.createForPlatform(
    { kind: 'platform_member', id: 'p', partnerId: id, role: 'administrator' },
    { name: 'reseller', scopes: ['admin', 'read', 'view'] },
  );
  partner = { id, key };
  acme = await server.tenant('acme');
  await server.tenant('bravo');
  await hub.tenants.create(system, { slug: 'of-reseller', name: 'Theirs', partner: 'reseller' });
});
afterAll(() => server.stop());

const person = (email: string) => server.hub.people.signIn.create({ email, name: email });

test('the overview counts tenant by tenant, and tells what waits', async () => {
  const created = await ask('POST', '/api/tenants/acme/integrations', acme.key, { provider: 'xero', name: 'Books' });
  expect(created.body).toMatchObject({ name: 'Books', status: 'draft' });
  const first = await ask('GET', '/api/platform/overview?limit=2', platform);
  expect(first.status).toBe(200);
  expect(first.body.data.map(({ slug }: { slug: string }) => slug)).toEqual(['acme', 'bravo']);
  expect(first.body.data[0]).toMatchObject({
    name: 'acme',
    partner: null,
    integrations: { draft: 1, connected: 0, failing: 0, needs_reauth: 0, paused: 0, disconnected: 0 },
    runs: { succeeded: 0, partial: 0, failed: 0, under_way: 0 },
    calls: 0,
    bytes: 0,
    webhooks_waiting: 0,
    last_activity_at: null,
  });
  expect(first.body.waiting).toMatchObject({
    jobs: { waiting: 0, running: 0, oldest_ms: null },
    streams: { waiting: 0, oldest_ms: null },
    webhooks: { waiting: 0 },
    deliveries: { waiting: 0, oldest_ms: null },
  });
  const second = await ask(
    'GET',
    `/api/platform/overview?limit=2&cursor=${encodeURIComponent(first.body.next_cursor)}`,
    platform,
  );
  expect(second.body).toMatchObject({ data: [{ slug: 'of-reseller', partner: 'reseller' }], next_cursor: null });
});

test('the overview adds up the last day of runs and calls, of this tenant alone', async () => {
  const { body } = await ask('GET', '/api/tenants/acme/integrations', acme.key);
  const integration = body.data[0].id.slice(4);
  const { id: tenant } = (await ask('GET', '/api/tenants/acme', acme.key)).body;
  const of = `'${tenant.slice(4)}'::uuid, '${integration}'::uuid`;
  const minutes = (ago: string, calls: number, errors: number) => `
    insert into usage_minute (tenant_id, integration_id, at, source, calls, errors, unlogged, durations, request_bytes, response_bytes, records)
    values (${of}, date_trunc('minute', now() - interval '${ago}'), gen_random_uuid(), ${calls}, ${errors}, 0, '{}', 100, 900, 40)`;
  await run(
    server.database.ownerUrl,
    `select set_config('app.tenant', '${tenant.slice(4)}', false); ${minutes('1 minute', 10, 1)}; ${minutes('1 minute', 5, 0)}; ${minutes('23 hours', 2, 2)}; ${minutes('25 hours', 500, 500)}`,
  );
  const found = (await ask('GET', '/api/platform/overview', platform)).body.data;
  expect(found[0]).toMatchObject({ slug: 'acme', calls: 17, errors: 3, records: 120, bytes: 3000 });
  expect(found[1]).toMatchObject({ slug: 'bravo', calls: 0, bytes: 0 });
});

test('a partner sees its own tenants and not how the platform is doing; a tenant’s key sees nothing', async () => {
  const seen = await ask('GET', '/api/platform/overview', partner.key);
  expect(seen.body).toMatchObject({ waiting: null, data: [{ slug: 'of-reseller' }], next_cursor: null });
  expect((await ask('GET', '/api/platform/overview', acme.key)).status).toBe(403);
  expect((await ask('GET', '/api/platform/members', acme.key)).status).toBe(403);
});

test('administrators come and go, and the last one stays', async () => {
  const put = (email: string, role: string, key = platform) =>
    ask('PUT', '/api/platform/members', key, { email, role });
  expect((await put('nobody@plugboard.example', 'administrator')).body).toMatchObject({
    code: 'not_found',
    next: expect.stringContaining('Invite'),
  });
  const [ann, bob] = [await person('ann@plugboard.example'), await person('bob@plugboard.example')];
  expect((await put('Ann@plugboard.example', 'administrator')).body).toMatchObject({
    user_id: ann.id,
    role: 'administrator',
  });
  expect((await put('ann@plugboard.example', 'viewer')).status).toBe(409);
  expect((await ask('DELETE', `/api/platform/members/${ann.id}`, platform)).status).toBe(409);
  expect((await put('bob@plugboard.example', 'administrator')).status).toBe(200);
  expect((await put('ann@plugboard.example', 'viewer')).body.role).toBe('viewer');
  expect((await ask('GET', '/api/platform/members', platform)).body.data).toMatchObject([
    { email: 'ann@plugboard.example', role: 'viewer' },
    { user_id: bob.id, role: 'administrator' },
  ]);
  // A partner has people of its own, and cannot touch the platform's.
  expect((await ask('GET', '/api/platform/members', partner.key)).body.data).toEqual([]);
  expect((await ask('DELETE', `/api/platform/members/${ann.id}`, partner.key)).status).toBe(404);
  expect((await put('ann@plugboard.example', 'administrator', partner.key)).status).toBe(200);
  expect((await ask('GET', '/api/platform/members', platform)).body.data[0].role).toBe('viewer');
  expect((await ask('DELETE', `/api/platform/members/${ann.id}`, platform)).status).toBe(204);
  expect((await ask('DELETE', `/api/platform/members/${ann.id}`, platform)).status).toBe(404);
});

test('a tenant is renamed, and keeps its slug', async () => {
  expect((await ask('PATCH', '/api/tenants/acme', acme.key, { name: 'Acme & Söhne' })).body).toMatchObject({
    slug: 'acme',
    name: 'Acme & Söhne',
  });
  expect((await ask('PATCH', '/api/tenants/acme', acme.key, { slug: 'other' })).status).toBe(400);
  expect((await ask('PATCH', '/api/tenants/bravo', acme.key, { name: 'Mine' })).status).toBe(404);
});

test('the audit trail is read from either end, by whom, by what and since when, with the names of today', async () => {
  const { hub, clock } = server;
  await server.tenant('trail');
  const kim = await person('kim@trail.example');
  const principal = {
    kind: 'tenant_member',
    id: kim.id,
    tenantId: (await hub.tenants.enter(server.system, 'admin', 'trail')).id,
    role: 'owner',
  } as const;
  for (let made = 0; made < 3; made += 1)
    await hub.apiKeys.create(principal, 'trail', { name: `k${made}`, scopes: ['view'] });
  clock.advance(3_600_000);
  const since = new Date(clock.now()).toISOString();
  const { key } = await hub.apiKeys.create(principal, 'trail', { name: 'the robot', scopes: ['admin'] });
  await ask('PATCH', '/api/tenants/trail', key, { name: 'Trail' });
  const list = async (query: string) => (await ask('GET', `/api/tenants/trail/audit?${query}`, key)).body;
  const actions = async (query: string) => (await list(query)).data.map(({ action }: { action: string }) => action);

  expect(await actions('order=newest&limit=2')).toEqual(['tenant.renamed', 'api_key.created']);
  const page = await list('order=newest&limit=2');
  expect(await actions(`order=newest&limit=2&cursor=${encodeURIComponent(page.next_cursor)}`)).toEqual([
    'api_key.created',
    'api_key.created',
  ]);
  expect((await list(`limit=2&cursor=${encodeURIComponent(page.next_cursor)}`)).code).toBe('invalid_request');
  expect((await list('order=newest&limit=1')).data[0]).toMatchObject({ actor_name: 'the robot' });
  expect((await list(`actor=tenant_member:${kim.id}&limit=1`)).data[0]).toMatchObject({
    actor_name: 'kim@trail.example',
  });
  expect(await actions('action=tenant')).toEqual(['tenant.created', 'tenant.renamed']);
  expect(await actions('action=tenant.renamed')).toEqual(['tenant.renamed']);
  expect(await actions(`since=${since}&until=${new Date(clock.now() + 60_000).toISOString()}`)).toEqual([
    'api_key.created',
    'tenant.renamed',
  ]);
  // Who acts for the platform has no name for a tenant.
  expect((await list('limit=1')).data[0]).toMatchObject({ actor: 'system:test', actor_name: null });

  const file = await fetch(`${server.url}/api/tenants/trail/audit/export`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(file.headers.get('content-type')).toContain('application/x-ndjson');
  const lines = (await file.text()).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).seq)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect((await ask('GET', '/api/tenants/trail/audit/export', acme.key)).status).toBe(404);
  expect((await ask('GET', '/api/platform/audit/export', partner.key)).status).toBe(403);
});
