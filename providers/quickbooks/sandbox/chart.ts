/** The chart of accounts, the tax codes and the company's preferences as an Australian company has them. Called by seed.ts. */
import type { JsonObject } from 'plugboard/contract';
import { metaData, type Company } from './state.ts';

/** Ids of the accounts other tables point at. */
export const chart = {
  undeposited: '4',
  supplies: '7',
  payable: '33',
  receivable: '34',
  bank: '35',
  savings: '36',
  card: '42',
  fees: '45',
  materials: '46',
  cardFees: '60',
  retained: '70',
  gst: '86',
} as const;

/** Id, number, name, type, subtype, classification. */
const accounts: readonly (readonly [string, string, string, string, string, string])[] = [
  [chart.undeposited, '1200', 'Undeposited Funds', 'Other Current Asset', 'UndepositedFunds', 'Asset'],
  [chart.supplies, '6100', 'Training supplies', 'Expense', 'SuppliesMaterials', 'Expense'],
  [chart.payable, '2100', 'Accounts Payable', 'Accounts Payable', 'AccountsPayable', 'Liability'],
  [chart.receivable, '1100', 'Accounts Receivable', 'Accounts Receivable', 'AccountsReceivable', 'Asset'],
  [chart.bank, '1010', 'Business Cheque', 'Bank', 'Checking', 'Asset'],
  [chart.savings, '1020', 'Savings', 'Bank', 'Savings', 'Asset'],
  [chart.card, '2200', 'Visa', 'Credit Card', 'CreditCard', 'Liability'],
  [chart.fees, '4000', 'Course fees', 'Income', 'ServiceFeeIncome', 'Revenue'],
  [chart.materials, '4100', 'Course materials', 'Income', 'SalesOfProductIncome', 'Revenue'],
  [chart.cardFees, '6200', 'Card fees', 'Expense', 'BankCharges', 'Expense'],
  [chart.retained, '3000', 'Retained Earnings', 'Equity', 'RetainedEarnings', 'Equity'],
  [chart.gst, '2300', 'GST Liabilities Payable', 'Other Current Liability', 'GlobalTaxPayable', 'Liability'],
];

export function chartOfAccounts({ currency, created }: Company): JsonObject[] {
  return accounts.map(([Id, AcctNum, Name, AccountType, AccountSubType, Classification]) => ({
    domain: 'QBO',
    sparse: false,
    Id,
    SyncToken: '0',
    Name,
    FullyQualifiedName: Name,
    Active: true,
    SubAccount: false,
    Classification,
    AccountType,
    AccountSubType,
    AcctNum,
    CurrentBalance: 0,
    CurrentBalanceWithSubAccounts: 0,
    CurrencyRef: { value: currency },
    MetaData: metaData(created),
  }));
}

export const taxCodes = { gst: '10', free: '12', none: '13' } as const;

function rate(company: Company, Id: string, Name: string, RateValue: number): JsonObject {
  const always = { domain: 'QBO', sparse: false, SyncToken: '0', Active: true };
  return {
    ...always,
    Id,
    Name,
    Description: Name,
    RateValue,
    AgencyRef: { value: '1' },
    MetaData: metaData(company.created),
  };
}

export function taxRates(company: Company): JsonObject[] {
  return [
    rate(company, '3', 'GST (sales)', 10),
    rate(company, '4', 'GST (purchases)', 10),
    rate(company, '5', 'GST free (sales)', 0),
    rate(company, '6', 'GST free (purchases)', 0),
  ];
}

function code(
  company: Company,
  id: string,
  name: string,
  sales: string | undefined,
  bought: string | undefined,
): JsonObject {
  const list = (value: string | undefined): JsonObject => ({
    TaxRateDetail:
      value === undefined ? [] : [{ TaxRateRef: { value }, TaxTypeApplicable: 'TaxOnAmount', TaxOrder: 0 }],
  });
  return {
    domain: 'QBO',
    sparse: false,
    Id: id,
    SyncToken: '0',
    Name: name,
    Description: name,
    Active: true,
    Taxable: sales !== undefined,
    TaxGroup: true,
    SalesTaxRateList: list(sales),
    PurchaseTaxRateList: list(bought),
    MetaData: metaData(company.created),
  };
}

export function taxCodeList(company: Company): JsonObject[] {
  return [
    code(company, taxCodes.gst, 'GST', '3', '4'),
    code(company, taxCodes.free, 'GST free', '5', '6'),
    code(company, taxCodes.none, 'Out of Scope', undefined, undefined),
  ];
}

export function taxAgencies({ created }: Company): JsonObject[] {
  const agency = { Id: '1', SyncToken: '0', DisplayName: 'Australian Taxation Office', TaxTrackedOnSales: true };
  return [{ domain: 'QBO', sparse: false, ...agency, TaxTrackedOnPurchases: true, MetaData: metaData(created) }];
}

export function companyInfo(company: Company): JsonObject {
  return {
    domain: 'QBO',
    sparse: false,
    Id: '1',
    SyncToken: '4',
    CompanyName: company.name,
    LegalName: company.legal_name,
    CompanyAddr: {
      Id: '1',
      Line1: '12 Wharf Road',
      City: 'Fremantle',
      CountrySubDivisionCode: 'WA',
      PostalCode: '6160',
      Country: 'AUS',
    },
    PrimaryPhone: { FreeFormNumber: company.phone },
    CompanyStartDate: '2019-07-01',
    FiscalYearStartMonth: 'July',
    Country: company.country,
    Email: { Address: company.email },
    SupportedLanguages: 'en',
    DefaultTimeZone: 'Australia/Perth',
    NameValue: [{ Name: 'NeoEnabled', Value: 'true' }],
    MetaData: metaData(company.created),
  };
}

export function preferences(company: Company): JsonObject {
  return {
    domain: 'QBO',
    sparse: false,
    Id: '1',
    SyncToken: '2',
    TaxPrefs: { UsingSalesTax: true, PartnerTaxEnabled: false },
    CurrencyPrefs: { MultiCurrencyEnabled: false, HomeCurrency: { value: company.currency } },
    MetaData: metaData(company.created),
  };
}
