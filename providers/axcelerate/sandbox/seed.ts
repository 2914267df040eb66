/**
 * Harbour Training in aXcelerate, made from the shared business: its people as contacts, employers as organisations, qualifications and
 * some units as accredited programs with a class for each month in which somebody began, first aid and the short course as workshops.
 * Pure. Called by ../sandbox.ts.
 */
import type { Business, Company, Course as Taught, Enrolment as Taken, Person } from 'plugboard/contract';
import type {
  ActivityType,
  Contact,
  Course,
  Enrolment,
  Instance,
  Organisation,
  State,
  UnitEnrolment,
} from './state.ts';

const day = 86_400_000;

export const tokens = { api_key: '7C1E5C22-WS-4F0A9D', api_token: 'A54D77B0-API-90E1C3' };

/** Workshops, programs and e-learning begin with the same numbers. */
const firstInstance = 32_001;
const firstLearner = { w: 417_001, p: 417_001, el: 821, s: 2_140_001 };
const firstUnit = 187_001;

export function contactId(business: Business, person: string): number {
  return 5_431 + business.people.findIndex(({ id }) => id === person);
}

function organisationId(business: Business, company: string | undefined): number {
  const place = business.companies.findIndex(({ id }) => id === company);
  return place < 0 ? 0 : 264_487 + place;
}

export function seed({ business, now }: { readonly business: Business; readonly now: number }): State {
  const opened = Math.min(now, Date.parse('2026-05-01T01:00:00Z'));
  const courses = coursesOf(business, opened);
  const instances = instancesOf(business, courses, opened);
  const enrolments = enrolmentsOf(business, courses, instances, now);
  const count = (type: ActivityType) => enrolments.filter((one) => one.type === type).length;
  return {
    contacts: business.people.map((person, index) => contactOf(business, person, Math.min(now, opened + index * day))),
    organisations: business.companies.map((company) => organisationOf(business, company)),
    courses,
    instances,
    enrolments,
    merges: [],
    next: {
      contact: 5_431 + business.people.length,
      learner: {
        w: firstLearner.w + count('w'),
        p: firstLearner.p + count('p'),
        el: firstLearner.el,
        s: firstLearner.s + enrolments.reduce((sum, { units }) => sum + units.length, 0),
      },
      invoice: 61_648,
    },
  };
}

function contactOf(business: Business, person: Person, changed: number): Contact {
  const { line1, city, state, postcode } = person.address;
  const student = person.role === 'student';
  return {
    id: contactId(business, person.id),
    given: person.firstName,
    middle: '',
    surname: person.lastName,
    title: { female: 'Ms', male: 'Mr', other: '' }[person.gender],
    email: person.email,
    dob: person.dateOfBirth,
    sex: { female: 'F', male: 'M', other: 'X' }[person.gender],
    mobile: person.phone,
    usi: student ? person.usi : '',
    optional_id: student ? `HT${person.id.slice(-2)}` : '',
    organisation: organisationId(business, person.employer),
    street: { line: line1, city, state, postcode },
    cohort: student ? '2026' : '',
    changed,
  };
}

function organisationOf(business: Business, company: Company): Organisation {
  const { line1, city, state, postcode } = company.address;
  return {
    id: organisationId(business, company.id),
    name: company.name,
    abn: company.abn.replace(/^(\d\d)(\d{3})(\d{3})(\d{3})$/, '$1 $2 $3 $4'),
    email: company.email,
    phone: company.phone,
    street: { line: line1, city, state, postcode },
  };
}

/** First aid is taught in workshops, the other units in programs of one unit. */
function typeOf({ kind, code }: Taught): ActivityType {
  return kind === 'short_course' || code.startsWith('HLTAID') ? 'w' : 'p';
}

function coursesOf(business: Business, changed: number): Course[] {
  const taught = business.courses.map((course, index): Course => {
    const ids = course.kind === 'qualification' ? course.units : [course.id];
    const type = typeOf(course);
    return {
      id: 3_426 + index,
      type,
      code: course.code,
      name: course.title,
      cost: Number(course.fee),
      // Accredited training is free of GST, the rest is not.
      gst: course.kind === 'short_course' ? 1 : 0,
      public: index % 5 !== 4,
      active: true,
      units: type === 'w' ? [] : unitsOf(business, ids),
      changed,
    };
  });
  const short = taught.find(({ gst }) => gst === 1);
  const online: Course[] =
    short === undefined
      ? []
      : [{ ...short, id: 2_598, type: 'el', code: '', name: `${short.name} (online)`, cost: 49.5 }];
  return [...taught, ...online];
}

function unitsOf(business: Business, ids: readonly string[]): Course['units'] {
  return business.courses.flatMap(({ id, code, title }, index) =>
    ids.includes(id) ? [{ id: 41_862 + index, code, name: title }] : [],
  );
}

function plus(date: string, days: number): string {
  return new Date(Date.parse(date) + days * day).toISOString().slice(0, 10);
}

