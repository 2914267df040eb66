/** A category of pay: a wage, an allowance, a deduction, a kind of leave, what the employer pays on top. */
import { z } from 'zod';
import { amount, moment } from './fields.ts';

export const payItem = z.object({
  name: z.string(),
  kind: z.enum(['wage', 'deduction', 'leave', 'employer_expense', 'superannuation', 'tax', 'other']),
  /** The vendor's finer type (`Hourly`, `SuperannuationGuarantee`). */
  type: z.string().nullable(),
  /** A fixed rate per hour, decimal string. */
  hourly_rate: amount.nullable(),
  /** Times the employee's own rate: `1.5`. */
  rate_multiplier: amount.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
