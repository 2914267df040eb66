/** A credit given to a customer, or received from a supplier (`direction: payable`). */
import { z } from 'zod';
import { amount, currency, date, lineItem, moment, personReference, personal, reference } from './fields.ts';

export const creditNote = z.object({
  number: z.string().nullable(),
  reference: z.string().nullable(),
  direction: z.enum(['receivable', 'payable']),
  contact_id: personReference('contact').nullable(),
  contact_name: personal(z.string().nullable()),
  status: z.enum(['draft', 'submitted', 'open', 'paid', 'void']),
  issued_on: date.nullable(),
  currency: currency.nullable(),
  tax_treatment: z.enum(['exclusive', 'inclusive', 'none']).nullable(),
  subtotal: amount.nullable(),
  tax_total: amount.nullable(),
  total: amount.nullable(),
  /** What has not been used yet. */
  remaining: amount.nullable(),
  allocations: z.array(z.object({ invoice_id: reference, amount, on: date.nullable() })),
  lines: z.array(lineItem),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
