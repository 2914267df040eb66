/**
 * What can be read from a Moodle site. Moodle hardly pages and hardly says what changed, so lists come whole, course by course, and what is
 * stored is compared.
 * @link https://docs.moodle.org/dev/Web_service_API_functions
 */
import {
  fail,
  stream,
  type ItemsContext,
  type JsonObject,
  type Page,
  type PlugboardError,
  type HttpRequest,
  type StreamContext,
} from 'plugboard/contract';
import { fromUnix, isObject, keyAt, listAt, none, numberAt, textAt } from 'plugboard/kit';
import { allCourses, enrolledUsers, parameterOf, read, searchUsers, visibleCourses } from './calls.ts';
import { mapCourse, mapEnrolment, mapModule, mapUser } from './maps.ts';
import {
  enrolmentId,
  mapActivityCompletion,
  mapAssignment,
  mapCourseCompletion,
  mapGrade,
  mapSubmission,
} from './maps-work.ts';
import {
  rawActivityCompletion,
  rawAssignment,
  rawCourse,
  rawCourseCompletion,
  rawEnrolment,
  rawGrade,
  rawModule,
  rawSubmission,
  rawUser,
} from './raw.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** Everybody's marks in a large course are one answer. */
const largeAnswer = 128 * 1024 * 1024;

/** Every run reads everything; what is no longer there is gone. */
const whole = { incremental: { style: 'none' }, deletions: 'swept' } as const;

function objectsAt(body: unknown, path: string): readonly JsonObject[] {
  return listAt(path)(body).filter(isObject);
}

/** The body itself is the list. */
function bareList(body: unknown): readonly JsonObject[] {
  if (Array.isArray(body)) return body.filter(isObject);
  throw fail('decode_failed', 'The answer is no list.');
}

const users = stream({
  ...whole,
  model: 'student',
  summary: 'Everybody with an account, trainers and administrators included; enrolments say who is a student of what.',
  raw: rawUser,
  // Without a criterion Moodle refuses; every account but broken ones has an address.
  request: () => read(searchUsers, { criteria: [{ key: 'email', value: '%' }] }),
  // The guest is a door, not a person.
  items: (body) => objectsAt(body, 'users').filter((user) => user['username'] !== 'guest'),
  paginate: none,
  key: keyAt('id'),
  map: mapUser,
});

/** Which of the two functions lists the courses was found out when the site was connected. */
export function listCourses({ account }: Pick<StreamContext, 'account'>): HttpRequest {
  return read(account?.meta['course_list'] === 'visible' ? visibleCourses : allCourses);
}

/** The front page is a course to Moodle, and to nobody else. */
export function coursesIn(body: unknown): readonly JsonObject[] {
  const courses = Array.isArray(body) ? bareList(body) : objectsAt(body, 'courses');
  return courses.filter((course) => course['id'] !== 1 && course['format'] !== 'site');
}

const courses = stream({
  ...whole,
  model: 'course',
  summary: 'Courses, hidden ones included where the account may see them.',
  raw: rawCourse,
  request: listCourses,
  items: coursesIn,
  paginate: none,
  key: keyAt('id'),
  updatedAt: (item) => changedAt(item),
  map: mapCourse,
});

/** Only those who may change a thing are told when it was changed. */
function changedAt(item: JsonObject): string | undefined {
  const seconds = numberAt(item, 'timemodified') ?? 0;
  return seconds > 0 ? fromUnix(seconds) : undefined;
}

// --- course by course -----------------------------------------------------------------------------------------------------

const byCourse = { of: 'courses' } as const;

/** The course of a partition, for items that do not say where they belong. */
function courseIn({ partition }: Pick<ItemsContext, 'partition'>): number {
  return Number(partition);
}

/** Sections hold activities; each is told which section it is in and where. */
function activitiesIn(body: unknown, context: ItemsContext): readonly JsonObject[] {
  return bareList(body).flatMap((section) =>
    objectsAt(section, 'modules').map((module, index) => ({
      ...module,
      courseid: courseIn(context),
      position: index + 1,
      section: {
        id: numberAt(section, 'id') ?? null,
        name: textAt(section, 'name') ?? null,
        number: numberAt(section, 'section') ?? null,
        visible: numberAt(section, 'visible') ?? null,
      },
    })),
  );
}

