/**
 * The shapes of QuickBooks' items, as far as the maps look at them. Lenient about what is missing and about fields we do not know, strict about
 * types: a field that changed its type is noticed here and costs one record, not the stream. Called by streams.ts and actions.ts.
 */
import { z } from 'plugboard/contract';

const text = z.string().nullish();
const flag = z.boolean().nullish();
const id = z.string().min(1);
const amount = z.union([z.number(), z.string().regex(/^(-?\d+(\.\d+)?)?$/)], { error: 'not an amount' }).nullish();
/** A movement of money without its amount is not one: it is set aside and shown, never counted as 0. */
const movedAmount = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)], { error: 'not an amount' });
const reference = z.object({ value: text, name: text, type: text }).nullish();
const metaData = z.object({ CreateTime: text, LastUpdatedTime: text }).nullish();

const linked = z.array(z.object({ TxnId: text, TxnType: text })).nullish();

const address = z
  .object({
    Line1: text,
    Line2: text,
    Line3: text,
    Line4: text,
    Line5: text,
    City: text,
    CountrySubDivisionCode: text,
    PostalCode: text,
    Country: text,
  })
  .nullish();
const telephone = z.object({ FreeFormNumber: text }).nullish();

/** Customers and vendors. */
export const rawName = z.object({
  Id: id,
  DisplayName: text,
  GivenName: text,
  FamilyName: text,
  PrimaryEmailAddr: z.object({ Address: text }).nullish(),
  PrimaryPhone: telephone,
  AlternatePhone: telephone,
  Mobile: telephone,
  Fax: telephone,
  BillAddr: address,
  ShipAddr: address,
  BusinessNumber: text,
  PrimaryTaxIdentifier: text,
  TaxIdentifier: text,
  Active: flag,
  CurrencyRef: reference,
  Balance: amount,
  MetaData: metaData,
});
export type RawName = z.infer<typeof rawName>;

export const rawItem = z.object({
  Id: id,
  Name: z.string(),
  Sku: text,
  Description: text,
  Active: flag,
  Type: text,
  UnitPrice: amount,
  IncomeAccountRef: reference,
  SalesTaxCodeRef: reference,
  MetaData: metaData,
});
export type RawItem = z.infer<typeof rawItem>;

export const rawAccount = z.object({
  Id: id,
  Name: z.string(),
  Description: text,
  AcctNum: text,
  BankNum: text,
  Classification: text,
  AccountType: text,
  AccountSubType: text,
  Active: flag,
  CurrentBalance: amount,
  TaxCodeRef: reference,
  CurrencyRef: reference,
  MetaData: metaData,
});
export type RawAccount = z.infer<typeof rawAccount>;

export const rawTaxRate = z.object({
  Id: id,
  Name: z.string(),
  Active: flag,
  RateValue: amount,
});
export type RawTaxRate = z.infer<typeof rawTaxRate>;

const rateList = z
  .object({
    TaxRateDetail: z.array(z.object({ TaxRateRef: reference, TaxTypeApplicable: text })).nullish(),
  })
  .nullish();

/** A tax code as streams.ts stores it: with the rates it names. */
export const rawTaxCode = z.object({
  Id: id,
  Name: z.string(),
  Active: flag,
  SalesTaxRateList: rateList,
  PurchaseTaxRateList: rateList,
  Rates: z.array(rawTaxRate),
});
export type RawTaxCode = z.infer<typeof rawTaxCode>;

const saleDetail = z
  .object({
    ItemRef: reference,
    ClassRef: reference,
    UnitPrice: amount,
    Qty: amount,
    TaxCodeRef: reference,
    TaxInclusiveAmt: amount,
  })
  .nullish();
const expenseDetail = z
  .object({ AccountRef: reference, ClassRef: reference, TaxCodeRef: reference, TaxInclusiveAmt: amount })
  .nullish();

const simpleLine = z.object({
  Description: text,
  Amount: amount,
  DetailType: text,
  LinkedTxn: linked,
  SalesItemLineDetail: saleDetail,
  ItemBasedExpenseLineDetail: saleDetail,
  AccountBasedExpenseLineDetail: expenseDetail,
  DepositLineDetail: z
    .object({ AccountRef: reference, Entity: reference, TaxCodeRef: reference, ClassRef: reference })
    .nullish(),
});
const line = simpleLine.extend({ GroupLineDetail: z.object({ Line: z.array(simpleLine).nullish() }).nullish() });
export type RawLine = z.infer<typeof simpleLine>;
export type RawLines = readonly z.infer<typeof line>[] | null | undefined;

