/** The financial reports, worked out from the ledger in Xero's table of text cells. Called by ../sandbox.ts. */
import type { JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { answer, badRequest, head } from './answers.ts';
import { counts, entriesOf, profit, sums, yearStart, type Entry } from './ledger.ts';
import { today, totalsOf, ratesOf, type Account, type Context, type State } from './state.ts';

const beginning = '0000-01-01';

interface Span {
  readonly from: string;
  readonly to: string;
}

interface Books {
  readonly state: State;
  readonly entries: readonly Entry[];
}

interface Report {
  readonly name: string;
  /** Last line of the titles. */
  readonly covers: string;
  readonly rows: readonly JsonObject[];
}

type Maker = (books: Books, span: Span) => Report;

/** Path -> report. Those over a span take fromDate and toDate, the others date. */
const makers: Readonly<Record<string, { readonly takes: 'span' | 'date'; readonly make: Maker }>> = {
  ProfitAndLoss: { takes: 'span', make: profitAndLoss },
  BalanceSheet: { takes: 'date', make: balanceSheet },
  TrialBalance: { takes: 'date', make: trialBalance },
  BankSummary: { takes: 'span', make: bankSummary },
  ExecutiveSummary: { takes: 'date', make: executiveSummary },
};

export const reportNames = Object.keys(makers);

export function report(name: string, request: SandboxRequest, context: Context): SandboxResponse {
  const maker = makers[name];
  const span = maker && spanOf(request, maker.takes, today(context.now()));
  if (maker === undefined || span === undefined) {
    const message = 'A date of the report is not a date, or they are the wrong way round.';
    return badRequest(request, { number: 16, type: 'QueryParseException', message });
  }
  const { state } = context;
  const made = maker.make({ state, entries: entriesOf(state) }, span);
  return answer(request, {
    ...head(context),
    Reports: [
      {
        ReportID: name,
        ReportName: made.name,
        ReportType: name,
        ReportTitles: [made.name, state.organisation.name, made.covers],
        ReportDate: longDay(today(context.now())),
        UpdatedDateUTC: `/Date(${context.now()})/`,
        Fields: [],
        Rows: made.rows,
      },
    ],
  });
}

/** This month, or the month of `date`, when nothing is asked for. */
function spanOf(request: SandboxRequest, takes: 'span' | 'date', now: string): Span | undefined {
  const [first, last] = takes === 'span' ? ['fromDate', 'toDate'] : ['date', 'date'];
  const to = request.query.get(last ?? '') ?? now;
  const from = takes === 'span' ? (request.query.get(first ?? '') ?? monthStart(to)) : monthStart(to);
  return isDay(from) && isDay(to) && from <= to ? { from, to } : undefined;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function monthStart(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

const months = 'January February March April May June July August September October November December'.split(' ');

/** `31 May 2026`. */
function longDay(day: string): string {
  return `${Number(day.slice(8))} ${months[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}`;
}

/** `31 May 26`. */
function shortDay(day: string): string {
  return `${Number(day.slice(8))} ${(months[Number(day.slice(5, 7)) - 1] ?? '').slice(0, 3)} ${day.slice(2, 4)}`;
}

// --- cells ----------------------------------------------------------------------------------------------------------------

function money(cents: number): string {
  const whole = Math.abs(cents);
  return `${cents < 0 ? '-' : ''}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
}

/** Every cell of an account's row carries the account, the first one too. */
function accountRow(account: Account, name: string, values: readonly string[]): JsonObject {
  const attributes = [{ Id: 'account', Value: account.id }];
  return { RowType: 'Row', Cells: [name, ...values].map((Value) => ({ Value, Attributes: attributes })) };
}

function row(type: 'Row' | 'SummaryRow' | 'Header', values: readonly string[]): JsonObject {
  return { RowType: type, Cells: values.map((Value) => ({ Value })) };
}

function section(title: string, rows: readonly JsonObject[]): JsonObject {
  return { RowType: 'Section', Title: title, Rows: rows };
}

function ofClass(state: State, ...classes: readonly Account['class'][]): readonly Account[] {
  return state.accounts.filter((account) => classes.includes(account.class));
}

// --- the reports ----------------------------------------------------------------------------------------------------------

function profitAndLoss({ state, entries }: Books, { from, to }: Span): Report {
  const totals = sums(entries, from, to);
  /** Revenue is credit, so it is turned round. */
  const part = (kind: 'REVENUE' | 'EXPENSE', sign: number) => {
    const accounts = ofClass(state, kind).filter(({ code }) => (totals.get(code) ?? 0) !== 0);
    const sum = accounts.reduce((total, { code }) => total + sign * (totals.get(code) ?? 0), 0);
    const rows = accounts.map((one) => accountRow(one, one.name, [money(sign * (totals.get(one.code) ?? 0))]));
    return { rows, sum };
  };
  const income = part('REVENUE', -1);
  const expenses = part('EXPENSE', 1);
  return {
    name: 'Profit and Loss',
    covers: `${longDay(from)} to ${longDay(to)}`,
    rows: [
      row('Header', ['', shortDay(to)]),
      section('Income', [...income.rows, row('SummaryRow', ['Total Income', money(income.sum)])]),
      section('', [row('Row', ['Gross Profit', money(income.sum)])]),
      section('Less Operating Expenses', [
        ...expenses.rows,
        row('SummaryRow', ['Total Operating Expenses', money(expenses.sum)]),
      ]),
      section('', [row('Row', ['Net Profit', money(income.sum - expenses.sum)])]),
    ],
  };
}

function balanceSheet({ state, entries }: Books, { to }: Span): Report {
  const totals = sums(entries, beginning, to);
  const part = (title: string, accounts: readonly Account[], sign: number) => {
    const shown = accounts.filter(({ code }) => (totals.get(code) ?? 0) !== 0);
    const sum = shown.reduce((total, { code }) => total + sign * (totals.get(code) ?? 0), 0);
    const rows = shown.map((one) => accountRow(one, one.name, [money(sign * (totals.get(one.code) ?? 0))]));
    return { sum, section: section(title, [...rows, row('SummaryRow', [`Total ${title}`, money(sum)])]) };
  };
  const assets = ofClass(state, 'ASSET');
  const bank = part(
    'Bank',
    assets.filter(({ type }) => type === 'BANK'),
    1,
  );
  const current = part(
    'Current Assets',
    assets.filter(({ type }) => type !== 'BANK'),
    1,
  );
  const owed = part('Current Liabilities', ofClass(state, 'LIABILITY'), -1);
  const thisYear = profit(state.accounts, sums(entries, yearStart(to), to));
  const before = profit(state.accounts, totals) - thisYear;
  const capital = ofClass(state, 'EQUITY').filter(({ system }) => system === '');
  const capitalSum = capital.reduce((total, { code }) => total - (totals.get(code) ?? 0), 0);
  return {
    name: 'Balance Sheet',
    covers: `As at ${longDay(to)}`,
    rows: [
      row('Header', ['', longDay(to)]),
      section('Assets', []),
      bank.section,
      current.section,
      section('', [row('SummaryRow', ['Total Assets', money(bank.sum + current.sum)])]),
      section('Liabilities', []),
      owed.section,
      section('', [row('SummaryRow', ['Total Liabilities', money(owed.sum)])]),
      section('', [row('SummaryRow', ['Net Assets', money(bank.sum + current.sum - owed.sum)])]),
      section('Equity', [
        row('Row', ['Current Year Earnings', money(thisYear)]),
        ...capital
          .filter(({ code }) => (totals.get(code) ?? 0) !== 0)
          .map((one) => accountRow(one, one.name, [money(-(totals.get(one.code) ?? 0))])),
        row('Row', ['Retained Earnings', money(before)]),
        row('SummaryRow', ['Total Equity', money(capitalSum + thisYear + before)]),
      ]),
    ],
  };
}

const classTitles: readonly (readonly [Account['class'], string])[] = [
  ['REVENUE', 'Revenue'],
  ['EXPENSE', 'Expenses'],
  ['ASSET', 'Assets'],
  ['LIABILITY', 'Liabilities'],
  ['EQUITY', 'Equity'],
];

/** The month, and the year to date; assets, liabilities and equity carry over, so theirs begin at the beginning. */
function trialBalance({ state, entries }: Books, { from, to }: Span): Report {
  const month = sums(entries, from, to);
  const year = sums(entries, yearStart(to), to);
  const ever = sums(entries, beginning, to);
  const earned = profit(state.accounts, ever) - profit(state.accounts, year);
  const columns = [0, 0, 0, 0];
  const cells = (inMonth: number, inYear: number): readonly string[] => {
    const values = [Math.max(inMonth, 0), Math.max(-inMonth, 0), Math.max(inYear, 0), Math.max(-inYear, 0)];
    values.forEach((value, index) => (columns[index] = (columns[index] ?? 0) + value));
    return values.map((value) => (value === 0 ? '' : money(value)));
  };
  const sections = classTitles.map(([kind, title]) =>
    section(
      title,
      ofClass(state, kind).flatMap((account) => {
        const temporary = kind === 'REVENUE' || kind === 'EXPENSE';
        const inMonth = month.get(account.code) ?? 0;
        // Earlier years' profit was carried to retained earnings.
        const carried = account.system === 'RETAINEDEARNINGS' ? -earned : 0;
        const inYear = ((temporary ? year : ever).get(account.code) ?? 0) + carried;
        if (inMonth === 0 && inYear === 0) return [];
        return [accountRow(account, `${account.name} (${account.code})`, cells(inMonth, inYear))];
      }),
    ),
  );
  return {
    name: 'Trial Balance',
    covers: `As at ${longDay(to)}`,
    rows: [
      row('Header', ['Account', 'Debit', 'Credit', 'YTD Debit', 'YTD Credit']),
      ...sections,
      section('', [row('SummaryRow', ['Total', ...columns.map(money)])]),
    ],
  };
}

function bankSummary({ state, entries }: Books, { from, to }: Span): Report {
  const columns = [0, 0, 0, 0];
  const rows = state.accounts
    .filter(({ type }) => type === 'BANK')
    .map((account) => {
      const own = entries.filter((entry) => entry.account === account.code);
      const within = own.filter(({ date }) => date >= from && date <= to);
      const opening = own.reduce((sum, { date, cents }) => (date < from ? sum + cents : sum), 0);
      const received = within.reduce((sum, { cents }) => sum + Math.max(cents, 0), 0);
      const spent = within.reduce((sum, { cents }) => sum - Math.min(cents, 0), 0);
      const values = [opening, received, spent, opening + received - spent];
      values.forEach((value, index) => (columns[index] = (columns[index] ?? 0) + value));
      const [first, ...others] = [account.name, ...values.map(money)];
      return {
        RowType: 'Row',
        Cells: [
          { Value: first ?? '', Attributes: [{ Id: 'accountID', Value: account.id }] },
          ...others.map((Value) => ({ Value })),
        ],
      };
    });
  return {
    name: 'Bank Summary',
    covers: `From ${longDay(from)} to ${longDay(to)}`,
    rows: [
      row('Header', ['Bank Accounts', 'Opening Balance', 'Cash Received', 'Cash Spent', 'Closing Balance']),
      section('', [...rows, row('SummaryRow', ['Total', ...columns.map(money)])]),
    ],
  };
}

/** The month of the date and the one before it. */
function executiveSummary({ state, entries }: Books, { from, to }: Span): Report {
  const lastOfBefore = new Date(Date.parse(from) - 86_400_000).toISOString().slice(0, 10);
  const now = executiveFigures({ state, entries }, { from, to });
  const then = executiveFigures({ state, entries }, { from: monthStart(lastOfBefore), to: lastOfBefore });
  const line = (name: string, pick: (figures: ReturnType<typeof executiveFigures>) => number) =>
    row('Row', [name, money(pick(now)), money(pick(then)), variance(pick(now), pick(then))]);
  return {
    name: 'Executive Summary',
    covers: `For the month of ${longDay(to).replace(/^\d+ /, '')}`,
    rows: [
      row('Header', ['', shortDay(to).replace(/^\d+ /, ''), shortDay(lastOfBefore).replace(/^\d+ /, ''), 'Variance']),
      section('Cash', [
        line('Cash received', ({ received }) => received),
        line('Cash spent', ({ spent }) => spent),
        line('Cash surplus (deficit)', ({ received, spent }) => received - spent),
        line('Closing bank balance', ({ closing }) => closing),
      ]),
      section('Profitability', [
        line('Income', ({ income }) => income),
        line('Expenses', ({ income, result }) => income - result),
        line('Profit (loss)', ({ result }) => result),
      ]),
      section('Balance Sheet', [
        line('Debtors', ({ debtors }) => debtors),
        line('Creditors', ({ creditors }) => creditors),
      ]),
      section('Income', [
        row('Row', [
          'Number of invoices issued',
          String(now.issued),
          String(then.issued),
          variance(now.issued, then.issued),
        ]),
        line('Average value of invoices', ({ issued, invoiced }) => (issued === 0 ? 0 : Math.round(invoiced / issued))),
      ]),
    ],
  };
}

function executiveFigures({ state, entries }: Books, { from, to }: Span) {
  const within = sums(entries, from, to);
  const ever = sums(entries, beginning, to);
  const banks = new Set(state.accounts.filter(({ type }) => type === 'BANK').map(({ code }) => code));
  const cash = entries.filter(({ account, date }) => banks.has(account) && date >= from && date <= to);
  const issued = state.invoices.filter(
    (one) => one.type === 'ACCREC' && counts(one) && one.date >= from && one.date <= to,
  );
  const rates = ratesOf(state);
  return {
    received: cash.reduce((sum, { cents }) => sum + Math.max(cents, 0), 0),
    spent: cash.reduce((sum, { cents }) => sum - Math.min(cents, 0), 0),
    closing: [...banks].reduce((sum, code) => sum + (ever.get(code) ?? 0), 0),
    income: ofClass(state, 'REVENUE').reduce((sum, { code }) => sum - (within.get(code) ?? 0), 0),
    result: profit(state.accounts, within),
    debtors: ever.get('610') ?? 0,
    creditors: ever.get('800') ?? 0,
    issued: issued.length,
    invoiced: issued.reduce((sum, one) => sum + totalsOf(one, rates).net, 0),
  };
}

function variance(now: number, then: number): string {
  return then === 0 ? '0.0%' : `${(((now - then) / Math.abs(then)) * 100).toFixed(1)}%`;
}
