/**
 * Blank objects with every field Stripe shows on them today, at its resting value. The work of the sandbox fills them in. Kept
 * apart because they are long and dull, and complete because readers of Stripe's own types rely on fields being there.
 */
import type { JsonObject } from 'plugboard/contract';
import type { Doc } from './ledger.ts';

export const emptyAddress: JsonObject = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};

export function listOf(url: string, data: readonly JsonObject[]): JsonObject {
  return { object: 'list', data, has_more: false, url };
}

export function account(
  id: string,
  facts: {
    name: string;
    email: string;
    country: string;
    currency: string;
    timeZone: string;
    phone: string;
    created: number;
  },
): Doc {
  return {
    id,
    object: 'account',
    business_profile: {
      mcc: '8299',
      name: facts.name,
      product_description: null,
      support_address: null,
      support_email: facts.email,
      support_phone: facts.phone,
      support_url: null,
      url: null,
    },
    business_type: 'company',
    capabilities: {
      au_becs_debit_payments: 'active',
      card_payments: 'active',
      payto_payments: 'active',
      transfers: 'active',
    },
    charges_enabled: true,
    controller: { type: 'account' },
    country: facts.country,
    created: facts.created,
    default_currency: facts.currency,
    details_submitted: true,
    email: facts.email,
    external_accounts: listOf(`/v1/accounts/${id}/external_accounts`, []),
    metadata: {},
    payouts_enabled: true,
    settings: {
      branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
      card_payments: { decline_on: { avs_failure: false, cvc_failure: true }, statement_descriptor_prefix: null },
      dashboard: { display_name: facts.name, timezone: facts.timeZone },
      payments: { statement_descriptor: null, statement_descriptor_kana: null, statement_descriptor_kanji: null },
      payouts: {
        debit_negative_balances: true,
        schedule: { delay_days: 2, interval: 'daily' },
        statement_descriptor: null,
      },
    },
    type: 'standard',
  };
}

export function customer(id: string, created: number): Doc {
  return {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}

export function paymentMethod(id: string, created: number, type: string, details: JsonObject): Doc {
  return {
    id,
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: emptyAddress, email: null, name: null, phone: null, tax_id: null },
    created,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type,
    [type]: details,
  };
}

export function mandate(id: string, method: string, type: string, details: JsonObject, acceptance: JsonObject): Doc {
  return {
    id,
    object: 'mandate',
    customer_acceptance: acceptance,
    livemode: false,
    multi_use: {},
    payment_method: method,
    payment_method_details: { type, [type]: details },
    status: 'active',
    type: 'multi_use',
  };
}
