/**
 * Who is calling: tokens made by hand, the OAuth server with its developer key, and what the caller may see. Called by endpoint.ts and the
 * routes.
 */
import type { SandboxRequest, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { bearerOf, endGrant, formOf, oauthServer, type OAuthClient } from 'plugboard/kit';
import { answer, badToken, notAllowed, notFound, Refusal } from './answers.ts';
import {
  byId,
  grownIndex,
  isLive,
  nameOf,
  type Account,
  type Context,
  type Course,
  type State,
  type User,
} from './state.ts';

const hour = 3_600_000;

/** The developer key registered at the school. */
export const app = { client_id: '10000000000042', client_secret: 'canvas-sandbox-developer-key-secret' } as const;

/** Tokens made by hand: the administrator's, one of a role that is shut out of a course, a trainer's, and one that has run out. */
export const tokens = {
  administrator: '1~sandboxAdministratorTokenOfMarionCastellane000000000000000000000001',
  limited: '1~sandboxLimitedTokenOfDesmondAchebe0000000000000000000000000000000002',
  trainer: '1~sandboxTrainerTokenOfNgaireTeWhata00000000000000000000000000000000003',
  expired: '1~sandboxExpiredTokenOfMarionCastellane0000000000000000000000000000004',
} as const;

function clients(): readonly OAuthClient[] {
  return [{ ...app, name: 'Plugboard', redirect_uris: 'loopback' }];
}

const server = oauthServer<State>({
  vendor: 'Canvas',
  paths: { authorize: '/login/oauth2/auth', token: '/login/oauth2/token' },
  oauth: (state) => state.oauth,
  clients,
  clientAuth: 'body',
  pkce: 'none',
  grants: ['authorization_code', 'refresh_token'],
  codeTtlMs: hour / 6,
  accessTtlMs: hour,
  // A refresh answers a new access token only; the refresh token stays good until the grant ends.
  refresh: { rotates: false },
  accounts: ({ users, admins }) =>
    admins.flatMap(({ user }) => {
      const person = users.find(({ id }) => id === user);
      return person === undefined ? [] : [{ id: person.id, name: nameOf(person) }];
    }),
  answer: (grant, { state }) => {
    const user = state.users.find(({ id }) => id === grant.accounts[0]);
    return user === undefined ? {} : { user: { id: Number(user.id), name: nameOf(user) } };
  },
});

// --- the browser's and the token endpoint's doors -------------------------------------------------------------------------

/** A missing User-Agent is turned away at the edge, before anybody looks at the call. */
export function withoutAgent(request: SandboxRequest): SandboxResponse | undefined {
  if ((request.headers['user-agent'] ?? '').trim() !== '') return undefined;
  const message = 'Requests must include a valid user agent.';
  return { status: 403, body: { error: 'Forbidden', message } };
}

/** A key that enforces scopes takes none but known ones, and no call without them. */
function badScopes(request: SandboxRequest, context: Context, scopes: readonly string[]): SandboxResponse | undefined {
  if (context.switches['enforce_scopes'] !== 'on') return undefined;
  const sent = request.method === 'POST' ? formOf(request) : request.query;
  const asked = (sent.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (asked.length > 0 && asked.every((scope) => scopes.includes(scope))) return undefined;
  const target = URL.parse(sent.get('redirect_uri') ?? '');
  if (target === null) return undefined;
  target.searchParams.set('error', 'invalid_scope');
  target.searchParams.set(
    'error_description',
    'A requested scope is invalid, unknown, malformed, or exceeds the scope granted.',
  );
  const state = sent.get('state');
  if (state !== null) target.searchParams.set('state', state);
  return { status: 302, headers: { location: target.href } };
}

/** `scopes`: those of all routes. */
export function identityRoutes(scopes: readonly string[]): readonly SandboxRoute<State>[] {
  return [
    ...server.routes.map((route): SandboxRoute<State> => ({
      ...route,
      handle: (request, context) =>
        withoutAgent(request) ??
        (route.path === '/login/oauth2/auth' ? badScopes(request, context, scopes) : undefined) ??
        route.handle(request, context),
    })),
    {
      method: 'DELETE',
      path: '/login/oauth2/token',
      handle(request, context) {
        const token = bearerOf(request) ?? '';
        const grant = server.check(request, context);
        if (grant === undefined) delete context.state.tokens[token];
        else endGrant(context.state.oauth, grant.id, 'deleted');
        return answer(request, {});
      },
    },
  ];
}

// --- the caller -----------------------------------------------------------------------------------------------------------

export interface Caller {
  readonly token: string;
  readonly user: User;
  /** Undefined for a token made by hand, which may do whatever its person may. */
  readonly scopes: readonly string[] | undefined;
}

/** Throws the 401 of a token that is no good. */
export function callerOf(request: SandboxRequest, context: Context): Caller {
  const { state } = context;
  const token = bearerOf(request);
  if (token === undefined) throw badToken('user authorization required');
  const made = Object.hasOwn(state.tokens, token) ? state.tokens[token] : undefined;
  const grant = made === undefined ? server.check(request, context) : undefined;
  const id = made?.user ?? grant?.accounts[0];
  const user = state.users.find((one) => one.id === id && !one.deleted);
  const expired = made?.expires_at !== undefined && made.expires_at !== null && made.expires_at <= context.now();
  if (user === undefined || expired) throw badToken(expired ? 'Expired access token.' : 'Invalid access token.');
  return { token, user, scopes: grant?.scope.split(' ').filter((scope) => scope !== '') };
}

export function guard(request: SandboxRequest, context: Context): SandboxResponse | undefined {
  const refused = withoutAgent(request);
  if (refused !== undefined) return refused;
  try {
    callerOf(request, context);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

// --- rights ---------------------------------------------------------------------------------------------------------------

function isBelow(state: State, account: string, above: string): boolean {
  for (let here: string | null = account; here !== null;) {
    if (here === above) return true;
    const inside: string = here;
    here = state.accounts.find(({ id }) => id === inside)?.parent ?? null;
  }
  return false;
}

/** Does the person administer this account? */
export function administers(state: State, user: User, account: string): boolean {
  return state.admins.some((admin) => admin.user === user.id && isBelow(state, account, admin.account));
}

/** The account by number, `self` or SIS id, for somebody who administers it. */
export function accountFor(state: State, user: User, asked: string): Account {
  const root = state.accounts.find(({ parent }) => parent === null);
  const sis = /^sis_account_id:(.+)$/.exec(asked)?.[1];
  const found =
    asked === 'self' ? root : state.accounts.find((one) => one.id === asked || (sis !== undefined && one.sis === sis));
  if (found === undefined) throw notFound();
  if (!administers(state, user, found.id)) throw notAllowed();
  return found;
}

/** Courses the person takes part in, as teacher or student. */
export function ownCourses(state: State, user: User): readonly Course[] {
  const own = new Set(
    state.enrolments.filter((one) => one.user === user.id && isLive(one)).map(({ course }) => course),
  );
  return state.courses.filter(({ id }) => own.has(id)).toSorted(byId);
}

/** The course by number or SIS id, for somebody who may look into it. Deleted ones are gone. `status`: how a refusal is said. */
export function courseFor(context: Context, user: User, asked: string, status: 401 | 403 = 401): Course {
  const { state } = context;
  const sis = /^sis_course_id:(.+)$/.exec(asked)?.[1];
  const found =
    state.courses.find((one) => one.id === asked || (sis !== undefined && one.sis === sis)) ??
    grownCourseFor(context, asked);
  if (found === undefined || found.state === 'deleted') throw notFound();
  const admin = state.admins.some(
    (one) => one.user === user.id && isBelow(state, found.account, one.account) && !one.shut_out.includes(found.id),
  );
  const teaches = state.enrolments.some(
    (one) => one.course === found.id && one.user === user.id && one.type === 'TeacherEnrollment' && isLive(one),
  );
  if (!admin && !teaches) throw notAllowed(status);
  return found;
}

/** A course grown for load can be looked into, and there is nothing in it. */
function grownCourseFor(context: Context, asked: string): Course | undefined {
  const index = grownIndex(asked);
  const model = context.state.courses[0];
  if (index === undefined || model === undefined || index >= (context.grown('courses')?.count ?? 0)) return undefined;
  return { ...model, id: asked, name: `Load course ${index}`, sis: null, letters: false, state: 'available' };
}

/** A person by number, `self` or SIS id. */
export function userFor(state: State, caller: User, asked: string): User {
  const sis = /^sis_user_id:(.+)$/.exec(asked)?.[1];
  const found =
    asked === 'self'
      ? caller
      : state.users.find((one) => (one.id === asked || (sis !== undefined && one.sis === sis)) && !one.deleted);
  if (found === undefined) throw notFound();
  return found;
}
