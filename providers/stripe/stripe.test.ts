/** The Stripe definition: what it asks, what it understands, what it writes, and that it survives what a vendor may send. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import {
  fail,
  models,
  PlugboardError,
  toMinor,
  fromMinor,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  type JsonValue,
  type ListStream,
  type MapContext,
  type ModelName,
  type ProviderHttp,
  type Query,
  type Settings,
  type Stream,
} from 'plugboard/contract';
import { at, isObject } from 'plugboard/kit';
import { openApiChecker, testSandbox, type TestSandbox } from 'plugboard/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { form } from './actions/fields.ts';
import { actions } from './actions.ts';
import { readError } from './errors.ts';
import stripe from './index.ts';
import { nextPage, withoutSecrets } from './lists.ts';
import { apiVersion } from './raw.ts';
import { fromStripe, fromStripeDecimal, toStripe } from './money.ts';
import sandbox from './sandbox.ts';
import { text, type State } from './sandbox/ledger.ts';
import { accountId, connectedId, readKey, secretKey } from './sandbox/seed.ts';
import { streams } from './streams.ts';

type Box = TestSandbox<State>;

const minute = 60_000;
const day = 86_400_000;
const nowhere: MapContext = { settings: {}, account: undefined };

// --- a small door to the sandbox, in the engine's place -------------------------------------------------------------------

async function startBox(records?: Readonly<Record<string, number>>): Promise<Box> {
  const box = await testSandbox({ key: 'stripe', sandbox }, records === undefined ? {} : { records });
  onTestFinished(() => box.stop());
  // The clock stands still, so the 26th call would be one too many for ever.
  await box.control.switches('stripe', { limits: 'off' });
  return box;
}

interface Door extends ProviderHttp {
  /** Every request sent, as the definition gave it. */
  readonly sent: HttpRequest[];
}

function pairsOf(query: Query): URLSearchParams {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of typeof value === 'object' ? value : [value]) pairs.append(name, String(one));
  }
  return pairs;
}

function doorTo(box: Box, options: { key?: string; settings?: Settings; version?: string } = {}): Door {
  const sent: HttpRequest[] = [];
  return {
    sent,
    async send(request) {
      sent.push(request);
      expect(request.url).toMatch(/^\/v1\//);
      const body = request.body !== undefined && 'form' in request.body ? pairsOf(request.body.form) : undefined;
      const answer = await fetch(`${box.origin}${request.url}?${pairsOf(request.query ?? {}).toString()}`, {
        method: request.method ?? 'GET',
        headers: {
          ...stripe.headers?.({ settings: options.settings ?? {}, account: undefined }),
          ...(options.version === undefined ? {} : { 'stripe-version': options.version }),
          authorization: `Bearer ${options.key ?? secretKey}`,
          ...(request.idempotencyKey === undefined ? {} : { [stripe.idempotencyHeader ?? '']: request.idempotencyKey }),
        },
        ...(body === undefined ? {} : { body }),
      });
      const response: HttpResponse = {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: await answer.json(),
        url: `https://api.stripe.com${request.url}`,
      };
      if (response.status < 300) return response;
      const verdict = stripe.error?.(response);
      throw fail(verdict?.code ?? 'internal', verdict?.message ?? '', {
        vendorCode: verdict?.vendorCode,
        retry: verdict?.retry,
        status: response.status,
      });
    },
  };
}

function listOf(name: string): ListStream {
  const stream = streams[name];
  if (stream === undefined || !('request' in stream)) throw new Error(`no list "${name}"`);
  return stream;
}

const names = Object.keys(streams);

/** What streams get to see besides the time. */
const asking = { settings: {}, account: undefined, method: 'api_key', partition: '' };

async function walk(
  door: ProviderHttp,
  stream: ListStream,
  since: string | undefined,
  now: number,
): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  const context = { ...asking, since, now: new Date(now).toISOString() };
  let request: HttpRequest | undefined = stream.request(context);
  for (let number = 1; request !== undefined; number += 1) {
    const response = await door.send(request);
    const items = stream.items(response.body, { partition: '', request });
    found.push(...items.filter(isObject));
    request = stream.paginate({ request, response, items, number });
  }
  return found;
}

/** Reads the feed as the engine does: the newest change of a key counts. */
async function changesSince(
  door: ProviderHttp,
  stream: Stream,
  since: number,
): Promise<Map<string, JsonObject | undefined>> {
  if (stream.incremental.style !== 'changes') throw new Error('has no feed');
  const feed = stream.incremental.changes;
  const from = new Date(since - stream.incremental.lookbackMs).toISOString();
  const newest = new Map<string, JsonObject | undefined>();
  let request: HttpRequest | undefined = feed.request({ ...asking, since: from, now: from });
  for (let number = 1; request !== undefined; number += 1) {
    const response = await door.send(request);
    const items = feed.items(response.body);
    for (const item of items) {
      const change = isObject(item) ? feed.change(item) : undefined;
      if (change !== undefined && !newest.has(change.key)) newest.set(change.key, change.item);
    }
    request = feed.paginate({ request, response, items, number });
  }
  return newest;
}

function mapped(stream: Stream, item: JsonObject): unknown {
  const data = stream.map(stream.raw.parse(item), nowhere);
  expect(models[stream.model].safeParse(data).error?.issues).toBeUndefined();
  return data;
}

async function run(door: ProviderHttp, name: string, input: JsonObject, key = `key-${name}`) {
  const action = actions[name];
  if (action === undefined) throw new Error(`no action "${name}"`);
  const result = await action.run({
    http: door,
    input: action.input.parse(input),
    idempotencyKey: key,
    settings: {},
    account: undefined,
    method: 'api_key',
  });
  const output = action.output.parse(result.output);
  if (!isObject(output)) throw new Error('the output is no object');
  return { output, records: result.records ?? [] };
}

/** What the validation says about an input that must not pass. */
function complaints(name: string, input: JsonObject): readonly string[] {
  const result = actions[name]?.input.safeParse(input);
  expect(result?.success).toBe(false);
  return (result?.error?.issues ?? []).map((issue) => issue.path.join('.'));
}

function formOf(request: HttpRequest | undefined): Query {
  return request?.body !== undefined && 'form' in request.body ? request.body.form : {};
}

// --- the examples of Stripe's documentation ---------------------------------------------------------------------------------

const may = '2026-05-01T00:00:00.000Z';
const created = 1_777_593_600;

