/** The organisation's own aXcelerate as the tenant types it, and the proof that the tokens open it. Called by index.ts. */
import {
  fail,
  PlugboardError,
  type CheckContext,
  type CheckResult,
  type Fields,
  type ProviderHttp,
  type Settings,
} from 'plugboard/contract';
import { isTimeZone } from 'plugboard/kit';
import { rowsOf } from './lists.ts';
import { mergeLog } from './streams.ts';

/** From the name of the site, or any of its pages, to where it begins. */
function tidySite(typed: string): string {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(typed)
    ? typed
    : /^[a-z0-9-]+$/i.test(typed)
      ? `https://${typed}.app.axcelerate.com`
      : `https://${typed}`;
  return whole.replace(/^(https:\/\/[^/?#\\@]+)[/?#].*$/is, '$1').toLowerCase();
}

export const settings: Fields = {
  site_url: {
    label: 'Site',
    help: 'The address at which you sign in to aXcelerate, as in https://yourname.app.axcelerate.com; for staging .stg.axcelerate.com.',
    tidy: tidySite,
    pattern: {
      source: String.raw`https://[a-z0-9](?:[a-z0-9.\-]*[a-z0-9])?(?::\d{1,5})?`,
      message: 'An address like https://yourname.app.axcelerate.com, without a password in it.',
    },
    example: 'https://yourname.app.axcelerate.com',
  },
  time_zone: {
    label: 'Time zone',
    help: "That of your organisation in aXcelerate's system settings: it writes and reads times without saying so. An IANA name.",
    pattern: { source: String.raw`[A-Za-z]+(?:[/_+\-][A-Za-z0-9]+)*`, message: 'A name like Australia/Perth.' },
    default: 'Australia/Sydney',
    example: 'Australia/Perth',
    optional: true,
  },
  enrolments_from: {
    label: 'Enrolments from',
    help: 'Reads only enrolments changed since this day. Each month costs two calls whenever all is read, so choose the year you began with aXcelerate.',
    pattern: { source: String.raw`\d{4}-\d\d-\d\d`, message: 'A date like 2023-01-01.' },
    default: '2018-11-01',
    example: '2023-01-01',
    optional: true,
  },
};

/** Throws `invalid_request` where it is missing. */
export function siteOf(given: Settings): URL {
  const url = URL.parse(given['site_url'] ?? '');
  if (url === null) throw fail('invalid_request', 'The setting site_url is missing: the address of your aXcelerate.');
  return url;
}

export async function check({ http, settings: given }: CheckContext): Promise<CheckResult> {
  const site = siteOf(given);
  const zone = given['time_zone'];
  if (zone !== undefined && !isTimeZone(zone)) {
    throw fail('invalid_request', `There is no time zone "${zone}".`, {
      problems: [{ path: 'settings.time_zone', message: 'is not a time zone; use a name like Australia/Perth' }],
    });
  }
  await readOne(http, site);
  // There is no call that says whose account it is.
  const name = site.hostname.replace(/\.(app|stg)\.axcelerate\.com$/, '');
  const mayReadMerges = await mayReadMergeLog(http);
  return {
    message: `Connected to aXcelerate at ${site.hostname}`,
    account: { id: site.host, name, meta: { merge_log: mayReadMerges ? 'yes' : 'no' } },
  };
}

/** One contact at most, or none where there are none. An address that leads elsewhere is said to do so. */
async function readOne(http: ProviderHttp, site: URL): Promise<void> {
  try {
    const { body } = await http.send({ url: '/contacts/search', query: { offset: 0, displayLength: 1 } });
    rowsOf(body);
  } catch (error) {
    if (!(error instanceof PlugboardError) || !['decode_failed', 'not_found'].includes(error.code)) throw error;
    throw fail('invalid_request', `${site.href} does not answer like aXcelerate: ${error.message}`, {
      ...error.details,
      problems: [{ path: 'settings.site_url', message: 'does not lead to an aXcelerate' }],
    });
  }
}

/** Only a convenience: without it contacts that were merged are noticed by full passes. */
async function mayReadMergeLog(http: ProviderHttp): Promise<boolean> {
  try {
    await http.send(mergeLog('2018-11-01', '2018-11-02'));
    return true;
  } catch (error) {
    if (!(error instanceof PlugboardError)) throw error;
    if (['permission_denied', 'not_found', 'invalid_request', 'unsupported'].includes(error.code)) return false;
    throw error;
  }
}
