/**
 * Invoices: from draft over open to paid, uncollectible or void, and how a payment intent pays them. Called by subscriptions.ts, the
 * routes, time.ts and the seed.
 */
import type { JsonObject } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { ApiFailure, invalid } from './failures.ts';
import { confirmIntent, createIntent } from './intents.ts';
import { add, change, need, newId, number, text, type Doc, type World } from './ledger.ts';
import { methodFor } from './methods.ts';
import { invoice as blank, line, tax } from './objects-billing.ts';

/** Ten per cent GST, put on top. */
const gstRate = 'txr_gst10';
const leastCharge = 50;

interface NewLine {
  readonly description: string;
  readonly quantity: number;
  /** Minor units; may have decimals. */
  readonly unitAmount: string;
  readonly amount: number;
  readonly price: string | null;
  readonly product: string | null;
  readonly period: { readonly start: number; readonly end: number };
  readonly taxed: boolean;
  readonly subscription?: { readonly id: string; readonly item: string; readonly proration: boolean };
}

export function lineDoc(world: World, invoice: string | null, currency: string, from: NewLine): JsonObject {
  return line({
    id: newId(world, 'il', 24),
    invoice,
    amount: from.amount,
    currency,
    description: from.description,
    quantity: from.quantity,
    unitAmount: from.unitAmount,
    price: from.price,
    product: from.product,
    period: from.period,
    taxes: from.taxed ? [tax(Math.round(from.amount / 10), from.amount, gstRate)] : [],
    subscription: from.subscription,
  });
}

/** A draft with these lines. */
export function draft(
  world: World,
  facts: {
    readonly customer: Doc;
    readonly currency: string;
    readonly lines: readonly JsonObject[];
    readonly reason: string;
    readonly subscription?: Doc;
    readonly dueInDays?: number | undefined;
    readonly metadata?: JsonObject;
    readonly period: { readonly start: number; readonly end: number };
  },
): Doc {
  const id = newId(world, 'in', 24);
  const { customer, subscription } = facts;
  const lines = facts.lines.map((each): JsonObject => ({ ...each, invoice: id }));
  const subtotal = lines.reduce((sum, each) => sum + number(each, 'amount'), 0);
  const taxes = lines.flatMap((each) => (Array.isArray(each['taxes']) ? each['taxes'] : []));
  const taxTotal = taxes.reduce<number>((sum, each) => sum + number(each, 'amount'), 0);
  const total = subtotal + taxTotal;
  const base = blank(id, world.now);
  return add(
    world,
    'invoice',
    {
      ...base,
      account_name: text(world.ledger.account, 'business_profile.name') || null,
      amount_due: Math.max(0, total),
      amount_remaining: Math.max(0, total),
      billing_reason: facts.reason,
      collection_method: facts.dueInDays === undefined ? 'charge_automatically' : 'send_invoice',
      currency: facts.currency,
      customer: customer['id'] ?? null,
      customer_address: customer['address'] ?? null,
      customer_email: customer['email'] ?? null,
      customer_name: customer['name'] ?? null,
      customer_phone: customer['phone'] ?? null,
      due_date: facts.dueInDays === undefined ? null : world.now + facts.dueInDays * 86_400,
      lines: {
        object: 'list',
        data: lines,
        has_more: false,
        total_count: lines.length,
        url: `/v1/invoices/${id}/lines`,
      },
      metadata: facts.metadata ?? {},
      parent:
        subscription === undefined
          ? null
          : {
              quote_details: null,
              subscription_details: {
                metadata: subscription['metadata'] ?? {},
                subscription: subscription['id'] ?? null,
              },
              type: 'subscription_details',
            },
      period_end: facts.period.end,
      period_start: facts.period.start,
      subtotal,
      subtotal_excluding_tax: subtotal,
      total,
      total_excluding_tax: subtotal,
      total_taxes: taxTotal === 0 ? [] : [tax(taxTotal, subtotal, gstRate)],
    },
    'invoice.created',
  );
}

function transition(doc: Doc, name: string, at: number): JsonObject {
  const known = doc['status_transitions'];
  return { ...(isObject(known) ? known : {}), [name]: at };
}

