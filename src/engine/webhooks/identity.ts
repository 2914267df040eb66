/** By what a webhook is known again when it is sent twice. Pure; used by the intake and by whoever mends a stored one. */
import { hash } from 'node:crypto';
import type { WebhookEvent } from '../../contract/webhooks.ts';
import { CanonicalWriter } from '../sync/canonical.ts';

export interface WebhookIdentity {
  /** 16 bytes. Of the vendor's id; of an event without one, of its type, moment and payload. */
  readonly key: Buffer;
  /** 16 bytes, of the payload whatever order its fields are in. */
  readonly digest: Buffer;
  /** Of the payload. */
  readonly bytes: number;
}

/** Throws `decode_failed` when the payload is nested too deep. */
export function identify({
  id,
  type,
  at,
  payload,
}: Pick<WebhookEvent, 'id' | 'type' | 'at' | 'payload'>): WebhookIdentity {
  const writer = new CanonicalWriter();
  const { from, to } = writer.append(payload);
  const canonical = writer.slice(from, to);
  // The two kinds of keys differ in their first word, so that no vendor can choose an id that is another event's content.
  const named = id === undefined ? ['content', type, at ?? null, canonical.toString()] : ['id', id];
  return { key: digestOf(JSON.stringify(named)), digest: digestOf(canonical), bytes: to - from };
}

function digestOf(of: string | Buffer): Buffer {
  return hash('sha256', of, 'buffer').subarray(0, 16);
}
