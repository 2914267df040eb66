/**
 * The result of a student in a unit of competency. The national outcome codes are read into one list; the code itself is kept.
 * @link https://www.ncver.edu.au/rto-hub/avetmiss-compliant-software-and-data-standards
 */
import { z } from 'zod';
import { amount, date, moment, personReference, personal, reference } from './fields.ts';

export const outcome = z.object({
  student_id: personReference('student').nullable(),
  student_name: personal(z.string().nullable()),
  enrolment_id: reference.nullable(),
  unit_code: z.string().nullable(),
  unit_name: z.string().nullable(),
  result: z.enum([
    'competent',
    'not_yet_competent',
    'withdrawn',
    'rpl_granted',
    'rpl_not_granted',
    'credit_transfer',
    'superseded',
    'continuing',
    'non_assessable_completed',
    'non_assessable_not_completed',
    'not_started',
    'unknown',
  ]),
  /** The AVETMISS outcome identifier (`20`), where the vendor gives it. */
  code: z.string().nullable(),
  /** The vendor's own word for the result. */
  vendor_result: z.string().nullable(),
  starts_on: date.nullable(),
  ends_on: date.nullable(),
  score_percent: amount.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
