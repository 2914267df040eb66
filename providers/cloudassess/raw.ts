/**
 * The shapes of the contract's rows, as far as the maps look at them. Lenient about what is missing and about fields we do not know, strict
 * about types: a field that changed its type is noticed here and costs one record, not the stream. Called by streams.ts and actions.ts.
 */
import { z } from 'plugboard/contract';

const text = z.string().nullish();
const id = z.union([z.string().min(1), z.number()]);
const reference = z.union([z.string(), z.number()]).nullish();
const count = z.number().nullish();
const score = z
  .union([z.number(), z.string().regex(/^(-?\d{1,30}(\.\d{1,30})?)?$/)], { error: 'not a score' })
  .nullish();

/** Nothing may count as decided that nobody has said to be: without it a row is set aside, with this reason. */
const approval = z.string({ error: 'does not say whether it is approved' });

export const rawStudent = z.object({
  id,
  external_id: reference,
  first_name: text,
  last_name: text,
  email: text,
  mobile: text,
  date_of_birth: text,
  usi: text,
  status: text,
  archived_at: text,
  created_at: text,
  updated_at: text,
});
export type RawStudent = z.infer<typeof rawStudent>;

export const rawQualification = z.object({
  id,
  code: text,
  title: text,
  release: reference,
  status: text,
  units: z
    .array(z.object({ unit_id: reference, unit_code: text, unit_title: text, core: z.boolean().nullish() }))
    .nullish(),
  archived_at: text,
  updated_at: text,
});
export type RawQualification = z.infer<typeof rawQualification>;

export const rawUnit = z.object({
  id,
  code: text,
  title: text,
  status: text,
  superseded_by: text,
  archived_at: text,
  updated_at: text,
});
export type RawUnit = z.infer<typeof rawUnit>;

export const rawIntake = z.object({
  id,
  name: text,
  qualification_id: reference,
  start_date: text,
  end_date: text,
  archived_at: text,
  updated_at: text,
});
export type RawIntake = z.infer<typeof rawIntake>;

export const rawAssessor = z.object({
  id,
  first_name: text,
  last_name: text,
  email: text,
  archived_at: text,
  updated_at: text,
});
export type RawAssessor = z.infer<typeof rawAssessor>;

export const rawEnrolment = z.object({
  id,
  external_id: reference,
  student_id: reference,
  qualification_id: reference,
  intake_id: reference,
  status: text,
  start_date: text,
  end_date: text,
  completed_at: text,
  progress_percent: count,
  units_total: count,
  units_completed: count,
  updated_at: text,
});
export type RawEnrolment = z.infer<typeof rawEnrolment>;

export const rawAssessment = z.object({
  id,
  name: text,
  type: text,
  unit_codes: z.array(z.string()).nullish(),
  version: count,
  max_attempts: count,
  status: text,
  archived_at: text,
  updated_at: text,
});
export type RawAssessment = z.infer<typeof rawAssessment>;

export const rawSubmission = z.object({
  id,
  student_id: reference,
  enrolment_id: reference,
  assessment_id: reference,
  attempt: z.number().int().nullish(),
  status: text,
  due_at: text,
  started_at: text,
  submitted_at: text,
  marked_at: text,
  marker_id: reference,
  latest_mark_id: reference,
  updated_at: text,
});
export type RawSubmission = z.infer<typeof rawSubmission>;

export const rawMark = z.object({
  id,
  submission_id: reference,
  student_id: reference,
  enrolment_id: reference,
  assessment_id: reference,
  attempt: z.number().int().nullish(),
  result: text,
  score,
  comment: text,
  assessor_id: reference,
  marked_at: text,
  approval_status: approval,
  approved_by: reference,
  approved_at: text,
  updated_at: text,
});
export type RawMark = z.infer<typeof rawMark>;

export const rawOutcome = z.object({
  // An installation that gives outcomes no id of their own has enrolment and unit in its place; see streams.ts.
  id: id.nullish(),
  enrolment_id: reference,
  student_id: reference,
  unit_id: reference,
  unit_code: text,
  unit_name: text,
  outcome: text,
  outcome_code: reference,
  activity_start_date: text,
  activity_end_date: text,
  approval_status: approval,
  approved_at: text,
  assessor_id: reference,
  supersedes_id: reference,
  updated_at: text,
});
export type RawOutcome = z.infer<typeof rawOutcome>;
