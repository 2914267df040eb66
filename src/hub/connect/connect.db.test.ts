import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { giveConsent, type Consent } from '../../testing/index.ts';
import { testServer, type TestAnswer, type TestServer } from '../../testing/server.ts';
import { shelfApp, shelfKey, shelfRegistry, shelfSandbox, type ShelfState } from '../../testing/shelf-vendor.ts';

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await testServer({
    at: '2026-11-20T00:00:00Z',
    registry: shelfRegistry,
    sandboxes: [{ key: 'shelf', sandbox: shelfSandbox }],
  });
  ({ key } = await server.tenant('acme'));
});
afterAll(() => server?.stop());

let tenants = 0;
/** Each test has a tenant of its own, so that it may count. */
beforeEach(async () => {
  tenants += 1;
  ({ key } = await server.tenant(`tenant-${tenants}`));
  vendor().outage = null;
  vendor().left.length = 0;
});

const vendor = () => server.sandboxes?.state('shelf') as ShelfState;
const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  server.ask(method, path, { key, headers, ...(body === undefined ? {} : { body }) });
const get = async (id: string) => (await ask('GET', `/api/integrations/${id}`)).body;
const log = async (id: string): Promise<{ action: string; status: string; message: string }[]> =>
  (await ask('GET', `/api/integrations/${id}/logs`)).body.data;
const uuidOf = (id: string) => id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

