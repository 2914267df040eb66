/** What Coursebox means when it says no: LoopBack's error bodies, as far as anybody has seen them. Called by index.ts. */
import type { HttpResponse, Verdict } from 'plugboard/contract';
import { at, isObject, textAt } from 'plugboard/kit';

/** Where the answer does not say when to come again: three pauses of this length are the minute most limits are counted by. */
const pauseMs = 20_000;

export function readError({ status, body, headers }: HttpResponse): Verdict | undefined {
  const vendorCode = textAt(body, 'error.code');
  const said = textAt(body, 'error.message') ?? textAt(body, 'message');
  const verdict = verdictOf(status, said, body, vendorCode);
  if (verdict === undefined) return undefined;
  const pause =
    verdict.code === 'rate_limited' && headers['retry-after'] === undefined ? { retryAfterMs: pauseMs } : {};
  return { ...verdict, ...pause, ...(vendorCode === undefined ? {} : { vendorCode }) };
}

function verdictOf(
  status: number,
  said: string | undefined,
  body: unknown,
  vendorCode: string | undefined,
): Verdict | undefined {
  switch (status) {
    case 400:
      return said === undefined ? undefined : { code: 'invalid_request', message: said };
    case 401:
      return vendorCode === 'LOGIN_FAILED'
        ? { code: 'auth_revoked', message: 'Coursebox does not accept this e-mail address and password.' }
        : { code: 'auth_expired', message: said ?? 'The access token is not valid.' };
    case 403:
      return {
        code: 'permission_denied',
        message: `${said ?? 'Access denied'}: the account must be an administrator of the portal, and the portal must have the API add-on.`,
      };
    case 404:
      return { code: 'not_found', message: said ?? 'Coursebox has no such thing, or it was deleted.' };
    case 409:
    case 422:
      return {
        code: isTaken(body) || status === 409 ? 'conflict' : 'invalid_request',
        message: problemsIn(body) ?? said ?? 'Coursebox did not accept it.',
      };
    case 429:
      return { code: 'rate_limited', message: 'Coursebox is asked for too much at once.' };
    default:
      return undefined;
  }
}

/** A rule's name per field: somebody else has that e-mail address. */
function isTaken(body: unknown): boolean {
  const codes = at(body, 'error.details.codes');
  return isObject(codes) && Object.values(codes).flat().includes('uniqueness');
}

/** `{details: {messages: {email: ['is invalid']}}}`. */
function problemsIn(body: unknown): string | undefined {
  const messages = at(body, 'error.details.messages');
  if (!isObject(messages)) return undefined;
  const words = Object.entries(messages).flatMap(([field, texts]) =>
    [texts].flat().flatMap((text) => (typeof text === 'string' ? [`${field}: ${text}`] : [])),
  );
  return words.length === 0 ? undefined : words.join('; ');
}
