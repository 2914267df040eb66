/**
 * eSkilled's rows. Only students are documented; the others are as proposed until eSkilled says otherwise. Numbers may come as texts and
 * the other way round; nothing but ids is needed. Called by streams.ts, the maps and the actions.
 */
import { z } from 'plugboard/contract';

const text = z.string().nullish();
const id = z.union([z.number(), z.string().min(1)]);
const loose = z.union([z.number(), z.string()]).nullish();
const flag = z.union([z.boolean(), z.number(), z.string()]).nullish();

export const rawStudent = z.looseObject({
  studentID: id,
  studentName: text,
  studentSurname: text,
  studentEmail: text,
  studentMobileNumber: loose,
  studentUniqueStudentIdentifier: text,
  studentDOB: text,
  studentGender: text,
  studentPostalPropertyName: text,
  studentStatus: text,
  modifiedDate: text,
});
export type RawStudent = z.infer<typeof rawStudent>;

export const rawCourse = z.looseObject({
  courseID: id,
  courseCode: loose,
  courseName: text,
  courseType: text,
  courseStatus: text,
  nationalCode: loose,
  modifiedDate: text,
});
export type RawCourse = z.infer<typeof rawCourse>;

/** With the course it was listed for, because it is core in one and elective in another. */
export const rawUnit = z.looseObject({
  courseID: id,
  unitID: id,
  unitCode: loose,
  unitName: text,
  unitType: text,
  nominalHours: loose,
  sequence: loose,
  modifiedDate: text,
});
export type RawUnit = z.infer<typeof rawUnit>;

export const rawContent = z.looseObject({
  contentID: id,
  courseID: id,
  unitCode: loose,
  title: text,
  type: text,
  sequence: loose,
  aiGenerated: flag,
  status: text,
  modifiedDate: text,
});
export type RawContent = z.infer<typeof rawContent>;

export const rawEnrolment = z.looseObject({
  enrolmentID: id,
  studentID: id,
  courseID: loose,
  courseCode: loose,
  status: text,
  startDate: text,
  endDate: text,
  completedDate: text,
  modifiedDate: text,
});
export type RawEnrolment = z.infer<typeof rawEnrolment>;

/** With the student and the course of the enrolment it was listed for, as the two below. */
const ofEnrolment = { enrolmentID: id, studentID: loose, courseID: loose };

export const rawOutcome = z.looseObject({
  ...ofEnrolment,
  enrolmentUnitID: id,
  unitCode: loose,
  unitName: text,
  outcomeCode: loose,
  activityStartDate: text,
  activityEndDate: text,
  modifiedDate: text,
});
export type RawOutcome = z.infer<typeof rawOutcome>;

export const rawAssessment = z.looseObject({
  ...ofEnrolment,
  assessmentID: id,
  unitCode: loose,
  title: text,
  attempt: loose,
  status: text,
  grade: loose,
  submittedDate: text,
  markedDate: text,
  modifiedDate: text,
});
export type RawAssessment = z.infer<typeof rawAssessment>;

export const rawProgress = z.looseObject({
  ...ofEnrolment,
  progress: loose,
  unitsTotal: loose,
  unitsCompleted: loose,
  activitiesTotal: loose,
  activitiesCompleted: loose,
  lastActivityDate: text,
  modifiedDate: text,
});
export type RawProgress = z.infer<typeof rawProgress>;

export const rawActivity = z.looseObject({
  activityID: id,
  studentID: id,
  enrolmentID: loose,
  courseID: loose,
  contentID: loose,
  activityName: text,
  type: text,
  status: text,
  grade: loose,
  progress: loose,
  durationSeconds: loose,
  startedDate: text,
  completedDate: text,
  modifiedDate: text,
});
export type RawActivity = z.infer<typeof rawActivity>;