async function create(body: object): Promise<string> {
  const made = await ask('POST', '/api/integrations', { provider: 'shelf', ...body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body.id;
}

const withKey = (api_key = shelfKey) => create({ credentials: { api_key } });
const forSignIn = () => create({ auth_method: 'oauth2' });

/** Starts a sign-in: the answer, and the cookie the browser would keep. */
async function begin(id: string, body: object = {}): Promise<{ url: string; cookie: string; answer: TestAnswer }> {
  const answer = await ask('POST', `/api/integrations/${id}/connect`, body);
  expect(answer.body, JSON.stringify(answer.body)).toMatchObject({ outcome: 'sign_in' });
  return { answer, url: answer.body.authorize_url, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

/** What the vendor's page sends the browser back to, without our origin. */
async function consented(url: string, consent: Consent = { accounts: ['north'] }): Promise<string> {
  const back = new URL(await giveConsent(url, consent));
  return back.pathname + back.search;
}

const callback = (path: string, cookie: string, accept = 'application/json') =>
  server.ask('GET', path, { headers: { cookie, accept } });

async function signIn(id: string, consent?: Consent): Promise<TestAnswer> {
  const { url, cookie } = await begin(id);
  return callback(await consented(url, consent), cookie);
}

async function asTenant<T>(
  work: (
    trx: Parameters<Parameters<TestServer['composition']['store']['inTenant']>[1]>[0],
    tenantId: string,
  ) => Promise<T>,
): Promise<T> {
  const { id } = await server.hub.tenants.enter(server.system, 'read', `tenant-${tenants}`);
  return server.composition.store.inTenant(id, (trx) => work(trx, id));
}
const stored = (id: string) =>
  asTenant(async (_trx, tenantId) => server.composition.store.credentials(tenantId, uuidOf(id)).read());

describe('connecting with a key', () => {
  it('proves it, enables, schedules, starts first runs, and says so everywhere', async () => {
    const id = await withKey();
    const answer = await ask('POST', `/api/integrations/${id}/connect`);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        outcome: 'connected',
        message: 'Connected to desk library',
        authorize_url: null,
        expires_at: null,
        accounts: null,
      },
    });
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await get(id)).toMatchObject({
      status: 'connected',
      enabled: true,
      account: { id: 'desk', name: 'desk library' },
      sync_status: 'syncing',
      connected_at: '2026-11-20T00:00:00.000Z',
      next_run_at: expect.stringMatching(/^2026-11-20T0[01]:/),
      streams: [{ next_run_at: expect.any(String) }],
    });
    expect(await asTenant((trx) => trx.selectFrom('run').select(['stream', 'trigger', 'state']).execute())).toEqual([
      { stream: 'books', trigger: 'connect', state: 'queued' },
    ]);
    expect(await log(id)).toMatchObject([
      { action: 'connect', status: 'success', message: 'Connected to desk library' },
    ]);
    expect((await ask('GET', '/api/audit')).body.data.map((entry: { action: string }) => entry.action)).toContain(
      'integration.connected',
    );
    expect(await asTenant((trx) => trx.selectFrom('outbox').select('kind').execute())).toEqual([
      { kind: 'integration.connected' },
    ]);
  });

  it('starts no runs when asked not to', async () => {
    const id = await withKey();
    expect((await ask('POST', `/api/integrations/${id}/connect`, { sync: false })).body).toMatchObject({
      outcome: 'connected',
      integration: { sync_status: 'idle' },
    });
    expect(await asTenant((trx) => trx.selectFrom('run').select('id').execute())).toEqual([]);
  });

  it('never stores wrong credentials as connected, and says why', async () => {
    const id = await withKey('key_wrong');
    const answer = await ask('POST', `/api/integrations/${id}/connect`);
    expect(answer.body).toMatchObject({
      status: 422,
      code: 'auth_revoked',
      fault: 'you',
      provider: 'shelf',
      detail: expect.stringContaining('Shelf answered 401'),
    });
    expect(await get(id)).toMatchObject({ status: 'draft', enabled: false, connected_at: null, next_run_at: null });
    expect(await log(id)).toMatchObject([{ action: 'connect', status: 'error' }]);
    expect(await asTenant((trx) => trx.selectFrom('run').select('id').execute())).toEqual([]);
    expect(JSON.stringify([answer.body, await log(id), server.log])).not.toContain('key_wrong');
  });

  it('stores new credentials only when they are accepted; a refusal leaves the connection as it was', async () => {
    const id = await withKey();
    await ask('POST', `/api/integrations/${id}/connect`);
    const before = await stored(id);
    expect(
      (await ask('POST', `/api/integrations/${id}/connect`, { credentials: { api_key: 'key_wrong' } })).status,
    ).toBe(422);
    expect(await get(id)).toMatchObject({ status: 'connected', enabled: true });
    expect(await stored(id)).toEqual(before);
    expect(
      (await ask('POST', `/api/integrations/${id}/connect`, { credentials: { api_key: 'key_good2' } })).body,
    ).toMatchObject({ outcome: 'connected' });
    expect((await stored(id)).fields).toEqual({ api_key: 'key_good2' });
    expect(
      (await ask('POST', `/api/integrations/${id}/connect`, { credentials: { api_key: 'bad form', x: '1' } })).body
        .problems,
    ).toHaveLength(2);
  });

  it('blames the vendor when the vendor is away', async () => {
    const id = await withKey();
    vendor().outage = 400;
    const answer = await ask('POST', `/api/integrations/${id}/connect`);
    expect(answer.status).toBe(400);
    expect(await get(id)).toMatchObject({ status: 'draft' });
  });

  it('becomes a draft again when its credentials or the account they select are replaced', async () => {
    const id = await withKey();
    await ask('POST', `/api/integrations/${id}/connect`, { sync: false });
    expect(
      (await ask('PUT', `/api/integrations/${id}`, { name: 'Same credentials', settings: { shelf: '3' } })).body,
    ).toMatchObject({ status: 'connected', next_run_at: expect.any(String) });
    expect((await ask('PUT', `/api/integrations/${id}`, { schedule: null })).body).toMatchObject({
      status: 'connected',
      next_run_at: null,
    });
    expect((await ask('PUT', `/api/integrations/${id}`, { enabled: false })).body).toMatchObject({
      status: 'paused',
      next_run_at: null,
    });
    expect((await ask('PUT', `/api/integrations/${id}`, { enabled: true })).body).toMatchObject({
      status: 'connected',
      next_run_at: expect.any(String),
    });
    await asTenant((trx) =>
      trx
        .updateTable('stream_state')
        .set({ cursor: 'old', last_full_at: new Date(0) })
        .execute(),
    );
    expect((await ask('PUT', `/api/integrations/${id}`, { settings: { desk: 'other' } })).body).toMatchObject({
      status: 'draft',
      enabled: false,
      next_run_at: null,
      credentials_set: ['api_key'],
    });
    expect((await ask('POST', `/api/integrations/${id}/connect`, { sync: false })).body).toMatchObject({
      outcome: 'connected',
      integration: { account: { id: 'other' } },
    });
    // What was read of one account says nothing about another.
    expect(
      await asTenant((trx) => trx.selectFrom('stream_state').select(['cursor', 'last_full_at']).execute()),
    ).toEqual([{ cursor: null, last_full_at: null }]);
    expect(
      (await ask('PUT', `/api/integrations/${id}`, { credentials: { api_key: 'key_unproven' } })).body,
    ).toMatchObject({ status: 'draft' });
  });
});

