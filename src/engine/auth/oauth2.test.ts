import type { ServerResponse } from 'node:http';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientCredentials, oauth2, type ClientCredentials, type OAuth2 } from '../../contract/auth.ts';
import { createEgressGuard } from '../http/egress.ts';
import { hostMap } from '../http/host-map.ts';
import {
  json,
  leapingClock,
  memoryExchangeLog,
  seededRandom,
  startVendor,
  type SeenRequest,
  type Vendor,
} from '../http/test-support.ts';
import { createTransport } from '../http/transport.ts';
import {
  beginAuthorization,
  clientCredentialsTokens,
  finishAuthorization,
  refreshTokens,
  revokeTokens,
  type CodeExchange,
  type GrantFor,
} from './oauth2.ts';
import type { AuthDeps } from './token-endpoint.ts';
import { failure } from '../../testing/failure.ts';

const way: OAuth2 = oauth2({
  label: 'Sign in',
  summary: '',
  authorize: 'https://login.acme.example/authorize?tenant=common',
  token: 'https://id.acme.example/token',
  scopes: ['read', 'offline_access'],
  clientAuth: 'basic',
  pkce: true,
  authorizeParams: { access_type: 'offline' },
  refresh: { rotates: true },
  extra: (answer) => ({ instance: answer['instance_url'] ?? null }),
  revoke: ({ refresh_token: token }) => ({
    method: 'POST',
    url: 'https://id.acme.example/revoke',
    body: { form: { token: token ?? '' } },
  }),
});
const machine: ClientCredentials = clientCredentials({
  label: 'Machine',
  summary: '',
  token: 'https://id.acme.example/token',
  scopes: ['read'],
  clientAuth: 'body',
  fields: {},
});
const app = { clientId: 'client-1', clientSecret: 'secret-abc_123' };
const grant: GrantFor = {
  provider: { key: 'acme', name: 'Acme', hosts: ['id.acme.example', 'login.acme.example'] },
  settings: {},
  integrationId: 'int_1',
};
const redirectUri = 'https://plugboard.example/api/integrations/acme/callback';

let vendor: Vendor;
let answer: (request: SeenRequest, response: ServerResponse, number: number) => void;
let clock: ReturnType<typeof leapingClock>;
let log: ReturnType<typeof memoryExchangeLog>;
let deps: AuthDeps;

beforeEach(async () => {
  answer = (_request, response) =>
    json(response, 200, {
      access_token: 'at-1',
      refresh_token: 'rt-1',
      expires_in: 1800,
      token_type: 'Bearer',
      scope: 'read',
    });
  vendor = await startVendor((request, response, number) => answer(request, response, number));
  clock = leapingClock();
  log = memoryExchangeLog();
  const map = hostMap(new Map([['id.acme.example', vendor.origin]]));
  deps = {
    transport: createTransport({ guard: createEgressGuard({ resolve: async () => ['10.0.0.1'] }), hostMap: map }),
    clock,
    random: seededRandom(),
    exchanges: log,
  };
});
afterEach(async () => {
  await deps.transport.close();
  await vendor[Symbol.asyncDispose]();
});

const form = (request: SeenRequest | undefined): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(request?.body));

function exchange(
  callback: Record<string, string>,
  more: Partial<CodeExchange> = {},
  by: OAuth2 = way,
): ReturnType<typeof finishAuthorization> {
  const input = {
    app,
    redirectUri,
    callback: new URLSearchParams(callback),
    state: 'st-1',
    codeVerifier: 'v'.repeat(43),
    ...more,
  };
  return finishAuthorization(by, input, grant, deps);
}

describe('the authorize URL', () => {
  test('holds everything and challenges with the verifier that is kept', async () => {
    const begun = await beginAuthorization(way, { app, settings: {}, redirectUri, state: 'st-1' }, seededRandom());
    const url = new URL(begun.url);
    expect(url.origin + url.pathname).toBe('https://login.acme.example/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: 'common',
      access_type: 'offline',
      response_type: 'code',
      client_id: 'client-1',
      redirect_uri: redirectUri,
      scope: 'read offline_access',
      state: 'st-1',
      code_challenge: createHash('sha256')
        .update(begun.codeVerifier ?? '')
        .digest('base64url'),
      code_challenge_method: 'S256',
    });
    expect(begun.codeVerifier?.length).toBeGreaterThanOrEqual(43);
  });

  test('the app’s scopes replace the provider’s; no PKCE where the vendor takes none; addresses may depend on settings', async () => {
    const plain: OAuth2 = {
      ...way,
      pkce: false,
      authorize: ({ site }) => `https://${site ?? ''}/oauth`,
      scopes: () => [],
    };
    const none = await beginAuthorization(
      plain,
      { app, settings: { site: 'a.example' }, redirectUri, state: 's' },
      seededRandom(),
    );
    expect(none.codeVerifier).toBeUndefined();
    expect(none.url).toMatch(/^https:\/\/a\.example\/oauth\?/);
    expect(none.url).not.toContain('scope=');
    const own = await beginAuthorization(
      plain,
      { app: { ...app, scopes: ['x', 'y'] }, settings: { site: 'a.example' }, redirectUri, state: 's' },
      seededRandom(),
    );
    expect(new URL(own.url).searchParams.get('scope')).toBe('x y');
  });
});

