/** Money a payment system sends to the business's bank. */
import { z } from 'zod';
import { amount, currency, date, moment, reference } from './fields.ts';

export const payout = z.object({
  status: z.enum(['pending', 'in_transit', 'paid', 'cancelled', 'failed']),
  amount,
  currency,
  arrives_on: date.nullable(),
  is_automatic: z.boolean().nullable(),
  /** Can its parts be listed (bank_transaction with this payout_id)? */
  is_itemised: z.boolean().nullable(),
  destination: reference.nullable(),
  description: z.string().nullable(),
  failure_code: z.string().nullable(),
  failure_message: z.string().nullable(),
  created_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