/** What all transactions have in common. */
const transaction = {
  Id: id,
  DocNumber: text,
  TxnDate: text,
  CurrencyRef: reference,
  PrivateNote: text,
  Line: z.array(line).nullish(),
  MetaData: metaData,
};

const taxed = {
  GlobalTaxCalculation: text,
  TxnTaxDetail: z.object({ TotalTax: amount }).nullish(),
};

/** Invoices, sales receipts, bills: with whom is in one of the two references. */
export const rawDocument = z.object({
  ...transaction,
  ...taxed,
  CustomerRef: reference,
  VendorRef: reference,
  DueDate: text,
  PONumber: text,
  InvoiceLink: text,
  TotalAmt: amount,
  Balance: amount,
});
export type RawDocument = z.infer<typeof rawDocument>;

/** Credit memos and vendor credits. */
export const rawCredit = z.object({
  ...transaction,
  ...taxed,
  CustomerRef: reference,
  VendorRef: reference,
  TotalAmt: amount,
  Balance: amount,
  RemainingCredit: amount,
});
export type RawCredit = z.infer<typeof rawCredit>;

export const rawPayment = z.object({
  ...transaction,
  TotalAmt: movedAmount,
  UnappliedAmt: amount,
  CustomerRef: reference,
  VendorRef: reference,
  DepositToAccountRef: reference,
  PaymentMethodRef: reference,
  PaymentRefNum: text,
  PayType: text,
  CheckPayment: z.object({ BankAccountRef: reference }).nullish(),
  CreditCardPayment: z.object({ CCAccountRef: reference }).nullish(),
});
export type RawPayment = z.infer<typeof rawPayment>;

/** Deposits, purchases and refund receipts: money on an account. */
export const rawMovement = z.object({
  ...transaction,
  ...taxed,
  TotalAmt: movedAmount,
  DepositToAccountRef: reference,
  AccountRef: reference,
  EntityRef: reference,
  CustomerRef: reference,
  PaymentType: text,
  PaymentRefNum: text,
  Credit: flag,
});
export type RawMovement = z.infer<typeof rawMovement>;

export const rawTransfer = z.object({
  ...transaction,
  Amount: movedAmount,
  FromAccountRef: reference,
  ToAccountRef: reference,
});
export type RawTransfer = z.infer<typeof rawTransfer>;

export const rawJournalEntry = z.object({
  ...transaction,
  Adjustment: flag,
  Line: z
    .array(
      z.object({
        Description: text,
        Amount: amount,
        DetailType: text,
        JournalEntryLineDetail: z
          .object({
            PostingType: text,
            AccountRef: reference,
            TaxCodeRef: reference,
            ClassRef: reference,
            DepartmentRef: reference,
            Entity: z.object({ Type: text, EntityRef: reference }).nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
});
export type RawJournalEntry = z.infer<typeof rawJournalEntry>;

const cell = z.object({ value: text, id: text });
const cells = z.object({ ColData: z.array(cell).nullish() }).nullish();

/** A row is a leaf, or a section with rows of its own, nested to any depth. */
export interface RawRow {
  readonly group?: string | null | undefined;
  readonly ColData?: readonly z.infer<typeof cell>[] | null | undefined;
  readonly Header?: z.infer<typeof cells>;
  readonly Summary?: z.infer<typeof cells>;
  readonly Rows?: { readonly Row?: readonly RawRow[] | null | undefined } | null | undefined;
}
const row: z.ZodType<RawRow> = z.lazy(() =>
  z.object({
    group: text,
    ColData: z.array(cell).nullish(),
    Header: cells,
    Summary: cells,
    Rows: z.object({ Row: z.array(row).nullish() }).nullish(),
  }),
);

/** A report as reports.ts stores it: QuickBooks' table, with the question it answers. */
export const rawReport = z.object({
  Kind: z.enum([
    'profit_and_loss',
    'balance_sheet',
    'trial_balance',
    'aged_receivables',
    'aged_payables',
    'reconciled',
    'cleared',
  ]),
  From: z.iso.date().nullable(),
  To: z.iso.date(),
  Report: z.object({
    Header: z.object({ ReportName: text, ReportBasis: text, Currency: text }).nullish(),
    Columns: z.object({ Column: z.array(z.object({ ColTitle: text, ColType: text })).nullish() }).nullish(),
    Rows: z.object({ Row: z.array(row).nullish() }).nullish(),
  }),
});
export type RawReport = z.infer<typeof rawReport>;
