/** What Brightspace means when it says no: its own list of errors, a problem document, or a page of HTML. Called by index.ts. */
import type { HttpResponse, Verdict } from 'plugboard/contract';
import { at, textAt } from 'plugboard/kit';

export function readError({ status, body }: HttpResponse): Verdict | undefined {
  const message = wordsIn(body);
  switch (status) {
    case 400:
      return {
        code: isTaken(message) ? 'conflict' : 'invalid_request',
        message: message ?? 'Brightspace refused the request.',
      };
    case 401:
      return {
        code: 'auth_expired',
        message: `${message ?? 'The access token is not valid'}. A sign-in counts for one organisation only: is it that of the site given?`,
      };
    case 403:
      return { code: 'permission_denied', message: denied(message) };
    case 404:
      return { code: 'not_found', message: message ?? gone };
    case 409:
      return { code: 'conflict', message: message ?? 'Brightspace says that this clashes with something that exists.' };
    case 429:
      // How long to wait is in Retry-After, which the engine reads.
      return { code: 'rate_limited', message: 'The credits of the app are used up for this minute.' };
    default:
      return undefined;
  }
}

/** Old versions of the API are taken away: what was there yesterday is then a page that nobody finds. */
const gone =
  'Brightspace has no such thing, or no longer offers this version of its API: test the connection, which looks again.';

/** A scope that was not granted, or a right the person's role lacks: two things to put right at two places. */
function denied(message: string | undefined): string {
  if (message !== undefined && /scope/i.test(message)) {
    return `${message}. Add the scope to the OAuth 2.0 registration in Brightspace, then sign in again.`;
  }
  return `${message ?? 'Not authorized'}. The role of the person who signed in lacks a permission in Brightspace.`;
}

function isTaken(message: string | undefined): boolean {
  return message !== undefined && /already (?:in use|exists|taken)|must be unique/i.test(message);
}

/** Undefined for HTML: its words are for people in a browser. */
function wordsIn(body: unknown): string | undefined {
  const listed = at(body, 'Errors');
  const words = Array.isArray(listed)
    ? listed.map((one: unknown) => textAt(one, 'Message') ?? '')
    : [textAt(body, 'title') ?? '', textAt(body, 'detail') ?? ''];
  const text = [...new Set(words.map((word) => word.replace(/[.\s]+$/, '')))].filter((word) => word !== '').join(': ');
  return text === '' ? undefined : text;
}
