/**
 * What one vendor has to send by webhook, and has sent: addresses entered by hand, deliveries with their attempts, events that are held
 * back. A JSON file, saved soon after each change, so that a restart goes on where it was. Called by webhook-sender.ts.
 */
import { z, type SandboxEvent } from '../contract/index.ts';
import { readJson, setAside, writeJson } from './files.ts';
import { tamperings } from './webhook-request.ts';

const addressSchema = z.object({
  id: z.string(),
  url: z.string(),
  secret: z.string(),
  types: z.array(z.string()),
  options: z.record(z.string(), z.string()),
  /** Has it passed the vendor's test? Only then is anything sent there. */
  active: z.boolean(),
});
export type HandAddress = z.infer<typeof addressSchema>;

const eventSchema: z.ZodType<SandboxEvent> = z.object({
  type: z.string(),
  payload: z.record(z.string(), z.json()),
});

const attemptSchema = z.object({
  /** Sandbox time, milliseconds. */
  at: z.number(),
  /** Null: no answer; `error` says why. */
  status: z.number().nullable(),
  error: z.string().nullable(),
  /** The beginning of the answer. */
  answer: z.string(),
});
export type WebhookAttempt = z.infer<typeof attemptSchema>;

const deliverySchema = z.object({
  id: z.string(),
  /** Id of the address. */
  address: z.string(),
  url: z.string(),
  events: z.array(eventSchema),
  tampered: z.enum(tamperings).nullable(),
  /** How many of this kind may be under way at once to the address. */
  at_once: z.int(),
  created_at: z.number(),
  /** Sandbox time of the next attempt; null when there will be none. */
  due_at: z.number().nullable(),
  state: z.enum(['pending', 'received', 'given_up']),
  attempts: z.array(attemptSchema),
});
export type WebhookDelivery = z.infer<typeof deliverySchema>;

const fileSchema = z.object({
  format: z.literal(1),
  addresses: z.array(addressSchema),
  /** By the moment they are due, then by age. */
  pending: z.array(deliverySchema),
  /** Oldest first. */
  over: z.array(deliverySchema),
  held: z.boolean(),
  /** Events that happened meanwhile, each group told in one request. */
  waiting: z.array(z.array(eventSchema)),
});
type Kept = z.infer<typeof fileSchema>;

export interface WebhookBook {
  readonly addresses: HandAddress[];
  readonly pending: readonly WebhookDelivery[];
  /** The last thousand, oldest first. */
  readonly over: readonly WebhookDelivery[];
  held: boolean;
  waiting: readonly SandboxEvent[][];
  /** A delivery to come: takes its place among the pending. */
  put(delivery: WebhookDelivery): void;
  /** It was attempted: from the pending to where it belongs now. */
  attempted(delivery: WebhookDelivery): void;
  saveSoon(): void;
  /** Forgets deliveries, also those to come, and held events; `addresses`: those as well. */
  clear(what: { readonly addresses: boolean }): void;
  /** Saves for the last time. */
  close(): void;
}

const keptOver = 1_000;
const leastPauseMs = 200;

export function openWebhookBook(file: string, log: (message: string) => void): WebhookBook {
  const read = readJson(file, fileSchema);
  if ('broken' in read)
    log(`sandbox: ${file} cannot be read (${read.broken}); moved to ${setAside(file)}, no webhooks are due`);
  const empty: Kept = { format: 1, addresses: [], pending: [], over: [], held: false, waiting: [] };
  const { addresses, pending, ...rest } = 'value' in read ? read.value : empty;
  let { over, held, waiting } = rest;
  let timer: NodeJS.Timeout | undefined;
  let saveAfter = leastPauseMs;
  let closed = false;

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    if (closed) return;
    const before = performance.now();
    const content: Kept = { format: 1, addresses, pending, over, held, waiting };
    writeJson(file, content);
    // Thousands of deliveries take a while to write: that must stay a small share of the time.
    saveAfter = Math.max(leastPauseMs, 20 * (performance.now() - before));
  }

  const book: WebhookBook = {
    addresses,
    pending,
    get over() {
      return over.slice(-keptOver);
    },
    get held() {
      return held;
    },
    set held(value) {
      held = value;
    },
    get waiting() {
      return waiting;
    },
    set waiting(value) {
      waiting = [...value];
    },
    put(delivery) {
      const due = delivery.due_at ?? 0;
      const after = pending.findLastIndex((one) => (one.due_at ?? 0) <= due);
      pending.splice(after + 1, 0, delivery);
    },
    attempted(delivery) {
      const place = pending.indexOf(delivery);
      if (place >= 0) pending.splice(place, 1);
      if (delivery.state === 'pending') return book.put(delivery);
      over.push(delivery);
      if (over.length >= keptOver * 2) over = over.slice(-keptOver);
    },
    saveSoon() {
      timer ??= setTimeout(() => {
        try {
          save();
        } catch (error) {
          log(`sandbox: cannot save ${file}: ${String(error)}`);
        }
      }, saveAfter);
    },
    clear(what) {
      pending.length = 0;
      over = [];
      waiting = [];
      held = false;
      if (what.addresses) addresses.length = 0;
      book.saveSoon();
    },
    close() {
      save();
      closed = true;
    },
  };
  return book;
}
