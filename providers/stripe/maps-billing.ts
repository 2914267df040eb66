/**
 * Stripe's billing objects as unified models: customer, product, price, subscription, invoice. Pure and total; called by the
 * streams' `map` with what raw.ts has let through.
 */
import type { Models } from 'plugboard/contract';
import { fromStripe, fromStripeDecimal, fromStripeOrNull } from './money.ts';
import type { RawCustomer, RawInvoice, RawLine, RawPrice, RawPriceCore, RawProduct, RawSubscription } from './raw.ts';
import { addressOf, currencyOf, customOf, dayOf, idOf, isInclusive, momentOf, quantityOf, sumOf } from './values.ts';

export function mapCustomer(raw: RawCustomer): Models['contact'] {
  return {
    // One name for people and companies; which it is, and where a surname starts, would be a guess.
    name: raw.name ?? null,
    first_name: null,
    last_name: null,
    email: raw.email ?? null,
    phones: typeof raw.phone === 'string' && raw.phone !== '' ? [{ kind: 'default', number: raw.phone }] : [],
    addresses: [...addressOf('billing', raw.address), ...addressOf('shipping', raw.shipping?.address)],
    tax_number: null,
    is_customer: true,
    is_supplier: null,
    status: 'active',
    currency: currencyOf(raw.currency),
    // Stripe's sign is ours: positive will be added to the next invoice, negative is credit.
    balance: fromStripeOrNull(raw.balance, raw.currency),
    created_at: momentOf(raw.created),
    updated_at: null,
    custom: customOf(raw),
  };
}

export function mapProduct(raw: RawProduct): Models['product'] {
  return {
    name: raw.name,
    description: raw.description ?? null,
    code: null,
    is_active: raw.active,
    default_price_id: idOf(raw.default_price),
    url: raw.url ?? null,
    created_at: momentOf(raw.created),
    updated_at: momentOf(raw.updated),
    custom: customOf(raw),
  };
}

/** Exact: a price below one minor unit exists only in `unit_amount_decimal`. Null when tiered or chosen by the payer. */
function unitAmountOf(raw: RawPriceCore, currency: string | null | undefined): string | null {
  if (currency === null || currency === undefined) return null;
  const exact =
    typeof raw.unit_amount_decimal === 'string' ? fromStripeDecimal(raw.unit_amount_decimal, currency) : undefined;
  return exact ?? fromStripeOrNull(raw.unit_amount, currency);
}

export function mapPrice(raw: RawPrice): Models['price'] {
  return {
    product_id: idOf(raw.product),
    name: raw.nickname ?? null,
    is_active: raw.active,
    currency: raw.currency.toUpperCase(),
    unit_amount: unitAmountOf(raw, raw.currency),
    interval: raw.recurring?.interval ?? null,
    interval_count: raw.recurring?.interval_count ?? null,
    created_at: momentOf(raw.created),
    custom: customOf(raw),
  };
}

const subscriptionStatus = {
  incomplete: 'incomplete',
  incomplete_expired: 'expired',
  trialing: 'trialing',
  active: 'active',
  past_due: 'past_due',
  canceled: 'cancelled',
  unpaid: 'unpaid',
  paused: 'paused',
} as const;

/** Since basil each item has its own period; the one that ends first is when something is billed next. */
function periodOf(raw: RawSubscription): { start: number | null; end: number | null } {
  const items = raw.items.data.filter((item) => typeof item.current_period_end === 'number');
  const [first] = items.toSorted((a, b) => (a.current_period_end ?? 0) - (b.current_period_end ?? 0));
  return {
    start: first?.current_period_start ?? raw.current_period_start ?? null,
    end: first?.current_period_end ?? raw.current_period_end ?? null,
  };
}

