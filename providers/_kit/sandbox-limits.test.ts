import { describe, expect, test } from 'vitest';
import { fixedWindow, type WindowCounts } from './sandbox-limits.ts';

describe('a fixed window', () => {
  const limit = fixedWindow({ per: 'minute', max: 2 });
  const start = 1_800_000_000_000;

  test('allows so many, refuses the rest, and starts afresh', () => {
    const counts: WindowCounts = {};
    expect(limit.take(counts, 'a', start)).toEqual({ allowed: true, remaining: 1, limit: 2, resetMs: 60_000 });
    expect(limit.take(counts, 'a', start + 1_000)).toEqual({ allowed: true, remaining: 0, limit: 2, resetMs: 59_000 });
    expect(limit.take(counts, 'a', start + 2_000)).toEqual({ allowed: false, remaining: 0, limit: 2, resetMs: 58_000 });
    expect(limit.take(counts, 'b', start + 2_000).allowed).toBe(true);
    expect(limit.take(counts, 'a', start + 60_000)).toMatchObject({ allowed: true, remaining: 1 });
  });

  test('its counts are plain JSON', () => {
    const counts: WindowCounts = {};
    limit.take(counts, 'a', start);
    const copy: WindowCounts = JSON.parse(JSON.stringify(counts));
    expect(limit.take(copy, 'a', start).remaining).toBe(0);
  });
});
