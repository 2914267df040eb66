/** Canvas' items -> unified models. Pure and total: what is unknown becomes null. Called by streams.ts and actions.ts. */
import type { MapContext, Models } from 'plugboard/contract';
import { decimalOf, known, oneOf, textOf } from 'plugboard/kit';
import type { RawAssignment, RawContent, RawCourse, RawEnrolment, RawSubmission, RawSummary, RawUser } from './raw.ts';
import { accountZone, dayOf, idOf, momentOf, pageOf } from './values.ts';

// --- courses and people ---------------------------------------------------------------------------------------------------

const courseStatuses: Readonly<Record<string, Models['course']['status']>> = {
  unpublished: 'draft',
  created: 'draft',
  claimed: 'draft',
  available: 'published',
  completed: 'concluded',
  deleted: 'deleted',
};

export function mapCourse(raw: RawCourse, context: MapContext): Models['course'] {
  const id = String(raw.id);
  const zone = textOf(raw.time_zone) ?? accountZone(context);
  return {
    // A course outside its dates is listed to its own people with nothing but its id.
    name: textOf(raw.name) ?? textOf(raw.course_code) ?? id,
    code: textOf(raw.course_code),
    external_id: textOf(raw.sis_course_id),
    description: textOf(raw.public_description),
    category: null,
    status: oneOf(courseStatuses, raw.workflow_state, null),
    starts_on: dayOf(raw.start_at, zone),
    ends_on: dayOf(raw.end_at, zone),
    time_zone: textOf(raw.time_zone),
    fee: null,
    currency: null,
    qualification_id: null,
    student_count: raw.total_students ?? null,
    url: pageOf(context, `/courses/${id}`),
    created_at: momentOf(raw.created_at),
    updated_at: null,
    custom: {
      account_id: idOf(raw.account_id),
      term_id: idOf(raw.enrollment_term_id),
      term_name: textOf(raw.term?.name),
      format: textOf(raw.course_format),
      uuid: textOf(raw.uuid),
    },
  };
}

/** `Ng, Ana`: what is before the first comma is the family name, however the full name is put together. */
function namesOf(raw: RawUser): { first: string | null; last: string | null } {
  const sortable = raw.sortable_name ?? '';
  const comma = sortable.indexOf(',');
  return comma < 0
    ? { first: null, last: null }
    : { first: textOf(sortable.slice(comma + 1)), last: textOf(sortable.slice(0, comma)) };
}

export function mapUser(raw: RawUser): Models['student'] {
  const { first, last } = namesOf(raw);
  return {
    first_name: first,
    middle_name: null,
    last_name: last,
    full_name: textOf(raw.name),
    email: textOf(raw.email),
    username: textOf(raw.login_id),
    student_number: textOf(raw.sis_user_id),
    usi: null,
    date_of_birth: null,
    gender: null,
    phones: [],
    addresses: [],
    employer_id: null,
    status: null,
    last_seen_at: momentOf(raw.last_login),
    created_at: momentOf(raw.created_at),
    updated_at: null,
    custom: {},
  };
}

const enrolmentStatuses: Readonly<Record<string, Models['enrolment']['status']>> = {
  invited: 'pending',
  creation_pending: 'pending',
  active: 'active',
  inactive: 'inactive',
  completed: 'completed',
  rejected: 'cancelled',
  deleted: 'deleted',
};

export function mapEnrolment(raw: RawEnrolment, context: MapContext): Models['enrolment'] {
  const zone = accountZone(context);
  return {
    student_id: idOf(raw.user_id),
    student_name: textOf(raw.user?.name),
    course_id: idOf(raw.course_id),
    course_name: null,
    class_id: null,
    qualification_code: null,
    role: textOf(raw.role) ?? textOf(raw.type),
    status: oneOf(enrolmentStatuses, raw.enrollment_state, 'unknown'),
    vendor_status: textOf(raw.enrollment_state),
    starts_on: dayOf(raw.start_at, zone),
    ends_on: dayOf(raw.end_at, zone),
    completed_at: null,
    progress_percent: null,
    score_percent: decimalOf(raw.grades?.current_score),
    grade: textOf(raw.grades?.current_grade),
    last_activity_at: momentOf(raw.last_activity_at),
    fee: null,
    fee_paid: null,
    currency: null,
    created_at: momentOf(raw.created_at),
    updated_at: momentOf(raw.updated_at),
    custom: {
      section_id: idOf(raw.course_section_id),
      student_number: textOf(raw.sis_user_id),
      course_external_id: textOf(raw.sis_course_id),
      activity_seconds: raw.total_activity_time ?? null,
    },
  };
}

