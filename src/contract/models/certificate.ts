/** A certificate, statement of attainment, card or badge issued to a student. */
import { z } from 'zod';
import { date, moment, personReference, personal, reference } from './fields.ts';

export const certificate = z.object({
  /** Printed on it (parchment number). */
  number: personal(z.string().nullable()),
  type: z.enum(['qualification', 'statement_of_attainment', 'card', 'badge', 'other']),
  /** The vendor's own word for the type. */
  vendor_type: z.string().nullable(),
  student_id: personReference('student').nullable(),
  student_name: personal(z.string().nullable()),
  enrolment_id: reference.nullable(),
  course_code: z.string().nullable(),
  course_name: z.string().nullable(),
  completed_on: date.nullable(),
  issued_on: date.nullable(),
  /** Null: no end is printed on it. */
  expires_on: date.nullable(),
  status: z.enum(['draft', 'issued', 'expired', 'revoked']).nullable(),
  url: z.string().nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
