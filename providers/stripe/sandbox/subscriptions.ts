/**
 * Subscriptions: begun, tried out, renewed, changed, ended, each period with its invoice. Called by the routes and checkout.ts, and by
 * time.ts when a period is over or a payment has come through.
 */
import type { JsonObject } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { ApiFailure, declined, invalid, missing } from './failures.ts';
import { draft, finalize, intentOf, noMethod, paid, pay, voided } from './invoices.ts';
import {
  add,
  change,
  find,
  later,
  mergedMetadata,
  need,
  newId,
  number,
  plain,
  text,
  type Doc,
  type World,
} from './ledger.ts';
import { methodFor } from './methods.ts';
import { subscription as blank, subscriptionItem } from './objects-billing.ts';
import {
  changedItems,
  itemLine,
  itemsOf,
  periodEnd,
  prorate,
  recurringPrice,
  withItems,
} from './subscription-items.ts';
import type { CancelParams, CancellationDetails, CreateParams, UpdateParams } from './subscription-params.ts';

const hour = 3_600;

const day = 86_400;

function bill(
  world: World,
  doc: Doc,
  lines: readonly JsonObject[],
  reason: string,
  period: { start: number; end: number },
): Doc {
  const dueInDays = doc['collection_method'] === 'send_invoice' ? number(doc, 'days_until_due') : undefined;
  const id = text(doc, 'id');
  const pending = world.ledger.pendingLines[id] ?? [];
  delete world.ledger.pendingLines[id];
  const customer = need(world, 'customer', text(doc, 'customer'));
  const currency = text(doc, 'currency');
  const invoice = draft(world, {
    customer,
    currency,
    lines: [...pending, ...lines],
    reason,
    subscription: doc,
    dueInDays,
    period,
  });
  change(world, doc, { latest_invoice: invoice['id'] ?? null });
  return invoice;
}

/** The method a subscription is paid with: its own, or the customer's. It must be the customer's in either case. */
function methodOf(world: World, customer: Doc, own: string | undefined): string | undefined {
  const id = own ?? (text(customer, 'invoice_settings.default_payment_method') || undefined);
  if (id === undefined) return undefined;
  const method = methodFor(world, id, text(customer, 'id'), 'default_payment_method');
  if (method['customer'] !== customer['id']) throw missing('payment_method', id, 'default_payment_method');
  return text(method, 'id');
}

export function createSubscription(world: World, params: CreateParams): Doc {
  const customer = need(world, 'customer', params.customer, 'customer');
  const prices = params.items.map((item, index) => recurringPrice(world, item.price, `items[${index}][price]`));
  const currency = text(prices[0], 'currency');
  const byInvoice = params.collection_method === 'send_invoice';
  if (byInvoice && params.days_until_due === undefined) {
    throw invalid('You must provide `days_until_due` or `due_date` for the invoice if you are sending it.', {
      code: 'parameter_missing',
      param: 'days_until_due',
    });
  }
  const trial = (params.trial_period_days ?? 0) > 0;
  const method = methodOf(world, customer, params.default_payment_method);
  const waits = params.payment_behavior === 'default_incomplete';
  if (method === undefined && !byInvoice && !trial && !waits) throw noMethod();
  const refused = method === undefined ? undefined : world.ledger.behaviour[method];
  if (params.payment_behavior === 'error_if_incomplete' && refused !== undefined) {
    throw declined('card_declined', refused, 'Your card was declined.', {});
  }
  const id = newId(world, 'sub', 24);
  const start = world.now;
  const trialEnd = trial ? start + (params.trial_period_days ?? 0) * day : null;
  const items = prices.map((price, index) => ({
    ...subscriptionItem(newId(world, 'si'), start, id, { ...price }, params.items[index]?.quantity ?? 1),
    current_period_start: start,
    current_period_end: trialEnd ?? periodEnd(price, start),
  }));
  const options = params.payment_settings?.payment_method_options ?? null;
  const doc = add(
    world,
    'subscription',
    {
      ...blank(id, start),
      cancel_at_period_end: params.cancel_at_period_end ?? false,
      collection_method: params.collection_method ?? 'charge_automatically',
      currency,
      customer: params.customer,
      days_until_due: params.days_until_due ?? null,
      default_payment_method: params.default_payment_method === undefined ? null : (method ?? null),
      description: params.description ?? null,
      items: {
        object: 'list',
        data: items,
        has_more: false,
        total_count: items.length,
        url: `/v1/subscription_items?subscription=${id}`,
      },
      metadata: mergedMetadata({}, params.metadata),
      payment_settings: {
        payment_method_options: options === null ? null : plain(options),
        payment_method_types: params.payment_settings?.payment_method_types ?? null,
        save_default_payment_method: params.payment_settings?.save_default_payment_method ?? 'off',
      },
      status: trial ? 'trialing' : byInvoice ? 'active' : 'incomplete',
      trial_end: trialEnd,
      trial_start: trial ? start : null,
    },
    'customer.subscription.created',
  );
  if (customer['currency'] === null) change(world, customer, { currency }, 'customer.updated');
  const end = Math.min(...items.map((item) => number(item, 'current_period_end')));
  later(world, end, 'period_over', id);
  const period = { start, end };
  const lines = items.map((item) =>
    itemLine(world, doc, item, { start, end: number(item, 'current_period_end') }, trial),
  );
  const invoice = finalize(world, bill(world, doc, lines, 'subscription_create', period));
  if (doc['status'] !== 'incomplete') return doc;
  if (invoice['status'] === 'paid') return active(world, doc);
  later(world, start + 23 * hour, 'incomplete_expires', id);
  if (waits || method === undefined) return doc;
  return attempt(world, doc, invoice, method);
}

