/**
 * Checkout sessions: a page of Stripe's where somebody pays or subscribes. The page of this sandbox has one button, which pays with
 * a good card. Called by the routes and time.ts.
 */
import { z, type JsonObject } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { invalid } from './failures.ts';
import { confirmIntent, createIntent } from './intents.ts';
import {
  add,
  change,
  find,
  later,
  mergedMetadata,
  metadataOf,
  need,
  newId,
  number,
  text,
  type Doc,
  type World,
} from './ledger.ts';
import { attach, methodFor } from './methods.ts';
import { checkoutSession, price as blankPrice, product as blankProduct } from './objects-billing.ts';
import { customer as blankCustomer } from './objects.ts';
import { currency, int, metadata, positive, text as anyText } from './params.ts';
import { createSubscription } from './subscriptions.ts';

const priceData = z.strictObject({
  currency,
  unit_amount: int.refine((value) => value >= 0, 'must be greater than or equal to 0'),
  product: anyText.optional(),
  product_data: z.strictObject({ name: anyText, description: anyText.optional() }).optional(),
  recurring: z
    .strictObject({ interval: z.enum(['day', 'week', 'month', 'year']), interval_count: positive.optional() })
    .optional(),
});
const item = z.strictObject({
  price: anyText.optional(),
  price_data: priceData.optional(),
  quantity: positive.optional(),
});
const url = z.url();
const made = { metadata: metadata.optional(), description: anyText.optional() };

export const createParams = z.strictObject({
  mode: z.enum(['payment', 'subscription', 'setup']),
  line_items: z.array(item).max(100).optional(),
  success_url: url.optional(),
  cancel_url: url.optional(),
  return_url: url.optional(),
  ui_mode: z.enum(['hosted_page', 'embedded_page', 'elements', 'hosted', 'embedded', 'custom']).optional(),
  customer: anyText.optional(),
  customer_email: z.email().optional(),
  client_reference_id: z.string().max(200).optional(),
  currency: currency.optional(),
  allowed_payment_method_types: z.array(z.string()).optional(),
  /** Until endive; the route refuses it since. */
  payment_method_types: z.array(z.string()).optional(),
  expires_at: int.optional(),
  metadata: metadata.optional(),
  payment_intent_data: z
    .strictObject({
      ...made,
      receipt_email: z.email().optional(),
      setup_future_usage: z.enum(['on_session', 'off_session']).optional(),
    })
    .optional(),
  subscription_data: z.strictObject({ ...made, trial_period_days: int.optional() }).optional(),
  setup_intent_data: z.strictObject(made).optional(),
});
type CreateParams = z.infer<typeof createParams>;

/** A price made for this session alone: it exists and has its event, but is on no list. */
function inlinePrice(world: World, data: z.infer<typeof priceData>): Doc {
  const of =
    data.product === undefined ? undefined : need(world, 'product', data.product, 'line_items[0][price_data][product]');
  if (of === undefined && data.product_data === undefined) {
    throw invalid('Missing required param: line_items[0][price_data][product_data].', {
      code: 'parameter_missing',
      param: 'line_items[0][price_data][product_data]',
    });
  }
  const sold =
    of ??
    add(
      world,
      'product',
      {
        ...blankProduct(newId(world, 'prod'), world.now),
        name: data.product_data?.name ?? '',
        description: data.product_data?.description ?? null,
        active: false,
      },
      'product.created',
    );
  const id = newId(world, 'price', 24);
  world.ledger.behaviour[id] = 'inline';
  return add(
    world,
    'price',
    {
      ...blankPrice(id, world.now),
      currency: data.currency,
      product: sold['id'] ?? null,
      recurring:
        data.recurring === undefined
          ? null
          : {
              interval: data.recurring.interval,
              interval_count: data.recurring.interval_count ?? 1,
              meter: null,
              trial_period_days: null,
              usage_type: 'licensed',
            },
      type: data.recurring === undefined ? 'one_time' : 'recurring',
      unit_amount: data.unit_amount,
      unit_amount_decimal: String(data.unit_amount),
    },
    'price.created',
  );
}

function lineOf(world: World, params: z.infer<typeof item>, index: number): JsonObject {
  const at = `line_items[${index}]`;
  if ((params.price === undefined) === (params.price_data === undefined)) {
    throw invalid(`You must specify either \`price\` or \`price_data\` in ${at}.`, { param: at });
  }
  const price =
    params.price_data === undefined
      ? need(world, 'price', params.price ?? '', `${at}[price]`)
      : inlinePrice(world, params.price_data);
  const quantity = params.quantity ?? 1;
  const amount = number(price, 'unit_amount') * quantity;
  return {
    id: newId(world, 'li', 24),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price['currency'] ?? 'aud',
    description: text(find(world, 'product', text(price, 'product')), 'name'),
    metadata: {},
    price: { ...price },
    quantity,
  };
}

