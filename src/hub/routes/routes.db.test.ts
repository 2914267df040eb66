/** Routes over the API: what can be saved, seen, tried, and by whom. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routedTills, type RoutedTenant, type RoutedTills } from '../../testing/routed-tills.ts';

let tills: RoutedTills;
let shop: RoutedTenant;
let other: RoutedTenant;
beforeAll(async () => {
  tills = await routedTills();
  shop = await tills.tenant('shop');
  other = await tills.tenant('other');
});
afterAll(() => tills?.server.stop());

const wanted = (changes: object = {}) => ({
  name: 'Sales',
  when: { types: ['record.created'], integrations: [shop.integration] },
  shape: '{"name": data.record.data.name}',
  do: { action: 'sell_good', integration: shop.oldtill },
  ...changes,
});
const problemsOf = async (changes: object) => {
  const { status, body } = await shop.ask('POST', '/routes', wanted({ name: 'Bad', ...changes }));
  expect(status).toBe(400);
  return body.problems.map(({ path, message }: { path: string; message: string }) => `${path}: ${message}`);
};

describe('a route', () => {
  it('is created, seen, replaced, switched, listed and deleted', async () => {
    const { status, body: made } = await shop.ask('POST', '/routes', wanted());
    expect([status, made]).toMatchObject([
      201,
      {
        id: expect.stringMatching(/^rte_/),
        enabled: true,
        version: 1,
        lookups: [],
        maps: {},
        status: { queued: 0, failed: 0, waiting: null, cuts: 0, last_cut: null },
        created_by: expect.stringMatching(/^tenant_key:/),
      },
    ]);
    const at = `/routes/${made.id}`;
    expect((await shop.ask('GET', at)).body).toEqual(made);
    // The same again is no new version.
    expect((await shop.ask('PUT', at, wanted({ name: 'Sold' }))).body).toMatchObject({ name: 'Sold', version: 1 });
    const replaced = await shop.ask('PUT', at, wanted({ name: 'Sold', maps: { a: { b: 'c' } } }));
    expect(replaced.body).toMatchObject({ version: 2, maps: { a: { b: 'c' } } });
    expect((await shop.ask('PATCH', at, { enabled: false })).body).toMatchObject({ enabled: false, version: 2 });
    const { body: versions } = await shop.ask('GET', `${at}/versions?limit=1`);
    expect(versions.data).toMatchObject([{ version: 2, definition: { maps: { a: { b: 'c' } } } }]);
    const { body: older } = await shop.ask('GET', `${at}/versions?cursor=${versions.next_cursor}`);
    expect([older.data.length, older.data[0].version, older.next_cursor]).toEqual([1, 1, null]);
    const second = await shop.ask('POST', '/routes', wanted({ name: 'Second' }));
    const { body: first } = await shop.ask('GET', '/routes?limit=1');
    expect(first.data.map(({ name }: { name: string }) => name)).toEqual(['Sold']);
    const { body: rest } = await shop.ask('GET', `/routes?limit=1&cursor=${first.next_cursor}`);
    expect([rest.data[0].id, rest.next_cursor]).toEqual([second.body.id, null]);
    expect((await shop.ask('PUT', at, wanted({ name: 'Second' }))).body.problems).toEqual([
      { path: 'name', message: 'another route is called "Second"' },
    ]);
    for (const path of [at, `/routes/${second.body.id}`]) expect((await shop.ask('DELETE', path)).status).toBe(204);
    expect((await shop.ask('GET', '/routes')).body).toEqual({ data: [], next_cursor: null });
    expect((await shop.ask('GET', at)).status).toBe(404);
    const { data } = await tills.server.hub.audit.list(tills.server.system, 'shop', { limit: 200 });
    expect(data.map(({ action }) => action).filter((action) => action.startsWith('route.'))).toEqual([
      'route.created',
      'route.changed',
      'route.changed',
      'route.changed',
      'route.created',
      'route.removed',
      'route.removed',
    ]);
  });

  it('is refused with everything that is wrong in it', async () => {
    expect(await problemsOf({ when: { types: ['record.made'] } })).toEqual([
      expect.stringMatching(/^when\.types\.0: there is no event type "record\.made"; expected \*/),
    ]);
    expect(await problemsOf({ when: { types: [] } })).toHaveLength(1);
    expect(await problemsOf({ when: { types: ['*'], models: ['prodct'] } })).toEqual([
      expect.stringMatching(/^when\.models\.0: there is no such model; there are account/),
    ]);
    expect(
      await problemsOf({
        when: { types: ['*'], condition: 'data.[', integrations: [other.integration] },
        lookups: [
          { name: 'event', linked: { from: 'nobody', integration: shop.integration } },
          { name: 'good', find: { model: 'product', integration: 'int_1', where: { colour: '$now()' } } },
          { name: 'good', find: { model: 'product', integration: shop.integration, where: { 'custom.sku': '1' } } },
        ],
        shape: '$eval("1")',
        do: { action: 'buy_good', integration: shop.oldtill },
      }),
    ).toEqual([
      'lookups.0.name: "event" is the event itself',
      'lookups.0.linked.from: there is no look-up "nobody" before it',
      expect.stringMatching(/^lookups\.1\.find\.where\.colour: product has no such field; expected key, name/),
      'lookups.2.name: there is a look-up "good" before it',
      `when.integrations.0: there is no integration "${other.integration}"`,
      'lookups.1.find.integration: there is no integration "int_1"',
      'do.action: Old till has no such action; it has sell_good, sell_and_refuse, be_refused',
      expect.stringMatching(/^when\.condition: .*\(at character \d+\)$/),
      expect.stringMatching(/^lookups\.1\.find\.where\.colour: \$now is not available/),
      expect.stringMatching(/^shape: \$eval is not available/),
    ]);
    expect(await problemsOf({ do: { action: 'sell_good', integration: other.integration } })).toHaveLength(1);
    expect(await problemsOf({ do: { endpoint: 'ep_00000000000000000000000000000000' } })).toEqual([
      'do.endpoint: there is no endpoint "ep_00000000000000000000000000000000"',
    ]);
    expect(await problemsOf({ maps: { big: { a: 'x'.repeat(1001) } } })).toHaveLength(1);
    expect(
      await problemsOf({
        maps: Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`m${n}`, { a: 'x'.repeat(999) }])),
      }),
    ).toEqual(['maps: expected at most 32768 characters']);
    expect(
      await problemsOf({
        maps: { 'not one': {} },
        lookups: [{ name: 'Client', linked: { integration: shop.integration } }],
      }),
    ).toHaveLength(2);
    expect(await problemsOf({ colour: 'red' })).toEqual(['colour: unknown field']);
  });

  it('is nobody else’s, and not for those who may only look', async () => {
    const route = await shop.route({});
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/calls'],
      ['GET', '/versions'],
      ['POST', '/calls/retry'],
    ] as const)
      expect([
        path,
        (await other.ask(method, `/routes/${route.id}${path}`, method === 'POST' ? {} : undefined)).status,
      ]).toEqual([path, 404]);
    const { key } = await tills.server.hub.apiKeys.create(tills.server.system, 'shop', {
      name: 'looks',
      scopes: ['view'],
    });
    const look = (method: string, path: string, body?: unknown) =>
      tills.server.ask(method, `/api/tenants/shop${path}`, { key, ...(body === undefined ? {} : { body }) });
    expect((await look('GET', `/routes/${route.id}`)).status).toBe(200);
    expect((await look('GET', `/routes/${route.id}/calls`)).body).toEqual({ data: [], next_cursor: null });
    expect((await look('POST', '/routes', wanted())).status).toBe(403);
    expect((await look('POST', '/routes/dry-run', { route: route.id })).status).toBe(403);
    expect((await look('POST', `/routes/${route.id}/calls/retry`, {})).status).toBe(403);
  });

  it('has calls that are paged and told apart by state', async () => {
    const seller = await tills.tenant('pages');
    const route = await seller.route({});
    for (let n = 0; n < 5; n += 1) tills.sold.till.goods.push({ id: `p${n}`, name: n === 2 ? '' : `page ${n}` });
    await seller.reads();
    await seller.settle();
    const all: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await seller.ask('GET', `/routes/${route.id}/calls?limit=2${cursor}`);
      all.push(...body.data.map(({ state }: { state: string }) => state));
      if (body.next_cursor === null) break;
      cursor = `&cursor=${body.next_cursor}`;
    }
    expect(all).toEqual(['done', 'done', 'failed', 'done', 'done']);
    const { body: dead } = await seller.ask('GET', `/routes/${route.id}/calls?state=failed`);
    expect(dead).toMatchObject({ data: [{ state: 'failed' }], next_cursor: null });
    const at = `/routes/${route.id}/calls/${dead.data[0].id}`;
    expect((await seller.ask('GET', at)).body).toEqual(dead.data[0]);
    expect((await seller.ask('POST', `${at}/retry`, { not_done: true })).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('not done'),
    });
    expect(
      (await seller.ask('POST', `/routes/${route.id}/calls/retry`, { since: '2999-01-01T00:00:00Z' })).body,
    ).toEqual({ retried: 0 });
    expect((await seller.ask('POST', `${at}/retry`, {})).body).toMatchObject({
      state: 'queued',
      replays: 1,
      attempts: 0,
    });
  });
});