/** From draft to open, with a number; what costs nothing is paid at once. */
export function finalize(world: World, doc: Doc, numbered?: string): Doc {
  if (doc['status'] !== 'draft')
    throw invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.", {
      code: 'invoice_not_editable',
    });
  world.ledger.invoicesNumbered += 1;
  const id = text(doc, 'id');
  change(
    world,
    doc,
    {
      auto_advance: false,
      effective_at: world.now,
      hosted_invoice_url: `https://invoice.stripe.com/i/${text(world.ledger.account, 'id')}/${id}`,
      invoice_pdf: `https://pay.stripe.com/invoice/${id}/pdf`,
      number: numbered ?? `HT-${String(world.ledger.invoicesNumbered).padStart(5, '0')}`,
      status: 'open',
      status_transitions: transition(doc, 'finalized_at', world.now),
    },
    'invoice.finalized',
  );
  const due = number(doc, 'amount_due');
  if (due < leastCharge) return paid(world, doc);
  const intent = createIntent(world, {
    amount: due,
    currency: text(doc, 'currency'),
    customer: text(doc, 'customer'),
    description: `Invoice ${text(doc, 'number')}`,
  });
  world.ledger.billOf[text(intent, 'id')] = id;
  return doc;
}

/** The intent that pays an invoice, when it has one. */
export function intentOf(world: World, invoice: string): Doc | undefined {
  const id = Object.entries(world.ledger.billOf).findLast(([, bill]) => bill === invoice)?.[0];
  return id === undefined ? undefined : need(world, 'payment_intent', id);
}

export function paid(world: World, doc: Doc): Doc {
  return change(
    world,
    doc,
    {
      amount_paid: number(doc, 'amount_due'),
      amount_remaining: 0,
      attempted: true,
      status: 'paid',
      status_transitions: transition(doc, 'paid_at', world.now),
    },
    'invoice.updated',
    'invoice.paid',
    'invoice.payment_succeeded',
  );
}

/** Charges the invoice to a method: by default the subscription's or customer's. Throws 402 when the bank refuses. */
export function pay(world: World, doc: Doc, methodId: string | undefined): Doc {
  if (doc['status'] !== 'open') throw invalid(`Invoice is already ${text(doc, 'status')}.`);
  const intent = intentOf(world, text(doc, 'id'));
  const customer = need(world, 'customer', text(doc, 'customer'));
  const chosen = methodId ?? (text(customer, 'invoice_settings.default_payment_method') || undefined);
  if (intent === undefined || chosen === undefined) throw noMethod();
  const method = methodFor(world, chosen, text(customer, 'id'), 'payment_method');
  change(world, doc, { attempt_count: number(doc, 'attempt_count') + 1, attempted: true });
  try {
    confirmIntent(world, intent, { payment_method: text(method, 'id'), off_session: true });
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 402)
      change(world, doc, {}, 'invoice.updated', 'invoice.payment_failed');
    throw error;
  }
  return intent['status'] === 'succeeded' ? paid(world, doc) : doc;
}

export function noMethod(): ApiFailure {
  return invalid(
    'This customer has no attached payment source or default payment method. Please consider adding a default payment method.',
    { code: 'resource_missing' },
  );
}

export function voided(world: World, doc: Doc): Doc {
  if (doc['status'] !== 'open' && doc['status'] !== 'uncollectible') {
    throw invalid(`You can only pass in open or uncollectible invoices. This invoice is ${text(doc, 'status')}.`);
  }
  return change(
    world,
    doc,
    { amount_remaining: 0, status: 'void', status_transitions: transition(doc, 'voided_at', world.now) },
    'invoice.voided',
  );
}

export function uncollectible(world: World, doc: Doc): Doc {
  if (doc['status'] !== 'open')
    throw invalid(`You can only mark open invoices as uncollectible. This invoice is ${text(doc, 'status')}.`);
  return change(
    world,
    doc,
    { status: 'uncollectible', status_transitions: transition(doc, 'marked_uncollectible_at', world.now) },
    'invoice.marked_uncollectible',
  );
}

/** Only drafts can be deleted; afterwards there is no such invoice. */
export function removed(world: World, doc: Doc): JsonObject {
  if (doc['status'] !== 'draft') throw invalid('You can only delete draft invoices.', { code: 'invoice_not_editable' });
  change(world, doc, {}, 'invoice.deleted');
  const { invoice } = world.ledger.objects;
  invoice.splice(invoice.indexOf(doc), 1);
  return { id: text(doc, 'id'), object: 'invoice', deleted: true };
}
