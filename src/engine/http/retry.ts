/**
 * When to try again, as arithmetic: reading Retry-After, exponential backoff with jitter, which requests may be repeated. Pure;
 * client.ts does the waiting.
 */
import type { Random } from '../ports.ts';
import type { HttpRequest } from '../../contract/http.ts';

/** At most this many tries after the first. */
export const maxRetries = 3;

/** Milliseconds before try number `retry` (1, 2, 3): 1 s, 2 s, 4 s, each between 80 % and 120 %, so that callers do not march in step. */
export function backoffMs(retry: number, random: Random): number {
  return Math.round(1000 * 2 ** (retry - 1) * (0.8 + 0.4 * random.next()));
}

/**
 * Reads Retry-After: seconds, or an HTTP date. A date is measured from the answer's own Date header when it has one, because the
 * vendor's clock and ours may differ by more than the wait. `undefined`: absent or unreadable. Milliseconds, never negative.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, nowMs: number): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const at = readDate(value);
  if (at === undefined) return undefined;
  return Math.max(0, at - (readDate(headers['date'] ?? '') ?? nowMs));
}

/** An HTTP date, as milliseconds. Only text that begins with a day's name is one; Date.parse alone would read `-5` as the year 2005. */
export function readDate(text: string): number | undefined {
  if (!/^(mon|tue|wed|thu|fri|sat|sun)/i.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/**
 * May this request be sent a second time although the vendor may have acted on the first? Reads may; a write may when it carries
 * an idempotency key AND the vendor has a place for it, a header or a parameter (else the key never reaches anybody).
 */
export function isRepeatable(request: HttpRequest, place: string | undefined): boolean {
  const method = request.method ?? 'GET';
  if (method === 'GET' || method === 'HEAD' || request.safe === true) return true;
  return request.idempotencyKey !== undefined && place !== undefined;
}
