/**
 * What the aXcelerate sandbox remembers, as plain JSON, and what people at the training organisation do in it. Moments of change are in
 * milliseconds; all other dates are text as the organisation's own clock shows them. Called by every other file here.
 */
import type { SandboxContext } from 'plugboard/contract';
import { fromLocal, toLocal } from 'plugboard/kit';

export type Context = SandboxContext<State>;

/** w workshop, p accredited program, el e-learning. */
export type ActivityType = 'w' | 'p' | 'el';

export interface State {
  contacts: Contact[];
  organisations: Organisation[];
  courses: Course[];
  instances: Instance[];
  enrolments: Enrolment[];
  /** Which contact was merged into which. */
  merges: { old: number; current: number; by: number; at: number }[];
  /** Workshops and programs are counted apart, so the same number means two things. */
  next: { contact: number; learner: { w: number; p: number; el: number; s: number }; invoice: number };
}

export interface Contact {
  id: number;
  given: string;
  middle: string;
  surname: string;
  title: string;
  email: string;
  /** `1999-04-01`, or ''. */
  dob: string;
  /** F, M, X or ''. */
  sex: string;
  mobile: string;
  usi: string;
  optional_id: string;
  /** 0: none. */
  organisation: number;
  street: { line: string; city: string; state: string; postcode: string };
  cohort: string;
  changed: number;
}

export interface Organisation {
  id: number;
  name: string;
  abn: string;
  email: string;
  phone: string;
  street: { line: string; city: string; state: string; postcode: string };
}

export interface Course {
  id: number;
  type: ActivityType;
  code: string;
  name: string;
  cost: number;
  gst: 0 | 1;
  public: boolean;
  active: boolean;
  /** Of a program. */
  units: { id: number; code: string; name: string }[];
  changed: number;
}

export interface Instance {
  id: number;
  type: ActivityType;
  course: number;
  name: string;
  /** Local, `2026-03-06 09:00`; '' for e-learning. */
  start: string;
  finish: string;
  location: string;
  cost: number;
  gst: 0 | 1;
  owner: number;
  trainer: number;
  places: number;
  open: boolean;
  public: boolean;
  active: boolean;
  status: 'Active' | 'Cancelled' | 'Completed' | 'Incomplete' | 'Tentative';
  /** Each unit of a program has an id of its own in each class. */
  units: { id: number; unit: number }[];
  changed: number;
}

export interface Enrolment {
  learner: number;
  type: ActivityType;
  instance: number;
  contact: number;
  /** Local. */
  enrolled: string;
  start: string;
  finish: string;
  status: string;
  paid: number;
  units: UnitEnrolment[];
  changed: number;
}

export interface UnitEnrolment {
  learner: number;
  /** The unit in its class. */
  instance: number;
  code: string;
  name: string;
  /** The vendor's short word and the code: C 20; both '' while there is no outcome. */
  status: string;
  outcome: string;
  start: string;
  finish: string;
  /** The workshop in which it is taught; 0: none. */
  workshop: number;
}

/** Outcomes that can be set, by code, with the short words the vendor has for them. */
export const outcomes: Readonly<Record<string, string>> = {
  20: 'C',
  30: 'CNA',
  40: 'W',
  41: 'CLOS',
  51: 'RPL-G',
  52: 'RPL-NG',
  60: 'CT',
  61: 'SUP',
  70: 'CA',
  81: 'NAS',
  82: 'NAS',
  85: 'NYS',
};

// --- time -----------------------------------------------------------------------------------------------------------------

/** `2026-03-16 23:40`, UTC without saying so. */
export function utcText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}

/** Now, or another moment, on the organisation's clock: `2026-03-16 23:40`. */
export function localText(context: Pick<Context, 'business' | 'now'>, ms = context.now()): string {
  return (toLocal(new Date(ms).toISOString(), context.business.timeZone) ?? '').slice(0, 16).replace('T', ' ');
}

/** A date, or date and time, of the organisation's clock in milliseconds; undefined for what is none. */
export function momentOf(context: Pick<Context, 'business'>, local: string): number | undefined {
  const moment = fromLocal(local, context.business.timeZone);
  return moment === undefined ? undefined : Date.parse(moment);
}

// --- what people do in it -------------------------------------------------------------------------------------------------

type Desk = Pick<Context, 'state' | 'now'>;

export function deleteContact({ state }: Pick<Desk, 'state'>, id: number): void {
  state.contacts = state.contacts.filter((one) => one.id !== id);
  state.enrolments = state.enrolments.filter(({ contact }) => contact !== id);
}

/** The one before is gone, and what was its own belongs to the other. */
export function mergeContacts({ state, now }: Desk, old: number, current: number): void {
  state.contacts = state.contacts.filter(({ id }) => id !== old);
  for (const enrolment of state.enrolments) {
    if (enrolment.contact !== old) continue;
    enrolment.contact = current;
    enrolment.changed = now();
  }
  state.merges.push({ old, current, by: 11, at: now() });
}

export function cancelEnrolment({ state, now }: Desk, type: ActivityType, learner: number): void {
  const found = state.enrolments.find((one) => one.type === type && one.learner === learner);
  if (found === undefined) throw new RangeError(`there is no enrolment ${type} ${learner}`);
  found.status = 'Cancelled';
  found.changed = now();
}
