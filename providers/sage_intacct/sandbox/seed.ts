/**
 * Harbour Training's finances in Sage Intacct, made from the shared business: everybody billed is a customer, its suppliers are
 * vendors, and its invoices, receipts and bills are posted to the ledger. One customer in New Zealand is Sage's alone, for a second
 * currency. Pure. Called by ../sandbox.ts.
 */
import type { Business, BusinessInvoice, Company, Person } from 'plugboard/contract';
import { emptyOAuth } from 'plugboard/kit';
import { chartOfAccounts } from './chart.ts';
import { book, payable, postInvoice, postPayment } from './posting.ts';
import {
  baseCurrency,
  centsOf,
  firstWritten,
  nextKey,
  totalOf,
  withTax,
  type Invoice,
  type InvoiceState,
  type Line,
  type Party,
  type State,
} from './state.ts';

type At = (day: string, hour: number) => number;

export function seed({ business, now }: { readonly business: Business; readonly now: number }): State {
  const at: At = (day, hour) => Math.min(now, Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000);
  const started = at('2026-04-30', 0);
  const state: State = {
    oauth: emptyOAuth(),
    sessions: {},
    results: {},
    reports: {},
    control_ids: {},
    replies: {},
    signing: null,
    next: 1001,
    customers: [],
    suppliers: [],
    accounts: [],
    invoices: [],
    payments: [],
    batches: [],
  };
  state.accounts = chartOfAccounts(() => nextKey(state), started);
  const keys = new Map<string, number>();
  for (const party of [...business.companies, ...business.people]) {
    const customer = partyOf(party, nextKey(state), at('2026-05-01', state.customers.length % 24));
    state.customers.push(customer);
    keys.set(party.id, customer.key);
  }
  state.customers.push(overseas(nextKey(state), started));
  for (const supplier of business.suppliers) {
    state.suppliers.push(partyOf(supplier, nextKey(state), started));
  }
  openingBalances(state, started);
  business.invoices.forEach((invoice, index) => addInvoice(state, invoice, keys.get(invoice.customer) ?? 0, index, at));
  addForeign(state, at);
  business.bills.forEach((bill, index) => addBill(state, bill, index, at));
  wages(state, at);
  // What is written later can be told from what was there.
  state.next = firstWritten;
  return state;
}

/** `company_03` -> `CO-03`, so that the same party can be recognised at every vendor. */
function idOf(party: Person | Company): string {
  const [kind = '', number = ''] = party.id.split('_');
  return `${kind.slice(0, 2).toUpperCase()}-${number}`;
}

function partyOf(party: Person | Company, key: number, at: number): Party {
  const person = 'firstName' in party;
  return {
    key,
    entity: '',
    created: at,
    updated: at,
    id: idOf(party),
    name: person ? `${party.firstName} ${party.lastName}` : party.name,
    status: 'active',
    tax_id: person ? '' : party.abn,
    currency: baseCurrency,
    first: person ? party.firstName : '',
    last: person ? party.lastName : '',
    email: party.email,
    phone: party.phone,
    mobile: '',
    fax: '',
    line1: party.address.line1,
    line2: '',
    city: party.address.city,
    state: party.address.state,
    postcode: party.address.postcode,
    country: party.address.country === 'AU' ? 'Australia' : party.address.country,
  };
}

function overseas(key: number, at: number): Party {
  return {
    key,
    entity: '',
    created: at,
    updated: at,
    id: 'NZ-01',
    name: 'Aotearoa Safety Whānau Ltd',
    status: 'active',
    tax_id: '',
    currency: 'NZD',
    first: '',
    last: '',
    email: 'accounts@aotearoasafety.example',
    phone: '+6495550101',
    mobile: '',
    fax: '',
    line1: '12 Pōhutukawa Road',
    line2: 'Suite 4',
    city: 'Auckland',
    state: '',
    postcode: '1010',
    country: 'New Zealand',
  };
}

function openingBalances(state: State, at: number): void {
  const side = (account: string, debit: boolean, cents: number) => ({
    account,
    debit,
    cents,
    base_cents: cents,
    description: 'Opening balance',
  });
  book(
    state,
    { journal: 'GJ', title: 'Opening balances', date: '2026-04-30', module: '2.GL', entity: '100' },
    [side('1000', true, 4_500_000), side('3000', false, 2_000_000), side('3900', false, 2_500_000)],
    at,
  );
}

// --- sales ----------------------------------------------------------------------------------------------------------------

const states = { draft: 'draft', open: 'posted', paid: 'paid', void: 'reversed' } as const satisfies Record<
  BusinessInvoice['status'],
  InvoiceState
>;

function addInvoice(state: State, sold: BusinessInvoice, customer: number, index: number, at: At): void {
  const entity = index % 3 === 2 ? '200' : '100';
  const key = nextKey(state);
  const lines = sold.lines.map((line): Line => ({
    key: nextKey(state),
    account: line.course === undefined ? '4900' : '4000',
    cents: (centsOf(line.unitAmount) ?? 0) * line.quantity,
    memo: line.description,
    location: entity,
    department: index % 2 === 0 ? 'TRN' : '',
    tax: 'G1 Goods and Services Tax',
    kind: 'item',
  }));
  const invoice: Invoice = {
    key,
    entity,
    created: at(sold.issuedOn, index % 24),
    updated: at(sold.paidOn ?? sold.issuedOn, index % 24),
    number: sold.number,
    customer,
    state: states[sold.status],
    date: sold.issuedOn,
    due: sold.dueOn,
    term: 'Net 14',
    reference: index % 5 === 0 ? `PO-${String(7000 + index)}` : '',
    description: '',
    currency: baseCurrency,
    base: baseCurrency,
    rate: 1_000_000,
    lines: withTax(lines, () => nextKey(state)),
  };
  state.invoices.push(invoice);
  if (invoice.state === 'posted' || invoice.state === 'paid') postInvoice(state, invoice, invoice.created);
  if (sold.paidOn !== undefined) receive(state, invoice, sold.paidOn, totalOf(invoice), index, at);
}

