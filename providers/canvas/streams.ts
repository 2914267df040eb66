/**
 * What can be read from a school's Canvas: its courses and people, and course by course who is in them, what they hand in and how they
 * fare. Canvas can only say which submissions changed; every other list is read whole and compared.
 * @link https://canvas.instructure.com/doc/api/all_resources.html
 */
import { fail, stream, type Batch, type JsonObject, type PagesContext, type PlugboardError } from 'plugboard/contract';
import { isObject, keyAt, textAt } from 'plugboard/kit';
import { bareList, inCourse, listRequest, ofCourse, pageAt, pages, placeOf, resumeAt, walk } from './lists.ts';
import {
  mapAssignment,
  mapContent,
  mapCourse,
  mapCourseGrade,
  mapEnrolment,
  mapSubmission,
  mapSummary,
  mapUser,
  moduleKey,
} from './maps.ts';
import { rawAssignment, rawContent, rawCourse, rawEnrolment, rawSubmission, rawSummary, rawUser } from './raw.ts';
import { accountIdOf, momentOf } from './values.ts';

const minute = 60_000;
const week = 7 * 24 * 60 * minute;

/** Course by course; what was deleted is not walked. */
const courseByCourse = { of: 'courses' } as const;

/** Whole, every time: what is no longer listed is gone. */
const readWhole = { incremental: { style: 'none' }, deletions: 'swept', paginate: pages } as const;

const courses = stream({
  model: 'course',
  summary:
    'Courses of the account, or those the signed-in person takes part in; drafts, concluded and deleted ones too.',
  raw: rawCourse,
  ...readWhole,
  request: ({ account }) => {
    const id = accountIdOf(account);
    const include = { 'include[]': ['term', 'total_students'] };
    // A person's own list has one word for what an account's list has two.
    return id === undefined
      ? listRequest('/courses', { ...include, 'state[]': ['unpublished', 'available', 'completed', 'deleted'] })
      : listRequest(`/accounts/${encodeURIComponent(id)}/courses`, {
          ...include,
          'state[]': ['created', 'claimed', 'available', 'completed', 'deleted'],
        });
  },
  items: bareList,
  key: keyAt('id'),
  deleted: (item) => item['workflow_state'] === 'deleted',
  map: mapCourse,
});

const users = stream({
  model: 'student',
  summary: 'People of the account, sub-accounts included, who are a student in some course.',
  raw: rawUser,
  ...readWhole,
  request: ({ account }) => {
    const id = accountIdOf(account);
    if (id === undefined) throw fail('unsupported', needsAccount);
    return listRequest(`/accounts/${encodeURIComponent(id)}/users`, {
      enrollment_type: 'student',
      'include[]': ['email'],
    });
  },
  items: bareList,
  key: keyAt('id'),
  map: mapUser,
});

/** Why lists and writes of an account are missing; shown where they would be. */
export const needsAccount =
  'The signed-in person administers no account in Canvas. Use the token of an administrator, or give the number of an account this person administers.';

const students = {
  'type[]': ['StudentEnrollment'],
  // Left out, an administrator would get inactive ones and nobody completed ones.
  'state[]': ['active', 'invited', 'completed', 'inactive', 'deleted'],
};

const isOver = (item: JsonObject): boolean =>
  item['enrollment_state'] === 'deleted' || item['enrollment_state'] === 'rejected';

// No `updatedAt`: grades and the time spent change without it.
const enrolments = stream({
  model: 'enrolment',
  summary: 'Students in courses, with their state and the total so far.',
  raw: rawEnrolment,
  ...readWhole,
  partitions: courseByCourse,
  request: ({ partition }) => inCourse(partition, '/enrollments', students),
  items: (body, { partition }) => ofCourse(bareList(body), partition),
  key: keyAt('id'),
  deleted: isOver,
  map: mapEnrolment,
});

const gradebook = stream({
  model: 'grade',
  summary: 'Course totals, one for each enrolment: current, final, and what is not shown to students yet.',
  raw: rawEnrolment,
  ...readWhole,
  partitions: courseByCourse,
  request: ({ partition }) => inCourse(partition, '/enrollments', { ...students, 'include[]': ['current_points'] }),
  items: (body, { partition }) => ofCourse(bareList(body), partition),
  key: keyAt('id'),
  deleted: isOver,
  map: mapCourseGrade,
});

const assignments = stream({
  model: 'assessment',
  summary: 'Assignments, quizzes and graded discussions, drafts included.',
  raw: rawAssignment,
  ...readWhole,
  partitions: courseByCourse,
  request: ({ partition }) => inCourse(partition, '/assignments'),
  items: (body, { partition }) => ofCourse(bareList(body), partition),
  key: keyAt('id'),
  updatedAt: (item) => momentOf(textAt(item, 'updated_at')) ?? undefined,
  deleted: (item) => item['workflow_state'] === 'deleted',
  map: mapAssignment,
});

