/** Money given back for a payment. */
import { z } from 'zod';
import { amount, currency, moment, reference } from './fields.ts';

export const refund = z.object({
  status: z.enum(['pending', 'needs_action', 'succeeded', 'failed', 'cancelled']),
  amount,
  currency,
  payment_id: reference.nullable(),
  payment_intent_id: reference.nullable(),
  reason: z.string().nullable(),
  failure_reason: z.string().nullable(),
  created_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
