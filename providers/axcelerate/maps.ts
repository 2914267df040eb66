/** aXcelerate's shapes as unified models. Pure and total. Called by streams.ts and actions.ts. */
import type { MapContext, Models } from 'plugboard/contract';
import { enrolmentStatusOf, oneOf } from 'plugboard/kit';
import { resultOf } from './outcomes.ts';
import type { RawContact, RawCourse, RawEnrolment, RawInstance, RawOrganisation, RawOutcome, RawUnit } from './raw.ts';
import {
  currency,
  dayOf,
  idOf,
  joined,
  momentOf,
  money,
  truth,
  typedId,
  utcOf,
  wholeNumber,
  words,
  zoneOf,
  type Written,
} from './values.ts';

type Address = Models['student']['addresses'][number];

// --- people ---------------------------------------------------------------------------------------------------------------

const genders: Readonly<Record<string, Models['student']['gender']>> = { F: 'female', M: 'male', X: 'other' };

export function mapContact(raw: RawContact): Models['student'] {
  const phones = [
    ['mobile', raw.MOBILEPHONE],
    ['home', raw.PHONE],
    ['work', raw.WORKPHONE],
  ] as const;
  return {
    first_name: words(raw.GIVENNAME),
    middle_name: words(raw.MIDDLENAME),
    last_name: words(raw.SURNAME),
    full_name: joined([raw.GIVENNAME, raw.SURNAME], ' '),
    email: words(raw.EMAILADDRESS),
    username: null,
    student_number: words(raw.OPTIONALID),
    usi: words(raw.USI)?.toUpperCase() ?? null,
    date_of_birth: dayOf(raw.DOB),
    gender: oneOf(genders, words(raw.SEX)?.toUpperCase(), null),
    phones: phones.flatMap(([kind, number]) => {
      const written = words(number);
      return written === null ? [] : [{ kind, number: written }];
    }),
    addresses: [
      ...addressOf('street', [raw.SADDRESS1, raw.SADDRESS2, raw.SCITY, raw.SSTATE, raw.SPOSTCODE, raw.SCOUNTRY]),
      ...addressOf('postal', [raw.ADDRESS1, raw.ADDRESS2, raw.CITY, raw.STATE, raw.POSTCODE, raw.COUNTRY]),
    ],
    employer_id: idOf(raw.ORGID),
    status: null,
    last_seen_at: null,
    created_at: null,
    updated_at: null,
    custom: {
      title: words(raw.TITLE),
      preferred_name: words(raw.PREFERREDNAME),
      usi_verified: truth(raw.USI_VERIFIED),
      organisation: words(raw.ORGANISATION),
      category_ids: raw.CATEGORYIDS ?? [],
      fields: customFields(raw),
    },
  };
}

/** What the organisation itself keeps of its contacts: `CUSTOMFIELD_COHORT` as `cohort`. */
function customFields(raw: RawContact): Record<string, unknown> {
  const prefix = 'CUSTOMFIELD_';
  return Object.fromEntries(
    Object.entries(raw).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length).toLowerCase(), value]] : [],
    ),
  );
}

type Lines = readonly [Written, Written, Written, Written, Written, Written];

function addressOf(kind: 'street' | 'postal', [line1, line2, city, region, postcode, country]: Lines): Address[] {
  const said = {
    line1: words(line1),
    line2: words(line2),
    city: words(city),
    region: words(region),
    postcode: words(postcode),
  };
  // A country alone is what a new contact is given.
  return Object.values(said).every((value) => value === null) ? [] : [{ kind, ...said, country: words(country) }];
}

export function mapOrganisation(raw: RawOrganisation): Models['contact'] {
  const details = raw.DETAILS ?? [];
  const numbers = new Set(details.flatMap(({ PHONE: phone }) => words(phone) ?? []));
  return {
    name: words(raw.NAME) ?? words(raw.LEGALNAME),
    first_name: null,
    last_name: null,
    email: details.map((one) => words(one.EMAILADDRESS)).find((one) => one !== null) ?? null,
    phones: [...numbers].map((number) => ({ kind: 'default', number })),
    addresses: details.flatMap((one) =>
      addressOf(/postal/i.test(words(one.TYPE) ?? '') ? 'postal' : 'street', [
        one.ADDRESS1,
        one.ADDRESS2,
        one.CITY,
        one.STATE,
        one.POSTCODE,
        one.COUNTRY,
      ]),
    ),
    tax_number: words(raw.ABN)?.replaceAll(/\s/g, '') ?? null,
    is_customer: null,
    is_supplier: null,
    status: 'active',
    currency: null,
    balance: null,
    created_at: null,
    updated_at: null,
    custom: { legal_name: words(raw.LEGALNAME), parent_id: idOf(raw.PARENTORGID) },
  };
}

// --- what is taught -------------------------------------------------------------------------------------------------------

const typeNames: Readonly<Record<string, string>> = {
  w: 'workshop',
  p: 'accredited program',
  s: 'subject',
  el: 'e-learning',
};

/** 2, which stands in some answers, is explained nowhere. */
const gst: Readonly<Record<string, string>> = { 0: 'none', 1: 'included' };