describe('the code exchange', () => {
  test('trades the code, with Basic and the verifier, and keeps what the provider wants kept', async () => {
    answer = (_request, response) =>
      json(response, 200, {
        access_token: 'at-1',
        refresh_token: 'rt-1',
        expires_in: '1800',
        instance_url: 'https://x',
        id_token: 'not.verified.anywhere',
      });
    const at = clock.now();
    expect(await exchange({ code: 'c-1', state: 'st-1' })).toEqual({
      access_token: 'at-1',
      refresh_token: 'rt-1',
      issued_at: at,
      expires_at: at + 1_800_000,
      scope: undefined,
      extra: { instance: 'https://x' },
    });
    expect(form(vendor.seen[0])).toEqual({
      grant_type: 'authorization_code',
      code: 'c-1',
      redirect_uri: redirectUri,
      code_verifier: 'v'.repeat(43),
    });
    expect(vendor.seen[0]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('client-1:secret-abc_123').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      host: 'id.acme.example',
      accept: 'application/json',
    });
    expect(log.lines).toMatchObject([
      {
        operation: 'code exchange',
        method: 'POST',
        host: 'id.acme.example',
        path: '/token',
        status: 200,
        integrationId: 'int_1',
      },
    ]);
  });

  test.each([
    ['body', { client_id: 'client-1', client_secret: 'secret-abc_123' }],
    ['none', { client_id: 'client-1' }],
  ] as const)('client authentication by %s', async (clientAuth, expected) => {
    await exchange({ code: 'c-1', state: 'st-1' }, {}, { ...way, clientAuth });
    const sent = form(vendor.seen[0]);
    expect(sent).toMatchObject(expected);
    expect('client_secret' in sent).toBe('client_secret' in expected);
    expect(vendor.seen[0]?.headers.authorization).toBeUndefined();
  });

  test('a secret with special characters is encoded for Basic as RFC 6749 says', async () => {
    await exchange({ code: 'c-1', state: 'st-1' }, { app: { clientId: 'a:b', clientSecret: 'p%+ w' } });
    expect(Buffer.from(vendor.seen[0]?.headers.authorization?.slice(6) ?? '', 'base64').toString()).toBe(
      'a%3Ab:p%25%2B+w',
    );
  });

  test('what the redirect says of the grant is kept as declared, and nothing that is said twice, empty or endless', async () => {
    answer = (_request, response) => json(response, 200, { access_token: 'at-1', instance_url: 'https://x' });
    const declared = { ...way, redirectFacts: ['realm', 'twice', 'empty', 'endless', 'missing'] };
    const callback = new URLSearchParams({ code: 'c', state: 'st-1', realm: '93', other: 'o', empty: '', twice: '1' });
    callback.append('twice', '2');
    callback.append('endless', 'x'.repeat(501));
    expect(await exchange({}, { callback }, declared)).toMatchObject({ extra: { realm: '93', instance: 'https://x' } });
    const { extra } = await exchange({}, { callback }, declared);
    expect(Object.keys(extra ?? {}).toSorted()).toEqual(['instance', 'realm']);
    const { extra: undeclared } = await exchange({}, { callback });
    expect(undeclared).toEqual({ instance: 'https://x' });
  });

  test('no verifier is sent where the vendor takes none', async () => {
    await exchange({ code: 'c-1', state: 'st-1' }, { codeVerifier: undefined });
    expect(form(vendor.seen[0])).not.toHaveProperty('code_verifier');
  });

  test.each<[string, Record<string, string>, string]>([
    ['another state', { code: 'c', state: 'other' }, 'invalid_request'],
    ['no state', { code: 'c' }, 'invalid_request'],
    ['no code', { state: 'st-1' }, 'invalid_request'],
    ['an implicit answer', { code: 'c', state: 'st-1', id_token: 'x' }, 'invalid_request'],
    [
      'a refusal by the person',
      { error: 'access_denied', error_description: 'User said no', state: 'st-1' },
      'permission_denied',
    ],
    ['a wrong scope', { error: 'invalid_scope', state: 'st-1' }, 'invalid_request'],
    ['trouble at the vendor', { error: 'temporarily_unavailable', state: 'st-1' }, 'provider_unavailable'],
    ['a refusal with a foreign state', { error: 'access_denied', state: 'other' }, 'invalid_request'],
  ])('%s never reaches the token endpoint', async (_name, callback, code) => {
    expect(await failure(exchange(callback))).toMatchObject({ code });
    expect(vendor.seen).toEqual([]);
  });

  test('a repeated parameter is refused', async () => {
    const callback = new URLSearchParams([
      ['code', 'a'],
      ['code', 'b'],
      ['state', 'st-1'],
    ]);
    expect(await failure(exchange({}, { callback }))).toMatchObject({ code: 'invalid_request' });
    expect(vendor.seen).toEqual([]);
  });

  test('iss is checked when the provider declares an issuer', async () => {
    const declared = { ...way, issuer: 'https://id.acme.example' };
    await exchange({ code: 'c', state: 'st-1', iss: 'https://id.acme.example' }, {}, declared);
    await exchange({ code: 'c', state: 'st-1', iss: 'https://whatever.example' });
    expect(vendor.seen.length).toBe(2);
    expect(
      await failure(exchange({ code: 'c', state: 'st-1', iss: 'https://evil.example' }, {}, declared)),
    ).toMatchObject({ code: 'invalid_request' });
    expect(vendor.seen.length).toBe(2);
  });

  test.each<[string, number, unknown, string]>([
    ['invalid_grant', 400, { error: 'invalid_grant' }, 'auth_revoked'],
    [
      'invalid_client',
      401,
      { error: 'invalid_client', error_description: 'secret-abc_123 is wrong' },
      'permission_denied',
    ],
    ['invalid_scope', 400, { error: 'invalid_scope' }, 'invalid_request'],
    ['an error in a 200', 200, { ok: false, error: 'invalid_grant' }, 'auth_revoked'],
    ['a server error', 503, {}, 'provider_unavailable'],
    ['too many calls', 429, {}, 'rate_limited'],
    ['HTML', 200, '<html>', 'decode_failed'],
    ['no token', 200, { token_type: 'bearer' }, 'decode_failed'],
    ['a token of another kind', 200, { access_token: 'mac-secret', token_type: 'mac' }, 'decode_failed'],
    ['a list', 200, [], 'decode_failed'],
    ['nothing', 200, '', 'decode_failed'],
  ])('%s', async (_name, status, body, code) => {
    answer = (_request, response) => {
      response
        .writeHead(status, { 'content-type': 'application/json', 'www-authenticate': 'Basic' })
        .end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    const error = await failure(exchange({ code: 'the-code', state: 'st-1' }));
    expect(error).toMatchObject({ code, details: { provider: 'acme', operation: 'code exchange' } });
    const shown = JSON.stringify([error.message, error.details, String(error.cause), log.lines]);
    for (const secret of ['secret-abc_123', 'the-code', 'mac-secret']) expect(shown).not.toContain(secret);
    expect(vendor.seen.length).toBe(1);
  });

  test.each([
    ['outside the provider’s hosts', 'https://evil.example/token', 'not one of the hosts'],
    ['at a private address', 'https://login.acme.example/token', 'public'],
  ])('a token endpoint %s is not called', async (_name, token, why) => {
    const error = await failure(exchange({ code: 'c', state: 'st-1' }, {}, { ...way, token }));
    expect(error).toMatchObject({ code: 'blocked_host', message: expect.stringContaining(why) });
  });

  test('an address that is no URL is blamed on the settings', async () => {
    const typed: OAuth2 = { ...way, token: ({ site }) => site ?? '', authorize: () => 'nonsense' };
    for (const site of ['nonsense', 'http://id.acme.example/token', 'ftp://id.acme.example']) {
      const input = {
        app,
        redirectUri,
        callback: new URLSearchParams('code=c&state=s'),
        state: 's',
        codeVerifier: 'v',
      };
      const finish = finishAuthorization(typed, input, { ...grant, settings: { site } }, deps);
      expect(await failure(finish)).toMatchObject({ code: 'invalid_request' });
    }
    const begin = beginAuthorization(typed, { app, settings: {}, redirectUri, state: 's' }, seededRandom());
    expect(await failure(begin)).toMatchObject({ code: 'invalid_request' });
  });

  test('is tried again only when it never left', async () => {
    answer = (_request, response) => {
      response.socket?.destroy();
    };
    await failure(exchange({ code: 'c', state: 'st-1' }));
    expect(vendor.seen.length).toBe(1);
    expect(clock.slept).toEqual([]);
    await vendor[Symbol.asyncDispose]();
    await failure(exchange({ code: 'c', state: 'st-1' }));
    expect(clock.slept.length).toBe(3);
    vendor = await startVendor(() => undefined);
  });
});

