/**
 * OAuth 2 by oauth4webapi: the authorize URL, the exchange of the code, client credentials, refresh and revocation, each as one
 * function over a provider's declaration. Stores nothing and decides nothing about when; credentials.ts refreshes, the hub keeps
 * the one-time state. Vendors' oddities are fields of the declaration (clientAuth, pkce, authorizeParams, issuer, extra, revoke).
 */
import * as oauth from 'oauth4webapi';
import { PlugboardError, fail } from '../../contract/errors.ts';
import type { ClientAuth, ClientCredentials, OAuth2, UrlFor } from '../../contract/auth.ts';
import type { Settings } from '../../contract/fields.ts';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import { encodeBody, requestUrl } from '../http/request.ts';
import type { Random, Tokens } from '../ports.ts';
import { basicAuthorization, type OAuthApp } from './apply.ts';
import { createTokenEndpoint, type AuthDeps, type TokenEndpoint, type TokenParty } from './token-endpoint.ts';

/** Whom we act for: everything about the party but the name of the operation and its secrets, which are known here. */
export type GrantFor = Omit<TokenParty, 'operation' | 'secrets'>;

export interface Authorization {
  /** The vendor's URL to send the person to; give `transport.toBrowser(url)` to the browser. */
  readonly url: string;
  /** Keep it sealed with the state; undefined when the vendor takes no PKCE. */
  readonly codeVerifier: string | undefined;
}

/** Builds the URL of the vendor's authorize page. `state` is the caller's one-time value. */
export async function beginAuthorization(
  way: OAuth2,
  input: { readonly app: OAuthApp; readonly settings: Settings; readonly redirectUri: string; readonly state: string },
  random: Random,
): Promise<Authorization> {
  const url = URL.parse(urlFor(way.authorize, input.settings));
  if (url === null)
    throw fail('invalid_request', 'The authorize address is not a URL; check the settings it is made from');
  const codeVerifier = way.pkce ? random.bytes(32).toString('base64url') : undefined;
  const scope = scopesOf(way, input.app, input.settings);
  const parameters: Readonly<Record<string, string>> = {
    ...way.authorizeParams,
    response_type: 'code',
    client_id: input.app.clientId,
    redirect_uri: input.redirectUri,
    ...(scope === '' ? {} : { scope }),
    state: input.state,
    ...(codeVerifier === undefined
      ? {}
      : { code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier), code_challenge_method: 'S256' }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { url: url.href, codeVerifier };
}

export interface CodeExchange {
  readonly app: OAuthApp;
  readonly redirectUri: string;
  /** Query of the callback as it came. */
  readonly callback: URLSearchParams;
  readonly state: string;
  readonly codeVerifier: string | undefined;
}

/**
 * Checks the callback (state, `iss`, errors) and exchanges the code for tokens. Throws `permission_denied` when the person said no,
 * `invalid_request` for a callback that does not belong here, and what the token endpoint leads to.
 */
export async function finishAuthorization(
  way: OAuth2,
  input: CodeExchange,
  grant: GrantFor,
  deps: AuthDeps,
): Promise<Tokens> {
  const { app } = input;
  const operation = 'code exchange';
  const server = serverOf(way, grant.settings, way.issuer);
  const client = { client_id: app.clientId };
  const callback = new URLSearchParams(input.callback);
  // Without a declared issuer there is nothing to compare `iss` with; the callback path of its own guards against mix-up then.
  if (way.issuer === undefined) callback.delete('iss');
  const code = callback.get('code') ?? '';
  const endpoint = createTokenEndpoint(
    { ...grant, operation, secrets: [app.clientSecret, code, input.codeVerifier ?? ''] },
    deps,
  );
  const at = deps.clock.now();
  const tokens = await answerOf(grant, operation, way, at, async (wire) => {
    const checked = checkCallback(server, client, callback, input.state, grant.provider.name);
    const verifier = input.codeVerifier ?? oauth.nopkce;
    const auth = clientAuthentication(way.clientAuth, app.clientSecret);
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      auth,
      checked,
      input.redirectUri,
      verifier,
      wire(endpoint),
    );
    return oauth.processAuthorizationCodeResponse(server, client, answer);
  });
  const facts = redirectFacts(way, callback);
  return facts === undefined ? tokens : { ...tokens, extra: { ...facts, ...tokens.extra } };
}

/** Longer is no id and no name. */
const longestFact = 500;

/** What the redirect said of the grant; undefined when it said nothing that is kept. */
function redirectFacts(way: OAuth2, callback: URLSearchParams): JsonObject | undefined {
  const facts = (way.redirectFacts ?? []).flatMap((name): [string, string][] => {
    const [value, ...more] = callback.getAll(name);
    return value === undefined || value === '' || value.length > longestFact || more.length > 0 ? [] : [[name, value]];
  });
  return facts.length === 0 ? undefined : Object.fromEntries(facts);
}

