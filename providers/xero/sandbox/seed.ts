/**
 * Harbour Training's books in Xero, made from the shared business: its customers and suppliers as contacts, its invoices and bills
 * with the payments that settled them, and a few credits, bank entries and claims. Pure. Called by ../sandbox.ts.
 */
import type { Business, BusinessInvoice, Company, Person } from 'plugboard/contract';
import { emptyOAuth } from 'plugboard/kit';
import { accountId, chartOfAccounts, taxRates, trackingCategories } from './chart.ts';
import {
  ratesOf,
  seededId,
  settledOf,
  totalsOf,
  type BankTransaction,
  type Claim,
  type Contact,
  type CreditNote,
  type Document,
  type Line,
  type Payment,
  type State,
} from './state.ts';

export interface SeedStart {
  readonly business: Business;
  readonly now: number;
}

/** The custom connection's app is known before anybody signs in, and so is its connection. */
export const customConnection = { client_id: 'C0570A0000000000000000000000C057', id: seededId('connection', 1) };

export function seed({ business, now }: SeedStart): State {
  const at = (day: string, hour: number) => Math.min(now, Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000);
  const customers = [...business.companies, ...business.people];
  const contactIds = new Map<string, string>();
  const contacts = [...customers, ...business.suppliers].map((party, index) => {
    const id = seededId('contact', index + 1);
    contactIds.set(party.id, id);
    return contactOf(party, id, at('2026-05-01', index % 24));
  });
  const contactOfParty = (id: string) => contactIds.get(id) ?? null;
  const organisation = {
    id: seededId('organisation', 1),
    practice: seededId('organisation', 2),
    name: business.name,
    legal_name: business.legalName,
    tax_number: business.abn,
    currency: business.currency,
    country: business.country,
    created: at('2021-07-01', 0),
  };
  const state: State = {
    oauth: emptyOAuth(),
    events: {},
    connections: [
      {
        id: customConnection.id,
        client_id: customConnection.client_id,
        tenant: organisation.id,
        type: 'ORGANISATION',
        name: organisation.name,
        event: seededId('connection', 2),
        grant: null,
        created: organisation.created,
        updated: organisation.created,
      },
    ],
    counts: { minute: {}, day: {}, app: {} },
    signing: null,
    organisation,
    contacts,
    accounts: chartOfAccounts(organisation.created),
    tax_rates: taxRates(),
    tracking: trackingCategories(),
    invoices: [],
    credit_notes: [],
    bank_transactions: [],
    payments: [],
    claims: [],
    next_invoice: business.invoices.length + 1,
    webhook_events: { sequence: 0, at: 0 },
    replies: {},
  };
  for (const invoice of business.invoices) addInvoice(state, invoice, contactOfParty(invoice.customer), at);
  for (const bill of business.bills) addBill(state, bill, contactOfParty(bill.supplier), at);
  state.bank_transactions = bankTransactions(business, contactOfParty, at);
  state.credit_notes = creditNotes(state, contactOfParty(business.suppliers[0]?.id ?? ''), at);
  state.claims = claims(business, at);
  return state;
}

type At = (day: string, hour: number) => number;

function contactOf(party: Person | Company, id: string, updated: number): Contact {
  const person = 'firstName' in party;
  const [, country = '', area = '', number = ''] = /^\+(\d\d)(\d)(\d+)$/.exec(party.phone) ?? [];
  return {
    id,
    name: person ? `${party.firstName} ${party.lastName}` : party.name,
    first: person ? party.firstName : '',
    last: person ? party.lastName : '',
    email: party.email,
    tax_number: person ? '' : party.abn,
    currency: '',
    phones: [{ type: 'DEFAULT', country, area, number }],
    addresses: [
      {
        type: 'STREET',
        lines: [party.address.line1],
        city: party.address.city,
        region: party.address.state,
        postcode: party.address.postcode,
        country: party.address.country === 'AU' ? 'Australia' : party.address.country,
      },
    ],
    status: 'ACTIVE',
    updated,
  };
}

