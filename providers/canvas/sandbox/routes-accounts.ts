/** Accounts, people and the lists of courses. Called by ../sandbox.ts. */
import type { SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { at, isObject } from 'plugboard/kit';
import { answer, badRequest, badPseudonym, listed, notAllowed } from './answers.ts';
import { endpoint, type Call } from './endpoint.ts';
import { accountFor, administers, ownCourses, userFor } from './identity.ts';
import { listAtPath, sentFlag, sentText } from './params.ts';
import { renderAccount, renderCourse, renderUser } from './render.ts';
import { byId, freshId, isLive, type Course, type State, type User } from './state.ts';

/** Accounts the caller administers. */
function listAccounts({ request, context, state, user }: Call): SandboxResponse {
  const items = state.accounts.filter(({ id }) => administers(state, user, id));
  return listed(request, context, { items, render: (account) => renderAccount(account, state) });
}

/** Courses of the account and of those below it. */
function coursesBelow(state: State, account: string): readonly Course[] {
  const below = new Set([account]);
  for (const one of state.accounts) if (one.parent !== null && below.has(one.parent)) below.add(one.id);
  return state.courses.filter((course) => below.has(course.account)).toSorted(byId);
}

/** Account lists know `created` and `claimed`; a person's own list says `unpublished`. Deleted courses only when asked for. */
function inStates(asked: readonly string[], usual: readonly string[]): (course: Course) => boolean {
  const wanted =
    asked.length === 0 ? usual : asked.includes('all') ? ['created', 'claimed', 'available', 'completed'] : asked;
  return ({ state }) =>
    wanted.includes(state) || ((state === 'created' || state === 'claimed') && wanted.includes('unpublished'));
}

function listAccountCourses(call: Call): SandboxResponse {
  const { request, context, state, user, params } = call;
  const account = accountFor(state, user, call.part('account_id'));
  const states = listAtPath(params, 'state');
  const items = coursesBelow(state, account.id).filter(
    inStates(states, ['created', 'claimed', 'available', 'completed']),
  );
  const ready = states.length === 0 || states.includes('available') || states.includes('all');
  return listed(request, context, {
    items,
    render: (course) => renderCourse(course, state, listAtPath(params, 'include')),
    grown: account.parent === null && ready ? context.grown('courses') : undefined,
  });
}

function listOwnCourses({ request, context, state, user, params }: Call): SandboxResponse {
  const items = ownCourses(state, user).filter(inStates(listAtPath(params, 'state'), ['available', 'unpublished']));
  return listed(request, context, {
    items,
    render: (course) => renderCourse(course, state, listAtPath(params, 'include')),
  });
}

const enrolmentTypes: Readonly<Record<string, string>> = {
  student: 'StudentEnrollment',
  teacher: 'TeacherEnrollment',
  ta: 'TaEnrollment',
  observer: 'ObserverEnrollment',
  designer: 'DesignerEnrollment',
};

/** People of the account and of those below it; with `enrollment_type` those who take part in a course as such. */
function listAccountUsers(call: Call): SandboxResponse {
  const { request, context, state, user, params } = call;
  const account = accountFor(state, user, call.part('account_id'));
  const types = listAtPath(params, 'enrollment_type').map((type) => enrolmentTypes[type] ?? type);
  const search = sentText(params, 'search_term')?.toLowerCase();
  if (search !== undefined && search.length < 2) throw badRequest('search_term of 2 or more characters is required');
  const courses = new Set(coursesBelow(state, account.id).map(({ id }) => id));
  const takesPart = (person: User) =>
    state.enrolments.some(
      (one) => one.user === person.id && courses.has(one.course) && types.includes(one.type) && isLive(one),
    );
  const items = state.users
    .filter((person) => !person.deleted && (types.length === 0 || takesPart(person)))
    .filter(
      (person) =>
        search === undefined || `${person.first} ${person.last} ${person.login}`.toLowerCase().includes(search),
    )
    .toSorted(byId);
  const email = listAtPath(params, 'include').includes('email');
  return listed(request, context, {
    items,
    render: (person) => renderUser(person, { email }),
    grown: account.parent === null && search === undefined ? context.grown('users') : undefined,
    bookmarked: true,
  });
}

function readUser(call: Call): SandboxResponse {
  const person = userFor(call.state, call.user, call.part('id'));
  const root = call.state.accounts[0]?.id ?? '';
  if (person !== call.user && !administers(call.state, call.user, root)) throw notAllowed();
  return answer(call.request, renderUser(person, { email: true }));
}

// --- writing --------------------------------------------------------------------------------------------------------------

/** The family name is what is before the comma of the sortable name; without one, the last word. */
function namesOf(name: string, sortable: string | undefined): readonly [string, string] {
  const [last, first] = (sortable ?? '').split(', ');
  if (last !== undefined && first !== undefined) return [first, last];
  const space = name.lastIndexOf(' ');
  return space < 0 ? [name, ''] : [name.slice(0, space), name.slice(space + 1)];
}

function createUser(call: Call): SandboxResponse {
  const { state, params, user, context } = call;
  accountFor(state, user, call.part('account_id'));
  const login = sentText(params, 'pseudonym.unique_id')?.trim() ?? '';
  const name = sentText(params, 'user.name')?.trim() ?? '';
  if (!isObject(at(params, 'pseudonym')) || login === '') throw badPseudonym('unique_id', 'too_short');
  if (state.users.some((one) => one.login.toLowerCase() === login.toLowerCase() && !one.deleted)) {
    throw badPseudonym('unique_id', 'ID already in use for this account and authentication provider');
  }
  const sis = sentText(params, 'pseudonym.sis_user_id') ?? null;
  if (sis !== null && state.users.some((one) => one.sis === sis)) {
    throw badPseudonym('sis_user_id', `SIS ID "${sis}" is already in use`);
  }
  const [first, last] = namesOf(name === '' ? login : name, sentText(params, 'user.sortable_name'));
  const made: User = {
    id: freshId(state),
    first,
    last,
    login,
    email: sentText(params, 'communication_channel.address') ?? sentText(params, 'user.email') ?? '',
    sis,
    created: context.now(),
    deleted: false,
  };
  state.users.push(made);
  return answer(call.request, renderUser(made, { email: true }));
}

export const accountRoutes: readonly SandboxRoute<State>[] = [
  endpoint('GET', '/users/:id', readUser),
  endpoint('GET', '/accounts', listAccounts),
  endpoint('GET', '/accounts/:id', (call) => {
    const account = accountFor(call.state, call.user, call.part('id'));
    return answer(call.request, renderAccount(account, call.state));
  }),
  endpoint('GET', '/accounts/:account_id/sub_accounts', (call) => {
    const { request, context, state, user, params } = call;
    const account = accountFor(state, user, call.part('account_id'));
    const deep = sentFlag(params, 'recursive') === true;
    const items = state.accounts.filter(
      ({ parent }) => parent === account.id || (deep && parent !== null && account.parent === null),
    );
    return listed(request, context, { items, render: (one) => renderAccount(one, state) });
  }),
  endpoint('GET', '/accounts/:account_id/courses', listAccountCourses),
  endpoint('GET', '/accounts/:account_id/users', listAccountUsers),
  endpoint('POST', '/accounts/:account_id/users', createUser),
  endpoint('GET', '/courses', listOwnCourses),
];