function checkCallback(
  server: oauth.AuthorizationServer,
  client: oauth.Client,
  callback: URLSearchParams,
  state: string,
  provider: string,
): URLSearchParams {
  const foreign = 'This answer does not belong to a sign-in that was started here; start again';
  try {
    const checked = oauth.validateAuthResponse(server, client, callback, state);
    if (checked.getAll('code').length !== 1) throw fail('invalid_request', foreign);
    return checked;
  } catch (error) {
    if (!(error instanceof oauth.AuthorizationResponseError)) throw fail('invalid_request', foreign);
    const said = [error.error, error.error_description].filter((part) => part !== undefined).join(', ');
    const words = said.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 300);
    const about = { vendorCode: error.error };
    if (error.error === 'access_denied') {
      throw fail('permission_denied', `${provider} was not allowed to connect: ${words}`, about);
    }
    const theirs = error.error === 'server_error' || error.error === 'temporarily_unavailable';
    throw fail(theirs ? 'provider_unavailable' : 'invalid_request', `${provider} refused the sign-in: ${words}`, about);
  }
}

/** A new access token for a tenant's own client id and secret. */
export async function clientCredentialsTokens(
  way: ClientCredentials,
  fields: Readonly<Record<string, string>>,
  grant: GrantFor,
  deps: AuthDeps,
  started: (endpoint: TokenEndpoint) => void,
): Promise<Tokens> {
  const operation = 'token request';
  const secret = fields['client_secret'] ?? '';
  const server = serverOf(way, grant.settings, undefined);
  const client = { client_id: fields['client_id'] ?? '' };
  const scope = scopesOf(way, undefined, grant.settings);
  const secrets = Object.entries(fields)
    .filter(([name]) => name === 'client_secret' || way.fields[name]?.secret === true)
    .map(([, value]) => value);
  const endpoint = createTokenEndpoint({ ...grant, operation, secrets }, deps);
  started(endpoint);
  const tokens = answerOf(grant, operation, way, deps.clock.now(), async (wire) => {
    const parameters = { ...way.parameters?.(fields), ...(scope === '' ? {} : { scope }) };
    const auth = clientAuthentication(way.clientAuth, secret);
    const answer = await oauth.clientCredentialsGrantRequest(server, client, auth, parameters, wire(endpoint));
    return oauth.processClientCredentialsResponse(server, client, answer);
  });
  return tokens.catch((error: unknown) => {
    // Here the client IS the credential: refusing it means that the tenant must type another one.
    const refused =
      error instanceof PlugboardError &&
      ['invalid_client', 'unauthorized_client'].includes(error.details.vendorCode ?? '');
    const status = error instanceof PlugboardError ? error.details.status : undefined;
    if (error instanceof PlugboardError && (refused || status === 401))
      throw fail('auth_revoked', error.message, error.details);
    throw error;
  });
}

/** Trades the refresh token for new tokens. A missing new refresh token means that the old one stays good. */
export async function refreshTokens(
  way: OAuth2,
  current: Tokens & { readonly refresh_token: string },
  app: OAuthApp,
  grant: GrantFor,
  deps: AuthDeps,
  started: (endpoint: TokenEndpoint) => void,
): Promise<Tokens> {
  const operation = 'token refresh';
  const server = serverOf(way, grant.settings, way.issuer);
  const client = { client_id: app.clientId };
  const secrets = [app.clientSecret, current.refresh_token, current.access_token];
  const endpoint = createTokenEndpoint({ ...grant, operation, secrets }, deps);
  started(endpoint);
  const fresh = await answerOf(grant, operation, way, deps.clock.now(), async (wire) => {
    const auth = clientAuthentication(way.clientAuth, app.clientSecret);
    const answer = await oauth.refreshTokenGrantRequest(server, client, auth, current.refresh_token, wire(endpoint));
    return oauth.processRefreshTokenResponse(server, client, answer);
  });
  return {
    ...fresh,
    refresh_token: fresh.refresh_token ?? current.refresh_token,
    scope: fresh.scope ?? current.scope,
    extra: { ...current.extra, ...fresh.extra },
  };
}

