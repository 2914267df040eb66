/**
 * Stripe's shapes as far as we read them: today's place of a field and the old one, because events are rendered in the version
 * the account had when they happened, whatever version we ask for. Lenient about fields we do not know; what decides over money or
 * state is strict, so that a status or amount nobody has seen sets the item aside instead of being guessed at.
 */
import { z } from 'plugboard/contract';

/** The version of Stripe's own SDK 23.1; the shapes here and the parameters in actions/ are of this version. */
export const apiVersion = '2026-10-28.endive';

const id = z.string().min(1);
const text = z.string().nullish();
/** An integer in minor units. */
const minor = z.int();
const optionalMinor = minor.nullish();
/** Unix seconds, UTC. */
const seconds = z.number().nullish();
const currency = z.string().regex(/^[a-z]{3}$/i);
const count = z.number().nullish();
/** A vendor id, or the object itself where it was expanded. */
const expandable = z.union([z.string(), z.object({ id })]).nullish();
const metadata = z.record(z.string(), z.unknown()).nullish();

const address = z
  .object({ line1: text, line2: text, city: text, state: text, postal_code: text, country: text })
  .nullish();

/** The items of an embedded list; it is cut after ten (`has_more`). */
function listOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), has_more: z.boolean().nullish() });
}

export const rawCustomer = z.object({
  id,
  name: text,
  email: text,
  phone: text,
  address,
  shipping: z.object({ address, name: text, phone: text }).nullish(),
  balance: optionalMinor,
  currency: currency.nullish(),
  created: seconds,
  metadata,
});

const methodDetail = z.object({ brand: text, network: text, last4: text, bsb_number: text, pay_id: text }).nullish();

export const rawCharge = z.object({
  id,
  status: z.enum(['succeeded', 'pending', 'failed']),
  amount: minor,
  amount_captured: optionalMinor,
  amount_refunded: optionalMinor,
  currency,
  captured: z.boolean().nullish(),
  refunded: z.boolean().nullish(),
  created: seconds,
  customer: expandable,
  payment_intent: expandable,
  /** Until basil (2025-03-31). */
  invoice: expandable,
  description: text,
  failure_code: text,
  failure_message: text,
  payment_method_details: z
    .object({ type: z.string(), card: methodDetail, payto: methodDetail, au_becs_debit: methodDetail })
    .nullish(),
  metadata,
});

export const rawPaymentIntent = z.object({
  id,
  status: z.enum([
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'processing',
    'requires_capture',
    'canceled',
    'succeeded',
    /** Names of 2018, in events and accounts that old. */
    'requires_source',
    'requires_source_action',
  ]),
  amount: minor,
  amount_received: optionalMinor,
  currency,
  created: seconds,
  customer: expandable,
  latest_charge: expandable,
  /** Until 2022-11-15. */
  charges: listOf(z.object({ id })).nullish(),
  payment_method_types: z.array(z.string()).nullish(),
  description: text,
  last_payment_error: z.object({ code: text, decline_code: text, message: text }).nullish(),
  metadata,
});

const interval = z.enum(['day', 'week', 'month', 'year']);

const rawPriceCore = z.object({
  id,
  product: expandable,
  currency: currency.nullish(),
  unit_amount: optionalMinor,
  unit_amount_decimal: text,
  recurring: z.object({ interval, interval_count: count }).nullish(),
});

export const rawPrice = rawPriceCore.extend({
  currency,
  active: z.boolean(),
  nickname: text,
  created: seconds,
  metadata,
});

export const rawSubscription = z.object({
  id,
  status: z.enum([
    'incomplete',
    'incomplete_expired',
    'trialing',
    'active',
    'past_due',
    'canceled',
    'unpaid',
    'paused',
  ]),
  customer: expandable,
  currency: currency.nullish(),
  created: seconds,
  start_date: seconds,
  trial_end: seconds,
  cancel_at: seconds,
  cancel_at_period_end: z.boolean().nullish(),
  canceled_at: seconds,
  ended_at: seconds,
  /** Until basil; on the items since. */
  current_period_start: seconds,
  current_period_end: seconds,
  latest_invoice: expandable,
  items: listOf(
    z.object({
      id,
      quantity: count,
      price: rawPriceCore.nullish(),
      current_period_start: seconds,
      current_period_end: seconds,
    }),
  ),
  metadata,
});

