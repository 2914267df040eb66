/** A line on a bank or balance account: money in or out, with whether it has been matched. */
import { z } from 'zod';
import { amount, currency, date, lineItem, moment, personReference, personal, reference } from './fields.ts';

export const bankTransaction = z.object({
  direction: z.enum(['in', 'out']),
  /** The vendor's finer type (`RECEIVE-PREPAYMENT`, `charge`, `payout`). */
  type: z.string().nullable(),
  status: z.enum(['pending', 'posted', 'void']),
  is_reconciled: z.boolean().nullable(),
  account_id: reference.nullable(),
  contact_id: personReference('contact').nullable(),
  contact_name: personal(z.string().nullable()),
  on: date.nullable(),
  currency: currency.nullable(),
  /** Gross, never negative; `direction` has the sign. */
  amount,
  fee: amount.nullable(),
  /** What reached the balance, signed. */
  net: amount.nullable(),
  tax_total: amount.nullable(),
  reference: z.string().nullable(),
  description: z.string().nullable(),
  lines: z.array(lineItem),
  /** What it came from at a payment system: a payment, a refund, a payout. */
  source_id: reference.nullable(),
  payout_id: reference.nullable(),
  available_at: moment.nullable(),
  created_at: moment.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
