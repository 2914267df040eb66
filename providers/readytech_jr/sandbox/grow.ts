/** Streams grown for load: item number n of a very large college, made by rule from n alone. Read-only. Called by ../sandbox.ts and routes-reads.ts. */
import type { GrownList, JsonObject } from 'plugboard/contract';

interface Item {
  readonly index: number;
  readonly generation: number;
  readonly at: number;
}

const names = ['Ferreira', "O'Shea", 'Nguyen', 'Åkesson', 'Siddiqui', 'Brown & Daughters'];

function grownId(prefix: string, index: number): string {
  return `${prefix}9${String(index).padStart(8, '0')}`;
}

function student({ index, generation, at }: Item): JsonObject {
  return {
    id: String(900_000_000 + index),
    'party-identifier': grownId('PA', index),
    'party-type': 'Person',
    surname: names[index % names.length] ?? '',
    'first-name': `Student${index}`,
    'birth-date': `${1970 + (index % 35)}-0${(index % 9) + 1}-${String((index % 28) + 1).padStart(2, '0')}`,
    gender: ['Female', 'Male', 'Other'][index % 3] ?? '',
    login: `student.${index}@grown.example`,
    'contact-details': {
      'contact-detail': {
        primary: 'true',
        'contact-type': 'Mobile',
        value: `+6149157${String(generation % 10_000).padStart(4, '0')}`,
        location: 'Home',
      },
    },
    at,
  };
}

function course({ index, generation, at }: Item): JsonObject {
  return {
    id: String(900_000_000 + index),
    'course-number': grownId('CR', index),
    'course-name': `Load course ${index}`,
    'course-status': generation % 2 === 0 ? 'Open' : 'Closed',
    'course-scope-code': 'BSB50420',
    'start-date': '2026-06-01',
    'end-date': '2026-08-31',
    'total-enrolments': String(generation),
    at,
  };
}

function enrolment({ index, generation, at }: Item): JsonObject {
  const completed = (index + generation) % 2 === 0;
  return {
    'enrolment-identifier': grownId('EN', index),
    'party-identifier': grownId('PA', index),
    'course-number': grownId('CR', index % 50),
    'enrolment-status': completed ? 'Completed' : 'Active',
    'start-date': '2026-06-01',
    'end-date': '2026-08-31',
    'completed-on': completed ? '2026-08-31' : null,
    at,
  };
}

export const grow = { students: student, courses: course, enrolments: enrolment };

/** Grown items `from` (inclusive) to `to` (exclusive), with when they were changed. */
export function grownRows(
  list: GrownList | undefined,
  from: number,
  to: number,
): readonly { readonly data: JsonObject; readonly at: number }[] {
  if (list === undefined || from >= Math.min(to, list.count)) return [];
  const items: readonly JsonObject[] = JSON.parse(`[${list.slice(from, Math.min(to, list.count)).toString('utf8')}]`);
  return items.map(({ at, ...data }) => ({ data, at: typeof at === 'number' ? at : 0 }));
}

/** The index of a grown item by its id; undefined for a seeded one. */
export function grownIndex(list: GrownList | undefined, id: string): number | undefined {
  const match = /^(?:PA|CR|EN)9(\d{8})$/.exec(id);
  const index = Number(match?.[1] ?? Number.NaN);
  return list !== undefined && index < list.count ? index : undefined;
}

/** Each grown enrolment has one unit. */
export function grownResult(index: number): JsonObject {
  return {
    id: '1',
    'unit-code': 'BSBOPS502',
    'unit-name': 'Manage business operational plans',
    'unit-status': 'Completed',
    'outcome-identifier-avetmiss': index % 5 === 4 ? '30' : '20',
    'start-date': '2026-06-01',
    'end-date': '2026-08-31',
  };
}
