/** Streams grown for load: item number n of a very large file, made by rule from n alone. Read-only, and in no report. Called by ../sandbox.ts. */
import type { JsonObject } from 'plugboard/contract';
import { accountId, chartOfAccounts, gst, taxCodes } from './chart.ts';
import { renderCard, renderDocument, renderReceipt } from './render.ts';
import { grownId, seededId, ratesOf, totalsOf, type Contact, type Document, type State } from './state.ts';

interface Item {
  readonly index: number;
  /** Grows each time the item is touched, and shows in what it says. */
  readonly generation: number;
  readonly at: number;
}

const names = ['Nguyen', 'Smith', 'Kaur', "O'Brien", 'Rossi', 'Taylor', 'Yılmaz', 'Martin'];
const lookups: Pick<State, 'tax_codes' | 'accounts' | 'items'> = {
  tax_codes: taxCodes(),
  accounts: chartOfAccounts(),
  items: [],
};

/** Documents are spread over two years. */
function dayOf(index: number): string {
  return new Date(Date.UTC(2025, 0, 1) + (index % 700) * 86_400_000).toISOString().slice(0, 10);
}

/** Grown documents belong to the first five seeded customers; only the seed knows their names. */
function customerOf(index: number): JsonObject {
  return { UID: seededId('customer', (index % 5) + 1), Name: `Customer ${(index % 5) + 1}`, DisplayID: '', URI: '' };
}

function customer({ index, generation, at }: Item): JsonObject {
  const last = names[index % names.length] ?? '';
  const grown: Contact = {
    id: grownId('customer', index),
    display: `G${String(index).padStart(7, '0')}`,
    company: null,
    first: `Customer${index}`,
    last,
    active: true,
    email: `customer.${index}@grown.example`,
    phone: `08555${String(index % 100_000).padStart(5, '0')}`,
    street: `${(index % 200) + 1} Long Street${generation === 0 ? '' : `, Unit ${generation}`}`,
    city: 'Perth',
    region: 'WA',
    postcode: '6000',
    abn: '',
    notes: '',
    tax: gst,
    updated: at,
    row: index + generation,
  };
  return {
    ...renderCard(grown),
    CurrentBalance: 0,
    SellingDetails: { ABN: null, TaxCode: { UID: gst, Code: 'GST', URI: '' } },
    PaymentDetails: null,
  };
}

function documentOf(index: number, theirs: string, at: number): Document {
  return {
    id: grownId('invoice', index),
    layout: 'Service',
    number: `G${String(index).padStart(7, '0')}`,
    theirs,
    date: dayOf(index),
    due: dayOf(index + 14),
    contact: seededId('customer', (index % 5) + 1),
    inclusive: index % 2 === 0,
    memo: 'Sale',
    comment: '',
    lines: [
      {
        row: index,
        type: 'Transaction',
        description: `Course place ${index}`,
        cents: 1000 + (index % 90_000),
        quantity: null,
        unit: null,
        item: null,
        account: accountId('4-1000'),
        tax: gst,
      },
    ],
    updated: at,
    row: index,
  };
}

function invoice({ index, generation, at }: Item): JsonObject {
  const document = documentOf(index, `PO ${index}.${generation}`, at);
  const { total } = totalsOf(document, ratesOf(lookups));
  const paid = index % 2 === 0 ? total : 0;
  const of = { paid, last: paid === 0 ? null : document.due, quantity: 'ShipQuantity', credit: 'Credit' };
  return {
    ...renderDocument(document, of, lookups),
    CustomerPurchaseOrderNumber: document.theirs,
    Customer: customerOf(index),
    PromisedDate: null,
    InvoiceType: document.layout,
  };
}

function payment({ index, generation, at }: Item): JsonObject {
  // Every second grown invoice is paid; payment n settles invoice 2n.
  const document = documentOf(index * 2, '', at);
  const { total } = totalsOf(document, ratesOf(lookups));
  const grown = {
    id: grownId('receipt', index),
    number: `G${String(index).padStart(7, '0')}`,
    // Payments cannot be changed, only made anew: a touched one was, on that day.
    date: generation === 0 ? document.due : new Date(at).toISOString().slice(0, 10),
    contact: document.contact,
    account: accountId('1-1110'),
    method: 'EFT',
    memo: `${document.number}.${generation}`,
    applied: [{ document: document.id, cents: total }],
    updated: at,
    row: index + generation,
  };
  const books: Pick<State, 'accounts' | 'customers' | 'invoices'> = {
    accounts: lookups.accounts,
    customers: [],
    invoices: [document],
  };
  return { ...renderReceipt(grown, books), Customer: customerOf(index * 2) };
}

export const grow = { customers: customer, invoices: invoice, payments: payment };
