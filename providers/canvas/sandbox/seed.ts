/**
 * Harbour Training's Canvas, made from the shared business: its people, its courses with their sections, who is enrolled in what, and a few
 * courses only Canvas knows, one for each state. What is inside the courses is in seed-work.ts. Pure. Called by ../sandbox.ts.
 */
import type { Business, Course as BusinessCourse, Person } from 'plugboard/contract';
import { emptyOAuth } from 'plugboard/kit';
import { tokens } from './identity.ts';
import { addWork } from './seed-work.ts';
import {
  firstWrittenId,
  globalId,
  type Course,
  type Enrolment,
  type EnrolmentState,
  type State,
  type User,
} from './state.ts';

const day = 86_400_000;
const root = '1';
const qualifications = '2';
/** The shard of a sister school whose student takes part here. */
const otherShard = 2107;

/** `person_07` -> 7. */
function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('_') + 1));
}

export function userId(person: string): string {
  const number = numberOf(person);
  return number === 40 ? globalId(otherShard, number) : String(100 + number);
}

export function courseId(course: string): string {
  return String(200 + numberOf(course));
}

function at(date: string): number {
  return Date.parse(`${date}T01:00:00Z`);
}

export function seed({ business, now }: { readonly business: Business; readonly now: number }): State {
  const state: State = {
    oauth: emptyOAuth(),
    tokens: {
      [tokens.administrator]: { user: userId('person_01'), expires_at: null },
      [tokens.limited]: { user: userId('person_02'), expires_at: null },
      [tokens.trainer]: { user: userId('person_03'), expires_at: null },
      [tokens.expired]: { user: userId('person_01'), expires_at: at('2026-06-01') },
    },
    buckets: {},
    accounts: [account(root, business.name, null, business), account(qualifications, 'Qualifications', root, business)],
    admins: [
      { user: userId('person_01'), account: root, shut_out: [] },
      // A role that may administer the school, but not look into the diploma.
      { user: userId('person_02'), account: root, shut_out: [courseId('course_11')] },
    ],
    terms: [
      { id: '1', name: 'Default Term' },
      { id: '3', name: '2026' },
    ],
    users: [...business.people.map(userOf), ...administrators(business)],
    courses: [
      ...business.courses.map((course) => courseOf(course, business)),
      ...(business.courses.length === 0 ? [] : ownCourses(business)),
    ],
    enrolments: [
      ...business.courses.map(teaching),
      ...business.enrolments.map((taken) => studying(taken, business, now)),
    ],
    assignments: [],
    submissions: [],
    modules: [],
    signing: [],
    next_id: firstWrittenId,
  };
  addWork(state, now);
  return state;
}

function account(id: string, name: string, parent: string | null, business: Business): State['accounts'][number] {
  return {
    id,
    name,
    parent,
    uuid: `account${id}uuid0000000000000000000000000000`,
    sis: `HT-${id}`,
    time_zone: business.timeZone,
  };
}

/** Those the tokens were made for are there even where the business has nobody. */
function administrators({ people }: Business): readonly User[] {
  return ['person_01', 'person_02']
    .filter((id) => people.every((person) => person.id !== id))
    .map((id) => ({
      id: userId(id),
      first: 'Canvas',
      last: `Administrator ${numberOf(id)}`,
      login: `admin${numberOf(id)}`,
      email: `admin${numberOf(id)}@harbourtraining.example`,
      sis: null,
      created: at('2026-05-01'),
      deleted: false,
    }));
}

/** Students are known to the school's other systems by their USI. */
function userOf(person: Person): User {
  return {
    id: userId(person.id),
    first: person.firstName,
    last: person.lastName,
    login: person.email.split('@')[0] ?? person.id,
    email: person.email,
    sis: person.role === 'student' ? person.usi : `STAFF-${numberOf(person.id)}`,
    created: at('2026-05-01') + numberOf(person.id) * 60_000,
    deleted: false,
  };
}

function courseOf(course: BusinessCourse, business: Business): Course {
  const number = numberOf(course.id);
  return {
    id: courseId(course.id),
    account: course.kind === 'qualification' ? qualifications : root,
    term: course.kind === 'short_course' ? '1' : '3',
    section: String(300 + number),
    name: course.title,
    code: course.code,
    sis: course.code,
    state: 'available',
    created: at('2026-05-01') + number * 3_600_000,
    start: course.kind === 'qualification' ? at('2026-05-04') : null,
    end: course.kind === 'qualification' ? at('2027-05-04') : null,
    restricts_dates: course.kind === 'qualification',
    time_zone: business.timeZone,
    format: course.kind === 'qualification' ? 'blended' : 'online',
    description: `<p>${course.title}</p>`,
    letters: course.kind === 'qualification',
    uuid: `course${number}uuid00000000000000000000000000`,
  };
}

/** One for each state a course may be in besides available. */
function ownCourses(business: Business): readonly Course[] {
  const state = (number: number, name: string, what: Course['state']): Course => ({
    id: String(200 + number),
    account: root,
    term: '1',
    section: String(300 + number),
    name,
    code: `HT-${number}`,
    sis: null,
    state: what,
    created: at('2026-02-02'),
    start: null,
    end: null,
    restricts_dates: false,
    time_zone: business.timeZone,
    format: null,
    description: null,
    letters: false,
    uuid: `course${number}uuid00000000000000000000000000`,
  });
  return [
    state(90, 'Provide First Aid (2025)', 'completed'),
    state(91, 'Sandpit: 測試 of “everything” — façade', 'claimed'),
    state(92, 'Old induction', 'deleted'),
  ];
}

// --- who is in which course -----------------------------------------------------------------------------------------------

function enrolmentOf(
  id: string,
  course: string,
  user: string,
  type: Enrolment['type'],
  state: EnrolmentState,
  created: number,
): Enrolment {
  return {
    id,
    course,
    user,
    type,
    state,
    created,
    updated: created,
    start: null,
    end: null,
    completed: null,
    last_activity: null,
    activity_seconds: 0,
    page_views: 0,
    participations: 0,
  };
}

function teaching(course: BusinessCourse): Enrolment {
  const id = String(8_000 + numberOf(course.id));
  return enrolmentOf(id, courseId(course.id), userId(course.trainer), 'TeacherEnrollment', 'active', at('2026-05-02'));
}

const states = { enrolled: 'invited', in_progress: 'active', completed: 'completed' } as const;

function studying(taken: Business['enrolments'][number], business: Business, now: number): Enrolment {
  const number = numberOf(taken.id);
  const started = at(taken.startedOn);
  // Of those who left, some were made inactive and some removed.
  const state = taken.status === 'withdrawn' ? (number % 2 === 0 ? 'inactive' : 'deleted') : states[taken.status];
  const begun = started <= now && state !== 'invited';
  const completed = taken.completedOn === undefined ? null : at(taken.completedOn);
  const trainer = business.courses.find(({ id }) => id === taken.course)?.trainer;
  return {
    ...enrolmentOf(
      String(9_000 + number),
      courseId(taken.course),
      userId(taken.person),
      'StudentEnrollment',
      state,
      started - 7 * day,
    ),
    updated: Math.min(now, completed ?? started),
    completed,
    last_activity: begun ? Math.min(now, (completed ?? started) + 3_600_000) : null,
    activity_seconds: begun ? 600 + number * 97 : 0,
    page_views: begun ? 12 + ((number * 37) % 400) : 0,
    participations: begun && trainer !== undefined ? 1 + (number % 9) : 0,
  };
}