const examples = {
  customers: {
    item: {
      id: 'cus_A1',
      object: 'customer',
      created,
      email: 'kim@acme.example',
      name: 'Kim Ray',
      phone: null,
      address: { line1: '1 High St', line2: null, city: 'Perth', state: 'WA', postal_code: '6000', country: 'AU' },
      balance: 0,
      currency: 'aud',
      delinquent: false,
      description: null,
      invoice_settings: { default_payment_method: null },
      livemode: false,
      metadata: { k: 'v' },
      tax_exempt: 'none',
    },
    data: {
      name: 'Kim Ray',
      first_name: null,
      last_name: null,
      email: 'kim@acme.example',
      phones: [],
      addresses: [
        {
          kind: 'billing',
          line1: '1 High St',
          line2: null,
          city: 'Perth',
          region: 'WA',
          postcode: '6000',
          country: 'AU',
        },
      ],
      tax_number: null,
      is_customer: true,
      is_supplier: null,
      status: 'active',
      currency: 'AUD',
      balance: '0.00',
      created_at: may,
      updated_at: null,
      custom: { k: 'v' },
    },
  },
  charges: {
    item: {
      id: 'ch_A1',
      object: 'charge',
      amount: 11000,
      amount_captured: 11000,
      amount_refunded: 0,
      balance_transaction: 'txn_A1',
      billing_details: { email: 'kim@acme.example', name: 'Kim Ray', phone: null, address: {} },
      captured: true,
      created,
      currency: 'aud',
      customer: 'cus_A1',
      description: null,
      disputed: false,
      failure_code: null,
      failure_message: null,
      livemode: false,
      metadata: {},
      outcome: { type: 'authorized' },
      paid: true,
      payment_intent: 'pi_A1',
      payment_method: 'pm_A1',
      payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242', exp_month: 8, exp_year: 2030 } },
      receipt_url: 'https://pay.example/r',
      refunded: false,
      status: 'succeeded',
    },
    data: {
      direction: 'received',
      status: 'succeeded',
      amount: '110.00',
      currency: 'AUD',
      amount_refunded: '0.00',
      paid_on: '2026-05-01',
      invoice_id: null,
      credit_note_id: null,
      contact_id: 'cus_A1',
      account_id: null,
      payment_intent_id: 'pi_A1',
      method: 'card',
      method_detail: 'visa 4242',
      reference: null,
      is_reconciled: null,
      failure_code: null,
      failure_message: null,
      created_at: may,
      updated_at: null,
      custom: {},
    },
  },
  payment_intents: {
    item: {
      id: 'pi_A1',
      object: 'payment_intent',
      amount: 11000,
      amount_received: 11000,
      capture_method: 'automatic',
      client_secret: 'pi_A1_secret_x',
      created,
      currency: 'aud',
      customer: 'cus_A1',
      latest_charge: 'ch_A1',
      payment_method: 'pm_A1',
      payment_method_types: ['card'],
      status: 'succeeded',
      metadata: {},
      last_payment_error: null,
      livemode: false,
    },
    data: {
      status: 'succeeded',
      amount: '110.00',
      amount_received: '110.00',
      currency: 'AUD',
      contact_id: 'cus_A1',
      payment_id: 'ch_A1',
      methods: ['card'],
      description: null,
      failure_code: null,
      failure_message: null,
      created_at: may,
      custom: {},
    },
  },
  subscriptions: {
    item: {
      id: 'sub_A1',
      object: 'subscription',
      status: 'active',
      customer: 'cus_A1',
      created,
      start_date: created,
      currency: 'aud',
      cancel_at_period_end: false,
      cancel_at: null,
      canceled_at: null,
      ended_at: null,
      trial_end: null,
      collection_method: 'charge_automatically',
      latest_invoice: 'in_A1',
      items: {
        object: 'list',
        data: [
          {
            id: 'si_A1',
            object: 'subscription_item',
            quantity: 1,
            current_period_start: created,
            current_period_end: 1_780_272_000,
            price: {
              id: 'price_A1',
              product: 'prod_A1',
              currency: 'aud',
              unit_amount: 2000,
              recurring: { interval: 'month', interval_count: 1 },
              type: 'recurring',
            },
          },
        ],
      },
      metadata: {},
      livemode: false,
    },
    data: {
      status: 'active',
      contact_id: 'cus_A1',
      currency: 'AUD',
      items: [
        {
          id: 'si_A1',
          price_id: 'price_A1',
          product_id: 'prod_A1',
          quantity: 1,
          unit_amount: '20.00',
          interval: 'month',
          interval_count: 1,
        },
      ],
      started_at: may,
      current_period_start: may,
      current_period_end: '2026-06-01T00:00:00.000Z',
      trial_ends_at: null,
      cancels_at: null,
      cancelled_at: null,
      ended_at: null,
      latest_invoice_id: 'in_A1',
      created_at: may,
      custom: {},
    },
  },
  invoices: {
    item: {
      id: 'in_A1',
      object: 'invoice',
      number: 'A-0001',
      status: 'paid',
      customer: 'cus_A1',
      customer_email: 'kim@acme.example',
      currency: 'aud',
      subtotal: 10000,
      total: 11000,
      amount_due: 11000,
      amount_paid: 11000,
      amount_remaining: 0,
      billing_reason: 'subscription_cycle',
      collection_method: 'charge_automatically',
      created,
      due_date: null,
      period_start: created,
      period_end: 1_780_272_000,
      hosted_invoice_url: 'https://invoice.example/i',
      invoice_pdf: 'https://invoice.example/pdf',
      parent: { type: 'subscription_details', subscription_details: { subscription: 'sub_A1', metadata: {} } },
      lines: {
        object: 'list',
        data: [
          {
            id: 'il_A1',
            amount: 10000,
            currency: 'aud',
            description: 'Plan',
            quantity: 1,
            period: { start: created, end: 1_780_272_000 },
            pricing: { type: 'price_details', price_details: { price: 'price_A1', product: 'prod_A1' } },
          },
        ],
      },
      payments: {
        object: 'list',
        data: [
          {
            id: 'inpay_A1',
            payment: { type: 'payment_intent', payment_intent: 'pi_A1' },
            status: 'paid',
            amount_paid: 11000,
          },
        ],
      },
      status_transitions: {
        finalized_at: created,
        paid_at: 1_777_593_700,
        voided_at: null,
        marked_uncollectible_at: null,
      },
      metadata: {},
      livemode: false,
    },
    data: {
      number: 'A-0001',
      reference: null,
      direction: 'receivable',
      contact_id: 'cus_A1',
      contact_name: null,
      status: 'paid',
      issued_on: '2026-05-01',
      due_on: null,
      paid_at: '2026-05-01T00:01:40.000Z',
      currency: 'AUD',
      tax_treatment: null,
      subtotal: '100.00',
      tax_total: null,
      total: '110.00',
      amount_paid: '110.00',
      // What is still owed, although Stripe's amount_due stays at 11000.
      amount_due: '0.00',
      lines: [
        {
          description: 'Plan',
          quantity: '1',
          unit_amount: null,
          tax_amount: null,
          total: '100.00',
          account_code: null,
          tax_code: null,
          product_id: 'prod_A1',
          tracking: [],
        },
      ],
      subscription_id: 'sub_A1',
      url: 'https://invoice.example/i',
      created_at: may,
      updated_at: null,
      custom: {},
    },
  },
  refunds: {
    item: {
      id: 're_A1',
      object: 'refund',
      amount: 5000,
      charge: 'ch_A1',
      payment_intent: 'pi_A1',
      created,
      currency: 'aud',
      reason: 'requested_by_customer',
      status: 'succeeded',
      metadata: {},
    },
    data: {
      status: 'succeeded',
      amount: '50.00',
      currency: 'AUD',
      payment_id: 'ch_A1',
      payment_intent_id: 'pi_A1',
      reason: 'requested_by_customer',
      failure_reason: null,
      created_at: may,
      custom: {},
    },
  },
  products: {
    item: {
      id: 'prod_A1',
      object: 'product',
      name: 'Plan',
      active: true,
      default_price: 'price_A1',
      description: null,
      created,
      updated: created,
      metadata: {},
    },
    data: {
      name: 'Plan',
      description: null,
      code: null,
      is_active: true,
      default_price_id: 'price_A1',
      url: null,
      created_at: may,
      updated_at: may,
      custom: {},
    },
  },
  prices: {
    item: {
      id: 'price_A1',
      object: 'price',
      product: 'prod_A1',
      active: true,
      currency: 'aud',
      unit_amount: 2000,
      unit_amount_decimal: '2000',
      type: 'recurring',
      recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
      nickname: null,
      created,
      metadata: {},
    },
    data: {
      product_id: 'prod_A1',
      name: null,
      is_active: true,
      currency: 'AUD',
      unit_amount: '20.00',
      interval: 'month',
      interval_count: 1,
      created_at: may,
      custom: {},
    },
  },
  payouts: {
    item: {
      id: 'po_A1',
      object: 'payout',
      amount: 10650,
      currency: 'aud',
      arrival_date: 1_777_766_400,
      automatic: true,
      balance_transaction: 'txn_P1',
      created,
      description: 'STRIPE PAYOUT',
      destination: 'ba_A1',
      failure_code: null,
      failure_message: null,
      method: 'standard',
      reconciliation_status: 'completed',
      source_type: 'card',
      statement_descriptor: null,
      status: 'paid',
      trace_id: { status: 'supported', value: '1' },
      type: 'bank_account',
      metadata: {},
    },
    data: {
      status: 'paid',
      amount: '106.50',
      currency: 'AUD',
      arrives_on: '2026-05-03',
      is_automatic: true,
      is_itemised: true,
      destination: 'ba_A1',
      description: 'STRIPE PAYOUT',
      failure_code: null,
      failure_message: null,
      created_at: may,
      custom: {},
    },
  },
  balance_transactions: {
    item: {
      id: 'txn_A1',
      object: 'balance_transaction',
      amount: 11000,
      fee: 350,
      net: 10650,
      currency: 'aud',
      exchange_rate: null,
      fee_details: [
        { amount: 318, currency: 'aud', type: 'stripe_fee', description: 'Stripe processing fees', application: null },
        { amount: 32, currency: 'aud', type: 'tax', description: 'GST', application: null },
      ],
      reporting_category: 'charge',
      source: 'ch_A1',
      status: 'available',
      type: 'charge',
      available_on: 1_777_766_400,
      created,
      description: null,
    },
    data: {
      direction: 'in',
      type: 'charge',
      status: 'posted',
      is_reconciled: null,
      account_id: null,
      contact_id: null,
      contact_name: null,
      on: '2026-05-01',
      currency: 'AUD',
      amount: '110.00',
      fee: '3.50',
      net: '106.50',
      tax_total: null,
      reference: null,
      description: null,
      lines: [],
      source_id: 'ch_A1',
      payout_id: null,
      available_at: '2026-05-03T00:00:00.000Z',
      created_at: may,
      updated_at: null,
      custom: {
        reporting_category: 'charge',
        exchange_rate: null,
        fee_details: [
          { type: 'stripe_fee', amount: '3.18', currency: 'AUD', description: 'Stripe processing fees' },
          { type: 'tax', amount: '0.32', currency: 'AUD', description: 'GST' },
        ],
      },
    },
  },
} as const satisfies Record<string, { item: JsonObject; data: object }>;

function exampleOf(name: string): JsonObject {
  const found: Readonly<Record<string, { item: JsonObject }>> = examples;
  const item = found[name]?.item;
  if (item === undefined) throw new Error(`no example of ${name}`);
  return item;
}

/** The example with some fields changed. */
function like(name: string, changes: JsonObject): JsonObject {
  return { ...exampleOf(name), ...changes };
}

