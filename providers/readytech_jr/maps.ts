/** JR Plus' shapes as unified models. Pure and total. Called by streams.ts and actions.ts. */
import type { MapContext, Models } from 'plugboard/contract';
import { decimalOf, enrolmentStatusOf, moneyOf, outcomeOf, resultOfCode, textOf } from 'plugboard/kit';
import type { RawAssessment, RawCourse, RawEmployer, RawEnrolment, RawStudent, RawUnit, RawUnitResult } from './raw.ts';
import { dayOf, momentOf, numberOf, truthOf, wholeNumber, zoneOf } from './values.ts';

type Party = Pick<RawStudent, 'addresses' | 'contact-details' | 'ad-hoc-fields' | 'email'>;

function joined(parts: readonly (string | null | undefined)[]): string | null {
  return textOf(parts.flatMap((one) => textOf(one) ?? []).join(' '));
}

// --- parties --------------------------------------------------------------------------------------------------------------

const genders: readonly (readonly [RegExp, NonNullable<Models['student']['gender']>])[] = [
  [/^f(emale)?$/i, 'female'],
  [/^m(ale)?$/i, 'male'],
  [/^(x|o(ther)?|indeterminate.*|non[- ]?binary|self.*)$/i, 'other'],
];

function genderOf(word: string | null): Models['student']['gender'] {
  return genders.find(([pattern]) => word !== null && pattern.test(word))?.[1] ?? null;
}

const addressKinds: readonly (readonly [RegExp, Models['student']['addresses'][number]['kind']])[] = [
  [/post/i, 'postal'],
  [/bill|invoice/i, 'billing'],
  [/ship|deliver/i, 'shipping'],
  [/home|street|resid|usual|work|business/i, 'street'],
];

function addressesOf({ addresses }: Party): Models['student']['addresses'] {
  return (addresses?.address ?? []).flatMap((raw) => {
    const location = textOf(raw.location);
    const said = {
      line1: textOf(raw['street-address1']),
      line2: textOf(raw['street-address2']),
      city: textOf(raw.suburb),
      region: textOf(raw.state),
      postcode: textOf(raw['post-code']),
      country: textOf(raw.country),
    };
    if (Object.values(said).every((one) => one === null)) return [];
    const kind = addressKinds.find(([pattern]) => location !== null && pattern.test(location))?.[1] ?? 'other';
    return [{ kind, ...said }];
  });
}

/** What is marked as the primary one comes first. */
function detailsOf({
  'contact-details': details,
}: Party): readonly { type: string; value: string; location: string }[] {
  const all = (details?.['contact-detail'] ?? []).flatMap((raw) => {
    const value = textOf(raw.value);
    return value === null
      ? []
      : [
          {
            type: raw['contact-type'] ?? '',
            value,
            location: raw.location ?? '',
            primary: truthOf(raw.primary) === true,
          },
        ];
  });
  return [...all.filter(({ primary }) => primary), ...all.filter(({ primary }) => !primary)];
}

function emailOf(raw: Party): string | null {
  return detailsOf(raw).find(({ type }) => /e-?mail/i.test(type))?.value ?? textOf(raw.email);
}

function phonesOf(raw: Party): readonly { type: string; value: string; location: string }[] {
  return detailsOf(raw).filter(({ type }) => /phone|mobile|cell|fax/i.test(type));
}

/** The college's own fields, by its names. */
function ownFieldsOf({ 'ad-hoc-fields': fields }: Party): Record<string, string | null> {
  return Object.fromEntries(
    (fields?.['ad-hoc-field'] ?? []).flatMap(({ name, value }) => {
      const label = textOf(name);
      return label === null ? [] : [[label, textOf(value)]];
    }),
  );
}

export function mapStudent(raw: RawStudent, { settings }: MapContext): Models['student'] {
  return {
    first_name: textOf(raw['first-name']),
    middle_name: textOf(raw['middle-name']),
    last_name: textOf(raw.surname),
    full_name: joined([raw['first-name'], raw.surname]),
    email: emailOf(raw),
    username: textOf(raw.login),
    student_number: raw['party-identifier'],
    usi: textOf(raw['usi-number']),
    date_of_birth: dayOf(raw['birth-date']),
    gender: genderOf(textOf(raw.gender)),
    phones: phonesOf(raw).flatMap(({ type, value, location }) => {
      if (/fax/i.test(type)) return [];
      const kind = /mobile|cell/i.test(type + location)
        ? 'mobile'
        : /home/i.test(location)
          ? 'home'
          : /work|business/i.test(location)
            ? 'work'
            : 'other';
      return [{ kind, number: value }] as const;
    }),
    addresses: addressesOf(raw),
    employer_id: textOf(raw['employer-party-identifier']),
    status: null,
    last_seen_at: null,
    created_at: momentOf(raw['created-on'], settings),
    updated_at: momentOf(raw['updated-on'], settings),
    custom: {
      title: textOf(raw.title),
      known_by: textOf(raw['known-by']),
      contact_method: textOf(raw['contact-method']),
      usi_status: textOf(raw['usi-status']),
      avetmiss: raw.avetmiss ?? null,
      own_fields: ownFieldsOf(raw),
    },
  };
}

