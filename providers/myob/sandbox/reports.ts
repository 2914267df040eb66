/** The reports MYOB works out when asked: tax by code, profit and loss, balance sheet, payroll by category. One object each, no pages. Called by ../sandbox.ts. */
import type { JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { badQuery, refused } from './answers.ts';
import { adviceLines } from './payroll.ts';
import { dayStart, units } from './render.ts';
import { ratesOf, totalsOf, type Context, type Document, type State } from './state.ts';

export const reportNames = [
  'TaxCodeSummary',
  'ProfitAndLossSummary',
  'BalanceSheetSummary',
  'PayrollCategorySummary',
] as const;
export type ReportName = (typeof reportNames)[number];

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly basis: string;
  readonly adjust: boolean;
}

function readAsked(name: ReportName, query: URLSearchParams): Asked | undefined {
  const day = (field: string) => /^\d{4}-\d\d-\d\d/.exec(query.get(field) ?? '')?.[0];
  const adjust = query.get('YearEndAdjust');
  const basis = query.get('ReportingBasis') ?? (name === 'BalanceSheetSummary' ? 'Accrual' : undefined);
  const from = name === 'BalanceSheetSummary' ? '0000-01-01' : day('StartDate');
  const to = day(name === 'BalanceSheetSummary' ? 'AsOfDate' : 'EndDate');
  if (from === undefined || to === undefined || (basis !== 'Accrual' && basis !== 'Cash')) return undefined;
  return adjust === 'true' || adjust === 'false' ? { from, to, basis, adjust: adjust === 'true' } : undefined;
}

export function report(name: ReportName, request: SandboxRequest, context: Context): SandboxResponse {
  const asked = readAsked(name, request.query);
  if (asked === undefined) return badQuery(`${name} needs its dates, ReportingBasis and YearEndAdjust.`);
  const { state } = context;
  const within = ({ date }: { readonly date: string }) => date >= asked.from && date <= asked.to;
  const head: JsonObject =
    name === 'BalanceSheetSummary'
      ? { AsOfDate: dayStart(asked.to), YearEndAdjust: asked.adjust }
      : {
          StartDate: dayStart(asked.from),
          EndDate: dayStart(asked.to),
          ReportingBasis: asked.basis,
          YearEndAdjust: asked.adjust,
        };
  switch (name) {
    case 'TaxCodeSummary':
      return { body: { ...head, TaxCodeBreakdown: taxRows(state, within) } };
    case 'ProfitAndLossSummary':
      return { body: { ...head, AccountsBreakdown: accountRows(state, within, /^[468]-/) } };
    case 'BalanceSheetSummary':
      return { body: { ...head, AccountsBreakdown: balanceRows(state, within) } };
    case 'PayrollCategorySummary':
      return payroll(asked, head, context);
  }
}

type Within = (item: { readonly date: string }) => boolean;

/** Sales and purchases with tax in them, and the tax, by code. */
function taxRows(state: State, within: Within): JsonObject[] {
  const rates = ratesOf(state);
  return state.tax_codes.map(({ id, code, rate }) => {
    const sums = (documents: readonly Document[]) => {
      let [tax, total] = [0, 0];
      for (const document of documents.filter(within)) {
        const lines = document.lines.filter((line) => line.tax === id);
        const part = totalsOf({ lines, inclusive: document.inclusive }, rates);
        tax += part.tax;
        total += part.total;
      }
      return { tax, total };
    };
    const [sales, purchases] = [sums(state.invoices), sums(state.bills)];
    return {
      TaxCode: { UID: id, Code: code, URI: '' },
      TaxRate: rate,
      SalesTotal: units(sales.total),
      PurchasesTotal: units(purchases.total),
      TaxCollected: units(sales.tax),
      TaxPaid: units(purchases.tax),
    };
  });
}

function accountRows(state: State, within: Within, chosen: RegExp): JsonObject[] {
  const rates = ratesOf(state);
  const sums = new Map<string, number>();
  for (const document of [...state.invoices, ...state.bills].filter(within))
    for (const line of document.lines) {
      const part = totalsOf({ lines: [line], inclusive: document.inclusive }, rates);
      const account = line.account ?? state.accounts.find(({ display }) => display === '4-1000')?.id ?? '';
      sums.set(account, (sums.get(account) ?? 0) + part.total - part.tax);
    }
  return state.accounts
    .filter(({ display, header }) => chosen.test(display) && !header)
    .map(({ id, name, display }) => ({
      AccountTotal: units(sums.get(id) ?? 0),
      Account: { UID: id, Name: name, DisplayID: display, URI: '' },
    }));
}

function balanceRows(state: State, within: Within): JsonObject[] {
  const moved = (list: State['receipts']) =>
    list.filter(within).reduce((sum, { applied }) => sum + applied.reduce((part, { cents }) => part + cents, 0), 0);
  const bank = moved(state.receipts) - moved(state.spends);
  return state.accounts
    .filter(({ display, header }) => /^[123]-/.test(display) && !header)
    .map(({ id, name, display }) => ({
      AccountTotal: units(display === '1-1110' ? bank : 0),
      Account: { UID: id, Name: name, DisplayID: display, URI: '' },
    }));
}

/** Payroll years begin in July; MYOB answers for this one and the one before. */
function payroll(asked: Asked, head: JsonObject, context: Context): SandboxResponse {
  const { state } = context;
  const now = new Date(context.now());
  const year = now.getUTCFullYear() - (now.getUTCMonth() < 6 ? 1 : 0);
  if (asked.from < `${year - 1}-07-01`)
    return refused(400, {
      name: 'DatesNotFromCurrentOrPreviousPayrollYear',
      message: 'The dates are not from the current or previous payroll year.',
      code: 60_011,
    });
  const paid = state.advices
    .filter((advice) => advice.paid >= asked.from && advice.paid <= asked.to)
    .flatMap((advice) => adviceLines(advice, state).lines);
  const rows = [...Map.groupBy(paid, ({ category }) => category)].map(([{ id, name, kind }, lines]) => ({
    Amount: units(lines.reduce((sum, { cents }) => sum + cents, 0)),
    Hours: lines.reduce((sum, { hours }) => sum + hours, 0) / 100,
    PayrollCategory: { UID: id, Name: name, Type: kind, URI: '' },
  }));
  return { body: { ...head, PayrollCategoryBreakdown: rows } };
}
