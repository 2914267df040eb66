/** A person or company a business deals with: customer, supplier, student's employer. */
import { z } from 'zod';
import { address, amount, currency, moment, personal } from './fields.ts';

export const contact = z.object({
  name: personal(z.string().nullable()),
  first_name: personal(z.string().nullable()),
  last_name: personal(z.string().nullable()),
  email: personal(z.string().nullable()),
  phones: z.array(
    z.object({ kind: z.enum(['default', 'mobile', 'direct', 'fax', 'other']), number: personal(z.string()) }),
  ),
  addresses: z.array(address),
  /** ABN, VAT number and the like. */
  tax_number: personal(z.string().nullable()),
  is_customer: z.boolean().nullable(),
  is_supplier: z.boolean().nullable(),
  status: z.enum(['active', 'archived', 'erased']),
  currency: currency.nullable(),
  /** What they owe us (positive) or we them (negative), where the vendor says. */
  balance: amount.nullable(),
  created_at: moment.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