const activities = stream({
  ...whole,
  model: 'activity',
  summary: 'What is in each course: pages, files, forums, assignments, quizzes.',
  raw: rawModule,
  partitions: byCourse,
  request: ({ partition }) => read('core_course_get_contents', { courseid: partition }),
  items: activitiesIn,
  paginate: none,
  key: keyAt('id'),
  map: mapModule,
});

/** Rows of Moodle's table per call. */
export const enrolmentPage = 500;
type Which = 'onlyactive' | 'onlysuspended';

/** One page of those who are in a course. Only what an enrolment is made of: profiles cost Moodle much more. */
export function participants(course: string | number, which: Which, from: number, order: 'ASC' | 'DESC' = 'ASC') {
  const options = {
    [which]: 1,
    limitfrom: from,
    limitnumber: enrolmentPage,
    sortby: 'id',
    sortdirection: order,
    userfields: 'id,fullname,roles,groups,lastcourseaccess',
  };
  const list = Object.entries(options).map(([name, value]) => ({ name, value }));
  return read(enrolledUsers, { courseid: course, options: list });
}

/** Users do not say which course they were listed for, nor in which state they are there: the request does. */
export function participantsIn(body: unknown, request: HttpRequest): readonly JsonObject[] {
  const courseid = Number(parameterOf(request, 'courseid'));
  const active = parameterOf(request, 'options[0][name]') === 'onlyactive';
  return bareList(body).map((user) => ({ ...user, courseid, active }));
}

/**
 * First those whose enrolment is active, then the rest: Moodle shows the suspended only when asked for them alone. It cuts pages before it
 * leaves out whom the account may not see, so a short page says nothing, and only an empty one is the end.
 */
function nextParticipants({ request, items }: Page): HttpRequest | undefined {
  const course = parameterOf(request, 'courseid');
  const which = parameterOf(request, 'options[0][name]') === 'onlyactive' ? 'onlyactive' : 'onlysuspended';
  const from = Number(parameterOf(request, 'options[1][value]'));
  if (items.length > 0) return participants(course, which, from + enrolmentPage);
  return which === 'onlyactive' ? participants(course, 'onlysuspended', 0) : undefined;
}

const keyOfEnrolment = (item: JsonObject): string | undefined => {
  const [course, user] = [textAt(item, 'courseid'), textAt(item, 'id')];
  return course === undefined || user === undefined ? undefined : enrolmentId(course, user);
};

const enrolments = stream({
  ...whole,
  model: 'enrolment',
  summary:
    'Who is in each course, with their role there. The key is course:user, because Moodle does not tell its own.',
  raw: rawEnrolment,
  partitions: byCourse,
  request: ({ partition }) => participants(partition, 'onlyactive', 0),
  items: (body, { request }) => participantsIn(body, request),
  paginate: nextParticipants,
  key: keyOfEnrolment,
  map: mapEnrolment,
});

/** One item for each mark, not one for each student. */
function gradesIn(body: unknown, context: ItemsContext): readonly JsonObject[] {
  return objectsAt(body, 'usergrades').flatMap((user) =>
    objectsAt(user, 'gradeitems').map((item) => ({
      ...item,
      courseid: courseIn(context),
      userid: numberAt(user, 'userid') ?? null,
      userfullname: textAt(user, 'userfullname') ?? null,
    })),
  );
}

const grades = stream({
  ...whole,
  model: 'grade',
  summary: 'The gradebook: marks of every student for every item, and the total of the course. The key is user:item.',
  raw: rawGrade,
  partitions: byCourse,
  request: ({ partition }) => ({
    ...read('gradereport_user_get_grade_items', { courseid: partition }),
    maxBytes: largeAnswer,
  }),
  items: gradesIn,
  paginate: none,
  key: (item) => {
    const [user, id] = [textAt(item, 'userid'), textAt(item, 'id')];
    return user === undefined || id === undefined ? undefined : `${user}:${id}`;
  },
  map: mapGrade,
});

// --- student by student in each course ------------------------------------------------------------------------------------

/** Not asked for, not there, or not set up: nothing to know, as opposed to nothing that may be known. */
const nothingThere: ReadonlySet<string> = new Set([
  'nocriteriaset',
  'usernotenroled',
  'notenroled',
  'completionnotenabled',
  // Said of a course that does not track completion, and of a missing right alike. The guide names the right.
  'cannotviewreport',
]);

