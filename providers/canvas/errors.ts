/** What Canvas means when it says no: two kinds of 401 and three kinds of 403. Called by index.ts. */
import type { HttpResponse, Verdict } from 'plugboard/contract';
import { at, isObject, textAt } from 'plugboard/kit';

export function readError(response: HttpResponse): Verdict | undefined {
  const { status, body, headers } = response;
  const message = wordsOf(body);
  switch (status) {
    case 400:
    case 422:
      return message === undefined ? undefined : { code: isTaken(message) ? 'conflict' : 'invalid_request', message };
    case 401:
      return readUnauthorized(message, headers['www-authenticate'] !== undefined);
    case 403:
      return readForbidden(response, message);
    case 404:
      return { code: 'not_found', message: message ?? 'Canvas has no such thing, or it was deleted.' };
    case 429:
      return { code: 'rate_limited', message: tooMuch };
    default:
      return undefined;
  }
}

const tooMuch = 'Canvas is asked for too much at once.';

/**
 * Canvas does not say how long to wait. Its bucket holds 200 more than the mark above which it refuses and loses 10 a second: after
 * three pauses of this length even a full one takes calls again.
 */
const throttled: Verdict = { code: 'rate_limited', message: tooMuch, retryAfterMs: 10_000 };

/** Only a bad token comes with the header. The rest is about rights, where a new token would not help. */
function readUnauthorized(message: string | undefined, aboutToken: boolean): Verdict {
  if (message?.includes('Insufficient scopes') === true) {
    return {
      code: 'permission_denied',
      message: 'The developer key enforces scopes and this one was not granted: add it to the key, then connect again.',
    };
  }
  if (aboutToken) return { code: 'auth_expired', message: message ?? 'The access token is not valid.' };
  return { code: 'permission_denied', message: denied(message) };
}

function readForbidden({ body, headers }: HttpResponse, message: string | undefined): Verdict {
  // The throttle answers plain text; a refusal to a person is JSON.
  const text = typeof body === 'string' ? body : '';
  const empty = !isObject(body) && Number(headers['x-rate-limit-remaining'] ?? 'none') <= 0;
  if (text.includes('Rate Limit Exceeded') || empty) return throttled;
  if (message !== undefined && /user.?agent/i.test(message)) {
    return {
      code: 'invalid_request',
      message:
        'Canvas wants to know who calls: something between Plugboard and Canvas takes away the User-Agent header.',
    };
  }
  return { code: 'permission_denied', message: denied(message) };
}

function denied(message: string | undefined): string {
  return `${message ?? 'not authorized'}: the person the token belongs to has no right to this in Canvas.`;
}

/** A SIS id or a login that somebody else has. */
function isTaken(message: string): boolean {
  return /already in use/i.test(message);
}

/** `{message}`, `{errors: [{message}]}`, or problems by field, at any depth: all of them, each once. */
function wordsOf(body: unknown): string | undefined {
  const listed = messagesIn(at(body, 'errors'), 0);
  const words = listed.length > 0 ? listed : [textAt(body, 'message') ?? textAt(body, 'error') ?? ''];
  const text = [...new Set(words)].filter((word) => word !== '').join('; ');
  return text === '' ? undefined : text;
}

function messagesIn(value: unknown, depth: number, field = ''): readonly string[] {
  if (depth > 5) return [];
  if (Array.isArray(value)) return value.flatMap((one: unknown) => messagesIn(one, depth + 1, field));
  if (!isObject(value)) return typeof value === 'string' && value !== '' ? [named(field, value)] : [];
  const message = textAt(value, 'message');
  if (message !== undefined) return [named(field, message)];
  return Object.entries(value).flatMap(([name, inner]) => messagesIn(inner, depth + 1, name));
}

function named(field: string, message: string): string {
  return field === '' ? message : `${field}: ${message}`;
}
