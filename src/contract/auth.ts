/**
 * The ways a provider lets us in. Declarations only: src/engine/auth does the protocol. A provider lists one or more; the
 * tenant picks one by its `key`.
 */
import type { Fields, Settings } from './fields.ts';
import type { HttpRequest, HttpResponse, JsonObject } from './http.ts';

/** An address, or one that depends on what the tenant typed (a site, a region). */
export type UrlFor = string | ((settings: Settings) => string);

interface WayIn {
  /** Unique within the provider; stored with the credential. */
  readonly key: string;
  readonly label: string;
  /** When to choose this way, in one sentence. */
  readonly summary: string;
}

/** How our own client id and secret are sent to a token endpoint. */
export type ClientAuth = 'basic' | 'body' | 'none';

/** OAuth 2 authorization code. Client id and secret belong to the provider app, not to the tenant. */
export interface OAuth2 extends WayIn {
  readonly kind: 'oauth2';
  readonly authorize: UrlFor;
  readonly token: UrlFor;
  /** Expected `iss` of the answer (RFC 9207) when the vendor sends one. */
  readonly issuer?: string;
  readonly scopes: readonly string[] | ((settings: Settings) => readonly string[]);
  readonly clientAuth: ClientAuth;
  readonly pkce: boolean;
  /** Extra parameters of the authorize URL (`access_type=offline`). */
  readonly authorizeParams?: Readonly<Record<string, string>>;
  /** `rotates`: each refresh answers a new refresh token and kills the old one. Absent: tokens do not expire. */
  readonly refresh?: { readonly rotates: boolean };
  /** The request that ends the grant at the vendor, when there is one. Client authentication is added by the engine. */
  readonly revoke?: (tokens: { access_token: string; refresh_token?: string | undefined }) => HttpRequest;
  /** Vendor facts of the token answer worth keeping with the grant. */
  readonly extra?: (answer: JsonObject) => JsonObject;
  /**
   * Parameters of the redirect back that say what the grant is for (QuickBooks' `realmId`, MYOB's `businessId`): kept with `extra`, and
   * given to `accounts` and `check` as `grant`. They came by way of a browser: `check` proves them.
   */
  readonly redirectFacts?: readonly string[];
  /** What the tenant types besides signing in (the user of a file that has users of its own); kept with the tokens, for `headers`. */
  readonly fields?: Fields;
  /** Headers of every call besides the token's, for vendors that also want to know the app (MYOB). Lower-case names. */
  readonly headers?: (context: {
    readonly clientId: string;
    /** What the tenant typed. */
    readonly fields: Readonly<Record<string, string>>;
  }) => Readonly<Record<string, string>>;
}

/** OAuth 2 client credentials: the tenant's own client id and secret, typed as fields `client_id` and `client_secret`. */
export interface ClientCredentials extends WayIn {
  readonly kind: 'client_credentials';
  readonly token: UrlFor;
  readonly scopes: readonly string[] | ((settings: Settings) => readonly string[]);
  readonly clientAuth: ClientAuth;
  /** Extra parameters of the token request, from what the tenant typed (Sage Intacct: `username`). */
  readonly parameters?: (fields: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  readonly fields: Fields;
}

/** A key the tenant pastes (field `api_key`), and the place in a request where it goes. Bearer is `{ in: 'header', name: 'authorization', prefix: 'Bearer ' }`. */
export interface ApiKey extends WayIn {
  readonly kind: 'api_key';
  readonly place:
    | { readonly in: 'header'; readonly name: string; readonly prefix?: string }
    /** A query parameter, a form field, or a top-level property of a JSON body. */
    | { readonly in: 'query' | 'form' | 'body'; readonly name: string };
  /** For vendors that want a second key beside it: lower-case header names, and the field whose value each carries. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly fields: Fields;
}

/** HTTP Basic; the names of the fields that hold user and password. What is not named is sent empty: vendors put a key into either place. */
export interface Basic extends WayIn {
  readonly kind: 'basic';
  readonly user?: string;
  readonly password?: string;
  readonly fields: Fields;
}

/** What a session is asked for with. */
export interface SessionContext {
  /** What the tenant typed. */
  readonly fields: Readonly<Record<string, string>>;
  readonly settings: Settings;
  /** What the operator registered with the vendor: values of the provider's `app` fields. */
  readonly app: Readonly<Record<string, string>>;
  /** 32 hex characters, fresh for each call: a control id for vendors that want one. */
  readonly id: string;
}

/** A signed-in session at the vendor, sealed and shared by all processes like an access token. */
export interface Session {
  readonly token: string;
  /** ISO 8601, when the vendor tells. */
  readonly expiresAt?: string;
  /** Vendor facts of the sign-in that later calls need (the endpoint to go on with). */
  readonly extra?: JsonObject;
}

/**
 * Sign-in by a call of the vendor's own (SOAP, XML, JSON) that answers a session. When a call's verdict is `auth_expired`, also in a
 * 200, the engine signs in anew, once for all callers, and repeats the call.
 */
export interface SessionLogin extends WayIn {
  readonly kind: 'session';
  readonly fields: Fields;
  /** Cannot do without the operator's `app` fields of the provider. */
  readonly usesApp?: boolean;
  /** Idle time after which the vendor forgets a session, milliseconds: after a longer pause the engine signs in before it calls. */
  readonly idleMs?: number;
  /** The call that signs in; sent as it is. */
  login(context: SessionContext): HttpRequest;
  /** What a successful answer gives. Throws `auth_revoked` when it says, in its own way, that the credentials are not good. */
  session(response: HttpResponse): Session;
  /** Where the token goes, when that is one place of every request. An override profile may name another. */
  readonly place?: ApiKey['place'];
  /**
   * Puts the session into a request, where `place` does not say it all. Pure; runs for each attempt, so that no token gets into a
   * checkpoint. May change anything of the request: the address too, which is then held against the provider's hosts like any other.
   */
  sign?(request: HttpRequest, context: SessionContext & { readonly session: Session }): HttpRequest;
}

export type AuthMethod = OAuth2 | ClientCredentials | ApiKey | Basic | SessionLogin;

export function oauth2(way: Omit<OAuth2, 'kind' | 'key'> & { readonly key?: string }): OAuth2 {
  return { kind: 'oauth2', key: 'oauth2', ...way };
}

export function clientCredentials(
  way: Omit<ClientCredentials, 'kind' | 'key'> & { readonly key?: string },
): ClientCredentials {
  return { kind: 'client_credentials', key: 'client_credentials', ...way };
}

export function apiKey(way: Omit<ApiKey, 'kind' | 'key'> & { readonly key?: string }): ApiKey {
  return { kind: 'api_key', key: 'api_key', ...way };
}

/** An API key sent as `Authorization: Bearer ...`. */
export function bearer(way: Omit<ApiKey, 'kind' | 'key' | 'place'> & { readonly key?: string }): ApiKey {
  return { kind: 'api_key', key: 'api_key', place: { in: 'header', name: 'authorization', prefix: 'Bearer ' }, ...way };
}

export function basic(way: Omit<Basic, 'kind' | 'key'> & { readonly key?: string }): Basic {
  return { kind: 'basic', key: 'basic', ...way };
}

export function session(way: Omit<SessionLogin, 'kind' | 'key'> & { readonly key?: string }): SessionLogin {
  return { kind: 'session', key: 'session', ...way };
}