describe('test_connection', () => {
  it('says yes in exactly this form, with exactly one line in the log', async () => {
    const id = await withKey();
    const answer = await ask('POST', `/api/integrations/${id}/test_connection`);
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({
      success: true,
      message: 'Connected to desk library',
      details: {
        integration_type: 'shelf',
        integration_name: 'Shelf',
        tested_at: '2026-11-20T00:00:00.000Z',
        latency_ms: expect.any(Number),
      },
    });
    expect(await log(id)).toMatchObject([{ action: 'test_connection', status: 'success' }]);
    expect(await get(id)).toMatchObject({ status: 'draft' });
  });

  it('says no with 200, too, and changes nothing', async () => {
    const id = await withKey('key_wrong');
    const answer = await ask('POST', `/api/integrations/${id}/test_connection/`);
    expect(answer).toMatchObject({ status: 200, body: { success: false, message: expect.stringContaining('401') } });
    expect(await log(id)).toMatchObject([{ action: 'test_connection', status: 'error' }]);
    expect(await get(id)).toMatchObject({ status: 'draft' });
    vendor().outage = 503;
    expect((await ask('POST', `/api/integrations/${id}/test_connection`)).body).toMatchObject({
      success: false,
      message: expect.stringContaining('503'),
    });
    expect(await log(id)).toHaveLength(2);
  });

  it('says no where nobody has signed in yet', async () => {
    const id = await forSignIn();
    expect((await ask('POST', `/api/integrations/${id}/test_connection`)).body).toMatchObject({
      success: false,
      message: 'There are no credentials yet: connect it first.',
    });
    expect(await log(id)).toHaveLength(1);
  });

  it('notices that a connected key was withdrawn', async () => {
    const id = await withKey('key_good2');
    await ask('POST', `/api/integrations/${id}/connect`, { sync: false });
    const { keys } = vendor();
    keys.splice(keys.indexOf('key_good2'), 1);
    expect((await ask('POST', `/api/integrations/${id}/test_connection`)).body).toMatchObject({ success: false });
    keys.push('key_good2');
    expect(await get(id)).toMatchObject({ status: 'needs_reauth', next_run_at: null });
    expect((await ask('POST', `/api/integrations/${id}/connect`, { sync: false })).body).toMatchObject({
      outcome: 'connected',
      integration: { status: 'connected' },
    });
  });

  it('of credentials in the body stores nothing', async () => {
    const test = (body: object) => ask('POST', '/api/admin/integrations/shelf/test', body);
    expect((await test({ credentials: { api_key: shelfKey } })).body).toMatchObject({
      success: true,
      details: { integration_type: 'shelf', integration_name: 'Shelf' },
    });
    expect((await test({ credentials: { api_key: 'key_wrong' } })).body).toMatchObject({ success: false });
    expect((await test({ credentials: { api_key: 'nonsense' }, settings: { x: 'y' } })).body.problems).toHaveLength(2);
    expect((await test({ credentials: { api_key: shelfKey }, provider: 'shelf' })).body).toMatchObject({
      status: 400,
      problems: [{ path: 'provider' }],
    });
    expect((await ask('POST', '/api/admin/integrations/nope/test', {})).body).toMatchObject({
      status: 404,
      code: 'not_found',
    });
    expect((await ask('GET', '/api/integrations')).body.data).toEqual([]);
    expect(await asTenant((trx) => trx.selectFrom('credential').select('tenant_id').execute())).toEqual([]);
    const { key: reader } = await server.hub.apiKeys.create(server.system, `tenant-${tenants}`, {
      name: 'r',
      scopes: ['read'],
    });
    expect(
      (
        await server.ask('POST', '/api/admin/integrations/shelf/test', {
          key: reader,
          body: { credentials: { api_key: shelfKey } },
        })
      ).status,
    ).toBe(403);
  });
});

