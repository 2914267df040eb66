/**
 * Moodle's people, courses, activities and enrolments -> unified models. Pure and total: what is unknown becomes null, and what Moodle
 * left out because the account may not see it is unknown. What students do is in maps-work.ts. Called by streams.ts and actions.ts.
 */
import type { MapContext, Models, Settings } from 'plugboard/contract';
import { dateOf, textOf } from 'plugboard/kit';
import type { RawCourse, RawEnrolment, RawModule, RawUser } from './raw.ts';
import { dayOf, idOf, momentOf, nameOf, pageOf, plainText } from './values.ts';

export function yes(flag: boolean | number | null | undefined): boolean | null {
  return flag === null || flag === undefined ? null : flag === true || flag === 1;
}

// --- people ---------------------------------------------------------------------------------------------------------------

/** A custom profile field by its short name, which Moodle's own forms take in any case. */
function profileField(raw: RawUser, shortname: string): { type: string | null; value: string } | undefined {
  const found = raw.customfields?.find((field) => field.shortname?.toLowerCase() === shortname.toLowerCase());
  const value = textOf(found?.value);
  return value === null ? undefined : { type: textOf(found?.type), value };
}

/** The fields the tenant named; other profile fields may say anything about a person, and stay in raw. */
function usiOf(raw: RawUser, settings: Settings): string | null {
  return profileField(raw, textOf(settings['usi_field']) ?? 'usi')?.value.toUpperCase() ?? null;
}

/** A field of type datetime keeps unix seconds, one of type text whatever was typed. */
function birthOf(raw: RawUser, settings: Settings): string | null {
  const field = profileField(raw, textOf(settings['birth_field']) ?? 'dateofbirth');
  if (field === undefined) return null;
  return /^-?\d{1,11}$/.test(field.value) ? dayOf(Number(field.value), settings) : (dateOf(field.value) ?? null);
}

type Phone = Models['student']['phones'][number];

function phonesOf(raw: RawUser): Phone[] {
  const numbers: readonly (readonly [Phone['kind'], string | null])[] = [
    ['other', textOf(raw.phone1)],
    ['mobile', textOf(raw.phone2)],
  ];
  return numbers.flatMap(([kind, number]) => (number === null ? [] : [{ kind, number }]));
}

function addressesOf(raw: RawUser): Models['student']['addresses'] {
  const [line1, city, country] = [textOf(raw.address), textOf(raw.city), textOf(raw.country)];
  if (line1 === null && city === null) return [];
  return [{ kind: 'other', line1, line2: null, city, region: null, postcode: null, country }];
}

export function mapUser(raw: RawUser, { settings }: MapContext): Models['student'] {
  const suspended = yes(raw.suspended);
  return {
    first_name: textOf(raw.firstname),
    middle_name: null,
    last_name: textOf(raw.lastname),
    full_name: textOf(raw.fullname),
    email: textOf(raw.email),
    username: textOf(raw.username),
    student_number: textOf(raw.idnumber),
    usi: usiOf(raw, settings),
    date_of_birth: birthOf(raw, settings),
    gender: null,
    phones: phonesOf(raw),
    addresses: addressesOf(raw),
    employer_id: null,
    status: suspended === null ? null : suspended ? 'suspended' : 'active',
    last_seen_at: momentOf(raw.lastaccess),
    created_at: null,
    updated_at: null,
    custom: {
      institution: textOf(raw.institution),
      department: textOf(raw.department),
      auth: textOf(raw.auth),
      language: textOf(raw.lang),
      confirmed: yes(raw.confirmed),
      first_seen_at: momentOf(raw.firstaccess),
    },
  };
}

// --- courses --------------------------------------------------------------------------------------------------------------

