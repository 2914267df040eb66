import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { giveConsent, type Consent } from '../../testing/index.ts';
import { gateRegistry, gateSandbox, gateSite, gateUser, type GateState } from '../../testing/gate-vendor.ts';
import { testServer, type TestServer } from '../../testing/server.ts';
import { shelfKey, shelfRegistry, shelfSandbox, type ShelfState } from '../../testing/shelf-vendor.ts';

const at = '2026-11-20T00:00:00.000Z';
let server: TestServer;
let tenants = 0;
let key: string;
beforeAll(async () => {
  server = await testServer({
    at,
    registry: {
      keys: ['shelf', 'gate'],
      load: (wanted) => (wanted === 'gate' ? gateRegistry : shelfRegistry).load(wanted),
      read: async (_key, file) => (file === 'guide.md' ? '# Shelf' : undefined),
    },
    sandboxes: [
      { key: 'shelf', sandbox: shelfSandbox },
      { key: 'gate', sandbox: gateSandbox },
    ],
  });
});
afterAll(() => server?.stop());
beforeEach(async () => {
  tenants += 1;
  ({ key } = await server.tenant(`tenant-${tenants}`));
  Object.assign(server.sandboxes?.state('shelf') as ShelfState, { outage: null });
  Object.assign(server.sandboxes?.state('gate') as GateState, { sessions: [], logins: 0 });
});

const send = (method: string, path: string, token: string, body?: unknown) =>
  server.ask(method, path, { key: token, ...(body === undefined ? {} : { body }) });
const admin = (method: string, path: string, body?: unknown) => send(method, path, key, body);
async function session(input: object = { provider: 'shelf' }) {
  const made = await admin('POST', '/api/connect-sessions', input);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
}
const connect = (token: string, body: object) =>
  send('POST', '/api/connect-session/connect', token, { provider: 'shelf', settings: {}, ...body });
const withKey = (api_key = shelfKey) => ({ auth_method: 'api_key', credentials: { api_key } });
const look = async (token: string) => (await send('GET', '/api/connect-session', token)).body;
const integrations = async () => (await admin('GET', '/api/integrations')).body.data;

/** Through the start page, the vendor and back, as a browser would go. */
async function signIn(url: string, consent: Consent = { accounts: ['north'] }) {
  const path = (address: string) => new URL(address).pathname + new URL(address).search;
  const start = await fetch(url, { redirect: 'manual' });
  const cookie = start.headers.get('set-cookie')?.split(';')[0] ?? '';
  const back = await giveConsent(start.headers.get('location') ?? '', consent);
  return server.ask('GET', path(back), { headers: { cookie, accept: 'text/html' } });
}

