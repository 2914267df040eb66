/**
 * Items grown for load: courses and users of the school, enrolments and submissions in its first course. Rendered from their number
 * alone, with ids of their own range. Called by ../sandbox.ts and, for the places they belong to, by the routes.
 */
import type { JsonObject } from 'plugboard/contract';
import { iso } from './render.ts';
import { grownId } from './state.ts';

/** Where grown enrolments and submissions are. */
export const loadCourse = '201';
export const loadAssignment = '5010';

interface Item {
  readonly index: number;
  readonly generation: number;
  readonly at: number;
}

function seconds(ms: number): string {
  return iso(ms) ?? '';
}

function grownUser({ index, generation, at }: Item): JsonObject {
  const name = `Load Student ${index}`;
  return {
    id: grownId(index),
    name: generation === 0 ? name : `${name} (${generation})`,
    created_at: seconds(at),
    sortable_name: `Student ${index}, Load`,
    short_name: name,
    sis_user_id: `LOAD-${index}`,
    integration_id: null,
    login_id: `load${index}`,
    email: `load${index}@mail.example`,
  };
}

function grownCourse({ index, generation, at }: Item): JsonObject {
  return {
    id: grownId(index),
    name: generation === 0 ? `Load course ${index}` : `Load course ${index} (${generation})`,
    course_code: `LOAD-${index}`,
    sis_course_id: `LOAD-${index}`,
    integration_id: null,
    workflow_state: 'available',
    account_id: '1',
    root_account_id: '1',
    enrollment_term_id: '1',
    created_at: seconds(at),
    start_at: null,
    end_at: null,
    time_zone: 'Australia/Perth',
    uuid: `load${index}`,
  };
}

function grownEnrolment({ index, generation, at }: Item): JsonObject {
  const score = Math.round((50 + (index % 50) + generation / 100) * 100) / 100;
  return {
    id: grownId(index),
    user_id: grownId(index),
    course_id: loadCourse,
    course_section_id: '301',
    type: 'StudentEnrollment',
    role: 'StudentEnrollment',
    role_id: '3',
    enrollment_state: 'active',
    created_at: seconds(at),
    updated_at: seconds(at),
    start_at: null,
    end_at: null,
    last_activity_at: seconds(at),
    total_activity_time: 60 * generation,
    grades: { current_score: score, final_score: score, current_grade: null, final_grade: null },
    user: { id: grownId(index), name: `Load Student ${index}`, login_id: `load${index}` },
  };
}

function grownSubmission({ index, generation, at }: Item): JsonObject {
  const score = (index + generation) % 21;
  return {
    id: grownId(index),
    assignment_id: loadAssignment,
    user_id: grownId(index),
    course_id: loadCourse,
    attempt: generation + 1,
    body: null,
    grade: String(score),
    score,
    submission_type: 'online_quiz',
    submitted_at: seconds(at),
    graded_at: seconds(at),
    posted_at: seconds(at),
    grader_id: `-${loadAssignment}`,
    workflow_state: 'graded',
    late: false,
    missing: false,
    excused: false,
  };
}

export const grow = {
  courses: grownCourse,
  users: grownUser,
  enrolments: grownEnrolment,
  submissions: grownSubmission,
};
