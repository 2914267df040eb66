/** VETtrak's shapes as unified models. Pure and total. Called by streams.ts and actions.ts. */
import type { MapContext, Models } from 'plugboard/contract';
import { enrolmentStatusOf, oneOf, outcomeOf, textOf } from 'plugboard/kit';
import type {
  RawAward,
  RawClient,
  RawEnrolment,
  RawOccurrence,
  RawProgramme,
  RawQualification,
  RawUnitResult,
} from './raw.ts';
import { currency, dayOf, joined, momentOf, money, wholeNumber, zoneOf } from './values.ts';

type Address = Models['student']['addresses'][number];

const genders = { F: 'female', M: 'male', X: 'other' } as const;
const isGender = (code: string | null): code is keyof typeof genders => code !== null && Object.hasOwn(genders, code);

export function mapClient(raw: RawClient): Models['student'] {
  const phones = [
    ['mobile', raw.Clie_MobilePhone],
    ['home', raw.Clie_HomePhone],
    ['work', raw.Clie_WorkPhone],
  ] as const;
  const gender = textOf(raw.Gender)?.toUpperCase() ?? null;
  return {
    first_name: textOf(raw.Clie_Given),
    middle_name: textOf(raw.Clie_Other),
    last_name: textOf(raw.Clie_Surname),
    full_name: joined([raw.Clie_Given, raw.Clie_Surname], ' '),
    email: textOf(raw.Clie_Email),
    username: textOf(raw.Clie_Username),
    student_number: raw.Clie_Code,
    usi: textOf(raw.USI),
    date_of_birth: dayOf(raw.Clie_DOB),
    gender: isGender(gender) ? genders[gender] : null,
    phones: phones.flatMap(([kind, number]) => {
      const written = textOf(number);
      return written === null ? [] : [{ kind, number: written }];
    }),
    addresses: addressesOf(raw),
    employer_id: textOf(raw.Empl_Identifier),
    status: null,
    last_seen_at: null,
    created_at: null,
    updated_at: null,
    custom: {
      title: textOf(raw.Clie_Title),
      division_id: textOf(raw.DivisionId),
      usi_exempt: raw.USIExempt === 'true',
    },
  };
}

/** Older versions write an address in one line; newer ones in parts, and leave the line empty or repeat it. */
function addressesOf(raw: RawClient): Address[] {
  const street = addressOf('street', raw.UsualAddress, [
    raw.Clie_RAddr,
    raw.Clie_RCity,
    raw.Stat_RShortName,
    raw.Clie_RPCode,
  ]);
  const postal = addressOf('postal', raw.PostalAddress, [
    raw.Clie_PAddr,
    raw.Clie_PCity,
    raw.Stat_PShortName,
    raw.Clie_PPCode,
  ]);
  return [...street, ...postal];
}

type Line = readonly [
  string | null | undefined,
  string | null | undefined,
  string | null | undefined,
  string | null | undefined,
];

function addressOf(
  kind: 'street' | 'postal',
  parts: RawClient['UsualAddress'],
  [line, city, region, postcode]: Line,
): Address[] {
  const inParts = joined([parts?.POBox, joined([parts?.StreetNumber, parts?.StreetName], ' ')], ', ');
  const address = {
    kind,
    line1: inParts ?? textOf(line),
    line2: joined([parts?.UnitDetails, parts?.Building], ', '),
    city: textOf(parts?.City) ?? textOf(city),
    region: textOf(parts?.State) ?? textOf(region),
    postcode: textOf(parts?.Postcode) ?? textOf(postcode),
    country: null,
  };
  const { kind: _kind, country: _country, ...said } = address;
  return Object.values(said).every((value) => value === null) ? [] : [address];
}

type EnrolmentStatus = Models['enrolment']['status'];

/** The numbers that are documented. The words, which a site may choose, decide about all others. */
const statusTypes: Readonly<Record<string, EnrolmentStatus>> = { 0: 'active', 1: 'completed', 9: 'withdrawn' };

function enrolmentStatus(type: string | null | undefined, word: string | null): EnrolmentStatus {
  return oneOf(statusTypes, type) ?? enrolmentStatusOf(word);
}

function deliveryModes(raw: Pick<RawEnrolment, 'DeliveryModes'>): string[] {
  return raw.DeliveryModes?.string?.flatMap((mode) => textOf(mode) ?? []) ?? [];
}

export function mapEnrolment(raw: RawEnrolment, { settings }: MapContext): Models['enrolment'] {
  const word = textOf(raw.Status);
  const status = enrolmentStatus(raw.StatusType, word);
  return {
    student_id: raw.Clie_Code,
    student_name: joined([raw.GivenName, raw.Surname], ' '),
    course_id: null,
    course_name: textOf(raw.Qual_Name) ?? textOf(raw.Description),
    class_id: null,
    qualification_code: textOf(raw.Qual_Code),
    role: 'student',
    status,
    vendor_status: word,
    starts_on: dayOf(raw.StartDate),
    ends_on: dayOf(raw.EndDate),
    completed_at: status === 'completed' ? momentOf(raw.DateOfEffect, settings) : null,
    progress_percent: null,
    score_percent: null,
    grade: null,
    last_activity_at: null,
    fee: money(raw.Amount),
    fee_paid: money(raw.AmountPaid),
    currency,
    created_at: null,
    updated_at: null,
    custom: {
      code: textOf(raw.Code),
      status_since: dayOf(raw.DateOfEffect),
      location_code: textOf(raw.Loca_Code),
      delivery_modes: deliveryModes(raw),
      fee_credited: money(raw.AmountCredited),
      fee_tax: money(raw.GST),
      division_id: textOf(raw.DivisionId),
    },
  };
}

