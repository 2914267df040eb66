/** Live updates over HTTP, on a real database: across processes, to whom they belong, through lost connections, until they are over. */
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect as connectSocket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { live } from '../../src/hub/live/live.ts';
import type { LiveNotice } from '../../src/hub/live/live-views.ts';
import { rootKey } from '../../src/store/root-key.ts';
import { lendingServer, type LendingServer, type Library } from '../../src/testing/lending-server.ts';
import { run as runSql } from '../../src/testing/server-sql.ts';
import { testServer } from '../../src/testing/server.ts';
import { clearDesk, desk, lendingRegistry, someLoans } from '../../src/testing/shelf-loans.ts';
import { compose, systemRandom, type Composition } from '../../src/wiring/composition.ts';
import { buildApp } from '../../src/server/app.ts';

let server: LendingServer;
/** Another process on the same database, as far as anybody can tell. */
let other: { readonly composition: Composition; readonly app: FastifyInstance; readonly url: string };
let library: Library;
let key: string;
const listening: IncomingMessage[] = [];

beforeAll(async () => {
  server = await lendingServer({ at: 'real' });
  other = await anotherProcess();
});
afterAll(async () => {
  await other?.app.close();
  await other?.composition.close();
  await server?.stop();
});
beforeEach(async () => {
  clearDesk();
  library = await server.library();
  key = await keyOf(library.slug, ['view', 'read', 'sync']);
});
afterEach(() => {
  for (const one of listening.splice(0)) one.destroy();
});

const keyOf = async (slug: string, scopes: ('view' | 'read' | 'sync')[]) =>
  (await server.hub.apiKeys.create(server.system, slug, { name: 'live', scopes })).key;

async function anotherProcess() {
  const { log, clock } = server.composition.context;
  const composition = await compose({
    appUrl: server.database.appUrl,
    rootKey: { current: rootKey(Buffer.alloc(32, 7)), previous: undefined },
    registry: lendingRegistry,
    environmentApps: new Map(),
    hostMap: undefined,
    egressAllow: [],
    publicUrl: () => 'http://127.0.0.1:1',
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    log: log as Parameters<typeof compose>[0]['log'],
    clock,
    supervise: false,
  });
  const app = await buildApp({
    hub: composition.hub,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    log: log as Parameters<typeof compose>[0]['log'],
    version: '0.0.0-test',
    publicUrl: () => 'http://127.0.0.1:1',
    ready: async () => [],
    requestsPerMinute: 100_000,
    corsOrigins: [],
    trustedProxies: [],
    metrics: { sources: [], token: undefined },
    requestId: () => `req_${systemRandom.bytes(8).toString('hex')}`,
  });
  return { composition, app, url: await app.listen({ host: '127.0.0.1', port: 0 }) };
}

interface Ear {
  readonly status: number;
  readonly notices: LiveNotice[];
  readonly ended: Promise<'ended'>;
  close(): void;
}

async function listen(
  url: string,
  how: { readonly key: string; readonly tenant: string; readonly headers?: Readonly<Record<string, string>> },
): Promise<Ear> {
  const asked = httpRequest(`${url}/api/tenants/${how.tenant}/live`, {
    headers: { authorization: `Bearer ${how.key}`, ...how.headers },
    agent: false,
  });
  asked.end();
  const [answer]: IncomingMessage[] = await once(asked, 'response');
  if (answer === undefined) throw new Error('no answer');
  listening.push(answer);
  const notices: LiveNotice[] = [];
  let text = '';
  answer.setEncoding('utf8').on('data', (part: string) => {
    const events = (text + part).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events)
      for (const line of event.split('\n')) if (line.startsWith('data: ')) notices.push(JSON.parse(line.slice(6)));
  });
  answer.on('error', () => undefined);
  return {
    status: answer.statusCode ?? 0,
    notices,
    ended: new Promise((resolve) => answer.once('close', () => resolve('ended'))),
    close: () => void answer.destroy(),
  };
}

const expectHeard = ({ notices }: Ear, like: Partial<LiveNotice> | { readonly run: object }) =>
  vi.waitFor(() => expect(notices).toContainEqual(expect.objectContaining(like)), { timeout: 10_000, interval: 20 });

const callOut = (tenantId: string) =>
  server.composition.store.statements.query(`select pg_notify('plugboard_live', $1)`, [`${tenantId} privacy -`]);

