/**
 * QuickBooks' movements of money (payments, deposits, purchases, transfers, refunds, journal entries) -> unified models, with what ties them to
 * each other in `custom`: that is what people reconcile with. Pure and total. Called by streams.ts and actions.ts.
 */
import type { MapContext, Models } from 'plugboard/contract';
import { dateOf } from 'plugboard/kit';
import { linesOf } from './maps-documents.ts';
import { currencyOf } from './maps.ts';
import type { RawJournalEntry, RawLines, RawMovement, RawPayment, RawTransfer } from './raw.ts';
import { idOf, momentOf, money, oneOf, text, type RawAmount, type RawReference } from './values.ts';

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

/** What differs between money that came in and money that went out. */
interface PaymentParts extends Pick<
  Models['payment'],
  'direction' | 'invoice_id' | 'credit_note_id' | 'contact_id' | 'account_id' | 'method' | 'reference' | 'custom'
> {
  readonly currency: string | null;
}

function paymentOf(raw: RawPayment, parts: PaymentParts): Models['payment'] {
  const { currency } = parts;
  return {
    direction: parts.direction,
    status: 'succeeded',
    amount: money(raw.TotalAmt, currency) ?? '0',
    currency,
    amount_refunded: null,
    paid_on: dateOf(raw.TxnDate ?? undefined) ?? null,
    invoice_id: parts.invoice_id,
    credit_note_id: parts.credit_note_id,
    contact_id: parts.contact_id,
    account_id: parts.account_id,
    payment_intent_id: null,
    method: parts.method,
    method_detail: null,
    reference: parts.reference,
    is_reconciled: null,
    failure_code: null,
    failure_message: null,
    created_at: momentOf(raw.MetaData?.CreateTime) ?? null,
    updated_at: momentOf(raw.MetaData?.LastUpdatedTime) ?? null,
    custom: parts.custom,
  };
}

/** Money from a customer. A payment of nothing uses a credit: it links the credit memo and the invoice. */
export function mapPayment(raw: RawPayment, context: MapContext): Models['payment'] {
  const currency = currencyOf(raw.CurrencyRef, context);
  const links = linksOf(raw.Line, currency);
  return paymentOf(raw, {
    direction: 'received',
    currency,
    invoice_id: only(links, 'Invoice'),
    credit_note_id: only(links, 'CreditMemo'),
    contact_id: idOf(raw.CustomerRef),
    account_id: idOf(raw.DepositToAccountRef),
    method: text(raw.PaymentMethodRef?.name),
    reference: text(raw.PaymentRefNum),
    custom: { linked: links, unapplied: money(raw.UnappliedAmt, currency) },
  });
}

/** Money to a supplier, from the bank or by card. */
export function mapBillPayment(raw: RawPayment, context: MapContext): Models['payment'] {
  const currency = currencyOf(raw.CurrencyRef, context);
  const links = linksOf(raw.Line, currency);
  return paymentOf(raw, {
    direction: 'made',
    currency,
    invoice_id: only(links, 'Bill'),
    credit_note_id: only(links, 'VendorCredit'),
    contact_id: idOf(raw.VendorRef),
    account_id: idOf(raw.CheckPayment?.BankAccountRef) ?? idOf(raw.CreditCardPayment?.CCAccountRef),
    method: text(raw.PayType),
    reference: text(raw.DocNumber),
    custom: { linked: links },
  });
}

type BankTransaction = Models['bank_transaction'];

interface MovementParts extends Pick<BankTransaction, 'type' | 'account_id' | 'reference' | 'lines' | 'custom'> {
  /** Which way a positive amount went. */
  readonly way: 'in' | 'out';
  readonly amount: number | string;
  readonly currency: string | null;
  readonly contact?: RawReference;
  readonly tax?: RawAmount;
}

function movementOf(raw: RawMovement | RawTransfer, parts: MovementParts): BankTransaction {
  const { currency, contact } = parts;
  const signed = money(parts.amount, currency) ?? '0';
  const back = parts.way === 'in' ? 'out' : 'in';
  return {
    direction: signed.startsWith('-') ? back : parts.way,
    type: parts.type,
    status: 'posted',
    // The API says it in no transaction; the reports of what was reconciled and cleared list those that are.
    is_reconciled: null,
    account_id: parts.account_id,
    contact_id: idOf(contact),
    contact_name: text(contact?.name),
    on: dateOf(raw.TxnDate ?? undefined) ?? null,
    currency,
    amount: signed.replace(/^-/, ''),
    fee: null,
    net: null,
    tax_total: money(parts.tax, currency),
    reference: parts.reference,
    description: text(raw.PrivateNote),
    lines: parts.lines,
    source_id: null,
    payout_id: null,
    available_at: null,
    created_at: momentOf(raw.MetaData?.CreateTime) ?? null,
    updated_at: momentOf(raw.MetaData?.LastUpdatedTime) ?? null,
    custom: parts.custom,
  };
}

/** What arrives at the bank: receipts taken there together, less fees. Its total is what the statement shows. */
export function mapDeposit(raw: RawMovement, context: MapContext): BankTransaction {
  const currency = currencyOf(raw.CurrencyRef, context);
  return movementOf(raw, {
    way: 'in',
    type: 'deposit',
    amount: raw.TotalAmt,
    currency,
    account_id: idOf(raw.DepositToAccountRef),
    tax: raw.TxnTaxDetail?.TotalTax,
    reference: text(raw.DocNumber),
    lines: linesOf(raw.Line, currency),
    custom: { linked: linksOf(raw.Line, currency) },
  });
}

/** Money spent directly: cash, cheque or card. `Credit`: the shop gave it back to the card. */
export function mapPurchase(raw: RawMovement, context: MapContext): BankTransaction {
  const currency = currencyOf(raw.CurrencyRef, context);
  // Only vendors and customers are contacts here; of an employee the name is kept.
  const contact = ['Vendor', 'Customer', null].includes(text(raw.EntityRef?.type));
  return movementOf(raw, {
    way: raw.Credit === true ? 'in' : 'out',
    type: text(raw.PaymentType),
    amount: raw.TotalAmt,
    currency,
    account_id: idOf(raw.AccountRef),
    contact: contact ? raw.EntityRef : { name: raw.EntityRef?.name },
    tax: raw.TxnTaxDetail?.TotalTax,
    reference: text(raw.DocNumber) ?? text(raw.PaymentRefNum),
    lines: linesOf(raw.Line, currency),
    custom: {},
  });
}

/** Money given back to a customer. */
export function mapRefundReceipt(raw: RawMovement, context: MapContext): BankTransaction {
  const currency = currencyOf(raw.CurrencyRef, context);
  return movementOf(raw, {
    way: 'out',
    type: 'refund',
    amount: raw.TotalAmt,
    currency,
    account_id: idOf(raw.DepositToAccountRef),
    contact: raw.CustomerRef,
    tax: raw.TxnTaxDetail?.TotalTax,
    reference: text(raw.DocNumber),
    lines: linesOf(raw.Line, currency),
    custom: {},
  });
}

/** One record for both sides: out of the account it leaves; where it goes is beside it. */
export function mapTransfer(raw: RawTransfer, context: MapContext): BankTransaction {
  return movementOf(raw, {
    way: 'out',
    type: 'transfer',
    amount: raw.Amount,
    currency: currencyOf(raw.CurrencyRef, context),
    account_id: idOf(raw.FromAccountRef),
    reference: text(raw.DocNumber),
    lines: [],
    custom: { to_account_id: idOf(raw.ToAccountRef) },
  });
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