describe('signing in', () => {
  it('sends the browser to the vendor with a cookie, and connects on its return', async () => {
    const id = await forSignIn();
    const { answer, url, cookie } = await begin(id);
    expect(answer.body.expires_at).toBe('2026-11-20T00:10:00.000Z');
    expect(answer.headers.get('set-cookie')).toMatch(
      /^pb_sign_in_[0-9a-f]{16}=[\w-]{43}; Path=\/api\/integrations\/shelf\/callback; Max-Age=600; HttpOnly; SameSite=Lax$/,
    );
    const query = new URL(url).searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      client_id: shelfApp.client_id,
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'books offline',
      redirect_uri: `${server.url}/api/integrations/shelf/callback`,
    });
    const done = await callback(await consented(url), cookie);
    expect(done).toMatchObject({
      status: 200,
      body: {
        outcome: 'connected',
        message: 'Connected to north library',
        integration: {
          id,
          status: 'connected',
          account: { id: 'north' },
          credentials_set: ['access_token', 'refresh_token'],
        },
      },
    });
    expect(done.headers.get('cache-control')).toBe('no-store');
    const { tokens } = await stored(id);
    expect(tokens).toMatchObject({ access_token: expect.any(String), refresh_token: expect.any(String) });
    const everything = JSON.stringify([done.body, await log(id), (await ask('GET', '/api/audit')).body, server.log]);
    for (const secret of [tokens?.access_token, tokens?.refresh_token, shelfApp.client_secret, query.get('state')])
      expect(everything).not.toContain(secret);
    expect((await ask('POST', `/api/integrations/${id}/test_connection`)).body).toMatchObject({ success: true });
  });

  it('shows a person a page', async () => {
    const id = await forSignIn();
    const { url, cookie } = await begin(id);
    const page = await callback(await consented(url), cookie, 'text/html,application/xhtml+xml');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.body).toContain('Connected to north library');
    const again = await callback('/api/integrations/shelf/callback?state=<script>', '', 'text/html');
    expect(again).toMatchObject({ status: 400, body: expect.stringContaining('Not connected') });
    expect(again.body).not.toContain('<script>');
  });

  it('refuses a state that is used, expired, of another browser, of another provider, changed or made up; nothing changes', async () => {
    const id = await forSignIn();
    const refused = async (path: string, cookie: string, why: string) => {
      const answer = await callback(path, cookie);
      expect(answer.body, why).toMatchObject({
        status: 400,
        code: 'invalid_request',
        detail: expect.stringContaining(why),
      });
    };
    const { url, cookie } = await begin(id);
    const path = await consented(url);
    await refused(path, '', 'another browser');
    await refused(path, `${cookie}x`, 'another browser');
    const elsewhere = await begin(await forSignIn());
    await refused(path, elsewhere.cookie, 'another browser');
    await refused(path.replace('/shelf/', '/other/'), cookie, 'another provider');
    const state = new URL(path, server.url).searchParams.get('state') ?? '';
    for (const made of [
      '',
      'x',
      state.slice(0, -1),
      `${state}x`,
      state.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      `${'0'.repeat(32)}${state.slice(32)}`,
      `${state.slice(0, 33)}${'0'.repeat(16)}${state.slice(49)}`,
    ]) {
      await refused(
        path.replace(encodeURIComponent(state), encodeURIComponent(made)).replace(state, made),
        cookie,
        'not a sign-in that was started here',
      );
    }
    expect(await get(id)).toMatchObject({ status: 'draft', credentials_set: [] });
    // All of that spoilt nothing for the one it belongs to; and then it is used up.
    expect((await callback(path, cookie)).status).toBe(200);
    await refused(path, cookie, 'used already');
    const late = await begin(id);
    const latePath = await consented(late.url);
    server.clock.advance(600_001);
    await refused(latePath, late.cookie, 'expired');
    expect(await get(id)).toMatchObject({ status: 'connected' });
  });

  it('of one tenant cannot be finished for another', async () => {
    const id = await forSignIn();
    const { url, cookie } = await begin(id);
    const path = await consented(url);
    const { id: other } = await server.hub.tenants.enter(server.system, 'read', 'acme');
    const moved = path.replace(/state=[0-9a-f]{32}/, `state=${other.replaceAll('-', '')}`);
    expect((await callback(moved, cookie)).status).toBe(400);
    expect(await get(id)).toMatchObject({ status: 'draft' });
  });

  it('takes no for an answer, keeps an earlier connection, and says so', async () => {
    const id = await forSignIn();
    await signIn(id);
    const { url, cookie } = await begin(id);
    const path = await consented(url, { allow: false });
    const answer = await callback(path, cookie);
    expect(answer.body).toMatchObject({
      status: 403,
      code: 'permission_denied',
      detail: expect.stringContaining('access_denied'),
    });
    expect(await get(id)).toMatchObject({ status: 'connected', account: { id: 'north' } });
    expect((await log(id))[0]).toMatchObject({ action: 'connect', status: 'error' });
    expect((await callback(path, cookie)).body).toMatchObject({ detail: expect.stringContaining('used already') });
  });

  it('refuses the answer of another issuer, and a code that is none', async () => {
    const id = await forSignIn();
    const mixedUp = await begin(id);
    const path = (await consented(mixedUp.url)).replace(
      /iss=[^&]*/,
      `iss=${encodeURIComponent('https://evil.example')}`,
    );
    expect((await callback(path, mixedUp.cookie)).body).toMatchObject({ status: 400, code: 'invalid_request' });
    const forged = await begin(id);
    const withoutCode = (await consented(forged.url)).replace(/code=[^&]*/, 'code=made-up');
    expect((await callback(withoutCode, forged.cookie)).body).toMatchObject({
      code: 'auth_revoked',
      detail: expect.stringContaining('invalid_grant'),
    });
    expect(await get(id)).toMatchObject({ status: 'draft', credentials_set: [] });
  });

  it('by a link binds the browser that opens it first', async () => {
    const id = await forSignIn();
    const { answer, url } = await begin(id, { browser: 'link' });
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(url).toMatch(new RegExp(`^${server.url}/api/integrations/shelf/callback/start\\?token=`));
    const open = (cookie: string) => server.ask('GET', url.slice(server.url.length), { headers: { cookie } });
    const opened = await open('');
    expect(opened.status).toBe(303);
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await open('')).body).toMatchObject({ status: 400, detail: expect.stringContaining('another browser') });
    const again = await open(cookie);
    expect(again.status).toBe(303);
    const fresh = again.headers.get('set-cookie')?.split(';')[0] ?? '';
    const path = await consented(again.headers.get('location') ?? '');
    expect((await callback(path, cookie)).body).toMatchObject({ detail: expect.stringContaining('another browser') });
    expect((await callback(path, fresh)).body).toMatchObject({ outcome: 'connected' });
    // The token of a link is no state, and a state opens no link.
    const state = new URL(path, server.url).searchParams.get('state') ?? '';
    expect((await server.ask('GET', `/api/integrations/shelf/callback/start?token=${state}`)).status).toBe(400);
  });

  it('goes back only to places the operator allows', async () => {
    const id = await forSignIn();
    for (const return_url of [
      'https://evil.example/',
      'javascript:alert(1)',
      `https://x@${new URL(server.url).host}/`,
      'nonsense',
    ]) {
      expect((await ask('POST', `/api/integrations/${id}/connect`, { return_url })).body, return_url).toMatchObject({
        status: 400,
        problems: [{ path: 'return_url' }],
      });
    }
    const { url, cookie } = await begin(id, { return_url: `${server.url}/app?tab=1` });
    const done = await callback(await consented(url), cookie);
    expect(done.status).toBe(303);
    expect(done.headers.get('location')).toBe(`${server.url}/app?tab=1&outcome=connected&integration=${id}`);
  });

  it('needs a provider app, and says how to get one', async () => {
    const bare = await testServer({ registry: shelfRegistry, environmentApps: new Map() });
    try {
      const { key: own } = await bare.tenant('acme');
      const { body } = await bare.ask('POST', '/api/integrations', {
        key: own,
        body: { provider: 'shelf', auth_method: 'oauth2' },
      });
      const answer = await bare.ask('POST', `/api/integrations/${body.id}/connect`, { key: own });
      expect(answer.body).toMatchObject({
        status: 409,
        code: 'conflict',
        next: expect.stringContaining('SHELF_CLIENT_ID'),
      });
    } finally {
      await bare.stop();
    }
  });
});

