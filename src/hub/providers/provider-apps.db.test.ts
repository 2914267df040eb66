import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { gateRegistry, gateSandbox, gateSender, gateSite, gateUser } from '../../testing/gate-vendor.ts';
import { testServer, type TestServer } from '../../testing/server.ts';
import type { ProviderApp } from '../context.ts';
import type { Principal } from '../access/principal.ts';

let server: TestServer;
let key: string;
let platform: string;
const environment = new Map<string, ProviderApp>();
const file = new Map<string, ProviderApp>();
let tenants = 0;
beforeAll(async () => {
  server = await testServer({
    registry: gateRegistry,
    sandboxes: [{ key: 'gate', sandbox: gateSandbox }],
    environmentApps: environment,
    fileApps: file,
  });
  platform = (
    await server.hub.apiKeys.createForPlatform(server.system, { name: 'ops', scopes: ['read', 'admin', 'connect'] })
  ).key;
});
afterAll(() => server?.stop());
beforeEach(async () => {
  tenants += 1;
  environment.clear();
  file.clear();
  ({ key } = await server.tenant(`tenant-${tenants}`));
});

const ask = (method: string, path: string, body?: unknown, as = key) =>
  server.ask(method, path, { key: as, ...(body === undefined ? {} : { body }) });
const put = (body: object) => ask('PUT', '/api/provider-apps/gate', body);
const putPlatform = (body: object) => ask('PUT', '/api/platform/provider-apps/gate', body, platform);
const draft = { provider: 'gate', auth_method: 'session', credentials: gateUser, settings: { site: gateSite } };
const connect = async () => {
  const { id } = (await ask('POST', '/api/integrations', draft)).body;
  return { id, answer: await ask('POST', `/api/integrations/${id}/connect`, { sync: false }) };
};

it('without what the operator registered, a session cannot begin, and the error says what to set', async () => {
  const { id, answer } = await connect();
  const message =
    "The operator's own credentials for Gate are missing (Sender ID, Sender password): set GATE_SENDER_ID and GATE_SENDER_PASSWORD, or store them with PUT /api/platform/provider-apps/gate.";
  expect(answer).toMatchObject({ status: 409, body: { code: 'conflict', detail: message } });
  expect((await ask('POST', `/api/integrations/${id}/test_connection`)).body).toMatchObject({
    success: false,
    message,
  });
  const unstored = { auth_method: 'session', credentials: gateUser, settings: { site: gateSite } };
  expect((await ask('POST', '/api/admin/integrations/gate/test', unstored)).body).toMatchObject({
    success: false,
    message,
  });
  environment.set('gate', { client: undefined, fields: gateSender });
  expect((await ask('POST', '/api/admin/integrations/gate/test', unstored)).body).toMatchObject({ success: true });
  expect((await ask('POST', `/api/integrations/${id}/connect`, { sync: false })).body).toMatchObject({
    outcome: 'connected',
  });
  // Taken away again: runs and actions say so too, and the connection stays.
  environment.clear();
  const action = await ask('POST', `/api/integrations/${id}/actions/open_door`, { input: { door: 'x' } });
  expect(action).toMatchObject({ status: 409, body: { detail: message } });
});

it('fields go in by API, secrets never come out, and a tenant does not see the operator’s', async () => {
  const stored = await putPlatform({ fields: { ...gateSender, sender_id: ' plugboard\u200b ' } });
  expect(stored.body).toMatchObject({
    provider: 'gate',
    source: 'platform',
    client_id: null,
    client_secret_set: false,
    fields: { sender_id: 'plugboard', sender_password: null },
    fields_source: 'platform',
  });
  expect((await ask('GET', '/api/provider-apps')).body.data).toMatchObject([
    { source: 'platform', fields: { sender_id: null, sender_password: null } },
  ]);
  const { answer } = await connect();
  expect(answer.body).toMatchObject({ outcome: 'connected' });
  const rows = await server.composition.store.platform.selectFrom('provider_app').selectAll().execute();
  const everything = JSON.stringify([
    rows.map((row) => row.sealed.toString('latin1')),
    server.log,
    (await ask('GET', '/api/provider-apps')).body,
    (await ask('GET', '/api/platform/audit', undefined, platform)).body,
  ]);
  expect(everything).not.toContain(gateSender.sender_password);
  expect((await ask('DELETE', '/api/platform/provider-apps/gate', undefined, platform)).status).toBe(204);
});

