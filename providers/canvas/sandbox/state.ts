/**
 * What the Canvas sandbox remembers, as plain JSON. Ids are strings of digits, because some lie beyond 2^53: a user of another shard
 * carries that shard's number in front. Times are milliseconds. Called by every other file here.
 */
import type { SandboxContext } from 'plugboard/contract';
import type { OAuthState, SigningKey } from 'plugboard/kit';

export type Context = SandboxContext<State>;

export interface State {
  oauth: OAuthState;
  /** Access tokens made by hand in a person's settings. */
  tokens: Record<string, { user: string; expires_at: number | null }>;
  /** Leaky buckets, by token. */
  buckets: Record<string, { level: number; at: number }>;
  accounts: Account[];
  admins: Admin[];
  terms: { id: string; name: string }[];
  users: User[];
  courses: Course[];
  enrolments: Enrolment[];
  assignments: Assignment[];
  submissions: Submission[];
  modules: Module[];
  /** Keys of signed Live Events, each made when it is first needed. */
  signing: SigningKey[];
  /** Number of the next thing that is written, of whatever kind. */
  next_id: number;
}

export interface Account {
  id: string;
  name: string;
  parent: string | null;
  uuid: string;
  sis: string | null;
  time_zone: string;
}

/** An administrator's role in an account: everything below it, except the courses the role was shut out of. */
export interface Admin {
  user: string;
  account: string;
  shut_out: string[];
}

export interface User {
  id: string;
  first: string;
  last: string;
  login: string;
  email: string;
  sis: string | null;
  created: number;
  deleted: boolean;
}

/** `created` and `claimed` are both shown as `unpublished`. */
export type CourseState = 'created' | 'claimed' | 'available' | 'completed' | 'deleted';

export interface Course {
  id: string;
  account: string;
  term: string;
  section: string;
  name: string;
  code: string;
  sis: string | null;
  state: CourseState;
  created: number;
  start: number | null;
  end: number | null;
  /** Without it Canvas forgets the dates. */
  restricts_dates: boolean;
  time_zone: string;
  format: string | null;
  description: string | null;
  /** Has a grading scheme, so that scores get letters. */
  letters: boolean;
  uuid: string;
}

export type EnrolmentType =
  'StudentEnrollment' | 'TeacherEnrollment' | 'TaEnrollment' | 'ObserverEnrollment' | 'DesignerEnrollment';
export type EnrolmentState = 'active' | 'invited' | 'completed' | 'inactive' | 'rejected' | 'deleted';

export interface Enrolment {
  id: string;
  course: string;
  user: string;
  type: EnrolmentType;
  state: EnrolmentState;
  created: number;
  updated: number;
  start: number | null;
  end: number | null;
  completed: number | null;
  last_activity: number | null;
  /** Seconds. */
  activity_seconds: number;
  page_views: number;
  participations: number;
}

export type GradingType = 'points' | 'pass_fail' | 'percent' | 'letter_grade' | 'not_graded';

export interface Assignment {
  id: string;
  course: string;
  name: string;
  description: string | null;
  points: number | null;
  grading: GradingType;
  submission_types: string[];
  due: number | null;
  published: boolean;
  created: number;
  updated: number;
  position: number;
}

export interface Submission {
  id: string;
  assignment: string;
  user: string;
  attempt: number | null;
  submitted: number | null;
  excused: boolean;
  late_policy: 'late' | 'missing' | 'extended' | 'none' | null;
  /** Grades it has had, the current one last. */
  grades: { grade: string | null; score: number | null; at: number; grader: string }[];
  posted: number | null;
  /** A quiz with questions a person has to look at. */
  pending_review: boolean;
  comments: { author: string; text: string; at: number }[];
}

export type ItemType =
  'File' | 'Page' | 'Discussion' | 'Assignment' | 'Quiz' | 'SubHeader' | 'ExternalUrl' | 'ExternalTool';

export interface ModuleItem {
  id: string;
  title: string;
  type: ItemType;
  content: string | null;
  page_url: string | null;
  external_url: string | null;
  indent: number;
  published: boolean;
  requirement: { type: string; min_score: number | null } | null;
}

export interface Module {
  id: string;
  course: string;
  name: string;
  published: boolean;
  unlock: number | null;
  sequential: boolean;
  prerequisites: string[];
  items: ModuleItem[];
}

// --- ids ------------------------------------------------------------------------------------------------------------------

/** Seeded ids are small, written ones begin at a million, those of items grown for load at five thousand million. */
export const firstWrittenId = 1_000_000;
const firstGrownId = 5_000_000_000;

export function freshId(state: State): string {
  state.next_id += 1;
  return String(state.next_id);
}

export function grownId(index: number): string {
  return String(firstGrownId + index);
}

/** The index of a grown item, when the id is of one. */
export function grownIndex(id: string): number | undefined {
  const index = /^\d{10}$/.test(id) ? Number(id) - firstGrownId : -1;
  return index >= 0 && index < 1_000_000_000 ? index : undefined;
}

/** The id as seen from another shard: the shard's number, then 13 digits of local id. */
export function globalId(shard: number, local: number): string {
  return `${shard}${String(local).padStart(13, '0')}`;
}

/** Numerical order of ids that may be too large for a number. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id.length === b.id.length ? (a.id < b.id ? -1 : 1) : a.id.length - b.id.length;
}

// --- small facts ----------------------------------------------------------------------------------------------------------

export function latestGrade(submission: Submission): Submission['grades'][number] | undefined {
  return submission.grades.at(-1);
}

/** Enrolments that count: a deleted or rejected one does not. */
export function isLive(enrolment: Enrolment): boolean {
  return enrolment.state !== 'deleted' && enrolment.state !== 'rejected';
}

export function studentsOf(state: State, course: string): readonly Enrolment[] {
  return state.enrolments.filter((one) => one.course === course && one.type === 'StudentEnrollment' && isLive(one));
}

export function nameOf(user: User): string {
  return `${user.first} ${user.last}`.trim();
}