describe('an account', () => {
  it('is asked for when the sign-in reaches several, and chosen by its id', async () => {
    const id = await forSignIn();
    const done = await signIn(id, { accounts: ['north', 'south'] });
    expect(done.body).toMatchObject({
      outcome: 'choose_account',
      integration: { status: 'draft', account_choices: [{ id: 'north' }, { id: 'south' }] },
    });
    expect((await ask('POST', `/api/integrations/${id}/connect`)).body).toMatchObject({
      outcome: 'choose_account',
      accounts: [{ id: 'north' }, { id: 'south', name: 'south library' }],
    });
    expect((await ask('POST', `/api/integrations/${id}/connect`, { account_id: 'west' })).body).toMatchObject({
      status: 400,
      problems: [{ path: 'account_id', message: expect.stringContaining('south') }],
    });
    const chosen = await ask('POST', `/api/integrations/${id}/connect`, { account_id: 'south' });
    expect(chosen.body).toMatchObject({
      outcome: 'connected',
      message: 'Connected to south library',
      integration: { status: 'connected', account: { id: 'south' }, account_choices: null },
    });
    // Signing in again keeps it, although there are two.
    expect((await signIn(id, { accounts: ['north', 'south'] })).body).toMatchObject({
      outcome: 'connected',
      integration: { account: { id: 'south' } },
    });
  });

  it('can be left for a sign-in as somebody else', async () => {
    const id = await forSignIn();
    await signIn(id, { accounts: ['north', 'south'] });
    const { url, cookie } = await begin(id, { restart: true });
    expect((await callback(await consented(url, { accounts: ['north'] }), cookie)).body).toMatchObject({
      outcome: 'connected',
      integration: { account: { id: 'north' } },
    });
  });
});

