/**
 * Harbour Training's books and payroll in MYOB, made from the shared business: customers, suppliers and staff as contact cards, its
 * invoices and bills in all layouts with the payments that settled them, and some weeks of timesheets and pays. Pure. Called by ../sandbox.ts.
 */
import type { Business, BusinessBill, BusinessInvoice, Company, Person } from 'plugboard/contract';
import { emptyOAuth } from 'plugboard/kit';
import { accountId, baseHourly, categories, chartOfAccounts, gst, taxCodes } from './chart.ts';
import {
  addDays,
  layouts,
  mondayOf,
  ratesOf,
  seededId,
  today,
  totalsOf,
  type Contact,
  type Document,
  type Kind,
  type Line,
  type State,
} from './state.ts';

export interface SeedStart {
  readonly business: Business;
  readonly now: number;
}

type At = (day: string, hour: number) => number;

export function seed({ business, now }: SeedStart): State {
  const at: At = (day, hour) => Math.min(now, Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000);
  const cards = (kind: Kind, parties: readonly (Person | Company)[], prefix: string) =>
    parties.map((party, index) => cardOf(party, kind, index + 1, prefix, at('2026-05-01', index % 24)));
  const staff = business.people.filter(({ role }) => role !== 'student');
  const buyers = [...business.companies, ...business.people.filter(({ role }) => role === 'student')];
  const state: State = {
    oauth: emptyOAuth(),
    counts: { second: {}, day: {} },
    files: [
      { id: seededId('file', 1), name: business.name, own_login: false },
      { id: seededId('file', 2), name: `${business.name} (old file)`, own_login: true },
    ],
    customers: cards('customer', buyers, 'CUS'),
    suppliers: cards('supplier', business.suppliers, 'SUP'),
    employees: cards('employee', staff, 'EMP'),
    accounts: chartOfAccounts(),
    tax_codes: taxCodes(),
    items: business.courses.map((course, index) => ({
      id: seededId('item', index + 1),
      number: course.code.slice(0, 30),
      name: course.title,
    })),
    invoices: [],
    bills: [],
    receipts: [],
    spends: [],
    categories: categories(at('2026-04-01', 1)),
    employments: [],
    timesheets: [],
    advices: [],
    next: { customer: buyers.length + 1, invoice: business.invoices.length + 1, receipt: 1 },
    row: 1000,
  };
  const idOf = (parties: readonly (Person | Company)[], kind: Kind, id: string) => {
    const index = parties.findIndex((party) => party.id === id);
    return index < 0 ? undefined : seededId(kind, index + 1);
  };
  for (const invoice of business.invoices) {
    // Staff who bought a course have a customer card as well, made with the first sale.
    const known = idOf(buyers, 'customer', invoice.customer) ?? addBuyer(state, business, invoice.customer, at);
    addInvoice(state, business, invoice, known, at);
  }
  for (const bill of business.bills) addBill(state, bill, idOf(business.suppliers, 'supplier', bill.supplier), at);
  addPayroll(state, now, at);
  return state;
}

function addBuyer(state: State, business: Business, party: string, at: At): string | undefined {
  const person = business.people.find(({ id }) => id === party);
  if (person === undefined) return undefined;
  const known = state.customers.find(({ email }) => email === person.email);
  if (known !== undefined) return known.id;
  const card = cardOf(person, 'customer', state.customers.length + 1, 'CUS', at('2026-05-01', 3));
  state.customers.push(card);
  state.next.customer += 1;
  return card.id;
}

function cardOf(party: Person | Company, kind: Kind, number: number, prefix: string, updated: number): Contact {
  const person = 'firstName' in party;
  return {
    id: seededId(kind, number),
    display: `${prefix}${String(number).padStart(6, '0')}`,
    company: person ? null : party.name,
    first: person ? party.firstName : '',
    last: person ? party.lastName : '',
    active: true,
    email: party.email,
    phone: party.phone,
    street: party.address.line1,
    city: party.address.city,
    region: party.address.state,
    postcode: party.address.postcode,
    abn: person
      ? ''
      : `${party.abn.slice(0, 2)} ${party.abn.slice(2, 5)} ${party.abn.slice(5, 8)} ${party.abn.slice(8)}`,
    notes: '',
    tax: gst,
    updated,
    row: number,
  };
}

function lineOf(row: number, of: Partial<Line> & Pick<Line, 'description' | 'cents'>): Line {
  return { row, type: 'Transaction', quantity: null, unit: null, item: null, account: null, tax: gst, ...of };
}

/** '145.00' -> 14500. */
function centsOf(amount: string): number {
  const [whole = '0', fraction = ''] = amount.split('.');
  return Number(`${whole}${fraction.slice(0, 2).padEnd(2, '0')}`);
}

