// What a vendor changes in what it sends, noticed by the runs of the till.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';

let server: TillServer;
let tenant: TillTenant;
beforeAll(async () => {
  server = await tillServer();
  tenant = await server.tillTenant('acme');
});
afterAll(() => server?.stop());

const sync = async () => {
  const [run] = await tenant.sync({ streams: ['goods'] });
  return run;
};
const drifts = async () => {
  const { id: tenantId } = await server.hub.tenants.enter(server.system, 'read', tenant.slug);
  await server.hub.events.catchUp(tenantId);
  const { body } = await tenant.ask('GET', '/events?type=schema.drift');
  const shown = [];
  for (const { id } of body.data) shown.unshift((await tenant.ask('GET', `/events/${id}`)).body.data);
  return shown;
};
const warnings = async (): Promise<string[]> => {
  const { body } = await tenant.ask('GET', `/integrations/${tenant.integration}/logs?action=schema_drift`);
  return body.data.map(({ message }: { message: string }) => message);
};

it('the first run learns, and the same again is no news', async () => {
  expect(await sync()).toMatchObject({ state: 'succeeded', created: 25 });
  expect(await sync()).toMatchObject({ state: 'succeeded', created: 0 });
  expect([await drifts(), await warnings()]).toEqual([[], []]);
});

it('a new field and another type are told once, in one event, and reading goes on', async () => {
  Object.assign(server.till.goods[4] ?? {}, { colour: { name: 'red', rgb: '#f00' }, name: 7 });
  Object.assign(server.till.goods[5] ?? {}, { colour: 'blue' });
  const run = await sync();
  expect(run).toMatchObject({ state: 'partial', updated: 2, failed: 1 });
  const told = {
    integration_id: tenant.integration,
    provider: 'till',
    stream: 'goods',
    run_id: run.id,
    changes: [
      { path: 'colour', types: ['string', 'object'] },
      { path: 'name', types: ['number'], types_before: ['string'] },
    ],
    more: 0,
  };
  expect(await drifts()).toEqual([told]);
  expect(await warnings()).toEqual([
    'goods: the vendor sends "colour" (string or object), which is new; "name" as number instead of string. Reading goes on; look whether the mapping should use it.',
  ]);
  Object.assign(server.till.goods[6] ?? {}, { colour: 'green', name: 8 });
  await sync();
  expect(await drifts()).toEqual([told]);
});

it('no values are told', async () => {
  expect(JSON.stringify([await drifts(), await warnings()])).not.toMatch(/red|#f00|blue|green/);
});

it('many changes at once are counted, and the first of them named', async () => {
  const other = await server.tillTenant('beta');
  const read = () => other.sync({ streams: ['goods'] });
  await read();
  const fields = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`extra_${String(i).padStart(2, '0')}`, i]));
  Object.assign(server.till.goods[9] ?? {}, fields);
  await read();
  const { body } = await other.ask('GET', `/integrations/${other.integration}/logs?action=schema_drift`);
  expect(body.data).toHaveLength(1);
  expect(body.data[0].details).toMatchObject({ stream: 'goods', more: 20 });
  expect(body.data[0].details.changes).toHaveLength(50);
  expect(body.data[0].message).toMatch(/"extra_04" \(number\), which is new; and 65 more changes\./);
});

it('names without end are given up, which is said once', async () => {
  const item = Object.fromEntries(Array.from({ length: 2_100 }, (_, i) => [`field ${i}`, i]));
  Object.assign(server.till.goods[7] ?? {}, item);
  expect(await sync()).toMatchObject({ updated: 2 });
  Object.assign(server.till.goods[8] ?? {}, { another: 1 });
  expect(await sync()).toMatchObject({ updated: 1 });
  const [said, ...before] = await warnings();
  expect([said, before.length]).toEqual([expect.stringContaining('too many different fields'), 1]);
  expect(await drifts()).toHaveLength(1);
});
