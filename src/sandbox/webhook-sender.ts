/**
 * The vendor's side of webhooks, for one provider: who is told of what, when an attempt is due, what counts as received, when it is given
 * up. Time is the sandbox's: with a frozen clock an attempt becomes due when the clock is moved. Called by provider-server.ts (events that happened) and by
 * the control port (events on demand).
 */
import { fail, type SandboxAddress, type SandboxEvent, type SandboxWebhooks } from '../contract/index.ts';
import type { Random } from './random.ts';
import {
  addressBook,
  type AddressBookOptions,
  type EnteredAddress,
  type WantedAddress,
  type WebhookAddressView,
} from './webhook-addresses.ts';
import { attemptsOf } from './webhook-attempts.ts';
import type { WebhookDelivery } from './webhook-book.ts';
import { tampered, type Tampering } from './webhook-request.ts';

/** How events are sent on demand. */
export interface Sending {
  /** This much later, milliseconds of the sandbox's time. */
  readonly late?: number | undefined;
  /** Each request once more, with the same events. */
  readonly twice?: boolean | undefined;
  /** In another order than they happened in. */
  readonly shuffled?: boolean | undefined;
  /** Spoilt, and attempted once only: no vendor repeats what it did not send. */
  readonly tampered?: Tampering | undefined;
  /** Requests under way at once to an address; default 1. */
  readonly at_once?: number | undefined;
}

/** A delivery as it is shown: its events by name only. */
export interface WebhookDeliveryView extends Omit<WebhookDelivery, 'events'> {
  readonly types: readonly string[];
}

export interface WebhookSender {
  /** What happened in the course of one request, after it was answered. */
  happened(events: readonly SandboxEvent[]): void;
  /** Events on demand, about `count` things in the seeded business for each type. Throws PlugboardError. Answers the deliveries. */
  send(wanted: { readonly types: readonly string[]; readonly count: number } & Sending): readonly WebhookDeliveryView[];
  /** From now on what happens is kept, to be sent by `release`. */
  hold(): void;
  release(how: Sending): readonly WebhookDeliveryView[];
  held(): boolean;
  addresses(): readonly WebhookAddressView[];
  /** As a person at the vendor's page would. Throws invalid_request. */
  enter(wanted: WantedAddress): Promise<EnteredAddress>;
  /** One entered by hand. False: there is none of that id. */
  remove(id: string): boolean;
  /** Those to come, then those that are over, each oldest first. */
  deliveries(): readonly WebhookDeliveryView[];
  /** Forgets deliveries; `addresses`: those entered by hand as well. */
  clear(what: { readonly addresses: boolean }): void;
  /** Attempts what is due by now. */
  wake(): void;
  /** Resolves when nothing that is due by now is left to attempt. */
  settled(): Promise<void>;
  /** Ends what is under way; it is attempted again after the next start. */
  close(): Promise<void>;
}

/** `context` has an `emit` that goes nowhere: what an example brings about is told by the example alone. */
export function webhookSender(options: AddressBookOptions): WebhookSender {
  const { webhooks, context, clock, book, random, post } = options;
  const addresses = addressBook(options);
  const pump = attemptsOf(options, addresses.find);

  function deliver(groups: readonly (readonly SandboxEvent[])[], how: Sending): readonly WebhookDeliveryView[] {
    const listening = addresses.all().filter(({ active }) => active);
    const made = listening.flatMap(({ address }) =>
      groups.flatMap((group) => {
        const wanted = group.filter((event) => isTold(webhooks, event, address));
        return inChunks(wanted, webhooks.eventsAtOnce ?? 1).map((events) => deliveryOf(events, address, how));
      }),
    );
    const all = how.twice === true ? made.flatMap((one) => [one, { ...one, id: newId(), attempts: [] }]) : made;
    const ordered = how.shuffled === true ? shuffled(all, random) : all;
    for (const delivery of ordered) book.put(delivery);
    book.saveSoon();
    const views = ordered.map(viewOf);
    pump.wake();
    return views;
  }

  const newId = () => `whd_${random.hex(16)}`;
  function deliveryOf(events: SandboxEvent[], address: SandboxAddress, how: Sending): WebhookDelivery {
    const now = clock.now();
    const { late = 0, at_once = 1, tampered: spoilt } = how;
    return {
      id: newId(),
      address: address.id,
      url: address.url,
      events,
      tampered: spoilt ?? null,
      at_once,
      created_at: now,
      due_at: now + late,
      state: 'pending',
      attempts: [],
    };
  }

  return {
    happened(events) {
      if (events.length === 0) return;
      if (!book.held) return void deliver([events], {});
      book.waiting = [...book.waiting, [...events]];
      book.saveSoon();
    },
    send({ types, count, ...how }) {
      const unknown = types.find((type) => !webhooks.types.includes(type));
      if (unknown !== undefined)
        throw fail('not_found', `There is no event "${unknown}" to send. There are ${webhooks.types.join(', ')}.`);
      const about = Array.from({ length: count }, (_, nth) => nth);
      const events = about.flatMap((nth) => types.flatMap((type) => webhooks.example(type, context, nth) ?? []));
      if (events.length === 0) throw fail('not_found', `Nothing here could be told of by ${types.join(', ')}.`);
      const told = addresses
        .all()
        .some(({ address, active }) => active && events.some((event) => isTold(webhooks, event, address)));
      if (!told)
        throw fail('conflict', `No address wants ${types.join(', ')}.`, {
          next: "Register one by the vendor's API, or enter one by hand: `plugboard sandbox webhook-address`.",
        });
      if (how.tampered !== undefined) trySpoiling(events[0], how.tampered);
      return deliver([events], how);
    },
    hold() {
      book.held = true;
      book.saveSoon();
    },
    release(how) {
      const groups = book.waiting;
      book.held = false;
      book.waiting = [];
      return deliver(groups, how);
    },
    held: () => book.held,
    addresses: () => addresses.all().map(({ view }) => view),
    enter: addresses.enter,
    remove: addresses.remove,
    deliveries: () => [...book.over, ...book.pending].map(viewOf),
    clear(what) {
      book.clear(what);
      pump.wake();
    },
    wake: pump.wake,
    settled: pump.settled,
    async close() {
      pump.stop();
      await post.close();
      await pump.idle();
      book.close();
    },
  };

  /** Refuses at once what could only fail later. */
  function trySpoiling(event: SandboxEvent | undefined, kind: Tampering): void {
    const address = addresses.all()[0]?.address;
    if (event === undefined || address === undefined) return;
    tampered(kind, clock.now(), webhooks.signature, (at) => webhooks.request([event], address, context, at));
  }
}

function isTold(webhooks: SandboxWebhooks<unknown>, event: SandboxEvent, address: SandboxAddress): boolean {
  const wanted = address.types.length === 0 || address.types.includes(event.type);
  return wanted && (webhooks.concerns?.(event, address) ?? true);
}

function inChunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Another order than before, where there is another. */
function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  const drawn = items.map((item) => ({ item, lot: random.fraction() }));
  const order = drawn.toSorted((a, b) => a.lot - b.lot).map(({ item }) => item);
  return order.every((item, index) => item === items[index]) ? order.toReversed() : order;
}

function viewOf({ events, ...rest }: WebhookDelivery): WebhookDeliveryView {
  return { ...rest, attempts: [...rest.attempts], types: events.map(({ type }) => type) };
}
