/**
 * Items grown for load: rendered from their number alone, so that a million of them need no memory and a cursor finds its place
 * from the id. They are older than everything seeded, read-only, and when touched they show up in the events feed.
 */
import type { GrownList, JsonObject, JsonValue } from 'plugboard/contract';
import { at as valueAt, isObject } from 'plugboard/kit';
import { missing } from './failures.ts';
import { number, type Doc } from './ledger.ts';
import { invoice, line } from './objects-billing.ts';
import { charge, paymentIntent } from './objects-payments.ts';
import { customer } from './objects.ts';
import type { Range } from './params.ts';

export type GrownName = 'customers' | 'charges' | 'payment_intents' | 'invoices';

/** Number 0 is the newest of them. */
const newest = Date.UTC(2020, 0, 1) / 1000;
const apart = 60;

function createdAt(index: number): number {
  return newest - index * apart;
}

function idAt(prefix: string, index: number): string {
  return `${prefix}_load${String(index).padStart(9, '0')}`;
}

/** The number behind an id, if it is one of these. */
export function indexOf(id: string): number | undefined {
  const match = /^[a-z]+_load(\d{9})$/.exec(id);
  return match === null ? undefined : Number(match[1]);
}

interface Item {
  readonly index: number;
  readonly generation: number;
  readonly at: number;
}

/** What differs from one generation to the next, and when it came about. */
function mark({ generation, at }: Item): JsonObject {
  return { load_generation: String(generation), load_changed: String(Math.floor(at / 1000)) };
}

function amountOf(index: number): number {
  return 1_000 + ((index * 7_919) % 90_000);
}

const brands = ['visa', 'mastercard', 'eftpos_au'];
const cities = ['Perth', 'Fremantle', 'Bunbury', 'Albany', 'Geraldton'];

function grownCustomer(item: Item): Doc {
  const { index } = item;
  return {
    ...customer(idAt('cus', index), createdAt(index)),
    address: {
      city: cities[index % cities.length] ?? 'Perth',
      country: 'AU',
      line1: `${(index % 200) + 1} High Street`,
      line2: null,
      postal_code: '6000',
      state: 'WA',
    },
    currency: 'aud',
    description: `Grown for load, change ${item.generation}`,
    email: `load${index}@example.com`,
    metadata: mark(item),
    name: `Load Customer ${index}`,
    phone: `+618555${String(index % 100_000).padStart(5, '0')}`,
  };
}

function grownIntent(item: Item): Doc {
  const { index } = item;
  return {
    ...paymentIntent(idAt('pi', index), createdAt(index), 'load'),
    amount: amountOf(index),
    amount_received: amountOf(index),
    customer: idAt('cus', index),
    description: `Course ${index}, change ${item.generation}`,
    latest_charge: idAt('ch', index),
    metadata: mark(item),
    payment_method: idAt('pm', index),
    status: 'succeeded',
  };
}

function grownCharge(item: Item): Doc {
  const { index } = item;
  const network = brands[index % brands.length] ?? 'visa';
  return {
    ...charge(idAt('ch', index), createdAt(index)),
    amount: amountOf(index),
    amount_captured: amountOf(index),
    balance_transaction: idAt('txn', index),
    captured: true,
    customer: idAt('cus', index),
    description: `Course ${index}, change ${item.generation}`,
    metadata: mark(item),
    paid: true,
    payment_intent: idAt('pi', index),
    payment_method: idAt('pm', index),
    payment_method_details: {
      type: 'card',
      card: {
        brand: 'visa',
        exp_month: 8,
        exp_year: 2032,
        funding: 'debit',
        last4: String(index % 10_000).padStart(4, '0'),
        network,
      },
    },
    status: 'succeeded',
  };
}

function grownInvoice(item: Item): Doc {
  const { index } = item;
  const id = idAt('in', index);
  const total = amountOf(index);
  const at = createdAt(index);
  const only = line({
    id: idAt('il', index),
    invoice: id,
    amount: total,
    currency: 'aud',
    description: `Course ${index}`,
    quantity: 1,
    unitAmount: String(total),
    price: null,
    product: null,
    period: { start: at, end: at },
    taxes: [],
    subscription: undefined,
  });
  return {
    ...invoice(id, at),
    amount_due: total,
    amount_paid: total,
    attempted: true,
    customer: idAt('cus', index),
    customer_name: `Load Customer ${index}`,
    effective_at: at,
    lines: { object: 'list', data: [only], has_more: false, total_count: 1, url: `/v1/invoices/${id}/lines` },
    metadata: mark(item),
    number: `LOAD-${index}`,
    status: 'paid',
    status_transitions: { finalized_at: at, marked_uncollectible_at: null, paid_at: at, voided_at: null },
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
  };
}

export const grow: Readonly<Record<GrownName, (item: Item) => JsonObject>> = {
  customers: grownCustomer,
  charges: grownCharge,
  payment_intents: grownIntent,
  invoices: grownInvoice,
};

