/** The accounts, tax codes and payroll categories of a small Australian business, as MYOB sets them up. Called by seed.ts. */
import { seededId, type Account, type Category, type CategoryKind, type TaxCode } from './state.ts';

export const gst = seededId('tax_code', 1);
export const gstFree = seededId('tax_code', 2);
const notReportable = seededId('tax_code', 3);

export function taxCodes(): TaxCode[] {
  const rows: readonly (readonly [string, string, string, number])[] = [
    ['GST', 'Goods & Services Tax', 'GST_VAT', 10],
    ['FRE', 'GST Free', 'GST_VAT', 0],
    ['N-T', 'Not Reportable', 'GST_VAT', 0],
    ['CAP', 'Capital Acquisitions', 'GST_VAT', 10],
    ['ITS', 'Input Taxed Sales', 'InputTaxed', 0],
    ['ABN', 'No ABN Withholding', 'NoABN_TFN', -47],
  ];
  return rows.map(([code, description, type, rate], index) => ({
    id: seededId('tax_code', index + 1),
    code,
    description,
    type,
    rate,
    row: index + 1,
  }));
}

/** Display id, name, classification, type, header, tax code. */
type Row = readonly [string, string, string, string, boolean, string];

const rows: readonly Row[] = [
  ['1-0000', 'Assets', 'Asset', 'OtherAsset', true, notReportable],
  ['1-1110', 'Business Cheque Account', 'Asset', 'Bank', false, notReportable],
  ['1-1120', 'Business Savings Account', 'Asset', 'Bank', false, notReportable],
  ['1-1200', 'Trade Debtors', 'Asset', 'AccountReceivable', false, notReportable],
  ['2-0000', 'Liabilities', 'Liability', 'OtherLiability', true, notReportable],
  ['2-1200', 'Trade Creditors', 'Liability', 'AccountsPayable', false, notReportable],
  ['2-1310', 'GST Collected', 'Liability', 'OtherCurrentLiability', false, notReportable],
  ['2-1330', 'GST Paid', 'Liability', 'OtherCurrentLiability', false, notReportable],
  ['2-1410', 'Payroll Liabilities', 'Liability', 'OtherCurrentLiability', false, notReportable],
  ['3-8000', 'Retained Earnings', 'Equity', 'Equity', false, notReportable],
  ['4-1000', 'Course Fees', 'Income', 'Income', false, gst],
  ['4-2000', 'Government Funding', 'Income', 'Income', false, gstFree],
  ['6-1100', 'Printing & Stationery', 'Expense', 'Expense', false, gst],
  ['6-1200', 'Rent', 'Expense', 'Expense', false, gst],
  ['6-1300', 'Telephone & Internet', 'Expense', 'Expense', false, gst],
  ['6-1400', 'Staff Amenities', 'Expense', 'Expense', false, gst],
  ['6-5100', 'Wages & Salaries', 'Expense', 'Expense', false, notReportable],
  ['8-1000', 'Interest Income', 'OtherIncome', 'OtherIncome', false, gstFree],
];

export function accountId(display: string): string {
  return seededId('account', rows.findIndex(([one]) => one === display) + 1);
}

export function chartOfAccounts(): Account[] {
  return rows.map(([display, name, classification, type, header, tax], index) => ({
    id: seededId('account', index + 1),
    display,
    name,
    classification,
    type,
    header,
    tax,
    active: display !== '1-1120',
    row: index + 1,
  }));
}

export const baseHourly = seededId('category', 1);
export const baseSalary = seededId('category', 2);

export function categories(updated: number): Category[] {
  const list: readonly (readonly [CategoryKind, string, Category['detail']])[] = [
    ['Wage', 'Base Hourly', 'hourly'],
    ['Wage', 'Base Salary', 'salary'],
    ['Wage', 'Overtime (1.5x)', 'overtime'],
    ['Wage', 'Annual Leave Pay', 'hourly'],
    ['Deduction', 'Union Fee', 'other'],
    ['Entitlement', 'Annual Leave Accrual', 'other'],
    ['Entitlement', 'Personal Leave Accrual', 'other'],
    ['Expense', 'WorkCover', 'other'],
    ['Superannuation', 'Superannuation Guarantee', 'other'],
    ['Tax', 'PAYG Withholding', 'other'],
  ];
  return list.map(([kind, name, detail], index) => ({
    id: seededId('category', index + 1),
    kind,
    name,
    detail,
    updated,
    row: index + 1,
  }));
}
