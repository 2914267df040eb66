/** Rows grown for load, rendered from their number alone, with ids of a range of their own. Called by ../sandbox.ts. */
import type { JsonObject } from 'plugboard/contract';
import { grownId, iso } from './state.ts';

interface Item {
  readonly index: number;
  readonly generation: number;
  readonly at: number;
}

/** The first course; grown enrolments and work are in it. */
const course = 'c_01';

function learner({ index, generation, at }: Item): JsonObject {
  return {
    id: grownId('u', index),
    email: `load${index}@mail.example`,
    emailVerified: true,
    fullName: `Load Learner ${index}`,
    firstName: 'Load',
    lastName: `Learner ${index}`,
    title: null,
    contactNumber: null,
    dateOfBirth: null,
    headline: generation === 0 ? null : `Change ${generation}`,
    country: 'Australia',
    state: 'WA',
    city: generation === 0 ? 'Perth' : `Perth ${generation}`,
    role: 'learner',
    deletedAt: null,
    createdAt: iso(at),
    updatedAt: iso(at),
  };
}

function grownCourse({ index, generation, at }: Item): JsonObject {
  return {
    id: grownId('c', index),
    title: generation === 0 ? `Load course ${index}` : `Load course ${index} (${generation})`,
    description: null,
    status: 'published',
    language: 'en',
    unitCodes: [],
    authorId: null,
    aiGenerated: index % 2 === 0,
    sourceType: index % 2 === 0 ? 'prompt' : null,
    sectionCount: 0,
    activityCount: 0,
    estimatedMinutes: null,
    publishedAt: iso(at),
    createdAt: iso(at),
    updatedAt: iso(at),
  };
}

function enrolment({ index, generation, at }: Item): JsonObject {
  return {
    id: grownId('en', index),
    userId: grownId('u', index),
    courseId: course,
    status: 'active',
    progress: (index + generation) % 101,
    activitiesCompleted: 0,
    activitiesTotal: 6,
    score: (index % 1000) / 10,
    enrolledAt: iso(at),
    startedAt: iso(at),
    lastActivityAt: iso(at),
    completedAt: null,
    expiresAt: null,
    certificateUrl: null,
    updatedAt: iso(at),
  };
}

function progress({ index, generation, at }: Item): JsonObject {
  return {
    id: grownId('rec', index),
    enrolmentId: grownId('en', index),
    userId: grownId('u', index),
    courseId: course,
    activityId: 'act_01_1_1',
    activityTitle: 'Lesson 1',
    type: 'lesson',
    status: 'in_progress',
    attempt: 1,
    timeSpentSeconds: 60 * (generation + 1),
    startedAt: iso(at),
    completedAt: null,
    updatedAt: iso(at),
  };
}

function result({ index, generation, at }: Item): JsonObject {
  return {
    id: grownId('res', index),
    enrolmentId: grownId('en', index),
    userId: grownId('u', index),
    courseId: course,
    activityId: 'act_01_1_3',
    unitCodes: [],
    attempt: generation + 1,
    score: (index + generation) % 11,
    maxScore: 10,
    passed: null,
    gradedBy: 'ai',
    graderId: null,
    feedback: null,
    gradedAt: iso(at),
    updatedAt: iso(at),
  };
}

export const grow = { learners: learner, courses: grownCourse, enrolments: enrolment, progress, results: result };
