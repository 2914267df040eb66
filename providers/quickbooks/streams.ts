/**
 * What can be read from a QuickBooks company. A full pass walks a query; what changed since is asked of the change feed (CDC), which also tells
 * of what was deleted. The reports, which are not lists, are in reports.ts.
 * @link https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries
 */
import {
  fail,
  stream,
  type HttpRequest,
  type Incremental,
  type JsonObject,
  type ListStream,
  type ModelName,
  type PagesContext,
  type Batch,
  type Page,
  type Settings,
  type StreamContext,
} from 'plugboard/contract';
import { at, isObject, keyAt, none, textAt } from 'plugboard/kit';
import { mapAccount, mapCustomer, mapItem, mapTaxCode, mapTaxRate, mapVendor } from './maps.ts';
import { mapBill, mapCreditMemo, mapInvoice, mapSalesReceipt, mapVendorCredit } from './maps-documents.ts';
import {
  mapBillPayment,
  mapDeposit,
  mapJournalEntry,
  mapPayment,
  mapPurchase,
  mapRefundReceipt,
  mapTransfer,
} from './maps-money.ts';
import {
  rawAccount,
  rawCredit,
  rawDocument,
  rawItem,
  rawJournalEntry,
  rawMovement,
  rawName,
  rawPayment,
  rawTaxCode,
  rawTaxRate,
  rawTransfer,
} from './raw.ts';
import { reports } from './reports.ts';
import { companyPath, momentOf } from './values.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** The most QuickBooks gives per page, and per answer of the change feed. */
const pageSize = 1000;
/**
 * Pages overlap by so many items: when something is deleted while we walk, what comes after it moves forward, and without the overlap an item
 * would slip over the page boundary, never be read, and be taken for deleted.
 */
const overlap = 20;

export function minorVersion(settings: Settings): string {
  return settings['minor_version'] ?? '75';
}

/** A query is one parameter, written in QuickBooks' own language. */
export function queryRequest(context: Pick<StreamContext, 'account' | 'settings'>, query: string): HttpRequest {
  return {
    url: companyPath(context.account, '/query'),
    query: { query, minorversion: minorVersion(context.settings) },
  };
}

/** The rows of a query; QuickBooks leaves the list out when it is empty. */
export function rowsOf(body: unknown, entity: string): readonly unknown[] {
  const response = at(body, 'QueryResponse');
  const rows = isObject(response) ? (response[entity] ?? []) : undefined;
  if (Array.isArray(rows)) return rows;
  throw fail('decode_failed', `The answer has no list "QueryResponse.${entity}".`);
}

/** The place is part of the statement. Stops at a page that is not full, as Intuit says. */
export function nextPage({ request, items }: Page): HttpRequest | undefined {
  const query = request.query?.['query'];
  if (items.length < pageSize || typeof query !== 'string') return undefined;
  const next = query.replace(
    /startposition (\d+)/,
    (_, start: string) => `startposition ${Number(start) + items.length - overlap}`,
  );
  if (next === query) throw fail('decode_failed', 'The statement of the page before says no position.');
  return { ...request, query: { ...request.query, query: next } };
}

const isDeleted = (item: JsonObject): boolean => item['status'] === 'Deleted';

/** What changed in the last 30 days: whole objects, and of what was deleted the id. It has no pages, and ends at a thousand without a word. */
function changesOf(entity: string): Incremental {
  return {
    style: 'changes',
    lookbackMs: 5 * minute,
    changes: {
      // An hour less than Intuit keeps, for clocks that differ and a call that has to be tried again.
      retentionMs: 30 * day - 60 * minute,
      most: pageSize,
      request: ({ account, settings, since }) => ({
        url: companyPath(account, '/cdc'),
        query: { entities: entity, changedSince: since, minorversion: minorVersion(settings) },
      }),
      items: (body) => changedIn(body, entity),
      paginate: none,
      change: (item) => {
        const key = textAt(item, 'Id');
        const moment = momentOf(at(item, 'MetaData.LastUpdatedTime'));
        if (key === undefined || moment === undefined) return undefined;
        return { key, at: moment, item: isDeleted(item) ? undefined : item, deleted: isDeleted(item) };
      },
    },
  };
}

