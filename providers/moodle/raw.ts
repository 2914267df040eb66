/**
 * The shapes of Moodle's items, as far as the maps look at them. Lenient about what is missing, because Moodle leaves out what the
 * account may not see, and about fields we do not know; strict about types. `courseid` and the like that Moodle's items do not carry
 * are put in by streams.ts. Called by streams.ts and actions.ts.
 */
import { z } from 'plugboard/contract';

const text = z.string().nullish();
const whole = z.int().nullish();
const number = z.number().nullish();
/** Some functions say true, others 1. */
const flag = z.union([z.boolean(), z.int()]).nullish();
const id = z.int().positive();

const customField = z.object({ type: text, value: text, shortname: text });

export const rawUser = z.object({
  id,
  username: text,
  firstname: text,
  lastname: text,
  fullname: text,
  email: text,
  idnumber: text,
  phone1: text,
  phone2: text,
  address: text,
  city: text,
  country: text,
  institution: text,
  department: text,
  auth: text,
  lang: text,
  timezone: text,
  suspended: flag,
  confirmed: flag,
  firstaccess: whole,
  lastaccess: whole,
  customfields: z.array(customField).nullish(),
});
export type RawUser = z.infer<typeof rawUser>;

export const rawCourse = z.object({
  id,
  fullname: text,
  shortname: text,
  displayname: text,
  idnumber: text,
  categoryid: whole,
  categoryname: text,
  summary: text,
  format: text,
  lang: text,
  visible: flag,
  enablecompletion: flag,
  startdate: whole,
  enddate: whole,
  timecreated: whole,
  timemodified: whole,
});
export type RawCourse = z.infer<typeof rawCourse>;

export const rawModule = z.object({
  id,
  courseid: id,
  section: z.object({ id: whole, name: text, number: whole, visible: flag }),
  position: z.int(),
  name: text,
  modname: text,
  instance: whole,
  url: text,
  visible: flag,
  completion: whole,
  dates: z.array(z.object({ timestamp: whole, dataid: text })).nullish(),
  contents: z.array(z.object({ timemodified: whole })).nullish(),
  contentsinfo: z.object({ lastmodified: whole }).nullish(),
});
export type RawModule = z.infer<typeof rawModule>;

export const rawEnrolment = z.object({
  id,
  courseid: id,
  active: z.boolean(),
  fullname: text,
  lastcourseaccess: whole,
  roles: z.array(z.object({ roleid: whole, shortname: text })).nullish(),
  groups: z.array(z.object({ id: whole, name: text })).nullish(),
});
export type RawEnrolment = z.infer<typeof rawEnrolment>;

export const rawGrade = z.object({
  id,
  courseid: id,
  userid: id,
  userfullname: text,
  itemname: text,
  itemtype: text,
  itemmodule: text,
  cmid: whole,
  graderaw: number,
  grademin: number,
  grademax: number,
  gradeformatted: text,
  gradedatesubmitted: whole,
  gradedategraded: whole,
  gradeishidden: flag,
  locked: flag,
  feedback: text,
});
export type RawGrade = z.infer<typeof rawGrade>;

export const rawCourseCompletion = z.object({
  courseid: id,
  userid: id,
  completed: z.boolean(),
  /** 1: all criteria must be met, 2: any of them. */
  aggregation: whole,
  completions: z.array(z.object({ complete: flag, timecompleted: whole })).nullish(),
});
export type RawCourseCompletion = z.infer<typeof rawCourseCompletion>;

export const rawActivityCompletion = z.object({
  courseid: id,
  userid: id,
  cmid: id,
  modname: text,
  state: z.int(),
  timecompleted: whole,
  tracking: whole,
});
export type RawActivityCompletion = z.infer<typeof rawActivityCompletion>;

export const rawAssignment = z.object({
  id,
  cmid: whole,
  course: id,
  name: text,
  intro: text,
  /** Highest mark; below zero the number of a scale. */
  grade: number,
  allowsubmissionsfromdate: whole,
  duedate: whole,
  cutoffdate: whole,
  teamsubmission: flag,
  timemodified: whole,
  configs: z.array(z.object({ plugin: text, subtype: text, name: text, value: text })).nullish(),
});
export type RawAssignment = z.infer<typeof rawAssignment>;

export const rawSubmission = z.object({
  id,
  assignmentid: id,
  courseid: id,
  /** 0 when a group handed it in. */
  userid: whole,
  groupid: whole,
  attemptnumber: whole,
  status: text,
  gradingstatus: text,
  timecreated: whole,
  timemodified: whole,
});
export type RawSubmission = z.infer<typeof rawSubmission>;
