import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import { errorCodes, fail } from '../contract/errors.ts';
import type { Hub } from '../hub/index.ts';
import type { Principal } from '../hub/access/principal.ts';
import type { AppOptions } from './app.ts';
import { buildApp } from './app.ts';
import { principalOf, tenantOf } from './auth.ts';
import { describeApi } from './openapi.ts';
import type { Routes } from './routes/route.ts';

const tenantId = '0198c0de-7a5b-7c3e-9d2f-4a6b8c0d1e2f';
const principals: Readonly<Record<string, Principal>> = {
  pb_tenant: { kind: 'tenant_key', id: 'k1', tenantId, scopes: ['read'] },
  pb_other: { kind: 'tenant_key', id: 'k2', tenantId, scopes: ['read'] },
  pb_platform: { kind: 'platform_key', id: 'p1', partnerId: undefined, scopes: ['admin'] },
};

/** Only what the frame itself asks of the hub. */
const hub = {
  apiKeys: {
    authenticate: async (token: string) => {
      const principal = principals[token];
      if (principal === undefined) throw fail('unauthorized', 'This API key is not valid.');
      return principal;
    },
  },
} as unknown as Hub;

const Widget = z
  .strictObject({
    name: z.string().min(1),
    size: z.number().int().optional(),
    nested: z.object({ inner: z.string() }).optional(),
  })
  .meta({ id: 'ProbeWidget' });

const probe: Routes = async (app) => {
  app.post(
    '/widgets',
    {
      schema: {
        operationId: 'createWidget',
        tags: ['Probe'],
        summary: 'Make a widget',
        body: Widget,
        response: { 200: Widget },
      },
    },
    async (request) => request.body,
  );
  app.get(
    '/widgets/:id',
    {
      schema: {
        operationId: 'getWidget',
        tags: ['Probe'],
        summary: 'One widget',
        querystring: z.object({ limit: z.coerce.number().int().default(5) }),
      },
    },
    async (request) => ({
      tenant: tenantOf(request),
      by: principalOf(request).id,
      limit: request.query.limit,
    }),
  );
  app.get('/broken', { schema: { operationId: 'broken', tags: ['Probe'], summary: 'A bug' } }, async () => {
    throw new Error('the password is hunter2');
  });
  app.get('/busy', { schema: { operationId: 'busy', tags: ['Probe'], summary: 'A conflict' } }, async () => {
    throw fail('conflict', 'A run of this stream is under way.', {
      provider: 'xero',
      operation: 'stream invoices',
      status: 500,
      requestId: 'v1',
      meta: { run_id: 'run_1' },
    });
  });
};

const logged: string[] = [];

function options(change: Partial<AppOptions> = {}): AppOptions {
  let requests = 0;
  return {
    hub,
    log: pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) }),
    version: '0.0.0',
    publicUrl: () => 'http://127.0.0.1',
    ready: async () => [],
    requestsPerMinute: 1000,
    corsOrigins: [],
    trustedProxies: [],
    metrics: { sources: [], token: undefined },
    requestId: () => `req_${(requests += 1)}`,
    routes: { platform: [], tenant: [probe] },
    ...change,
  };
}

async function withApp(change: Partial<AppOptions>, work: (app: FastifyInstance) => Promise<void>): Promise<void> {
  const app = await buildApp(options(change));
  try {
    await work(app);
  } finally {
    await app.close();
  }
}

const asTenant = { authorization: 'Bearer pb_tenant' };

