/**
 * QuickBooks' movements of money (payments, deposits, purchases, transfers, refunds, journal entries) -> unified models, with what ties them to
 * each other in `custom`: that is what people reconcile with. Pure and total. Called by streams.ts and actions.ts.
 */
import type { MapContext, Models } from 'plugboard/contract';
import { dateOf } from 'plugboard/kit';
import { linesOf } from './maps-documents.ts';
import { currencyOf } from './maps.ts';
import type { RawJournalEntry, RawLines, RawMovement, RawPayment, RawTransfer } from './raw.ts';
import { idOf, momentOf, money, oneOf, text } from './values.ts';

interface Link {
  readonly type: string;
  readonly id: string;
  readonly amount: string | null;
}

/** Each line of a payment or deposit names the transactions it is about. */
function linksOf(lines: RawLines, currency: string | null): readonly Link[] {
  return (lines ?? []).flatMap((line) =>
    (line.LinkedTxn ?? []).flatMap(({ TxnId, TxnType }) => {
      const [id, type] = [text(TxnId), text(TxnType)];
      return id === null || type === null ? [] : [{ type, id, amount: money(line.Amount, currency) }];
    }),
  );
}

/** The one transaction of a type, where there is one. */
function only(links: readonly Link[], type: string): string | null {
  const [first, ...more] = [...new Set(links.flatMap((link) => (link.type === type ? [link.id] : [])))];
  return more.length > 0 ? null : (first ?? null);
}

const unsigned = (amount: string): string => amount.replace(/^-/, '');

function payment(raw: RawPayment, context: MapContext) {
  const currency = currencyOf(raw.CurrencyRef, context);
  const links = linksOf(raw.Line, currency);
  return {
    currency,
    links,
    shared: {
      status: 'succeeded' as const,
      amount: money(raw.TotalAmt, currency) ?? '0',
      currency,
      amount_refunded: null,
      paid_on: dateOf(raw.TxnDate ?? undefined) ?? null,
      payment_intent_id: null,
      method_detail: null,
      is_reconciled: null,
      failure_code: null,
      failure_message: null,
      created_at: momentOf(raw.MetaData?.CreateTime) ?? null,
      updated_at: momentOf(raw.MetaData?.LastUpdatedTime) ?? null,
    },
  };
}

/** Money from a customer. A payment of nothing uses a credit: it links the credit memo and the invoice. */
export function mapPayment(raw: RawPayment, context: MapContext): Models['payment'] {
  const { currency, links, shared } = payment(raw, context);
  return {
    ...shared,
    direction: 'received',
    invoice_id: only(links, 'Invoice'),
    credit_note_id: only(links, 'CreditMemo'),
    contact_id: idOf(raw.CustomerRef),
    account_id: idOf(raw.DepositToAccountRef),
    method: text(raw.PaymentMethodRef?.name),
    reference: text(raw.PaymentRefNum),
    custom: { linked: links, unapplied: money(raw.UnappliedAmt, currency) },
  };
}

/** Money to a supplier, from the bank or by card. */
export function mapBillPayment(raw: RawPayment, context: MapContext): Models['payment'] {
  const { links, shared } = payment(raw, context);
  return {
    ...shared,
    direction: 'made',
    invoice_id: only(links, 'Bill'),
    credit_note_id: only(links, 'VendorCredit'),
    contact_id: idOf(raw.VendorRef),
    account_id: idOf(raw.CheckPayment?.BankAccountRef) ?? idOf(raw.CreditCardPayment?.CCAccountRef),
    method: text(raw.PayType),
    reference: text(raw.DocNumber),
    custom: { linked: links },
  };
}

type BankTransaction = Models['bank_transaction'];

function movement(raw: RawMovement | RawTransfer, signed: string, currency: string | null) {
  return {
    status: 'posted' as const,
    // The API says it in no transaction; the reports `reconciled` and `cleared` list those that are.
    is_reconciled: null,
    on: dateOf(raw.TxnDate ?? undefined) ?? null,
    currency,
    amount: unsigned(signed),
    fee: null,
    net: null,
    description: text(raw.PrivateNote),
    source_id: null,
    payout_id: null,
    available_at: null,
    created_at: momentOf(raw.MetaData?.CreateTime) ?? null,
    updated_at: momentOf(raw.MetaData?.LastUpdatedTime) ?? null,
  };
}

