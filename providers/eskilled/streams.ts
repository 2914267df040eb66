/**
 * What can be read from eSkilled. Students are documented, and enrolments student by student; all else is proposed. A list may be asked for
 * what changed; whether it listens nobody knows, so a full pass is made every day, and finds out what is gone.
 */
import {
  fail,
  isJsonObject,
  PlugboardError,
  stream,
  type Batch,
  type JsonObject,
  type PagesContext,
  type z,
} from 'plugboard/contract';
import { fromIso, keyAt, outcomeOf, textAt } from 'plugboard/kit';
import { readPages, readRows, rowsIn, spelled } from './lists.ts';
import { mapContent, mapCourse, mapEnrolment, mapStudent, mapUnit } from './maps.ts';
import { mapActivity, mapAssessment, mapOutcome, mapProgress } from './maps-work.ts';
import {
  rawActivity,
  rawAssessment,
  rawContent,
  rawCourse,
  rawEnrolment,
  rawOutcome,
  rawProgress,
  rawStudent,
  rawUnit,
} from './raw.ts';
import { listsEnrolments } from './site.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Moments are asked for to the second. */
const byChange = {
  incremental: { style: 'updated_since', lookbackMs: 2 * minute },
  fullEveryMs: day,
  deletions: 'swept',
  lists: true,
} as const;

/** Only with a zone: a stream does not know where the RTO is. */
function changedAt(item: JsonObject): string | undefined {
  const text = textAt(item, 'modifiedDate') ?? '';
  return /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? fromIso(text) : undefined;
}

/** The fields a row may have, by the names we know. */
function namesIn({ shape }: z.ZodObject): readonly string[] {
  return Object.keys(shape);
}

/** A list that is one. */
function walking(path: string, raw: z.ZodObject) {
  return (context: PagesContext) => readPages(path, context, namesIn(raw));
}

/** A list under another thing; its rows are told whose they are, because they need not say. */
async function* readParts(
  context: PagesContext,
  { path, raw, whose }: { readonly path: string; readonly raw: z.ZodObject; readonly whose: JsonObject },
): AsyncGenerator<Batch, void, void> {
  // Parts are few and have no filter by time.
  for await (const { items, resume } of readPages(path, { ...context, since: undefined }, namesIn(raw)))
    yield { items: items.map((item) => (isJsonObject(item) ? { ...item, ...whose } : item)), resume };
}

const notServed = (path: string) =>
  ({
    codes: ['not_found'],
    reason: `This eSkilled does not answer ${path}: ask eSkilled support for it, or for the address it has there.`,
  }) as const;

// --- students and courses -------------------------------------------------------------------------------------------------

const students = stream({
  ...byChange,
  model: 'student',
  summary: 'Students, with USI, date of birth and contact details; archived ones too.',
  raw: rawStudent,
  pages: walking('/Student', rawStudent),
  key: keyAt('studentID'),
  updatedAt: changedAt,
  map: mapStudent,
});

const courses = stream({
  ...byChange,
  model: 'course',
  summary: 'Courses, accredited and not; archived ones too.',
  raw: rawCourse,
  absentOn: notServed('/Course'),
  pages: walking('/Course', rawCourse),
  key: keyAt('courseID'),
  updatedAt: changedAt,
  map: mapCourse,
});

const underCourse = (part: string, { partition }: PagesContext) => `/Course/${encodeURIComponent(partition)}/${part}`;

/** Nobody promises that a course counts as changed when something in it is: the daily pass finds out. */
const byCourse = { ...byChange, partitions: { of: 'courses', onlyChanged: true } } as const;

const units = stream({
  ...byCourse,
  model: 'unit',
  summary: 'Units of competency of each course, core and elective. The key is course:unit.',
  raw: rawUnit,
  absentOn: notServed('/Course/{courseID}/Units'),
  pages: (context) =>
    readParts(context, {
      path: underCourse('Units', context),
      raw: rawUnit,
      whose: { courseID: context.partition },
    }),
  key: keysAt('courseID', 'unitID'),
  updatedAt: changedAt,
  map: mapUnit,
});