export function mapUnitResult(raw: RawUnitResult): Models['outcome'] {
  const { code, name, result, start, finish, percentage } = raw.Unit;
  const word = textOf(result);
  const startsOn = dayOf(start);
  const score = wholeNumber(percentage);
  return {
    student_id: raw.Clie_Code,
    student_name: null,
    enrolment_id: raw.Enun.ID,
    unit_code: textOf(code),
    unit_name: textOf(name),
    ...outcomeOf(word, startsOn !== null),
    vendor_result: word,
    starts_on: startsOn,
    ends_on: dayOf(finish),
    // -1 says that nothing was scored.
    score_percent: score === null || score < 0 ? null : String(score),
    updated_at: null,
    custom: {},
  };
}

export function mapProgramme(raw: RawProgramme): Models['course'] {
  const code = textOf(raw.Prog_Code);
  return {
    name: textOf(raw.Prog_Name) ?? code ?? `Programme ${raw.Prog_ID}`,
    code,
    external_id: null,
    description: textOf(raw.Prog_Desc),
    category: null,
    status: 'published',
    starts_on: null,
    ends_on: null,
    time_zone: null,
    fee: null,
    currency: null,
    qualification_id: null,
    student_count: null,
    url: null,
    created_at: null,
    updated_at: null,
    custom: {},
  };
}

const classStatuses: Readonly<Partial<Record<EnrolmentStatus, Models['class']['status']>>> = {
  completed: 'completed',
  withdrawn: 'cancelled',
  cancelled: 'cancelled',
  pending: 'planned',
  active: 'open',
};

export function mapOccurrence(raw: RawOccurrence, { settings }: MapContext): Models['class'] {
  const moment = (text: string | null | undefined) => momentOf(text, settings);
  return {
    name: textOf(raw.Description) ?? textOf(raw.Prog_Name),
    code: textOf(raw.Code),
    course_id: raw.Prog_ID,
    course_name: textOf(raw.Prog_Name),
    status: classStatuses[enrolmentStatus(raw.StatusType, textOf(raw.Status))] ?? null,
    starts_at: moment(raw.StartDate),
    ends_at: moment(raw.EndDate),
    time_zone: zoneOf(settings),
    location: textOf(raw.Loca_Code),
    trainer_name: null,
    capacity: null,
    vacancies: wholeNumber(raw.Vacancies),
    fee: money(raw.Amount),
    currency,
    sessions: (raw.Classes?.TInst ?? []).map((lesson) => ({
      starts_at: moment(lesson.Inst_Start),
      ends_at: moment(lesson.Inst_Finish),
      location: textOf(lesson.Room_Code),
    })),
    updated_at: null,
    custom: {
      qualification_code: textOf(raw.Qual_Code),
      course_code: textOf(raw.Prog_Code),
      delivery_modes: deliveryModes(raw),
      web_published: raw.WebPublished === '1',
    },
  };
}

/** As it stands in the name: VETtrak has no field for it. */
const level =
  /^(Certificate (I{1,3}|IV)|(Advanced |Graduate |Associate )?Diploma|Graduate Certificate|Associate Degree)\b/i;

export function mapQualification(raw: RawQualification): Models['qualification'] {
  const name = textOf(raw.Qual_Name);
  return {
    code: raw.QualCode,
    name: name ?? raw.QualCode,
    level: level.exec(name ?? '')?.[0] ?? null,
    hours: wholeNumber(raw.Hours),
    region: textOf(raw.StateShortName),
    status: null,
    updated_at: null,
    custom: {
      units: wholeNumber(raw.Units),
      points: wholeNumber(raw.PointScore),
      fee: money(raw.Amount),
      expires_after_months: wholeNumber(raw.ExpiryMonths),
    },
  };
}

const awardTypes: readonly (readonly [RegExp, Models['certificate']['type']])[] = [
  [/statement|\bsoa\b/i, 'statement_of_attainment'],
  [/card/i, 'card'],
  [/badge/i, 'badge'],
  [/testamur|qualification|diploma|certificate (i{1,3}|iv)\b|graduate|full/i, 'qualification'],
];

export function mapAward(raw: RawAward): Models['certificate'] {
  const word = textOf(raw.AwardTypeName) ?? textOf(raw.AwardTypeCode);
  const number = textOf(raw.Qucl_Cert);
  const enrolment = textOf(raw.EnrolmentId);
  return {
    number,
    type: awardTypes.find(([pattern]) => word !== null && pattern.test(word))?.[1] ?? 'other',
    vendor_type: word,
    student_id: textOf(raw.Clie_Code),
    student_name: null,
    // 0 is .NET's way of having no number.
    enrolment_id: enrolment === '0' ? null : enrolment,
    course_code: textOf(raw.Qual_Code),
    course_name: textOf(raw.Qual_Name),
    completed_on: null,
    issued_on: dayOf(raw.Qucl_Recorded),
    expires_on: dayOf(raw.Expiry),
    // Without a number nothing was printed yet.
    status: number === null ? 'draft' : 'issued',
    url: null,
    updated_at: null,
    custom: { location_code: textOf(raw.Loca_Code), document_reference: textOf(raw.DocumentReference) },
  };
}
