/**
 * A vendor that sends webhooks as vendors do: many at a time, in no order, some of them twice, and each again until it is taken. It keeps
 * account of every answer it got, which is what the faults judge by: an event that was answered with 2xx is ours to keep.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import type { SeededRandom } from './fault.ts';
import { stripeHeaders, type VendorEvent } from './stripe-events.ts';

/** One request and what came of it. */
export interface Attempt {
  readonly event: string;
  /** Undefined: there was no answer. */
  readonly status: number | undefined;
  readonly retryAfter: string | undefined;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Vendor {
  /** Sends each of them until it is taken, `inFlight` at a time. Throws Error when that takes longer than `withinMs`. */
  send(
    copies: readonly VendorEvent[],
    options: { readonly inFlight: number; readonly withinMs: number },
  ): Promise<void>;
  /** Sends each at its moment, so many a second, and again until it is taken. */
  stream(
    copies: readonly VendorEvent[],
    options: { readonly perSecond: number; readonly withinMs: number },
  ): Promise<void>;
  readonly attempts: readonly Attempt[];
  /** Ids of events that were answered with 2xx at least once. */
  acknowledged(): ReadonlySet<string>;
  close(): Promise<void>;
}

/** `origins`: servers behind which the same product stands; each attempt goes to the next one. `path`: of the address we gave out. */
export function openVendor(to: {
  readonly origins: readonly string[];
  readonly path: string;
  readonly secret: string;
  /** Resolves when a copy that was not taken is to be sent again. */
  readonly again: () => Promise<unknown>;
}): Vendor {
  const pools = to.origins.map((origin) => new Pool(origin, { connections: 256, headersTimeout: 30_000 }));
  const attempts: Attempt[] = [];
  const taken = new Set<string>();
  let turn = 0;

  const attempt = async ({ id, body }: VendorEvent): Promise<number | undefined> => {
    const pool = pools[turn++ % pools.length];
    if (pool === undefined) throw new Error('there is nowhere to send to');
    const fromMs = Date.now();
    const answer = await pool
      .request({ path: to.path, method: 'POST', headers: stripeHeaders(body, to.secret, fromMs), body })
      .then(async ({ statusCode, headers, body: answered }) => {
        await answered.dump();
        return { status: statusCode, retryAfter: headers['retry-after']?.toString() };
      })
      .catch(() => ({ status: undefined, retryAfter: undefined }));
    attempts.push({ event: id, ...answer, fromMs, toMs: Date.now() });
    if (isTaken(answer.status)) taken.add(id);
    return answer.status;
  };

  const untilTaken = async (event: VendorEvent, deadline: number): Promise<void> => {
    for (let status = await attempt(event); !isTaken(status); status = await attempt(event)) {
      if (Date.now() > deadline) throw new Error(`${event.id} was not taken in time; the last answer was ${status}`);
      await to.again();
    }
  };

  return {
    attempts,
    acknowledged: () => taken,
    async send(copies, { inFlight, withinMs }) {
      const deadline = Date.now() + withinMs;
      const waiting = copies.values();
      await Promise.all(
        Array.from({ length: inFlight }, async () => {
          for (const event of waiting) await untilTaken(event, deadline);
        }),
      );
    },
    async stream(copies, { perSecond, withinMs }) {
      const began = Date.now();
      const sent: Promise<void>[] = [];
      for (const [no, event] of copies.entries()) {
        const early = began + (no * 1000) / perSecond - Date.now();
        if (early > 1) await pause(early);
        sent.push(untilTaken(event, began + withinMs));
      }
      await Promise.all(sent);
    },
    close: async () => {
      await Promise.all(pools.map((pool) => pool.destroy()));
    },
  };
}

function isTaken(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/**
 * All of them in no order, and a share of them twice: half of these right behind each other, so that both are under way at once, and half
 * anywhere.
 */
export function inNoOrder<T>(events: readonly T[], repeated: number, random: SeededRandom): readonly T[] {
  const twice = events.filter(() => random.next() < repeated);
  const apart = twice.filter((_event, index) => index % 2 === 0);
  const together = new Set(twice.filter((_event, index) => index % 2 === 1));
  return shuffled([...events, ...apart], random).flatMap((event) => {
    // Only the first copy that is met brings its twin along.
    return together.delete(event) ? [event, event] : [event];
  });
}

function shuffled<T>(items: readonly T[], random: SeededRandom): readonly T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    const [a, b] = [order[last], order[other]];
    if (a === undefined || b === undefined) throw new Error('there is nothing to shuffle');
    [order[last], order[other]] = [b, a];
  }
  return order;
}