/** Canvas wants seconds and Z. */
function secondsOf(moment: string): string {
  return `${moment.slice(0, 19)}Z`;
}

/**
 * Both filters at once would give only what was handed in AND marked since, so the two are walked one after the other. What is in both
 * is read twice and stored once.
 */
async function* submissionPages({ http, partition, since, resume }: PagesContext): AsyncGenerator<Batch, void, void> {
  const parts =
    since === undefined ? [{}] : [{ submitted_since: secondsOf(since) }, { graded_since: secondsOf(since) }];
  const place = placeOf(resume);
  for (let part = place.part; part < parts.length; part += 1) {
    const first =
      part === place.part && place.url !== undefined
        ? pageAt(place.url)
        : inCourse(partition, '/students/submissions', { 'student_ids[]': ['all'], ...parts[part] });
    for await (const { items, next } of walk(http, first)) {
      const more = next !== undefined || part + 1 < parts.length;
      const after = next === undefined ? { part: part + 1, url: undefined } : { part, url: next.url };
      yield { items: ofCourse(items, partition), resume: more ? resumeAt(after) : undefined };
    }
  }
}

const submissions = stream({
  model: 'submission',
  summary: 'What students handed in and how it was marked; who has not handed in yet is there too.',
  raw: rawSubmission,
  incremental: { style: 'updated_since', lookbackMs: 2 * minute },
  deletions: 'swept',
  // Excused, posted, called late by hand: neither filter knows of it. Nor of what is gone.
  fullEveryMs: week,
  partitions: courseByCourse,
  pages: submissionPages,
  key: keyAt('id'),
  deleted: (item) => item['workflow_state'] === 'deleted',
  map: mapSubmission,
});

/** A module's items: as they came with it, or listed, because Canvas leaves them out of large modules. */
async function itemsOf(module: JsonObject, { http, partition }: PagesContext): Promise<readonly unknown[]> {
  const inline = module['items'];
  if (Array.isArray(inline)) return inline;
  const id = textAt(module, 'id');
  if (id === undefined || module['items_count'] === 0) return [];
  const found: unknown[] = [];
  const first = inCourse(partition, `/modules/${encodeURIComponent(id)}/items`, { 'include[]': ['content_details'] });
  for await (const { items } of walk(http, first)) found.push(...items);
  return found;
}

/** Modules and their items are records of their own; an item names its module. */
async function* contentPages(context: PagesContext): AsyncGenerator<Batch, void, void> {
  const { http, partition, resume } = context;
  const { url } = placeOf(resume);
  const first =
    url === undefined ? inCourse(partition, '/modules', { 'include[]': ['items', 'content_details'] }) : pageAt(url);
  for await (const { items: modules, next } of walk(http, first)) {
    const found: unknown[] = [];
    for (const module of modules) {
      if (!isObject(module)) continue;
      const { items: _items, items_url: _url, ...alone } = module;
      found.push(alone, ...(await itemsOf(module, context)));
    }
    yield {
      items: ofCourse(found, partition),
      resume: next === undefined ? undefined : resumeAt({ part: 0, url: next.url }),
    };
  }
}

function contentKey(item: JsonObject): string | undefined {
  const id = textAt(item, 'id');
  if (id === undefined) return undefined;
  return textAt(item, 'module_id') === undefined ? moduleKey(id) : `item:${id}`;
}

const modules = stream({
  model: 'activity',
  summary: 'Modules and the pages, assignments, quizzes, files and links in them.',
  raw: rawContent,
  incremental: { style: 'none' },
  deletions: 'swept',
  partitions: courseByCourse,
  pages: contentPages,
  key: contentKey,
  deleted: (item) => item['workflow_state'] === 'deleted',
  map: mapContent,
});

/** A draft course, or one without students, has no analytics: Canvas says that there is no such thing. */
const withoutStudents = (error: PlugboardError): boolean => error.code === 'not_found';

const analytics = stream({
  model: 'activity',
  summary:
    'What each student has done in a course so far: page views, participations, work on time. Canvas works it out twice a day.',
  raw: rawSummary,
  ...readWhole,
  partitions: { ...courseByCourse, emptyOn: withoutStudents },
  request: ({ partition }) => inCourse(partition, '/analytics/student_summaries'),
  items: (body, { partition }) => ofCourse(bareList(body), partition),
  key: (item) => {
    const [course, student] = [textAt(item, 'course_id'), textAt(item, 'id')];
    return course === undefined || student === undefined ? undefined : `${course}:${student}`;
  },
  map: mapSummary,
});

export const streams = {
  courses,
  users,
  enrolments,
  assignments,
  submissions,
  gradebook,
  modules,
  analytics,
};
