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
import { dateOf, isTimeZone, siteNameSource, tidySiteName } from 'plugboard/kit';
import { rowsOf } from './lists.ts';
import { mergeLog } from './streams.ts';

const product = '.app.axcelerate.com';

export const settings: Fields = {
  site: {
    label: 'Site',
    help: 'Where you sign in to aXcelerate: its address, or only your own name in it; for staging all of name.stg.axcelerate.com.',
    tidy: (typed) => (/^[a-z0-9-]+$/i.test(typed) ? `${typed.toLowerCase()}${product}` : tidySiteName(typed)),
    pattern: { source: siteNameSource, message: `A name like yourname${product}, without a path or password.` },
    example: `yourname${product}`,
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

/** The site's host. Throws `invalid_request` where it is missing. */
export function siteOf(given: Settings): string {
  const site = given['site'] ?? '';
  if (site === '') throw fail('invalid_request', 'The setting site is missing: where you sign in to aXcelerate.');
  return site;
}

export async function check({ http, settings: given }: CheckContext): Promise<CheckResult> {
  const site = siteOf(given);
  checkDates(given);
  await readOne(http, site);
  // There is no call that says whose account it is.
  const name = site.replace(/\.(app|stg)\.axcelerate\.com$/, '');
  const mayReadMerges = await mayReadMergeLog(http);
  return {
    message: `Connected to aXcelerate at ${site}`,
    account: { id: site, name, meta: { merge_log: mayReadMerges ? 'yes' : 'no' } },
  };
}

/** What looks like a zone or a date and is none. */
function checkDates({ time_zone: zone, enrolments_from: from }: Settings): void {
  if (zone !== undefined && !isTimeZone(zone)) {
    throw fail('invalid_request', `There is no time zone "${zone}".`, {
      problems: [{ path: 'settings.time_zone', message: 'is not a time zone; use a name like Australia/Perth' }],
    });
  }
  if (from !== undefined && from !== '' && dateOf(from) === undefined) {
    throw fail('invalid_request', `There is no day ${from}.`, {
      problems: [{ path: 'settings.enrolments_from', message: 'is not a date; write it like 2023-01-01' }],
    });
  }
}

/** One contact at most, or none where there are none. An address that leads elsewhere is said to do so. */
async function readOne(http: ProviderHttp, site: string): Promise<void> {
  try {
    const { body } = await http.send({ url: '/contacts/search', query: { offset: 0, displayLength: 1 } });
    rowsOf(body);
  } catch (error) {
    if (!(error instanceof PlugboardError) || !['decode_failed', 'not_found'].includes(error.code)) throw error;
    throw fail('invalid_request', `${site} does not answer like aXcelerate: ${error.message}`, {
      ...error.details,
      problems: [{ path: 'settings.site', message: 'does not lead to an aXcelerate' }],
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