function receive(state: State, invoice: Invoice, day: string, cents: number, index: number, at: At): void {
  const moment = at(day, index % 24);
  const payment = {
    key: nextKey(state),
    entity: invoice.entity,
    created: moment,
    updated: moment,
    customer: invoice.customer,
    state: index % 4 === 0 ? ('reconciled' as const) : ('complete' as const),
    method: index % 6 === 0 ? 'creditCard' : 'eft',
    document: `R-${invoice.number}`,
    bank: 'CBA_OPERATING',
    date: day,
    currency: invoice.currency,
    base: invoice.base,
    rate: invoice.rate,
    cents,
    details: [{ key: nextKey(state), invoice: invoice.key, cents }],
  };
  state.payments.push(payment);
  postPayment(state, payment, moment);
}

/** Two invoices in New Zealand dollars, one of them paid in part. GST does not apply. */
function addForeign(state: State, at: At): void {
  const customer = state.customers.find(({ currency }) => currency === 'NZD')?.key ?? 0;
  for (const [index, cents] of [123_455, 80_001].entries()) {
    const date = `2026-0${8 + index}-15`;
    const invoice: Invoice = {
      key: nextKey(state),
      entity: '100',
      created: at(date, 5),
      updated: at(date, 6),
      number: `NZ-000${index + 1}`,
      customer,
      state: index === 0 ? 'posted' : 'partiallyPaid',
      date,
      due: `2026-0${8 + index}-29`,
      term: 'Net 14',
      reference: '',
      description: 'Course licences',
      currency: 'NZD',
      base: baseCurrency,
      rate: 918_300,
      lines: [
        {
          key: nextKey(state),
          account: '4000',
          cents,
          memo: 'Licence for course material — Kāpiti & Ōtaki',
          location: '100',
          department: '',
          tax: 'G3 GST Free',
          kind: 'item',
        },
      ],
    };
    state.invoices.push(invoice);
    postInvoice(state, invoice, invoice.created);
    if (index === 1) receive(state, invoice, '2026-10-02', 30_000, 3, at);
  }
}

// --- purchases and wages --------------------------------------------------------------------------------------------------

const accountOfBill: readonly (readonly [RegExp, string])[] = [
  [/rent/i, '6100'],
  [/print|workbook/i, '6200'],
  [/internet/i, '6300'],
];

/** Bills are not lists of their own here: what shows is what they did to the ledger. */
function addBill(state: State, bill: Business['bills'][number], index: number, at: At): void {
  const supplier = state.suppliers.find(({ id }) => id === `SU-${bill.supplier.split('_')[1] ?? ''}`)?.key ?? 0;
  const account = accountOfBill.find(([words]) => words.test(bill.description))?.[1] ?? '6400';
  const net = centsOf(bill.amount) ?? 0;
  const tax = Math.round(net / 10);
  const side = (code: string, debit: boolean, cents: number) => ({
    account: code,
    debit,
    cents,
    base_cents: cents,
    supplier,
    document: bill.number,
    description: bill.description,
  });
  const about = { module: '3.AP', entity: '100', reference: bill.number };
  book(
    state,
    { ...about, journal: 'PJ', title: `Bills: ${bill.number}`, date: bill.issuedOn },
    [side(account, true, net), side('2200', true, tax), side(payable, false, net + tax)],
    at(bill.issuedOn, index % 24),
  );
  if (bill.paidOn === undefined) return;
  book(
    state,
    { ...about, journal: 'CDJ', title: `Payments: ${bill.number}`, date: bill.paidOn },
    [side(payable, true, net + tax), side('1000', false, net + tax)],
    at(bill.paidOn, index % 24),
  );
}

/** Journals made by hand: one a month, over both locations; the last one is still a draft. */
function wages(state: State, at: At): void {
  for (let month = 5; month <= 11; month += 1) {
    const day = `2026-${String(month).padStart(2, '0')}-${month === 11 ? '19' : '28'}`;
    const batch = book(
      state,
      { journal: 'GJ', title: `Wages ${day.slice(0, 7)}`, date: day, module: '2.GL', entity: '' },
      [
        {
          account: '6000',
          debit: true,
          cents: 1_250_000,
          base_cents: 1_250_000,
          location: '100',
          department: 'TRN',
          description: 'Trainers',
        },
        {
          account: '6000',
          debit: true,
          cents: 430_050,
          base_cents: 430_050,
          location: '200',
          department: 'ADM',
          description: 'Office',
        },
        {
          account: '1000',
          debit: false,
          cents: 1_680_050,
          base_cents: 1_680_050,
          location: '100',
          description: 'Wages',
        },
      ],
      at(day, 3),
    );
    if (month === 11) batch.state = 'draft';
  }
}