describe('a connect session', () => {
  it('is a link with its own end, told once; its token is kept nowhere', async () => {
    const made = await session({
      providers: ['shelf', 'gate', 'shelf'],
      end_user: { reference: 'cust-7', name: 'Ada Lovelace' },
      allowed_origins: ['https://App.example.com/', 'http://localhost:3000'],
      return_url: 'https://app.example.com/done?x=1',
      theme: { accent: '#AA0066', mode: 'dark' },
      expires_in: 120,
    });
    expect(made).toMatchObject({
      status: 'open',
      providers: ['shelf', 'gate'],
      integration_id: null,
      end_user: { reference: 'cust-7', name: 'Ada Lovelace' },
      allowed_origins: ['https://app.example.com', 'http://localhost:3000'],
      expires_at: '2026-11-20T00:02:00.000Z',
      url: `${server.url}/connect/${made.token}`,
    });
    expect(made.token).toMatch(/^pc_[0-9a-f]{32}_[0-9a-f]{16}_[0-9a-f]{48}$/);
    const { token, url: _url, ...view } = made;
    expect((await admin('GET', `/api/connect-sessions/${made.id}`)).body).toEqual(view);
    expect((await admin('GET', '/api/connect-sessions')).body).toEqual({ data: [view], next_cursor: null });
    expect(await look(token)).toMatchObject({
      status: 'open',
      tenant: `tenant-${tenants}`,
      end_user: 'Ada Lovelace',
      providers: [
        { key: 'shelf', name: 'Shelf' },
        { key: 'gate', name: 'Gate' },
      ],
      integration: null,
      theme: { accent: '#AA0066', mode: 'dark' },
      return_url: 'https://app.example.com/done?x=1',
    });
    const audit = (await admin('GET', '/api/audit')).body.data;
    expect(audit).toMatchObject([
      expect.anything(),
      expect.anything(),
      { action: 'connect_session.created', target: made.id, actor: expect.stringMatching(/^tenant_key:/) },
    ]);
    expect(JSON.stringify([audit, server.log])).not.toMatch(new RegExp(`${token}|Ada Lovelace`));
  });

  it.each([
    [{}, 'exactly one of'],
    [{ provider: 'shelf', providers: ['gate'] }, 'exactly one of'],
    [{ provider: 'nothing' }, 'there is no provider "nothing"'],
    [{ provider: 'shelf', expires_in: 1801 }, 'expires_in'],
    [{ provider: 'shelf', allowed_origins: ['*'] }, 'expected an origin'],
    [{ provider: 'shelf', allowed_origins: ["https://a.example;script-src'unsafe-inline'"] }, 'expected an origin'],
    [{ provider: 'shelf', allowed_origins: ['https://a.example; frame-ancestors *'] }, 'expected an origin'],
    [{ provider: 'shelf', allowed_origins: ['javascript:alert(1)'] }, 'expected an origin'],
    [{ provider: 'shelf', return_url: 'javascript:alert(1)' }, 'expected a URL'],
    [{ provider: 'shelf', return_url: 'https://me:secret@app.example.com' }, 'without a user name'],
    [{ provider: 'shelf', theme: { accent: 'red;}*{display:none' } }, 'expected a colour'],
    [{ provider: 'shelf', theme: { logo: 'https://evil.example/pixel.png' } }, 'expected a data: URL'],
    [{ provider: 'shelf', theme: { logo: 'data:text/html;base64,PHNjcmlwdD4=' } }, 'expected a data: URL'],
  ])('refuses %j', async (input, why) => {
    const answer = await admin('POST', '/api/connect-sessions', input);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body.detail).toContain(why);
  });

  it('needs the right to connect, and to be listed the right of an administrator; of another tenant there is none', async () => {
    const made = await session();
    const reader = await server.tenant(`reader-${tenants}`, ['read']);
    const other = await server.tenant(`other-${tenants}`, ['connect']);
    const input = { provider: 'shelf' };
    expect((await send('POST', '/api/connect-sessions', reader.key, input)).status).toBe(403);
    expect((await send('GET', '/api/connect-sessions', other.key)).status).toBe(403);
    for (const [method, path] of [
      ['GET', `/api/connect-sessions/${made.id}`],
      ['DELETE', `/api/connect-sessions/${made.id}`],
      ['GET', `/api/tenants/tenant-${tenants}/connect-sessions/${made.id}`],
      ['POST', `/api/tenants/tenant-${tenants}/connect-sessions`],
    ] as const)
      expect((await send(method, path, other.key, method === 'POST' ? input : undefined)).status).toBe(404);
    // Nor can one session be made for another tenant's integration.
    const { body: foreign } = await send('POST', '/api/integrations', other.key, { provider: 'shelf', ...withKey() });
    expect((await admin('POST', '/api/connect-sessions', { integration: foreign.id })).status).toBe(404);
    expect((await look(made.token)).status).toBe('open');
  });
});

