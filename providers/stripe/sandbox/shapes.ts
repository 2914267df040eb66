/**
 * How an object is shown: in the API version the caller asked for, and with the references it asked to have expanded. Called by
 * serve.ts for every answer, and for the snapshots in events.
 */
import type { JsonObject, JsonValue } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { invalid } from './failures.ts';
import { intentOf } from './invoices.ts';
import { find, number, text, type Doc, type Kind, type World } from './ledger.ts';
import { listOf } from './objects.ts';

/** The newest version there is; the one Stripe's SDK 23.1 pins. */
export const latest = '2026-10-28.endive';
const basil = '2025-03-31';
const dahlia = '2026-03-25';
const marketingFeatures = '2024-04-10';
export const endive = '2026-09-30';

/** Is this a version Stripe could have? A date, with a name since 2024. */
export function isVersion(version: string): boolean {
  return /^20\d{2}-\d{2}-\d{2}(\.[a-z]+)?$/.test(version) && version.slice(0, 10) <= latest.slice(0, 10);
}

export function isBefore(version: string, date: string): boolean {
  return version.slice(0, 10) < date;
}

/** The value as that version shows it, whatever is nested in it. */
export function inVersion(world: World, value: JsonValue, version: string): JsonValue {
  if (!isBefore(version, dahlia)) return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => inVersion(world, item, version));
  if (!isObject(value)) return value;
  // From the outside in: what moves out of an item is still there when the whole looks for it.
  const shown = older(world, { ...value }, version);
  return Object.fromEntries(Object.entries(shown).map(([name, part]) => [name, inVersion(world, part, version)]));
}

function older(world: World, doc: Doc, version: string): JsonObject {
  switch (doc['object']) {
    case 'checkout.session': {
      const names: Record<string, string> = { hosted_page: 'hosted', embedded_page: 'embedded', elements: 'custom' };
      const mode = text(doc, 'ui_mode');
      return { ...doc, ui_mode: names[mode] ?? mode };
    }
    case 'product':
      return isBefore(version, marketingFeatures) ? { ...doc, features: doc['marketing_features'] ?? [] } : doc;
    default:
      return isBefore(version, basil) ? beforeBasil(world, doc) : doc;
  }
}

function beforeBasil(world: World, doc: Doc): JsonObject {
  switch (doc['object']) {
    case 'subscription': {
      const [first] = listed(doc['items']);
      return {
        ...doc,
        current_period_start: number(first, 'current_period_start'),
        current_period_end: number(first, 'current_period_end'),
      };
    }
    case 'charge':
      return { ...doc, invoice: world.ledger.billOf[text(doc, 'payment_intent')] ?? null };
    case 'payment_intent':
      return { ...doc, invoice: world.ledger.billOf[text(doc, 'id')] ?? null };
    case 'invoice':
      return oldInvoice(world, doc);
    case 'line_item':
      return oldLine(world, doc);
    case 'subscription_item': {
      const { current_period_start: _start, current_period_end: _end, ...rest } = doc;
      return rest;
    }
    default:
      return doc;
  }
}

function listed(value: JsonValue | undefined): readonly JsonObject[] {
  const data = isObject(value) ? value['data'] : undefined;
  return Array.isArray(data) ? data.filter(isObject) : [];
}

function oldTaxes(value: JsonValue | undefined): JsonValue {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((tax) => ({
    amount: tax['amount'] ?? 0,
    inclusive: tax['tax_behavior'] === 'inclusive',
    tax_rate: text(tax, 'tax_rate_details.tax_rate'),
    taxability_reason: tax['taxability_reason'] ?? null,
    taxable_amount: tax['taxable_amount'] ?? null,
  }));
}

function oldInvoice(world: World, doc: Doc): JsonObject {
  const { parent, total_taxes: taxes, ...rest } = doc;
  const intent = intentOf(world, text(doc, 'id'));
  const sums = Array.isArray(taxes) ? taxes : [];
  return {
    ...rest,
    charge: intent?.['latest_charge'] ?? null,
    paid: doc['status'] === 'paid',
    paid_out_of_band: false,
    payment_intent: intent?.['id'] ?? null,
    subscription: text(parent, 'subscription_details.subscription') || null,
    tax: sums.length === 0 ? null : sums.reduce<number>((sum, tax) => sum + number(tax, 'amount'), 0),
    total_tax_amounts: oldTaxes(taxes),
  };
}

