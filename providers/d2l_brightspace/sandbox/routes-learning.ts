/** The learning environment (le), one course at a time: who is in it, what is in it, work handed in, marks. Called by ../sandbox.ts. */
import type { JsonObject, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { isObject, jsonOf } from 'plugboard/kit';
import { answer, badRequest, listPage, notFound } from './answers.ts';
import { endpoint, type Call } from './endpoint.ts';
import { loadGradeItem } from './grow.ts';
import { courseFor } from './identity.ts';
import { renderClassmate, renderFolder, renderGrade, renderGradeItem, renderHanded, renderModule } from './render.ts';
import { grownId, type Course, type GradeItem, type State, type User } from './state.ts';

function courseOf(call: Call): Course {
  return courseFor(call.state, call.caller, call.part('orgUnitId'));
}

function learnersOf({ state }: Call, course: Course): readonly User[] {
  const learner = state.roles.find(({ code }) => code === 'learner')?.id;
  const ids = new Set(
    state.enrolments.filter((one) => one.course === course.id && one.role === learner).map(({ user }) => user),
  );
  return state.users.filter(({ id }) => ids.has(id)).toSorted((a, b) => a.id - b.id);
}

function listClass(call: Call): SandboxResponse {
  const { state } = call;
  const course = courseOf(call);
  const rows = state.enrolments
    .filter((one) => one.course === course.id)
    .flatMap((one): JsonObject[] => {
      const user = state.users.find(({ id }) => id === one.user);
      const role = state.roles.find(({ id }) => id === one.role);
      return user === undefined ? [] : [renderClassmate(user, role)];
    });
  return answer(rows);
}

function readContents(call: Call): SandboxResponse {
  const { state } = call;
  const course = courseOf(call);
  const top = state.modules.filter((one) => one.course === course.id && one.parent === null);
  return answer({ Modules: top.toSorted((a, b) => a.order - b.order).map((one) => renderModule(one, state)) });
}

function listFolders(call: Call): SandboxResponse {
  const course = courseOf(call);
  const folders = call.state.folders.filter((one) => one.course === course.id);
  return answer(folders.map((one) => renderFolder(one, call.state)));
}

function listHanded(call: Call): SandboxResponse {
  const { state } = call;
  const course = courseOf(call);
  const folder = state.folders.find((one) => one.course === course.id && String(one.id) === call.part('folderId'));
  if (folder === undefined) throw notFound();
  return answer(state.handed.filter((one) => one.folder === folder.id).map((one) => renderHanded(one, state)));
}

// --- marks ----------------------------------------------------------------------------------------------------------------

function gradeItemOf(call: Call, course: Course): GradeItem {
  const found = call.state.grade_items.find(
    (one) => one.course === course.id && String(one.id) === call.part('gradeObjectId'),
  );
  if (found === undefined) throw notFound();
  return found;
}

function listGrades(call: Call, item: GradeItem | undefined, course: Course): SandboxResponse {
  const { request, context, state } = call;
  return listPage(request, context, {
    items: learnersOf(call, course),
    id: (user) => user.id,
    render: (user) => {
      const grade = state.grades.find(
        (one) => one.course === course.id && one.item === (item?.id ?? null) && one.user === user.id,
      );
      return renderGrade(user, item, grade);
    },
    grown: item?.id === loadGradeItem ? context.grown('grades') : undefined,
    grownFrom: grownId(0),
  });
}

/** An IncomingGradeValue of the item's own type. */
function setGrade(call: Call): SandboxResponse {
  const { state, request, context } = call;
  const course = courseOf(call);
  const item = gradeItemOf(call, course);
  const user = learnersOf(call, course).find(({ id }) => String(id) === call.part('userId'));
  if (user === undefined) throw notFound();
  const body = jsonOf(request);
  if (!isObject(body) || item.type !== 'Numeric' || body['GradeObjectType'] !== 1)
    throw badRequest('GradeObjectType does not match the grade object');
  const points = body['PointsNumerator'];
  if (typeof points !== 'number' || points < 0 || points > (item.points ?? 0))
    throw badRequest('Invalid PointsNumerator');
  const comment = isObject(body['Comments']) ? body['Comments']['Content'] : undefined;
  if (typeof comment !== 'string') throw badRequest('Comments is not valid');
  const others = state.grades.filter((one) => one.item !== item.id || one.user !== user.id);
  const made = {
    course: course.id,
    item: item.id,
    user: user.id,
    displayed: `${points} / ${item.points ?? 0}`,
    numerator: points,
    denominator: item.points,
    comment,
    changed: context.now(),
  };
  state.grades = [...others, made];
  return { status: 200 };
}

export const learningRoutes: readonly SandboxRoute<State>[] = [
  endpoint('GET', 'le', '/:orgUnitId/classlist/', 'enrollment:orgunit:read', listClass),
  endpoint('GET', 'le', '/:orgUnitId/content/toc', 'content:toc:read', readContents),
  endpoint('GET', 'le', '/:orgUnitId/dropbox/folders/', 'dropbox:folders:read', listFolders),
  endpoint('GET', 'le', '/:orgUnitId/dropbox/folders/:folderId/submissions/', 'dropbox:folders:read', listHanded),
  endpoint('GET', 'le', '/:orgUnitId/grades/', 'grades:gradeobjects:read', (call) => {
    const course = courseOf(call);
    return answer(call.state.grade_items.filter((one) => one.course === course.id).map(renderGradeItem));
  }),
  endpoint('GET', 'le', '/:orgUnitId/grades/final/values/', 'grades:gradevalues:read', (call) =>
    listGrades(call, undefined, courseOf(call)),
  ),
  endpoint('GET', 'le', '/:orgUnitId/grades/:gradeObjectId/values/', 'grades:gradevalues:read', (call) => {
    const course = courseOf(call);
    return listGrades(call, gradeItemOf(call, course), course);
  }),
  endpoint('PUT', 'le', '/:orgUnitId/grades/:gradeObjectId/values/:userId', 'grades:gradevalues:write', setGrade),
];
