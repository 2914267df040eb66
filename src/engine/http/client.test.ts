import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { oauth2, type AuthMethod } from '../../contract/auth.ts';
import type { HttpRequest } from '../../contract/http.ts';
import { isXmlElement, xmlText } from '../../contract/xml.ts';
import { createCredentials } from '../auth/credentials.ts';
import { createMemoryCredentialStore, type MemoryCredentialStore } from '../auth/memory-store.ts';
import type { StoredCredential } from '../ports.ts';
import { openHttp, type HttpClient } from './client.ts';
import { createEgressGuard } from './egress.ts';
import { hostMap } from './host-map.ts';
import { createHttpRuntime, type Callee, type HttpRuntime, type IntegrationFacts } from './runtime.ts';
import {
  json,
  leapingClock,
  memoryBudgetStore,
  memoryExchangeLog,
  realClock,
  seededRandom,
  startVendor,
  type SeenRequest,
  type Vendor,
} from './test-support.ts';
import { createTransport } from './transport.ts';
import { failure } from '../../testing/failure.ts';

type Answer = (request: SeenRequest, response: ServerResponse, number: number) => void;

const callee: Callee = {
  key: 'acme',
  name: 'Acme',
  baseUrl: 'https://api.acme.example/v1',
  hosts: ['api.acme.example', 'files.acme.example', 'loose.acme.example'],
  limits: [],
};
const bearerKey: AuthMethod = {
  kind: 'api_key',
  key: 'api_key',
  label: 'Key',
  summary: '',
  place: { in: 'header', name: 'Authorization', prefix: 'Bearer ' },
  fields: { api_key: { label: 'Key', help: '', secret: true } },
};
const secretKey = 'sk_live_0123456789';

let vendor: Vendor;
let elsewhere: Vendor;
let answer: Answer;
let clock: ReturnType<typeof leapingClock>;
let log: ReturnType<typeof memoryExchangeLog>;
let runtime: HttpRuntime;

beforeEach(async () => {
  answer = (_request, response) => json(response, 200, { ok: true });
  vendor = await startVendor((request, response, number) => answer(request, response, number));
  elsewhere = await startVendor((_request, response) => json(response, 200, { elsewhere: true }));
  clock = leapingClock();
  log = memoryExchangeLog();
  const map = hostMap(
    new Map([
      ['api.acme.example', vendor.origin],
      ['files.acme.example', elsewhere.origin],
      ['evil.example', elsewhere.origin],
    ]),
  );
  runtime = createHttpRuntime({
    transport: createTransport({ guard: createEgressGuard({ resolve: async () => ['10.0.0.1'] }), hostMap: map }),
    clock,
    random: seededRandom(),
    exchanges: log,
    budgetStore: memoryBudgetStore(),
  });
});

afterEach(async () => {
  await runtime.budgets.close();
  await runtime.transport.close();
  await vendor[Symbol.asyncDispose]();
  await elsewhere[Symbol.asyncDispose]();
});

interface Setup {
  readonly callee?: Partial<Callee>;
  readonly method?: AuthMethod;
  readonly fields?: StoredCredential['fields'];
  readonly integration?: Partial<IntegrationFacts>;
  readonly signal?: AbortSignal;
}

function open(setup: Setup = {}): { http: HttpClient; store: MemoryCredentialStore } {
  const provider = { ...callee, ...setup.callee };
  const method = setup.method ?? bearerKey;
  const store = createMemoryCredentialStore({
    method: method.key,
    fields: setup.fields ?? { api_key: secretKey },
    tokens: undefined,
  });
  const grant = { provider, settings: {}, integrationId: 'int_1' };
  const deps = { transport: runtime.transport, clock, random: runtime.random, exchanges: log };
  const credential = createCredentials(deps).open({ id: 'int_1', method, app: undefined, grant, store });
  const integration = {
    id: 'int_1',
    settings: {},
    account: undefined,
    budgetKeys: { account: 'a', app: 'p' },
    ...setup.integration,
  };
  return {
    http: openHttp({ provider, integration, credential, operation: 'stream things', signal: setup.signal }, runtime),
    store,
  };
}

