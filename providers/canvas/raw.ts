/**
 * The shapes of Canvas' items, as far as the maps look at them. Lenient about what is missing and about fields we do not know, strict
 * about types: a field that changed its type is noticed here and costs one record, not the stream. Called by streams.ts and actions.ts.
 */
import { z } from 'plugboard/contract';

const text = z.string().nullish();
const flag = z.boolean().nullish();
const id = z.union([z.string().min(1), z.number()]);
const reference = z.union([z.string(), z.number()]).nullish();
const count = z.number().nullish();
const score = z
  .union([z.number(), z.string().regex(/^(-?\d{1,30}(\.\d{1,30})?)?$/)], { error: 'not a score' })
  .nullish();

export const rawCourse = z.object({
  id,
  name: text,
  course_code: text,
  sis_course_id: text,
  workflow_state: text,
  account_id: reference,
  enrollment_term_id: reference,
  created_at: text,
  start_at: text,
  end_at: text,
  time_zone: text,
  course_format: text,
  public_description: text,
  total_students: z.number().int().nullish(),
  uuid: text,
  term: z.object({ name: text }).nullish(),
});
export type RawCourse = z.infer<typeof rawCourse>;

export const rawUser = z.object({
  id,
  name: text,
  sortable_name: text,
  short_name: text,
  created_at: text,
  sis_user_id: text,
  login_id: text,
  email: text,
  last_login: text,
});
export type RawUser = z.infer<typeof rawUser>;

const grades = z.object({
  current_score: score,
  current_grade: text,
  current_points: score,
  final_score: score,
  final_grade: text,
  unposted_current_score: score,
  unposted_current_grade: text,
  unposted_final_score: score,
  unposted_final_grade: text,
  override_score: score,
  override_grade: text,
});

export const rawEnrolment = z.object({
  id,
  course_id: reference,
  course_section_id: reference,
  user_id: reference,
  type: text,
  role: text,
  enrollment_state: text,
  created_at: text,
  updated_at: text,
  start_at: text,
  end_at: text,
  last_activity_at: text,
  last_attended_at: text,
  total_activity_time: count,
  sis_user_id: text,
  sis_course_id: text,
  grades: grades.nullish(),
  // The vendor's schema has these beside `grades`, its answers inside.
  unposted_current_score: score,
  unposted_current_grade: text,
  unposted_final_score: score,
  unposted_final_grade: text,
  override_score: score,
  override_grade: text,
  user: z.object({ name: text }).nullish(),
});
export type RawEnrolment = z.infer<typeof rawEnrolment>;

export const rawAssignment = z.object({
  id,
  name: text,
  course_id: reference,
  description: text,
  grading_type: text,
  points_possible: score,
  submission_types: z.array(z.string()).nullish(),
  unlock_at: text,
  due_at: text,
  lock_at: text,
  published: flag,
  workflow_state: text,
  html_url: text,
  position: count,
  created_at: text,
  updated_at: text,
});
export type RawAssignment = z.infer<typeof rawAssignment>;

export const rawSubmission = z.object({
  id,
  assignment_id: reference,
  course_id: reference,
  user_id: reference,
  attempt: z.number().int().nullish(),
  score,
  grade: text,
  submission_type: text,
  submitted_at: text,
  graded_at: text,
  posted_at: text,
  workflow_state: text,
  late: flag,
  missing: flag,
  excused: flag,
  late_policy_status: text,
  grader_id: reference,
  group: z.object({ id: reference }).nullish(),
});
export type RawSubmission = z.infer<typeof rawSubmission>;

/** A module, or an item of one (which names its module). */
export const rawContent = z.object({
  id,
  course_id: reference,
  module_id: reference,
  name: text,
  title: text,
  type: text,
  position: z.number().int().nullish(),
  published: flag,
  html_url: text,
  // Of modules.
  unlock_at: text,
  require_sequential_progress: flag,
  requirement_type: text,
  prerequisite_module_ids: z.array(id).nullish(),
  items_count: count,
  // Of items.
  content_id: reference,
  page_url: text,
  external_url: text,
  indent: count,
  completion_requirement: z.object({ type: text, min_score: count }).nullish(),
  content_details: z.object({ points_possible: score, due_at: text }).nullish(),
});
export type RawContent = z.infer<typeof rawContent>;

/** Levels are numbers in the source and texts in the documentation. */
const level = z.union([z.number(), z.string()]).nullish();

export const rawSummary = z.object({
  id,
  course_id: reference,
  page_views: count,
  max_page_views: count,
  // The documentation's name for the same.
  max_page_view: count,
  page_views_level: level,
  participations: count,
  max_participations: count,
  participations_level: level,
  tardiness_breakdown: z
    .object({ missing: count, late: count, on_time: count, floating: count, total: count })
    .nullish(),
});
export type RawSummary = z.infer<typeof rawSummary>;