/** Only active enrolments: Moodle follows nobody else. */
const byEnrolment = {
  of: 'enrolments',
  key: (item: JsonObject) => (item['active'] === true ? keyOfEnrolment(item) : undefined),
  emptyOn: ({ details }: PlugboardError) => nothingThere.has(details.vendorCode ?? ''),
};

function placeOf({ partition }: Pick<ItemsContext, 'partition'>): { courseid: number; userid: number } {
  const [course, user] = partition.split(':');
  return { courseid: Number(course), userid: Number(user) };
}

const completion = stream({
  ...whole,
  model: 'activity',
  summary: 'How far each student is with each course, by the criteria set there.',
  raw: rawCourseCompletion,
  partitions: byEnrolment,
  request: (context) => read('core_completion_get_course_completion_status', placeOf(context)),
  items: (body, context) => {
    const status: unknown = isObject(body) ? body['completionstatus'] : undefined;
    if (!isObject(status)) throw fail('decode_failed', 'The answer has no "completionstatus".');
    return [{ ...status, ...placeOf(context) }];
  },
  paginate: none,
  key: (item) => {
    const [course, user] = [textAt(item, 'courseid'), textAt(item, 'userid')];
    return course === undefined || user === undefined ? undefined : enrolmentId(course, user);
  },
  map: mapCourseCompletion,
});

const activityCompletion = stream({
  ...whole,
  model: 'activity',
  summary: 'How far each student is with each activity whose completion is followed. The key is user:activity.',
  raw: rawActivityCompletion,
  partitions: byEnrolment,
  request: (context) => read('core_completion_get_activities_completion_status', placeOf(context)),
  items: (body, context) => objectsAt(body, 'statuses').map((status) => ({ ...status, ...placeOf(context) })),
  paginate: none,
  key: (item) => {
    const [user, module] = [textAt(item, 'userid'), textAt(item, 'cmid')];
    return user === undefined || module === undefined ? undefined : `${user}:${module}`;
  },
  map: mapActivityCompletion,
});

// --- assignments ----------------------------------------------------------------------------------------------------------

const assignments = stream({
  ...whole,
  model: 'assessment',
  summary: 'Assignments of each course.',
  raw: rawAssignment,
  partitions: byCourse,
  // Without the last parameter only courses the account itself is enrolled in are listed, which for a service is none.
  request: ({ partition }) =>
    read('mod_assign_get_assignments', { courseids: [partition], includenotenrolledcourses: true }),
  items: (body) => objectsAt(body, 'courses').flatMap((course) => objectsAt(course, 'assignments')),
  paginate: none,
  key: keyAt('id'),
  updatedAt: changedAt,
  map: mapAssignment,
});

const submissions = stream({
  model: 'submission',
  summary: 'What was handed in for each assignment: the latest attempt of each student or group.',
  raw: rawSubmission,
  incremental: { style: 'updated_since', lookbackMs: 2 * minute },
  deletions: 'swept',
  // Marking a submission does not touch its time of change.
  fullEveryMs: day,
  partitions: {
    of: 'assignments',
    key: (item) => {
      const [course, id] = [textAt(item, 'course'), textAt(item, 'id')];
      return course === undefined || id === undefined ? undefined : `${course}:${id}`;
    },
  },
  request: ({ partition, since }) =>
    read('mod_assign_get_submissions', {
      assignmentids: [partition.split(':')[1]],
      since: since === undefined ? undefined : Math.floor(Date.parse(since) / 1000),
    }),
  items: (body, { partition }) => {
    const [courseid, assignmentid] = partition.split(':').map(Number);
    return objectsAt(body, 'assignments')
      .flatMap((assignment) => objectsAt(assignment, 'submissions'))
      .map((submission) => ({ ...submission, courseid: courseid ?? null, assignmentid: assignmentid ?? null }));
  },
  paginate: none,
  key: keyAt('id'),
  // Marking changes a submission without touching its time: an older time of change does not mean an older state.
  map: mapSubmission,
});

export const streams = {
  users,
  courses,
  activities,
  enrolments,
  grades,
  completion,
  activity_completion: activityCompletion,
  assignments,
  submissions,
};