/** Ends the grant at the vendor. False when the vendor has no way to do so. */
export async function revokeTokens(
  way: OAuth2,
  tokens: Tokens,
  app: OAuthApp,
  grant: GrantFor,
  deps: AuthDeps,
): Promise<boolean> {
  if (way.revoke === undefined) return false;
  const request = way.revoke({ access_token: tokens.access_token, refresh_token: tokens.refresh_token });
  const { body } = request;
  const json = body !== undefined && 'json' in body ? encodeBody(body).text : undefined;
  // RFC 7009 says a form; the way the client proves itself is added to that. Beside JSON it has to be a header.
  if (json === undefined ? body !== undefined && !('form' in body) : way.clientAuth !== 'basic')
    throw new Error(`${grant.provider.key}: a revocation request must have a form, or JSON and basic authentication`);
  const form = new URLSearchParams(body === undefined || json !== undefined ? '' : encodeBody(body).text);
  const headers = new Headers({ accept: 'application/json', ...request.headers });
  await clientAuthentication(way.clientAuth, app.clientSecret)(
    { issuer: '' },
    { client_id: app.clientId },
    form,
    headers,
  );
  const secrets = [app.clientSecret, tokens.access_token, tokens.refresh_token ?? ''];
  const endpoint = createTokenEndpoint({ ...grant, operation: 'token revocation', secrets }, deps);
  const url = requestUrl(request, urlFor(way.token, grant.settings));
  await endpoint.post(url.href, Object.fromEntries(headers), json ?? form);
  return true;
}

type WireOptions = { readonly [oauth.customFetch]: (url: string, options: FetchOptions) => Promise<Response> };
type FetchOptions = oauth.CustomFetchOptions<'POST', URLSearchParams>;

/**
 * Runs one grant. The library gets a cleaned copy of the vendor's answer: `id_token` is taken out because nobody here relies on it
 * (an unverified one must not look verified), a missing `token_type` is filled in, several vendors leave it out.
 */
async function answerOf(
  grant: GrantFor,
  operation: string,
  way: OAuth2 | ClientCredentials,
  at: number,
  run: (wire: (endpoint: TokenEndpoint) => WireOptions) => Promise<oauth.TokenEndpointResponse>,
): Promise<Tokens> {
  let full: JsonObject = {};
  const wire = (endpoint: TokenEndpoint): WireOptions => ({
    [oauth.customFetch]: async (url, options) => {
      full = await endpoint.post(url, options.headers, options.body, options.signal);
      const { id_token: _unused, ...rest } = full;
      return Response.json({ token_type: 'bearer', ...rest });
    },
  });
  try {
    const answer = await run(wire);
    const kept = way.kind === 'oauth2' ? way.extra?.(full) : undefined;
    return {
      access_token: answer.access_token,
      refresh_token: answer.refresh_token,
      // Counted from before the call, so that a slow answer makes us careful and not late.
      issued_at: at,
      expires_at: answer.expires_in === undefined ? undefined : at + answer.expires_in * 1000,
      scope: answer.scope,
      extra: isJsonObject(kept) ? kept : undefined,
    };
  } catch (error) {
    if (error instanceof PlugboardError) throw error;
    // The library's errors carry the answer, tokens included: say what kind it was and keep the rest out.
    const why = error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError;
    const message = `${grant.provider.name} answered the ${operation} with something that is no token${why ? ` (${error.message})` : ''}`;
    throw fail('decode_failed', message, { provider: grant.provider.key, operation });
  }
}

function serverOf(
  way: OAuth2 | ClientCredentials,
  settings: Settings,
  issuer: string | undefined,
): oauth.AuthorizationServer {
  const token = URL.parse(urlFor(way.token, settings));
  if (token?.protocol !== 'https:') {
    throw fail('invalid_request', 'The token address is not an https URL; check the settings it is made from');
  }
  return { issuer: issuer ?? token.origin, token_endpoint: token.href };
}

function urlFor(url: UrlFor, settings: Settings): string {
  return typeof url === 'function' ? url(settings) : url;
}

function scopesOf(way: OAuth2 | ClientCredentials, app: OAuthApp | undefined, settings: Settings): string {
  const own = typeof way.scopes === 'function' ? way.scopes(settings) : way.scopes;
  return (app?.scopes ?? own).join(' ');
}

function clientAuthentication(kind: ClientAuth, secret: string): oauth.ClientAuth {
  if (kind === 'none') return oauth.None();
  if (kind === 'body') return oauth.ClientSecretPost(secret);
  return (_server, client, _body, headers) =>
    headers.set('authorization', basicAuthorization(...basicParts(client.client_id, secret)));
}

/**
 * RFC 6749 wants id and secret form-encoded before Base64, and many vendors never decode them. Values that only hold characters
 * which decode to themselves are sent as they are, understood by both; others as the RFC says.
 */
function basicParts(id: string, secret: string): readonly [string, string] {
  const plain = /^[A-Za-z0-9\-._~!*'()]*$/;
  if (plain.test(id) && plain.test(secret)) return [id, secret];
  const encode = (text: string): string => new URLSearchParams({ v: text }).toString().slice(2);
  return [encode(id), encode(secret)];
}
