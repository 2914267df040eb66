/** The token and revocation endpoints of a sandbox's OAuth server. */
import { createHash } from 'node:crypto';
import type { SandboxContext, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { endGrant, prune, redeem, useRefreshToken, type OAuthGrant } from './sandbox-oauth-grants.ts';
import {
  allowedGrants,
  clientOf,
  newGrant,
  repeats,
  wantedScopes,
  type OAuthClient,
  type OAuthServerOptions,
} from './sandbox-oauth-options.ts';
import { textAt } from './reading.ts';
import { formOf, jsonOf } from './sandbox-requests.ts';
import { sameSecret } from './signatures.ts';

export async function tokenEndpoint<State>(
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

export function revocation<State>(
  options: OAuthServerOptions<State>,
  request: SandboxRequest,
  context: SandboxContext<State>,
): SandboxResponse {
  const params = formOf(request);
  const client = clientOf(options, request, params, context.state);
  if (client === undefined)
    return tokenError(options, 'invalid_client', 'The client is unknown, or its secret is wrong.', 401);
  const token = (options.revocation === 'json' ? textAt(jsonOf(request), 'token') : params.get('token')) ?? null;
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
