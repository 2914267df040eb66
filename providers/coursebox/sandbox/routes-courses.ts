/** Enrolling and what is done with courses. Called by ../sandbox.ts. */
import type { JsonObject, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { numberAt, textAt } from 'plugboard/kit';
import { answer, bodyOf, endpoint, type Call } from './endpoint.ts';
import { renderJob } from './generation.ts';
import { badRequest, invalid, notFound } from './refusals.ts';
import { freshId, iso, type Course, type Enrolment, type Job, type State } from './state.ts';

function only(body: JsonObject, names: readonly string[]): void {
  const stranger = Object.keys(body).find((name) => !names.includes(name));
  if (stranger !== undefined) throw badRequest(`Unknown property "${stranger}".`);
}

function textIn(body: JsonObject, name: string, model: string): string {
  const text = textAt(body, name);
  if (text === undefined) throw invalid(model, { [name]: ['presence', "can't be blank"] });
  return text;
}

function textsIn(body: JsonObject, name: string, model: string): string[] {
  const value = body[name] ?? [];
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.map(String);
  throw invalid(model, { [name]: ['custom', 'is invalid'] });
}

// --- enrolments -----------------------------------------------------------------------------------------------------------

function enrol({ request, context, state }: Call): SandboxResponse {
  const body = bodyOf(request);
  only(body, ['userId', 'courseId', 'expiresAt']);
  const [userId, courseId] = [textIn(body, 'userId', 'enrolment'), textIn(body, 'courseId', 'enrolment')];
  if (!state.users.some(({ id, deletedAt }) => id === userId && deletedAt === null)) throw notFound('WineUser', userId);
  const course = state.courses.find(({ id }) => id === courseId);
  if (course === undefined) throw notFound('course', courseId);
  if (course.status === 'archived') throw invalid('enrolment', { courseId: ['custom', 'is archived'] });
  const active = state.enrolments.find(
    (one) => one.userId === userId && one.courseId === courseId && one.status === 'active',
  );
  if (active !== undefined) return answer(active);
  const now = iso(context.now());
  const made: Enrolment = {
    id: freshId(state, 'en'),
    userId,
    courseId,
    status: 'active',
    progress: 0,
    activitiesCompleted: 0,
    activitiesTotal: course.activityCount,
    score: null,
    enrolledAt: now,
    startedAt: null,
    lastActivityAt: null,
    completedAt: null,
    expiresAt: textAt(body, 'expiresAt') ?? null,
    certificateUrl: null,
    updatedAt: now,
  };
  state.enrolments.push(made);
  return answer(made, 201);
}

function changeEnrolment({ request, context, state, part }: Call): SandboxResponse {
  const body = bodyOf(request);
  only(body, ['status']);
  const found = state.enrolments.find(({ id }) => id === part('id'));
  if (found === undefined) throw notFound('enrolment', part('id'));
  if (body['status'] !== 'cancelled')
    throw invalid('enrolment', { status: ['inclusion', 'is not included in the list'] });
  if (found.status === 'completed') throw invalid('enrolment', { status: ['custom', 'is completed already'] });
  if (found.status !== 'cancelled') Object.assign(found, { status: 'cancelled', updatedAt: iso(context.now()) });
  return answer(found);
}

// --- courses --------------------------------------------------------------------------------------------------------------

function createCourse({ request, context, state, user }: Call): SandboxResponse {
  const body = bodyOf(request);
  only(body, ['title', 'description', 'language', 'unitCodes']);
  const now = iso(context.now());
  const made: Course = {
    id: freshId(state, 'c'),
    title: textIn(body, 'title', 'course'),
    description: textAt(body, 'description') ?? null,
    status: 'draft',
    language: textAt(body, 'language') ?? 'en',
    unitCodes: textsIn(body, 'unitCodes', 'course'),
    authorId: user.id,
    aiGenerated: false,
    sourceType: null,
    sectionCount: 0,
    activityCount: 0,
    estimatedMinutes: null,
    publishedAt: null,
    createdAt: now,
    updatedAt: now,
  };
  state.courses.push(made);
  return answer(made, 201);
}

function changeCourse({ request, context, state, part }: Call): SandboxResponse {
  const body = bodyOf(request);
  only(body, ['status']);
  const found = state.courses.find(({ id }) => id === part('id'));
  if (found === undefined) throw notFound('course', part('id'));
  if (body['status'] !== 'published') throw invalid('course', { status: ['inclusion', 'is not included in the list'] });
  const now = iso(context.now());
  if (found.status !== 'published') Object.assign(found, { status: 'published', publishedAt: now, updatedAt: now });
  return answer(found);
}

function generate({ request, context, state, user }: Call): SandboxResponse {
  const body = bodyOf(request);
  only(body, ['title', 'prompt', 'sourceUrls', 'language', 'sections', 'includeQuiz']);
  const sources = textsIn(body, 'sourceUrls', 'courseGeneration');
  if (sources.some((source) => URL.parse(source)?.protocol !== 'https:'))
    throw invalid('courseGeneration', { sourceUrls: ['custom', 'is invalid'] });
  const prompt = textAt(body, 'prompt') ?? null;
  if ((prompt === null) === (sources.length === 0)) throw badRequest('Give either prompt or sourceUrls.');
  const sections = numberAt(body, 'sections') ?? 3;
  if (!Number.isInteger(sections) || sections < 1 || sections > 20)
    throw invalid('courseGeneration', { sections: ['custom', 'is invalid'] });
  const job: Job = {
    id: freshId(state, 'gen'),
    status: 'queued',
    progress: 0,
    courseId: null,
    error: null,
    createdAt: iso(context.now()),
    finishedAt: null,
    asked: {
      title: textIn(body, 'title', 'courseGeneration'),
      language: textIn(body, 'language', 'courseGeneration'),
      prompt,
      sources,
      sections,
      quiz: body['includeQuiz'] !== false,
    },
    by: user.id,
  };
  state.jobs.push(job);
  return answer(renderJob(job), 202);
}

export const courseRoutes: readonly SandboxRoute<State>[] = [
  endpoint('POST', '/api/enrolments', enrol),
  endpoint('PATCH', '/api/enrolments/:id', changeEnrolment),
  endpoint('POST', '/api/courses', createCourse),
  endpoint('PATCH', '/api/courses/:id', changeCourse),
  endpoint('POST', '/api/courseGenerations', generate),
];
