/**
 * What can be read from a Xero organisation. Plain lists; the financial reports, which are not lists, are in reports.ts.
 * @link https://developer.xero.com/documentation/api/accounting/overview
 */
import {
  fail,
  stream,
  type HttpRequest,
  type ListStream,
  type ModelName,
  type StreamContext,
} from 'plugboard/contract';
import { keyAt, listAt, none, numberAt, pageNumber } from 'plugboard/kit';
import { mapAccount, mapContact, mapExpenseClaim, mapTaxRate, mapTrackingCategory } from './maps.ts';
import { mapBankTransaction, mapCreditNote, mapInvoice, mapPayment } from './maps-documents.ts';
import {
  rawAccount,
  rawBankTransaction,
  rawContact,
  rawCreditNote,
  rawExpenseClaim,
  rawInvoice,
  rawPayment,
  rawTaxRate,
  rawTrackingCategory,
} from './raw.ts';
import { reports } from './reports.ts';
import { momentOf } from './values.ts';

const minute = 60_000;
const week = 7 * 24 * 60 * minute;

/** The most Xero gives per page. Fewer calls matter more than small answers: an organisation has 5000 calls a day. */
const pageSize = 1000;

const pages = pageNumber({
  param: 'page',
  size: pageSize,
  pages: (body) => numberAt(body, 'pagination.pageCount'),
});

/** Xero wants UTC without a zone; the fraction is cut off, which can only widen the window. */
function modifiedSince({ since }: StreamContext): Pick<HttpRequest, 'headers'> {
  return since === undefined ? {} : { headers: { 'if-modified-since': since.slice(0, 19) } };
}

/**
 * What all changing lists share. They are walked in the order of the id and not of the change: an id never changes, so while
 * we walk, an item can only come in (it is new, or it was just changed and so joined those modified since) and push others to a
 * later page, where they are read a second time. In the order of the change an edited item would leave the pages before it
 * one short, and the item that slips over the page boundary would never be read. What comes in behind us is modified after
 * this run began, and the next run asks from there, less the lookback.
 */
function changing<Raw, M extends ModelName>(
  list: {
    readonly path: string;
    readonly at: string;
    readonly id: string;
    readonly query?: HttpRequest['query'];
  } & Pick<ListStream<Raw, M>, 'model' | 'summary' | 'raw' | 'map' | 'deleted'>,
): ListStream<Raw, M> {
  const { path, at, id, query, ...rest } = list;
  return {
    ...rest,
    incremental: { style: 'updated_since', lookbackMs: 2 * minute },
    deletions: 'flagged',
    // Some changes do not touch UpdatedDateUTC: a contact's balance and its customer and supplier marks, an invoice's
    // SentToContact, the due date of one that is partly paid.
    fullEveryMs: week,
    request: (context) => ({
      url: path,
      ...modifiedSince(context),
      query: { page: 1, pageSize, order: `${id} ASC`, ...query },
    }),
    items: listAt(at),
    paginate: pages,
    key: keyAt(id),
    updatedAt: (item) => momentOf(item['UpdatedDateUTC']),
  };
}

/** Documents that were never more than drafts are deleted; what was approved once can only be voided, and stays as void. */
const isDeleted = (item: Readonly<Record<string, unknown>>): boolean => item['Status'] === 'DELETED';

/** Four decimals of unit amounts instead of two rounded ones. */
const exact = { unitdp: 4 };

const contacts = stream(
  changing({
    model: 'contact',
    summary: 'Customers and suppliers, archived ones included.',
    path: '/Contacts',
    at: 'Contacts',
    id: 'ContactID',
    query: { includeArchived: true },
    raw: rawContact,
    // Archived is a status like another; a request under the GDPR means the person must be gone.
    deleted: (item) => item['ContactStatus'] === 'GDPRREQUEST',
    map: mapContact,
  }),
);

const invoices = stream(
  changing({
    model: 'invoice',
    summary: "Sales invoices, and suppliers' bills with direction payable.",
    path: '/Invoices',
    at: 'Invoices',
    id: 'InvoiceID',
    query: exact,
    raw: rawInvoice,
    deleted: isDeleted,
    map: mapInvoice,
  }),
);

