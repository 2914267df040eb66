/** Brightspace's blocks -> unified models. Pure and total: what is unknown becomes null. Called by streams.ts and actions.ts. */
import type { MapContext, Models } from 'plugboard/contract';
import { decimalOf, known, oneOf, textOf } from 'plugboard/kit';
import type {
  RawAssignment,
  RawContent,
  RawCourse,
  RawEnrolment,
  RawGrade,
  RawGradeItem,
  RawSubmission,
  RawUser,
} from './raw.ts';
import { addressOf, dayOf, idOf, momentOf, wordsOf } from './values.ts';

// --- people and courses ---------------------------------------------------------------------------------------------------

function fullName(raw: RawUser): string | null {
  return (
    textOf(raw.DisplayName) ?? textOf([raw.FirstName, raw.LastName].flatMap((name) => textOf(name) ?? []).join(' '))
  );
}

function isOn(active: boolean | null | undefined): Models['student']['status'] {
  return active === true ? 'active' : active === false ? 'suspended' : null;
}

export function mapUser(raw: RawUser): Models['student'] {
  return {
    first_name: textOf(raw.FirstName),
    middle_name: textOf(raw.MiddleName),
    last_name: textOf(raw.LastName),
    full_name: fullName(raw),
    email: textOf(raw.ExternalEmail),
    username: textOf(raw.UserName),
    student_number: textOf(raw.OrgDefinedId),
    usi: null,
    date_of_birth: null,
    gender: null,
    phones: [],
    addresses: [],
    employer_id: null,
    status: isOn(raw.Activation?.IsActive),
    last_seen_at: momentOf(raw.LastAccessedDate),
    created_at: null,
    updated_at: null,
    custom: {},
  };
}

function unitOf(name: string, unit: RawCourse['Semester']): Record<string, unknown> {
  return {
    [`${name}_id`]: idOf(unit?.Identifier),
    [`${name}_code`]: textOf(unit?.Code),
    [`${name}_name`]: textOf(unit?.Name),
  };
}

export function mapCourse(raw: RawCourse, context: MapContext): Models['course'] {
  const id = String(raw.Identifier);
  return {
    name: textOf(raw.Name) ?? textOf(raw.Code) ?? id,
    code: textOf(raw.Code),
    external_id: null,
    description: wordsOf(raw.Description),
    category: textOf(raw.Department?.Name),
    // Inactive is whatever learners do not see: not begun, or over.
    status: raw.IsActive === true ? 'published' : raw.IsActive === false ? 'draft' : null,
    starts_on: dayOf(raw.StartDate, context),
    ends_on: dayOf(raw.EndDate, context),
    time_zone: textOf(context.account?.meta['time_zone']),
    fee: null,
    currency: null,
    qualification_id: null,
    student_count: null,
    url: addressOf(`/d2l/home/${encodeURIComponent(id)}`, context),
    created_at: null,
    updated_at: null,
    custom: known({
      ...unitOf('template', raw.CourseTemplate),
      ...unitOf('semester', raw.Semester),
      ...unitOf('department', raw.Department),
      can_self_register: raw.CanSelfRegister,
      starts_at: momentOf(raw.StartDate),
      ends_at: momentOf(raw.EndDate),
    }),
  };
}

/** Brightspace knows no states: whoever is in the list is enrolled, and whoever left is not in it. */
export function mapEnrolment(raw: RawEnrolment): Models['enrolment'] {
  return {
    student_id: idOf(raw.User.Identifier),
    student_name: textOf(raw.User.DisplayName),
    course_id: String(raw.OrgUnitId),
    course_name: null,
    class_id: null,
    qualification_code: null,
    role: textOf(raw.Role?.Name) ?? textOf(raw.Role?.Code),
    status: 'active',
    vendor_status: null,
    starts_on: null,
    ends_on: null,
    completed_at: null,
    progress_percent: null,
    score_percent: null,
    grade: null,
    last_activity_at: null,
    fee: null,
    fee_paid: null,
    currency: null,
    created_at: null,
    updated_at: null,
    custom: known({
      role_id: idOf(raw.Role?.Id),
      role_code: textOf(raw.Role?.Code),
      student_number: textOf(raw.User.OrgDefinedId),
    }),
  };
}

// --- content --------------------------------------------------------------------------------------------------------------

/** Key of a module or topic among the records. */
export function contentKey(kind: 'module' | 'topic', id: string): string {
  return `${kind}:${id}`;
}

export function mapContent(raw: RawContent, context: MapContext): Models['activity'] {
  const [topic, parent] = [idOf(raw.TopicId), idOf(raw.ParentModuleId)];
  return {
    kind: 'content',
    name: textOf(raw.Title),
    type: topic === null ? 'module' : textOf(raw.TypeIdentifier),
    course_id: String(raw.OrgUnitId),
    parent_id: parent === null ? null : contentKey('module', parent),
    activity_id: null,
    student_id: null,
    student_name: null,
    position: raw.Position ?? null,
    visible: typeof raw.IsHidden === 'boolean' ? !raw.IsHidden : null,
    state: null,
    progress_percent: null,
    figures: {},
    url: addressOf(raw.Url, context),
    due_at: momentOf(raw.DueDateTime),
    completed_at: null,
    updated_at: momentOf(raw.LastModifiedDate),
    custom: known({
      activity_type: raw.ActivityType,
      grade_item_id: idOf(raw.GradeItemId),
      opens_at: momentOf(raw.StartDateTime),
      closes_at: momentOf(raw.EndDateTime),
      locked: raw.IsLocked,
    }),
  };
}

// --- work -----------------------------------------------------------------------------------------------------------------

