/** MYOB's invoices, bills and payments -> unified models. Pure and total. Called by streams.ts and actions.ts. */
import { toDecimal, type MapContext, type Models } from 'plugboard/contract';
import { currencyCode, minus } from 'plugboard/kit';
import type { RawBill, RawInvoice, RawLine, RawPayment, RawSupplierPayment } from './raw.ts';
import { bookCurrency, dayOf, momentOf, money, number, text } from './values.ts';

type Line = Models['invoice']['lines'][number];

/** Subtotal lines repeat the lines above them; headings have words only. */
function mapLines(lines: readonly RawLine[] | null | undefined, currency: string | null): Line[] {
  return (lines ?? [])
    .filter(({ Type }) => Type !== 'Subtotal')
    .map((raw) => ({
      description: text(raw.Description),
      quantity: number(raw.ShipQuantity ?? raw.BillQuantity ?? raw.UnitCount ?? raw.Hours),
      unit_amount: money(raw.UnitPrice ?? raw.Rate, currency),
      // MYOB tells the tax of the whole document only.
      tax_amount: null,
      total: money(raw.Total, currency),
      account_code: text(raw.Account?.DisplayID),
      tax_code: text(raw.TaxCode?.Code),
      product_id: text(raw.Item?.UID),
      tracking: [raw.Job?.UID].flatMap((job) => text(job) ?? []),
    }));
}

/** Closed is paid. A credit (a negative document) is open until it has been used up. */
function statusOf({ Status, BalanceDueAmount }: RawInvoice | RawBill): Models['invoice']['status'] {
  if (Status === 'Closed') return 'paid';
  return (Status === 'Credit' || Status === 'Debit') && Number(BalanceDueAmount) === 0 ? 'paid' : 'open';
}

function mapDocument(
  raw: RawInvoice | RawBill,
  of: Pick<Models['invoice'], 'direction' | 'reference' | 'contact_id' | 'contact_name'>,
  context: MapContext,
): Models['invoice'] {
  const currency = currencyCode(raw.ForeignCurrency?.Code) ?? bookCurrency(context);
  const total = money(raw.TotalAmount, currency);
  const tax = money(raw.TotalTax, currency);
  const due = money(raw.BalanceDueAmount, currency);
  const treatments = { true: 'inclusive', false: 'exclusive' } as const;
  return {
    number: text(raw.Number),
    reference: of.reference,
    direction: of.direction,
    contact_id: of.contact_id,
    contact_name: of.contact_name,
    status: statusOf(raw),
    issued_on: dayOf(raw.Date),
    due_on: dayOf(raw.Terms?.DueDate),
    // Only the day of the last payment is known, and no moment.
    paid_at: null,
    currency,
    tax_treatment: typeof raw.IsTaxInclusive === 'boolean' ? treatments[`${raw.IsTaxInclusive}`] : null,
    // MYOB's own Subtotal has the tax in it when the prices do, and never the freight.
    subtotal: minus(total, tax),
    tax_total: tax,
    total,
    amount_paid: minus(total, due),
    amount_due: due,
    lines: mapLines(raw.Lines, currency),
    subscription_id: null,
    url: null,
    created_at: null,
    updated_at: momentOf(raw.LastModified) ?? null,
    custom: {},
  };
}

export function mapInvoice(raw: RawInvoice, context: MapContext): Models['invoice'] {
  const of = {
    direction: 'receivable',
    reference: text(raw.CustomerPurchaseOrderNumber),
    contact_id: text(raw.Customer?.UID),
    contact_name: text(raw.Customer?.Name),
  } as const;
  return mapDocument(raw, of, context);
}

/** The number is ours; the supplier's own number is the reference. */
export function mapBill(raw: RawBill, context: MapContext): Models['invoice'] {
  const of = {
    direction: 'payable',
    reference: text(raw.SupplierInvoiceNumber),
    contact_id: text(raw.Supplier?.UID),
    contact_name: text(raw.Supplier?.Name),
  } as const;
  return mapDocument(raw, of, context);
}

/** One payment may settle several documents: with one it is named, with several they are listed with their amounts. */
function settled(parts: readonly Part[]): Pick<Models['payment'], 'invoice_id' | 'custom'> {
  const [only, ...more] = parts;
  if (only === undefined || more.length === 0) return { invoice_id: only?.UID ?? null, custom: {} };
  return {
    invoice_id: null,
    custom: { applied: parts.map(({ UID, amount }) => ({ invoice_id: UID, amount })) },
  };
}

type Part = { readonly UID: string | null; readonly amount: string | null };

/** What MYOB lists has happened; whether the bank knows of it is not told. */
function mapMoney(
  of: Pick<
    Models['payment'],
    'direction' | 'amount' | 'paid_on' | 'contact_id' | 'account_id' | 'method' | 'reference' | 'updated_at'
  >,
  parts: readonly Part[],
  currency: string,
): Models['payment'] {
  const { invoice_id, custom } = settled(parts);
  return {
    direction: of.direction,
    status: 'succeeded',
    amount: of.amount,
    currency,
    amount_refunded: null,
    paid_on: of.paid_on,
    invoice_id,
    credit_note_id: null,
    contact_id: of.contact_id,
    account_id: of.account_id,
    payment_intent_id: null,
    method: of.method,
    method_detail: null,
    reference: of.reference,
    is_reconciled: null,
    failure_code: null,
    failure_message: null,
    created_at: null,
    updated_at: of.updated_at,
    custom,
  };
}

export function mapPayment(raw: RawPayment, context: MapContext): Models['payment'] {
  const currency = currencyCode(raw.ForeignCurrency?.Code) ?? bookCurrency(context);
  const of = {
    direction: 'received',
    amount: toDecimal(raw.AmountReceived, currency),
    paid_on: dayOf(raw.Date),
    contact_id: text(raw.Customer?.UID),
    account_id: text(raw.Account?.UID),
    method: text(raw.PaymentMethod),
    reference: text(raw.ReceiptNumber),
    updated_at: momentOf(raw.LastModified) ?? null,
  } as const;
  const invoices = (raw.Invoices ?? []).filter(({ Type }) => Type !== 'Order');
  const parts = invoices.map((part) => ({ UID: text(part.UID), amount: money(part.AmountApplied, currency) }));
  return mapMoney(of, parts, currency);
}

export function mapSupplierPayment(raw: RawSupplierPayment, context: MapContext): Models['payment'] {
  const currency = currencyCode(raw.ForeignCurrency?.Code) ?? bookCurrency(context);
  const of = {
    direction: 'made',
    amount: toDecimal(raw.AmountPaid, currency),
    paid_on: dayOf(raw.Date),
    contact_id: text(raw.Supplier?.UID),
    account_id: text(raw.Account?.UID),
    method: raw.PayFrom === 'ElectronicPayments' ? 'electronic' : null,
    reference: text(raw.PaymentNumber),
    updated_at: momentOf(raw.LastModified) ?? null,
  } as const;
  const bills = (raw.Lines ?? []).filter(({ Type }) => Type !== 'Order');
  const parts = bills.map((part) => ({
    UID: text(part.Purchase?.UID),
    amount: money(part.AmountApplied, currency),
  }));
  return mapMoney(of, parts, currency);
}