describe('maps', () => {
  test.each(Object.entries(examples))('the example of %s becomes exactly this', (name, { item, data }) => {
    const stream = listOf(name);
    expect(mapped(stream, item)).toEqual(data);
    expect(stream.key(item)).toBe(item.id);
  });

  test('every stream has an example', () => {
    expect(Object.keys(examples).toSorted()).toEqual(names.toSorted());
  });

  test('what moved in basil is read where it was before', () => {
    const { current_period_start: start, current_period_end: end, ...item } = examples.subscriptions.item.items.data[0];
    const old = like('subscriptions', {
      current_period_start: start,
      current_period_end: end,
      items: { object: 'list', data: [item] },
    });
    expect(mapped(listOf('subscriptions'), old)).toEqual(examples.subscriptions.data);

    const { parent: _parent, ...invoice } = examples.invoices.item;
    const oldInvoice = {
      ...invoice,
      subscription: 'sub_A1',
      tax: 1000,
      total_tax_amounts: [{ amount: 1000, inclusive: false, tax_rate: 'txr_1' }],
      lines: {
        object: 'list',
        data: [
          {
            id: 'il_A1',
            amount: 10000,
            currency: 'aud',
            description: 'Plan',
            quantity: 1,
            price: { id: 'price_A1', product: 'prod_A1', currency: 'aud', unit_amount: 10000 },
            tax_amounts: [{ amount: 1000, inclusive: false, tax_rate: 'txr_1' }],
          },
        ],
      },
    };
    expect(mapped(listOf('invoices'), oldInvoice)).toEqual({
      ...examples.invoices.data,
      tax_treatment: 'exclusive',
      tax_total: '10.00',
      lines: [{ ...examples.invoices.data.lines[0], unit_amount: '100.00', tax_amount: '10.00', tax_code: 'txr_1' }],
    });
    expect(mapped(listOf('charges'), like('charges', { invoice: 'in_A1' }))).toMatchObject({ invoice_id: 'in_A1' });
    const { latest_charge: _latest, ...intent } = examples.payment_intents.item;
    const oldIntent = { ...intent, charges: { object: 'list', data: [{ id: 'ch_A1' }] } };
    expect(mapped(listOf('payment_intents'), oldIntent)).toEqual(examples.payment_intents.data);
  });

  test('a reference may be the object itself', () => {
    const customer = { id: 'cus_A1', object: 'customer', deleted: true };
    for (const name of ['charges', 'payment_intents', 'subscriptions', 'invoices']) {
      expect(mapped(listOf(name), like(name, { customer }))).toMatchObject({ contact_id: 'cus_A1' });
    }
    expect(
      mapped(listOf('balance_transactions'), like('balance_transactions', { source: { id: 'ch_9' } })),
    ).toMatchObject({
      source_id: 'ch_9',
    });
    expect(mapped(listOf('products'), like('products', { default_price: { id: 'price_9' } }))).toMatchObject({
      default_price_id: 'price_9',
    });
  });

  test('an authorisation is not money yet, and a released one never will be', () => {
    const charges = listOf('charges');
    expect(mapped(charges, like('charges', { captured: false }))).toMatchObject({ status: 'pending', paid_on: null });
    expect(mapped(charges, like('charges', { captured: false, refunded: true }))).toMatchObject({
      status: 'cancelled',
    });
    // A bank debit under way.
    expect(mapped(charges, like('charges', { status: 'pending', paid: false }))).toMatchObject({
      status: 'pending',
      paid_on: null,
    });
  });

  test('people recognise a payment by its network', () => {
    const method = (details: JsonObject) =>
      mapped(listOf('charges'), like('charges', { payment_method_details: details }));
    expect(method({ type: 'card', card: { brand: 'visa', network: 'eftpos_au', last4: '1019' } })).toMatchObject({
      method: 'card',
      method_detail: 'eftpos_au 1019',
    });
    expect(
      method({ type: 'payto', payto: { pay_id: 'kim@acme.example', last4: null, bsb_number: null } }),
    ).toMatchObject({
      method: 'payto',
      method_detail: 'kim@acme.example',
    });
    expect(method({ type: 'au_becs_debit', au_becs_debit: { bsb_number: '000000', last4: '3456' } })).toMatchObject({
      method: 'au_becs_debit',
      method_detail: '000000 3456',
    });
    expect(method({ type: 'klarna', klarna: {} })).toMatchObject({ method: 'klarna', method_detail: null });
  });

  test('money keeps its size in every currency', () => {
    const charge = (currency: string, amount: number) =>
      mapped(listOf('charges'), like('charges', { currency, amount }));
    expect(charge('jpy', 5000)).toMatchObject({ amount: '5000', currency: 'JPY' });
    expect(charge('kwd', 5120)).toMatchObject({ amount: '5.120', currency: 'KWD' });
    // Stripe counts shillings in hundredths although there are none.
    expect(charge('ugx', 500)).toMatchObject({ amount: '5.00', currency: 'UGX' });
    expect(charge('isk', 500)).toMatchObject({ amount: '5.00' });
    expect(mapped(listOf('prices'), like('prices', { unit_amount: null, unit_amount_decimal: '0.5' }))).toMatchObject({
      unit_amount: '0.005',
    });
    expect(mapped(listOf('prices'), like('prices', { unit_amount: null, unit_amount_decimal: null }))).toMatchObject({
      unit_amount: null,
    });
    const out = like('balance_transactions', { amount: -10650, fee: 0, net: -10650, type: 'payout', source: 'po_A1' });
    expect(mapped(listOf('balance_transactions'), out)).toMatchObject({
      direction: 'out',
      amount: '106.50',
      net: '-106.50',
      payout_id: 'po_A1',
    });
  });

  test('a subscription ends when it was told to, or with its period', () => {
    const subscriptions = listOf('subscriptions');
    expect(mapped(subscriptions, like('subscriptions', { cancel_at_period_end: true }))).toMatchObject({
      cancels_at: '2026-06-01T00:00:00.000Z',
    });
    expect(mapped(subscriptions, like('subscriptions', { cancel_at: created }))).toMatchObject({ cancels_at: may });
    expect(mapped(subscriptions, like('subscriptions', { status: 'incomplete_expired' }))).toMatchObject({
      status: 'expired',
    });
  });

  test('taxes say how they are meant', () => {
    const invoice = (taxes: readonly JsonObject[]) =>
      mapped(listOf('invoices'), like('invoices', { total_taxes: taxes, total_excluding_tax: 10000 }));
    expect(invoice([])).toMatchObject({ tax_treatment: 'none', tax_total: '0.00' });
    expect(invoice([{ amount: 1000, tax_behavior: 'inclusive' }])).toMatchObject({
      tax_treatment: 'inclusive',
      tax_total: '10.00',
    });
    expect(
      invoice([
        { amount: 600, tax_behavior: 'inclusive' },
        { amount: 400, tax_behavior: 'exclusive' },
      ]),
    ).toMatchObject({ tax_treatment: null, tax_total: '10.00' });
    expect(mapped(listOf('invoices'), like('invoices', { total_excluding_tax: 10000 }))).toMatchObject({
      tax_total: '10.00',
    });
  });

  test('a status nobody has seen sets the item aside instead of guessing', () => {
    for (const name of names.filter((each) => 'status' in exampleOf(each))) {
      expect(listOf(name).raw.safeParse(like(name, { status: 'sleeping' })).success).toBe(false);
    }
    expect(listOf('charges').raw.safeParse(like('charges', { amount: 10.5 })).success).toBe(false);
    expect(listOf('charges').raw.safeParse(like('charges', { amount: 2 ** 60 })).success).toBe(false);
    expect(listOf('charges').raw.safeParse(like('charges', { currency: 'dollars' })).success).toBe(false);
  });

  test('whatever is in an item, it is mapped to the model or set aside', () => {
    const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), json, json, (name, place, value, other) => {
        const stream = listOf(name);
        const example = exampleOf(name);
        const keys = Object.keys(example);
        const changed = damaged(example, keys[place % keys.length] ?? 'id', place, value);
        const item: JsonObject = { ...changed, other };
        // The engine calls these before any schema has looked.
        expect(['string', 'undefined']).toContain(typeof stream.key(item));
        expect(['string', 'undefined']).toContain(typeof stream.updatedAt?.(item));
        stream.deleted?.(item);
        const raw = stream.raw.safeParse(item);
        const result = raw.success ? models[stream.model].safeParse(stream.map(raw.data, nowhere)) : undefined;
        expect(result?.error?.issues).toBeUndefined();
      }),
      { numRuns: 3_000 },
    );
  });

  test('whatever an event holds, the feed answers', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 4 }), fc.jsonValue(), (name, value, moment) => {
        const { incremental } = listOf(name);
        const feed = incremental.style === 'changes' ? incremental.changes : undefined;
        for (const event of [value, { type: 'x.deleted', created: moment, data: { object: value } }]) {
          const change = isObject(event) ? feed?.change(event) : undefined;
          expect(['string', 'undefined']).toContain(typeof change?.key);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

/** The example with one value replaced: at the top, or somewhere below it. */
function damaged(item: JsonObject, key: string, place: number, value: unknown): JsonObject {
  const inside = item[key];
  if (isObject(inside) && place % 3 !== 0) {
    const inner = Object.keys(inside);
    return {
      ...item,
      [key]: damaged(inside, inner[place % Math.max(1, inner.length)] ?? 'x', Math.floor(place / 3), value),
    };
  }
  if (Array.isArray(inside) && isObject(inside[0]) && place % 3 !== 0) {
    const [first] = inside;
    const inner = Object.keys(first);
    return { ...item, [key]: [damaged(first, inner[place % inner.length] ?? 'x', Math.floor(place / 3), value)] };
  }
  return { ...item, [key]: value as JsonValue };
}

describe("Stripe's own fixtures", () => {
  const file = fileURLToPath(new URL('../../../shared/specs/stripe.fixtures.json', import.meta.url));
  const resources: Readonly<Record<string, string>> = {
    customer: 'customers',
    charge: 'charges',
    payment_intent: 'payment_intents',
    subscription: 'subscriptions',
    invoice: 'invoices',
    refund: 'refunds',
    product: 'products',
    price: 'prices',
    payout: 'payouts',
    balance_transaction: 'balance_transactions',
  };

  test('each is understood', () => {
    if (!existsSync(file)) {
      console.log('stripe.fixtures.json is not there: no fixture was read');
      return;
    }
    const fixtures: unknown = JSON.parse(readFileSync(file, 'utf8'));
    let read = 0;
    for (const [resource, name] of Object.entries(resources)) {
      const item = isObject(fixtures) && isObject(fixtures['resources']) ? fixtures['resources'][resource] : undefined;
      if (!isObject(item)) throw new Error(`no fixture of ${resource}`);
      const stream = listOf(name);
      expect(stream.key(item)).toBe(item['id']);
      mapped(stream, item);
      read += 1;
    }
    console.log(`stripe.fixtures.json: ${read} fixtures read and mapped`);
    expect(read).toBe(names.length);
  });
});

describe('money', () => {
  const currencies = fc.constantFrom('aud', 'usd', 'jpy', 'krw', 'kwd', 'bhd', 'ugx', 'isk');

  test('goes there and back without losing a cent', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), currencies, (minor, currency) => {
        expect(toStripe(fromStripe(minor, currency), currency)).toBe(minor);
        expect(fromStripeDecimal(String(minor), currency)).toBe(fromStripe(minor, currency));
        // The shilling alone is counted another way than everybody counts it.
        const common = currency === 'ugx' ? 'isk' : currency;
        expect(fromStripe(minor, currency)).toBe(fromMinor(minor, common));
        expect(toStripe(fromMinor(minor, common), currency)).toBe(toMinor(fromMinor(minor, common), common));
      }),
    );
  });

  test('decimals of a minor unit are digits, not arithmetic', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 9 }), fc.nat({ max: 999_999 }), currencies, (whole, part, currency) => {
        const fraction = String(part).padStart(6, '0');
        const read = fromStripeDecimal(`${whole}.${fraction}`, currency) ?? '';
        // The same digits in the same order, the point moved; only trailing zeros may go.
        const digits = fromStripe(whole, currency).replace('.', '') + fraction;
        expect(digits.startsWith(read.replace('.', ''))).toBe(true);
        expect(digits.slice(read.replace('.', '').length)).toMatch(/^0*$/);
      }),
    );
    expect(fromStripeDecimal('1250.5', 'aud')).toBe('12.505');
    expect(fromStripeDecimal('-0.5', 'jpy')).toBe('-0.5');
    expect(fromStripeDecimal('-0.0', 'aud')).toBe('0.00');
    expect(fromStripeDecimal('1e3', 'aud')).toBeUndefined();
  });
});

describe('lists', () => {
  const page = (
    body: JsonValue,
    items: readonly unknown[],
    request: HttpRequest = { url: '/v1/x', query: { limit: 100 } },
  ) => nextPage({ request, response: { status: 200, headers: {}, body, url: '' }, items, number: 1 });

  test('a page that promises more but cannot be followed is an error, never the end', () => {
    expect(page({ has_more: false, data: [] }, [])).toBeUndefined();
    expect(page({ has_more: true }, [{ id: 'a' }, { id: 'b' }])?.query).toEqual({ limit: 100, starting_after: 'b' });
    for (const [body, items] of [
      [{ has_more: true }, []],
      [{ has_more: true }, [{ name: 'no id' }]],
      [{}, [{ id: 'a' }]],
      [{ has_more: 'yes' }, [{ id: 'a' }]],
    ] as const) {
      expect(() => page(body, items)).toThrow(PlugboardError);
    }
    // The same page for ever.
    expect(() => page({ has_more: true }, [{ id: 'b' }], { url: '/v1/x', query: { starting_after: 'b' } })).toThrow(
      /twice/,
    );
  });

  test('any list is walked whole, each item once, whatever its length', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 450 }), fc.integer({ min: 1, max: 100 }), async (length, size) => {
        const all = Array.from({ length }, (_, index) => ({ id: `cus_${index}` }));
        const door: ProviderHttp = {
          async send({ query }) {
            const from = all.findIndex(({ id }) => id === query?.['starting_after']) + 1;
            const data = all.slice(from, from + size);
            return {
              status: 200,
              headers: {},
              url: '',
              body: { object: 'list', data, has_more: from + size < length },
            };
          },
        };
        expect(await walk(door, listOf('customers'), undefined, 0)).toEqual(all);
      }),
      { numRuns: 50 },
    );
  });

  test('prices are walked twice, because the list leaves inactive ones out', async () => {
    const box = await startBox();
    const door = doorTo(box);
    const found = await walk(door, listOf('prices'), undefined, box.now());
    const all = box.state().ledgers[accountId]!.objects.price;
    expect(new Set(found.map(({ id }) => id))).toEqual(new Set(all.map(({ id }) => id)));
    expect(found).toHaveLength(all.length);
    expect(found.some(({ active }) => active === false)).toBe(true);
    expect(door.sent.map(({ query }) => query?.['active'])).toEqual([true, false]);
  });

  test('secrets are taken out at any depth, and what has none is not copied', () => {
    const clean = { a: [{ b: 1 }], c: null };
    expect(withoutSecrets(clean)).toBe(clean);
    expect(
      withoutSecrets({
        id: 'pi_1',
        client_secret: 'x',
        last_payment_error: { payment_intent: { id: 'pi_1', client_secret: 'x' } },
        list: [{ confirmation_secret: { client_secret: 'x' }, n: 1 }],
      }),
    ).toEqual({ id: 'pi_1', last_payment_error: { payment_intent: { id: 'pi_1' } }, list: [{ n: 1 }] });
    const charge = like('charges', { source: { id: 'src_1', client_secret: 'x' } });
    expect(listOf('charges').items({ data: [charge, 7] }, { partition: '', request: { url: '/v1/charges' } })).toEqual([
      like('charges', { source: { id: 'src_1' } }),
      7,
    ]);
  });

  test('brackets are written as Stripe reads them', () => {
    expect(
      form({
        a: 1,
        none: undefined,
        items: [{ price: 'p', n: 2 }, { price: 'q' }],
        metadata: { k: 'v' },
        expand: ['x', 'y'],
      }),
    ).toEqual({
      a: 1,
      'items[0][price]': 'p',
      'items[0][n]': 2,
      'items[1][price]': 'q',
      'metadata[k]': 'v',
      'expand[]': ['x', 'y'],
    });
  });
});

