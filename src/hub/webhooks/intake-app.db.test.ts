// What comes to the address of a provider's apps: whose is it, and who may say so.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { bellEvent, bellHouse, type BellHouse, type BellTenant } from '../../testing/bell-house.ts';
import { bellKey, otherBellKey } from '../../testing/bell-vendor.ts';
import type { Principal } from '../access/principal.ts';

let house: BellHouse;
let platform: string;
let app: string;
let count = 0;
beforeAll(async () => {
  house = await bellHouse();
  app = `${house.server.url}/api/webhooks/bell`;
  platform = (
    await house.server.hub.apiKeys.createForPlatform(house.server.system, {
      name: 'ops',
      scopes: ['read', 'admin', 'connect'],
    })
  ).key;
});
afterAll(() => house?.stop());
beforeEach(async () => {
  house.environment.clear();
  await house.server.composition.store.platform.deleteFrom('provider_app').execute();
  await house.server.composition.store.platform.deleteFrom('webhook_route').execute();
  house.later();
});

const acme = (id: string, more = {}) => bellEvent(id, { account: 'acct-acme', ...more });
const environment = (...secrets: string[]) => {
  house.environment.set('bell', { client: undefined, fields: {}, webhookSecrets: secrets.map((value) => ({ value })) });
  house.later();
};
const platformAsk = (method: string, path: string, body?: unknown) =>
  house.server.ask(method, path, { key: platform, ...(body === undefined ? {} : { body }) });

async function tenant(): Promise<BellTenant> {
  count += 1;
  return house.tenant(`tenant-${count}`);
}

/** A partner with one tenant. */
async function reseller(): Promise<{ readonly key: string; readonly tenant: BellTenant }> {
  count += 1;
  const [id, name] = [randomUUID(), `partner-${count}`];
  const { store } = house.server.composition;
  await store.platform.insertInto('partner').values({ id, slug: name, name, parent_id: null }).execute();
  const principal: Principal = { kind: 'platform_key', id: name, partnerId: id, scopes: ['read', 'admin', 'connect'] };
  const own = await tenant();
  await store.inTenant(own.id, (trx) =>
    trx.updateTable('tenant').set({ partner_id: id }).where('id', '=', own.id).execute(),
  );
  return {
    key: (await house.server.hub.apiKeys.createForPlatform(principal, { name, scopes: ['read', 'admin', 'connect'] }))
      .key,
    tenant: own,
  };
}

it('an event finds every integration of its account, and one body serves several tenants', async () => {
  environment('bell_env');
  const [one, two, three] = [await tenant(), await tenant(), await tenant()];
  await one.connect();
  await one.connect();
  await two.connect('bell', bellKey);
  await three.connect('bell', otherBellKey);
  const body = {
    events: [acme('e1'), bellEvent('e2', { account: 'acct-other' }), bellEvent('e3', { account: 'acct-nobody' })],
  };
  expect(await house.ring(app, 'bell_env', body)).toMatchObject({ status: 200, body: '' });
  expect(await house.ring(app, 'bell_env', body)).toMatchObject({ status: 200, body: '' });
  const ids = async (of: BellTenant) => (await of.stored()).map(({ vendorId }) => vendorId);
  expect(await ids(one)).toEqual(['e1', 'e1']);
  expect(await ids(two)).toEqual(['e1']);
  expect(await ids(three)).toEqual(['e2']);
  expect(JSON.stringify(await two.stored())).not.toContain('good-e2');
});

it('404 when none of its accounts is connected here, or it names none; other vendors want it received', async () => {
  environment('bell_env');
  house.environment.set('meekbell', { client: undefined, fields: {}, webhookSecrets: [{ value: 'bell_meek' }] });
  const one = await tenant();
  const id = await one.connect();
  for (const event of [bellEvent('e1', { account: 'acct-nobody' }), bellEvent('e2')])
    expect((await house.ring(app, 'bell_env', event)).status).toBe(404);
  expect((await house.ring(app, 'bell_env', { events: [] })).status).toBe(200);
  const meek = `${house.server.url}/api/webhooks/meekbell`;
  expect((await house.ring(meek, 'bell_meek', bellEvent('e1', { account: 'acct-nobody' }))).status).toBe(200);
  await one.ask('POST', `/api/integrations/${id}/disconnect`);
  house.later();
  expect((await house.ring(app, 'bell_env', acme('e3'))).status).toBe(404);
  expect(await one.stored()).toEqual([]);
});

