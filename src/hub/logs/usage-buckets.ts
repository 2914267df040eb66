/**
 * How long calls took, in fixed buckets: counts of processes, minutes and integrations can simply be added up, and what a percentile
 * was is read off the sum. The bounds are part of what is stored: they never change, or old rows would mean something else.
 */

/** Upper bounds in milliseconds, each included in its bucket; one more bucket holds what took longer. */
export const durationBounds = [25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000] as const;
export const bucketCount = durationBounds.length + 1;

export function bucketOf(durationMs: number): number {
  const index = durationBounds.findIndex((bound) => durationMs <= bound);
  return index < 0 ? durationBounds.length : index;
}

/**
 * The duration that `share` (0 to 1) of the calls did not exceed, in milliseconds: within a bucket its calls are taken to be spread
 * evenly; beyond the last bound, that bound. Null without calls.
 */
export function percentile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const wanted = share * total;
  let below = 0;
  for (const [index, count] of counts.entries()) {
    const upper = durationBounds[index];
    if (upper === undefined) break;
    if (count > 0 && below + count >= wanted) {
      const lower = durationBounds[index - 1] ?? 0;
      return Math.round(lower + (upper - lower) * Math.max((wanted - below) / count, 0));
    }
    below += count;
  }
  return durationBounds[durationBounds.length - 1] ?? null;
}
