/**
 * What can be read from JR Plus. Parties, courses and enrolments come in pages and can be asked for by day of change; units, results and
 * assessments are listed course by course and enrolment by enrolment, by our own proposal (no public page describes them).
 * @link https://developer.jobready.io/plus/
 */
import { stream, type ItemsContext, type JsonObject, type Query, type StreamContext } from 'plugboard/contract';
import { fromIso, isObject, keyAt, textAt } from 'plugboard/kit';
import { byOffset, list, part, rowsOf } from './calls.ts';
import { mapAssessment, mapCourse, mapEmployer, mapEnrolment, mapStudent, mapUnit, mapUnitResult } from './maps.ts';
import { rawAssessment, rawCourse, rawEmployer, rawEnrolment, rawStudent, rawUnit, rawUnitResult } from './raw.ts';
import { daySince } from './values.ts';

const day = 86_400_000;

/** Only days can be asked for, and which clock they are of nobody says. */
const changedSince = { style: 'updated_since', lookbackMs: day } as const;

function filtered({ since, settings }: StreamContext, query: Query = {}): Query {
  return { ...query, updated_since: since === undefined ? undefined : daySince(since, settings) };
}

/** Where a time has no offset only the settings say when it was: the run's own clock has to do. */
function updatedAt(item: JsonObject): string | undefined {
  const written = textAt(item, 'updated-on');
  return written !== undefined && /(?:Z|[+-]\d\d:?\d\d)$/.test(written) ? fromIso(written) : undefined;
}

const common = { incremental: changedSince, deletions: 'swept', paginate: byOffset, updatedAt } as const;

// --- parties, courses, enrolments ---------------------------------------------------------------------------------------------

const students = stream({
  ...common,
  model: 'student',
  summary: 'Parties that are people: students, and staff, whom JR Plus does not tell apart.',
  raw: rawStudent,
  // What is deleted is said nowhere: missing from a full pass it is gone.
  fullEveryMs: 7 * day,
  request: (context) => list('parties', filtered(context, { party_type: 'Person' })),
  items: rowsOf('parties'),
  key: keyAt('party-identifier'),
  map: mapStudent,
});

const employers = stream({
  ...common,
  model: 'contact',
  summary: 'Parties that are employers.',
  raw: rawEmployer,
  fullEveryMs: 7 * day,
  request: (context) => list('parties', filtered(context, { party_type: 'Employer' })),
  items: rowsOf('parties'),
  key: keyAt('party-identifier'),
  map: mapEmployer,
});

const courses = stream({
  ...common,
  model: 'course',
  summary: 'Courses on offer, each with its dates, fee and national code.',
  raw: rawCourse,
  fullEveryMs: day,
  request: (context) => list('courses', filtered(context)),
  items: rowsOf('courses'),
  key: keyAt('course-number'),
  map: mapCourse,
});

const enrolments = stream({
  ...common,
  model: 'enrolment',
  summary: 'Students in courses, with the state they are in.',
  raw: rawEnrolment,
  fullEveryMs: day,
  request: (context) => list('enrolments', filtered(context)),
  items: rowsOf('enrolments'),
  key: keyAt('enrolment-identifier'),
  map: mapEnrolment,
});

// --- by course, by enrolment --------------------------------------------------------------------------------------------------

const units = stream({
  ...common,
  model: 'unit',
  summary: 'Units of competency of each course. A unit of two courses is there twice.',
  raw: rawUnit,
  partitions: { of: 'courses', onlyChanged: true },
  // Nobody promises that a course counts as changed when one of its units is.
  fullEveryMs: day,
  request: ({ partition }) => list(`courses/${part(partition)}/units`),
  lists: true,
  items: (body, { partition, list: elsewhere = rowsOf('course-units') }) =>
    elsewhere(body).flatMap((row) => (isObject(row) ? [{ ...row, 'course-number': partition }] : [])),
  key: (item) => joinedKey(item, 'course-number'),
  map: mapUnit,
});

/** The student and the enrolment: rows of an enrolment name neither. */
function enrolmentPart(enrolment: JsonObject): string | undefined {
  const id = textAt(enrolment, 'enrolment-identifier');
  return id === undefined ? undefined : `${textAt(enrolment, 'party-identifier') ?? ''}:${id}`;
}

function splitPart(partition: string): { readonly student: string; readonly enrolment: string } {
  const colon = partition.indexOf(':');
  return { student: partition.slice(0, colon), enrolment: partition.slice(colon + 1) };
}

/** Rows of an enrolment as they are kept: whose they are is not in the answer. Called by actions.ts too. */
export function withOwner(
  rows: readonly unknown[],
  owner: { readonly student: string | null; readonly enrolment: string },
): readonly JsonObject[] {
  const above = {
    'enrolment-identifier': owner.enrolment,
    'party-identifier': owner.student === '' ? null : owner.student,
  };
  return rows.flatMap((row) => (isObject(row) ? [{ ...row, ...above }] : []));
}

/** Ids may be counted anew in each course or enrolment. */
function joinedKey(item: JsonObject, owner: string): string | undefined {
  const [above, id] = [textAt(item, owner), textAt(item, 'id')];
  return above === undefined || id === undefined ? undefined : `${above}:${id}`;
}

const byEnrolment = {
  ...common,
  partitions: { of: 'enrolments', key: enrolmentPart, onlyChanged: true },
  // Nobody promises that an enrolment counts as changed when a result in it is.
  fullEveryMs: day,
  key: (item: JsonObject) => joinedKey(item, 'enrolment-identifier'),
} as const;

/** The list of a path below an enrolment. */
function below(path: string, root: string) {
  return {
    request: ({ partition }: StreamContext) => list(`enrolments/${part(splitPart(partition).enrolment)}/${path}`),
    lists: true,
    items: (body: unknown, { partition, list: elsewhere = rowsOf(root) }: ItemsContext) =>
      withOwner(elsewhere(body), splitPart(partition)),
  } as const;
}

const unitResults = stream({
  ...byEnrolment,
  ...below('enrolment_units', 'enrolment-units'),
  model: 'outcome',
  summary: 'The result of each unit of an enrolment, with its national outcome code.',
  raw: rawUnitResult,
  map: mapUnitResult,
});

const assessments = stream({
  ...byEnrolment,
  ...below('assessments', 'assessments'),
  model: 'submission',
  summary: 'Assessments of each enrolment: what was handed in, and whether it was satisfactory.',
  raw: rawAssessment,
  map: mapAssessment,
});

export const streams = { students, employers, courses, units, enrolments, unit_results: unitResults, assessments };
