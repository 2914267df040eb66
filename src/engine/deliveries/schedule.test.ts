import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retryAfter, steps, waitAfter } from './schedule.ts';

const middle = { next: () => 0.5 };
const s = 1000;
const h = 3600 * s;

describe('the schedule', () => {
  test('is the promised one: ten attempts in all', () => {
    const waits = Array.from({ length: 10 }, (_, index) => waitAfter(index + 1, middle, undefined));
    expect(waits).toEqual([5 * s, 300 * s, 1800 * s, 2 * h, 5 * h, 10 * h, 14 * h, 20 * h, 24 * h, undefined]);
  });

  test('strays by a fifth at most, whatever chance says', () => {
    fc.assert(
      fc.property(fc.nat({ max: 8 }), fc.double({ min: 0, max: 0.9999999, noNaN: true }), (index, chance) => {
        const wait = waitAfter(index + 1, { next: () => chance }, undefined) ?? Number.NaN;
        const step = steps[index] ?? 0;
        expect(Math.abs(wait - step)).toBeLessThanOrEqual(step * 0.2 + 1);
      }),
    );
  });

  test('a Retry-After is followed up to twice the step, and never hastens anything', () => {
    expect(waitAfter(1, middle, 7 * s)).toBe(7 * s);
    expect(waitAfter(1, middle, 60 * s)).toBe(10 * s);
    expect(waitAfter(1, middle, 1 * s)).toBe(5 * s);
    expect(waitAfter(10, middle, 60 * s)).toBeUndefined();
  });

  test('a Retry-After is seconds or a date', () => {
    expect(retryAfter('120', 0)).toBe(120 * s);
    expect(retryAfter('Thu, 01 Jan 1970 00:01:00 GMT', 0)).toBe(60 * s);
    expect(retryAfter('Thu, 01 Jan 1970 00:00:00 GMT', 60 * s)).toBe(0);
    expect(retryAfter('soon', 0)).toBeUndefined();
    expect(retryAfter(undefined, 0)).toBeUndefined();
    expect(retryAfter('-5', Date.now()) ?? 0).toBe(0);
  });
});
