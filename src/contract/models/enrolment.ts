/** A student in a course, class or qualification. */
import { z } from 'zod';
import { amount, currency, date, moment, personReference, personal, reference } from './fields.ts';

export const enrolment = z.object({
  student_id: personReference('student').nullable(),
  student_name: personal(z.string().nullable()),
  course_id: reference.nullable(),
  course_name: z.string().nullable(),
  class_id: reference.nullable(),
  qualification_code: z.string().nullable(),
  /** As the vendor names it (`student`, `StudentEnrollment`, `teacher`). */
  role: z.string().nullable(),
  status: z.enum(['pending', 'active', 'inactive', 'completed', 'withdrawn', 'cancelled', 'deleted', 'unknown']),
  /** The vendor's own word for the status. */
  vendor_status: z.string().nullable(),
  starts_on: date.nullable(),
  ends_on: date.nullable(),
  completed_at: moment.nullable(),
  /** 0 to 100. */
  progress_percent: z.number().nullable(),
  /** Current score of the course, 0 to 100 or more, decimal string. */
  score_percent: amount.nullable(),
  grade: z.string().nullable(),
  last_activity_at: moment.nullable(),
  fee: amount.nullable(),
  fee_paid: amount.nullable(),
  currency: currency.nullable(),
  created_at: moment.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
