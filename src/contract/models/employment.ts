/** The terms an employee works under, with the leave that is left. */
import { z } from 'zod';
import { amount, currency, date, moment, personReference, personal, reference } from './fields.ts';

export const employment = z.object({
  employee_id: personReference('employee').nullable(),
  employee_name: personal(z.string().nullable()),
  started_on: personal(date.nullable()),
  ended_on: personal(date.nullable()),
  /** `permanent`, `temporary`... as the vendor names it. */
  category: z.string().nullable(),
  kind: z.enum(['full_time', 'part_time', 'casual', 'other']).nullable(),
  pay_basis: z.enum(['salary', 'hourly']).nullable(),
  pay_frequency: z.enum(['weekly', 'fortnightly', 'twice_a_month', 'monthly']).nullable(),
  currency: currency.nullable(),
  annual_salary: personal(amount.nullable()),
  hourly_rate: personal(amount.nullable()),
  /** Hours in a pay period, decimal string. */
  hours_per_period: amount.nullable(),
  super_fund_name: personal(z.string().nullable()),
  /** What is left of each kind of leave, in hours. */
  leave: z.array(z.object({ pay_item_id: reference.nullable(), name: z.string(), hours: personal(amount.nullable()) })),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
