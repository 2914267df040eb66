/**
 * What the MYOB sandbox remembers, as plain JSON, and the arithmetic of its documents. Money is whole cents and unit prices are whole
 * hundredths of a cent, so that nothing is ever off by a rounding of floats. Called by every other file here.
 */
import type { SandboxContext } from 'plugboard/contract';
import type { OAuthState, WindowCounts } from 'plugboard/kit';

export type Context = SandboxContext<State>;

export interface State {
  oauth: OAuthState;
  counts: { second: WindowCounts; day: WindowCounts };
  files: CompanyFile[];
  customers: Contact[];
  suppliers: Contact[];
  employees: Contact[];
  accounts: Account[];
  tax_codes: TaxCode[];
  items: { id: string; number: string; name: string }[];
  invoices: Document[];
  bills: Document[];
  receipts: Payment[];
  spends: Payment[];
  categories: Category[];
  employments: Employment[];
  timesheets: TimesheetEntry[];
  advices: Advice[];
  next: { customer: number; invoice: number; receipt: number };
  /** Grows with each write; makes RowVersion. */
  row: number;
}

/** `own_login`: the file still asks for a user of its own besides the MYOB account. */
export interface CompanyFile {
  id: string;
  name: string;
  own_login: boolean;
}

export interface Contact {
  id: string;
  display: string;
  /** Null for an individual. */
  company: string | null;
  first: string;
  last: string;
  active: boolean;
  email: string;
  phone: string;
  street: string;
  city: string;
  region: string;
  postcode: string;
  abn: string;
  notes: string;
  /** Id of the tax code. */
  tax: string;
  updated: number;
  row: number;
}

export interface Account {
  id: string;
  display: string;
  name: string;
  classification: string;
  type: string;
  header: boolean;
  tax: string;
  active: boolean;
  row: number;
}

export interface TaxCode {
  id: string;
  code: string;
  description: string;
  type: string;
  /** Percent. */
  rate: number;
  row: number;
}

export const layouts = ['Service', 'Item', 'Professional', 'TimeBilling', 'Miscellaneous'] as const;
export type Layout = (typeof layouts)[number];

export interface Line {
  row: number;
  type: 'Transaction' | 'Header' | 'Subtotal';
  description: string;
  /** As entered: with tax in it when the document is inclusive. */
  cents: number;
  /** Ten-thousandths, and hundredths of a cent; of Item lines. */
  quantity: number | null;
  unit: number | null;
  item: string | null;
  account: string | null;
  tax: string | null;
}

export interface Document {
  id: string;
  layout: Layout;
  number: string;
  /** The customer's purchase order, or the supplier's invoice number. */
  theirs: string;
  /** Calendar dates. */
  date: string;
  due: string;
  contact: string;
  inclusive: boolean;
  memo: string;
  comment: string;
  lines: Line[];
  updated: number;
  row: number;
}

export interface Payment {
  id: string;
  number: string;
  date: string;
  contact: string;
  account: string;
  method: string;
  memo: string;
  /** Document and cents. */
  applied: { document: string; cents: number }[];
  updated: number;
  row: number;
}

export const categoryKinds = ['Wage', 'Deduction', 'Entitlement', 'Expense', 'Superannuation', 'Tax'] as const;
export type CategoryKind = (typeof categoryKinds)[number];

export interface Category {
  id: string;
  kind: CategoryKind;
  name: string;
  detail: 'hourly' | 'salary' | 'overtime' | 'other';
  updated: number;
  row: number;
}

export interface Employment {
  id: string;
  employee: string;
  started: string;
  salaried: boolean;
  /** Cents per hour. */
  rate: number;
  leave_hours: number;
  updated: number;
  row: number;
}

export interface TimesheetEntry {
  employee: string;
  category: string;
  date: string;
  /** Hundredths of an hour. */
  hours: number;
  processed: boolean;
  notes: string;
}

export interface Advice {
  employee: string;
  paid: string;
  from: string;
  to: string;
  cheque: string;
  hours: number;
}

// --- ids ------------------------------------------------------------------------------------------------------------------

const kinds = [
  'file',
  'customer',
  'supplier',
  'employee',
  'account',
  'tax_code',
  'item',
  'invoice',
  'bill',
  'receipt',
  'spend',
  'category',
  'employment',
  'contact_of_payroll',
] as const;
export type Kind = (typeof kinds)[number];

/** Ids of seeded things begin with 0 and those of grown ones with e. */
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

/** A signed 64-bit number, which no JSON number holds. */
export function rowVersion(row: number): string {
  return String(-5_698_562_342_512_000_000n - BigInt(row) * 977n);
}

// --- arithmetic -----------------------------------------------------------------------------------------------------------

/** Nearest whole number, halves away from zero. */
export function divided(numerator: bigint, denominator: bigint): number {
  const sign = numerator < 0n ? -1n : 1n;
  return Number(sign * ((sign * numerator * 2n + denominator) / (denominator * 2n)));
}

export interface Totals {
  /** Sum of the lines as entered. */
  readonly entered: number;
  readonly tax: number;
  /** With tax. */
  readonly total: number;
}

/** Percent of each tax code, by id. */
export type Rates = ReadonlyMap<string, number>;

export function ratesOf(state: Pick<State, 'tax_codes'>): Rates {
  return new Map(state.tax_codes.map(({ id, rate }) => [id, rate]));
}

/** Tax is worked out line by line, each rounded to the cent. */
export function totalsOf({ lines, inclusive }: Pick<Document, 'lines' | 'inclusive'>, rates: Rates): Totals {
  let entered = 0;
  let tax = 0;
  for (const line of lines) {
    if (line.type !== 'Transaction') continue;
    const rate = BigInt(Math.round((rates.get(line.tax ?? '') ?? 0) * 100));
    entered += line.cents;
    tax += divided(BigInt(line.cents) * rate, inclusive ? 10_000n + rate : 10_000n);
  }
  return { entered, tax, total: inclusive ? entered : entered + tax };
}

/** Cents of a document that were paid, and when last. */
export function paidOn(payments: readonly Payment[], document: string): { paid: number; last: string | null } {
  let paid = 0;
  let last: string | null = null;
  for (const payment of payments)
    for (const part of payment.applied) {
      if (part.document !== document) continue;
      paid += part.cents;
      if (last === null || payment.date > last) last = payment.date;
    }
  return { paid, last };
}

/** Where Harbour Training is: its weeks and days are those of Perth. */
const offsetMs = 8 * 3_600_000;

export function today(now: number): string {
  return new Date(now + offsetMs).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The Monday of its week. */
export function mondayOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}
