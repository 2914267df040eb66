/**
 * Decides what an answer means: a success, or which error of the one table, in whose words. The provider's own `success` and `error`
 * functions come first, the HTTP status second. Pure; called by client.ts.
 */
import { PlugboardError, fail, type ErrorCode } from '../../contract/errors.ts';
import type { HttpResponse } from '../../contract/http.ts';
import { maskEmails } from '../../contract/personal-text.ts';
import type { Provider } from '../../contract/provider.ts';
import type { Decoded } from './decode.ts';
import type { Redactor } from './redact.ts';
import { retryAfterMs } from './retry.ts';
import type { RawResponse } from './transport.ts';

/** The part of a provider that reads answers. */
export type Reader = Pick<Provider, 'key' | 'name' | 'success' | 'error' | 'requestIdHeader'>;

export interface Answer {
  readonly provider: Reader;
  readonly operation: string;
  readonly raw: RawResponse;
  readonly decoded: Decoded;
  /** The vendor's URL. */
  readonly url: string;
  /** Asked for when there is something to say. */
  readonly redactor: () => Redactor;
  readonly nowMs: number;
}

export type Judgement =
  { readonly ok: true; readonly response: HttpResponse } | { readonly ok: false; readonly error: PlugboardError };

/** Never throws for anything a vendor can send; a provider function that trips over an answer makes it `decode_failed`. */
export function judge(answer: Answer): Judgement {
  const { provider, raw, decoded } = answer;
  const { status } = raw;
  if (!decoded.ok && status < 300) {
    const { name, about } = introduced(answer);
    return { ok: false, error: fail('decode_failed', `${name} with ${decoded.problem}`, about) };
  }

  const response: HttpResponse = {
    status,
    headers: raw.headers,
    body: decoded.ok ? decoded.body : null,
    url: answer.url,
  };
  try {
    if (provider.success === undefined ? status < 300 : provider.success(response)) {
      if (raw.without === undefined) return { ok: true, response };
      const { name, about } = introduced(answer);
      const words = `${name} with ${whatCame(response.body)} instead of ${raw.without}`;
      return { ok: false, error: fail('decode_failed', words, about) };
    }
    const { name, about } = introduced(answer);
    const verdict = provider.error?.(response);
    const code = verdict?.code ?? codeFor(status);
    const words = clean(verdict?.message ?? vendorWords(response.body) ?? otherWords(answer), answer.redactor());
    const details = {
      ...about,
      vendorCode: verdict?.vendorCode === undefined ? undefined : clean(verdict.vendorCode, answer.redactor()),
      retryAfterMs: verdict?.retryAfterMs ?? retryAfterMs(raw.headers, answer.nowMs),
      retry: verdict?.retry,
    };
    return { ok: false, error: fail(code, words === '' ? name : `${name}: ${words}`, details) };
  } catch (cause) {
    if (cause instanceof PlugboardError) return { ok: false, error: cause };
    const { name, about } = introduced(answer);
    return { ok: false, error: fail('decode_failed', `${name} in a form that cannot be read`, { ...about, cause }) };
  }
}

/** Of an answer whose kind matters, decoded by its own Content-Type. */
function whatCame(body: unknown): string {
  if (body === null || body === '') return 'nothing';
  if (typeof body !== 'string') return 'JSON';
  return /^\s*<(!doctype html|html)/i.test(body) ? 'an HTML page' : 'something else';
}

/** How a message about a failure begins, and its facts. Of failures only: most answers are none. */
function introduced(answer: Answer) {
  const { provider, operation, raw } = answer;
  const { status } = raw;
  const requestId = requestIdOf(answer);
  const about = { provider: provider.key, operation, status, requestId };
  const name = `${provider.name} answered ${status} to ${operation}${requestId === undefined ? '' : ` (request id ${requestId})`}`;
  return { about, name };
}

/** What an HTTP status means when the provider has nothing to add. */
export function codeFor(status: number): ErrorCode {
  switch (status) {
    case 401:
      return 'auth_expired';
    case 403:
      return 'permission_denied';
    case 404:
    case 410:
      return 'not_found';
    case 408:
      return 'timeout';
    case 409:
    case 412:
    case 423:
      return 'conflict';
    case 425:
    case 429:
      return 'rate_limited';
    default:
      if (status >= 500) return 'provider_unavailable';
      return status >= 400 ? 'invalid_request' : 'decode_failed';
  }
}

function requestIdOf({ provider, raw, redactor }: Answer): string | undefined {
  const value = raw.headers[(provider.requestIdHeader ?? 'x-request-id').toLowerCase()];
  return value === undefined || value === '' ? undefined : clean(value, redactor()).slice(0, 100);
}

const wordsAt = [
  'message',
  'Message',
  'error_description',
  'detail',
  'Detail',
  'title',
  'Title',
  'error',
  'errors',
] as const;

/** The usual places where an API explains itself. */
function vendorWords(body: unknown, depth = 0): string | undefined {
  if (typeof body === 'string') return depth > 0 ? body : undefined;
  if (typeof body !== 'object' || body === null || depth > 3) return undefined;
  if (Array.isArray(body)) return vendorWords(body[0], depth + 1);
  const found = new Map<string, unknown>(Object.entries(body));
  for (const name of wordsAt) {
    const words = vendorWords(found.get(name), depth + 1);
    if (words !== undefined && words !== '') return words;
  }
  return undefined;
}

/** What else there is to say about an answer without words of its own. */
function otherWords({ raw, decoded }: Answer): string {
  const location = raw.headers['location'];
  if (location !== undefined && raw.status >= 300 && raw.status < 400) return `it sends calls on to ${location}`;
  return decoded.ok ? '' : `with ${decoded.problem}`;
}

/** Somebody else's text made safe to show: secrets and addresses of people out, one line, short. */
export function clean(text: string, redactor: Redactor): string {
  const line = maskEmails(redactor.text(text))
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
