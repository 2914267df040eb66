/**
 * The shapes of kept items, as far as the maps look at them (see entities.ts for where they come from). Lenient about what is missing,
 * strict about types: an amount that is none is noticed here and costs one record, not the stream. Called by the streams and actions.
 */
import { z } from 'plugboard/contract';

const text = z.string().nullish();
const id = z.string().min(1);
/** Both APIs write amounts as text. */
const amount = z
  .string()
  .regex(/^(-?\d+(\.\d+)?)?$/, 'not an amount')
  .nullish();
const reference = z.object({ key: text, id: text, name: text }).partial().nullish();
const audit = z.object({ createdDateTime: text, modifiedDateTime: text }).partial().nullish();
const dimensions = z
  .object({
    location: reference,
    department: reference,
    class: reference,
    item: reference,
    customer: reference,
    vendor: reference,
  })
  .partial()
  .nullish();
const currencies = z.object({ baseCurrency: text, txnCurrency: text }).partial().nullish();

export const rawCustomer = z.object({
  key: id,
  id: text,
  name: text,
  status: text,
  taxId: text,
  currency: text,
  totalDue: amount,
  contacts: z
    .object({
      default: z
        .object({
          firstName: text,
          lastName: text,
          email1: text,
          phone1: text,
          mobile: text,
          fax: text,
          mailingAddress: z
            .object({
              addressLine1: text,
              addressLine2: text,
              city: text,
              state: text,
              postCode: text,
              country: text,
            })
            .partial()
            .nullish(),
        })
        .partial()
        .nullish(),
    })
    .nullish(),
  audit,
});
export type RawCustomer = z.infer<typeof rawCustomer>;

export const rawAccount = z.object({
  key: id,
  id: text,
  name: z.string(),
  accountType: text,
  normalBalance: text,
  closingType: text,
  category: text,
  status: text,
  audit,
});
export type RawAccount = z.infer<typeof rawAccount>;

const invoiceLine = z.object({
  key: id,
  lineNumber: text,
  isSubtotal: text,
  glAccount: reference,
  baseAmount: amount,
  txnAmount: amount,
  memo: text,
  dimensions,
});
export type RawInvoiceLine = z.infer<typeof invoiceLine>;

export const rawInvoice = z.object({
  key: id,
  invoiceNumber: text,
  state: text,
  moduleKey: text,
  referenceNumber: text,
  description: text,
  invoiceDate: text,
  dueDate: text,
  paymentInformation: z.object({ fullyPaidDate: text, totalTxnAmountPaid: amount }).partial().nullish(),
  currency: currencies,
  totalBaseAmount: amount,
  totalBaseAmountDue: amount,
  totalTxnAmount: amount,
  totalTxnAmountDue: amount,
  customer: reference,
  term: reference,
  entity: reference,
  lines: z.array(invoiceLine).nullish(),
  audit,
});
export type RawInvoice = z.infer<typeof rawInvoice>;

const total = z.object({ currency: text, totalAmount: amount }).partial().nullish();

export const rawPayment = z
  .object({
    key: id,
    state: text,
    paymentMethod: text,
    documentNumber: text,
    financialEntity: z.object({ entityId: text }).partial().nullish(),
    paymentSummary: z.object({ receiptDate: text }).partial().nullish(),
    baseCurrency: total,
    txnCurrency: total,
    customer: reference,
    paymentDetails: z
      .array(
        z.object({
          arInvoice: reference,
          txnCurrency: z.object({ paymentAmount: amount }).partial().nullish(),
        }),
      )
      .nullish(),
    audit,
  })
  // A movement of money without its amount is not one: it is set aside and shown, never counted as 0.
  .refine((raw) => (raw.txnCurrency?.totalAmount ?? raw.baseCurrency?.totalAmount ?? '') !== '', {
    error: 'the payment has no amount',
  });
export type RawPayment = z.infer<typeof rawPayment>;

const entry = {
  key: id,
  txnType: text,
  txnAmount: amount,
  baseAmount: amount,
  currency: currencies,
  glAccount: reference,
  documentId: text,
  dimensions,
};

const journalLine = z.object({ ...entry, lineNumber: text, description: text });
export type RawJournalLine = z.infer<typeof journalLine>;

export const rawJournalEntry = z.object({
  key: id,
  txnNumber: text,
  glJournal: reference,
  description: text,
  postingDate: text,
  state: text,
  moduleName: text,
  referenceNumber: text,
  entity: reference,
  lines: z.array(journalLine).nullish(),
  audit,
});
export type RawJournalEntry = z.infer<typeof rawJournalEntry>;

export const rawLedgerLine = z.object({
  ...entry,
  journalEntry: z.object({ key: text, glJournal: reference, description: text, moduleName: text }).partial().nullish(),
  entryDate: text,
  state: text,
  audit,
});
export type RawLedgerLine = z.infer<typeof rawLedgerLine>;

/** A trial balance as trial-balance.ts keeps it: the question, and a row per account with whatever columns Sage has. */
export const rawTrialBalance = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  location: z.string().nullable(),
  rows: z.array(z.record(z.string(), z.string().nullable())),
});
export type RawTrialBalance = z.infer<typeof rawTrialBalance>;
