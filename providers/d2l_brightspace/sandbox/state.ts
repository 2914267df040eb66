/**
 * What the Brightspace sandbox remembers, as plain JSON. Ids are numbers, as Brightspace keeps them; how an answer writes them is
 * render.ts' business. Times are milliseconds. Called by every other file here.
 */
import type { SandboxContext } from 'plugboard/contract';
import type { OAuthState, WindowCounts } from 'plugboard/kit';

export type Context = SandboxContext<State>;

export interface State {
  oauth: OAuthState;
  /** Calls of the app in the minute under way. */
  calls: WindowCounts;
  organisation: { id: number; name: string; time_zone: string };
  /** People who may sign in to the API, and the courses their role is shut out of. */
  callers: { user: number; shut_out: number[] }[];
  roles: Role[];
  users: User[];
  units: Unit[];
  courses: Course[];
  enrolments: Enrolment[];
  modules: Module[];
  topics: Topic[];
  folders: Folder[];
  handed: Handed[];
  grade_items: GradeItem[];
  grades: Grade[];
  /** Number of the next thing that is written, of whatever kind. */
  next_id: number;
}

export interface Role {
  id: number;
  code: string;
  name: string;
}

export interface User {
  id: number;
  first: string;
  middle: string | null;
  last: string;
  login: string;
  email: string | null;
  org_defined: string | null;
  active: boolean;
  seen: number | null;
}

/** Departments, semesters and templates: what course offerings hang on. */
export interface Unit {
  id: number;
  type: 'Department' | 'Semester' | 'Course Template';
  name: string;
  code: string;
}

export interface Course {
  id: number;
  name: string;
  code: string;
  active: boolean;
  start: number | null;
  end: number | null;
  template: number | null;
  semester: number | null;
  department: number | null;
  description: string;
}

export interface Enrolment {
  course: number;
  user: number;
  role: number;
}

export interface Module {
  id: number;
  course: number;
  parent: number | null;
  title: string;
  hidden: boolean;
  order: number;
  due: number | null;
  changed: number;
}

export interface Topic {
  id: number;
  module: number;
  title: string;
  kind: 'File' | 'Link' | 'ContentService';
  url: string;
  /** ACTIVITYTYPE_T. */
  activity: number;
  grade_item: number | null;
  hidden: boolean;
  order: number;
  due: number | null;
  changed: number;
}

/** An assignment. */
export interface Folder {
  id: number;
  course: number;
  name: string;
  instructions: string;
  points: number | null;
  /** SUBMISSIONTYPE_T. */
  kind: number;
  group: boolean;
  hidden: boolean;
  due: number | null;
  opens: number | null;
  closes: number | null;
  grade_item: number | null;
}

/** What one person, or one group, handed in to a folder. */
export interface Handed {
  folder: number;
  entity: number;
  group: boolean;
  name: string;
  /** ENTITYDROPBOXSTATUS_T. */
  status: number;
  files: { id: number; by: number; at: number; file: string }[];
  feedback: { score: number | null; text: string; symbol: string | null } | null;
}

export type GradeType = 'Numeric' | 'PassFail' | 'SelectBox' | 'Text';

export interface GradeItem {
  id: number;
  course: number;
  name: string;
  short: string;
  type: GradeType;
  points: number | null;
  weight: number;
  category: number | null;
}

/** `item` null: the final grade of the course. */
export interface Grade {
  course: number;
  item: number | null;
  user: number;
  displayed: string;
  numerator: number | null;
  denominator: number | null;
  comment: string;
  changed: number;
}

// --- ids ------------------------------------------------------------------------------------------------------------------

/** Seeded ids are small, written ones begin at a million, those of items grown for load at five million. */
export const firstWrittenId = 1_000_000;
const firstGrownId = 5_000_000;

export function freshId(state: State): number {
  state.next_id += 1;
  return state.next_id;
}

export function grownId(index: number): number {
  return firstGrownId + index;
}

export const courseOfferingType = 3;

export function nameOf(user: Pick<User, 'first' | 'last'>): string {
  return `${user.first} ${user.last}`.trim();
}
