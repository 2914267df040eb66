/**
 * Harbour Training's Moodle as it stands when the sandbox starts: its people, courses and enrolments, and what they have done so far.
 * Ids follow from the business's own, so that the same person is user 107 on every machine. Called by ../sandbox.ts.
 */
import type { Business, Course as BusinessCourse, Enrolment as Taken, Person } from 'plugboard/contract';
import { seedCourse, type SeededCourse } from './seed-courses.ts';
import { courseId, day, dayStart, hour, numberOf, siteMade, userId } from './ids.ts';
import { functionNames } from './functions.ts';
import type { Completion, Enrolment, Grade, Role, State, Submission, User } from './state.ts';

/** The service's account; it may also sign in with its password. */
export const serviceUser = { id: 3, username: 'plugboard', password: 'Harbour-Sandbox-1', service: 'plugboard' };
/** An account that exists but may not get a token, as most. */
const adminPassword = 'Harbour-Admin-1';
export const sandboxToken = '5f0c7a3e9b1d4826af5e20c94d7b6138';

/** On this site somebody has made the student role anew, so that it is not number 5 as on a fresh Moodle. */
export const roles: readonly Role[] = [
  { id: 1, shortname: 'manager', sortorder: 1, assignable: false },
  { id: 3, shortname: 'editingteacher', sortorder: 3, assignable: true },
  { id: 4, shortname: 'teacher', sortorder: 4, assignable: true },
  { id: 9, shortname: 'student', sortorder: 5, assignable: true },
];
const studentRole = 9;
const trainerRole = 3;

export function seed({ business }: { readonly business: Business }): State {
  const courses = business.courses.map((course) => seedCourse(course, firstStart(business, course)));
  const taken = latestOfEach(business.enrolments);
  const enrolments = [
    ...taken.map((one, index) => enrolmentOf(one, 4001 + index)),
    ...business.courses.map(({ id, trainer }, index) => trainerOf(courseId(id), userId(trainer), 4501 + index)),
  ];
  const work = taken.flatMap((one, index) => workOf(one, index, courses));
  return {
    tokens: [{ token: sandboxToken, user: serviceUser.id, validuntil: 0, elsewhere: false }],
    service: { shortname: serviceUser.service, functions: [...functionNames] },
    denied: [],
    roles: structuredClone([...roles]),
    users: [...siteAccounts(business), ...business.people.map((person) => userOf(person, business))],
    courses: [site(business), ...courses.map(({ course }) => course)],
    sections: courses.flatMap(({ sections }) => sections),
    modules: courses.flatMap(({ modules }) => modules),
    groups: courses.flatMap(({ course, modules }) =>
      modules.some(({ teamsubmission }) => teamsubmission)
        ? [{ id: 600 + course.id, course: course.id, name: 'Cohort A', members: membersOf(taken, course.id) }]
        : [],
    ),
    enrolments,
    grade_items: courses.flatMap(({ items }) => items),
    grades: work.flatMap(({ grades }) => grades),
    completions: work.flatMap(({ completions }) => completions),
    submissions: [...work.flatMap(({ submissions }) => submissions), ...groupWork(courses)],
    next_id: { user: 500, enrolment: 5001 },
  };
}

// --- people ---------------------------------------------------------------------------------------------------------------

const blank: Omit<User, 'id' | 'username' | 'firstname' | 'lastname' | 'email'> = {
  password: '',
  idnumber: '',
  phone1: '',
  phone2: '',
  address: '',
  city: '',
  country: 'AU',
  institution: '',
  department: '',
  auth: 'manual',
  lang: 'en',
  timezone: '99',
  suspended: false,
  confirmed: true,
  deleted: false,
  firstaccess: 0,
  lastaccess: 0,
  fields: {},
};

/** Every Moodle has a guest and an administrator; neither is a person of the business. */
function siteAccounts(business: Business): readonly User[] {
  const office = business.email;
  return [
    {
      ...blank,
      id: 1,
      username: 'guest',
      firstname: 'Guest user',
      lastname: ' ',
      email: 'root@localhost',
      country: '',
    },
    {
      ...blank,
      id: 2,
      username: 'admin',
      password: adminPassword,
      firstname: 'Admin',
      lastname: 'User',
      email: office,
    },
    {
      ...blank,
      id: serviceUser.id,
      username: serviceUser.username,
      password: serviceUser.password,
      firstname: 'Plugboard',
      lastname: 'Service',
      email: 'plugboard@harbourtraining.example',
    },
  ];
}

function userOf(person: Person, business: Business): User {
  const index = numberOf(person.id);
  const employer = business.companies.find(({ id }) => id === person.employer);
  const seen = business.enrolments.some(({ person: id, status }) => id === person.id && status !== 'enrolled');
  return {
    ...blank,
    id: userId(person.id),
    // An account name is lower case and plain; the mailbox is both.
    username: person.email.slice(0, person.email.indexOf('@')),
    firstname: person.firstName,
    lastname: person.lastName,
    email: person.email,
    idnumber: `HT${String(index).padStart(4, '0')}`,
    phone1: person.phone,
    address: person.address.line1,
    city: person.address.city,
    country: person.address.country,
    institution: employer?.name ?? '',
    firstaccess: seen ? siteMade + index * day : 0,
    lastaccess: seen ? dayStart('2026-11-19') + 9 * hour + index * 60 : 0,
    fields: {
      usi: person.usi,
      // A profile field of type datetime keeps unix seconds.
      dateofbirth: String(dayStart(person.dateOfBirth)),
    },
  };
}