/** `{CDCResponse: [{QueryResponse: [{Invoice: [...]}]}]}`; what has not changed is an empty object. */
function changedIn(body: unknown, entity: string): readonly unknown[] {
  const responses = at(body, 'CDCResponse');
  if (!Array.isArray(responses)) throw fail('decode_failed', 'The answer has no list "CDCResponse".');
  return responses.flatMap((response: unknown) => {
    const lists = at(response, 'QueryResponse');
    return (Array.isArray(lists) ? lists : []).flatMap((list: unknown) => {
      const rows = at(list, entity);
      return Array.isArray(rows) ? rows : [];
    });
  });
}

/** Lists of names hide what was made inactive unless it is asked for. */
const everyone = 'where Active in (true, false) ';

/**
 * What all lists share. They are walked in the order they were made in, which no change can alter: an edited item stays where it is, and a new
 * one comes last.
 */
function entityList<Raw, M extends ModelName>(
  list: {
    readonly entity: string;
    readonly names?: true;
  } & Pick<ListStream<Raw, M>, 'model' | 'summary' | 'raw' | 'map'>,
): ListStream<Raw, M> {
  const { entity: name, names, ...rest } = list;
  return {
    ...rest,
    incremental: changesOf(name),
    deletions: 'swept',
    // Documents change what a customer owes without marking the customer; and the feed may have had a bad day.
    fullEveryMs: 7 * day,
    request: (context) =>
      queryRequest(
        context,
        `select * from ${name} ${names === true ? everyone : ''}orderby MetaData.CreateTime startposition 1 maxresults ${pageSize}`,
      ),
    items: (body) => rowsOf(body, name),
    paginate: nextPage,
    key: keyAt('Id'),
    updatedAt: (item) => momentOf(at(item, 'MetaData.LastUpdatedTime')),
    deleted: isDeleted,
  };
}

/** Bookings change what an account holds without marking it as changed, so the short list is read whole each time. */
const accounts = stream({
  ...entityList({
    entity: 'Account',
    names: true,
    model: 'account',
    summary: 'The chart of accounts, with balances.',
    raw: rawAccount,
    map: mapAccount,
  }),
  incremental: { style: 'none' },
});

/** Tax lists are short, and not in the change feed. */
const taxRates = stream({
  ...entityList({
    entity: 'TaxRate',
    names: true,
    model: 'tax_rate',
    summary: 'Rates of tax. Lines of documents name tax codes, which are made of these.',
    raw: rawTaxRate,
    map: mapTaxRate,
  }),
  incremental: { style: 'none' },
});

/** A code only names its rates, so both lists are read, and each code gets its own beside it. */
async function* readTaxCodes({ http, resume: _all, ...context }: PagesContext): AsyncGenerator<Batch, void, void> {
  const read = async (name: string): Promise<JsonObject[]> => {
    const found: unknown[] = [];
    const statement = `select * from ${name} ${everyone}orderby MetaData.CreateTime startposition 1 maxresults ${pageSize}`;
    let request: HttpRequest | undefined = queryRequest(context, statement);
    for (let number = 1; request !== undefined; number += 1) {
      const response = await http.send(request);
      const items = rowsOf(response.body, name);
      found.push(...items);
      request = nextPage({ request, response, items, number });
    }
    return [...new Map(found.filter(isObject).map((row) => [textAt(row, 'Id'), row])).values()];
  };
  const rates = await read('TaxRate');
  const codes = await read('TaxCode');
  yield {
    items: codes.map((code) => ({ ...code, Rates: rates.filter((rate) => isNamed(code, rate)) })),
    resume: undefined,
  };
}

function isNamed(code: JsonObject, rate: JsonObject): boolean {
  return ['SalesTaxRateList', 'PurchaseTaxRateList'].some((list) => {
    const details = at(code, `${list}.TaxRateDetail`);
    return (
      Array.isArray(details) && details.some((detail) => textAt(detail, 'TaxRateRef.value') === textAt(rate, 'Id'))
    );
  });
}

