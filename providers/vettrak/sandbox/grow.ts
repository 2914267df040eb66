/**
 * Streams grown for load: item number n of a very large college, made by rule from n alone. They come after the seeded ones and are
 * read-only. Grown enrolments belong to all clients in turn, seeded ones first. Called by ../sandbox.ts and reads.ts.
 */
import type { GrownList, JsonObject } from 'plugboard/contract';
import type { UnitResult } from './state.ts';

interface Item {
  readonly index: number;
  readonly generation: number;
  readonly at: number;
}

const names = ['Ferreira', "O'Shea", 'Nguyen', 'Åkesson', 'Siddiqui', 'Brown & Daughters'];
const towns = ['Perth', 'Fremantle', 'Mandurah', 'Bunbury'];

const clientPrefix = '9';
const enrolmentBase = 10_000_000;
const awardBase = 20_000_000;

export function grownClientCode(index: number): string {
  return `${clientPrefix}${String(index).padStart(8, '0')}`;
}

function client({ index, generation }: Item): JsonObject {
  const day = String((index % 28) + 1).padStart(2, '0');
  return {
    Clie_Surname: names[index % names.length] ?? '',
    Clie_Given: `Student${index}`,
    Clie_Code: grownClientCode(index),
    Clie_DOB: `${1970 + (index % 35)}-0${(index % 9) + 1}-${day}T00:00:00`,
    Clie_Email: `student.${index}@grown.example`,
    Clie_MobilePhone: `+6149157${String(generation % 10_000).padStart(4, '0')}`,
    Clie_Username: `student.${index}`,
    Gender: ['F', 'M', 'X'][index % 3] ?? '',
    USI: '',
    USIExempt: false,
    DivisionId: 1,
    UsualAddress: {
      StreetNumber: String((index % 200) + 1),
      StreetName: 'Long Street',
      City: towns[index % towns.length] ?? '',
      State: 'WA',
      Postcode: '6000',
    },
  };
}

function enrolment({ index, generation }: Item): JsonObject {
  const completed = (index + generation) % 2 === 0;
  return {
    ID: enrolmentBase + index,
    Code: `E${enrolmentBase + index}`,
    StartDate: '2026-06-01T00:00:00',
    EndDate: '2026-08-31T00:00:00',
    Status: completed ? 'Completed' : 'Active',
    StatusType: completed ? 1 : 0,
    DateOfEffect: '2026-08-31T00:00:00',
    Qual_Code: 'BSB50420',
    Qual_Name: 'Diploma of Leadership and Management',
    DeliveryModes: ['Internal'],
    Amount: 990,
    DivisionId: 1,
    GivenName: `Student${index}`,
    Surname: names[index % names.length] ?? '',
  };
}

function award({ index, generation, at }: Item): JsonObject {
  return {
    Qucl_ID: awardBase + index,
    Qual_Code: 'BSB50420',
    Qual_Name: 'Diploma of Leadership and Management',
    Clie_Code: grownClientCode(index),
    Qucl_Cert: `G-${String(index).padStart(7, '0')}-${generation}`,
    Qucl_Recorded: new Date(at).toISOString().slice(0, 19),
    AwardTypeName: 'Testamur',
    AwardTypeCode: 'T',
    EnrolmentId: enrolmentBase + index,
  };
}

export const grow = { clients: client, enrolments: enrolment, awards: award };

export function itemsOf(list: GrownList | undefined, from = 0, to = list?.count ?? 0): JsonObject[] {
  return list === undefined ? [] : JSON.parse(`[${list.slice(from, Math.min(to, list.count)).toString('utf8')}]`);
}

/** A grown client by its code, when there is one. */
export function grownClient(list: GrownList | undefined, code: string): JsonObject | undefined {
  const index = Number(code.slice(clientPrefix.length));
  return Number.isInteger(index) && grownClientCode(index) === code ? itemsOf(list, index, index + 1)[0] : undefined;
}

/** Who shares the grown enrolments: the codes of the seeded clients, and how many grown ones there are. */
export interface Owners {
  readonly seeded: readonly string[];
  readonly grown: number;
}

/** Grown enrolments of a client. */
export function grownEnrolments(list: GrownList | undefined, code: string, owners: Owners): JsonObject[] {
  const seeded = owners.seeded.indexOf(code);
  const grown = Number(code.slice(clientPrefix.length));
  const isGrown = grownClientCode(grown) === code && grown < owners.grown;
  const first = seeded >= 0 ? seeded : isGrown ? owners.seeded.length + grown : undefined;
  const found: JsonObject[] = [];
  if (list === undefined || first === undefined) return found;
  for (let index = first; index < list.count; index += owners.seeded.length + owners.grown)
    found.push(...itemsOf(list, index, index + 1).map((item) => ({ ...item, Clie_Code: code })));
  return found;
}

/** Whose grown enrolments these are: working on an enrolment is taken for working on its client too. */
export function ownersOf(enrolments: readonly JsonObject[], owners: Owners): ReadonlySet<string> {
  const all = owners.seeded.length + owners.grown;
  return new Set(
    enrolments.map(({ ID }) => {
      const place = (Number(ID) - enrolmentBase) % all;
      return owners.seeded[place] ?? grownClientCode(place - owners.seeded.length);
    }),
  );
}

/** Each grown enrolment has one unit. */
export function grownUnit(list: GrownList | undefined, enrolmentId: number): UnitResult | undefined {
  const index = enrolmentId - enrolmentBase;
  if (list === undefined || index < 0 || index >= list.count) return undefined;
  return {
    enrolment: enrolmentId,
    code: 'BSBOPS502',
    name: 'Manage business operational plans',
    result: index % 2 === 0 ? 'Competent' : '',
    start: '2026-06-01T00:00:00',
    finish: index % 2 === 0 ? '2026-08-31T00:00:00' : null,
    percentage: -1,
  };
}
