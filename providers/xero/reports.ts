/**
 * The financial reports: tables that Xero computes when asked, so a question is stored with each answer. The last three months
 * are read again in every run, because books stay open that long (Australian activity statements are quarterly), and each month
 * overwrites what was read of it before. Called by streams.ts.
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
} from 'plugboard/contract';
import { at, isObject, listAt, monthSpan, numberAt, textAt } from 'plugboard/kit';
import { rawReport, type RawReport } from './raw.ts';
import { text } from './values.ts';

type Kind = RawReport['Kind'];
type Row = Models['report']['rows'][number];
type RawRow = RawReport['Report']['Rows'][number];

/** `span`: over the month; `day`: as at its last day. */
const questions: readonly { readonly kind: Kind; readonly path: string; readonly covers: 'span' | 'day' }[] = [
  { kind: 'profit_and_loss', path: '/Reports/ProfitAndLoss', covers: 'span' },
  { kind: 'balance_sheet', path: '/Reports/BalanceSheet', covers: 'day' },
  { kind: 'trial_balance', path: '/Reports/TrialBalance', covers: 'day' },
  { kind: 'bank_summary', path: '/Reports/BankSummary', covers: 'span' },
  { kind: 'executive_summary', path: '/Reports/ExecutiveSummary', covers: 'day' },
];
const months = 3;

interface Question {
  readonly kind: Kind;
  readonly from: string | null;
  readonly to: string;
  readonly request: HttpRequest;
}

/** Every report of the month (`2026-05`) and those before it. Months end on their last day, also the one that is not over yet. */
export function questionsOf(month: string): readonly Question[] {
  return Array.from({ length: months }, (_, back) => back).flatMap((back) => {
    const { from, to } = monthSpan(month, back);
    return questions.map(({ kind, path, covers }) =>
      covers === 'span'
        ? { kind, from, to, request: { url: path, query: { fromDate: from, toDate: to } } }
        : { kind, from: null, to, request: { url: path, query: { date: to } } },
    );
  });
}

/** The calendar month it is for the organisation: on the first of May in Perth it is still April in UTC. */
export function monthAt(now: string, account: Account | undefined): string {
  const zone = account?.meta['time_zone'] ?? 'UTC';
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: '2-digit' }).formatToParts(
    Date.parse(now),
  );
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}`;
}

async function* readReports({ http, settings, account, now, resume }: PagesContext): AsyncGenerator<Batch, void, void> {
  if (settings['reports'] !== 'yes') throw fail('unsupported', 'Reports are switched off.');
  const start = whereFrom(resume) ?? { month: monthAt(now, account), next: 0 };
  const asked = questionsOf(start.month);
  for (let index = start.next; index < asked.length; index += 1) {
    const question = asked[index];
    if (question === undefined) return;
    const { body } = await http.send(question.request);
    const next = index + 1;
    yield {
      items: listAt('Reports')(body)
        .slice(0, 1)
        .map((report) => answered(question, report)),
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

/**
 * The table with its question. When it was computed is left out: it is new in every answer, and would make each report a
 * changed record in each run although nobody booked anything.
 */
function answered({ kind, from, to }: Question, report: unknown): JsonObject {
  const { ReportDate: _date, UpdatedDateUTC: _moment, ...table } = isObject(report) ? report : {};
  return { Kind: kind, From: from, To: to, Report: table };
}

/** Xero's text table as columns and rows. Sections are flattened; headings without rows say nothing of their own. */
export function mapReport(raw: RawReport): Models['report'] {
  const { ReportName, ReportTitles, Rows } = raw.Report;
  const header = Rows.find((row) => row.RowType === 'Header');
  const columns = (header?.Cells ?? []).map((cell) => cell.Value ?? '');
  return {
    kind: raw.Kind,
    title: text(ReportName) ?? text(ReportTitles?.[0]) ?? raw.Kind,
    from: raw.From,
    to: raw.To,
    columns,
    rows: Rows.flatMap((row) => [
      ...mapRow(row, null, columns.length),
      ...(row.Rows ?? []).flatMap((inner) => mapRow(inner, text(row.Title), columns.length)),
    ]),
    computed_at: null,
    custom: {},
  };
}

function mapRow(row: Omit<RawRow, 'Rows'>, section: string | null, columns: number): Row[] {
  if (row.RowType !== 'Row' && row.RowType !== 'SummaryRow') return [];
  const cells = row.Cells ?? [];
  const attributes = cells.flatMap((cell) => cell.Attributes ?? []);
  const account = attributes.find(({ Id }) => Id === 'account' || Id === 'accountID');
  return [
    {
      section,
      kind: row.RowType === 'Row' ? 'row' : 'summary',
      account_id: text(account?.Value),
      cells: Array.from({ length: columns }, (_, index) => text(cells[index]?.Value)),
    },
  ];
}

export const reports = stream({
  model: 'report',
  summary:
    'Profit and loss, balance sheet, trial balance, bank summary and executive summary of the last three months.',
  raw: rawReport,
  incremental: { style: 'none' },
  // Older months are not read any more, which does not mean they are gone.
  deletions: 'never',
  absentOn: {
    codes: ['permission_denied', 'unsupported'],
    reason:
      'Financial reports are switched off, or the integration may not read them: the setting reports must be yes when it is connected.',
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
