/**
 * What a customer's system does with a delivery of ours before it believes it, after Standard Webhooks 1.0 and written apart from the
 * product: the signatures of version 1 over id, timestamp and body, and the age of the timestamp.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Arrival } from './receivers.ts';

const toleranceS = 300;

/** `secret`: as shown to the customer, `whsec_` and base64. Undefined: it is good; otherwise what is wrong with it. */
export function flaw(
  { id, timestamp, signature, body, atMs }: Pick<Arrival, 'id' | 'timestamp' | 'signature' | 'body' | 'atMs'>,
  secret: string,
): string | undefined {
  if (id === '') return 'it has no webhook-id';
  if (!Number.isInteger(timestamp)) return 'it has no webhook-timestamp';
  if (Math.abs(atMs / 1000 - timestamp) > toleranceS)
    return `its timestamp is ${timestamp}, and it came at ${atMs / 1000}`;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  const given = signature
    .split(' ')
    .flatMap((one) => (one.startsWith('v1,') ? [Buffer.from(one.slice(3), 'base64')] : []));
  if (given.length === 0) return 'it has no signature of version 1';
  return given.some((one) => one.length === expected.length && timingSafeEqual(one, expected))
    ? undefined
    : 'its signature is wrong';
}