describe('errors', () => {
  const answer = (status: number, error: JsonObject, headers: Record<string, string> = {}): HttpResponse => ({
    status,
    headers,
    body: { error },
    url: 'https://api.stripe.com/v1/x',
  });
  const wrong = { type: 'invalid_request_error', message: 'No.' };

  test.each([
    [answer(400, { ...wrong, param: 'amount' }), { code: 'invalid_request', message: 'No. (amount)' }],
    [
      answer(400, { ...wrong, code: 'resource_missing', param: 'customer' }),
      { code: 'invalid_request', vendorCode: 'resource_missing' },
    ],
    [
      answer(401, { ...wrong, message: "Invalid API Key provided: 'sk_test_****1234'" }),
      { code: 'auth_revoked', message: "Invalid API Key provided: 'sk_test_…'" },
    ],
    [answer(401, { ...wrong, code: 'api_key_expired' }), { code: 'auth_revoked' }],
    [
      answer(402, {
        type: 'card_error',
        code: 'card_declined',
        decline_code: 'insufficient_funds',
        message: 'Your card has insufficient funds.',
        param: null,
      }),
      { code: 'invalid_request', vendorCode: 'insufficient_funds', message: 'Your card has insufficient funds.' },
    ],
    [answer(403, wrong), { code: 'permission_denied' }],
    [answer(403, { ...wrong, code: 'account_invalid' }), { code: 'auth_revoked' }],
    [answer(404, { ...wrong, code: 'resource_missing', param: 'id' }), { code: 'not_found', message: 'No.' }],
    [answer(400, { type: 'idempotency_error', message: 'Keys...' }), { code: 'conflict', retry: undefined }],
    [answer(409, { ...wrong, code: 'idempotency_key_in_use' }), { code: 'conflict', retry: true }],
    [answer(429, { ...wrong, code: 'lock_timeout' }), { code: 'conflict', retry: true }],
    [answer(429, { ...wrong, code: 'rate_limit' }), { code: 'rate_limited', retry: undefined }],
    [answer(400, { ...wrong, code: 'rate_limit' }), { code: 'rate_limited' }],
    [answer(400, { ...wrong, code: 'constructor' }), { code: 'invalid_request', vendorCode: 'constructor' }],
    [answer(424, { type: 'api_error', message: 'x' }), { code: 'provider_unavailable' }],
    [answer(500, { type: 'api_error', message: 'x' }), { code: 'provider_unavailable' }],
    [answer(500, { type: 'api_error', message: 'x' }, { 'stripe-should-retry': 'false' }), { retry: false }],
    [answer(400, wrong, { 'stripe-should-retry': 'true' }), { retry: true }],
    [answer(400, wrong, { 'stripe-should-retry': 'perhaps' }), { retry: undefined }],
  ])('%#', (response, verdict) => {
    expect(readError(response)).toMatchObject(verdict);
  });

  test("what is not Stripe's is left to the status", () => {
    for (const body of ['<html>', null, [], { error: 'x' }, { message: 'x' }]) {
      expect(readError({ status: 502, headers: {}, body, url: '' })).toBeUndefined();
    }
  });

  test('whatever the body, there is an answer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 599 }), fc.jsonValue(), (status, body) => {
        for (const given of [body, { error: body }]) {
          const verdict = readError({ status, headers: {}, body: given, url: '' });
          expect(['string', 'undefined']).toContain(typeof verdict?.code);
        }
      }),
    );
  });
});

describe('signing in', () => {
  const proof = async (box: Box, options: Parameters<typeof doorTo>[1] = {}) =>
    stripe.check({
      http: doorTo(box, options),
      settings: options.settings ?? {},
      account: undefined,
      method: 'api_key',
    });

  test('the account is proven and named', async () => {
    const box = await startBox();
    expect(await proof(box)).toEqual({
      message: 'Connected to Harbour Training (AU, AUD)',
      account: { id: accountId, name: 'Harbour Training', meta: { country: 'AU', default_currency: 'AUD' } },
    });
    expect(box.exchanges.every(({ request }) => request.headers['stripe-version'] === apiVersion)).toBe(true);
  });

  test('a restricted key that may not read the account is proven by what it may read', async () => {
    const box = await startBox();
    const found = await proof(box, { key: readKey });
    expect(found.message).toMatch(/restricted key/);
    expect(found.account).toBeUndefined();
    const settings = { account_id: accountId };
    expect((await proof(box, { key: readKey, settings })).account).toEqual({
      id: accountId,
      name: accountId,
      meta: {},
    });
  });

  test('wrong keys are told apart from keys without rights', async () => {
    const box = await startBox();
    await expect(proof(box, { key: 'sk_test_sandbox_nobody_has_this_key' })).rejects.toMatchObject({
      code: 'auth_revoked',
    });
    const { keys } = box.state();
    keys['rk_test_sandbox_without_rights'] = { account: accountId, rights: [] };
    await expect(proof(box, { key: 'rk_test_sandbox_without_rights' })).rejects.toMatchObject({
      code: 'permission_denied',
    });
    await expect(run(doorTo(box, { key: readKey }), 'create_customer', { name: 'Nobody' })).rejects.toMatchObject({
      code: 'permission_denied',
      message: expect.stringContaining('rak_customer_write'),
    });
  });

  test('a connected account is another account', async () => {
    const box = await startBox();
    const settings = { account_id: connectedId };
    expect((await proof(box, { settings })).account?.id).toBe(connectedId);
    expect(await walk(doorTo(box, { settings }), listOf('customers'), undefined, box.now())).toHaveLength(1);
    await expect(proof(box, { settings: { account_id: 'acct_stranger' } })).rejects.toMatchObject({
      code: 'auth_revoked',
    });
  });

  test('only keys of the right kind are taken', () => {
    const [way] = stripe.auth;
    const source = way !== undefined && 'fields' in way ? way.fields['api_key']?.pattern?.source : undefined;
    const pattern = new RegExp(`^(?:${source})$`);
    for (const key of ['sk_test_51AbcDEF123', 'rk_live_51AbcDEF123', secretKey, readKey]) expect(key).toMatch(pattern);
    for (const key of ['pk_test_51AbcDEF123', 'sk_test_', 'whsec_51AbcDEF123', ' sk_test_51AbcDEF123'])
      expect(key).not.toMatch(pattern);
    for (const signIn of sandbox.signIns) expect(signIn.fields['api_key']).toMatch(pattern);
  });

  test('too many calls in a second are refused', async () => {
    const box = await testSandbox({ key: 'stripe', sandbox });
    onTestFinished(() => box.stop());
    const door = doorTo(box);
    const calls = Array.from({ length: 26 }, () => door.send({ url: '/v1/balance' }));
    const settled = await Promise.allSettled(calls);
    const refused = settled.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: 'rate_limited', details: { status: 429 } });
    box.advance(1_000);
    await door.send({ url: '/v1/balance' });
  });
});