/** A stretch of a grown list. */
export function stretch(list: GrownList, from: number, to: number): GrownList {
  const start = Math.max(0, from);
  const end = Math.max(start, Math.min(to, list.count));
  return {
    count: end - start,
    slice: (a, b) => list.slice(start + a, Math.min(start + b, end)),
    changedSince: list.changedSince,
    byChange: list.byChange,
  };
}

export function parsed(list: GrownList, from: number, to: number): readonly JsonObject[] {
  const items: unknown = JSON.parse(`[${list.slice(from, to).toString('utf8')}]`);
  return Array.isArray(items) ? items.filter(isObject) : [];
}

/** The part of a grown list created within the range: arithmetic, as each is a minute older than the one before it. */
export function createdWithin(list: GrownList, range: Range | undefined): GrownList {
  if (range === undefined) return list;
  const bounds = typeof range === 'number' ? { gte: range, lte: range } : range;
  const youngest = Math.min('lt' in bounds ? (bounds.lt ?? Infinity) - 1 : Infinity, bounds.lte ?? Infinity);
  const oldest = Math.max('gt' in bounds ? (bounds.gt ?? -Infinity) + 1 : -Infinity, bounds.gte ?? -Infinity);
  const from = Math.max(0, Math.ceil((newest - youngest) / apart));
  const to = Math.max(from, Math.min(list.count, Math.floor((newest - oldest) / apart) + 1));
  return stretch(list, from, to);
}

/**
 * The part whose fields have these values. Ids lead to their own number; everything else is either alike in all grown items or not
 * looked for among them.
 */
export function withFields(list: GrownList, fields: Readonly<Record<string, JsonValue | undefined>>): GrownList {
  let kept = list;
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || kept.count === 0) continue;
    const index = typeof value === 'string' ? indexOf(value) : undefined;
    if (index !== undefined) kept = stretch(list, index, index + 1);
    else if (name === 'email' || valueAt(parsed(list, 0, 1)[0], name) !== value) kept = stretch(list, 0, 0);
  }
  return kept;
}

/** The type of the event that tells of a touched item. There is no `payment_intent.updated`. */
const eventTypes: Readonly<Record<GrownName, string>> = {
  customers: 'customer.updated',
  charges: 'charge.updated',
  payment_intents: 'payment_intent.succeeded',
  invoices: 'invoice.updated',
};

interface GrownEvents {
  readonly count: number;
  /** Newest first. */
  page(from: number, to: number): readonly JsonObject[];
  /** The place of an event by its id. */
  placeOf(id: string): number | undefined;
}

/** Events of the grown items touched since a moment (unix seconds), for those streams whose type is asked for. */
export function grownEvents(
  grown: (stream: GrownName) => GrownList | undefined,
  since: number,
  wants: (type: string) => boolean,
  apiVersion: string,
): GrownEvents {
  const names: readonly GrownName[] = ['customers', 'charges', 'payment_intents', 'invoices'];
  const parts = names.flatMap((name) => {
    const list = wants(eventTypes[name]) ? grown(name)?.changedSince(since * 1000) : undefined;
    return list === undefined || list.count === 0 ? [] : [{ name, list }];
  });
  const count = parts.reduce((sum, { list }) => sum + list.count, 0);
  const one = (name: GrownName, list: GrownList, place: number): JsonObject => {
    const [item = {}] = parsed(list, place, place + 1);
    return {
      id: `evt_load_${name}_${since}_${place}`,
      object: 'event',
      api_version: apiVersion,
      created: Number(valueAt(item, 'metadata.load_changed')) || number(item, 'created'),
      data: { object: item, previous_attributes: {} },
      livemode: false,
      pending_webhooks: 0,
      request: { id: null, idempotency_key: null },
      type: eventTypes[name],
    };
  };
  return {
    count,
    page(from, to) {
      const found: JsonObject[] = [];
      let before = 0;
      for (const { name, list } of parts) {
        // Items touched together share their moment, so any order of them is newest first; backwards keeps ids falling.
        for (let place = Math.max(0, from - before); place < Math.min(list.count, to - before); place += 1) {
          found.push(one(name, list, list.count - 1 - place));
        }
        before += list.count;
      }
      return found;
    },
    placeOf(id) {
      const match = /^evt_load_([a-z_]+)_(\d+)_(\d+)$/.exec(id);
      let before = 0;
      for (const { name, list } of parts) {
        if (match !== null && name === match[1]) return before + list.count - 1 - Number(match[3]);
        before += list.count;
      }
      return undefined;
    },
  };
}

/** One grown item by its id. */
export function grownItem(list: GrownList | undefined, kind: string, id: string): JsonObject {
  const index = indexOf(id);
  const item =
    list === undefined || index === undefined || index >= list.count ? undefined : parsed(list, index, index + 1)[0];
  if (item === undefined) throw missing(kind, id, 'id');
  return item;
}