export function mapSubscription(raw: RawSubscription): Models['subscription'] {
  const period = periodOf(raw);
  return {
    status: subscriptionStatus[raw.status],
    contact_id: idOf(raw.customer),
    currency: currencyOf(raw.currency),
    items: raw.items.data.map((item) => ({
      id: item.id,
      price_id: item.price?.id ?? null,
      product_id: idOf(item.price?.product),
      quantity: item.quantity ?? null,
      unit_amount: item.price ? unitAmountOf(item.price, item.price.currency ?? raw.currency) : null,
      interval: item.price?.recurring?.interval ?? null,
      interval_count: item.price?.recurring?.interval_count ?? null,
    })),
    started_at: momentOf(raw.start_date),
    current_period_start: momentOf(period.start),
    current_period_end: momentOf(period.end),
    trial_ends_at: momentOf(raw.trial_end),
    cancels_at: momentOf(raw.cancel_at ?? (raw.cancel_at_period_end === true ? period.end : null)),
    cancelled_at: momentOf(raw.canceled_at),
    ended_at: momentOf(raw.ended_at),
    latest_invoice_id: idOf(raw.latest_invoice),
    created_at: momentOf(raw.created),
    custom: customOf(raw),
  };
}

/** What one costs: today's place, the price of old versions, or what they said of lines that had none. */
function lineUnitOf(raw: RawLine, currency: string): string | null {
  const exact = (text: string | null | undefined) =>
    typeof text === 'string' ? fromStripeDecimal(text, currency) : undefined;
  const priced = raw.price ? unitAmountOf(raw.price, currency) : null;
  return exact(raw.pricing?.unit_amount_decimal) ?? priced ?? exact(raw.unit_amount_excluding_tax) ?? null;
}

function lineOf(raw: RawLine, currency: string): Models['invoice']['lines'][number] {
  const taxes = raw.taxes ?? raw.tax_amounts;
  return {
    description: raw.description ?? null,
    quantity: quantityOf(raw.quantity),
    unit_amount: lineUnitOf(raw, currency),
    tax_amount: fromStripeOrNull(sumOf(taxes), currency),
    total: fromStripe(raw.amount, currency),
    account_code: null,
    tax_code: taxes?.[0]?.tax_rate_details?.tax_rate ?? idOf(taxes?.[0]?.tax_rate),
    product_id: raw.pricing?.price_details?.product ?? idOf(raw.price?.product),
    tracking: [],
  };
}

function taxOf(raw: RawInvoice): { treatment: Models['invoice']['tax_treatment']; total: number | null } {
  const taxes = raw.total_taxes ?? raw.total_tax_amounts;
  const inclusive = taxes?.filter(isInclusive).length;
  const excluded = raw.total_excluding_tax;
  const rest = typeof raw.total === 'number' && typeof excluded === 'number' ? raw.total - excluded : null;
  const total = sumOf(taxes) ?? raw.tax ?? rest;
  if (taxes === null || taxes === undefined) return { treatment: null, total };
  if (taxes.length === 0) return { treatment: 'none', total };
  if (inclusive === 0) return { treatment: 'exclusive', total };
  return { treatment: inclusive === taxes.length ? 'inclusive' : null, total };
}

export function mapInvoice(raw: RawInvoice): Models['invoice'] {
  const { currency } = raw;
  const tax = taxOf(raw);
  return {
    number: raw.number ?? null,
    reference: null,
    direction: 'receivable',
    contact_id: idOf(raw.customer),
    contact_name: raw.customer_name ?? null,
    status: raw.status ?? 'draft',
    issued_on: dayOf(raw.effective_at ?? raw.status_transitions?.finalized_at),
    due_on: dayOf(raw.due_date),
    paid_at: momentOf(raw.status_transitions?.paid_at),
    currency: currency.toUpperCase(),
    tax_treatment: tax.treatment,
    subtotal: fromStripeOrNull(raw.subtotal, currency),
    tax_total: fromStripeOrNull(tax.total, currency),
    total: fromStripeOrNull(raw.total, currency),
    amount_paid: fromStripeOrNull(raw.amount_paid, currency),
    // Stripe's `amount_due` stays what was due once it is paid; what is still owed is `amount_remaining`.
    amount_due: fromStripeOrNull(raw.amount_remaining ?? raw.amount_due, currency),
    lines: (raw.lines?.data ?? []).map((line) => lineOf(line, currency)),
    subscription_id: idOf(raw.parent?.subscription_details?.subscription ?? raw.subscription),
    url: raw.hosted_invoice_url ?? null,
    created_at: momentOf(raw.created),
    updated_at: null,
    custom: customOf(raw),
  };
}
