/**
 * What can be read from an organisation's Brightspace: its people and courses, and course by course who is in them, what is in them,
 * what is handed in and how it is marked. Brightspace cannot say what changed, so every list is read whole and compared.
 * @link https://docs.valence.desire2learn.com/reference.html
 */
import {
  isJsonObject,
  PlugboardError,
  stream,
  type Batch,
  type HttpRequest,
  type JsonObject,
  type PagesContext,
  type ProviderHttp,
  type StreamContext,
} from 'plugboard/contract';
import { keyAt, listAt, none, textAt } from 'plugboard/kit';
import { flatten } from './contents.ts';
import { bareList, byBookmark, byNext, marked, pageSize, part, pathOf } from './lists.ts';
import {
  contentKey,
  mapAssignment,
  mapContent,
  mapCourse,
  mapEnrolment,
  mapGrade,
  mapGradeItem,
  mapSubmission,
  mapUser,
} from './maps.ts';
import {
  rawAssignment,
  rawContent,
  rawCourse,
  rawEnrolment,
  rawGrade,
  rawGradeItem,
  rawSubmission,
  rawUser,
} from './raw.ts';

const courseByCourse = { of: 'courses' } as const;

/** Whole, every time: what is no longer listed is gone. */
const readWhole = { incremental: { style: 'none' }, deletions: 'swept' } as const;

const users = stream({
  model: 'student',
  summary: 'Everybody who has a user in Brightspace: learners, trainers and administrators, also those switched off.',
  raw: rawUser,
  ...readWhole,
  request: ({ account }) => ({ url: pathOf(account, 'lp', 'users/') }),
  items: listAt('Items'),
  paginate: byBookmark,
  key: keyAt('UserId'),
  map: mapUser,
});

// --- courses --------------------------------------------------------------------------------------------------------------

/** The type course offerings have unless a site has numbered its types anew. */
const usualCourseType = '3';

/** Asked for at once; as many as are under way together anyway. */
const together = 4;

/**
 * A course with all its facts. One that may not be looked into stays as the structure lists it; one that has gone since is left out.
 */
async function detailed(http: ProviderHttp, { account }: StreamContext, item: unknown): Promise<readonly unknown[]> {
  const id = isJsonObject(item) ? textAt(item, 'Identifier') : undefined;
  if (id === undefined) return [item];
  try {
    const { body } = await http.send({ url: pathOf(account, 'lp', `courses/${part(id)}`) });
    return [body];
  } catch (error) {
    if (!(error instanceof PlugboardError)) throw error;
    if (error.code === 'not_found') return [];
    if (error.code === 'permission_denied') return [item];
    throw error;
  }
}

async function* coursePages(context: PagesContext): AsyncGenerator<Batch, void, void> {
  const { http, account, resume, keysOnly } = context;
  const type = account?.meta['course_type_id'] ?? usualCourseType;
  const bookmark = typeof resume === 'string' ? { bookmark: resume } : {};
  let here: HttpRequest | undefined = {
    url: pathOf(account, 'lp', 'orgstructure/'),
    query: { orgUnitType: type, ...bookmark },
  };
  for (let number = 1; here !== undefined; number += 1) {
    const response = await http.send(here);
    const listed = listAt('Items')(response.body);
    const next: HttpRequest | undefined = byBookmark({ request: here, response, items: listed, number });
    const found: unknown[] = [];
    for (let from = 0; from < listed.length; from += together) {
      const some = listed.slice(from, from + together);
      if (keysOnly === true) found.push(...some);
      else found.push(...(await Promise.all(some.map((one) => detailed(http, context, one)))).flat());
    }
    const place = next?.query?.['bookmark'];
    yield { items: found, resume: typeof place === 'string' ? place : undefined };
    here = next;
  }
}

const courses = stream({
  model: 'course',
  summary: 'Course offerings with their dates, template, semester and department, also those that are not active.',
  raw: rawCourse,
  ...readWhole,
  pages: coursePages,
  key: keyAt('Identifier'),
  map: mapCourse,
});

// --- in a course ----------------------------------------------------------------------------------------------------------

/** Of items that belong to a course and somebody. */
function ofPerson(item: JsonObject): string | undefined {
  const [course, person] = [textAt(item, 'OrgUnitId'), textAt(item, 'User.Identifier')];
  return course === undefined || person === undefined ? undefined : `${course}:${person}`;
}

const enrolments = stream({
  model: 'enrolment',
  summary: 'Who is in which course, and in which role. Whoever left is no longer listed.',
  raw: rawEnrolment,
  ...readWhole,
  partitions: courseByCourse,
  request: ({ account, partition }) => ({
    url: pathOf(account, 'lp', `enrollments/orgUnits/${part(partition)}/users/`),
  }),
  items: (body, { partition }) => marked(listAt('Items')(body), { OrgUnitId: partition }),
  paginate: byBookmark,
  key: ofPerson,
  map: mapEnrolment,
});