const contents = stream({
  ...byCourse,
  model: 'activity',
  summary: 'What is in each course in the LMS: lessons, videos, documents, quizzes, assessments.',
  raw: rawContent,
  absentOn: notServed('/Course/{courseID}/Content'),
  pages: (context) =>
    readParts(context, {
      path: underCourse('Content', context),
      raw: rawContent,
      whose: { courseID: context.partition },
    }),
  key: keyAt('contentID'),
  updatedAt: changedAt,
  map: mapContent,
});

/** Several ids that are one only together. */
function keysAt(...names: readonly string[]): (item: JsonObject) => string | undefined {
  return (item) => {
    const ids = names.map((name) => textAt(item, name));
    return ids.includes(undefined) ? undefined : ids.join(':');
  };
}

// --- enrolments -----------------------------------------------------------------------------------------------------------

/** The documented call. */
export function enrolmentsOf(student: string) {
  return { url: '/ExternalEnrolment/Student', query: { id: student } };
}

/** Students asked about before what was found is kept, and at once. */
const perBatch = 24;
const atOnce = 2;

/**
 * Student by student, in the order of their ids: a run that was killed goes on behind the last one it kept. Who has no enrolments may well
 * be "not found"; when everybody is, the call itself is.
 */
async function* readByStudent(context: PagesContext): AsyncGenerator<Batch, void, void> {
  const { http, since, resume, list = rowsIn } = context;
  const ids = new Set<string>();
  for await (const row of readRows('/Student', { http, since }, namesIn(rawStudent))) {
    const id = textAt(row, 'studentID');
    // Passed over, a student's enrolments would be taken for deleted. A profile's names for students are not known here.
    if (id === undefined)
      throw fail('decode_failed', 'A student has no studentID, without which enrolments cannot be listed one by one.');
    ids.add(id);
  }
  const after = textAt(resume, 'after') ?? '';
  let answered = after !== '' && isJsonObject(resume) && resume['answered'] === true;
  const names = namesIn(rawEnrolment);
  const ask = async (student: string): Promise<readonly unknown[]> => {
    try {
      const { body } = await http.send(enrolmentsOf(student));
      answered = true;
      return list(body).map((row) => {
        const item = spelled(row, names);
        return isJsonObject(item) ? { ...item, studentID: textAt(item, 'studentID') ?? student } : item;
      });
    } catch (error) {
      if (error instanceof PlugboardError && error.code === 'not_found') return [];
      throw error;
    }
  };
  const left = [...ids].filter((id) => id > after).toSorted();
  for (let from = 0; from < left.length; from += perBatch) {
    const batch = left.slice(from, from + perBatch);
    const items: unknown[] = [];
    for (let one = 0; one < batch.length; one += atOnce)
      items.push(...(await Promise.all(batch.slice(one, one + atOnce).map(ask))).flat());
    const more = from + perBatch < left.length;
    if (!more && !answered)
      throw fail('not_found', 'eSkilled answers /ExternalEnrolment/Student for none of the students.');
    yield { items, resume: more ? { after: batch.at(-1) ?? '', answered } : undefined };
  }
  if (left.length === 0) yield { items: [], resume: undefined };
}

const enrolments = stream({
  ...byChange,
  model: 'enrolment',
  summary: 'Who is or was enrolled in which course.',
  raw: rawEnrolment,
  pages: (context) =>
    listsEnrolments(context.account) ? readPages('/Enrolment', context, namesIn(rawEnrolment)) : readByStudent(context),
  key: keyAt('enrolmentID'),
  updatedAt: changedAt,
  map: mapEnrolment,
});

// --- enrolment by enrolment -----------------------------------------------------------------------------------------------

const owners = ['enrolmentID', 'studentID', 'courseID'] as const;

/** Enrolment, student and course: what lies under an enrolment names the first at most. */
function ownersIn(enrolment: JsonObject): string | undefined {
  const ids = owners.map((name) => encodeURIComponent(textAt(enrolment, name)?.toWellFormed() ?? ''));
  return ids[0] === '' ? undefined : ids.join(':');
}

export function whoseIs(partition: string): JsonObject {
  const ids = partition.split(':').map((id) => decodeURIComponent(id));
  return Object.fromEntries(owners.map((name, place) => [name, ids[place] ?? '']).filter(([, id]) => id !== ''));
}

const underEnrolment = (part: string, { partition }: PagesContext) =>
  `/Enrolment/${partition.split(':')[0] ?? ''}/${part}`;