const taxCodes = stream({
  model: 'tax_rate',
  summary: 'Tax codes as lines of documents name them (GST, GST free), each with its rates.',
  raw: rawTaxCode,
  incremental: { style: 'none' },
  deletions: 'swept',
  pages: readTaxCodes,
  key: keyAt('Id'),
  updatedAt: (item) => momentOf(at(item, 'MetaData.LastUpdatedTime')),
  map: mapTaxCode,
});

export const streams = {
  customers: stream(
    entityList({
      entity: 'Customer',
      names: true,
      model: 'contact',
      summary: 'Customers, inactive ones included.',
      raw: rawName,
      map: mapCustomer,
    }),
  ),
  vendors: stream(
    entityList({
      entity: 'Vendor',
      names: true,
      model: 'contact',
      summary: 'Suppliers, inactive ones included.',
      raw: rawName,
      map: mapVendor,
    }),
  ),
  items: stream(
    entityList({
      entity: 'Item',
      names: true,
      model: 'product',
      summary: 'Products and services as invoices name them.',
      raw: rawItem,
      map: mapItem,
    }),
  ),
  accounts,
  tax_codes: taxCodes,
  tax_rates: taxRates,
  invoices: stream(
    entityList({
      entity: 'Invoice',
      model: 'invoice',
      summary: 'Invoices to customers.',
      raw: rawDocument,
      map: mapInvoice,
    }),
  ),
  sales_receipts: stream(
    entityList({
      entity: 'SalesReceipt',
      model: 'invoice',
      summary: 'Sales that were paid at once.',
      raw: rawDocument,
      map: mapSalesReceipt,
    }),
  ),
  payments: stream(
    entityList({
      entity: 'Payment',
      model: 'payment',
      summary: 'Payments from customers, and what they were used for.',
      raw: rawPayment,
      map: mapPayment,
    }),
  ),
  credit_memos: stream(
    entityList({
      entity: 'CreditMemo',
      model: 'credit_note',
      summary: 'Credits given to customers.',
      raw: rawCredit,
      map: mapCreditMemo,
    }),
  ),
  refund_receipts: stream(
    entityList({
      entity: 'RefundReceipt',
      model: 'bank_transaction',
      summary: 'Money given back to customers.',
      raw: rawMovement,
      map: mapRefundReceipt,
    }),
  ),
  bills: stream(
    entityList({ entity: 'Bill', model: 'invoice', summary: "Suppliers' bills.", raw: rawDocument, map: mapBill }),
  ),
  bill_payments: stream(
    entityList({
      entity: 'BillPayment',
      model: 'payment',
      summary: 'Payments to suppliers, from the bank or by card.',
      raw: rawPayment,
      map: mapBillPayment,
    }),
  ),
  vendor_credits: stream(
    entityList({
      entity: 'VendorCredit',
      model: 'credit_note',
      summary: 'Credits received from suppliers.',
      raw: rawCredit,
      map: mapVendorCredit,
    }),
  ),
  purchases: stream(
    entityList({
      entity: 'Purchase',
      model: 'bank_transaction',
      summary: 'Money spent directly: cash, cheques and cards.',
      raw: rawMovement,
      map: mapPurchase,
    }),
  ),
  deposits: stream(
    entityList({
      entity: 'Deposit',
      model: 'bank_transaction',
      summary: 'What arrived at the bank, and the receipts in it.',
      raw: rawMovement,
      map: mapDeposit,
    }),
  ),
  transfers: stream(
    entityList({
      entity: 'Transfer',
      model: 'bank_transaction',
      summary: "Money moved between the company's own accounts.",
      raw: rawTransfer,
      map: mapTransfer,
    }),
  ),
  journal_entries: stream(
    entityList({
      entity: 'JournalEntry',
      model: 'journal_entry',
      summary: 'Bookings made by hand.',
      raw: rawJournalEntry,
      map: mapJournalEntry,
    }),
  ),
  reports,
};
