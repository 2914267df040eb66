/** Something students hand in or sit: an assignment, a quiz, an assessment template. */
import { z } from 'zod';
import { amount, moment, reference } from './fields.ts';

export const assessment = z.object({
  name: z.string(),
  course_id: reference.nullable(),
  unit_code: z.string().nullable(),
  description: z.string().nullable(),
  /** As the vendor names it (`points`, `pass_fail`, `scale`). */
  grading_type: z.string().nullable(),
  points_max: amount.nullable(),
  submission_kinds: z.array(z.string()),
  opens_at: moment.nullable(),
  due_at: moment.nullable(),
  closes_at: moment.nullable(),
  status: z.enum(['draft', 'published', 'closed', 'deleted']).nullable(),
  url: z.string().nullable(),
  created_at: moment.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