export function mapCourse(raw: RawCourse): Models['course'] {
  const code = words(raw.CODE);
  const active = truth(raw.ISACTIVE);
  return {
    name: words(raw.NAME) ?? code ?? `Course ${raw.ID}`,
    code,
    external_id: null,
    description: words(raw.SHORTDESCRIPTION),
    category: oneOf(typeNames, words(raw.TYPE), words(raw.TYPE)),
    status: active === null ? null : active ? 'published' : 'concluded',
    starts_on: null,
    ends_on: null,
    time_zone: null,
    fee: money(raw.COST),
    currency,
    qualification_id: null,
    student_count: null,
    url: null,
    created_at: null,
    updated_at: utcOf(raw.LASTUPDATEDUTC),
    custom: {
      type: words(raw.TYPE),
      stream: words(raw.STREAMNAME),
      delivery: words(raw.DELIVERY),
      duration: wholeNumber(raw.DURATION),
      duration_unit: words(raw.DURATIONTYPE),
      gst: oneOf(gst, words(raw.GST_TYPE), null),
    },
  };
}

const instanceStatuses: Readonly<Record<string, Models['class']['status']>> = {
  cancelled: 'cancelled',
  completed: 'completed',
  tentative: 'planned',
  incomplete: 'running',
};

export function mapInstance(raw: RawInstance, { settings }: MapContext): Models['class'] {
  const status = words(raw.STATUS);
  const open = truth(raw.ENROLMENTOPEN);
  return {
    name: words(raw.NAME),
    code: null,
    course_id: typedId(raw.TYPE, raw.ID),
    course_name: null,
    // Programs have none of these words; what is left to say is whether one can still enrol.
    status: oneOf(instanceStatuses, status?.toLowerCase(), open === true ? 'open' : null),
    starts_at: momentOf(raw.STARTDATE, settings),
    ends_at: momentOf(raw.FINISHDATE, settings),
    time_zone: zoneOf(settings),
    location: words(raw.LOCATION),
    trainer_name: null,
    capacity: wholeNumber(raw.MAXPARTICIPANTS),
    vacancies: wholeNumber(raw.PARTICIPANTVACANCY),
    fee: money(raw.COST),
    currency,
    sessions: [],
    updated_at: utcOf(raw.LASTUPDATEDUTC),
    custom: {
      type: words(raw.TYPE),
      vendor_status: status,
      enrolment_open: open,
      is_active: truth(raw.ISACTIVE),
      participants: wholeNumber(raw.PARTICIPANTS),
      min_participants: wholeNumber(raw.MINPARTICIPANTS),
      trainer_id: idOf(raw.TRAINERCONTACTID),
      owner_id: idOf(raw.OWNERCONTACTID),
      gst: oneOf(gst, words(raw.GST_TYPE), null),
    },
  };
}

export function mapUnit(raw: RawUnit): Models['unit'] {
  const code = words(raw.UNITCODE);
  return {
    code,
    name: words(raw.UNIT) ?? code ?? `Unit ${raw.UNITID}`,
    hours: null,
    field: null,
    status: null,
    updated_at: null,
    custom: {
      class_id: typedId('p', raw.INSTANCEID),
      unit_id: idOf(raw.UNITID),
      order: wholeNumber(raw.UNITORDER),
      elective: truth(raw.ELECTIVE),
    },
  };
}

// --- enrolments and outcomes ----------------------------------------------------------------------------------------------

/** Words that mean something else here than elsewhere, and the short ones in which a status is set. */
const statuses: Readonly<Record<string, Models['enrolment']['status']>> = {
  booked: 'active',
  invoiced: 'active',
  paid: 'active',
  ip: 'active',
  tent: 'pending',
  canc: 'cancelled',
  comp: 'completed',
  def: 'inactive',
  susp: 'inactive',
};

export function mapEnrolment(raw: RawEnrolment): Models['enrolment'] {
  const status = words(raw.STATUS);
  const program = words(raw.TYPE)?.toLowerCase() === 'p';
  return {
    student_id: idOf(raw.CONTACTID),
    student_name: joined([raw.GIVENNAME, raw.SURNAME], ' '),
    course_id: typedId(raw.TYPE, raw.ID),
    course_name: words(raw.NAME),
    class_id: typedId(raw.TYPE, raw.INSTANCEID),
    qualification_code: program ? words(raw.CODE) : null,
    role: 'student',
    status: oneOf(statuses, status?.toLowerCase(), enrolmentStatusOf(status)),
    vendor_status: status,
    starts_on: dayOf(raw.STARTDATE),
    ends_on: dayOf(raw.FINISHDATE),
    completed_at: null,
    progress_percent: null,
    score_percent: null,
    grade: null,
    last_activity_at: null,
    fee: null,
    fee_paid: money(raw.AMOUNTPAID),
    currency,
    created_at: null,
    updated_at: utcOf(raw.LASTUPDATEDUTC),
    custom: { type: words(raw.TYPE), code: words(raw.CODE), enrolled_on: dayOf(raw.ENROLMENTDATE) },
  };
}

export function mapOutcome({ ENROLMENT: enrolment, UNIT: unit }: RawOutcome): Models['outcome'] {
  const started = dayOf(unit.STARTDATE);
  return {
    student_id: idOf(unit.CONTACTID) ?? idOf(enrolment.CONTACTID),
    student_name: joined([enrolment.GIVENNAME, enrolment.SURNAME], ' '),
    enrolment_id: typedId(enrolment.TYPE, enrolment.LEARNERID),
    unit_code: words(unit.CODE),
    unit_name: words(unit.NAME),
    ...resultOf(words(unit.OUTCOMECODE), words(unit.STATUS), started !== null),
    vendor_result: words(unit.STATUS),
    starts_on: started,
    ends_on: dayOf(unit.FINISHDATE),
    score_percent: null,
    updated_at: null,
    custom: {
      outcome_code: words(unit.OUTCOMECODE),
      class_id: typedId(enrolment.TYPE, enrolment.INSTANCEID),
      unit_id: idOf(unit.INSTANCEID),
      delivery: words(unit.DELIVERY?.DESCRIPTION),
    },
  };
}
