/** Creating and changing invoices, bills and bank transactions, with the rules Xero holds them to. Called by ../sandbox.ts. */
import type { JsonObject } from 'plugboard/contract';
import { at, isObject, textAt } from 'plugboard/kit';
import { fullView, renderBankTransaction, renderInvoice, type View } from './render.ts';
import {
  freshId,
  settledOf,
  today,
  type Amounts,
  type BankTransaction,
  type Context,
  type Document,
  type Line,
  type State,
  type Status,
} from './state.ts';
import { activeByName, newContact } from './write-contacts.ts';
import { dayAt, refuse, scaledAt, type WriteRules, type Written } from './writes.ts';

const treatments: readonly Amounts[] = ['Exclusive', 'Inclusive', 'NoTax'];

type Problems = string[];

/** Lines as documents keep them; problems are added to the list. */
function linesOf(element: JsonObject, context: Context, final: boolean, problems: Problems): Line[] {
  const given = at(element, 'LineItems');
  if (!Array.isArray(given) || given.length === 0) {
    problems.push('One or more line items must be specified');
    return [];
  }
  return given.filter(isObject).map((line) => lineOf(line, context, final, problems));
}

function lineOf(line: JsonObject, context: Context, final: boolean, problems: Problems): Line {
  const { state } = context;
  const description = textAt(line, 'Description');
  if (description === undefined)
    problems.push('Description field must be at least 1 character long to save this invoice.');
  const quantity = scaledAt(line, 'Quantity', 10_000) ?? 10_000;
  const unit = scaledAt(line, 'UnitAmount', 10_000);
  if (unit === null) problems.push('UnitAmount is not a number.');
  if (unit === undefined && final) problems.push('UnitAmount is required to approve this document.');
  const code = textAt(line, 'AccountCode');
  const account = state.accounts.find((one) => one.code === code && one.status === 'ACTIVE');
  if (code === undefined && final) problems.push('Account code must be specified.');
  if (code !== undefined && (account === undefined || account.type === 'BANK' || account.system !== '')) {
    problems.push(`Account code '${code}' is not a valid code for this document.`);
  }
  const tax = textAt(line, 'TaxType') ?? account?.tax ?? 'BASEXCLUDED';
  if (!state.tax_rates.some(({ type }) => type === tax)) {
    problems.push(`The TaxType code '${tax}' does not exist or cannot be used for this type of transaction.`);
  }
  const tracking = at(line, 'Tracking');
  return {
    id: freshId(context),
    description: description ?? '',
    quantity,
    unit: unit ?? 0,
    account: code ?? '',
    tax,
    tracking: Array.isArray(tracking) ? tracking.flatMap((one) => textAt(one, 'TrackingOptionID') ?? []) : [],
  };
}

/** The contact by id; by name Xero takes the active one, or makes it. */
function contactIdOf(element: JsonObject, context: Context, problems: Problems): string | null {
  const { state } = context;
  const id = textAt(element, 'Contact.ContactID')?.toLowerCase();
  if (id !== undefined) {
    const found = state.contacts.find((contact) => contact.id === id);
    if (found === undefined) problems.push('The Contact could not be found.');
    else if (found.status !== 'ACTIVE') problems.push('The Contact is archived. Only active contacts can be used.');
    return found?.id ?? null;
  }
  const name = textAt(element, 'Contact.Name')?.trim();
  if (name === undefined) return null;
  const known = activeByName(state, name);
  if (known !== undefined) return known.id;
  const made = newContact(context, name);
  state.contacts.push(made);
  return made.id;
}

function dateOf(element: JsonObject, name: string, problems: Problems): string | undefined {
  const day = dayAt(element, name);
  if (day === null) problems.push(`${name} is not a date.`);
  return day ?? undefined;
}

