/** What a product costs, once or per interval. */
import { z } from 'zod';
import { amount, currency, moment, reference } from './fields.ts';

export const price = z.object({
  product_id: reference.nullable(),
  name: z.string().nullable(),
  is_active: z.boolean(),
  currency,
  /** Null when tiered. May have more decimals than the currency. */
  unit_amount: amount.nullable(),
  interval: z.enum(['day', 'week', 'month', 'year']).nullable(),
  interval_count: z.number().nullable(),
  created_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
