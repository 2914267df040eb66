/** What learners do: enrolments, progress, marks and what follows from them -> unified models. Pure and total. Called by streams.ts and actions.ts. */
import type { MapContext, Models } from 'plugboard/contract';
import { decimalOf, known, oneOf, textOf } from 'plugboard/kit';
import type { RawEnrolment, RawOutcome, RawProgress, RawResult } from './raw.ts';
import { dayOf, idOf, linkOf, momentOf, zoneOf } from './values.ts';

const enrolmentStatuses: Readonly<Record<string, Models['enrolment']['status']>> = {
  active: 'active',
  completed: 'completed',
  expired: 'inactive',
  cancelled: 'cancelled',
};

export function mapEnrolment(raw: RawEnrolment, context: MapContext): Models['enrolment'] {
  const zone = zoneOf(context);
  return {
    student_id: idOf(raw.userId),
    student_name: null,
    course_id: idOf(raw.courseId),
    course_name: null,
    class_id: null,
    qualification_code: null,
    role: null,
    status: oneOf(enrolmentStatuses, raw.status, 'unknown'),
    vendor_status: textOf(raw.status),
    starts_on: dayOf(raw.startedAt ?? raw.enrolledAt, zone),
    ends_on: dayOf(raw.expiresAt, zone),
    completed_at: momentOf(raw.completedAt),
    progress_percent: raw.progress ?? null,
    score_percent: decimalOf(raw.score),
    grade: null,
    last_activity_at: momentOf(raw.lastActivityAt),
    fee: null,
    fee_paid: null,
    currency: null,
    created_at: momentOf(raw.enrolledAt),
    updated_at: momentOf(raw.updatedAt),
    custom: known({
      activities_completed: raw.activitiesCompleted,
      activities_total: raw.activitiesTotal,
      certificate_url: linkOf(raw.certificateUrl),
    }),
  };
}

const states: Readonly<Record<string, Models['activity']['state']>> = {
  not_started: 'not_started',
  in_progress: 'in_progress',
  // Handed in, and nobody has said yet whether it will do.
  submitted: 'in_progress',
  completed: 'completed',
  failed: 'failed',
};

export function mapProgress(raw: RawProgress): Models['activity'] {
  const state = oneOf(states, raw.status, null);
  return {
    kind: 'completion',
    name: textOf(raw.activityTitle),
    type: textOf(raw.type),
    course_id: idOf(raw.courseId),
    parent_id: null,
    activity_id: idOf(raw.activityId),
    student_id: idOf(raw.userId),
    student_name: null,
    position: null,
    visible: null,
    state,
    progress_percent: state === 'completed' ? 100 : state === 'not_started' ? 0 : null,
    figures: {
      ...(raw.timeSpentSeconds === null || raw.timeSpentSeconds === undefined
        ? {}
        : { time_spent_seconds: raw.timeSpentSeconds }),
      ...(raw.attempt === null || raw.attempt === undefined ? {} : { attempt: raw.attempt }),
    },
    url: null,
    due_at: null,
    completed_at: momentOf(raw.completedAt),
    updated_at: momentOf(raw.updatedAt),
    custom: known({
      enrolment_id: idOf(raw.enrolmentId),
      vendor_status: textOf(raw.status),
      started_at: momentOf(raw.startedAt),
    }),
  };
}

function percentOf(score: number | null | undefined, most: number | null | undefined): string | null {
  if (score === null || score === undefined || most === null || most === undefined || !(most > 0)) return null;
  return decimalOf(((score * 100) / most).toFixed(4));
}

export function mapResult(raw: RawResult): Models['grade'] {
  return {
    student_id: idOf(raw.userId),
    student_name: null,
    course_id: idOf(raw.courseId),
    enrolment_id: idOf(raw.enrolmentId),
    scope: 'item',
    item_id: idOf(raw.activityId),
    item_name: null,
    item_kind: null,
    score: decimalOf(raw.score),
    score_min: null,
    score_max: decimalOf(raw.maxScore),
    percent: percentOf(raw.score, raw.maxScore),
    text: raw.passed === true ? 'passed' : raw.passed === false ? 'not passed' : null,
    feedback: textOf(raw.feedback),
    grader_name: null,
    graded_at: momentOf(raw.gradedAt),
    updated_at: momentOf(raw.updatedAt),
    custom: {
      passed: raw.passed ?? null,
      // Whether a person stands for the mark.
      graded_by: textOf(raw.gradedBy),
      ...known({ grader_id: idOf(raw.graderId), attempt: raw.attempt, unit_codes: raw.unitCodes }),
    },
  };
}

/** Coursebox knows no outcomes: the national code is left to whoever reports it. */
export function mapOutcome(raw: RawOutcome, context: MapContext): Models['outcome'] {
  const [enrolment] = raw.enrolmentIds;
  return {
    student_id: raw.userId,
    student_name: null,
    enrolment_id: raw.enrolmentIds.length === 1 ? (enrolment ?? null) : null,
    unit_code: raw.unitCode,
    unit_name: null,
    result: 'competent',
    code: null,
    vendor_result: 'passed',
    starts_on: null,
    ends_on: dayOf(raw.gradedAt, zoneOf(context)),
    score_percent: null,
    updated_at: momentOf(raw.gradedAt),
    custom: { derived: true, results: raw.results },
  };
}
