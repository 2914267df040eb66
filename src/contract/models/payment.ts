/** Money that moved, or tried to. */
import { z } from 'zod';
import { amount, currency, date, moment, personReference, personal, reference } from './fields.ts';

export const payment = z.object({
  direction: z.enum(['received', 'made']),
  status: z.enum(['pending', 'succeeded', 'failed', 'cancelled']),
  amount,
  currency: currency.nullable(),
  amount_refunded: amount.nullable(),
  paid_on: date.nullable(),
  invoice_id: reference.nullable(),
  credit_note_id: reference.nullable(),
  contact_id: personReference('contact').nullable(),
  /** Ledger account it was booked to. */
  account_id: reference.nullable(),
  payment_intent_id: reference.nullable(),
  /** `card`, `payto`, `au_becs_debit`, `bank`... as the vendor names it. */
  method: z.string().nullable(),
  /** Card network or the last digits shown to people; never a full number. */
  method_detail: personal(z.string().nullable()),
  reference: z.string().nullable(),
  is_reconciled: z.boolean().nullable(),
  failure_code: z.string().nullable(),
  failure_message: z.string().nullable(),
  created_at: moment.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