describe('a dry run', () => {
  it('shows what would come of the last events, of chosen ones, and of records, and does nothing', async () => {
    const seller = await tills.tenant('dry');
    const route = await seller.route({ when: { types: ['event.test'] } });
    await seller.route({ enabled: true });
    for (const name of ['dry 1', 'dry 2']) tills.sold.till.goods.push({ id: name, name });
    await seller.reads();
    await tills.server.hub.events.catchUp(seller.id);
    const acts = tills.sold.oldtill.acts;
    const definition = {
      when: {
        types: ['record.created'],
        integrations: [seller.integration],
        condition: 'data.record.key != "dry 1" or true',
      },
      lookups: [
        {
          name: 'same',
          find: { model: 'product', integration: seller.integration, where: { key: 'data.record.key' } },
        },
        { name: 'none', optional: true, linked: { integration: seller.oldtill } },
        {
          name: 'first',
          find: { model: 'product', integration: seller.integration, where: { name: 'maps.of.first' } },
        },
      ],
      maps: { of: { first: 'Good 1' } },
      shape:
        'data.record.key = "dry 1" ? {"name": 5, "nmae": "x"} : {"name": lookups.same.data.name & lookups.first.key}',
      do: { action: 'sell_good', integration: seller.oldtill },
    };
    const { status, body } = await seller.ask('POST', '/routes/dry-run', { definition });
    expect(status).toBe(200);
    expect(body.data).toMatchObject([
      {
        event: {
          type: 'record.created',
          id: expect.stringMatching(/^evt_/),
          record_id: expect.stringMatching(/^rec_/),
        },
        matched: true,
        would: 'act',
        result: { name: 'dry 2g0001' },
        lookups: { same: body.data[0].event.record_id, none: null, first: expect.stringMatching(/^rec_/) },
        problems: [],
      },
      {
        would: 'fail',
        result: { name: 5, nmae: 'x' },
        problems: [{ path: 'input.name' }],
        reason: 'sell_good does not accept this input',
      },
    ]);
    const records = [body.data[0].event.record_id];
    const tryOn = async (of: object) => (await seller.ask('POST', '/routes/dry-run', of)).body;
    expect((await tryOn({ definition, records })).data).toMatchObject([
      { event: { id: null, type: 'record.created' }, would: 'act', result: { name: 'dry 2g0001' } },
    ]);
    const missing = {
      ...definition,
      lookups: [{ name: 'gone', find: { ...definition.lookups[0]?.find, where: { key: '"nobody"' } } }],
    };
    expect((await tryOn({ definition: missing, records })).data).toMatchObject([
      { would: 'fail', reason: 'The look-up "gone" finds no record (product by key).' },
    ]);
    const many = {
      ...definition,
      lookups: [{ name: 'two', find: { ...definition.lookups[0]?.find, where: { is_active: 'true' } } }],
    };
    expect((await tryOn({ definition: many, records })).data).toMatchObject([
      { would: 'fail', reason: 'The look-up "two" finds more than one record (product by is_active).' },
    ]);
    const events = [body.data[1].event.id];
    expect((await tryOn({ route: route.id, events })).data).toMatchObject([
      { matched: false, would: 'skip', reason: expect.stringContaining('not for events of this type') },
    ]);
    expect(await tryOn({ route: route.id })).toEqual({ data: [] });
    expect(await tryOn({ route: route.id, definition })).toMatchObject({ status: 400 });
    expect(await tryOn({ definition: { ...definition, shape: '(' } })).toMatchObject({
      status: 400,
      problems: [{ path: 'shape' }],
    });
    expect(await tryOn({ route: route.id, records: ['rec_MTp4'] })).toMatchObject({ status: 404 });
    expect(tills.sold.oldtill.acts).toBe(acts);
    expect(await seller.calls(route)).toEqual([]);
  });
});
