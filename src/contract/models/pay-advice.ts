/** One pay of one employee, as it was processed. */
import { z } from 'zod';
import { amount, currency, date, personReference, personal, reference } from './fields.ts';

export const payAdvice = z.object({
  employee_id: personReference('employee').nullable(),
  employee_name: personal(z.string().nullable()),
  paid_on: date.nullable(),
  from: date.nullable(),
  to: date.nullable(),
  currency: currency.nullable(),
  gross: personal(amount.nullable()),
  net: personal(amount.nullable()),
  reference: z.string().nullable(),
  lines: z.array(
    z.object({
      pay_item_id: reference.nullable(),
      name: z.string().nullable(),
      kind: z.enum(['wage', 'deduction', 'leave', 'employer_expense', 'superannuation', 'tax', 'other']),
      hours: personal(amount.nullable()),
      rate: personal(amount.nullable()),
      total: personal(amount.nullable()),
    }),
  ),
  custom: z.record(z.string(), z.unknown()),
});
