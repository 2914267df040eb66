/**
 * Xero's invoices, credit notes, payments and bank transactions -> unified models. Pure and total. Called by streams.ts and
 * actions.ts.
 */
import { toDecimal, type MapContext, type Models } from 'plugboard/contract';
import { baseCurrency } from './maps.ts';
import type { RawBankTransaction, RawCreditNote, RawInvoice, RawLine, RawPayment } from './raw.ts';
import { currencyCode, dayOf, momentOf, money, number, oneOf, text } from './values.ts';

const treatments: Readonly<Record<string, Models['invoice']['tax_treatment']>> = {
  Exclusive: 'exclusive',
  Inclusive: 'inclusive',
  NoTax: 'none',
};

const documentStatuses = {
  DRAFT: 'draft',
  SUBMITTED: 'submitted',
  AUTHORISED: 'open',
  PAID: 'paid',
  VOIDED: 'void',
  DELETED: 'void',
} as const;

function direction(type: string | null | undefined): 'receivable' | 'payable' {
  return type?.startsWith('ACCPAY') === true ? 'payable' : 'receivable';
}

function mapLine(raw: RawLine, currency: string | null): Models['invoice']['lines'][number] {
  return {
    description: text(raw.Description),
    quantity: number(raw.Quantity),
    unit_amount: money(raw.UnitAmount, currency),
    tax_amount: money(raw.TaxAmount, currency),
    total: money(raw.LineAmount, currency),
    account_code: text(raw.AccountCode),
    tax_code: text(raw.TaxType),
    product_id: text(raw.Item?.ItemID),
    tracking: (raw.Tracking ?? []).flatMap((option) => text(option.TrackingOptionID) ?? []),
  };
}

export function mapInvoice(raw: RawInvoice, context: MapContext): Models['invoice'] {
  const currency = currencyCode(raw.CurrencyCode) ?? baseCurrency(context);
  return {
    number: text(raw.InvoiceNumber),
    reference: text(raw.Reference),
    direction: direction(raw.Type),
    contact_id: text(raw.Contact?.ContactID),
    contact_name: text(raw.Contact?.Name),
    status: oneOf<Models['invoice']['status']>(documentStatuses, raw.Status, 'draft'),
    issued_on: dayOf(raw.DateString, raw.Date),
    due_on: dayOf(raw.DueDateString, raw.DueDate),
    paid_at: momentOf(raw.FullyPaidOnDate) ?? null,
    currency,
    tax_treatment: oneOf(treatments, raw.LineAmountTypes, null),
    subtotal: money(raw.SubTotal, currency),
    tax_total: money(raw.TotalTax, currency),
    total: money(raw.Total, currency),
    amount_paid: money(raw.AmountPaid, currency),
    amount_due: money(raw.AmountDue, currency),
    lines: (raw.LineItems ?? []).map((line) => mapLine(line, currency)),
    subscription_id: null,
    // `Url` is a link back to the source document; the page a customer pays on needs a call per invoice.
    url: null,
    created_at: null,
    updated_at: momentOf(raw.UpdatedDateUTC) ?? null,
    custom: {},
  };
}

export function mapCreditNote(raw: RawCreditNote, context: MapContext): Models['credit_note'] {
  const currency = currencyCode(raw.CurrencyCode) ?? baseCurrency(context);
  return {
    number: text(raw.CreditNoteNumber),
    reference: text(raw.Reference),
    direction: direction(raw.Type),
    contact_id: text(raw.Contact?.ContactID),
    contact_name: text(raw.Contact?.Name),
    status: oneOf<Models['credit_note']['status']>(documentStatuses, raw.Status, 'draft'),
    issued_on: dayOf(raw.DateString, raw.Date),
    currency,
    tax_treatment: oneOf(treatments, raw.LineAmountTypes, null),
    subtotal: money(raw.SubTotal, currency),
    tax_total: money(raw.TotalTax, currency),
    total: money(raw.Total, currency),
    remaining: money(raw.RemainingCredit, currency),
    allocations: (raw.Allocations ?? []).flatMap((allocation) => {
      const invoice = text(allocation.Invoice?.InvoiceID);
      const amount = money(allocation.Amount, currency);
      return invoice === null || amount === null
        ? []
        : [{ invoice_id: invoice, amount, on: dayOf(undefined, allocation.Date) }];
    }),
    lines: (raw.LineItems ?? []).map((line) => mapLine(line, currency)),
    updated_at: momentOf(raw.UpdatedDateUTC) ?? null,
    custom: {},
  };
}