describe('the token of a session', () => {
  it('opens nothing but what the page of the session asks', async () => {
    const { token } = await session();
    const id = (await admin('POST', '/api/integrations', { provider: 'shelf', ...withKey() })).body.id;
    const slug = `tenant-${tenants}`;
    for (const [method, path] of [
      ['GET', '/api/providers'],
      ['GET', '/api/providers/shelf'],
      ['GET', '/api/providers/shelf/guide.md'],
      ['GET', '/api/tenants'],
      ['GET', `/api/tenants/${slug}`],
      ['GET', `/api/tenants/${slug}/providers/shelf`],
      ['GET', '/api/integrations'],
      ['GET', `/api/integrations/${id}`],
      ['PUT', `/api/integrations/${id}`],
      ['DELETE', `/api/integrations/${id}`],
      ['POST', `/api/integrations/${id}/connect`],
      ['POST', `/api/integrations/${id}/disconnect`],
      ['POST', `/api/integrations/${id}/test_connection`],
      ['POST', `/api/integrations/${id}/sync`],
      ['GET', '/api/records/invoice'],
      ['GET', '/api/changes'],
      ['GET', '/api/audit'],
      ['POST', '/api/connect-sessions'],
      ['GET', '/api/connect-sessions'],
      ['POST', '/api/api-keys'],
      ['POST', '/api/admin/integrations/shelf/test'],
      ['POST', '/api/test_credentials'],
    ] as const)
      expect((await send(method, path, token, method === 'GET' ? undefined : {})).status, `${method} ${path}`).toBe(
        403,
      );
    // The hub refuses by itself, too.
    const principal = await server.hub.connectSessions.authenticate(token);
    await expect(server.hub.integrations.list(principal, slug)).rejects.toMatchObject({ code: 'permission_denied' });
    await expect(server.hub.connection.connect(principal, slug, id)).rejects.toMatchObject({
      code: 'permission_denied',
    });
    // And what the page asks is for nobody else.
    expect((await admin('GET', '/api/connect-session')).status).toBe(403);
  });

  it('is refused when it is wrong, always alike; when it is over, it says so', async () => {
    const made = await session({ provider: 'shelf', expires_in: 60 });
    const swapped = made.token.replace(/.$/, (last: string) => (last === '0' ? '1' : '0'));
    const elsewhere = made.token.replace(/^pc_[0-9a-f]{32}/, `pc_${'0'.repeat(32)}`);
    for (const token of [swapped, elsewhere, 'pc_x', made.token.slice(0, -1)])
      expect((await send('GET', '/api/connect-session', token)).body).toMatchObject({
        code: 'unauthorized',
        detail: 'This connect link is not valid.',
      });
    server.clock.advance(60_000);
    expect(await look(made.token)).toMatchObject({ status: 'expired' });
    expect((await connect(made.token, withKey())).body).toMatchObject({ code: 'conflict', detail: /expired/ });
    expect((await send('GET', '/api/connect-session/providers/shelf', made.token)).status).toBe(409);
    expect((await admin('GET', `/api/connect-sessions/${made.id}`)).body.status).toBe('expired');
    server.clock.advance(600_000);
    expect((await send('GET', '/api/connect-session', made.token)).body).toMatchObject({
      code: 'unauthorized',
      detail: 'This connect link has expired.',
    });
  });

  it('can be taken back', async () => {
    const { token, id } = await session();
    expect((await admin('DELETE', `/api/connect-sessions/${id}`)).body).toMatchObject({ status: 'revoked' });
    expect((await admin('DELETE', `/api/connect-sessions/${id}`)).status).toBe(200);
    expect((await send('GET', '/api/connect-session', token)).body).toMatchObject({
      code: 'unauthorized',
      detail: 'This connect link was taken back.',
    });
    const audit = (await admin('GET', '/api/audit')).body.data.filter(
      (entry: { action: string }) => entry.action === 'connect_session.revoked',
    );
    expect(audit).toHaveLength(1);
  });
});