const content = stream({
  model: 'activity',
  summary: 'Modules, and the files, links, assignments and quizzes in them, hidden ones too.',
  raw: rawContent,
  ...readWhole,
  partitions: courseByCourse,
  request: ({ account, partition }) => ({ url: pathOf(account, 'le', `${part(partition)}/content/toc`) }),
  items: (body, { partition }) => flatten(body, partition),
  paginate: none,
  key: (item) => {
    const [module, topic] = [textAt(item, 'ModuleId'), textAt(item, 'TopicId')];
    if (topic !== undefined) return contentKey('topic', topic);
    return module === undefined ? undefined : contentKey('module', module);
  },
  map: mapContent,
});

// --- work and marks -------------------------------------------------------------------------------------------------------

/** The parts of what is read item by item: an item has its number, but is asked for by that of its course as well. */
function courseAndItem(item: JsonObject): string | undefined {
  const [course, id] = [textAt(item, 'OrgUnitId'), textAt(item, 'Id')];
  return course === undefined || id === undefined ? undefined : `${course}:${id}`;
}

function splitPart(partition: string): { readonly course: string; readonly item: string } {
  const colon = partition.indexOf(':');
  return { course: partition.slice(0, Math.max(0, colon)), item: partition.slice(colon + 1) };
}

const assignments = stream({
  model: 'assessment',
  summary: 'Assignments (dropbox folders) with their dates and points, hidden ones too.',
  raw: rawAssignment,
  ...readWhole,
  partitions: courseByCourse,
  request: ({ account, partition }) => ({ url: pathOf(account, 'le', `${part(partition)}/dropbox/folders/`) }),
  items: (body, { partition }) => marked(bareList(body), { OrgUnitId: partition }),
  paginate: none,
  key: keyAt('Id'),
  map: mapAssignment,
});

const submissions = stream({
  model: 'submission',
  summary:
    'One for each learner or group and assignment: what was handed in last, how it was marked, or that nothing was.',
  raw: rawSubmission,
  ...readWhole,
  partitions: { of: 'assignments', key: courseAndItem },
  request: ({ account, partition }) => {
    const { course, item } = splitPart(partition);
    return { url: pathOf(account, 'le', `${part(course)}/dropbox/folders/${part(item)}/submissions/`) };
  },
  items: (body, { partition }) => {
    const { course, item } = splitPart(partition);
    return marked(bareList(body), { OrgUnitId: course, FolderId: item });
  },
  paginate: none,
  // By whom, not by what: who hands in again has not handed in two things.
  key: (item) => {
    const [folder, entity] = [textAt(item, 'FolderId'), textAt(item, 'Entity.EntityId')];
    const group = textAt(item, 'Entity.EntityType')?.toLowerCase() === 'group';
    return folder === undefined || entity === undefined ? undefined : `${folder}:${group ? 'group' : 'user'}:${entity}`;
  },
  map: mapSubmission,
});

const gradeItems = stream({
  model: 'assessment',
  summary: 'The items of each course’s grade book, with their type, points and weight.',
  raw: rawGradeItem,
  ...readWhole,
  partitions: courseByCourse,
  request: ({ account, partition }) => ({ url: pathOf(account, 'le', `${part(partition)}/grades/`) }),
  items: (body, { partition }) => marked(bareList(body), { OrgUnitId: partition }),
  paginate: none,
  key: keyAt('Id'),
  map: mapGradeItem,
});

/** Whoever has no mark is listed without one. */
function givenMarks(body: unknown, course: string): readonly unknown[] {
  const objects = listAt('Objects')(body);
  const without = (one: unknown) =>
    isJsonObject(one) && (one['GradeValue'] === null || one['GradeValue'] === undefined);
  return marked(
    objects.filter((one) => !without(one)),
    { OrgUnitId: course },
  );
}

const grades = stream({
  model: 'grade',
  summary: 'Marks, one for each learner and item of a grade book.',
  raw: rawGrade,
  ...readWhole,
  partitions: { of: 'grade_items', key: courseAndItem },
  request: ({ account, partition }) => {
    const { course, item } = splitPart(partition);
    return { url: pathOf(account, 'le', `${part(course)}/grades/${part(item)}/values/`), query: { pageSize } };
  },
  items: (body, { partition }) => {
    const { course, item } = splitPart(partition);
    return marked(givenMarks(body, course), { GradeObjectId: item });
  },
  paginate: byNext,
  key: (item) => {
    const [person, of] = [ofPerson(item), textAt(item, 'GradeObjectId')];
    return person === undefined || of === undefined ? undefined : `${of}:${person}`;
  },
  map: mapGrade,
});

const finalGrades = stream({
  model: 'grade',
  summary: 'Final grades, one for each learner and course.',
  raw: rawGrade,
  ...readWhole,
  partitions: courseByCourse,
  request: ({ account, partition }) => ({
    url: pathOf(account, 'le', `${part(partition)}/grades/final/values/`),
    query: { pageSize },
  }),
  items: (body, { partition }) => givenMarks(body, partition),
  paginate: byNext,
  key: ofPerson,
  map: (raw) => ({ ...mapGrade(raw), scope: 'course', item_id: null }),
});

export const streams = {
  users,
  courses,
  enrolments,
  content,
  assignments,
  submissions,
  grade_items: gradeItems,
  grades,
  final_grades: finalGrades,
};
