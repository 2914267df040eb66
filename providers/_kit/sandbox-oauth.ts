/**
 * An OAuth 2 authorization server as sandbox routes: authorize page, token endpoint, revocation, with the vendor's own rules
 * (client authentication, PKCE, lifetimes, rotation, reuse). Everything it remembers is in the provider's state
 * (sandbox-oauth-grants.ts); `check` is what a sandbox's guard asks. Strict on purpose: a lenient sandbox hides connector bugs.
 */
import { createHash } from 'node:crypto';
import type { JsonObject, SandboxContext, SandboxRequest, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import {
  endGrant,
  lookUp,
  prune,
  redeem,
  useRefreshToken,
  type OAuthGrant,
  type OAuthState,
  type RefreshRules,
  type TokenProblem,
} from './sandbox-oauth-grants.ts';
import { consentPage, refusalPage } from './sandbox-oauth-page.ts';
import { basicOf, bearerOf, formOf, sameSecret } from './sandbox-requests.ts';

export type OAuthGrantType = 'authorization_code' | 'refresh_token' | 'client_credentials';

/** An app registered at the vendor. */
export interface OAuthClient {
  readonly client_id: string;
  /** Absent: a public client, which must use PKCE. */
  readonly client_secret?: string;
  readonly name: string;
  /** Exact addresses, or any address on this machine. */
  readonly redirect_uris: readonly string[] | 'loopback';
  /** Scopes this app may ask for; default: all of the server's. */
  readonly scopes?: readonly string[];
  /** Default: all of the server's. */
  readonly grants?: readonly OAuthGrantType[];
  /** The accounts a client-credentials grant speaks for. */
  readonly accounts?: readonly string[];
}

export interface MintContext<State> {
  readonly context: SandboxContext<State>;
  /** Milliseconds, or null when tokens do not expire. */
  readonly expiresAt: number | null;
}

export interface OAuthServerOptions<State> {
  /** The vendor's name, shown on the authorize page. */
  readonly vendor: string;
  readonly paths: { readonly authorize?: string; readonly token: string; readonly revoke?: string };
  /** Where in the provider's state the server keeps its own. */
  oauth(state: State): OAuthState;
  clients(state: State): readonly OAuthClient[];
  /** How a client with a secret must send it. */
  readonly clientAuth: 'basic' | 'body' | 'both';
  readonly pkce: 'required' | 'optional' | 'none';
  readonly grants: readonly OAuthGrantType[];
  /** All scopes there are. Absent: any scope is taken as asked. */
  readonly scopes?: readonly string[];
  readonly codeTtlMs: number;
  /** Absent: access tokens do not expire. */
  readonly accessTtlMs?: number;
  readonly refresh?: RefreshRules;
  /** What the person may choose from on the authorize page. */
  accounts?(state: State): readonly { readonly id: string; readonly name: string }[];
  readonly severalAccounts?: boolean;
  /** Sent as `iss` with the code (RFC 9207). */
  readonly issuer?: string;
  /** Must be different each time. Default 64 hex characters. */
  mintAccess?(grant: OAuthGrant, mint: MintContext<State>): string | Promise<string>;
  /** Default 64 hex characters. */
  mintRefresh?(grant: OAuthGrant, mint: MintContext<State>): string;
  /** Further members of the token answer (`id_token`, `stripe_user_id`). */
  answer?(grant: OAuthGrant, context: SandboxContext<State>): JsonObject;
  /** Runs once when a person allows access, before the code is sent (Xero makes its connections here). */
  allowed?(grant: OAuthGrant, context: SandboxContext<State>): void;
  /** The vendor's way of writing an error of the token endpoint; default RFC 6749. */
  error?(code: string, description: string, status: number): JsonObject;
}

export interface OAuthServer<State> {
  /** All open. Put them among the sandbox's routes. */
  readonly routes: readonly SandboxRoute<State>[];
  /** The living grant behind the bearer token of a request. */
  check(request: SandboxRequest, context: SandboxContext<State>): OAuthGrant | undefined;
  /** Why `check` answers nothing, for vendors that say so. */
  problem(request: SandboxRequest, context: SandboxContext<State>): TokenProblem | undefined;
}

export function oauthServer<State>(options: OAuthServerOptions<State>): OAuthServer<State> {
  const { authorize, token, revoke } = options.paths;
  const found = (request: SandboxRequest, context: SandboxContext<State>) =>
    lookUp(options.oauth(context.state), bearerOf(request), context.now());
  const routes: SandboxRoute<State>[] = [
    { method: 'POST', path: token, open: true, handle: (request, context) => tokenEndpoint(options, request, context) },
  ];
  if (authorize !== undefined) {
    routes.push(
      {
        method: 'GET',
        path: authorize,
        open: true,
        handle: (request, context) => showConsent(options, request.query, context),
      },
      {
        method: 'POST',
        path: authorize,
        open: true,
        handle: (request, context) => takeConsent(options, formOf(request), context),
      },
    );
  }
  if (revoke !== undefined)
    routes.push({
      method: 'POST',
      path: revoke,
      open: true,
      handle: (request, context) => revocation(options, request, context),
    });
  return {
    routes,
    check(request, context) {
      const grant = found(request, context);
      return typeof grant === 'string' ? undefined : grant;
    },
    problem(request, context) {
      const grant = found(request, context);
      return typeof grant === 'string' ? grant : undefined;
    },
  };
}

// --- the authorize page ---------------------------------------------------------------------------------------------------

interface AuthorizeRequest {
  readonly client: OAuthClient;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
}

/** A valid request, or the answer that refuses it: a page when the redirect address cannot be trusted, else a redirect. */
function readAuthorize<State>(
  options: OAuthServerOptions<State>,
  params: URLSearchParams,
  context: SandboxContext<State>,
): AuthorizeRequest | SandboxResponse {
  const client = options.clients(context.state).find(({ client_id }) => client_id === params.get('client_id'));
  if (client === undefined)
    return refusalPage(options.vendor, 'unauthorized_client: there is no app with this client_id.');
  const redirectUri = params.get('redirect_uri') ?? '';
  if (!redirectAllowed(client, redirectUri))
    return refusalPage(options.vendor, 'invalid_request: this redirect_uri is not registered for the app.');
  const refuse = (error: string, description: string) =>
    sendBack(options, redirectUri, params, { error, error_description: description });
  if (repeats(params)) return refuse('invalid_request', 'A parameter is given twice.');
  if (params.get('response_type') !== 'code')
    return refuse('unsupported_response_type', 'Only response_type=code is supported.');
  if (!allowedGrants(options, client).includes('authorization_code'))
    return refuse('unauthorized_client', 'This app may not ask people for access.');
  const scopes = wantedScopes(options, client, params.get('scope'));
  if (scopes === undefined) return refuse('invalid_scope', 'A scope is unknown, or not for this app.');
  const challenge = params.get('code_challenge');
  if (options.pkce !== 'none') {
    if (challenge === null && (options.pkce === 'required' || client.client_secret === undefined))
      return refuse('invalid_request', 'code_challenge is missing.');
    if (challenge !== null && (params.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge))) {
      return refuse('invalid_request', 'code_challenge must be made with S256.');
    }
  }
  return { client, redirectUri, scopes };
}

