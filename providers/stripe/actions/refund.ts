/** Give money back: all of a payment, or a part. Answers the refund and stores it together with the payment it belongs to. */
import { action, z } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { mapRefund } from '../maps-payments.ts';
import { toStripe } from '../money.ts';
import { rawRefund } from '../raw.ts';
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
} from './fields.ts';

const input = z
  .object({
    payment_id: vendorId.optional().describe('The payment (ch_ or py_); or payment_intent_id.'),
    payment_intent_id: vendorId.optional(),
    amount: amountInput.optional().describe('Default: what is left of the payment.'),
    currency: currencyInput.optional().describe('Of the payment; needed with amount.'),
    reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
    metadata: metadataInput.optional(),
  })
  .superRefine((value, context) => {
    const complain = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if ((value.payment_id === undefined) === (value.payment_intent_id === undefined)) {
      complain('payment_id', 'Give either payment_id or payment_intent_id.');
    }
    if ((value.amount === undefined) !== (value.currency === undefined)) {
      complain('currency', 'Give amount and currency together.');
    }
    if (value.currency !== undefined) checkAmount(value.amount, value.currency, ['amount'], context);
  });

const output = z.object({
  id: z.string(),
  status: z.string().describe('As in the refund model; bank debits stay pending for days.'),
  amount: z.string(),
  currency: z.string(),
  payment_id: z.string().nullable(),
});

export const createRefund = action({
  summary: 'Gives a payment back, all of it or a part.',
  input,
  output,
  creates: 'refunds',
  run: async ({ http, input: value, idempotencyKey }) => {
    const { amount, currency } = value;
    const response = await http.send({
      method: 'POST',
      url: '/v1/refunds',
      idempotencyKey,
      body: {
        form: form({
          charge: value.payment_id,
          payment_intent: value.payment_intent_id,
          amount: amount === undefined || currency === undefined ? undefined : toStripe(amount, currency),
          reason: value.reason,
          metadata: value.metadata,
          expand: ['charge'],
        }),
      },
    });
    const refund = mapRefund(decoded(rawRefund, response, 'a refund'));
    const body = jsonBody(response);
    return {
      output: {
        id: textAt(body, 'id') ?? '',
        status: refund.status,
        amount: refund.amount,
        currency: refund.currency,
        payment_id: refund.payment_id,
      },
      records: [{ stream: 'refunds', items: [asListed(body, ['charge'])] }, ...alsoStored('charges', body, 'charge')],
    };
  },
});
