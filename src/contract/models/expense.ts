/** Money a person spent for the business and claims back. */
import { z } from 'zod';
import { amount, currency, date, moment, personal, reference } from './fields.ts';

export const expense = z.object({
  status: z.enum(['draft', 'submitted', 'approved', 'paid', 'declined', 'void']),
  person_id: reference.nullable(),
  person_name: personal(z.string().nullable()),
  currency: currency.nullable(),
  total: amount.nullable(),
  amount_paid: amount.nullable(),
  amount_due: amount.nullable(),
  due_on: date.nullable(),
  receipts: z.array(
    z.object({
      id: reference.nullable(),
      on: date.nullable(),
      total: amount.nullable(),
      reference: z.string().nullable(),
    }),
  ),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
