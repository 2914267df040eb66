// Sending, from the event to the receiver and back into the database, on a clock the test moves.
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deliveringTenant, messageOf, type DeliveringTenant } from '../../testing/delivering.ts';
import { startReceiver, type Receiver } from '../../testing/receiver.ts';
import { testServer, type TestServer } from '../../testing/server.ts';
import { deliverySender } from './sender.ts';

let server: TestServer;
let receiver: Receiver;
let mine: DeliveringTenant;

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

beforeAll(async () => {
  receiver = await startReceiver();
  server = await testServer({
    at: '2026-07-01T00:00:00Z',
    hostMap: `${receiver.mapped},dead.example.com=http://127.0.0.1:1`,
  });
});
afterAll(async () => {
  await server?.stop();
  await receiver?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  mine = await deliveringTenant(server);
  receiver.arrived.length = 0;
});
afterEach(() => {
  receiver.answer = (_arrived, response) => void response.writeHead(204).end();
});

const sendDue = () => server.hub.deliverySender.sendDue();
const detail = (id: string) => server.hub.deliveries.get(server.system, mine.tenant, id);
const failing: Receiver['answer'] = (_arrived, response) => void response.writeHead(500).end('no');
const at = (path: string) => receiver.arrived.filter((one) => one.path === path);

test('an event arrives signed, once, and what came of it is kept', async () => {
  const endpoint = await mine.endpoint({ url: receiver.url('/a'), headers: { Authorization: 'Bearer hush' } });
  receiver.answer = (_arrived, response) => void response.writeHead(200, { 'x-request-id': 'r1' }).end('thanks');
  await mine.happen('hello');
  await sendDue();
  await sendDue();
  expect(receiver.arrived.map((one) => messageOf(one, endpoint.secret))).toEqual(['hello']);
  expect(receiver.arrived[0]?.headers).toMatchObject({ authorization: 'Bearer hush', host: 'hooks.example.com' });
  const [delivery] = await mine.deliveries(endpoint);
  expect(delivery).toMatchObject({
    state: 'delivered',
    attempts: 1,
    status: 200,
    problem: null,
    next_attempt_at: null,
  });
  expect(receiver.arrived[0]?.headers['webhook-id']).toBe(delivery?.event_id);
  const shown = await detail(delivery?.id ?? '');
  expect(shown.body).toBe(receiver.arrived[0]?.body);
  expect(shown.history).toMatchObject([
    {
      number: 1,
      status: 200,
      request: { url: receiver.url('/a'), headers: { authorization: '[hidden]', 'webhook-id': delivery?.event_id } },
      response: { body: 'thanks', cut: false, headers: { 'x-request-id': 'r1' } },
    },
  ]);
  expect(JSON.stringify(shown)).not.toContain('hush');
  expect(JSON.stringify(shown)).not.toContain('v1,');
});

