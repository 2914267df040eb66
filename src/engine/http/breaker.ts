/**
 * The circuit breaker of one integration: when a vendor keeps failing, calls are refused here for a while instead of waiting for
 * time-outs and adding to its trouble. Counts only the provider's own faults (see client.ts); a wrong key or a bad request never
 * opens it. Lives in memory, one per integration and process.
 */
import type { Clock } from '../ports.ts';

export interface Breaker {
  /**
   * Asks to call. 0: go ahead; otherwise milliseconds until asking again makes sense. After 0 the caller must report exactly
   * one of the outcomes below.
   */
  ask(): number;
  succeeded(): void;
  failed(): void;
  /** The call said nothing about the provider's health: cancelled, refused by our own guard, rate limited. */
  withdrawn(): void;
}

const windowMs = 5 * 60_000;
const slots = 10;
const slotMs = windowMs / slots;
const openMs = 30_000;
const minCalls = 10;
const openAt = 0.7;

interface Slot {
  number: number;
  calls: number;
  failures: number;
}

export function createBreaker(clock: Clock): Breaker {
  let counts: Slot[] = [];
  let state: 'closed' | 'open' | 'probing' = 'closed';
  let openUntil = 0;

  const count = (failed: boolean): void => {
    const number = Math.floor(clock.now() / slotMs);
    let slot = counts.at(-1);
    if (slot === undefined || slot.number !== number) {
      counts = counts.filter((old) => old.number > number - slots);
      slot = { number, calls: 0, failures: 0 };
      counts.push(slot);
    }
    slot.calls += 1;
    if (failed) slot.failures += 1;
  };

  const open = (): void => {
    state = 'open';
    openUntil = clock.now() + openMs;
    counts = [];
  };

  return {
    ask: () => {
      if (state === 'closed') return 0;
      const wait = openUntil - clock.now();
      if (wait > 0) return wait;
      // One probe at a time. Its slot is taken for as long as the breaker would stay open, in case its caller never reports.
      state = 'probing';
      openUntil = clock.now() + openMs;
      return 0;
    },
    succeeded: () => {
      if (state === 'open') return; // a call that began before it opened
      if (state === 'probing') counts = [];
      state = 'closed';
      count(false);
    },
    failed: () => {
      if (state === 'open') return;
      if (state === 'probing') return open();
      count(true);
      const calls = counts.reduce((sum, slot) => sum + slot.calls, 0);
      const failures = counts.reduce((sum, slot) => sum + slot.failures, 0);
      if (calls >= minCalls && failures / calls >= openAt) open();
    },
    withdrawn: () => {
      if (state !== 'probing') return;
      state = 'open';
      openUntil = clock.now();
    },
  };
}
