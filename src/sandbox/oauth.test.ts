/** The kit's OAuth server over real HTTP, driven by oauth4webapi: a client that shares nothing with us. */
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pretend, pretendApp, type PretendState } from '../testing/pretend-vendor.ts';
import { testSandbox, type TestSandbox } from '../testing/sandbox.ts';
import { giveConsent } from './sign-in.ts';

let sandbox: TestSandbox<PretendState>;
let server: oauth.AuthorizationServer;
const client: oauth.Client = { client_id: pretendApp.client_id };
const secret = oauth.ClientSecretBasic(pretendApp.client_secret);
const redirectUri = 'http://127.0.0.1:9/callback';
const insecure = { [oauth.allowInsecureRequests]: true };

beforeAll(async () => {
  sandbox = await testSandbox({ key: 'pretend', sandbox: pretend });
  server = {
    issuer: 'https://login.pretend.example',
    authorization_endpoint: `${sandbox.origin}/oauth/authorize`,
    token_endpoint: `${sandbox.origin}/oauth/token`,
    revocation_endpoint: `${sandbox.origin}/oauth/revoke`,
    authorization_response_iss_parameter_supported: true,
  };
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control.reset());

interface Ask {
  readonly [name: string]: string | undefined;
}

/** An authorize URL as a correct client makes it, with changes; `undefined` leaves a parameter out. */
async function authorizeUrl(verifier: string, changes: Ask = {}): Promise<string> {
  const url = new URL(server.authorization_endpoint ?? '');
  const params: Ask = {
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'notes offline',
    state: 'st',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...changes,
  };
  for (const [name, value] of Object.entries(params)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

async function signIn(verifier = oauth.generateRandomCodeVerifier()) {
  const callback = new URL(await giveConsent(await authorizeUrl(verifier)));
  const params = oauth.validateAuthResponse(server, client, callback, 'st');
  const exchange = () =>
    oauth.authorizationCodeGrantRequest(server, client, secret, params, redirectUri, verifier, insecure);
  return { exchange, tokens: await oauth.processAuthorizationCodeResponse(server, client, await exchange()) };
}

const refresh = (token: string) => oauth.refreshTokenGrantRequest(server, client, secret, token, insecure);
const use = (token: string) => fetch(`${sandbox.origin}/private`, { headers: { authorization: `Bearer ${token}` } });
const tokenRequest = (body: string) =>
  fetch(server.token_endpoint ?? '', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${btoa('app-1:secret+%26+co')}`,
    },
  });
const onlyGrant = () => Object.values(sandbox.state().oauth.grants)[0];
const invalidGrant = expect.objectContaining({ error: 'invalid_grant' });

describe('signing in', () => {
  test('code, PKCE, iss and the chosen account lead to tokens that work', async () => {
    const verifier = oauth.generateRandomCodeVerifier();
    const callback = new URL(await giveConsent(await authorizeUrl(verifier), { accounts: ['acc-2'] }));
    const params = oauth.validateAuthResponse(server, client, callback, 'st');
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      secret,
      params,
      redirectUri,
      verifier,
      insecure,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer);
    expect(tokens).toMatchObject({ expires_in: 1800, scope: 'notes offline', refresh_token: expect.any(String) });
    expect((await use(tokens.access_token)).status).toBe(200);
    expect(onlyGrant()).toMatchObject({ accounts: ['acc-2'], issued: 1, refreshes: 0, reuses: 0, ended: null });
  });

  test('the page is plain, safe HTML and proposes the first account', async () => {
    const page = await fetch(
      await authorizeUrl(oauth.generateRandomCodeVerifier(), { state: '"><script>alert(1)</script>' }),
    );
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).not.toContain('<script');
    expect(html).toContain('O&#39;Hara');
    expect((await signIn()).tokens.access_token).toHaveLength(64);
    expect(onlyGrant()?.accounts).toEqual(['acc-1']);
  });

  test('pressing Deny tells the app', async () => {
    const callback = new URL(
      await giveConsent(await authorizeUrl(oauth.generateRandomCodeVerifier()), { allow: false }),
    );
    expect(() => oauth.validateAuthResponse(server, client, callback, 'st')).toThrow(
      expect.objectContaining({ error: 'access_denied' }),
    );
  });

  test.each<[string, Ask, string]>([
    ['an unknown scope', { scope: 'notes everything' }, 'invalid_scope'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['no challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
  ])('%s is sent back to the app as %s', async (_what, changes, error) => {
    const callback = new URL(await giveConsent(await authorizeUrl(oauth.generateRandomCodeVerifier(), changes)));
    expect(callback.origin + callback.pathname).toBe(redirectUri);
    expect(callback.searchParams.get('error')).toBe(error);
    expect(callback.searchParams.get('state')).toBe('st');
  });

  test.each<[string, Ask]>([
    ['an unknown client', { client_id: 'somebody' }],
    ['a foreign redirect address', { redirect_uri: 'https://evil.example/callback' }],
    ['a redirect address that only looks local', { redirect_uri: 'http://127.0.0.1.evil.example/' }],
  ])('%s never gets a redirect', async (_what, changes) => {
    await expect(giveConsent(await authorizeUrl(oauth.generateRandomCodeVerifier(), changes))).rejects.toThrow(
      /the authorize page says/,
    );
  });

  test('an account that was not offered is refused', async () => {
    await expect(
      giveConsent(await authorizeUrl(oauth.generateRandomCodeVerifier()), { accounts: ['acc-9'] }),
    ).rejects.toThrow(/answered 400/);
    expect(onlyGrant()).toBeUndefined();
  });
});

describe('the code', () => {
  test('works once; a second use ends the grant it gave', async () => {
    const { exchange, tokens } = await signIn();
    const again = await exchange();
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
    expect((await use(tokens.access_token)).status).toBe(401);
    expect(onlyGrant()?.ended).toBe('code_reused');
  });

  test('dies by the sandbox clock', async () => {
    const verifier = oauth.generateRandomCodeVerifier();
    const params = oauth.validateAuthResponse(
      server,
      client,
      new URL(await giveConsent(await authorizeUrl(verifier))),
      'st',
    );
    sandbox.advance(60_000);
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      secret,
      params,
      redirectUri,
      verifier,
      insecure,
    );
    await expect(oauth.processAuthorizationCodeResponse(server, client, answer)).rejects.toThrow(invalidGrant);
  });

  test.each<[string, string, string]>([
    ['another verifier', redirectUri, oauth.generateRandomCodeVerifier()],
    ['another redirect address', 'http://127.0.0.1:9/other', ''],
  ])('with %s is refused', async (_what, redirect, otherVerifier) => {
    const verifier = oauth.generateRandomCodeVerifier();
    const params = oauth.validateAuthResponse(
      server,
      client,
      new URL(await giveConsent(await authorizeUrl(verifier))),
      'st',
    );
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      secret,
      params,
      redirect,
      otherVerifier || verifier,
      insecure,
    );
    await expect(oauth.processAuthorizationCodeResponse(server, client, answer)).rejects.toThrow(invalidGrant);
  });
});

describe('access and refresh tokens', () => {
  test('an access token dies by the sandbox clock, and says why', async () => {
    const { tokens } = await signIn();
    sandbox.advance(1_799_999);
    expect((await use(tokens.access_token)).status).toBe(200);
    sandbox.advance(1);
    const late = await use(tokens.access_token);
    expect([late.status, await late.json()]).toEqual([401, { error: 'expired' }]);
    expect(await (await use('invented')).json()).toEqual({ error: 'unknown' });
    expect(await (await fetch(`${sandbox.origin}/private`)).json()).toEqual({ error: 'missing' });
  });

  test('a refresh rotates: the new pair works, and both are counted', async () => {
    const { tokens } = await signIn();
    const next = await oauth.processRefreshTokenResponse(server, client, await refresh(tokens.refresh_token ?? ''));
    expect(next.refresh_token).not.toBe(tokens.refresh_token);
    expect((await use(next.access_token)).status).toBe(200);
    expect(onlyGrant()).toMatchObject({ issued: 2, refreshes: 1, reuses: 0 });
  });

  test('a refresh token used twice ends the grant', async () => {
    const { tokens } = await signIn();
    const next = await oauth.processRefreshTokenResponse(server, client, await refresh(tokens.refresh_token ?? ''));
    await expect(
      oauth.processRefreshTokenResponse(server, client, await refresh(tokens.refresh_token ?? '')),
    ).rejects.toThrow(invalidGrant);
    expect((await use(next.access_token)).status).toBe(401);
    expect(onlyGrant()).toMatchObject({ refreshes: 1, reuses: 1, ended: 'refresh_token_reused' });
  });

  test('revoking ends the grant; an unknown token is answered alike', async () => {
    const { tokens } = await signIn();
    for (const token of ['invented', tokens.refresh_token ?? '']) {
      await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, secret, token, insecure));
    }
    expect((await use(tokens.access_token)).status).toBe(401);
  });
});

describe('the client', () => {
  test('signs in by itself with client credentials, without a refresh token', async () => {
    const answer = await oauth.clientCredentialsGrantRequest(server, client, secret, { scope: 'notes' }, insecure);
    const tokens = await oauth.processClientCredentialsResponse(server, client, answer);
    expect(tokens.refresh_token).toBeUndefined();
    expect((await use(tokens.access_token)).status).toBe(200);
  });

  test.each<[string, oauth.ClientAuth]>([
    ['a wrong secret', oauth.ClientSecretBasic('nope')],
    ['its secret in the wrong place', oauth.ClientSecretPost(pretendApp.client_secret)],
    ['no secret', oauth.None()],
  ])('with %s is refused with 401', async (_what, auth) => {
    const answer = await oauth.clientCredentialsGrantRequest(server, client, auth, {}, insecure);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: 'invalid_client' });
  });

  test.each(['__proto__', 'constructor', 'toString'])(
    'a token or code called %s is unknown, and nothing is written to it',
    async (name) => {
      expect((await use(name)).status).toBe(401);
      expect((await refresh(name)).status).toBe(400);
      expect((await tokenRequest(`grant_type=authorization_code&code=${name}&redirect_uri=x`)).status).toBe(400);
      expect(Object.prototype).not.toHaveProperty('used');
    },
  );

  test('a parameter given twice and an unknown grant type are refused', async () => {
    const send = async (body: string) => (await tokenRequest(body)).json();
    expect(await send('grant_type=password')).toMatchObject({ error: 'unsupported_grant_type' });
    expect(await send('grant_type=client_credentials&scope=notes&scope=offline')).toMatchObject({
      error: 'invalid_request',
    });
    expect(await send('grant_type=client_credentials&scope=notes')).toMatchObject({ token_type: 'Bearer' });
  });
});
