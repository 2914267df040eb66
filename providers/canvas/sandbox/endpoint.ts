/**
 * What every call below /api/v1 goes through: the bucket, the token's scopes, the work of the route, refusals as answers, and the
 * headers all answers have. Called by the route files; guard in identity.ts has run before.
 */
import type { JsonObject, Method, SandboxRequest, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { missingScope, Refusal } from './answers.ts';
import { callerOf } from './identity.ts';
import { telling } from './live-events.ts';
import { paramsOf } from './params.ts';
import type { Context, State, User } from './state.ts';
import { charge } from './throttle.ts';

export interface Call {
  readonly request: SandboxRequest;
  readonly context: Context;
  readonly state: State;
  readonly user: User;
  /** Query and body as one tree. */
  readonly params: JsonObject;
  /** A `:name` part of the path. */
  part(name: string): string;
}

export const base = '/api/v1';

/** What the vendor calls the right to call a route: its method and its path with the names as they are. */
export function scopeOf(route: Pick<SandboxRoute<State>, 'method' | 'path'>): string {
  return `url:${route.method}|${route.path}`;
}

export function endpoint(method: Method, path: string, work: (call: Call) => SandboxResponse): SandboxRoute<State> {
  const route = { method, path: base + path };
  return {
    ...route,
    handle(request, context) {
      const caller = callerOf(request, context);
      const { headers, refused } = charge(context, caller.token);
      const cause = context.hex(32);
      const id = { 'x-request-context-id': cause };
      if (refused !== undefined) return { ...refused, headers: { ...refused.headers, ...id } };
      try {
        const scopes = context.switches['enforce_scopes'] === 'on' ? caller.scopes : undefined;
        if (scopes !== undefined && !scopes.includes(scopeOf(route))) throw missingScope();
        const answered = () =>
          work({
            request,
            context,
            state: context.state,
            user: caller.user,
            params: paramsOf(request),
            part: (name) => request.params[name] ?? '',
          });
        const response = method === 'GET' ? answered() : telling(context, caller.user.id, cause, answered);
        return { ...response, headers: { ...headers, ...id, ...response.headers } };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { ...error.response, headers: { ...headers, ...id, ...error.response.headers } };
      }
    },
  };
}