function active(world: World, doc: Doc): Doc {
  return change(world, doc, { status: 'active' }, 'customer.subscription.updated');
}

/** Tries to collect; a refusal leaves the first period incomplete and a later one past due. */
function attempt(world: World, doc: Doc, invoice: Doc, method: string | undefined): Doc {
  try {
    pay(world, invoice, method);
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    if (doc['status'] !== 'active' && doc['status'] !== 'trialing') return doc;
    return change(world, doc, { status: 'past_due' }, 'customer.subscription.updated');
  }
  // A bank debit that is under way counts: the subscription runs while its invoice is still open.
  return doc['status'] === 'active' ? doc : active(world, doc);
}

/** Whoever moves a payment intent calls this: the invoice it pays, and the subscription behind that, follow. */
export function followIntent(world: World, intent: Doc): void {
  const invoice = find(world, 'invoice', world.ledger.billOf[text(intent, 'id')] ?? '');
  if (invoice?.['status'] !== 'open') return;
  const doc = find(world, 'subscription', text(invoice, 'parent.subscription_details.subscription'));
  if (intent['status'] === 'succeeded') {
    paid(world, invoice);
    if (doc !== undefined && ['incomplete', 'past_due'].includes(text(doc, 'status'))) active(world, doc);
  } else if (intent['status'] === 'requires_payment_method' && intent['last_payment_error'] !== null) {
    change(world, invoice, {}, 'invoice.payment_failed');
    if (doc?.['status'] === 'active') change(world, doc, { status: 'past_due' }, 'customer.subscription.updated');
  }
}

export function updateSubscription(world: World, doc: Doc, params: UpdateParams): Doc {
  if (['canceled', 'incomplete_expired'].includes(text(doc, 'status'))) {
    throw invalid('A canceled subscription can only update its cancellation_details and metadata.');
  }
  const items =
    params.items === undefined ? undefined : changedItems(world, doc, params.items, params.proration_behavior);
  const customer = need(world, 'customer', text(doc, 'customer'));
  const method =
    params.default_payment_method === undefined ? undefined : methodOf(world, customer, params.default_payment_method);
  const ends = params.cancel_at_period_end;
  change(
    world,
    doc,
    {
      ...(items === undefined ? {} : { items: withItems(doc, items) }),
      ...(ends === undefined ? {} : ending(world, doc, ends, params.cancellation_details)),
      default_payment_method: method ?? doc['default_payment_method'] ?? null,
      description: params.description ?? doc['description'] ?? null,
      metadata: mergedMetadata(doc, params.metadata),
    },
    'customer.subscription.updated',
  );
  if (items !== undefined && params.proration_behavior === 'always_invoice') {
    attempt(
      world,
      doc,
      finalize(world, bill(world, doc, [], 'subscription_update', { start: world.now, end: world.now })),
      method,
    );
  }
  return doc;
}