describe('refresh', () => {
  const current = {
    access_token: 'at-0',
    refresh_token: 'rt-0',
    scope: 'read',
    extra: { kept: true, instance: 'old' },
  };

  test('takes the new refresh token, keeps what the answer leaves out', async () => {
    answer = (_request, response, number) =>
      json(response, 200, {
        access_token: `at-${number}`,
        ...(number === 1 ? { refresh_token: 'rt-1' } : {}),
        expires_in: 60,
      });
    expect(await refreshTokens(way, current, app, grant, deps, () => undefined)).toMatchObject({
      access_token: 'at-1',
      refresh_token: 'rt-1',
      scope: 'read',
    });
    const second = await refreshTokens(
      { ...way, extra: () => ({ more: 1 }) },
      current,
      app,
      grant,
      deps,
      () => undefined,
    );
    expect(second).toMatchObject({ access_token: 'at-2', refresh_token: 'rt-0', extra: { kept: true, more: 1 } });
    expect(form(vendor.seen[0])).toEqual({ grant_type: 'refresh_token', refresh_token: 'rt-0' });
  });

  test.each<[string, (response: ServerResponse) => void, boolean]>([
    ['refused', (response) => json(response, 400, { error: 'invalid_grant' }), false],
    ['too many calls', (response) => json(response, 429, {}), false],
    ['gateway error', (response) => json(response, 502, {}), true],
    ['connection lost', (response) => response.socket?.destroy(), true],
    ['unreadable', (response) => response.writeHead(200).end('{"access_tok'), true],
    ['not a token', (response) => json(response, 200, { hello: 1 }), true],
  ])('%s: may the vendor have rotated?', async (_name, play, maybe) => {
    answer = (_request, response) => play(response);
    let asked: { maybeDone(): boolean } | undefined;
    await failure(refreshTokens(way, current, app, grant, deps, (endpoint) => (asked = endpoint)));
    expect(asked?.maybeDone()).toBe(maybe);
  });
});

