/** What an action brings back follows the tenant's rules, too, whatever those do and whenever they change. */
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { tillServer, type TillServer, type TillTenant } from '../../testing/till-server.ts';

let server: TillServer;
let owner: pg.Pool;
beforeAll(async () => {
  server = await tillServer();
  owner = new pg.Pool({ connectionString: server.database.ownerUrl, max: 1 });
});
afterAll(async () => {
  await owner?.end();
  await server?.stop();
});
afterEach(() => void vi.restoreAllMocks());

async function apply(shop: TillTenant, expression: string): Promise<void> {
  const goods = { integration: shop.integration, stream: 'goods' };
  const { mappings } = server.hub;
  await mappings.save(server.system, shop.slug, goods, { rules: [{ target: 'name', expression }] });
  await mappings.apply(server.system, shop.slug, goods);
}

async function sell(shop: TillTenant, name: string) {
  const { status, body } = await shop.ask('POST', `/integrations/${shop.integration}/actions/sell_good`, {
    input: { name },
  });
  expect([status, body.records?.length]).toEqual([200, 1]);
  return (await shop.ask('GET', `/records/product/${body.records[0].id}`)).body;
}

test('by the rules in force', async () => {
  const shop = await server.tillTenant('shop');
  await apply(shop, '$uppercase(raw.name)');
  expect(await sell(shop, 'Ladder')).toMatchObject({ data: { name: 'LADDER' } });
});

test('by rules that come into force while it is mapped', async () => {
  const shop = await server.tillTenant('busy');
  await apply(shop, '$uppercase(raw.name)');
  const { expressions } = server.composition.context;
  const ask = expressions.ask.bind(expressions);
  const asking = vi.spyOn(expressions, 'ask').mockImplementationOnce(async (...told) => {
    const reply = await ask(...told);
    await apply(shop, '$lowercase(raw.name)');
    return reply;
  });
  expect(await sell(shop, 'Ladder')).toMatchObject({ data: { name: 'ladder' } });
  expect(asking.mock.calls.length).toBeGreaterThan(1);
});

test('with a rule that never ends it is kept all the same; no transaction waits for the rule', async () => {
  const shop = await server.tillTenant('slow');
  await apply(shop, '($f := function(){ $f() }; $f())');
  const { expressions } = server.composition.context;
  const ask = expressions.ask.bind(expressions);
  const waiting: unknown[] = [];
  vi.spyOn(expressions, 'ask').mockImplementation(async (...told) => {
    const { rows } = await owner.query(
      `select query from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
    );
    waiting.push(...rows);
    return ask(...told);
  });
  expect(await sell(shop, 'Ladder')).toMatchObject({ data: { name: 'Ladder' } });
  expect(waiting).toEqual([]);
});
