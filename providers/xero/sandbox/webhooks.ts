/**
 * Xero's webhooks: which writes it tells, the envelope, the signature, the intent to receive and how often it tries. Entered by hand at
 * developer.xero.com, so the addresses are the host's. Called by ../sandbox.ts and writes.ts.
 */
import { createHash, createHmac } from 'node:crypto';
import {
  isJsonObject,
  type JsonObject,
  type SandboxAddress,
  type SandboxEvent,
  type SandboxWebhook,
  type SandboxWebhooks,
} from 'plugboard/contract';
import { numberAt, watchRows } from 'plugboard/kit';
import { seededId, settledOf, type Context, type State } from './state.ts';

const categories = {
  CONTACT: { path: 'Contacts', rows: ({ contacts }: State) => contacts },
  // What was paid on an invoice is part of it, though it is kept elsewhere.
  INVOICE: {
    path: 'Invoices',
    rows: (state: State) => state.invoices.map((one) => ({ ...one, ...settledOf(state, one.id) })),
  },
  CREDITNOTE: { path: 'CreditNotes', rows: ({ credit_notes: notes }: State) => notes },
} as const;
type Category = keyof typeof categories;
type Row = { readonly id: string; readonly type?: string; readonly status: string };

const names: readonly Category[] = ['CONTACT', 'INVOICE', 'CREDITNOTE'];
const types = names.flatMap((category) => [`${category}.CREATE`, `${category}.UPDATE`]);
/** The app's own sales at Xero's store; told to whoever subscribed to it. */
const subscription = 'SUBSCRIPTION.UPDATE';

/** The app in Xero's store. */
const applicationId = seededId('connection', 900);

/** Milliseconds, UTC, without saying so. */
function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, -1);
}

/** The event as Xero writes it, with its place in the app's count, which the envelope tells. */
function numbered(type: string, about: JsonObject, context: Context): SandboxEvent {
  const { webhook_events: events } = context.state;
  events.sequence += 1;
  // No two at the same millisecond, though the clock stands still: its moment is all that tells a second change of an invoice from the first.
  events.at = Math.max(context.now(), events.at + 1);
  const [eventCategory = '', eventType = ''] = type.split('.');
  const event = { ...about, eventCategory, eventType, eventDateUtc: dateOf(events.at) };
  return { type, payload: { sequence: events.sequence, event } };
}

function eventOf(category: Category, row: Row, change: 'CREATE' | 'UPDATE', context: Context): SandboxEvent {
  const about = {
    resourceUrl: `https://api.xero.com/api.xro/2.0/${categories[category].path}/${row.id}`,
    resourceId: row.id,
    tenantId: context.state.organisation.id,
    tenantType: 'ORGANISATION',
    // Only credit notes say more.
    ...(category === 'CREDITNOTE' ? { data: { Type: row.type ?? '', Status: row.status } } : {}),
  };
  return numbered(`${category}.${change}`, about, context);
}

/** Does the work, and tells what it changed: a payment is told as a change of its invoice. Nothing is deleted at Xero, it has a status. */
export function telling<T>(context: Context, work: () => T): T {
  const looks = names.map((category) => ({
    category,
    changes: watchRows<Row>(
      () => categories[category].rows(context.state),
      ({ id }) => id,
    ),
  }));
  const result = work();
  for (const { category, changes } of looks)
    for (const { change, row } of changes())
      context.emit(eventOf(category, row, change === 'created' ? 'CREATE' : 'UPDATE', context));
  return result;
}

function signed(body: Buffer, secret: string): SandboxWebhook {
  const signature = createHmac('sha256', secret).update(body).digest('base64');
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-xero-signature': signature },
    body,
  };
}

/** `salt` makes bodies differ that say the same; the same body when it is sent again. */
function envelope(events: readonly JsonObject[], sequences: readonly number[], salt: string): Buffer {
  const [first = 0] = sequences;
  const last = sequences.at(-1) ?? 0;
  const letters = createHash('sha256').update(`${salt} ${first} ${last}`).digest();
  const entropy = [...letters.subarray(0, 20)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('');
  return Buffer.from(JSON.stringify({ events, firstEventSequence: first, lastEventSequence: last, entropy }));
}

function request(events: readonly SandboxEvent[], { id, secret }: SandboxAddress): SandboxWebhook {
  const sequences = events.map(({ payload }) => numberAt(payload, 'sequence') ?? 0);
  const inside = events.flatMap(({ payload: { event } }) => (isJsonObject(event) ? [event] : []));
  return signed(envelope(inside, sequences, id), secret);
}

const minute = 60_000;
const hour = 60 * minute;

export const webhooks: SandboxWebhooks<State> = {
  // The key is Xero's, shown when the address is saved.
  secret: (hex) => Buffer.from(hex(128), 'hex').toString('base64'),
  signature: { header: 'x-xero-signature' },
  types: [...types, subscription],
  example(type, context, nth) {
    if (type === subscription) {
      const resourceId = seededId('connection', 901 + nth);
      const resourceUrl = `https://api.xero.com/appstore/2.0/subscriptions/${resourceId}`;
      return numbered(type, { resourceUrl, resourceId, tenantId: applicationId, tenantType: 'APPLICATION' }, context);
    }
    const category = names.find((name) => type.startsWith(`${name}.`));
    if (category === undefined || !types.includes(type)) return undefined;
    const rows = categories[category].rows(context.state);
    const row = rows[nth % rows.length];
    return row === undefined
      ? undefined
      : eventOf(category, row, type.endsWith('.CREATE') ? 'CREATE' : 'UPDATE', context);
  },
  eventsAtOnce: 50,
  request,
  // The "intent to receive": no events, and half of the signatures are wrong on purpose.
  handshake: (address) =>
    [true, false, true, false].map((right, nth) => ({
      request: signed(envelope([], [], `${address.id} ${nth}`), right ? address.secret : `${address.secret} no more`),
      expect: right ? 200 : 401,
    })),
  // Ever more rarely, for a day; then the webhooks of the app are switched off.
  retries: [minute, 5 * minute, 30 * minute, hour, 2 * hour, 4 * hour, 8 * hour, 8 * hour],
  timeoutMs: 5000,
  received: (status) => status === 200,
};
