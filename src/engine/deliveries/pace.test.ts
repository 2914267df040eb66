import { expect, test } from 'vitest';
import { asksToSlowDown, createPace } from './pace.ts';

const failed = { slowDown: false, retryAfterMs: undefined };

test('doubles while everything goes well and all places are used, up to 64', () => {
  const pace = createPace();
  expect(pace.places()).toBe(4);
  for (let no = 0; no < 4; no += 1) pace.succeeded(4);
  expect(pace.places()).toBeGreaterThan(4);
  for (let no = 0; no < 1000; no += 1) pace.succeeded(64);
  expect(pace.places()).toBe(64);
});

test('does not grow on places that nobody uses', () => {
  const pace = createPace();
  for (let no = 0; no < 100; no += 1) pace.succeeded(1);
  expect(pace.places()).toBe(4);
});

test('halves with each failure, down to one, and grows slowly afterwards', () => {
  const pace = createPace();
  for (let no = 0; no < 10; no += 1) pace.failed(0, failed);
  expect(pace.places()).toBe(1);
  expect(pace.notBefore()).toBe(0);
  pace.succeeded(1);
  expect(pace.places()).toBe(2);
  pace.succeeded(2);
  expect(pace.places()).toBe(2);
});

test('pauses when it is asked to, longer each time, as long as it is asked to and no longer than a minute', () => {
  const pace = createPace();
  const pauses = [undefined, undefined, undefined, 7_000, 3_600_000].map((retryAfterMs, no) => {
    const now = no * 1_000_000;
    pace.failed(now, { slowDown: true, retryAfterMs });
    return pace.notBefore() - now;
  });
  expect(pauses).toEqual([1_000, 2_000, 4_000, 7_000, 60_000]);
  expect(pace.places()).toBe(1);
  pace.succeeded(1);
  pace.failed(9_000_000, { slowDown: true, retryAfterMs: undefined });
  expect(pace.notBefore()).toBe(9_001_000);
});

test('keeps to a rate, over any time', () => {
  const pace = createPace();
  pace.limitTo(600);
  let sent = 0;
  for (let now = 1_000_000; now < 1_000_000 + 60_000; now += 7)
    if (pace.notBefore() <= now) {
      pace.sending(now);
      sent += 1;
    }
  expect(sent).toBeGreaterThanOrEqual(595);
  expect(sent).toBeLessThanOrEqual(605);
});

test('knows what means too much', () => {
  expect([429, 502, 504].every(asksToSlowDown)).toBe(true);
  expect([undefined, 500, 503, 410, 200].some(asksToSlowDown)).toBe(false);
});
