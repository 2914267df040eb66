/**
 * What the Sage Intacct sandbox remembers, as plain JSON, whichever of its two APIs wrote it. Money is whole cents, so that nothing
 * is ever off by a rounding of floats. Called by every other file here.
 */
import type { JsonObject, SandboxContext } from 'plugboard/contract';
import type { OAuthState, SigningKey } from 'plugboard/kit';

export type Context = SandboxContext<State>;

export interface State {
  oauth: OAuthState;
  /** Sessions of the XML gateway by their id. */
  sessions: Record<string, Session>;
  /** Results of readByQuery that are not read to their end, by resultId. */
  results: Record<string, HeldResult>;
  /** Reports of the REST API by their number. */
  reports: Record<string, Report>;
  /** Control ids that were sent with uniqueid, by sender: their moment. */
  control_ids: Record<string, number>;
  /** Answers of REST writes kept for their Idempotency-Key. */
  replies: Record<string, { at: number; request: string; status: number; body: JsonObject }>;
  /** With which webhooks are signed; made when it is first needed. */
  signing: SigningKey | null;
  /** Calls seen by each throttled moment; see the switch. */
  next: number;
  customers: Party[];
  suppliers: Party[];
  accounts: Account[];
  invoices: Invoice[];
  payments: Payment[];
  batches: Batch[];
}

/** What all records share. `entity`: where it was made; '' is the top level. Moments are milliseconds, dates ISO without zone. */
export interface Row {
  key: number;
  entity: string;
  created: number;
  updated: number;
}

export interface Session {
  user: string;
  entity: string;
  started: number;
  expires: number;
}

export interface HeldResult {
  session: string;
  object: string;
  fields: string[];
  size: number;
  /** Keys not handed out yet. */
  left: number[];
  total: number;
  expires: number;
}

export interface Report {
  from: string;
  to: string;
  location: string;
  /** Status calls answered so far: the first one finds the report unfinished. */
  asked: number;
}

export interface Party extends Row {
  id: string;
  name: string;
  status: 'active' | 'inactive';
  tax_id: string;
  currency: string;
  first: string;
  last: string;
  email: string;
  phone: string;
  mobile: string;
  fax: string;
  line1: string;
  line2: string;
  city: string;
  state: string;
  postcode: string;
  country: string;
}

export interface Account extends Row {
  id: string;
  name: string;
  type: 'balanceSheet' | 'incomeStatement';
  normal: 'debit' | 'credit';
  closing: 'nonClosingAccount' | 'closingAccount' | 'closedToAccount';
  category: string;
  status: 'active' | 'inactive';
}

export type InvoiceState = 'draft' | 'posted' | 'paid' | 'partiallyPaid' | 'reversed';

export interface Invoice extends Row {
  number: string;
  customer: number;
  state: InvoiceState;
  date: string;
  due: string;
  term: string;
  reference: string;
  description: string;
  currency: string;
  base: string;
  /** Millionths of the base currency for one of the invoice's. */
  rate: number;
  lines: Line[];
}

export interface Line {
  key: number;
  account: string;
  /** In the invoice's currency. */
  cents: number;
  memo: string;
  location: string;
  department: string;
  /** Tax detail of an item; '' for none. */
  tax: string;
  kind: 'item' | 'tax';
}

export interface Payment extends Row {
  customer: number;
  state: 'complete' | 'reconciled' | 'draft' | 'reversed';
  method: string;
  document: string;
  bank: string;
  date: string;
  currency: string;
  base: string;
  rate: number;
  cents: number;
  details: { key: number; invoice: number; cents: number }[];
}

/** A journal entry. Subledgers post theirs when a document is posted. */
export interface Batch extends Row {
  number: number;
  journal: string;
  title: string;
  date: string;
  state: 'posted' | 'draft' | 'reversed';
  /** `2.GL`, `3.AP`, `4.AR`. */
  module: string;
  reference: string;
  entries: Entry[];
}

export interface Entry {
  key: number;
  account: string;
  debit: boolean;
  cents: number;
  base_cents: number;
  currency: string;
  location: string;
  department: string;
  customer: number;
  supplier: number;
  description: string;
  document: string;
}

// --- the company ----------------------------------------------------------------------------------------------------------

export const baseCurrency = 'AUD';
/** Company id, as it is typed at the sign-in. */
export const companyId = 'HarbourTraining-imp';
/** Entities of the company, which are locations too. */
export const entities: readonly string[] = ['100', '200'];
export const locations: readonly { readonly id: string; readonly name: string }[] = [
  { id: '100', name: 'Fremantle' },
  { id: '200', name: 'Perth' },
];
export const departments: readonly string[] = ['TRN', 'ADM'];
/** Tax details of the Australian solution, with their percentage. */
export const taxDetails: Readonly<Record<string, number>> = {
  'G1 Goods and Services Tax': 10,
  'G3 GST Free': 0,
};
export const banks: Readonly<Record<string, string>> = { CBA_OPERATING: '1000', CBA_SAVINGS: '1010' };

/** First keys of what is seeded, of what is written, and of what is grown for load, each above the one before. */
export const firstWritten = 1_000_000;
export const firstGrown = 10_000_000;

export function nextKey(state: State): number {
  const key = state.next;
  state.next += 1;
  return key;
}

// --- arithmetic -----------------------------------------------------------------------------------------------------------

/** 11000 -> '110.00'. */
export function decimal(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** '110' or '110.005' -> cents, rounded half up as Sage does. Undefined: not an amount. */
export function centsOf(text: string): number | undefined {
  const match = /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(text.trim());
  if (match === null) return undefined;
  const thousandths = Number(`${match[2]}${(match[3] ?? '').slice(0, 3).padEnd(3, '0')}`);
  const cents = Math.floor((thousandths + 5) / 10);
  return match[1] === '-' ? -cents : cents;
}

export function toBase(cents: number, rate: number): number {
  return Math.round((cents * rate) / 1_000_000);
}

/** Total with tax, in the invoice's currency. */
export function totalOf(invoice: Pick<Invoice, 'lines'>): number {
  return invoice.lines.reduce((sum, { cents }) => sum + cents, 0);
}

/** What was paid of it so far, in its currency. */
export function paidOf(state: Pick<State, 'payments'>, invoice: number): number {
  return state.payments
    .filter((payment) => payment.state === 'complete' || payment.state === 'reconciled')
    .flatMap(({ details }) => details)
    .filter((detail) => detail.invoice === invoice)
    .reduce((sum, { cents }) => sum + cents, 0);
}

/** The lines' tax as lines of its own, one per tax detail, the way Sage keeps it. */
export function withTax(lines: readonly Line[], key: () => number): Line[] {
  const byDetail = Map.groupBy(
    lines.filter(({ tax }) => (taxDetails[tax] ?? 0) > 0),
    ({ tax }) => tax,
  );
  const taxes = [...byDetail].map(([detail, taxed]): Line => ({
    key: key(),
    account: '2200',
    cents: taxed.reduce((sum, { cents }) => sum + Math.round((cents * (taxDetails[detail] ?? 0)) / 100), 0),
    memo: detail,
    location: taxed[0]?.location ?? '',
    department: '',
    tax: '',
    kind: 'tax',
  }));
  return [...lines, ...taxes];
}