function amountsOf(element: JsonObject, problems: Problems): Amounts | undefined {
  const asked = textAt(element, 'LineAmountTypes');
  const found = treatments.find((one) => one.toLowerCase() === asked?.toLowerCase());
  if (asked !== undefined && found === undefined) problems.push(`LineAmountTypes '${asked}' is not valid.`);
  return found;
}

// --- invoices -------------------------------------------------------------------------------------------------------------

export const invoiceWrites: WriteRules = {
  plural: 'Invoices',
  idField: 'InvoiceID',
  write(element, context, request) {
    const { state } = context;
    const view: View = { ...fullView, unitDigits: request.query.get('unitdp') === '4' ? 4 : 2 };
    const id = textAt(element, 'InvoiceID')?.toLowerCase();
    if (request.method === 'POST' && id !== undefined) {
      const known = state.invoices.find((invoice) => invoice.id === id);
      return known === undefined
        ? refuse('The invoice with the specified InvoiceID could not be found.')
        : changeInvoice(known, element, context, view);
    }
    return createInvoice(element, context, view);
  },
};

const freshStatuses: readonly Status[] = ['DRAFT', 'SUBMITTED', 'AUTHORISED'];

function createInvoice(element: JsonObject, context: Context, view: View): Written {
  const { state } = context;
  const problems: Problems = [];
  const type = textAt(element, 'Type');
  if (type !== 'ACCREC' && type !== 'ACCPAY') return refuse('Type must be ACCREC or ACCPAY.');
  const asked = textAt(element, 'Status') ?? 'DRAFT';
  const status = freshStatuses.find((one) => one === asked);
  if (status === undefined) return refuse(`Invoice status ${asked} is not valid for a new invoice.`);
  const final = status === 'AUTHORISED';
  const contact = contactIdOf(element, context, problems);
  if (contact === null && problems.length === 0)
    problems.push('A Contact must be specified for this type of transaction');
  const due = dateOf(element, 'DueDate', problems);
  if (due === undefined && final) problems.push('Invoice due date is required to approve this invoice.');
  const number = textAt(element, 'InvoiceNumber') ?? (type === 'ACCREC' ? nextNumber(state) : '');
  const taken = state.invoices.some(
    (one) => one.type === 'ACCREC' && one.number === number && one.status !== 'DELETED',
  );
  if (type === 'ACCREC' && taken) problems.push('Invoice # must be unique.');
  const invoice: Document = {
    id: freshId(context),
    type,
    status,
    contact,
    number,
    reference: textAt(element, 'Reference') ?? '',
    date: dateOf(element, 'Date', problems) ?? today(context.now()),
    due: due ?? null,
    amounts: amountsOf(element, problems) ?? 'Exclusive',
    currency: currencyOf(element, state, problems),
    lines: linesOf(element, context, final, problems),
    updated: context.now(),
  };
  if (problems.length > 0) return refuse(...problems);
  state.invoices.push(invoice);
  return { ok: true, item: renderInvoice(invoice, state, view) };
}

function nextNumber(state: State): string {
  const number = `INV-${String(state.next_invoice).padStart(4, '0')}`;
  state.next_invoice += 1;
  return state.invoices.some((invoice) => invoice.number === number) ? nextNumber(state) : number;
}

/** This organisation keeps its books in one currency, as those on Xero's smaller plans do. */
function currencyOf(element: JsonObject, state: State, problems: Problems): string {
  const asked = textAt(element, 'CurrencyCode') ?? state.organisation.currency;
  if (asked !== state.organisation.currency) problems.push(`Organisation is not subscribed to currency ${asked}.`);
  return asked;
}

/** Which status may follow which. */
const nextStatuses: Readonly<Record<Status, readonly Status[]>> = {
  DRAFT: ['DRAFT', 'SUBMITTED', 'AUTHORISED', 'DELETED'],
  SUBMITTED: ['SUBMITTED', 'DRAFT', 'AUTHORISED', 'DELETED'],
  AUTHORISED: ['AUTHORISED', 'VOIDED'],
  PAID: ['PAID'],
  VOIDED: [],
  DELETED: [],
};

