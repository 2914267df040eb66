/** What can be read of JR Plus. Names in the singular are there beside those in the plural. Called by ../sandbox.ts. */
import type { SandboxRequest, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { toXml } from 'plugboard/kit';
import { grownIndex, grownResult, grownRows } from './grow.ts';
import { answerList, shown } from './lists.ts';
import { references, text, type Context, type Part, type Row, type State } from './state.ts';
import { document, htmlPage, listDocument, notFound } from './xml.ts';

type Handler = (request: SandboxRequest, context: Context) => SandboxResponse;

const root = '/webservice';

export function get(path: string, handle: Handler): SandboxRoute<State> {
  return { method: 'GET', path: `${root}/${path}`, handle };
}

/** Rows that have what the query asks for, by the element each parameter speaks of. */
function matching(request: SandboxRequest, rows: readonly Row[], names: readonly string[]): readonly Row[] {
  return names.reduce((left, name) => {
    const wanted = request.query.get(name);
    return wanted === null ? left : left.filter(({ data }) => text(data, name.replaceAll('_', '-')) === wanted);
  }, rows);
}

const listParties: Handler = (request, context) => {
  const names = ['party_type', 'party_identifier', 'login'];
  const filtered = ['party_identifier', 'login'].some((name) => request.query.has(name));
  const people = request.query.get('party_type') === 'Person';
  return answerList(request, context, {
    plural: 'parties',
    singular: 'party',
    rows: matching(request, context.state.parties, names),
    grown: filtered || !people ? undefined : context.grown('students'),
  });
};

const listCourses: Handler = (request, context) => {
  const names = ['course_scope_code', 'course_status'];
  return answerList(request, context, {
    plural: 'courses',
    singular: 'course',
    rows: matching(request, context.state.courses, names),
    grown: names.some((name) => request.query.has(name)) ? undefined : context.grown('courses'),
  });
};

const listEnrolments: Handler = (request, context) => {
  if (context.switches['enrolment_list'] === 'off')
    return htmlPage(404, 'The page you were looking for does not exist');
  const names = ['party_identifier', 'course_number', 'enrolment_status', 'enrolment_identifier'];
  return answerList(request, context, {
    plural: 'enrolments',
    singular: 'enrolment',
    rows: matching(request, context.state.enrolments, names),
    grown: names.some((name) => request.query.has(name)) ? undefined : context.grown('enrolments'),
  });
};

export function enrolmentOf({ params }: SandboxRequest, { state }: Context): Row | undefined {
  return state.enrolments.find(({ data }) => text(data, 'enrolment-identifier') === params['id']);
}

const oneEnrolment: Handler = (request, context) => {
  const found = enrolmentOf(request, context);
  return found === undefined ? notFound : document(toXml('enrolment', shown(context, found)));
};

const oneCourse: Handler = (request, context) => {
  const found = context.state.courses.find(({ data }) => text(data, 'course-number') === request.params['number']);
  return found === undefined ? notFound : document(toXml('course', shown(context, found)));
};

const listUnits: Handler = (request, context) => {
  const number = request.params['number'] ?? '';
  const known =
    context.state.courses.some(({ data }) => text(data, 'course-number') === number) ||
    grownIndex(context.grown('courses'), number) !== undefined;
  if (!known) return notFound;
  const rows = context.state.units.filter(({ of }) => of === number);
  return answerList(request, context, { plural: 'course-units', singular: 'course-unit', rows, timeless: true });
};

/** The parts of an enrolment, under a path nobody but ReadyTech's customers knows; an installation may not have it. */
function listParts(
  plural: string,
  singular: string,
  parts: (state: State) => readonly Part[],
  ofGrown: (index: number) => readonly Row[],
): Handler {
  return (request, context) => {
    if (context.switches['unit_results'] === 'off')
      return htmlPage(404, 'The page you were looking for does not exist');
    const id = request.params['id'] ?? '';
    const grown = context.grown('enrolments');
    const index = grownIndex(grown, id);
    if (index === undefined && enrolmentOf(request, context) === undefined) return notFound;
    const own = index === undefined ? parts(context.state).filter(({ of }) => of === id) : ofGrown(index);
    const at = index === undefined ? undefined : grownRows(grown, index, index + 1)[0]?.at;
    const rows = at === undefined ? own : own.map(({ data }) => ({ data, at }));
    return answerList(request, context, { plural, singular, rows, timeless: true });
  };
}

const listEmployers: Handler = (request, { state }) => {
  const id = request.query.get('enrolment_identifier');
  const rows = state.employers.filter(({ of }) => of === id).map(({ data }) => data);
  return listDocument('employee-enrolments', 'employee-enrolment', rows, rows.length);
};

const listReferences: Handler = (request, context) => {
  const table = request.params['table'] ?? '';
  const values = Object.hasOwn(references, table) ? references[table] : undefined;
  if (values === undefined) return notFound;
  const rows = values.map((name, index) => ({ data: { id: String(index + 1), name }, at: 0 }));
  return answerList(request, context, { plural: 'references', singular: 'reference', rows, timeless: true });
};

const units = listParts(
  'enrolment-units',
  'enrolment-unit',
  ({ results }) => results,
  (index) => [{ data: grownResult(index), at: 0 }],
);
const assessments = listParts(
  'assessments',
  'assessment',
  (state) => state.assessments,
  () => [],
);

export const reads: readonly SandboxRoute<State>[] = [
  get('references/:table', listReferences),
  get('parties', listParties),
  get('party', listParties),
  get('courses', listCourses),
  get('courses/:number', oneCourse),
  get('courses/:number/units', listUnits),
  get('enrolments', listEnrolments),
  get('enrolment/:id', oneEnrolment),
  get('enrolments/:id', oneEnrolment),
  get('enrolments/:id/enrolment_units', units),
  get('enrolments/:id/assessments', assessments),
  get('employee_enrolments', listEmployers),
];
