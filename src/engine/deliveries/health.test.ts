import { describe, expect, test } from 'vitest';
import { after, healthy, isParked, patienceMs, verdictOn, type Health } from './health.ts';

const t0 = 1_780_000_000_000;
const good = { good: 1, bad: 0 };
const bad = { good: 0, bad: 1 };

function through(from: Health, now: number, ...came: readonly (typeof good)[]): Health {
  return came.reduce((health, one) => after(health, now, one), from);
}
const times = (count: number, one: typeof good) => Array.from({ length: count }, () => one);

describe('the breaker', () => {
  test('parks when seven of ten failed, not when six did, and not below ten', () => {
    expect(isParked(through(healthy, t0, ...times(9, bad)), t0)).toBe(false);
    expect(isParked(through(healthy, t0, ...times(3, good), ...times(7, bad)), t0)).toBe(true);
    expect(isParked(through(healthy, t0, ...times(4, good), ...times(6, bad)), t0)).toBe(false);
  });

  test('looks at five minutes only', () => {
    const early = through(healthy, t0, ...times(9, bad));
    expect(isParked(through(early, t0 + 299_000, bad), t0 + 299_000)).toBe(true);
    expect(isParked(through(early, t0 + 311_000, bad), t0 + 311_000)).toBe(false);
  });

  test('parks longer each time one more failed, and no longer than half an hour', () => {
    let health = through(healthy, t0, ...times(10, bad));
    const waits: number[] = [];
    let now = t0;
    for (let turn = 0; turn < 9; turn += 1) {
      const until = health.parkedUntil ?? 0;
      waits.push(until - now);
      now = until;
      expect(isParked(health, now)).toBe(false);
      health = after(health, now, bad);
    }
    expect(waits.map((ms) => ms / 1000)).toEqual([30, 60, 120, 240, 480, 960, 1800, 1800, 1800]);
  });

  test('what was under way when it was parked does not park it again', () => {
    const parked = through(healthy, t0, ...times(10, bad));
    expect(after(parked, t0 + 15_000, bad).parkedUntil).toBe(parked.parkedUntil);
  });

  test('is closed by one that came through', () => {
    const parked = through(healthy, t0, ...times(10, bad));
    const back = after(parked, parked.parkedUntil ?? 0, good);
    expect(back).toMatchObject({ parkedUntil: null, parks: 0, failingSince: null });
    // What failed before does not park it again.
    expect(isParked(after(back, (parked.parkedUntil ?? 0) + 1, bad), parked.parkedUntil ?? 0)).toBe(false);
  });
});

describe('patience', () => {
  test('ends after five days of nothing but failures; the owner is told three times before, once each', () => {
    const failing = after(healthy, t0, bad);
    expect(verdictOn(failing, t0 + patienceMs * 0.49)).toEqual({ kind: 'goes on' });
    expect(verdictOn(failing, t0 + patienceMs * 0.5)).toEqual({ kind: 'tell', percent: 50 });
    expect(verdictOn({ ...failing, told: 50 }, t0 + patienceMs * 0.6)).toEqual({ kind: 'goes on' });
    expect(verdictOn({ ...failing, told: 50 }, t0 + patienceMs * 0.95)).toEqual({ kind: 'tell', percent: 90 });
    expect(verdictOn({ ...failing, told: 90 }, t0 + patienceMs)).toEqual({ kind: 'disable' });
  });

  test('begins anew with every success: an endpoint that fails now and then stays', () => {
    let health = healthy;
    for (let hours = 0; hours < 24 * 30; hours += 1) {
      health = after(health, t0 + hours * 3_600_000, hours % 24 === 0 ? good : bad);
      expect(verdictOn(health, t0 + hours * 3_600_000)).toEqual({ kind: 'goes on' });
    }
  });
});