describe('connecting with a session', () => {
  it('shows the fields and the guide of its provider and of no other', async () => {
    const { token } = await session();
    const facts = await send('GET', '/api/connect-session/providers/shelf', token);
    expect(facts.body).toMatchObject({
      key: 'shelf',
      ways: expect.arrayContaining([{ key: 'api_key', ready: true, lacking: [] }]),
      redirect_url: `${server.url}/api/integrations/shelf/callback`,
    });
    expect((await send('GET', '/api/connect-session/providers/shelf/guide.md', token)).status).toBe(200);
    for (const path of ['providers/gate', 'providers/gate/guide.md'])
      expect((await send('GET', `/api/connect-session/${path}`, token)).status).toBe(403);
    expect((await connect(token, { provider: 'gate', credentials: gateUser })).status).toBe(403);
    expect((await send('POST', '/api/connect-session/test', token, { provider: 'gate' })).status).toBe(403);
  });

  it('tries a key without storing anything', async () => {
    const { token } = await session();
    const test = (api_key: string) =>
      send('POST', '/api/connect-session/test', token, { provider: 'shelf', ...withKey(api_key) });
    expect((await test(shelfKey)).body).toMatchObject({ success: true, message: 'Connected to desk library' });
    expect((await test('key_wrong')).body).toMatchObject({ success: false, message: /Shelf answered 401/ });
    expect((await test('')).body).toMatchObject({
      code: 'invalid_request',
      problems: [{ path: 'credentials.api_key' }],
    });
    expect(await integrations()).toEqual([]);
  });

  it('connects by a key, once; a refused key can be corrected', async () => {
    const { token, id } = await session({ provider: 'shelf', end_user: { reference: '7', name: 'Ada' } });
    expect((await connect(token, withKey('key_wrong'))).body).toMatchObject({ code: 'auth_revoked', fault: 'you' });
    expect(await look(token)).toMatchObject({ status: 'open', integration: { name: 'Shelf (Ada)' } });
    const answer = await connect(token, withKey());
    expect(answer.body).toMatchObject({ outcome: 'connected', integration_id: expect.stringMatching(/^int_/) });
    expect(await integrations()).toMatchObject([
      { id: answer.body.integration_id, name: 'Shelf (Ada)', status: 'connected', sync_status: 'syncing' },
    ]);
    expect(await look(token)).toMatchObject({ status: 'completed', integration: { id: answer.body.integration_id } });
    expect((await admin('GET', `/api/connect-sessions/${id}`)).body).toMatchObject({
      status: 'completed',
      integration_id: answer.body.integration_id,
      completed_at: expect.any(String),
    });
    for (const again of [
      await connect(token, withKey()),
      await send('POST', '/api/connect-session/test', token, { provider: 'shelf', ...withKey() }),
      await send('GET', '/api/connect-session/providers/shelf', token),
    ])
      expect(again.body).toMatchObject({ code: 'conflict', detail: /used already/ });
    const audit = (await admin('GET', '/api/audit')).body.data;
    expect(audit.filter((entry: { actor: string }) => entry.actor === `connect_session:${id}`)).toMatchObject([
      { action: 'integration.created' },
      { action: 'integration.connected' },
    ]);
    // The next end user of the same name gets a name of his own.
    const next = await session({ provider: 'shelf', end_user: { reference: '8', name: 'Ada' } });
    await connect(next.token, withKey());
    const names = (await integrations()).map(({ name }: { name: string }) => name);
    expect(new Set(names)).toEqual(new Set(['Shelf (Ada)', 'Shelf (Ada) 2']));
  });

  it('of two that connect at once one wins', async () => {
    const { token } = await session();
    await connect(token, withKey('key_wrong'));
    const answers = await Promise.all([connect(token, withKey()), connect(token, withKey())]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(await integrations()).toHaveLength(1);
  });

  it('begins anew with another of its providers, and leaves no draft of the first', async () => {
    const { token } = await session({ providers: ['gate', 'shelf'] });
    const first = { provider: 'gate', settings: { site: gateSite }, credentials: { ...gateUser, password: 'wrong' } };
    expect((await connect(token, first)).body).toMatchObject({ code: 'auth_revoked' });
    expect((await connect(token, withKey())).body).toMatchObject({ outcome: 'connected' });
    expect(await integrations()).toMatchObject([{ provider: 'shelf', status: 'connected' }]);
  });

  it('connects by a sign-in in any window, and is told of a refusal and of the success', async () => {
    const { token } = await session();
    const begun = await connect(token, { auth_method: 'oauth2' });
    expect(begun.body).toMatchObject({ outcome: 'sign_in' });
    expect(begun.headers.get('set-cookie')).toBeNull();
    const refused = await signIn(begun.body.authorize_url, { allow: false });
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('Not connected');
    expect(refused.body).toContain('plugboard:sign-in');
    expect(await look(token)).toMatchObject({ status: 'open', last_failure: { fault: 'you', at: expect.any(String) } });
    const again = await connect(token, { auth_method: 'oauth2' });
    const done = await signIn(again.body.authorize_url);
    expect(done.status).toBe(200);
    expect(done.headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
    expect(await look(token)).toMatchObject({
      status: 'completed',
      last_failure: null,
      integration: { account: { id: 'north' } },
    });
    expect(await integrations()).toHaveLength(1);
  });

  it('has the account chosen when a sign-in reaches several', async () => {
    const { token } = await session();
    const begun = await connect(token, { auth_method: 'oauth2' });
    await signIn(begun.body.authorize_url, { accounts: ['north', 'south'] });
    expect(await look(token)).toMatchObject({
      status: 'open',
      integration: { account_choices: [{ id: 'north' }, { id: 'south' }] },
    });
    expect((await connect(token, { auth_method: 'oauth2', account_id: 'east' })).status).toBe(400);
    const chosen = await connect(token, { auth_method: 'oauth2', account_id: 'south' });
    expect(chosen.body).toMatchObject({ outcome: 'connected' });
    expect(await look(token)).toMatchObject({ status: 'completed', integration: { account: { id: 'south' } } });
  });

  it('finishes a sign-in that was begun in time, and none of a link that was taken back', async () => {
    const late = await session({ provider: 'shelf', expires_in: 60 });
    const { url } = { url: (await connect(late.token, { auth_method: 'oauth2' })).body.authorize_url };
    server.clock.advance(120_000);
    expect((await signIn(url)).status).toBe(200);
    expect(await look(late.token)).toMatchObject({ status: 'completed' });
    const back = await session();
    const begun = (await connect(back.token, { auth_method: 'oauth2' })).body.authorize_url;
    await admin('DELETE', `/api/connect-sessions/${back.id}`);
    const refused = await signIn(begun);
    expect(refused).toMatchObject({ status: 409, body: expect.stringContaining('taken back') });
    expect((await integrations()).filter(({ status }: { status: string }) => status === 'connected')).toHaveLength(1);
  });
});

describe('connecting again with a session', () => {
  const draft = { provider: 'gate', settings: { site: gateSite }, credentials: gateUser };
  const connected = async () => {
    const { id } = (await admin('POST', '/api/integrations', { ...draft, schedule: null })).body;
    await admin('POST', `/api/integrations/${id}/connect`, { sync: false });
    return id as string;
  };

  it('changes the one integration it was made for, and keeps what is left out', async () => {
    const id = await connected();
    const other = (await admin('POST', '/api/integrations', { ...draft, name: 'Other' })).body.id;
    const { token, providers } = await session({ integration: id });
    expect(providers).toEqual(['gate']);
    expect(await look(token)).toMatchObject({
      reconnects: true,
      integration: { id, settings: { site: gateSite }, credentials_set: ['user', 'password'] },
    });
    const again = (credentials: object, settings: object = { site: gateSite }) =>
      connect(token, { provider: 'gate', settings, credentials });
    // A wrong password does not lose the connection there is.
    expect((await again({ password: 'wrong' })).body).toMatchObject({ code: 'auth_revoked' });
    expect((await admin('GET', `/api/integrations/${id}`)).body).toMatchObject({ status: 'connected', schedule: null });
    // The stored password does not go to a site of somebody's own.
    expect((await again({}, { site: 'https://other.gate.example' })).body).toMatchObject({
      code: 'invalid_request',
      problems: expect.arrayContaining([
        expect.objectContaining({ message: expect.stringContaining('do not go to another address') }),
      ]),
    });
    const done = await again({ password: gateUser.password });
    expect(done.body).toMatchObject({ outcome: 'connected', integration_id: id });
    expect((await admin('GET', `/api/integrations/${id}`)).body).toMatchObject({ status: 'connected', schedule: null });
    expect((await admin('GET', `/api/integrations/${other}`)).body).toMatchObject({ status: 'draft' });
  });

  it('ends with the integration', async () => {
    const id = await connected();
    const { token } = await session({ integration: id });
    await admin('DELETE', `/api/integrations/${id}?confirm=Gate`);
    expect((await send('GET', '/api/connect-session', token)).status).toBe(401);
  });
});

it('what sessions leave behind is taken away', async () => {
  const abandoned = await session();
  await connect(abandoned.token, withKey('key_wrong'));
  const done = await session();
  await connect(done.token, withKey());
  const kept = (await admin('POST', '/api/integrations', { provider: 'shelf', name: 'Mine', ...withKey() })).body.id;
  const upkeep = () => server.hub.connectSessions.upkeep.run(new AbortController().signal);
  await upkeep();
  expect(await integrations()).toHaveLength(3);
  server.clock.advance(30 * 60_000);
  await upkeep();
  const left: string[] = (await integrations()).map(({ id }: { id: string }) => id);
  expect(left).toHaveLength(2);
  expect(left).toContain(kept);
  expect((await admin('GET', '/api/connect-sessions')).body.data).toHaveLength(2);
  server.clock.advance(31 * 86_400_000);
  await upkeep();
  expect((await admin('GET', '/api/connect-sessions')).body.data).toEqual([]);
  expect(await integrations()).toHaveLength(2);
});