/** What arrives at the bank: receipts taken there together, less fees. Its total is what the statement shows. */
export function mapDeposit(raw: RawMovement, context: MapContext): BankTransaction {
  const currency = currencyOf(raw.CurrencyRef, context);
  const signed = money(raw.TotalAmt, currency) ?? '0';
  return {
    ...movement(raw, signed, currency),
    direction: signed.startsWith('-') ? 'out' : 'in',
    type: 'deposit',
    account_id: idOf(raw.DepositToAccountRef),
    contact_id: null,
    contact_name: null,
    tax_total: money(raw.TxnTaxDetail?.TotalTax, currency),
    reference: text(raw.DocNumber),
    lines: linesOf(raw.Line, currency),
    custom: { linked: linksOf(raw.Line, currency) },
  };
}

/** Money spent directly: cash, cheque or card. `Credit`: the shop gave it back to the card. */
export function mapPurchase(raw: RawMovement, context: MapContext): BankTransaction {
  const currency = currencyOf(raw.CurrencyRef, context);
  const signed = money(raw.TotalAmt, currency) ?? '0';
  // Only vendors and customers are contacts here; an employee is none.
  const contact = ['Vendor', 'Customer', null].includes(text(raw.EntityRef?.type));
  return {
    ...movement(raw, signed, currency),
    direction: (raw.Credit === true) === signed.startsWith('-') ? 'out' : 'in',
    type: text(raw.PaymentType),
    account_id: idOf(raw.AccountRef),
    contact_id: contact ? idOf(raw.EntityRef) : null,
    contact_name: text(raw.EntityRef?.name),
    tax_total: money(raw.TxnTaxDetail?.TotalTax, currency),
    reference: text(raw.DocNumber) ?? text(raw.PaymentRefNum),
    lines: linesOf(raw.Line, currency),
    custom: {},
  };
}

/** Money given back to a customer. */
export function mapRefundReceipt(raw: RawMovement, context: MapContext): BankTransaction {
  const currency = currencyOf(raw.CurrencyRef, context);
  const signed = money(raw.TotalAmt, currency) ?? '0';
  return {
    ...movement(raw, signed, currency),
    direction: signed.startsWith('-') ? 'in' : 'out',
    type: 'refund',
    account_id: idOf(raw.DepositToAccountRef),
    contact_id: idOf(raw.CustomerRef),
    contact_name: text(raw.CustomerRef?.name),
    tax_total: money(raw.TxnTaxDetail?.TotalTax, currency),
    reference: text(raw.DocNumber),
    lines: linesOf(raw.Line, currency),
    custom: {},
  };
}

/** One record for both sides: out of the account it leaves; where it goes is beside it. */
export function mapTransfer(raw: RawTransfer, context: MapContext): BankTransaction {
  const currency = currencyOf(raw.CurrencyRef, context);
  const signed = money(raw.Amount, currency) ?? '0';
  return {
    ...movement(raw, signed, currency),
    direction: signed.startsWith('-') ? 'in' : 'out',
    type: 'transfer',
    account_id: idOf(raw.FromAccountRef),
    contact_id: null,
    contact_name: null,
    tax_total: null,
    reference: text(raw.DocNumber),
    lines: [],
    custom: { to_account_id: idOf(raw.ToAccountRef) },
  };
}

type JournalLine = Models['journal_entry']['lines'][number];

export function mapJournalEntry(raw: RawJournalEntry, context: MapContext): Models['journal_entry'] {
  const currency = currencyOf(raw.CurrencyRef, context);
  return {
    kind: 'entry',
    number: text(raw.DocNumber),
    journal: null,
    description: text(raw.PrivateNote),
    posted_on: dateOf(raw.TxnDate ?? undefined) ?? null,
    status: 'posted',
    currency,
    source: raw.Adjustment === true ? 'adjustment' : 'manual',
    source_id: null,
    lines: (raw.Line ?? []).flatMap((line): JournalLine[] => {
      const detail = line.JournalEntryLineDetail;
      if (detail === null || detail === undefined) return [];
      const amount = money(line.Amount, currency);
      const side = oneOf<'debit' | 'credit' | null>({ Debit: 'debit', Credit: 'credit' }, detail.PostingType, null);
      const [classId, department] = [idOf(detail.ClassRef), idOf(detail.DepartmentRef)];
      return [
        {
          account_code: null,
          account_id: idOf(detail.AccountRef),
          description: text(line.Description),
          debit: side === 'debit' ? amount : null,
          credit: side === 'credit' ? amount : null,
          tax_code: idOf(detail.TaxCodeRef),
          contact_id: ['Customer', 'Vendor'].includes(detail.Entity?.Type ?? '')
            ? idOf(detail.Entity?.EntityRef)
            : null,
          dimensions: {
            ...(classId === null ? {} : { class: classId }),
            ...(department === null ? {} : { department }),
          },
        },
      ];
    }),
    created_at: momentOf(raw.MetaData?.CreateTime) ?? null,
    updated_at: momentOf(raw.MetaData?.LastUpdatedTime) ?? null,
    custom: {},
  };
}
