/**
 * Signatures of what we send, after Standard Webhooks 1.0 (v1: HMAC-SHA256 over id, timestamp and body). Made with node:crypto over
 * bytes: the library of that name turns them into text first. Used by send.ts; the tests hold both against each other.
 */
import { createHmac, createSecretKey } from 'node:crypto';
import type { Random } from '../ports.ts';

const prefix = 'whsec_';
/** 192 bits; the specification asks for 24 to 64 bytes. */
const keyBytes = 24;

/** As it is handed to the receiver: `whsec_` and base64. */
export function newSigningKey(random: Random): string {
  return prefix + random.bytes(keyBytes).toString('base64');
}

export interface Signed {
  readonly 'webhook-id': string;
  /** Seconds since the epoch. */
  readonly 'webhook-timestamp': string;
  /** One signature per key, separated by spaces: the receiver needs to know one of them. */
  readonly 'webhook-signature': string;
}

/** The headers of one attempt. `keys` as {@link newSigningKey} makes them; neither id nor timestamp may hold a full stop. */
export function signed(keys: readonly string[], id: string, nowMs: number, body: Buffer): Signed {
  const timestamp = String(Math.floor(nowMs / 1000));
  const signatures = keys.map((key) => {
    // Handed over as bytes, the key would cost Node several times what the signature does.
    const hmac = createHmac('sha256', createSecretKey(key.slice(prefix.length), 'base64'));
    return `v1,${hmac.update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
