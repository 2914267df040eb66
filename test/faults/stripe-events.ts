/**
 * A vendor's webhooks as the vendor makes them, written from its documentation and not with the product's own code: Stripe's envelope
 * around a charge, and its signature. For the faults of what comes in, and for measuring it.
 */
import { createHmac } from 'node:crypto';

export interface VendorEvent {
  /** `evt_...`: what tells it from others. */
  readonly id: string;
  /** Id of the charge it is about. */
  readonly charge: string;
  readonly body: Buffer;
}

/**
 * `charge.succeeded` number `no`, about a charge of its own. `atMs`: when it happened. `bytes`: what the body is filled up to, with
 * metadata. The same arguments make the same bytes.
 */
export function chargeEvent(no: number, atMs: number, bytes = 0): VendorEvent {
  return eventAbout(no, 'succeeded', atMs, bytes);
}

/** `charge.refunded` about charge number `no`: another event about the same thing. */
export function refundEvent(no: number, atMs: number): VendorEvent {
  return eventAbout(no, 'refunded', atMs, 0);
}

function eventAbout(no: number, what: 'succeeded' | 'refunded', atMs: number, bytes: number): VendorEvent {
  const name = String(no).padStart(8, '0');
  const created = Math.floor(atMs / 1000);
  const [id, charge] = [`evt_${what}${name}`, `ch_fault${name}`];
  const envelope = (filling: string): Buffer =>
    Buffer.from(
      JSON.stringify({
        id,
        object: 'event',
        api_version: '2026-07-29.dahlia',
        created,
        type: `charge.${what}`,
        livemode: false,
        pending_webhooks: 1,
        request: { id: `req_fault${name}`, idempotency_key: null },
        data: { object: chargeObject(charge, 1_000 + (no % 9_000), what === 'refunded', filling) },
      }),
    );
  const bare = envelope('');
  return { id, charge, body: bare.length >= bytes ? bare : envelope('x'.repeat(bytes - bare.length)) };
}

function chargeObject(id: string, amount: number, refunded: boolean, filling: string): object {
  return {
    id,
    object: 'charge',
    amount,
    amount_captured: amount,
    amount_refunded: refunded ? amount : 0,
    balance_transaction: null,
    billing_details: { email: 'kim@acme.example', name: 'Kim Ray', phone: null, address: {} },
    captured: true,
    created: 1_777_593_600,
    currency: 'aud',
    customer: null,
    description: 'Zoë’s course',
    disputed: false,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: { filling },
    outcome: { type: 'authorized' },
    paid: true,
    payment_intent: null,
    payment_method: null,
    payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242', exp_month: 8, exp_year: 2030 } },
    receipt_url: 'https://pay.stripe.com/receipts/fault',
    refunded,
    status: 'succeeded',
  };
}

/** Headers of one attempt to send it. `signedAtMs`: the moment of the attempt. */
export function stripeHeaders(body: Buffer, secret: string, signedAtMs: number): Readonly<Record<string, string>> {
  const t = Math.floor(signedAtMs / 1000);
  const v1 = createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex');
  return { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': `t=${t},v1=${v1}` };
}
