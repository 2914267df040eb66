/**
 * QuickBooks' reports: nested tables it works out when asked, never paged. The current month and the two before it are read in each run. What
 * was reconciled is told by no transaction, only by the list of those that were; so that list is read as well.
 * @link https://developer.intuit.com/app/developer/qbo/docs/workflows/run-reports
 */
import {
  fail,
  stream,
  type Account,
  type Batch,
  type HttpRequest,
  type JsonObject,
  type JsonValue,
  type Models,
  type PagesContext,
  type StreamHttp,
} from 'plugboard/contract';
import { at, isObject, monthSpan, numberAt, textAt, toLocal } from 'plugboard/kit';
import { rawReport, type RawReport, type RawRow } from './raw.ts';
import { companyPath, text } from './values.ts';

type Kind = RawReport['Kind'];
type Row = Models['report']['rows'][number];

interface Asked {
  readonly kind: Kind;
  readonly name: string;
  /** A span of days, or the state at the end of one. */
  readonly covers: 'span' | 'day';
  readonly query?: Readonly<Record<string, string>>;
}

const columns = 'tx_date,txn_type,doc_num,name,memo,account_name,subt_nat_amount';

const questions: readonly Asked[] = [
  { kind: 'profit_and_loss', name: 'ProfitAndLoss', covers: 'span' },
  { kind: 'balance_sheet', name: 'BalanceSheet', covers: 'span' },
  { kind: 'trial_balance', name: 'TrialBalance', covers: 'span' },
  { kind: 'aged_receivables', name: 'AgedReceivables', covers: 'day' },
  { kind: 'aged_payables', name: 'AgedPayables', covers: 'day' },
  { kind: 'reconciled', name: 'TransactionList', covers: 'span', query: { cleared: 'Reconciled', columns } },
  { kind: 'cleared', name: 'TransactionList', covers: 'span', query: { cleared: 'Cleared', columns } },
];
const months = 3;

interface Question extends Asked {
  readonly from: string | null;
  readonly to: string;
}

/** Every report of the month (`2026-05`) and those before it. Months end on their last day, also the one that is not over yet. */
export function questionsOf(month: string): readonly Question[] {
  return Array.from({ length: months }, (_, back) => back).flatMap((back) => {
    const { from, to } = monthSpan(month, back);
    return questions.map((asked) => ({ ...asked, from: asked.covers === 'span' ? from : null, to }));
  });
}

/** The calendar month it is for the company: on the first of May in Perth it is still April in UTC. */
export function monthAt(now: string, account: Account | undefined): string {
  return (toLocal(now, account?.meta['time_zone'] ?? 'UTC') ?? now).slice(0, 7);
}

function requestOf({ name, from, to, query }: Question, { account, settings }: PagesContext): HttpRequest {
  // An end without a beginning is ignored, so both are sent.
  const span = from === null ? { report_date: to } : { start_date: from, end_date: to };
  const minorversion = settings['minor_version'] ?? '75';
  return { url: companyPath(account, `/reports/${name}`), query: { ...span, ...query, minorversion } };
}

async function* readReports(context: PagesContext): AsyncGenerator<Batch, void, void> {
  const { http, settings, account, now, resume } = context;
  if (settings['reports'] === 'no') throw fail('unsupported', 'Reports are switched off.');
  const start = whereFrom(resume) ?? { month: monthAt(now, account), next: 0 };
  const asked = questionsOf(start.month);
  for (let index = start.next; index < asked.length; index += 1) {
    const question = asked[index];
    if (question === undefined) return;
    const report = await ask(http, question, context);
    const next = index + 1;
    yield {
      items: [answered(question, report)],
      resume: next < asked.length ? { month: start.month, next } : undefined,
    };
  }
}

/** A run that was killed after midnight on the last of the month must go on with the list it began. */
function whereFrom(resume: JsonValue | undefined): { readonly month: string; readonly next: number } | undefined {
  const month = textAt(resume, 'month');
  const next = numberAt(resume, 'next');
  return month === undefined || !/^\d{4}-\d{2}$/.test(month) || next === undefined ? undefined : { month, next };
}

/** What QuickBooks writes into a cell, in a 200, where a report has too many. */
const tooMuch = 'Unable to display more data';

/** A list that is too long is asked for in two halves; a sum cannot be. */
async function ask(http: StreamHttp, question: Question, context: PagesContext): Promise<JsonObject> {
  const { body } = await http.send(requestOf(question, context));
  if (!isObject(body) || !isObject(at(body, 'Columns')))
    throw fail('decode_failed', `QuickBooks did not answer the report ${question.name}.`);
  if (!JSON.stringify(body).includes(tooMuch)) return body;
  const { from, to, name } = question;
  if (from === null || from === to || name !== 'TransactionList')
    throw fail('unsupported', `QuickBooks has too much to show in the report ${name} up to ${to}.`);
  const middle = dayBetween(from, to);
  const first = await ask(http, { ...question, to: middle }, context);
  const second = await ask(http, { ...question, from: dayAfter(middle) }, context);
  return { ...first, Rows: { Row: [...rowsIn(first), ...rowsIn(second)] } };
}

