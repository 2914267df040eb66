/**
 * How Brightspace writes the things the sandbox remembers: ids as numbers in one block and as text in the next, times with
 * milliseconds, no member ever left out. Called by the routes.
 */
import type { JsonObject, JsonValue } from 'plugboard/contract';
import {
  courseOfferingType,
  nameOf,
  type Course,
  type Folder,
  type Grade,
  type GradeItem,
  type Handed,
  type Module,
  type Role,
  type State,
  type Topic,
  type Unit,
  type User,
} from './state.ts';

/** `2026-03-09T01:00:00.000Z`. */
export function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function rich(text: string): JsonObject {
  return { Text: text, Html: text === '' ? '' : `<p>${text}</p>` };
}

// --- people ---------------------------------------------------------------------------------------------------------------

export function renderUser(user: User, state: State): JsonObject {
  return {
    OrgId: state.organisation.id,
    UserId: user.id,
    FirstName: user.first,
    MiddleName: user.middle,
    LastName: user.last,
    UserName: user.login,
    ExternalEmail: user.email,
    OrgDefinedId: user.org_defined,
    UniqueIdentifier: user.login,
    Activation: { IsActive: user.active },
    LastAccessedDate: iso(user.seen),
    DisplayName: nameOf(user),
    Pronouns: null,
  };
}

function profileOf(user: number): string {
  return `prf${user}`;
}

export function renderWhoAmI(user: User): JsonObject {
  return {
    Identifier: String(user.id),
    FirstName: user.first,
    LastName: user.last,
    Pronouns: null,
    UniqueName: user.login,
    ProfileIdentifier: profileOf(user.id),
  };
}

export function renderRole(role: Role): JsonObject {
  return {
    Identifier: String(role.id),
    DisplayName: role.name,
    Code: role.code,
    Description: '',
    RoleAlias: role.name,
    IsCascading: false,
    AccessFutureCourses: false,
    AccessInactiveCourses: false,
    AccessPastCourses: true,
    ShowInGrades: role.code === 'learner',
    ShowInUserProgress: role.code === 'learner',
    InClassList: true,
  };
}

/** An OrgUnitUser. */
export function renderMember(user: User, role: Role | undefined): JsonObject {
  return {
    User: {
      Identifier: String(user.id),
      DisplayName: nameOf(user),
      EmailAddress: user.email,
      OrgDefinedId: user.org_defined,
      ProfileBadgeUrl: null,
      ProfileIdentifier: profileOf(user.id),
      UserName: user.login,
    },
    Role: { Id: role?.id ?? 0, Code: role?.code ?? null, Name: role?.name ?? '' },
  };
}

/** A ClasslistUser. */
export function renderClassmate(user: User, role: Role | undefined): JsonObject {
  return {
    Identifier: String(user.id),
    ProfileIdentifier: profileOf(user.id),
    DisplayName: nameOf(user),
    Username: user.login,
    OrgDefinedId: user.org_defined,
    Email: user.email,
    FirstName: user.first,
    LastName: user.last,
    RoleId: role?.id ?? null,
    LastAccessed: iso(user.seen),
    IsOnline: false,
    ClasslistRoleDisplayName: role?.name ?? '',
  };
}

// --- org units ------------------------------------------------------------------------------------------------------------

function pathOf(course: Course): string {
  return `/content/enforced/${course.id}-${course.code}/`;
}

/** As the structure lists it. */
export function renderUnit(course: Course): JsonObject {
  const type = { Id: courseOfferingType, Code: 'Course Offering', Name: 'Course Offering' };
  return { Identifier: String(course.id), Name: course.name, Code: course.code, Path: pathOf(course), Type: type };
}