describe('the account of an integration', () => {
  it('stays the one its records are from', async () => {
    const id = await forSignIn();
    await signIn(id, { accounts: ['north'] });
    await asTenant(async (trx, tenantId) => {
      const { stream_no } = await trx.selectFrom('stream_state').select('stream_no').executeTakeFirstOrThrow();
      const at = new Date(0);
      const facts = { seq: 1, created_seq: 1, as_of_ms: 0, created_at: at, updated_at: at, hash: Buffer.alloc(16) };
      await trx
        .insertInto('record')
        .values({ tenant_id: tenantId, stream_no, key: 'b1', data: '{}', ...facts })
        .execute();
    });
    const before = await stored(id);
    expect((await signIn(id, { accounts: ['south'] })).body).toMatchObject({
      status: 409,
      code: 'conflict',
      detail: expect.stringMatching(/records of "north library".*"south library"/),
      next: expect.stringContaining('another integration'),
    });
    expect(await stored(id)).toEqual(before);
    expect(await get(id)).toMatchObject({ status: 'connected', account: { id: 'north' } });
    expect((await signIn(id, { accounts: ['south', 'north'] })).body).toMatchObject({
      outcome: 'connected',
      integration: { account: { id: 'north' } },
    });
    expect((await log(id)).filter((entry) => entry.status === 'error')).toHaveLength(1);
  });

  it('may change while it has no records; what was under way for the old one ends and is refused', async () => {
    const id = await forSignIn();
    await signIn(id, { accounts: ['north'] });
    const fence = () => asTenant((trx) => trx.selectFrom('stream_state').select('fence').executeTakeFirstOrThrow());
    const { fence: before } = await fence();
    expect((await signIn(id, { accounts: ['south'] })).body).toMatchObject({
      outcome: 'connected',
      integration: { account: { id: 'south' }, sync_status: 'syncing' },
    });
    expect((await fence()).fence).toBeGreaterThan(before);
    const runs = await asTenant((trx) => trx.selectFrom('run').select('state').orderBy('id').execute());
    expect(runs.map((run) => run.state).toSorted()).toEqual(['cancelled', 'queued']);
  });
});

describe('tokens moved in from elsewhere', () => {
  async function tokensFromElsewhere() {
    const id = await forSignIn();
    await signIn(id);
    const { tokens } = await stored(id);
    return { access_token: tokens?.access_token ?? '', refresh_token: tokens?.refresh_token ?? '' };
  }

  it('are proven like any other credentials', async () => {
    const tokens = await tokensFromElsewhere();
    const id = await create({ name: 'Moved', auth_method: 'oauth2', credentials: tokens });
    expect(await get(id)).toMatchObject({ status: 'draft', credentials_set: ['access_token', 'refresh_token'] });
    expect((await ask('POST', `/api/integrations/${id}/connect`)).body).toMatchObject({
      outcome: 'connected',
      integration: { account: { id: 'north' } },
    });
  });

  it('are renewed on the way when they have expired, and the new pair is kept', async () => {
    const tokens = await tokensFromElsewhere();
    server.sandboxes?.clock.advance(31 * 60_000);
    server.clock.advance(31 * 60_000);
    const id = await forSignIn();
    const answer = await ask('POST', `/api/integrations/${id}/connect`, {
      credentials: { ...tokens, expires_at: '2026-11-20T00:00:00Z' },
    });
    expect(answer.body).toMatchObject({ outcome: 'connected' });
    const kept = (await stored(id)).tokens;
    expect(kept?.refresh_token).toBeDefined();
    expect(kept?.refresh_token).not.toBe(tokens.refresh_token);
    expect((await ask('POST', `/api/integrations/${id}/test_connection`)).body).toMatchObject({ success: true });
  });

  it('that are no good are refused and not stored', async () => {
    const id = await forSignIn();
    expect(
      (await ask('POST', `/api/integrations/${id}/connect`, { credentials: { access_token: 'made-up' } })).body,
    ).toMatchObject({ status: 422, code: 'auth_revoked' });
    expect(
      (
        await ask('POST', `/api/integrations/${id}/connect`, {
          credentials: { refresh_token: 'x', expires_at: 'soon' },
        })
      ).body.problems.map((one: { path: string }) => one.path),
    ).toEqual(['credentials.access_token', 'credentials.expires_at']);
    expect(await get(id)).toMatchObject({ status: 'draft', credentials_set: [] });
  });
});

