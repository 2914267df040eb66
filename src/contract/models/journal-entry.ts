/** A booking in the general ledger with its lines, or one ledger line of any module (`kind: line`). Debits equal credits over an entry. */
import { z } from 'zod';
import { amount, currency, date, moment, personReference, reference } from './fields.ts';

export const journalEntry = z.object({
  kind: z.enum(['entry', 'line']),
  number: z.string().nullable(),
  /** Code of the journal it is booked in (`GJ`). */
  journal: z.string().nullable(),
  description: z.string().nullable(),
  posted_on: date.nullable(),
  status: z.enum(['draft', 'posted', 'reversed']).nullable(),
  currency: currency.nullable(),
  /** What made it: `manual`, or the vendor's module (`4.AR`). */
  source: z.string().nullable(),
  /** The vendor's id of the document it was made from. */
  source_id: z.string().nullable(),
  lines: z.array(
    z.object({
      account_code: z.string().nullable(),
      account_id: reference.nullable(),
      description: z.string().nullable(),
      /** One of the two is set, never negative. */
      debit: amount.nullable(),
      credit: amount.nullable(),
      tax_code: z.string().nullable(),
      contact_id: personReference('contact').nullable(),
      /** Location, department and other dimensions by the vendor's names. */
      dimensions: z.record(z.string(), z.string()),
    }),
  ),
  created_at: moment.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
