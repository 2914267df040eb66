/**
 * The shapes of Xero's items, as far as the maps look at them. Lenient about what is missing and about fields we do not know,
 * strict about types: a field that changed its type is noticed here and costs one record, not the stream. Called by streams.ts
 * and actions.ts.
 */
import { z } from 'plugboard/contract';

const text = z.string().nullish();
const flag = z.boolean().nullish();
const id = z.string().min(1);
const amount = z.union([z.number(), z.string().regex(/^(-?\d+(\.\d+)?)?$/)], { error: 'not an amount' }).nullish();
/** A movement of money without its amount is not one: it is set aside and shown, never counted as 0. */
const movedAmount = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)], { error: 'not an amount' });

const contactRef = z.object({ ContactID: text, Name: text }).nullish();
const accountRef = z.object({ AccountID: text, Code: text }).nullish();

const line = z.object({
  Description: text,
  Quantity: amount,
  UnitAmount: amount,
  TaxAmount: amount,
  LineAmount: amount,
  AccountCode: text,
  TaxType: text,
  Item: z.object({ ItemID: text }).nullish(),
  Tracking: z.array(z.object({ TrackingOptionID: text })).nullish(),
});
export type RawLine = z.infer<typeof line>;

/** What invoices, credit notes and bank transactions have in common. */
const document = {
  Type: text,
  Status: text,
  Contact: contactRef,
  DateString: text,
  Date: text,
  LineAmountTypes: text,
  LineItems: z.array(line).nullish(),
  SubTotal: amount,
  TotalTax: amount,
  Total: amount,
  CurrencyCode: text,
  Reference: text,
  UpdatedDateUTC: text,
};

export const rawContact = z.object({
  ContactID: id,
  ContactStatus: text,
  Name: text,
  FirstName: text,
  LastName: text,
  EmailAddress: text,
  TaxNumber: text,
  Addresses: z
    .array(
      z.object({
        AddressType: text,
        AddressLine1: text,
        AddressLine2: text,
        AddressLine3: text,
        AddressLine4: text,
        City: text,
        Region: text,
        PostalCode: text,
        Country: text,
      }),
    )
    .nullish(),
  Phones: z
    .array(z.object({ PhoneType: text, PhoneNumber: text, PhoneAreaCode: text, PhoneCountryCode: text }))
    .nullish(),
  IsSupplier: flag,
  IsCustomer: flag,
  DefaultCurrency: text,
  Balances: z
    .object({
      AccountsReceivable: z.object({ Outstanding: amount }).nullish(),
      AccountsPayable: z.object({ Outstanding: amount }).nullish(),
    })
    .nullish(),
  UpdatedDateUTC: text,
});
export type RawContact = z.infer<typeof rawContact>;

export const rawInvoice = z.object({
  ...document,
  InvoiceID: id,
  InvoiceNumber: text,
  DueDateString: text,
  DueDate: text,
  AmountDue: amount,
  AmountPaid: amount,
  FullyPaidOnDate: text,
});
export type RawInvoice = z.infer<typeof rawInvoice>;

export const rawCreditNote = z.object({
  ...document,
  CreditNoteID: id,
  CreditNoteNumber: text,
  RemainingCredit: amount,
  Allocations: z
    .array(z.object({ Amount: amount, Date: text, Invoice: z.object({ InvoiceID: text }).nullish() }))
    .nullish(),
});
export type RawCreditNote = z.infer<typeof rawCreditNote>;

export const rawPayment = z.object({
  PaymentID: id,
  PaymentType: text,
  Status: text,
  Date: text,
  Amount: movedAmount,
  Reference: text,
  IsReconciled: flag,
  Account: accountRef,
  /** For the refund of a credit note Xero puts the note here too, with `Type: ACCRECCREDIT` and the note's id as InvoiceID. */
  Invoice: z.object({ InvoiceID: text, Type: text, CurrencyCode: text, Contact: contactRef }).nullish(),
  CreditNote: z.object({ CreditNoteID: text, CurrencyCode: text, Contact: contactRef }).nullish(),
  UpdatedDateUTC: text,
});
export type RawPayment = z.infer<typeof rawPayment>;

export const rawBankTransaction = z.object({
  ...document,
  Total: movedAmount,
  BankTransactionID: id,
  IsReconciled: flag,
  BankAccount: accountRef,
});
export type RawBankTransaction = z.infer<typeof rawBankTransaction>;

export const rawAccount = z.object({
  AccountID: id,
  Code: text,
  Name: z.string(),
  Status: text,
  Type: text,
  TaxType: text,
  Class: text,
  Description: text,
  EnablePaymentsToAccount: flag,
  BankAccountNumber: text,
  CurrencyCode: text,
  UpdatedDateUTC: text,
});
export type RawAccount = z.infer<typeof rawAccount>;

export const rawTaxRate = z.object({
  TaxType: id,
  Name: z.string(),
  Status: text,
  DisplayTaxRate: amount,
  EffectiveRate: amount,
  CanApplyToAssets: flag,
  CanApplyToEquity: flag,
  CanApplyToExpenses: flag,
  CanApplyToLiabilities: flag,
  CanApplyToRevenue: flag,
  TaxComponents: z.array(z.object({ Name: text, Rate: amount, IsCompound: flag })).nullish(),
});
export type RawTaxRate = z.infer<typeof rawTaxRate>;

export const rawTrackingCategory = z.object({
  TrackingCategoryID: id,
  Name: z.string(),
  Status: text,
  Options: z.array(z.object({ TrackingOptionID: text, Name: text, Status: text })).nullish(),
});
export type RawTrackingCategory = z.infer<typeof rawTrackingCategory>;

export const rawExpenseClaim = z.object({
  ExpenseClaimID: id,
  Status: text,
  User: z.object({ UserID: text, FirstName: text, LastName: text }).nullish(),
  Receipts: z
    .array(z.object({ ReceiptID: text, Date: text, DateString: text, Total: amount, Reference: text }))
    .nullish(),
  Total: amount,
  AmountDue: amount,
  AmountPaid: amount,
  PaymentDueDate: text,
  UpdatedDateUTC: text,
});
export type RawExpenseClaim = z.infer<typeof rawExpenseClaim>;

const cell = z.object({
  Value: text,
  Attributes: z.array(z.object({ Id: text, Value: text })).nullish(),
});
const reportRow = z.object({ RowType: text, Title: text, Cells: z.array(cell).nullish() });

/** A report as streams.ts stores it: Xero's table, with the question it answers. */
export const rawReport = z.object({
  Kind: z.enum(['profit_and_loss', 'balance_sheet', 'trial_balance', 'bank_summary', 'executive_summary']),
  From: z.iso.date().nullable(),
  To: z.iso.date(),
  Report: z.object({
    ReportName: text,
    ReportTitles: z.array(z.string()).nullish(),
    Rows: z.array(reportRow.extend({ Rows: z.array(reportRow).nullish() })),
  }),
});
export type RawReport = z.infer<typeof rawReport>;
