/**
 * Charges and refunds: what an attempt to take money leaves behind, and how it is given back. The decisions are made in intents.ts;
 * here are their consequences. Called by intents.ts, time.ts and the routes.
 */
import type { JsonObject } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { bookCharge, bookRefund } from './balance.ts';
import { invalid } from './failures.ts';
import { add, change, later, need, newId, number, text, type Doc, type World } from './ledger.ts';
import { networksOf } from './methods.ts';
import { charge as blankCharge, refund as blankRefund } from './objects-payments.ts';

const day = 86_400;

function methodTypeOf(charge: Doc): string {
  return text(charge, 'payment_method_details.type');
}

/** How the method shows on a charge: what was really used, and the agreement it was used under. */
function detailsOf(method: Doc, network: string | undefined, mandate: string | null, now: number): JsonObject {
  const type = text(method, 'type');
  const known = method[type];
  const base: JsonObject = isObject(known) ? known : {};
  if (type === 'card') {
    const used = network ?? networksOf(method)[0] ?? text(base, 'brand');
    return {
      type,
      card: {
        amount_authorized: null,
        authorization_code: null,
        brand: base['brand'] ?? null,
        checks: base['checks'] ?? null,
        country: base['country'] ?? null,
        exp_month: base['exp_month'] ?? null,
        exp_year: base['exp_year'] ?? null,
        fingerprint: base['fingerprint'] ?? null,
        funding: base['funding'] ?? null,
        installments: null,
        last4: base['last4'] ?? null,
        mandate: null,
        network: used,
        network_token: { used: false },
        network_transaction_id: null,
        three_d_secure: null,
        wallet: null,
      },
    };
  }
  const debit = new Date((now + 3 * day) * 1000).toISOString().slice(0, 10);
  return { type, [type]: { ...base, mandate, ...(type === 'au_becs_debit' ? { expected_debit_date: debit } : {}) } };
}

/** A charge in the making; `status` decides what else it says. */
export function addCharge(
  world: World,
  intent: Doc,
  method: Doc,
  how: {
    readonly status: 'succeeded' | 'pending' | 'failed';
    readonly captured: boolean;
    readonly network?: string | undefined;
    readonly mandate?: string | null;
    readonly failure?: { readonly code: string; readonly message: string };
  },
): Doc {
  const card = method['type'] === 'card';
  const id = newId(world, card ? 'ch' : 'py', 24);
  const outcome: JsonObject = {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: how.status === 'failed' ? 'declined_by_network' : 'approved_by_network',
    reason: how.failure?.code ?? null,
    risk_level: 'normal',
    seller_message: how.status === 'failed' ? 'The bank did not return any further details.' : 'Payment complete.',
    type: how.status === 'failed' ? 'issuer_declined' : 'authorized',
  };
  const doc = add(world, 'charge', {
    ...blankCharge(id, world.now),
    amount: intent['amount'] ?? 0,
    billing_details: method['billing_details'] ?? null,
    captured: how.captured,
    currency: intent['currency'] ?? 'aud',
    customer: intent['customer'] ?? null,
    description: intent['description'] ?? null,
    failure_code: how.failure?.code ?? null,
    failure_message: how.failure?.message ?? null,
    metadata: intent['metadata'] ?? {},
    outcome,
    paid: how.status === 'succeeded',
    payment_intent: intent['id'] ?? null,
    payment_method: method['id'] ?? null,
    payment_method_details: detailsOf(method, how.network, how.mandate ?? null, world.now),
    receipt_email: intent['receipt_email'] ?? null,
    receipt_url: how.status === 'failed' ? null : `https://pay.stripe.com/receipts/payment/${id}`,
    status: how.status,
  });
  if (how.captured && how.status === 'succeeded') collect(world, doc, number(doc, 'amount'));
  change(world, doc, {}, `charge.${how.status}`);
  return doc;
}

/** The money is really taken. */
export function collect(world: World, charge: Doc, amount: number): void {
  change(world, charge, {
    amount_captured: amount,
    balance_transaction: bookCharge(world, charge, amount, methodTypeOf(charge)),
    captured: true,
    paid: true,
    status: 'succeeded',
  });
}

/** Gives money back at once (cards) or in three days (bank debits). Throws what Stripe answers when it cannot. */
export function addRefund(
  world: World,
  charge: Doc,
  params: { readonly amount: number | undefined; readonly reason: string | undefined; readonly metadata: JsonObject },
): Doc {
  const id = text(charge, 'id');
  const left = number(charge, 'amount') - number(charge, 'amount_refunded');
  if (charge['status'] !== 'succeeded' || charge['captured'] !== true) {
    throw invalid(`Charge ${id} cannot be refunded: its payment is not complete.`, { param: 'charge' });
  }
  if (left <= 0) throw invalid(`Charge ${id} has already been refunded.`, { code: 'charge_already_refunded' });
  const amount = params.amount ?? left;
  if (amount > left) {
    throw invalid(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  }
  const type = methodTypeOf(charge);
  const refundId = newId(world, type === 'card' ? 're' : 'pyr', 24);
  const doc: Doc = {
    ...blankRefund(refundId, world.now),
    amount,
    charge: id,
    currency: charge['currency'] ?? 'aud',
    customer: charge['customer'] ?? null,
    destination_details: type === 'card' ? { type: 'card', card: { type: 'refund' } } : { type, [type]: {} },
    metadata: params.metadata,
    payment_intent: charge['payment_intent'] ?? null,
    payment_method: charge['payment_method'] ?? null,
    reason: params.reason ?? null,
    status: type === 'card' ? 'succeeded' : 'pending',
  };
  doc['balance_transaction'] = bookRefund(world, doc, type);
  add(world, 'refund', doc, 'refund.created');
  if (type !== 'card') later(world, world.now + 3 * day, 'refund_arrives', refundId);
  change(
    world,
    charge,
    { amount_refunded: number(charge, 'amount_refunded') + amount, refunded: amount === left },
    'charge.refunded',
    'charge.updated',
  );
  return doc;
}

export function refundArrives(world: World, id: string): void {
  change(world, need(world, 'refund', id), { status: 'succeeded' }, 'refund.updated');
}
