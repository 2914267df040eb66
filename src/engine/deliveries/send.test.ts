// One attempt against receivers of every kind, over real sockets.
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createTcp, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createEgressGuard } from '../http/egress.ts';
import { decoy, egressTargets, hostileResolver } from '../http/egress-targets.ts';
import { hostMap } from '../http/host-map.ts';
import { listen, seededRandom, selfSigned, startCanary, type Canary } from '../http/test-support.ts';
import { createDeliveryTransport, keptBytes, ownHeaders, type Answer, type DeliveryTransport } from './send.ts';
import { newSigningKey } from './signing.ts';

const key = newSigningKey(seededRandom(1));
const opened: (Server | DeliveryTransport)[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const one of opened.splice(0))
    await ('send' in one ? one.close() : new Promise((resolve) => one.close(resolve)));
});

async function serve(server: Server): Promise<number> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  opened.push(server);
  return listen(server, '127.0.0.1');
}
const http = (handle: RequestListener) => serve(createHttp(handle));
/** Bytes as they are, for answers no HTTP library would give. */
const raw = (say: (socket: Socket) => void) =>
  serve(createTcp((socket) => void socket.once('data', () => say(socket))));

function transportTo(port: number, scheme = 'http', totalMs = 400): DeliveryTransport {
  const transport = createDeliveryTransport({
    guard: createEgressGuard({ ports: 'any' }),
    hostMap: hostMap(new Map([['hook.example', `${scheme}://127.0.0.1:${port}`]])),
    now: () => Date.now(),
    limits: { connectMs: 300, totalMs },
  });
  opened.push(transport);
  return transport;
}

const body = Buffer.from('{"type":"ünï"}');
const outgoing = (url = 'https://hook.example/in?x=1') => ({
  endpoint: 'one',
  url: new URL(url),
  headers: {},
  keys: [key],
  id: 'evt_1',
  body,
});
const sendTo = async (port: number, scheme?: string): Promise<Answer> => transportTo(port, scheme).send(outgoing());

test('posts the body signed, with our headers and the endpoint’s own, and hands on the answer', async () => {
  const got: { url?: string | undefined; method?: string | undefined; text: string; verified: unknown }[] = [];
  const seen: Record<string, unknown> = {};
  const port = await http((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      Object.assign(seen, request.headers);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      got.push({ url: request.url, method: request.method, text, verified: new Webhook(key).verify(text, headers) });
      response.writeHead(202, { 'x-request-id': 'r1' }).end('taken');
    });
  });
  const answer = await transportTo(port).send({ ...outgoing(), headers: { authorization: 'Bearer t' } });
  expect(got).toEqual([{ url: '/in?x=1', method: 'POST', text: body.toString(), verified: { type: 'ünï' } }]);
  expect(seen).toMatchObject({
    host: 'hook.example',
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(/^Plugboard\/\d/),
    authorization: 'Bearer t',
    'content-length': String(body.length),
  });
  expect(answer).toMatchObject({ status: 202, problem: undefined, cut: false, sent: { 'webhook-id': 'evt_1' } });
  expect(answer.headers['x-request-id']).toBe('r1');
  expect(answer.body.toString()).toBe('taken');
});

describe('is a failure, in words:', () => {
  test.each([
    [500, 'it answered 500'],
    [410, 'it answered 410'],
    [304, 'it answered 304: redirects are not followed, enter the final address instead'],
  ])('%i', async (status, problem) => {
    expect(await sendTo(await http((_request, response) => void response.writeHead(status).end()))).toMatchObject({
      status,
      problem,
    });
  });

  test('a redirect, which is not followed', async () => {
    await using canary: Canary = await startCanary();
    const port = await http((_request, response) => {
      response.writeHead(301, { location: `http://127.0.0.1:${canary.port}/latest/meta-data/` }).end();
    });
    expect(await sendTo(port)).toMatchObject({ status: 301, problem: expect.stringContaining('not followed') });
    expect(canary.reached()).toBe(0);
  });

  test('no answer in time, not to the headers, not drop by drop', async () => {
    const late = { status: undefined, problem: 'it gave no complete answer within 0.4 s' };
    expect(await sendTo(await raw(() => undefined))).toMatchObject(late);
    const dripping = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
      const timer = setInterval(() => socket.write('x'), 50);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await sendTo(dripping)).toMatchObject(late);
  });

  test('a body that trickles without an end, though it began with 200', async () => {
    const port = await raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    const answer = await sendTo(port);
    expect(answer).toMatchObject({ status: 200, problem: 'it gave no complete answer within 0.4 s' });
    expect(answer.body.toString()).toMatch(/^x+$/);
  });

  test('nobody there, a broken connection, something else than HTTP', async () => {
    const port = await http(() => undefined);
    const [server] = opened.splice(0);
    if (server !== undefined && !('send' in server)) await new Promise((resolve) => server.close(resolve));
    expect((await sendTo(port)).problem).toBe('the connection failed (ECONNREFUSED)');
    expect((await sendTo(await raw((socket) => void socket.destroy()))).problem).toMatch(/^the connection failed/);
    expect((await sendTo(await raw((socket) => void socket.end('SSH-2.0-x\r\n')))).problem).toMatch(/is not HTTP/);
  });

  test('a certificate nobody vouches for, and no TLS at all', async () => {
    const port = await serve(createTls(selfSigned('127.0.0.1'), (socket) => void socket.end()));
    expect((await sendTo(port, 'https')).problem).toMatch(/^its certificate is not valid/);
    const plain = await http((_request, response) => void response.end());
    expect((await sendTo(plain, 'https')).problem).toMatch(/^no secure connection could be made/);
  });
});

