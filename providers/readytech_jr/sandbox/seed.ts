/**
 * Harbour Training in JR Plus, made from the shared business: its people and employers as parties, its courses with their units, its
 * enrolments with the result of each unit and two assessments for it. Pure. Called by ../sandbox.ts.
 */
import type { Business, Company, Course, Enrolment, JsonObject, Person } from 'plugboard/contract';
import { emptyOAuth } from 'plugboard/kit';
import { outcomes, text, type Part, type Row, type State } from './state.ts';

/** The key ReadyTech issued; with characters that Basic and URLs get wrong. */
export const apiKey = 'jrp_5f0c:2b9e+91/a7d4==harbour';

const firstParty = 5_001;
const minute = 60_000;

function numbered(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(5, '0')}`;
}

/** By the place in the business: people first, then employers. */
export function partyIdentifier(business: Business, id: string): string {
  const all = [...business.people, ...business.companies];
  return numbered('PA', firstParty + all.findIndex((one) => one.id === id));
}

export function courseNumber(business: Business, id: string): string {
  return numbered('CR', 301 + business.courses.findIndex((one) => one.id === id));
}

export function seed({ business, now }: { readonly business: Business; readonly now: number }): State {
  const opened = Math.min(now, Date.parse('2026-05-01T01:00:00Z'));
  const kept = (data: JsonObject, index: number): Row => ({ data, at: Math.min(now, opened + index * minute) });
  const parties = [
    ...business.people.map((person) => personOf(business, person)),
    ...business.companies.map((company) => employerOf(business, company)),
  ];
  const enrolments = business.enrolments.map((taken, index) => enrolmentOf(business, taken, index));
  const results = business.enrolments.flatMap((taken, index) => resultsOf(business, taken, index));
  return {
    oauth: emptyOAuth(),
    keys: [apiKey],
    parties: parties.map(kept),
    courses: business.courses.map((course) => courseOf(business, course)).map(kept),
    enrolments: enrolments.map(kept),
    units: business.courses
      .flatMap((course) => unitsOf(business, course).map((unit, index) => courseUnit(business, course, unit, index)))
      .map(({ of, data }, index) => ({ of, ...kept({ id: String(101 + index), ...data }, index) })),
    results: results.map(({ of, data }, index) => ({ of, ...kept({ id: String(901 + index), ...data }, index) })),
    assessments: results
      .flatMap(assessmentsOf)
      .map(({ of, data }, index) => ({ of, ...kept({ id: String(3_001 + index), ...data }, index) })),
    employers: business.enrolments.flatMap((taken, index): Part[] => {
      const employer = business.people.find(({ id }) => id === taken.person)?.employer;
      if (employer === undefined) return [];
      const data = { 'party-identifier': partyIdentifier(business, employer), 'employment-type-id': '1' };
      return [{ of: numbered('EN', 20_001 + index), ...kept(data, index) }];
    }),
    next: { party: firstParty + parties.length, enrolment: 20_001 + enrolments.length, row: 50_001 },
  };
}

function contact(type: string, value: string, location: string): JsonObject {
  return { primary: 'true', 'contact-type': type, value, location };
}

function addressesOf({ address }: Person | Company, location: string): JsonObject {
  return {
    address: [
      {
        primary: 'true',
        'street-address1': address.line1,
        suburb: address.city,
        'post-code': address.postcode,
        state: address.state,
        country: 'Australia',
        location,
      },
    ],
  };
}

function personOf(business: Business, person: Person): JsonObject {
  const identifier = partyIdentifier(business, person.id);
  const student = person.role === 'student';
  return {
    id: String(Number(identifier.slice(2))),
    'party-identifier': identifier,
    'party-type': 'Person',
    'contact-method': 'Email',
    surname: person.lastName,
    'first-name': person.firstName,
    'middle-name': null,
    'known-by': null,
    'birth-date': person.dateOfBirth,
    gender: { female: 'Female', male: 'Male', other: 'Other' }[person.gender],
    title: { female: 'Ms', male: 'Mr', other: 'Mx' }[person.gender],
    login: person.email,
    'logon-enabled': 'true',
    'usi-number': student ? person.usi : null,
    'usi-status': student ? 'Verified' : null,
    'created-on': '2026-04-20T09:00:00+08:00',
    addresses: addressesOf(person, 'Home'),
    'contact-details': {
      'contact-detail': [contact('Email', person.email, 'Home'), contact('Mobile', person.phone, 'Home')],
    },
    avetmiss: {
      'highest-school-level': '12',
      'indigenous-status': '4',
      'main-language': '1201',
      'labour-force-status': '01',
      'disability-flag': 'N',
      'country-of-birth': '1101',
    },
    'ad-hoc-fields': { 'ad-hoc-field': { name: 'Cohort', value: student ? '2026' : 'Staff' } },
  };
}

function employerOf(business: Business, company: Company): JsonObject {
  const identifier = partyIdentifier(business, company.id);
  return {
    id: String(Number(identifier.slice(2))),
    'party-identifier': identifier,
    'party-type': 'Employer',
    'contact-method': 'Email',
    'legal-name': company.name,
    'trading-name': company.name.replace(/ Pty Ltd$/, ''),
    website: `http://${company.email.slice(company.email.indexOf('@') + 1)}`,
    'created-on': '2026-04-20T09:00:00+08:00',
    addresses: addressesOf(company, 'Work'),
    'contact-details': {
      'contact-detail': [contact('Email', company.email, 'Work'), contact('Phone', company.phone, 'Work')],
    },
  };
}

