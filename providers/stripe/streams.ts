/**
 * The ten lists of Stripe that become records. There is no "updated since": a first pass walks the list, later ones read
 * `/v1/events`, which holds every change of the last 30 days with the object as it was. Facts only; lists.ts has the walking,
 * maps-*.ts the shapes.
 */
import { stream, type Incremental, type JsonObject, type Query, type Stream } from 'plugboard/contract';
import { at, fromUnix, keyAt } from 'plugboard/kit';
import { eventsAbout, type ToldStream } from './events.ts';
import { activeThenInactive, itemsOf, itemsWithoutSecrets, nextPage, pageSize } from './lists.ts';
import { mapCustomer, mapInvoice, mapPrice, mapProduct, mapSubscription } from './maps-billing.ts';
import { mapBalanceTransaction, mapPaymentIntent, mapCharge, mapPayout, mapRefund } from './maps-payments.ts';
import {
  rawBalanceTransaction,
  rawCharge,
  rawCustomer,
  rawInvoice,
  rawPaymentIntent,
  rawPayout,
  rawPrice,
  rawProduct,
  rawRefund,
  rawSubscription,
} from './raw.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** The list as such: what all ten have in common. */
function listed(url: string, query: Query = {}) {
  return {
    key: keyAt('id'),
    request: () => ({ url, query: { limit: pageSize, ...query } }),
    items: itemsOf,
    paginate: nextPage,
  };
}

/** Events show up a moment after what they tell of; five minutes of overlap cost one page at most. */
function fromEvents(name: ToldStream): Incremental {
  return { style: 'changes', lookbackMs: 5 * minuteMs, changes: eventsAbout(name) };
}

function isDeleted(item: JsonObject): boolean {
  return at(item, 'deleted') === true;
}

const customers = stream({
  model: 'contact',
  summary: 'People and companies that pay.',
  raw: rawCustomer,
  ...listed('/v1/customers'),
  incremental: fromEvents('customers'),
  deletions: 'swept',
  map: mapCustomer,
});

const charges = stream({
  model: 'payment',
  summary: 'Payments, and attempts that failed.',
  raw: rawCharge,
  ...listed('/v1/charges'),
  // The sources that cards replaced years ago have secrets of their own.
  items: itemsWithoutSecrets,
  incremental: fromEvents('charges'),
  deletions: 'never',
  map: mapCharge,
});

const paymentIntents = stream({
  model: 'payment_intent',
  summary: 'Payments from the first intention to the result.',
  raw: rawPaymentIntent,
  ...listed('/v1/payment_intents'),
  items: itemsWithoutSecrets,
  incremental: fromEvents('payment_intents'),
  // A changed description, amount or customer has no event until the status moves.
  fullEveryMs: 7 * dayMs,
  deletions: 'never',
  map: mapPaymentIntent,
});

const subscriptions = stream({
  model: 'subscription',
  summary: 'What is billed again and again, cancelled ones included.',
  raw: rawSubscription,
  ...listed('/v1/subscriptions', { status: 'all' }),
  incremental: fromEvents('subscriptions'),
  deletions: 'never',
  map: mapSubscription,
});

const invoices = stream({
  model: 'invoice',
  summary: 'Bills, mostly of subscriptions, from draft to paid.',
  raw: rawInvoice,
  ...listed('/v1/invoices'),
  incremental: fromEvents('invoices'),
  // Drafts can be deleted.
  deletions: 'swept',
  map: mapInvoice,
});

const refunds = stream({
  model: 'refund',
  summary: 'Money given back.',
  raw: rawRefund,
  ...listed('/v1/refunds'),
  // charge.refund.updated also holds a refund; it is what accounts on old versions send.
  incremental: fromEvents('refunds'),
  deletions: 'never',
  map: mapRefund,
});

const products = stream({
  model: 'product',
  summary: 'What is sold, active or not.',
  raw: rawProduct,
  ...listed('/v1/products'),
  incremental: fromEvents('products'),
  deletions: 'swept',
  updatedAt: (item) => fromUnix(at(item, 'updated')),
  map: mapProduct,
});

const prices = stream({
  model: 'price',
  summary: 'What products cost, active prices or not.',
  raw: rawPrice,
  ...listed('/v1/prices', { active: true }),
  paginate: activeThenInactive,
  incremental: fromEvents('prices'),
  // Not swept: prices made inside a checkout have events but are on no list, and would be taken for deleted.
  deletions: 'flagged',
  deleted: isDeleted,
  map: mapPrice,
});

const payouts = stream({
  model: 'payout',
  summary: "Money sent to the account's bank.",
  raw: rawPayout,
  ...listed('/v1/payouts'),
  // A payout shown as paid can still turn to failed within days: that comes as an event too.
  incremental: fromEvents('payouts'),
  deletions: 'never',
  map: mapPayout,
});

const balanceTransactions = stream({
  model: 'bank_transaction',
  summary: 'Every movement on the Stripe balance, with its fee.',
  raw: rawBalanceTransaction,
  ...listed('/v1/balance_transactions'),
  request: ({ since }) => ({
    url: '/v1/balance_transactions',
    query: {
      limit: pageSize,
      'created[gte]': since === undefined ? undefined : Math.floor(Date.parse(since) / 1000),
    },
  }),
  // No event tells of a balance transaction and the list filters by creation only. The one thing that changes later is `status`,
  // pending to available, within days: looking back 14 days catches that for every ordinary payout schedule. Where money is held
  // longer (some countries wait 30 days) the weekly full pass does.
  incremental: { style: 'updated_since', lookbackMs: 14 * dayMs },
  fullEveryMs: 7 * dayMs,
  deletions: 'never',
  map: mapBalanceTransaction,
});

export const streams: Readonly<Record<string, Stream>> = {
  customers,
  charges,
  payment_intents: paymentIntents,
  subscriptions,
  invoices,
  refunds,
  products,
  prices,
  payouts,
  balance_transactions: balanceTransactions,
};