/** Since basil `taxes` / `total_taxes`; before it `tax_amounts` / `total_tax_amounts` with `inclusive`. */
const rawTax = z.object({
  amount: minor,
  tax_behavior: text,
  inclusive: z.boolean().nullish(),
  tax_rate_details: z.object({ tax_rate: text }).nullish(),
  tax_rate: expandable,
});

const rawLine = z.object({
  description: text,
  amount: minor,
  quantity: count,
  pricing: z
    .object({
      unit_amount_decimal: text,
      price_details: z.object({ product: text }).nullish(),
    })
    .nullish(),
  /** Until basil. */
  price: rawPriceCore.nullish(),
  unit_amount_excluding_tax: text,
  taxes: z.array(rawTax).nullish(),
  tax_amounts: z.array(rawTax).nullish(),
});

export const rawInvoice = z.object({
  id,
  number: text,
  status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).nullish(),
  customer: expandable,
  customer_name: text,
  currency,
  subtotal: optionalMinor,
  total: optionalMinor,
  total_excluding_tax: optionalMinor,
  amount_due: optionalMinor,
  amount_paid: optionalMinor,
  amount_remaining: optionalMinor,
  created: seconds,
  due_date: seconds,
  effective_at: seconds,
  status_transitions: z.object({ finalized_at: seconds, paid_at: seconds }).nullish(),
  hosted_invoice_url: text,
  lines: listOf(rawLine).nullish(),
  total_taxes: z.array(rawTax).nullish(),
  total_tax_amounts: z.array(rawTax).nullish(),
  tax: optionalMinor,
  parent: z.object({ subscription_details: z.object({ subscription: expandable }).nullish() }).nullish(),
  /** Until basil. */
  subscription: expandable,
  metadata,
});

export const rawRefund = z.object({
  id,
  status: z.enum(['pending', 'requires_action', 'succeeded', 'failed', 'canceled']).nullish(),
  amount: minor,
  currency,
  charge: expandable,
  payment_intent: expandable,
  reason: text,
  failure_reason: text,
  created: seconds,
  metadata,
});

export const rawProduct = z.object({
  id,
  name: z.string(),
  description: text,
  active: z.boolean(),
  default_price: expandable,
  url: text,
  created: seconds,
  updated: seconds,
  metadata,
});

export const rawPayout = z.object({
  id,
  status: z.enum(['paid', 'pending', 'in_transit', 'canceled', 'failed']),
  amount: minor,
  currency,
  arrival_date: seconds,
  automatic: z.boolean().nullish(),
  reconciliation_status: text,
  destination: expandable,
  description: text,
  failure_code: text,
  failure_message: text,
  created: seconds,
  metadata,
});

export const rawBalanceTransaction = z.object({
  id,
  amount: minor,
  fee: minor,
  net: minor,
  currency,
  status: z.enum(['pending', 'available']),
  type: z.string(),
  reporting_category: text,
  exchange_rate: z.number().nullish(),
  fee_details: z.array(z.object({ type: text, amount: minor, currency, description: text })).nullish(),
  source: expandable,
  description: text,
  available_on: seconds,
  created: seconds,
});

export type RawCustomer = z.infer<typeof rawCustomer>;
export type RawCharge = z.infer<typeof rawCharge>;
export type RawPaymentIntent = z.infer<typeof rawPaymentIntent>;
export type RawPrice = z.infer<typeof rawPrice>;
export type RawPriceCore = z.infer<typeof rawPriceCore>;
export type RawSubscription = z.infer<typeof rawSubscription>;
export type RawInvoice = z.infer<typeof rawInvoice>;
export type RawRefund = z.infer<typeof rawRefund>;
export type RawProduct = z.infer<typeof rawProduct>;
export type RawPayout = z.infer<typeof rawPayout>;
export type RawBalanceTransaction = z.infer<typeof rawBalanceTransaction>;
export type Expandable = z.infer<typeof expandable>;
export type RawAddress = z.infer<typeof address>;
export type RawTax = z.infer<typeof rawTax>;
export type RawLine = z.infer<typeof rawLine>;
