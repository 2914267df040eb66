/**
 * Payment methods and mandates: Stripe's test cards, PayTo and BECS accounts, who they are attached to, and how each behaves when
 * money is asked for. Called by intents.ts, billing.ts and the routes.
 */
import { z, type JsonObject } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { invalid, missing } from './failures.ts';
import { add, change, find, need, newId, plain, text, type Doc, type World } from './ledger.ts';
import { emptyAddress, mandate as mandateDoc, paymentMethod } from './objects.ts';
import { address, int, text as anyText, type AddressParams } from './params.ts';

interface TestCard {
  readonly brand: string;
  readonly last4: string;
  readonly networks: readonly string[];
  readonly funding: 'credit' | 'debit';
  /** How it behaves, when not simply well. */
  readonly behaviour?: string;
}

/** The tokens of Stripe's testing page that may stand in for a payment method. Each use makes a method of its own. */
const testCards: Readonly<Record<string, TestCard>> = {
  pm_card_visa: { brand: 'visa', last4: '4242', networks: ['visa'], funding: 'credit' },
  pm_card_mastercard: { brand: 'mastercard', last4: '4444', networks: ['mastercard'], funding: 'credit' },
  pm_card_visa_debit: { brand: 'visa', last4: '5556', networks: ['visa'], funding: 'debit' },
  pm_card_chargeDeclined: {
    brand: 'visa',
    last4: '0002',
    networks: ['visa'],
    funding: 'credit',
    behaviour: 'generic_decline',
  },
  pm_card_chargeDeclinedInsufficientFunds: {
    brand: 'visa',
    last4: '9995',
    networks: ['visa'],
    funding: 'credit',
    behaviour: 'insufficient_funds',
  },
  pm_card_authenticationRequired: {
    brand: 'visa',
    last4: '3155',
    networks: ['visa'],
    funding: 'credit',
    behaviour: 'authenticate',
  },
};

/** A co-branded debit card: eftpos and Visa on one piece of plastic, eftpos first as least-cost routing has it. */
export const coBranded: TestCard = { brand: 'visa', last4: '1019', networks: ['eftpos_au', 'visa'], funding: 'debit' };

export const billingDetails = z.strictObject({
  name: anyText.optional(),
  email: anyText.optional(),
  phone: anyText.optional(),
  address: address.optional(),
});

const bankAccount = { bsb_number: anyText.optional(), account_number: anyText.optional() };

export const methodData = z.strictObject({
  type: z.enum(['card', 'payto', 'au_becs_debit']),
  payto: z.strictObject({ pay_id: anyText.optional(), ...bankAccount }).optional(),
  au_becs_debit: z.strictObject(bankAccount).optional(),
  billing_details: billingDetails.optional(),
});
export type MethodData = z.infer<typeof methodData>;

export const mandateData = z.strictObject({
  customer_acceptance: z.strictObject({
    type: z.enum(['online', 'offline']),
    accepted_at: int.optional(),
    online: z.strictObject({ ip_address: anyText, user_agent: anyText }).optional(),
  }),
});
type MandateData = z.infer<typeof mandateData>;

export function addressDoc(params: AddressParams | undefined): JsonObject {
  return { ...emptyAddress, ...plain(params) };
}

function billing(params: MethodData['billing_details']): JsonObject {
  return {
    address: addressDoc(params?.address),
    email: params?.email ?? null,
    name: params?.name ?? null,
    phone: params?.phone ?? null,
    tax_id: null,
  };
}

