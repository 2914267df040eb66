/** How MYOB answers: its error body, and its two limits, which are told by a 403. Called by all routes of the sandbox. */
import { fixedWindow } from 'plugboard/kit';
import type { SandboxResponse } from 'plugboard/contract';
import type { Context } from './state.ts';

interface Trouble {
  readonly name: string;
  readonly message: string;
  readonly details?: string;
  readonly code?: number;
}

export function refused(status: number, ...troubles: readonly Trouble[]): SandboxResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: {
      Errors: troubles.map(({ name, message, details, code }) => ({
        Name: name,
        Message: message,
        AdditionalDetails: details ?? '',
        ErrorCode: code ?? 0,
        Severity: 'Error',
        LearnMore: null,
      })),
      Information: 'For further information see the API documentation.',
    },
  };
}

export const unauthorised = (name: string): SandboxResponse =>
  refused(401, { name, message: 'The supplied credentials are not valid.', code: 401 });

export const notFound = (): SandboxResponse =>
  refused(404, { name: 'NotFound', message: 'The requested resource could not be found.', code: 404 });

export const badQuery = (details: string): SandboxResponse =>
  refused(400, { name: 'BadRequest', message: 'The query specified in the URI is not valid.', details, code: 400 });

/** What is wrong with the fields of a write. */
export function invalid(...problems: readonly { readonly field: string; readonly says: string }[]): SandboxResponse {
  return refused(
    400,
    ...problems.map(({ field, says }) => ({ name: 'ValidationError', message: says, details: field, code: 4 })),
  );
}

const perSecond = fixedWindow({ per: 'second', max: 8 });
const perDay = fixedWindow({ per: 'day', max: 1_000_000 });

/** Counts a call of the app's key; the answer when it is one too many. There is no Retry-After, and no header that says what is left. */
export function overLimit(context: Context, key: string): SandboxResponse | undefined {
  if (context.switches['limits'] === 'off') return undefined;
  const { second, day } = context.state.counts;
  const now = context.now();
  if (perSecond.take(second, key, now).allowed && perDay.take(day, key, now).allowed) return undefined;
  return refused(403, { name: 'RateLimitError', message: 'API key is over its rate limit.', code: 403 });
}
