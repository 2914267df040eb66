/** The chart of accounts, tax rates and tracking of a small Australian business, as Xero sets them up. Called by seed.ts. */
import { seededId, type Account, type TaxRate, type Tracking } from './state.ts';

/** Code, name, type, class, tax, takes payments, system account. */
type Row = readonly [string, string, string, Account['class'], string, boolean, string];

const rows: readonly Row[] = [
  ['090', 'Business Bank Account', 'BANK', 'ASSET', 'BASEXCLUDED', false, ''],
  ['091', 'Business Savings Account', 'BANK', 'ASSET', 'BASEXCLUDED', false, ''],
  ['200', 'Sales', 'REVENUE', 'REVENUE', 'OUTPUT', false, ''],
  ['260', 'Other Revenue', 'REVENUE', 'REVENUE', 'OUTPUT', false, ''],
  ['270', 'Interest Income', 'REVENUE', 'REVENUE', 'EXEMPTOUTPUT', false, ''],
  ['404', 'Bank Fees', 'EXPENSE', 'EXPENSE', 'EXEMPTEXPENSES', false, ''],
  ['420', 'Entertainment', 'EXPENSE', 'EXPENSE', 'INPUT', false, ''],
  ['429', 'General Expenses', 'EXPENSE', 'EXPENSE', 'INPUT', false, ''],
  ['461', 'Printing & Stationery', 'EXPENSE', 'EXPENSE', 'INPUT', false, ''],
  ['469', 'Rent', 'EXPENSE', 'EXPENSE', 'INPUT', false, ''],
  ['489', 'Telephone & Internet', 'EXPENSE', 'EXPENSE', 'INPUT', false, ''],
  ['493', 'Travel - National', 'EXPENSE', 'EXPENSE', 'INPUT', false, ''],
  ['610', 'Accounts Receivable', 'CURRENT', 'ASSET', 'BASEXCLUDED', false, 'DEBTORS'],
  ['800', 'Accounts Payable', 'CURRLIAB', 'LIABILITY', 'BASEXCLUDED', false, 'CREDITORS'],
  ['801', 'Unpaid Expense Claims', 'CURRLIAB', 'LIABILITY', 'BASEXCLUDED', false, 'UNPAIDEXPCLM'],
  ['820', 'GST', 'CURRLIAB', 'LIABILITY', 'BASEXCLUDED', false, 'GST'],
  ['880', 'Owner A Drawings', 'EQUITY', 'EQUITY', 'BASEXCLUDED', true, ''],
  ['960', 'Retained Earnings', 'EQUITY', 'EQUITY', 'BASEXCLUDED', false, 'RETAINEDEARNINGS'],
  ['970', 'Owner A Share Capital', 'EQUITY', 'EQUITY', 'BASEXCLUDED', true, ''],
];

export function accountId(code: string): string {
  return seededId('account', Number(code));
}

export function chartOfAccounts(updated: number): Account[] {
  return rows.map(([code, name, type, ledgerClass, tax, payments, system]) => ({
    id: accountId(code),
    code,
    name,
    type,
    class: ledgerClass,
    tax,
    description: system === '' ? '' : 'Kept by Xero',
    payments,
    system,
    bank_number: type === 'BANK' ? `0123450000${code}` : '',
    status: 'ACTIVE',
    updated,
  }));
}

const everywhere: TaxRate['applies'] = ['Assets', 'Equity', 'Expenses', 'Liabilities', 'Revenue'];

export function taxRates(): TaxRate[] {
  const rate = (type: string, name: string, report: string, percent: number, applies: TaxRate['applies']): TaxRate => ({
    type,
    name,
    report,
    percent,
    applies,
    status: 'ACTIVE',
  });
  return [
    rate('OUTPUT', 'GST on Income', 'OUTPUT', 10, ['Assets', 'Equity', 'Liabilities', 'Revenue']),
    rate('INPUT', 'GST on Expenses', 'INPUT', 10, ['Assets', 'Equity', 'Expenses', 'Liabilities']),
    rate('EXEMPTOUTPUT', 'GST Free Income', 'EXEMPTOUTPUT', 0, ['Equity', 'Liabilities', 'Revenue']),
    rate('EXEMPTEXPENSES', 'GST Free Expenses', 'EXEMPTEXPENSES', 0, ['Equity', 'Expenses', 'Liabilities']),
    rate('BASEXCLUDED', 'BAS Excluded', 'BASEXCLUDED', 0, everywhere),
    rate('GSTONIMPORTS', 'GST on Imports', 'GSTONIMPORTS', 0, ['Liabilities']),
  ];
}

export function trackingCategories(): Tracking[] {
  const category = (number: number, name: string, options: readonly string[]): Tracking => ({
    id: seededId('tracking', number),
    name,
    status: 'ACTIVE',
    options: options.map((option, index) => ({
      id: seededId('option', number * 10 + index + 1),
      name: option,
      status: option === 'Bunbury' ? 'ARCHIVED' : 'ACTIVE',
    })),
  });
  return [
    category(1, 'Campus', ['Perth', 'Fremantle', 'Bunbury']),
    category(2, 'Funding', ['Fee for service', 'State funded']),
  ];
}
