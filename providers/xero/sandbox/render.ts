/**
 * Documents of the sandbox as Xero writes them: PascalCase, money as JSON numbers, dates as `/Date(ms+0000)/` with an ISO twin on
 * documents. Called by lists, writes and reports.
 */
import type { JsonObject, JsonValue } from 'plugboard/contract';
import {
  dueOf,
  lineCents,
  ratesOf,
  settledOf,
  taxCents,
  totalsOf,
  type BankTransaction,
  type Contact,
  type CreditNote,
  type Document,
  type Line,
  type Payment,
  type Rates,
  type State,
  type Tracking,
} from './state.ts';

export interface View {
  /** Decimals of unit amounts: 2, or 4 with `unitdp=4`. */
  readonly unitDigits: 2 | 4;
  /** Lists without `page` show no line items. */
  readonly lines: boolean;
}

export const fullView: View = { unitDigits: 2, lines: true };

export function msDate(ms: number): string {
  return `/Date(${ms}+0000)/`;
}

export function dayMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

export function units(cents: number): number {
  return cents / 100;
}

/** `Date` with its `DateString`. */
export function dated(name: string, day: string | null): JsonObject {
  return day === null ? {} : { [`${name}String`]: `${day}T00:00:00`, [name]: msDate(dayMs(day)) };
}

/** `UpdatedDateUTC`, with the readable twin newer answers carry. */
function updated(ms: number): JsonObject {
  return { UpdatedDateUTC: msDate(ms), UpdatedDateUTCString: `${new Date(ms).toISOString().slice(0, 19)}Z` };
}

const phoneTypes = ['DEFAULT', 'DDI', 'FAX', 'MOBILE'];
const addressTypes = ['STREET', 'POBOX'];

/** Balances and the customer and supplier marks are worked out when asked; a change of theirs does not touch UpdatedDateUTC. */
export function renderContact(contact: Contact, state: State): JsonObject {
  const theirs = state.invoices.filter((invoice) => invoice.contact === contact.id && invoice.status !== 'DELETED');
  const outstanding = (type: string) => {
    const open = theirs.filter((invoice) => invoice.type === type && invoice.status === 'AUTHORISED');
    return units(open.reduce((sum, invoice) => sum + dueOf(state, invoice), 0));
  };
  return {
    ...bareContact(contact),
    IsSupplier: theirs.some(({ type }) => type === 'ACCPAY'),
    IsCustomer: theirs.some(({ type }) => type === 'ACCREC'),
    Balances: {
      AccountsReceivable: { Outstanding: outstanding('ACCREC'), Overdue: 0 },
      AccountsPayable: { Outstanding: outstanding('ACCPAY'), Overdue: 0 },
    },
  };
}

/** All kinds of phone and address are listed, empty ones too. */
export function bareContact(contact: Contact): JsonObject {
  return {
    ContactID: contact.id,
    ContactStatus: contact.status,
    Name: contact.name,
    FirstName: contact.first,
    LastName: contact.last,
    EmailAddress: contact.email,
    BankAccountDetails: '',
    TaxNumber: contact.tax_number,
    Addresses: addressTypes.map((type) => {
      const found = contact.addresses.find((address) => address.type === type);
      const lines = found?.lines ?? [];
      return {
        AddressType: type,
        ...Object.fromEntries(lines.map((line, index) => [`AddressLine${index + 1}`, line])),
        City: found?.city ?? '',
        Region: found?.region ?? '',
        PostalCode: found?.postcode ?? '',
        Country: found?.country ?? '',
      };
    }),
    Phones: phoneTypes.map((type) => {
      const found = contact.phones.find((phone) => phone.type === type);
      return {
        PhoneType: type,
        PhoneNumber: found?.number ?? '',
        PhoneAreaCode: found?.area ?? '',
        PhoneCountryCode: found?.country ?? '',
      };
    }),
    UpdatedDateUTC: msDate(contact.updated),
    ContactGroups: [],
    ContactPersons: [],
    ...(contact.currency === '' ? {} : { DefaultCurrency: contact.currency }),
    HasAttachments: false,
    HasValidationErrors: false,
  };
}

