/** A person who works for the business, as its payroll knows them. Tax file numbers, bank accounts and birthdays are not part of it, on purpose. */
import { z } from 'zod';
import { address, moment, personal } from './fields.ts';

export const employee = z.object({
  first_name: personal(z.string().nullable()),
  last_name: personal(z.string().nullable()),
  full_name: personal(z.string().nullable()),
  email: personal(z.string().nullable()),
  phones: z.array(z.object({ kind: z.enum(['default', 'mobile', 'fax', 'other']), number: personal(z.string()) })),
  addresses: z.array(address),
  /** The number the organisation itself gives: card id, payroll number. */
  employee_number: z.string().nullable(),
  status: z.enum(['active', 'inactive']),
  created_at: moment.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