describe('streams', () => {
  test.each(names)('%s: everything is read and fits the model', async (name) => {
    const box = await startBox();
    const stream = listOf(name);
    const found = await walk(doorTo(box), stream, undefined, box.now());
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map((item) => stream.key(item))).size).toBe(found.length);
    for (const item of found) mapped(stream, item);
    expect(JSON.stringify(found)).not.toContain('_secret');
  });

  test('asked in the version of 2023, Stripe shows other shapes with the same meaning', async () => {
    const box = await startBox();
    for (const name of names) {
      const stream = listOf(name);
      const today = await walk(doorTo(box), stream, undefined, box.now());
      const then = await walk(doorTo(box, { version: '2023-08-16' }), stream, undefined, box.now());
      // Until basil a charge named its invoice; there is nothing in its place.
      const meaning = (items: readonly JsonObject[]) =>
        items.map((item) => ({
          ...(mapped(stream, item) as object),
          ...(name === 'charges' ? { invoice_id: null } : {}),
        }));
      expect(meaning(then)).toEqual(meaning(today));
    }
    const [subscription] = await walk(
      doorTo(box, { version: '2023-08-16' }),
      listOf('subscriptions'),
      undefined,
      box.now(),
    );
    expect(subscription).toHaveProperty('current_period_end');
    expect(at(subscription, 'items.data')).not.toEqual([
      expect.objectContaining({ current_period_end: expect.anything() }),
    ]);
  });

  /** A few days of an account: everything that changes a list, by its own API, its own clock and the actions. */
  async function liveThrough(box: Box, door: ProviderHttp): Promise<void> {
    const post = (url: string, fields: Query = {}) => door.send({ method: 'POST', url, body: { form: fields } });
    const objects = () => box.state().ledgers[accountId]!.objects;
    const someone = text(objects().customer.at(-1), 'id');
    const payer = text(
      objects().customer.find((doc) => at(doc, 'invoice_settings.default_payment_method') !== null),
      'id',
    );

    await run(door, 'create_customer', { name: 'New Person', email: 'new@example.com' });
    await post(`/v1/customers/${payer}`, { phone: '+61400000000' });
    await door.send({ method: 'DELETE', url: `/v1/customers/${someone}` });
    box.advance(minute);

    await run(
      door,
      'create_payment_intent',
      { method: 'card', amount: '55.00', currency: 'AUD', payment_method_id: 'pm_card_visa' },
      'pi-1',
    );
    await run(door, 'create_payment_intent', { method: 'card', amount: '12.00', currency: 'AUD' }, 'pi-2');
    await run(
      door,
      'create_payment_intent',
      {
        method: 'payto',
        amount: '70.00',
        currency: 'AUD',
        pay_id: 'kim@acme.example',
        payer: { name: 'Kim', email: 'kim@acme.example' },
      },
      'pi-3',
    );
    await expect(
      run(
        door,
        'create_payment_intent',
        { method: 'card', amount: '9.00', currency: 'AUD', payment_method_id: 'pm_card_chargeDeclined' },
        'pi-4',
      ),
    ).rejects.toMatchObject({ code: 'invalid_request', details: { vendorCode: 'generic_decline' } });
    box.advance(2 * minute);

    const charge = objects().charge.find((doc) => doc['amount'] === 5500);
    await run(door, 'create_refund', { payment_id: text(charge, 'id'), amount: '20.00', currency: 'AUD' });
    await post(`/v1/charges/${text(charge, 'id')}`, { description: 'Renamed' });

    const made = await post('/v1/products', { name: 'Short course' });
    const product = text(made.body, 'id');
    await post('/v1/prices', { product, currency: 'aud', unit_amount: 4500 });
    await door.send({
      method: 'DELETE',
      url: `/v1/products/${text((await post('/v1/products', { name: 'Mistake' })).body, 'id')}`,
    });
    await post(`/v1/prices/${text(objects().price.at(-2), 'id')}`, { active: false });

    const plan = objects().price.find((doc) => doc['nickname'] === 'Monthly');
    const subscribed = await run(door, 'create_subscription', {
      contact_id: payer,
      items: [{ price_id: text(plan, 'id'), quantity: 1 }],
    });
    await run(door, 'update_subscription', {
      subscription_id: text(subscribed.output, 'id'),
      quantity: 3,
      proration: 'always_invoice',
    });
    await run(door, 'cancel_subscription', { subscription_id: text(subscribed.output, 'id'), feedback: 'unused' });

    const draft = objects().invoice.find((doc) => doc['status'] === 'draft');
    await door.send({ method: 'DELETE', url: `/v1/invoices/${text(draft, 'id')}` });
    const open = objects().invoice.find((doc) => doc['status'] === 'open');
    await post(`/v1/invoices/${text(open, 'id')}/void`);
    // Bank answers, payouts, renewals.
    box.advance(6 * day);
    await door.send({ url: '/v1/balance' });
  }

  test('the feed brings exactly what a full pass would', async () => {
    const box = await startBox();
    const door = doorTo(box);
    const fed = names.filter((name) => listOf(name).incremental.style === 'changes');
    const before = new Map<string, Map<string, JsonObject>>();
    for (const name of fed) {
      const items = await walk(door, listOf(name), undefined, box.now());
      before.set(name, new Map(items.map((item) => [text(item, 'id'), item])));
    }
    const since = box.now();
    box.advance(minute);
    await liveThrough(box, door);

    for (const name of fed) {
      const stream = listOf(name);
      const known = before.get(name)!;
      const changes = await changesSince(door, stream, since);
      expect(changes.size).toBeGreaterThan(0);
      for (const [key, item] of changes) {
        if (item === undefined) known.delete(key);
        else known.set(key, item);
      }
      const full = await walk(door, stream, undefined, box.now());
      const byId = (items: Iterable<JsonObject>) =>
        [...items].toSorted((a, b) => (text(a, 'id') < text(b, 'id') ? -1 : 1));
      expect(byId(known.values())).toEqual(byId(full));
      expect(JSON.stringify([...changes.values()])).not.toContain('_secret');
    }
  });

  test('events of an account on an old version are understood like those of a new one', async () => {
    const box = await startBox();
    await box.control.switches('stripe', { api_version: '2023-08-16' });
    const door = doorTo(box);
    const since = box.now();
    await liveThrough(box, door);
    for (const name of ['subscriptions', 'invoices']) {
      const stream = listOf(name);
      const full = new Map((await walk(door, stream, undefined, box.now())).map((item) => [item['id'], item]));
      const changes = [...(await changesSince(door, stream, since))].filter(([, item]) => item !== undefined);
      expect(changes.length).toBeGreaterThan(0);
      // Those of before the account went back to its old version look as they do today.
      expect(changes.some(([key, item]) => Object.keys(item!).length !== Object.keys(full.get(key)!).length)).toBe(
        true,
      );
      for (const [key, item] of changes) {
        expect(mapped(stream, item!)).toEqual(mapped(stream, full.get(key)!));
      }
    }
  });

  test('a deleted subscription is a cancelled one, a deleted customer is gone', () => {
    const changeIn = (name: string, event: JsonObject) => {
      const { incremental } = listOf(name);
      return incremental.style === 'changes' ? incremental.changes.change(event) : undefined;
    };
    const event = (type: string, object: JsonObject) => ({ id: 'evt_1', type, created, data: { object } });
    const cancelled = like('subscriptions', { status: 'canceled' });
    expect(changeIn('subscriptions', event('customer.subscription.deleted', cancelled))).toEqual({
      key: 'sub_A1',
      at: may,
      item: cancelled,
      deleted: false,
    });
    expect(changeIn('customers', event('customer.deleted', exampleOf('customers')))).toEqual({
      key: 'cus_A1',
      at: may,
      item: undefined,
      deleted: true,
    });
    // A refund comes under two names; a charge's event is not about the refund.
    expect(changeIn('refunds', event('charge.refund.updated', exampleOf('refunds')))?.key).toBe('re_A1');
    expect(changeIn('refunds', event('charge.refunded', exampleOf('charges')))).toBeUndefined();
    expect(
      changeIn('payment_intents', event('payment_intent.created', exampleOf('payment_intents')))?.item,
    ).not.toHaveProperty('client_secret');
  });

  test('no feed asks for more types than Stripe takes', () => {
    for (const name of names) {
      const { incremental } = listOf(name);
      if (incremental.style !== 'changes') continue;
      const { query } = incremental.changes.request({ ...asking, since: may, now: may });
      const types = query?.['types[]'];
      expect(Array.isArray(types) && types.length <= 20 && new Set(types).size === types.length).toBe(true);
      expect(query?.['created[gte]']).toBe(created);
    }
  });

  test('balance transactions: looking back finds new ones and those that have become available', async () => {
    const box = await startBox();
    const door = doorTo(box);
    const stream = listOf('balance_transactions');
    if (stream.incremental.style !== 'updated_since') throw new Error('not by time');
    // Money that is on its way while the first pass looks.
    await run(door, 'create_payment_intent', {
      method: 'card',
      amount: '80.00',
      currency: 'AUD',
      payment_method_id: 'pm_card_visa',
    });
    const known = new Map((await walk(door, stream, undefined, box.now())).map((item) => [item['id'], item]));
    expect([...known.values()].some(({ status }) => status === 'pending')).toBe(true);
    box.advance(60 * minute);
    const since = box.now();
    await liveThrough(box, door);
    const from = new Date(since - stream.incremental.lookbackMs).toISOString();
    const read = await walk(door, stream, from, box.now());
    for (const item of read) known.set(item['id'], item);
    const full = await walk(door, stream, undefined, box.now());
    expect(read.length).toBeLessThan(full.length);
    expect(full.map((item) => known.get(item['id']))).toEqual(full);
    expect(full.length).toBe(known.size);
  });

  test('grown lists are walked whole, and what was touched comes through the feed', async () => {
    const box = await startBox({ customers: 1_050, charges: 320 });
    const door = doorTo(box);
    for (const [name, count] of [
      ['customers', 1_050],
      ['charges', 320],
    ] as const) {
      const stream = listOf(name);
      const found = await walk(door, stream, undefined, box.now());
      const grown = found.filter(({ id }) => text({ id }, 'id').includes('_load'));
      expect(grown).toHaveLength(count);
      expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
      for (const item of grown.slice(0, 3)) mapped(stream, item);
      const since = box.now();
      // Later than the overlap, so that only the touched ones can be meant.
      box.advance(20 * minute);
      await box.control.touch('stripe', name, 0.3);
      const changes = await changesSince(door, stream, since + 10 * minute);
      const touched = [...changes.keys()].filter((id) => id.includes('_load'));
      expect(touched).toHaveLength(Math.floor(count * 0.3));
      const one = await door.send({ url: `/v1/${name}/${touched[0]}` });
      expect(changes.get(touched[0] ?? '')).toEqual(one.body);
      expect(found.find(({ id }) => id === touched[0])).not.toEqual(one.body);
    }
  });
});

