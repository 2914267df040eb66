/**
 * What Stripe's events tell of: read from `/v1/events` by schedule (streams.ts) and sent to us as webhooks (webhooks.ts), by the same
 * table and the same reading.
 */
import type { Change, ChangeFeed, JsonObject } from 'plugboard/contract';
import { at, fromUnix, isObject, textAt } from 'plugboard/kit';
import { itemsOf, nextPage, pageSize, withoutSecrets } from './lists.ts';

const dayMs = 86_400_000;

interface Telling {
  /** `object` of what the event holds. */
  readonly object: string;
  readonly types: readonly string[];
  /** The types that mean it is gone. A deleted subscription is not: it is cancelled and stays. */
  readonly deletedBy?: readonly string[];
}

/** Stream -> the events that tell of it. Balance transactions have none. */
export const told = {
  customers: {
    object: 'customer',
    types: ['customer.created', 'customer.updated', 'customer.deleted'],
    deletedBy: ['customer.deleted'],
  },
  charges: {
    object: 'charge',
    types: [
      'charge.succeeded',
      'charge.pending',
      'charge.failed',
      'charge.captured',
      'charge.expired',
      'charge.updated',
      'charge.refunded',
    ],
  },
  payment_intents: {
    object: 'payment_intent',
    types: [
      'payment_intent.created',
      'payment_intent.requires_action',
      'payment_intent.processing',
      'payment_intent.partially_funded',
      'payment_intent.amount_capturable_updated',
      'payment_intent.succeeded',
      'payment_intent.payment_failed',
      'payment_intent.canceled',
    ],
  },
  subscriptions: {
    object: 'subscription',
    types: [
      'customer.subscription.created',
      'customer.subscription.updated',
      'customer.subscription.deleted',
      'customer.subscription.paused',
      'customer.subscription.resumed',
      'customer.subscription.pending_update_applied',
      'customer.subscription.pending_update_expired',
    ],
  },
  invoices: {
    object: 'invoice',
    types: [
      // Not invoice.upcoming: what it shows has no id yet.
      'invoice.created',
      'invoice.updated',
      'invoice.finalized',
      'invoice.finalization_failed',
      'invoice.sent',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice.payment_failed',
      'invoice.payment_action_required',
      'invoice.overdue',
      'invoice.overpaid',
      'invoice.marked_uncollectible',
      'invoice.voided',
      'invoice.deleted',
    ],
    deletedBy: ['invoice.deleted'],
  },
  refunds: {
    object: 'refund',
    // charge.refund.updated also holds a refund; it is what accounts on old versions send.
    types: ['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated'],
  },
  products: {
    object: 'product',
    types: ['product.created', 'product.updated', 'product.deleted'],
    deletedBy: ['product.deleted'],
  },
  prices: {
    object: 'price',
    types: ['price.created', 'price.updated', 'price.deleted'],
    deletedBy: ['price.deleted'],
  },
  payouts: {
    object: 'payout',
    // A payout shown as paid can still turn to failed within days: that comes as an event too.
    types: [
      'payout.created',
      'payout.updated',
      'payout.paid',
      'payout.failed',
      'payout.canceled',
      'payout.reconciliation_completed',
    ],
  },
} as const satisfies Readonly<Record<string, Telling>>;

export type ToldStream = keyof typeof told;

/** The feed of a stream's events. An event holds the whole object as it was then, so nothing is fetched again. */
export function eventsAbout(name: ToldStream): ChangeFeed {
  return {
    // Stripe keeps 30 days; a feed that loses its oldest events while it is being read would hide a gap.
    retentionMs: 29 * dayMs,
    request: ({ since }) => ({
      url: '/v1/events',
      query: { limit: pageSize, 'types[]': told[name].types, 'created[gte]': Math.floor(Date.parse(since) / 1000) },
    }),
    items: itemsOf,
    paginate: nextPage,
    change: (event) => changeOf(event, told[name]),
  };
}

/** The stream an event tells of, whatever its type, and what. Undefined: it is about nothing that is kept. */
export function toldBy(event: JsonObject): { readonly stream: string; readonly change: Change } | undefined {
  for (const [stream, telling] of Object.entries(told)) {
    const change = changeOf(event, telling);
    if (change !== undefined) return { stream, change };
  }
  return undefined;
}

function changeOf(event: JsonObject, { object, deletedBy = [] }: Telling): Change | undefined {
  const item = at(event, 'data.object');
  const happened = fromUnix(at(event, 'created'));
  if (!isObject(item) || item['object'] !== object || happened === undefined) return undefined;
  const key = textAt(item, 'id');
  if (key === undefined) return undefined;
  const deleted = deletedBy.includes(textAt(event, 'type') ?? '') || item['deleted'] === true;
  return { key, at: happened, item: deleted ? undefined : withoutSecrets(item), deleted };
}
