/**
 * Streams grown for load: item number n of a very large company, made by rule from n alone. They come after everything else in the
 * order of their keys, are read-only, belong to the top level and do not count in balances. Called by ../sandbox.ts.
 */
import type { JsonObject } from 'plugboard/contract';
import {
  baseCurrency,
  firstGrown,
  totalOf,
  type Batch,
  type Entry,
  type Invoice,
  type Line,
  type Party,
  type Payment,
  type Row,
} from './state.ts';

interface Item {
  readonly index: number;
  /** Grows each time the item is touched, and shows in what it says. */
  readonly generation: number;
  readonly at: number;
}

const names = ['Nguyễn', 'Smith', 'Kaur', "O'Brien", 'Rossi', 'Taylor', 'Yılmaz', 'Martin'];

const row = ({ index, at }: Item): Row => ({ key: firstGrown + index, entity: '', created: at, updated: at });
/** Documents are spread over two years. */
const dayOf = (index: number): string =>
  new Date(Date.UTC(2025, 0, 1) + (index % 700) * 86_400_000).toISOString().slice(0, 10);
/** The first seeded customers, which every seed has. */
const customerOf = (index: number): number => 1016 + (index % 5);

function customer(item: Item): Party {
  const last = names[item.index % names.length] ?? '';
  return {
    ...row(item),
    id: `G-${item.index}`,
    name: `${last} ${item.index}`,
    status: 'active',
    tax_id: '',
    currency: baseCurrency,
    first: '',
    last,
    email: `customer.${item.index}@grown.example`,
    phone: `+618555${String(item.index % 100_000).padStart(5, '0')}`,
    mobile: '',
    fax: '',
    line1: `${(item.index % 200) + 1} Long Street`,
    line2: item.generation === 0 ? '' : `Unit ${item.generation}`,
    city: 'Perth',
    state: 'WA',
    postcode: '6000',
    country: 'Australia',
  };
}

function invoice(item: Item): Invoice {
  const { index, generation } = item;
  const net = 1000 + (index % 90_000) * 10;
  const line = (place: number, cents: number, account: string, kind: Line['kind']): Line => ({
    key: firstGrown + index * 2 + place,
    account,
    cents,
    memo: kind === 'tax' ? 'G1 Goods and Services Tax' : `Course place ${index}`,
    location: '100',
    department: '',
    tax: kind === 'tax' ? '' : 'G1 Goods and Services Tax',
    kind,
  });
  return {
    ...row(item),
    number: `G-${String(index).padStart(7, '0')}`,
    customer: customerOf(index),
    state: index % 2 === 0 ? 'paid' : 'posted',
    date: dayOf(index),
    due: dayOf(index + 14),
    term: 'Net 14',
    reference: `PO ${index}.${generation}`,
    description: '',
    currency: baseCurrency,
    base: baseCurrency,
    rate: 1_000_000,
    lines: [line(0, net, '4000', 'item'), line(1, net / 10, '2200', 'tax')],
  };
}

/** Every second grown invoice is paid; payment n settles invoice 2n. */
function payment(item: Item): Payment {
  const settled = invoice({ ...item, index: item.index * 2 });
  const cents = totalOf(settled);
  return {
    ...row(item),
    customer: settled.customer,
    state: item.generation === 0 ? 'complete' : 'reconciled',
    method: 'eft',
    document: `R-${settled.number}`,
    bank: 'CBA_OPERATING',
    date: settled.date,
    currency: baseCurrency,
    base: baseCurrency,
    rate: 1_000_000,
    cents,
    details: [{ key: firstGrown + item.index, invoice: settled.key, cents }],
  };
}

function journalEntry(item: Item): Batch {
  const cents = 100 + (item.index % 70_000);
  const entry = (place: number, account: string, debit: boolean): Entry => ({
    key: firstGrown + item.index * 2 + place,
    account,
    debit,
    cents,
    base_cents: cents,
    currency: baseCurrency,
    location: '100',
    department: '',
    customer: 0,
    supplier: 0,
    description: `Accrual ${item.index}`,
    document: '',
  });
  return {
    ...row(item),
    number: firstGrown + item.index,
    journal: 'GJ',
    title: `Accrual ${item.index}.${item.generation}`,
    date: dayOf(item.index),
    state: 'posted',
    module: '2.GL',
    reference: '',
    entries: [entry(0, '6400', true), entry(1, '2000', false)],
  };
}

const json = (value: object): JsonObject => ({ ...value });

export const grow = {
  customers: (item: Item) => json(customer(item)),
  invoices: (item: Item) => json(invoice(item)),
  payments: (item: Item) => json(payment(item)),
  journal_entries: (item: Item) => json(journalEntry(item)),
};
