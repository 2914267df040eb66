/**
 * What the Moodle sandbox remembers, as plain JSON: the tables behind the web service functions. Times are unix seconds, 0 is unset,
 * as in Moodle's own tables. Called by every other file here.
 */
import type { JsonObject, SandboxContext } from 'plugboard/contract';
import { isObject } from 'plugboard/kit';

export type Context = SandboxContext<State>;

export interface State {
  tokens: Token[];
  service: Service;
  /** Capabilities the service's user lacks: at the whole site (`course: 0`) or in one course. */
  denied: Denial[];
  roles: Role[];
  users: User[];
  courses: Course[];
  sections: Section[];
  modules: Module[];
  groups: { id: number; course: number; name: string; members: number[] }[];
  enrolments: Enrolment[];
  grade_items: GradeItem[];
  grades: Grade[];
  completions: Completion[];
  submissions: Submission[];
  next_id: { user: number; enrolment: number };
}

export interface Token {
  token: string;
  user: number;
  /** 0: never ends. */
  validuntil: number;
  /** A token bound to another address than ours. */
  elsewhere: boolean;
}

export interface Service {
  shortname: string;
  functions: string[];
}

export interface Denial {
  course: number;
  capability: string;
}

export interface Role {
  id: number;
  shortname: string;
  sortorder: number;
  /** May the service's user give it to others? */
  assignable: boolean;
}

export interface User {
  id: number;
  username: string;
  /** Only of accounts that sign in at the sandbox. */
  password: string;
  firstname: string;
  lastname: string;
  email: string;
  idnumber: string;
  phone1: string;
  phone2: string;
  address: string;
  city: string;
  country: string;
  institution: string;
  department: string;
  auth: string;
  lang: string;
  timezone: string;
  suspended: boolean;
  confirmed: boolean;
  deleted: boolean;
  firstaccess: number;
  lastaccess: number;
  /** Values of custom profile fields, by short name. */
  fields: Record<string, string>;
}

export interface Course {
  id: number;
  shortname: string;
  fullname: string;
  idnumber: string;
  category: number;
  summary: string;
  format: string;
  startdate: number;
  enddate: number;
  visible: boolean;
  enablecompletion: boolean;
  /** Which activities must be complete for the course to be; empty: no criteria are set. */
  criteria: number[];
  /** Is the manual enrolment method there? */
  manual: boolean;
  timecreated: number;
  timemodified: number;
}

export interface Section {
  id: number;
  course: number;
  section: number;
  name: string;
  visible: boolean;
}

/** A course module: what people call an activity. `id` is the cmid, `instance` the id among those of its kind. */
export interface Module {
  id: number;
  course: number;
  section: number;
  modname: string;
  instance: number;
  name: string;
  visible: boolean;
  /** 0 none, 1 manual, 2 automatic. */
  completion: number;
  allowsubmissionsfromdate: number;
  duedate: number;
  cutoffdate: number;
  /** Highest mark. */
  grade: number;
  teamsubmission: boolean;
  intro: string;
  timemodified: number;
}

export interface Enrolment {
  id: number;
  course: number;
  user: number;
  role: number;
  suspended: boolean;
  timestart: number;
  timeend: number;
  /** Last time they looked at the course. */
  lastaccess: number;
}

export interface GradeItem {
  id: number;
  course: number;
  /** `course` or `mod`. */
  itemtype: string;
  /** 0 for the course total. */
  cmid: number;
  name: string;
  grademax: number;
}

export interface Grade {
  item: number;
  user: number;
  raw: number | null;
  submitted: number | null;
  graded: number | null;
  feedback: string;
}

export interface Completion {
  cmid: number;
  user: number;
  /** 0 incomplete, 1 complete, 2 passed, 3 failed. */
  state: number;
  time: number;
}

export interface Submission {
  id: number;
  /** Instance of the assignment. */
  assignment: number;
  /** 0 when a group handed it in. */
  user: number;
  group: number;
  attempt: number;
  status: string;
  timecreated: number;
  timemodified: number;
  gradingstatus: string;
  text: string;
}

// --- looking things up ----------------------------------------------------------------------------------------------------

/** Ids of grown things begin here; whatever is seeded or written stays below. */
export const grownFrom = { user: 1_000_000, course: 1_000_000 } as const;

/** The course everybody grown for load is enrolled in. */
export const loadCourse = 11;

export function seconds(context: { now(): number }): number {
  return Math.floor(context.now() / 1000);
}

/** May the service's user do this in the course (0: at the whole site)? */
export function may(context: Context, capability: string, course = 0): boolean {
  return !context.state.denied.some(
    (one) => one.capability === capability && (one.course === 0 || one.course === course),
  );
}

/** Is the enrolment active at this moment: neither suspended nor outside its dates? */
export function isActive(enrolment: Enrolment, now: number): boolean {
  return !enrolment.suspended && enrolment.timestart <= now && (enrolment.timeend === 0 || enrolment.timeend > now);
}

/** One item of a list grown for load, as its JSON says. */
export function grownItem(context: Context, stream: string, index: number): JsonObject | undefined {
  const list = context.grown(stream);
  if (list === undefined || !Number.isInteger(index) || index < 0 || index >= list.count) return undefined;
  const item: unknown = JSON.parse(list.slice(index, index + 1).toString('utf8'));
  return isObject(item) ? item : undefined;
}