describe('actions', () => {
  /** What an action says was written is what the lists show. */
  async function expectStored(
    door: ProviderHttp,
    records: readonly { stream: string; items: readonly unknown[] }[],
  ): Promise<void> {
    expect(records.length).toBeGreaterThan(0);
    for (const { stream, items } of records) {
      const listed = await walk(door, listOf(stream), undefined, 0);
      for (const item of items) {
        if (!isObject(item)) throw new Error('not an item');
        expect(listed.find(({ id }) => id === item['id'])).toEqual(item);
        mapped(listOf(stream), item);
      }
    }
    expect(JSON.stringify(records)).not.toContain('_secret');
  }

  test('create_customer', async () => {
    const box = await startBox();
    const door = doorTo(box);
    const { output, records } = await run(door, 'create_customer', {
      name: 'Kim Ray',
      email: 'kim@acme.example',
      phone: '+61400000000',
      address: { line1: '1 High St', city: 'Perth', region: 'WA', postcode: '6000', country: 'AU' },
      metadata: { person: 'p1' },
    });
    expect(output).toEqual({ id: expect.stringMatching(/^cus_/), name: 'Kim Ray', email: 'kim@acme.example' });
    expect(formOf(door.sent[0])).toEqual({
      name: 'Kim Ray',
      email: 'kim@acme.example',
      phone: '+61400000000',
      'address[line1]': '1 High St',
      'address[city]': 'Perth',
      'address[state]': 'WA',
      'address[postal_code]': '6000',
      'address[country]': 'AU',
      'metadata[person]': 'p1',
    });
    await expectStored(door, records);
    expect(complaints('create_customer', { description: 'nobody' })).toEqual(['name']);
  });

  test('asked twice with one key, Stripe acts once; with other words it refuses', async () => {
    const box = await startBox();
    const door = doorTo(box);
    const input = { method: 'card', amount: '10.00', currency: 'AUD', payment_method_id: 'pm_card_visa' };
    const first = await run(door, 'create_payment_intent', input, 'once');
    const again = await run(door, 'create_payment_intent', input, 'once');
    expect(again).toEqual(first);
    const { objects } = box.state().ledgers[accountId]!;
    expect(objects.payment_intent.filter(({ id }) => id === first.output['id'])).toHaveLength(1);
    expect(objects.charge.filter(({ payment_intent: id }) => id === first.output['id'])).toHaveLength(1);
    await expect(run(door, 'create_payment_intent', { ...input, amount: '11.00' }, 'once')).rejects.toMatchObject({
      code: 'conflict',
      retry: false,
    });
    // A day later the key is forgotten.
    box.advance(day + minute);
    expect((await run(door, 'create_payment_intent', input, 'once')).output['id']).not.toBe(first.output['id']);
  });

  describe('create_payment_intent', () => {
    test('by card: confirmed with a method, left to the page without', async () => {
      const box = await startBox();
      const door = doorTo(box);
      const paid = await run(
        door,
        'create_payment_intent',
        {
          method: 'card',
          amount: '110.00',
          currency: 'AUD',
          payment_method_id: 'pm_card_visa',
          description: 'Course',
          metadata: { enrolment: 'e1' },
        },
        'a',
      );
      expect(paid.output).toEqual({
        id: expect.stringMatching(/^pi_/),
        status: 'succeeded',
        amount: '110.00',
        currency: 'AUD',
        client_secret: expect.stringContaining('_secret_'),
        payment_id: expect.stringMatching(/^ch_/),
        next_action: null,
      });
      expect(formOf(door.sent[0])).toEqual({
        amount: 11000,
        currency: 'aud',
        description: 'Course',
        'metadata[enrolment]': 'e1',
        'allowed_payment_method_types[]': ['card'],
        payment_method: 'pm_card_visa',
        confirm: true,
        'expand[]': ['latest_charge'],
      });
      expect(paid.records.map(({ stream }) => stream)).toEqual(['payment_intents', 'charges']);
      await expectStored(door, paid.records);

      const waiting = await run(
        door,
        'create_payment_intent',
        { method: 'card', amount: '5.00', currency: 'AUD', return_url: 'https://app.example/done' },
        'b',
      );
      expect(waiting.output).toMatchObject({ status: 'needs_method', payment_id: null });
      await expectStored(door, waiting.records);

      const authorised = await run(
        door,
        'create_payment_intent',
        { method: 'card', amount: '5.00', currency: 'AUD', payment_method_id: 'pm_card_visa', capture: 'manual' },
        'c',
      );
      expect(authorised.output).toMatchObject({ status: 'needs_capture' });

      const bank = await run(
        door,
        'create_payment_intent',
        {
          method: 'card',
          amount: '5.00',
          currency: 'AUD',
          payment_method_id: 'pm_card_authenticationRequired',
          return_url: 'https://app.example/done',
        },
        'd',
      );
      expect(bank.output).toMatchObject({
        status: 'needs_action',
        next_action: { type: 'redirect_to_url', url: expect.stringMatching(/^http/) },
      });
    });

    test('automatic: whatever the account has switched on', async () => {
      const box = await startBox();
      const door = doorTo(box);
      const { output } = await run(door, 'create_payment_intent', {
        method: 'automatic',
        amount: '5000',
        currency: 'JPY',
        save_for_later: true,
      });
      expect(formOf(door.sent[0])).toEqual({
        amount: 5000,
        currency: 'jpy',
        'automatic_payment_methods[enabled]': true,
        setup_future_usage: 'off_session',
      });
      expect(output).toMatchObject({ amount: '5000', currency: 'JPY', status: 'needs_method' });
    });

    test('a refusal says why, in the bank’s words', async () => {
      const box = await startBox();
      await expect(
        run(doorTo(box), 'create_payment_intent', {
          method: 'card',
          amount: '10.00',
          currency: 'AUD',
          payment_method_id: 'pm_card_chargeDeclinedInsufficientFunds',
        }),
      ).rejects.toMatchObject({
        code: 'invalid_request',
        message: 'Your card has insufficient funds.',
        details: { vendorCode: 'insufficient_funds', status: 402 },
      });
    });

    test('PayTo once: the payer approves in the bank app', async () => {
      const box = await startBox();
      const door = doorTo(box);
      const { output, records } = await run(door, 'create_payment_intent', {
        method: 'payto',
        amount: '20.00',
        currency: 'AUD',
        pay_id: 'kim@acme.example',
        payer: { name: 'Kim Ray', email: 'kim@acme.example' },
        purpose: 'other',
        return_url: 'https://app.example/done',
      });
      expect(formOf(door.sent[0])).toEqual({
        amount: 2000,
        currency: 'aud',
        confirm: true,
        'allowed_payment_method_types[]': ['payto'],
        'payment_method_data[type]': 'payto',
        'payment_method_data[payto][pay_id]': 'kim@acme.example',
        'payment_method_data[billing_details][name]': 'Kim Ray',
        'payment_method_data[billing_details][email]': 'kim@acme.example',
        'payment_method_options[payto][mandate_options][purpose]': 'other',
        return_url: 'https://app.example/done',
        'expand[]': ['latest_charge'],
      });
      expect(output['status']).toBe('processing');
      await expectStored(door, records);
      box.advance(2 * minute);
      const { body } = await door.send({ url: `/v1/payment_intents/${text(output, 'id')}` });
      expect(body).toMatchObject({ status: 'succeeded' });
    });

    test('PayTo for later: an agreement with an amount, then a charge under it', async () => {
      const box = await startBox();
      const door = doorTo(box);
      const contact = text(box.state().ledgers[accountId]!.objects.customer[0], 'id');
      const payer = { name: 'Kim Ray', email: 'kim@acme.example' };
      const first = await run(
        door,
        'create_payment_intent',
        {
          method: 'payto',
          amount: '20.00',
          currency: 'aud',
          contact_id: contact,
          bsb_number: '062-000',
          account_number: '12345678',
          payer,
          save_for_later: true,
          agreement: {
            amount: '50.00',
            amount_type: 'maximum',
            payment_schedule: 'monthly',
            payments_per_period: 1,
            end_date: '2027-12-31',
          },
        },
        'first',
      );
      expect(formOf(door.sent[0])).toEqual({
        amount: 2000,
        currency: 'aud',
        customer: contact,
        confirm: true,
        'allowed_payment_method_types[]': ['payto'],
        'payment_method_data[type]': 'payto',
        'payment_method_data[payto][bsb_number]': '062000',
        'payment_method_data[payto][account_number]': '12345678',
        'payment_method_data[billing_details][name]': 'Kim Ray',
        'payment_method_data[billing_details][email]': 'kim@acme.example',
        'payment_method_options[payto][setup_future_usage]': 'off_session',
        'payment_method_options[payto][mandate_options][amount]': 5000,
        'payment_method_options[payto][mandate_options][amount_type]': 'maximum',
        'payment_method_options[payto][mandate_options][payment_schedule]': 'monthly',
        'payment_method_options[payto][mandate_options][payments_per_period]': 1,
        'payment_method_options[payto][mandate_options][end_date]': '2027-12-31',
        'expand[]': ['latest_charge'],
      });
      box.advance(2 * minute);
      const charge = await door.send({ url: `/v1/charges/${text(first.output, 'payment_id')}` });
      const mandate = text(charge.body, 'payment_method_details.payto.mandate');
      const method = text(charge.body, 'payment_method');

      const later = await run(
        door,
        'create_payment_intent',
        {
          method: 'payto',
          amount: '45.00',
          currency: 'AUD',
          contact_id: contact,
          payment_method_id: method,
          mandate_id: mandate,
        },
        'later',
      );
      expect(formOf(door.sent.at(-1))).toEqual({
        amount: 4500,
        currency: 'aud',
        customer: contact,
        'allowed_payment_method_types[]': ['payto'],
        payment_method: method,
        mandate,
        off_session: true,
        confirm: true,
        'expand[]': ['latest_charge'],
      });
      expect(later.output['status']).toBe('processing');
    });

    test('an agreement always names an amount', async () => {
      const box = await startBox();
      const door = doorTo(box);
      await run(door, 'create_payment_intent', {
        method: 'payto',
        amount: '20.00',
        currency: 'AUD',
        pay_id: 'kim@acme.example',
        payer: { name: 'Kim', email: 'kim@acme.example' },
        save_for_later: true,
      });
      expect(formOf(door.sent[0])).toMatchObject({ 'payment_method_options[payto][mandate_options][amount]': 2000 });
    });

    test('BECS: the debit request was accepted, the money comes days later', async () => {
      const box = await startBox();
      const door = doorTo(box);
      const input = {
        method: 'au_becs_debit',
        amount: '250.00',
        currency: 'AUD',
        bsb_number: '000-000',
        account_number: '000123456',
        payer: { name: 'Kim Ray', email: 'kim@acme.example' },
        acceptance: {
          type: 'online',
          accepted_at: '2026-05-01T10:00:00+10:00',
          ip_address: '192.0.2.7',
          user_agent: 'Mozilla/5.0',
        },
        target_date: '2026-11-25',
      };
      const { output, records } = await run(door, 'create_payment_intent', input);
      expect(formOf(door.sent[0])).toEqual({
        amount: 25000,
        currency: 'aud',
        confirm: true,
        'allowed_payment_method_types[]': ['au_becs_debit'],
        'payment_method_data[type]': 'au_becs_debit',
        'payment_method_data[au_becs_debit][bsb_number]': '000000',
        'payment_method_data[au_becs_debit][account_number]': '000123456',
        'payment_method_data[billing_details][name]': 'Kim Ray',
        'payment_method_data[billing_details][email]': 'kim@acme.example',
        'mandate_data[customer_acceptance][type]': 'online',
        'mandate_data[customer_acceptance][accepted_at]': created,
        'mandate_data[customer_acceptance][online][ip_address]': '192.0.2.7',
        'mandate_data[customer_acceptance][online][user_agent]': 'Mozilla/5.0',
        'payment_method_options[au_becs_debit][target_date]': '2026-11-25',
        'expand[]': ['latest_charge'],
      });
      expect(output['status']).toBe('processing');
      const charges = records.find(({ stream }) => stream === 'charges');
      expect(mapped(listOf('charges'), charges?.items[0] as JsonObject)).toMatchObject({
        status: 'pending',
        paid_on: null,
      });
      box.advance(4 * day);
      const { body } = await door.send({ url: `/v1/charges/${text(output, 'payment_id')}` });
      expect(mapped(listOf('charges'), body as JsonObject)).toMatchObject({
        status: 'succeeded',
        method: 'au_becs_debit',
      });

      const offline = await run(
        door,
        'create_payment_intent',
        { ...input, account_number: '111111113', acceptance: { type: 'offline', accepted_at: may } },
        'second',
      );
      expect(formOf(door.sent.at(-1))).toMatchObject({ 'mandate_data[customer_acceptance][type]': 'offline' });
      box.advance(4 * day);
      const failed = await door.send({ url: `/v1/payment_intents/${text(offline.output, 'id')}` });
      expect(mapped(listOf('payment_intents'), failed.body as JsonObject)).toMatchObject({
        status: 'needs_method',
        failure_code: 'no_account',
      });
    });

    test('eftpos: a co-branded card, charged over the network of that name', async () => {
      const box = await startBox();
      const door = doorTo(box);
      const { objects } = box.state().ledgers[accountId]!;
      const branded = objects.payment_method.find(
        (doc) => at(doc, 'card.display_brand') === 'eftpos_australia' && doc['customer'] !== null,
      );
      const input = {
        method: 'eftpos',
        amount: '30.00',
        currency: 'AUD',
        contact_id: text(branded, 'customer'),
        payment_method_id: text(branded, 'id'),
      };
      const { output } = await run(door, 'create_payment_intent', input);
      expect(formOf(door.sent[0])).toEqual({
        amount: 3000,
        currency: 'aud',
        customer: branded?.['customer'],
        'allowed_payment_method_types[]': ['card'],
        payment_method: branded?.['id'],
        confirm: true,
        'payment_method_options[card][network]': 'eftpos_au',
        'expand[]': ['latest_charge'],
      });
      const { body } = await door.send({ url: `/v1/charges/${text(output, 'payment_id')}` });
      expect(body).toMatchObject({ payment_method_details: { card: { network: 'eftpos_au' } } });
      await expect(
        run(door, 'create_payment_intent', { ...input, payment_method_id: 'pm_card_visa' }, 'other'),
      ).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining('eftpos_au'),
      });
    });

    test('what cannot work is refused by name before anything is sent', () => {
      const bad = (input: JsonObject) =>
        complaints('create_payment_intent', { amount: '10.00', currency: 'AUD', ...input });
      const payer = { name: 'Kim', email: 'kim@acme.example' };
      const acceptance = { type: 'offline', accepted_at: may };
      expect(bad({ method: 'card', amount: '0.00' })).toEqual(['amount']);
      expect(bad({ method: 'card', amount: '10.001' })).toEqual(['amount']);
      expect(bad({ method: 'card', amount: '10.5', currency: 'JPY' })).toEqual(['amount']);
      expect(bad({ method: 'card', amount: 10 })).toEqual(['amount']);
      expect(bad({ method: 'card', amount: '-5.00' })).toEqual(['amount']);
      expect(bad({ method: 'cash' })).toEqual(['method']);
      expect(bad({ method: 'card', off_session: true })).toEqual(['payment_method_id']);
      expect(bad({ method: 'eftpos' })).toEqual(['payment_method_id']);
      expect(bad({ method: 'payto', currency: 'USD' })).toEqual(['currency']);
      expect(bad({ method: 'payto', pay_id: 'kim@acme.example' })).toEqual(['payer']);
      expect(bad({ method: 'payto', bsb_number: '062000', payer })).toEqual(['account_number']);
      expect(bad({ method: 'payto', pay_id: 'k@a.au', bsb_number: '062000', account_number: '1234', payer })).toEqual([
        'pay_id',
      ]);
      expect(bad({ method: 'payto', payment_method_id: 'pm_1' })).toEqual(['mandate_id']);
      expect(bad({ method: 'au_becs_debit', bsb_number: '062000', account_number: '123456', payer })).toEqual([
        'acceptance',
      ]);
      expect(bad({ method: 'au_becs_debit', bsb_number: '62', account_number: '123456', payer, acceptance })).toEqual([
        'bsb_number',
      ]);
      expect(bad({ method: 'card', contact_id: '../v1/account' })).toEqual(['contact_id']);
    });
  });

  test('create_checkout_session answers the address of a page that can be paid', async () => {
    const box = await startBox();
    const door = doorTo(box);
    const price = box
      .state()
      .ledgers[accountId]!.objects.price.find((doc) => doc['type'] === 'one_time' && doc['unit_amount'] !== null);
    const { output, records } = await run(door, 'create_checkout_session', {
      mode: 'payment',
      lines: [{ price_id: text(price, 'id') }, { name: 'Workbook', amount: '24.50', currency: 'AUD', quantity: 2 }],
      success_url: 'https://app.example/done?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'https://app.example/cart',
      email: 'kim@acme.example',
      reference: 'enrol-7',
      methods: ['card', 'payto'],
      metadata: { enrolment: 'e7' },
      expires_at: '2026-11-20T02:00:00Z',
    });
    expect(formOf(door.sent[0])).toEqual({
      mode: 'payment',
      'line_items[0][price]': price?.['id'],
      'line_items[0][quantity]': 1,
      'line_items[1][price_data][currency]': 'aud',
      'line_items[1][price_data][unit_amount]': 2450,
      'line_items[1][price_data][product_data][name]': 'Workbook',
      'line_items[1][quantity]': 2,
      success_url: 'https://app.example/done?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'https://app.example/cart',
      customer_email: 'kim@acme.example',
      client_reference_id: 'enrol-7',
      'allowed_payment_method_types[]': ['card', 'payto'],
      expires_at: 1_795_140_000,
      'metadata[enrolment]': 'e7',
      'payment_intent_data[metadata][enrolment]': 'e7',
    });
    expect(output).toEqual({
      id: expect.stringMatching(/^cs_test_/),
      url: expect.stringContaining('/c/pay/cs_test_'),
      status: 'open',
      payment_status: 'unpaid',
      expires_at: '2026-11-20T02:00:00.000Z',
    });
    expect(records).toEqual([]);

    const page = await fetch(text(output, 'url'));
    expect(await page.text()).toContain('<form method="post">');
    const back = await fetch(text(output, 'url'), { method: 'POST', redirect: 'manual' });
    expect(back.status).toBe(303);
    expect(back.headers.get('location')).toBe(`https://app.example/done?session=${text(output, 'id')}`);
    const session = await door.send({ url: `/v1/checkout/sessions/${text(output, 'id')}` });
    expect(session.body).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
    const [intent] = await walk(door, listOf('payment_intents'), undefined, box.now());
    expect(intent).toMatchObject({
      id: at(session.body, 'payment_intent'),
      status: 'succeeded',
      metadata: { enrolment: 'e7' },
    });
  });

  test('a checkout session for a subscription, and one for a method only', async () => {
    const box = await startBox();
    const door = doorTo(box);
    const subscribing = await run(door, 'create_checkout_session', {
      mode: 'subscription',
      lines: [{ name: 'Plan', amount: '49.00', currency: 'AUD', interval: 'month' }],
      success_url: 'https://app.example/done',
      metadata: { plan: 'x' },
    });
    expect(formOf(door.sent[0])).toMatchObject({
      'line_items[0][price_data][recurring][interval]': 'month',
      'subscription_data[metadata][plan]': 'x',
    });
    await fetch(text(subscribing.output, 'url'), { method: 'POST', redirect: 'manual' });
    const [subscription] = await walk(door, listOf('subscriptions'), undefined, box.now());
    expect(mapped(listOf('subscriptions'), subscription!)).toMatchObject({
      status: 'active',
      items: [{ unit_amount: '49.00' }],
      custom: { plan: 'x' },
    });
    // The price made for it alone has its event, but is on no list.
    const made = text(
      at(subscription, 'items.data') && (at(subscription, 'items') as { data: { price: JsonObject }[] }).data[0]?.price,
      'id',
    );
    expect((await walk(door, listOf('prices'), undefined, box.now())).some(({ id }) => id === made)).toBe(false);
    expect((await changesSince(door, listOf('prices'), box.now())).has(made)).toBe(true);

    const setup = await run(
      door,
      'create_checkout_session',
      { mode: 'setup', success_url: 'https://app.example/done', currency: 'AUD' },
      'setup',
    );
    expect(setup.output['payment_status']).toBe('no_payment_required');

    const bad = (input: JsonObject) =>
      complaints('create_checkout_session', { success_url: 'https://app.example', ...input });
    expect(bad({ mode: 'payment' })).toEqual(['lines']);
    expect(bad({ mode: 'setup', lines: [{ price_id: 'price_1' }] })).toEqual(['lines']);
    expect(
      bad({ mode: 'payment', lines: [{ price_id: 'price_1' }], contact_id: 'cus_1', email: 'a@b.example' }),
    ).toEqual(['email']);
    expect(bad({ mode: 'subscription', lines: [{ name: 'x', amount: '1.00', currency: 'AUD' }] })).toEqual([
      'lines.0.interval',
    ]);
    expect(bad({ mode: 'payment', lines: [{ name: 'x', amount: '1.001', currency: 'AUD' }] })).toEqual([
      'lines.0.amount',
    ]);
  });

  describe('subscriptions', () => {
    async function ready() {
      const box = await startBox();
      const door = doorTo(box);
      const { objects } = box.state().ledgers[accountId]!;
      const payer = text(
        objects.customer.find((doc) => at(doc, 'invoice_settings.default_payment_method') !== null),
        'id',
      );
      const plan = (nickname: string) =>
        text(
          objects.price.find((doc) => doc['nickname'] === nickname),
          'id',
        );
      return { box, door, objects, payer, monthly: plan('Monthly'), yearly: plan('Yearly') };
    }

    test('created, changed, told to end, ended', async () => {
      const { box, door, payer, monthly, yearly } = await ready();
      const made = await run(door, 'create_subscription', {
        contact_id: payer,
        items: [{ price_id: monthly, quantity: 2 }],
        metadata: { group: 'g1' },
      });
      const id = text(made.output, 'id');
      expect(made.output).toEqual({
        id: expect.stringMatching(/^sub_/),
        status: 'active',
        current_period_end: '2026-12-20T00:00:00.000Z',
        cancels_at: null,
        cancelled_at: null,
        latest_invoice_id: expect.stringMatching(/^in_/),
        invoice_url: expect.stringMatching(/^https:/),
        client_secret: expect.stringContaining('_secret_'),
      });
      expect(formOf(door.sent[0])).toEqual({
        customer: payer,
        'items[0][price]': monthly,
        'items[0][quantity]': 2,
        'metadata[group]': 'g1',
        'expand[]': ['latest_invoice.confirmation_secret'],
      });
      expect(made.records.map(({ stream }) => stream)).toEqual(['subscriptions', 'invoices']);
      await expectStored(door, made.records);

      const changed = await run(door, 'update_subscription', {
        subscription_id: id,
        price_id: yearly,
        proration: 'none',
      });
      const update = door.sent.findLast(({ method }) => method === 'POST');
      expect(update?.url).toBe(`/v1/subscriptions/${id}`);
      expect(formOf(update)).toMatchObject({
        'items[0][id]': expect.stringMatching(/^si_/),
        'items[0][price]': yearly,
        proration_behavior: 'none',
      });
      await expectStored(door, changed.records);
      const [item] = changed.records[0]?.items ?? [];
      expect(mapped(listOf('subscriptions'), item as JsonObject)).toMatchObject({
        items: [{ price_id: yearly, quantity: 2 }],
      });

      const planned = await run(door, 'cancel_subscription', {
        subscription_id: id,
        at_period_end: true,
        comment: 'moving',
      });
      expect(planned.output).toMatchObject({ status: 'active', cancels_at: expect.any(String) });
      const back = await run(door, 'update_subscription', { subscription_id: id, cancel_at_period_end: false }, 'back');
      expect(back.output['cancels_at']).toBeNull();

      const ended = await run(
        door,
        'cancel_subscription',
        { subscription_id: id, feedback: 'too_expensive', prorate: true, invoice_now: true },
        'end',
      );
      expect(door.sent.at(-1)).toMatchObject({
        method: 'DELETE',
        url: `/v1/subscriptions/${id}`,
        query: { 'cancellation_details[feedback]': 'too_expensive', prorate: true, invoice_now: true },
      });
      expect(ended.output).toMatchObject({ status: 'cancelled', cancelled_at: new Date(box.now()).toISOString() });
      await expectStored(door, ended.records);
      // The answer was lost, the engine asks again: Stripe says there is no such thing, which is as good as done.
      const again = await run(door, 'cancel_subscription', { subscription_id: id }, 'end');
      expect(again.output).toMatchObject({ id, status: 'cancelled' });
      await expect(run(door, 'cancel_subscription', { subscription_id: 'sub_nobody' })).rejects.toMatchObject({
        code: 'not_found',
      });
    });

    test('with several items it asks which, instead of adding one', async () => {
      const { door, payer, monthly, yearly } = await ready();
      const made = await run(door, 'create_subscription', {
        contact_id: payer,
        items: [{ price_id: monthly }, { price_id: yearly }],
      });
      const id = text(made.output, 'id');
      const refusal = run(door, 'update_subscription', { subscription_id: id, quantity: 5 });
      await expect(refusal).rejects.toMatchObject({
        code: 'invalid_request',
        details: { problems: [{ path: 'item_id' }] },
      });
      expect(door.sent.filter(({ method }) => method === 'POST')).toHaveLength(1);
    });

    test('paid by the page, by bill, by PayTo, tried out first, or refused', async () => {
      const { box, door, objects, payer, monthly } = await ready();
      const items = [{ price_id: monthly }];
      const waiting = await run(
        door,
        'create_subscription',
        { contact_id: payer, items, first_payment: 'by_payer' },
        'a',
      );
      expect(waiting.output).toMatchObject({
        status: 'incomplete',
        client_secret: expect.stringContaining('_secret_'),
      });
      expect(formOf(door.sent.at(-1))).toMatchObject({ payment_behavior: 'default_incomplete' });

      const billed = await run(
        door,
        'create_subscription',
        { contact_id: payer, items, collection: 'by_invoice', days_until_due: 14 },
        'b',
      );
      expect(billed.output['status']).toBe('active');
      expect(formOf(door.sent.at(-1))).toMatchObject({ collection_method: 'send_invoice', days_until_due: 14 });

      const tried = await run(door, 'create_subscription', { contact_id: payer, items, trial_days: 14 }, 'c');
      expect(tried.output).toMatchObject({
        status: 'trialing',
        current_period_end: new Date(box.now() + 14 * day).toISOString(),
      });

      await run(
        door,
        'create_subscription',
        { contact_id: payer, items, payto_agreement: { amount: '60.00', purpose: 'other' } },
        'd',
      );
      expect(formOf(door.sent.at(-1))).toMatchObject({
        'payment_settings[payment_method_options][payto][mandate_options][amount]': 6000,
        'payment_settings[payment_method_options][payto][mandate_options][amount_type]': 'maximum',
        'payment_settings[payment_method_options][payto][mandate_options][purpose]': 'other',
      });

      const attached = await door.send({
        method: 'POST',
        url: '/v1/payment_methods/pm_card_chargeDeclined/attach',
        body: { form: { customer: payer } },
      });
      const method = text(attached.body, 'id');
      const refused = run(
        door,
        'create_subscription',
        { contact_id: payer, items, payment_method_id: method, first_payment: 'at_once_or_fail' },
        'e',
      );
      await expect(refused).rejects.toMatchObject({
        code: 'invalid_request',
        details: { vendorCode: 'generic_decline' },
      });

      const poor = text(
        objects.customer.find((doc) => at(doc, 'invoice_settings.default_payment_method') === null),
        'id',
      );
      await expect(run(door, 'create_subscription', { contact_id: poor, items }, 'f')).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining('no attached payment source'),
      });
      expect(complaints('create_subscription', { contact_id: 'cus_1', items, collection: 'by_invoice' })).toEqual([
        'days_until_due',
      ]);
      expect(complaints('create_subscription', { contact_id: 'cus_1', items: [] })).toEqual(['items']);
      expect(
        complaints('cancel_subscription', { subscription_id: 'sub_1', at_period_end: true, prorate: true }),
      ).toEqual(['prorate']);

      // Nobody paid the first invoice: a day later it is over.
      box.advance(day);
      const expired = await door.send({ url: `/v1/subscriptions/${text(waiting.output, 'id')}` });
      expect(mapped(listOf('subscriptions'), expired.body as JsonObject)).toMatchObject({ status: 'expired' });
      // A month later the trial has become a paid period.
      box.advance(31 * day);
      const renewed = await door.send({ url: `/v1/subscriptions/${text(tried.output, 'id')}` });
      expect(renewed.body).toMatchObject({ status: 'active' });
    });
  });

  test('create_refund: a part, the rest, and no more than that', async () => {
    const box = await startBox();
    const door = doorTo(box);
    const paid = await run(door, 'create_payment_intent', {
      method: 'card',
      amount: '50.00',
      currency: 'AUD',
      payment_method_id: 'pm_card_visa',
    });
    const payment = text(paid.output, 'payment_id');
    const part = await run(
      door,
      'create_refund',
      { payment_id: payment, amount: '20.00', currency: 'AUD', reason: 'requested_by_customer' },
      'part',
    );
    expect(formOf(door.sent[1])).toEqual({
      charge: payment,
      amount: 2000,
      reason: 'requested_by_customer',
      'expand[]': ['charge'],
    });
    expect(part.output).toEqual({
      id: expect.stringMatching(/^re_/),
      status: 'succeeded',
      amount: '20.00',
      currency: 'AUD',
      payment_id: payment,
    });
    expect(part.records.map(({ stream }) => stream)).toEqual(['refunds', 'charges']);
    await expectStored(door, part.records);
    const [charge] = part.records[1]?.items ?? [];
    expect(mapped(listOf('charges'), charge as JsonObject)).toMatchObject({
      amount: '50.00',
      amount_refunded: '20.00',
    });

    await expect(
      run(door, 'create_refund', { payment_id: payment, amount: '40.00', currency: 'AUD' }, 'more'),
    ).rejects.toMatchObject({ code: 'invalid_request' });
    const rest = await run(door, 'create_refund', { payment_intent_id: text(paid.output, 'id') }, 'rest');
    expect(rest.output['amount']).toBe('30.00');
    await expect(run(door, 'create_refund', { payment_id: payment }, 'again')).rejects.toMatchObject({
      details: { vendorCode: 'charge_already_refunded' },
    });
    expect(complaints('create_refund', {})).toEqual(['payment_id']);
    expect(complaints('create_refund', { payment_id: 'ch_1', payment_intent_id: 'pi_1' })).toEqual(['payment_id']);
    expect(complaints('create_refund', { payment_id: 'ch_1', amount: '5.00' })).toEqual(['currency']);
  });

  test('an answer that makes no sense is an error, not an output', async () => {
    const inputs: Readonly<Record<string, JsonObject>> = {
      create_customer: { name: 'x' },
      create_payment_intent: { method: 'card', amount: '1.00', currency: 'AUD' },
      create_checkout_session: { mode: 'setup', success_url: 'https://app.example' },
      create_subscription: { contact_id: 'cus_1', items: [{ price_id: 'price_1' }] },
      update_subscription: { subscription_id: 'sub_1', quantity: 2 },
      cancel_subscription: { subscription_id: 'sub_1' },
      create_refund: { payment_id: 'ch_1' },
    };
    expect(Object.keys(inputs).toSorted()).toEqual(Object.keys(actions).toSorted());
    for (const body of ['<html>', null, [], {}, { id: 7 }, { id: 'x', status: 'odd', amount: 'ten' }]) {
      const door: ProviderHttp = { send: async () => ({ status: 200, headers: {}, body, url: '' }) };
      for (const [name, input] of Object.entries(inputs)) {
        // A customer needs no more than an id.
        if (name === 'create_customer' && isObject(body) && body['id'] === 'x') continue;
        await expect(run(door, name, input)).rejects.toMatchObject({ code: 'decode_failed' });
      }
    }
  });

  test('every write of money carries the key it was given', async () => {
    const seen: HttpRequest[] = [];
    const door: ProviderHttp = {
      send: async (request) => {
        seen.push(request);
        throw fail('timeout', 'lost');
      },
    };
    await expect(run(door, 'create_refund', { payment_id: 'ch_1' }, 'k1')).rejects.toThrow('lost');
    await expect(run(door, 'create_customer', { name: 'x' }, 'k2')).rejects.toThrow('lost');
    await expect(
      run(door, 'create_payment_intent', { method: 'card', amount: '1.00', currency: 'AUD' }, 'k3'),
    ).rejects.toThrow('lost');
    await expect(
      run(door, 'create_subscription', { contact_id: 'cus_1', items: [{ price_id: 'price_1' }] }, 'k4'),
    ).rejects.toThrow('lost');
    await expect(
      run(door, 'create_checkout_session', { mode: 'setup', success_url: 'https://app.example' }, 'k5'),
    ).rejects.toThrow('lost');
    expect(seen.map(({ method, idempotencyKey }) => [method, idempotencyKey])).toEqual(
      ['k1', 'k2', 'k3', 'k4', 'k5'].map((key) => ['POST', key]),
    );
  });
});

