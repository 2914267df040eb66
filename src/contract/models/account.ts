/** A ledger account of the chart of accounts. */
import { z } from 'zod';
import { currency, moment, personal } from './fields.ts';

export const account = z.object({
  code: z.string().nullable(),
  name: z.string(),
  class: z.enum(['asset', 'equity', 'expense', 'liability', 'revenue']).nullable(),
  /** The vendor's finer type (`BANK`, `CURRENT`). */
  type: z.string().nullable(),
  description: z.string().nullable(),
  tax_code: z.string().nullable(),
  currency: currency.nullable(),
  bank_account_number: personal(z.string().nullable()),
  /** May payments be booked to it? */
  takes_payments: z.boolean().nullable(),
  status: z.enum(['active', 'archived']),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