export function mapEmployer(raw: RawEmployer, { settings }: MapContext): Models['contact'] {
  return {
    name: textOf(raw['trading-name']) ?? textOf(raw['legal-name']),
    first_name: null,
    last_name: null,
    email: emailOf(raw),
    phones: phonesOf(raw).map(({ type, value }) => ({
      kind: /fax/i.test(type) ? 'fax' : /mobile|cell/i.test(type) ? 'mobile' : 'default',
      number: value,
    })),
    addresses: addressesOf(raw),
    tax_number: textOf(raw.abn),
    is_customer: null,
    is_supplier: null,
    status: 'active',
    currency: null,
    balance: null,
    created_at: momentOf(raw['created-on'], settings),
    updated_at: momentOf(raw['updated-on'], settings),
    custom: {
      legal_name: textOf(raw['legal-name']),
      website: textOf(raw.website),
      contact_method: textOf(raw['contact-method']),
      own_fields: ownFieldsOf(raw),
    },
  };
}

// --- courses and units ------------------------------------------------------------------------------------------------------

const courseStatuses: readonly (readonly [RegExp, Models['course']['status']])[] = [
  [/delet|cancel/i, 'deleted'],
  [/draft|plan|propos/i, 'draft'],
  [/clos|complet|finish|conclud|archiv|inactive/i, 'concluded'],
  [/open|publish|active|current|running/i, 'published'],
];

/** An Australian product that names no currency. */
const currency = 'AUD';

/** What the course costs when there is one price, or one that is in force. */
function feeOf({ 'invoice-options': options }: RawCourse): string | null {
  const open = (options?.['invoice-option'] ?? []).filter(({ enabled }) => truthOf(enabled) !== false);
  const prices = new Set(open.flatMap(({ total }) => moneyFrom(total) ?? []));
  return prices.size === 1 ? ([...prices][0] ?? null) : null;
}

function moneyFrom(text: string | null | undefined): string | null {
  return decimalOf(text?.trim()) === null ? null : moneyOf(text, currency);
}

export function mapCourse(raw: RawCourse, { settings }: MapContext): Models['course'] {
  const status = textOf(raw['course-status']);
  const fee = feeOf(raw);
  return {
    name: textOf(raw['course-name']) ?? textOf(raw['course-scope-name']) ?? `Course ${raw['course-number']}`,
    code: textOf(raw['course-scope-code']),
    external_id: null,
    description: textOf(raw['course-information']),
    category: null,
    status: courseStatuses.find(([pattern]) => status !== null && pattern.test(status))?.[1] ?? null,
    starts_on: dayOf(raw['start-date']),
    ends_on: dayOf(raw['end-date']),
    time_zone: zoneOf(settings),
    fee,
    currency: fee === null ? null : currency,
    qualification_id: null,
    student_count: wholeNumber(raw['total-enrolments']),
    url: null,
    created_at: momentOf(raw['created-on'], settings),
    updated_at: momentOf(raw['updated-on'], settings),
    custom: {
      course_number: raw['course-number'],
      vendor_status: status,
      scope_name: textOf(raw['course-scope-name']),
      enrolment_starts_on: dayOf(raw['enrolment-start-date']),
      enrolment_ends_on: dayOf(raw['enrolment-end-date']),
      capacity: wholeNumber(raw['maximum-enrolments']),
    },
  };
}

export function mapUnit(raw: RawUnit, { settings }: MapContext): Models['unit'] {
  const code = textOf(raw['unit-code']);
  return {
    code,
    name: textOf(raw['unit-name']) ?? code ?? `Unit ${raw.id}`,
    hours: numberOf(raw['nominal-hours']),
    field: null,
    status: null,
    updated_at: momentOf(raw['updated-on'], settings),
    custom: {
      course_number: raw['course-number'],
      type: textOf(raw['unit-type']),
      sequence: wholeNumber(raw.sequence),
    },
  };
}

