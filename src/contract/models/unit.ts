/** A unit of competency or subject: the smallest thing an outcome is given for. */
import { z } from 'zod';
import { moment } from './fields.ts';

export const unit = z.object({
  code: z.string().nullable(),
  name: z.string(),
  /** Nominal hours. */
  hours: z.number().nullable(),
  /** Field of education, as the vendor codes it. */
  field: z.string().nullable(),
  status: z.enum(['current', 'superseded', 'archived']).nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
