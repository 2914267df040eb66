/**
 * Create a payment intent: one input for every method, told apart by `method`. Where the payer's data is given the intent is confirmed
 * at once; without it the caller's page confirms, with the `client_secret` of the output, which is handed over here and kept
 * nowhere.
 */
import { action, z } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { mapPaymentIntent } from '../maps-payments.ts';
import { toStripe } from '../money.ts';
import { rawPaymentIntent } from '../raw.ts';
import {
  alsoStored,
  amountInput,
  asListed,
  checkAmount,
  currencyInput,
  decoded,
  form,
  jsonBody,
  metadataInput,
  vendorId,
  type FormValue,
} from './fields.ts';

const common = {
  amount: amountInput.describe('Decimal, in the units people use: "110.00".'),
  currency: currencyInput,
  contact_id: vendorId.optional().describe('The customer who pays.'),
  description: z.string().max(1000).optional(),
  receipt_email: z.email().optional().describe('Stripe sends its receipt there.'),
  metadata: metadataInput.optional(),
  return_url: z.url().optional().describe('Where the payer comes back to after approving elsewhere.'),
};
const capture = z.enum(['automatic', 'manual']).optional().describe('manual: only authorise now.');
const saveForLater = z.boolean().optional().describe('Keep the method for later payments without the payer.');
const offSession = z.boolean().optional().describe('The payer is not there: use what was agreed before.');
const payer = z.object({ name: z.string().min(1).max(200), email: z.email() });
const bank = {
  bsb_number: z.string().regex(/^\d{3}-?\d{3}$/, 'Expected a BSB of six digits.'),
  account_number: z.string().regex(/^[A-Za-z0-9]{4,12}$/, 'Expected an account number.'),
};

const automatic = z.object({
  method: z.literal('automatic').describe('Whatever the account has switched on and suits the payer.'),
  ...common,
  capture,
  save_for_later: saveForLater,
});

const card = z.object({
  method: z.literal('card'),
  ...common,
  capture,
  payment_method_id: vendorId.optional().describe('A card collected by Stripe.js or saved earlier; confirms at once.'),
  off_session: offSession,
  save_for_later: saveForLater,
});

const eftpos = z.object({
  method: z.literal('eftpos').describe('A co-branded debit card, charged over the eftpos network.'),
  ...common,
  // The network can be named only while confirming, so there must be a card to confirm with.
  payment_method_id: vendorId,
  off_session: offSession,
});

const payto = z.object({
  method: z.literal('payto'),
  ...common,
  payer: payer.optional(),
  pay_id: z.string().min(3).max(256).optional().describe("The payer's PayID; or BSB and account number."),
  bsb_number: bank.bsb_number.optional(),
  account_number: bank.account_number.optional(),
  purpose: z
    .enum([
      'dependant_support',
      'government',
      'loan',
      'mortgage',
      'other',
      'pension',
      'personal',
      'retail',
      'salary',
      'tax',
      'utility',
    ])
    .optional(),
  save_for_later: saveForLater,
  agreement: z
    .object({
      amount: amountInput
        .optional()
        .describe('The most (or exactly, when fixed) one payment may be; default this payment.'),
      amount_type: z.enum(['fixed', 'maximum']).optional(),
      payment_schedule: z
        .enum(['adhoc', 'daily', 'weekly', 'fortnightly', 'monthly', 'quarterly', 'semi_annual', 'annual'])
        .optional(),
      payments_per_period: z.int().min(1).optional(),
      end_date: z.iso.date().optional(),
    })
    .optional()
    .describe('What the payer agrees to for later payments.'),
  payment_method_id: vendorId.optional().describe('A method saved earlier, with its mandate.'),
  mandate_id: vendorId.optional(),
});

const becs = z.object({
  method: z.literal('au_becs_debit'),
  ...common,
  payer: payer.optional(),
  bsb_number: bank.bsb_number.optional(),
  account_number: bank.account_number.optional(),
  acceptance: z
    .discriminatedUnion('type', [
      z.object({
        type: z.literal('online'),
        accepted_at: z.iso.datetime({ offset: true }),
        ip_address: z.union([z.ipv4(), z.ipv6()]),
        user_agent: z.string().min(1).max(1000),
      }),
      z.object({ type: z.literal('offline'), accepted_at: z.iso.datetime({ offset: true }) }),
    ])
    .optional()
    .describe("How the payer accepted Stripe's Direct Debit Request, whose words you must have shown."),
  target_date: z.iso.date().optional().describe('When to debit, 3 to 15 days ahead.'),
  save_for_later: saveForLater,
  payment_method_id: vendorId.optional().describe('A method saved earlier, with its mandate.'),
  mandate_id: vendorId.optional(),
});

