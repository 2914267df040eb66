/** eSkilled's people, courses and enrolments as unified models. Pure and total. Called by streams.ts and actions.ts. */
import type { MapContext, Models } from 'plugboard/contract';
import { enrolmentStatusOf, oneOf, textOf } from 'plugboard/kit';
import type { RawContent, RawCourse, RawEnrolment, RawStudent, RawUnit } from './raw.ts';
import { dayOf, idOf, momentOf, numberOf, wholeOf, zoneOf } from './values.ts';

const genders = { f: 'female', m: 'male', x: 'other' } as const;

/** `F`, or the word. */
function genderOf(value: string | null | undefined): Models['student']['gender'] {
  const first = textOf(value)?.slice(0, 1).toLowerCase();
  if (first === 'o') return 'other';
  return first === 'f' || first === 'm' || first === 'x' ? genders[first] : null;
}

/** In the words of the proposed contract, whatever the letters; archiving is how things are deleted. */
function isArchived(status: string | null | undefined): boolean {
  return textOf(status)?.toLowerCase() === 'archived';
}

export function mapStudent(raw: RawStudent, { settings }: MapContext): Models['student'] {
  const [first, last] = [textOf(raw.studentName), textOf(raw.studentSurname)];
  const mobile = idOf(raw.studentMobileNumber);
  const property = textOf(raw.studentPostalPropertyName);
  const status = textOf(raw.studentStatus);
  return {
    first_name: first,
    middle_name: null,
    last_name: last,
    full_name: textOf([first, last].filter((part) => part !== null).join(' ')),
    email: textOf(raw.studentEmail),
    username: null,
    student_number: idOf(raw.studentID),
    usi: textOf(raw.studentUniqueStudentIdentifier),
    date_of_birth: dayOf(raw.studentDOB),
    gender: genderOf(raw.studentGender),
    phones: mobile === null ? [] : [{ kind: 'mobile', number: mobile }],
    addresses:
      property === null
        ? []
        : [{ kind: 'postal', line1: property, line2: null, city: null, region: null, postcode: null, country: null }],
    employer_id: null,
    status: isArchived(status) ? 'deleted' : status?.toLowerCase() === 'active' ? 'active' : null,
    last_seen_at: null,
    created_at: null,
    updated_at: momentOf(raw.modifiedDate, settings),
    custom: {},
  };
}

export function mapCourse(raw: RawCourse, { settings }: MapContext): Models['course'] {
  const code = idOf(raw.courseCode);
  const status = textOf(raw.courseStatus);
  return {
    name: textOf(raw.courseName) ?? code ?? `Course ${raw.courseID}`,
    code,
    external_id: null,
    description: null,
    category: textOf(raw.courseType),
    status: isArchived(status) ? 'deleted' : status?.toLowerCase() === 'active' ? 'published' : null,
    starts_on: null,
    ends_on: null,
    time_zone: zoneOf(settings),
    fee: null,
    currency: null,
    qualification_id: null,
    student_count: null,
    url: null,
    created_at: null,
    updated_at: momentOf(raw.modifiedDate, settings),
    custom: { national_code: idOf(raw.nationalCode) },
  };
}

export function mapUnit(raw: RawUnit, { settings }: MapContext): Models['unit'] {
  const code = idOf(raw.unitCode);
  return {
    code,
    name: textOf(raw.unitName) ?? code ?? `Unit ${raw.unitID}`,
    hours: numberOf(raw.nominalHours),
    field: null,
    status: null,
    updated_at: momentOf(raw.modifiedDate, settings),
    custom: { course_id: idOf(raw.courseID), type: textOf(raw.unitType), sequence: wholeOf(raw.sequence) },
  };
}

function isTrue(value: RawContent['aiGenerated']): boolean {
  return value === true || value === 1 || (typeof value === 'string' && /^(true|yes|1)$/i.test(value.trim()));
}

const visibility: Readonly<Record<string, boolean>> = { published: true, draft: false };

export function mapContent(raw: RawContent, { settings }: MapContext): Models['activity'] {
  return {
    kind: 'content',
    name: textOf(raw.title),
    type: textOf(raw.type),
    course_id: idOf(raw.courseID),
    parent_id: null,
    activity_id: null,
    student_id: null,
    student_name: null,
    position: wholeOf(raw.sequence),
    visible: oneOf(visibility, textOf(raw.status)?.toLowerCase()) ?? null,
    state: null,
    progress_percent: null,
    figures: {},
    url: null,
    due_at: null,
    completed_at: null,
    updated_at: momentOf(raw.modifiedDate, settings),
    custom: { unit_code: idOf(raw.unitCode), ai_generated: isTrue(raw.aiGenerated) },
  };
}

/** Codes of national qualifications (`BSB30120`); units and courses of the RTO's own look otherwise. */
const qualification = /^[A-Z]{3}\d{5}$/;

export function mapEnrolment(raw: RawEnrolment, { settings }: MapContext): Models['enrolment'] {
  const word = textOf(raw.status);
  const code = idOf(raw.courseCode);
  return {
    student_id: idOf(raw.studentID),
    student_name: null,
    course_id: idOf(raw.courseID),
    course_name: null,
    class_id: null,
    qualification_code: code !== null && qualification.test(code) ? code : null,
    role: 'student',
    status: enrolmentStatusOf(word),
    vendor_status: word,
    starts_on: dayOf(raw.startDate),
    ends_on: dayOf(raw.endDate),
    completed_at: momentOf(raw.completedDate, settings),
    progress_percent: null,
    score_percent: null,
    grade: null,
    last_activity_at: null,
    fee: null,
    fee_paid: null,
    currency: null,
    created_at: null,
    updated_at: momentOf(raw.modifiedDate, settings),
    custom: { course_code: code },
  };
}
