/** Harbour Training as Brightspace knows it: its people, its courses, and who is in which. What is inside courses is in seed-work.ts. */
import type { Business, Course as BusinessCourse, Person } from 'plugboard/contract';
import { emptyOAuth } from 'plugboard/kit';
import { addWork } from './seed-work.ts';
import { firstWrittenId, type Course, type Enrolment, type State, type Unit, type User } from './state.ts';

export const roles = { administrator: 104, instructor: 109, learner: 110 } as const;
export const organisationId = 6606;

/** The number at the end of `person_07`. */
function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('_') + 1));
}

export function userId(person: string): number {
  return 100 + numberOf(person);
}

export function courseId(course: string): number {
  return 7_000 + numberOf(course);
}

function at(date: string): number {
  return Date.parse(`${date}T01:00:00Z`);
}

export function seed({ business, now }: { readonly business: Business; readonly now: number }): State {
  const state: State = {
    oauth: emptyOAuth(),
    calls: {},
    organisation: { id: organisationId, name: business.name, time_zone: business.timeZone },
    callers: [
      { user: userId('person_01'), shut_out: [] },
      // A role that may look into everything but the diploma.
      { user: userId('person_02'), shut_out: [courseId('course_11')] },
    ],
    roles: [
      { id: roles.administrator, code: 'admin', name: 'Administrator' },
      { id: roles.instructor, code: 'instructor', name: 'Instructor' },
      { id: roles.learner, code: 'learner', name: 'Learner' },
    ],
    users: [...business.people.map((person) => userOf(person, now)), ...administrators(business)],
    units: [...units, ...business.courses.map(templateOf)],
    courses: [...business.courses.map(courseOf), ...(business.courses.length === 0 ? [] : ownCourses)],
    enrolments: enrolmentsOf(business),
    modules: [],
    topics: [],
    folders: [],
    handed: [],
    grade_items: [],
    grades: [],
    next_id: firstWrittenId,
  };
  addWork(state, now);
  return state;
}

// --- people ---------------------------------------------------------------------------------------------------------------

/** Students are known to the organisation's other systems by their USI. */
function userOf(person: Person, now: number): User {
  const number = numberOf(person.id);
  return {
    id: userId(person.id),
    first: person.firstName,
    middle: null,
    last: person.lastName,
    login: person.email.split('@')[0] ?? person.id,
    email: person.email,
    org_defined: person.role === 'student' ? person.usi : `STAFF-${number}`,
    active: number % 13 !== 0,
    seen: number % 5 === 4 ? null : now - number * 7 * 3_600_000,
  };
}

/** Those who sign in to the API are there even where the business has nobody. */
function administrators({ people }: Business): readonly User[] {
  return ['person_01', 'person_02']
    .filter((id) => people.every((person) => person.id !== id))
    .map((id) => ({
      id: userId(id),
      first: 'Brightspace',
      middle: null,
      last: `Administrator ${numberOf(id)}`,
      login: `admin${numberOf(id)}`,
      email: `admin${numberOf(id)}@harbourtraining.example`,
      org_defined: null,
      active: true,
      seen: null,
    }));
}

// --- org units ------------------------------------------------------------------------------------------------------------

const departments = { qualifications: 6651, short: 6652 } as const;
const semester = 6701;

const units: readonly Unit[] = [
  { id: departments.qualifications, type: 'Department', name: 'Qualifications', code: 'QUAL' },
  { id: departments.short, type: 'Department', name: 'Short courses', code: 'SHORT' },
  { id: semester, type: 'Semester', name: '2026 S1', code: '26S1' },
];

function templateId(course: BusinessCourse): number {
  return 6_800 + numberOf(course.id);
}

function templateOf(course: BusinessCourse): Unit {
  return { id: templateId(course), type: 'Course Template', name: course.title, code: course.code };
}

function courseOf(course: BusinessCourse): Course {
  const long = course.kind === 'qualification';
  return {
    id: courseId(course.id),
    name: course.title,
    code: `${course.code}-26`,
    active: true,
    start: long ? at('2026-05-04') : null,
    // Midnight in Sydney: the day before in UTC.
    end: long ? Date.parse('2027-05-03T14:00:00Z') : null,
    template: templateId(course),
    semester: long ? semester : null,
    department: long ? departments.qualifications : departments.short,
    description: course.title,
  };
}

/** One that is over, and one that was just made. */
const ownCourses: readonly Course[] = [
  {
    id: 7_090,
    name: 'Provide First Aid (2025)',
    code: 'HLTAID011-25',
    active: false,
    start: at('2025-02-03'),
    end: at('2025-12-01'),
    template: null,
    semester: null,
    department: departments.short,
    description: '',
  },
  {
    id: 7_091,
    name: 'Sandpit: 測試 of “everything” — façade',
    code: 'SANDPIT',
    active: false,
    start: null,
    end: null,
    template: null,
    semester: null,
    department: null,
    description: '',
  },
];

// --- who is in which course -----------------------------------------------------------------------------------------------

/** Whoever left is not enrolled any more; Brightspace has no other word for it. */
function enrolmentsOf(business: Business): Enrolment[] {
  const found = new Map<string, Enrolment>();
  const put = (course: string, person: string, role: number) => {
    const one = { course: courseId(course), user: userId(person), role };
    const key = `${one.course}:${one.user}`;
    if (!found.has(key)) found.set(key, one);
  };
  for (const course of business.courses) put(course.id, course.trainer, roles.instructor);
  for (const { course, person, status } of business.enrolments)
    if (status !== 'withdrawn') put(course, person, roles.learner);
  return [...found.values()];
}
