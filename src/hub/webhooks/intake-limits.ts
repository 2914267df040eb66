/**
 * How many requests a minute an address takes: a bucket that holds a minute's worth and fills evenly. Counted per process, like the API's
 * own limit. Used by the intake.
 */
import type { Clock } from '../../engine/ports.ts';

export interface RequestLimits {
  /** Counts one. Undefined: it may come in; else milliseconds after which the next one may. */
  take(address: string, perMinute: number): number | undefined;
}

const minuteMs = 60_000;
/** Addresses that lie still are full again, and need not be remembered. */
const most = 10_000;

export function requestLimits(clock: Pick<Clock, 'now'>): RequestLimits {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(address, perMinute) {
      const now = clock.now();
      const known = buckets.get(address) ?? { left: perMinute, at: now };
      const filled = (Math.max(now - known.at, 0) * perMinute) / minuteMs;
      const left = Math.min(known.left + filled, perMinute);
      const taken = left >= 1;
      buckets.delete(address);
      buckets.set(address, { left: taken ? left - 1 : left, at: now });
      const [oldest] = buckets.keys();
      if (buckets.size > most && oldest !== undefined) buckets.delete(oldest);
      return taken ? undefined : Math.ceil(((1 - left) * minuteMs) / perMinute);
    },
  };
}
