/**
 * What the JR Plus sandbox remembers, as plain JSON. A row is kept in the vendor's own words (hyphenated elements) and written as XML when
 * it is asked for; when it was last changed is in milliseconds. Called by every other file here.
 */
import type { JsonObject, SandboxContext } from 'plugboard/contract';
import { toLocal, type OAuthState } from 'plugboard/kit';

export type Context = SandboxContext<State>;

export interface Row {
  /** What is sent, without `updated-on`. */
  data: JsonObject;
  /** When it was last changed, milliseconds. */
  at: number;
}

/** A row that belongs to a course or an enrolment. */
export interface Part extends Row {
  /** The course's number or the enrolment's identifier. */
  of: string;
}

export interface State {
  oauth: OAuthState;
  /** API keys that work. */
  keys: string[];
  /** People and employers, in the order of their ids. */
  parties: Row[];
  courses: Row[];
  enrolments: Row[];
  /** Units of competency of the courses. */
  units: Part[];
  /** Units of the enrolments, with their results. */
  results: Part[];
  assessments: Part[];
  /** Who employs the student of an enrolment. */
  employers: Part[];
  next: { party: number; enrolment: number; row: number };
}

/** A text of a row. */
export function text(data: JsonObject, name: string): string {
  const value = data[name];
  return typeof value === 'string' ? value : '';
}

// --- time -----------------------------------------------------------------------------------------------------------------

/** A moment as the site writes it: its own clock, and how far that is ahead of UTC (`2026-02-01T10:00:00+11:00`). */
export function siteTime(context: Pick<Context, 'business'>, ms: number): string {
  const seconds = Math.floor(ms / 1000) * 1000;
  const wall = toLocal(new Date(seconds).toISOString(), context.business.timeZone) ?? '1970-01-01T00:00:00';
  const minutes = (Date.parse(`${wall}Z`) - seconds) / 60_000;
  const part = (value: number) => String(Math.floor(Math.abs(value))).padStart(2, '0');
  return `${wall}${minutes < 0 ? '-' : '+'}${part(minutes / 60)}:${part(minutes % 60)}`;
}

/** Today on the site's wall. */
export function today(context: Pick<Context, 'business' | 'now'>): string {
  return siteTime(context, context.now()).slice(0, 10);
}

// --- lookup tables --------------------------------------------------------------------------------------------------------

/** The national outcome identifiers, and the state a unit is in with each. */
export const outcomes: Readonly<Record<string, string>> = {
  20: 'Completed',
  30: 'Completed',
  40: 'Withdrawn',
  41: 'Withdrawn',
  51: 'Completed',
  52: 'Completed',
  60: 'Credit Transfer',
  61: 'Superseded',
  70: 'In Progress',
  81: 'Completed',
  82: 'Completed',
  85: 'Not Started',
};

export const references: Readonly<Record<string, readonly string[]>> = {
  party_type: ['Person', 'Employer'],
  enrolment_status: ['Enquiry', 'Enrolled', 'Active', 'Deferred', 'Completed', 'Withdrawn', 'Cancelled'],
  unit_status: [...new Set(Object.values(outcomes))],
  outcome_identifier_avetmiss: Object.keys(outcomes),
  course_status: ['Draft', 'Open', 'Closed', 'Cancelled'],
  study_reason: ['To get a job', 'To develop my existing business', 'Personal interest', 'Other reasons'],
  assessment_method: ['Written', 'Observation', 'Oral', 'Project'],
  gender: ['Female', 'Male', 'Other'],
  title: ['Ms', 'Mr', 'Mx', 'Dr'],
};

export const assessmentStatuses = ['Not Submitted', 'Submitted', 'Satisfactory', 'Not Satisfactory'] as const;

// --- the vendor's side of a story -------------------------------------------------------------------------------------------

/** Somebody deletes an enrolment in JR Plus, with all that belongs to it. */
export function deleteEnrolment(state: State, id: string): void {
  state.enrolments = state.enrolments.filter(({ data }) => text(data, 'enrolment-identifier') !== id);
  for (const list of ['results', 'assessments', 'employers'] as const)
    state[list] = state[list].filter((part) => part.of !== id);
}