/** Once it hears what is called out; without what the first listener of a process is told. */
const settled = async (ear: Ear) => {
  await vi.waitFor(
    async () => {
      await callOut(library.tenantId);
      expect(ear.notices).toContainEqual({ kind: 'privacy' });
    },
    { timeout: 10_000, interval: 200 },
  );
  ear.notices.splice(0);
};

const runWith = (values: object) => ({ run: expect.objectContaining(values) });

describe('who listens', () => {
  test('is told of a run that another process executes: that it was asked for, how far it is, how it ended', async () => {
    const ear = await listen(other.url, { key, tenant: library.slug });
    await settled(ear);
    desk.loans = someLoans(25, server.clock.now() - 1000);
    const id = await library.read();
    await expectHeard(ear, { kind: 'run', ...runWith({ state: 'succeeded', read: 25, created: 25 }) });
    const ofRun = ear.notices.filter((notice) => notice.kind === 'run');
    expect(new Set(ofRun.map((notice) => notice.id)).size).toBe(1);
    expect(ofRun.at(-1)).toMatchObject({
      integration_id: library.integration,
      run: { stream: 'loans', progress: false },
    });
    expect(id).toMatchObject({ state: 'succeeded' });
    // In one notice or several, as they come.
    const told = () => ear.notices.reduce((sum, { kind, count = 0 }) => sum + (kind === 'records' ? count : 0), 0);
    await vi.waitFor(() => expect(told()).toBe(25), { timeout: 10_000, interval: 20 });
    await expectHeard(ear, { kind: 'log', integration_id: library.integration });
    // What the records say is nobody's business here.
    expect(JSON.stringify(ear.notices)).not.toContain(desk.loans[0]?.id ?? 'nothing');
  });

  test('learns at once what is under way, and then what gets on', async () => {
    expect.hasAssertions();
    desk.loans = someLoans(25, server.clock.now() - 1000);
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    desk.before = async ({ query }) => {
      if (Number(query.get('from') ?? 0) >= 10) await released;
      return undefined;
    };
    const first = await listen(server.url, { key, tenant: library.slug });
    const reading = library.read();
    await expectHeard(first, { kind: 'run', ...runWith({ state: 'running' }) });
    const later = await listen(server.url, { key, tenant: library.slug });
    await expectHeard(later, { kind: 'run', ...runWith({ state: 'running' }) });
    release();
    await expectHeard(later, { kind: 'run', ...runWith({ state: 'succeeded', read: 25 }) });
    await reading;
  });

  test('hears nothing of another tenant', async () => {
    const neighbour = await server.library();
    const ear = await listen(server.url, { key: await keyOf(neighbour.slug, ['read']), tenant: neighbour.slug });
    const own = await listen(server.url, { key, tenant: library.slug });
    desk.loans = someLoans(3, server.clock.now() - 1000);
    await library.read();
    await expectHeard(own, { kind: 'records' });
    // It would have come by then.
    await callOut(neighbour.tenantId);
    await expectHeard(ear, { kind: 'privacy' });
    // What its own connecting logged may still arrive.
    const others = ear.notices.filter(({ integration_id: about }) => about !== neighbour.integration);
    expect(others.filter(({ kind }) => kind !== 'privacy' && kind !== 'resync')).toEqual([]);
  });

  test('may be somebody who may only look on, and nobody else', async () => {
    const viewer = await listen(server.url, { key: await keyOf(library.slug, ['view']), tenant: library.slug });
    expect(viewer.status).toBe(200);
    const neighbour = await server.library();
    expect(await server.ask('GET', `/api/tenants/${neighbour.slug}/live`, { key })).toMatchObject({ status: 404 });
    expect(await server.ask('GET', `/api/tenants/${library.slug}/live`)).toMatchObject({ status: 401 });
    expect(await server.ask('HEAD', `/api/tenants/${library.slug}/live`, { key })).toMatchObject({ status: 405 });
  });

  test('is told of what people change', async () => {
    expect.hasAssertions();
    const ear = await listen(other.url, { key, tenant: library.slug });
    await settled(ear);
    await server.hub.integrations.replace(server.system, library.slug, library.integration, { name: 'Another name' });
    await expectHeard(ear, { kind: 'integration', integration_id: library.integration });
    await server.hub.endpoints.create(server.system, library.slug, {
      name: 'Ours',
      url: 'https://ours.example/in',
      types: ['*'],
    });
    await expectHeard(ear, { kind: 'endpoint' });
  });

  test('twenty-one times is refused, until one of them has gone', async () => {
    const ears = await Promise.all(Array.from({ length: 20 }, () => listen(server.url, { key, tenant: library.slug })));
    const refused = await server.ask('GET', `/api/tenants/${library.slug}/live`, { key });
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    ears[0]?.close();
    await vi.waitFor(async () => {
      const again = await listen(server.url, { key, tenant: library.slug });
      expect(again.status).toBe(200);
    }, 10_000);
  });
});