describe('the specification of 2023', () => {
  const file = fileURLToPath(new URL('../../../shared/specs/stripe.yaml', import.meta.url));
  const known = [
    // These came after the file was written.
    /allowed_payment_method_types/,
    /payto/,
    /payment_method_data\/type must be equal to one of the allowed values/,
    // The file has a form; Stripe's own SDK sends the parameters of a DELETE in the query, and so do we.
    /^DELETE .* query \w+ is not in the spec$/,
  ];

  test('what the connector asks and writes is in it', { timeout: 120_000 }, async () => {
    const checker = openApiChecker(file, { closed: { except: [] } });
    if (checker === undefined) {
      console.log('stripe.yaml is not there: no request was held against it');
      return;
    }
    const box = await startBox();
    const door = doorTo(box);
    for (const name of names) {
      await walk(door, listOf(name), undefined, box.now());
      const { incremental } = listOf(name);
      if (incremental.style === 'changes') await changesSince(door, listOf(name), box.now() - day);
    }
    const { objects } = box.state().ledgers[accountId]!;
    const payer = text(
      objects.customer.find((doc) => at(doc, 'invoice_settings.default_payment_method') !== null),
      'id',
    );
    const plan = text(
      objects.price.find((doc) => doc['nickname'] === 'Monthly'),
      'id',
    );
    const who = { name: 'Kim', email: 'kim@acme.example' };
    const bank = {
      bsb_number: '000000',
      account_number: '000123456',
      payer: who,
      acceptance: { type: 'offline', accepted_at: may },
    };
    await run(door, 'create_customer', { name: 'Kim', address: { city: 'Perth' }, metadata: { a: 'b' } });
    const paid = await run(
      door,
      'create_payment_intent',
      { method: 'card', amount: '9.00', currency: 'AUD', payment_method_id: 'pm_card_visa' },
      'a',
    );
    await run(
      door,
      'create_payment_intent',
      { method: 'automatic', amount: '9.00', currency: 'AUD', capture: 'manual' },
      'b',
    );
    await run(
      door,
      'create_payment_intent',
      { method: 'au_becs_debit', amount: '9.00', currency: 'AUD', ...bank },
      'c',
    );
    await run(
      door,
      'create_payment_intent',
      { method: 'payto', amount: '9.00', currency: 'AUD', pay_id: 'k@a.example', payer: who },
      'd',
    );
    await run(door, 'create_refund', { payment_id: text(paid.output, 'payment_id'), reason: 'duplicate' });
    await run(door, 'create_checkout_session', {
      mode: 'payment',
      lines: [{ name: 'x', amount: '5.00', currency: 'AUD' }],
      success_url: 'https://app.example',
      reference: 'r',
    });
    const made = await run(door, 'create_subscription', {
      contact_id: payer,
      items: [{ price_id: plan }],
      first_payment: 'at_once',
    });
    await run(door, 'update_subscription', { subscription_id: text(made.output, 'id'), quantity: 4 });
    await run(door, 'cancel_subscription', { subscription_id: text(made.output, 'id'), feedback: 'unused' });

    const problems = box.exchanges.flatMap(({ request }) =>
      checker.checkRequest(request.method, request.path, {
        query: request.query,
        headers: request.headers,
        body: request.method === 'POST' ? new URLSearchParams(request.body.toString('utf8')) : undefined,
      }),
    );
    expect([...new Set(problems)].filter((problem) => !known.some((one) => one.test(problem)))).toEqual([]);
    expect(checker.checked.requests).toBeGreaterThan(30);
    console.log(`stripe.yaml, what the connector sends: ${checker.summary()}`);
  });
});

describe('the folder', () => {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

  test('the guide answers the usual questions in the usual order', () => {
    const headings = [...read('guide.md').matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(['Create the app', 'Scopes', 'Redirect URL', 'Connect', 'Webhooks', 'Limits', 'Gotchas']);
  });

  test('the icon is small and does nothing', () => {
    const icon = read('icon.svg');
    expect(icon.length).toBeLessThan(1_000);
    expect(icon).not.toMatch(/script|href|on\w+=|style/i);
  });

  test('actions and streams are named as the models say', () => {
    const known: readonly string[] = Object.keys(models);
    for (const name of names) expect(known).toContain(listOf(name).model satisfies ModelName);
  });
});
