/**
 * What the Coursebox sandbox remembers. Rows are kept in the very shape they are answered in; `secrets` of a person are beside them and
 * never answered. Called by every other file here.
 */
import type { SandboxContext } from 'plugboard/contract';
import type { WindowCounts } from 'plugboard/kit';

export type Context = SandboxContext<State>;

export interface State {
  /** Passwords of those who can sign in, by id of the user. */
  passwords: Record<string, string>;
  /** Access tokens: whose, and until when (milliseconds). */
  tokens: Record<string, { user: string; until: number }>;
  counts: WindowCounts;
  users: User[];
  courses: Course[];
  sections: Section[];
  activities: Activity[];
  enrolments: Enrolment[];
  records: ActivityRecord[];
  results: AssessmentResult[];
  jobs: Job[];
  /** Number of the next thing that is made, of whatever kind. */
  next_id: number;
}

// Aliases, not interfaces: only those fit JSON's own type.
export type User = {
  id: string;
  email: string;
  emailVerified: boolean;
  fullName: string;
  firstName: string;
  lastName: string;
  title: string | null;
  contactNumber: string | null;
  dateOfBirth: string | null;
  headline: string | null;
  country: string | null;
  state: string | null;
  city: string | null;
  role: 'learner' | 'approved_expert' | 'user_admin';
  deletedAt: string | null;
  createdAt: string;
  updatedAt: string;
};

export type Course = {
  id: string;
  title: string;
  description: string | null;
  status: 'draft' | 'published' | 'archived';
  language: string;
  unitCodes: string[];
  authorId: string | null;
  aiGenerated: boolean;
  sourceType: 'prompt' | 'document' | 'video' | 'website' | null;
  sectionCount: number;
  activityCount: number;
  estimatedMinutes: number | null;
  publishedAt: string | null;
  createdAt: string;
  updatedAt: string;
};

export type Section = {
  id: string;
  courseId: string;
  title: string;
  order: number;
  activities: { id: string; type: string; title: string }[];
  updatedAt: string;
};

export type Activity = {
  id: string;
  courseId: string;
  sectionId: string;
  order: number;
  type: 'lesson' | 'video' | 'quiz' | 'assignment' | 'flashcards' | 'chatbot' | 'scorm';
  title: string;
  html: string | null;
  mediaUrl: string | null;
  questions: { id: string; type: string; text: string; options: string[]; correct: number[] }[] | null;
  rubric: { criterion: string; points: number }[] | null;
  maxScore: number | null;
  aiGenerated: boolean;
  generation: {
    model: string | null;
    prompt: string | null;
    sourceIds: string[];
    generatedAt: string;
    reviewedBy: string | null;
    reviewedAt: string | null;
  } | null;
  status: 'draft' | 'reviewed' | 'published';
  createdAt: string;
  updatedAt: string;
};

export type Enrolment = {
  id: string;
  userId: string;
  courseId: string;
  status: 'active' | 'completed' | 'expired' | 'cancelled';
  progress: number;
  activitiesCompleted: number;
  activitiesTotal: number;
  score: number | null;
  enrolledAt: string;
  startedAt: string | null;
  lastActivityAt: string | null;
  completedAt: string | null;
  expiresAt: string | null;
  certificateUrl: string | null;
  updatedAt: string;
};

export type ActivityRecord = {
  id: string;
  enrolmentId: string;
  userId: string;
  courseId: string;
  activityId: string;
  activityTitle: string;
  type: string;
  status: 'not_started' | 'in_progress' | 'submitted' | 'completed' | 'failed';
  attempt: number;
  timeSpentSeconds: number;
  startedAt: string | null;
  completedAt: string | null;
  updatedAt: string;
};

export type AssessmentResult = {
  id: string;
  enrolmentId: string;
  userId: string;
  courseId: string;
  activityId: string;
  unitCodes: string[];
  attempt: number;
  score: number | null;
  maxScore: number | null;
  passed: boolean | null;
  gradedBy: 'ai' | 'person';
  graderId: string | null;
  feedback: string | null;
  gradedAt: string;
  updatedAt: string;
};

export type Job = {
  id: string;
  status: 'queued' | 'running' | 'completed' | 'failed';
  progress: number;
  courseId: string | null;
  error: { code: string; message: string } | null;
  createdAt: string;
  finishedAt: string | null;
  /** What was asked for; not answered. */
  asked: { title: string; language: string; prompt: string | null; sources: string[]; sections: number; quiz: boolean };
  by: string;
};

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** `u_w0001`: what is made here, as opposed to what was seeded (`u_07`) or grown (`u_g00000001`). */
export function freshId(state: State, prefix: string): string {
  state.next_id += 1;
  return `${prefix}_w${String(state.next_id).padStart(6, '0')}`;
}

export function grownId(prefix: string, index: number): string {
  return `${prefix}_g${String(index).padStart(8, '0')}`;
}

/** Vendor's id of a thing of the business: the same number, whatever the kind (`person_07` -> `u_07`). */
export function idOf(prefix: string, id: string): string {
  return `${prefix}_${id.slice(id.lastIndexOf('_') + 1)}`;
}
