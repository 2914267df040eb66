/**
 * The reports MYOB works out when asked, a question stored with each answer: tax by code (what an activity statement is made from), profit and
 * loss, balance sheet, and pay by category. The last three months are read in each run, because books stay open that long, and each month
 * overwrites what was read of it before. Called by streams.ts.
 */
import {
  PlugboardError,
  stream,
  z,
  type Batch,
  type JsonObject,
  type JsonValue,
  type MapContext,
  type Models,
  type PagesContext,
  type Query,
  type Settings,
} from 'plugboard/contract';
import { isObject, monthSpan, numberAt, textAt, toLocal } from 'plugboard/kit';
import { inFile } from './file.ts';
import { wantsPayroll } from './payroll.ts';
import { amount, link, text as optionalText } from './raw.ts';
import { bookCurrency, money, number, text } from './values.ts';

const kinds = ['tax_summary', 'profit_and_loss', 'balance_sheet', 'payroll_summary'] as const;
type Kind = (typeof kinds)[number];

const paths: Readonly<Record<Kind, string>> = {
  tax_summary: '/Report/TaxCodeSummary',
  profit_and_loss: '/Report/ProfitAndLossSummary',
  balance_sheet: '/Report/BalanceSheetSummary',
  payroll_summary: '/Report/PayrollCategorySummary',
};
const titles: Readonly<Record<Kind, string>> = {
  tax_summary: 'Tax code summary',
  profit_and_loss: 'Profit and loss',
  balance_sheet: 'Balance sheet',
  payroll_summary: 'Payroll category summary',
};
const months = 3;

interface Question {
  readonly kind: Kind;
  readonly from: string | null;
  readonly to: string;
  readonly query: Query;
}

/** Every report of the month (`2026-05`) and those before it; months end on their last day, also the one that is not over yet. */
export function questionsOf(month: string, settings: Settings): readonly Question[] {
  const fixed = { ReportingBasis: settings['reporting_basis'] === 'cash' ? 'Cash' : 'Accrual', YearEndAdjust: false };
  const asked = kinds.filter((kind) => kind !== 'payroll_summary' || wantsPayroll(settings));
  return Array.from({ length: months }, (_, back) => monthSpan(month, back)).flatMap(({ from, to }) =>
    asked.map((kind) =>
      kind === 'balance_sheet'
        ? { kind, from: null, to, query: { AsOfDate: to, ...fixed } }
        : { kind, from, to, query: { StartDate: from, EndDate: to, ...fixed } },
    ),
  );
}

function begunAt(resume: JsonValue | undefined): { readonly month: string; readonly next: number } | undefined {
  const month = textAt(resume, 'month');
  const next = numberAt(resume, 'next');
  return month === undefined || !/^\d{4}-\d{2}$/.test(month) || next === undefined ? undefined : { month, next };
}

async function* readReports(context: PagesContext): AsyncGenerator<Batch, void, void> {
  const { settings, now, resume } = context;
  const today = toLocal(now, settings['time_zone'] ?? 'Australia/Sydney') ?? now;
  const { month, next } = begunAt(resume) ?? { month: today.slice(0, 7), next: 0 };
  const asked = questionsOf(month, settings);
  for (let index = next; index < asked.length; index += 1) {
    const question = asked[index];
    if (question === undefined) return;
    yield {
      items: await answered(question, context),
      resume: index + 1 < asked.length ? { month, next: index + 1 } : undefined,
    };
  }
}

/** Payroll has its own rights, and its own years: without it the other reports still count. */
async function answered(question: Question, { http, account }: PagesContext): Promise<readonly JsonObject[]> {
  const { kind, from, to, query } = question;
  try {
    const { body } = await http.send({ url: inFile(account, paths[kind]), query });
    return isObject(body) ? [{ Kind: kind, From: from, To: to, Report: body }] : [];
  } catch (error) {
    const mayLack = ['permission_denied', 'not_found', 'invalid_request'];
    if (kind === 'payroll_summary' && error instanceof PlugboardError && mayLack.includes(error.code)) return [];
    throw error;
  }
}

const rawReport = z.object({
  Kind: z.enum(kinds),
  From: z.string().nullable(),
  To: z.string(),
  Report: z.object({
    ReportingBasis: optionalText,
    TaxCodeBreakdown: z
      .array(
        z.object({
          TaxCode: z.object({ Code: optionalText }).nullish(),
          TaxRate: amount,
          SalesTotal: amount,
          PurchasesTotal: amount,
          TaxCollected: amount,
          TaxPaid: amount,
        }),
      )
      .nullish(),
    AccountsBreakdown: z.array(z.object({ AccountTotal: amount, Account: link })).nullish(),
    PayrollCategoryBreakdown: z.array(z.object({ Amount: amount, Hours: amount, PayrollCategory: link })).nullish(),
  }),
});
export type RawReport = z.infer<typeof rawReport>;

type Row = Models['report']['rows'][number];

const columns: Readonly<Record<Kind, readonly string[]>> = {
  tax_summary: ['Tax code', 'Rate', 'Sales', 'Purchases', 'Tax collected', 'Tax paid'],
  profit_and_loss: ['Account number', 'Account', 'Total'],
  balance_sheet: ['Account number', 'Account', 'Total'],
  payroll_summary: ['Pay item', 'Hours', 'Amount'],
};

function rowsOf({ Report }: RawReport, currency: string): Row[] {
  const row = (cells: Row['cells'], account: string | null = null): Row => ({
    section: null,
    kind: 'row',
    account_id: account,
    cells,
  });
  return [
    ...(Report.TaxCodeBreakdown ?? []).map((one) =>
      row([
        text(one.TaxCode?.Code),
        number(one.TaxRate),
        money(one.SalesTotal, currency),
        money(one.PurchasesTotal, currency),
        money(one.TaxCollected, currency),
        money(one.TaxPaid, currency),
      ]),
    ),
    ...(Report.AccountsBreakdown ?? []).map(({ Account, AccountTotal }) =>
      row([text(Account?.DisplayID), text(Account?.Name), money(AccountTotal, currency)], text(Account?.UID)),
    ),
    ...(Report.PayrollCategoryBreakdown ?? []).map((one) =>
      row([text(one.PayrollCategory?.Name), number(one.Hours), money(one.Amount, currency)]),
    ),
  ];
}

export function mapReport(raw: RawReport, context: MapContext): Models['report'] {
  const basis = text(raw.Report.ReportingBasis);
  return {
    kind: raw.Kind,
    title: titles[raw.Kind],
    from: raw.From,
    to: raw.To,
    columns: [...columns[raw.Kind]],
    rows: rowsOf(raw, bookCurrency(context)),
    computed_at: null,
    custom: basis === null ? {} : { reporting_basis: basis.toLowerCase() },
  };
}

export { rawReport };

export const reports = stream({
  model: 'report',
  summary:
    'GST and other tax by code, profit and loss, balance sheet and (with payroll) pay by category, of the last three months.',
  raw: rawReport,
  incremental: { style: 'none' },
  // Older months are not read any more, which does not mean they are gone.
  deletions: 'never',
  absentOn: {
    codes: ['permission_denied', 'not_found'],
    reason: 'This file has no reports by API, or the user may not read them.',
  },
  pages: readReports,
  key: (item) => {
    const kind = textAt(item, 'Kind');
    const month = textAt(item, 'To')?.slice(0, 7);
    return kind === undefined || month === undefined ? undefined : `${kind}:${month}`;
  },
  map: mapReport,
});