/** MYOB has no drafts, and what is void is deleted there. Every third invoice is entered with the tax in its prices. */
function addInvoice(
  state: State,
  business: Business,
  invoice: BusinessInvoice,
  customer: string | undefined,
  at: At,
): void {
  if (customer === undefined || invoice.status === 'draft' || invoice.status === 'void') return;
  const number = state.invoices.length + 1;
  const layout = layouts[number % layouts.length] ?? 'Service';
  const inclusive = number % 3 === 0;
  const lines = invoice.lines.map((sold, index) => {
    const net = centsOf(sold.unitAmount);
    const price = inclusive ? Math.round((net * 11) / 10) : net;
    const course = business.courses.findIndex(({ id }) => id === sold.course);
    const isItem = layout === 'Item' && course >= 0;
    return lineOf(number * 100 + index, {
      description: sold.description,
      cents: price * sold.quantity,
      account: isItem ? null : accountId('4-1000'),
      ...(isItem ? { quantity: sold.quantity * 10_000, unit: price * 100, item: seededId('item', course + 1) } : {}),
    });
  });
  const document: Document = {
    id: seededId('invoice', number),
    layout,
    number: invoice.number.slice(-13),
    theirs: number % 4 === 0 ? `PO-${number}` : '',
    date: invoice.issuedOn,
    due: invoice.dueOn,
    contact: customer,
    inclusive,
    memo: 'Sale; Harbour Training',
    comment: '',
    lines:
      layout === 'Professional'
        ? [lineOf(number * 100 + 50, { type: 'Header', description: 'Training', cents: 0 }), ...lines]
        : lines,
    updated: at(invoice.paidOn ?? invoice.issuedOn, number % 24),
    row: number,
  };
  state.invoices.push(document);
  if (invoice.paidOn !== undefined) settle(state, 'receipts', document, invoice.paidOn, at);
}

const accountOfBill: readonly (readonly [RegExp, string])[] = [
  [/rent/i, '6-1200'],
  [/print/i, '6-1100'],
  [/internet/i, '6-1300'],
];

function addBill(state: State, bill: BusinessBill, supplier: string | undefined, at: At): void {
  if (supplier === undefined) return;
  const number = state.bills.length + 1;
  const account = accountOfBill.find(([words]) => words.test(bill.description))?.[1] ?? '6-1400';
  const document: Document = {
    id: seededId('bill', number),
    layout: number % 4 === 0 ? 'Professional' : number % 7 === 0 ? 'Miscellaneous' : 'Service',
    number: String(number).padStart(8, '0'),
    theirs: bill.number,
    date: bill.issuedOn,
    due: bill.dueOn,
    contact: supplier,
    inclusive: false,
    memo: 'Purchase; Harbour Training',
    comment: '',
    lines: [
      lineOf(number * 100, { description: bill.description, cents: centsOf(bill.amount), account: accountId(account) }),
    ],
    updated: at(bill.paidOn ?? bill.issuedOn, number % 24),
    row: number,
  };
  state.bills.push(document);
  if (bill.paidOn !== undefined) settle(state, 'spends', document, bill.paidOn, at);
}

function settle(state: State, table: 'receipts' | 'spends', document: Document, day: string, at: At): void {
  const payments = state[table];
  const number = payments.length + 1;
  payments.push({
    id: seededId(table === 'receipts' ? 'receipt' : 'spend', number),
    number: `${table === 'receipts' ? 'CR' : ''}${String(number).padStart(6, '0')}`,
    date: day,
    contact: document.contact,
    account: accountId('1-1110'),
    method: 'EFT',
    memo: `Payment; ${document.number}`,
    applied: [{ document: document.id, cents: totalsOf(document, ratesOf(state)).total }],
    updated: at(day, number % 24),
    row: number,
  });
  state.next.receipt = state.receipts.length + 1;
}

/** Six weeks of hours and three fortnights of pays before now: weekdays, 7.6 hours. */
function addPayroll(state: State, now: number, at: At): void {
  const monday = mondayOf(today(now));
  state.employees.forEach((employee, index) => {
    const salaried = index % 3 === 0;
    const rate = 4000 + index * 250;
    state.employments.push({
      id: seededId('employment', index + 1),
      employee: employee.id,
      started: `2022-0${(index % 9) + 1}-15`,
      salaried,
      rate,
      leave_hours: 3040 + index * 190,
      updated: at('2026-05-01', index),
      row: index + 1,
    });
    if (!salaried)
      for (let week = 6; week >= 1; week -= 1)
        for (let day = 0; day < 5; day += 1)
          state.timesheets.push({
            employee: employee.id,
            category: baseHourly,
            date: addDays(monday, day - week * 7),
            hours: 760,
            processed: week > 2,
            notes: day === 0 && week === 1 ? 'Prepared the first aid room' : '',
          });
    for (let pay = 3; pay >= 1; pay -= 1)
      state.advices.push({
        employee: employee.id,
        paid: addDays(monday, 2 - pay * 14),
        from: addDays(monday, -pay * 14 - 14),
        to: addDays(monday, -pay * 14 - 1),
        cheque: String(1000 + index * 10 + pay),
        hours: 7600,
      });
  });
}