describe('the frame of the API', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await buildApp(options());
  });
  afterAll(() => app.close());

  const post = (payload: string, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: '/api/tenants/acme/widgets',
      payload,
      headers: { ...asTenant, 'content-type': 'application/json', ...headers },
    });

  it('takes an address with and without a trailing slash', async () => {
    for (const url of ['/api/tenants/acme/widgets/1', '/api/tenants/acme/widgets/1/']) {
      const answer = await app.inject({ url, headers: asTenant });
      expect(answer.json()).toEqual({ tenant: 'acme', by: 'k1', limit: 5 });
    }
  });

  it('lets the key of one tenant leave the tenant out, and no other', async () => {
    expect((await app.inject({ url: '/api/widgets/1', headers: asTenant })).json()).toMatchObject({ tenant: tenantId });
    const refused = await app.inject({ url: '/api/widgets/1', headers: { authorization: 'Bearer pb_platform' } });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().detail).toContain('/api/tenants/{slug}/');
  });

  it.each([
    ['no key', {}, 'No API key was sent, and nobody is signed in.'],
    ['another scheme', { authorization: 'Basic abc' }, 'The Authorization header does not read `Bearer pb_...`.'],
    ['an unknown key', { authorization: 'Bearer pb_guess' }, 'This API key is not valid.'],
  ])('answers 401 to %s', async (_, headers, detail) => {
    const answer = await app.inject({ url: '/api/tenants/acme/widgets/1', headers });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    expect(answer.json()).toMatchObject({ code: 'unauthorized', detail, fault: 'you' });
  });

  it('answers every error as a problem document', async () => {
    const answer = await app.inject({ url: '/api/tenants/acme/busy', headers: asTenant });
    expect(answer.statusCode).toBe(409);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({
      status: 409,
      code: 'conflict',
      detail: 'A run of this stream is under way.',
      fault: 'you',
      request_id: answer.headers['x-request-id'],
      provider: 'xero',
      operation: 'stream invoices',
      vendor_status: 500,
      vendor_request_id: 'v1',
      run_id: 'run_1',
    });
  });

  it('names every wrong field and what is expected', async () => {
    const answer = await post('{"name": 7, "size": "big", "nested": {}}');
    expect(answer.statusCode).toBe(400);
    expect(answer.json().problems).toEqual([
      { path: 'name', message: 'expected string, received number' },
      { path: 'size', message: 'expected number, received string' },
      { path: 'nested.inner', message: 'required: a string' },
    ]);
    expect(answer.json().detail).toBe('name: expected string, received number (and 2 more)');
  });

  it('refuses unknown fields by name, also deep inside and in the query', async () => {
    expect((await post('{"name": "a", "colour": "red"}')).json().problems).toEqual([
      { path: 'colour', message: 'unknown field' },
    ]);
    expect((await post('{"name": "a", "nested": {"inner": "x", "extra": 1}}')).json().problems).toEqual([
      { path: 'nested.extra', message: 'unknown field' },
    ]);
    const answer = await app.inject({ url: '/api/tenants/acme/widgets/1?limt=3', headers: asTenant });
    expect(answer.json().problems).toEqual([{ path: 'query.limt', message: 'unknown field' }]);
  });

  it.each([
    ['{"name": ', 'The body is not JSON'],
    ['{"name": "secret-token-x}', 'The body is not JSON'],
    ['<xml/>', 'The body is not JSON'],
  ])('answers 400 to the body %s without repeating it', async (body, detail) => {
    const answer = await post(body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'invalid_request' });
    expect(answer.json().detail).toContain(detail);
    expect(answer.body).not.toContain('secret-token');
  });

  it('asks for the fields of a body that is missing altogether', async () => {
    const answer = await app.inject({ method: 'POST', url: '/api/tenants/acme/widgets', headers: asTenant });
    expect(answer.json().problems).toEqual([{ path: 'name', message: 'required: a string' }]);
    expect((await post('')).json().problems).toEqual([{ path: 'name', message: 'required: a string' }]);
  });

  it('refuses what is not announced as JSON', async () => {
    const answer = await post('name=a', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(answer.statusCode).toBe(415);
    expect(answer.json()).toMatchObject({
      code: 'invalid_request',
      detail: 'Send the body as `Content-Type: application/json`.',
    });
  });

  it('refuses a body over 1 MB', async () => {
    const answer = await post(JSON.stringify({ name: 'x'.repeat(1024 * 1024) }));
    expect(answer.statusCode).toBe(413);
    expect(answer.json()).toMatchObject({ code: 'too_large', fault: 'you' });
  });

  it('names the field that holds a NUL byte or half a character', async () => {
    expect((await post('{"name": "a\\u0000b"}')).json()).toMatchObject({
      status: 400,
      problems: [{ path: 'name', message: 'expected text without NUL bytes' }],
    });
    expect((await post('{"name": "a", "nested": {"inner": "\\ud800"}}')).json().problems[0].path).toBe('nested.inner');
    expect((await post('{"name": "a\\ud83d\\ude00"}')).json()).toEqual({ name: 'a\u{1f600}' });
  });

  it('drops __proto__ instead of obeying it', async () => {
    const answer = await post('{"name": "a", "__proto__": {"size": 3}}');
    expect(answer.json()).toEqual({ name: 'a' });
  });

  it('answers 404 for an unknown address and 405 for an unknown method', async () => {
    const unknown = await app.inject({ url: '/api/nothing' });
    expect(unknown.statusCode).toBe(404);
    expect(unknown.json()).toMatchObject({ code: 'not_found' });
    const method = await app.inject({ method: 'DELETE', url: '/api/tenants/acme/widgets/', headers: asTenant });
    expect(method.statusCode).toBe(405);
    expect(method.headers['allow']).toBe('POST');
    expect(method.json()).toMatchObject({ code: 'invalid_request', status: 405 });
  });

  it('answers a bug without its text, which goes to the log with the request id', async () => {
    logged.length = 0;
    const answer = await app.inject({ url: '/api/tenants/acme/broken', headers: asTenant });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('hunter2');
    expect(logged.some((line) => line.includes(answer.json().request_id) && line.includes('hunter2'))).toBe(true);
  });

  it('survives a malformed address', async () => {
    const answer = await app.inject({ url: '/api/tenants/%ff/widgets/1', headers: asTenant });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('logs no header and no query', async () => {
    logged.length = 0;
    await app.inject({ url: '/api/tenants/acme/widgets/1?limit=3', headers: asTenant });
    expect(logged.join('')).toContain('/api/tenants/:tenant/widgets/:id');
    expect(logged.join('')).not.toMatch(/pb_tenant|limit/);
  });

  it('describes itself in OpenAPI 3.1, without twins and other names', async () => {
    const document = (await app.inject({ url: '/api/openapi.json' })).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual([
      '/api/tenants/{tenant}/widgets',
      '/api/tenants/{tenant}/widgets/{id}',
      '/api/tenants/{tenant}/broken',
      '/api/tenants/{tenant}/busy',
    ]);
    expect(
      document.paths['/api/tenants/{tenant}/widgets'].post.responses.default.content['application/problem+json'].schema,
    ).toEqual({ $ref: '#/components/schemas/Problem' });
    expect(
      Object.keys(document.components.schemas).filter(
        (name) => name.endsWith('Input') && name.slice(0, -5) in document.components.schemas,
      ),
    ).toEqual([]);
    expect(Object.keys(document.components.schemas)).toEqual(['ProbeWidget', 'Problem']);
  });

  it('shows the description to people, without scripts and third parties', async () => {
    const page = await app.inject({ url: '/api/docs' });
    expect(page.body).toContain('Make a widget');
    expect(page.body).not.toMatch(/<script|src=|https?:\/\//);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(describeApi(app)).toBe(describeApi(app));
  });

  it('explains there what every problem document points to', async () => {
    const page = await app.inject({ url: '/api/docs' });
    for (const code of errorCodes) expect(page.body).toContain(`id="error-${code}"`);
    const problem = await app.inject({ url: '/api/nowhere' });
    expect(problem.json()).toMatchObject({ code: 'not_found', type: '/api/docs#error-not_found' });
  });

  it('sends the headers that protect browsers, and none that opens it to other origins', async () => {
    const answer = await app.inject({
      url: '/api/tenants/acme/widgets/1',
      headers: { ...asTenant, origin: 'https://evil.example' },
    });
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('limits', () => {
  it('counts per key, says so in headers, and answers 429 with Retry-After', async () => {
    await withApp({ requestsPerMinute: 2 }, async (app) => {
      const ask = (key: string) =>
        app.inject({ url: '/api/tenants/acme/widgets/1', headers: { authorization: `Bearer ${key}` } });
      expect((await ask('pb_tenant')).headers).toMatchObject({
        'x-ratelimit-limit': '2',
        'x-ratelimit-remaining': '1',
      });
      expect((await ask('pb_tenant')).statusCode).toBe(200);
      const refused = await ask('pb_tenant');
      expect(refused.statusCode).toBe(429);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect(refused.json()).toMatchObject({ code: 'rate_limited', fault: 'you', status: 429 });
      expect((await ask('pb_other')).statusCode).toBe(200);
    });
  });

  it('slows down whoever guesses keys, without locking out the owner of a good one', async () => {
    await withApp({ requestsPerMinute: 2 }, async (app) => {
      const guess = () =>
        app.inject({ url: '/api/tenants/acme/widgets/1', headers: { authorization: 'Bearer pb_guess' } });
      expect([(await guess()).statusCode, (await guess()).statusCode, (await guess()).statusCode]).toEqual([
        401, 401, 429,
      ]);
      expect((await app.inject({ url: '/api/tenants/acme/widgets/1', headers: asTenant })).statusCode).toBe(200);
    });
  });
});

describe('health and metrics', () => {
  it('is alive without a database, but ready only with one', async () => {
    const problems = ['The database cannot be reached.'];
    await withApp({ ready: async () => problems }, async (app) => {
      expect((await app.inject({ url: '/healthz' })).json()).toEqual({ status: 'ok' });
      const ready = await app.inject({ url: '/readyz' });
      expect(ready.statusCode).toBe(503);
      expect(ready.json()).toEqual({ status: 'unavailable', problems });
      problems.length = 0;
      expect((await app.inject({ url: '/readyz' })).statusCode).toBe(200);
    });
  });

  it('counts requests by route pattern and status', async () => {
    await withApp(
      {
        metrics: {
          sources: [
            () => [{ name: 'plugboard_x', help: 'X.', type: 'gauge', values: [{ labels: { a: 'b"c' }, value: 3 }] }],
          ],
          token: undefined,
        },
      },
      async (app) => {
        await app.inject({ url: '/api/tenants/acme/widgets/1', headers: asTenant });
        await app.inject({ url: '/api/tenants/other/widgets/2', headers: asTenant });
        await app.inject({ url: '/nothing' });
        const text = (await app.inject({ url: '/metrics' })).body;
        expect(text).toContain(
          'plugboard_http_request_duration_seconds_count{method="GET",route="/api/tenants/:tenant/widgets/:id",status="200"} 2',
        );
        expect(text).toContain('route="none",status="404"} 1');
        expect(text).toMatch(/^plugboard_event_loop_delay_p99_seconds [\d.e-]+$/m);
        expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
        expect(text).toContain('plugboard_x{a="b\\"c"} 3');
      },
    );
  });

  it('can be closed with a token', async () => {
    await withApp({ metrics: { sources: [], token: 'scrape' } }, async (app) => {
      expect((await app.inject({ url: '/metrics' })).statusCode).toBe(401);
      expect((await app.inject({ url: '/metrics', headers: { authorization: 'Bearer scrape' } })).statusCode).toBe(200);
    });
  });
});

describe('cors', () => {
  it('lets the named origins call from a browser, and no others', async () => {
    await withApp({ corsOrigins: ['https://app.example'] }, async (app) => {
      const preflight = (origin: string) =>
        app.inject({
          method: 'OPTIONS',
          url: '/api/tenants/acme/widgets',
          headers: { origin, 'access-control-request-method': 'POST' },
        });
      expect((await preflight('https://app.example')).headers['access-control-allow-origin']).toBe(
        'https://app.example',
      );
      expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
    });
  });
});
