/**
 * How a vendor's OAuth server is described (`oauthServer` in sandbox-oauth.ts takes it), and how a client proves itself and asks
 * for scopes under that description. Called by the two endpoints beside this file.
 */
import type { JsonObject, SandboxContext, SandboxRequest } from 'plugboard/contract';
import type { OAuthGrant, OAuthState, RefreshRules } from './sandbox-oauth-grants.ts';
import { basicOf } from './sandbox-requests.ts';
import { sameSecret } from './signatures.ts';

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
  /** What a revocation's body is; default a form (RFC 7009). */
  readonly revocation?: 'form' | 'json';
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
  /** Further parameters of the redirect back to the app (QuickBooks' `realmId`, MYOB's `businessId`). */
  redirect?(grant: OAuthGrant, context: SandboxContext<State>): Readonly<Record<string, string>>;
  /** Runs once when a person allows access, before the code is sent (Xero makes its connections here). */
  allowed?(grant: OAuthGrant, context: SandboxContext<State>): void;
  /** The vendor's way of writing an error of the token endpoint; default RFC 6749. */
  error?(code: string, description: string, status: number): JsonObject;
}

/** RFC 6749, 3.1: no parameter twice. `account` is the consent page's own, where several may be ticked. */
export function repeats(params: URLSearchParams): boolean {
  const names = [...params.keys()].filter((name) => name !== 'account');
  return new Set(names).size !== names.length;
}

/** The client that proved itself in the place this vendor wants, or nothing. */
export function clientOf<State>(
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

export function allowedGrants<State>(
  options: OAuthServerOptions<State>,
  client: OAuthClient,
): readonly OAuthGrantType[] {
  return client.grants ?? options.grants;
}

/** Scopes asked for, or all the app may have when it asks for none; undefined when one is not allowed. */
export function wantedScopes<State>(
  options: OAuthServerOptions<State>,
  client: OAuthClient,
  asked: string | null,
): readonly string[] | undefined {
  const known = client.scopes ?? options.scopes;
  const scopes = [...new Set((asked ?? '').split(' ').filter((scope) => scope !== ''))];
  if (scopes.length === 0) return known ?? [];
  return known === undefined || scopes.every((scope) => known.includes(scope)) ? scopes : undefined;
}

export function newGrant<State>(
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