const submissionKinds: Readonly<Record<string, readonly string[]>> = {
  0: ['file'],
  1: ['text'],
  2: ['on_paper'],
  3: ['observed'],
  4: ['file', 'text'],
  File: ['file'],
  Text: ['text'],
  OnPaper: ['on_paper'],
  Observed: ['observed'],
  FileOrText: ['file', 'text'],
};

export function mapAssignment(raw: RawAssignment): Models['assessment'] {
  const id = String(raw.Id);
  return {
    name: textOf(raw.Name) ?? id,
    course_id: String(raw.OrgUnitId),
    unit_code: null,
    description: wordsOf(raw.CustomInstructions),
    grading_type: null,
    points_max: decimalOf(raw.Assessment?.ScoreDenominator),
    submission_kinds: [...oneOf(submissionKinds, idOf(raw.SubmissionType), [])],
    opens_at: momentOf(raw.Availability?.StartDate),
    due_at: momentOf(raw.DueDate),
    closes_at: momentOf(raw.Availability?.EndDate),
    status: raw.IsHidden === true ? 'draft' : raw.IsHidden === false ? 'published' : null,
    url: null,
    created_at: null,
    updated_at: null,
    custom: known({
      category_id: idOf(raw.CategoryId),
      grade_item_id: idOf(raw.GradeItemId),
      group_type_id: idOf(raw.GroupTypeId),
    }),
  };
}

/** Draft and published are said of the feedback: what was handed in is being marked, or was. */
const submissionStatuses: Readonly<Record<string, Models['submission']['status']>> = {
  0: 'not_submitted',
  1: 'submitted',
  2: 'marking',
  3: 'graded',
  Unsubmitted: 'not_submitted',
  Submitted: 'submitted',
  Draft: 'marking',
  Published: 'graded',
};

/** The latest of all that was handed in. */
function lastMoment(raw: RawSubmission): string | null {
  return (
    (raw.Submissions ?? [])
      .flatMap((one) => momentOf(one.SubmissionDate) ?? [])
      .toSorted()
      .at(-1) ?? null
  );
}

export function mapSubmission(raw: RawSubmission): Models['submission'] {
  const group = raw.Entity.EntityType?.toLowerCase() === 'group';
  const attempts = raw.Submissions?.length ?? 0;
  const status = idOf(raw.Status);
  return {
    assessment_id: String(raw.FolderId),
    course_id: String(raw.OrgUnitId),
    student_id: group ? null : String(raw.Entity.EntityId),
    group_id: group ? String(raw.Entity.EntityId) : null,
    attempt: attempts === 0 ? null : attempts,
    status: oneOf(submissionStatuses, status, 'unknown'),
    vendor_status: status,
    score: decimalOf(raw.Feedback?.Score),
    grade: textOf(raw.Feedback?.GradedSymbol),
    late: null,
    missing: null,
    excused: null,
    grader_id: null,
    feedback: wordsOf(raw.Feedback?.Feedback),
    submitted_at: lastMoment(raw),
    graded_at: null,
    created_at: null,
    updated_at: null,
    custom: known({ completed_at: momentOf(raw.CompletionDate) }),
  };
}

// --- marks ----------------------------------------------------------------------------------------------------------------

export function mapGradeItem(raw: RawGradeItem): Models['assessment'] {
  const id = String(raw.Id);
  return {
    name: textOf(raw.Name) ?? id,
    course_id: String(raw.OrgUnitId),
    unit_code: null,
    description: wordsOf(raw.Description),
    grading_type: textOf(raw.GradeType),
    points_max: decimalOf(raw.MaxPoints),
    submission_kinds: [],
    opens_at: null,
    due_at: null,
    closes_at: null,
    status: raw.IsHidden === true ? 'draft' : raw.IsHidden === false ? 'published' : null,
    url: null,
    created_at: null,
    updated_at: null,
    custom: known({
      short_name: textOf(raw.ShortName),
      weight: decimalOf(raw.Weight),
      category_id: idOf(raw.CategoryId),
      can_exceed_points_max: raw.CanExceedMaxPoints,
    }),
  };
}

/** GRADEOBJ_T: everything else is one item. */
const scopes: Readonly<Record<string, Models['grade']['scope']>> = { 7: 'course', 8: 'course', 9: 'category' };

/** Shown to people as `78.5 %`; in languages with a decimal comma it is left as text. */
function percentIn(shown: string | null): string | null {
  return decimalOf(/^(-?\d+(?:\.\d+)?)\s*%$/.exec(shown ?? '')?.[1]);
}

export function mapGrade(raw: RawGrade): Models['grade'] {
  const { GradeValue: value, User: user } = raw;
  const scope = oneOf(scopes, idOf(value.GradeObjectType), 'item');
  const shown = textOf(value.DisplayedGrade);
  const changed = momentOf(value.LastModified);
  return {
    student_id: idOf(user.Identifier),
    student_name: textOf(user.DisplayName),
    course_id: String(raw.OrgUnitId),
    enrolment_id: null,
    scope,
    item_id: scope === 'course' ? null : idOf(value.GradeObjectIdentifier),
    item_name: textOf(value.GradeObjectName),
    item_kind: textOf(value.GradeObjectTypeName),
    score: decimalOf(value.PointsNumerator),
    score_min: null,
    score_max: decimalOf(value.PointsDenominator),
    percent: percentIn(shown),
    text: shown,
    feedback: wordsOf(value.Comments),
    grader_name: null,
    graded_at: changed,
    updated_at: changed,
    custom: known({
      weighted_score: decimalOf(value.WeightedNumerator),
      weighted_score_max: decimalOf(value.WeightedDenominator),
      released_at: momentOf(value.ReleasedDate),
    }),
  };
}
