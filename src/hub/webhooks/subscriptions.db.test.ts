// Subscriptions at a vendor that makes the secret itself and ends them after three days.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { bellEvent, bellHouse, type BellHouse, type BellTenant } from '../../testing/bell-house.ts';
import { hookMs } from '../../testing/bell-vendor.ts';

let house: BellHouse;
let tenant: BellTenant;
let id: string;
let tenants = 0;
const forever = new AbortController().signal;
beforeAll(async () => {
  house = await bellHouse();
});
afterAll(() => house?.stop());
beforeEach(async () => {
  tenants += 1;
  tenant = await house.tenant(`tenant-${tenants}`);
  id = await tenant.connect();
  // Those of the tests before are due as well.
  await house.server.composition.store.platform.deleteFrom('webhook_subscription_due').execute();
  for (const hook of Object.keys(house.vendor().hooks)) delete house.vendor().hooks[hook];
});

const ask = (verb: string) => tenant.ask('POST', `/api/integrations/${id}/webhook-address/${verb}`);
const hooks = () =>
  Object.entries(house.vendor().hooks).map(([hook, { url, secret, ends }]) => ({ hook, url, secret, ends }));
const tick = () => house.server.hub.webhookSubscriptions.tick(forever);
const rings = async (url: string, secret: string) =>
  (await house.ring(url, secret, bellEvent(`e${house.server.clock.now()}`))).status;
const told = async () =>
  (await tenant.ask('GET', `/api/integrations/${id}/logs?action=webhook_subscription`)).body.data.map(
    ({ status, message }: { status: string; message: string }) => `${status}: ${message}`,
  );

it('is registered with the address, and the secret the vendor made counts at once', async () => {
  const { body } = await ask('subscribe');
  const [hook, ...others] = hooks();
  expect(others).toEqual([]);
  expect(body).toMatchObject({
    url: hook?.url,
    secret_set: true,
    subscription: { id: hook?.hook, state: 'active', expires_at: new Date(hook?.ends ?? 0).toISOString() },
  });
  expect(JSON.stringify(body)).not.toContain(hook?.secret);
  expect(await rings(body.url, hook?.secret ?? '')).toBe(200);
  // Asked for again, it is the same.
  expect((await ask('subscribe')).body.subscription.id).toBe(hook?.hook);
  expect(hooks()).toHaveLength(1);
});

it('is looked at every few hours, and renewed before it ends', async () => {
  await ask('subscribe');
  const [first] = hooks();
  await tick();
  expect(hooks()).toEqual([first]);
  for (let hours = 0; hours < 96; hours += 6) {
    house.later(6 * 3_600_000);
    await tick();
  }
  const [last, ...others] = hooks();
  expect(others).toEqual([]);
  expect(last?.hook).toBe(first?.hook);
  expect(last?.ends).toBeGreaterThan(house.server.clock.now());
  expect(last?.ends).toBeGreaterThan((first?.ends ?? 0) + hookMs / 3);
});

it('is made again when the vendor lost it, and told when the vendor switched it off', async () => {
  await ask('subscribe');
  const [first] = hooks();
  delete house.vendor().hooks[first?.hook ?? ''];
  house.later(6 * 3_600_000);
  await tick();
  const [second] = hooks();
  expect(second?.hook).not.toBe(first?.hook);
  const { body } = await tenant.ask('GET', `/api/integrations/${id}/webhook-address`);
  expect(body.subscription).toMatchObject({ id: second?.hook, state: 'active' });
  expect(await rings(body.url, second?.secret ?? '')).toBe(200);
  const hook = house.vendor().hooks[second?.hook ?? ''];
  if (hook !== undefined) hook.paused = true;
  for (let i = 0; i < 2; i += 1) {
    house.later(6 * 3_600_000);
    await tick();
  }
  expect((await ask('check')).body.subscription).toMatchObject({ state: 'disabled', message: 'Bell has paused it.' });
  expect(await told()).toEqual([
    'warning: The provider has switched our webhook subscription off: Bell has paused it.',
    'success: The provider no longer had our webhook subscription (Bell knows it no more.); it was made again.',
    'success: Webhooks were subscribed to at the provider.',
  ]);
});

it('follows the address when that is rotated, without a gap', async () => {
  await ask('subscribe');
  const [first] = hooks();
  const { body } = await tenant.ask('POST', `/api/integrations/${id}/webhook-address/rotate`, {});
  expect(await rings(first?.url ?? '', first?.secret ?? '')).toBe(200);
  await tick();
  const [second, ...others] = hooks();
  expect(others).toEqual([]);
  expect(second?.url).toBe(body.url);
  expect(await rings(body.url, second?.secret ?? '')).toBe(200);
});

it('is taken away on request, and with the connection', async () => {
  expect((await ask('check')).status).toBe(409);
  expect((await ask('unsubscribe')).status).toBe(409);
  await ask('subscribe');
  expect((await ask('unsubscribe')).body).toMatchObject({ url: expect.any(String), subscription: null });
  expect(hooks()).toEqual([]);
  await ask('subscribe');
  await tenant.ask('POST', `/api/integrations/${id}/disconnect`);
  expect(hooks()).toEqual([]);
  expect((await tenant.ask('GET', `/api/integrations/${id}/webhook-address`)).body.subscription).toBeNull();
  expect((await ask('subscribe')).status).toBe(409);
});

it('two of us who subscribe at once leave one', async () => {
  await tenant.address(id);
  const answers = await Promise.all([ask('subscribe'), ask('subscribe'), ask('subscribe')]);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1);
  expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
  expect(hooks()).toHaveLength(1);
  const { body } = await tenant.ask('GET', `/api/integrations/${id}/webhook-address`);
  expect(body.subscription.id).toBe(hooks()[0]?.hook);
});

it('a vendor that does not answer is asked again later, and one without such an API is said to have none', async () => {
  await ask('subscribe');
  const { store } = house.server.composition;
  const due = async () => {
    const row = await store.platform
      .selectFrom('webhook_subscription_due')
      .select('due_at')
      .where('tenant_id', '=', tenant.id)
      .executeTakeFirst();
    return row === undefined ? undefined : row.due_at.getTime() - house.server.clock.now();
  };
  house.later(6 * 3_600_000);
  await store.inTenant(tenant.id, (trx) =>
    trx.updateTable('integration').set({ auth_state: 'needs_reauth' }).execute(),
  );
  await tick();
  expect(await due()).toBe(15 * 60_000);
  await store.inTenant(tenant.id, (trx) => trx.deleteFrom('integration').execute());
  house.later(15 * 60_000);
  await tick();
  expect(await due()).toBeUndefined();
  const knock = await tenant.connect('knock');
  expect((await tenant.ask('POST', `/api/integrations/${knock}/webhook-address/subscribe`)).body).toMatchObject({
    status: 422,
    code: 'unsupported',
  });
});
