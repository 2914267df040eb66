/** Something sold: a course, a plan, a thing. */
import { z } from 'zod';
import { moment, reference } from './fields.ts';

export const product = z.object({
  name: z.string(),
  description: z.string().nullable(),
  code: z.string().nullable(),
  is_active: z.boolean(),
  default_price_id: reference.nullable(),
  url: z.string().nullable(),
  created_at: moment.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
