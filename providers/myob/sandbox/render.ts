/** Cards and documents of the sandbox as MYOB writes them: money as JSON numbers, business dates without a zone, LastModified in UTC. Called by lists, writes and reports. */
import type { JsonObject, JsonValue } from 'plugboard/contract';
import {
  paidOn,
  ratesOf,
  rowVersion,
  seededId,
  totalsOf,
  type Account,
  type Contact,
  type Document,
  type Line,
  type Payment,
  type State,
  type TaxCode,
} from './state.ts';

export function units(cents: number): number {
  return cents / 100;
}

export function dayStart(day: string): string {
  return `${day}T00:00:00`;
}

export function nameOf(contact: Contact): string {
  return contact.company ?? `${contact.first} ${contact.last}`.trim();
}

function stamp(item: { readonly updated: number; readonly row: number }): JsonObject {
  return { LastModified: new Date(item.updated).toISOString(), URI: '', RowVersion: rowVersion(item.row) };
}

/** A link to something else of the file. */
export function linkTo(contact: Contact | undefined): JsonValue {
  return contact === undefined ? null : { UID: contact.id, Name: nameOf(contact), DisplayID: contact.display, URI: '' };
}

function taxLink(id: string | null, state: Pick<State, 'tax_codes'>): JsonValue {
  const code = state.tax_codes.find((one) => one.id === id);
  return code === undefined ? null : { UID: code.id, Code: code.code, URI: '' };
}

function accountLink(id: string | null, state: Pick<State, 'accounts'>): JsonValue {
  const account = state.accounts.find((one) => one.id === id);
  return account === undefined ? null : { UID: account.id, Name: account.name, DisplayID: account.display, URI: '' };
}

const emptyAddress = { Street: null, City: null, State: null, PostCode: null, Country: null };

/** What all cards share. A card has five addresses; all but the first are empty here. */
export function renderCard(contact: Contact): JsonObject {
  const first: JsonObject = {
    Location: 1,
    Street: contact.street === '' ? null : contact.street,
    City: contact.city,
    State: contact.region,
    PostCode: contact.postcode,
    Country: 'Australia',
    Phone1: contact.phone === '' ? null : contact.phone,
    Phone2: null,
    Phone3: null,
    Fax: null,
    Email: contact.email === '' ? null : contact.email,
    Website: null,
    ContactName: null,
    Salutation: null,
  };
  return {
    UID: contact.id,
    CompanyName: contact.company,
    LastName: contact.company === null ? contact.last : null,
    FirstName: contact.company === null ? contact.first : null,
    IsIndividual: contact.company === null,
    DisplayID: contact.display,
    IsActive: contact.active,
    Addresses: [first, { ...emptyAddress, Location: 2, Phone1: null, Email: null }],
    Notes: contact.notes,
    Identifiers: null,
    CustomField1: null,
    PhotoURI: null,
    ...stamp(contact),
  };
}

type Owing = Pick<State, 'tax_codes' | 'invoices' | 'bills' | 'receipts' | 'spends'>;

function owed(contact: string, documents: readonly Document[], payments: readonly Payment[], state: Owing): number {
  const rates = ratesOf(state);
  return documents
    .filter((document) => document.contact === contact)
    .reduce((sum, document) => sum + totalsOf(document, rates).total - paidOn(payments, document.id).paid, 0);
}

const terms = { PaymentIsDue: 'InAGivenNumberOfDays', BalanceDueDate: 14 };

export function renderCustomer(contact: Contact, state: Owing): JsonObject {
  return {
    ...renderCard(contact),
    CurrentBalance: units(owed(contact.id, state.invoices, state.receipts, state)),
    SellingDetails: {
      SaleLayout: 'NoDefault',
      InvoiceDelivery: 'Print',
      IncomeAccount: null,
      ABN: contact.abn === '' ? null : contact.abn,
      TaxCode: taxLink(contact.tax, state),
      FreightTaxCode: taxLink(contact.tax, state),
      UseCustomerTaxCode: false,
      Terms: terms,
      Credit: { Limit: 0, Available: 0, OnHold: false },
    },
    PaymentDetails: null,
  };
}