describe('when something breaks', () => {
  test('the connection that hears the database: it is told, and hears again', async () => {
    expect.hasAssertions();
    const ear = await listen(server.url, { key, tenant: library.slug });
    await settled(ear);
    await runSql(
      server.database.ownerUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'plugboard notices' and datname = current_database()`,
    );
    await expectHeard(ear, { kind: 'resync' });
    ear.notices.splice(0);
    await settled(ear);
  });

  test('a browser that comes back is told that it may have missed something', async () => {
    expect.hasAssertions();
    const ear = await listen(server.url, { key, tenant: library.slug, headers: { 'last-event-id': '1' } });
    await expectHeard(ear, { kind: 'resync' });
  });

  test('through a pooler nothing is called out: runs are seen all the same, and the rest is asked for again', async () => {
    const { context, hub } = server.composition;
    const deaf = { ...context, notices: { listen: () => () => undefined, close: async () => undefined } };
    const place = await live(deaf, hub.tenants).open(server.system, library.slug);
    const notices: LiveNotice[] = [];
    place.listen(
      (told) => void notices.push(...told),
      () => undefined,
    );
    desk.loans = someLoans(3, server.clock.now() - 1000);
    await library.read();
    await vi.waitFor(
      () => expect(notices).toContainEqual(expect.objectContaining(runWith({ state: 'succeeded' }))),
      5_000,
    );
    expect(notices).not.toContainEqual({ kind: 'resync' });
    server.clock.advance(31_000);
    await vi.waitFor(() => expect(notices).toContainEqual({ kind: 'resync' }), 5_000);
    place.stop();
  });

  test('a client that does not read is cut off', async () => {
    const { port } = new URL(server.url);
    const socket = connectSocket(Number(port), '127.0.0.1');
    socket.write(`GET /api/tenants/${library.slug}/live HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n\r\n`);
    await once(socket, 'readable');
    socket.pause();
    const ear = await listen(server.url, { key, tenant: library.slug });
    // More than the system keeps for a connection, in parts that somebody who reads takes at once.
    for (let part = 1; part <= 30; part += 1) {
      await runSql(
        server.database.ownerUrl,
        `select pg_notify('plugboard_live', '${library.tenantId} endpoint ' || gen_random_uuid()) from generate_series(1, 2000)`,
      );
      const heard = () => ear.notices.filter(({ kind }) => kind === 'endpoint').length;
      await vi.waitFor(() => expect(heard()).toBe(part * 2_000), { timeout: 10_000, interval: 20 });
    }
    const ended = once(socket, 'close');
    socket.resume();
    await ended;
  });
});

describe('when it is over', () => {
  test('for the key, the connection ends with the next beat', async () => {
    const later = await testServer({ at: '2026-06-01T00:00:00Z' });
    try {
      const { slug } = await later.tenant('later');
      const made = await later.hub.apiKeys.create(later.system, slug, { name: 'short', scopes: ['view'] });
      const ear = await listen(later.url, { key: made.key, tenant: slug });
      later.clock.advance(15_000);
      await later.hub.apiKeys.revoke(later.system, slug, made.id);
      const beating = setInterval(() => later.clock.advance(15_000), 50);
      expect(await ear.ended).toBe('ended');
      clearInterval(beating);
    } finally {
      await later.stop();
    }
  });

  test('for the server, all connections end and it stops', async () => {
    const soon = await testServer();
    const { slug, key: own } = await soon.tenant('soon');
    const ear = await listen(soon.url, { key: own, tenant: slug });
    expect(ear.status).toBe(200);
    await soon.stop();
    expect(await ear.ended).toBe('ended');
  });
});
