/** Calls of routes against a real database and two tills: done once, in order, tried again, given up, cut. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { routedTills, type RoutedTenant, type RoutedTills } from '../../testing/routed-tills.ts';
import { removeRecord } from '../../store/erasure-rows.ts';
import { readId } from '../ids.ts';
import { readRecordId } from '../records/record-views.ts';
import { routeConsumer } from './route-consumer.ts';
import { routeWorker } from './route-work.ts';
import type { RouteView } from './route-views.ts';

let tills: RoutedTills;
beforeAll(async () => {
  tills = await routedTills();
});
afterAll(() => tills?.server.stop());
afterEach(async () => {
  vi.restoreAllMocks();
  await tills.server.control?.clearFaults();
});

const namesOf = (at: 'till' | 'oldtill', beginning: string) =>
  tills.sold[at].goods
    .map((good) => JSON.stringify(good['name']).slice(1, -1))
    .filter((name) => name.startsWith(beginning));
const statesOf = async (shop: RoutedTenant, route: RouteView) => (await shop.calls(route)).map(({ state }) => state);
const statusOf = async (shop: RoutedTenant, route: RouteView) =>
  (await tills.server.hub.routes.get(tills.server.system, shop.slug, route.id)).status;
const reference = (call: { route_id: string; event_id: string }) => `route:${call.route_id}:${call.event_id}`;

describe('an event', () => {
  it('makes a route do something in another system, as itself, and what it stored is known', async () => {
    const shop = await tills.tenant('plain');
    const route = await shop.route({});
    await shop.appears('plain 1');
    await shop.settle();
    const [call] = await shop.calls(route);
    expect(call).toMatchObject({
      state: 'done',
      version: 1,
      attempts: 1,
      in_doubt: false,
      error: null,
      records: [expect.stringMatching(/^rec_/)],
      external_reference: reference({ route_id: route.id, event_id: call?.event_id ?? '' }),
    });
    expect(namesOf('oldtill', 'plain')).toEqual(['plain 1']);
    expect((await statusOf(shop, route)).latest).toEqual([{ id: call?.id, state: 'done', at: call?.at }]);
    const ofEvent = await shop.ask('GET', `/events/${call?.event_id}/calls`);
    expect(ofEvent.body).toEqual({ data: [call], next_cursor: null });
    const stranger = await tills.tenant('stranger');
    expect((await stranger.ask('GET', `/events/${call?.event_id}/calls`)).body.data).toEqual([]);
    const { data } = await tills.server.hub.audit.list(tills.server.system, shop.slug, { limit: 200 });
    expect(data.at(-1)).toMatchObject({ action: 'action.done', actor: `system:route:${route.id}` });
  });

  it('is told twice and acts once', async () => {
    const shop = await tills.tenant('twice');
    const route = await shop.route({});
    await shop.appears('twice 1');
    await shop.settle();
    const [call] = await shop.calls(route);
    const { context } = tills.server.composition;
    const consumer = routeConsumer(context, { notice: () => undefined });
    await context.store.inTenant(shop.id, async (trx) => {
      const row = await trx
        .selectFrom('event')
        .selectAll()
        .where('id', '=', readId('evt', call?.event_id ?? ''))
        .executeTakeFirstOrThrow();
      const event = {
        id: row.id,
        type: row.type,
        at: row.at,
        integrationId: row.integration_id ?? undefined,
        model: row.model ?? undefined,
        record: { streamNo: row.stream_no ?? 0, key: row.key ?? '', seq: row.seq ?? 0 },
        trail: row.trail,
      };
      for (const listener of await consumer.listeners(trx, shop.id)) {
        expect(listener.wants(event)).toBe(true);
        await listener.take(trx, [event, event]);
      }
    });
    await shop.settle();
    expect(await statesOf(shop, route)).toEqual(['done']);
    expect(namesOf('oldtill', 'twice')).toHaveLength(1);
  });

  it('is skipped where condition or shape say no, and fails where they break', async () => {
    const shop = await tills.tenant('choosy');
    const choosy = await shop.route({
      when: { types: ['record.*'], models: ['product'], condition: "data.record.data.name != 'choosy no'" },
      shape:
        'data.record.data.name = "choosy nothing" ? undefined : data.record.data.name = "choosy bad" ? {"nmae": 1} : data.record.data.name = "choosy list" ? [1] : {"name": maps.names.new & data.record.data.name}',
      maps: { names: { new: 'choosy: ' } },
    });
    const broken = await shop.route({ when: { types: ['record.created'], condition: '$error("no")' } });
    for (const name of ['choosy no', 'choosy nothing', 'choosy bad', 'choosy list', 'choosy yes'])
      await shop.appears(name);
    await shop.settle();
    await shop.settle();
    const calls = await shop.calls(choosy);
    expect(calls.map(({ state, reason, error }) => [state, reason ?? error?.message ?? null])).toEqual([
      ['skipped', 'its condition says no'],
      ['skipped', 'its shape answered nothing'],
      ['failed', expect.stringContaining('input.name')],
      ['failed', 'The shape of the route must answer an object: the input of sell_good.'],
      ['done', null],
      // What it sold is new in the other till: its own doing.
      ['cut', 'the event came about by its own doing'],
    ]);
    expect(calls[2]).toMatchObject({ attempts: 1, in_doubt: false, next_at: null });
    expect(calls[2]?.error?.problems).toContainEqual({ path: 'input.name', message: expect.any(String) });
    expect(namesOf('oldtill', 'choosy')).toEqual(['choosy: choosy yes']);
    expect((await shop.calls(broken))[0]).toMatchObject({
      state: 'failed',
      error: { message: 'The condition of the route: no.' },
    });
    // Mended, those that failed are made again; what was done is not.
    const { hub, system } = tills.server;
    const {
      id: _id,
      status: _status,
      version: _version,
      created_at: _c,
      created_by: _b,
      updated_at: _u,
      updated_by: _d,
      ...saved
    } = choosy;
    await hub.routes.replace(system, shop.slug, choosy.id, {
      ...saved,
      shape: '{"name": "mended " & data.record.data.name}',
    });
    expect(await hub.routes.calls.retryAll(system, shop.slug, choosy.id)).toEqual({ retried: 2 });
    await shop.settle();
    expect(namesOf('oldtill', 'mended')).toEqual(['mended choosy bad', 'mended choosy list']);
    expect((await shop.calls(choosy))[2]).toMatchObject({ state: 'done', version: 2, replays: 1 });
  });
});

describe('a vendor', () => {
  const broken = (kind: 'status' | 'lose_answer', times?: number) =>
    tills.server.control?.fault({
      provider: 'till',
      path: '^/v1/goods$',
      method: 'POST',
      ...(kind === 'status' ? { kind, status: 503 } : { kind }),
      ...(times === undefined ? {} : { times }),
    });
  const intoTill = (shop: RoutedTenant) =>
    shop.route({
      when: { types: ['record.created'], integrations: [shop.oldtill] },
      do: { action: 'sell_good', integration: shop.integration },
    });
  const impatient = (shop: RoutedTenant) =>
    tills.server.composition.store.inTenant(shop.id, (trx) =>
      trx.updateTable('integration').set({ overrides: '{"retries":0}' }).execute(),
    );

  it('that is down is asked again with growing pauses, then given up; a person may ask again', async () => {
    const shop = await tills.tenant('down');
    const route = await intoTill(shop);
    await impatient(shop);
    await broken('status');
    await shop.appears('down 1', 'oldtill');
    const { clock, hub, system } = tills.server;
    const pauses: number[] = [];
    for (let tries = 0; tries < 9; tries += 1) {
      await shop.settle();
      const [call] = await shop.calls(route);
      if (call?.next_at === null || call === undefined) break;
      expect(call).toMatchObject({ state: 'queued', attempts: tries + 1, error: { code: 'provider_unavailable' } });
      const pause = Date.parse(call.next_at) - clock.now();
      pauses.push(pause / 1000);
      clock.advance(pause + 1);
    }
    const promised = [10, 60, 300, 1800, 7200, 21_600, 43_200, 86_400];
    expect(pauses).toHaveLength(promised.length);
    pauses.forEach((pause, at) => {
      expect(Math.abs(pause / (promised[at] ?? 1) - 1)).toBeLessThanOrEqual(0.25);
    });
    const [dead] = await shop.calls(route);
    expect(dead).toMatchObject({ state: 'failed', attempts: 9 });
    expect(await statusOf(shop, route)).toMatchObject({ failed: 1, queued: 0 });
    await tills.server.control?.clearFaults();
    // The breaker of the integration closes after a while.
    clock.advance(600_000);
    await hub.routes.calls.retry(system, shop.slug, route.id, dead?.id ?? '');
    await shop.settle();
    expect(await statesOf(shop, route)).toEqual(['done']);
    expect(namesOf('till', 'down')).toEqual(['down 1']);
    await expect(hub.routes.calls.retry(system, shop.slug, route.id, dead?.id ?? '')).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('that did the work but lost the answer is asked for the same, though everything changed since', async () => {
    const shop = await tills.tenant('lost');
    const route = await intoTill(shop);
    await impatient(shop);
    await broken('lose_answer', 1);
    await shop.appears('lost 1', 'oldtill');
    await shop.settle();
    expect((await shop.calls(route))[0]).toMatchObject({ state: 'queued', in_doubt: true });
    const { hub, system, clock } = tills.server;
    const {
      id: _id,
      status: _status,
      version: _version,
      created_at: _c,
      created_by: _b,
      updated_at: _u,
      updated_by: _d,
      ...saved
    } = route;
    await hub.routes.replace(system, shop.slug, route.id, { ...saved, shape: '{"name": "another"}' });
    clock.advance(15_000);
    await shop.settle();
    expect((await shop.calls(route))[0]).toMatchObject({ state: 'done', in_doubt: false, attempts: 2 });
    expect(namesOf('till', 'lost')).toEqual(['lost 1']);
  });

  it('without idempotency keys is not asked twice; a person looks, and says that it was not done', async () => {
    const shop = await tills.tenant('doubt');
    const route = await shop.route({});
    await impatient(shop);
    const { control, clock, hub, system } = tills.server;
    await control?.fault({ provider: 'oldtill', path: '^/v1/goods$', method: 'POST', kind: 'lose_answer', times: 1 });
    await shop.appears('doubt 1');
    await shop.settle();
    clock.advance(15_000);
    await shop.settle();
    const [call] = await shop.calls(route);
    expect(call).toMatchObject({
      state: 'failed',
      in_doubt: true,
      error: { code: 'conflict', message: expect.stringContaining('It is not known whether') },
    });
    expect(namesOf('oldtill', 'doubt')).toEqual(['doubt 1']);
    await hub.routes.calls.retry(system, shop.slug, route.id, call?.id ?? '', { not_done: true });
    await shop.settle();
    const [again] = await shop.calls(route);
    expect(again).toMatchObject({ state: 'done', external_reference: `${call?.external_reference}:1` });
    expect(namesOf('oldtill', 'doubt')).toEqual(['doubt 1', 'doubt 1']);
  });

  it('whose one answer is missing holds up nothing but what is about the same record', async () => {
    const shop = await tills.tenant('held');
    const route = await shop.route({
      when: { types: ['record.*'], integrations: [shop.oldtill] },
      do: { action: 'sell_good', integration: shop.integration },
    });
    await impatient(shop);
    await broken('status', 1);
    await shop.appears('held 1', 'oldtill');
    await shop.settle();
    const later = new Date(tills.server.clock.now() + 3_600_000);
    await tills.server.composition.store.inTenant(shop.id, (trx) =>
      trx.updateTable('route_call').set({ next_at: later }).execute(),
    );
    await shop.appears('held 2', 'oldtill');
    const first = tills.sold.oldtill.goods.find(({ name }) => name === 'held 1');
    if (first !== undefined) Object.assign(first, { name: 'held 1 changed' });
    await shop.reads('oldtill');
    await shop.settle();
    expect(await statesOf(shop, route)).toEqual(['queued', 'done', 'queued']);
    expect(namesOf('till', 'held')).toEqual(['held 2']);
    tills.server.clock.advance(3_600_001);
    await shop.settle();
    expect(await statesOf(shop, route)).toEqual(['done', 'done', 'done']);
    // Of one record the older state first.
    expect(namesOf('till', 'held')).toEqual(['held 2', 'held 1', 'held 1 changed']);
  });

  it('that is not connected makes calls wait, without an attempt; the route says so', async () => {
    const shop = await tills.tenant('parted');
    const route = await shop.route({});
    const { hub, system, clock } = tills.server;
    await hub.connection.disconnect(system, shop.slug, shop.oldtill);
    await shop.appears('parted 1');
    await shop.settle();
    expect(await statusOf(shop, route)).toMatchObject({
      queued: 1,
      waiting: { message: expect.stringContaining('not connected') },
    });
    expect((await shop.calls(route))[0]).toMatchObject({ state: 'queued', attempts: 0 });
    await hub.connection.connect(system, shop.slug, shop.oldtill, {
      credentials: { api_key: 'till_key_good' },
      sync: false,
    });
    await shop.settle();
    expect(await statesOf(shop, route)).toEqual(['queued']);
    clock.advance(61_000);
    await shop.settle();
    expect(await statesOf(shop, route)).toEqual(['done']);
    expect((await statusOf(shop, route)).waiting).toBeNull();
    await hub.integrations.remove(system, shop.slug, shop.oldtill, 'Old till');
    await shop.appears('parted 2');
    await shop.settle();
    expect((await shop.calls(route))[1]).toMatchObject({ state: 'failed', error: { code: 'not_found' } });
    expect(await statusOf(shop, route)).toMatchObject({
      failed: 1,
      waiting: { message: expect.stringContaining('was removed') },
    });
  });
});

describe('a worker', () => {
  it('that dies between the deed and writing it down is followed by one that does it no second time', async () => {
    const shop = await tills.tenant('killed');
    const route = await shop.route({});
    const { context } = tills.server.composition;
    const { actions } = tills.server.hub;
    const dying = routeWorker(context, {
      actions: {
        run: async (...asked) => {
          await actions.run(...asked);
          // As good as dead: nobody hears of it any more.
          return new Promise(() => undefined);
        },
      },
      deliver: () => Promise.reject(new Error('not asked for')),
    });
    await shop.appears('killed 1');
    await tills.server.hub.events.catchUp(shop.id);
    void dying.drain(new AbortController().signal);
    await vi.waitFor(() => expect(namesOf('oldtill', 'killed')).toEqual(['killed 1']), 10_000);
    await vi.waitFor(async () => {
      const { rows } = await context.store.pool.query(
        `select 1 from route_due where tenant_id = $1 and holder is not null`,
        [shop.id],
      );
      expect(rows).toHaveLength(1);
    }, 10_000);
    await shop.settle();
    expect((await shop.calls(route))[0]).toMatchObject({ state: 'queued', in_doubt: true, attempts: 1 });
    await context.store.pool.query(
      `update route_due set lease_until = clock_timestamp() - interval '1 second', holder = 'gone' where tenant_id = $1`,
      [shop.id],
    );
    await vi.waitFor(async () => {
      await shop.settle();
      expect(await statesOf(shop, route)).toEqual(['done']);
    }, 10_000);
    expect(namesOf('oldtill', 'killed')).toEqual(['killed 1']);
  });

  it('and another at the same time make every call once, each route in the order of its events', async () => {
    const shop = await tills.tenant('many');
    const routes = [await shop.route({}), await shop.route({ shape: '{"name": "second " & data.record.data.name}' })];
    for (let n = 0; n < 12; n += 1)
      tills.sold.till.goods.push({ id: `many${n}`, name: `many ${String(n).padStart(2, '0')}` });
    await shop.reads();
    await tills.server.hub.events.catchUp(shop.id);
    const { context } = tills.server.composition;
    const doing = { actions: tills.server.hub.actions, deliver: () => Promise.reject(new Error('not asked for')) };
    const workers = [routeWorker(context, doing), routeWorker(context, doing)];
    const signal = AbortSignal.timeout(60_000);
    await Promise.all(workers.map((worker) => worker.drain(signal)));
    for (const route of routes) expect(new Set(await statesOf(shop, route))).toEqual(new Set(['done']));
    const names = namesOf('oldtill', 'many');
    expect(names).toEqual(Array.from({ length: 12 }, (_, n) => `many ${String(n).padStart(2, '0')}`));
    expect(namesOf('oldtill', 'second many')).toEqual(names.map((name) => `second ${name}`));
  });
});

describe('a circle', () => {
  it('of two routes that write to each other’s systems is cut after one round, and reported', async () => {
    const shop = await tills.tenant('circle');
    const there = await shop.route({
      name: 'There',
      when: { types: ['record.*'], integrations: [shop.integration] },
    });
    const back = await shop.route({
      name: 'Back',
      when: { types: ['record.created'], integrations: [shop.oldtill] },
      do: { action: 'sell_good', integration: shop.integration },
    });
    await shop.appears('circle');
    for (let round = 0; round < 5; round += 1) await shop.settle();
    expect(await statesOf(shop, there)).toEqual(['done', 'cut']);
    expect(await statesOf(shop, back)).toEqual(['done']);
    expect((await shop.calls(there))[1]?.reason).toBe('the event came about by its own doing, by way of another route');
    expect(namesOf('oldtill', 'circle')).toHaveLength(1);
    expect(namesOf('till', 'circle')).toHaveLength(2);
    const status = await statusOf(shop, there);
    expect(status).toMatchObject({ cuts: 1, last_cut: { message: expect.stringContaining('its own doing') } });
    const { hub, system } = tills.server;
    const log = await hub.logs.list(system, shop.slug, shop.integration, { action: 'route' });
    expect(log.data).toMatchObject([{ status: 'warning', message: expect.stringContaining('"There" was cut') }]);
    expect((await hub.events.list(system, shop.slug, { type: 'route.cut' })).data).toHaveLength(1);
    // Reading both again tells nothing new: what they stored is what is there.
    await shop.reads('till');
    await shop.reads('oldtill');
    await shop.settle();
    expect(await statesOf(shop, there)).toEqual(['done', 'cut']);
    // Somebody's change of what they wrote is no circle: the vendor says that it is newer than what they did.
    const written = tills.sold.till.goods.findLast(({ name }) => name === 'circle');
    const updated = new Date(Date.now() + 600_000).toISOString();
    if (written !== undefined) Object.assign(written, { name: 'circle changed', updated });
    await shop.reads('till');
    for (let round = 0; round < 5; round += 1) await shop.settle();
    expect(await statesOf(shop, there)).toEqual(['done', 'cut', 'done', 'cut']);
    expect(namesOf('oldtill', 'circle')).toEqual(['circle', 'circle changed']);
  });

  it('that its trail does not show is cut by how often the route is called for a record', async () => {
    const shop = await tills.tenant('often');
    const route = await shop.route({ when: { types: ['record.updated'], integrations: [shop.integration] } });
    await shop.appears('often 0');
    await shop.settle();
    const good = tills.sold.till.goods.find(({ name }) => name === 'often 0');
    for (let n = 1; n <= 7; n += 1) {
      if (good !== undefined) Object.assign(good, { name: `often ${n}` });
      await shop.reads();
      await shop.settle();
    }
    expect(await statesOf(shop, route)).toEqual(['done', 'done', 'done', 'done', 'done', 'cut', 'cut']);
    expect(await statusOf(shop, route)).toMatchObject({ cuts: 2 });
    const { hub, system } = tills.server;
    // Told once, however often.
    expect((await hub.events.list(system, shop.slug, { type: 'route.cut' })).data).toHaveLength(1);
    const log = await hub.logs.list(system, shop.slug, shop.integration, { action: 'route' });
    expect(log.data).toHaveLength(1);
    // A person may have it made all the same.
    const cut = (await shop.calls(route)).at(-1);
    await hub.routes.calls.retry(system, shop.slug, route.id, cut?.id ?? '');
    await shop.settle();
    expect((await statesOf(shop, route)).at(-1)).toBe('done');
  });
});

it('a route may tell an endpoint, with a body of its own, once', async () => {
  const shop = await tills.tenant('told');
  const { hub, system } = tills.server;
  const endpoint = await hub.endpoints.create(system, shop.slug, {
    url: 'https://hooks.told.example/x',
    types: ['run.failed'],
  });
  const route = await shop.route({ shape: '{"sold": data.record.data.name}', do: { endpoint: endpoint.id } });
  await shop.appears('told 1');
  await shop.settle();
  await shop.settle();
  const [call] = await shop.calls(route);
  expect(call).toMatchObject({ state: 'done', external_reference: null, delivery_id: expect.stringMatching(/^dlv_/) });
  const { data } = await hub.deliveries.list(system, shop.slug, {});
  expect(data).toMatchObject([{ id: call?.delivery_id, event_id: call?.event_id, route_id: route.id }]);
  await hub.endpoints.remove(system, shop.slug, endpoint.id);
  await shop.appears('told 2');
  await shop.settle();
  expect((await shop.calls(route))[1]).toMatchObject({ state: 'failed', error: { code: 'not_found' } });
});

it('what is kept of a call in doubt goes with the records it was made from, and the call is not made again', async () => {
  const shop = await tills.tenant('erased');
  const route = await shop.route({});
  const { control, composition, clock } = tills.server;
  const inTenant = composition.store.inTenant;
  await inTenant(shop.id, (trx) => trx.updateTable('integration').set({ overrides: '{"retries":0}' }).execute());
  await control?.fault({ provider: 'oldtill', path: '^/v1/goods$', method: 'POST', kind: 'lose_answer', times: 1 });
  await shop.appears('erased 1');
  await shop.settle();
  const [call] = await shop.calls(route);
  expect(call).toMatchObject({ state: 'queued', in_doubt: true });
  const { streamNo, key } = readRecordId(call?.record_id ?? '');
  await inTenant(shop.id, (trx) => removeRecord(trx, shop.id, { stream_no: streamNo, key }));
  expect((await shop.calls(route))[0]).toMatchObject({ in_doubt: false, record_id: null });
  clock.advance(15_000);
  await shop.settle();
  expect((await shop.calls(route))[0]).toMatchObject({
    state: 'skipped',
    reason: 'what the event is about is kept no longer',
  });
  expect(namesOf('oldtill', 'erased')).toEqual(['erased 1']);
});

it('what happened before a route was there, or while it was off, is not its business, however late it is told', async () => {
  const shop = await tills.tenant('late');
  await shop.route({ name: 'There before' });
  await shop.appears('late before');
  const route = await shop.route({ name: 'Late' });
  await shop.appears('late after');
  await shop.settle();
  expect(await statesOf(shop, route)).toEqual(['done']);
  expect(namesOf('oldtill', 'late').toSorted()).toEqual(['late after', 'late after', 'late before']);
});

it('a route that is switched off hears of nothing, and what it had heard of waits', async () => {
  const shop = await tills.tenant('off');
  const route = await shop.route({});
  const { hub, system } = tills.server;
  await shop.appears('off 1');
  await hub.events.catchUp(shop.id);
  await hub.routes.change(system, shop.slug, route.id, { enabled: false });
  await shop.appears('off 2');
  await shop.settle();
  expect(await statesOf(shop, route)).toEqual(['queued']);
  await hub.routes.change(system, shop.slug, route.id, { enabled: true });
  await shop.settle();
  expect(await statesOf(shop, route)).toEqual(['done']);
  expect(namesOf('oldtill', 'off')).toEqual(['off 1']);
});