function showConsent<State>(
  options: OAuthServerOptions<State>,
  params: URLSearchParams,
  context: SandboxContext<State>,
): SandboxResponse {
  const read = readAuthorize(options, params, context);
  if (!('client' in read)) return read;
  return consentPage({
    vendor: options.vendor,
    client: read.client.name,
    scopes: read.scopes,
    accounts: options.accounts?.(context.state) ?? [],
    several: options.severalAccounts ?? false,
    hidden: [...params],
  });
}

function takeConsent<State>(
  options: OAuthServerOptions<State>,
  params: URLSearchParams,
  context: SandboxContext<State>,
): SandboxResponse {
  const read = readAuthorize(options, params, context);
  if (!('client' in read)) return read;
  if (params.get('decision') !== 'allow')
    return sendBack(options, read.redirectUri, params, {
      error: 'access_denied',
      error_description: 'The person said no.',
    });
  const choices = (options.accounts?.(context.state) ?? []).map(({ id }) => id);
  const chosen = params.getAll('account');
  const wrong =
    chosen.some((id) => !choices.includes(id)) ||
    (choices.length > 0 && chosen.length === 0) ||
    (chosen.length > 1 && options.severalAccounts !== true);
  if (wrong) return refusalPage(options.vendor, 'Choose one of the accounts shown.');
  const state = options.oauth(context.state);
  const grant = newGrant(context, {
    id: `grant_${context.hex(16)}`,
    kind: 'authorization_code',
    client: read.client,
    scopes: read.scopes,
    accounts: chosen,
  });
  state.grants[grant.id] = grant;
  options.allowed?.(grant, context);
  const code = context.hex(43);
  state.codes[code] = {
    grant: grant.id,
    redirect_uri: read.redirectUri,
    challenge: options.pkce === 'none' ? null : params.get('code_challenge'),
    expires_at: context.now() + options.codeTtlMs,
    used: false,
  };
  return sendBack(options, read.redirectUri, params, { code });
}

