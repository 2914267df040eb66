/**
 * The books behind the reports: every approved document and payment as entries of double-entry bookkeeping, debit positive. Built
 * anew for each report from the documents there are. Called by reports.ts.
 */
import {
  lineCents,
  ratesOf,
  taxCents,
  totalsOf,
  type Account,
  type BankTransaction,
  type Document,
  type State,
} from './state.ts';

export interface Entry {
  readonly date: string;
  /** Account code. */
  readonly account: string;
  /** Debit positive. */
  readonly cents: number;
}

const receivable = '610';
const payable = '800';
const unpaidClaims = '801';
const gst = '820';

/** Entries of all that counts, in no order; they add up to nothing. */
export function entriesOf(state: State): readonly Entry[] {
  const entries: Entry[] = [];
  for (const invoice of state.invoices) {
    if (!counts(invoice)) continue;
    const sale = invoice.type === 'ACCREC';
    book(entries, state, invoice, sale ? receivable : payable, sale ? 1 : -1);
  }
  for (const note of state.credit_notes) {
    if (!counts(note)) continue;
    const sale = note.type === 'ACCRECCREDIT';
    book(entries, state, note, sale ? receivable : payable, sale ? -1 : 1);
  }
  for (const transaction of state.bank_transactions) {
    if (!counts(transaction)) continue;
    book(entries, state, transaction, bankCode(state, transaction), transaction.type === 'RECEIVE' ? 1 : -1);
  }
  for (const payment of state.payments) {
    const invoice = state.invoices.find(({ id }) => id === payment.invoice);
    if (payment.status !== 'AUTHORISED' || invoice === undefined) continue;
    const sign = invoice.type === 'ACCREC' ? 1 : -1;
    const account = state.accounts.find(({ id }) => id === payment.account)?.code ?? '';
    entries.push({ date: payment.date, account, cents: sign * payment.cents });
    entries.push({ date: payment.date, account: sign > 0 ? receivable : payable, cents: -sign * payment.cents });
  }
  for (const claim of state.claims) {
    if (claim.status !== 'AUTHORISED' && claim.status !== 'PAID') continue;
    for (const { date, account, cents } of claim.receipts) {
      entries.push({ date, account, cents }, { date, account: unpaidClaims, cents: -cents });
    }
  }
  return entries;
}

export function counts({ status }: Pick<Document, 'status'>): boolean {
  return status === 'AUTHORISED' || status === 'PAID';
}

export function bankCode(state: State, transaction: BankTransaction): string {
  return state.accounts.find(({ id }) => id === transaction.bank)?.code ?? '';
}

/** The whole on one account, the lines and the tax on the other side. */
function book(entries: Entry[], state: State, document: Document, account: string, sign: number): void {
  const rates = ratesOf(state);
  const { total, tax } = totalsOf(document, rates);
  const { date } = document;
  entries.push({ date, account, cents: sign * total });
  for (const line of document.lines) {
    const included = document.amounts === 'Inclusive' ? taxCents(line, document.amounts, rates) : 0;
    entries.push({ date, account: line.account, cents: -sign * (lineCents(line) - included) });
  }
  if (tax !== 0) entries.push({ date, account: gst, cents: -sign * tax });
}

/** Sum per account code of the entries in a span of dates, both ends included. */
export function sums(entries: readonly Entry[], from: string, to: string): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const { date, account, cents } of entries) {
    if (date >= from && date <= to) totals.set(account, (totals.get(account) ?? 0) + cents);
  }
  return totals;
}

/** The financial year ends on 30 June. */
export function yearStart(day: string): string {
  const year = Number(day.slice(0, 4));
  return day.slice(5) >= '07-01' ? `${year}-07-01` : `${year - 1}-07-01`;
}

/** Profit: what the revenue and expense accounts add up to, credit positive. */
export function profit(accounts: readonly Account[], totals: ReadonlyMap<string, number>): number {
  return accounts
    .filter((account) => account.class === 'REVENUE' || account.class === 'EXPENSE')
    .reduce((sum, { code }) => sum - (totals.get(code) ?? 0), 0);
}