function changeInvoice(known: Document, element: JsonObject, context: Context, view: View): Written {
  const { state } = context;
  const problems: Problems = [];
  const asked = textAt(element, 'Status') ?? known.status;
  const status = nextStatuses[known.status].find((one) => one === asked);
  if (status === undefined) return refuse('Invoice not of valid status for modification');
  const { paid, credited } = settledOf(state, known.id);
  if (status === 'VOIDED' && paid + credited > 0) {
    return refuse('This document cannot be edited as it has a payment or credit note allocated to it.');
  }
  const final = status === 'AUTHORISED';
  const due = dateOf(element, 'DueDate', problems) ?? known.due;
  if (final && due === null) problems.push('Invoice due date is required to approve this invoice.');
  const changed: Document = {
    ...known,
    status,
    due,
    date: dateOf(element, 'Date', problems) ?? known.date,
    reference: textAt(element, 'Reference') ?? known.reference,
    contact: contactIdOf(element, context, problems) ?? known.contact,
    lines: at(element, 'LineItems') === undefined ? known.lines : linesOf(element, context, final, problems),
    updated: context.now(),
  };
  if (problems.length > 0) return refuse(...problems);
  state.invoices[state.invoices.indexOf(known)] = changed;
  return { ok: true, item: renderInvoice(changed, state, view) };
}

// --- bank transactions ----------------------------------------------------------------------------------------------------

export const bankTransactionWrites: WriteRules = {
  plural: 'BankTransactions',
  idField: 'BankTransactionID',
  write(element, context, request) {
    const { state } = context;
    const view: View = { ...fullView, unitDigits: request.query.get('unitdp') === '4' ? 4 : 2 };
    const id = textAt(element, 'BankTransactionID')?.toLowerCase();
    if (request.method === 'POST' && id !== undefined) {
      const known = state.bank_transactions.find((one) => one.id === id);
      if (known === undefined) return refuse('The bank transaction could not be found.');
      if (textAt(element, 'Status') !== 'DELETED' || known.status !== 'AUTHORISED' || known.reconciled) {
        return refuse(
          'This Bank Transaction cannot be edited. Only deleting one that is not reconciled is supported here.',
        );
      }
      Object.assign(known, { status: 'DELETED', updated: context.now() });
      return { ok: true, item: renderBankTransaction(known, state, view) };
    }
    return createBankTransaction(element, context, view);
  },
};

function createBankTransaction(element: JsonObject, context: Context, view: View): Written {
  const { state } = context;
  const problems: Problems = [];
  const type = textAt(element, 'Type');
  if (type !== 'RECEIVE' && type !== 'SPEND') return refuse('Type must be RECEIVE or SPEND.');
  const bankId = textAt(element, 'BankAccount.AccountID')?.toLowerCase();
  const code = textAt(element, 'BankAccount.Code');
  const bank = state.accounts.find((one) => one.type === 'BANK' && (one.id === bankId || one.code === code));
  if (bank === undefined) problems.push('Invalid Bank Account');
  const transaction: BankTransaction = {
    id: freshId(context),
    type,
    status: 'AUTHORISED',
    contact: contactIdOf(element, context, problems),
    number: '',
    reference: textAt(element, 'Reference') ?? '',
    date: dateOf(element, 'Date', problems) ?? today(context.now()),
    due: null,
    amounts: amountsOf(element, problems) ?? 'Exclusive',
    currency: currencyOf(element, state, problems),
    lines: linesOf(element, context, true, problems),
    updated: context.now(),
    bank: bank?.id ?? '',
    reconciled: at(element, 'IsReconciled') === true,
  };
  if (problems.length > 0) return refuse(...problems);
  state.bank_transactions.push(transaction);
  return { ok: true, item: renderBankTransaction(transaction, state, view) };
}
