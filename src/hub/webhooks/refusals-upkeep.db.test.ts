// What was refused is forgotten: samples after a day, counts after a month; what is younger stays.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bellEvent, bellHouse, type BellHouse, type BellTenant } from '../../testing/bell-house.ts';

let house: BellHouse;
let tenant: BellTenant;
beforeAll(async () => {
  house = await bellHouse();
  tenant = await house.tenant('acme');
});
afterAll(() => house?.stop());

it('samples go after a day and counts after a month, of integrations and of apps', async () => {
  const { hub, composition } = house.server;
  const id = await tenant.connect();
  const url = await tenant.address(id, 'bell_one');
  const refuse = async () => {
    for (const to of [url, `${house.server.url}/api/webhooks/bell`]) await house.ring(to, 'bell_no', bellEvent('e1'));
    // Looking writes down what is counted so far.
    await tenant.ask('GET', `/api/integrations/${id}/webhook-address`);
  };
  const left = async () => {
    await hub.webhookRefusals.run(new AbortController().signal);
    const own = await composition.store.inTenant(tenant.id, (trx) =>
      trx.selectFrom('webhook_refusal').select(['count', 'sample']).orderBy('hour').execute(),
    );
    const ofApp = await composition.store.platform
      .selectFrom('webhook_app_refusal')
      .select(['count', 'sample'])
      .orderBy('hour')
      .execute();
    return [own, ofApp].map((rows) => rows.map(({ count, sample }) => [count, sample !== null]));
  };
  await refuse();
  expect(await left()).toEqual([[[1, true]], [[1, true]]]);
  house.later(26 * 3_600_000);
  await refuse();
  expect(await left()).toEqual([
    [
      [1, false],
      [1, true],
    ],
    [
      [1, false],
      [1, true],
    ],
  ]);
  expect((await tenant.ask('GET', `/api/integrations/${id}/webhook-address`)).body.refusals).toMatchObject([
    { count: 1 },
  ]);
  house.later(29 * 86_400_000);
  expect(await left()).toEqual([[[1, false]], [[1, false]]]);
  house.later(2 * 86_400_000);
  expect(await left()).toEqual([[], []]);
});

it('stops between two tenants when it is told to', async () => {
  const url = await tenant.address(await tenant.connect(), 'bell_one');
  await house.ring(url, 'bell_no', bellEvent('e1'));
  house.later(40 * 86_400_000);
  await house.server.hub.webhookRefusals.run(AbortSignal.abort());
  expect((await house.ring(url, 'bell_one', bellEvent('e2'))).status).toBe(200);
});