/** One instance for each month in which somebody begins, one in the future that nobody has booked, and the e-learning itself. */
function instancesOf(business: Business, courses: readonly Course[], changed: number): Instance[] {
  const starts = new Map<string, { course: Course; start: string; taken: number }>();
  for (const taken of business.enrolments) {
    const course = courseOf(business, courses, taken);
    const key = `${course.id} ${taken.startedOn.slice(0, 7)}`;
    const known = starts.get(key);
    const start = known === undefined || taken.startedOn < known.start ? taken.startedOn : known.start;
    starts.set(key, { course, start, taken: (known?.taken ?? 0) + 1 });
  }
  for (const course of courses) starts.set(`${course.id} later`, { course, start: '2027-02-08', taken: 0 });
  const made = { w: 0, p: 0, el: 0 };
  let units = 0;
  return [...starts.values()].map(({ course, start, taken }, index) => {
    made[course.type] += 1;
    const online = course.type === 'el';
    const trainer = business.people.find(({ role }) => role === 'trainer');
    return {
      id: online ? course.id : firstInstance + made[course.type] - 1,
      type: course.type,
      course: course.id,
      name: online ? course.name : `${course.name}, ${start.slice(0, 7)}`,
      start: online ? '' : `${start} 09:00`,
      finish: online ? '' : `${plus(start, course.type === 'p' ? 150 : 0)} 16:30`,
      location: online ? 'Online' : index % 4 === 0 ? 'Fremantle' : 'Perth',
      cost: course.cost,
      gst: course.gst,
      owner: contactId(business, business.people[0]?.id ?? ''),
      trainer: trainer === undefined ? 0 : contactId(business, trainer.id),
      places: taken + 8,
      open: start > '2026-11-20',
      public: course.public,
      active: true,
      status: start > '2026-11-20' ? ('Active' as const) : ('Completed' as const),
      units: course.units.map(({ id }) => {
        units += 1;
        return { id: firstUnit + units - 1, unit: id };
      }),
      changed: changed + index * 60_000,
    };
  });
}

function courseOf(business: Business, courses: readonly Course[], taken: Taken): Course {
  const place = business.courses.findIndex(({ id }) => id === taken.course);
  const course = courses[place];
  if (course === undefined) throw new RangeError(`the business names ${taken.course}, which does not exist`);
  return course;
}

const statuses = {
  enrolled: 'Booked',
  in_progress: 'In Progress',
  completed: 'Completed',
  withdrawn: 'Cancelled',
} as const satisfies Record<Taken['status'], string>;

function enrolmentsOf(
  business: Business,
  courses: readonly Course[],
  instances: readonly Instance[],
  now: number,
): Enrolment[] {
  const made = { ...firstLearner };
  const all: Enrolment[] = [];
  const add = (enrolment: Omit<Enrolment, 'learner'>): void => {
    all.push({ learner: made[enrolment.type], ...enrolment });
    made[enrolment.type] += 1;
  };
  for (const [index, taken] of business.enrolments.entries()) {
    const course = courseOf(business, courses, taken);
    const month = taken.startedOn.slice(0, 7);
    const instance = instances.find((one) => one.course === course.id && one.start.startsWith(month));
    if (instance === undefined) throw new RangeError(`${taken.id} has no class`);
    // The first aid of a program is taught in a workshop, which is an enrolment of its own and stands in the program's as well.
    const inside = course.type === 'p' ? workshopFor(course, courses, instances, month) : undefined;
    const happened = Date.parse(taken.completedOn ?? taken.startedOn);
    const changed = Math.min(now, happened);
    const common = {
      contact: contactId(business, taken.person),
      enrolled: `${plus(taken.startedOn, -7)} 10:17`,
      start: `${taken.startedOn} 00:00`,
      status: statuses[taken.status],
      changed,
    };
    const workshop = inside === undefined ? 0 : made.w;
    if (inside !== undefined)
      add({ ...common, type: 'w', instance: inside.id, finish: `${taken.startedOn} 00:00`, paid: 0, units: [] });
    const units = course.units.map((unit, nth): UnitEnrolment => {
      const learner = made.s;
      made.s += 1;
      const [outcome, status] = outcomeOf(taken, index + nth);
      return {
        learner,
        instance: instance.units.find((one) => one.unit === unit.id)?.id ?? 0,
        code: unit.code,
        name: unit.name,
        status,
        outcome,
        start: taken.status === 'enrolled' ? '' : common.start,
        finish: taken.completedOn === undefined ? '' : `${taken.completedOn} 00:00`,
        workshop: unit.code.startsWith('HLTAID') ? workshop : 0,
      };
    });
    add({
      ...common,
      type: course.type,
      instance: instance.id,
      finish: taken.completedOn === undefined ? '' : `${taken.completedOn} 00:00`,
      paid: taken.status === 'completed' ? course.cost : 0,
      units,
    });
  }
  return all;
}

function workshopFor(
  course: Course,
  courses: readonly Course[],
  instances: readonly Instance[],
  month: string,
): Instance | undefined {
  const taught = courses.find(({ type, code }) => type === 'w' && course.units.some((unit) => unit.code === code));
  const held = instances.filter((one) => one.course === taught?.id);
  return held.find(({ start }) => start.startsWith(month)) ?? held[0];
}

/** Most pass; some were recognised or brought credit with them. */
function outcomeOf(taken: Taken, nth: number): readonly [string, string] {
  switch (taken.status) {
    case 'completed':
      if (nth % 11 === 3) return ['51', 'RPL-G'];
      if (nth % 11 === 5) return ['60', 'CT'];
      return nth % 11 === 8 ? ['30', 'CNA'] : ['20', 'C'];
    case 'withdrawn':
      return ['40', 'W'];
    case 'in_progress':
      return ['70', 'CA'];
    case 'enrolled':
      return ['', ''];
  }
}
