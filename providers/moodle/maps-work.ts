/**
 * What students do: marks, completion, assignments and what was handed in -> unified models. Pure and total. Called by streams.ts.
 */
import type { MapContext, Models } from 'plugboard/contract';
import { decimalOf, oneOf, textOf } from 'plugboard/kit';
import { trackingOf, yes } from './maps.ts';
import type { RawActivityCompletion, RawAssignment, RawCourseCompletion, RawGrade, RawSubmission } from './raw.ts';
import { idOf, momentOf, nameOf, pageOf, plainText } from './values.ts';

/** The id of an enrolment: Moodle's own is not told. */
export function enrolmentId(course: number | string, user: number | string): string {
  return `${course}:${user}`;
}

// --- marks ----------------------------------------------------------------------------------------------------------------

const scopes: Readonly<Record<string, Models['grade']['scope']>> = { course: 'course', category: 'category' };

/** From the numbers: Moodle's own percentage is text, written as people write it where the site is. */
function percentOf({ graderaw, grademin, grademax }: RawGrade): string | null {
  const range = (grademax ?? 0) - (grademin ?? 0);
  if (graderaw === null || graderaw === undefined || !(range > 0)) return null;
  return decimalOf((((graderaw - (grademin ?? 0)) * 100) / range).toFixed(4));
}

/** Moodle shows a dash where there is no mark. */
function shownMark(raw: RawGrade): string | null {
  const shown = plainText(raw.gradeformatted);
  return shown === '-' ? null : shown;
}

export function mapGrade(raw: RawGrade): Models['grade'] {
  return {
    student_id: String(raw.userid),
    student_name: textOf(raw.userfullname),
    course_id: String(raw.courseid),
    enrolment_id: enrolmentId(raw.courseid, raw.userid),
    scope: oneOf<Models['grade']['scope']>(scopes, raw.itemtype, 'item'),
    item_id: String(raw.id),
    item_name: nameOf(raw.itemname),
    item_kind: textOf(raw.itemmodule) ?? textOf(raw.itemtype),
    score: decimalOf(raw.graderaw),
    score_min: decimalOf(raw.grademin),
    score_max: decimalOf(raw.grademax),
    percent: percentOf(raw),
    text: shownMark(raw),
    feedback: plainText(raw.feedback),
    grader_name: null,
    graded_at: momentOf(raw.gradedategraded),
    updated_at: null,
    custom: {
      activity_id: idOf(raw.cmid),
      submitted_at: momentOf(raw.gradedatesubmitted),
      hidden: yes(raw.gradeishidden),
      locked: yes(raw.locked),
    },
  };
}

// --- completion -----------------------------------------------------------------------------------------------------------

type Progress = Pick<
  Models['activity'],
  'type' | 'activity_id' | 'state' | 'progress_percent' | 'figures' | 'completed_at'
> & { readonly custom?: Models['activity']['custom'] };

/** How far one student is with something; the thing itself is in the stream of activities. */
function progressOf(
  raw: { readonly courseid: number; readonly userid: number },
  progress: Progress,
): Models['activity'] {
  return {
    kind: 'completion',
    name: null,
    type: progress.type,
    course_id: String(raw.courseid),
    parent_id: null,
    activity_id: progress.activity_id,
    student_id: String(raw.userid),
    student_name: null,
    position: null,
    visible: null,
    state: progress.state,
    progress_percent: progress.progress_percent,
    figures: progress.figures,
    url: null,
    due_at: null,
    completed_at: progress.completed_at,
    updated_at: null,
    custom: { enrolment_id: enrolmentId(raw.courseid, raw.userid), ...progress.custom },
  };
}

/** A whole course. Moodle does not say when it was completed, only when each of its criteria was. */
export function mapCourseCompletion(raw: RawCourseCompletion): Models['activity'] {
  const criteria = raw.completions ?? [];
  const done = criteria.filter(({ complete }) => yes(complete) === true);
  const any = raw.aggregation === 2;
  const times = done.flatMap(({ timecompleted }) => timecompleted ?? []).filter((time) => time > 0);
  const time = times.length === 0 ? null : any ? Math.min(...times) : Math.max(...times);
  const progress = any || criteria.length === 0 ? null : Math.round((done.length * 10_000) / criteria.length) / 100;
  return progressOf(raw, {
    type: 'course',
    activity_id: null,
    state: raw.completed ? 'completed' : done.length > 0 ? 'in_progress' : 'not_started',
    progress_percent: raw.completed ? 100 : progress,
    figures: { criteria: criteria.length, criteria_met: done.length },
    completed_at: raw.completed ? momentOf(time) : null,
  });
}

