/**
 * What an OAuth server in a sandbox remembers: codes, grants, access and refresh tokens, all plain JSON inside the provider's
 * state. Pure bookkeeping by the sandbox's clock; the HTTP side is sandbox-oauth.ts.
 */
import type { JsonObject } from 'plugboard/contract';

export interface OAuthState {
  codes: Record<string, OAuthCode>;
  grants: Record<string, OAuthGrant>;
  access_tokens: Record<string, { grant: string; expires_at: number | null }>;
  refresh_tokens: Record<string, { grant: string; expires_at: number | null; used_at: number | null }>;
}

/** One consent (or one client, for client credentials) and everything minted from it. */
export interface OAuthGrant {
  id: string;
  kind: 'authorization_code' | 'client_credentials';
  client_id: string;
  /** Granted scopes, space separated. */
  scope: string;
  /** Ids of the accounts chosen on the authorize page. */
  accounts: string[];
  created_at: number;
  /** Why it is over, or null while it lives. */
  ended: string | null;
  /** Access tokens minted, the first one included. */
  issued: number;
  /** Refreshes answered with a token. */
  refreshes: number;
  /** Times a refresh token came that had been used before, forgiven or not. */
  reuses: number;
}

export interface OAuthCode {
  grant: string;
  redirect_uri: string;
  challenge: string | null;
  expires_at: number;
  used: boolean;
}

export interface RefreshRules {
  /** Each refresh answers a new refresh token and retires the old one. */
  readonly rotates: boolean;
  /** How long a retired token is still honoured, for answers that got lost. Default 0. */
  readonly graceMs?: number;
  /** A retired token presented after the grace ends the whole grant. */
  readonly reuseRevokesGrant?: boolean;
  /** Life of a refresh token; absent: for ever. */
  readonly ttlMs?: number;
  /** Only grants with this scope get a refresh token (`offline_access`). */
  readonly scope?: string;
}

export function emptyOAuth(): OAuthState {
  return { codes: {}, grants: {}, access_tokens: {}, refresh_tokens: {} };
}

/** Ends a grant: all its tokens stop working at once. What a revocation, or a person in the vendor's settings, does. */
export function endGrant(state: OAuthState, id: string, reason: string): void {
  const grant = state.grants[id];
  if (grant !== undefined && grant.ended === null) grant.ended = reason;
}

export type TokenProblem = 'missing' | 'unknown' | 'expired' | 'revoked';

/** The living grant behind an access token, or what is wrong with the token. */
export function lookUp(state: OAuthState, token: string | undefined, now: number): OAuthGrant | TokenProblem {
  if (token === undefined) return 'missing';
  const stored = own(state.access_tokens, token);
  const grant = stored && state.grants[stored.grant];
  if (stored === undefined || grant === undefined) return 'unknown';
  if (grant.ended !== null) return 'revoked';
  return stored.expires_at !== null && stored.expires_at <= now ? 'expired' : grant;
}

/** Takes a code out of use. A second use is an attack or a bug: the grant it gave is ended (RFC 6749, 4.1.2). */
export function redeem(state: OAuthState, code: string, now: number): OAuthCode | undefined {
  const stored = own(state.codes, code);
  if (stored === undefined) return undefined;
  if (stored.used) {
    endGrant(state, stored.grant, 'code_reused');
    return undefined;
  }
  if (stored.expires_at <= now) return undefined;
  stored.used = true;
  return stored;
}

/** Judges a refresh token and counts what happened. `undefined`: refuse. */
export function useRefreshToken(
  state: OAuthState,
  token: string,
  clientId: string,
  rules: RefreshRules,
  now: number,
): OAuthGrant | undefined {
  const stored = own(state.refresh_tokens, token);
  const grant = stored && state.grants[stored.grant];
  if (stored === undefined || grant === undefined || grant.client_id !== clientId || grant.ended !== null)
    return undefined;
  if (stored.expires_at !== null && stored.expires_at <= now) return undefined;
  if (stored.used_at !== null) {
    grant.reuses += 1;
    if (now - stored.used_at >= (rules.graceMs ?? 0)) {
      if (rules.reuseRevokesGrant === true) endGrant(state, grant.id, 'refresh_token_reused');
      return undefined;
    }
  } else if (rules.rotates) {
    stored.used_at = now;
  }
  grant.refreshes += 1;
  return grant;
}

/** Forgets what nobody can ask about sensibly any more, so that the state stays small. Kept a day, to tell expired from unknown. */
export function prune(state: OAuthState, now: number): void {
  const dead = (expires: number | null) => expires !== null && expires + 86_400_000 <= now;
  for (const [token, { expires_at }] of Object.entries(state.access_tokens))
    if (dead(expires_at)) delete state.access_tokens[token];
  for (const [token, { expires_at }] of Object.entries(state.refresh_tokens))
    if (dead(expires_at)) delete state.refresh_tokens[token];
  for (const [code, { expires_at }] of Object.entries(state.codes)) if (dead(expires_at)) delete state.codes[code];
}

/** Grants for assertions and control screens: no token values. */
export function grantsOf(state: OAuthState): readonly JsonObject[] {
  return Object.values(state.grants).map((grant) => ({ ...grant }));
}

/** A key sent from outside may be `constructor`; only what we stored counts. */
function own<T>(table: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
