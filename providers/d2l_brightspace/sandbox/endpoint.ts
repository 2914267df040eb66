/**
 * What every call below /d2l/api goes through: the credits of the app, the version in its path, the scope of its token, the work of
 * the route, refusals as answers. Called by the route files; guard in identity.ts has run before.
 */
import type { Method, SandboxRequest, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { fixedWindow } from 'plugboard/kit';
import { pageNotFound, Refusal } from './answers.ts';
import { callerOf, needScope, type Caller } from './identity.ts';
import type { Context, State } from './state.ts';
import { isOffered, type Product } from './versions.ts';

export interface Call {
  readonly request: SandboxRequest;
  readonly context: Context;
  readonly state: State;
  readonly caller: Caller;
  /** A `:name` part of the path. */
  part(name: string): string;
}

/** What every call costs, so far. */
const cost = 10;
const budgets: Readonly<Record<string, number>> = { on: 50_000, tight: 100 };

interface Charged {
  readonly headers: Readonly<Record<string, string>>;
  readonly refused: SandboxResponse | undefined;
}

/** A bucket of credits for each app, full again every minute. A refusal tells when, and nothing else. */
function charge(context: Context, client: string): Charged {
  const credits = budgets[context.switches['limits'] ?? 'on'];
  if (credits === undefined) return { headers: {}, refused: undefined };
  const window = fixedWindow({ per: 'minute', max: credits / cost });
  const { allowed, remaining, resetMs } = window.take(context.state.calls, client, context.now());
  const reset = String(Math.ceil(resetMs / 1000));
  if (!allowed) {
    const headers = { 'content-type': 'text/html; charset=utf-8', 'retry-after': reset };
    return { headers: {}, refused: { status: 429, headers, body: 'Too Many Requests' } };
  }
  return {
    headers: {
      'x-request-cost': String(cost),
      'x-rate-limit-remaining': String(remaining * cost),
      'x-rate-limit-reset': reset,
    },
    refused: undefined,
  };
}

/** `path` as the vendor writes it behind the version, trailing slash included. */
export function endpoint(
  method: Method,
  product: Product,
  path: string,
  scope: string,
  work: (call: Call) => SandboxResponse,
): SandboxRoute<State> {
  return {
    method,
    path: `/d2l/api/${product}/:version${path}`,
    handle(request, context) {
      const caller = callerOf(request, context);
      const { headers, refused } = charge(context, caller.client);
      if (refused !== undefined) return refused;
      const part = (name: string) => request.params[name] ?? '';
      try {
        if (!isOffered(context, product, part('version'))) throw pageNotFound();
        needScope(caller, scope);
        const response = work({ request, context, state: context.state, caller, part });
        return { ...response, headers: { ...headers, ...response.headers } };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { ...error.response, headers: { ...headers, ...error.response.headers } };
      }
    },
  };
}