export function renderCourse(course: Course, state: State): JsonObject {
  const unit = (id: number | null): JsonValue => {
    const found: Unit | undefined = state.units.find((one) => one.id === id);
    return found === undefined ? null : { Identifier: String(found.id), Name: found.name, Code: found.code };
  };
  return {
    Identifier: String(course.id),
    Name: course.name,
    Code: course.code,
    IsActive: course.active,
    CanSelfRegister: false,
    Path: pathOf(course),
    StartDate: iso(course.start),
    EndDate: iso(course.end),
    CourseTemplate: unit(course.template),
    Semester: unit(course.semester),
    Department: unit(course.department),
    Description: rich(course.description),
  };
}

// --- content --------------------------------------------------------------------------------------------------------------

function renderTopic(topic: Topic): JsonObject {
  return {
    TopicId: topic.id,
    Identifier: String(topic.id),
    TypeIdentifier: topic.kind,
    Title: topic.title,
    Bookmarked: false,
    Unread: true,
    Url: topic.url,
    SortOrder: topic.order,
    StartDateTime: null,
    EndDateTime: null,
    DueDateTime: iso(topic.due),
    ActivityId: null,
    ActivityType: topic.activity,
    CompletionType: 2,
    IsExempt: false,
    IsHidden: topic.hidden,
    IsLocked: false,
    IsBroken: false,
    ToolId: null,
    ToolItemId: null,
    GradeItemId: topic.grade_item,
    LastModifiedDate: iso(topic.changed),
    Description: rich(''),
  };
}

/** A module with all that is in it. */
export function renderModule(module: Module, state: State): JsonObject {
  const inside = state.modules.filter(({ parent }) => parent === module.id).toSorted((a, b) => a.order - b.order);
  const topics = state.topics.filter((one) => one.module === module.id).toSorted((a, b) => a.order - b.order);
  return {
    ModuleId: module.id,
    Title: module.title,
    SortOrder: module.order,
    StartDateTime: null,
    EndDateTime: null,
    DueDateTime: iso(module.due),
    DefaultPath: '',
    IsHidden: module.hidden,
    IsLocked: false,
    LastModifiedDate: iso(module.changed),
    Description: rich(''),
    Modules: inside.map((one) => renderModule(one, state)),
    Topics: topics.map(renderTopic),
  };
}

// --- work -----------------------------------------------------------------------------------------------------------------

export function renderFolder(folder: Folder, state: State): JsonObject {
  const handed = state.handed.filter((one) => one.folder === folder.id);
  const dated = folder.opens !== null || folder.closes !== null;
  return {
    Id: folder.id,
    CategoryId: null,
    Name: folder.name,
    CustomInstructions: rich(folder.instructions),
    Attachments: [],
    TotalFiles: handed.reduce((sum, { files }) => sum + files.length, 0),
    UnreadFiles: 0,
    FlaggedFiles: 0,
    TotalUsers: handed.length,
    TotalUsersWithSubmissions: handed.filter(({ files }) => files.length > 0).length,
    TotalUsersWithFeedback: handed.filter(({ feedback }) => feedback !== null).length,
    Availability: dated
      ? {
          StartDate: iso(folder.opens),
          EndDate: iso(folder.closes),
          StartDateAvailabilityType: null,
          EndDateAvailabilityType: null,
        }
      : null,
    GroupTypeId: folder.group ? 77 : null,
    DueDate: iso(folder.due),
    DisplayInCalendar: false,
    Assessment: { ScoreDenominator: folder.points, Rubrics: [] },
    NotificationEmail: null,
    IsHidden: folder.hidden,
    LinkAttachments: [],
    ActivityId: null,
    IsAnonymous: false,
    DropboxType: folder.group ? 1 : 2,
    SubmissionType: folder.kind,
    CompletionType: 0,
    GradeItemId: folder.grade_item,
    AllowOnlyUsersWithSpecialAccess: null,
  };
}