it('401 without a secret anywhere, or with none of those there are; counted, with a sample, and nothing stored', async () => {
  const one = await tenant();
  await one.connect();
  expect((await house.ring(app, 'bell_env', acme('e1'))).status).toBe(401);
  environment('bell_env');
  expect((await house.ring(app, 'bell_bad', acme('e1'))).status).toBe(401);
  // A tenant's own app proves nothing here: its tenant has the secret, and could speak for everybody.
  await one.ask('PUT', '/api/provider-apps/bell', { client_id: 'own', fields: { webhook_secret: 'bell_own' } });
  house.later();
  expect((await house.ring(app, 'bell_own', acme('e1'))).status).toBe(401);
  expect(await one.stored()).toEqual([]);
  const { body } = await platformAsk('GET', '/api/platform/webhook-addresses');
  const bell = body.data.find((each: { provider: string }) => each.provider === 'bell');
  expect(bell).toMatchObject({
    url: app,
    secret_set: true,
    refusals: expect.arrayContaining([
      expect.objectContaining({ reason: 'no_secret', count: 1 }),
      expect.objectContaining({
        reason: 'wrong',
        count: 2,
        last: expect.objectContaining({ headers: expect.objectContaining({ 'bell-signature': '[redacted]' }) }),
      }),
    ]),
  });
});

it('a partner’s app speaks for tenants on that app only, however it names accounts', async () => {
  environment('bell_env');
  const partner = await reseller();
  const stranger = await tenant();
  await stranger.connect();
  await partner.tenant.connect();
  const put = await house.server.ask('PUT', '/api/platform/provider-apps/bell', {
    key: partner.key,
    body: { client_id: 'partners', fields: { webhook_secret: 'bell_partner' } },
  });
  expect(put.body).toMatchObject({ source: 'partner', webhook_secret_source: 'partner', webhook_url: app });
  house.later();
  expect((await house.ring(app, 'bell_partner', acme('forged'))).status).toBe(200);
  expect((await stranger.stored()).map(({ vendorId }) => vendorId)).toEqual([]);
  expect((await partner.tenant.stored()).map(({ vendorId }) => vendorId)).toEqual(['forged']);
  // And what the platform's app says is nothing to those on the partner's.
  expect((await house.ring(app, 'bell_env', acme('genuine'))).status).toBe(200);
  expect((await stranger.stored()).map(({ vendorId }) => vendorId)).toEqual(['genuine']);
  expect((await partner.tenant.stored()).map(({ vendorId }) => vendorId)).toEqual(['forged']);
  expect((await house.ring(app, 'bell_partner', bellEvent('only', { account: 'acct-other' }))).status).toBe(404);
});

it('a partner’s secret is nothing to its tenants when they sign in with the platform’s client', async () => {
  house.environment.set('bell', {
    client: { clientId: 'platforms', clientSecret: '' },
    fields: {},
    webhookSecrets: [{ value: 'bell_env' }],
  });
  const partner = await reseller();
  await partner.tenant.connect();
  await house.server.ask('PUT', '/api/platform/provider-apps/bell', {
    key: partner.key,
    body: { fields: { webhook_secret: 'bell_partner' } },
  });
  house.later();
  expect((await house.ring(app, 'bell_partner', acme('forged'))).status).toBe(404);
  expect((await house.ring(app, 'bell_env', acme('genuine'))).status).toBe(200);
  expect((await partner.tenant.stored()).map(({ vendorId }) => vendorId)).toEqual(['genuine']);
});