it('a tenant’s own outrank the platform’s, client and fields each by itself', async () => {
  await putPlatform({ client_id: 'ours', client_secret: 'our secret' });
  environment.set('gate', { client: { clientId: 'env', clientSecret: '' }, fields: gateSender });
  expect((await ask('GET', '/api/provider-apps')).body.data).toMatchObject([
    { source: 'platform', client_id: 'ours', client_secret_set: true, fields_source: 'environment' },
  ]);
  expect((await connect()).answer.body).toMatchObject({ outcome: 'connected' });
  const wrong = { fields: { ...gateSender, sender_password: 'not the one' } };
  expect((await put(wrong)).body).toMatchObject({
    client_id: 'ours',
    fields: { sender_id: 'plugboard', sender_password: null },
    fields_source: 'tenant',
  });
  expect((await connect()).answer).toMatchObject({ status: 422, body: { detail: 'Gate says: who is your operator?' } });
  // Only the password again: the id stays.
  expect((await put({ fields: { sender_password: gateSender.sender_password } })).status).toBe(200);
  expect((await connect()).answer.body).toMatchObject({ outcome: 'connected' });
  expect((await ask('DELETE', '/api/provider-apps/gate')).status).toBe(204);
  await ask('DELETE', '/api/platform/provider-apps/gate', undefined, platform);
  expect((await ask('GET', '/api/provider-apps')).body.data).toMatchObject([
    { source: 'environment', client_id: 'env' },
  ]);
});

it('the file comes last', async () => {
  const sources = async () =>
    (await ask('GET', '/api/provider-apps')).body.data.map((one: { source: string; fields_source: string }) => [
      one.source,
      one.fields_source,
    ]);
  file.set('gate', { client: { clientId: 'file', clientSecret: '' }, fields: gateSender });
  expect(await sources()).toEqual([['file', 'file']]);
  environment.set('gate', { client: { clientId: 'env', clientSecret: '' }, fields: {} });
  expect(await sources()).toEqual([['environment', 'file']]);
  expect((await connect()).answer.body).toMatchObject({ outcome: 'connected' });
});

/** A partner with a key of its own and a tenant. */
async function reseller(name: string, parent: string | null) {
  const id = randomUUID();
  const { store } = server.composition;
  await store.platform.insertInto('partner').values({ id, slug: name, name, parent_id: parent }).execute();
  const scopes = ['read', 'admin', 'connect'] as const;
  const principal: Principal = { kind: 'platform_key', id: name, partnerId: id, scopes: [...scopes] };
  const slug = `${name}-tenant`;
  await server.hub.tenants.create(principal, { slug, name: slug });
  return {
    id,
    own: (await server.hub.apiKeys.createForPlatform(principal, { name, scopes: [...scopes] })).key,
    tenant: (await server.hub.apiKeys.create(server.system, slug, { name: 't', scopes: [...scopes] })).key,
  };
}

