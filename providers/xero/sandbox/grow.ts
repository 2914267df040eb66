/**
 * Streams grown for load: item number n of a very large organisation, made by rule from n alone. They come after the seeded items
 * in the order of the id, are read-only, and do not count in the reports. Called by ../sandbox.ts.
 */
import type { JsonObject } from 'plugboard/contract';
import { accountId, taxRates, trackingCategories } from './chart.ts';
import {
  bareContact,
  contactRef,
  dated,
  dayMs,
  msDate,
  renderBankTransactionOf,
  renderDocument,
  renderPaymentOf,
  units,
  type Lookups,
} from './render.ts';
import {
  grownId,
  seededId,
  totalsOf,
  type BankTransaction,
  type Contact,
  type Document,
  type Line,
  type Payment,
} from './state.ts';

interface Item {
  readonly index: number;
  /** Grows each time the item is touched, and shows in what it says. */
  readonly generation: number;
  readonly at: number;
}

const view = { unitDigits: 4, lines: true } as const;
const lookups: Lookups = {
  rates: new Map(taxRates().map(({ type, percent }) => [type, percent])),
  tracking: trackingCategories(),
};
const names = ['Nguyen', 'Smith', 'Kaur', "O'Brien", 'Rossi', 'Taylor', 'Yılmaz', 'Martin'];
const towns = ['Perth', 'Fremantle', 'Bunbury', 'Albany', 'Geraldton'];

/** Documents are spread over two years. */
function dayOf(index: number): string {
  return new Date(Date.UTC(2025, 0, 1) + (index % 700) * 86_400_000).toISOString().slice(0, 10);
}

/** Grown documents belong to the first five seeded contacts, which every seed has; only the seed knows their names. */
function contactOf(index: number): JsonObject {
  return contactRef(seededId('contact', (index % 5) + 1));
}

function lineOf(index: number, kind: string): Line {
  return {
    id: grownId('line', index),
    description: `${kind} ${index}`,
    quantity: ((index % 3) + 1) * 10_000,
    unit: (1000 + (index % 90_000)) * 100,
    account: '200',
    tax: 'OUTPUT',
    tracking: [],
  };
}

function contact({ index, generation, at }: Item): JsonObject {
  const last = names[index % names.length] ?? '';
  const grown: Contact = {
    id: grownId('contact', index),
    name: `${last} ${index}`,
    first: `Contact${index}`,
    last,
    email: `contact.${index}@grown.example`,
    tax_number: '',
    currency: '',
    phones: [{ type: 'DEFAULT', country: '61', area: '8', number: String(55_500_000 + (index % 10_000)) }],
    addresses: [
      {
        type: 'STREET',
        lines: [`${(index % 200) + 1} Long Street`, ...(generation === 0 ? [] : [`Unit ${generation}`])],
        city: towns[index % towns.length] ?? '',
        region: 'WA',
        postcode: '6000',
        country: 'Australia',
      },
    ],
    status: 'ACTIVE',
    updated: at,
  };
  return { ...bareContact(grown), IsSupplier: false, IsCustomer: true };
}

function invoiceDocument(index: number, reference: string, at: number): Document {
  return {
    id: grownId('invoice', index),
    type: 'ACCREC',
    status: index % 2 === 0 ? 'PAID' : 'AUTHORISED',
    contact: seededId('contact', (index % 5) + 1),
    number: `G-${String(index).padStart(7, '0')}`,
    reference,
    date: dayOf(index),
    due: new Date(dayMs(dayOf(index)) + 14 * 86_400_000).toISOString().slice(0, 10),
    amounts: 'Exclusive',
    currency: 'AUD',
    lines: [lineOf(index, 'Course place')],
    updated: at,
  };
}

function invoice({ index, generation, at }: Item): JsonObject {
  const document = invoiceDocument(index, `PO ${index}.${generation}`, at);
  const { total } = totalsOf(document, lookups.rates);
  const paid = document.status === 'PAID' ? total : 0;
  return {
    InvoiceID: document.id,
    InvoiceNumber: document.number,
    ...renderDocument(document, contactOf(index), view, lookups),
    ...dated('DueDate', document.due),
    Payments: [],
    CreditNotes: [],
    Prepayments: [],
    Overpayments: [],
    AmountDue: units(total - paid),
    AmountPaid: units(paid),
    AmountCredited: 0,
    ...(paid === 0 ? {} : { FullyPaidOnDate: msDate(dayMs(document.date)) }),
    SentToContact: true,
    IsDiscounted: false,
    HasErrors: false,
    UpdatedDateUTC: msDate(at),
  };
}

function payment({ index, generation, at }: Item): JsonObject {
  // Every second grown invoice is paid; payment n settles invoice 2n.
  const paid = invoiceDocument(index * 2, '', at);
  const grown: Payment = {
    id: grownId('payment', index),
    invoice: paid.id,
    account: accountId('090'),
    cents: totalsOf(paid, lookups.rates).total,
    date: paid.date,
    reference: `${paid.number}.${generation}`,
    reconciled: generation % 2 === 0,
    status: 'AUTHORISED',
    updated: at,
  };
  return renderPaymentOf(grown, {
    account: { AccountID: grown.account, Code: '090' },
    invoice: {
      Type: paid.type,
      InvoiceID: paid.id,
      InvoiceNumber: paid.number,
      Contact: contactOf(index * 2),
      LineItems: [],
      CurrencyCode: paid.currency,
    },
  });
}

function bankTransaction({ index, generation, at }: Item): JsonObject {
  const grown: BankTransaction = {
    id: grownId('bank_transaction', index),
    type: index % 3 === 0 ? 'SPEND' : 'RECEIVE',
    status: 'AUTHORISED',
    contact: seededId('contact', (index % 5) + 1),
    number: '',
    reference: `Card ${index}.${generation}`,
    date: dayOf(index),
    due: null,
    amounts: 'Inclusive',
    currency: 'AUD',
    lines: [lineOf(index, 'Card sale')],
    updated: at,
    bank: accountId('090'),
    reconciled: generation > 0,
  };
  const bank = { AccountID: grown.bank, Code: '090', Name: 'Business Bank Account' };
  return renderBankTransactionOf(grown, { bank, contact: contactOf(index), view, lookups });
}

export const grow = { contacts: contact, invoices: invoice, payments: payment, bank_transactions: bankTransaction };