it('a tenant with an app of its own is sent to its integration’s address, with that app’s secret', async () => {
  environment('bell_env');
  const one = await tenant();
  const id = await one.connect();
  const put = await one.ask('PUT', '/api/provider-apps/bell', {
    client_id: 'own',
    fields: { webhook_secret: 'bell_own' },
  });
  expect(put.body).toMatchObject({
    source: 'tenant',
    fields: { webhook_secret: null },
    webhook_secret_source: 'tenant',
  });
  expect(JSON.stringify(put.body)).not.toContain('bell_own');
  house.later();
  expect((await house.ring(app, 'bell_env', acme('e1'))).status).toBe(404);
  const url = await one.address(id);
  expect((await house.ring(url, 'bell_own', acme('e2'))).status).toBe(200);
  expect((await house.ring(url, 'bell_env', acme('e3'))).status).toBe(401);
  expect((await one.stored()).map(({ vendorId }) => vendorId)).toEqual(['e2']);
});

it('a secret that is replaced counts for a day, one taken from the environment as long as it is there', async () => {
  const one = await tenant();
  await one.connect();
  const secret = (value: string) =>
    platformAsk('PUT', '/api/platform/provider-apps/bell', { fields: { webhook_secret: value } });
  expect((await secret('wrong form')).body.problems).toEqual([
    { path: 'fields.webhook_secret', message: expect.stringContaining('expected bell_...') },
  ]);
  await secret('bell_first');
  await secret('bell_second');
  house.later();
  const statuses = async (...secrets: string[]) => {
    const answers = [];
    for (const value of secrets) answers.push((await house.ring(app, value, acme(value))).status);
    return answers;
  };
  expect(await statuses('bell_first', 'bell_second')).toEqual([200, 200]);
  house.later(86_400_000 - 10_000);
  expect(await statuses('bell_first', 'bell_second')).toEqual([200, 200]);
  house.later(5_000);
  expect(await statuses('bell_first', 'bell_second')).toEqual([401, 200]);
  expect((await platformAsk('DELETE', '/api/platform/provider-apps/bell')).status).toBe(204);
  environment('bell_env', 'bell_env_before');
  house.later(2 * 86_400_000);
  expect(await statuses('bell_second', 'bell_env', 'bell_env_before')).toEqual([401, 200, 200]);
});

it('has a list of addresses and a limit of its own, which the platform alone sets', async () => {
  environment('bell_env');
  const one = await tenant();
  await one.connect();
  const put = (body: object, key = platform) =>
    house.server.ask('PUT', '/api/platform/webhook-addresses/bell', { key, body });
  expect((await put({ allowed_ips: ['198.51.100.7'] })).body).toMatchObject({
    allowed_ips: ['198.51.100.7/32'],
    per_minute: null,
  });
  expect((await house.ring(app, 'bell_env', acme('e1'))).status).toBe(403);
  expect((await put({ allowed_ips: [], per_minute: 1 })).status).toBe(200);
  expect((await house.ring(app, 'bell_env', acme('e1'))).status).toBe(200);
  expect((await house.ring(app, 'bell_env', acme('e1'))).status).toBe(429);
  expect((await put({ per_minute: null })).body).toMatchObject({ per_minute: null });
  expect((await put({ per_minute: 1 }, (await reseller()).key)).status).toBe(403);
  expect((await put({ per_minute: 1 }, one.key)).status).toBe(403);
  expect((await put({ allowed_ips: ['10.0.0.0/33'] })).body.problems[0].path).toBe('allowed_ips.0');
  const knock = await house.server.ask('PUT', '/api/platform/webhook-addresses/knock', {
    key: platform,
    body: { per_minute: 1 },
  });
  expect(knock.status).toBe(422);
});

it('has other names', async () => {
  environment('bell_env');
  const one = await tenant();
  const id = await one.connect();
  const own = new URL(await one.address(id, 'bell_one')).pathname.split('/').at(-1) ?? '';
  const { url } = house.server;
  expect((await house.ring(`${url}/api/webhooks/partners/bell`, 'bell_env', acme('e1'))).status).toBe(200);
  expect((await house.ring(`${url}/api/integrations/bell/webhook`, 'bell_env', acme('e2'))).status).toBe(200);
  expect((await house.ring(`${url}/api/webhooks/partners/bell/${own}`, 'bell_one', acme('e3'))).status).toBe(200);
  expect((await house.ring(`${app}/`, 'bell_env', acme('e4'))).status).toBe(200);
  expect((await one.stored()).map(({ vendorId }) => vendorId)).toEqual(['e1', 'e2', 'e3', 'e4']);
});
