/** The authorize page of a sandbox's OAuth server: judges the request, asks the person, sends the browser back with a code. */
import type { SandboxContext, SandboxResponse } from 'plugboard/contract';
import {
  allowedGrants,
  newGrant,
  repeats,
  wantedScopes,
  type OAuthClient,
  type OAuthServerOptions,
} from './sandbox-oauth-options.ts';
import { consentPage, refusalPage } from './sandbox-oauth-page.ts';

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

export function showConsent<State>(
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

export function takeConsent<State>(
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
  return sendBack(options, read.redirectUri, params, { code, ...options.redirect?.(grant, context) });
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
