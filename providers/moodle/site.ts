/** The site the tenant types, and what it says of itself when it is connected. Called by index.ts. */
import {
  fail,
  type CheckContext,
  type CheckResult,
  type Field,
  type HttpRequest,
  type HttpResponse,
  type Session,
  type Settings,
} from 'plugboard/contract';
import { at, fromMs, isTimeZone, textAt } from 'plugboard/kit';
import { missing, read, siteInfo, visibleCourses } from './calls.ts';
import { nameOf, zoneOf } from './values.ts';

/** Folders of Moodle itself, whose pages people copy addresses from. */
const page =
  /(?:\/(?:(?:admin|auth|badges|blocks|blog|calendar|cohort|course|enrol|grade|group|local|message|mod|my|notes|report|tag|user)\/(?:[^/]+\/)*[^/]+\.php|index\.php|my|(?:login|webservice)(?:\/.*)?))+$/;

/** The address of the site, whichever of its pages was pasted. What is no address is left for the pattern to refuse. */
export function tidySite(typed: string): string {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`);
  if (url === null || url.username !== '' || url.password !== '') return typed;
  const path = url.pathname
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '')
    .replace(page, '');
  return `${url.protocol}//${url.host}${path}`;
}

export const siteField: Field = {
  label: 'Site address',
  help: 'What the address bar shows on the front page of your Moodle, with its folder if it is in one. Only https.',
  example: 'https://lms.example.org/moodle',
  tidy: tidySite,
  pattern: {
    source: 'https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\\.[a-z0-9-]*[a-z][a-z0-9-]*(?::\\d{1,5})?(?:/[^\\s?#\\\\]*)?',
    message: 'The address of a site that begins with https:// and has a name, like https://lms.example.org',
  },
};

export function siteOf(settings: Settings): string {
  return settings['site_url'] ?? '';
}

/** The only host there is to reach; none while the address is none. */
export function hostsOf(settings: Settings): readonly string[] {
  const host = URL.parse(siteOf(settings))?.hostname;
  return host === undefined ? [] : [host];
}

// --- signing in with a password -------------------------------------------------------------------------------------------

/**
 * A token lives twelve weeks unless the site says otherwise, which it does not tell; and when it has ended, the refusal could as well mean
 * a missing right. Asking again now and then costs one call and gives the same token while it is good.
 */
const askAgainMs = 12 * 3_600_000;

/** The answer of login/token.php. Its refusals have been read by then. */
export function sessionOf({ body, headers }: HttpResponse): Session {
  const token = textAt(body, 'token');
  if (token === undefined) throw fail('decode_failed', 'The site answered the sign-in without a token.');
  const expiresAt = fromMs(Date.parse(headers['date'] ?? '') + askAgainMs);
  return { token, ...(expiresAt === undefined ? {} : { expiresAt }) };
}

/** The token goes where a token made by an administrator goes: into the form. */
export function withToken(request: HttpRequest, { token }: Session): HttpRequest {
  const { body } = request;
  if (body !== undefined && !('form' in body)) throw fail('invalid_request', 'Moodle takes its parameters as a form.');
  return { ...request, body: { form: { ...body?.form, wstoken: token } } };
}

// --- connecting -----------------------------------------------------------------------------------------------------------

/** The functions the token may call. */
function functionsIn(body: unknown): ReadonlySet<string> {
  const list = at(body, 'functions');
  if (!Array.isArray(list)) throw fail('decode_failed', 'The site did not say which functions the token may call.');
  return new Set(list.flatMap((one) => textAt(one, 'name') ?? []));
}

/**
 * Asks the site who it is and what the token may do. The answer also holds keys that open the account's files: nothing of it is kept but
 * what is named here.
 */
export async function check({ http, settings }: CheckContext): Promise<CheckResult> {
  const zone = zoneOf(settings);
  if (!isTimeZone(zone)) {
    throw fail('invalid_request', `There is no time zone ${zone}.`, {
      problems: [{ path: 'settings.time_zone', message: 'is not the name of a time zone' }],
    });
  }
  // As it comes: a web page in its place is then told apart from data that is broken.
  const { body } = await http.send({ ...read(siteInfo), decode: 'auto' });
  const offered = functionsIn(body);
  const absent = missing(offered);
  const id = textAt(body, 'siteurl') ?? siteOf(settings);
  const name = nameOf(textAt(body, 'sitename')) ?? id;
  const release = textAt(body, 'release')?.split(' ')[0] ?? 'of unknown version';
  const lacking = Object.keys(absent);
  const but = lacking.length === 0 ? '' : `; functions are missing for ${lacking.join(', ')}`;
  return {
    message: `Connected to ${name} (Moodle ${release}) as ${textAt(body, 'username') ?? 'somebody'}${but}`,
    account: {
      id,
      name,
      meta: {
        release,
        user_id: textAt(body, 'userid') ?? '',
        course_list: offered.has(visibleCourses) ? 'visible' : 'all',
      },
    },
    absent,
  };
}
