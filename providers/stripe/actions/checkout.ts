/**
 * Create a checkout session: a page hosted by Stripe where somebody pays, subscribes or leaves a payment method. Neither card data
 * nor a browser key ever comes near us; the caller sends the payer to the `url` of the output.
 */
import { action, z } from 'plugboard/contract';
import { fromUnix } from 'plugboard/kit';
import { toStripe } from '../money.ts';
import {
  amountInput,
  checkAmount,
  currencyInput,
  decoded,
  form,
  metadataInput,
  vendorId,
  type FormValue,
} from './fields.ts';

const quantity = z.int().min(1).max(999_999).default(1);

const line = z.union([
  z.object({ price_id: vendorId, quantity }),
  z.object({
    name: z.string().min(1).max(250),
    amount: amountInput.describe('For one, tax as the account has it set up.'),
    currency: currencyInput,
    quantity,
    interval: z.enum(['day', 'week', 'month', 'year']).optional().describe('In mode subscription.'),
  }),
]);

const input = z
  .object({
    mode: z.enum(['payment', 'subscription', 'setup']),
    lines: z.array(line).max(100).default([]),
    success_url: z
      .url()
      .describe('May hold {CHECKOUT_SESSION_ID}. Arriving there proves nothing: wait for the payment.'),
    cancel_url: z.url().optional(),
    contact_id: vendorId.optional(),
    email: z.email().optional().describe('Filled in for a payer who is not a customer yet.'),
    reference: z.string().min(1).max(200).optional().describe('Yours: an enrolment, an order.'),
    currency: currencyInput.optional().describe('In mode setup.'),
    methods: z
      .array(z.string().regex(/^[a-z0-9_]+$/))
      .min(1)
      .optional()
      .describe('Narrows the methods the account has switched on: card, payto, au_becs_debit.'),
    description: z.string().max(1000).optional(),
    metadata: metadataInput.optional().describe('Put on the session and on what comes of it.'),
    expires_at: z.iso.datetime({ offset: true }).optional().describe('30 minutes to 24 hours ahead; default 24 hours.'),
  })
  .superRefine((value, context) => {
    const complain = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (value.contact_id !== undefined && value.email !== undefined)
      complain('email', 'Give either contact_id or email.');
    if (value.mode === 'setup' && value.lines.length > 0) complain('lines', 'Nothing is sold in mode setup.');
    if (value.mode !== 'setup' && value.lines.length === 0) complain('lines', 'Expected at least one line.');
    value.lines.forEach((item, index) => {
      if (!('amount' in item)) return;
      checkAmount(item.amount, item.currency, ['lines', String(index), 'amount'], context);
      if ((item.interval === undefined) === (value.mode === 'subscription')) {
        complain(`lines.${index}.interval`, 'Expected in mode subscription and nowhere else.');
      }
    });
  });

type Input = z.infer<typeof input>;

const output = z.object({
  id: z.string(),
  url: z.string().describe('Send the payer there.'),
  status: z.string().nullable(),
  payment_status: z.string().nullable(),
  expires_at: z.string().nullable(),
});

const answer = z.looseObject({
  id: z.string().min(1),
  url: z.string().min(1),
  status: z.string().nullish(),
  payment_status: z.string().nullish(),
  expires_at: z.number().nullish(),
});

function lineFields(item: Input['lines'][number]): FormValue {
  if ('price_id' in item) return { price: item.price_id, quantity: item.quantity };
  return {
    price_data: {
      currency: item.currency.toLowerCase(),
      unit_amount: toStripe(item.amount, item.currency),
      product_data: { name: item.name },
      recurring: item.interval === undefined ? undefined : { interval: item.interval },
    },
    quantity: item.quantity,
  };
}

/** Metadata stays on the session unless it is repeated for what the session makes. */
function madeFields({ mode, metadata, description }: Input): Record<string, FormValue> {
  switch (mode) {
    case 'payment':
      return { payment_intent_data: { metadata, description } };
    case 'subscription':
      return { subscription_data: { metadata, description } };
    case 'setup':
      return { setup_intent_data: { metadata, description } };
  }
}

export const createCheckoutSession = action({
  summary: 'Makes a hosted page where somebody pays, subscribes or leaves a payment method, and answers its address.',
  input,
  output,
  run: async ({ http, input: value, idempotencyKey }) => {
    const response = await http.send({
      method: 'POST',
      url: '/v1/checkout/sessions',
      idempotencyKey,
      body: {
        form: form({
          mode: value.mode,
          line_items: value.lines.map(lineFields),
          success_url: value.success_url,
          cancel_url: value.cancel_url,
          customer: value.contact_id,
          customer_email: value.email,
          client_reference_id: value.reference,
          currency: value.mode === 'setup' ? value.currency?.toLowerCase() : undefined,
          allowed_payment_method_types: value.methods,
          expires_at: value.expires_at === undefined ? undefined : Math.floor(Date.parse(value.expires_at) / 1000),
          metadata: value.metadata,
          ...madeFields(value),
        }),
      },
    });
    const session = decoded(answer, response, 'a checkout session');
    return {
      output: {
        id: session.id,
        url: session.url,
        status: session.status ?? null,
        payment_status: session.payment_status ?? null,
        expires_at: fromUnix(session.expires_at) ?? null,
      },
    };
  },
});