const dayMs = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const dayAfter = (day: string): string => dayOf(Date.parse(day) + dayMs);

function dayBetween(from: string, to: string): string {
  const days = Math.floor((Date.parse(to) - Date.parse(from)) / dayMs / 2);
  return dayOf(Date.parse(from) + days * dayMs);
}

function rowsIn(report: JsonObject): readonly JsonValue[] {
  const rows = at(report, 'Rows.Row');
  return Array.isArray(rows) ? rows : [];
}

/**
 * The table with its question. When it was computed is left out: it is new in every answer, and would make each report a changed record in each
 * run although nobody booked anything.
 */
function answered({ kind, from, to }: Question, report: JsonObject): JsonObject {
  const { time: _moment, Header, ...table } = report;
  const { Time: _time, ...header } = isObject(Header) ? Header : {};
  return { Kind: kind, From: from, To: to, Report: { ...table, Header: header } };
}

const kinds: Readonly<Record<Kind, Models['report']['kind']>> = {
  profit_and_loss: 'profit_and_loss',
  balance_sheet: 'balance_sheet',
  trial_balance: 'trial_balance',
  aged_receivables: 'aged_receivables',
  aged_payables: 'aged_payables',
  reconciled: 'other',
  cleared: 'other',
};
const titles: Readonly<Partial<Record<Kind, string>>> = {
  reconciled: 'Reconciled transactions',
  cleared: 'Cleared transactions',
};

/** QuickBooks' nested rows as columns and rows. A section's name stands beside each row in it; its sum comes after them. */
export function mapReport(raw: RawReport): Models['report'] {
  const { Header, Columns, Rows } = raw.Report;
  const headings = (Columns?.Column ?? []).map(({ ColTitle }) => ColTitle ?? '');
  return {
    kind: kinds[raw.Kind],
    title: titles[raw.Kind] ?? text(Header?.ReportName) ?? raw.Kind,
    from: raw.From,
    to: raw.To,
    columns: headings,
    rows: (Rows?.Row ?? []).flatMap((row) => flat(row, null, headings.length, deepest)),
    computed_at: null,
    custom: { basis: text(Header?.ReportBasis), currency: text(Header?.Currency) },
  };
}

/** Nobody's chart of accounts goes deeper; a body made to break us would. */
const deepest = 30;

function flat(row: RawRow, section: string | null, width: number, depth: number): Row[] {
  if (depth === 0) return [];
  const heading = text(row.Header?.ColData?.[0]?.value);
  const inside = (row.Rows?.Row ?? []).flatMap((one) => flat(one, heading ?? section, width, depth - 1));
  return [
    ...cellsOf(row.ColData, 'row', section, width),
    // An account with accounts below it puts its own amount beside its name.
    ...((row.Header?.ColData ?? []).slice(1).some(({ value }) => text(value) !== null)
      ? cellsOf(row.Header?.ColData, 'row', section, width)
      : []),
    ...inside,
    ...cellsOf(row.Summary?.ColData, 'summary', heading ?? section, width),
  ];
}

function cellsOf(cells: RawRow['ColData'], kind: Row['kind'], section: string | null, width: number): Row[] {
  if (cells === null || cells === undefined || cells.length === 0) return [];
  const about = cells.find(({ id }) => text(id) !== null);
  return [
    {
      section,
      kind,
      account_id: text(about?.id),
      cells: Array.from({ length: width }, (_, index) => text(cells[index]?.value)),
    },
  ];
}

export const reports = stream({
  model: 'report',
  summary:
    'Profit and loss, balance sheet, trial balance, aged receivables and payables, and what was reconciled or cleared, of the last three months.',
  raw: rawReport,
  incremental: { style: 'none' },
  // Older months are not read any more, which does not mean they are gone.
  deletions: 'never',
  absentOn: {
    codes: ['permission_denied', 'unsupported'],
    reason: 'Financial reports are switched off, or whoever connected QuickBooks may not see them.',
  },
  pages: readReports,
  key: (item) => {
    const kind = textAt(item, 'Kind');
    const month = textAt(item, 'To')?.slice(0, 7);
    return kind === undefined || month === undefined || at(item, 'Report') === undefined
      ? undefined
      : `${kind}:${month}`;
  },
  map: mapReport,
});
