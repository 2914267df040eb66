/** When a delivery that failed is tried again. Pure arithmetic; the promise it keeps is in docs/guide/endpoints.md. */
import type { Random } from '../ports.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Between one attempt and the next, milliseconds: ten attempts within 75 hours and a half. */
export const steps: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

const jitter = 0.2;

/**
 * Milliseconds to the next attempt after `failures` of them (1 or more); undefined: it is given up. A receiver's Retry-After is followed
 * between the step and twice the step: it may ask for more time, but not for so much that we would never learn how it is doing.
 */
export function waitAfter(
  failures: number,
  random: Pick<Random, 'next'>,
  retryAfterMs: number | undefined,
): number | undefined {
  const step = steps[failures - 1];
  if (step === undefined) return undefined;
  const spread = Math.round(step * (1 - jitter + 2 * jitter * random.next()));
  return retryAfterMs === undefined || retryAfterMs <= step ? spread : Math.min(retryAfterMs, 2 * step);
}

/** Milliseconds a Retry-After header asks for: seconds or a date. Undefined: there is none, or it says nothing. */
export function retryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * second;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
