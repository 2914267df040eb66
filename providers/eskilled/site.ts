/** Whose eSkilled it is, and what its API turns out to offer: only part of it is documented. Called by index.ts. */
import {
  fail,
  PlugboardError,
  type Account,
  type CheckContext,
  type CheckResult,
  type Fields,
  type Settings,
} from 'plugboard/contract';
import { isTimeZone } from 'plugboard/kit';
import { firstRow } from './lists.ts';
import { zoneOf } from './values.ts';

const usualUrl = 'https://api.rto.net.au/api';

/** From the address of the portal to the part of it that is the RTO's. */
function tidySubDomain(typed: string): string {
  const address = URL.parse(/^https?:/i.test(typed) || !typed.includes('.') ? typed : `https://${typed}`);
  return address?.hostname.split('.')[0] ?? typed;
}

export const settings: Fields = {
  sub_domain: {
    label: 'Sub-domain or RTO number',
    help: "The first part of your portal's address, or your RTO number: what eSkilled tells your RTO from others by. A pasted address is cut down to it.",
    tidy: tidySubDomain,
    pattern: { source: '[A-Za-z0-9][A-Za-z0-9-]{0,62}', message: 'Letters, digits and hyphens, like my-rto or 45123.' },
    example: 'my-rto',
  },
  time_zone: {
    label: 'Time zone',
    help: 'Where your RTO is: times that eSkilled writes without a zone are read there. An IANA name.',
    pattern: { source: String.raw`[A-Za-z]+(?:[/_+\-][A-Za-z0-9]+)*`, message: 'A name like Australia/Perth.' },
    default: 'Australia/Sydney',
    example: 'Australia/Perth',
    optional: true,
  },
  api_url: {
    label: 'API address',
    help: 'Only when eSkilled gave you another one.',
    tidy: (typed) => typed.replace(/\/+$/, ''),
    pattern: {
      source: String.raw`https://[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?(?::\d{1,5})?(?:/[A-Za-z0-9._~%\-]+)*`,
      message: 'An address that begins with https:// and has no password, question mark or space in it.',
    },
    default: usualUrl,
    example: usualUrl,
    optional: true,
  },
};

export function subDomainOf(given: Settings): string {
  return given['sub_domain'] ?? '';
}

export function apiOf(given: Settings): URL {
  const url = URL.parse(given['api_url'] ?? usualUrl);
  if (url === null) throw fail('invalid_request', 'The setting api_url is not an address.');
  return url;
}

/** Are all enrolments in one list? If not, they are listed student by student, which is all that is documented. */
export function listsEnrolments(account: Account | undefined): boolean {
  return account?.meta['enrolment_list'] !== 'by_student';
}

/** The lists that are not documented, and what stands or falls with them. */
const proposals = { courses: '/Course', enrolments: '/Enrolment', activities: '/Activity' } as const;
type Proposal = keyof typeof proposals;

export async function check({ http, settings: given }: CheckContext): Promise<CheckResult> {
  const zone = zoneOf(given);
  if (!isTimeZone(zone)) {
    throw fail('invalid_request', `There is no time zone "${zone}".`, {
      problems: [{ path: 'settings.time_zone', message: 'is not a time zone; use a name like Australia/Perth' }],
    });
  }
  await http.send(firstRow('/Student'));
  const refused = new Map<Proposal, string>();
  for (const name of ['courses', 'enrolments', 'activities'] as const) {
    const reason = await refusalOf(http, proposals[name]);
    if (reason !== undefined) refused.set(name, reason);
  }
  const byStudent = refused.delete('enrolments');
  const lacking = refused.size === 0 ? '' : `; it does not offer ${[...refused.keys()].join(' and ')}`;
  const name = subDomainOf(given);
  return {
    message: `Connected to eSkilled of ${name}${lacking}${byStudent ? '; enrolments are read student by student' : ''}`,
    account: { id: name.toLowerCase(), name, meta: { enrolment_list: byStudent ? 'by_student' : 'all' } },
    absent: Object.fromEntries(refused),
  };
}

/** Why a list cannot be read. Systems answer paths they do not know with 404, 405, or the page for people that is at home there. */
async function refusalOf(http: CheckContext['http'], path: string): Promise<string | undefined> {
  try {
    await http.send(firstRow(path));
    return undefined;
  } catch (error) {
    if (!(error instanceof PlugboardError)) throw error;
    const { code, details } = error;
    if (code === 'permission_denied')
      return `These credentials may not read ${path}: ask eSkilled support for the right.`;
    if (code === 'not_found' || code === 'decode_failed' || details.status === 405 || details.status === 501)
      return `This eSkilled does not answer ${path}: ask eSkilled support for it, or for the address it has there.`;
    throw error;
  }
}
