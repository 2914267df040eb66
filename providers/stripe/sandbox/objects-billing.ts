/** Blank objects of what is sold and billed; see objects.ts. */
import type { JsonObject, JsonValue } from 'plugboard/contract';
import type { Doc } from './ledger.ts';
import { listOf } from './objects.ts';

export function product(id: string, created: number): Doc {
  return {
    id,
    object: 'product',
    active: true,
    created,
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    name: '',
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: created,
    url: null,
  };
}

export function price(id: string, created: number): Doc {
  return {
    id,
    object: 'price',
    active: true,
    billing_scheme: 'per_unit',
    created,
    currency: 'aud',
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: '',
    recurring: null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: null,
    unit_amount_decimal: null,
  };
}

const noTax: JsonObject = { enabled: false, disabled_reason: null, liability: null, provider: null, status: null };

const noPaymentSettings: JsonObject = {
  default_mandate: null,
  payment_method_options: null,
  payment_method_types: null,
};

export function invoice(id: string, created: number): Doc {
  return {
    id,
    object: 'invoice',
    account_country: 'AU',
    account_name: null,
    account_tax_ids: null,
    amount_due: 0,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: 0,
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: noTax,
    automatically_finalizes_at: null,
    billing_reason: 'manual',
    collection_method: 'charge_automatically',
    created,
    currency: 'aud',
    custom_fields: null,
    customer: null,
    customer_account: null,
    customer_address: null,
    customer_email: null,
    customer_name: null,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: listOf(`/v1/invoices/${id}/lines`, []),
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    parent: null,
    payment_settings: noPaymentSettings,
    period_end: created,
    period_start: created,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: 0,
    subtotal_excluding_tax: 0,
    test_clock: null,
    total: 0,
    total_discount_amounts: [],
    total_excluding_tax: 0,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: created,
  };
}

interface LineFacts {
  readonly id: string;
  readonly invoice: string | null;
  readonly amount: number;
  readonly currency: string;
  readonly description: string;
  readonly quantity: number;
  /** Minor units, may have decimals. */
  readonly unitAmount: string;
  readonly price: string | null;
  readonly product: string | null;
  readonly period: { readonly start: number; readonly end: number };
  readonly taxes: readonly JsonObject[];
  readonly subscription: { readonly id: string; readonly item: string; readonly proration: boolean } | undefined;
}

export function line(facts: LineFacts): JsonObject {
  const { subscription: of } = facts;
  return {
    id: facts.id,
    object: 'line_item',
    amount: facts.amount,
    currency: facts.currency,
    description: facts.description,
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice: facts.invoice,
    livemode: false,
    metadata: {},
    parent:
      of === undefined
        ? {
            type: 'invoice_item_details',
            invoice_item_details: {
              invoice_item: `ii_${facts.id.slice(3)}`,
              proration: false,
              proration_details: null,
              subscription: null,
            },
            subscription_item_details: null,
          }
        : {
            type: 'subscription_item_details',
            invoice_item_details: null,
            subscription_item_details: {
              invoice_item: null,
              proration: of.proration,
              proration_details: null,
              subscription: of.id,
              subscription_item: of.item,
            },
          },
    period: facts.period,
    pretax_credit_amounts: [],
    pricing:
      facts.price === null
        ? { type: 'price_details', price_details: null, unit_amount_decimal: facts.unitAmount }
        : {
            type: 'price_details',
            price_details: { price: facts.price, product: facts.product },
            unit_amount_decimal: facts.unitAmount,
          },
    quantity: facts.quantity,
    quantity_decimal: String(facts.quantity),
    subscription: of?.id ?? null,
    subtotal: facts.amount,
    taxes: facts.taxes,
  };
}

export function tax(amount: number, taxable: number, rate: string): JsonObject {
  return {
    amount,
    tax_behavior: 'exclusive',
    tax_rate_details: { tax_rate: rate },
    taxability_reason: 'standard_rated',
    taxable_amount: taxable,
    type: 'tax_rate_details',
  };
}

export function subscription(id: string, created: number): Doc {
  return {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { enabled: false, disabled_reason: null, liability: null },
    billing_cycle_anchor: created,
    billing_cycle_anchor_config: null,
    billing_mode: { type: 'flexible' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, reason: null },
    collection_method: 'charge_automatically',
    created,
    currency: 'aud',
    customer: '',
    customer_account: null,
    days_until_due: null,
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    ended_at: null,
    invoice_settings: { account_tax_ids: null, issuer: { type: 'self' } },
    items: listOf(`/v1/subscription_items?subscription=${id}`, []),
    latest_invoice: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: {},
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: created,
    status: 'incomplete',
    test_clock: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: { end_behavior: { missing_payment_method: 'create_invoice' } },
    trial_start: null,
  };
}

export function subscriptionItem(
  id: string,
  created: number,
  of: string,
  priceDoc: JsonObject,
  quantity: number,
): Record<string, JsonValue> {
  return {
    id,
    object: 'subscription_item',
    billing_thresholds: null,
    created,
    current_period_end: created,
    current_period_start: created,
    discounts: [],
    metadata: {},
    plan: planOf(priceDoc),
    price: priceDoc,
    quantity,
    subscription: of,
    tax_rates: [],
  };
}

/** The older picture of a recurring price, still shown beside it. */
function planOf(priceDoc: JsonObject): JsonObject {
  const recurring = priceDoc['recurring'];
  const { interval = null, interval_count = 1 } =
    typeof recurring === 'object' && recurring !== null && 'interval' in recurring ? recurring : {};
  return {
    id: priceDoc['id'] ?? '',
    object: 'plan',
    active: priceDoc['active'] ?? true,
    amount: priceDoc['unit_amount'] ?? null,
    amount_decimal: priceDoc['unit_amount_decimal'] ?? null,
    billing_scheme: 'per_unit',
    created: priceDoc['created'] ?? 0,
    currency: priceDoc['currency'] ?? 'aud',
    interval,
    interval_count,
    livemode: false,
    metadata: {},
    meter: null,
    nickname: priceDoc['nickname'] ?? null,
    product: priceDoc['product'] ?? null,
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}

export function checkoutSession(id: string, created: number): Doc {
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: null,
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: null,
    amount_subtotal: null,
    amount_total: null,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: null,
    client_reference_id: null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created,
    currency: null,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: null,
    customer_account: null,
    customer_creation: null,
    customer_details: null,
    customer_email: null,
    discounts: [],
    expires_at: created + 86_400,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: null,
    managed_payments: { enabled: false },
    metadata: {},
    mode: 'payment',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'always',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: null,
    subscription: null,
    success_url: null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: null,
    wallet_options: null,
  };
}