const states: Readonly<Record<string, Models['activity']['state']>> = {
  0: 'not_started',
  1: 'completed',
  2: 'passed',
  3: 'failed',
};

export function mapActivityCompletion(raw: RawActivityCompletion): Models['activity'] {
  return progressOf(raw, {
    type: textOf(raw.modname),
    activity_id: String(raw.cmid),
    state: oneOf(states, String(raw.state), null),
    progress_percent: raw.state === 0 ? 0 : 100,
    figures: {},
    completed_at: raw.state === 0 ? null : momentOf(raw.timecompleted),
    custom: { completion_tracking: trackingOf(raw.tracking) },
  });
}

// --- assignments and submissions ------------------------------------------------------------------------------------------

function gradingType(grade: number | null | undefined): string | null {
  if (grade === null || grade === undefined) return null;
  return grade > 0 ? 'points' : grade < 0 ? 'scale' : 'none';
}

export function mapAssignment(raw: RawAssignment, context: MapContext): Models['assessment'] {
  const cmid = idOf(raw.cmid);
  const kinds = (raw.configs ?? []).filter(
    ({ subtype, name, value }) => subtype === 'assignsubmission' && name === 'enabled' && value === '1',
  );
  return {
    name: nameOf(raw.name) ?? String(raw.id),
    course_id: String(raw.course),
    unit_code: null,
    description: plainText(raw.intro),
    grading_type: gradingType(raw.grade),
    points_max: (raw.grade ?? 0) > 0 ? decimalOf(raw.grade) : null,
    submission_kinds: kinds.flatMap(({ plugin }) => textOf(plugin) ?? []),
    opens_at: momentOf(raw.allowsubmissionsfromdate),
    due_at: momentOf(raw.duedate),
    closes_at: momentOf(raw.cutoffdate),
    status: null,
    url: cmid === null ? null : pageOf(context, `/mod/assign/view.php?id=${cmid}`),
    created_at: null,
    updated_at: momentOf(raw.timemodified),
    custom: { activity_id: cmid, handed_in_by_groups: yes(raw.teamsubmission) },
  };
}

type SubmissionStatus = Models['submission']['status'];

const statuses: Readonly<Record<string, SubmissionStatus>> = {
  new: 'not_submitted',
  draft: 'draft',
  submitted: 'submitted',
  reopened: 'returned',
};

/** How far the marking is; anything not named here has not begun. */
const marking: Readonly<Record<string, SubmissionStatus>> = {
  graded: 'graded',
  released: 'graded',
  inmarking: 'marking',
  readyforreview: 'marking',
  inreview: 'marking',
  readyforrelease: 'marking',
};

export function mapSubmission(raw: RawSubmission): Models['submission'] {
  const status = oneOf<SubmissionStatus>(statuses, raw.status, 'unknown');
  return {
    assessment_id: String(raw.assignmentid),
    course_id: String(raw.courseid),
    student_id: idOf(raw.userid),
    group_id: idOf(raw.groupid),
    // Counted from 0 by Moodle.
    attempt: typeof raw.attemptnumber === 'number' && raw.attemptnumber >= 0 ? raw.attemptnumber + 1 : null,
    status: status === 'submitted' ? oneOf(marking, raw.gradingstatus, status) : status,
    vendor_status: textOf(raw.status),
    score: null,
    grade: null,
    late: null,
    missing: null,
    excused: null,
    grader_id: null,
    feedback: null,
    submitted_at: raw.status === 'submitted' ? momentOf(raw.timemodified) : null,
    graded_at: null,
    created_at: momentOf(raw.timecreated),
    updated_at: momentOf(raw.timemodified),
    custom: { grading_status: textOf(raw.gradingstatus) },
  };
}
