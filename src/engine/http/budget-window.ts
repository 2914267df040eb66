/**
 * One limit of the kind "so many calls per minute", shared by all processes. Calls are leased from the store in blocks of a tenth of
 * the window's worth (a hundredth for hours and days), so that the store is asked now and then and not for every call.
 *
 * The store counts in fixed windows; vendors may count in windows that begin elsewhere, or slide. So this process also remembers when
 * its own calls ended and never has more than `max` of them within any stretch of `windowMs`. A call counts from its start
 * until `windowMs` after its answer, because nobody knows at which moment in between the vendor counted it. Days are left to the
 * store alone: a vendor that resets at midnight must not be waited for until the next morning.
 */
import type { BudgetStore, Clock } from '../ports.ts';

export const windowLengths = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

export interface Window {
  /** Milliseconds until this process may call again, as far as it knows by itself. */
  wait(now: number): number;
  /** Is a leased call on hand? */
  stocked(now: number): boolean;
  /** Leases more when none is on hand. 0: there is one now; else milliseconds until the next window. */
  stock(now: number): Promise<number>;
  start(): void;
  end(now: number, used: boolean): void;
  /** The vendor says `left` calls are left. */
  observe(left: number, now: number): void;
  /** The vendor takes no calls before `until`. */
  closed(until: number, now: number): void;
}

/** Polling another call's end costs nothing; it also wakes the budget by itself. */
const whileRunningMs = 1000;

export function createWindow(
  limit: { readonly key: string; readonly max: number; readonly windowMs: number },
  deps: { readonly store: BudgetStore; readonly clock: Clock },
): Window {
  const { key, max, windowMs } = limit;
  const block = Math.ceil(max / (windowMs <= windowLengths.minute ? 10 : 100));
  const slides = windowMs <= windowLengths.hour;
  const ended: number[] = [];
  let oldest = 0;
  let running = 0;
  let onHand = 0;
  let onHandUntil = 0;
  let emptyUntil = 0;
  let toldAt = Number.NEGATIVE_INFINITY;

  const endOf = (now: number): number => (Math.floor(now / windowMs) + 1) * windowMs;
  /** Forgets calls that no longer count; drops the array's dead head now and then. */
  const tidy = (now: number): void => {
    while (oldest < ended.length && (ended[oldest] ?? 0) + windowMs <= now) oldest += 1;
    if (oldest > 1000 && oldest * 2 > ended.length) {
      ended.splice(0, oldest);
      oldest = 0;
    }
  };
  /** Tells all processes what the vendor says, once a second at most. */
  const tell = (left: number, now: number): boolean => {
    if (now - toldAt < 1000) return false;
    toldAt = now;
    // Advice, not bookkeeping: when it cannot be written, the next answer says the same again.
    deps.store.observe(key, left, windowMs, now).catch(() => undefined);
    return true;
  };

  return {
    wait: (now) => {
      if (emptyUntil > now) return emptyUntil - now;
      if (!slides) return 0;
      tidy(now);
      if (running + ended.length - oldest < max) return 0;
      const first = ended[oldest];
      return first === undefined ? whileRunningMs : first + windowMs - now;
    },
    stocked: (now) => onHand > 0 && now < onHandUntil,
    stock: async (now) => {
      if (onHand > 0 && now < onHandUntil) return 0;
      const { granted, resetAt } = await deps.store.take(key, block, max, windowMs, now);
      if (now >= onHandUntil) onHand = 0;
      onHand += granted;
      onHandUntil = resetAt;
      if (onHand > 0) return 0;
      // Remembered, so that callers waiting in line do not each ask the store the same question.
      emptyUntil = resetAt;
      return Math.max(1, resetAt - deps.clock.now());
    },
    start: () => {
      running += 1;
      onHand -= 1;
    },
    end: (now, used) => {
      running -= 1;
      if (!used) onHand += 1;
      else if (slides) ended.push(now);
    },
    observe: (left, now) => {
      // Calls under way may not be counted yet; assuming they are not is the careful guess.
      onHand = Math.min(onHand, Math.max(0, left - running));
      emptyUntil = left === 0 ? endOf(now) : 0;
      // The store now hands out what is left from anew; what is on hand here would come on top of it.
      if (left * 2 <= max && tell(left, now)) onHand = 0;
    },
    closed: (until, now) => {
      if (until >= endOf(now)) tell(0, now);
    },
  };
}
