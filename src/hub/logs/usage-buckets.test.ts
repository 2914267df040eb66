import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketCount, bucketOf, durationBounds, percentile } from './usage-buckets.ts';

const durations = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 200 });

function counted(of: readonly number[]): number[] {
  const counts = Array.from({ length: bucketCount }, () => 0);
  for (const duration of of) counts[bucketOf(duration)]! += 1;
  return counts;
}

test('bounds belong to their bucket; what is longer than the last has one of its own', () => {
  expect(durationBounds.map((bound) => bucketOf(bound))).toEqual(durationBounds.map((_bound, index) => index));
  expect(bucketOf(0)).toBe(0);
  expect(bucketOf(25.5)).toBe(1);
  expect(bucketOf(30_001)).toBe(bucketCount - 1);
});

test('a percentile lies in the bucket of the duration it stands for', () => {
  fc.assert(
    fc.property(durations, fc.constantFrom(0.01, 0.5, 0.95, 0.99, 1), (of, share) => {
      const sorted = of.toSorted((a, b) => a - b);
      const exact = sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? 0;
      const read = percentile(counted(of), share) ?? -1;
      const index = Math.min(bucketOf(exact), durationBounds.length - 1);
      expect(read).toBeLessThanOrEqual(durationBounds[index] ?? 0);
      expect(read).toBeGreaterThanOrEqual(
        bucketOf(exact) === durationBounds.length ? 30_000 : (durationBounds[index - 1] ?? 0),
      );
    }),
  );
});

test('percentiles never fall, and sums of buckets are the buckets of all', () => {
  fc.assert(
    fc.property(durations, durations, (some, others) => {
      const sum = counted(some).map((count, index) => count + (counted(others)[index] ?? 0));
      expect(sum).toEqual(counted([...some, ...others]));
      const read = [0.1, 0.5, 0.9, 0.95, 0.99, 1].map((share) => percentile(sum, share) ?? -1);
      expect(read).toEqual(read.toSorted((a, b) => a - b));
    }),
  );
});

test('nothing counted has no percentile', () => {
  expect(percentile(counted([]), 0.5)).toBeNull();
});
