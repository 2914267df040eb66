/**
 * The account's balance: what each payment, refund and payout does to it, what it costs, when it can be paid out, and the
 * automatic payout of each day. Called by payments.ts and time.ts.
 */
import type { JsonObject } from 'plugboard/contract';
import { add, change, later, newId, number, text, type Doc, type World } from './ledger.ts';
import { balanceTransaction, payout } from './objects-payments.ts';

const day = 86_400;

function nextMidnight(at: number): number {
  return (Math.floor(at / day) + 1) * day;
}

/** Prices of Stripe in Australia, near enough: cards 1.75 % and 30 cents, bank debits 1 % and 30 cents, at most 3.50; GST on top. */
function feeOf(type: string, amount: number): readonly JsonObject[] {
  const card = type === 'card';
  const share = Math.round((amount * (card ? 175 : 100)) / 10_000) + 30;
  const fee = card ? share : Math.min(share, 350);
  const gst = Math.round(fee / 10);
  const part = (kind: string, value: number, description: string): JsonObject => ({
    amount: value,
    application: null,
    currency: 'aud',
    description,
    type: kind,
  });
  return [part('stripe_fee', fee, 'Stripe processing fees'), part('tax', gst, 'GST')];
}

function book(
  world: World,
  facts: {
    type: string;
    category: string;
    amount: number;
    currency: string;
    source: string;
    fees: readonly JsonObject[];
    available: number;
    description: string | null;
  },
): Doc {
  const fee = facts.fees.reduce((sum, part) => sum + number(part, 'amount'), 0);
  const id = newId(world, 'txn', 24);
  const now = facts.available <= world.now;
  if (!now) later(world, facts.available, 'funds_available', id);
  return add(world, 'balance_transaction', {
    ...balanceTransaction(id, world.now),
    amount: facts.amount,
    available_on: facts.available,
    currency: facts.currency,
    description: facts.description,
    fee,
    fee_details: facts.fees.map((part) => ({ ...part, currency: facts.currency })),
    net: facts.amount - fee,
    reporting_category: facts.category,
    source: facts.source,
    status: now ? 'available' : 'pending',
    type: facts.type,
  });
}

/** Money from a payer: available two days later. Answers the id of the balance transaction. */
export function bookCharge(world: World, charge: Doc, amount: number, methodType: string): string {
  const fees = feeOf(methodType, amount);
  return text(
    book(world, {
      type: methodType === 'card' ? 'charge' : 'payment',
      category: 'charge',
      amount,
      currency: text(charge, 'currency'),
      source: text(charge, 'id'),
      fees,
      available: nextMidnight(world.now + day),
      description: text(charge, 'description') || null,
    }),
    'id',
  );
}

/** Money back to a payer, from what is available; the fee of the payment is not returned. */
export function bookRefund(world: World, refund: Doc, methodType: string): string {
  return text(
    book(world, {
      type: methodType === 'card' ? 'refund' : 'payment_refund',
      category: 'refund',
      amount: -number(refund, 'amount'),
      currency: text(refund, 'currency'),
      source: text(refund, 'id'),
      fees: [],
      available: nextMidnight(world.now + day),
      description: 'REFUND FOR PAYMENT',
    }),
    'id',
  );
}

/** Pending funds have arrived; an hour later everything that is available leaves for the bank. */
export function fundsAvailable(world: World, id: string): void {
  const txn = world.ledger.objects.balance_transaction.find((doc) => doc['id'] === id);
  if (txn === undefined) return;
  // No event: Stripe has none for balance transactions.
  change(world, txn, { status: 'available' });
  if (!world.ledger.due.some(({ what }) => what === 'payout_made')) later(world, world.now + 3600, 'payout_made', '');
}

export function makePayouts(world: World): void {
  const ready = world.ledger.objects.balance_transaction.filter(
    (txn) => txn['status'] === 'available' && txn['type'] !== 'payout' && !(text(txn, 'id') in world.ledger.payoutOf),
  );
  for (const currency of new Set(ready.map((txn) => text(txn, 'currency')))) {
    const rows = ready.filter((txn) => txn['currency'] === currency);
    const amount = rows.reduce((sum, txn) => sum + number(txn, 'net'), 0);
    if (amount <= 0) continue;
    const id = newId(world, 'po', 24);
    const arrival = nextMidnight(world.now);
    const doc: Doc = { ...payout(id, world.now), amount, currency, arrival_date: arrival };
    const txn = book(world, {
      type: 'payout',
      category: 'payout',
      amount: -amount,
      currency,
      source: id,
      fees: [],
      available: world.now,
      description: 'STRIPE PAYOUT',
    });
    doc['balance_transaction'] = text(txn, 'id');
    for (const row of [...rows, txn]) world.ledger.payoutOf[text(row, 'id')] = id;
    add(world, 'payout', doc, 'payout.created');
    later(world, arrival, 'payout_paid', id);
  }
}

export function payoutPaid(world: World, id: string): void {
  const doc = world.ledger.objects.payout.find((each) => each['id'] === id);
  if (doc === undefined) return;
  change(
    world,
    doc,
    { status: 'paid', trace_id: { status: 'supported', value: id.slice(-12) } },
    'payout.updated',
    'payout.paid',
  );
  change(world, doc, { reconciliation_status: 'completed' }, 'payout.reconciliation_completed');
}

/** `GET /v1/balance`. */
export function balanceOf(world: World): JsonObject {
  const sums = (status: string): JsonObject[] => {
    const byCurrency = new Map<string, number>();
    for (const txn of world.ledger.objects.balance_transaction) {
      if (txn['status'] !== status) continue;
      const currency = text(txn, 'currency');
      byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + number(txn, 'net'));
    }
    if (byCurrency.size === 0) byCurrency.set(text(world.ledger.account, 'default_currency'), 0);
    return [...byCurrency].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
  };
  return { object: 'balance', available: sums('available'), livemode: false, pending: sums('pending') };
}
