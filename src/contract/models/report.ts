/** A financial report as the vendor computed it: a snapshot of a table with its parameters, never a list of entities. */
import { z } from 'zod';
import { date, moment, reference } from './fields.ts';

export const report = z.object({
  kind: z.enum([
    'profit_and_loss',
    'balance_sheet',
    'trial_balance',
    'bank_summary',
    'aged_receivables',
    'aged_payables',
    'executive_summary',
    'budget_summary',
    'tax_summary',
    'payroll_summary',
    'other',
  ]),
  title: z.string(),
  from: date.nullable(),
  to: date.nullable(),
  columns: z.array(z.string()),
  rows: z.array(
    z.object({
      section: z.string().nullable(),
      kind: z.enum(['row', 'summary']),
      /** The ledger account or document the row is about. */
      account_id: reference.nullable(),
      /** One per column; text as the vendor gives it, amounts as decimal strings, null where empty. */
      cells: z.array(z.string().nullable()),
    }),
  ),
  computed_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