describe('the schedule', () => {
  const steps = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

  /** Moves the clock until something has come, or the delivery has ended. */
  const untilNext = async (count: number, withinMs: number): Promise<number> => {
    const from = server.clock.now();
    const step = Math.ceil(Math.max(withinMs / 60, 100));
    while (receiver.arrived.length < count && server.clock.now() - from < withinMs) {
      server.clock.advance(step);
      await sendDue();
    }
    return server.clock.now() - from;
  };

  test.each([0, 1, 4, 9])(
    'after %i failures one more attempt, at the promised times, with the same id and body',
    async (n) => {
      const endpoint = await mine.endpoint({ url: receiver.url('/flaky') });
      receiver.answer = (_arrived, response) => void response.writeHead(receiver.arrived.length <= n ? 500 : 200).end();
      await mine.happen('again');
      await sendDue();
      for (const [no, step] of steps.slice(0, n).entries()) {
        const waited = await untilNext(no + 2, step * 1.3);
        expect(waited / step).toBeGreaterThanOrEqual(0.78);
        expect(waited / step).toBeLessThanOrEqual(1.23);
      }
      server.clock.advance(100 * hour);
      await sendDue();
      expect(receiver.arrived).toHaveLength(n + 1);
      expect(new Set(receiver.arrived.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
      expect(new Set(receiver.arrived.map((one) => messageOf(one, endpoint.secret)))).toEqual(new Set(['again']));
      expect(new Set(receiver.arrived.map(({ headers }) => headers['webhook-signature'])).size).toBe(n + 1);
      expect(await mine.deliveries(endpoint)).toMatchObject([{ state: 'delivered', attempts: n + 1 }]);
    },
  );

  test('ends in a dead letter after ten attempts, which a person can have sent again', async () => {
    const endpoint = await mine.endpoint({ url: receiver.url('/never') });
    receiver.answer = failing;
    await mine.happen('lost');
    await sendDue();
    for (const step of steps) {
      server.clock.advance(step * 1.21);
      await sendDue();
    }
    server.clock.advance(100 * hour);
    await sendDue();
    expect(receiver.arrived).toHaveLength(10);
    const [dead] = await mine.deliveries(endpoint);
    expect(dead).toMatchObject({ state: 'failed', attempts: 10, problem: 'it answered 500', next_attempt_at: null });
    receiver.answer = (_arrived, response) => void response.writeHead(200).end();
    const again = await server.hub.deliveries.retry(server.system, mine.tenant, dead?.id ?? '');
    expect(again).toMatchObject({ state: 'queued', replays: 1 });
    await sendDue();
    expect(await mine.deliveries(endpoint)).toMatchObject([{ state: 'delivered', attempts: 11, replays: 1 }]);
    expect(new Set(receiver.arrived.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  test('follows a Retry-After up to twice the step', async () => {
    const endpoint = await mine.endpoint({ url: receiver.url('/later') });
    receiver.answer = (_arrived, response) => void response.writeHead(503, { 'retry-after': '3600' }).end();
    await mine.happen('later');
    const before = server.clock.now();
    await sendDue();
    const [delivery] = await mine.deliveries(endpoint);
    expect(Date.parse(delivery?.next_attempt_at ?? '') - before).toBe(10 * second);
  });
});

test('410 disables at once; what waits is kept and goes when somebody enables it', async () => {
  const endpoint = await mine.endpoint({ url: receiver.url('/gone') });
  const other = await mine.endpoint({ url: receiver.url('/other'), types: ['delivery.*'] });
  receiver.answer = ({ path }, response) => void response.writeHead(path === '/gone' ? 410 : 200).end();
  await mine.happen('one');
  await sendDue();
  expect(await server.hub.endpoints.get(server.system, mine.tenant, endpoint.id)).toMatchObject({
    enabled: false,
    disabled: { reason: 'gone' },
  });
  server.clock.advance(hour);
  await mine.happen('nobody hears this');
  await sendDue();
  expect(at('/gone')).toHaveLength(1);
  expect(at('/other').map(({ body }) => JSON.parse(body))).toMatchObject([
    { type: 'delivery.endpoint_disabled', data: { endpoint_id: endpoint.id, url: receiver.url('/gone') } },
  ]);
  expect(await mine.deliveries(other)).toHaveLength(1);
  receiver.answer = (_arrived, response) => void response.writeHead(200).end();
  await server.hub.endpoints.enable(server.system, mine.tenant, endpoint.id);
  await sendDue();
  expect(await mine.deliveries(endpoint)).toMatchObject([{ state: 'delivered', attempts: 2 }]);
});

test('most attempts failing parks it: no attempt is used up, and one tries before the others go', async () => {
  const endpoint = await mine.endpoint({ url: 'https://dead.example.com/' });
  await mine.happen(...Array.from({ length: 40 }, (_, no) => `m${no}`));
  await sendDue();
  const tried = async () => (await mine.deliveries(endpoint)).reduce((sum, { attempts }) => sum + attempts, 0);
  const first = await tried();
  expect(first).toBeGreaterThanOrEqual(10);
  expect(first).toBeLessThanOrEqual(14);
  const parked = await server.hub.endpoints.get(server.system, mine.tenant, endpoint.id);
  expect(Date.parse(parked.parked_until ?? '')).toBe(server.clock.now() + 30 * second);
  const late = await server.hub.deliverySender.lateness();
  expect(late.parked.endpoints).toBeGreaterThanOrEqual(1);
  server.clock.advance(29 * second);
  await sendDue();
  expect(await tried()).toBe(first);
  server.clock.advance(second);
  await sendDue();
  expect(await tried()).toBe(first + 1);
  // It is there again.
  await server.hub.endpoints.change(server.system, mine.tenant, endpoint.id, { url: receiver.url('/alive') });
  server.clock.advance(10 * minute);
  await sendDue();
  expect((await mine.deliveries(endpoint)).every(({ state }) => state === 'delivered')).toBe(true);
  expect(new Set(at('/alive').map((one) => messageOf(one, endpoint.secret))).size).toBe(40);
});

test('nothing but failures for five days: told three times, then disabled; a success in between begins anew', async () => {
  const endpoint = await mine.endpoint({ url: receiver.url('/ill'), types: ['event.test'] });
  const watcher = await mine.endpoint({ url: receiver.url('/watch'), types: ['delivery.*'] });
  receiver.answer = ({ path }, response) => void response.writeHead(path === '/ill' ? 500 : 200).end();
  for (let hours = 0; hours <= 125; hours += 5) {
    await mine.happen(`h${hours}`);
    await sendDue();
    server.clock.advance(5 * hour);
  }
  await mine.follow();
  await sendDue();
  const told = at('/watch').map(({ body }): { type: string; data: { reason: string } } => JSON.parse(body));
  expect(told.map(({ type }) => type)).toEqual([
    ...Array.from({ length: 3 }, () => 'delivery.endpoint_failing'),
    'delivery.endpoint_disabled',
  ]);
  expect(told.map(({ data }) => /\d+ %/.exec(data.reason)?.[0])).toEqual(['50 %', '70 %', '90 %', undefined]);
  expect(await server.hub.endpoints.get(server.system, mine.tenant, endpoint.id)).toMatchObject({
    enabled: false,
    disabled: { reason: 'failing' },
  });
  expect((await mine.deliveries(watcher)).every(({ state }) => state === 'delivered')).toBe(true);
});

test('a key that was replaced signs along for a day, and five sign at most', async () => {
  const endpoint = await mine.endpoint({ url: receiver.url('/keys') });
  const { secret, previous_until: until } = await server.hub.endpoints.rotateSecret(
    server.system,
    mine.tenant,
    endpoint.id,
  );
  expect(Date.parse(until)).toBe(server.clock.now() + 24 * hour);
  await mine.happen('both');
  await sendDue();
  const [both] = receiver.arrived;
  if (both === undefined) throw new Error('nothing came');
  expect([messageOf(both, endpoint.secret), messageOf(both, secret)]).toEqual(['both', 'both']);
  server.clock.advance(24 * hour);
  await mine.happen('one');
  await sendDue();
  const one = receiver.arrived.at(-1) ?? both;
  expect(messageOf(one, secret)).toBe('one');
  expect(() => messageOf(one, endpoint.secret)).toThrow('not signed');
  for (let no = 0; no < 7; no += 1) await server.hub.endpoints.rotateSecret(server.system, mine.tenant, endpoint.id);
  await mine.happen('many');
  await sendDue();
  expect(receiver.arrived.at(-1)?.headers['webhook-signature']?.split(' ')).toHaveLength(5);
});

describe('strict ordering', () => {
  test('sends one at a time in the order of the events, and later ones wait while the first is tried again', async () => {
    const endpoint = await mine.endpoint({ url: receiver.url('/line'), ordering: 'strict' });
    let open = 0;
    let most = 0;
    let refused = 0;
    receiver.answer = ({ body }, response) => {
      open += 1;
      most = Math.max(most, open);
      const no = body.includes('"m7"') && refused < 2;
      if (no) refused += 1;
      setImmediate(() => {
        open -= 1;
        response.writeHead(no ? 500 : 200).end();
      });
    };
    await mine.happen(...Array.from({ length: 50 }, (_, no) => `m${no}`));
    await sendDue();
    expect(receiver.arrived).toHaveLength(8);
    server.clock.advance(3 * second);
    await sendDue();
    expect(receiver.arrived).toHaveLength(8);
    server.clock.advance(4 * second);
    await sendDue();
    server.clock.advance(6 * minute);
    await sendDue();
    const order = receiver.arrived.map((one) => messageOf(one, endpoint.secret));
    const plain = Array.from({ length: 50 }, (_, no) => `m${no}`);
    expect(order).toEqual([...plain.slice(0, 7), 'm7', 'm7', 'm7', ...plain.slice(8)]);
    expect(most).toBe(1);
  });
});

describe('transformations', () => {
  test('what they make is sent; what they make nothing of is skipped; where they fail it is tried again', async () => {
    const transformation =
      '$contains(data.message, "skip") ? undefined_field : $contains(data.message, "bad") ? $error("no") : {"text": data.message}';
    const endpoint = await mine.endpoint({ url: receiver.url('/shaped'), transformation });
    await mine.happen('good', 'skip me', 'bad one');
    await sendDue();
    expect(receiver.arrived.map(({ body }) => body)).toEqual(['{"text":"good"}']);
    expect(await mine.deliveries(endpoint)).toMatchObject([
      { state: 'delivered' },
      { state: 'skipped', attempts: 0, problem: 'The transformation made nothing of it.' },
      { state: 'queued', attempts: 1, status: null, problem: expect.stringContaining('the transformation failed') },
    ]);
    // Mended, it goes at its next attempt.
    await server.hub.endpoints.change(server.system, mine.tenant, endpoint.id, {
      transformation: '{"now": data.message}',
    });
    server.clock.advance(7 * second);
    await sendDue();
    expect(receiver.arrived.at(-1)?.body).toBe('{"now":"bad one"}');
    // The first one keeps its body.
    const [first] = await mine.deliveries(endpoint);
    await server.hub.deliveries.retry(server.system, mine.tenant, first?.id ?? '');
    await sendDue();
    expect(receiver.arrived.at(-1)?.body).toBe('{"text":"good"}');
  });

  test('a body that is too large becomes a short one with a link', async () => {
    await mine.endpoint({ url: receiver.url('/large') });
    await mine.happen('x'.repeat(300_000));
    await sendDue();
    const body = JSON.parse(receiver.arrived[0]?.body ?? '');
    expect(body).toMatchObject({ type: 'event.test', data: { too_large: true, bytes: expect.any(Number) } });
    expect(body.data.url).toBe(`${server.url}/api/tenants/${mine.tenantId}/events/${body.id}`);
  });
});

test('deleting an endpoint cancels what waits, and keeps what was', async () => {
  const endpoint = await mine.endpoint({ url: receiver.url('/deleted') });
  await mine.happen('before');
  await sendDue();
  await mine.happen('after');
  await server.hub.endpoints.remove(server.system, mine.tenant, endpoint.id);
  await sendDue();
  expect(receiver.arrived).toHaveLength(1);
  expect(await mine.deliveries(endpoint)).toMatchObject([
    { state: 'delivered' },
    { state: 'cancelled', problem: 'The endpoint was deleted.' },
  ]);
});

test('a dead letter of each is sent again by a range, only what failed, and twice is like once', async () => {
  const endpoint = await mine.endpoint({ url: receiver.url('/range') });
  const since = new Date(server.clock.now()).toISOString();
  await mine.happen('a', 'b', 'c');
  await sendDue();
  receiver.arrived.length = 0;
  const ask = (input: object) =>
    server.hub.deliveries.retryAll(server.system, mine.tenant, { endpoint: endpoint.id, since, ...input });
  expect(await ask({})).toEqual({ queued: 0, more: false, next_since: null });
  expect(await ask({ state: 'all' })).toMatchObject({ queued: 3 });
  expect(await ask({ state: 'all' })).toMatchObject({ queued: 0 });
  await sendDue();
  expect(receiver.arrived.map((one) => messageOf(one, endpoint.secret)).toSorted()).toEqual(['a', 'b', 'c']);
});

test('a rate is kept', async () => {
  await mine.endpoint({ url: receiver.url('/slow'), per_minute: 600 });
  await mine.happen(...Array.from({ length: 12 }, (_, no) => `m${no}`));
  const began = server.clock.now();
  const sending = sendDue();
  for (let sent = false; !sent;) {
    server.clock.advance(5);
    const rest = async (): Promise<boolean> => {
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return false;
    };
    sent = await Promise.race([sending.then(() => true), rest()]);
  }
  expect(receiver.arrived).toHaveLength(12);
  // A quarter of a second may be made up for.
  expect(server.clock.now() - began).toBeGreaterThanOrEqual(12 * 100 - 350);
});

test('two senders share the work: everything arrives once', async () => {
  const endpoints = [];
  for (let no = 0; no < 6; no += 1) endpoints.push(await mine.endpoint({ url: receiver.url(`/two/${no}`) }));
  await mine.happen(...Array.from({ length: 30 }, (_, no) => `m${no}`));
  const other = deliverySender(server.composition.context);
  await Promise.all([sendDue(), other.sendDue()]);
  expect(receiver.arrived).toHaveLength(180);
  expect(new Set(receiver.arrived.map(({ path, body }) => `${path} ${body}`)).size).toBe(180);
});

test('an endpoint that hangs and one that is dead keep no other waiting', async () => {
  await mine.endpoint({ url: receiver.url('/hangs') });
  await mine.endpoint({ url: 'https://dead.example.com/' });
  const others = [];
  for (let no = 0; no < 4; no += 1) others.push(await mine.endpoint({ url: receiver.url(`/quick/${no}`) }));
  receiver.answer = ({ path }, response) => void (path === '/hangs' ? undefined : response.writeHead(204).end());
  await mine.happen(...Array.from({ length: 20 }, (_, no) => `m${no}`));
  const stopping = new AbortController();
  const sending = server.hub.deliverySender.sendDue(stopping.signal);
  const began = performance.now();
  await receiver.came(84);
  // Long before the one that hangs is given up, which takes 15 s.
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(at('/hangs')).toHaveLength(4);
  for (const other of others)
    await expect
      .poll(async () => (await mine.deliveries(other)).every(({ state }) => state === 'delivered'))
      .toBe(true);
  stopping.abort(new Error('stopping'));
  await sending;
  receiver.answer = (_arrived, response) => void response.writeHead(204).end();
  await sendDue();
  expect(new Set(at('/hangs').map(({ headers }) => headers['webhook-id'])).size).toBe(20);
}, 30_000);

test('what a sender held that died is taken up when its lease has run out', async () => {
  const endpoint = await mine.endpoint({ url: receiver.url('/held') });
  await mine.happen('held');
  const hold = (until: string) =>
    server.composition.store.platform
      .updateTable('endpoint_due')
      .set({ holder: 'dead', lease_until: sql`clock_timestamp() + ${until}::interval` })
      .where('tenant_id', '=', mine.tenantId)
      .execute();
  await hold('10 seconds');
  await sendDue();
  expect(receiver.arrived).toEqual([]);
  await hold('-1 seconds');
  await sendDue();
  expect(receiver.arrived.map((one) => messageOf(one, endpoint.secret))).toEqual(['held']);
});

test('a sender that lost its hold writes down what it did, and does no harm', async () => {
  const endpoint = await mine.endpoint({ url: receiver.url('/lost') });
  await mine.happen('twice');
  let release: () => void = () => {};
  const first = new Promise<void>((resolve) => (release = resolve));
  receiver.answer = (_arrived, response) => {
    if (receiver.arrived.length > 1) return void response.writeHead(204).end();
    void first.then(() => response.writeHead(500).end());
  };
  const slow = server.hub.deliverySender.sendDue();
  await receiver.came(1);
  await server.composition.store.platform
    .updateTable('endpoint_due')
    .set({ lease_until: sql`clock_timestamp() - interval '1 second'` })
    .where('tenant_id', '=', mine.tenantId)
    .execute();
  await deliverySender(server.composition.context).sendDue();
  expect(await mine.deliveries(endpoint)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  release();
  await slow;
  expect(await mine.deliveries(endpoint)).toMatchObject([
    { state: 'delivered', attempts: 2, status: 204, problem: null },
  ]);
  expect(new Set(receiver.arrived.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
});

test('a sender that stops in the middle leaves nothing behind: the next one sends it, under the same id', async () => {
  const endpoint = await mine.endpoint({ url: receiver.url('/stopped') });
  await mine.happen('only');
  let hang = true;
  receiver.answer = (_arrived, response) => void (hang ? undefined : response.writeHead(204).end());
  const stopping = new AbortController();
  const sending = server.hub.deliverySender.sendDue(stopping.signal);
  await receiver.came(1);
  hang = false;
  stopping.abort(new Error('stopping'));
  await sending;
  expect(await mine.deliveries(endpoint)).toMatchObject([{ state: 'queued', attempts: 0 }]);
  await sendDue();
  expect(receiver.arrived.map(({ headers }) => headers['webhook-id'])).toHaveLength(2);
  expect(new Set(receiver.arrived.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(await mine.deliveries(endpoint)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
}, 20_000);
