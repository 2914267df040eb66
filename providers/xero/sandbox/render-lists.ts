/** The organisation, its chart of accounts, tax rates, tracking and claims as Xero writes them. Called by ../sandbox.ts. */
import type { JsonObject } from 'plugboard/contract';
import { dated, dayMs, msDate, units } from './render.ts';
import { timeZone, type Account, type Claim, type State, type TaxRate, type Tracking } from './state.ts';

export function renderAccount(account: Account): JsonObject {
  return {
    AccountID: account.id,
    Code: account.code,
    Name: account.name,
    Status: account.status,
    Type: account.type,
    TaxType: account.tax,
    Description: account.description,
    Class: account.class,
    SystemAccount: account.system,
    EnablePaymentsToAccount: account.payments,
    ShowInExpenseClaims: account.class === 'EXPENSE',
    BankAccountNumber: account.bank_number,
    BankAccountType: account.type === 'BANK' ? 'BANK' : '',
    ...(account.type === 'BANK' ? { CurrencyCode: 'AUD' } : {}),
    HasAttachments: false,
    UpdatedDateUTC: msDate(account.updated),
    AddToWatchlist: false,
  };
}

export function renderTaxRate(rate: TaxRate): JsonObject {
  const may = (what: TaxRate['applies'][number]) => rate.applies.includes(what);
  return {
    Name: rate.name,
    TaxType: rate.type,
    ReportTaxType: rate.report,
    CanApplyToAssets: may('Assets'),
    CanApplyToEquity: may('Equity'),
    CanApplyToExpenses: may('Expenses'),
    CanApplyToLiabilities: may('Liabilities'),
    CanApplyToRevenue: may('Revenue'),
    DisplayTaxRate: rate.percent,
    EffectiveRate: rate.percent,
    Status: rate.status,
    TaxComponents: [{ Name: 'GST', Rate: rate.percent, IsCompound: false, IsNonRecoverable: false }],
  };
}

export function renderTracking(category: Tracking): JsonObject {
  return {
    Name: category.name,
    Status: category.status,
    TrackingCategoryID: category.id,
    Options: category.options.map((option) => ({
      TrackingOptionID: option.id,
      Name: option.name,
      Status: option.status,
      TrackingCategoryID: category.id,
    })),
  };
}

export function renderClaim(claim: Claim): JsonObject {
  const total = claim.receipts.reduce((sum, { cents }) => sum + cents, 0);
  const paid = claim.status === 'PAID' ? total : 0;
  const user = {
    UserID: claim.user.id,
    EmailAddress: claim.user.email,
    FirstName: claim.user.first,
    LastName: claim.user.last,
    UpdatedDateUTC: msDate(claim.updated),
    IsSubscriber: false,
    OrganisationRole: 'STANDARD',
  };
  return {
    ExpenseClaimID: claim.id,
    Status: claim.status,
    UpdatedDateUTC: msDate(claim.updated),
    User: user,
    Receipts: claim.receipts.map((receipt) => ({
      ReceiptID: receipt.id,
      ReceiptNumber: receipt.number,
      Status: claim.status === 'PAID' ? 'AUTHORISED' : claim.status,
      ...dated('Date', receipt.date),
      Reference: receipt.reference,
      Total: units(receipt.cents),
      UpdatedDateUTC: msDate(claim.updated),
      HasAttachments: false,
      LineItems: [],
    })),
    Payments: [],
    Total: units(total),
    AmountDue: units(total - paid),
    AmountPaid: units(paid),
    PaymentDueDate: msDate(dayMs(claim.due)),
    ReportingDate: msDate(dayMs(claim.reported)),
  };
}

export function renderOrganisation(state: State): JsonObject {
  const { organisation } = state;
  return {
    OrganisationID: organisation.id,
    Name: organisation.name,
    LegalName: organisation.legal_name,
    PaysTax: true,
    Version: 'AU',
    OrganisationType: 'COMPANY',
    BaseCurrency: organisation.currency,
    CountryCode: organisation.country,
    IsDemoCompany: false,
    OrganisationStatus: 'ACTIVE',
    TaxNumber: organisation.tax_number,
    FinancialYearEndDay: 30,
    FinancialYearEndMonth: 6,
    SalesTaxBasis: 'ACCRUALS',
    SalesTaxPeriod: 'QUARTERLY1',
    DefaultSalesTax: 'Tax Exclusive',
    DefaultPurchasesTax: 'Tax Exclusive',
    CreatedDateUTC: msDate(organisation.created),
    OrganisationEntityType: 'COMPANY',
    Timezone: timeZone.xero,
    ShortCode: '!hbr7T',
    Class: 'PREMIUM',
    Edition: 'BUSINESS',
    LineOfBusiness: '',
    Addresses: [],
    Phones: [],
    ExternalLinks: [],
    PaymentTerms: {},
  };
}