/** `number`: of the line's id, unique among all lines. */
function line(
  number: number,
  description: string,
  quantity: number,
  unitAmount: string,
  account: string,
  tax: string,
): Line {
  return {
    id: seededId('line', number),
    description,
    quantity: Math.round(quantity * 10_000),
    unit: hundredthsOfCents(unitAmount),
    account,
    tax,
    tracking: [],
  };
}

/** '145.00' -> 1450000. */
function hundredthsOfCents(amount: string): number {
  const [whole = '0', fraction = ''] = amount.split('.');
  return Number(`${whole}${fraction.slice(0, 4).padEnd(4, '0')}`);
}

const statuses = { draft: 'DRAFT', open: 'AUTHORISED', paid: 'PAID', void: 'VOIDED' } as const;

function addInvoice(state: State, invoice: BusinessInvoice, contact: string | null, at: At): void {
  const number = state.invoices.length + 1;
  const campus = state.tracking[0]?.options ?? [];
  const document: Document = {
    id: seededId('invoice', number),
    type: 'ACCREC',
    status: statuses[invoice.status],
    contact,
    number: invoice.number,
    reference: '',
    date: invoice.issuedOn,
    due: invoice.dueOn,
    amounts: 'Exclusive',
    currency: state.organisation.currency,
    lines: invoice.lines.map((sold, index) => ({
      ...line(number * 100 + index, sold.description, sold.quantity, sold.unitAmount, '200', 'OUTPUT'),
      tracking: [campus[number % 2]?.id ?? ''],
    })),
    updated: at(invoice.paidOn ?? invoice.issuedOn, number % 24),
  };
  state.invoices.push(document);
  if (invoice.paidOn !== undefined) pay(state, document, invoice.paidOn, at);
}

const accountOfBill: readonly (readonly [RegExp, string])[] = [
  [/rent/i, '469'],
  [/print/i, '461'],
  [/internet/i, '489'],
  [/coffee/i, '420'],
];

function addBill(state: State, bill: Business['bills'][number], contact: string | null, at: At): void {
  const number = state.invoices.length + 1;
  const account = accountOfBill.find(([words]) => words.test(bill.description))?.[1] ?? '429';
  const document: Document = {
    id: seededId('invoice', number),
    type: 'ACCPAY',
    status: bill.paidOn === undefined ? 'AUTHORISED' : 'PAID',
    contact,
    number: bill.number,
    reference: '',
    date: bill.issuedOn,
    due: bill.dueOn,
    amounts: 'Exclusive',
    currency: state.organisation.currency,
    lines: [line(number * 100, bill.description, 1, bill.amount, account, 'INPUT')],
    updated: at(bill.paidOn ?? bill.issuedOn, number % 24),
  };
  state.invoices.push(document);
  if (bill.paidOn !== undefined) pay(state, document, bill.paidOn, at);
}

function pay(state: State, invoice: Document, day: string, at: At): void {
  const number = state.payments.length + 1;
  const payment: Payment = {
    id: seededId('payment', number),
    invoice: invoice.id,
    account: accountId('090'),
    cents: totalsOf(invoice, ratesOf(state)).total,
    date: day,
    reference: invoice.number,
    reconciled: number % 5 !== 0,
    status: 'AUTHORISED',
    updated: at(day, number % 24),
  };
  state.payments.push(payment);
}