test('a flood is cut at 16 KB, and what it said first counts', async () => {
  let left = 0;
  const port = await http((_request, response) => {
    response.writeHead(200, { 'content-length': String(1024 ** 3) });
    const pour = (): void => {
      for (let more = !response.destroyed; more; left += 65_536) more = response.write(Buffer.alloc(65_536, 'y'));
      response.once('drain', pour);
    };
    pour();
    response.on('error', () => undefined);
  });
  const answer = await sendTo(port);
  expect(answer).toMatchObject({ status: 200, cut: true, problem: undefined });
  expect(answer.body.length).toBe(keptBytes);
  expect(left).toBeLessThan(64 * 1024 ** 2);
});

test('exactly as much as is kept is not cut', async () => {
  const port = await http((_request, response) => void response.end(Buffer.alloc(keptBytes, 'z')));
  const answer = await sendTo(port);
  expect([answer.cut, answer.body.length]).toEqual([false, keptBytes]);
});

test('a cancelled attempt says nothing of the receiver', async () => {
  const transport = transportTo(await raw(() => undefined));
  const cancel = new AbortController();
  const sending = transport.send({ ...outgoing(), signal: cancel.signal });
  cancel.abort(new Error('stopping'));
  await expect(sending).rejects.toThrow('stopping');
});

test('an endpoint that hangs keeps no other waiting, whatever host they share', async () => {
  const port = await http((request, response) => {
    if (request.url === '/hang') return;
    response.end();
  });
  const transport = transportTo(port, 'http', 20_000);
  const cancel = new AbortController();
  const hanging = Array.from({ length: 80 }, () =>
    transport.send({ ...outgoing('https://hook.example/hang'), signal: cancel.signal }),
  );
  const other = await transport.send({ ...outgoing(), endpoint: 'two' });
  expect(other.status).toBe(200);
  expect(other.durationMs).toBeLessThan(10_000);
  cancel.abort();
  await Promise.allSettled(hanging);
});

describe('addresses', () => {
  let canary: Canary;
  beforeAll(async () => {
    canary = await startCanary();
  });
  afterAll(async () => canary[Symbol.asyncDispose]());

  test.each(egressTargets)('nothing reaches $name', async (target) => {
    const transport = createDeliveryTransport({
      guard: createEgressGuard({ ports: 'any', allow: [`${decoy}/32`], resolve: hostileResolver(target) }),
      now: () => 0,
      limits: { connectMs: 1000, totalMs: 2000 },
    });
    opened.push(transport);
    const url = URL.parse(`https://${target.host}:${canary.port}/latest/meta-data/`);
    if (url === null) return;
    const answer = await transport.send({ ...outgoing(), url });
    expect(answer.status).toBeUndefined();
    expect(answer.problem).toBeDefined();
    expect(canary.reached()).toBe(0);
  });

  test.each([
    ['http://example.com/', 'must begin with https://'],
    ['https://user:secret@example.com/', 'user name or password'],
    ['https://127.0.0.1/', 'not a public address'],
    ['https://[::1]/', 'not a public address'],
    ['https://intranet/', 'local network'],
    ['ftp//x', 'not a URL'],
  ])('%s is refused', (url, why) => {
    expect(() => transportTo(1).checkUrl(url)).toThrow(why);
  });

  test('any port may be called over TLS', () => {
    expect(transportTo(1).checkUrl('https://example.com:8443/x').port).toBe('8443');
  });
});

describe('own headers', () => {
  test('have lower-case names', () => {
    expect(ownHeaders({ Authorization: 'Bearer x', 'X-Team': '7' })).toEqual({
      authorization: 'Bearer x',
      'x-team': '7',
    });
  });
  test.each([
    'Webhook-Id',
    'webhook-signature',
    'Content-Type',
    'content-length',
    'Host',
    'connection',
    'Transfer-Encoding',
    'TE',
    'upgrade',
    'proxy-authorization',
    'expect',
    'user-agent',
    'bad name',
    'bad\r\nname',
    '',
  ])('%j is not one', (name) => {
    expect(() => ownHeaders({ [name]: 'x' })).toThrow(/headers\./);
  });
  test.each(['a\r\nx: y', 'ü', '\u0000'])('%j is no value', (value) => {
    expect(() => ownHeaders({ 'x-a': value })).toThrow(/printable/);
  });
  test('names stand there once', () => {
    expect(() => ownHeaders({ 'X-A': '1', 'x-a': '2' })).toThrow('twice');
  });
});
