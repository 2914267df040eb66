/**
 * What Stripe's events tell of: read from `/v1/events` by schedule (streams.ts) and sent to us as webhooks (webhooks.ts), by the same
 * table and the same reading.
 */
import type { Change, ChangeFeed, JsonObject } from 'plugboard/contract';
import { at, fromMs, fromUnix, isObject, textAt } from 'plugboard/kit';
import { itemsOf, nextPage, pageSize, withoutSecrets } from './lists.ts';

const dayMs = 86_400_000;

interface Telling {
  /** `object` of what the event holds. */
  readonly object: string;
  /** In the order in which they follow each other where several happen in one second. */
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
      'charge.pending',
      'charge.succeeded',
      'charge.failed',
      'charge.captured',
      'charge.updated',
      'charge.expired',
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
      'payment_intent.payment_failed',
      'payment_intent.succeeded',
      'payment_intent.canceled',
    ],
  },
  subscriptions: {
    object: 'subscription',
    types: [
      'customer.subscription.created',
      'customer.subscription.updated',
      'customer.subscription.paused',
      'customer.subscription.resumed',
      'customer.subscription.pending_update_applied',
      'customer.subscription.pending_update_expired',
      'customer.subscription.deleted',
    ],
  },
  invoices: {
    object: 'invoice',
    types: [
      // Not invoice.upcoming: what it shows has no id yet.
      'invoice.created',
      'invoice.finalization_failed',
      'invoice.finalized',
      'invoice.sent',
      'invoice.updated',
      'invoice.payment_action_required',
      'invoice.payment_failed',
      'invoice.overdue',
      'invoice.paid',
      'invoice.payment_succeeded',
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
    types: ['refund.created', 'charge.refund.updated', 'refund.updated', 'refund.failed'],
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
      'payout.reconciliation_completed',
      'payout.failed',
      'payout.canceled',
    ],
  },
} as const satisfies Readonly<Record<string, Telling>>;

export type ToldStream = keyof typeof told;

/**
 * Stripe says when to the second, and an invoice is made, finalised and paid within one. The feed has them in order; webhooks come in any.
 * So the moment of a webhook's state is put near the end of its second, a millisecond later for each type that comes before its own: the
 * last state of the second stands, whatever comes last. A whole second counts as its very end, so the feed outranks them all.
 */
const nearTheEndMs = 960;

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
    change: (event) => changeOf(event, told[name], 0),
  };
}

/** The stream an event tells of, whatever its type, and what. Undefined: it is about nothing that is kept. */
export function toldBy(event: JsonObject): { readonly stream: string; readonly change: Change } | undefined {
  const type = textAt(event, 'type') ?? '';
  for (const [stream, telling] of Object.entries<Telling>(told)) {
    const change = changeOf(event, telling, nearTheEndMs + Math.max(0, telling.types.indexOf(type)));
    if (change !== undefined) return { stream, change };
  }
  return undefined;
}

function changeOf(event: JsonObject, { object, deletedBy = [] }: Telling, laterMs: number): Change | undefined {
  const item = at(event, 'data.object');
  const happened = fromUnix(at(event, 'created'));
  if (!isObject(item) || item['object'] !== object || happened === undefined) return undefined;
  const key = textAt(item, 'id');
  if (key === undefined) return undefined;
  const deleted = deletedBy.includes(textAt(event, 'type') ?? '') || item['deleted'] === true;
  const moment = fromMs(Date.parse(happened) + laterMs) ?? happened;
  return { key, at: moment, item: deleted ? undefined : withoutSecrets(item), deleted };
}
