/**
 * The college's site as the tenant types it, and what its version of the service offers: VETtrak is installed site by site, from 4.4 to
 * the newest. Called by index.ts.
 */
import {
  fail,
  isXmlElement,
  PlugboardError,
  type CheckContext,
  type CheckResult,
  type Fields,
  type Settings,
} from 'plugboard/contract';
import { isTimeZone, readWsdl, type Wsdl } from 'plugboard/kit';
import { read, tokenNames, type Operation } from './calls.ts';
import { gatewayHeader } from './session.ts';
import { formatUnitTags, lacking, matchUnitTags, parseUnitTags, unitMembers } from './unit-tags.ts';

/** From the address of a help page (`...asmx?op=GetX`, `...asmx/GetX`) or of the WSDL to that of the service. */
function tidyApiUrl(typed: string): string {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`;
  return whole.replace(/(\.asmx)[/?#].*$/i, '$1');
}

export const settings: Fields = {
  api_url: {
    label: 'API URL',
    help: "The address of VETtrak's API at your college, ending in VT_API.asmx. VETtrak support or your IT people know it.",
    tidy: tidyApiUrl,
    pattern: {
      source: String.raw`https://[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?(?::\d{1,5})?/(?:[A-Za-z0-9._~%\-]+/)*[A-Za-z0-9._~\-]+\.[Aa][Ss][Mm][Xx]`,
      message:
        'An address like https://training.example.org/VETtrakAPI/VT_API.asmx: https, no password in it, ending in .asmx.',
    },
    example: 'https://training.example.org/VETtrakAPI/VT_API.asmx',
  },
  time_zone: {
    label: 'Time zone',
    help: 'Where the clocks of the VETtrak server are: it writes times without saying so. An IANA name.',
    pattern: { source: String.raw`[A-Za-z]+(?:[/_+\-][A-Za-z0-9]+)*`, message: 'A name like Australia/Perth.' },
    default: 'Australia/Sydney',
    example: 'Australia/Perth',
    optional: true,
  },
  programme_type: {
    label: 'Programme type',
    help: 'Reads only programmes of this type, by its name in VETtrak. Empty: all.',
    optional: true,
  },
  class_sessions: {
    label: 'Sessions of classes',
    help: 'Reads the sessions of each occurrence, which costs one call for each.',
    choices: ['no', 'yes'],
    default: 'no',
    optional: true,
  },
  unit_tags: {
    label: "Names in a unit's result",
    help: 'Only when unit results come out wrong: what VETtrak calls their members. Connecting shows the names it found; those given here outrank them.',
    pattern: {
      source: String.raw`\s*(?:${unitMembers.join('|')})\s*=\s*\w+\s*(?:,\s*(?:${unitMembers.join('|')})\s*=\s*\w+\s*)*`,
      message: `Pairs like code=Unit_Code, result=Result; there are ${unitMembers.join(', ')}.`,
    },
    example: 'code=Unit_Code, name=Unit_Name, result=Result',
    optional: true,
  },
  gateway_header: {
    label: 'Header of the gateway key',
    help: 'Only with a gateway key: the header it goes into.',
    pattern: { source: '[A-Za-z0-9-]{1,60}', message: 'The name of a header, like X-API-Key.' },
    default: gatewayHeader,
    optional: true,
  },
};

export function siteOf(given: Settings): URL {
  const url = URL.parse(given['api_url'] ?? '');
  if (url === null) throw fail('invalid_request', "The setting api_url is missing: the address of VETtrak's API.");
  return url;
}

/** What each stream and action cannot do without. */
function needsOf(given: Settings): Readonly<Record<string, readonly Operation[]>> {
  const programmes =
    (given['programme_type'] ?? '') === '' ? 'GetWebProgrammesForDates' : 'GetWebProgrammesForProgTypeAndDates';
  return {
    clients: ['GetAccessibleClients', 'GetClientDetails'],
    enrolments: ['GetAccessibleClients', 'GetEnrolmentsForClient'],
    unit_results: ['GetAccessibleClients', 'GetEnrolmentsForClient', 'GetUnitsForEnrolmentIncludingLinked'],
    programmes: [programmes],
    occurrences: [programmes, 'GetWebOccurrencesOverlappingDateRangeForProgramme'],
    qualifications: ['GetAwardsModifiedSince', 'GetQualificationStateDetails'],
    awards: ['GetAwardsModifiedSince'],
    create_client: ['AddClientAfterCheck', 'GetClientDetails'],
    enrol_client: ['AddLMSClientEnrolmentToOccurrence'],
    record_unit_result: ['GetResultTypes', 'UpdateResult', 'GetUnitsForEnrolmentIncludingLinked'],
    add_award: ['AddAward', 'GetAwardsModifiedSince'],
  };
}

