/**
 * Sends what is due: takes up endpoints that have something to be sent, one lane each, and goes on until it is stopped. Any number of
 * processes may; an endpoint is with one of them at a time, by a lease that runs out when its holder dies. Work begins at once when it is given notice,
 * and within a second otherwise. Called by the worker, and by tests until nothing is due.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { createPace, type Pace } from '../../engine/deliveries/pace.ts';
import { claimEndpoints, lateness, renewEndpoints } from '../../store/delivery-sending.ts';
import type { HubContext } from '../context.ts';
import { newId } from '../ids.ts';
import { fixedNow, openLane, query, type Lane, type Sending, type Slots } from './lane.ts';
import { deliveryRecorder } from './recorder.ts';

/** Without notices, or when one was lost. */
const lookMs = 1_000;
/** A third of the lease. */
const renewMs = 3_000;
/** What is under way may come to its end for so long when we stop; receivers have 15 s, and a stop does not wait for the slowest. */
const graceMs = 3_000;
/** Endpoints at a time. */
const mostLanes = 1_000;
/** Attempts in flight, besides the first of each endpoint. */
const mostInFlight = 256;
/** Endpoints whose pace is remembered. */
const mostPaces = 10_000;

export type DeliverySender = ReturnType<typeof deliverySender>;

export function deliverySender(context: HubContext) {
  const sessions = new Set<Session>();
  const paces = new Map<string, Pace>();

  return {
    /** Something was queued for a tenant, by this process: it need not wait until somebody looks. */
    notice: (tenantId: string): void => {
      for (const session of sessions) session.wake(tenantId);
    },

    /** Sends until it is stopped. Never rejects for what passes. */
    work: async (signal: AbortSignal): Promise<void> => {
      const session = openSession(context, paces, signal);
      sessions.add(session);
      const stopListening = context.notices.listen('plugboard_deliveries', () => session.wake(undefined));
      try {
        while (!signal.aborted) {
          const woken = session.woken();
          await session.claim();
          await Promise.race([woken, context.clock.sleep(lookMs, signal).catch(() => undefined)]);
          session.lookAgain();
        }
      } finally {
        stopListening();
        sessions.delete(session);
        await session.close();
      }
    },

    /** Sends all that is due now. Resolves when nothing is under way any more. */
    sendDue: async (signal: AbortSignal = new AbortController().signal): Promise<void> => {
      const session = openSession(context, paces, signal);
      sessions.add(session);
      const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      try {
        while (!signal.aborted && ((await session.claim()) > 0 || session.lanes.size > 0)) {
          const done = [...session.lanes.values()].map((lane) => lane.done);
          if (done.length > 0) await Promise.race([...done, aborted]);
        }
      } finally {
        sessions.delete(session);
        await session.close();
      }
    },

    /** How far behind all senders together are, for the operator's metrics. */
    lateness: () => lateness(query(context), fixedNow(context)),
  };
}

interface Session {
  readonly lanes: ReadonlyMap<string, Lane>;
  /** Takes up what is due; answers how many endpoints. Never rejects. */
  claim(): Promise<number>;
  /** `tenantId` undefined: nobody knows whose. */
  wake(tenantId: string | undefined): void;
  woken(): Promise<void>;
  /** Others may have queued for endpoints that are here, without notice. */
  lookAgain(): void;
  /** Lets what is under way come to its end, for a while. */
  close(): Promise<void>;
}

function openSession(context: HubContext, paces: Map<string, Pace>, stopping: AbortSignal): Session {
  const lanes = new Map<string, Lane>();
  const cutting = new AbortController();
  const holder = newId(context);
  /** Of the shared time to this process's own. */
  let ahead = 0;
  let wake: () => void = () => {};
  const sending: Sending = {
    context,
    transport: context.deliveries,
    recorder: deliveryRecorder(context, stopping),
    holder,
    stopping,
    cutting: cutting.signal,
    slots: slotsOf(mostInFlight),
    known: new Map(),
    now: () => context.clock.now() + ahead,
  };

  const paceOf = (endpointId: string): Pace => {
    const pace = paces.get(endpointId) ?? createPace();
    // Taking out and putting back makes the first entry the longest unused one.
    paces.delete(endpointId);
    paces.set(endpointId, pace);
    const [oldest] = paces.keys();
    if (paces.size > mostPaces && oldest !== undefined) paces.delete(oldest);
    return pace;
  };

  const claim = async (): Promise<number> => {
    try {
      const limit = mostLanes - lanes.size;
      const { nowMs, endpoints } = await claimEndpoints(query(context), { holder, limit, now: fixedNow(context) });
      ahead = nowMs - context.clock.now();
      for (const place of endpoints) {
        // Its lease ran out while this process stood still; nobody else has taken it.
        if (lanes.has(place.endpointId)) continue;
        const lane = openLane(sending, place, paceOf(place.endpointId));
        lanes.set(place.endpointId, lane);
        void lane.done.then((dueInMs) => {
          lanes.delete(place.endpointId);
          if (dueInMs !== undefined && dueInMs <= 0) wake();
        });
      }
      return endpoints.length;
    } catch (error) {
      if (!stopping.aborted)
        context.log.warn({ err: error }, 'what is to be delivered could not be looked up; it is tried again');
      return 0;
    }
  };

  // By real time: it says that this process lives.
  const renewing = setInterval(() => {
    renew(context, holder, lanes).catch((error: unknown) => {
      context.log.warn({ err: error }, 'the hold on endpoints could not be renewed; it is tried again');
    });
  }, renewMs).unref();
  let lookedAt = 0;
  // What this process is stopped in the middle of is given back at once.
  stopping.addEventListener('abort', () => lanes.forEach((lane) => lane.wake()), { once: true });

  return {
    lanes,
    claim,
    woken: () => new Promise((resolve) => (wake = resolve)),
    wake: (tenantId) => {
      if (tenantId !== undefined) for (const lane of lanes.values()) if (lane.place.tenantId === tenantId) lane.wake();
      wake();
    },
    lookAgain: () => {
      // Notices may come by the hundred.
      if (context.clock.now() - lookedAt < lookMs / 2) return;
      lookedAt = context.clock.now();
      lanes.forEach((lane) => lane.wake());
    },
    close: async () => {
      const all = Promise.all([...lanes.values()].map((lane) => lane.done));
      const ended = new AbortController();
      const late = pause(graceMs, undefined, { signal: ended.signal }).catch(() => undefined);
      await Promise.race([all, late]);
      ended.abort();
      cutting.abort(new Error('stopping'));
      await all;
      clearInterval(renewing);
    },
  };
}

async function renew(context: HubContext, holder: string, lanes: ReadonlyMap<string, Lane>): Promise<void> {
  if (lanes.size === 0) return;
  const held = [...lanes.values()].map((lane) => ({ ...lane.place, oldest: lane.oldest() }));
  const kept = new Set((await renewEndpoints(query(context), holder, held)).map(({ endpointId }) => endpointId));
  for (const { endpointId } of held) if (!kept.has(endpointId)) lanes.get(endpointId)?.lose();
}

function slotsOf(most: number): Slots {
  let taken = 0;
  const waiting = new Set<() => void>();
  return {
    take: (freed) => {
      if (taken >= most) {
        waiting.add(freed);
        return false;
      }
      taken += 1;
      return true;
    },
    release: () => {
      taken -= 1;
      // All of them: whose turn it is follows from who waits longest for an answer, and that is nobody for long.
      const told = [...waiting];
      waiting.clear();
      for (const one of told) one();
    },
  };
}