test('client credentials: the tenant’s own id and secret, refused means type others', async () => {
  const fields = { client_id: 'mine', client_secret: 'hush-hush' };
  const tokens = await clientCredentialsTokens(machine, fields, grant, deps, () => undefined);
  expect(tokens).toMatchObject({ access_token: 'at-1' });
  expect(form(vendor.seen[0])).toEqual({
    grant_type: 'client_credentials',
    client_id: 'mine',
    client_secret: 'hush-hush',
    scope: 'read',
  });
  const named = { ...machine, parameters: ({ user = '' }: Readonly<Record<string, string>>) => ({ username: user }) };
  await clientCredentialsTokens(named, { ...fields, user: 'me@home' }, grant, deps, () => undefined);
  expect(form(vendor.seen[1])).toMatchObject({ username: 'me@home', scope: 'read', client_id: 'mine' });
  for (const [status, body] of [
    [401, { error: 'invalid_client' }],
    [400, { error: 'unauthorized_client' }],
    [401, {}],
  ] as const) {
    answer = (_request, response) => json(response, status, body);
    const error = await failure(clientCredentialsTokens(machine, fields, grant, deps, () => undefined));
    expect(error).toMatchObject({ code: 'auth_revoked' });
  }
  answer = (_request, response) => json(response, 400, { error: 'invalid_scope' });
  expect(await failure(clientCredentialsTokens(machine, fields, grant, deps, () => undefined))).toMatchObject({
    code: 'invalid_request',
  });
});

test('revocation: the vendor’s request with client authentication', async () => {
  answer = (_request, response) => response.writeHead(200).end();
  const tokens = { access_token: 'at-1', refresh_token: 'rt-1' };
  expect(await revokeTokens(way, tokens, app, grant, deps)).toBe(true);
  expect(vendor.seen[0]).toMatchObject({
    url: '/revoke',
    headers: { authorization: expect.stringContaining('Basic ') },
  });
  expect(form(vendor.seen[0])).toEqual({ token: 'rt-1' });
  const asJson = {
    ...way,
    clientAuth: 'basic' as const,
    revoke: () => ({ url: '/revoke', body: { json: { token: 'rt-1' } } }),
  };
  expect(await revokeTokens(asJson, tokens, app, grant, deps)).toBe(true);
  expect(vendor.seen[1]).toMatchObject({
    headers: { authorization: expect.stringContaining('Basic '), 'content-type': 'application/json' },
    body: '{"token":"rt-1"}',
  });
  await expect(revokeTokens({ ...asJson, clientAuth: 'body' }, tokens, app, grant, deps)).rejects.toThrow('must have');
  const { revoke: _none, ...without } = way;
  expect(await revokeTokens(without, tokens, app, grant, deps)).toBe(false);
  answer = (_request, response) => json(response, 503, {});
  expect(await failure(revokeTokens(way, tokens, app, grant, deps))).toMatchObject({
    code: 'provider_unavailable',
    details: { operation: 'token revocation' },
  });
});