function oldLine(world: World, doc: Doc): JsonObject {
  const { pricing, parent, taxes, ...rest } = doc;
  const price = find(world, 'price', text(pricing, 'price_details.price'));
  const unit = text(pricing, 'unit_amount_decimal');
  const subscribed = text(parent, 'type') === 'subscription_item_details';
  return {
    ...rest,
    // An amount of its own made a price of its own in those days.
    price: price === undefined ? null : { ...price, unit_amount: Number(unit), unit_amount_decimal: unit },
    unit_amount_excluding_tax: unit,
    proration:
      isObject(parent) &&
      isObject(parent['subscription_item_details']) &&
      parent['subscription_item_details']['proration'] === true,
    tax_amounts: oldTaxes(taxes),
    type: subscribed ? 'subscription' : 'invoiceitem',
    ...(subscribed ? { subscription_item: text(parent, 'subscription_item_details.subscription_item') } : {}),
  };
}

/** What an id's prefix says it is. */
const byPrefix: Readonly<Record<string, Kind>> = {
  cus: 'customer',
  ch: 'charge',
  py: 'charge',
  pi: 'payment_intent',
  pm: 'payment_method',
  sub: 'subscription',
  in: 'invoice',
  re: 'refund',
  pyr: 'refund',
  prod: 'product',
  price: 'price',
  po: 'payout',
  txn: 'balance_transaction',
  mandate: 'mandate',
};

/** Replaces references by what they refer to: `latest_invoice.confirmation_secret`. Throws Stripe's refusal for what is none. */
export function expanded(world: World, doc: JsonObject, paths: readonly string[]): JsonObject {
  return paths.reduce<JsonObject>((shown, path) => {
    if (path.split('.').length > 4)
      throw invalid(`You cannot expand more than 4 levels of a property (${path}).`, { param: 'expand[0]' });
    return expandPath(world, shown, path.split('.'), path);
  }, doc);
}

function expandPath(world: World, doc: JsonObject, [name = '', ...rest]: readonly string[], path: string): JsonObject {
  const included = includable(world, doc, name);
  const value = included === undefined ? doc[name] : included;
  if (value === undefined) throw invalid(`This property cannot be expanded (${path}).`, { param: 'expand[0]' });
  const into = (part: JsonObject) => (rest.length === 0 ? part : expandPath(world, part, rest, path));
  if (Array.isArray(value))
    return { ...doc, [name]: value.map((item: JsonValue) => (isObject(item) ? into(item) : item)) };
  if (value === null) return { ...doc, [name]: null };
  if (isObject(value)) return { ...doc, [name]: into(value) };
  const id = typeof value === 'string' ? value : '';
  const kind = byPrefix[id.split('_')[0] ?? ''];
  if (kind === undefined) throw invalid(`This property cannot be expanded (${path}).`, { param: 'expand[0]' });
  const found = find(world, kind, id);
  return found === undefined ? doc : { ...doc, [name]: into({ ...found }) };
}

/** What is left out unless asked for. */
function includable(world: World, doc: JsonObject, name: string): JsonObject | null | undefined {
  const id = text(doc, 'id');
  const what = `${text(doc, 'object')}.${name}`;
  if (what === 'charge.refunds') {
    const refunds = world.ledger.objects.refund.filter((refund) => refund['charge'] === id).toReversed();
    return listOf(
      `/v1/charges/${id}/refunds`,
      refunds.map((refund) => ({ ...refund })),
    );
  }
  if (what === 'invoice.payments') return listOf('/v1/invoice_payments', invoicePayments(world, doc));
  if (what === 'invoice.confirmation_secret') {
    const secret = intentOf(world, id)?.['client_secret'];
    return secret === undefined ? null : { client_secret: secret, type: 'payment_intent' };
  }
  if (what === 'checkout.session.line_items') {
    const kept = world.ledger.pendingLines[id] ?? [];
    return listOf(`/v1/checkout/sessions/${id}/line_items`, kept);
  }
  return undefined;
}

function invoicePayments(world: World, invoice: JsonObject): JsonObject[] {
  const intent = intentOf(world, text(invoice, 'id'));
  if (intent === undefined) return [];
  const done = invoice['status'] === 'paid';
  return [
    {
      id: `inpay_${text(intent, 'id').slice(3)}`,
      object: 'invoice_payment',
      amount_paid: done ? (invoice['amount_paid'] ?? 0) : null,
      amount_requested: invoice['amount_due'] ?? 0,
      created: intent['created'] ?? 0,
      currency: invoice['currency'] ?? 'aud',
      invoice: invoice['id'] ?? null,
      is_default: true,
      livemode: false,
      payment: { type: 'payment_intent', payment_intent: intent['id'] ?? null },
      status: done ? 'paid' : 'open',
      status_transitions: { canceled_at: null, paid_at: done ? number(invoice, 'status_transitions.paid_at') : null },
    },
  ];
}
