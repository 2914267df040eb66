/**
 * What can be read from Cloud Assess by the contract Plugboard proposes: ten lists, all alike. Marks and outcomes are there once they are
 * approved, and gone when the approval is taken back; which is why the lists are not asked for approved ones only.
 */
import { stream, type JsonObject } from 'plugboard/contract';
import { keyAt, listAt, textAt } from 'plugboard/kit';
import { changedAt, isApproved, isArchived, listRequest, pages } from './lists.ts';
import {
  mapAssessment,
  mapAssessor,
  mapEnrolment,
  mapIntake,
  mapMark,
  mapOutcome,
  mapQualification,
  mapStudent,
  mapSubmission,
  mapUnit,
} from './maps.ts';
import {
  rawAssessment,
  rawAssessor,
  rawEnrolment,
  rawIntake,
  rawMark,
  rawOutcome,
  rawQualification,
  rawStudent,
  rawSubmission,
  rawUnit,
} from './raw.ts';

const common = {
  incremental: { style: 'updated_since', lookbackMs: 120_000 },
  items: listAt('data'),
  paginate: pages,
  key: keyAt('id'),
  updatedAt: changedAt,
} as const;

/** Rows stay when they are archived. */
const archivable = { ...common, deletions: 'flagged', deleted: isArchived } as const;

/** Said, and not what counts. A row that does not say it at all is set aside by its raw schema. */
const unapproved = (item: JsonObject): boolean => textAt(item, 'approval_status') !== undefined && !isApproved(item);

const decided = { ...common, deletions: 'flagged', deleted: unapproved } as const;

const students = stream({
  ...archivable,
  model: 'student',
  summary: 'People who learn, with their USI.',
  raw: rawStudent,
  request: (context) => listRequest('/v1/students', context),
  map: mapStudent,
});

const qualifications = stream({
  ...archivable,
  model: 'course',
  summary: 'Qualifications, skill sets and single units one can enrol in, with their units.',
  raw: rawQualification,
  request: (context) => listRequest('/v1/qualifications', context),
  map: mapQualification,
});

const units = stream({
  ...archivable,
  model: 'unit',
  summary: 'Units of competency.',
  raw: rawUnit,
  request: (context) => listRequest('/v1/units', context),
  map: mapUnit,
});

const intakes = stream({
  ...archivable,
  model: 'class',
  summary: 'Intakes: groups that begin a qualification together.',
  raw: rawIntake,
  request: (context) => listRequest('/v1/intakes', context),
  map: mapIntake,
});

const assessors = stream({
  ...archivable,
  model: 'contact',
  summary: 'People who mark.',
  raw: rawAssessor,
  request: (context) => listRequest('/v1/assessors', context),
  map: mapAssessor,
});

const enrolments = stream({
  ...common,
  deletions: 'never',
  model: 'enrolment',
  summary: 'Students in qualifications and intakes, with how many units they have done.',
  raw: rawEnrolment,
  request: (context) => listRequest('/v1/enrolments', context),
  map: mapEnrolment,
});

const assessments = stream({
  ...archivable,
  // `status: archived` is a template that is no longer given out, and still that of what was handed in.
  deleted: (item) => textAt(item, 'archived_at') !== undefined,
  model: 'assessment',
  summary: 'Assessment templates and the units they are for.',
  raw: rawAssessment,
  request: (context) => listRequest('/v1/assessments', context),
  map: mapAssessment,
});

const submissions = stream({
  ...common,
  deletions: 'never',
  model: 'submission',
  summary: 'What each student has handed in for a template, attempt by attempt.',
  raw: rawSubmission,
  request: (context) => listRequest('/v1/submissions', context),
  map: mapSubmission,
});

const marks = stream({
  ...decided,
  model: 'grade',
  summary: 'Marks of submissions, once they are approved.',
  raw: rawMark,
  request: (context) => listRequest('/v1/marks', context),
  map: mapMark,
});

const outcomes = stream({
  ...decided,
  model: 'outcome',
  summary: 'Outcomes of units, enrolment by enrolment, once they are approved.',
  raw: rawOutcome,
  request: (context) => listRequest('/v1/outcomes', context),
  // Of one student there may be several enrolments with the same unit: never by student and unit.
  key: (item) => {
    const [enrolment, unit] = [textAt(item, 'enrolment_id'), textAt(item, 'unit_code')];
    return textAt(item, 'id') ?? (enrolment === undefined || unit === undefined ? undefined : `${enrolment}:${unit}`);
  },
  map: mapOutcome,
});

export const streams = {
  students,
  qualifications,
  units,
  intakes,
  assessors,
  enrolments,
  assessments,
  submissions,
  marks,
  outcomes,
};
