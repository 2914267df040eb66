/** Modules with what is in them, and what students do in a course by Canvas' own count. Called by ../sandbox.ts. */
import type { JsonObject, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { answer, listed, notFound } from './answers.ts';
import { base, endpoint, type Call } from './endpoint.ts';
import { statusOf } from './gradebook.ts';
import { courseFor } from './identity.ts';
import { listAtPath, sentText } from './params.ts';
import { renderItem, renderModule } from './render.ts';
import { byId, nameOf, type Enrolment, type Module, type State } from './state.ts';

// --- modules --------------------------------------------------------------------------------------------------------------

function originOf({ request }: Call): string {
  const bare = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(request.host);
  return `${bare ? 'http' : 'https'}://${request.host}`;
}

function modulesOf(call: Call): readonly Module[] {
  const course = courseFor(call.context, call.user, call.part('course_id'));
  return call.state.modules.filter((one) => one.course === course.id);
}

function listModules(call: Call): SandboxResponse {
  const { request, context, state, params } = call;
  const itemsOf = (module: Module) => `${originOf(call)}${base}/courses/${module.course}/modules/${module.id}/items`;
  return listed(request, context, {
    items: modulesOf(call),
    render: (module) => renderModule(module, state, listAtPath(params, 'include'), itemsOf(module)),
  });
}

function listItems(call: Call): SandboxResponse {
  const { request, context, state, params } = call;
  const module = modulesOf(call).find(({ id }) => id === call.part('module_id'));
  if (module === undefined) throw notFound();
  const details = listAtPath(params, 'include').includes('content_details');
  return listed(request, context, { items: module.items, render: (item) => renderItem(item, module, state, details) });
}

// --- analytics ------------------------------------------------------------------------------------------------------------

/** Students who count: active and completed. A course without any, or one that is not open, has no analytics at all. */
function counted(call: Call): readonly Enrolment[] {
  const course = courseFor(call.context, call.user, call.part('course_id'), 403);
  const open = course.state === 'available' || course.state === 'completed';
  const students = call.state.enrolments
    .filter((one) => one.course === course.id && one.type === 'StudentEnrollment')
    .filter((one) => one.state === 'active' || one.state === 'completed')
    .toSorted(byId);
  if (!open || students.length === 0) throw notFound();
  return students;
}

type Column = 'name' | 'score' | 'participations' | 'page_views';

/** Quartiles by rank: 0 nothing, 1 the lowest quarter, 2 the middle, 3 the top. */
function levelOf(value: number, all: readonly number[]): number {
  if (value === 0) return 0;
  const rank = all.filter((one) => one < value).length / all.length;
  return rank < 0.25 ? 1 : rank < 0.75 ? 2 : 3;
}

function listSummaries(call: Call): SandboxResponse {
  const { request, context, state, params } = call;
  const students = counted(call);
  const asked = sentText(params, 'student_id');
  const [column = 'name', descending] = (sentText(params, 'sort_column') ?? 'name').split(/_(descending)$/);
  const nameAt = (one: Enrolment) => state.users.filter(({ id }) => id === one.user).map(nameOf)[0] ?? '';
  const worth: Readonly<Record<Column, (one: Enrolment) => number | string>> = {
    name: nameAt,
    score: (one) => one.participations,
    participations: (one) => one.participations,
    page_views: (one) => one.page_views,
  };
  const by = column === 'score' || column === 'participations' || column === 'page_views' ? worth[column] : worth.name;
  const ordered = students.toSorted((a, b) => (by(a) < by(b) ? -1 : 1));
  const items = (descending === undefined ? ordered : ordered.toReversed()).filter(
    (one) => asked === undefined || one.user === asked,
  );
  const views = students.map(({ page_views }) => page_views);
  const parts = students.map(({ participations }) => participations);
  return listed(request, context, {
    items,
    render: (one) => ({
      id: one.user,
      page_views: one.page_views,
      max_page_views: Math.max(...views),
      page_views_level: levelOf(one.page_views, views),
      participations: one.participations,
      max_participations: Math.max(...parts),
      participations_level: levelOf(one.participations, parts),
      tardiness_breakdown: tardinessOf(one, state, context.now()),
    }),
  });
}

function tardinessOf(enrolment: Enrolment, state: State, now: number): JsonObject {
  const counts = { missing: 0, late: 0, on_time: 0, floating: 0 };
  const assignments = state.assignments.filter((one) => one.course === enrolment.course && one.published);
  for (const assignment of assignments) {
    const submission = state.submissions.find((one) => one.assignment === assignment.id && one.user === enrolment.user);
    if (submission === undefined || submission.excused) continue;
    counts[statusOf(submission, assignment, now)] += 1;
  }
  return { ...counts, total: counts.missing + counts.late + counts.on_time + counts.floating };
}

/** One row for each UTC day with traffic. */
function listActivity(call: Call): SandboxResponse {
  const days = new Map<string, { views: number; participations: number }>();
  for (const one of counted(call)) {
    if (one.last_activity === null) continue;
    const date = new Date(one.last_activity).toISOString().slice(0, 10);
    const known = days.get(date) ?? { views: 0, participations: 0 };
    days.set(date, { views: known.views + one.page_views, participations: known.participations + one.participations });
  }
  const rows = [...days].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([date, row]) => ({ date, ...row }));
  return answer(call.request, rows);
}

export const contentRoutes: readonly SandboxRoute<State>[] = [
  endpoint('GET', '/courses/:course_id/modules', listModules),
  endpoint('GET', '/courses/:course_id/modules/:module_id/items', listItems),
  endpoint('GET', '/courses/:course_id/analytics/student_summaries', listSummaries),
  endpoint('GET', '/courses/:course_id/analytics/activity', listActivity),
];
