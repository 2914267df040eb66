/** What JR Plus means when it says no: lists of errors in XML (also in a 200), pages of HTML, and plain statuses. Called by index.ts. */
import type { HttpResponse, Verdict } from 'plugboard/contract';
import { refusalsIn } from './calls.ts';

export function isSuccess({ status, body }: HttpResponse): boolean {
  return status < 300 && refusalsIn(body) === undefined;
}

/** In words where JR Plus has none; everything else is the engine's reading of the status. */
const words: Readonly<Record<number, Verdict>> = {
  401: { code: 'auth_expired', message: 'JR Plus does not accept these credentials.' },
  403: { code: 'permission_denied', message: 'The key may not do this: ask ReadyTech for the right.' },
  405: { code: 'unsupported', message: 'This JR Plus does not take that method here.' },
  503: { code: 'provider_unavailable', message: 'JR Plus is down for maintenance.' },
};

export function readError({ status, body }: HttpResponse): Verdict | undefined {
  const reasons = refusalsIn(body);
  const message = reasons?.join('; ');
  if (status < 300) return message === undefined ? undefined : { code: 'invalid_request', message };
  const verdict = words[status];
  if (verdict !== undefined) return { ...verdict, message: message ?? verdict.message };
  if (message === undefined) return undefined;
  return status === 400 || status === 422 ? { code: 'invalid_request', message } : withWords(status, message);
}

/** The reasons of JR Plus with the plain meaning of the status. */
function withWords(status: number, message: string): Verdict | undefined {
  if (status === 404) return { code: 'not_found', message };
  if (status === 409) return { code: 'conflict', message };
  return status >= 500 ? { code: 'provider_unavailable', message } : undefined;
}
