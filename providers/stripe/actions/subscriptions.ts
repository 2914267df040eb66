/** Create, change and cancel a subscription. Each answers the subscription and stores it with its latest invoice. */
import {
  PlugboardError,
  action,
  fail,
  z,
  type ActionContext,
  type ActionResult,
  type HttpResponse,
} from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { mapSubscription } from '../maps-billing.ts';
import { toStripe } from '../money.ts';
import { rawSubscription } from '../raw.ts';
import {
  alsoStored,
  amountInput,
  asListed,
  checkAmount,
  decoded,
  form,
  jsonBody,
  metadataInput,
  vendorId,
  type FormValue,
} from './fields.ts';

const output = z.object({
  id: z.string(),
  status: z.string().describe('As in the subscription model.'),
  current_period_end: z.string().nullable(),
  cancels_at: z.string().nullable(),
  cancelled_at: z.string().nullable(),
  latest_invoice_id: z.string().nullable(),
  invoice_url: z.string().nullable().describe('Where the customer can see or pay the latest invoice.'),
  client_secret: z.string().nullable().describe('For the page that confirms the first payment; never stored.'),
});
type Output = z.infer<typeof output>;

/** Also pays the way for the page: the secret of the first payment comes with the invoice. */
const expand = ['latest_invoice.confirmation_secret'];

function answerOf(response: HttpResponse): ActionResult<Output> {
  const subscription = mapSubscription(decoded(rawSubscription, response, 'a subscription'));
  const body = jsonBody(response);
  return {
    output: {
      id: textAt(body, 'id') ?? '',
      status: subscription.status,
      current_period_end: subscription.current_period_end,
      cancels_at: subscription.cancels_at,
      cancelled_at: subscription.cancelled_at,
      latest_invoice_id: subscription.latest_invoice_id,
      invoice_url: textAt(body, 'latest_invoice.hosted_invoice_url') ?? null,
      client_secret: textAt(body, 'latest_invoice.confirmation_secret.client_secret') ?? null,
    },
    records: [
      { stream: 'subscriptions', items: [asListed(body, ['latest_invoice'])] },
      ...alsoStored('invoices', body, 'latest_invoice'),
    ],
  };
}

const item = z.object({ price_id: vendorId, quantity: z.int().min(1).optional() });

const createInput = z
  .object({
    contact_id: vendorId,
    items: z.array(item).min(1).max(20),
    payment_method_id: vendorId.optional().describe("Default: the customer's own default method."),
    trial_days: z.int().min(1).max(730).optional(),
    cancel_at_period_end: z.boolean().optional(),
    collection: z
      .enum(['automatic', 'by_invoice'])
      .optional()
      .describe('by_invoice: the customer gets a bill and pays within days_until_due.'),
    days_until_due: z.int().min(0).max(365).optional(),
    first_payment: z
      .enum(['by_payer', 'at_once', 'at_once_or_fail'])
      .optional()
      .describe('by_payer: starts incomplete until the page has confirmed with client_secret. Default: at_once.'),
    payto_agreement: z
      .object({
        amount: amountInput.describe('The most one payment may be, in AUD.'),
        purpose: z
          .string()
          .regex(/^[a-z_]+$/)
          .optional(),
      })
      .optional()
      .describe('What a payer by PayTo agrees to in the bank app.'),
    description: z.string().max(500).optional(),
    metadata: metadataInput.optional(),
  })
  .superRefine((value, context) => {
    if ((value.collection === 'by_invoice') !== (value.days_until_due !== undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['days_until_due'],
        message: 'Expected with collection by_invoice and nowhere else.',
      });
    }
    checkAmount(value.payto_agreement?.amount, 'AUD', ['payto_agreement', 'amount'], context);
  });

const behaviour = {
  by_payer: 'default_incomplete',
  at_once: 'allow_incomplete',
  at_once_or_fail: 'error_if_incomplete',
};

function agreementFields(value: z.infer<typeof createInput>): FormValue {
  const agreed = value.payto_agreement;
  if (agreed === undefined) return undefined;
  const mandate = { amount: toStripe(agreed.amount, 'aud'), amount_type: 'maximum', purpose: agreed.purpose };
  return { payment_method_options: { payto: { mandate_options: mandate } } };
}

export const createSubscription = action({
  summary: 'Bills a customer again and again for one or more prices.',
  input: createInput,
  output,
  creates: 'subscriptions',
  sensitive: ['client_secret'],
  run: async ({ http, input, idempotencyKey }) => {
    const fields = {
      customer: input.contact_id,
      items: input.items.map((each) => ({ price: each.price_id, quantity: each.quantity })),
      default_payment_method: input.payment_method_id,
      trial_period_days: input.trial_days,
      cancel_at_period_end: input.cancel_at_period_end,
      collection_method: input.collection === undefined ? undefined : collection[input.collection],
      days_until_due: input.days_until_due,
      payment_behavior: input.first_payment === undefined ? undefined : behaviour[input.first_payment],
      payment_settings: agreementFields(input),
      description: input.description,
      metadata: input.metadata,
      expand,
    };
    return answerOf(
      await http.send({ method: 'POST', url: '/v1/subscriptions', idempotencyKey, body: { form: form(fields) } }),
    );
  },
});

