/** Courses made by the vendor's AI: a job that is queued, runs for a while, and ends with a draft course or a reason. Called by the routes. */
import type { JsonObject } from 'plugboard/contract';
import { contentOf, type Outline } from './content.ts';
import { freshId, iso, type Context, type Course, type Job, type State } from './state.ts';

/** Waiting, then working, milliseconds. */
const queueMs = 10_000;
const workMs = 50_000;

/** Lets the jobs end that are due. */
export function finishJobs({ state, now }: Context): void {
  for (const job of state.jobs) {
    if (job.status === 'completed' || job.status === 'failed') continue;
    const age = now() - Date.parse(job.createdAt);
    if (age >= queueMs + workMs) finish(state, job);
    else if (age >= queueMs) {
      job.status = 'running';
      job.progress = Math.floor(((age - queueMs) * 100) / workMs);
    }
  }
}

function finish(state: State, job: Job): void {
  const at = Date.parse(job.createdAt) + queueMs + workMs;
  job.finishedAt = iso(at);
  const lost = job.asked.sources.find((source) => new URL(source).hostname.endsWith('.invalid'));
  if (lost !== undefined) {
    job.status = 'failed';
    job.error = { code: 'SOURCE_UNREACHABLE', message: `${lost} could not be read.` };
    return;
  }
  const { title, language, prompt, sources, sections, quiz } = job.asked;
  const course: Course = {
    id: freshId(state, 'c'),
    title,
    description: prompt,
    status: 'draft',
    language,
    unitCodes: [],
    authorId: job.by,
    aiGenerated: true,
    sourceType: sources.length > 0 ? 'website' : 'prompt',
    sectionCount: sections,
    activityCount: 0,
    estimatedMinutes: null,
    publishedAt: null,
    createdAt: iso(at),
    updatedAt: iso(at),
  };
  const outline: Outline = { sections, quiz, prompt, sources, reviewedBy: undefined, at };
  const content = contentOf(course, outline);
  course.activityCount = content.activities.length;
  state.courses.push(course);
  state.sections.push(...content.sections);
  state.activities.push(...content.activities);
  job.status = 'completed';
  job.progress = 100;
  job.courseId = course.id;
}

export function renderJob({ asked: _asked, by: _by, ...job }: Job): JsonObject {
  return job;
}
