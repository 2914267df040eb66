/** What students do at eSkilled and what comes of it, as unified models: outcomes, assessments, progress, activity. Pure and total. */
import type { MapContext, Models } from 'plugboard/contract';
import { decimalOf, oneOf, outcomeOf, textOf } from 'plugboard/kit';
import type { RawActivity, RawAssessment, RawOutcome, RawProgress } from './raw.ts';
import { dayOf, idOf, momentOf, numberOf, percentOf, wholeOf } from './values.ts';

export function mapOutcome(raw: RawOutcome, { settings }: MapContext): Models['outcome'] {
  const word = idOf(raw.outcomeCode);
  const startsOn = dayOf(raw.activityStartDate);
  return {
    student_id: idOf(raw.studentID),
    student_name: null,
    enrolment_id: idOf(raw.enrolmentID),
    unit_code: idOf(raw.unitCode),
    unit_name: textOf(raw.unitName),
    ...outcomeOf(word, startsOn !== null),
    vendor_result: word,
    starts_on: startsOn,
    ends_on: dayOf(raw.activityEndDate),
    score_percent: null,
    updated_at: momentOf(raw.modifiedDate, settings),
    custom: {},
  };
}

type SubmissionStatus = Models['submission']['status'];

const submissionStatuses: Readonly<Record<string, SubmissionStatus>> = {
  notsubmitted: 'not_submitted',
  submitted: 'submitted',
  satisfactory: 'graded',
  notsatisfactory: 'graded',
};

/** The word without spaces and letter case: `Not Satisfactory` is `NotSatisfactory`. */
function plain(word: string | null): string {
  return word?.replace(/[\s_-]+/g, '').toLowerCase() ?? '';
}

export function mapAssessment(raw: RawAssessment, { settings }: MapContext): Models['submission'] {
  const word = textOf(raw.status);
  const status = oneOf(submissionStatuses, plain(word), 'unknown');
  const grade = idOf(raw.grade);
  return {
    assessment_id: idOf(raw.assessmentID),
    course_id: idOf(raw.courseID),
    student_id: idOf(raw.studentID),
    group_id: null,
    attempt: wholeOf(raw.attempt),
    status,
    vendor_status: word,
    score: decimalOf(grade),
    grade: grade ?? (status === 'graded' ? word : null),
    late: null,
    missing: null,
    excused: null,
    grader_id: null,
    feedback: null,
    submitted_at: momentOf(raw.submittedDate, settings),
    graded_at: momentOf(raw.markedDate, settings),
    created_at: null,
    updated_at: momentOf(raw.modifiedDate, settings),
    custom: { enrolment_id: idOf(raw.enrolmentID), unit_code: idOf(raw.unitCode), title: textOf(raw.title) },
  };
}

/** Those that are known, by their unified names. */
function figuresOf(values: Readonly<Record<string, number | null>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

type State = Models['activity']['state'];

function stateAt(percent: number | null): State {
  if (percent === null) return null;
  if (percent >= 100) return 'completed';
  return percent > 0 ? 'in_progress' : 'not_started';
}

export function mapProgress(raw: RawProgress, { settings }: MapContext): Models['activity'] {
  const percent = percentOf(raw.progress);
  const lastSeen = momentOf(raw.lastActivityDate, settings);
  return {
    kind: 'completion',
    name: null,
    type: 'course',
    course_id: idOf(raw.courseID),
    parent_id: null,
    activity_id: null,
    student_id: idOf(raw.studentID),
    student_name: null,
    position: null,
    visible: null,
    state: stateAt(percent),
    progress_percent: percent,
    figures: figuresOf({
      units_total: wholeOf(raw.unitsTotal),
      units_completed: wholeOf(raw.unitsCompleted),
      activities_total: wholeOf(raw.activitiesTotal),
      activities_completed: wholeOf(raw.activitiesCompleted),
    }),
    url: null,
    due_at: null,
    completed_at: null,
    updated_at: momentOf(raw.modifiedDate, settings),
    custom: { enrolment_id: idOf(raw.enrolmentID), last_activity_at: lastSeen },
  };
}

const states: Readonly<Record<string, State>> = {
  notstarted: 'not_started',
  inprogress: 'in_progress',
  completed: 'completed',
};

export function mapActivity(raw: RawActivity, { settings }: MapContext): Models['activity'] {
  const content = idOf(raw.contentID);
  const percent = percentOf(raw.progress);
  const grade = idOf(raw.grade);
  return {
    // Signing in is about no thing of the course: as a completion without one it would be that of the whole course.
    kind: content === null ? 'analytics' : 'completion',
    name: textOf(raw.activityName),
    type: textOf(raw.type),
    course_id: idOf(raw.courseID),
    parent_id: null,
    activity_id: content,
    student_id: idOf(raw.studentID),
    student_name: null,
    position: null,
    visible: null,
    state: oneOf(states, plain(textOf(raw.status)), stateAt(percent)),
    progress_percent: percent,
    figures: figuresOf({ duration_seconds: wholeOf(raw.durationSeconds), grade: numberOf(raw.grade) }),
    url: null,
    due_at: null,
    completed_at: momentOf(raw.completedDate, settings),
    updated_at: momentOf(raw.modifiedDate, settings),
    custom: { enrolment_id: idOf(raw.enrolmentID), grade, started_at: momentOf(raw.startedDate, settings) },
  };
}
