/**
 * Where a redirect leads and what may go along. Pure; client.ts checks the host of every hop and lets egress.ts check its address.
 */
import type { RawRequest, RawResponse } from './transport.ts';

/** Headers that may leave the origin they were made for. A list of what is allowed: credentials have too many names to forbid. */
const travelling = new Set(['accept', 'accept-encoding', 'accept-language', 'user-agent', 'range']);

/** The request that follows a redirect; `undefined` when there is none to follow, and the answer stands as it is. */
export function nextHop(
  request: RawRequest,
  response: Pick<RawResponse, 'status' | 'headers'>,
): RawRequest | undefined {
  const { status } = response;
  const location = response.headers['location'];
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return undefined;
  const url = URL.parse(location, request.url.href);
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  url.hash = '';
  const same = url.origin === request.url.origin;
  const headers = same ? request.headers : pick(request.headers);
  if (request.method === 'GET' || request.method === 'HEAD') return { ...request, url, headers };
  // A read by POST keeps its body where the status says so, but never takes it to another origin: keys may be inside.
  return same && (status === 307 || status === 308) ? { ...request, url } : undefined;
}

function pick(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => travelling.has(name)));
}
