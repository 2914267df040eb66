/**
 * What the Xero sandbox remembers, as plain JSON, and the arithmetic of its documents. Money is whole cents and unit amounts are
 * whole hundredths of a cent, so that nothing is ever off by a rounding of floats. Called by every other file here.
 */
import type { SandboxContext } from 'plugboard/contract';
import type { OAuthState, SigningKey, WindowCounts } from 'plugboard/kit';

export type Context = SandboxContext<State>;

export interface State {
  oauth: OAuthState;
  /** Authentication event of each consent, by grant. */
  events: Record<string, string>;
  connections: Connection[];
  counts: { minute: WindowCounts; day: WindowCounts; app: WindowCounts };
  /** Made when the first token is signed. */
  signing: SigningKey | null;
  organisation: Organisation;
  contacts: Contact[];
  accounts: Account[];
  tax_rates: TaxRate[];
  tracking: Tracking[];
  /** ACCREC and ACCPAY. */
  invoices: Document[];
  credit_notes: CreditNote[];
  bank_transactions: BankTransaction[];
  payments: Payment[];
  claims: Claim[];
  next_invoice: number;
  /** Number and moment of the last webhook event. */
  webhook_events: { sequence: number; at: number };
  /** Answers kept for their idempotency key. */
  replies: Record<string, { at: number; request: string; status: number; body: string }>;
}

/** One organisation (or practice) a person connected to an app. */
export interface Connection {
  id: string;
  client_id: string;
  tenant: string;
  type: 'ORGANISATION' | 'PRACTICE';
  name: string;
  event: string;
  /** The consent it came by; null for a custom connection. It is gone with its consent. */
  grant: string | null;
  created: number;
  updated: number;
}

export interface Organisation {
  id: string;
  practice: string;
  name: string;
  legal_name: string;
  tax_number: string;
  currency: string;
  country: string;
  created: number;
}

export interface Contact {
  id: string;
  name: string;
  first: string;
  last: string;
  email: string;
  tax_number: string;
  currency: string;
  phones: { type: string; country: string; area: string; number: string }[];
  addresses: { type: string; lines: string[]; city: string; region: string; postcode: string; country: string }[];
  status: 'ACTIVE' | 'ARCHIVED' | 'GDPRREQUEST';
  updated: number;
}

export interface Account {
  id: string;
  code: string;
  name: string;
  type: string;
  class: 'ASSET' | 'EQUITY' | 'EXPENSE' | 'LIABILITY' | 'REVENUE';
  tax: string;
  description: string;
  payments: boolean;
  system: string;
  bank_number: string;
  status: 'ACTIVE' | 'ARCHIVED' | 'DELETED';
  updated: number;
}

export interface TaxRate {
  type: string;
  name: string;
  report: string;
  percent: number;
  applies: ('Assets' | 'Equity' | 'Expenses' | 'Liabilities' | 'Revenue')[];
  status: string;
}

export interface Tracking {
  id: string;
  name: string;
  status: string;
  options: { id: string; name: string; status: string }[];
}

export interface Line {
  id: string;
  description: string;
  /** Ten-thousandths. */
  quantity: number;
  /** Hundredths of a cent. */
  unit: number;
  account: string;
  tax: string;
  /** Ids of tracking options. */
  tracking: string[];
}

export type Amounts = 'Exclusive' | 'Inclusive' | 'NoTax';
export type Status = 'DRAFT' | 'SUBMITTED' | 'AUTHORISED' | 'PAID' | 'VOIDED' | 'DELETED';

export interface Document {
  id: string;
  type: string;
  status: Status;
  contact: string | null;
  number: string;
  reference: string;
  /** Calendar dates. */
  date: string;
  due: string | null;
  amounts: Amounts;
  currency: string;
  lines: Line[];
  /** Milliseconds. */
  updated: number;
}

export interface CreditNote extends Document {
  allocations: { id: string; invoice: string; cents: number; date: string }[];
}

export interface BankTransaction extends Document {
  /** Id of the bank account. */
  bank: string;
  reconciled: boolean;
}

export interface Payment {
  id: string;
  invoice: string;
  /** Id of the account. */
  account: string;
  cents: number;
  date: string;
  reference: string;
  reconciled: boolean;
  status: 'AUTHORISED' | 'DELETED';
  updated: number;
}

export interface Claim {
  id: string;
  user: { id: string; first: string; last: string; email: string };
  status: 'SUBMITTED' | 'AUTHORISED' | 'PAID' | 'VOIDED' | 'DELETED';
  receipts: { id: string; number: string; date: string; reference: string; cents: number; account: string }[];
  due: string;
  reported: string;
  updated: number;
}

