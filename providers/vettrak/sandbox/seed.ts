/**
 * Harbour Training in VETtrak, made from the shared business: its people as clients, its courses as programmes with dated occurrences,
 * its enrolments with the results of their units, and an award for each that was completed. Pure. Called by ../sandbox.ts.
 */
import type { Business, Course, Enrolment as Taken, Person } from 'plugboard/contract';
import type { Award, Client, Enrolment, Occurrence, Programme, Qualification, State, UnitResult } from './state.ts';

/** The API user's login. Characters that XML and people get wrong are in the password. */
export const apiUser = { username: 'plugboard.api', password: `Tr&ck "it's" <2026>` };
/** Its client record: a member of staff with the API role, made for the purpose. */
export const apiUserCode = '00100';

const day = 86_400_000;

/** Position in the business plus a hundred, with VETtrak's leading zeros. */
export function clientCode(business: Business, person: string): string {
  return String(101 + business.people.findIndex(({ id }) => id === person)).padStart(5, '0');
}

export function seed({ business, now }: { readonly business: Business; readonly now: number }): State {
  const opened = Math.min(now, Date.parse('2026-05-01T01:00:00Z'));
  const clients = [
    apiClient(opened),
    ...business.people.map((person, index) => clientOf(business, person, Math.min(now, opened + index * 60_000))),
  ];
  const programmes = business.courses.map((course, index) => programmeOf(business, course, 201 + index));
  const occurrences = occurrencesOf(business, programmes);
  const enrolments = enrolmentsOf(business, programmes, occurrences);
  const units = enrolments.flatMap((enrolment, index) =>
    unitsOf(enrolment, enrolments, occurrences, programmes, index),
  );
  const awards = awardsOf(business, enrolments, occurrences, programmes, now);
  return {
    users: { [apiUser.username]: { password: apiUser.password, client: apiUserCode } },
    sessions: {},
    clients,
    qualifications: business.courses.filter(({ kind }) => kind === 'qualification').map(qualificationOf),
    programmes,
    occurrences,
    enrolments,
    units,
    awards,
    deleted: [],
    next: { client: 100 + clients.length, enrolment: 11_001 + enrolments.length, award: 401 + awards.length },
  };
}

function apiClient(modified: number): Client {
  return {
    code: apiUserCode,
    surname: 'Plugboard',
    given: '',
    other: '',
    title: '',
    dob: null,
    gender: '',
    email: '',
    mobile: '',
    home: '',
    username: apiUser.username,
    usi: '',
    employer: '',
    address: { number: '', street: '', city: '', state: '', postcode: '' },
    staff: true,
    modified,
  };
}

function clientOf(business: Business, person: Person, modified: number): Client {
  const { line1, city, state, postcode } = person.address;
  const [, number = '', street = line1] = /^(\d+) (.+)$/.exec(line1) ?? [];
  const student = person.role === 'student';
  return {
    code: clientCode(business, person.id),
    surname: person.lastName,
    given: person.firstName,
    other: '',
    title: { female: 'Ms', male: 'Mr', other: 'Mx' }[person.gender],
    dob: person.dateOfBirth,
    gender: { female: 'F', male: 'M', other: 'X' }[person.gender],
    email: person.email,
    mobile: person.phone,
    home: '',
    username: person.email,
    usi: student ? person.usi : '',
    employer: person.employer ?? '',
    address: { number, street, city, state, postcode },
    staff: !student,
    modified,
  };
}

function qualificationOf(course: Course): Qualification {
  return {
    code: course.code,
    name: course.title,
    hours: course.units.length * 60,
    units: course.units.length,
    fee: Number(course.fee),
    states: ['WA', 'NSW'],
    expiry_months: 0,
  };
}

function programmeOf(business: Business, course: Course, id: number): Programme {
  const ids = course.kind === 'unit' ? [course.id] : course.units;
  return {
    id,
    code: course.code,
    name: course.title,
    description: '',
    type: { qualification: 'Qualifications', unit: 'Short courses', short_course: 'Workshops' }[course.kind],
    qualification: course.kind === 'qualification' ? course.code : '',
    units: business.courses
      .filter((unit) => ids.includes(unit.id))
      .map((unit) => ({ code: unit.code, name: unit.title })),
  };
}

function plus(date: string, days: number): string {
  return new Date(Date.parse(date) + days * day).toISOString().slice(0, 10);
}

function coursesOf(business: Business, taken: Taken): Course {
  const course = business.courses.find(({ id }) => id === taken.course);
  if (course === undefined) throw new RangeError(`the business names ${taken.course}, which does not exist`);
  return course;
}

function length(course: Course): number {
  return course.kind === 'qualification' ? 150 : 1;
}

/** One occurrence for each month in which somebody starts a course, and one in the future that nobody has booked. */
function occurrencesOf(business: Business, programmes: readonly Programme[]): Occurrence[] {
  const starts = new Map<string, { course: Course; start: string; taken: number }>();
  for (const taken of business.enrolments) {
    const course = coursesOf(business, taken);
    const key = `${course.id} ${taken.startedOn.slice(0, 7)}`;
    const known = starts.get(key);
    const start = known === undefined || taken.startedOn < known.start ? taken.startedOn : known.start;
    starts.set(key, { course, start, taken: (known?.taken ?? 0) + 1 });
  }
  for (const course of business.courses) starts.set(`${course.id} later`, { course, start: '2027-02-08', taken: 0 });
  return [...starts.values()].map(({ course, start, taken }, index) => {
    const id = 5_001 + index;
    const end = plus(start, length(course));
    return {
      id,
      code: `OCC${id}`,
      programme: programmes.find(({ code }) => code === course.code)?.id ?? 0,
      start: `${start}T09:00:00`,
      end: `${end}T16:30:00`,
      status: 'Active',
      location: index % 4 === 0 ? 'FREO' : 'MAIN',
      // Every seventh is full, which makes it drop out of some of VETtrak's lists.
      places: index % 7 === 3 && taken > 0 ? taken : taken + 8,
      published: true,
      lms: course.kind !== 'short_course',
      fee: Number(course.fee),
      classes: [
        { id: 70_001 + index, start: `${start}T09:00:00`, finish: `${start}T16:30:00`, room: 'R1', code: `C${id}` },
      ],
    };
  });
}

