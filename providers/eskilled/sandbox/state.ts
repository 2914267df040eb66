/**
 * What the eSkilled sandbox remembers, as plain JSON: the rows as the API shows them. Every row of the proposed contract says when it was
 * changed; a student of the API as documented need not. Called by every other file here.
 */
import type { SandboxContext } from 'plugboard/contract';

export type Context = SandboxContext<State>;

export interface State {
  /** By token: when it ends, milliseconds. */
  tokens: Record<string, number>;
  students: Student[];
  courses: Course[];
  units: Unit[];
  contents: Content[];
  enrolments: Enrolment[];
  enrolmentUnits: EnrolmentUnit[];
  assessments: Assessment[];
  progress: Progress[];
  activities: Activity[];
  next: { student: number; enrolment: number };
}

// Types, not interfaces: what is sent is JSON, and only a type can be seen to be.

export type Student = {
  studentID: number;
  studentName: string;
  studentSurname: string;
  studentEmail: string;
  studentMobileNumber: string | null;
  studentUniqueStudentIdentifier: string | null;
  /** `dd-MM-yyyy`, as it was written. */
  studentDOB: string | null;
  studentGender: string | null;
  studentPostalPropertyName: string | null;
  studentStatus: 'Active' | 'Archived';
  modifiedDate: string;
};

export type Course = {
  courseID: number;
  courseCode: string;
  courseName: string;
  courseType: 'Accredited' | 'NonAccredited';
  courseStatus: 'Active' | 'Archived';
  nationalCode: string | null;
  modifiedDate: string;
};

export type Unit = {
  unitID: number;
  courseID: number;
  unitCode: string;
  unitName: string;
  unitType: 'Core' | 'Elective';
  nominalHours: number | null;
  sequence: number | null;
  modifiedDate: string;
};

export type Content = {
  contentID: number;
  courseID: number;
  unitCode: string | null;
  title: string;
  type: 'Lesson' | 'Scorm' | 'Video' | 'Document' | 'Quiz' | 'Assessment';
  sequence: number;
  aiGenerated: boolean;
  status: 'Draft' | 'Published';
  modifiedDate: string;
};

export const enrolmentStatuses = ['Pending', 'Active', 'Completed', 'Withdrawn', 'Cancelled'] as const;

export type Enrolment = {
  enrolmentID: number;
  studentID: number;
  courseID: number;
  courseCode: string;
  status: (typeof enrolmentStatuses)[number];
  startDate: string;
  endDate: string | null;
  completedDate: string | null;
  modifiedDate: string;
};

/** Outcome identifiers of AVETMISS this system offers. */
export const outcomeCodes = ['20', '30', '40', '51', '52', '60', '70'] as const;

export type EnrolmentUnit = {
  enrolmentUnitID: number;
  enrolmentID: number;
  unitCode: string;
  unitName: string;
  /** Null: not started. */
  outcomeCode: string | null;
  activityStartDate: string | null;
  activityEndDate: string | null;
  assessorName: string | null;
  modifiedDate: string;
};

export type Assessment = {
  assessmentID: number;
  enrolmentID: number;
  unitCode: string;
  title: string;
  attempt: number;
  status: 'NotSubmitted' | 'Submitted' | 'Satisfactory' | 'NotSatisfactory';
  grade: string | null;
  submittedDate: string | null;
  markedDate: string | null;
  markedBy: string | null;
  modifiedDate: string;
};

export type Progress = {
  enrolmentID: number;
  progress: number;
  unitsTotal: number;
  unitsCompleted: number;
  activitiesTotal: number;
  activitiesCompleted: number;
  lastActivityDate: string | null;
  modifiedDate: string;
};

export type Activity = {
  activityID: number;
  studentID: number;
  enrolmentID: number | null;
  courseID: number;
  contentID: number | null;
  activityName: string;
  type: 'Login' | 'View' | 'Quiz' | 'Assessment' | 'Forum';
  status: 'NotStarted' | 'InProgress' | 'Completed';
  grade: string | null;
  progress: number;
  durationSeconds: number | null;
  startedDate: string | null;
  completedDate: string | null;
  modifiedDate: string;
};

/** A moment as the API writes it. */
export function stamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** `1999-04-01` -> `01-04-1999`. */
export function dayFirst(date: string): string {
  return date.split('-').toReversed().join('-');
}

/** `01-04-1999` -> `1999-04-01`; undefined for what is no date written that way. */
export function yearFirst(text: string): string | undefined {
  const [, day = '', month = '', year = ''] = /^(\d\d)-(\d\d)-(\d{4})$/.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  const ms = Date.parse(date);
  // Date.parse takes the 31st of February for the 3rd of March.
  return Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(date) ? undefined : date;
}
