// Endpoints and deliveries as callers see them: over HTTP, with other people's keys, and with wrong input.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startReceiver, type Receiver } from '../../testing/receiver.ts';
import { testServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let receiver: Receiver;
let mine: { slug: string; key: string };
let count = 0;

beforeAll(async () => {
  receiver = await startReceiver();
  server = await testServer({ at: '2026-07-01T00:00:00Z', hostMap: receiver.mapped });
});
afterAll(async () => {
  await server?.stop();
  await receiver?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  count += 1;
  mine = await server.tenant(`t${count}`);
  receiver.arrived.length = 0;
});

const ask = (method: string, path: string, body?: unknown, key = mine.key) =>
  server.ask(method, `/api${path}`, body === undefined ? { key } : { key, body });
const keyWith = async (...scopes: ('view' | 'read' | 'connect' | 'act')[]) =>
  (await server.hub.apiKeys.create(server.system, mine.slug, { name: 'k', scopes })).key;
const enter = async (more: object = {}) =>
  (await ask('POST', '/endpoints', { url: receiver.url('/in'), ...more })).body;
async function happen(...messages: string[]): Promise<void> {
  const { id } = await server.hub.tenants.enter(server.system, 'read', mine.slug);
  for (const message of messages)
    await server.composition.store.inTenant(id, (trx) =>
      trx
        .insertInto('outbox')
        .values({ tenant_id: id, kind: 'event.test', payload: JSON.stringify({ message, requested_by: 'x' }) })
        .execute(),
    );
  await server.hub.events.catchUp(id);
}

describe('an endpoint', () => {
  test('is entered, seen, changed, switched and deleted; its secrets are seen once', async () => {
    expect((await ask('GET', '/endpoints')).body).toEqual({ data: [], next_cursor: null });
    const made = await ask('POST', '/endpoints', {
      url: receiver.url('/in?key=hush'),
      headers: { 'X-Team': 'hush-hush' },
      types: ['record.*', 'run.failed'],
      models: ['invoice'],
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: 'hooks.example.com',
      types: ['record.*', 'run.failed'],
      headers: ['x-team'],
      enabled: true,
      ordering: 'none',
      keys: [{ until: null }],
    });
    expect(made.body.secret).toMatch(/^whsec_[A-Za-z0-9+/=]{32,}$/);
    const seen = await ask('GET', `/endpoints/${made.body.id}`);
    expect(JSON.stringify(seen.body)).not.toMatch(/whsec|hush-hush/);
    const changed = await ask('PATCH', `/endpoints/${made.body.id}`, { name: 'Team 7', ordering: 'strict' });
    expect(changed.body).toMatchObject({
      name: 'Team 7',
      ordering: 'strict',
      models: ['invoice'],
      headers: ['x-team'],
    });
    expect((await ask('POST', `/endpoints/${made.body.id}/disable`)).body).toMatchObject({
      enabled: false,
      disabled: { reason: 'person' },
    });
    expect((await ask('POST', `/endpoints/${made.body.id}/enable`)).body).toMatchObject({
      enabled: true,
      disabled: null,
    });
    expect((await ask('POST', `/endpoints/${made.body.id}/rotate-secret`)).body.secret).not.toBe(made.body.secret);
    expect((await ask('GET', `/endpoints/${made.body.id}`)).body.keys).toHaveLength(2);
    expect((await ask('DELETE', `/endpoints/${made.body.id}`)).status).toBe(204);
    expect((await ask('GET', `/endpoints/${made.body.id}`)).status).toBe(404);
  });

  test.each([
    [{ url: 'http://example.com/' }, 'must begin with https://'],
    [{ url: 'https://127.0.0.1/' }, 'not a public address'],
    [{ url: 'https://169.254.169.254/latest' }, 'not a public address'],
    [{ url: 'https://localhost/' }, 'local network'],
    [{ url: 'nonsense' }, 'not a URL'],
    [{ url: 'https://example.com/', types: ['record.made'] }, 'no event type'],
    [{ url: 'https://example.com/', types: [] }, 'at least one type'],
    [{ url: 'https://example.com/', models: ['unicorn'] }, 'no model'],
    [{ url: 'https://example.com/', integrations: ['int_00000000000000000000000000000000'] }, 'no integration'],
    [{ url: 'https://example.com/', transformation: '{"a": ' }, 'transformation:'],
    [{ url: 'https://example.com/', headers: { 'Webhook-Id': 'x' } }, 'set by Plugboard'],
    [{ url: 'https://example.com/', headers: { 'x-a': 'a\r\nb' } }, 'printable'],
    [{ url: 'https://example.com/', per_minute: 0 }, 'per_minute'],
    [{ url: 'https://example.com/', secret: 'mine' }, 'secret'],
  ])('%j is refused', async (input, why) => {
    const answer = await ask('POST', '/endpoints', input);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(why);
  });

  test('is nobody else’s', async () => {
    const { id } = await enter();
    const other = await server.tenant(`other${count}`);
    for (const [method, path] of [
      ['GET', `/endpoints/${id}`],
      ['DELETE', `/endpoints/${id}`],
      ['POST', `/endpoints/${id}/rotate-secret`],
      ['POST', `/endpoints/${id}/test`],
      ['GET', `/tenants/${mine.slug}/endpoints`],
      ['GET', `/tenants/${mine.slug}/deliveries`],
    ] as const)
      expect((await ask(method, path, undefined, other.key)).status, `${method} ${path}`).toBe(404);
    expect((await ask('GET', '/endpoints', undefined, other.key)).body.data).toEqual([]);
  });

  test('needs the right to change it; who may only look does not see where it is', async () => {
    const { id } = await enter({ url: receiver.url('/token/hush') });
    const viewer = await keyWith('view');
    expect((await ask('GET', `/endpoints/${id}`, undefined, viewer)).body.url).toBe(
      'https://hooks.example.com/[masked]',
    );
    for (const [method, path, body] of [
      ['POST', '/endpoints', { url: receiver.url('/x') }],
      ['PATCH', `/endpoints/${id}`, { name: 'x' }],
      ['DELETE', `/endpoints/${id}`, undefined],
      ['POST', `/endpoints/${id}/rotate-secret`, undefined],
      ['POST', `/endpoints/${id}/test`, undefined],
      ['POST', '/endpoints/preview', { transformation: null }],
      ['POST', '/deliveries/retry', { since: '2026-01-01T00:00:00Z' }],
    ] as const)
      expect((await ask(method, path, body, viewer)).status, `${method} ${path}`).toBe(403);
  });

  test('can be tested at once, also while it is disabled', async () => {
    const { id } = await enter();
    await ask('POST', `/endpoints/${id}/disable`);
    receiver.answer = (_arrived, response) => void response.writeHead(418).end('teapot');
    expect((await ask('POST', `/endpoints/${id}/test`)).body).toMatchObject({
      success: false,
      status: 418,
      message: 'it answered 418',
      response: 'teapot',
    });
    receiver.answer = (_arrived, response) => void response.writeHead(204).end();
    expect((await ask('POST', `/endpoints/${id}/test`)).body).toMatchObject({ success: true, status: 204 });
    expect((await ask('GET', '/deliveries')).body.data).toEqual([]);
  });

  test('a transformation is tried on events there were, and on one made up', async () => {
    expect((await ask('POST', '/endpoints/preview', { transformation: 'type' })).status).toBe(404);
    await happen('hello');
    const tried = async (transformation: string | null, more: object = {}) =>
      (await ask('POST', '/endpoints/preview', { transformation, ...more })).body;
    expect(await tried('{"t": data.message}')).toMatchObject({ outcome: 'body', body: { t: 'hello' }, problem: null });
    expect(await tried('nothing.here')).toMatchObject({ outcome: 'nothing', body: null });
    expect(await tried('$error("no")')).toMatchObject({ outcome: 'problem', problem: expect.stringContaining('no') });
    const body = { id: 'evt_1', type: 'x', timestamp: '2026-01-01T00:00:00Z', data: { n: 2 } };
    expect(await tried('data.n * 21', { body })).toMatchObject({ outcome: 'body', body: 42 });
    expect((await ask('POST', '/endpoints/preview', { transformation: '{"' })).status).toBe(400);
  });
});

describe('deliveries', () => {
  test('are listed in pages, by endpoint, event and state; bodies are for those who may read them', async () => {
    const { id } = await enter();
    await enter({ url: receiver.url('/other'), types: ['run.*'] });
    await happen('a', 'b', 'c');
    await server.hub.deliverySender.sendDue();
    const first = (await ask('GET', `/deliveries?limit=2&endpoint=${id}`)).body;
    expect(first.data).toHaveLength(2);
    const second = (await ask('GET', `/deliveries?limit=2&endpoint=${id}&cursor=${first.next_cursor}`)).body;
    expect([second.data.length, second.next_cursor]).toEqual([1, null]);
    const [one] = second.data;
    expect((await ask('GET', `/deliveries?event=${one.event_id}`)).body.data).toEqual([one]);
    expect((await ask('GET', '/deliveries?state=failed')).body.data).toEqual([]);
    expect((await ask('GET', `/deliveries?cursor=${first.next_cursor}`)).status).toBe(400);
    const whole = (await ask('GET', `/deliveries/${one.id}`)).body;
    expect(JSON.parse(whole.body).data.message).toBe('a');
    expect(whole.history).toHaveLength(1);
    const masked = (await ask('GET', `/deliveries/${one.id}`, undefined, await keyWith('view'))).body;
    expect(masked).toMatchObject({ body: null, history: [{ status: 204, request: null, response: null }] });
    expect((await ask('GET', '/deliveries/dlv_00000000000000000000000000000000')).status).toBe(404);
  });

  test('one is sent again with the right to act; not while its endpoint is disabled or gone', async () => {
    const { id } = await enter();
    await happen('a');
    await server.hub.deliverySender.sendDue();
    const [one] = (await ask('GET', '/deliveries')).body.data;
    expect((await ask('POST', `/deliveries/${one.id}/retry`, undefined, await keyWith('read'))).status).toBe(403);
    expect((await ask('POST', `/deliveries/${one.id}/retry`)).body).toMatchObject({ state: 'queued', replays: 1 });
    await server.hub.deliverySender.sendDue();
    expect(receiver.arrived).toHaveLength(2);
    await ask('POST', `/endpoints/${id}/disable`);
    expect((await ask('POST', `/deliveries/${one.id}/retry`)).status).toBe(409);
    await ask('DELETE', `/endpoints/${id}`);
    expect((await ask('POST', `/deliveries/${one.id}/retry`)).status).toBe(409);
    expect(
      (await ask('POST', '/deliveries/retry', { since: '2026-02-01T00:00:00Z', until: '2026-01-01T00:00:00Z' })).status,
    ).toBe(400);
  });

  test('go after thirty days, dead letters too; what is younger stays, and so does what still waits', async () => {
    const { id } = await enter();
    await happen('old');
    await server.hub.deliverySender.sendDue();
    server.clock.advance(29 * 86_400_000);
    await happen('young');
    const run = () => server.hub.deliveryUpkeep.run(new AbortController().signal);
    await run();
    expect((await ask('GET', '/deliveries')).body.data).toHaveLength(2);
    server.clock.advance(2 * 86_400_000);
    await run();
    expect((await ask('GET', '/deliveries')).body.data).toMatchObject([{ state: 'queued' }]);
    await ask('DELETE', `/endpoints/${id}`);
    server.clock.advance(31 * 86_400_000);
    await run();
    expect((await ask('GET', '/deliveries')).body.data).toEqual([]);
  });

  test('how far behind is told to the operator, also of what is parked', async () => {
    await enter();
    await happen('waits');
    server.clock.advance(90_000);
    const metrics = (await server.ask('GET', '/metrics')).body;
    const value = Number(/plugboard_delivery_oldest_due_seconds\{state="sending"\} (\S+)/.exec(metrics)?.[1]);
    expect(value).toBeGreaterThanOrEqual(90);
    expect(metrics).toContain('plugboard_delivery_oldest_due_seconds{state="parked"} 0');
    await server.hub.deliverySender.sendDue();
  });

  test('are found by type, counted per endpoint, and counted before many are sent again', async () => {
    receiver.answer = (_arrived, response) => void response.writeHead(500).end();
    const { id } = await enter({ types: ['event.test'] });
    await happen('a', 'b');
    expect((await ask('GET', '/deliveries?type=event.test&limit=1')).body).toMatchObject({
      data: [{ type: 'event.test', state: 'queued', waits_for: null }],
      next_cursor: expect.any(String),
    });
    expect((await ask('GET', '/deliveries?type=event.*')).body.data).toHaveLength(2);
    expect((await ask('GET', '/deliveries?type=record.*')).body).toEqual({ data: [], next_cursor: null });
    const counts = async () => (await ask('GET', `/endpoints/${id}/delivery-counts`)).body;
    expect(await counts()).toEqual({ queued: 2, failed: 0, delivered_last_day: 0, oldest_failed_at: null });
    await ask('POST', `/endpoints/${id}/disable`);
    expect((await ask('GET', '/deliveries')).body.data[0]).toMatchObject({ waits_for: 'disabled' });
    await ask('POST', `/endpoints/${id}/enable`);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await server.hub.deliverySender.sendDue();
      const { data } = (await ask('GET', '/deliveries')).body;
      const next = data.map((one: { next_attempt_at: string | null }) => Date.parse(one.next_attempt_at ?? ''));
      if (!next.includes(NaN)) server.clock.advance(Math.max(...next) - server.clock.now());
    }
    const failed = await counts();
    expect(failed).toMatchObject({ queued: 0, failed: 2, oldest_failed_at: expect.any(String) });
    const since = failed.oldest_failed_at;
    const dry = await ask('POST', '/deliveries/retry', { since, endpoint: id, dry_run: true });
    expect(dry.body).toEqual({ queued: 2, more: false, next_since: null });
    expect(await counts()).toMatchObject({ queued: 0, failed: 2 });
    receiver.answer = (_arrived, response) => void response.writeHead(204).end();
    expect((await ask('POST', '/deliveries/retry', { since, endpoint: id })).body.queued).toBe(2);
    await server.hub.deliverySender.sendDue();
    // They were queued days ago.
    expect(await counts()).toMatchObject({ queued: 0, failed: 0, delivered_last_day: 0 });
    await happen('c');
    await server.hub.deliverySender.sendDue();
    expect(await counts()).toMatchObject({ queued: 0, delivered_last_day: 1 });
    const other = await server.tenant(`counting${count}`);
    expect((await ask('GET', `/endpoints/${id}/delivery-counts`, undefined, other.key)).status).toBe(404);
  });

  test('where they come from is published', async () => {
    expect((await ask('GET', '/delivery-addresses')).body).toEqual({ addresses: [] });
  });
});
