/**
 * Harbour Training's portal: its people, its courses with what is inside them, who is enrolled in what and how far they are. Ids follow
 * from the business's own, so that one person is recognised at every vendor. Called by ../sandbox.ts.
 */
import type { Business, Course as Taught, Enrolment as Taken, Person } from 'plugboard/contract';
import { contentOf } from './content.ts';
import { addWork } from './seed-work.ts';
import { idOf, iso, type Course, type Enrolment, type Job, type State, type User } from './state.ts';

const day = 86_400_000;

/** The account the API is used with. */
export const admin = { id: 'u_admin', email: 'plugboard@harbourtraining.example', password: 'correct horse 7' };
/** A trainer of the portal, who may sign in but not look at everybody. */
export const trainerPassword = 'trainer horse 7';
/** Made by hand in the portal; one that works, one that is over. */
export const tokens = { valid: 'cbx-valid-token-7f3a9d21', expired: 'cbx-expired-token-0b1c2d3e' };

/** When something that happened on that date was written down; never after now. */
function onDay(date: string, now: number): number {
  return Math.min(now, Date.parse(`${date}T02:00:00.000Z`));
}

const blankUser = { emailVerified: true, title: null, headline: null, deletedAt: null } as const;

function userOf(person: Person, start: number): User {
  const at = iso(start);
  const roles = { student: 'learner', trainer: 'approved_expert', administrator: 'user_admin' } as const;
  return {
    ...blankUser,
    id: idOf('u', person.id),
    email: person.email,
    fullName: `${person.firstName} ${person.lastName}`.trim(),
    firstName: person.firstName,
    lastName: person.lastName,
    contactNumber: person.phone,
    dateOfBirth: `${person.dateOfBirth}T00:00:00.000Z`,
    country: 'Australia',
    state: person.address.state,
    city: person.address.city,
    role: roles[person.role],
    createdAt: at,
    updatedAt: at,
  };
}

function courseOf(taught: Taught, all: readonly Taught[], start: number, index: number): Course {
  const units = taught.units.flatMap((id) => all.find((one) => one.id === id)?.code ?? []);
  return {
    id: idOf('c', taught.id),
    title: taught.title,
    description: `${taught.code} at Harbour Training`,
    status: 'published',
    language: 'en',
    unitCodes: taught.kind === 'unit' ? [taught.code] : units,
    authorId: idOf('u', taught.trainer),
    aiGenerated: index % 3 !== 1,
    sourceType: index % 3 === 1 ? null : index % 3 === 0 ? 'document' : 'prompt',
    sectionCount: 2,
    activityCount: 0,
    estimatedMinutes: 45,
    publishedAt: iso(start + 2 * day),
    createdAt: iso(start),
    updatedAt: iso(start + 2 * day),
  };
}

/** Besides what is taught: a draft the AI has just written, and a course that was put away. */
function extraCourses(start: number): readonly Course[] {
  const base = {
    description: null,
    language: 'en',
    unitCodes: [],
    authorId: admin.id,
    activityCount: 0,
    createdAt: iso(start),
  };
  return [
    {
      ...base,
      id: 'c_draft',
      title: 'Sécurité au travail — 安全 (draft)',
      status: 'draft',
      aiGenerated: true,
      sourceType: 'prompt',
      sectionCount: 2,
      estimatedMinutes: null,
      publishedAt: null,
      updatedAt: iso(start + 5 * day),
    },
    {
      ...base,
      id: 'c_old',
      title: 'Induction 2019',
      status: 'archived',
      aiGenerated: false,
      sourceType: null,
      sectionCount: 0,
      estimatedMinutes: 20,
      publishedAt: iso(start),
      updatedAt: iso(start + day),
    },
  ];
}

/** What made the draft. */
function draftJob(start: number): Job {
  const asked = { title: 'Sécurité au travail — 安全 (draft)', language: 'en', prompt: 'Safety', sources: [] };
  return {
    id: 'gen_1',
    status: 'completed',
    progress: 100,
    courseId: 'c_draft',
    error: null,
    createdAt: iso(start),
    finishedAt: iso(start + 60_000),
    asked: { ...asked, sections: 2, quiz: true },
    by: admin.id,
  };
}

function enrolmentOf(taken: Taken, now: number): Enrolment {
  const number = Number(taken.id.slice(taken.id.lastIndexOf('_') + 1));
  const started = onDay(taken.startedOn, now);
  const ended = taken.completedOn === undefined ? undefined : onDay(taken.completedOn, now);
  const begun = taken.status === 'completed' || taken.status === 'in_progress';
  const last = ended ?? Math.min(now, started + 3 * day);
  // Of those who left some were cancelled, and some ran out.
  const left = number % 2 === 0 ? 'expired' : 'cancelled';
  const status = taken.status === 'completed' ? 'completed' : taken.status === 'withdrawn' ? left : 'active';
  return {
    id: idOf('en', taken.id),
    userId: idOf('u', taken.person),
    courseId: idOf('c', taken.course),
    status,
    progress: 0,
    activitiesCompleted: 0,
    activitiesTotal: 0,
    score: null,
    enrolledAt: iso(Math.min(now, started) - 7 * day),
    startedAt: begun ? iso(started) : null,
    lastActivityAt: begun ? iso(last) : null,
    completedAt: ended === undefined ? null : iso(ended),
    expiresAt: iso(started + 365 * day),
    certificateUrl: ended === undefined ? null : `https://portal.coursebox.ai/certificates/${idOf('en', taken.id)}`,
    updatedAt: iso(begun ? last : Math.min(now, started - 7 * day)),
  };
}

export function seed({ business, now }: { readonly business: Business; readonly now: number }): State {
  const start = onDay('2026-04-01', now);
  const owner: User = {
    ...blankUser,
    id: admin.id,
    email: admin.email,
    fullName: 'Plugboard Harbour',
    firstName: 'Plugboard',
    lastName: 'Harbour',
    contactNumber: null,
    dateOfBirth: null,
    country: 'Australia',
    state: null,
    city: null,
    role: 'user_admin',
    createdAt: iso(start),
    updatedAt: iso(start),
  };
  const users = [owner, ...business.people.map((person) => userOf(person, start))];
  const trainer = users.find(({ role }) => role === 'approved_expert');
  const taught = business.courses.map((one, index) => courseOf(one, business.courses, start, index));
  const state: State = {
    passwords: { [admin.id]: admin.password, ...(trainer === undefined ? {} : { [trainer.id]: trainerPassword }) },
    tokens: {
      [tokens.valid]: { user: admin.id, until: now + 3650 * day },
      [tokens.expired]: { user: admin.id, until: now - day },
    },
    counts: {},
    users,
    courses: [...taught, ...(taught.length === 0 ? [] : extraCourses(start))],
    sections: [],
    activities: [],
    enrolments: business.enrolments.map((taken) => enrolmentOf(taken, now)),
    records: [],
    results: [],
    jobs: taught.length === 0 ? [] : [draftJob(start)],
    next_id: 0,
  };
  for (const course of state.courses) {
    const draft = course.status === 'draft';
    const content = contentOf(course, {
      sections: course.sectionCount,
      quiz: true,
      prompt: course.aiGenerated ? `A course on ${course.title}` : null,
      sources: course.sourceType === 'document' ? [`doc_${course.id}`] : [],
      reviewedBy: draft || course.authorId === null ? undefined : course.authorId,
      at: Date.parse(course.createdAt),
    });
    course.activityCount = content.activities.length;
    state.sections.push(...content.sections);
    state.activities.push(...content.activities);
  }
  addWork(state, now);
  return state;
}