type Input =
  | z.infer<typeof automatic>
  | z.infer<typeof card>
  | z.infer<typeof eftpos>
  | z.infer<typeof payto>
  | z.infer<typeof becs>;
type BankInput = z.infer<typeof payto> | z.infer<typeof becs>;
type Complain = (path: string, message: string) => void;

/** What belongs together at a bank method: the payer with the account, the acceptance with the debit, the mandate with the method. */
function checkBank(input: BankInput, complain: Complain): void {
  const payId = input.method === 'payto' ? input.pay_id : undefined;
  const hasBank = input.bsb_number !== undefined || input.account_number !== undefined;
  if (hasBank && input.bsb_number === undefined) complain('bsb_number', 'Expected together with account_number.');
  if (hasBank && input.account_number === undefined) complain('account_number', 'Expected together with bsb_number.');
  if (payId !== undefined && hasBank) complain('pay_id', 'Give either a PayID or BSB and account number, not both.');
  const given = hasBank || payId !== undefined;
  if (given && input.payer === undefined)
    complain('payer', 'Expected with the bank details: name and e-mail of the payer.');
  if (given && input.payment_method_id !== undefined)
    complain('payment_method_id', 'Give either bank details or a saved method.');
  if ((input.payment_method_id === undefined) !== (input.mandate_id === undefined)) {
    complain(
      'mandate_id',
      'A saved bank method is charged under its mandate: give payment_method_id and mandate_id together.',
    );
  }
  if (input.method === 'au_becs_debit' && given && input.acceptance === undefined) {
    complain('acceptance', 'A direct debit needs proof that the payer accepted the Direct Debit Request.');
  }
}

const input = z.discriminatedUnion('method', [automatic, card, payto, becs, eftpos]).superRefine((value, context) => {
  const complain: Complain = (path, message) => context.addIssue({ code: 'custom', path: [path], message });
  checkAmount(value.amount, value.currency, ['amount'], context);
  if (value.method === 'card' && value.off_session === true && value.payment_method_id === undefined) {
    complain('payment_method_id', 'A payment without the payer needs a saved card.');
  }
  if (value.method === 'automatic' || value.method === 'card') return;
  if (value.currency.toLowerCase() !== 'aud') complain('currency', `${value.method} takes AUD only.`);
  if (value.method === 'payto') checkAmount(value.agreement?.amount, value.currency, ['agreement', 'amount'], context);
  if (value.method !== 'eftpos') checkBank(value, complain);
});

const output = z.object({
  id: z.string(),
  status: z.string().describe('As in the payment_intent model.'),
  amount: z.string(),
  currency: z.string(),
  client_secret: z.string().nullable().describe('For the page that confirms; never stored by Plugboard.'),
  payment_id: z.string().nullable(),
  next_action: z.object({ type: z.string(), url: z.string().nullable() }).nullable(),
});

function plainBsb(text: string | undefined): string | undefined {
  return text?.replace('-', '');
}

function paytoFields(value: z.infer<typeof payto>): Record<string, FormValue> {
  const { agreement, currency } = value;
  const later = value.save_for_later === true || agreement !== undefined;
  const agreed = {
    // Several banks refuse a mandate without an amount, so there always is one.
    amount: toStripe(agreement?.amount ?? value.amount, currency),
    amount_type: agreement?.amount_type,
    payment_schedule: agreement?.payment_schedule,
    payments_per_period: agreement?.payments_per_period,
    end_date: agreement?.end_date,
  };
  const options = {
    payto: {
      setup_future_usage: later ? 'off_session' : undefined,
      mandate_options: { ...(later ? agreed : {}), purpose: value.purpose },
    },
  };
  if (value.payment_method_id !== undefined) return savedBank(value);
  if (value.pay_id === undefined && value.bsb_number === undefined) {
    return { allowed_payment_method_types: ['payto'], payment_method_options: options };
  }
  return {
    allowed_payment_method_types: ['payto'],
    confirm: true,
    payment_method_data: {
      type: 'payto',
      payto: { pay_id: value.pay_id, bsb_number: plainBsb(value.bsb_number), account_number: value.account_number },
      billing_details: value.payer,
    },
    payment_method_options: options,
  };
}

