/** Everything that is read: lists with their filters and counts, and one thing by its id. Called by ../sandbox.ts. */
import type { JsonObject, SandboxRoute } from 'plugboard/contract';
import { answer, endpoint, type Call } from './endpoint.ts';
import { renderJob } from './generation.ts';
import { counted, listed, type Listing } from './listing.ts';
import { notFound, Refusal } from './refusals.ts';
import type { State } from './state.ts';

interface Entity {
  readonly path: string;
  /** As errors name it. */
  readonly model: string;
  readonly keys: readonly string[];
  readonly grown: string;
  rows(state: State): readonly JsonObject[];
}

const entities: readonly Entity[] = [
  { path: '/api/WineUsers', model: 'WineUser', keys: ['email'], grown: 'learners', rows: ({ users }) => users },
  { path: '/api/courses', model: 'course', keys: ['status'], grown: 'courses', rows: ({ courses }) => courses },
  {
    path: '/api/enrolments',
    model: 'enrolment',
    keys: ['userId', 'courseId', 'status'],
    grown: 'enrolments',
    rows: ({ enrolments }) => enrolments,
  },
  {
    path: '/api/activityRecords',
    model: 'activityRecord',
    keys: ['userId', 'courseId', 'enrolmentId', 'activityId'],
    grown: 'progress',
    rows: ({ records }) => records,
  },
  {
    path: '/api/assessmentResults',
    model: 'assessmentResult',
    keys: ['userId', 'courseId', 'enrolmentId'],
    grown: 'results',
    rows: ({ results }) => results,
  },
];

/** A portal whose API has nothing but what the vendor has published: signing in, and one person by id. */
function present({ context }: Call): void {
  if (context.switches['lists'] === 'absent')
    throw new Refusal(404, undefined, 'There is no method to handle this request.');
}

function listOf({ rows, keys, grown }: Entity, { state }: Call): Listing {
  return { rows: rows(state), keys, grown };
}

/** What was grown for load can be read one by one, too. */
function rowOf(entity: Entity, call: Call): JsonObject {
  const id = call.part('id');
  const own = entity.rows(call.state).find((row) => row['id'] === id);
  if (own !== undefined) return own;
  const index = Number(/_g(\d{8})$/.exec(id)?.[1] ?? NaN);
  const grown = call.context.grown(entity.grown);
  if (grown === undefined || !(index < grown.count)) throw notFound(entity.model, id);
  const row: JsonObject = JSON.parse(grown.slice(index, index + 1).toString('utf8'));
  return row;
}

function routesOf(entity: Entity): readonly SandboxRoute<State>[] {
  return [
    endpoint('GET', entity.path, (call) => {
      present(call);
      return listed(call.request, call.context, listOf(entity, call));
    }),
    endpoint('GET', `${entity.path}/count`, (call) => {
      present(call);
      return counted(call.request, call.context, listOf(entity, call));
    }),
    endpoint('GET', `${entity.path}/:id`, (call) => {
      if (entity.model !== 'WineUser') present(call);
      return answer(rowOf(entity, call));
    }),
  ];
}

function inCourse(name: string, keys: readonly string[], rows: (state: State) => readonly JsonObject[]) {
  return endpoint('GET', `/api/courses/:courseId/${name}`, (call) => {
    present(call);
    const id = call.part('courseId');
    const known = /_g\d{8}$/.test(id) || call.state.courses.some((course) => course.id === id);
    if (!known) throw notFound('course', id);
    return listed(call.request, call.context, {
      rows: rows(call.state).filter((row) => row['courseId'] === id),
      keys,
    });
  });
}

export const listRoutes: readonly SandboxRoute<State>[] = [
  ...entities.flatMap(routesOf),
  inCourse('sections', [], ({ sections }) => sections),
  inCourse('activities', ['type', 'aiGenerated'], ({ activities }) => activities),
  endpoint('GET', '/api/courseGenerations/:id', (call) => {
    const job = call.state.jobs.find(({ id }) => id === call.part('id'));
    if (job === undefined) throw notFound('courseGeneration', call.part('id'));
    return answer(renderJob(job));
  }),
];
