/** Connecting for real: the two providers' own sandboxes, their sign-in pages and keys, through the API as a customer uses it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import stripeSandbox from '../../providers/stripe/sandbox.ts';
import xeroSandbox from '../../providers/xero/sandbox.ts';
import { giveConsent } from '../../src/testing/index.ts';
import { testServer, type TestServer } from '../../src/testing/server.ts';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer({
    at: '2026-11-20T00:00:00Z',
    sandboxes: [
      { key: 'xero', sandbox: xeroSandbox },
      { key: 'stripe', sandbox: stripeSandbox },
    ],
  });
  ({ key } = await server.tenant('acme'));
});
afterAll(() => server?.stop());

const ask = (method: string, path: string, body?: unknown) =>
  server.ask(method, path, { key, ...(body === undefined ? {} : { body }) });
const signInOf = (sandbox: typeof xeroSandbox | typeof stripeSandbox, method: string) =>
  sandbox.signIns.find((one) => one.method === method);

async function create(body: object): Promise<string> {
  const made = await ask('POST', '/api/tenants/acme/integrations', body);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.id;
}

describe('Xero', () => {
  const way = signInOf(xeroSandbox, 'oauth2');

  async function begin(id: string) {
    const answer = await ask('POST', `/api/tenants/acme/integrations/${id}/connect/`, {});
    expect(answer.body).toMatchObject({ outcome: 'sign_in', expires_at: expect.any(String) });
    return { url: answer.body.authorize_url, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
  }
  const visit = (address: string, cookie: string) =>
    server.ask('GET', address.slice(server.url.length), { headers: { cookie } });

  it('is signed in to through its own page, once, in one browser', async () => {
    const id = await create({ provider: 'xero', settings: way?.settings });
    const { url, cookie } = await begin(id);
    expect(new URL(url).origin).toBe(server.sandboxes?.origins['xero']);
    const back = await giveConsent(url);
    expect((await visit(back, '')).body).toMatchObject({
      status: 400,
      detail: expect.stringContaining('another browser'),
    });
    expect((await visit(back, cookie)).body).toMatchObject({
      outcome: 'connected',
      message: expect.stringMatching(/^Connected to .+ \(AUD\)$/),
      integration: { id, provider: 'xero', status: 'connected', account: { name: expect.any(String) } },
    });
    expect((await visit(back, cookie)).body).toMatchObject({
      status: 400,
      detail: expect.stringContaining('used already'),
    });
    expect((await ask('POST', `/api/integrations/${id}/test_connection`)).body).toMatchObject({
      success: true,
      details: { integration_type: 'xero', integration_name: 'Xero' },
    });
  });

  it('that takes more than ten minutes has to start again', async () => {
    const id = await create({ provider: 'xero', name: 'Slow' });
    const { url, cookie } = await begin(id);
    const back = await giveConsent(url);
    server.clock.advance(10 * 60_000 + 1);
    expect((await visit(back, cookie)).body).toMatchObject({ status: 400, detail: expect.stringContaining('expired') });
    expect((await ask('GET', `/api/integrations/${id}`)).body).toMatchObject({ status: 'draft' });
  });

  it('that is denied connects nothing', async () => {
    const id = await create({ provider: 'xero', name: 'Denied' });
    const { url, cookie } = await begin(id);
    expect((await visit(await giveConsent(url, { allow: false }), cookie)).body).toMatchObject({
      status: 403,
      code: 'permission_denied',
    });
    expect((await ask('GET', `/api/integrations/${id}`)).body).toMatchObject({ status: 'draft', credentials_set: [] });
  });

  it('is also reached by a custom connection, right and wrong', async () => {
    const custom = signInOf(xeroSandbox, 'client_credentials');
    const make = (name: string, credentials: unknown) =>
      create({ provider: 'xero', name, auth_method: 'client_credentials', credentials, settings: custom?.settings });
    const good = await make('Custom', custom?.fields);
    expect((await ask('POST', `/api/integrations/${good}/connect`)).body).toMatchObject({ outcome: 'connected' });
    const bad = await make('Wrong', custom?.wrong);
    expect((await ask('POST', `/api/integrations/${bad}/test_connection`)).body).toMatchObject({ success: false });
    expect((await ask('POST', `/api/integrations/${bad}/connect`)).body).toMatchObject({
      status: 422,
      code: 'auth_revoked',
    });
    expect((await ask('GET', `/api/integrations/${bad}`)).body).toMatchObject({ status: 'draft' });
    const malformed = await ask('POST', '/api/integrations', {
      provider: 'xero',
      auth_method: 'client_credentials',
      credentials: { client_id: 'short' },
    });
    expect(malformed.body.problems).toMatchObject([
      { path: 'credentials.client_id' },
      { path: 'credentials.client_secret' },
    ]);
  });

  it('is left organisation by organisation', async () => {
    const id = await create({ provider: 'xero', name: 'Leaving', settings: way?.settings });
    const { url, cookie } = await begin(id);
    await visit(await giveConsent(url), cookie);
    expect((await ask('POST', `/api/integrations/${id}/disconnect`)).body).toMatchObject({
      status: 'disconnected',
      status_message: null,
    });
    const traffic = await server.control?.requests('xero');
    expect(traffic?.recent.filter((one) => one.method === 'DELETE')).toMatchObject([
      { route: 'DELETE /connections/:id', status: 204 },
    ]);
  });
});

describe('Stripe', () => {
  const way = signInOf(stripeSandbox, 'api_key');

  it('takes its key, refuses a wrong one, and tells which is which', async () => {
    const id = await create({ provider: 'stripe', credentials: way?.fields });
    expect((await ask('POST', `/api/integrations/${id}/test_connection`)).body).toMatchObject({ success: true });
    expect((await ask('POST', `/api/integrations/${id}/connect`)).body).toMatchObject({
      outcome: 'connected',
      integration: { status: 'connected', sync_status: 'syncing', account: { id: expect.stringMatching(/^acct_/) } },
    });
    const wrong = await create({ provider: 'stripe', name: 'Wrong key', credentials: way?.wrong });
    const refused = await ask('POST', `/api/integrations/${wrong}/connect`);
    expect(refused.body).toMatchObject({ status: 422, code: 'auth_revoked', provider: 'stripe', vendor_status: 401 });
    const said = JSON.stringify([refused.body, (await ask('GET', `/api/integrations/${wrong}/logs`)).body, server.log]);
    for (const secret of [...Object.values(way?.wrong ?? {}), ...Object.values(way?.fields ?? {})])
      expect(said).not.toContain(secret);
    expect(
      (await ask('POST', '/api/integrations', { provider: 'stripe', credentials: { api_key: 'pk_test_12345678' } }))
        .body,
    ).toMatchObject({
      status: 400,
      problems: [{ path: 'credentials.api_key', message: expect.stringContaining('publishable key') }],
    });
  });

  it('is tried without being stored', async () => {
    const before = (await ask('GET', '/api/integrations?limit=200')).body.data.length;
    const test = (credentials: unknown) => ask('POST', '/api/admin/integrations/stripe/test', { credentials });
    expect((await test(way?.fields)).body).toMatchObject({
      success: true,
      details: { integration_type: 'stripe', integration_name: 'Stripe' },
    });
    expect((await test(way?.wrong)).body).toMatchObject({ success: false });
    expect((await ask('GET', '/api/integrations?limit=200')).body.data).toHaveLength(before);
  });
});

it('providers are listed with all a form needs', async () => {
  const { body } = await ask('GET', '/api/providers');
  expect(body.data.map((one: { key: string }) => one.key)).toEqual(expect.arrayContaining(['stripe', 'xero']));
  for (const one of body.data) {
    const { body: whole } = await ask('GET', `/api/providers/${one.key}`);
    expect(whole.streams.map((stream: { name: string }) => stream.name)).toEqual(one.streams);
    for (const { input } of whole.actions) expect(input.properties ?? input.oneOf, JSON.stringify(input)).toBeDefined();
  }
  expect((await ask('GET', '/api/providers/myspace')).body).toMatchObject({
    status: 404,
    next: expect.stringContaining('xero'),
  });
});

it('the description of the API names the tenant wherever the path does', async () => {
  const { body } = await server.ask('GET', '/api/openapi.json');
  const paths = Object.entries<Record<string, { parameters?: { name: string; in: string }[] }>>(body.paths);
  expect(paths.map(([path]) => path)).toEqual(
    expect.arrayContaining(['/api/tenants/{tenant}/integrations/{integration}/connect', '/api/providers/{provider}']),
  );
  for (const [path, operations] of paths) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)).toSorted();
    for (const [method, { parameters }] of Object.entries(operations)) {
      const described = (parameters ?? [])
        .filter((one) => one.in === 'path')
        .map((one) => one.name)
        .toSorted();
      expect(described, `${method} ${path}`).toEqual(inPath);
    }
  }
});