export function renderSupplier(contact: Contact, state: Owing): JsonObject {
  return {
    ...renderCard(contact),
    CurrentBalance: units(owed(contact.id, state.bills, state.spends, state)),
    BuyingDetails: {
      PurchaseLayout: 'NoDefault',
      ABN: contact.abn === '' ? null : contact.abn,
      TaxCode: taxLink(contact.tax, state),
      FreightTaxCode: taxLink(contact.tax, state),
      UseSupplierTaxCode: false,
      Terms: terms,
    },
    PaymentDetails: { BSBNumber: '086-006', BankAccountNumber: '123456789', BankAccountName: nameOf(contact) },
  };
}

export function renderEmployee(contact: Contact, state: Pick<State, 'employments'>): JsonObject {
  const employment = state.employments.find(({ employee }) => employee === contact.id);
  const link = employment === undefined ? null : { UID: employment.id, URI: '' };
  return {
    ...renderCard(contact),
    EmployeePayrollDetails: link,
    EmployeePaymentDetails: link,
    EmployeeStandardPay: link,
  };
}

export function renderAccount(account: Account, state: Pick<State, 'tax_codes'>): JsonObject {
  return {
    UID: account.id,
    Name: account.name,
    DisplayID: account.display,
    Classification: account.classification,
    Type: account.type,
    Number: Number(account.display.slice(2)),
    Description: '',
    IsActive: account.active,
    TaxCode: taxLink(account.tax, state),
    Level: account.header ? 1 : 2,
    OpeningBalance: 0,
    CurrentBalance: 0,
    IsHeader: account.header,
    ParentAccount: account.header ? null : { UID: seededId('account', 1), URI: '' },
    BankingDetails: account.type === 'Bank' ? { BSBNumber: '086-006', BankAccountNumber: 987_654_321 } : null,
    URI: '',
    RowVersion: rowVersion(account.row),
  };
}

export function renderTaxCode(code: TaxCode, state: Pick<State, 'accounts'>): JsonObject {
  const account = (display: string) =>
    accountLink(state.accounts.find((one) => one.display === display)?.id ?? null, state);
  return {
    UID: code.id,
    Code: code.code,
    Description: code.description,
    Type: code.type,
    Rate: Math.abs(code.rate),
    IsRateNegative: code.rate < 0,
    TaxCollectedAccount: account('2-1310'),
    TaxPaidAccount: account('2-1330'),
    LinkedSupplier: null,
    URI: '',
    RowVersion: rowVersion(code.row),
  };
}

type Lookups = Pick<State, 'tax_codes' | 'accounts' | 'items'>;

function renderLine(line: Line, quantityField: string, state: Lookups): JsonObject {
  const item = state.items.find(({ id }) => id === line.item);
  const common = { RowID: line.row, Type: line.type, Description: line.description };
  if (line.type === 'Header') return { ...common, RowVersion: String(line.row * 1000) };
  return {
    ...common,
    ...(line.quantity === null || line.unit === null
      ? {}
      : { [quantityField]: line.quantity / 10_000, UnitPrice: line.unit / 10_000, DiscountPercent: 0 }),
    Total: units(line.cents),
    ...(item === undefined ? {} : { Item: { UID: item.id, Number: item.number, Name: item.name, URI: '' } }),
    ...(line.account === null ? {} : { Account: accountLink(line.account, state) }),
    Job: null,
    TaxCode: taxLink(line.tax, state),
    RowVersion: String(line.row * 1000),
  };
}

