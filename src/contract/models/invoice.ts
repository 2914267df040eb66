/** A sales invoice or, with `direction: payable`, a supplier's bill. */
import { z } from 'zod';
import { amount, currency, date, lineItem, moment, personReference, personal, reference } from './fields.ts';

export const invoice = z.object({
  number: z.string().nullable(),
  reference: z.string().nullable(),
  direction: z.enum(['receivable', 'payable']),
  contact_id: personReference('contact').nullable(),
  contact_name: personal(z.string().nullable()),
  status: z.enum(['draft', 'submitted', 'open', 'paid', 'uncollectible', 'void']),
  issued_on: date.nullable(),
  due_on: date.nullable(),
  paid_at: moment.nullable(),
  currency: currency.nullable(),
  tax_treatment: z.enum(['exclusive', 'inclusive', 'none']).nullable(),
  subtotal: amount.nullable(),
  tax_total: amount.nullable(),
  total: amount.nullable(),
  amount_paid: amount.nullable(),
  amount_due: amount.nullable(),
  lines: z.array(lineItem),
  subscription_id: reference.nullable(),
  /** Page where the customer can see or pay it. */
  url: z.string().nullable(),
  created_at: moment.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