// --- ids ------------------------------------------------------------------------------------------------------------------

const kinds = [
  'organisation',
  'contact',
  'account',
  'tracking',
  'option',
  'invoice',
  'line',
  'credit_note',
  'bank_transaction',
  'payment',
  'claim',
  'user',
  'receipt',
  'connection',
  'allocation',
] as const;
export type Kind = (typeof kinds)[number];

/** Ids of seeded things begin with 0 and those of grown ones with e, so that grown ones come last in the order of the id. */
export function seededId(kind: Kind, number: number): string {
  return numberedId('0', kind, number);
}

export function grownId(kind: Kind, index: number): string {
  return numberedId('e', kind, index);
}

/** The index of a grown item, when the id is of one. */
export function grownIndex(kind: Kind, id: string): number | undefined {
  const index = Number.parseInt(id.slice(1, 8), 16);
  return Number.isInteger(index) && grownId(kind, index) === id ? index : undefined;
}

function numberedId(first: string, kind: Kind, number: number): string {
  const tail = (kinds.indexOf(kind) + 1).toString(16).padStart(12, '0');
  return `${first}${number.toString(16).padStart(7, '0')}-0000-4000-8000-${tail}`;
}

/** A fresh id for something written; never among the seeded or the grown. */
export function freshId(context: { hex(length: number): string }): string {
  const hex = context.hex(32);
  const first = '123456789abcd'[Number.parseInt(hex[0] ?? '0', 16) % 13];
  return `${first}${hex.slice(1, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

// --- arithmetic -----------------------------------------------------------------------------------------------------------

/** Nearest whole number, halves away from zero. */
export function divided(numerator: bigint, denominator: bigint): number {
  const sign = numerator < 0n ? -1n : 1n;
  return Number(sign * ((sign * numerator * 2n + denominator) / (denominator * 2n)));
}

/** Line amount in cents, as entered (tax inclusive or exclusive). */
export function lineCents(line: Pick<Line, 'quantity' | 'unit'>): number {
  return divided(BigInt(line.quantity) * BigInt(line.unit), 1_000_000n);
}

/** Percent of each tax type. */
export type Rates = ReadonlyMap<string, number>;

export function ratesOf(state: State): Rates {
  return new Map(state.tax_rates.map(({ type, percent }) => [type, percent]));
}

export function taxCents(line: Line, amounts: Amounts, rates: Rates): number {
  const percent = BigInt(Math.round((rates.get(line.tax) ?? 0) * 100));
  if (amounts === 'NoTax') return 0;
  const base = amounts === 'Exclusive' ? 10_000n : 10_000n + percent;
  return divided(BigInt(lineCents(line)) * percent, base);
}

export interface Totals {
  readonly net: number;
  readonly tax: number;
  readonly total: number;
}

export function totalsOf(document: Pick<Document, 'lines' | 'amounts'>, rates: Rates): Totals {
  let entered = 0;
  let tax = 0;
  for (const line of document.lines) {
    entered += lineCents(line);
    tax += taxCents(line, document.amounts, rates);
  }
  return document.amounts === 'Inclusive'
    ? { net: entered - tax, tax, total: entered }
    : { net: entered, tax, total: entered + tax };
}

/** What was paid on an invoice and what credits were used on it, in cents. */
export function settledOf(state: State, invoice: string): { readonly paid: number; readonly credited: number } {
  let paid = 0;
  for (const payment of state.payments)
    if (payment.invoice === invoice && payment.status === 'AUTHORISED') paid += payment.cents;
  let credited = 0;
  for (const note of state.credit_notes)
    for (const allocation of note.allocations) if (allocation.invoice === invoice) credited += allocation.cents;
  return { paid, credited };
}

/** Cents still open. Voided and deleted documents owe nothing. */
export function dueOf(state: State, document: Document): number {
  if (document.status === 'VOIDED' || document.status === 'DELETED') return 0;
  const { paid, credited } = settledOf(state, document.id);
  return totalsOf(document, ratesOf(state)).total - paid - credited;
}

/** The organisation is in Perth, as its Organisation says. */
export const timeZone = { xero: 'WAUSTRALIASTANDARDTIME', offsetMs: 8 * 3_600_000 };

/** Today at the organisation. */
export function today(now: number): string {
  return new Date(now + timeZone.offsetMs).toISOString().slice(0, 10);
}
