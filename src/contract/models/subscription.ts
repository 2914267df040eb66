/** Something billed again and again. */
import { z } from 'zod';
import { amount, currency, moment, personReference, reference } from './fields.ts';

export const subscription = z.object({
  status: z.enum(['incomplete', 'expired', 'trialing', 'active', 'past_due', 'unpaid', 'paused', 'cancelled']),
  contact_id: personReference('contact').nullable(),
  currency: currency.nullable(),
  items: z.array(
    z.object({
      id: reference,
      price_id: reference.nullable(),
      product_id: reference.nullable(),
      quantity: z.number().nullable(),
      unit_amount: amount.nullable(),
      interval: z.enum(['day', 'week', 'month', 'year']).nullable(),
      interval_count: z.number().nullable(),
    }),
  ),
  started_at: moment.nullable(),
  current_period_start: moment.nullable(),
  current_period_end: moment.nullable(),
  trial_ends_at: moment.nullable(),
  cancels_at: moment.nullable(),
  cancelled_at: moment.nullable(),
  ended_at: moment.nullable(),
  latest_invoice_id: reference.nullable(),
  created_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