/** Which way the money went. A refund of a customer's credit goes out; a supplier's refund comes in. */
const paymentDirections: Readonly<Record<string, Models['payment']['direction']>> = {
  ACCRECPAYMENT: 'received',
  APCREDITPAYMENT: 'received',
  APPREPAYMENTPAYMENT: 'received',
  APOVERPAYMENTPAYMENT: 'received',
  ACCPAYPAYMENT: 'made',
  ARCREDITPAYMENT: 'made',
  ARPREPAYMENTPAYMENT: 'made',
  AROVERPAYMENTPAYMENT: 'made',
};

export function mapPayment(raw: RawPayment, context: MapContext): Models['payment'] {
  const currency =
    currencyCode(raw.Invoice?.CurrencyCode) ?? currencyCode(raw.CreditNote?.CurrencyCode) ?? baseCurrency(context);
  const ofCredit = raw.Invoice?.Type?.endsWith('CREDIT') === true;
  const named = text(raw.Invoice?.InvoiceID);
  return {
    direction: oneOf(paymentDirections, raw.PaymentType, 'received'),
    status: raw.Status === 'DELETED' ? 'cancelled' : 'succeeded',
    amount: toDecimal(raw.Amount, currency ?? 'XXX'),
    currency,
    amount_refunded: null,
    paid_on: dayOf(undefined, raw.Date),
    invoice_id: ofCredit ? null : named,
    credit_note_id: text(raw.CreditNote?.CreditNoteID) ?? (ofCredit ? named : null),
    contact_id: text(raw.Invoice?.Contact?.ContactID) ?? text(raw.CreditNote?.Contact?.ContactID),
    account_id: text(raw.Account?.AccountID),
    payment_intent_id: null,
    method: null,
    method_detail: null,
    reference: text(raw.Reference),
    is_reconciled: raw.IsReconciled ?? null,
    failure_code: null,
    failure_message: null,
    created_at: null,
    updated_at: momentOf(raw.UpdatedDateUTC) ?? null,
    custom: {},
  };
}

export function mapBankTransaction(raw: RawBankTransaction, context: MapContext): Models['bank_transaction'] {
  const currency = currencyCode(raw.CurrencyCode) ?? baseCurrency(context);
  const amount = toDecimal(raw.Total, currency ?? 'XXX').replace(/^-/, '');
  const isOut = raw.Type?.startsWith('SPEND') === true;
  const nothing = /^[0.]*$/.test(amount);
  return {
    direction: isOut ? 'out' : 'in',
    type: text(raw.Type),
    status: oneOf({ VOIDED: 'void', DELETED: 'void' }, raw.Status, 'posted'),
    is_reconciled: raw.IsReconciled ?? null,
    account_id: text(raw.BankAccount?.AccountID),
    contact_id: text(raw.Contact?.ContactID),
    contact_name: text(raw.Contact?.Name),
    on: dayOf(raw.DateString, raw.Date),
    currency,
    amount,
    fee: null,
    net: isOut && !nothing ? `-${amount}` : amount,
    tax_total: money(raw.TotalTax, currency),
    reference: text(raw.Reference),
    description: null,
    lines: (raw.LineItems ?? []).map((line) => mapLine(line, currency)),
    source_id: null,
    payout_id: null,
    available_at: null,
    created_at: null,
    updated_at: momentOf(raw.UpdatedDateUTC) ?? null,
    custom: {},
  };
}