export function addCard(world: World, card: TestCard, owner: string | null): Doc {
  const id = newId(world, 'pm', 24);
  if (card.behaviour !== undefined) world.ledger.behaviour[id] = card.behaviour;
  const details: JsonObject = {
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'unchecked' },
    country: 'AU',
    display_brand: card.networks[0] === 'eftpos_au' ? 'eftpos_australia' : card.brand,
    exp_month: 8,
    exp_year: 2032,
    fingerprint: `fp${card.last4}${card.brand}`,
    funding: card.funding,
    generated_from: null,
    last4: card.last4,
    networks: { available: card.networks, preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
  return add(world, 'payment_method', { ...paymentMethod(id, world.now, 'card', details), customer: owner });
}

/** Numbers of cards never reach a server that is not certified for them; bank details do. */
export function addMethod(world: World, data: MethodData): Doc {
  const at = (part: string) => `payment_method_data[${part}]`;
  const bank = data.type === 'payto' ? data.payto : data.au_becs_debit;
  if (data.type === 'card') {
    throw invalid(
      'Sending credit card numbers directly to the Stripe API is generally unsafe. Use a test token such as pm_card_visa.',
      {
        status: 402,
      },
    );
  }
  const payId = data.type === 'payto' ? data.payto?.pay_id : undefined;
  if (payId === undefined && (bank?.bsb_number === undefined || bank.account_number === undefined)) {
    const lacking = bank?.bsb_number === undefined ? 'bsb_number' : 'account_number';
    throw invalid(`Missing required param: ${at(data.type)}[${lacking}].`, {
      code: 'parameter_missing',
      param: `${at(data.type)}[${lacking}]`,
    });
  }
  for (const name of ['name', 'email'] as const) {
    if (data.type === 'au_becs_debit' && data.billing_details?.[name] === undefined) {
      const param = `${at('billing_details')}[${name}]`;
      throw invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
    }
  }
  if (bank?.bsb_number !== undefined && !/^\d{6}$/.test(bank.bsb_number)) {
    throw invalid('The BSB number must be 6 digits.', { param: `${at(data.type)}[bsb_number]` });
  }
  const id = newId(world, 'pm', 24);
  const last4 = bank?.account_number?.slice(-4) ?? null;
  if (bank?.account_number === '111111113') world.ledger.behaviour[id] = 'no_account';
  if (payId?.startsWith('declined') === true) world.ledger.behaviour[id] = 'payment_method_customer_decline';
  const details: JsonObject =
    data.type === 'payto'
      ? { bsb_number: bank?.bsb_number ?? null, last4, pay_id: payId ?? null }
      : { bsb_number: bank?.bsb_number ?? null, fingerprint: `fp${last4 ?? ''}`, last4 };
  return add(world, 'payment_method', {
    ...paymentMethod(id, world.now, data.type, details),
    billing_details: billing(data.billing_details),
  });
}

/** The saved method of that id, or a new one for a test token. Somebody else's method is as good as none. */
export function methodFor(world: World, id: string, customer: string | null, param: string): Doc {
  const card = Object.hasOwn(testCards, id) ? testCards[id] : undefined;
  if (card !== undefined) return addCard(world, card, null);
  const found = find(world, 'payment_method', id);
  if (found === undefined) throw missing('payment_method', id, param);
  const owner = text(found, 'customer');
  if (owner !== '' && owner !== customer) {
    throw invalid(
      `The provided PaymentMethod cannot be attached or used: it belongs to the Customer ${owner}. Please include the Customer in the \`customer\` parameter.`,
      { param },
    );
  }
  return found;
}

export function attach(world: World, method: Doc, customer: string): void {
  if (method['customer'] === customer) return;
  change(world, method, { customer }, 'payment_method.attached');
}

/** What the payer has agreed to. BECS cannot do without proof of it; PayTo asks in the bank app. */
export function addMandate(
  world: World,
  method: Doc,
  terms: JsonObject,
  acceptance: MandateData['customer_acceptance'] | undefined,
): Doc {
  const type = text(method, 'type');
  const details: JsonObject =
    type === 'au_becs_debit'
      ? { url: 'https://hooks.stripe.com/adapter/becs/debit/mandate' }
      : {
          amount: null,
          amount_type: 'maximum',
          end_date: null,
          payment_schedule: 'adhoc',
          payments_per_period: null,
          purpose: null,
          start_date: null,
          ...terms,
        };
  const accepted: JsonObject = {
    accepted_at: acceptance?.accepted_at ?? world.now,
    online: acceptance?.online ?? { ip_address: null, user_agent: null },
    type: acceptance?.type ?? 'online',
  };
  return add(world, 'mandate', mandateDoc(newId(world, 'mandate', 24), text(method, 'id'), type, details, accepted));
}

/** An agreement made before, for this very method and still in force. */
export function mandateFor(world: World, id: string, method: Doc): Doc {
  const found = need(world, 'mandate', id, 'mandate');
  if (found['status'] !== 'active' || found['payment_method'] !== method['id']) {
    throw invalid('The provided mandate is inactive or belongs to another payment method.', {
      code: 'payment_intent_mandate_invalid',
      param: 'mandate',
    });
  }
  return found;
}

export function networksOf(method: Doc): readonly string[] {
  const card = method['card'];
  const networks = isObject(card) && isObject(card['networks']) ? card['networks']['available'] : undefined;
  return Array.isArray(networks) ? networks.map(String) : [];
}
