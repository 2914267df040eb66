/**
 * A vendor's rate limit as its sandbox keeps it: so many calls of one key in a fixed window, by the sandbox's clock. The counts
 * are plain JSON that the caller owns (part of the sandbox's state). How many calls run at once is the host's business.
 */

/** Calls used by each key in the window it last called in. Start with `{}`. */
export type WindowCounts = Record<string, { window: number; used: number }>;

export interface Taken {
  readonly allowed: boolean;
  /** Calls left in this window, after this one. */
  readonly remaining: number;
  readonly limit: number;
  /** Milliseconds until the window ends and all calls are there again. */
  readonly resetMs: number;
}

export interface FixedWindow {
  /** Counts one call of `key` (an account, a token). A refused call is not counted. */
  take(counts: WindowCounts, key: string, now: number): Taken;
}

export const windowMs = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** At most `max` calls per key in each window; windows start at whole multiples of their length. */
export function fixedWindow(options: { readonly per: keyof typeof windowMs; readonly max: number }): FixedWindow {
  const length = windowMs[options.per];
  return {
    take(counts, key, now) {
      const window = Math.floor(now / length);
      const before = counts[key];
      const used = before?.window === window ? before.used : 0;
      const allowed = used < options.max;
      counts[key] = { window, used: allowed ? used + 1 : used };
      return {
        allowed,
        remaining: Math.max(0, options.max - used - 1),
        limit: options.max,
        resetMs: (window + 1) * length - now,
      };
    },
  };
}