const statuses = {
  enrolled: ['Active', 0],
  in_progress: ['Active', 0],
  completed: ['Completed', 1],
  withdrawn: ['Withdrawn', 2],
} as const satisfies Record<Taken['status'], readonly [string, number]>;

function enrolmentsOf(
  business: Business,
  programmes: readonly Programme[],
  occurrences: readonly Occurrence[],
): Enrolment[] {
  const enrolments = business.enrolments.map((taken, index): Enrolment => {
    const course = coursesOf(business, taken);
    const programme = programmes.find(({ code }) => code === course.code);
    const occurrence = occurrences.find(
      (one) => one.programme === programme?.id && one.start.slice(0, 7) === taken.startedOn.slice(0, 7),
    );
    const early = taken.status === 'withdrawn' && index % 2 === 0;
    const [status, type] = early ? ['Pre-Reporting Withdrawal', 9] : statuses[taken.status];
    return {
      id: 11_001 + index,
      client: clientCode(business, taken.person),
      occurrence: occurrence?.id ?? 0,
      qualification: programme?.qualification ?? '',
      start: `${taken.startedOn}T00:00:00`,
      end: `${taken.completedOn ?? plus(taken.startedOn, length(course))}T00:00:00`,
      status,
      status_type: type,
      effect: `${taken.completedOn ?? taken.startedOn}T00:00:00`,
      fee: Number(course.fee),
      paid: taken.status === 'completed' ? Number(course.fee) : 0,
      linked: [],
    };
  });
  for (const enrolment of enrolments) {
    const programme = programmeOfEnrolment(enrolment, occurrences, programmes);
    const master = enrolments.find(
      (one) =>
        one.client === enrolment.client &&
        one.id !== enrolment.id &&
        one.qualification !== '' &&
        enrolment.qualification === '' &&
        programmeOfEnrolment(one, occurrences, programmes)?.units.some(
          ({ code }) => code === programme?.units[0]?.code,
        ),
    );
    if (master !== undefined) enrolment.linked.push(master.id);
  }
  return enrolments;
}

function programmeOfEnrolment(
  enrolment: Enrolment,
  occurrences: readonly Occurrence[],
  programmes: readonly Programme[],
): Programme | undefined {
  const occurrence = occurrences.find(({ id }) => id === enrolment.occurrence);
  return programmes.find(({ id }) => id === occurrence?.programme);
}

/** Units that a linked enrolment has are not there twice. */
function unitsOf(
  enrolment: Enrolment,
  all: readonly Enrolment[],
  occurrences: readonly Occurrence[],
  programmes: readonly Programme[],
  index: number,
): UnitResult[] {
  const units = programmeOfEnrolment(enrolment, occurrences, programmes)?.units ?? [];
  const elsewhere = all
    .filter(({ id }) => enrolment.linked.includes(id))
    .flatMap((linked) => programmeOfEnrolment(linked, occurrences, programmes)?.units ?? [])
    .map(({ code }) => code);
  const result = resultOf(enrolment, index);
  return units
    .filter(({ code }) => !elsewhere.includes(code))
    .map(({ code, name }) => ({
      enrolment: enrolment.id,
      code,
      name,
      result,
      start: result === '' ? null : enrolment.start,
      finish: enrolment.status_type === 1 ? enrolment.end : null,
      percentage: enrolment.status_type === 1 && index % 3 === 0 ? 70 + (index % 30) : -1,
    }));
}

function resultOf({ status_type }: Enrolment, index: number): string {
  if (status_type === 1)
    return (
      ['Competent', 'Competent', 'Competent', 'RPL Granted', 'Credit Transfer', 'Not Yet Competent'][index % 6] ?? ''
    );
  if (status_type !== 0) return 'Withdrawn';
  return index % 2 === 0 ? 'Continuing Enrolment' : '';
}

function awardsOf(
  business: Business,
  enrolments: readonly Enrolment[],
  occurrences: readonly Occurrence[],
  programmes: readonly Programme[],
  now: number,
): Award[] {
  return enrolments
    .filter(({ status_type }) => status_type === 1)
    .map((enrolment, index) => {
      const programme = programmeOfEnrolment(enrolment, occurrences, programmes);
      const whole = programme?.qualification !== '';
      const expires = programme?.code.startsWith('HLTAID') === true;
      const finished = enrolment.end.slice(0, 10);
      return {
        id: 401 + index,
        enrolment: enrolment.id,
        client: enrolment.client,
        code: programme?.code ?? '',
        name: programme?.name ?? '',
        parchment: `HT-${business.abn.slice(-3)}-${String(index + 1).padStart(5, '0')}`,
        recorded: `${finished}T17:15:00`,
        type: whole ? 'Testamur' : 'Statement of Attainment',
        type_code: whole ? 'T' : 'SOA',
        expiry: expires
          ? `${Number(finished.slice(0, 4)) + 3}${finished.slice(4).replace('-02-29', '-02-28')}T00:00:00`
          : null,
        modified: Math.min(now, Date.parse(`${finished}T09:15:00Z`)),
      };
    });
}
