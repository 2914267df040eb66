/** A dated offering of a course: a VETtrak occurrence, a course instance, a section. */
import { z } from 'zod';
import { amount, currency, moment, personal, reference } from './fields.ts';

const classModel = z.object({
  name: z.string().nullable(),
  code: z.string().nullable(),
  course_id: reference.nullable(),
  course_name: z.string().nullable(),
  status: z.enum(['planned', 'open', 'running', 'completed', 'cancelled']).nullable(),
  starts_at: moment.nullable(),
  ends_at: moment.nullable(),
  time_zone: z.string().nullable(),
  location: z.string().nullable(),
  trainer_name: personal(z.string().nullable()),
  capacity: z.number().int().nullable(),
  vacancies: z.number().int().nullable(),
  fee: amount.nullable(),
  currency: currency.nullable(),
  sessions: z.array(
    z.object({ starts_at: moment.nullable(), ends_at: moment.nullable(), location: z.string().nullable() }),
  ),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});

export { classModel as class };