function sendBack<State>(
  options: OAuthServerOptions<State>,
  redirectUri: string,
  params: URLSearchParams,
  answer: Readonly<Record<string, string>>,
): SandboxResponse {
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value);
  const state = params.get('state');
  if (state !== null) target.searchParams.set('state', state);
  if (options.issuer !== undefined) target.searchParams.set('iss', options.issuer);
  return { status: 302, headers: { location: target.href, 'cache-control': 'no-store' } };
}

/** Compared as text, as RFC 9700 asks; `loopback` is for the sandbox's own app, whose callback port is not known beforehand. */
function redirectAllowed(client: OAuthClient, redirectUri: string): boolean {
  if (client.redirect_uris !== 'loopback') return client.redirect_uris.includes(redirectUri);
  return (
    URL.canParse(redirectUri) &&
    ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(redirectUri).hostname) &&
    !redirectUri.includes('#')
  );
}

// --- the token endpoint ---------------------------------------------------------------------------------------------------

async function tokenEndpoint<State>(
  options: OAuthServerOptions<State>,
  request: SandboxRequest,
  context: SandboxContext<State>,
): Promise<SandboxResponse> {
  const params = formOf(request);
  const refuse = (code: string, description: string, status = 400) => tokenError(options, code, description, status);
  if (repeats(params)) return refuse('invalid_request', 'A parameter is given twice.');
  const client = clientOf(options, request, params, context.state);
  if (client === undefined)
    return refuse('invalid_client', 'The client is unknown, or its secret is wrong or in the wrong place.', 401);
  const type = params.get('grant_type');
  const allowed = allowedGrants(options, client);
  if (type !== 'authorization_code' && type !== 'refresh_token' && type !== 'client_credentials')
    return refuse('unsupported_grant_type', 'Unknown grant_type.');
  if (!options.grants.includes(type)) return refuse('unsupported_grant_type', `grant_type ${type} is not supported.`);
  if (!allowed.includes(type)) return refuse('unauthorized_client', `This app may not use grant_type ${type}.`);
  prune(options.oauth(context.state), context.now());
  switch (type) {
    case 'authorization_code':
      return exchangeCode(options, client, params, context);
    case 'refresh_token':
      return refreshGrant(options, client, params, context);
    case 'client_credentials':
      return clientGrant(options, client, params, context);
  }
}

