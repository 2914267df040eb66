/**
 * The college's own JR Plus as the tenant types it, and what its installation offers: only few lists are documented, so the others are
 * tried when it is connected. Called by index.ts.
 */
import {
  fail,
  PlugboardError,
  type CheckContext,
  type CheckResult,
  type Fields,
  type HttpRequest,
  type ProviderHttp,
  type Settings,
} from 'plugboard/contract';
import { isTimeZone } from 'plugboard/kit';
import { identifierIn, part, read } from './calls.ts';
import { defaultZone } from './values.ts';

/** From the address of any page to that of the site. What is not https, or has a password in it, is left for the pattern to refuse. */
function tidySite(typed: string): string {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
  const plain = url?.protocol === 'https:' && url.username === '' && url.password === '';
  return plain ? url.origin : typed;
}

const hostPattern = String.raw`https://[a-z0-9](?:[a-z0-9.\-]*[a-z0-9])?(?::\d{1,5})?`;

function oauthField(label: string, help: string): Fields[string] {
  return {
    label,
    help,
    pattern: {
      source: `${hostPattern}(?:/[\\w.~%\\-]+)+`,
      message: 'An address like https://college.example/oauth/token.',
    },
    optional: true,
  };
}

export const settings: Fields = {
  base_url: {
    label: 'Address of JR Plus',
    help: 'What stands in the address bar when you use JR Plus (Ready Student, JobReady Plus), without the rest of the path.',
    tidy: tidySite,
    pattern: { source: hostPattern, message: 'An address like https://college.jobreadyplus.com, reached by https.' },
    example: 'https://college.jobreadyplus.com',
  },
  time_zone: {
    label: 'Time zone',
    help: 'Where the clocks of your JR Plus are, for times it writes without saying so. An IANA name.',
    pattern: { source: String.raw`[A-Za-z]+(?:[/_+\-][A-Za-z0-9]+)*`, message: 'A name like Australia/Perth.' },
    default: defaultZone,
    example: 'Australia/Perth',
    optional: true,
  },
  organization_id: {
    label: 'Organisation',
    help: 'Only with OAuth, and only where ReadyTech gave you one: sent as X-Organization-Id.',
    pattern: { source: '[!-~]{1,100}', message: 'An id has no spaces in it.' },
    optional: true,
  },
  sign_in_url: oauthField('Sign-in address', 'Only with OAuth, where it is not /oauth/authorize of JR Plus itself.'),
  renewal_url: oauthField(
    'Renewal address',
    'Only with OAuth: where tokens are made, if not /oauth/token of JR Plus itself.',
  ),
};

function siteOf(given: Settings): URL {
  const url = URL.parse(given['base_url'] ?? '');
  if (url === null) throw fail('invalid_request', 'The setting base_url is missing: the address of your JR Plus.');
  return url;
}

export function baseOf(given: Settings): string {
  return siteOf(given).origin;
}

/** An address of OAuth that was typed, or the usual one of the site. */
export function oauthUrl(given: Settings, name: 'sign_in_url' | 'renewal_url'): string {
  const typed = given[name] ?? '';
  return typed !== '' ? typed : `${baseOf(given)}/oauth/${name === 'sign_in_url' ? 'authorize' : 'token'}`;
}

export function hostsOf(given: Settings): readonly string[] {
  const oauth = (['sign_in_url', 'renewal_url'] as const).map((name) => URL.parse(oauthUrl(given, name))?.hostname);
  return [...new Set([siteOf(given).hostname, ...oauth.filter((host) => host !== undefined)])];
}

// --- check ----------------------------------------------------------------------------------------------------------------

const one = { offset: 0, limit: 1 };

export async function check({ http, settings: given }: CheckContext): Promise<CheckResult> {
  const { host } = siteOf(given);
  const zone = given['time_zone'];
  if (zone !== undefined && !isTimeZone(zone)) {
    throw fail('invalid_request', `There is no time zone "${zone}".`, {
      problems: [{ path: 'settings.time_zone', message: 'is not a time zone; use a name like Australia/Perth' }],
    });
  }
  await prove(http, host);
  const absent = await lacking(http);
  const lost = Object.keys(absent).length;
  const but = lost === 0 ? '' : ` (${lost} of its lists and actions are not to be found there)`;
  return { message: `Connected to JR Plus at ${host}${but}`, account: { id: host, name: host, meta: {} }, absent };
}

/** Parties are what nobody can do without; the lookup table before costs less, and is not there everywhere. */
async function prove(http: ProviderHttp, host: string): Promise<void> {
  if (await answers(http, read('references/party_type', one))) return;
  try {
    await http.send(read('parties', one));
  } catch (error) {
    if (!(error instanceof PlugboardError) || !['decode_failed', 'not_found'].includes(error.code)) throw error;
    throw fail('invalid_request', `${host} does not answer like JR Plus: ${error.message}`, {
      ...error.details,
      problems: [{ path: 'settings.base_url', message: 'does not lead to a JR Plus with its web service' }],
    });
  }
}

/** Is anything there? Other refusals are the caller's business. */
async function answers(http: ProviderHttp, request: HttpRequest): Promise<boolean> {
  return (await answerTo(http, request)) !== undefined;
}

async function answerTo(http: ProviderHttp, request: HttpRequest): Promise<unknown> {
  try {
    return (await http.send(request)).body ?? null;
  } catch (error) {
    if (error instanceof PlugboardError && ['not_found', 'unsupported', 'decode_failed'].includes(error.code))
      return undefined;
    throw error;
  }
}

const elsewhere = 'If it has it under another path, an override profile can say so.';
const actionsOfUnits = ['record_unit_outcome', 'add_unit', 'remove_unit'];

/** What this installation does not have, tried with the first course and the first enrolment; where there is none, nobody can tell yet. */
async function lacking(http: ProviderHttp): Promise<Record<string, string>> {
  const absent: Record<string, string> = {};
  const miss = (path: string, names: readonly string[]) => {
    for (const name of names) absent[name] ??= `This JR Plus does not have ${path}. ${elsewhere}`;
  };
  const courses = await answerTo(http, read('courses', one));
  const course = identifierIn(courses, 'course-number');
  if (courses === undefined) miss('a list of courses', ['courses', 'units']);
  else if (course !== undefined && !(await answers(http, read(`courses/${part(course)}/units`, one))))
    miss('units of courses', ['units']);
  const enrolments = await answerTo(http, read('enrolments', one));
  const enrolment = identifierIn(enrolments, 'enrolment-identifier');
  if (enrolments === undefined) miss('a list of enrolments', ['enrolments', 'unit_results', 'assessments']);
  if (enrolment === undefined) return absent;
  const below = `enrolments/${part(enrolment)}`;
  if (!(await answers(http, read(`${below}/enrolment_units`, one))))
    miss('units of enrolments', ['unit_results', ...actionsOfUnits]);
  if (!(await answers(http, read(`${below}/assessments`, one))))
    miss('assessments of enrolments', ['assessments', 'record_assessment_outcome']);
  return absent;
}
