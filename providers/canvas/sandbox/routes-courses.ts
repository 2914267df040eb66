/** One course: reading, making, changing and ending it, and who is in it. Called by ../sandbox.ts. */
import type { JsonObject, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { at, isObject } from 'plugboard/kit';
import { answer, badRequest, invalid, listed, notFound } from './answers.ts';
import { endpoint, type Call } from './endpoint.ts';
import { loadCourse } from './grow.ts';
import { accountFor, courseFor, userFor } from './identity.ts';
import { listAtPath, sentFlag, sentMoment, sentText } from './params.ts';
import { renderCourse, renderEnrolment, renderUser } from './render.ts';
import {
  byId,
  freshId,
  grownIndex,
  isLive,
  type Course,
  type Enrolment,
  type EnrolmentState,
  type EnrolmentType,
  type State,
} from './state.ts';

// --- people of a course ---------------------------------------------------------------------------------------------------

function listEnrolments(call: Call): SandboxResponse {
  const { request, context, state, params } = call;
  const course = courseFor(context, call.user, call.part('course_id'));
  const types = listAtPath(params, 'type');
  const asked = listAtPath(params, 'state');
  // Without state[] an administrator gets inactive ones too.
  const states = asked.length === 0 ? ['active', 'invited', 'inactive'] : asked;
  const user = sentText(params, 'user_id');
  const items = state.enrolments
    .filter((one) => one.course === course.id && states.includes(one.state))
    .filter((one) => types.length === 0 || types.includes(one.type))
    .filter((one) => user === undefined || one.user === user)
    .toSorted(byId);
  const students = types.length === 0 || types.includes('StudentEnrollment');
  return listed(request, context, {
    items,
    render: (one) => renderEnrolment(one, state, listAtPath(params, 'include')),
    grown:
      course.id === loadCourse && students && states.includes('active') && user === undefined
        ? context.grown('enrolments')
        : undefined,
    bookmarked: true,
  });
}

function listCourseUsers(call: Call): SandboxResponse {
  const { request, context, state, params } = call;
  const course = courseFor(context, call.user, call.part('course_id'));
  const types = listAtPath(params, 'enrollment_type').map(
    (type) => `${type.charAt(0).toUpperCase()}${type.slice(1)}Enrollment`,
  );
  const ids = new Set(
    state.enrolments
      .filter((one) => one.course === course.id && isLive(one) && (types.length === 0 || types.includes(one.type)))
      .map(({ user }) => user),
  );
  const email = listAtPath(params, 'include').includes('email');
  const items = state.users.filter(({ id, deleted }) => ids.has(id) && !deleted).toSorted(byId);
  return listed(request, context, { items, render: (user) => renderUser(user, { email }), bookmarked: true });
}

const types: readonly string[] = [
  'StudentEnrollment',
  'TeacherEnrollment',
  'TaEnrollment',
  'ObserverEnrollment',
  'DesignerEnrollment',
];

function isType(text: string | undefined): text is EnrolmentType {
  return text !== undefined && types.includes(text);
}

function enrol(call: Call): SandboxResponse {
  const { state, params, context } = call;
  const course = courseFor(context, call.user, call.part('course_id'));
  if (course.state === 'completed') throw badRequest("Can't add an enrollment to a concluded course.");
  const asked = sentText(params, 'enrollment.user_id') ?? '';
  if (asked === '')
    throw badRequest("Can't create an enrollment without a user. Include enrollment[user_id] to create an enrollment");
  const type = sentText(params, 'enrollment.type');
  if (type === undefined) throw badRequest('No type specified. Include enrollment[type] to create an enrollment');
  if (!isType(type)) throw badRequest('Invalid type');
  const user = userFor(state, call.user, asked);
  const wanted = sentText(params, 'enrollment.enrollment_state');
  const enrolmentState: EnrolmentState = wanted === 'active' || wanted === 'inactive' ? wanted : 'invited';
  const now = context.now();
  const known = state.enrolments.find((one) => one.course === course.id && one.user === user.id && one.type === type);
  // Asking twice gives the same enrolment; one that had ended begins anew.
  if (known !== undefined) {
    if (known.state !== 'active') Object.assign(known, { state: enrolmentState, updated: now });
    return answer(call.request, renderEnrolment(known, state));
  }
  const made: Enrolment = {
    id: freshId(state),
    course: course.id,
    user: user.id,
    type,
    state: enrolmentState,
    created: now,
    updated: now,
    start: sentMoment(params, 'enrollment.start_at') ?? null,
    end: sentMoment(params, 'enrollment.end_at') ?? null,
    completed: null,
    last_activity: null,
    activity_seconds: 0,
    page_views: 0,
    participations: 0,
  };
  state.enrolments.push(made);
  return answer(call.request, renderEnrolment(made, state));
}

const endings: Readonly<Record<string, EnrolmentState>> = {
  conclude: 'completed',
  delete: 'deleted',
  inactivate: 'inactive',
  deactivate: 'inactive',
};

function unenrol(call: Call): SandboxResponse {
  const { state, context, params } = call;
  const course = courseFor(context, call.user, call.part('course_id'));
  const found = state.enrolments.find((one) => one.id === call.part('id') && one.course === course.id);
  if (found === undefined) throw notFound();
  const ending = endings[sentText(params, 'task') ?? 'conclude'];
  if (ending === undefined) throw badRequest('task must be conclude, delete, inactivate or deactivate');
  const now = context.now();
  Object.assign(found, { state: ending, updated: now, completed: ending === 'completed' ? now : found.completed });
  return answer(call.request, renderEnrolment(found, state));
}

// --- the course itself ----------------------------------------------------------------------------------------------------

/** The `course[...]` members that were sent, onto the course. */
function change(course: Course, params: JsonObject, state: State): void {
  const text = (name: string) => sentText(params, `course.${name}`);
  const sis = text('sis_course_id');
  if (sis !== undefined && sis !== '' && state.courses.some((one) => one !== course && one.sis === sis)) {
    throw invalid({ sis_source_id: `SIS ID "${sis}" is already in use` });
  }
  const zone = text('time_zone');
  if (zone !== undefined && !isZone(zone)) throw invalid({ time_zone: 'is not a valid time zone' });
  const restricts = sentFlag(params, 'course.restrict_enrollments_to_course_dates') ?? course.restricts_dates;
  const start = sentMoment(params, 'course.start_at');
  const end = sentMoment(params, 'course.end_at');
  const format = text('course_format');
  course.name = text('name') ?? course.name;
  course.code = text('course_code') ?? course.code;
  course.sis = sis === undefined ? course.sis : sis === '' ? null : sis;
  course.time_zone = zone ?? course.time_zone;
  course.term = text('term_id') ?? course.term;
  course.format = format === undefined || format === '' ? course.format : format;
  course.description = text('public_description') ?? course.description;
  course.restricts_dates = restricts;
  course.start = start ?? course.start;
  // Dates do not hold unless the course says that they restrict.
  course.end = restricts ? (end ?? course.end) : null;
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function createCourse(call: Call): SandboxResponse {
  const { state, params, context } = call;
  const account = accountFor(state, call.user, call.part('account_id'));
  if (at(params, 'course') !== undefined && !isObject(at(params, 'course'))) throw badRequest('course is invalid');
  const id = freshId(state);
  const made: Course = {
    id,
    account: account.id,
    term: '1',
    section: freshId(state),
    name: 'Unnamed Course',
    code: 'Unnamed',
    sis: null,
    state: sentFlag(params, 'offer') === true ? 'available' : 'claimed',
    created: context.now(),
    start: null,
    end: null,
    restricts_dates: false,
    time_zone: account.time_zone,
    format: null,
    description: null,
    letters: false,
    uuid: context.hex(40),
  };
  change(made, params, state);
  if (sentText(params, 'course.course_code') === undefined) made.code = made.name;
  state.courses.push(made);
  return answer(call.request, renderCourse(made, state));
}

function updateCourse(call: Call): SandboxResponse {
  const { state, params, context } = call;
  const found = courseFor(context, call.user, call.part('id'));
  if (grownIndex(found.id) !== undefined) throw badRequest('Courses grown for load cannot be changed.');
  const changed = structuredClone(found);
  change(changed, params, state);
  const event = sentText(params, 'course.event');
  if (event !== undefined) changed.state = stateAfter(event, found, state);
  Object.assign(found, changed);
  return answer(call.request, renderCourse(found, state));
}

function stateAfter(event: string, course: Course, state: State): Course['state'] {
  switch (event) {
    case 'offer':
      return 'available';
    case 'conclude':
      return 'completed';
    case 'delete':
      return 'deleted';
    case 'claim': {
      const own = new Set(state.assignments.filter((one) => one.course === course.id).map(({ id }) => id));
      if (state.submissions.some((one) => own.has(one.assignment) && one.grades.length > 0)) {
        throw invalid({ workflow_state: 'Unpublishing is not allowed when there are graded student submissions' });
      }
      return 'claimed';
    }
    default:
      throw badRequest(`The event ${event} is not known.`);
  }
}

function endCourse(call: Call): SandboxResponse {
  const found = courseFor(call.context, call.user, call.part('id'));
  const event = sentText(call.params, 'event');
  if (event !== 'conclude' && event !== 'delete') throw badRequest('Only "delete" and "conclude" events are supported');
  found.state = event === 'delete' ? 'deleted' : 'completed';
  return answer(call.request, { [event]: true });
}

export const courseRoutes: readonly SandboxRoute<State>[] = [
  endpoint('GET', '/courses/:id', (call) => {
    const course = courseFor(call.context, call.user, call.part('id'));
    return answer(call.request, renderCourse(course, call.state, listAtPath(call.params, 'include')));
  }),
  endpoint('POST', '/accounts/:account_id/courses', createCourse),
  endpoint('PUT', '/courses/:id', updateCourse),
  endpoint('DELETE', '/courses/:id', endCourse),
  endpoint('GET', '/courses/:course_id/users', listCourseUsers),
  endpoint('GET', '/courses/:course_id/enrollments', listEnrolments),
  endpoint('POST', '/courses/:course_id/enrollments', enrol),
  endpoint('DELETE', '/courses/:course_id/enrollments/:id', unenrol),
  endpoint('GET', '/courses/:course_id/sections', (call) => {
    const { request, context } = call;
    const course = courseFor(context, call.user, call.part('course_id'));
    const render = (one: Course) => ({
      id: one.section,
      course_id: one.id,
      name: one.name,
      start_at: null,
      end_at: null,
      sis_section_id: null,
    });
    return listed(request, context, { items: [course], render });
  }),
];
