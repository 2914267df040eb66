/** What every call goes through: who asks, whether they may, how often; and refusals as answers. Called by the route files. */
import type { JsonObject, Method, SandboxRequest, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { fixedWindow, isObject, jsonOf } from 'plugboard/kit';
import { finishJobs } from './generation.ts';
import { badRequest, jsonType, Refusal } from './refusals.ts';
import type { Context, State, User } from './state.ts';

export interface Call {
  readonly request: SandboxRequest;
  readonly context: Context;
  readonly state: State;
  /** Who is signed in. */
  readonly user: User;
  /** A `:name` part of the path. */
  part(name: string): string;
}

const tight = fixedWindow({ per: 'minute', max: 5 });

function ownerOf(request: SandboxRequest, { state, now }: Context): User | undefined {
  const held = state.tokens[request.headers['x-access-token'] ?? ''];
  if (held === undefined || held.until <= now()) return undefined;
  return state.users.find(({ id, deletedAt }) => id === held.user && deletedAt === null);
}

/** The body of a write. */
export function bodyOf(request: SandboxRequest): JsonObject {
  const body = jsonOf(request);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/json') || !isObject(body)) throw badRequest('The body is not a JSON object.');
  return body;
}

export function answer(body: JsonObject, status = 200): SandboxResponse {
  return { status, headers: jsonType, body };
}

/** Runs before every route but the sign-in. */
export function guard(request: SandboxRequest, context: Context): SandboxResponse | undefined {
  finishJobs(context);
  return refusing(() => {
    const user = ownerOf(request, context);
    if (user === undefined) throw new Refusal(401, 'AUTHORIZATION_REQUIRED', 'Authorization Required');
    if (context.switches['limits'] === 'tight' && !tight.take(context.state.counts, user.id, context.now()).allowed)
      throw new Refusal(429, 'TOO_MANY_REQUESTS', 'Too many requests, please try again later.');
    if (context.switches['api_add_on'] === 'off')
      throw new Refusal(403, 'API_NOT_ENABLED', 'The API is not enabled for this portal.');
    const self = `/api/WineUsers/${user.id}`;
    if (user.role !== 'user_admin' && request.path !== self) throw new Refusal(403, 'ACCESS_DENIED', 'Access Denied');
    return undefined;
  });
}

function refusing<T>(work: () => T): T | SandboxResponse {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return error.response;
    throw error;
  }
}

export function endpoint(method: Method, path: string, work: (call: Call) => SandboxResponse): SandboxRoute<State> {
  return {
    method,
    path,
    handle: (request, context) =>
      refusing(() => {
        const user = ownerOf(request, context);
        if (user === undefined) throw new Refusal(401, 'AUTHORIZATION_REQUIRED', 'Authorization Required');
        return work({ request, context, state: context.state, user, part: (name) => request.params[name] ?? '' });
      }),
  };
}

/** A route for everybody. */
export function openEndpoint(
  method: Method,
  path: string,
  work: (request: SandboxRequest, context: Context) => SandboxResponse,
): SandboxRoute<State> {
  return { method, path, open: true, handle: (request, context) => refusing(() => work(request, context)) };
}