const collection = { automatic: 'charge_automatically', by_invoice: 'send_invoice' };

const updateInput = z.object({
  subscription_id: vendorId,
  price_id: vendorId.optional().describe('The new price of the item.'),
  quantity: z.int().min(0).optional(),
  item_id: vendorId.optional().describe('Which item; needed when the subscription has several.'),
  proration: z.enum(['create_prorations', 'always_invoice', 'none']).optional(),
  cancel_at_period_end: z.boolean().optional().describe('false takes a planned cancellation back.'),
  payment_method_id: vendorId.optional(),
  description: z.string().max(500).optional(),
  metadata: metadataInput.optional(),
});

/** Without an item's id Stripe would add a second item beside the first, and bill both. */
async function itemOf({ http, input }: ActionContext<z.infer<typeof updateInput>>): Promise<string | undefined> {
  if (input.item_id !== undefined || (input.price_id === undefined && input.quantity === undefined))
    return input.item_id;
  const response = await http.send({ url: `/v1/subscriptions/${input.subscription_id}` });
  const { items } = decoded(rawSubscription, response, 'a subscription');
  const [only] = items.data;
  if (only === undefined || items.data.length > 1 || items.has_more === true) {
    const known = items.data.map((each) => each.id).join(', ');
    throw fail('invalid_request', `The subscription has several items; name one (${known}).`, {
      problems: [{ path: 'item_id', message: `Expected one of ${known}.` }],
    });
  }
  return only.id;
}

export const updateSubscription = action({
  summary: 'Changes price, quantity, payment method or planned end of a subscription.',
  input: updateInput,
  output,
  sensitive: ['client_secret'],
  run: async (context) => {
    const { http, input, idempotencyKey } = context;
    const itemId = await itemOf(context);
    const fields = {
      items: itemId === undefined ? undefined : [{ id: itemId, price: input.price_id, quantity: input.quantity }],
      proration_behavior: input.proration,
      cancel_at_period_end: input.cancel_at_period_end,
      default_payment_method: input.payment_method_id,
      description: input.description,
      metadata: input.metadata,
      expand,
    };
    const url = `/v1/subscriptions/${input.subscription_id}`;
    return answerOf(await http.send({ method: 'POST', url, idempotencyKey, body: { form: form(fields) } }));
  },
});

const cancelInput = z
  .object({
    subscription_id: vendorId,
    at_period_end: z.boolean().optional().describe('Let the paid period run out. Default: now.'),
    invoice_now: z.boolean().optional().describe('Bill what is still open.'),
    prorate: z.boolean().optional().describe('Credit the unused time.'),
    comment: z.string().max(5000).optional(),
    feedback: z
      .enum([
        'customer_service',
        'low_quality',
        'missing_features',
        'other',
        'switched_service',
        'too_complex',
        'too_expensive',
        'unused',
      ])
      .optional(),
  })
  .superRefine((value, context) => {
    for (const name of ['invoice_now', 'prorate'] as const) {
      if (value.at_period_end === true && value[name] !== undefined) {
        context.addIssue({ code: 'custom', path: [name], message: 'Only when cancelling at once.' });
      }
    }
  });

/** Deleting twice answers 404, and idempotency keys do not work on DELETE: after a lost answer the second try finds it done. */
async function cancelNow({ http, input }: ActionContext<z.infer<typeof cancelInput>>): Promise<HttpResponse> {
  const url = `/v1/subscriptions/${input.subscription_id}`;
  const query = form({
    invoice_now: input.invoice_now,
    prorate: input.prorate,
    cancellation_details: { comment: input.comment, feedback: input.feedback },
  });
  try {
    return await http.send({ method: 'DELETE', url, query });
  } catch (error) {
    if (!(error instanceof PlugboardError) || error.code !== 'not_found') throw error;
    const now = await http.send({ url });
    if (textAt(now.body, 'status') !== 'canceled') throw error;
    return now;
  }
}

export const cancelSubscription = action({
  summary: 'Ends a subscription, now or when the paid period is over.',
  input: cancelInput,
  output,
  sensitive: ['client_secret'],
  run: async (context) => {
    const { http, input, idempotencyKey } = context;
    if (input.at_period_end !== true) return answerOf(await cancelNow(context));
    const fields = {
      cancel_at_period_end: true,
      cancellation_details: { comment: input.comment, feedback: input.feedback },
      expand,
    };
    const url = `/v1/subscriptions/${input.subscription_id}`;
    return answerOf(await http.send({ method: 'POST', url, idempotencyKey, body: { form: form(fields) } }));
  },
});