/** What invoices and bills share. `paid`: cents, and the day of the last payment. */
export function renderDocument(
  document: Document,
  of: { readonly paid: number; readonly last: string | null; readonly quantity: string; readonly credit: string },
  state: Lookups,
): JsonObject {
  const { entered, tax, total } = totalsOf(document, ratesOf(state));
  const due = total - of.paid;
  return {
    UID: document.id,
    Number: document.number,
    Date: dayStart(document.date),
    Terms: { ...terms, DueDate: dayStart(document.due) },
    IsTaxInclusive: document.inclusive,
    Subtotal: units(entered),
    Freight: 0,
    FreightTaxCode: taxLink(state.tax_codes[0]?.id ?? null, state),
    TotalTax: units(tax),
    TotalAmount: units(total),
    BalanceDueAmount: units(due),
    Status: total < 0 ? of.credit : due === 0 ? 'Closed' : 'Open',
    Category: null,
    Comment: document.comment === '' ? null : document.comment,
    JournalMemo: document.memo,
    LastPaymentDate: of.last === null ? null : dayStart(of.last),
    Lines: document.lines.map((line) => renderLine(line, of.quantity, state)),
    ForeignCurrency: null,
    ...stamp(document),
  };
}

export function renderInvoice(document: Document, state: State): JsonObject {
  const of = { ...paidOn(state.receipts, document.id), quantity: 'ShipQuantity', credit: 'Credit' };
  return {
    ...renderDocument(document, of, state),
    CustomerPurchaseOrderNumber: document.theirs === '' ? null : document.theirs,
    Customer: linkTo(state.customers.find(({ id }) => id === document.contact)),
    PromisedDate: null,
    InvoiceType: document.layout,
  };
}

export function renderBill(document: Document, state: State): JsonObject {
  const paid = paidOn(state.spends, document.id);
  return {
    ...renderDocument(document, { ...paid, quantity: 'BillQuantity', credit: 'Debit' }, state),
    SupplierInvoiceNumber: document.theirs === '' ? null : document.theirs,
    Supplier: linkTo(state.suppliers.find(({ id }) => id === document.contact)),
    IsReportable: false,
    AppliedToDate: units(paid.paid),
    BillType: document.layout,
    Order: null,
  };
}

/** The lists of all layouts have no lines. */
export function withoutLines(item: JsonObject): JsonObject {
  const { Lines: _lines, ...header } = item;
  return header;
}

export function renderReceipt(payment: Payment, state: Pick<State, 'accounts' | 'customers' | 'invoices'>): JsonObject {
  return {
    UID: payment.id,
    DepositTo: 'Account',
    Account: accountLink(payment.account, state),
    Customer: linkTo(state.customers.find(({ id }) => id === payment.contact)),
    ReceiptNumber: payment.number,
    Date: dayStart(payment.date),
    AmountReceived: units(payment.applied.reduce((sum, { cents }) => sum + cents, 0)),
    PaymentMethod: payment.method,
    Memo: payment.memo,
    Invoices: payment.applied.map(({ document, cents }, index) => ({
      RowID: index + 1,
      Number: state.invoices.find(({ id }) => id === document)?.number ?? '',
      UID: document,
      AmountApplied: units(cents),
      Type: 'Invoice',
      URI: '',
    })),
    URI: '',
    RowVersion: rowVersion(payment.row),
  };
}

export function renderSpend(payment: Payment, state: State): JsonObject {
  return {
    UID: payment.id,
    PayFrom: 'Account',
    Account: accountLink(payment.account, state),
    Supplier: linkTo(state.suppliers.find(({ id }) => id === payment.contact)),
    PaymentNumber: payment.number,
    Date: dayStart(payment.date),
    AmountPaid: units(payment.applied.reduce((sum, { cents }) => sum + cents, 0)),
    Memo: payment.memo,
    StatementParticulars: '',
    Lines: payment.applied.map(({ document, cents }, index) => ({
      RowID: index + 1,
      Type: 'Bill',
      Purchase: { UID: document, Number: state.bills.find(({ id }) => id === document)?.number ?? '', URI: '' },
      AmountApplied: units(cents),
    })),
    URI: '',
    RowVersion: rowVersion(payment.row),
  };
}
