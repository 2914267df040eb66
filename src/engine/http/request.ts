/**
 * Turns a provider's HttpRequest value into what goes on the wire: absolute URL, query, body text, content type. Pure; called by
 * client.ts once per call.
 */
import { fail } from '../../contract/errors.ts';
import type { HttpRequest, Query, RequestBody, Scalar } from '../../contract/http.ts';

/** Who we say we are; several vendors refuse calls without it. */
export const userAgent = 'Plugboard/0.1';

/** Joins a request's URL to the provider's base and adds its query. Throws `invalid_request` when the result is no URL. */
export function requestUrl(request: HttpRequest, baseUrl: string): URL {
  const text = /^[a-z][a-z0-9+.-]*:/i.test(request.url) ? request.url : join(baseUrl, request.url);
  const url = URL.parse(text);
  if (url === null)
    throw fail('invalid_request', 'The address of the request is not a URL; check the settings it is made from');
  if (url.username !== '' || url.password !== '')
    throw fail('blocked_host', 'The address of a request must not hold a user name or password');
  // A next-page URL of the vendor may repeat what the request sets by itself: the page size, our own key.
  for (const name of Object.keys(request.query ?? {})) if (url.searchParams.has(name)) url.searchParams.delete(name);
  const query = request.query === undefined ? '' : encodePairs(request.query);
  if (query !== '') url.search = url.search === '' ? query : `${url.search}&${query}`;
  url.hash = '';
  return url;
}

/** Always below the base, whatever the path looks like: `//elsewhere` must not name another host. */
function join(baseUrl: string, path: string): string {
  const base = baseUrl.endsWith('/') ? baseUrl.slice(0, -1) : baseUrl;
  return path === '' || path.startsWith('/') || path.startsWith('?') ? base + path : `${base}/${path}`;
}

/** `a=1&types[]=x&types[]=y`: `undefined` left out, arrays repeated, brackets in names as they are, everything else escaped. */
export function encodePairs(pairs: Query): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(pairs)) {
    if (value === undefined) continue;
    const key = encode(name).replaceAll('%5B', '[').replaceAll('%5D', ']');
    if (isScalar(value)) parts.push(`${key}=${encode(value)}`);
    else for (const item of value) parts.push(`${key}=${encode(item)}`);
  }
  return parts.join('&');
}

/** Half a surrogate pair, which anybody can type into a field, would make encodeURIComponent throw. */
function encode(value: Scalar): string {
  return encodeURIComponent(String(value).toWellFormed());
}

function isScalar(value: Scalar | readonly Scalar[]): value is Scalar {
  return typeof value !== 'object';
}

/** The body as text with its content type. */
export function encodeBody(body: RequestBody): { readonly text: string; readonly type: string } {
  if ('json' in body) return { text: JSON.stringify(body.json), type: 'application/json' };
  if ('form' in body) return { text: encodePairs(body.form), type: 'application/x-www-form-urlencoded' };
  return body;
}
