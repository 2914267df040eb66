/**
 * The shapes of Coursebox' items, as far as the maps look at them. Lenient about what is missing and about fields we do not know, strict
 * about types: a field that changed its type is noticed here and costs one record, not the stream. Called by streams.ts and actions.ts.
 */
import { z } from 'plugboard/contract';

const text = z.string().nullish();
const flag = z.boolean().nullish();
const number = z.number().nullish();
const count = z.number().int().nullish();
const texts = z.array(z.string()).nullish();
const id = z.union([z.string().min(1), z.number()]);
const reference = z.union([z.string(), z.number()]).nullish();

export const rawLearner = z.object({
  id,
  email: text,
  emailVerified: flag,
  fullName: text,
  firstName: text,
  lastName: text,
  title: text,
  contactNumber: text,
  dateOfBirth: text,
  headline: text,
  country: text,
  state: text,
  city: text,
  role: text,
  deletedAt: text,
  createdAt: text,
  updatedAt: text,
});
export type RawLearner = z.infer<typeof rawLearner>;

export const rawCourse = z.object({
  id,
  title: text,
  description: text,
  status: text,
  language: text,
  unitCodes: texts,
  authorId: reference,
  aiGenerated: flag,
  sourceType: text,
  sectionCount: count,
  activityCount: count,
  estimatedMinutes: number,
  publishedAt: text,
  createdAt: text,
  updatedAt: text,
});
export type RawCourse = z.infer<typeof rawCourse>;

export const rawSection = z.object({
  id,
  courseId: reference,
  title: text,
  order: count,
  activities: z.array(z.object({ id: reference, type: text, title: text })).nullish(),
  updatedAt: text,
});
export type RawSection = z.infer<typeof rawSection>;

export const rawActivity = z.object({
  id,
  courseId: reference,
  sectionId: reference,
  order: count,
  type: text,
  title: text,
  html: text,
  mediaUrl: text,
  questions: z.array(z.json()).nullish(),
  rubric: z.array(z.json()).nullish(),
  maxScore: number,
  aiGenerated: flag,
  generation: z
    .object({
      model: text,
      sourceIds: z.array(z.union([z.string(), z.number()])).nullish(),
      generatedAt: text,
      reviewedBy: reference,
      reviewedAt: text,
    })
    .nullish(),
  status: text,
  createdAt: text,
  updatedAt: text,
});
export type RawActivity = z.infer<typeof rawActivity>;

export const rawEnrolment = z.object({
  id,
  userId: reference,
  courseId: reference,
  status: text,
  progress: number,
  activitiesCompleted: count,
  activitiesTotal: count,
  score: number,
  enrolledAt: text,
  startedAt: text,
  lastActivityAt: text,
  completedAt: text,
  expiresAt: text,
  certificateUrl: text,
  updatedAt: text,
});
export type RawEnrolment = z.infer<typeof rawEnrolment>;

export const rawProgress = z.object({
  id,
  enrolmentId: reference,
  userId: reference,
  courseId: reference,
  activityId: reference,
  activityTitle: text,
  type: text,
  status: text,
  attempt: count,
  timeSpentSeconds: number,
  startedAt: text,
  completedAt: text,
  updatedAt: text,
});
export type RawProgress = z.infer<typeof rawProgress>;

export const rawResult = z.object({
  id,
  enrolmentId: reference,
  userId: reference,
  courseId: reference,
  activityId: reference,
  unitCodes: texts,
  attempt: count,
  score: number,
  maxScore: number,
  passed: flag,
  gradedBy: text,
  graderId: reference,
  feedback: text,
  gradedAt: text,
  updatedAt: text,
});
export type RawResult = z.infer<typeof rawResult>;

/** Worked out by outcomes.ts; no item of the vendor's. */
export const rawOutcome = z.object({
  userId: z.string(),
  unitCode: z.string(),
  enrolmentIds: z.array(z.string()),
  results: z.number().int(),
  gradedAt: z.string().nullable(),
});
export type RawOutcome = z.infer<typeof rawOutcome>;

export const rawGeneration = z.object({
  id,
  status: text,
  progress: number,
  courseId: reference,
  error: z.object({ code: text, message: text }).nullish(),
  createdAt: text,
  finishedAt: text,
});
export type RawGeneration = z.infer<typeof rawGeneration>;