/** An EntityDropbox: somebody, all they handed in, and what was said to it. */
export function renderHanded(handed: Handed, state: State): JsonObject {
  const nameById = (id: number) => state.users.filter((one) => one.id === id).map(nameOf)[0] ?? '';
  const { feedback } = handed;
  return {
    Entity: handed.group
      ? { EntityId: handed.entity, EntityType: 'Group', Name: handed.name }
      : { EntityId: handed.entity, EntityType: 'User', DisplayName: handed.name, Active: true },
    Status: handed.status,
    Feedback:
      feedback === null
        ? null
        : {
            Score: feedback.score,
            Feedback: rich(feedback.text),
            RubricAssessments: [],
            IsGraded: handed.status === 3,
            Files: [],
            Links: [],
            GradedSymbol: feedback.symbol,
          },
    Submissions: handed.files.map((file) => ({
      Id: file.id,
      SubmittedBy: { Identifier: String(file.by), DisplayName: nameById(file.by) },
      SubmissionDate: iso(file.at),
      Comment: rich(''),
      Files: [{ FileId: file.id + 1, FileName: file.file, Size: 20_480, IsRead: false, IsFlagged: false }],
    })),
    CompletionDate: iso(handed.files.at(-1)?.at ?? null),
  };
}

// --- marks ----------------------------------------------------------------------------------------------------------------

/** What a grade item carries depends on its type. */
export function renderGradeItem(item: GradeItem): JsonObject {
  const counted = {
    MaxPoints: item.points,
    IsBonus: false,
    ExcludeFromFinalGradeCalculation: false,
    GradeSchemeId: null,
    GradeSchemeUrl: null,
  };
  return {
    Id: item.id,
    Name: item.name,
    ShortName: item.short,
    GradeType: item.type,
    CategoryId: item.category,
    Description: rich(''),
    Weight: item.weight,
    AssociatedTool: null,
    IsHidden: false,
    ...(item.type === 'Text' ? {} : counted),
    ...(item.type === 'Numeric' ? { CanExceedMaxPoints: false } : {}),
  };
}

const typeNumbers = { Numeric: 1, PassFail: 2, SelectBox: 3, Text: 4 } as const;
const finalCalculated = 7;

/** A UserGradeValue; `null` for somebody without a mark. */
export function renderGrade(
  user: Pick<User, 'id' | 'first' | 'last' | 'org_defined' | 'email'>,
  item: GradeItem | undefined,
  grade: Grade | undefined,
): JsonObject {
  const person = {
    Identifier: String(user.id),
    DisplayName: nameOf(user),
    EmailAddress: user.email,
    OrgDefinedId: user.org_defined,
    ProfileBadgeUrl: null,
    ProfileIdentifier: profileOf(user.id),
  };
  if (grade === undefined) return { User: person, GradeValue: null };
  const weight = item?.weight ?? 100;
  const weighed =
    grade.numerator === null || grade.denominator === null || grade.denominator === 0
      ? null
      : Math.round((grade.numerator / grade.denominator) * weight * 100) / 100;
  const points = item?.type !== 'Text' && grade.numerator !== null;
  return {
    User: person,
    GradeValue: {
      UserId: String(user.id),
      OrgUnitId: String(grade.course),
      DisplayedGrade: grade.displayed,
      GradeObjectIdentifier: String(item?.id ?? finalIdOf(grade.course)),
      GradeObjectName: item?.name ?? 'Final Calculated Grade',
      GradeObjectType: item === undefined ? finalCalculated : typeNumbers[item.type],
      GradeObjectTypeName: item?.type ?? 'Final Calculated',
      ...(points
        ? {
            PointsNumerator: grade.numerator,
            PointsDenominator: grade.denominator,
            WeightedNumerator: weighed,
            WeightedDenominator: weight,
          }
        : {}),
      Comments: rich(grade.comment),
      PrivateComments: rich(''),
      LastModified: iso(grade.changed),
      LastModifiedBy: null,
      ReleasedDate: null,
    },
  };
}

/** The final grade is an object of its own, which the list of grade items leaves out. */
function finalIdOf(course: number): number {
  return course * 100 + 99;
}