const operations = Object.keys(tokenNames).filter((name): name is Operation => name in tokenNames);

export async function check({ http, settings: given }: CheckContext): Promise<CheckResult> {
  const site = siteOf(given);
  const zone = given['time_zone'];
  if (zone !== undefined && !isTimeZone(zone)) {
    throw fail('invalid_request', `There is no time zone "${zone}".`, {
      problems: [{ path: 'settings.time_zone', message: 'is not a time zone; use a name like Australia/Perth' }],
    });
  }
  const wsdl = await readService(http, site);
  const missing = operations.filter((name) => !wsdl.operations.has(name));
  // Far in the future nothing was changed, so that the answer is small: it proves that clients may be listed at all.
  if (!missing.includes('GetAccessibleClients'))
    await http.send(read(given, 'GetAccessibleClients', { clientCode: '', sinceDate: future }));
  if (!missing.includes('GetDeletedRecordsSince') && !(await mayAskForDeletions(http, given)))
    missing.push('GetDeletedRecordsSince');
  const found = matchUnitTags(wsdl.types.get('TEnun') ?? []);
  const absent = absentFor(missing, given);
  const unnamed = lacking({ ...found, ...parseUnitTags(given['unit_tags']) });
  if (unnamed !== undefined) {
    const reason = `The WSDL of this site does not show what VETtrak calls the ${unnamed} of a unit's result: give the names in the setting unit_tags.`;
    for (const name of ['unit_results', 'record_unit_result']) absent[name] ??= reason;
  }
  const names = formatUnitTags(found);
  return {
    message: `Connected to VETtrak at ${site.hostname}${names === '' ? '' : ` (unit results: ${names})`}`,
    account: {
      id: `${site.host}${site.pathname.toLowerCase()}`,
      name: site.hostname,
      meta: { missing_operations: missing.join(' '), unit_tags: names },
    },
    absent,
  };
}

const future = '2999-01-01T00:00:00';

/** What the site's version of the service offers. An address that leads elsewhere is said to do so. */
async function readService(http: CheckContext['http'], site: URL): Promise<Wsdl> {
  try {
    const { body } = await http.send({ url: `${site.href}?WSDL`, decode: 'xml', maxBytes: 16_000_000 });
    if (!isXmlElement(body)) throw fail('decode_failed', 'The site answered no WSDL.');
    return readWsdl(body);
  } catch (error) {
    if (!(error instanceof PlugboardError) || !['decode_failed', 'not_found'].includes(error.code)) throw error;
    throw fail('invalid_request', `${site.href} does not answer like VETtrak's API: ${error.message}`, {
      ...error.details,
      problems: [{ path: 'settings.api_url', message: 'does not lead to the API of a VETtrak' }],
    });
  }
}

/** The list of deletions is a right of its own, and only a convenience: without it deletions are noticed by full passes. */
async function mayAskForDeletions(http: CheckContext['http'], given: Settings): Promise<boolean> {
  try {
    await http.send(read(given, 'GetDeletedRecordsSince', { tableName: 'CLIENT', sinceDate: future }));
    return true;
  } catch (error) {
    if (!(error instanceof PlugboardError)) throw error;
    if (['permission_denied', 'invalid_request', 'unsupported'].includes(error.code)) return false;
    throw error;
  }
}

function absentFor(missing: readonly Operation[], given: Settings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(needsOf(given)).flatMap(([name, needed]) => {
      const lost = needed.filter((operation) => missing.includes(operation));
      return lost.length === 0
        ? []
        : [[name, `The VETtrak API of this site does not have ${lost.join(', ')}; a newer version of it does.`]];
    }),
  );
}
