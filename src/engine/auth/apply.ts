/**
 * Puts a credential into a request: the one place that knows where keys and tokens go, except for sessions, whose providers sign
 * for themselves (session.ts). Pure; called for every attempt, and by oauth2.ts for client authentication.
 */
import { fail } from '../../contract/errors.ts';
import type { ApiKey, AuthMethod, SessionLogin } from '../../contract/auth.ts';
import { isJsonObject, type HttpRequest, type RequestBody } from '../../contract/http.ts';
import type { StoredCredential } from '../ports.ts';

/** What our own client at a vendor is called and proves itself with (OAuth); platform-wide or a tenant's own. */
export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Replaces the provider's own list. */
  readonly scopes?: readonly string[] | undefined;
}

/** Answers the request with the credential in it. Throws `auth_revoked` when the credential lacks what the method needs. */
export function applyCredential(
  request: HttpRequest,
  method: Exclude<AuthMethod, SessionLogin>,
  stored: StoredCredential,
  app: OAuthApp | undefined,
): HttpRequest {
  switch (method.kind) {
    case 'oauth2':
    case 'client_credentials': {
      if (stored.tokens === undefined)
        throw fail('auth_revoked', 'There is no access token yet; connect the integration');
      const headers = { ...request.headers, ...headersBeside(method, stored, app) };
      return withHeader({ ...request, headers }, 'authorization', `Bearer ${stored.tokens.access_token}`);
    }
    case 'basic': {
      const [user, password] = [method.user, method.password].map((name) =>
        name === undefined ? '' : field(stored, name),
      );
      return withHeader(request, 'authorization', basicAuthorization(user ?? '', password ?? ''));
    }
    case 'api_key': {
      const keyed = withKey(request, method.place, field(stored, 'api_key'));
      return Object.entries(method.headers ?? {}).reduce(
        (made, [name, from]) => withHeader(made, name, field(stored, from)),
        keyed,
      );
    }
  }
}

/** Names of the headers of its own that a way in puts keys into, lower case: nobody who calls through us may set them. */
export function keyHeaders(method: AuthMethod): readonly string[] {
  if (method.kind !== 'api_key' && method.kind !== 'session') return [];
  const own = method.place?.in === 'header' ? [method.place.name.toLowerCase()] : [];
  return method.kind === 'session' ? own : [...own, ...Object.keys(method.headers ?? {})];
}

function headersBeside(
  method: AuthMethod,
  { fields }: StoredCredential,
  app: OAuthApp | undefined,
): Readonly<Record<string, string>> {
  return method.kind === 'oauth2' ? (method.headers?.({ clientId: app?.clientId ?? '', fields }) ?? {}) : {};
}

/** The URL without the key or token that was put into it: providers see it, and it may end up in a checkpoint. */
export function withoutCredential(url: URL, method: AuthMethod, stored: StoredCredential): string {
  if (method.kind === 'session') return withoutToken(url, stored.tokens?.access_token ?? '');
  if (method.kind !== 'api_key' || method.place.in !== 'query' || !url.searchParams.has(method.place.name))
    return url.href;
  const clean = new URL(url);
  clean.searchParams.delete(method.place.name);
  return clean.href;
}

/** Where a session's `sign` put its token is its own business: whatever holds it goes. */
function withoutToken(url: URL, token: string): string {
  const clean = new URL(url);
  // As in redact.ts: what is shorter is no secret, and would be found everywhere.
  if (token.length < 4) return clean.href;
  for (const [name, value] of url.searchParams) if (value.includes(token)) clean.searchParams.delete(name);
  return clean.href.replaceAll(token, '').replaceAll(encodeURIComponent(token), '');
}

/** The value of an `Authorization: Basic` header. */
export function basicAuthorization(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** Every value of a credential that must never appear in a log, an error or an answer. */
export function secretsOf(
  method: AuthMethod,
  stored: StoredCredential,
  app: OAuthApp | undefined,
  appFields: Readonly<Record<string, string>> = {},
): readonly string[] {
  const declared = method.fields ?? {};
  const typed = Object.entries(stored.fields)
    .filter(([name]) => declared[name]?.secret ?? alwaysSecret.has(name))
    .map(([, value]) => value);
  // What the operator registered is no tenant's business, whether it is a secret or not.
  const ours = [app?.clientSecret, ...Object.values(appFields)];
  const secrets = [...typed, stored.tokens?.access_token, stored.tokens?.refresh_token, ...ours];
  // Made of what was typed; the client's id is in every authorize URL and no secret.
  const beside = Object.values(headersBeside(method, stored, app)).filter((value) => value !== app?.clientId);
  secrets.push(...beside);
  if (method.kind === 'basic') {
    const password = method.password === undefined ? '' : (stored.fields[method.password] ?? '');
    const user = method.user === undefined ? '' : (stored.fields[method.user] ?? '');
    secrets.push(password, basicAuthorization(user, password).slice('Basic '.length));
    // A key sent as the user name of Basic is a secret; an account name beside a password is not.
    if (method.password === undefined) secrets.push(user);
  }
  return secrets.filter((secret): secret is string => secret !== undefined && secret !== '');
}

const alwaysSecret = new Set(['api_key', 'client_secret', 'password', 'access_token', 'refresh_token']);

function field(stored: StoredCredential, name: string): string {
  const value = stored.fields[name];
  if (value === undefined || value === '')
    throw fail('auth_revoked', `The credential has no ${name}; connect the integration again`);
  return value;
}

function withHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

/** The request with a key or token in its place. */
export function withKey(request: HttpRequest, place: ApiKey['place'], key: string): HttpRequest {
  switch (place.in) {
    case 'header':
      return withHeader(request, place.name.toLowerCase(), `${place.prefix ?? ''}${key}`);
    case 'query':
      return { ...request, query: { ...request.query, [place.name]: key } };
    case 'form':
    case 'body':
      return { ...request, body: bodyWith(request.body, place.in, place.name, key) };
  }
}

function bodyWith(body: RequestBody | undefined, kind: 'form' | 'body', name: string, key: string): RequestBody {
  if (kind === 'form' && (body === undefined || 'form' in body)) return { form: { ...body?.form, [name]: key } };
  if (kind === 'body' && body === undefined) return { json: { [name]: key } };
  if (kind === 'body' && body !== undefined && 'json' in body && isJsonObject(body.json)) {
    return { json: { ...body.json, [name]: key } };
  }
  // The provider declared a place its own request does not have: a bug of the provider, not something to send without a key.
  throw new Error(
    `the key goes into a ${kind === 'form' ? 'form' : 'JSON object'}, but the request has another kind of body`,
  );
}