export function createSession(world: World, params: CreateParams): Doc {
  check(world, params);
  const lines = (params.line_items ?? []).map((each, index) => lineOf(world, each, index));
  const recurring = lines.some((each) => isObject(each['price']) && isObject(each['price']['recurring']));
  if (params.mode === 'payment' && recurring) {
    throw invalid(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      {
        param: 'line_items',
      },
    );
  }
  if (params.mode === 'subscription' && !recurring) {
    throw invalid('You must provide at least one recurring price in `subscription` mode when using prices.', {
      param: 'line_items',
    });
  }
  const id = newId(world, 'cs_test', 56);
  const total = lines.reduce((sum, each) => sum + number(each, 'amount_total'), 0);
  const paying = params.mode !== 'setup';
  const expires = params.expires_at ?? world.now + 86_400;
  world.ledger.pendingLines[id] = lines;
  world.ledger.pendingLines[`${id}/data`] = [intended(params)];
  later(world, expires, 'session_expires', id);
  return add(world, 'checkout.session', {
    ...checkoutSession(id, world.now),
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount_subtotal: paying ? total : null,
    amount_total: paying ? total : null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    currency: lines[0]?.['currency'] ?? params.currency ?? null,
    customer: params.customer ?? null,
    customer_creation: params.customer === undefined && params.mode === 'payment' ? 'if_required' : null,
    customer_email: params.customer_email ?? null,
    expires_at: expires,
    metadata: mergedMetadata({}, params.metadata),
    mode: params.mode,
    payment_method_types: params.allowed_payment_method_types ?? params.payment_method_types ?? ['card'],
    payment_status: paying && total > 0 ? 'unpaid' : 'no_payment_required',
    success_url: params.success_url ?? null,
    url: `${world.origin}/c/pay/${id}`,
  });
}

function check(world: World, params: CreateParams): void {
  const hosted = params.ui_mode === undefined || params.ui_mode.startsWith('hosted');
  if (!hosted) throw invalid('This sandbox has hosted pages only.', { param: 'ui_mode' });
  if (params.success_url === undefined) {
    throw invalid('Missing required param: success_url.', { code: 'parameter_missing', param: 'success_url' });
  }
  if (params.mode !== 'setup' && (params.line_items ?? []).length === 0) {
    throw invalid('Missing required param: line_items.', { code: 'parameter_missing', param: 'line_items' });
  }
  if (params.mode === 'setup' && params.currency === undefined && params.allowed_payment_method_types === undefined) {
    throw invalid('Missing required param: currency.', { code: 'parameter_missing', param: 'currency' });
  }
  if (params.customer !== undefined && params.customer_email !== undefined) {
    throw invalid('You may only specify one of these parameters: customer, customer_email.', {
      param: 'customer_email',
    });
  }
  if (params.customer !== undefined) need(world, 'customer', params.customer, 'customer');
  for (const [name, mode] of [
    ['payment_intent_data', 'payment'],
    ['subscription_data', 'subscription'],
    ['setup_intent_data', 'setup'],
  ] as const) {
    if (params[name] !== undefined && params.mode !== mode) {
      throw invalid(`You can not pass \`${name}\` in \`${params.mode}\` mode.`, { param: name });
    }
  }
  const ahead = (params.expires_at ?? world.now + 86_400) - world.now;
  if (ahead < 1_800 || ahead > 86_400) {
    throw invalid(
      'The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.',
      {
        param: 'expires_at',
      },
    );
  }
}

/** What the payment or subscription made by a session is given, besides what the session shows. */
function intended(params: CreateParams): JsonObject {
  const data = params.payment_intent_data ?? params.subscription_data ?? params.setup_intent_data ?? {};
  const trial = params.subscription_data?.trial_period_days;
  return {
    metadata: mergedMetadata({}, data.metadata),
    description: data.description ?? null,
    trial_period_days: trial ?? null,
  };
}

/** Somebody has pressed the button: the customer, the payment or the subscription come into being. */
export function completeSession(world: World, doc: Doc): Doc {
  if (doc['status'] !== 'open') throw invalid(`This Checkout Session is ${text(doc, 'status')}.`);
  const id = text(doc, 'id');
  const email = text(doc, 'customer_email') || 'payer@example.com';
  const owner =
    find(world, 'customer', text(doc, 'customer')) ??
    add(world, 'customer', { ...blankCustomer(newId(world, 'cus'), world.now), email }, 'customer.created');
  const customer = text(owner, 'id');
  const method = methodFor(world, 'pm_card_visa', customer, 'payment_method');
  const [data = {}] = world.ledger.pendingLines[`${id}/data`] ?? [];
  const outcome: Doc = { customer, payment_status: text(doc, 'payment_status'), status: 'complete', url: null };
  outcome['customer_details'] = {
    address: null,
    email,
    name: owner['name'] ?? null,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
  if (doc['mode'] !== 'payment') attach(world, method, customer);
  if (doc['mode'] === 'payment' && number(doc, 'amount_total') > 0) {
    const intent = createIntent(world, {
      amount: number(doc, 'amount_total'),
      currency: text(doc, 'currency'),
      customer,
      description: text(data, 'description') || undefined,
      metadata: metadataOf(data),
      allowed_payment_method_types: ['card'],
    });
    confirmIntent(world, intent, { payment_method: text(method, 'id') });
    outcome['payment_intent'] = text(intent, 'id');
    outcome['payment_status'] = 'paid';
  }
  if (doc['mode'] === 'subscription') {
    const lines = world.ledger.pendingLines[id] ?? [];
    const subscription = createSubscription(world, {
      customer,
      items: lines.map((line) => ({ price: text(line, 'price.id'), quantity: number(line, 'quantity') })),
      default_payment_method: text(method, 'id'),
      description: text(data, 'description') || undefined,
      metadata: metadataOf(data),
      trial_period_days: number(data, 'trial_period_days'),
    });
    outcome['subscription'] = text(subscription, 'id');
    outcome['invoice'] = subscription['latest_invoice'] ?? null;
    outcome['payment_status'] = 'paid';
  }
  return change(world, doc, outcome, 'checkout.session.completed');
}

export function expireSession(world: World, doc: Doc): Doc {
  if (doc['status'] !== 'open') {
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${text(doc, 'status')}\`.`,
    );
  }
  return change(world, doc, { status: 'expired', url: null }, 'checkout.session.expired');
}

export function sessionExpires(world: World, id: string): void {
  const doc = find(world, 'checkout.session', id);
  if (doc?.['status'] === 'open') expireSession(world, doc);
}