/** A contact as documents carry it. */
export function contactRef(id: string | null, name?: string): JsonObject {
  return id === null
    ? {}
    : {
        ContactID: id,
        ...(name === undefined ? {} : { Name: name }),
        Addresses: [],
        Phones: [],
        ContactGroups: [],
        ContactPersons: [],
        HasValidationErrors: false,
      };
}

function refOf(state: State, id: string | null): JsonObject {
  return contactRef(id, state.contacts.find((contact) => contact.id === id)?.name);
}

export interface Lookups {
  readonly rates: Rates;
  readonly tracking: readonly Tracking[];
}

export function lookupsOf(state: State): Lookups {
  return { rates: ratesOf(state), tracking: state.tracking };
}

export function renderLine(line: Line, document: Pick<Document, 'amounts'>, view: View, lookups: Lookups): JsonObject {
  const step = view.unitDigits === 4 ? 1 : 100;
  return {
    Description: line.description,
    UnitAmount: (Math.round(line.unit / step) * step) / 10_000,
    TaxType: line.tax,
    TaxAmount: units(taxCents(line, document.amounts, lookups.rates)),
    LineAmount: units(lineCents(line)),
    AccountCode: line.account,
    Tracking: line.tracking.flatMap((id): JsonValue[] => {
      const category = lookups.tracking.find(({ options }) => options.some((option) => option.id === id));
      const option = category?.options.find((one) => one.id === id);
      return category === undefined || option === undefined
        ? []
        : [{ TrackingCategoryID: category.id, TrackingOptionID: id, Name: category.name, Option: option.name }];
    }),
    Quantity: line.quantity / 10_000,
    LineItemID: line.id,
    ValidationErrors: [],
  };
}

/** What invoices, credit notes and bank transactions have in common. */
export function renderDocument(document: Document, contact: JsonObject, view: View, lookups: Lookups): JsonObject {
  const totals = totalsOf(document, lookups.rates);
  return {
    Type: document.type,
    Status: document.status,
    Contact: contact,
    Reference: document.reference,
    ...dated('Date', document.date),
    LineAmountTypes: document.amounts,
    LineItems: view.lines ? document.lines.map((line) => renderLine(line, document, view, lookups)) : [],
    SubTotal: units(totals.net),
    TotalTax: units(totals.tax),
    Total: units(totals.total),
    CurrencyCode: document.currency,
    CurrencyRate: 1,
    HasAttachments: false,
  };
}

export function renderInvoice(invoice: Document, state: State, view: View): JsonObject {
  const { paid, credited } = settledOf(state, invoice.id);
  const payments = state.payments.filter((one) => one.invoice === invoice.id && one.status === 'AUTHORISED');
  const credits = state.credit_notes.flatMap((note) =>
    note.allocations.filter((one) => one.invoice === invoice.id).map((allocation) => ({ note, allocation })),
  );
  const settled = [...payments.map(({ date }) => date), ...credits.map(({ allocation }) => allocation.date)].toSorted();
  return {
    InvoiceID: invoice.id,
    InvoiceNumber: invoice.number,
    ...renderDocument(invoice, refOf(state, invoice.contact), view, lookupsOf(state)),
    ...dated('DueDate', invoice.due),
    Payments: payments.map((payment) => ({
      PaymentID: payment.id,
      Date: msDate(dayMs(payment.date)),
      Amount: units(payment.cents),
      Reference: payment.reference,
      CurrencyRate: 1,
      HasAccount: false,
      HasValidationErrors: false,
    })),
    CreditNotes: credits.map(({ note, allocation }) => ({
      CreditNoteID: note.id,
      CreditNoteNumber: note.number,
      AppliedAmount: units(allocation.cents),
      ...dated('Date', allocation.date),
      LineItems: [],
      Total: units(totalsOf(note, ratesOf(state)).total),
      HasErrors: false,
    })),
    Prepayments: [],
    Overpayments: [],
    AmountDue: units(dueOf(state, invoice)),
    AmountPaid: units(paid),
    AmountCredited: units(credited),
    ...(invoice.status === 'PAID' ? { FullyPaidOnDate: msDate(dayMs(settled.at(-1) ?? invoice.date)) } : {}),
    SentToContact: invoice.type === 'ACCREC' && invoice.status !== 'DRAFT',
    IsDiscounted: false,
    HasErrors: false,
    ...updated(invoice.updated),
  };
}

