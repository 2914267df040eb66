/** Cloud Assess' rows -> unified models. Pure and total: what is unknown becomes null. Called by streams.ts and actions.ts. */
import type { MapContext, Models } from 'plugboard/contract';
import { decimalOf, enrolmentStatusOf, oneOf, outcomeOf, resultOfCode, textOf } from 'plugboard/kit';
import type {
  RawAssessment,
  RawAssessor,
  RawEnrolment,
  RawIntake,
  RawMark,
  RawOutcome,
  RawQualification,
  RawStudent,
  RawSubmission,
  RawUnit,
} from './raw.ts';
import { dayOf, idOf, momentOf, startOf, zoneOf } from './values.ts';

function fullName(first: string | null | undefined, last: string | null | undefined): string | null {
  return textOf([textOf(first), textOf(last)].filter((part) => part !== null).join(' '));
}

// --- people ---------------------------------------------------------------------------------------------------------------

export function mapStudent(raw: RawStudent): Models['student'] {
  const mobile = textOf(raw.mobile);
  return {
    first_name: textOf(raw.first_name),
    middle_name: null,
    last_name: textOf(raw.last_name),
    full_name: fullName(raw.first_name, raw.last_name),
    email: textOf(raw.email),
    username: null,
    student_number: idOf(raw.external_id),
    usi: textOf(raw.usi),
    date_of_birth: dayOf(raw.date_of_birth),
    gender: null,
    phones: mobile === null ? [] : [{ kind: 'mobile', number: mobile }],
    addresses: [],
    employer_id: null,
    status: isArchived(raw) ? 'deleted' : oneOf({ active: 'active', archived: 'deleted' } as const, raw.status, null),
    last_seen_at: null,
    created_at: momentOf(raw.created_at),
    updated_at: momentOf(raw.updated_at),
    custom: {},
  };
}

export function mapAssessor(raw: RawAssessor): Models['contact'] {
  return {
    name: fullName(raw.first_name, raw.last_name),
    first_name: textOf(raw.first_name),
    last_name: textOf(raw.last_name),
    email: textOf(raw.email),
    phones: [],
    addresses: [],
    tax_number: null,
    is_customer: false,
    is_supplier: false,
    status: isArchived(raw) ? 'archived' : 'active',
    currency: null,
    balance: null,
    created_at: null,
    updated_at: momentOf(raw.updated_at),
    custom: { role: 'assessor' },
  };
}

function isArchived({ archived_at: moment }: { readonly archived_at?: string | null | undefined }): boolean {
  return textOf(moment) !== null;
}

// --- what is taught -------------------------------------------------------------------------------------------------------

const courseStatuses: Readonly<Record<string, Models['course']['status']>> = {
  draft: 'draft',
  active: 'published',
  superseded: 'concluded',
};

export function mapQualification(raw: RawQualification): Models['course'] {
  return {
    name: textOf(raw.title) ?? textOf(raw.code) ?? String(raw.id),
    code: textOf(raw.code),
    external_id: null,
    description: null,
    category: null,
    status: isArchived(raw) ? 'deleted' : oneOf(courseStatuses, raw.status, null),
    starts_on: null,
    ends_on: null,
    time_zone: null,
    fee: null,
    currency: null,
    qualification_id: null,
    student_count: null,
    url: null,
    created_at: null,
    updated_at: momentOf(raw.updated_at),
    custom: {
      release: idOf(raw.release),
      vendor_status: textOf(raw.status),
      units: (raw.units ?? []).map((unit) => ({
        id: idOf(unit.unit_id),
        code: textOf(unit.unit_code),
        name: textOf(unit.unit_title),
        core: unit.core ?? null,
      })),
    },
  };
}

export function mapUnit(raw: RawUnit): Models['unit'] {
  return {
    code: textOf(raw.code),
    name: textOf(raw.title) ?? textOf(raw.code) ?? String(raw.id),
    hours: null,
    field: null,
    status: isArchived(raw)
      ? 'archived'
      : oneOf({ current: 'current', superseded: 'superseded' } as const, raw.status, null),
    updated_at: momentOf(raw.updated_at),
    custom: { superseded_by: textOf(raw.superseded_by) },
  };
}

export function mapIntake(raw: RawIntake, { settings }: MapContext): Models['class'] {
  return {
    name: textOf(raw.name),
    code: null,
    course_id: idOf(raw.qualification_id),
    course_name: null,
    status: null,
    starts_at: startOf(raw.start_date, settings),
    ends_at: startOf(raw.end_date, settings),
    time_zone: zoneOf(settings),
    location: null,
    trainer_name: null,
    capacity: null,
    vacancies: null,
    fee: null,
    currency: null,
    sessions: [],
    updated_at: momentOf(raw.updated_at),
    custom: { start_date: dayOf(raw.start_date), end_date: dayOf(raw.end_date) },
  };
}

