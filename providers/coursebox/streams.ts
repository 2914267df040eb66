/**
 * What can be read from a Coursebox portal. The vendor publishes none of its lists: paths and fields are our proposal, in the style of its
 * published calls, and an override profile says what they are called where they are called otherwise.
 */
import { stream, type JsonObject, type StreamContext } from 'plugboard/contract';
import { keyAt, textAt } from 'plugboard/kit';
import { bareList, listRequest, nextPage } from './lists.ts';
import { mapEnrolment, mapOutcome, mapProgress, mapResult } from './maps-work.ts';
import { mapActivity, mapCourse, mapLearner, mapSection } from './maps.ts';
import { keyOf, outcomePages } from './outcomes.ts';
import {
  rawActivity,
  rawCourse,
  rawEnrolment,
  rawLearner,
  rawOutcome,
  rawProgress,
  rawResult,
  rawSection,
} from './raw.ts';
import { notDerived } from './site.ts';
import { momentOf } from './values.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

function isGone(item: JsonObject): boolean {
  return item['status'] === 'archived' || textAt(item, 'deletedAt') !== undefined;
}

/** Every list can say what changed. Not all say what is gone: once a day they are read whole. */
const listed = {
  incremental: { style: 'updated_since', lookbackMs: 2 * minute },
  deletions: 'swept',
  fullEveryMs: day,
  absentOn: {
    codes: ['not_found'],
    reason:
      'The API of this portal has no such list at the path we propose. If the Postman collection from Coursebox names another one, it belongs into an override profile.',
  },
  items: bareList,
  paginate: nextPage,
  key: keyAt('id'),
  updatedAt: (item: JsonObject) => momentOf(textAt(item, 'updatedAt')) ?? undefined,
  deleted: isGone,
} as const;

const learners = stream({
  ...listed,
  model: 'student',
  summary: 'People of the portal who learn; not its administrators and experts.',
  raw: rawLearner,
  request: (context) => listRequest('/api/WineUsers', context),
  // Whoever becomes an administrator is no learner any more. What the vendor has published of people says nothing of roles.
  deleted: (item) => isGone(item) || (textAt(item, 'role') ?? 'learner') !== 'learner',
  map: mapLearner,
});

const courses = stream({
  ...listed,
  model: 'course',
  summary: 'Courses, drafts included, with the units they are for and whether the AI wrote them.',
  raw: rawCourse,
  request: (context) => listRequest('/api/courses', context),
  map: mapCourse,
});

function inCourse(context: StreamContext, name: string) {
  return listRequest(`/api/courses/${encodeURIComponent(context.partition)}/${name}`, context);
}

const sections = stream({
  ...listed,
  model: 'activity',
  summary: 'The sections of each course, in their order.',
  raw: rawSection,
  partitions: { of: 'courses' },
  request: (context) => inCourse(context, 'sections'),
  map: mapSection,
});

const activities = stream({
  ...listed,
  model: 'activity',
  summary: 'What is in each section: lessons, videos, quizzes, assignments; what the AI wrote and who has reviewed it.',
  raw: rawActivity,
  partitions: { of: 'courses' },
  request: (context) => inCourse(context, 'activities'),
  map: mapActivity,
});

const enrolments = stream({
  ...listed,
  model: 'enrolment',
  summary: 'Who is in which course, how far, and with what score.',
  raw: rawEnrolment,
  request: (context) => listRequest('/api/enrolments', context),
  map: mapEnrolment,
});

const progress = stream({
  ...listed,
  model: 'activity',
  summary: 'How far each learner is with each activity, and the time spent on it.',
  raw: rawProgress,
  request: (context) => listRequest('/api/activityRecords', context),
  map: mapProgress,
});

const results = stream({
  ...listed,
  model: 'grade',
  summary: 'Marks for quizzes and assignments, with who gave them: the AI or a person.',
  raw: rawResult,
  request: (context) => listRequest('/api/assessmentResults', context),
  map: mapResult,
});

const unitOutcomes = stream({
  model: 'outcome',
  summary:
    'Units a learner is competent in, worked out from marks that people gave. Off unless switched on. The key is learner:unit.',
  raw: rawOutcome,
  incremental: { style: 'none' },
  deletions: 'swept',
  absentOn: { codes: ['unsupported', 'not_found'], reason: notDerived },
  lists: true,
  pages: outcomePages,
  key: (item) => {
    const [userId, unitCode] = [textAt(item, 'userId'), textAt(item, 'unitCode')];
    return userId === undefined || unitCode === undefined ? undefined : keyOf({ userId, unitCode });
  },
  map: mapOutcome,
});

export const streams = {
  learners,
  courses,
  sections,
  activities,
  enrolments,
  progress,
  results,
  unit_outcomes: unitOutcomes,
};