async function exchangeCode<State>(
  options: OAuthServerOptions<State>,
  client: OAuthClient,
  params: URLSearchParams,
  context: SandboxContext<State>,
): Promise<SandboxResponse> {
  const state = options.oauth(context.state);
  const refuse = (description: string) => tokenError(options, 'invalid_grant', description, 400);
  const code = redeem(state, params.get('code') ?? '', context.now());
  const grant = code && state.grants[code.grant];
  if (code === undefined || grant === undefined || grant.ended !== null)
    return refuse('The code is unknown, expired or used.');
  if (grant.client_id !== client.client_id) return refuse('The code was given to another app.');
  if (params.get('redirect_uri') !== code.redirect_uri)
    return refuse('redirect_uri is not the one the code was sent to.');
  const verifier = params.get('code_verifier');
  if (code.challenge === null ? verifier !== null && options.pkce !== 'none' : !verifies(verifier, code.challenge))
    return refuse('code_verifier does not fit.');
  return tokenAnswer(options, grant, context, options.refresh !== undefined);
}

function verifies(verifier: string | null, challenge: string): boolean {
  if (verifier === null || !/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier)) return false;
  return sameSecret(createHash('sha256').update(verifier).digest('base64url'), challenge);
}

async function refreshGrant<State>(
  options: OAuthServerOptions<State>,
  client: OAuthClient,
  params: URLSearchParams,
  context: SandboxContext<State>,
): Promise<SandboxResponse> {
  const rules = options.refresh ?? { rotates: false };
  const grant = useRefreshToken(
    options.oauth(context.state),
    params.get('refresh_token') ?? '',
    client.client_id,
    rules,
    context.now(),
  );
  if (grant === undefined)
    return tokenError(options, 'invalid_grant', 'The refresh token is unknown, expired, used or revoked.', 400);
  return tokenAnswer(options, grant, context, rules.rotates);
}

async function clientGrant<State>(
  options: OAuthServerOptions<State>,
  client: OAuthClient,
  params: URLSearchParams,
  context: SandboxContext<State>,
): Promise<SandboxResponse> {
  if (client.client_secret === undefined)
    return tokenError(options, 'unauthorized_client', 'An app without a secret cannot sign in by itself.', 400);
  const scopes = wantedScopes(options, client, params.get('scope'));
  if (scopes === undefined)
    return tokenError(options, 'invalid_scope', 'A scope is unknown, or not for this app.', 400);
  const { grants } = options.oauth(context.state);
  const id = `client_${client.client_id}`;
  const grant = (grants[id] ??= newGrant(context, {
    id,
    kind: 'client_credentials',
    client,
    scopes,
    accounts: client.accounts ?? [],
  }));
  if (grant.ended !== null) return tokenError(options, 'invalid_grant', 'The app was disconnected.', 400);
  grant.scope = scopes.join(' ');
  return tokenAnswer(options, grant, context, false);
}

async function tokenAnswer<State>(
  options: OAuthServerOptions<State>,
  grant: OAuthGrant,
  context: SandboxContext<State>,
  withRefreshToken: boolean,
): Promise<SandboxResponse> {
  const state = options.oauth(context.state);
  const expiry = (ttl: number | undefined) => (ttl === undefined ? null : context.now() + ttl);
  const expiresAt = expiry(options.accessTtlMs);
  const access = (await options.mintAccess?.(grant, { context, expiresAt })) ?? context.hex(64);
  state.access_tokens[access] = { grant: grant.id, expires_at: expiresAt };
  grant.issued += 1;
  let refresh: string | undefined;
  const wanted = options.refresh?.scope;
  if (withRefreshToken && (wanted === undefined || grant.scope.split(' ').includes(wanted))) {
    const refreshExpires = expiry(options.refresh?.ttlMs);
    refresh = options.mintRefresh?.(grant, { context, expiresAt: refreshExpires }) ?? context.hex(64);
    state.refresh_tokens[refresh] = { grant: grant.id, expires_at: refreshExpires, used_at: null };
  }
  return {
    headers: { 'cache-control': 'no-store' },
    body: {
      access_token: access,
      token_type: 'Bearer',
      ...(options.accessTtlMs === undefined ? {} : { expires_in: Math.floor(options.accessTtlMs / 1000) }),
      ...(refresh === undefined ? {} : { refresh_token: refresh }),
      scope: grant.scope,
      ...options.answer?.(grant, context),
    },
  };
}

