/**
 * Streams grown for load: item number n of a very large training organisation, made by rule from n alone. They come after the seeded ones
 * and are read-only. Called by ../sandbox.ts and reads.ts.
 */
import type { GrownList, JsonObject } from 'plugboard/contract';
import { isObject, textAt } from 'plugboard/kit';
import { isWithin, type Window } from './answers.ts';
import { utcText } from './state.ts';

interface Item {
  readonly index: number;
  readonly generation: number;
  readonly at: number;
}

const names = ['Ferreira', "O'Shea", 'Nguyễn', 'Åkesson', 'Siddiqui', 'Brown & Daughters'];
const base = 10_000_000;

function contact({ index, generation }: Item): JsonObject {
  return {
    CONTACTID: base + index,
    GIVENNAME: `Student${index}`,
    SURNAME: names[index % names.length] ?? '',
    EMAILADDRESS: `student.${index}@grown.example`,
    SEX: ['F', 'M', 'X'][index % 3] ?? null,
    DOB: `${1970 + (index % 35)}-0${(index % 9) + 1}-${String((index % 28) + 1).padStart(2, '0')}`,
    USI: null,
    USI_VERIFIED: false,
    OPTIONALID: index,
    ORGANISATION: null,
    ORGID: null,
    ADDRESS1: `${index % 200} Long Street`,
    CITY: 'PERTH',
    STATE: 'WA',
    POSTCODE: '6000',
    COUNTRY: 'AUSTRALIA',
    MOBILEPHONE: `0491 57${String(generation % 10_000).padStart(4, '0')}`,
    PRIOREDUCATIONIDS: [],
    CATEGORYIDS: [],
  };
}

function course({ index, generation, at }: Item): JsonObject {
  return {
    ID: base + index,
    TYPE: 'p',
    CODE: `GRW${index}`,
    NAME: `Certificate of growth ${index}, edition ${generation}`,
    COST: 990,
    GST_TYPE: 0,
    DELIVERY: 'Face-to-Face',
    ISACTIVE: true,
    LASTUPDATEDUTC: utcText(at),
  };
}

/** Workshops: public, and open for enrolment. */
function instance({ index, generation, at }: Item): JsonObject {
  return {
    ID: 3_426,
    INSTANCEID: base + index,
    NAME: `Workshop ${index}`,
    STARTDATE: '2026-12-01 09:00',
    FINISHDATE: '2026-12-01 16:30',
    LOCATION: 'Perth',
    COST: 70,
    GST_TYPE: 1,
    PARTICIPANTS: generation,
    MAXPARTICIPANTS: 20,
    PARTICIPANTVACANCY: Math.max(0, 20 - generation),
    ENROLMENTOPEN: true,
    ISACTIVE: true,
    STATUS: 'Active',
    LASTUPDATEDUTC: utcText(at),
  };
}

/** In programs of one unit. */
function enrolment({ index, generation, at }: Item): JsonObject {
  const passed = (index + generation) % 2 === 0;
  const person = { CONTACTID: base + index, GIVENNAME: `Student${index}`, SURNAME: names[index % names.length] ?? '' };
  return {
    ...person,
    INSTANCEID: 32_001,
    LEARNERID: base + index,
    ID: 3_426,
    TYPE: 'p',
    CODE: 'BSB50420',
    NAME: 'Diploma of Leadership and Management',
    EMAIL: `student.${index}@grown.example`,
    ENROLMENTDATE: '2026-06-01 00:00',
    STARTDATE: '2026-06-01 00:00',
    FINISHDATE: null,
    AMOUNTPAID: 0,
    STATUS: 'In Progress',
    LASTUPDATEDUTC: utcText(at),
    ACTIVITIES: [
      {
        ...person,
        TYPE: 's',
        INSTANCEID: base + index,
        CODE: 'BSBOPS502',
        NAME: 'Manage business operational plans',
        LEARNERID: base + index,
        STATUS: passed ? 'C' : 'CA',
        OUTCOMECODE: passed ? '20' : '70',
        STARTDATE: '2026-06-01 00:00',
        FINISHDATE: passed ? '2026-08-31 00:00' : null,
        ACTIVITIES: [],
      },
    ],
  };
}

export const grow = { contacts: contact, courses: course, classes: instance, enrolments: enrolment };

/** Those changed within a window; as values only where a part of those that the host can tell apart is wanted. */
export function grownWithin(
  list: GrownList | undefined,
  window: Window | undefined,
): { readonly list: GrownList | undefined; readonly items: readonly JsonObject[] } {
  if (list === undefined || window === undefined) return { list, items: [] };
  const since = list.changedSince(window.from);
  const later = list.changedSince(Math.min(window.to, 8.64e15 - 60_000) + 60_000);
  if (later.count === 0) return { list: since, items: [] };
  if (later.count === since.count) return { list: undefined, items: [] };
  const read: unknown = JSON.parse(`[${since.slice(0, since.count).toString('utf8')}]`);
  const items = Array.isArray(read) ? read.filter(isObject) : [];
  return {
    list: undefined,
    items: items.filter((item) => isWithin(window, Date.parse(`${textAt(item, 'LASTUPDATEDUTC')}Z`))),
  };
}
