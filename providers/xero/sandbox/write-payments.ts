/** Recording and deleting payments; both change the invoice they are of. Called by ../sandbox.ts. */
import { at, textAt } from 'plugboard/kit';
import type { JsonObject } from 'plugboard/contract';
import { fullView, renderInvoice, renderPayment } from './render.ts';
import { dueOf, freshId, today, type Context, type Document, type Payment } from './state.ts';
import { dayAt, refuse, scaledAt, type WriteRules, type Written } from './writes.ts';

export const paymentWrites: WriteRules = {
  plural: 'Payments',
  idField: 'PaymentID',
  write(element, context) {
    const id = textAt(element, 'PaymentID')?.toLowerCase();
    return id === undefined ? record(element, context) : remove(id, element, context);
  },
};

function record(element: JsonObject, context: Context): Written {
  const { state } = context;
  const invoiceId = textAt(element, 'Invoice.InvoiceID')?.toLowerCase();
  const number = textAt(element, 'Invoice.InvoiceNumber');
  const invoice = state.invoices.find(
    (one) => one.id === invoiceId || (invoiceId === undefined && one.number === number),
  );
  if (invoice === undefined) return refuse('Invoice could not be found.');
  if (invoice.status !== 'AUTHORISED') return refuse('Invoice is not of valid status for payments.');
  const accountId = textAt(element, 'Account.AccountID')?.toLowerCase();
  const code = textAt(element, 'Account.Code');
  const account = state.accounts.find((one) => one.id === accountId || (accountId === undefined && one.code === code));
  if (account === undefined || account.status !== 'ACTIVE' || !(account.type === 'BANK' || account.payments)) {
    return refuse('Payments can only be made to a bank account, or an account with payments enabled.');
  }
  const cents = scaledAt(element, 'Amount', 100);
  if (cents === null || cents === undefined || cents <= 0) return refuse('Payment amount must be greater than 0.');
  if (cents > dueOf(state, invoice)) return refuse('Payment amount exceeds the amount outstanding on this document');
  const day = dayAt(element, 'Date');
  if (day === null) return refuse('Date is not a date.');
  const payment: Payment = {
    id: freshId(context),
    invoice: invoice.id,
    account: account.id,
    cents,
    date: day ?? today(context.now()),
    reference: textAt(element, 'Reference') ?? '',
    reconciled: at(element, 'IsReconciled') === true,
    status: 'AUTHORISED',
    updated: context.now(),
  };
  state.payments.push(payment);
  settle(invoice, context);
  return { ok: true, item: withInvoice(payment, invoice, context) };
}

function remove(id: string, element: JsonObject, context: Context): Written {
  const { state } = context;
  const payment = state.payments.find((one) => one.id === id);
  if (payment === undefined) return refuse('Payment could not be found.');
  if (textAt(element, 'Status') !== 'DELETED') return refuse('Only Status DELETED can be set on a payment.');
  if (payment.status === 'DELETED') return refuse('Payment has already been deleted.');
  if (payment.reconciled) return refuse('Payment cannot be deleted because it is reconciled.');
  payment.status = 'DELETED';
  payment.updated = context.now();
  const invoice = state.invoices.find((one) => one.id === payment.invoice);
  if (invoice !== undefined) settle(invoice, context);
  return {
    ok: true,
    item: invoice === undefined ? renderPayment(payment, state) : withInvoice(payment, invoice, context),
  };
}

/** Paid when nothing is due, open again when something is. */
function settle(invoice: Document, context: Context): void {
  invoice.status = dueOf(context.state, invoice) === 0 ? 'PAID' : 'AUTHORISED';
  invoice.updated = context.now();
}

/** A written payment shows its whole invoice, where a listed one shows a stub. */
function withInvoice(payment: Payment, invoice: Document, context: Context): JsonObject {
  const { Payments: _payments, CreditNotes: _notes, ...shown } = renderInvoice(invoice, context.state, fullView);
  return { ...renderPayment(payment, context.state), Invoice: shown };
}
