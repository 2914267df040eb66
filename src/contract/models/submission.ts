/** What one student handed in for one assessment, and how it was marked. */
import { z } from 'zod';
import { amount, moment, personReference, personal, reference } from './fields.ts';

export const submission = z.object({
  assessment_id: reference.nullable(),
  course_id: reference.nullable(),
  student_id: personReference('student').nullable(),
  /** Handed in by a group: the vendor's id of it. */
  group_id: z.string().nullable(),
  attempt: z.number().int().nullable(),
  status: z.enum(['not_submitted', 'draft', 'submitted', 'marking', 'graded', 'returned', 'unknown']),
  vendor_status: z.string().nullable(),
  score: amount.nullable(),
  grade: z.string().nullable(),
  late: z.boolean().nullable(),
  missing: z.boolean().nullable(),
  excused: z.boolean().nullable(),
  grader_id: z.string().nullable(),
  feedback: personal(z.string().nullable()),
  submitted_at: moment.nullable(),
  graded_at: moment.nullable(),
  created_at: moment.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
