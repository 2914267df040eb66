/** The calls that read. Parts of a course or an enrolment are lists under it; of one that is not there, nothing. Called by ../sandbox.ts. */
import type { JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { list, one, refuse } from './answers.ts';
import { grownFrom } from './grow.ts';
import type { Context, State } from './state.ts';

export type Handler = (request: SandboxRequest, context: Context) => SandboxResponse;

export const students: Handler = (request, context) =>
  list(request, context, { rows: context.state.students, grown: context.grown('students') });

export const student: Handler = ({ params }, context) =>
  one(
    context.state.students.find(({ studentID }) => String(studentID) === params['id']),
    context,
  );

export const courses: Handler = (request, context) =>
  list(request, context, { rows: context.state.courses, grown: context.grown('courses') });

export const enrolments: Handler = (request, context) =>
  list(request, context, { rows: context.state.enrolments, grown: context.grown('enrolments') });

export const activities: Handler = (request, context) =>
  list(request, context, { rows: context.state.activities, grown: context.grown('activities') });

/** The documented list: one student's, whole; whatever else a list may be asked for does not concern it. */
export const enrolmentsOfStudent: Handler = (request, context) => {
  const id = request.query.get('id');
  if (id === null) return refuse(400, 'The request is invalid.');
  const rows = context.state.enrolments.filter(({ studentID }) => String(studentID) === id);
  const whole: Context = { ...context, switches: { ...context.switches, paging: 'ignored' } };
  return list({ ...request, query: new URLSearchParams() }, whole, { rows });
};

/** Does the course or enrolment exist? Grown ones have nothing in them. */
function exists({ state }: Context, of: 'courseID' | 'enrolmentID', id: string): boolean {
  const rows: readonly JsonObject[] = of === 'courseID' ? state.courses : state.enrolments;
  return Number(id) >= grownFrom || rows.some((row) => textAt(row, of) === id);
}

/** A list under a course (`/Course/71/Units`) or an enrolment. `hidden`: a field the rows do not show there. */
export function partsOf(
  of: 'courseID' | 'enrolmentID',
  rows: (state: State) => readonly JsonObject[],
  hidden?: string,
): Handler {
  return (request, context) => {
    const id = request.params['id'] ?? '';
    if (!exists(context, of, id)) return refuse(404, 'There is no such record.');
    const found = rows(context.state).filter((row) => textAt(row, of) === id);
    const shown = found.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== hidden)));
    return list(request, context, { rows: shown });
  };
}

export const progress: Handler = ({ params }, context) =>
  one(
    context.state.progress.find(({ enrolmentID }) => String(enrolmentID) === params['id']),
    context,
  );