/**
 * The course total of one student: what a teacher has set, else the total so far. `final_*` counts what was not handed in as nothing,
 * `unposted_*` includes marks that students do not see yet.
 */
export function mapCourseGrade(raw: RawEnrolment): Models['grade'] {
  const grades = raw.grades ?? {};
  const override = decimalOf(grades.override_score ?? raw.override_score);
  const overrideText = textOf(grades.override_grade ?? raw.override_grade);
  return {
    student_id: idOf(raw.user_id),
    student_name: textOf(raw.user?.name),
    course_id: idOf(raw.course_id),
    enrolment_id: String(raw.id),
    scope: 'course',
    item_id: null,
    item_name: null,
    item_kind: null,
    score: decimalOf(grades.current_points),
    score_min: null,
    score_max: null,
    percent: override ?? decimalOf(grades.current_score),
    text: overrideText ?? textOf(grades.current_grade),
    feedback: null,
    grader_name: null,
    graded_at: null,
    updated_at: null,
    custom: {
      current_percent: decimalOf(grades.current_score),
      final_percent: decimalOf(grades.final_score),
      final_text: textOf(grades.final_grade),
      unposted_current_percent: decimalOf(grades.unposted_current_score ?? raw.unposted_current_score),
      unposted_current_text: textOf(grades.unposted_current_grade ?? raw.unposted_current_grade),
      unposted_final_percent: decimalOf(grades.unposted_final_score ?? raw.unposted_final_score),
      unposted_final_text: textOf(grades.unposted_final_grade ?? raw.unposted_final_grade),
      overridden: override !== null || overrideText !== null,
    },
  };
}

// --- work -----------------------------------------------------------------------------------------------------------------

function assignmentStatus(raw: RawAssignment): Models['assessment']['status'] {
  if (raw.workflow_state === 'deleted') return 'deleted';
  const published = raw.published ?? (raw.workflow_state === 'published' ? true : null);
  return published === null ? null : published ? 'published' : 'draft';
}

export function mapAssignment(raw: RawAssignment, context: MapContext): Models['assessment'] {
  const [course, id] = [idOf(raw.course_id), String(raw.id)];
  return {
    name: textOf(raw.name) ?? id,
    course_id: course,
    unit_code: null,
    description: textOf(raw.description),
    grading_type: textOf(raw.grading_type),
    points_max: decimalOf(raw.points_possible),
    submission_kinds: raw.submission_types ?? [],
    opens_at: momentOf(raw.unlock_at),
    due_at: momentOf(raw.due_at),
    closes_at: momentOf(raw.lock_at),
    status: assignmentStatus(raw),
    url: course === null ? null : pageOf(context, `/courses/${course}/assignments/${id}`),
    created_at: momentOf(raw.created_at),
    updated_at: momentOf(raw.updated_at),
    custom: { position: raw.position ?? null },
  };
}

const submissionStatuses: Readonly<Record<string, Models['submission']['status']>> = {
  unsubmitted: 'not_submitted',
  submitted: 'submitted',
  pending_review: 'marking',
  graded: 'graded',
};