// --- courses and places in them -------------------------------------------------------------------------------------------

/** The front page is a course too, as far as Moodle is concerned. */
function site(business: Business): State['courses'][number] {
  return {
    id: 1,
    shortname: 'Harbour',
    fullname: business.name,
    idnumber: '',
    category: 0,
    summary: '',
    format: 'site',
    startdate: 0,
    enddate: 0,
    visible: true,
    enablecompletion: false,
    criteria: [],
    manual: false,
    timecreated: siteMade,
    timemodified: siteMade,
  };
}

function firstStart(business: Business, course: BusinessCourse): number {
  const starts = business.enrolments.filter((one) => one.course === course.id).map(({ startedOn }) => startedOn);
  return dayStart(starts.toSorted()[0] ?? '2026-05-09');
}

/** A person is in a course once; who comes back is enrolled anew in the same place. */
function latestOfEach(all: readonly Taken[]): readonly Taken[] {
  return [...new Map(all.map((one) => [`${one.person} ${one.course}`, one])).values()];
}

function enrolmentOf(taken: Taken, id: number): Enrolment {
  return {
    id,
    course: courseId(taken.course),
    user: userId(taken.person),
    role: studentRole,
    suspended: taken.status === 'withdrawn',
    timestart: dayStart(taken.startedOn),
    timeend: 0,
    lastaccess: taken.status === 'enrolled' ? 0 : dayStart(taken.completedOn ?? taken.startedOn) + 10 * hour,
  };
}

function trainerOf(course: number, user: number, id: number): Enrolment {
  return {
    id,
    course,
    user,
    role: trainerRole,
    suspended: false,
    timestart: siteMade,
    timeend: 0,
    lastaccess: siteMade + day,
  };
}

function membersOf(taken: readonly Taken[], course: number): number[] {
  return taken.filter((one) => courseId(one.course) === course).map(({ person }) => userId(person));
}

// --- what students have done ----------------------------------------------------------------------------------------------

interface Work {
  readonly grades: Grade[];
  readonly completions: Completion[];
  readonly submissions: Submission[];
}

/** What one student has done in one course: nothing, something, or everything. */
function workOf(taken: Taken, index: number, courses: readonly SeededCourse[]): Work[] {
  const seeded = courses.find(({ course }) => course.id === courseId(taken.course));
  if (seeded === undefined || taken.status === 'enrolled') return [];
  const user = userId(taken.person);
  const { page, task, quiz } = seeded;
  const start = dayStart(taken.startedOn);
  const end = taken.completedOn === undefined ? null : dayStart(taken.completedOn) + 15 * hour;
  const handedIn = end === null ? start + 2 * day : end - day;
  const team = task.teamsubmission;
  const sat = end !== null || index % 2 === 0;
  // Below half is a fail, which counts as done all the same.
  const mark = index % 13 === 5 ? 45 : 60 + ((index * 7) % 41);
  const points = Math.round((6 + (index % 5) * 0.83333) * 100_000) / 100_000;
  return [
    {
      grades: [
        {
          item: seeded.items[0]?.id ?? 0,
          user,
          raw: end === null ? null : (mark + points * 10) / 2,
          submitted: null,
          graded: end,
          feedback: '',
        },
        {
          item: task.gradeItem,
          user,
          raw: end === null ? null : mark,
          submitted: team ? null : handedIn,
          graded: end,
          feedback: end === null ? '' : `<p>${mark < 50 ? 'Not yet: see me.' : 'Good work.'}</p>`,
        },
        {
          item: quiz.gradeItem,
          user,
          raw: sat ? points : null,
          submitted: null,
          graded: sat ? handedIn : null,
          feedback: '',
        },
      ],
      completions: [
        { cmid: page, user, state: 1, time: start + hour },
        ...(sat ? [{ cmid: quiz.cmid, user, state: 2, time: handedIn }] : []),
        ...(end === null ? [] : [{ cmid: task.cmid, user, state: mark < 50 ? 3 : 2, time: end }]),
      ],
      submissions: team
        ? []
        : [
            {
              id: 7001 + index,
              assignment: task.instance,
              user,
              group: 0,
              attempt: 0,
              status: taken.status === 'withdrawn' ? 'draft' : 'submitted',
              timecreated: handedIn - hour,
              timemodified: handedIn,
              gradingstatus: end === null ? 'notgraded' : 'graded',
              text: '<p>My answers</p>',
            },
          ],
    },
  ];
}

/** A group hands in once for all its members, and the work belongs to nobody. */
function groupWork(courses: readonly SeededCourse[]): readonly Submission[] {
  return courses
    .filter(({ task }) => task.teamsubmission)
    .map(({ course, task }, index) => ({
      id: 7901 + index,
      assignment: task.instance,
      user: 0,
      group: 600 + course.id,
      attempt: 0,
      status: 'submitted',
      timecreated: course.startdate + 30 * day,
      timemodified: course.startdate + 31 * day,
      gradingstatus: 'notgraded',
      text: '<p>Our plan</p>',
    }));
}