export function mapEnrolment(raw: RawEnrolment): Models['enrolment'] {
  const status = textOf(raw.status);
  return {
    student_id: idOf(raw.student_id),
    student_name: null,
    course_id: idOf(raw.qualification_id),
    course_name: null,
    class_id: idOf(raw.intake_id),
    qualification_code: null,
    role: null,
    status: enrolmentStatusOf(status),
    vendor_status: status,
    starts_on: dayOf(raw.start_date),
    ends_on: dayOf(raw.end_date),
    completed_at: momentOf(raw.completed_at),
    progress_percent: raw.progress_percent ?? null,
    score_percent: null,
    grade: null,
    last_activity_at: null,
    fee: null,
    fee_paid: null,
    currency: null,
    created_at: null,
    updated_at: momentOf(raw.updated_at),
    custom: {
      external_id: idOf(raw.external_id),
      units_total: raw.units_total ?? null,
      units_completed: raw.units_completed ?? null,
    },
  };
}

// --- work and marks -------------------------------------------------------------------------------------------------------

const assessmentStatuses: Readonly<Record<string, Models['assessment']['status']>> = {
  draft: 'draft',
  published: 'published',
  archived: 'closed',
};

export function mapAssessment(raw: RawAssessment): Models['assessment'] {
  const codes = raw.unit_codes ?? [];
  const type = textOf(raw.type);
  return {
    name: textOf(raw.name) ?? String(raw.id),
    course_id: null,
    // A template for several units is of none in particular.
    unit_code: codes.length === 1 ? textOf(codes[0]) : null,
    description: null,
    grading_type: null,
    points_max: null,
    submission_kinds: type === null ? [] : [type],
    opens_at: null,
    due_at: null,
    closes_at: null,
    status: isArchived(raw) ? 'deleted' : oneOf(assessmentStatuses, raw.status, null),
    url: null,
    created_at: null,
    updated_at: momentOf(raw.updated_at),
    custom: { unit_codes: codes, version: raw.version ?? null, max_attempts: raw.max_attempts ?? null },
  };
}

const submissionStatuses: Readonly<Record<string, Models['submission']['status']>> = {
  not_started: 'not_submitted',
  in_progress: 'draft',
  submitted: 'submitted',
  marking: 'marking',
  returned: 'returned',
  satisfactory: 'graded',
  not_satisfactory: 'graded',
};

export function mapSubmission(raw: RawSubmission): Models['submission'] {
  const word = textOf(raw.status);
  const status = oneOf(submissionStatuses, word, 'unknown');
  return {
    assessment_id: idOf(raw.assessment_id),
    course_id: null,
    student_id: idOf(raw.student_id),
    group_id: null,
    attempt: raw.attempt ?? null,
    status,
    vendor_status: word,
    score: null,
    grade: status === 'graded' ? word : null,
    late: null,
    missing: null,
    excused: null,
    grader_id: idOf(raw.marker_id),
    feedback: null,
    submitted_at: momentOf(raw.submitted_at),
    graded_at: momentOf(raw.marked_at),
    created_at: null,
    updated_at: momentOf(raw.updated_at),
    custom: {
      enrolment_id: idOf(raw.enrolment_id),
      latest_mark_id: idOf(raw.latest_mark_id),
      due_at: momentOf(raw.due_at),
      started_at: momentOf(raw.started_at),
    },
  };
}

export function mapMark(raw: RawMark): Models['grade'] {
  const score = decimalOf(raw.score);
  return {
    student_id: idOf(raw.student_id),
    student_name: null,
    course_id: null,
    enrolment_id: idOf(raw.enrolment_id),
    scope: 'item',
    item_id: idOf(raw.assessment_id),
    item_name: null,
    item_kind: null,
    score,
    // Scores are from 0 to 100; most marks have none.
    score_min: score === null ? null : '0',
    score_max: score === null ? null : '100',
    percent: score,
    text: textOf(raw.result),
    feedback: textOf(raw.comment),
    grader_name: null,
    graded_at: momentOf(raw.marked_at),
    updated_at: momentOf(raw.updated_at),
    custom: {
      submission_id: idOf(raw.submission_id),
      attempt: raw.attempt ?? null,
      assessor_id: idOf(raw.assessor_id),
      approval_status: textOf(raw.approval_status),
      approved_by: idOf(raw.approved_by),
      approved_at: momentOf(raw.approved_at),
    },
  };
}

/** A unit without a decision is not decided: never "not yet competent", and not guessed from its dates. */
function decisionOf(raw: RawOutcome): Pick<Models['outcome'], 'result' | 'code'> {
  const code = idOf(raw.outcome_code);
  const national = code === null ? undefined : resultOfCode(code);
  if (national !== undefined) return { result: national, code };
  const word = textOf(raw.outcome)?.replaceAll('_', ' ') ?? null;
  if (word === null) return { result: 'unknown', code };
  const read = outcomeOf(word, false);
  return { result: read.result, code: read.code ?? code };
}

export function mapOutcome(raw: RawOutcome): Models['outcome'] {
  return {
    student_id: idOf(raw.student_id),
    student_name: null,
    enrolment_id: idOf(raw.enrolment_id),
    unit_code: textOf(raw.unit_code),
    unit_name: textOf(raw.unit_name),
    ...decisionOf(raw),
    vendor_result: textOf(raw.outcome),
    starts_on: dayOf(raw.activity_start_date),
    ends_on: dayOf(raw.activity_end_date),
    score_percent: null,
    updated_at: momentOf(raw.updated_at),
    custom: {
      unit_id: idOf(raw.unit_id),
      assessor_id: idOf(raw.assessor_id),
      approved_at: momentOf(raw.approved_at),
      supersedes_id: idOf(raw.supersedes_id),
    },
  };
}