export function mapCourse(raw: RawCourse, context: MapContext): Models['course'] {
  const id = String(raw.id);
  const visible = yes(raw.visible);
  return {
    name: nameOf(raw.fullname) ?? nameOf(raw.shortname) ?? id,
    code: nameOf(raw.shortname),
    external_id: textOf(raw.idnumber),
    description: plainText(raw.summary),
    category: nameOf(raw.categoryname),
    status: visible === null ? null : visible ? 'published' : 'draft',
    starts_on: dayOf(raw.startdate, context.settings),
    ends_on: dayOf(raw.enddate, context.settings),
    time_zone: textOf(context.settings['time_zone']),
    fee: null,
    currency: null,
    qualification_id: null,
    student_count: null,
    url: pageOf(context, `/course/view.php?id=${id}`),
    created_at: momentOf(raw.timecreated),
    updated_at: momentOf(raw.timemodified),
    custom: {
      category_id: idOf(raw.categoryid),
      format: textOf(raw.format),
      language: textOf(raw.lang),
      completion_enabled: yes(raw.enablecompletion),
    },
  };
}

// --- activities -----------------------------------------------------------------------------------------------------------

/** Names activities give to the date by which something must be done. */
const dueDates: ReadonlySet<string> = new Set(['duedate', 'timeclose', 'timedue', 'deadline']);

export function mapModule(raw: RawModule): Models['activity'] {
  const due = raw.dates?.find(({ dataid }) => dueDates.has(dataid ?? ''));
  const touched = [raw.contentsinfo?.lastmodified, ...(raw.contents ?? []).map(({ timemodified }) => timemodified)];
  const visible = yes(raw.visible);
  const sectionVisible = yes(raw.section.visible);
  return {
    kind: 'content',
    name: nameOf(raw.name),
    type: textOf(raw.modname),
    course_id: String(raw.courseid),
    parent_id: null,
    activity_id: null,
    student_id: null,
    student_name: null,
    position: raw.position,
    visible: visible === true ? sectionVisible : visible,
    state: null,
    progress_percent: null,
    figures: {},
    url: textOf(raw.url),
    due_at: momentOf(due?.timestamp),
    completed_at: null,
    updated_at: momentOf(Math.max(0, ...touched.map((time) => time ?? 0))),
    custom: {
      section_id: idOf(raw.section.id),
      section_name: nameOf(raw.section.name),
      section_number: raw.section.number ?? null,
      instance_id: idOf(raw.instance),
      completion_tracking: trackingOf(raw.completion),
    },
  };
}

export function trackingOf(tracking: number | null | undefined): string | null {
  return ['none', 'manual', 'automatic'][tracking ?? -1] ?? null;
}

// --- enrolments -----------------------------------------------------------------------------------------------------------

/** Who is both student and something else is here as a student. */
function roleOf(roles: readonly string[], settings: Settings): string | null {
  const student = textOf(settings['student_role']) ?? 'student';
  return roles.includes(student) ? student : (roles[0] ?? null);
}

export function mapEnrolment(raw: RawEnrolment, { settings }: MapContext): Models['enrolment'] {
  const roles = (raw.roles ?? []).flatMap(({ shortname }) => textOf(shortname) ?? []);
  return {
    student_id: String(raw.id),
    student_name: textOf(raw.fullname),
    course_id: String(raw.courseid),
    course_name: null,
    class_id: null,
    qualification_code: null,
    role: roleOf(roles, settings),
    // Moodle tells only these two apart: suspended, not begun yet and over look the same.
    status: raw.active ? 'active' : 'inactive',
    vendor_status: raw.active ? 'active' : 'suspended',
    starts_on: null,
    ends_on: null,
    completed_at: null,
    progress_percent: null,
    score_percent: null,
    grade: null,
    last_activity_at: momentOf(raw.lastcourseaccess),
    fee: null,
    fee_paid: null,
    currency: null,
    created_at: null,
    updated_at: null,
    custom: {
      roles,
      groups: (raw.groups ?? []).flatMap((group) => {
        const id = idOf(group.id);
        return id === null ? [] : [{ id, name: nameOf(group.name) }];
      }),
    },
  };
}
