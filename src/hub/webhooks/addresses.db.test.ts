// Webhook addresses as people work with them: made, shown, rotated, limited, tried out.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bellEvent, bellHouse, type BellHouse, type BellTenant } from '../../testing/bell-house.ts';

let house: BellHouse;
let tenant: BellTenant;
let tenants = 0;
beforeAll(async () => {
  house = await bellHouse();
});
afterAll(() => house?.stop());
beforeEach(async () => {
  tenants += 1;
  tenant = await house.tenant(`tenant-${tenants}`);
});

const path = (id: string, verb = '') => `/api/integrations/${id}/webhook-address${verb}`;
const statuses = async (urls: readonly string[], secret = 'bell_one') => {
  const answers = [];
  for (const [index, url] of urls.entries())
    answers.push((await house.ring(url, secret, bellEvent(`s${index}`))).status);
  return answers;
};

it('is made when it is asked for, and shown whole to whoever may connect', async () => {
  const id = await tenant.connect();
  const before = await tenant.ask('GET', path(id));
  expect(before.body).toMatchObject({
    url: null,
    app_url: `${house.server.url}/api/webhooks/bell`,
    proof: 'signature',
    secret_set: false,
    subscribable: true,
    subscription: null,
    refusals: [],
  });
  const made = await tenant.ask('PUT', path(id), {});
  expect(made.body.url).toMatch(new RegExp(`^${house.server.url}/api/webhooks/bell/[0-9a-f]{112}$`));
  expect((await tenant.ask('PUT', path(id), {})).body.url).toBe(made.body.url);
  const secret = await tenant.ask('PUT', path(id), { secret: 'bell_one' });
  expect(secret.body).toMatchObject({ url: made.body.url, secret_set: true });
  expect(JSON.stringify(secret.body)).not.toContain('bell_one');
  const { body: audit } = await tenant.ask('GET', `/api/tenants/${tenant.slug}/audit`);
  expect(audit.data.map(({ action }: { action: string }) => action)).toContain('webhook_address.changed');
});

it('two of us who make it at once get the same', async () => {
  const id = await tenant.connect();
  const made = await Promise.all(Array.from({ length: 5 }, () => tenant.ask('PUT', path(id), {})));
  expect(new Set(made.map(({ body }) => body.url)).size).toBe(1);
});

it('is for those who may connect, of this tenant', async () => {
  const id = await tenant.connect();
  const viewer = await house.tenant(`viewer-${tenants}`, ['read']);
  const { key: reading } = await house.server.hub.apiKeys.create(house.server.system, tenant.slug, {
    name: 'r',
    scopes: ['read'],
  });
  const tries = [
    ['GET', ''],
    ['PUT', ''],
    ['POST', '/rotate'],
    ['POST', '/test'],
    ['POST', '/subscribe'],
    ['POST', '/check'],
    ['POST', '/unsubscribe'],
  ] as const;
  for (const [method, verb] of tries) {
    const asked = method === 'PUT' ? { body: {} } : {};
    expect([verb, (await house.server.ask(method, path(id, verb), { key: reading, ...asked })).status]).toEqual([
      verb,
      403,
    ]);
  }
  const stranger = await house.tenant(`stranger-${tenants}`);
  for (const [method, verb] of tries)
    expect([verb, (await stranger.ask(method, path(id, verb), method === 'PUT' ? {} : undefined)).status]).toEqual([
      verb,
      404,
    ]);
  expect(viewer.slug).toMatch(/^viewer/);
});

it('names what is wrong with what is put', async () => {
  const id = await tenant.connect();
  const problems = async (body: object) => {
    const answer = await tenant.ask('PUT', path(id), body);
    return [answer.status, answer.body.problems?.map((one: { path: string }) => one.path)];
  };
  expect(await problems({ secret: 'no bell' })).toEqual([400, ['secret']]);
  expect(await problems({ allowed_ips: ['10.0.0.1', 'hello'] })).toEqual([400, ['allowed_ips.1']]);
  expect(await problems({ per_minute: 0 })).toEqual([400, ['per_minute']]);
  expect(await problems({ secret_overlap_s: 86_401 })).toEqual([400, ['secret_overlap_s']]);
  expect(await problems({ colour: 'red' })).toEqual([400, ['colour']]);
  expect((await tenant.ask('GET', path(id))).body.url).toBeNull();
});

it('a secret that is replaced counts for a day beside the new one, or ends at once', async () => {
  const id = await tenant.connect();
  const url = await tenant.address(id, 'bell_one');
  const put = await tenant.ask('PUT', path(id), { secret: 'bell_two' });
  expect(put.body.previous_secret_until).toBe(new Date(house.server.clock.now() + 86_400_000).toISOString());
  const both = async () => [(await statuses([url], 'bell_one'))[0], (await statuses([url], 'bell_two'))[0]];
  expect(await both()).toEqual([200, 200]);
  house.later(86_400_000 - 1);
  expect(await both()).toEqual([200, 200]);
  house.later(1);
  expect(await both()).toEqual([401, 200]);
  expect((await tenant.ask('GET', path(id))).body.previous_secret_until).toBeNull();
  await tenant.ask('PUT', path(id), { secret: 'bell_three', secret_overlap_s: 0 });
  expect(await both()).toEqual([401, 401]);
  expect(await statuses([url], 'bell_three')).toEqual([200]);
});

