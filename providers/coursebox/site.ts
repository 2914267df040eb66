/** The portal's API as the tenant types it, signing in to it, and the check. Called by index.ts. */
import {
  fail,
  PlugboardError,
  type CheckContext,
  type CheckResult,
  type Fields,
  type HttpRequest,
  type HttpResponse,
  type Session,
  type SessionContext,
  type Settings,
} from 'plugboard/contract';
import { fromIso, fromMs, isObject, isTimeZone, numberAt, textAt } from 'plugboard/kit';
import { anyRow } from './lists.ts';

/** People paste the address of a page; what is behind the host is kept only where it is no page of the API's explorer. */
function tidyApiUrl(typed: string): string {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`;
  return whole
    .replace(/[?#].*$/, '')
    .replace(/\/(explorer|api|auth)(\/.*)?$/i, '')
    .replace(/\/+$/, '');
}

const label = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

export const settings: Fields = {
  api_url: {
    label: 'API base URL',
    help: 'Where the API of your portal is. Coursebox gives it to you, with a Postman collection, when the API add-on is switched on.',
    tidy: tidyApiUrl,
    pattern: {
      source: `https://(${label}\\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(/[\\w.~-]+)*`,
      message: 'An address like https://api.coursebox.ai: https, a name, no port.',
    },
    default: 'https://api.coursebox.ai',
    example: 'https://api.coursebox.ai',
  },
  time_zone: {
    label: 'Time zone',
    help: 'Where your learners are: the days on which they start and end are read in it. An IANA name.',
    pattern: { source: String.raw`[A-Za-z_]+(?:/[A-Za-z0-9_+-]+){0,2}`, message: 'A name like Australia/Perth.' },
    default: 'Australia/Sydney',
    example: 'Australia/Perth',
    optional: true,
  },
  user_id: {
    label: 'User id',
    help: 'Only with a pasted access token, and only if you know it: the id of the person the token belongs to. Connecting then names this person.',
    pattern: { source: '[A-Za-z0-9_-]{1,64}', message: 'An id has no spaces and no slashes in it.' },
    optional: true,
  },
  derive_outcomes: {
    label: 'Work out unit outcomes',
    help: 'Yes: a learner counts as competent in a unit when all that was marked for it was passed and marked by a person. Coursebox itself knows no outcomes.',
    choices: ['no', 'yes'],
    default: 'no',
    optional: true,
  },
};

export function apiOf(given: Settings): URL {
  const url = URL.parse(given['api_url'] ?? '');
  if (url === null) throw fail('invalid_request', 'The setting api_url is missing: where the API of the portal is.');
  return url;
}

// --- signing in -----------------------------------------------------------------------------------------------------------

export function login({ fields }: Pick<SessionContext, 'fields'>): HttpRequest {
  return {
    method: 'POST',
    url: '/auth/login',
    body: { json: { email: fields['email'] ?? '', password: fields['password'] ?? '' } },
    // Twice makes two tokens, and no harm.
    safe: true,
  };
}

/** LoopBack's token; how long it lives and whose it is are there as a rule, not by promise. */
export function sessionOf({ body, headers }: HttpResponse): Session {
  const token = textAt(body, 'token.id');
  if (token === undefined)
    throw fail('decode_failed', 'Coursebox did not answer the sign-in with a token: check the API base URL.');
  const [ttl, user] = [numberAt(body, 'token.ttl'), textAt(body, 'token.userId')];
  const made = fromIso(textAt(body, 'token.created')) ?? fromMs(Date.parse(headers['date'] ?? ''));
  const expiresAt = ttl === undefined || made === undefined ? undefined : fromMs(Date.parse(made) + ttl * 1_000);
  return {
    token,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(user === undefined ? {} : { extra: { user_id: user } }),
  };
}

/** Stands for the person signed in: only the session knows the id. */
const self = 'me';

export function personPath(id: string): string {
  return `/api/WineUsers/${encodeURIComponent(id)}`;
}

export function sign(
  request: HttpRequest,
  { session }: Pick<SessionContext & { readonly session: Session }, 'session'>,
): HttpRequest {
  const id = textAt(session.extra, 'user_id');
  if (id === undefined) return request;
  return { ...request, url: request.url.replace(new RegExp(`/${self}(?=/|\\?|$)`), `/${encodeURIComponent(id)}`) };
}

// --- the check ------------------------------------------------------------------------------------------------------------

/**
 * One person by id is the only read the vendor describes, so it is what proves a connection; where nobody knows the id, a row of a list
 * of our proposal has to.
 */
export async function check({ http, settings: given, method }: CheckContext): Promise<CheckResult> {
  const api = apiOf(given);
  const zone = given['time_zone'];
  if (zone !== undefined && !isTimeZone(zone)) {
    throw fail('invalid_request', `There is no time zone "${zone}".`, {
      problems: [{ path: 'settings.time_zone', message: 'is not a time zone; use a name like Australia/Perth' }],
    });
  }
  const place = `${api.host}${api.pathname.replace(/\/$/, '')}`;
  const id = method === 'login' ? self : given['user_id'];
  const name = id === undefined ? undefined : await nameOf(http, id);
  if (name === undefined) await readAny(http, place);
  return {
    message: `Connected to Coursebox at ${api.hostname}${name === undefined ? '' : ` as ${name}`}`,
    account: { id: place, name: api.hostname, meta: {} },
    ...(given['derive_outcomes'] === 'yes' ? {} : { absent: { unit_outcomes: notDerived } }),
  };
}

export const notDerived =
  'Coursebox knows no outcomes of units. Set "Work out unit outcomes" to yes to have them worked out from marks.';

/** Undefined when the portal does not know the person: the token may still be good. */
async function nameOf(http: CheckContext['http'], id: string): Promise<string | undefined> {
  try {
    const { body } = await http.send({ url: personPath(id) });
    if (!isObject(body)) throw fail('decode_failed', 'Coursebox did not describe the person.');
    return textAt(body, 'fullName') ?? textAt(body, 'email') ?? textAt(body, 'id');
  } catch (error) {
    if (error instanceof PlugboardError && error.code === 'not_found') return undefined;
    throw error;
  }
}

async function readAny(http: CheckContext['http'], place: string): Promise<void> {
  try {
    const { body } = await http.send(anyRow('/api/courses'));
    if (!isObject(body) && !Array.isArray(body)) throw fail('decode_failed', 'Coursebox answered no list.');
  } catch (error) {
    if (!(error instanceof PlugboardError) || !['decode_failed', 'not_found'].includes(error.code)) throw error;
    throw fail(
      'invalid_request',
      `${place} has no list of courses. Check the API base URL and that the API add-on is on; if your Postman collection names other paths, they belong into an override profile.`,
      { ...error.details, problems: [{ path: 'settings.api_url', message: 'does not answer as expected' }] },
    );
  }
}