function courseOf(business: Business, course: Course): JsonObject {
  const number = courseNumber(business, course.id);
  return {
    id: String(Number(number.slice(2))),
    'course-number': number,
    'course-name': course.title,
    'course-information': `<p>${course.title}. Ask us &amp; come along.</p>`,
    'course-status': 'Open',
    'course-scope-code': course.code,
    'course-scope-name': course.title,
    'start-date': '2026-05-09',
    'end-date': '2026-12-18',
    'enrolment-start-date': '2026-04-01',
    'enrolment-end-date': '2026-12-11',
    'maximum-enrolments': '40',
    'minimum-enrolments': '4',
    'total-enrolments': String(business.enrolments.filter((taken) => taken.course === course.id).length),
    'invoice-options': {
      'invoice-option': { name: 'Full fee', total: course.fee, enabled: 'true', 'date-from': null, 'date-to': null },
    },
  };
}

/** A unit is its own; a workshop leads to none. */
function unitsOf(business: Business, course: Course): readonly Course[] {
  const ids = course.kind === 'unit' ? [course.id] : course.units;
  return business.courses.filter(({ id }) => ids.includes(id));
}

function courseUnit(business: Business, course: Course, unit: Course, index: number) {
  const data = {
    'unit-code': unit.code,
    'unit-name': unit.title,
    'unit-type': 'Core',
    'nominal-hours': '60',
    sequence: String(index + 1),
  };
  return { of: courseNumber(business, course.id), data };
}

const statuses = {
  enrolled: 'Enrolled',
  in_progress: 'Active',
  completed: 'Completed',
  withdrawn: 'Withdrawn',
} as const satisfies Record<Enrolment['status'], string>;

function enrolmentOf(business: Business, taken: Enrolment, index: number): JsonObject {
  return {
    'enrolment-identifier': numbered('EN', 20_001 + index),
    'party-identifier': partyIdentifier(business, taken.person),
    'course-number': courseNumber(business, taken.course),
    'enrolment-status': statuses[taken.status],
    'study-reason': 'To get a job',
    'invoice-option': 'Full fee',
    'start-date': taken.startedOn,
    'end-date': taken.completedOn ?? null,
    'completed-on': taken.completedOn ?? null,
  };
}

function codeOf(taken: Enrolment, index: number): string {
  switch (taken.status) {
    case 'completed':
      return ['20', '20', '20', '51', '60', '30'][index % 6] ?? '20';
    case 'withdrawn':
      return '40';
    case 'in_progress':
      return index % 2 === 0 ? '70' : '';
    default:
      return '';
  }
}

function resultsOf(business: Business, taken: Enrolment, index: number): { of: string; data: JsonObject }[] {
  const course = business.courses.find(({ id }) => id === taken.course);
  const code = codeOf(taken, index);
  return (course === undefined ? [] : unitsOf(business, course)).map((unit) => ({
    of: numbered('EN', 20_001 + index),
    data: {
      'unit-code': unit.code,
      'unit-name': unit.title,
      'unit-status': outcomes[code] ?? 'Not Started',
      'outcome-identifier-avetmiss': code === '' ? null : code,
      'start-date': code === '' ? null : taken.startedOn,
      'end-date': taken.completedOn ?? null,
      'assessor-name': code === '' ? null : 'Ngaire Te Whata',
      'hours-attended': code === '20' ? '58.5' : null,
    },
  }));
}

/** Questions and an observation for each unit. */
export function assessmentsOf({ of, data }: { readonly of: string; readonly data: JsonObject }) {
  const done = data['end-date'] ?? null;
  const passed = ['20', '51', '60'].includes(text(data, 'outcome-identifier-avetmiss'));
  return (['Written', 'Observation'] as const).map((method, index) => ({
    of,
    data: {
      'unit-code': data['unit-code'] ?? null,
      title: method === 'Written' ? 'Written questions' : 'Practical observation',
      'assessment-method': method,
      attempt: '1',
      'assessment-status':
        done === null
          ? index === 0 && data['start-date'] !== null
            ? 'Submitted'
            : 'Not Submitted'
          : passed
            ? 'Satisfactory'
            : 'Not Satisfactory',
      mark: done === null || method === 'Observation' ? null : '81.5',
      'submitted-on': index === 0 ? (data['start-date'] ?? null) : done,
      'assessed-on': done,
      'assessor-name': done === null ? null : 'Ngaire Te Whata',
    },
  }));
}