function ending(world: World, doc: Doc, ends: boolean, why: CancellationDetails | undefined): Doc {
  const last = Math.min(...itemsOf(doc).map((item) => number(item, 'current_period_end')));
  return {
    cancel_at: ends ? last : null,
    cancel_at_period_end: ends,
    canceled_at: ends ? world.now : null,
    cancellation_details: {
      comment: why?.comment ?? null,
      feedback: why?.feedback ?? null,
      reason: ends ? 'cancellation_requested' : null,
    },
  };
}

export function cancelSubscription(world: World, doc: Doc, params: CancelParams): Doc {
  // As with Stripe, what is cancelled already is no longer there to be cancelled.
  if (['canceled', 'incomplete_expired'].includes(text(doc, 'status')))
    throw missing('subscription', text(doc, 'id'), 'id');
  if (params.prorate === true) {
    for (const item of itemsOf(doc)) prorate(world, doc, item, { ...item, quantity: 0 });
  }
  if (params.invoice_now === true && (world.ledger.pendingLines[text(doc, 'id')] ?? []).length > 0) {
    finalize(world, bill(world, doc, [], 'subscription_update', { start: world.now, end: world.now }));
  }
  return change(
    world,
    doc,
    {
      ...ending(world, doc, true, params.cancellation_details),
      cancel_at: null,
      cancel_at_period_end: doc['cancel_at_period_end'] ?? false,
      ended_at: world.now,
      status: 'canceled',
    },
    'customer.subscription.deleted',
  );
}

/** A period has run out: the end, or the next one with its invoice, which is finalised an hour later. */
export function periodOver(world: World, id: string): void {
  const doc = need(world, 'subscription', id);
  if (!['active', 'trialing', 'past_due'].includes(text(doc, 'status'))) return;
  if (doc['cancel_at_period_end'] === true) {
    change(world, doc, { ended_at: world.now, status: 'canceled' }, 'customer.subscription.deleted');
    return;
  }
  const items = itemsOf(doc).map((item) => {
    const start = number(item, 'current_period_end');
    const price = item['price'];
    if (start > world.now || !isObject(price)) return item;
    return { ...item, current_period_start: start, current_period_end: periodEnd(price, start) };
  });
  const end = Math.min(...items.map((item) => number(item, 'current_period_end')));
  const due = items.filter((item) => number(item, 'current_period_start') === world.now);
  change(world, doc, {
    items: withItems(doc, items),
    status: doc['status'] === 'trialing' ? 'active' : (doc['status'] ?? 'active'),
  });
  later(world, end, 'period_over', id);
  const period = { start: world.now, end };
  const lines = due.map((item) =>
    itemLine(world, doc, item, { start: world.now, end: number(item, 'current_period_end') }, false),
  );
  const invoice = bill(world, doc, lines, 'subscription_cycle', period);
  change(world, invoice, { automatically_finalizes_at: world.now + hour });
  change(world, doc, {}, 'customer.subscription.updated');
  later(world, world.now + hour, 'invoice_finalized', text(invoice, 'id'));
}

export function invoiceFinalized(world: World, id: string): void {
  const invoice = find(world, 'invoice', id);
  if (invoice?.['status'] !== 'draft') return;
  const { status } = finalize(world, invoice);
  const doc = find(world, 'subscription', text(invoice, 'parent.subscription_details.subscription'));
  if (doc === undefined || status !== 'open' || invoice['collection_method'] === 'send_invoice') return;
  attempt(world, doc, invoice, text(doc, 'default_payment_method') || undefined);
}

/** Nobody paid the first invoice within 23 hours. */
export function incompleteExpires(world: World, id: string): void {
  const doc = need(world, 'subscription', id);
  if (doc['status'] !== 'incomplete') return;
  const invoice = find(world, 'invoice', text(doc, 'latest_invoice'));
  if (invoice?.['status'] === 'open') {
    voided(world, invoice);
    const intent = intentOf(world, text(invoice, 'id'));
    if (intent !== undefined)
      change(world, intent, { status: 'canceled', canceled_at: world.now }, 'payment_intent.canceled');
  }
  change(world, doc, { ended_at: world.now, status: 'incomplete_expired' }, 'customer.subscription.updated');
}