describe('a request', () => {
  test('gets base URL, credential, default headers, query and a line in the log', async () => {
    const { http } = open({
      callee: { headers: ({ settings }) => ({ 'acme-version': '2026', 'x-site': settings['site'] ?? '' }) },
      integration: { settings: { site: 's1' } },
    });
    const response = await http.send({ url: '/things', query: { 'types[]': ['a', 'b c'], empty: undefined, page: 2 } });
    expect(response).toMatchObject({
      status: 200,
      body: { ok: true },
      url: 'https://api.acme.example/v1/things?types[]=a&types[]=b%20c&page=2',
    });
    expect(vendor.seen[0]).toMatchObject({
      method: 'GET',
      url: '/v1/things?types[]=a&types[]=b%20c&page=2',
      headers: {
        host: 'api.acme.example',
        authorization: `Bearer ${secretKey}`,
        accept: 'application/json',
        'acme-version': '2026',
        'x-site': 's1',
      },
    });
    expect(log.lines).toMatchObject([
      {
        provider: 'acme',
        integrationId: 'int_1',
        operation: 'stream things',
        method: 'GET',
        host: 'api.acme.example',
        status: 200,
        attempt: 1,
        error: undefined,
      },
    ]);
    expect(http.stats).toEqual({ requests: 1, retries: 0, bytes: 11 });
  });

  test.each<[string, HttpRequest, Partial<SeenRequest>]>([
    [
      'JSON',
      { url: '/x', method: 'POST', body: { json: { a: 1 } } },
      { body: '{"a":1}', headers: { 'content-type': 'application/json' } },
    ],
    [
      'form',
      { url: '/x', method: 'POST', body: { form: { 'items[0][price]': 'p 1', on: true } } },
      { body: 'items[0][price]=p%201&on=true', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    [
      'text',
      { url: '/x', method: 'PUT', body: { text: '<a/>', type: 'text/xml' } },
      { body: '<a/>', headers: { 'content-type': 'text/xml' } },
    ],
  ])('sends a %s body', async (_name, request, seen) => {
    await open().http.send(request);
    expect(vendor.seen[0]).toMatchObject(seen);
  });

  test.each<[string, AuthMethod, Record<string, string>, HttpRequest, (seen: SeenRequest) => unknown, unknown]>([
    [
      'header',
      { ...bearerKey, place: { in: 'header', name: 'X-Api-Key' } },
      { api_key: 'k1234' },
      { url: '/' },
      (seen) => seen.headers['x-api-key'],
      'k1234',
    ],
    [
      'query',
      { ...bearerKey, place: { in: 'query', name: 'wstoken' } },
      { api_key: 'k 234' },
      { url: '/?a=1' },
      (seen) => seen.url,
      '/v1/?a=1&wstoken=k%20234',
    ],
    [
      'form',
      { ...bearerKey, place: { in: 'form', name: 'token' } },
      { api_key: 'k1234' },
      { url: '/', method: 'POST', body: { form: { a: 1 } } },
      (seen) => seen.body,
      'a=1&token=k1234',
    ],
    [
      'body',
      { ...bearerKey, place: { in: 'body', name: 'key' } },
      { api_key: 'k1234' },
      { url: '/', method: 'POST', body: { json: { a: 1 } } },
      (seen) => seen.body,
      '{"a":1,"key":"k1234"}',
    ],
    [
      'basic',
      { kind: 'basic', key: 'basic', label: '', summary: '', user: 'user', password: 'pass', fields: {} },
      { user: 'kim', pass: 'p:w' },
      { url: '/' },
      (seen) => seen.headers.authorization,
      `Basic ${Buffer.from('kim:p:w').toString('base64')}`,
    ],
    [
      'basic without password',
      { kind: 'basic', key: 'basic', label: '', summary: '', user: 'api_key', fields: {} },
      { api_key: 'k1234' },
      { url: '/' },
      (seen) => seen.headers.authorization,
      `Basic ${Buffer.from('k1234:').toString('base64')}`,
    ],
    [
      'basic without user',
      { kind: 'basic', key: 'basic', label: '', summary: '', password: 'api_key', fields: {} },
      { api_key: 'k1234' },
      { url: '/' },
      (seen) => seen.headers.authorization,
      `Basic ${Buffer.from(':k1234').toString('base64')}`,
    ],
  ])('carries a key in the %s, and the log does not', async (_name, method, fields, request, where, expected) => {
    await open({ method, fields }).http.send(request);
    expect(vendor.seen.map(where)).toEqual([expected]);
    const secrets = Object.values(fields).filter((value) => value !== 'kim');
    expect(secrets.filter((value) => JSON.stringify(log.lines).includes(encodeURIComponent(value)))).toEqual([]);
  });

  test('a key in the query is not in the URL a provider gets to see', async () => {
    const { http } = open({ method: { ...bearerKey, place: { in: 'query', name: 'wstoken' } } });
    const first = await http.send({ url: '/list', query: { page: 1 } });
    expect(first.url).toBe('https://api.acme.example/v1/list?page=1');
    await http.send({ url: 'https://api.acme.example/v1/list?page=2&wstoken=echoed' });
    expect(vendor.seen.map(({ url }) => url)).toEqual([
      `/v1/list?page=1&wstoken=${secretKey}`,
      `/v1/list?page=2&wstoken=${secretKey}`,
    ]);
  });

  test('cannot leave the provider’s hosts, whatever the URL looks like', async () => {
    const { http } = open();
    for (const url of [
      'https://evil.example/',
      'https://api.acme.example.evil.example/',
      'https://10.0.0.1/',
      'http://api.acme.example/',
    ]) {
      expect(await failure(http.send({ url })), url).toMatchObject({ code: 'blocked_host' });
    }
    expect(await failure(http.send({ url: 'https://u:p@api.acme.example/' }))).toMatchObject({ code: 'blocked_host' });
    expect(await failure(http.send({ url: '/', headers: { host: 'evil.example' } }))).toMatchObject({
      code: 'invalid_request',
    });
    expect(await failure(open({ callee: { baseUrl: () => 'nonsense' } }).http.send({ url: '/' }))).toMatchObject({
      code: 'invalid_request',
    });
    await http.send({ url: '//evil.example/x' });
    await http.send({ url: '@evil.example/x' });
    expect(vendor.seen.map(({ url }) => url)).toEqual(['/v1//evil.example/x', '/v1/@evil.example/x']);
    expect(elsewhere.seen).toEqual([]);
    expect(
      await failure(open({ integration: { retries: 0 } }).http.send({ url: 'https://loose.acme.example/' })),
    ).toMatchObject({ code: 'blocked_host' });
  });
});

describe('redirects', () => {
  test('are followed for reads, three at most, without the credential across origins', async () => {
    answer = (request, response) => {
      const step = Number(request.url.split('/').at(-1));
      response.writeHead(302, { location: step < 2 ? `${step + 1}` : 'https://files.acme.example/report.json' }).end();
    };
    const { http } = open();
    expect(await http.send({ url: '/hop/0' })).toMatchObject({
      body: { elsewhere: true },
      url: 'https://files.acme.example/report.json',
    });
    expect(vendor.seen.every(({ headers }) => headers.authorization !== undefined)).toBe(true);
    expect(elsewhere.seen[0]?.headers).not.toHaveProperty('authorization');
    expect(elsewhere.seen[0]?.headers).toMatchObject({ accept: 'application/json', host: 'files.acme.example' });
    expect(http.stats).toMatchObject({ requests: 4, retries: 0 });

    answer = (_request, response) => response.writeHead(302, { location: '/again' }).end();
    expect(await failure(http.send({ url: '/' }))).toMatchObject({ code: 'decode_failed', details: { status: 302 } });
    expect(vendor.seen.length).toBe(3 + 4);
  });

  test.each(['https://evil.example/', 'https://127.0.0.1/', 'http://api.acme.example/', 'https://loose.acme.example/'])(
    'never lead to %s',
    async (location) => {
      answer = (_request, response) => response.writeHead(302, { location }).end();
      expect(await failure(open().http.send({ url: '/' }))).toMatchObject({ code: 'blocked_host' });
      expect(elsewhere.seen).toEqual([]);
    },
  );

  describe('of a site the tenant typed', () => {
    const site = 'https://api.acme.example/lms';
    const typed = { baseUrl: site, hosts: () => ['api.acme.example'] };
    const ways: HttpRequest[] = [{ url: '/rest' }, { url: '/rest', method: 'POST', safe: true, body: { form: {} } }];

    test.each([
      [
        'https://www.acme.example/lms/rest',
        'Acme at api.acme.example sends calls on to https://www.acme.example, which is not the site in the settings; if it is the right one, type https://www.acme.example/lms there',
      ],
      [
        'https://learn.acme.example/rest?x=1',
        'Acme at api.acme.example sends calls on to https://learn.acme.example, which is not the site in the settings; if it is the right one, type https://learn.acme.example there',
      ],
      [
        'https://login.acme.example/',
        'Acme at api.acme.example sends calls on to https://login.acme.example, which is not the site in the settings; if it is the right one, type https://login.acme.example there',
      ],
      [
        'https://192.168.1.5/lms/rest',
        'Acme at api.acme.example sends calls on to https://192.168.1.5: 192.168.1.5 may not be called: it is not a public address; type the public https address of the site instead',
      ],
      [
        'http://api.acme.example/lms/rest',
        'Acme at api.acme.example sends calls on to http://api.acme.example: api.acme.example may not be called: the URL must begin with https://; type the public https address of the site instead',
      ],
      [
        'https://[::1]/',
        'Acme at api.acme.example sends calls on to https://[::1]: [::1] may not be called: it is not a public address; type the public https address of the site instead',
      ],
    ])('to %s are not followed, and the error says what to type', async (location, message) => {
      answer = (_request, response) => response.writeHead(303, { location }).end();
      for (const way of ways)
        expect(await failure(open({ callee: typed }).http.send(way))).toMatchObject({ code: 'blocked_host', message });
      expect(vendor.seen.length).toBe(2);
      expect(elsewhere.seen).toEqual([]);
      expect(log.lines.map(({ status, error }) => [status, error])).toEqual([
        [303, 'blocked_host'],
        [303, 'blocked_host'],
      ]);
    });

    test('within it are followed; a write that is sent on may have been done', async () => {
      answer = (request, response) =>
        request.url.startsWith('/lms/new')
          ? json(response, 200, {})
          : response.writeHead(301, { location: '/lms/new?key=sk_live_0123456789' }).end();
      const { http } = open({ callee: typed });
      expect(await http.send({ url: '/rest' })).toMatchObject({ status: 200 });
      expect(await failure(http.send({ url: '/rest', method: 'POST' }))).toMatchObject({
        code: 'decode_failed',
        message: 'Acme answered 301 to stream things: it sends calls on to /lms/new?key=[redacted]',
      });
    });
  });

  test('are not followed for writes; a safe POST keeps its body and stays at home', async () => {
    answer = (request, response) => {
      if (request.url === '/v1/end') return json(response, 200, { body: request.body });
      const location = request.url === '/v1/away' ? 'https://files.acme.example/' : '/v1/end';
      response.writeHead(307, { location }).end();
    };
    const { http } = open();
    const body = { json: { q: 1 } };
    expect(await failure(http.send({ url: '/write', method: 'POST', body }))).toMatchObject({
      code: 'decode_failed',
      details: { status: 307 },
    });
    expect(await http.send({ url: '/read', method: 'POST', body, safe: true })).toMatchObject({
      body: { body: '{"q":1}' },
    });
    expect(await failure(http.send({ url: '/away', method: 'POST', body, safe: true }))).toMatchObject({
      details: { status: 307 },
    });
    expect(elsewhere.seen).toEqual([]);
  });
});

describe('answers', () => {
  test.each([
    [400, 'invalid_request'],
    [402, 'invalid_request'],
    [403, 'permission_denied'],
    [404, 'not_found'],
    [409, 'conflict'],
    [410, 'not_found'],
    [422, 'invalid_request'],
  ])('%i is %s, in the vendor’s words, tried once', async (status, code) => {
    answer = (_request, response) =>
      json(response, status, { error: { message: `No such ${secretKey} thing` } }, { 'x-request-id': 'req-1' });
    const error = await failure(open().http.send({ url: '/' }));
    expect(error).toMatchObject({
      code,
      details: { provider: 'acme', operation: 'stream things', status, requestId: 'req-1' },
    });
    expect(error.message).toBe(`Acme answered ${status} to stream things (request id req-1): No such [redacted] thing`);
    expect(vendor.seen.length).toBe(1);
    expect(log.lines[0]).toMatchObject({ status, error: code });
  });

  test('the provider’s own reading comes first, errors in a 200 included', async () => {
    answer = (_request, response) =>
      json(response, 200, { exception: 'x', errorcode: 'invalidtoken' }, { 'acme-id': 'r7' });
    const { http } = open({
      callee: {
        requestIdHeader: 'Acme-Id',
        success: ({ body }) => !(typeof body === 'object' && body !== null && 'exception' in body),
        error: () => ({ code: 'not_found', message: 'gone\u0000\n away', vendorCode: 'invalidtoken' }),
      },
    });
    expect(await failure(http.send({ url: '/' }))).toMatchObject({
      code: 'not_found',
      message: 'Acme answered 200 to stream things (request id r7): gone away',
      details: { vendorCode: 'invalidtoken' },
    });
  });

  test('a provider function that trips over an answer makes it unreadable, not a crash', async () => {
    const { http } = open({
      callee: {
        success: () => {
          throw new TypeError('undefined is not an object');
        },
      },
    });
    expect(await failure(http.send({ url: '/' }))).toMatchObject({ code: 'decode_failed' });
  });

  test.each([
    ['HTML with 200', 200, '<!doctype html><html>Sign in</html>', 'decode_failed', 'an HTML page instead of JSON'],
    ['truncated JSON', 200, '{"data":[{"id":', 'decode_failed', 'cut off'],
    ['HTML with 404', 404, '<html>', 'not_found', 'an HTML page'],
  ])('%s', async (_name, status, body, code, words) => {
    answer = (_request, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    const error = await failure(open().http.send({ url: '/' }));
    expect(error).toMatchObject({ code, details: { provider: 'acme', operation: 'stream things', status } });
    expect(error.message).toContain(words);
    expect(vendor.seen.length).toBe(1);
  });

  test('204 and texts', async () => {
    answer = (request, response) =>
      request.url === '/v1/none'
        ? response.writeHead(204).end()
        : response.writeHead(200, { 'content-type': 'text/csv' }).end('a,b');
    const { http } = open();
    expect(await http.send({ url: '/none', method: 'DELETE' })).toMatchObject({ status: 204, body: null });
    expect(await http.send({ url: '/csv', headers: { accept: 'text/csv' } })).toMatchObject({ body: 'a,b' });
  });

  test('over the cap of the request', async () => {
    answer = (_request, response) => json(response, 200, { x: 'y'.repeat(2000) });
    expect(await failure(open().http.send({ url: '/', maxBytes: 1000 }))).toMatchObject({
      code: 'decode_failed',
      details: { status: 200 },
    });
  });
});

describe('XML', () => {
  const read: HttpRequest = {
    method: 'POST',
    url: '/soap',
    body: { text: '<ask/>', type: 'text/xml' },
    safe: true,
    decode: 'xml',
  };
  const fault =
    '<e:Envelope xmlns:e="urn:e"><e:Body><e:Fault><faultstring>No such student</faultstring></e:Fault></e:Body></e:Envelope>';
  const soap: Partial<Callee> = {
    error: ({ body, status }) =>
      isXmlElement(body) && status === 500
        ? { code: 'not_found', message: xmlText(body, 'Body', 'Fault', 'faultstring') ?? '' }
        : undefined,
  };
  const xml = (response: ServerResponse, status: number, body: string, type = 'text/xml'): void => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };

  test('is asked for and handed over as its root element', async () => {
    answer = (_request, response) => xml(response, 200, '<r><n>1</n></r>');
    const { body } = await open().http.send(read);
    expect(isXmlElement(body) && xmlText(body, 'n')).toBe('1');
    expect(vendor.seen[0]).toMatchObject({
      body: '<ask/>',
      headers: { accept: 'text/xml, application/xml', 'content-type': 'text/xml' },
    });
  });

  test('a fault in a 500 reaches the provider’s own reading', async () => {
    answer = (_request, response) => xml(response, 500, fault);
    expect(await failure(open({ callee: soap }).http.send(read))).toMatchObject({
      code: 'not_found',
      message: 'Acme answered 500 to stream things: No such student',
    });
    expect(vendor.seen.length).toBe(1);
  });

  test.each([
    [
      200,
      '<html>Sign in</html>',
      'decode_failed',
      'Acme answered 200 to stream things with an HTML page instead of XML',
    ],
    [200, '{"ok":true}', 'decode_failed', 'with JSON instead of XML'],
    [200, '<r><n>1</n>', 'decode_failed', 'with XML that is cut off or malformed'],
    [
      200,
      '<!DOCTYPE r [<!ENTITY n "1">]><r>&n;</r>',
      'decode_failed',
      'with XML with a document type, which is refused',
    ],
    [404, '<html><body>Not found</body></html>', 'not_found', 'with an HTML page instead of XML'],
    [403, 'Forbidden', 'permission_denied', 'with text/xml instead of XML'],
    [502, '<html>', 'provider_unavailable', 'with an HTML page instead of XML'],
  ])('%i with %j is %s', async (status, body, code, words) => {
    answer = (_request, response) => xml(response, status, body);
    const error = await failure(open({ callee: soap, integration: { retries: 0 } }).http.send(read));
    expect(error).toMatchObject({ code, details: { status } });
    expect(error.message).toContain(words);
  });

  test.each([
    ['a 500, then success', (response: ServerResponse) => xml(response, 503, 'busy')],
    ['a cut connection, then success', (response: ServerResponse) => response.socket?.destroy()],
    [
      'a cut answer, then success',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('<r>');
        setImmediate(() => response.socket?.destroy());
      },
    ],
  ])('a safe POST is tried again: %s', async (_name, first) => {
    answer = (_request, response, number) => (number === 1 ? first(response) : xml(response, 200, '<r/>'));
    expect(await open().http.send(read)).toMatchObject({ status: 200 });
    expect(vendor.seen.map(({ body }) => body)).toEqual(['<ask/>', '<ask/>']);
  });

  test('one that is not safe is not', async () => {
    answer = (_request, response) => response.socket?.destroy();
    const { safe: _safe, ...write } = read;
    expect(await failure(open().http.send(write))).toMatchObject({ code: 'provider_unavailable' });
    expect(vendor.seen.length).toBe(1);
  });
});

describe('trying again', () => {
  test('reads are tried three more times after 1 s, 2 s, 4 s', async () => {
    answer = (_request, response) => json(response, 503, {});
    const { http } = open();
    const error = await failure(http.send({ url: '/' }));
    expect(error).toMatchObject({ code: 'provider_unavailable', message: expect.stringContaining('after 4 tries') });
    expect(clock.slept.length).toBe(3);
    clock.slept.forEach((ms, index) => expect(Math.abs(ms - 1000 * 2 ** index)).toBeLessThanOrEqual(200 * 2 ** index));
    expect(log.lines.map(({ attempt, status, error: code }) => [attempt, status, code])).toEqual(
      [1, 2, 3, 4].map((n) => [n, 503, 'provider_unavailable']),
    );
    expect(http.stats).toMatchObject({ requests: 4, retries: 3 });
  });

  test.each([408, 429, 500, 502, 599])('%i then success', async (status) => {
    answer = (_request, response, number) => json(response, number === 1 ? status : 200, {});
    expect(await open().http.send({ url: '/' })).toMatchObject({ status: 200 });
    expect(clock.slept.length).toBeGreaterThanOrEqual(1);
  });

  test('a cut connection and a time-out are tried again', async () => {
    answer = (_request, response, number) => {
      if (number === 1) response.socket?.destroy();
      else if (number > 2) json(response, 200, {});
    };
    expect(await open({ integration: { timeoutMs: 80 } }).http.send({ url: '/' })).toMatchObject({ status: 200 });
    expect(log.lines.map(({ error }) => error)).toEqual(['provider_unavailable', 'timeout', undefined]);
  });

  test('Retry-After is obeyed, seconds or date', async () => {
    answer = (_request, response, number) => {
      if (number > 2) return json(response, 200, {});
      const date = 'Sat, 21 Nov 2026 00:00:00 GMT';
      const headers: Record<string, string> =
        number === 1 ? { 'retry-after': '7' } : { date, 'retry-after': 'Sat, 21 Nov 2026 00:00:20 GMT' };
      json(response, 429, {}, headers);
    };
    await open().http.send({ url: '/' });
    expect(clock.slept.filter((ms) => ms > 1000)).toEqual([7000, 20_000]);
  });

  test('a pause longer than a minute is the caller’s to make', async () => {
    answer = (_request, response) => json(response, 429, {}, { 'retry-after': '61' });
    const { http } = open();
    expect(await failure(http.send({ url: '/' }))).toMatchObject({
      code: 'rate_limited',
      details: { retryAfterMs: 61_000 },
    });
    expect(clock.slept).toEqual([]);
    // And nobody runs into the same wall meanwhile.
    expect(await failure(http.send({ url: '/' }))).toMatchObject({ code: 'rate_limited' });
    expect(vendor.seen.length).toBe(1);
  });

  test('writes are not repeated when the vendor may have acted, unless it has an idempotency key', async () => {
    answer = (_request, response) => json(response, 500, {});
    const write: HttpRequest = { url: '/', method: 'POST', body: { json: {} }, idempotencyKey: 'k1' };
    await failure(open().http.send(write));
    expect(vendor.seen.length).toBe(1);
    expect(vendor.seen[0]?.headers).not.toHaveProperty('idempotency-key');
    await failure(open({ callee: { idempotencyHeader: 'Idempotency-Key' } }).http.send(write));
    expect(vendor.seen.length).toBe(5);
    expect(vendor.seen.slice(1).map(({ headers }) => headers['idempotency-key'])).toEqual(['k1', 'k1', 'k1', 'k1']);
    await failure(open().http.send({ url: '/', method: 'POST', safe: true }));
    expect(vendor.seen.length).toBe(9);
  });

  test('the idempotency key may be a parameter', async () => {
    answer = (_request, response) => json(response, 500, {});
    const write: HttpRequest = { url: '/', method: 'POST', query: { a: 'b' }, idempotencyKey: 'k1' };
    await failure(open({ callee: { idempotencyParam: 'requestid' } }).http.send(write));
    expect(vendor.seen.map(({ url }) => url)).toEqual(Array(4).fill('/v1/?a=b&requestid=k1'));
    expect(vendor.seen.at(-1)?.headers).not.toHaveProperty('idempotency-key');
  });

  test('a write that provably never left is tried again', async () => {
    const { http } = open();
    await vendor[Symbol.asyncDispose]();
    expect(await failure(http.send({ url: '/', method: 'POST', body: { json: {} } }))).toMatchObject({
      code: 'provider_unavailable',
      details: { unsent: true },
    });
    expect(log.lines.length).toBe(4);
    vendor = await startVendor(() => undefined);
  });

  test('one that may have been seen at any try does not count as unsent', async () => {
    const { http } = open({ callee: { idempotencyHeader: 'idempotency-key' } });
    const gone = new Promise<void>((resolve) => {
      answer = (_request, response) => {
        // Seen, and then there is nobody to answer the second try.
        response.socket?.destroy();
        resolve(vendor[Symbol.asyncDispose]());
      };
    });
    const write: HttpRequest = { url: '/', method: 'POST', body: { json: {} }, idempotencyKey: 'k1' };
    const error = await failure(http.send(write));
    await gone;
    expect(error).toMatchObject({ code: 'provider_unavailable', details: { unsent: false } });
    expect(log.lines.length).toBe(4);
    vendor = await startVendor(() => undefined);
  });

  test('the vendor’s word on retrying outranks the status', async () => {
    answer = (_request, response, number) =>
      json(response, number === 1 ? 409 : 500, {}, { 'should-retry': number === 1 ? 'true' : 'false' });
    const { http } = open({
      callee: {
        error: ({ headers, status }) => ({
          code: status === 409 ? 'conflict' : 'provider_unavailable',
          message: '',
          retry: headers['should-retry'] === 'true',
        }),
      },
    });
    expect(await failure(http.send({ url: '/' }))).toMatchObject({ code: 'provider_unavailable' });
    expect(vendor.seen.length).toBe(2);
  });

  test('the operator can ask for fewer, and cancelling ends the pause', async () => {
    answer = (_request, response) => json(response, 500, {});
    await failure(open({ integration: { retries: 0 } }).http.send({ url: '/' }));
    expect(vendor.seen.length).toBe(1);
    const controller = new AbortController();
    const reason = new Error('stopped');
    answer = (_request, response) => {
      json(response, 500, {});
      setImmediate(() => controller.abort(reason));
    };
    await expect(open({ signal: controller.signal }).http.send({ url: '/' })).rejects.toBe(reason);
    expect(vendor.seen.length).toBe(2);
  });

  test('the breaker opens for a failing provider and lets a probe through later', async () => {
    answer = (_request, response) => json(response, 500, {});
    const { http } = open({ integration: { retries: 0 } });
    for (let call = 0; call < 10; call += 1) await failure(http.send({ url: '/' }));
    const refused = await failure(http.send({ url: '/' }));
    expect(refused).toMatchObject({ code: 'provider_unavailable', details: { retryAfterMs: 30_000 } });
    expect(vendor.seen.length).toBe(10);
    clock.advance(30_000);
    answer = (_request, response) => json(response, 200, {});
    await http.send({ url: '/' });
    await http.send({ url: '/' });
    expect(vendor.seen.length).toBe(12);
  });

  test('wrong requests and 429 do not open the breaker', async () => {
    const { http } = open({ integration: { retries: 0 } });
    answer = (_request, response, number) => json(response, number % 2 === 0 ? 400 : 429, {});
    for (let call = 0; call < 30; call += 1) await failure(http.send({ url: '/' }));
    answer = (_request, response) => json(response, 200, {});
    expect(await http.send({ url: '/' })).toMatchObject({ status: 200 });
  });
});

describe('limits', () => {
  test('are kept, whoever calls, and the vendor’s own count is heard', async () => {
    let running = 0;
    let peak = 0;
    let left = 100;
    answer = (_request, response) => {
      running += 1;
      peak = Math.max(peak, running);
      setTimeout(() => {
        running -= 1;
        left -= 1;
        json(response, 200, {}, { 'x-left': String(Math.max(0, left)) });
      }, 5);
    };
    runtime = createHttpRuntime({
      ...runtime,
      clock: realClock,
      budgetStore: memoryBudgetStore(),
    });
    const limits: Callee['limits'] = [{ concurrent: 2 }, { per: 'hour', max: 50 }];
    const provider = { limits, limitHeaders: { remaining: [{ header: 'X-Left', per: 'hour' as const }] } };
    const [one, two] = [open({ callee: provider }), open({ callee: provider })] as const;
    await Promise.all(
      Array.from({ length: 20 }, (_unused, index) => (index % 2 === 0 ? one : two).http.send({ url: '/' })),
    );
    expect(peak).toBe(2);
    left = 1;
    await one.http.send({ url: '/' });
    expect(await failure(two.http.send({ url: '/' }))).toMatchObject({ code: 'rate_limited' });
    expect(vendor.seen.length).toBe(21);
  });

  test('of the integration replace the provider’s', async () => {
    const own: Setup = {
      callee: { limits: [{ per: 'day', max: 1 }] },
      integration: { limits: [{ per: 'day', max: 3 }] },
    };
    const { http } = open(own);
    for (let call = 0; call < 3; call += 1) await http.send({ url: '/' });
    expect(await failure(http.send({ url: '/' }))).toMatchObject({ code: 'rate_limited' });
  });
});

describe('a key the vendor refuses', () => {
  test('is reported as revoked, once, and the integration told', async () => {
    answer = (_request, response) => json(response, 401, { message: `Invalid key ${secretKey}` });
    const { http, store } = open();
    const error = await failure(http.send({ url: '/' }));
    expect(error).toMatchObject({ code: 'auth_revoked', details: { status: 401 } });
    expect(error.message).not.toContain(secretKey);
    expect(store.revokedBecause()).toBe(error.message);
    expect(vendor.seen.length).toBe(1);
  });

  test('a forbidden call is not', async () => {
    answer = (_request, response) => json(response, 403, {});
    const { http, store } = open();
    expect(await failure(http.send({ url: '/' }))).toMatchObject({ code: 'permission_denied' });
    expect(store.revokedBecause()).toBeUndefined();
  });
});

describe('an access token the vendor refuses', () => {
  const way = oauth2({
    label: '',
    summary: '',
    authorize: 'https://api.acme.example/authorize',
    token: 'https://api.acme.example/token',
    scopes: [],
    clientAuth: 'body',
    pkce: true,
    refresh: { rotates: true },
  });
  let tokenCalls: number;
  let good: string;

  beforeEach(() => {
    tokenCalls = 0;
    good = 'at-1';
    answer = (request, response) => {
      if (request.url === '/token') {
        tokenCalls += 1;
        return json(response, 200, {
          access_token: `at-${tokenCalls}`,
          refresh_token: `rt-${tokenCalls}`,
          expires_in: 1800,
        });
      }
      const known = request.headers.authorization === `Bearer ${good}`;
      json(response, known ? 200 : 401, { title: known ? 'ok' : 'TokenExpired' });
    };
  });

  function openOAuth(): { http: HttpClient; store: MemoryCredentialStore } {
    const tokens = {
      access_token: 'at-0',
      refresh_token: 'rt-0',
      expires_at: clock.now() + 1_800_000,
      issued_at: clock.now(),
    };
    const store = createMemoryCredentialStore({ method: way.key, fields: {}, tokens });
    const deps = { transport: runtime.transport, clock, random: runtime.random, exchanges: log };
    const grant = { provider: callee, settings: {}, integrationId: 'int_1' };
    const app = { clientId: 'client', clientSecret: 'client-secret' };
    const credential = createCredentials(deps).open({ id: 'int_1', method: way, app, grant, store });
    const integration = { id: 'int_1', settings: {}, account: undefined, budgetKeys: { account: 'a', app: 'p' } };
    return {
      http: openHttp({ provider: callee, integration, credential, operation: 'stream things' }, runtime),
      store,
    };
  }

  test('is renewed once for twenty calls under way, writes included, and all of them succeed', async () => {
    const { http, store } = openOAuth();
    const method = (index: number): 'GET' | 'POST' => (index % 2 === 0 ? 'GET' : 'POST');
    const all = await Promise.all(
      Array.from({ length: 20 }, (_unused, index) => http.send({ url: `/${index}`, method: method(index) })),
    );
    expect(all.every(({ status }) => status === 200)).toBe(true);
    expect(tokenCalls).toBe(1);
    expect((await store.read()).generation).toBe(2);
    expect(log.lines.filter(({ operation }) => operation === 'token refresh').length).toBe(1);
  });

  test('and refuses again after the renewal, needs its person', async () => {
    good = 'none';
    const { http, store } = openOAuth();
    expect(await failure(http.send({ url: '/' }))).toMatchObject({ code: 'auth_revoked', details: { status: 401 } });
    expect(tokenCalls).toBe(1);
    expect(vendor.seen.length).toBe(3);
    expect(store.revokedBecause()).toContain('401');
  });

  test('keeps its secrets out of the log, the replaced ones too', async () => {
    await openOAuth().http.send({ url: '/', query: { q: 'at-0 rt-0 client-secret' } });
    const shown = JSON.stringify(log.lines);
    expect(log.lines.length).toBe(3);
    for (const secret of ['at-0', 'rt-0', 'client-secret']) expect(shown).not.toContain(secret);
  });
});

test('no secret is in any log line or error, whatever the vendor echoes', async () => {
  const echoes = [
    secretKey,
    encodeURIComponent(secretKey),
    Buffer.from(secretKey).toString('base64'),
    `Bearer ${secretKey}`,
  ];
  answer = (_request, response, number) =>
    json(response, 400, { message: echoes[number - 1], detail: secretKey }, { 'x-request-id': secretKey });
  const { http } = open();
  for (const echo of echoes) {
    const error = await failure(http.send({ url: `/x/${secretKey}`, query: { q: secretKey } }));
    const shown = JSON.stringify([error.message, error.details, log.lines]);
    expect(shown).not.toContain(echo);
    expect(shown).not.toContain(secretKey);
  }
});
