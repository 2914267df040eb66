/** Something one can enrol in: a Moodle or Canvas course, a VETtrak programme. Dated offerings of it are classes. */
import { z } from 'zod';
import { amount, currency, date, moment, reference } from './fields.ts';

export const course = z.object({
  name: z.string(),
  /** Short code as people know it (`BSB30120`). */
  code: z.string().nullable(),
  /** The id the organisation's student system uses for it, where the vendor keeps one. */
  external_id: z.string().nullable(),
  description: z.string().nullable(),
  category: z.string().nullable(),
  status: z.enum(['draft', 'published', 'concluded', 'deleted']).nullable(),
  starts_on: date.nullable(),
  ends_on: date.nullable(),
  /** IANA name of the zone its dates are meant in. */
  time_zone: z.string().nullable(),
  fee: amount.nullable(),
  currency: currency.nullable(),
  /** The vendor's id of the qualification it leads to. */
  qualification_id: reference.nullable(),
  student_count: z.number().int().nullable(),
  url: z.string().nullable(),
  created_at: moment.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
