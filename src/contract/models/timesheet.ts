/** Hours somebody worked (or was on leave) in a period, by pay item and day. */
import { z } from 'zod';
import { amount, date, moment, personReference, personal, reference } from './fields.ts';

export const timesheet = z.object({
  employee_id: personReference('employee').nullable(),
  employee_name: personal(z.string().nullable()),
  from: date.nullable(),
  to: date.nullable(),
  /** Sum of all entries, decimal string. */
  hours: amount.nullable(),
  lines: z.array(
    z.object({
      pay_item_id: reference.nullable(),
      pay_item_name: z.string().nullable(),
      /** Job or project by the vendor's id. */
      job_id: reference.nullable(),
      contact_id: personReference('contact').nullable(),
      notes: personal(z.string().nullable()),
      entries: z.array(z.object({ on: date, hours: amount, is_processed: z.boolean().nullable() })),
    }),
  ),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
