/**
 * Who is calling: the OAuth server all organisations share, whose refresh tokens are good for one use, and what the caller may do at
 * this one. Called by endpoint.ts and the routes.
 */
import type { SandboxRequest, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { oauthServer, type OAuthClient } from 'plugboard/kit';
import { badToken, missingScope, notAllowed, notFound, Refusal } from './answers.ts';
import { nameOf, type Context, type Course, type State, type User } from './state.ts';

const hour = 3_600_000;

/** The organisation's site, one with a name of its own, and another organisation's; tokens come from one place for all of them. */
export const domain = 'harbourtraining.brightspace.com';
export const vanityDomain = 'study.harbourtraining.example';
export const strangeDomain = 'otherschool.brightspace.com';
export const authHost = 'auth.brightspace.com';

/** Registered under Manage Extensibility, OAuth 2.0. */
export const app = {
  client_id: '3f1b0c52-7f6e-4d5d-9b1e-2d2c4f0a6606',
  client_secret: 'brightspace-sandbox-client-secret',
} as const;

function clients(): readonly OAuthClient[] {
  return [{ ...app, name: 'Plugboard', redirect_uris: 'loopback' }];
}

const server = oauthServer<State>({
  vendor: 'D2L Brightspace',
  paths: { authorize: '/oauth2/auth', token: '/core/connect/token' },
  oauth: (state) => state.oauth,
  clients,
  clientAuth: 'both',
  pkce: 'optional',
  grants: ['authorization_code', 'refresh_token'],
  codeTtlMs: hour / 12,
  accessTtlMs: hour,
  // No grace: a refresh token that was used is dead, whether its answer arrived or not.
  refresh: { rotates: true },
  accounts: ({ users, callers }) =>
    callers.flatMap((caller) => {
      const person = users.find(({ id }) => id === caller.user);
      return person === undefined ? [] : [{ id: String(person.id), name: nameOf(person) }];
    }),
});

export const identityRoutes: readonly SandboxRoute<State>[] = server.routes;

export interface Caller {
  /** Calls are counted for the app. */
  readonly client: string;
  readonly user: User;
  readonly scopes: readonly string[];
}

/** Throws the 401 of a token that is no good here. */
export function callerOf(request: SandboxRequest, context: Context): Caller {
  const grant = server.check(request, context);
  if (grant === undefined) {
    const expired = server.problem(request, context) === 'expired';
    throw badToken(expired ? 'Token expired' : 'Token is missing or not valid');
  }
  if (request.host === strangeDomain) throw badToken('Token was issued for another tenant');
  const user = context.state.users.find(({ id }) => String(id) === grant.accounts[0]);
  if (user === undefined || !user.active) throw badToken('The user of this token is not active');
  return { client: grant.client_id, user, scopes: grant.scope.split(' ').filter((scope) => scope !== '') };
}

export function guard(request: SandboxRequest, context: Context): SandboxResponse | undefined {
  try {
    callerOf(request, context);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

/** `group:resource:action`, each of which a granted scope may leave open. */
function covers(granted: string, wanted: string): boolean {
  const parts = granted.split(':');
  if (granted === 'core:*:*') return true;
  return parts.length === 3 && wanted.split(':').every((part, i) => parts[i] === '*' || parts[i] === part);
}

export function needScope(caller: Caller, wanted: string): void {
  if (!caller.scopes.some((granted) => covers(granted, wanted))) throw missingScope(wanted);
}

/** The course by its number as text, for somebody whose role may look into it. */
export function courseFor(state: State, caller: Caller, asked: string): Course {
  const found = state.courses.find(({ id }) => String(id) === asked);
  if (found === undefined) throw notFound();
  if (isShutOut(state, caller, found.id)) throw notAllowed();
  return found;
}

export function isShutOut({ callers }: State, { user }: Caller, course: number): boolean {
  return callers.some((one) => one.user === user.id && one.shut_out.includes(course));
}