/** And nobody promises it of an enrolment with a new result. */
const byEnrolment = {
  ...byChange,
  partitions: { of: 'enrolments', key: ownersIn, onlyChanged: true },
} as const;

const outcomes = stream({
  ...byEnrolment,
  model: 'outcome',
  summary: 'The outcome of each unit in each enrolment, with its AVETMISS code. The key is enrolment:id.',
  raw: rawOutcome,
  absentOn: notServed('/Enrolment/{enrolmentID}/Units'),
  pages: (context) =>
    readParts(context, {
      path: underEnrolment('Units', context),
      raw: rawOutcome,
      whose: whoseIs(context.partition),
    }),
  key: keysAt('enrolmentID', 'enrolmentUnitID'),
  updatedAt: changedAt,
  map: mapOutcome,
});

const attemptKey = keysAt('enrolmentID', 'assessmentID', 'attempt');

const assessments = stream({
  ...byEnrolment,
  model: 'submission',
  summary: 'Attempts at assessments and how they were marked. The key is enrolment:assessment:attempt.',
  raw: rawAssessment,
  absentOn: notServed('/Enrolment/{enrolmentID}/Assessments'),
  pages: (context) =>
    readParts(context, {
      path: underEnrolment('Assessments', context),
      raw: rawAssessment,
      whose: whoseIs(context.partition),
    }),
  key: (item) => attemptKey({ ...item, attempt: item['attempt'] ?? 1 }),
  updatedAt: changedAt,
  map: mapAssessment,
});

const achieved: ReadonlySet<string> = new Set([
  'competent',
  'rpl_granted',
  'credit_transfer',
  'non_assessable_completed',
]);

/** How much of a course is done, as far as its units tell. Called outcomes by another name, they tell how many they are. */
export function progressOf(rows: readonly JsonObject[]): JsonObject {
  const total = { unitsTotal: rows.length };
  if (rows.some((unit) => !('outcomeCode' in unit))) return total;
  const done = rows.filter((unit) => achieved.has(outcomeOf(textAt(unit, 'outcomeCode') ?? null, false).result)).length;
  const percent = rows.length === 0 ? {} : { progress: Math.floor((100 * done) / rows.length) };
  return { ...total, unitsCompleted: done, ...percent };
}

/** One thing and not a list; where there is none it is worked out from the units. */
async function* readProgress(context: PagesContext): AsyncGenerator<Batch, void, void> {
  const { http, partition } = context;
  const whose = whoseIs(partition);
  const told = await http.send({ url: underEnrolment('Progress', context) }).catch((error: unknown) => {
    if (error instanceof PlugboardError && error.code === 'not_found') return undefined;
    throw error;
  });
  const found = told === undefined ? undefined : spelled(told.body, namesIn(rawProgress));
  if (found !== undefined && !isJsonObject(found))
    throw fail('decode_failed', 'The progress of an enrolment is no object.');
  yield { items: [{ ...(found ?? (await workedOut(context))), ...whose }], resume: undefined };
}

async function workedOut(context: PagesContext): Promise<JsonObject> {
  const rows: JsonObject[] = [];
  const { http, list } = context;
  const path = underEnrolment('Units', context);
  for await (const row of readRows(path, { http, list }, namesIn(rawOutcome))) rows.push(row);
  return progressOf(rows);
}

const progress = stream({
  ...byEnrolment,
  model: 'activity',
  summary: 'How far each enrolment is: progress, units and activities done.',
  raw: rawProgress,
  absentOn: notServed('/Enrolment/{enrolmentID}/Progress'),
  pages: readProgress,
  key: keyAt('enrolmentID'),
  updatedAt: changedAt,
  map: mapProgress,
});

// --- LMS activity ---------------------------------------------------------------------------------------------------------

const activities = stream({
  ...byChange,
  model: 'activity',
  summary: 'What students did in the LMS: sign-ins, views, quizzes, assessments, forums.',
  raw: rawActivity,
  absentOn: notServed('/Activity'),
  pages: walking('/Activity', rawActivity),
  key: keyAt('activityID'),
  updatedAt: changedAt,
  map: mapActivity,
});

export const streams = {
  students,
  courses,
  units,
  contents,
  enrolments,
  unit_outcomes: outcomes,
  assessments,
  progress,
  activities,
};
