/**
 * What the VETtrak sandbox remembers, as plain JSON. Dates and times are text as the site's own clock shows them, which is all VETtrak
 * knows; what decides about "modified since" and idle sessions is in milliseconds. Called by every other file here.
 */
import type { SandboxContext } from 'plugboard/contract';
import { fromLocal, toLocal } from 'plugboard/kit';

export type Context = SandboxContext<State>;

export interface State {
  /** Logins, by user name. */
  users: Record<string, { password: string; client: string }>;
  /** By token. */
  sessions: Record<string, { client: string; used: number }>;
  clients: Client[];
  qualifications: Qualification[];
  programmes: Programme[];
  occurrences: Occurrence[];
  enrolments: Enrolment[];
  units: UnitResult[];
  awards: Award[];
  /** What GetDeletedRecordsSince answers. */
  deleted: { table: DeletedTable; id: string; at: number }[];
  next: { client: number; enrolment: number; award: number };
}

export const deletedTables = [
  'CLIENT',
  'EMPLOYER',
  'ENROLMENT',
  'PROGRAMME',
  'ENROUNIT',
  'QUALCLIE',
  'SUBURB',
] as const;
export type DeletedTable = (typeof deletedTables)[number];

export interface Address {
  number: string;
  street: string;
  city: string;
  state: string;
  postcode: string;
}

export interface Client {
  /** With leading zeros. */
  code: string;
  surname: string;
  given: string;
  other: string;
  title: string;
  /** `1990-01-31`; null when it is not known. */
  dob: string | null;
  gender: string;
  email: string;
  mobile: string;
  home: string;
  username: string;
  usi: string;
  employer: string;
  address: Address;
  staff: boolean;
  modified: number;
}

export interface Qualification {
  code: string;
  name: string;
  hours: number;
  units: number;
  fee: number;
  /** Where it is on offer. */
  states: string[];
  /** 0: it does not expire. */
  expiry_months: number;
}

export interface Programme {
  id: number;
  code: string;
  name: string;
  description: string;
  type: string;
  /** Code of the qualification it leads to, '' for none. */
  qualification: string;
  units: { code: string; name: string }[];
}

export interface Occurrence {
  id: number;
  code: string;
  programme: number;
  /** Local times. */
  start: string;
  end: string;
  status: string;
  location: string;
  places: number;
  published: boolean;
  lms: boolean;
  fee: number;
  classes: { id: number; start: string; finish: string; room: string; code: string }[];
}

export interface Enrolment {
  id: number;
  client: string;
  /** 0: in none, a traineeship's own enrolment. */
  occurrence: number;
  qualification: string;
  start: string;
  end: string;
  status: string;
  status_type: number;
  effect: string;
  fee: number;
  paid: number;
  /** Enrolments of the same client whose units count here too. */
  linked: number[];
}

export interface UnitResult {
  enrolment: number;
  code: string;
  name: string;
  /** '' for none yet. */
  result: string;
  start: string | null;
  finish: string | null;
  /** -1: not scored. */
  percentage: number;
}

export interface Award {
  id: number;
  enrolment: number;
  client: string;
  code: string;
  name: string;
  parchment: string;
  /** Local time. */
  recorded: string;
  type: string;
  type_code: string;
  expiry: string | null;
  modified: number;
}

/** The names a result may have, and the codes the site gave them. */
export const resultTypes = [
  ['Competent', 'C'],
  ['Not Yet Competent', 'NYC'],
  ['Continuing Enrolment', 'CE'],
  ['Withdrawn', 'W'],
  ['RPL Granted', 'RPLG'],
  ['RPL Not Granted', 'RPLN'],
  ['Credit Transfer', 'CT'],
  ['Superseded Subject', 'SUP'],
  ['Not Yet Started', 'NYS'],
] as const;

// --- time -----------------------------------------------------------------------------------------------------------------

/** Now, or another moment, on the site's own clock. */
export function localTime(context: Pick<Context, 'business' | 'now'>, ms = context.now()): string {
  return toLocal(new Date(ms).toISOString(), context.business.timeZone) ?? '';
}

/** A local time in milliseconds. */
export function momentOf(context: Pick<Context, 'business'>, local: string): number {
  return Date.parse(fromLocal(local, context.business.timeZone) ?? '1900-01-01T00:00:00Z');
}

// --- the vendor's side of a story ---------------------------------------------------------------------------------------------

/** Somebody deletes a client in VETtrak, with all that belongs to it. */
export function deleteClient(context: Pick<Context, 'state' | 'now'>, code: string): void {
  const { state } = context;
  for (const { id } of state.enrolments.filter(({ client }) => client === code)) deleteEnrolment(context, id);
  state.clients = state.clients.filter((client) => client.code !== code);
  state.deleted.push({ table: 'CLIENT', id: code, at: context.now() });
}

export function deleteEnrolment(context: Pick<Context, 'state' | 'now'>, id: number): void {
  const { state } = context;
  state.enrolments = state.enrolments.filter((enrolment) => enrolment.id !== id);
  state.units = state.units.filter(({ enrolment }) => enrolment !== id);
  for (const { id: award } of state.awards.filter(({ enrolment }) => enrolment === id)) deleteAward(context, award);
  state.deleted.push({ table: 'ENROLMENT', id: String(id), at: context.now() });
}

export function deleteAward(context: Pick<Context, 'state' | 'now'>, id: number): void {
  const { state } = context;
  state.awards = state.awards.filter((award) => award.id !== id);
  state.deleted.push({ table: 'QUALCLIE', id: String(id), at: context.now() });
}