function becsFields(value: z.infer<typeof becs>): Record<string, FormValue> {
  const { acceptance } = value;
  const options = {
    au_becs_debit: {
      setup_future_usage: value.save_for_later === true ? 'off_session' : undefined,
      target_date: value.target_date,
    },
  };
  if (value.payment_method_id !== undefined) return { ...savedBank(value), payment_method_options: options };
  if (value.bsb_number === undefined || acceptance === undefined) {
    return { allowed_payment_method_types: ['au_becs_debit'], payment_method_options: options };
  }
  return {
    allowed_payment_method_types: ['au_becs_debit'],
    confirm: true,
    payment_method_data: {
      type: 'au_becs_debit',
      au_becs_debit: { bsb_number: plainBsb(value.bsb_number), account_number: value.account_number },
      billing_details: value.payer,
    },
    mandate_data: {
      customer_acceptance: {
        type: acceptance.type,
        accepted_at: Math.floor(Date.parse(acceptance.accepted_at) / 1000),
        online:
          acceptance.type === 'online'
            ? { ip_address: acceptance.ip_address, user_agent: acceptance.user_agent }
            : undefined,
      },
    },
    payment_method_options: options,
  };
}

function savedBank(value: BankInput): Record<string, FormValue> {
  return {
    allowed_payment_method_types: [value.method],
    payment_method: value.payment_method_id,
    mandate: value.mandate_id,
    off_session: true,
    confirm: true,
  };
}

function methodFields(value: Input): Record<string, FormValue> {
  switch (value.method) {
    case 'automatic':
      return {
        automatic_payment_methods: { enabled: true },
        capture_method: value.capture,
        setup_future_usage: value.save_for_later === true ? 'off_session' : undefined,
      };
    case 'card':
      return {
        // Only cards: otherwise confirming would ask for a return_url for the sake of methods that redirect.
        allowed_payment_method_types: ['card'],
        payment_method: value.payment_method_id,
        confirm: value.payment_method_id === undefined ? undefined : true,
        off_session: value.off_session,
        capture_method: value.capture,
        setup_future_usage: value.save_for_later === true ? 'off_session' : undefined,
      };
    case 'eftpos':
      return {
        allowed_payment_method_types: ['card'],
        payment_method: value.payment_method_id,
        confirm: true,
        off_session: value.off_session,
        payment_method_options: { card: { network: 'eftpos_au' } },
      };
    case 'payto':
      return paytoFields(value);
    case 'au_becs_debit':
      return becsFields(value);
  }
}

export const createPaymentIntent = action({
  summary: 'Asks for a payment by card, PayTo, BECS direct debit or eftpos.',
  input,
  output,
  creates: 'payment_intents',
  sensitive: ['client_secret'],
  run: async ({ http, input: value, idempotencyKey }) => {
    const method = methodFields(value);
    const confirms = method['confirm'] === true;
    const response = await http.send({
      method: 'POST',
      url: '/v1/payment_intents',
      idempotencyKey,
      body: {
        form: form({
          amount: toStripe(value.amount, value.currency),
          currency: value.currency.toLowerCase(),
          customer: value.contact_id,
          description: value.description,
          receipt_email: value.receipt_email,
          metadata: value.metadata,
          ...method,
          // Accepted only together with confirm.
          return_url: confirms ? value.return_url : undefined,
          expand: confirms ? ['latest_charge'] : undefined,
        }),
      },
    });
    const intent = mapPaymentIntent(decoded(rawPaymentIntent, response, 'a payment intent'));
    const body = jsonBody(response);
    const next = textAt(body, 'next_action.type');
    return {
      output: {
        id: textAt(body, 'id') ?? '',
        status: intent.status,
        amount: intent.amount,
        currency: intent.currency,
        client_secret: textAt(body, 'client_secret') ?? null,
        payment_id: intent.payment_id,
        next_action:
          next === undefined ? null : { type: next, url: textAt(body, 'next_action.redirect_to_url.url') ?? null },
      },
      records: [
        { stream: 'payment_intents', items: [asListed(body, ['latest_charge'])] },
        ...alsoStored('charges', body, 'latest_charge'),
      ],
    };
  },
});
