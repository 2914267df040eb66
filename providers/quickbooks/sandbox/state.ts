/**
 * What the QuickBooks sandbox remembers: the company's tables in the very shape the API gives them in, so that queries, changes and reports
 * all look at the same thing. Plain JSON. Called by all files of this folder.
 */
import { isJsonObject, type JsonObject, type JsonValue, type SandboxContext } from 'plugboard/contract';
import { at, textAt, type OAuthState, type WindowCounts } from 'plugboard/kit';

export type Context = SandboxContext<State>;

export const entities = [
  'Customer',
  'Vendor',
  'Item',
  'Account',
  'TaxCode',
  'TaxRate',
  'TaxAgency',
  'Invoice',
  'SalesReceipt',
  'Payment',
  'CreditMemo',
  'RefundReceipt',
  'Bill',
  'BillPayment',
  'VendorCredit',
  'Purchase',
  'Deposit',
  'Transfer',
  'JournalEntry',
] as const;
export type Entity = (typeof entities)[number];

/** Lists of names: nothing in them is ever deleted, it is made inactive, and then left out unless it is asked for. */
export const nameLists: readonly Entity[] = [
  'Customer',
  'Vendor',
  'Item',
  'Account',
  'TaxCode',
  'TaxRate',
  'TaxAgency',
];

export interface State {
  oauth: OAuthState;
  /** The newest refresh token of each grant and when its value was made: it changes once a day only. */
  refreshes: Record<string, { token: string; at: number }>;
  counts: { minute: WindowCounts; second: WindowCounts };
  company: Company;
  tables: Record<Entity, JsonObject[]>;
  /** What was deleted, newest last. */
  gone: { entity: Entity; id: string; at: number }[];
  /** `Deposit:3001` -> what the reconcile screen says of it. Nothing: uncleared. */
  cleared: Record<string, 'Cleared' | 'Reconciled'>;
  next_id: number;
  next_number: number;
  /** Answers kept for their `requestid`. */
  replies: Record<string, { status: number; body: JsonValue; request: string }>;
  webhook_events: number;
}

export interface Company {
  realm: string;
  name: string;
  legal_name: string;
  abn: string;
  email: string;
  phone: string;
  country: string;
  currency: string;
  created: number;
}

/** Development keys reach sandbox companies, production keys real ones; this one is both, so that either can be tried. */
export const realmId = '9341454816381446';

// --- ids and times --------------------------------------------------------------------------------------------------------

export function freshId(state: State): string {
  state.next_id += 1;
  return String(state.next_id);
}

/** QuickBooks writes moments with the offset of its own clock, which is not the company's. */
export function stamp(ms: number): string {
  return `${new Date(ms - 7 * 3_600_000).toISOString().slice(0, 19)}-07:00`;
}

export function metaData(created: number, updated = created): JsonObject {
  return { CreateTime: stamp(created), LastUpdatedTime: stamp(updated) };
}

export function updatedMs(row: JsonObject): number {
  return Date.parse(textAt(row, 'MetaData.LastUpdatedTime') ?? '');
}

export const idOf = (row: JsonObject): string => textAt(row, 'Id') ?? '';

export function find(state: State, entity: Entity, id: string | undefined): JsonObject | undefined {
  return state.tables[entity].find((row) => idOf(row) === id);
}

/** Puts a changed row in the place of the old one, as a later version of it. */
export function put(state: State, entity: Entity, row: JsonObject, now: number): JsonObject {
  const table = state.tables[entity];
  const index = table.findIndex((one) => idOf(one) === idOf(row));
  const before = table[index];
  const later: JsonObject = {
    ...row,
    SyncToken: before === undefined ? '0' : String(Number(textAt(before, 'SyncToken')) + 1),
    MetaData: {
      CreateTime: textAt(before, 'MetaData.CreateTime') ?? stamp(now),
      LastUpdatedTime: stamp(now),
    },
  };
  if (index < 0) table.push(later);
  else table[index] = later;
  return later;
}

// --- money ----------------------------------------------------------------------------------------------------------------

/** Cents of an amount as it is in the JSON. */
export function centsAt(row: unknown, path: string): number {
  const amount = at(row, path);
  return typeof amount === 'number' ? Math.round(amount * 100) : 0;
}

export const money = (cents: number): number => cents / 100;

/** Nearest whole number, halves away from zero. */
export function divided(numerator: number, denominator: number): number {
  return Math.sign(numerator) * Math.floor((Math.abs(numerator) * 2 + denominator) / (denominator * 2));
}

export function listIn(row: unknown, path: string): readonly JsonObject[] {
  const list = at(row, path);
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

export const linesOf = (row: JsonObject): readonly JsonObject[] => listIn(row, 'Line');

/** Voiding leaves the document, with nothing in it. */
export function isVoid(row: JsonObject): boolean {
  return (textAt(row, 'PrivateNote') ?? '').startsWith('Voided');
}

/** Today at the company, which is in Perth. */
export function today(now: number): string {
  return new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);
}
