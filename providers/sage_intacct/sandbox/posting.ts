/**
 * What documents do to the general ledger: each posted one becomes a journal entry of its module. Called by the seed and by both
 * APIs' writes.
 */
import {
  banks,
  baseCurrency,
  nextKey,
  toBase,
  totalOf,
  type Batch,
  type Entry,
  type Invoice,
  type Payment,
  type State,
} from './state.ts';

export const receivable = '1100';
export const payable = '2000';

type Side = Pick<Entry, 'account' | 'debit' | 'cents' | 'base_cents' | 'description'> & Partial<Entry>;

/** Adds a journal entry. `sides` must balance in the base currency; the caller has seen to that. */
export function book(
  state: State,
  about: Pick<Batch, 'journal' | 'title' | 'date' | 'module' | 'entity'> & Partial<Batch>,
  sides: readonly Side[],
  at: number,
): Batch {
  const batch: Batch = {
    key: nextKey(state),
    number: state.batches.length + 1,
    state: 'posted',
    reference: '',
    created: at,
    updated: at,
    ...about,
    entries: sides.map((side) => ({
      key: nextKey(state),
      currency: baseCurrency,
      location: about.entity,
      department: '',
      customer: 0,
      supplier: 0,
      document: '',
      ...side,
    })),
  };
  state.batches.push(batch);
  return batch;
}

/** Debtors on one side, income and tax on the other. Rounding of the currency goes to the debtors. */
export function postInvoice(state: State, invoice: Invoice, at: number): void {
  const common = { currency: invoice.currency, customer: invoice.customer, document: invoice.number };
  const credits = invoice.lines.map((line): Side => ({
    ...common,
    account: line.account,
    debit: line.cents < 0,
    cents: Math.abs(line.cents),
    base_cents: Math.abs(toBase(line.cents, invoice.rate)),
    location: line.location,
    department: line.department,
    description: line.memo,
  }));
  const base = credits.reduce((sum, side) => sum + (side.debit ? -side.base_cents : side.base_cents), 0);
  const total = totalOf(invoice);
  const debtor = {
    ...common,
    account: receivable,
    debit: base >= 0,
    cents: Math.abs(total),
    base_cents: Math.abs(base),
    description: `Invoice ${invoice.number}`,
  };
  book(
    state,
    {
      journal: 'SJ',
      title: `Invoices: ${invoice.number}`,
      date: invoice.date,
      module: '4.AR',
      entity: invoice.entity,
      reference: invoice.number,
    },
    [debtor, ...credits],
    at,
  );
}

export function postPayment(state: State, payment: Payment, at: number): void {
  const base = toBase(payment.cents, payment.rate);
  const common = {
    currency: payment.currency,
    cents: payment.cents,
    base_cents: base,
    customer: payment.customer,
    document: payment.document,
    description: `Receipt ${payment.document}`,
  };
  book(
    state,
    {
      journal: 'CRJ',
      title: `Receipts: ${payment.document}`,
      date: payment.date,
      module: '4.AR',
      entity: payment.entity,
      reference: payment.document,
    },
    [
      { ...common, account: banks[payment.bank] ?? '1000', debit: true },
      { ...common, account: receivable, debit: false },
    ],
    at,
  );
}

// --- balances -------------------------------------------------------------------------------------------------------------

export interface Balance {
  readonly account: string;
  readonly start: number;
  readonly debits: number;
  readonly credits: number;
  readonly end: number;
}

/** Per account in the base currency: balance before `from`, movements up to `to`, balance after. Accounts without any are left out. */
export function trialBalance(state: State, from: string, to: string, location: string): readonly Balance[] {
  const sums = new Map<string, { start: number; debits: number; credits: number }>();
  for (const batch of state.batches) {
    if (batch.state !== 'posted' || batch.date > to) continue;
    for (const entry of batch.entries) {
      if (location !== '' && entry.location !== location) continue;
      const sum = sums.get(entry.account) ?? { start: 0, debits: 0, credits: 0 };
      if (batch.date < from) sum.start += entry.debit ? entry.base_cents : -entry.base_cents;
      else if (entry.debit) sum.debits += entry.base_cents;
      else sum.credits += entry.base_cents;
      sums.set(entry.account, sum);
    }
  }
  return [...sums]
    .map(([account, sum]) => ({ account, ...sum, end: sum.start + sum.debits - sum.credits }))
    .filter(({ start, debits, credits }) => start !== 0 || debits !== 0 || credits !== 0)
    .toSorted((a, b) => (a.account < b.account ? -1 : 1));
}