function revocation<State>(
  options: OAuthServerOptions<State>,
  request: SandboxRequest,
  context: SandboxContext<State>,
): SandboxResponse {
  const params = formOf(request);
  const client = clientOf(options, request, params, context.state);
  if (client === undefined)
    return tokenError(options, 'invalid_client', 'The client is unknown, or its secret is wrong.', 401);
  const token = params.get('token');
  if (token === null) return tokenError(options, 'invalid_request', 'token is missing.', 400);
  const state = options.oauth(context.state);
  const stored = [state.refresh_tokens, state.access_tokens].flatMap((table) =>
    Object.hasOwn(table, token) ? [table[token]] : [],
  )[0];
  // Unknown tokens are answered alike, so that nobody can try them out here (RFC 7009, 2.2).
  if (stored !== undefined && state.grants[stored.grant]?.client_id === client.client_id)
    endGrant(state, stored.grant, 'revoked');
  return { status: 200, headers: { 'cache-control': 'no-store' } };
}

/** RFC 6749, 3.1: no parameter twice. `account` is the consent page's own, where several may be ticked. */
function repeats(params: URLSearchParams): boolean {
  const names = [...params.keys()].filter((name) => name !== 'account');
  return new Set(names).size !== names.length;
}

// --- clients and scopes ---------------------------------------------------------------------------------------------------

/** The client that proved itself in the place this vendor wants, or nothing. */
function clientOf<State>(
  options: OAuthServerOptions<State>,
  request: SandboxRequest,
  params: URLSearchParams,
  state: State,
): OAuthClient | undefined {
  const sent = basicOf(request);
  const id = sent === undefined ? params.get('client_id') : formDecoded(sent.user);
  const client = options.clients(state).find(({ client_id }) => client_id === id);
  if (client === undefined) return undefined;
  if (client.client_secret === undefined)
    return sent === undefined && !params.has('client_secret') ? client : undefined;
  const fromBasic = options.clientAuth === 'body' ? undefined : sent && formDecoded(sent.password);
  const fromBody = options.clientAuth === 'basic' || sent !== undefined ? undefined : params.get('client_secret');
  const secret = fromBasic ?? fromBody;
  return typeof secret === 'string' && sameSecret(secret, client.client_secret) ? client : undefined;
}

/** RFC 6749, 2.3.1: both are form-encoded before Basic encodes them. */
function formDecoded(text: string): string {
  return new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';
}

function allowedGrants<State>(options: OAuthServerOptions<State>, client: OAuthClient): readonly OAuthGrantType[] {
  return client.grants ?? options.grants;
}

/** Scopes asked for, or all the app may have when it asks for none; undefined when one is not allowed. */
function wantedScopes<State>(
  options: OAuthServerOptions<State>,
  client: OAuthClient,
  asked: string | null,
): readonly string[] | undefined {
  const known = client.scopes ?? options.scopes;
  const scopes = [...new Set((asked ?? '').split(' ').filter((scope) => scope !== ''))];
  if (scopes.length === 0) return known ?? [];
  return known === undefined || scopes.every((scope) => known.includes(scope)) ? scopes : undefined;
}

function newGrant<State>(
  context: SandboxContext<State>,
  grant: {
    id: string;
    kind: OAuthGrant['kind'];
    client: OAuthClient;
    scopes: readonly string[];
    accounts: readonly string[];
  },
): OAuthGrant {
  return {
    id: grant.id,
    kind: grant.kind,
    client_id: grant.client.client_id,
    scope: grant.scopes.join(' '),
    accounts: [...grant.accounts],
    created_at: context.now(),
    ended: null,
    issued: 0,
    refreshes: 0,
    reuses: 0,
  };
}

function tokenError<State>(
  options: OAuthServerOptions<State>,
  code: string,
  description: string,
  status: number,
): SandboxResponse {
  return {
    status,
    headers: {
      'cache-control': 'no-store',
      ...(status === 401 ? { 'www-authenticate': 'Basic realm="sandbox"' } : {}),
    },
    body: options.error?.(code, description, status) ?? { error: code, error_description: description },
  };
}
