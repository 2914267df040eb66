import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BudgetStore } from '../engine/ports.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { silentLog, systemClock } from '../testing/store.ts';
import { budgetStore } from './budget.ts';
import { openDatabase, type Database } from './database.ts';

let server: TestDatabase;
let database: Database;
let budget: BudgetStore;
let key: string;
const minute = 60_000;

beforeAll(async () => {
  server = await testDatabase();
  database = openDatabase({ appUrl: server.appUrl, clock: systemClock, log: silentLog });
  budget = budgetStore(database.statements);
});
afterAll(async () => {
  await database.close();
  await server.drop();
});
beforeEach(() => {
  key = randomUUID();
});

const take = (want: number, max: number, nowMs: number) => budget.take(key, want, max, minute, nowMs);

describe('calls in a window', () => {
  test('are granted up to the limit, then none, until the next window', async () => {
    expect(await take(4, 10, 1_000)).toEqual({ granted: 4, resetAt: minute });
    expect(await take(4, 10, 2_000)).toEqual({ granted: 4, resetAt: minute });
    expect(await take(4, 10, 3_000)).toEqual({ granted: 2, resetAt: minute });
    expect(await take(4, 10, 59_999)).toEqual({ granted: 0, resetAt: minute });
    expect(await take(4, 10, 60_000)).toEqual({ granted: 4, resetAt: 2 * minute });
  });

  test('the first request is held to the limit as well', async () => {
    expect(await take(50, 10, 0)).toEqual({ granted: 10, resetAt: minute });
  });

  test('a process whose clock is behind counts in the newer window', async () => {
    await take(6, 10, 61_000);
    expect(await take(6, 10, 59_000)).toEqual({ granted: 4, resetAt: 2 * minute });
  });

  test('windows of different length and keys do not mix', async () => {
    await take(10, 10, 0);
    expect((await budget.take(key, 5, 10, 1_000, 0)).granted).toBe(5);
    expect((await budget.take(randomUUID(), 5, 10, minute, 0)).granted).toBe(5);
  });

  test('a limit that was lowered takes nothing back and gives nothing more', async () => {
    await take(8, 10, 0);
    expect((await take(1, 5, 0)).granted).toBe(0);
  });

  test('many takers at once never get more than the limit together, and all of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 40 }),
        async (wants, max) => {
          const own = randomUUID();
          const grants = await Promise.all(wants.map((want) => budget.take(own, want, max, minute, 0)));
          const granted = grants.reduce((sum, grant) => sum + grant.granted, 0);
          expect(granted).toBe(
            Math.min(
              max,
              wants.reduce((sum, want) => sum + want, 0),
            ),
          );
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('what the vendor says is left', () => {
  test('is never exceeded', async () => {
    await take(3, 100, 0);
    await budget.observe(key, 2, minute, 1_000);
    expect((await take(10, 100, 2_000)).granted).toBe(2);
    expect((await take(10, 100, 3_000)).granted).toBe(0);
  });

  test('counts before anything was taken', async () => {
    await budget.observe(key, 1, minute, 0);
    expect((await take(10, 100, 0)).granted).toBe(1);
  });

  test('only makes less, in the window it was said', async () => {
    await budget.observe(key, 1, minute, 0);
    await budget.observe(key, 50, minute, 0);
    expect((await take(10, 100, 0)).granted).toBe(1);
    expect((await take(10, 100, minute)).granted).toBe(10);
  });

  test('about a window that is over does not touch the present one', async () => {
    await take(1, 100, minute);
    await budget.observe(key, 0, minute, 0);
    expect((await take(10, 100, minute)).granted).toBe(10);
  });

  test('zero or less stops at once', async () => {
    await budget.observe(key, -3, minute, 0);
    expect((await take(10, 100, 0)).granted).toBe(0);
  });
});

describe('calls under way', () => {
  const enter = (holder: string, nowMs = 0, max = 2) => budget.enter(key, holder, max, 30_000, nowMs);

  test('no more than the limit; one that leaves makes room', async () => {
    expect([await enter('a'), await enter('b'), await enter('c')]).toEqual([true, true, false]);
    await budget.leave(key, 'a');
    expect(await enter('c')).toBe(true);
  });

  test('a dead process frees its place when its lease ends', async () => {
    await enter('a', 0, 1);
    expect(await enter('b', 29_999, 1)).toBe(false);
    expect(await enter('b', 30_000, 1)).toBe(true);
  });

  test('a holder that enters again keeps its one place, longer', async () => {
    expect([await enter('a', 0, 1), await enter('a', 20_000, 1)]).toEqual([true, true]);
    expect(await enter('b', 40_000, 1)).toBe(false);
  });

  test('leaving twice, or without having entered, does no harm', async () => {
    await enter('a', 0, 1);
    await budget.leave(key, 'b');
    await budget.leave(key, 'a');
    await budget.leave(key, 'a');
    expect(await enter('b', 0, 1)).toBe(true);
  });

  test('of many that come at once exactly as many enter as may', async () => {
    const entered = await Promise.all(Array.from({ length: 30 }, (_, no) => enter(`holder ${no}`, 0, 7)));
    expect(entered.filter(Boolean)).toHaveLength(7);
  });
});