// --- enrolments and what came of them -------------------------------------------------------------------------------------------

export function mapEnrolment(raw: RawEnrolment, { settings }: MapContext): Models['enrolment'] {
  const word = textOf(raw['enrolment-status']);
  return {
    student_id: textOf(raw['party-identifier']),
    student_name: null,
    course_id: textOf(raw['course-number']),
    course_name: textOf(raw['course-name']),
    class_id: null,
    qualification_code: textOf(raw['course-scope-code']),
    role: 'student',
    status: enrolmentStatusOf(word),
    vendor_status: word,
    starts_on: dayOf(raw['start-date']),
    ends_on: dayOf(raw['end-date']),
    completed_at: momentOf(raw['completed-on'], settings),
    progress_percent: null,
    score_percent: null,
    grade: null,
    last_activity_at: null,
    fee: null,
    fee_paid: null,
    currency: null,
    created_at: momentOf(raw['created-on'], settings),
    updated_at: momentOf(raw['updated-on'], settings),
    custom: { study_reason: textOf(raw['study-reason']), invoice_option: textOf(raw['invoice-option']) },
  };
}

/**
 * The national identifier decides. Without one the unit's status may: except for "Completed", which says that the unit is over and not
 * how. An identifier the standard does not know is kept, and means nothing to us.
 */
function resultOf(raw: RawUnitResult): Pick<Models['outcome'], 'result' | 'code'> {
  const identifier = textOf(raw['outcome-identifier-avetmiss']);
  const started = dayOf(raw['start-date']) !== null;
  if (identifier !== null && /^\d+$/.test(identifier))
    return { result: resultOfCode(identifier) ?? 'unknown', code: identifier };
  if (identifier !== null) return outcomeOf(identifier, started);
  const status = textOf(raw['unit-status']);
  return status !== null && /^\W*(complete|finish)/i.test(status)
    ? { result: 'unknown', code: null }
    : outcomeOf(status, started);
}

export function mapUnitResult(raw: RawUnitResult, { settings }: MapContext): Models['outcome'] {
  return {
    student_id: textOf(raw['party-identifier']),
    student_name: null,
    enrolment_id: raw['enrolment-identifier'],
    unit_code: textOf(raw['unit-code']),
    unit_name: textOf(raw['unit-name']),
    ...resultOf(raw),
    vendor_result: textOf(raw['unit-status']),
    starts_on: dayOf(raw['start-date']),
    ends_on: dayOf(raw['end-date']),
    score_percent: null,
    updated_at: momentOf(raw['updated-on'], settings),
    custom: {
      training_organisation_code: textOf(raw['outcome-identifier-training-organisation']),
      assessor_name: textOf(raw['assessor-name']),
      hours_attended: numberOf(raw['hours-attended']),
    },
  };
}

const assessmentStatuses: readonly (readonly [RegExp, Models['submission']['status']])[] = [
  [/not (yet )?submit/i, 'not_submitted'],
  [/satisf|compet|pass|fail|graded|marked/i, 'graded'],
  [/return|resubmi/i, 'returned'],
  [/marking|under review/i, 'marking'],
  [/submit/i, 'submitted'],
];

export function mapAssessment(raw: RawAssessment, { settings }: MapContext): Models['submission'] {
  const word = textOf(raw['assessment-status']);
  const status = assessmentStatuses.find(([pattern]) => word !== null && pattern.test(word))?.[1] ?? 'unknown';
  return {
    assessment_id: raw.id,
    course_id: null,
    student_id: textOf(raw['party-identifier']),
    group_id: null,
    attempt: wholeNumber(raw.attempt),
    status,
    vendor_status: word,
    score: decimalOf(raw.mark?.trim()),
    grade: status === 'graded' ? word : null,
    late: null,
    missing: null,
    excused: null,
    grader_id: null,
    feedback: null,
    submitted_at: momentOf(raw['submitted-on'], settings),
    graded_at: momentOf(raw['assessed-on'], settings),
    created_at: null,
    updated_at: momentOf(raw['updated-on'], settings),
    custom: {
      enrolment_id: raw['enrolment-identifier'],
      unit_code: textOf(raw['unit-code']),
      title: textOf(raw.title),
      method: textOf(raw['assessment-method']),
      assessor_name: textOf(raw['assessor-name']),
    },
  };
}
