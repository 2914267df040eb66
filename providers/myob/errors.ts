/** What MYOB means when it says no. Called by index.ts. */
import type { HttpResponse, Verdict } from 'plugboard/contract';
import { at, textAt } from 'plugboard/kit';

/** MYOB does not say how long; its shorter window is a second. */
const pauseMs = 1_500;

export function readError({ status, body }: HttpResponse): Verdict | undefined {
  const errors = at(body, 'Errors');
  const all: readonly unknown[] = Array.isArray(errors) ? errors : [];
  const vendorCode = textAt(all[0], 'Name');
  const said = wordsOf(all) ?? textAt(body, 'Message');
  switch (status) {
    case 400:
      return said === undefined ? undefined : { code: 'invalid_request', message: said, vendorCode };
    case 401:
      return { code: 'auth_expired', message: said ?? 'Unauthorized', vendorCode };
    case 403:
      // Not permission: too many calls of all that share the API key.
      if (all.some((one) => textAt(one, 'Name') === 'RateLimitError'))
        return {
          code: 'rate_limited',
          message: 'The API key has used up its calls at MYOB for the moment.',
          vendorCode: 'RateLimitError',
          retryAfterMs: pauseMs,
        };
      return {
        code: 'permission_denied',
        message: `${said ?? 'Forbidden'}: the MYOB user's role or the scopes of the sign-in do not allow this.`,
        vendorCode,
      };
    case 404:
      return { code: 'not_found', message: said ?? 'MYOB has no such resource in this company file.', vendorCode };
    case 409:
      return { code: 'conflict', message: said ?? 'It was changed at MYOB meanwhile.', vendorCode };
    case 504:
      return { code: 'provider_unavailable', message: said ?? 'MYOB took too long to answer.', vendorCode };
    default:
      return undefined;
  }
}

/** `One of the supplied fields is invalid (CompanyName)`, each once. Warnings say nothing about the refusal. */
function wordsOf(errors: readonly unknown[]): string | undefined {
  const words = errors.flatMap((error) => {
    if (textAt(error, 'Severity') === 'Warning') return [];
    const message = textAt(error, 'Message') ?? textAt(error, 'Name');
    const about = textAt(error, 'AdditionalDetails');
    if (message === undefined) return [];
    return [about === undefined ? message : `${message} (${about})`];
  });
  return words.length === 0 ? undefined : [...new Set(words)].join('; ');
}