export function renderCreditNote(note: CreditNote, state: State, view: View): JsonObject {
  const used = note.allocations.reduce((sum, { cents }) => sum + cents, 0);
  return {
    CreditNoteID: note.id,
    CreditNoteNumber: note.number,
    ...renderDocument(note, refOf(state, note.contact), view, lookupsOf(state)),
    RemainingCredit: units(totalsOf(note, ratesOf(state)).total - used),
    Allocations: note.allocations.map((allocation) => ({
      AllocationID: allocation.id,
      Amount: units(allocation.cents),
      Date: msDate(dayMs(allocation.date)),
      Invoice: {
        InvoiceID: allocation.invoice,
        InvoiceNumber: state.invoices.find(({ id }) => id === allocation.invoice)?.number ?? '',
      },
    })),
    Payments: [],
    ...(note.status === 'PAID' ? { FullyPaidOnDate: msDate(dayMs(note.allocations.at(-1)?.date ?? note.date)) } : {}),
    HasErrors: false,
    ...updated(note.updated),
  };
}

export function renderPayment(payment: Payment, state: State): JsonObject {
  const invoice = state.invoices.find(({ id }) => id === payment.invoice);
  return renderPaymentOf(payment, {
    account: { AccountID: payment.account, Code: state.accounts.find(({ id }) => id === payment.account)?.code ?? '' },
    invoice: {
      Type: invoice?.type ?? 'ACCREC',
      InvoiceID: payment.invoice,
      InvoiceNumber: invoice?.number ?? '',
      Payments: [],
      CreditNotes: [],
      Prepayments: [],
      Overpayments: [],
      HasErrors: false,
      IsDiscounted: false,
      Contact: refOf(state, invoice?.contact ?? null),
      LineItems: [],
      CurrencyCode: invoice?.currency ?? state.organisation.currency,
    },
  });
}

export function renderPaymentOf(payment: Payment, of: { account: JsonObject; invoice: JsonObject }): JsonObject {
  return {
    PaymentID: payment.id,
    Date: msDate(dayMs(payment.date)),
    BankAmount: units(payment.cents),
    Amount: units(payment.cents),
    Reference: payment.reference,
    CurrencyRate: 1,
    PaymentType: of.invoice['Type'] === 'ACCPAY' ? 'ACCPAYPAYMENT' : 'ACCRECPAYMENT',
    Status: payment.status,
    ...updated(payment.updated),
    HasAccount: true,
    IsReconciled: payment.reconciled,
    Account: of.account,
    Invoice: of.invoice,
    HasValidationErrors: false,
  };
}

export function renderBankTransaction(transaction: BankTransaction, state: State, view: View): JsonObject {
  const bank = state.accounts.find(({ id }) => id === transaction.bank);
  return renderBankTransactionOf(transaction, {
    bank: { AccountID: transaction.bank, Code: bank?.code ?? '', Name: bank?.name ?? '' },
    contact: refOf(state, transaction.contact),
    view,
    lookups: lookupsOf(state),
  });
}

export function renderBankTransactionOf(
  transaction: BankTransaction,
  of: { bank: JsonObject; contact: JsonObject; view: View; lookups: Lookups },
): JsonObject {
  const document = renderDocument(transaction, of.contact, of.view, of.lookups);
  const { Contact: contact, ...rest } = document;
  return {
    BankTransactionID: transaction.id,
    BankAccount: of.bank,
    ...rest,
    // Money received from or spent on nobody in particular names no contact.
    ...(transaction.contact === null || contact === undefined ? {} : { Contact: contact }),
    IsReconciled: transaction.reconciled,
    UpdatedDateUTC: msDate(transaction.updated),
  };
}
