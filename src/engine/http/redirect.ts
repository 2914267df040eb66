/**
 * Where a redirect leads, what may go along, and what to tell whoever typed a site that leads elsewhere. Pure; attempt.ts holds every
 * hop against the provider's hosts and lets egress.ts check its address.
 */
import type { RawRequest, RawResponse } from './transport.ts';

/** Headers that may leave the origin they were made for. A list of what is allowed: credentials have too many names to forbid. */
const travelling = new Set(['accept', 'accept-encoding', 'accept-language', 'user-agent', 'range']);

/** The address an answer sends on to; `undefined` when it does not, or to none that can be used. */
export function redirectTarget(
  { url: from }: Pick<RawRequest, 'url'>,
  { status, headers }: Pick<RawResponse, 'status' | 'headers'>,
): URL | undefined {
  const location = headers['location'];
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return undefined;
  const url = URL.parse(location, from.href);
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  url.hash = '';
  return url;
}

/** The request that follows a redirect; `undefined` when there is none to follow, and the answer stands as it is. */
export function nextHop(
  request: RawRequest,
  response: Pick<RawResponse, 'status' | 'headers'>,
): RawRequest | undefined {
  const { status } = response;
  const url = redirectTarget(request, response);
  if (url === undefined) return undefined;
  const same = url.origin === request.url.origin;
  const headers = same ? request.headers : pick(request.headers);
  if (request.method === 'GET' || request.method === 'HEAD') return { ...request, url, headers };
  // A read by POST keeps its body where the status says so, but never takes it to another origin: keys may be inside.
  return same && (status === 307 || status === 308) ? { ...request, url } : undefined;
}

/**
 * The site a tenant should have typed, when the one he typed (`base`) sends calls on: the new address without what our request added to
 * the base.
 */
export function siteBehind(base: string, from: URL, to: URL): string {
  const below = (URL.parse(base)?.pathname ?? '/').replace(/\/$/, '');
  const added = from.pathname.startsWith(below) ? from.pathname.slice(below.length) : from.pathname;
  const path = to.pathname.endsWith(added) ? to.pathname.slice(0, to.pathname.length - added.length) : '';
  return to.origin + path.replace(/\/$/, '');
}

function pick(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => travelling.has(name)));
}