it('rotated, the address before counts for a day, or ends at once', async () => {
  const id = await tenant.connect();
  const first = await tenant.address(id, 'bell_one');
  const second = (await tenant.ask('POST', path(id, '/rotate'), {})).body;
  expect(second.url).not.toBe(first);
  expect(second.previous_url_until).toBe(new Date(house.server.clock.now() + 86_400_000).toISOString());
  expect(await statuses([first, second.url])).toEqual([200, 200]);
  house.later(86_400_000);
  expect(await statuses([first, second.url])).toEqual([404, 200]);
  const third = (await tenant.ask('POST', path(id, '/rotate'), { overlap_s: 0 })).body;
  expect(third.previous_url_until).toBeNull();
  expect(await statuses([first, second.url, third.url])).toEqual([404, 404, 200]);
});

it('what another process changed counts here within seconds', async () => {
  const id = await tenant.connect();
  const url = await tenant.address(id, 'bell_one');
  expect(await statuses([url])).toEqual([200]);
  await house.server.composition.store.inTenant(tenant.id, (trx) => trx.deleteFrom('webhook_address').execute());
  expect(await statuses([url])).toEqual([200]);
  house.later(5_000);
  expect(await statuses([url])).toEqual([404]);
});

it('is sealed with the tenant’s key, which can be renewed under it', async () => {
  const id = await tenant.connect();
  const url = await tenant.address(id, 'bell_one');
  const { store } = house.server.composition;
  const rows = () => store.inTenant(tenant.id, (trx) => trx.selectFrom('webhook_address').selectAll().execute());
  expect((await rows())[0]?.sealed.toString('latin1')).not.toContain('bell_one');
  await store.vault.renewKey(tenant.id);
  await tenant.ask('PUT', path(id), { per_minute: 100 });
  expect((await rows())[0]?.key_version).toBe(1);
  await tenant.ask('PUT', path(id), { secret: 'bell_two' });
  expect((await rows())[0]?.key_version).toBe(2);
  expect(await statuses([url], 'bell_two')).toEqual([200]);
});

describe('a test delivery', () => {
  it('takes the way the provider’s take, past its secret, its list of addresses and its limit', async () => {
    const id = await tenant.connect();
    await tenant.ask('PUT', path(id), { allowed_ips: ['198.51.100.7'], per_minute: 1 });
    for (let i = 0; i < 2; i += 1) {
      const { body } = await tenant.ask('POST', path(id, '/test'));
      expect(body).toMatchObject({ success: true, status: 200, webhook: expect.stringMatching(/^whk_/) });
    }
    expect(await tenant.stored()).toMatchObject([
      { type: 'plugboard.test', headers: { 'plugboard-test': expect.not.stringMatching(/[0-9a-f]{32}/) } },
      { type: 'plugboard.test' },
    ]);
    const { body: log } = await tenant.ask('GET', `/api/integrations/${id}/logs?action=test_webhook`);
    expect(log.data).toMatchObject([{ status: 'success' }, { status: 'success' }]);
  });

  it('goes to the address of the app where the integration has none, for any provider', async () => {
    const bell = await tenant.connect();
    expect((await tenant.ask('POST', path(bell, '/test'))).body).toMatchObject({
      success: true,
      url: `${house.server.url}/api/webhooks/bell`,
    });
    for (const provider of ['knock', 'wax']) {
      const id = await tenant.connect(provider);
      expect((await tenant.ask('POST', path(id, '/test'))).body).toMatchObject({ success: true });
    }
    expect(await tenant.stored()).toHaveLength(3);
  });

  it('cannot be made up, altered, sent again later, or turned to somebody else’s address', async () => {
    const [one, two] = [await tenant.connect(), await tenant.connect()];
    const [url, otherUrl] = [await tenant.address(one), await tenant.address(two)];
    const { proveTest } = await import('./test-delivery-proof.ts');
    const body = JSON.stringify({ id: 'x', sent_at: new Date(house.server.clock.now()).toISOString(), message: 'm' });
    const proof = await proveTest(
      house.server.composition.context,
      {
        tenantId: tenant.id,
        integrationId: `${one.slice(4, 12)}-${one.slice(12, 16)}-${one.slice(16, 20)}-${one.slice(20, 24)}-${one.slice(24)}`,
      },
      Buffer.from(body),
    );
    const send = (to: string, header: string, content = body) =>
      house.send(to, { body: content, headers: { 'plugboard-test': header } });
    expect((await send(url, 'i=1,t=2,v1=3')).status).toBe(401);
    expect(
      (
        await send(
          url,
          proof.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        )
      ).status,
    ).toBe(401);
    expect((await send(url, proof, body.replace('"m"', '"n"'))).status).toBe(401);
    expect((await send(otherUrl, proof)).status).toBe(401);
    expect((await send(`${house.server.url}/api/webhooks/meekbell`, proof)).status).toBe(401);
    expect((await send(url, proof)).status).toBe(200);
    house.later(5 * 60_000 + 1);
    expect((await send(url, proof)).status).toBe(401);
    expect(await tenant.stored()).toHaveLength(1);
  });

  it('says what is wrong when it does not arrive', async () => {
    const id = await tenant.connect();
    await tenant.address(id);
    const { context } = house.server.composition;
    const { hub } = house.server;
    const elsewhere = async (publicUrl: string) => {
      const { testDelivery } = await import('./test-delivery.ts');
      const { addressTokens } = await import('./addresses-token.ts');
      const moved = Object.create(context, { publicUrl: { value: publicUrl } });
      return testDelivery(moved, hub.tenants, addressTokens(context)).test(house.server.system, tenant.slug, id);
    };
    expect(await elsewhere('http://127.0.0.1:1')).toMatchObject({
      success: false,
      status: null,
      message: expect.stringContaining('PLUGBOARD_PUBLIC_URL'),
    });
    const vendor = house.server.sandboxes?.origins['bell'] ?? '';
    expect(await elsewhere(vendor)).toMatchObject({
      success: false,
      message: expect.stringContaining('was not stored'),
    });
    expect(await tenant.stored()).toEqual([]);
  });
});
