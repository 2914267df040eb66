/**
 * QuickBooks' invoices, sales receipts, bills and credits -> unified models. Pure and total. Called by streams.ts and actions.ts.
 */
import type { MapContext, Models } from 'plugboard/contract';
import { dateOf, minus } from 'plugboard/kit';
import { currencyOf } from './maps.ts';
import type { RawCredit, RawDocument, RawLine, RawLines } from './raw.ts';
import { idOf, momentOf, money, number, oneOf, text } from './values.ts';

type Line = Models['invoice']['lines'][number];

const treatments: Readonly<Record<string, Models['invoice']['tax_treatment']>> = {
  TaxExcluded: 'exclusive',
  TaxInclusive: 'inclusive',
  NotApplicable: 'none',
};

export function treatmentOf(raw: {
  readonly GlobalTaxCalculation?: string | null | undefined;
}): Models['invoice']['tax_treatment'] {
  return oneOf(treatments, raw.GlobalTaxCalculation, null);
}

/** Subtotals only repeat what stands above them; a bundle is read as the lines in it; a discount takes away. */
export function linesOf(raw: RawLines, currency: string | null): Line[] {
  return (raw ?? []).flatMap((line) => {
    if (line.DetailType === 'SubTotalLineDetail') return [];
    const inside = line.GroupLineDetail?.Line ?? [];
    return inside.length > 0 ? inside.map((one) => lineOf(one, currency)) : [lineOf(line, currency)];
  });
}

/** The vendor's total of a line is the gross one where tax is included, and `Amount` the net beside it. */
function lineOf(raw: RawLine, currency: string | null): Line {
  const sale = raw.SalesItemLineDetail ?? raw.ItemBasedExpenseLineDetail;
  const expense = raw.AccountBasedExpenseLineDetail;
  const net = money(raw.Amount, currency);
  const gross = money((sale ?? expense)?.TaxInclusiveAmt, currency);
  const tracking = idOf((sale ?? expense ?? raw.DepositLineDetail)?.ClassRef);
  const total = gross ?? net;
  return {
    description: text(raw.Description),
    quantity: number(sale?.Qty),
    unit_amount: money(sale?.UnitPrice, currency),
    tax_amount: minus(gross, net),
    total: raw.DetailType === 'DiscountLineDetail' ? minus('0', total) : total,
    account_code: idOf((expense ?? raw.DepositLineDetail)?.AccountRef),
    tax_code: idOf((sale ?? expense ?? raw.DepositLineDetail)?.TaxCodeRef),
    product_id: idOf(sale?.ItemRef),
    tracking: tracking === null ? [] : [tracking],
  };
}

/** A voided document stays, with nothing in it and a note that says so. */
function isVoid(raw: {
  readonly TotalAmt?: number | string | null | undefined;
  readonly PrivateNote?: string | null | undefined;
}): boolean {
  return Number(raw.TotalAmt ?? 0) === 0 && /^voided\b/i.test(text(raw.PrivateNote) ?? '');
}

/** QuickBooks has no status: what is still open says it. */
function statusOf(raw: RawDocument | RawCredit, due: string | null): 'open' | 'paid' | 'void' {
  if (isVoid(raw)) return 'void';
  return due !== null && /^-?0(\.0+)?$/.test(due) ? 'paid' : 'open';
}

function mapDocument(raw: RawDocument, context: MapContext, direction: 'receivable' | 'payable'): Models['invoice'] {
  const currency = currencyOf(raw.CurrencyRef, context);
  const who = direction === 'payable' ? raw.VendorRef : raw.CustomerRef;
  const [total, due] = [money(raw.TotalAmt, currency), money(raw.Balance, currency)];
  const tax = money(raw.TxnTaxDetail?.TotalTax, currency);
  return {
    number: text(raw.DocNumber),
    reference: text(raw.PONumber),
    direction,
    contact_id: idOf(who),
    contact_name: text(who?.name),
    status: statusOf(raw, due),
    issued_on: dateOf(raw.TxnDate ?? undefined) ?? null,
    due_on: dateOf(raw.DueDate ?? undefined) ?? null,
    paid_at: null,
    currency,
    tax_treatment: treatmentOf(raw),
    subtotal: tax === null ? total : minus(total, tax),
    tax_total: tax,
    total,
    amount_paid: minus(total, due),
    amount_due: due,
    lines: linesOf(raw.Line, currency),
    subscription_id: null,
    url: text(raw.InvoiceLink),
    created_at: momentOf(raw.MetaData?.CreateTime) ?? null,
    updated_at: momentOf(raw.MetaData?.LastUpdatedTime) ?? null,
    custom: {},
  };
}

export const mapInvoice = (raw: RawDocument, context: MapContext): Models['invoice'] =>
  mapDocument(raw, context, 'receivable');
export const mapBill = (raw: RawDocument, context: MapContext): Models['invoice'] =>
  mapDocument(raw, context, 'payable');

/** Sold and paid in one: nothing of it is ever open. */
export function mapSalesReceipt(raw: RawDocument, context: MapContext): Models['invoice'] {
  return mapDocument({ ...raw, Balance: 0 }, context, 'receivable');
}

function mapCredit(raw: RawCredit, context: MapContext, direction: 'receivable' | 'payable'): Models['credit_note'] {
  const currency = currencyOf(raw.CurrencyRef, context);
  const who = direction === 'payable' ? raw.VendorRef : raw.CustomerRef;
  const total = money(raw.TotalAmt, currency);
  const remaining = money(raw.RemainingCredit ?? raw.Balance, currency);
  const tax = money(raw.TxnTaxDetail?.TotalTax, currency);
  return {
    number: text(raw.DocNumber),
    reference: null,
    direction,
    contact_id: idOf(who),
    contact_name: text(who?.name),
    status: statusOf(raw, remaining),
    issued_on: dateOf(raw.TxnDate ?? undefined) ?? null,
    currency,
    tax_treatment: treatmentOf(raw),
    subtotal: tax === null ? total : minus(total, tax),
    tax_total: tax,
    total,
    remaining,
    // Which invoices it was used on is said by the payments that link both.
    allocations: [],
    lines: linesOf(raw.Line, currency),
    updated_at: momentOf(raw.MetaData?.LastUpdatedTime) ?? null,
    custom: {},
  };
}

export const mapCreditMemo = (raw: RawCredit, context: MapContext): Models['credit_note'] =>
  mapCredit(raw, context, 'receivable');
export const mapVendorCredit = (raw: RawCredit, context: MapContext): Models['credit_note'] =>
  mapCredit(raw, context, 'payable');
