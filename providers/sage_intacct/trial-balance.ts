/**
 * The trial balance of the last three months, as Sage works it out: one call of the XML API; a report of the REST API that is asked for,
 * takes its time and is fetched. Months already read are read again, because books stay open that long (Australian activity statements
 * are quarterly). Called by streams.ts.
 */
import {
  fail,
  PlugboardError,
  type Batch,
  type HttpRequest,
  type JsonObject,
  type JsonValue,
  type PagesContext,
  type ProviderHttp,
} from 'plugboard/contract';
import { monthSpan, numberAt, oneOf, readCsv, textAt, type Span } from 'plugboard/kit';
import { restRequest } from './rest-api.ts';
import { isXml } from './ways.ts';
import { trialBalanceRows } from './xml-api.ts';

const months = 3;

interface Question extends Span {
  /** An entity's id, or null for all of the company. */
  readonly location: string | null;
}

interface Place {
  /** Month the run began in: one that was killed after midnight on the last of it goes on with the list it began. */
  readonly month: string;
  /** How many months before that one. */
  readonly back: number;
  /** Number of the report that is under way. */
  readonly report: string | undefined;
}

/** Sage does not say where the company's clocks are: months change at midnight UTC. */
export async function* readTrialBalances(context: PagesContext): AsyncGenerator<Batch, void, void> {
  const { http, settings, method, now } = context;
  const entity = settings['entity_id'] ?? '';
  let place: Place = placeOf(context.resume) ?? { month: now.slice(0, 7), back: 0, report: undefined };
  while (place.back < months) {
    const question: Question = { ...monthSpan(place.month, place.back), location: entity === '' ? null : entity };
    let rows: readonly JsonObject[] | undefined;
    if (isXml(method)) rows = await trialBalanceRows(question, http);
    else if (place.report !== undefined) rows = await reportRows(place.report, http);
    if (rows === undefined) {
      place = { ...place, report: await submit(question, http) };
      // Kept before it is waited for: a run that gives up waiting goes on with the same report.
      yield { items: [], resume: resumeAt(place) };
      continue;
    }
    place = { ...place, back: place.back + 1, report: undefined };
    yield { items: [{ ...question, rows }], resume: place.back < months ? resumeAt(place) : undefined };
  }
}

function resumeAt({ month, back, report }: Place): JsonValue {
  return { month, back, ...(report === undefined ? {} : { report }) };
}

function placeOf(resume: JsonValue | undefined): Place | undefined {
  const month = textAt(resume, 'month');
  const back = numberAt(resume, 'back');
  if (month === undefined || !/^\d{4}-\d{2}$/.test(month) || back === undefined) return undefined;
  return { month, back, report: textAt(resume, 'report') };
}

// --- the report of the REST API -------------------------------------------------------------------------------------------

/** Sage keeps it, and we fetch it: the only place it can be kept without a cloud of the customer's. */
const kept = { outputType: 'csv', outputLocation: 'intacct' } as const;

async function submit({ from, to, location }: Question, http: ProviderHttp): Promise<string> {
  const json: JsonObject = {
    reportName: `Trial balance ${from} to ${to}`,
    ...kept,
    parameters: {
      timePeriod: { dateRange: { startDate: from, endDate: to } },
      // Reports are said not to heed the entity of the request.
      ...(location === null ? {} : { dimensions: { location: { id: location } } }),
      showStatisticalAccounts: 'doNotShowStatisticalAccounts',
    },
  };
  const request: HttpRequest = {
    method: 'POST',
    url: '/services/reports/general-ledger/trial-balance',
    body: { json },
  };
  // It only reads: one asked for twice is one that nobody fetches.
  const { body } = await http.send(restRequest({ ...request, safe: true }));
  const id = textAt(body, 'ia::result.reportId');
  if (id === undefined) throw fail('decode_failed', 'Sage Intacct took the report but did not say its number.');
  return id;
}

/** Undefined: Sage no longer has it. While it is not ready the engine waits (see errors.ts). */
async function reportRows(report: string, http: ProviderHttp): Promise<readonly JsonObject[] | undefined> {
  try {
    const status = await http.send(
      restRequest({ url: '/services/reports/status', query: { reportId: report, ...kept } }),
    );
    // Always asked for at our own address: an answer may name any other for the download, and the token would go there.
    const { body } =
      typeof status.body === 'string'
        ? status
        : await http.send({
            url: '/services/reports/download',
            query: { reportId: report, outputType: kept.outputType },
            headers: { accept: 'text/csv, */*' },
            decode: 'auto',
          });
    return rowsOf(body);
  } catch (error) {
    if (error instanceof PlugboardError && error.code === 'not_found') return undefined;
    throw error;
  }
}

/** Titles of the report, without spaces -> the XML API's names. Others stay as they are. */
const titles: Readonly<Record<string, string>> = {
  account: 'glaccountno',
  accountno: 'glaccountno',
  accountnumber: 'glaccountno',
  glaccount: 'glaccountno',
  glaccountnumber: 'glaccountno',
  openingbalance: 'startbalance',
  beginningbalance: 'startbalance',
  debit: 'debits',
  credit: 'credits',
  adjustingdebits: 'adjdebits',
  adjustingcredits: 'adjcredits',
  closingbalance: 'endbalance',
  endingbalance: 'endbalance',
};

/** Throws decode_failed when it is not a table of accounts. */
export function rowsOf(body: unknown): readonly JsonObject[] {
  const table = typeof body === 'string' ? readCsv(body) : [];
  const rows = table.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([title, value]) => {
        const name = title.toLowerCase().replaceAll(/[^a-z]/g, '');
        return [oneOf(titles, name, name), plainAmount(value)];
      }),
    ),
  );
  const heading = typeof body === 'string' && /account/i.test(body.split('\n', 1)[0] ?? '');
  if (!heading || rows.some((row) => row['glaccountno'] === undefined))
    throw fail('decode_failed', 'Sage Intacct sent a trial balance without a column for the account.');
  return rows;
}

/** `(1,234.50)` -> `-1234.50`; everything else as it is, nothing as null. */
function plainAmount(value: string): string | null {
  const [, open, digits] = /^(\()?(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d+)\)?$/.exec(value.trim()) ?? [];
  if (digits === undefined) return value.trim() === '' ? null : value.trim();
  return `${open === undefined ? '' : '-'}${digits.replaceAll(',', '')}`;
}