/** Capital at the start, then each month a bank fee, interest and a room let by the day. */
function bankTransactions(
  business: Business,
  contactOfParty: (id: string) => string | null,
  at: At,
): BankTransaction[] {
  type Entry = readonly [string, string, string, string, string, string, string | null];
  const entries: Entry[] = [['RECEIVE', '2026-05-01', 'Share capital', '25000.00', '970', 'BASEXCLUDED', null]];
  for (let month = 5; month <= 11; month += 1) {
    const day = (date: string) => `2026-${String(month).padStart(2, '0')}-${date}`;
    const tenant = business.companies[month % business.companies.length]?.id ?? '';
    entries.push(['SPEND', day('02'), 'Account fee', '15.00', '404', 'EXEMPTEXPENSES', null]);
    entries.push(['RECEIVE', day('15'), 'Room hire, one day', '220.00', '260', 'OUTPUT', contactOfParty(tenant)]);
    entries.push(['RECEIVE', day('18'), 'Interest', '3.07', '270', 'EXEMPTOUTPUT', null]);
  }
  return entries.map(([type, date, description, amount, account, tax, contact], index) => ({
    id: seededId('bank_transaction', index + 1),
    type,
    status: 'AUTHORISED',
    contact,
    number: '',
    reference: description,
    date,
    due: null,
    amounts: 'Inclusive',
    currency: business.currency,
    lines: [line(1_000_000 + index, description, 1, amount, account, tax)],
    updated: at(date, index % 24),
    bank: accountId('090'),
    reconciled: date < '2026-11-01',
  }));
}

/** One used in part on an open invoice, one not approved yet, and one of a supplier. */
function creditNotes(state: State, supplier: string | null, at: At): CreditNote[] {
  const open = state.invoices.filter(({ type, status }) => type === 'ACCREC' && status === 'AUTHORISED');
  const [first, second] = open;
  const note = (
    number: number,
    of: Pick<CreditNote, 'type' | 'status' | 'contact' | 'date'>,
    sold: readonly [string, string, string, string],
  ): CreditNote => ({
    ...of,
    id: seededId('credit_note', number),
    number: `CN-${String(number).padStart(4, '0')}`,
    reference: '',
    due: null,
    amounts: 'Exclusive',
    currency: state.organisation.currency,
    lines: [line(2_000_000 + number, sold[0], 1, sold[1], sold[2], sold[3])],
    updated: at(of.date, number),
    allocations: [],
  });
  const notes: CreditNote[] = [];
  if (first !== undefined && totalsOf(first, ratesOf(state)).total - settledOf(state, first.id).paid > 5000) {
    const date = first.date;
    notes.push({
      ...note(1, { type: 'ACCRECCREDIT', status: 'AUTHORISED', contact: first.contact, date }, [
        'Place given up',
        '100.00',
        '200',
        'OUTPUT',
      ]),
      allocations: [{ id: seededId('allocation', 1), invoice: first.id, cents: 5000, date }],
    });
  }
  if (second !== undefined) {
    const of = { type: 'ACCRECCREDIT', status: 'DRAFT', contact: second.contact, date: second.date } as const;
    notes.push(note(2, of, ['Workbook not needed', '24.50', '200', 'OUTPUT']));
  }
  const of = { type: 'ACCPAYCREDIT', status: 'AUTHORISED', contact: supplier, date: '2026-10-06' } as const;
  notes.push(note(3, of, ['Rent paid twice for a room', '300.00', '469', 'INPUT']));
  return notes;
}

function claims(business: Business, at: At): Claim[] {
  return business.people
    .filter(({ role }) => role === 'trainer')
    .slice(0, 2)
    .map((person, index) => ({
      id: seededId('claim', index + 1),
      user: { id: seededId('user', index + 1), first: person.firstName, last: person.lastName, email: person.email },
      status: index === 0 ? 'AUTHORISED' : 'SUBMITTED',
      receipts: [
        {
          id: seededId('receipt', index + 1),
          number: String(index + 1),
          date: `2026-10-1${index}`,
          reference: 'Fuel to Bunbury and back',
          cents: 6840 + index * 1155,
          account: '493',
        },
      ],
      due: '2026-11-30',
      reported: '2026-10-31',
      updated: at(`2026-10-2${index}`, 9),
    }));
}