describe('disconnecting', () => {
  it('stops schedules and runs, ends the link at the vendor, destroys the credentials and keeps the records', async () => {
    const id = await forSignIn();
    await signIn(id);
    await asTenant(async (trx, tenantId) => {
      const { stream_no } = await trx.selectFrom('stream_state').select('stream_no').executeTakeFirstOrThrow();
      const at = new Date(0);
      await trx
        .insertInto('record')
        .values({
          tenant_id: tenantId,
          stream_no,
          key: 'b1',
          seq: 1,
          created_seq: 1,
          as_of_ms: 0,
          created_at: at,
          updated_at: at,
          hash: Buffer.alloc(16),
          data: '{}',
        })
        .execute();
    });
    expect((await ask('POST', `/api/integrations/${id}/disconnect`)).body).toMatchObject({
      id,
      status: 'disconnected',
      enabled: false,
      credentials_set: [],
      next_run_at: null,
      status_message: null,
    });
    expect(vendor().left).toEqual(['north']);
    await expect(stored(id)).rejects.toMatchObject({ code: 'auth_revoked' });
    expect(await asTenant((trx) => trx.selectFrom('run').select('state').execute())).toEqual([{ state: 'cancelled' }]);
    expect(await asTenant((trx) => trx.selectFrom('record').select('key').execute())).toEqual([{ key: 'b1' }]);
    expect((await log(id))[0]).toMatchObject({ action: 'disconnect', status: 'success' });
    // Twice changes nothing more.
    expect((await ask('POST', `/api/integrations/${id}/disconnect`)).body).toMatchObject({ status: 'disconnected' });
    expect((await log(id)).filter((entry) => entry.action === 'disconnect')).toHaveLength(1);
    expect((await ask('POST', `/api/integrations/${id}/connect`)).body).toMatchObject({ outcome: 'sign_in' });
  });

  it('happens also when the vendor is away, and says what is left to do there', async () => {
    const id = await forSignIn();
    await signIn(id);
    vendor().outage = 404;
    expect((await ask('POST', `/api/integrations/${id}/disconnect`)).body).toMatchObject({
      status: 'disconnected',
      status_message: expect.stringContaining('remove the access there yourself'),
    });
    expect((await log(id))[0]).toMatchObject({ action: 'disconnect', status: 'warning' });
  });

  it('revokes the grant of a sign-in that never got its account', async () => {
    const id = await forSignIn();
    await signIn(id, { accounts: ['north', 'south'] });
    const { tokens } = await stored(id);
    await ask('POST', `/api/integrations/${id}/disconnect`);
    const grants = Object.values(vendor().oauth.grants);
    expect(grants.at(-1)).toMatchObject({ ended: 'revoked' });
    expect(
      (
        await ask('POST', '/api/admin/integrations/shelf/test', {
          auth_method: 'oauth2',
          credentials: { access_token: tokens?.access_token ?? '' },
        })
      ).body,
    ).toMatchObject({ success: false });
  });

  it('asks for the credentials again afterwards', async () => {
    const id = await withKey();
    await ask('POST', `/api/integrations/${id}/connect`, { sync: false });
    await ask('POST', `/api/integrations/${id}/disconnect`);
    expect((await ask('POST', `/api/integrations/${id}/connect`)).body).toMatchObject({
      status: 400,
      problems: [{ path: 'credentials.api_key' }],
    });
    expect(
      (await ask('POST', `/api/integrations/${id}/connect`, { credentials: { api_key: shelfKey }, sync: false })).body,
    ).toMatchObject({ outcome: 'connected' });
  });

  it('comes before deleting, too', async () => {
    const id = await forSignIn();
    await signIn(id);
    expect((await ask('DELETE', `/api/integrations/${id}?confirm=Shelf`)).status).toBe(204);
    expect(vendor().left).toEqual(['north']);
  });
});

