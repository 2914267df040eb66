import { describe, expect, test } from 'vitest';
import { createBreaker, type Breaker } from './breaker.ts';
import { leapingClock } from './test-support.ts';

function fail(breaker: Breaker, times: number): void {
  for (let call = 0; call < times; call += 1) if (breaker.ask() === 0) breaker.failed();
}

describe('breaker', () => {
  test('opens at 70 % failures of at least 10 calls', () => {
    const clock = leapingClock();
    const breaker = createBreaker(clock);
    fail(breaker, 9);
    expect(breaker.ask()).toBe(0);
    breaker.failed();
    expect(breaker.ask()).toBe(30_000);
  });

  test('stays closed below 70 %', () => {
    const breaker = createBreaker(leapingClock());
    for (let call = 0; call < 4; call += 1) breaker.succeeded();
    fail(breaker, 9); // 9 of 13
    expect(breaker.ask()).toBe(0);
    breaker.failed(); // 10 of 14: 71 %
    expect(breaker.ask()).toBeGreaterThan(0);
  });

  test('forgets after five minutes', () => {
    const clock = leapingClock();
    const breaker = createBreaker(clock);
    fail(breaker, 9);
    clock.advance(5 * 60_000);
    fail(breaker, 5);
    expect(breaker.ask()).toBe(0);
  });

  test('lets one probe through after 30 s and closes when it succeeds', () => {
    const clock = leapingClock();
    const breaker = createBreaker(clock);
    fail(breaker, 10);
    clock.advance(29_999);
    expect(breaker.ask()).toBe(1);
    clock.advance(1);
    expect(breaker.ask()).toBe(0);
    expect(breaker.ask()).toBeGreaterThan(0);
    breaker.succeeded();
    expect(breaker.ask()).toBe(0);
    fail(breaker, 5);
    expect(breaker.ask()).toBe(0);
  });

  test('stays open when the probe fails; a probe that says nothing gives its place to the next', () => {
    const clock = leapingClock();
    const breaker = createBreaker(clock);
    fail(breaker, 10);
    clock.advance(30_000);
    expect(breaker.ask()).toBe(0);
    breaker.failed();
    expect(breaker.ask()).toBe(30_000);
    clock.advance(30_000);
    expect(breaker.ask()).toBe(0);
    breaker.withdrawn();
    expect(breaker.ask()).toBe(0);
  });

  test('a call that began before it opened does not close it', () => {
    const breaker = createBreaker(leapingClock());
    fail(breaker, 10);
    breaker.succeeded();
    expect(breaker.ask()).toBeGreaterThan(0);
  });

  test('a probe whose caller vanished blocks nobody for longer than 30 s', () => {
    const clock = leapingClock();
    const breaker = createBreaker(clock);
    fail(breaker, 10);
    clock.advance(30_000);
    expect(breaker.ask()).toBe(0);
    clock.advance(30_000);
    expect(breaker.ask()).toBe(0);
  });
});
