/**
 * "Five calls at a time", counted over all processes. A place is leased from the store and used for one call after the other for some
 * seconds, then given back, so that the store is not asked for every call and no process sits on its places for ever.
 */
import type { BudgetStore, Clock, Random } from '../ports.ts';

export interface Concurrency {
  /** Takes a place already leased; false when there is none. */
  enterNow(now: number): boolean;
  /** Takes a place, leasing one when needed. 0: taken; else milliseconds until asking again makes sense. */
  enter(now: number): Promise<number>;
  leave(now: number): void;
  /** Gives back every place, also those of calls still under way. */
  close(): Promise<void>;
}

interface Place {
  readonly holder: string;
  readonly since: number;
  idleSince: number;
}

/** The store frees places of a dead process after this; longer than keeping a place plus any ordinary call. */
const ttlMs = 90_000;
const keepMs = 10_000;
const idleMs = 1000;

export function createConcurrency(
  key: string,
  max: number,
  deps: { readonly store: BudgetStore; readonly clock: Clock; readonly random: Random },
): Concurrency {
  const { store, clock, random } = deps;
  const owner = random.bytes(9).toString('base64url');
  const idle: Place[] = [];
  const busy: Place[] = [];
  let counter = 0;
  let sweeping = false;

  /** When this fails the place is freed by its time-out; the call it was for is over and must not fail for it. */
  const giveBack = (place: Place): Promise<void> => store.leave(key, place.holder).catch(() => undefined);

  const sweep = async (): Promise<void> => {
    if (sweeping) return;
    sweeping = true;
    while (idle.length > 0) {
      await clock.sleep(idleMs).catch(() => undefined);
      const now = clock.now();
      for (const place of idle.splice(0)) {
        if (now - place.idleSince >= idleMs) void giveBack(place);
        else idle.push(place);
      }
    }
    sweeping = false;
  };

  const enterNow = (now: number): boolean => {
    const place = idle.pop();
    if (place === undefined) return false;
    if (now - place.since >= keepMs) {
      void giveBack(place);
      return false;
    }
    busy.push(place);
    return true;
  };

  return {
    enterNow,
    enter: async (now) => {
      if (enterNow(now)) return 0;
      // All places are ours: one of our own calls must end first, and its end wakes the budget.
      if (busy.length >= max) return idleMs;
      counter += 1;
      const holder = `${owner}:${counter}`;
      if (!(await store.enter(key, holder, max, ttlMs, now))) return 100 + random.next() * 150;
      busy.push({ holder, since: now, idleSince: now });
      return 0;
    },
    leave: (now) => {
      const place = busy.shift();
      if (place === undefined) return;
      if (now - place.since >= keepMs) return void giveBack(place);
      place.idleSince = now;
      idle.push(place);
      void sweep();
    },
    close: async () => {
      await Promise.all([...idle.splice(0), ...busy.splice(0)].map(giveBack));
    },
  };
}