const creditNotes = stream(
  changing({
    model: 'credit_note',
    summary: 'Credits given to customers or received from suppliers, with the invoices they were used on.',
    path: '/CreditNotes',
    at: 'CreditNotes',
    id: 'CreditNoteID',
    query: exact,
    raw: rawCreditNote,
    deleted: isDeleted,
    map: mapCreditNote,
  }),
);

const payments = stream(
  changing({
    model: 'payment',
    summary: 'Payments received and made, with whether they are reconciled.',
    path: '/Payments',
    at: 'Payments',
    id: 'PaymentID',
    raw: rawPayment,
    deleted: isDeleted,
    map: mapPayment,
  }),
);

const bankTransactions = stream(
  changing({
    model: 'bank_transaction',
    summary: 'Money spent and received directly on bank accounts, with whether it is reconciled.',
    path: '/BankTransactions',
    at: 'BankTransactions',
    id: 'BankTransactionID',
    query: exact,
    raw: rawBankTransaction,
    deleted: isDeleted,
    map: mapBankTransaction,
  }),
);

const accounts = stream({
  model: 'account',
  summary: 'The chart of accounts.',
  raw: rawAccount,
  incremental: { style: 'updated_since', lookbackMs: 2 * minute },
  deletions: 'flagged',
  fullEveryMs: week,
  request: (context) => ({ url: '/Accounts', ...modifiedSince(context) }),
  items: listAt('Accounts'),
  paginate: none,
  key: keyAt('AccountID'),
  updatedAt: (item) => momentOf(item['UpdatedDateUTC']),
  deleted: isDeleted,
  map: mapAccount,
});

const taxRates = stream({
  model: 'tax_rate',
  summary: 'Rates of tax. Their key is the tax type; Xero has no other id for them.',
  raw: rawTaxRate,
  incremental: { style: 'none' },
  deletions: 'swept',
  request: () => ({ url: '/TaxRates' }),
  items: listAt('TaxRates'),
  paginate: none,
  key: keyAt('TaxType'),
  deleted: isDeleted,
  map: mapTaxRate,
});

const trackingCategories = stream({
  model: 'tracking_category',
  summary: 'Tracking categories with their options.',
  raw: rawTrackingCategory,
  incremental: { style: 'none' },
  deletions: 'swept',
  request: () => ({ url: '/TrackingCategories', query: { includeArchived: true } }),
  items: listAt('TrackingCategories'),
  paginate: none,
  key: keyAt('TrackingCategoryID'),
  deleted: isDeleted,
  map: mapTrackingCategory,
});

const expenseClaims = stream({
  model: 'expense',
  summary: 'Classic expense claims. Organisations that started after July 2018 do not have them.',
  raw: rawExpenseClaim,
  incremental: { style: 'updated_since', lookbackMs: 2 * minute },
  deletions: 'flagged',
  fullEveryMs: week,
  absentOn: {
    codes: ['permission_denied', 'not_found', 'unsupported'],
    reason:
      'This organisation has no classic expense claims, or the integration may not read them: the setting expense_claims must be yes when it is connected.',
  },
  request: (context) => {
    // Without the setting the scope was not asked for, and the call could only be refused.
    if (context.settings['expense_claims'] !== 'yes') throw fail('unsupported', 'Expense claims are switched off.');
    return { url: '/ExpenseClaims', ...modifiedSince(context) };
  },
  items: listAt('ExpenseClaims'),
  paginate: none,
  key: keyAt('ExpenseClaimID'),
  updatedAt: (item) => momentOf(item['UpdatedDateUTC']),
  deleted: isDeleted,
  map: mapExpenseClaim,
});

export const streams = {
  contacts,
  invoices,
  credit_notes: creditNotes,
  payments,
  bank_transactions: bankTransactions,
  accounts,
  tax_rates: taxRates,
  tracking_categories: trackingCategories,
  expense_claims: expenseClaims,
  reports,
};
