/**
 * The shapes of MYOB's cards, documents and ledger lists, as far as the maps look at them (payroll: raw-payroll.ts). Lenient about what is
 * missing and about fields we do not know, strict about types: a field that changed its type is noticed here and costs one record, not the
 * stream. Called by streams.ts and actions.ts.
 */
import { z } from 'plugboard/contract';

export const text = z.string().nullish();
const flag = z.boolean().nullish();
const id = z.string().min(1);
export const amount = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)], { error: 'not an amount' }).nullish();
/** A movement of money without its amount is not one: it is set aside and shown, never counted as 0. */
const movedAmount = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)], { error: 'not an amount' });
/** What a link to something else of the file says. */
export const link = z.object({ UID: text, Name: text, DisplayID: text }).nullish();
const taxLink = z.object({ UID: text, Code: text }).nullish();

export const card = {
  UID: id,
  CompanyName: text,
  LastName: text,
  FirstName: text,
  DisplayID: text,
  IsActive: flag,
  Addresses: z
    .array(
      z.object({
        Location: z.number().nullish(),
        Street: text,
        City: text,
        State: text,
        PostCode: text,
        Country: text,
        Phone1: text,
        Phone2: text,
        Phone3: text,
        Fax: text,
        Email: text,
      }),
    )
    .nullish(),
  LastModified: text,
};

/** Customers and suppliers; the tax number is with what they buy or sell. */
export const rawContact = z.object({
  ...card,
  CurrentBalance: amount,
  SellingDetails: z.object({ ABN: text, GSTIDNumber: text }).nullish(),
  BuyingDetails: z.object({ ABN: text, GSTIDNumber: text }).nullish(),
});
export type RawContact = z.infer<typeof rawContact>;

export const rawEmployee = z.object(card);
export type RawEmployee = z.infer<typeof rawEmployee>;

const line = z.object({
  Type: text,
  Description: text,
  ShipQuantity: amount,
  BillQuantity: amount,
  UnitCount: amount,
  UnitPrice: amount,
  Hours: amount,
  Rate: amount,
  Total: amount,
  Account: link,
  Item: z.object({ UID: text }).nullish(),
  Job: z.object({ UID: text }).nullish(),
  TaxCode: taxLink,
});
export type RawLine = z.infer<typeof line>;

/** What invoices and bills have in common. */
const document = {
  UID: id,
  Number: text,
  Date: text,
  Terms: z.object({ DueDate: text }).nullish(),
  IsTaxInclusive: flag,
  Subtotal: amount,
  Freight: amount,
  TotalTax: amount,
  TotalAmount: amount,
  BalanceDueAmount: amount,
  Status: text,
  LastPaymentDate: text,
  Lines: z.array(line).nullish(),
  ForeignCurrency: z.object({ Code: text }).nullish(),
  LastModified: text,
};

export const rawInvoice = z.object({ ...document, CustomerPurchaseOrderNumber: text, Customer: link });
export type RawInvoice = z.infer<typeof rawInvoice>;

export const rawBill = z.object({ ...document, SupplierInvoiceNumber: text, Supplier: link });
export type RawBill = z.infer<typeof rawBill>;

export const rawPayment = z.object({
  UID: id,
  Account: link,
  Customer: link,
  ReceiptNumber: text,
  Date: text,
  AmountReceived: movedAmount,
  PaymentMethod: text,
  Memo: text,
  Invoices: z.array(z.object({ UID: text, AmountApplied: amount, Type: text })).nullish(),
  ForeignCurrency: z.object({ Code: text }).nullish(),
  LastModified: text,
});
export type RawPayment = z.infer<typeof rawPayment>;

export const rawSupplierPayment = z.object({
  UID: id,
  PayFrom: text,
  Account: link,
  Supplier: link,
  PaymentNumber: text,
  Date: text,
  AmountPaid: movedAmount,
  Memo: text,
  Lines: z
    .array(z.object({ Type: text, Purchase: z.object({ UID: text }).nullish(), AmountApplied: amount }))
    .nullish(),
  ForeignCurrency: z.object({ Code: text }).nullish(),
  LastModified: text,
});
export type RawSupplierPayment = z.infer<typeof rawSupplierPayment>;

export const rawAccount = z.object({
  UID: id,
  Name: z.string(),
  DisplayID: text,
  Classification: text,
  Type: text,
  Description: text,
  IsActive: flag,
  IsHeader: flag,
  TaxCode: taxLink,
  LastModified: text,
});
export type RawAccount = z.infer<typeof rawAccount>;

export const rawTaxCode = z.object({
  UID: id,
  Code: z.string(),
  Description: text,
  Type: text,
  Rate: amount,
  IsRateNegative: flag,
});
export type RawTaxCode = z.infer<typeof rawTaxCode>;
