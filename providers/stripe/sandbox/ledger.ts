/**
 * What the sandbox remembers: per account its objects, the events about them, what is due later. Plain JSON. Every change of an
 * object goes through `add`, `change` or `remove`, so that none happens without its event. Used by all other files here.
 */
import type { JsonObject, JsonValue } from 'plugboard/contract';
import { isObject, numberAt, textAt, type WindowCounts } from 'plugboard/kit';
import { missing } from './failures.ts';

/** One of Stripe's objects. Its fields are replaced, never changed inside, so that a snapshot is a shallow copy. */
export type Doc = Record<string, JsonValue>;

export type Kind =
  | 'customer'
  | 'payment_method'
  | 'mandate'
  | 'product'
  | 'price'
  | 'payment_intent'
  | 'charge'
  | 'refund'
  | 'invoice'
  | 'subscription'
  | 'checkout.session'
  | 'balance_transaction'
  | 'payout'
  | 'webhook_endpoint'
  | 'event';

/** Something that happens by itself when its time comes. */
export interface Due {
  /** Unix seconds. */
  readonly at: number;
  readonly what:
    | 'bank_answers'
    | 'refund_arrives'
    | 'funds_available'
    | 'payout_made'
    | 'payout_paid'
    | 'invoice_finalized'
    | 'period_over'
    | 'incomplete_expires'
    | 'session_expires';
  /** The object it happens to; empty for the account as a whole. */
  readonly id: string;
}

export interface Ledger {
  readonly account: Doc;
  /** Oldest first. */
  readonly objects: Record<Kind, Doc[]>;
  due: Due[];
  /** Payment intent -> the invoice it pays. */
  readonly billOf: Record<string, string>;
  /** Balance transaction -> the payout it went into. */
  readonly payoutOf: Record<string, string>;
  /** Subscription -> lines for its next invoice. */
  readonly pendingLines: Record<string, JsonObject[]>;
  /** Payment method -> how it behaves, when not simply well (`generic_decline`, `authenticate`). */
  readonly behaviour: Record<string, string>;
  invoicesNumbered: number;
  /** Webhook endpoint -> its signing secret, which is shown once. */
  readonly secretOf: Record<string, string>;
}

export interface Key {
  readonly account: string;
  /** Permissions of a restricted key (`customer_read`); absent: may do everything. */
  readonly rights?: readonly string[];
}

/** The answer to an idempotency key, kept for a day. */
export interface Kept {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: JsonObject;
  readonly request: string;
  readonly at: number;
}

export interface State {
  readonly keys: Record<string, Key>;
  readonly ledgers: Record<string, Ledger>;
  readonly kept: Record<string, Kept>;
  readonly calls: WindowCounts;
}

/** One account at one moment: what every piece of the sandbox's work is given. */
export interface World {
  readonly ledger: Ledger;
  /** Unix seconds. */
  readonly now: number;
  hex(length: number): string;
  readonly origin: string;
  /** What caused it, for events; both null when it happened by itself. */
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
  /** Renders the object of an event in the account's own API version. */
  snapshot(doc: Doc): JsonObject;
  readonly apiVersion: string;
  /** Tells the webhook endpoints of an event; its object is the newest rendering, since each endpoint has its own version. */
  tell(event: Doc): void;
}

export function emptyLedger(account: Doc): Ledger {
  return {
    account,
    objects: emptyObjects(),
    due: [],
    billOf: {},
    payoutOf: {},
    pendingLines: {},
    behaviour: {},
    invoicesNumbered: 0,
    secretOf: {},
  };
}

function emptyObjects(): Record<Kind, Doc[]> {
  return {
    customer: [],
    payment_method: [],
    mandate: [],
    product: [],
    price: [],
    payment_intent: [],
    charge: [],
    refund: [],
    invoice: [],
    subscription: [],
    'checkout.session': [],
    balance_transaction: [],
    payout: [],
    webhook_endpoint: [],
    event: [],
  };
}

/** A new id in Stripe's manner: `cus_` and 14 characters, or 24 for what belongs to a payment. */
export function newId(world: World, prefix: string, length = 14): string {
  return `${prefix}_${world.hex(length)}`;
}

export function find(world: World, kind: Kind, id: string): Doc | undefined {
  return world.ledger.objects[kind].findLast((doc) => doc['id'] === id);
}

/** The object, or Stripe's "No such ...": 404 for the object of the path (`id`), 400 for one named by a parameter. */
export function need(world: World, kind: Kind, id: string, param = 'id'): Doc {
  const found = find(world, kind, id);
  if (found === undefined || found['deleted'] === true) throw missing(kind, id, param);
  return found;
}

/** The text of a field; '' when there is none. */
export function text(doc: unknown, path: string): string {
  return textAt(doc, path) ?? '';
}

/** The number of a field; 0 when there is none. */
export function number(doc: unknown, path: string): number {
  return numberAt(doc, path) ?? 0;
}

function emit(world: World, type: string, doc: Doc, previous?: JsonObject): void {
  const data = (object: JsonObject) => ({
    object,
    ...(previous === undefined ? {} : { previous_attributes: previous }),
  });
  const event = newEvent(world, type, data(world.snapshot(doc)));
  world.ledger.objects.event.push(event);
  world.tell({ ...event, data: data({ ...doc }) });
}

/** The envelope; nobody else is told of it by this. */
export function newEvent(world: World, type: string, data: JsonObject): Doc {
  return {
    id: newId(world, 'evt', 24),
    object: 'event',
    api_version: world.apiVersion,
    created: world.now,
    data,
    livemode: false,
    pending_webhooks: 0,
    request: world.request,
    type,
  };
}

/** Stores a new object; `type` is the event that tells of it. */
export function add(world: World, kind: Kind, doc: Doc, type?: string): Doc {
  world.ledger.objects[kind].push(doc);
  if (type !== undefined) emit(world, type, doc);
  return doc;
}

/** Changes fields of an object and tells of it by these events, in order. Only `*.updated` events say what was before. */
export function change(world: World, doc: Doc, changes: Doc, ...types: readonly string[]): Doc {
  const before: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(changes)) {
    if (JSON.stringify(doc[name]) !== JSON.stringify(value)) before[name] = doc[name] ?? null;
  }
  Object.assign(doc, changes);
  for (const type of types) emit(world, type, doc, type.endsWith('.updated') ? before : undefined);
  return doc;
}

export function later(world: World, at: number, what: Due['what'], id: string): void {
  world.ledger.due.push({ at, what, id });
}

/** Merges metadata as Stripe does: an empty value takes the key away, an empty text for all of it takes all away. */
export function mergedMetadata(doc: Doc, changes: Readonly<Record<string, string>> | '' | undefined): JsonObject {
  const kept = plain(doc['metadata']);
  if (changes === undefined) return kept;
  if (changes === '') return {};
  return Object.fromEntries(Object.entries({ ...kept, ...changes }).filter(([, value]) => value !== ''));
}

/** Parameters as they are shown again: a copy without what was left out. */
export function plain(value: unknown): JsonObject {
  const copy: unknown = JSON.parse(JSON.stringify(value ?? {}));
  return isObject(copy) ? copy : {};
}

/** An object's metadata as parameters. */
export function metadataOf(doc: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(plain(doc['metadata'])).map(([name]) => [name, text(doc, `metadata.${name}`)]),
  );
}
