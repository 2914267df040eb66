/** A mark in the gradebook: of one student for one item, or for the whole course (`scope: course`). */
import { z } from 'zod';
import { amount, moment, personReference, personal, reference } from './fields.ts';

export const grade = z.object({
  student_id: personReference('student').nullable(),
  student_name: personal(z.string().nullable()),
  course_id: reference.nullable(),
  enrolment_id: reference.nullable(),
  scope: z.enum(['course', 'category', 'item']),
  /** The vendor's id of the assessment or grade item. */
  item_id: z.string().nullable(),
  item_name: z.string().nullable(),
  /** What the item is at the vendor (`assign`, `quiz`, `manual`). */
  item_kind: z.string().nullable(),
  score: amount.nullable(),
  score_min: amount.nullable(),
  score_max: amount.nullable(),
  percent: amount.nullable(),
  /** Letter, word or formatted mark as shown to people. */
  text: z.string().nullable(),
  feedback: personal(z.string().nullable()),
  grader_name: personal(z.string().nullable()),
  graded_at: moment.nullable(),
  updated_at: moment.nullable(),
  custom: z.record(z.string(), z.unknown()),
});
