/** How Canvas writes the things the sandbox remembers. Ids are texts here; answers.ts makes numbers of them. Called by the routes. */
import type { JsonObject } from 'plugboard/contract';
import {
  latestGrade,
  nameOf,
  studentsOf,
  type Account,
  type Assignment,
  type Course,
  type Enrolment,
  type Module,
  type ModuleItem,
  type State,
  type Submission,
  type User,
} from './state.ts';
import { gradesOf, statusOf } from './gradebook.ts';

/** Seconds, UTC: `2026-03-09T01:00:00Z`. */
export function iso(ms: number | null): string | null {
  return ms === null ? null : `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** The school is in Perth, whose clocks never change. */
const offset = { hours: 8, text: '+08:00' };

/** People's times carry the account's offset: `2026-01-05T12:00:00+08:00`. */
function isoAtSchool(ms: number): string {
  return new Date(ms + offset.hours * 3_600_000).toISOString().slice(0, 19) + offset.text;
}

export function renderAccount(account: Account, state: State): JsonObject {
  const root = state.accounts.find(({ parent }) => parent === null)?.id ?? null;
  return {
    id: account.id,
    name: account.name,
    uuid: account.uuid,
    parent_account_id: account.parent,
    root_account_id: account.parent === null ? null : root,
    default_time_zone: account.time_zone,
    sis_account_id: account.sis,
    workflow_state: 'active',
  };
}

/** `email` only when it was asked for, or when the person is read alone. */
export function renderUser(user: User, options: { readonly email: boolean }): JsonObject {
  const name = nameOf(user);
  return {
    id: user.id,
    name,
    created_at: isoAtSchool(user.created),
    sortable_name: `${user.last}, ${user.first}`,
    short_name: name,
    sis_user_id: user.sis,
    integration_id: null,
    sis_import_id: null,
    login_id: user.login,
    ...(options.email ? { email: user.email } : {}),
  };
}

const courseStates = { created: 'unpublished', claimed: 'unpublished' } as const;

function shownState(course: Course): string {
  return course.state === 'created' || course.state === 'claimed' ? courseStates[course.state] : course.state;
}

export function renderCourse(course: Course, state: State, include: readonly string[] = []): JsonObject {
  const term = state.terms.find(({ id }) => id === course.term);
  return {
    id: course.id,
    name: course.name,
    course_code: course.code,
    sis_course_id: course.sis,
    integration_id: null,
    workflow_state: shownState(course),
    account_id: course.account,
    root_account_id: state.accounts.find(({ parent }) => parent === null)?.id ?? null,
    enrollment_term_id: course.term,
    created_at: iso(course.created),
    start_at: iso(course.start),
    end_at: iso(course.end),
    restrict_enrollments_to_course_dates: course.restricts_dates,
    time_zone: course.time_zone,
    default_view: 'modules',
    course_format: course.format,
    is_public: false,
    uuid: course.uuid,
    ...(include.includes('term') && term !== undefined
      ? { term: { id: term.id, name: term.name, start_at: null, end_at: null } }
      : {}),
    ...(include.includes('total_students') ? { total_students: studentsOf(state, course.id).length } : {}),
    ...(include.includes('public_description') ? { public_description: course.description } : {}),
  };
}

export function renderEnrolment(enrolment: Enrolment, state: State, include: readonly string[] = []): JsonObject {
  const user = state.users.find(({ id }) => id === enrolment.user);
  const course = state.courses.find(({ id }) => id === enrolment.course);
  const roles: Readonly<Record<string, string>> = { StudentEnrollment: '3', TeacherEnrollment: '4', TaEnrollment: '5' };
  return {
    id: enrolment.id,
    user_id: enrolment.user,
    course_id: enrolment.course,
    course_section_id: course?.section ?? null,
    type: enrolment.type,
    role: enrolment.type,
    role_id: roles[enrolment.type] ?? '6',
    enrollment_state: enrolment.state,
    created_at: iso(enrolment.created),
    updated_at: iso(enrolment.updated),
    start_at: iso(enrolment.start),
    end_at: iso(enrolment.end),
    associated_user_id: null,
    limit_privileges_to_course_section: false,
    last_activity_at: iso(enrolment.last_activity),
    last_attended_at: null,
    total_activity_time: enrolment.activity_seconds,
    sis_course_id: course?.sis ?? null,
    sis_user_id: user?.sis ?? null,
    sis_section_id: null,
    sis_import_id: null,
    root_account_id: state.accounts[0]?.id ?? null,
    html_url: `/courses/${enrolment.course}/users/${enrolment.user}`,
    ...(enrolment.type === 'StudentEnrollment'
      ? { grades: gradesOf(enrolment, state, include.includes('current_points')) }
      : {}),
    ...(user === undefined ? {} : { user: renderUser(user, { email: false }) }),
  };
}

export function renderAssignment(assignment: Assignment): JsonObject {
  return {
    id: assignment.id,
    name: assignment.name,
    description: assignment.description,
    course_id: assignment.course,
    position: assignment.position,
    due_at: iso(assignment.due),
    unlock_at: null,
    lock_at: null,
    points_possible: assignment.points,
    grading_type: assignment.grading,
    submission_types: assignment.submission_types,
    published: assignment.published,
    workflow_state: assignment.published ? 'published' : 'unpublished',
    created_at: iso(assignment.created),
    updated_at: iso(assignment.updated),
    html_url: `/courses/${assignment.course}/assignments/${assignment.id}`,
    omit_from_final_grade: false,
  };
}

export function workflowOf(submission: Submission): string {
  if (submission.pending_review) return 'pending_review';
  if (submission.excused || submission.grades.length > 0) return 'graded';
  return submission.submitted === null ? 'unsubmitted' : 'submitted';
}

export function renderSubmission(submission: Submission, state: State, now: number): JsonObject {
  const assignment = state.assignments.find(({ id }) => id === submission.assignment);
  const latest = submission.excused ? undefined : latestGrade(submission);
  const status = statusOf(submission, assignment, now);
  return {
    id: submission.id,
    assignment_id: submission.assignment,
    user_id: submission.user,
    course_id: assignment?.course ?? null,
    attempt: submission.attempt,
    body: null,
    grade: latest?.grade ?? null,
    score: latest?.score ?? null,
    entered_grade: latest?.grade ?? null,
    entered_score: latest?.score ?? null,
    grade_matches_current_submission: true,
    submission_type: submission.submitted === null ? null : (assignment?.submission_types[0] ?? null),
    submitted_at: iso(submission.submitted),
    graded_at: iso(latestGrade(submission)?.at ?? null),
    posted_at: iso(submission.posted),
    // A grade a quiz gave itself comes with a negative number.
    grader_id: latestGrade(submission)?.grader ?? null,
    workflow_state: workflowOf(submission),
    late: status === 'late',
    missing: status === 'missing',
    excused: submission.excused,
    late_policy_status: submission.late_policy,
    seconds_late: status === 'late' ? Math.max(0, ((submission.submitted ?? 0) - (assignment?.due ?? 0)) / 1000) : 0,
    url: null,
  };
}

export function renderItem(item: ModuleItem, module: Module, state: State, details: boolean): JsonObject {
  const assignment = state.assignments.find(({ id }) => id === item.content);
  const position = module.items.indexOf(item) + 1;
  const linked = item.type === 'Page' || item.type === 'SubHeader' || item.type === 'ExternalUrl';
  return {
    id: item.id,
    module_id: module.id,
    position,
    title: item.title,
    indent: item.indent,
    type: item.type,
    ...(linked ? {} : { content_id: item.content }),
    html_url: `/courses/${module.course}/modules/items/${item.id}`,
    ...(item.type === 'Page' ? { page_url: item.page_url } : {}),
    ...(item.type === 'ExternalUrl' ? { external_url: item.external_url, new_tab: false } : {}),
    published: item.published,
    ...(item.requirement === null
      ? {}
      : {
          completion_requirement: {
            type: item.requirement.type,
            ...(item.requirement.min_score === null ? {} : { min_score: item.requirement.min_score }),
          },
        }),
    ...(details && assignment !== undefined
      ? {
          content_details: {
            points_possible: assignment.points,
            due_at: iso(assignment.due),
            unlock_at: null,
            lock_at: null,
            locked_for_user: false,
          },
        }
      : {}),
  };
}

/** Items of a module with more than this many are left out even when they were asked for. */
const mostInlineItems = 20;

export function renderModule(module: Module, state: State, include: readonly string[], items: string): JsonObject {
  const position = state.modules.filter(({ course }) => course === module.course).indexOf(module) + 1;
  const inline = include.includes('items') && module.items.length <= mostInlineItems;
  return {
    id: module.id,
    name: module.name,
    position,
    unlock_at: iso(module.unlock),
    require_sequential_progress: module.sequential,
    requirement_type: 'all',
    prerequisite_module_ids: module.prerequisites,
    publish_final_grade: false,
    published: module.published,
    workflow_state: 'active',
    items_count: module.items.length,
    items_url: items,
    ...(inline
      ? { items: module.items.map((item) => renderItem(item, module, state, include.includes('content_details'))) }
      : {}),
  };
}
