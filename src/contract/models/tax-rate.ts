/** A rate of tax that can be put on a line. */
import { z } from 'zod';
import { amount } from './fields.ts';

export const taxRate = z.object({
  code: z.string(),
  name: z.string(),
  /** Percent as a decimal string: `10`. */
  rate: amount.nullable(),
  components: z.array(z.object({ name: z.string(), rate: amount, is_compound: z.boolean() })),
  applies_to: z.array(z.enum(['assets', 'equity', 'expenses', 'liabilities', 'revenue'])),
  status: z.enum(['active', 'pending', 'archived']),
  custom: z.record(z.string(), z.unknown()),
});