export function mapSubmission(raw: RawSubmission): Models['submission'] {
  const grader = idOf(raw.grader_id);
  return {
    assessment_id: idOf(raw.assignment_id),
    course_id: idOf(raw.course_id),
    student_id: idOf(raw.user_id),
    group_id: idOf(raw.group?.id),
    attempt: raw.attempt ?? null,
    status: oneOf(submissionStatuses, raw.workflow_state, 'unknown'),
    vendor_status: textOf(raw.workflow_state),
    score: decimalOf(raw.score),
    grade: textOf(raw.grade),
    late: raw.late ?? null,
    missing: raw.missing ?? null,
    excused: raw.excused ?? null,
    // Negative: a quiz or a tool marked it. 0: nobody did.
    grader_id: grader === null || grader === '0' || grader.startsWith('-') ? null : grader,
    feedback: null,
    submitted_at: momentOf(raw.submitted_at),
    graded_at: momentOf(raw.graded_at),
    created_at: null,
    updated_at: null,
    custom: {
      submission_type: textOf(raw.submission_type),
      posted_at: momentOf(raw.posted_at),
      late_policy_status: textOf(raw.late_policy_status),
      graded_automatically: grader?.startsWith('-') ?? false,
    },
  };
}

// --- content and activity -------------------------------------------------------------------------------------------------

/** Key of a module among the records; items have ids of their own, which may be the same numbers. */
export function moduleKey(id: string): string {
  return `module:${id}`;
}

export function mapContent(raw: RawContent, context: MapContext): Models['activity'] {
  const [course, parent] = [idOf(raw.course_id), idOf(raw.module_id)];
  const page = parent === null ? null : `/courses/${course}/modules/items/${String(raw.id)}`;
  return {
    kind: 'content',
    name: textOf(raw.title) ?? textOf(raw.name),
    type: parent === null ? 'module' : textOf(raw.type),
    course_id: course,
    parent_id: parent === null ? null : moduleKey(parent),
    activity_id: null,
    student_id: null,
    student_name: null,
    position: raw.position ?? null,
    visible: raw.published ?? null,
    state: null,
    progress_percent: null,
    figures: figuresOf({ items: raw.items_count }),
    url: course === null || page === null ? null : pageOf(context, page),
    due_at: momentOf(raw.content_details?.due_at),
    completed_at: null,
    updated_at: null,
    custom: known({
      unlock_at: momentOf(raw.unlock_at),
      require_sequential_progress: raw.require_sequential_progress,
      requirement_type: textOf(raw.requirement_type),
      prerequisite_ids: raw.prerequisite_module_ids?.map((id) => moduleKey(String(id))),
      content_id: idOf(raw.content_id),
      page_url: textOf(raw.page_url),
      external_url: textOf(raw.external_url),
      indent: raw.indent,
      completion_requirement: textOf(raw.completion_requirement?.type),
      min_score: raw.completion_requirement?.min_score,
      points_possible: decimalOf(raw.content_details?.points_possible),
    }),
  };
}

/** Only what is a number; levels may come as text. */
function figuresOf(values: Readonly<Record<string, number | string | null | undefined>>): Record<string, number> {
  const entries = Object.entries(values).flatMap(([name, value]): [string, number][] => {
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? [[name, number]] : [];
  });
  return Object.fromEntries(entries);
}

export function mapSummary(raw: RawSummary): Models['activity'] {
  const tardiness = raw.tardiness_breakdown ?? {};
  return {
    kind: 'analytics',
    name: null,
    type: 'student_summary',
    course_id: idOf(raw.course_id),
    parent_id: null,
    activity_id: null,
    student_id: String(raw.id),
    student_name: null,
    position: null,
    visible: null,
    state: null,
    progress_percent: null,
    figures: figuresOf({
      page_views: raw.page_views,
      page_views_max: raw.max_page_views ?? raw.max_page_view,
      page_views_level: raw.page_views_level,
      participations: raw.participations,
      participations_max: raw.max_participations,
      participations_level: raw.participations_level,
      work_on_time: tardiness.on_time,
      work_late: tardiness.late,
      work_missing: tardiness.missing,
      work_not_due: tardiness.floating,
      work_total: tardiness.total,
    }),
    url: null,
    due_at: null,
    completed_at: null,
    updated_at: null,
    custom: {},
  };
}
