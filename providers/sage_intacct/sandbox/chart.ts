/** The chart of accounts of a small Australian training organisation. Called by seed.ts. */
import type { Account } from './state.ts';

/** Number, name, type, normal balance, closing, category. */
type RowOf = readonly [string, string, Account['type'], Account['normal'], Account['closing'], string];

const rows: readonly RowOf[] = [
  ['1000', 'Operating Account', 'balanceSheet', 'debit', 'nonClosingAccount', 'Cash and Cash Equivalents'],
  ['1010', 'Savings Account', 'balanceSheet', 'debit', 'nonClosingAccount', 'Cash and Cash Equivalents'],
  ['1100', 'Accounts Receivable', 'balanceSheet', 'debit', 'nonClosingAccount', 'Accounts Receivable'],
  ['2000', 'Accounts Payable', 'balanceSheet', 'credit', 'nonClosingAccount', 'Accounts Payable'],
  ['2200', 'GST', 'balanceSheet', 'credit', 'nonClosingAccount', 'Tax Liabilities'],
  ['3000', 'Share Capital', 'balanceSheet', 'credit', 'nonClosingAccount', "Owner's Equity"],
  ['3900', 'Retained Earnings', 'balanceSheet', 'credit', 'closedToAccount', 'Retained Earnings'],
  ['4000', 'Course Fees', 'incomeStatement', 'credit', 'closingAccount', 'Revenue'],
  ['4900', 'Other Income', 'incomeStatement', 'credit', 'closingAccount', 'Revenue'],
  ['6000', 'Wages', 'incomeStatement', 'debit', 'closingAccount', 'Payroll Expense'],
  ['6100', 'Rent', 'incomeStatement', 'debit', 'closingAccount', 'Occupancy Expense'],
  ['6200', 'Training Materials', 'incomeStatement', 'debit', 'closingAccount', 'Cost of Sales'],
  ['6300', 'Telephone & Internet', 'incomeStatement', 'debit', 'closingAccount', 'Office Expense'],
  ['6400', 'General Expenses', 'incomeStatement', 'debit', 'closingAccount', 'Office Expense'],
  ['6999', 'Suspense (closed)', 'incomeStatement', 'debit', 'closingAccount', ''],
];

export function chartOfAccounts(key: () => number, at: number): Account[] {
  return rows.map(([id, name, type, normal, closing, category]) => ({
    key: key(),
    entity: '',
    created: at,
    updated: at,
    id,
    name,
    type,
    normal,
    closing,
    category,
    status: id === '6999' ? 'inactive' : 'active',
  }));
}
