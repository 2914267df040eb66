import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs, isRepeatable, retryAfterMs } from './retry.ts';
import { seededRandom } from './test-support.ts';

describe('backoffMs', () => {
  test('stays within 20 % of 1 s, 2 s, 4 s', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 3 }), (seed, retry) => {
        const base = 1000 * 2 ** (retry - 1);
        const wait = backoffMs(retry, seededRandom(seed));
        expect(wait).toBeGreaterThanOrEqual(base * 0.8);
        expect(wait).toBeLessThanOrEqual(base * 1.2);
      }),
    );
  });

  test('differs from call to call', () => {
    const random = seededRandom(7);
    expect(new Set(Array.from({ length: 20 }, () => backoffMs(1, random))).size).toBeGreaterThan(15);
  });
});

describe('retryAfterMs', () => {
  test('reads any number of seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0 }), (seconds, now) => {
        expect(retryAfterMs({ 'retry-after': ` ${seconds} ` }, now)).toBe(seconds * 1000);
      }),
    );
  });

  test('measures any date from the vendor’s own clock', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000 }),
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer(),
        (at, wait, now) => {
          const headers = {
            'retry-after': new Date((at + wait) * 1000).toUTCString(),
            date: new Date(at * 1000).toUTCString(),
          };
          expect(retryAfterMs(headers, now)).toBe(wait * 1000);
        },
      ),
    );
  });

  test('measures a date from our clock when the vendor sends none, never negative', () => {
    const now = Date.parse('Sat, 21 Nov 2026 00:00:00 GMT');
    expect(retryAfterMs({ 'retry-after': 'Sat, 21 Nov 2026 00:00:30 GMT' }, now)).toBe(30_000);
    expect(retryAfterMs({ 'retry-after': 'Fri, 20 Nov 2026 23:00:00 GMT' }, now)).toBe(0);
  });

  test('never throws and never answers nonsense', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, date) => {
        const wait = retryAfterMs({ 'retry-after': value, date }, 0);
        expect(wait === undefined || wait >= 0).toBe(true);
      }),
    );
    for (const value of ['', 'soon', '-5', '1e9', '0x10', 'Mon', 'NaN', '1,5']) {
      expect(retryAfterMs({ 'retry-after': value }, 0), value).toBeUndefined();
    }
    expect(retryAfterMs({ 'retry-after': '1.5' }, 0)).toBe(1500);
  });
});

describe('isRepeatable', () => {
  test('reads always, writes only with a key that reaches the vendor', () => {
    expect(isRepeatable({ url: '/' }, undefined)).toBe(true);
    expect(isRepeatable({ url: '/', method: 'HEAD' }, undefined)).toBe(true);
    expect(isRepeatable({ url: '/', method: 'POST', safe: true }, undefined)).toBe(true);
    expect(isRepeatable({ url: '/', method: 'POST' }, 'idempotency-key')).toBe(false);
    expect(isRepeatable({ url: '/', method: 'POST', idempotencyKey: 'k' }, 'idempotency-key')).toBe(true);
    expect(isRepeatable({ url: '/', method: 'POST', idempotencyKey: 'k' }, undefined)).toBe(false);
    expect(isRepeatable({ url: '/', method: 'DELETE' }, 'idempotency-key')).toBe(false);
  });
});