it('a reseller’s own serve its tenants and those of the resellers below it, and nobody else', async () => {
  const top = await reseller('top', null);
  const below = await reseller('below', top.id);
  const inForceFor = async (asKey: string) => {
    const [one] = (await ask('GET', '/api/provider-apps', undefined, asKey)).body.data;
    return one === undefined ? null : [one.source, one.client_id, one.fields];
  };
  await putPlatform({ client_id: 'ours', client_secret: 'platform secret' });
  const stored = await ask(
    'PUT',
    '/api/platform/provider-apps/gate',
    { client_id: 'tops', fields: gateSender },
    top.own,
  );
  const shown = { sender_id: gateSender.sender_id, sender_password: null };
  expect(stored.body).toMatchObject({ source: 'partner', client_id: 'tops', fields: shown, fields_source: 'partner' });
  expect(await inForceFor(top.tenant)).toEqual(['partner', 'tops', { sender_id: null, sender_password: null }]);
  expect(await inForceFor(below.tenant)).toEqual(['partner', 'tops', { sender_id: null, sender_password: null }]);
  expect(await inForceFor(key)).toEqual(['platform', 'ours', {}]);
  await ask('PUT', '/api/platform/provider-apps/gate', { client_id: 'belows' }, below.own);
  // The nearest first; what it lacks comes from further up.
  expect(await inForceFor(below.tenant)).toEqual(['partner', 'belows', { sender_id: null, sender_password: null }]);
  expect(await inForceFor(top.tenant)).toMatchObject(['partner', 'tops', {}]);
  await ask('PUT', '/api/provider-apps/gate', { client_id: 'own' }, below.tenant);
  expect(await inForceFor(below.tenant)).toMatchObject(['tenant', 'own', {}]);
  // Among the platform's own there is nothing of a reseller's, and the other way round.
  expect((await ask('GET', '/api/platform/provider-apps', undefined, platform)).body.data).toMatchObject([
    { source: 'platform', client_id: 'ours' },
  ]);
  const audit = await ask('GET', '/api/platform/audit', undefined, platform);
  expect(audit.body.data).toContainEqual(
    expect.objectContaining({ action: 'provider_app.stored', target: 'gate', details: { partner: below.id } }),
  );
  for (const [asKey, status] of [
    [below.own, 204],
    [below.own, 404],
    [top.own, 204],
    [platform, 204],
  ] as const)
    expect((await ask('DELETE', '/api/platform/provider-apps/gate', undefined, asKey)).status).toBe(status);
  expect(await inForceFor(top.tenant)).toBeNull();
});

it('a circle among resellers does no harm', async () => {
  const [one, other] = [await reseller('one', null), await reseller('other', null)];
  const { platform: tables } = server.composition.store;
  await tables.updateTable('partner').set({ parent_id: other.id }).where('id', '=', one.id).execute();
  await tables.updateTable('partner').set({ parent_id: one.id }).where('id', '=', other.id).execute();
  await ask('PUT', '/api/platform/provider-apps/gate', { client_id: 'others' }, other.own);
  expect((await ask('GET', '/api/provider-apps', undefined, one.tenant)).body.data).toMatchObject([
    { source: 'partner', client_id: 'others' },
  ]);
});

it('tells what can be registered before anything is, and what is in force', async () => {
  const own = await server.tenant('offered');
  const offers = async () => (await ask('GET', '/api/provider-apps/offers', undefined, own.key)).body.data;
  const before = (await offers()).find(({ provider }: { provider: string }) => provider === 'gate');
  expect(before).toMatchObject({
    oauth: true,
    app: null,
    redirect_url: `${server.url}/api/integrations/gate/callback`,
  });
  expect(before.fields.map(({ name }: { name: string }) => name)).toEqual(['sender_id', 'sender_password']);
  await ask('PUT', '/api/provider-apps/gate', { client_id: 'its own', client_secret: 'hidden' }, own.key);
  const after = (await offers()).find(({ provider }: { provider: string }) => provider === 'gate');
  expect(after.app).toMatchObject({ source: 'tenant', client_id: 'its own', client_secret_set: true });
  expect(JSON.stringify(after)).not.toContain('hidden');
});

it('names what is wrong with what is put', async () => {
  const paths = async (body: object) => (await put(body)).body.problems.map(({ path }: { path: string }) => path);
  expect(await paths({})).toEqual(['client_id']);
  expect(await paths({ fields: {} })).toEqual(['fields.sender_id', 'fields.sender_password']);
  expect(await paths({ fields: { sender_id: '7', colour: 'red' } })).toEqual([
    'fields.colour',
    'fields.sender_id',
    'fields.sender_password',
  ]);
  expect(await paths({ client_secret: 'x' })).toEqual(['client_id']);
  expect(await paths({ fields: { sender_id: 7 } })).toEqual(['fields.sender_id']);
});
