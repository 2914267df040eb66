/**
 * What the Cloud Assess sandbox remembers: the rows of the contract as they are listed, as plain JSON. Times are ISO 8601 UTC in whole
 * seconds. Called by every other file here.
 */
import type { SandboxContext } from 'plugboard/contract';
import type { WindowCounts } from 'plugboard/kit';

export type Context = SandboxContext<State>;

export type Student = {
  id: string;
  external_id: string | null;
  first_name: string;
  last_name: string;
  email: string;
  mobile: string | null;
  date_of_birth: string | null;
  usi: string | null;
  status: 'active' | 'archived';
  archived_at: string | null;
  created_at: string;
  updated_at: string;
};

export type Qualification = {
  id: string;
  code: string;
  title: string;
  release: string | null;
  status: 'draft' | 'active' | 'superseded';
  units: { unit_id: string; unit_code: string; unit_title: string; core: boolean }[];
  archived_at: string | null;
  updated_at: string;
};

export type Unit = {
  id: string;
  code: string;
  title: string;
  status: 'current' | 'superseded';
  superseded_by: string | null;
  archived_at: string | null;
  updated_at: string;
};

export type Intake = {
  id: string;
  name: string;
  qualification_id: string;
  start_date: string;
  end_date: string | null;
  archived_at: string | null;
  updated_at: string;
};

export type Assessor = {
  id: string;
  first_name: string;
  last_name: string;
  email: string;
  archived_at: string | null;
  updated_at: string;
};

export const enrolmentStatuses = ['active', 'deferred', 'completed', 'withdrawn'] as const;

export type Enrolment = {
  id: string;
  external_id: string | null;
  student_id: string;
  qualification_id: string;
  intake_id: string | null;
  status: (typeof enrolmentStatuses)[number];
  start_date: string;
  end_date: string | null;
  completed_at: string | null;
  progress_percent: number;
  units_total: number;
  units_completed: number;
  updated_at: string;
};

export type Assessment = {
  id: string;
  name: string;
  type: 'theory' | 'practical' | 'observation' | 'third_party' | 'logbook' | 'rpl';
  unit_codes: string[];
  version: number;
  max_attempts: number | null;
  status: 'draft' | 'published' | 'archived';
  archived_at: string | null;
  updated_at: string;
};

export type Submission = {
  id: string;
  student_id: string;
  enrolment_id: string;
  assessment_id: string;
  attempt: number;
  status: 'not_started' | 'in_progress' | 'submitted' | 'marking' | 'returned' | 'satisfactory' | 'not_satisfactory';
  due_at: string | null;
  started_at: string | null;
  submitted_at: string | null;
  marked_at: string | null;
  marker_id: string | null;
  latest_mark_id: string | null;
  updated_at: string;
};

export type Mark = {
  id: string;
  submission_id: string;
  student_id: string;
  enrolment_id: string;
  assessment_id: string;
  attempt: number;
  result: 'satisfactory' | 'not_satisfactory' | 'resubmit';
  score: number | null;
  comment: string | null;
  assessor_id: string;
  marked_at: string;
  approval_status: 'pending' | 'approved' | 'rejected';
  approved_by: string | null;
  approved_at: string | null;
  updated_at: string;
};

export type Outcome = {
  id: string;
  enrolment_id: string;
  student_id: string;
  unit_id: string | null;
  unit_code: string;
  unit_name: string;
  outcome: string;
  outcome_code: string;
  activity_start_date: string | null;
  activity_end_date: string | null;
  approval_status: 'pending' | 'approved' | 'rejected';
  approved_at: string | null;
  assessor_id: string | null;
  supersedes_id: string | null;
  updated_at: string;
};

export interface Rows {
  students: Student[];
  qualifications: Qualification[];
  units: Unit[];
  intakes: Intake[];
  assessors: Assessor[];
  enrolments: Enrolment[];
  assessments: Assessment[];
  submissions: Submission[];
  marks: Mark[];
  outcomes: Outcome[];
}

export type Collection = keyof Rows;

export interface State {
  organisation: { id: string; name: string };
  rows: Rows;
  /** What each key may do. */
  keys: Record<string, 'all' | 'read'>;
  /** Answers kept for a day, by idempotency key. */
  answers: Record<string, { asked: string; status: number; body: string; at: number }>;
  calls: WindowCounts;
  /** Number of the last thing that was written. */
  last_id: number;
}

/** Words of the contract and their AVETMISS outcome identifiers. */
export const outcomeCodes = {
  competent: '20',
  not_yet_competent: '30',
  withdrawn: '40',
  rpl_granted: '51',
  rpl_not_granted: '52',
  credit_transfer: '60',
  continuing: '70',
} as const;

/** `2026-03-01T02:00:00Z` */
export function secondsOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

export function freshId(state: State, prefix: string): string {
  state.last_id += 1;
  return `${prefix}_${state.last_id}`;
}