describe('provider apps', () => {
  it('come from the tenant, else the platform, else the environment; secrets go in and never out', async () => {
    const platform = (
      await server.hub.apiKeys.createForPlatform(server.system, { name: 'ops', scopes: ['read', 'admin', 'connect'] })
    ).key;
    const list = async () => (await ask('GET', '/api/provider-apps')).body.data;
    expect(await list()).toMatchObject([
      {
        provider: 'shelf',
        source: 'environment',
        client_id: shelfApp.client_id,
        client_secret_set: true,
        redirect_url: `${server.url}/api/integrations/shelf/callback`,
      },
    ]);
    const secret = 'platform-app-secret';
    const put = await server.ask('PUT', '/api/platform/provider-apps/shelf', {
      key: platform,
      body: { client_id: 'platform-app', client_secret: secret, scopes: ['books'] },
    });
    expect(put.body).toMatchObject({ source: 'platform', client_id: 'platform-app', scopes: ['books'] });
    const id = await forSignIn();
    expect(Object.fromEntries(new URL((await begin(id)).url).searchParams)).toMatchObject({
      client_id: 'platform-app',
      scope: 'books',
    });
    await ask('PUT', '/api/provider-apps/shelf', { client_id: 'own-app', client_secret: 'own-secret' });
    expect(new URL((await begin(id)).url).searchParams.get('client_id')).toBe('own-app');
    // The secret stays when left out, as long as it belongs to the same client.
    expect((await ask('PUT', '/api/provider-apps/shelf', { client_id: 'own-app' })).body).toMatchObject({
      client_secret_set: true,
    });
    expect((await ask('PUT', '/api/provider-apps/shelf', { client_id: 'other-app' })).body).toMatchObject({
      client_secret_set: false,
    });
    expect((await ask('DELETE', '/api/provider-apps/shelf')).status).toBe(204);
    expect((await ask('DELETE', '/api/provider-apps/shelf')).status).toBe(404);
    expect(await list()).toMatchObject([{ source: 'platform' }]);
    expect((await server.ask('DELETE', '/api/platform/provider-apps/shelf', { key: platform })).status).toBe(204);
    const rows = await server.composition.store.platform.selectFrom('provider_app').selectAll().execute();
    expect(rows).toEqual([]);
    const everything = JSON.stringify([
      await list(),
      (await ask('GET', '/api/audit')).body,
      (await server.ask('GET', '/api/platform/audit', { key: platform })).body,
      server.log,
    ]);
    for (const hidden of [secret, 'own-secret', shelfApp.client_secret]) expect(everything).not.toContain(hidden);
  });

  it('are for the platform, and for tenants themselves', async () => {
    expect((await ask('PUT', '/api/platform/provider-apps/shelf', { client_id: 'x' })).body).toMatchObject({
      status: 403,
    });
    expect((await ask('GET', '/api/platform/provider-apps')).body).toMatchObject({ status: 403 });
    expect((await ask('PUT', '/api/provider-apps/nope', { client_id: 'x' })).body).toMatchObject({ status: 404 });
    expect(
      (await ask('PUT', '/api/provider-apps/shelf', { client_id: '', scopes: 'books' })).body.problems
        .map((one: { path: string }) => one.path)
        .toSorted(),
    ).toEqual(['client_id', 'scopes']);
  });
});

it('rights: reading is not connecting, connecting is not deleting', async () => {
  const id = await withKey();
  const keyWith = async (...scopes: ('read' | 'connect' | 'sync')[]) =>
    (await server.hub.apiKeys.create(server.system, `tenant-${tenants}`, { name: 'k', scopes })).key;
  const [reader, connector] = [await keyWith('read'), await keyWith('connect')];
  const status = async (asKey: string, method: string, rest: string, body?: unknown) =>
    (await server.ask(method, `/api/integrations/${id}${rest}`, { key: asKey, body })).status;
  expect(await status(reader, 'GET', '')).toBe(200);
  expect(await status(reader, 'GET', '/logs')).toBe(200);
  for (const [method, rest] of [
    ['POST', '/connect'],
    ['POST', '/disconnect'],
    ['POST', '/test_connection'],
    ['PUT', ''],
    ['DELETE', '?confirm=Shelf'],
  ] as const) {
    expect(await status(reader, method, rest, method === 'PUT' ? {} : undefined), rest).toBe(403);
  }
  expect(await status(connector, 'DELETE', '?confirm=Shelf')).toBe(403);
  expect(await status(connector, 'POST', '/connect')).toBe(200);
});
