/**
 * The shapes of Brightspace's blocks, as far as the maps look at them. Lenient about what is missing and about fields we do not know,
 * strict about types: a field that changed its type is noticed here and costs one record, not the stream. Called by streams.ts and
 * actions.ts.
 */
import { z } from 'plugboard/contract';

const text = z.string().nullish();
const flag = z.boolean().nullish();
const id = z.union([z.string().min(1), z.number()]);
const reference = z.union([z.string(), z.number()]).nullish();
const count = z.number().nullish();
/** A kind, by number in the documentation, by name in the answers of some versions. */
const kind = z.union([z.string(), z.number()]).nullish();
const rich = z.object({ Text: text, Html: text }).nullish();
const unit = z.object({ Identifier: reference, Name: text, Code: text }).nullish();

export const rawUser = z.object({
  UserId: id,
  OrgId: reference,
  FirstName: text,
  MiddleName: text,
  LastName: text,
  DisplayName: text,
  UserName: text,
  ExternalEmail: text,
  OrgDefinedId: text,
  Activation: z.object({ IsActive: flag }).nullish(),
  LastAccessedDate: text,
});
export type RawUser = z.infer<typeof rawUser>;

/** A course offering; of one whose details may not be read only what the structure lists. */
export const rawCourse = z.object({
  Identifier: id,
  Name: text,
  Code: text,
  IsActive: flag,
  CanSelfRegister: flag,
  StartDate: text,
  EndDate: text,
  CourseTemplate: unit,
  Semester: unit,
  Department: unit,
  Description: rich,
});
export type RawCourse = z.infer<typeof rawCourse>;

const person = z.object({ Identifier: reference, DisplayName: text, OrgDefinedId: text });

export const rawEnrolment = z.object({
  /** Put there by us: an item does not say which course it is about. */
  OrgUnitId: id,
  User: person,
  Role: z.object({ Id: reference, Code: text, Name: text }).nullish(),
});
export type RawEnrolment = z.infer<typeof rawEnrolment>;

/** A module without what is in it, or a topic; `ParentModuleId`, `OrgUnitId` and `Position` are put there by us. */
export const rawContent = z.object({
  OrgUnitId: id,
  ParentModuleId: reference,
  Position: z.number().int().nullish(),
  ModuleId: reference,
  TopicId: reference,
  Title: text,
  TypeIdentifier: text,
  Url: text,
  ActivityType: kind,
  GradeItemId: reference,
  IsHidden: flag,
  IsLocked: flag,
  StartDateTime: text,
  EndDateTime: text,
  DueDateTime: text,
  LastModifiedDate: text,
});
export type RawContent = z.infer<typeof rawContent>;

export const rawAssignment = z.object({
  OrgUnitId: id,
  Id: id,
  Name: text,
  CustomInstructions: rich,
  CategoryId: reference,
  GradeItemId: reference,
  GroupTypeId: reference,
  SubmissionType: kind,
  Assessment: z.object({ ScoreDenominator: count }).nullish(),
  Availability: z.object({ StartDate: text, EndDate: text }).nullish(),
  DueDate: text,
  IsHidden: flag,
});
export type RawAssignment = z.infer<typeof rawAssignment>;

export const rawSubmission = z.object({
  OrgUnitId: id,
  FolderId: id,
  Entity: z.object({ EntityId: id, EntityType: text }),
  Status: kind,
  Feedback: z.object({ Score: count, Feedback: rich, GradedSymbol: text }).nullish(),
  Submissions: z.array(z.object({ Id: reference, SubmissionDate: text })).nullish(),
  CompletionDate: text,
});
export type RawSubmission = z.infer<typeof rawSubmission>;

export const rawGradeItem = z.object({
  OrgUnitId: id,
  Id: id,
  Name: text,
  ShortName: text,
  GradeType: text,
  MaxPoints: count,
  Weight: count,
  CategoryId: reference,
  CanExceedMaxPoints: flag,
  Description: rich,
  IsHidden: flag,
});
export type RawGradeItem = z.infer<typeof rawGradeItem>;

export const rawGrade = z.object({
  OrgUnitId: id,
  User: person,
  GradeValue: z.object({
    DisplayedGrade: text,
    GradeObjectIdentifier: reference,
    GradeObjectName: text,
    GradeObjectType: kind,
    GradeObjectTypeName: text,
    PointsNumerator: count,
    PointsDenominator: count,
    WeightedNumerator: count,
    WeightedDenominator: count,
    Comments: rich,
    LastModified: text,
    ReleasedDate: text,
  }),
});
export type RawGrade = z.infer<typeof rawGrade>;
