/** The learning platform (lp): versions, who is calling, people, roles, org units, enrolments. Called by ../sandbox.ts. */
import type { JsonObject, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { isObject, jsonOf } from 'plugboard/kit';
import { answer, badRequest, notAllowed, notFound, resultSet } from './answers.ts';
import { endpoint, type Call } from './endpoint.ts';
import { loadCourse } from './grow.ts';
import { courseFor, isShutOut } from './identity.ts';
import { renderCourse, renderMember, renderRole, renderUnit, renderUser, renderWhoAmI } from './render.ts';
import { courseOfferingType, freshId, grownId, type Enrolment, type State, type User } from './state.ts';
import { versionsOf } from './versions.ts';

// --- people ---------------------------------------------------------------------------------------------------------------

/** By user name one person, by e-mail or the organisation's own id all who have it, else everybody page by page. */
function listUsers({ request, context, state }: Call): SandboxResponse {
  const { query } = request;
  const login = query.get('userName');
  if (login !== null) {
    const found = state.users.find((one) => one.login.toLowerCase() === login.toLowerCase());
    if (found === undefined) throw notFound();
    return answer(renderUser(found, state));
  }
  const [own, email] = [query.get('orgDefinedId'), query.get('externalEmail')];
  if (own !== null || email !== null) {
    const found = state.users.filter((one) => (own === null ? one.email === email : one.org_defined === own));
    return answer(found.map((one) => renderUser(one, state)));
  }
  return resultSet(request, {
    items: state.users.toSorted((a, b) => a.id - b.id),
    id: (user) => user.id,
    render: (user) => renderUser(user, state),
    grown: context.grown('users'),
    grownFrom: grownId(0),
  });
}

function readUser(call: Call): SandboxResponse {
  const found = call.state.users.find(({ id }) => String(id) === call.part('id'));
  if (found === undefined) throw notFound();
  return answer(renderUser(found, call.state));
}

function bodyOf({ request }: Call, members: readonly string[]): JsonObject {
  const body = /^application\/json\b/i.test(request.headers['content-type'] ?? '') ? jsonOf(request) : undefined;
  if (!isObject(body)) throw badRequest('Request body is not valid JSON');
  const missing = members.filter((name) => !(name in body));
  if (missing.length > 0) throw badRequest(`Missing property: ${missing.join(', ')}`);
  return body;
}

function sentText(body: JsonObject, name: string, longest = 128): string | null {
  const value = body[name] ?? null;
  if (value === null) return null;
  if (typeof value !== 'string' || value.length > longest) throw badRequest(`${name} is not valid`);
  return value.trim() === '' ? null : value;
}

function sentNumber(body: JsonObject, name: string): number {
  const value = body[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw badRequest(`${name} is not valid`);
  return value;
}

function sentFlag(body: JsonObject, name: string): boolean {
  const value = body[name];
  if (typeof value !== 'boolean') throw badRequest(`${name} is not valid`);
  return value;
}

const userMembers = [
  'OrgDefinedId',
  'FirstName',
  'MiddleName',
  'LastName',
  'ExternalEmail',
  'UserName',
  'RoleId',
  'IsActive',
  'SendCreationEmail',
];

function createUser(call: Call): SandboxResponse {
  const { state } = call;
  const body = bodyOf(call, userMembers);
  const [first, last] = [sentText(body, 'FirstName'), sentText(body, 'LastName')];
  const login = sentText(body, 'UserName', 270);
  if (first === null || last === null || login === null)
    throw badRequest('FirstName, LastName and UserName are required');
  const email = sentText(body, 'ExternalEmail');
  if (email !== null && !/^[^@\s]+@[^@\s]+$/.test(email)) throw badRequest('ExternalEmail is not valid');
  const role = sentNumber(body, 'RoleId');
  if (state.roles.every(({ id }) => id !== role)) throw badRequest('RoleId is not valid');
  sentFlag(body, 'SendCreationEmail');
  const taken = state.users.some((one) => one.login.toLowerCase() === login.toLowerCase());
  if (taken) throw badRequest('UserName is already in use');
  const made: User = {
    id: freshId(state),
    first,
    middle: sentText(body, 'MiddleName'),
    last,
    login,
    email,
    org_defined: sentText(body, 'OrgDefinedId'),
    active: sentFlag(body, 'IsActive'),
    seen: null,
  };
  state.users.push(made);
  return answer(renderUser(made, state));
}

// --- org units ------------------------------------------------------------------------------------------------------------

/** Below the organisation everything can be listed, so courses nobody may look into are there too. */
function listStructure({ request, state }: Call): SandboxResponse {
  const type = request.query.get('orgUnitType') ?? '';
  if (type !== '' && !/^\d{1,9}$/.test(type)) throw badRequest('Invalid orgUnitType');
  // Other kinds of org units are not kept as such here.
  const wanted = type === '' || Number(type) === courseOfferingType;
  return resultSet(request, {
    items: wanted ? state.courses.toSorted((a, b) => a.id - b.id) : [],
    id: (course) => course.id,
    render: renderUnit,
  });
}

const unitTypes = [
  { Id: 1, Code: 'Organization', Name: 'Organization' },
  { Id: 2, Code: 'Course Template', Name: 'Course Template' },
  { Id: courseOfferingType, Code: 'Course Offering', Name: 'Course Offering' },
  { Id: 4, Code: 'Group', Name: 'Group' },
  { Id: 5, Code: 'Semester', Name: 'Semester' },
  { Id: 203, Code: 'Department', Name: 'Department' },
];

// --- enrolments -----------------------------------------------------------------------------------------------------------

function listMembers(call: Call): SandboxResponse {
  const { request, context, state, caller } = call;
  const course = courseFor(state, caller, call.part('orgUnitId'));
  const role = request.query.get('roleId');
  const items = state.enrolments
    .filter((one) => one.course === course.id && (role === null || String(one.role) === role))
    .toSorted((a, b) => a.user - b.user);
  return resultSet(request, {
    items,
    id: (one) => one.user,
    render: (one) => {
      const user = state.users.find(({ id }) => id === one.user);
      if (user === undefined) throw new Error(`nobody has the id ${one.user}`);
      return renderMember(
        user,
        state.roles.find(({ id }) => id === one.role),
      );
    },
    grown: course.id === loadCourse && role === null ? context.grown('enrolments') : undefined,
    grownFrom: grownId(0),
  });
}

function renderEnrolment(one: Enrolment): JsonObject {
  return { OrgUnitId: one.course, UserId: one.user, RoleId: one.role, IsCascading: false };
}

/** Somebody who is in it already has the new role from now on. */
function enrol(call: Call): SandboxResponse {
  const { state, caller } = call;
  const body = bodyOf(call, ['OrgUnitId', 'UserId', 'RoleId']);
  const [course, user, role] = [sentNumber(body, 'OrgUnitId'), sentNumber(body, 'UserId'), sentNumber(body, 'RoleId')];
  if (state.courses.every(({ id }) => id !== course) || state.users.every(({ id }) => id !== user)) throw notFound();
  if (isShutOut(state, caller, course)) throw notAllowed();
  if (state.roles.every(({ id }) => id !== role)) throw badRequest('RoleId is not valid');
  const known = state.enrolments.find((one) => one.course === course && one.user === user);
  const enrolment = known ?? { course, user, role };
  enrolment.role = role;
  if (known === undefined) state.enrolments.push(enrolment);
  return answer(renderEnrolment(enrolment));
}

function unenrol(call: Call): SandboxResponse {
  const { state, caller } = call;
  const course = courseFor(state, caller, call.part('orgUnitId'));
  const at = state.enrolments.findIndex((one) => one.course === course.id && String(one.user) === call.part('userId'));
  const [gone] = at < 0 ? [] : state.enrolments.splice(at, 1);
  if (gone === undefined) throw notFound();
  return answer(renderEnrolment(gone));
}

export const platformRoutes: readonly SandboxRoute<State>[] = [
  {
    method: 'GET',
    path: '/d2l/api/versions/',
    open: true,
    handle: (_request, context) => answer(versionsOf(context)),
  },
  endpoint('GET', 'lp', '/users/whoami', 'users:own_profile:read', ({ caller }) => answer(renderWhoAmI(caller.user))),
  endpoint('GET', 'lp', '/users/', 'users:userdata:read', listUsers),
  endpoint('GET', 'lp', '/users/:id', 'users:userdata:read', readUser),
  endpoint('POST', 'lp', '/users/', 'users:userdata:create', createUser),
  endpoint('GET', 'lp', '/roles/', 'role:detail:read', ({ state }) => answer(state.roles.map(renderRole))),
  endpoint('GET', 'lp', '/organization/info', 'organizations:organization:read', ({ state: { organisation } }) =>
    answer({ Identifier: String(organisation.id), Name: organisation.name, TimeZone: organisation.time_zone }),
  ),
  endpoint('GET', 'lp', '/outypes/', 'organizations:organization:read', () => answer(unitTypes)),
  endpoint('GET', 'lp', '/orgstructure/', 'organizations:organization:read', listStructure),
  endpoint('GET', 'lp', '/courses/:orgUnitId', 'orgunits:course:read', (call) =>
    answer(renderCourse(courseFor(call.state, call.caller, call.part('orgUnitId')), call.state)),
  ),
  endpoint('GET', 'lp', '/enrollments/orgUnits/:orgUnitId/users/', 'enrollment:orgunit:read', listMembers),
  endpoint('POST', 'lp', '/enrollments/', 'enrollment:orgunit:create', enrol),
  endpoint('DELETE', 'lp', '/enrollments/orgUnits/:orgUnitId/users/:userId', 'enrollment:orgunit:delete', unenrol),
];
