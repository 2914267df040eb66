import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Limit } from '../../contract/limits.ts';
import type { BudgetStore } from '../ports.ts';
import { createBudgets, type Budget } from './budget.ts';
import { leapingClock, memoryBudgetStore, seededRandom, virtualClock } from './test-support.ts';

const keys = { account: 'v:account:1', app: 'v:app:1' };

/** Plays one caller after the other through a budget; answers when each call could have been counted by the vendor. */
async function play(
  limits: readonly Limit[],
  plan: readonly { readonly after: number; readonly takes: number; readonly counted: number }[],
  processes = 1,
): Promise<{ at: number[]; running: number; refused: number; store: ReturnType<typeof memoryBudgetStore> }> {
  const clock = virtualClock();
  const store = memoryBudgetStore();
  const budgets = Array.from({ length: processes }, (_unused, index) =>
    createBudgets({ store, clock, random: seededRandom(index + 1), maxWaitMs: 24 * 3_600_000 }).for({ limits, keys }),
  );
  const at: number[] = [];
  let now = 0;
  let running = 0;
  let peak = 0;
  let refused = 0;
  await Promise.all(
    plan.map(async ({ after, takes, counted }, index) => {
      await clock.sleep(after + 1);
      const permit = await budgets[index % processes]?.acquire().catch(() => undefined);
      if (permit === undefined) {
        refused += 1;
        return;
      }
      now += 1;
      running += 1;
      peak = Math.max(peak, running);
      // The vendor counts the call at some moment between sending and answer.
      await clock.sleep(takes * counted);
      at.push(clock.now());
      await clock.sleep(takes * (1 - counted));
      running -= 1;
      permit.release(true);
    }),
  );
  expect(now + refused).toBe(plan.length);
  return { at: at.toSorted((a, b) => a - b), running: peak, refused, store };
}

/** Most calls within any stretch of that length. */
function densest(at: readonly number[], windowMs: number): number {
  let from = 0;
  let most = 0;
  for (let to = 0; to < at.length; to += 1) {
    while ((at[to] ?? 0) - (at[from] ?? 0) >= windowMs) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

const plans = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 90_000 }),
    takes: fc.integer({ min: 1, max: 3000 }),
    counted: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 60 },
);

describe('rate', () => {
  test('never more than the vendor allows, in any window, wherever it begins', async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.integer({ min: 1, max: 20 }), async (plan, max) => {
        const { at, refused } = await play([{ per: 'minute', max }], plan);
        expect(refused).toBe(0);
        expect(densest(at, 60_000)).toBeLessThanOrEqual(max);
      }),
      { numRuns: 30 },
    );
  });

  test('several limits hold at once', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const limits: Limit[] = [
          { per: 'second', max: 3 },
          { per: 'minute', max: 40, scope: 'app' },
          { concurrent: 2 },
        ];
        const { at, running } = await play(limits, plan);
        expect(densest(at, 1000)).toBeLessThanOrEqual(3);
        expect(densest(at, 60_000)).toBeLessThanOrEqual(40);
        expect(running).toBeLessThanOrEqual(2);
      }),
      { numRuns: 20 },
    );
  });

  test('processes together stay within the store’s windows and the places', async () => {
    const plan = Array.from({ length: 200 }, (_unused, index) => ({
      after: index % 7,
      takes: 50 + (index % 11) * 20,
      counted: 0,
    }));
    const { at, running, store } = await play([{ per: 'minute', max: 60 }, { concurrent: 5 }], plan, 3);
    const perWindow = new Map<number, number>();
    for (const moment of at)
      perWindow.set(Math.floor(moment / 60_000), (perWindow.get(Math.floor(moment / 60_000)) ?? 0) + 1);
    expect(Math.max(...perWindow.values())).toBeLessThanOrEqual(60);
    expect(running).toBeLessThanOrEqual(5);
    expect(store.peak()).toBeLessThanOrEqual(5);
    expect(at.length).toBe(200);
  });

  test('uses what the vendor allows: a burst at once, then the rest as it comes free', async () => {
    const plan = Array.from({ length: 150 }, () => ({ after: 0, takes: 100, counted: 0 }));
    const { at } = await play([{ per: 'minute', max: 60 }], plan);
    expect((at[59] ?? 0) - (at[0] ?? 0)).toBeLessThan(1000);
    expect((at[149] ?? 0) - (at[0] ?? 0)).toBeLessThan(125_000);
  });

  test('asks the store now and then, not per call', async () => {
    const plan = Array.from({ length: 1000 }, () => ({ after: 0, takes: 10, counted: 0 }));
    const { store, at } = await play(
      [{ per: 'second', max: 100 }, { per: 'day', max: 5000 }, { concurrent: 10 }],
      plan,
    );
    expect(at.length).toBe(1000);
    expect(store.asked.take).toBeLessThan(250);
    expect(store.asked.enter).toBeLessThan(60);
  });
});

function open(limits: readonly Limit[], maxWaitMs = 60_000) {
  const clock = leapingClock(1_780_000_020_000); // 20 s into a minute
  const store = memoryBudgetStore();
  const budgets = createBudgets({ store, clock, random: seededRandom(), maxWaitMs });
  const headers = {
    remaining: [
      { header: 'X-Left', per: 'minute' as const },
      { header: 'x-app-left', per: 'minute' as const, scope: 'app' as const },
    ],
  };
  return { clock, store, budgets, budget: budgets.for({ limits, keys, headers }) };
}

async function spend(budget: Budget, calls: number): Promise<void> {
  for (let call = 0; call < calls; call += 1) (await budget.acquire()).release(true);
}

describe('waiting', () => {
  test('a wait that is too long is refused at once with the time left', async () => {
    const { budget, clock, store } = open([{ per: 'day', max: 3 }]);
    await spend(budget, 3);
    const before = clock.now();
    await expect(budget.acquire()).rejects.toMatchObject({
      code: 'rate_limited',
      details: { retryAfterMs: expect.any(Number) },
    });
    const asked = store.asked.take;
    const others = await Promise.allSettled(Array.from({ length: 20 }, () => budget.acquire()));
    expect(others.every(({ status }) => status === 'rejected')).toBe(true);
    expect(store.asked.take).toBe(asked);
    expect(clock.now() - before).toBeLessThan(60_000);
  });

  test('a call that was not sent does not count', async () => {
    const { budget, clock } = open([{ per: 'minute', max: 2 }]);
    for (let call = 0; call < 10; call += 1) (await budget.acquire()).release(false);
    expect(clock.slept).toEqual([]);
  });

  test('is cancelled by the caller, and the next in line is served', async () => {
    const clock = virtualClock();
    const budget = createBudgets({ store: memoryBudgetStore(), clock, random: seededRandom() }).for({
      limits: [{ concurrent: 1 }],
      keys,
    });
    const first = await budget.acquire();
    const reason = new Error('cancelled');
    const controller = new AbortController();
    const second = budget.acquire(controller.signal);
    const third = budget.acquire();
    controller.abort(reason);
    await expect(second).rejects.toBe(reason);
    first.release(true);
    (await third).release(true);
    await expect(budget.acquire(AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test('is in order', async () => {
    const clock = virtualClock();
    const budget = createBudgets({ store: memoryBudgetStore(), clock, random: seededRandom() }).for({
      limits: [{ per: 'second', max: 2 }],
      keys,
    });
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 12 }, async (_unused, index) => {
        const permit = await budget.acquire();
        order.push(index);
        permit.release(true);
      }),
    );
    expect(order).toEqual([...order].toSorted((a, b) => a - b));
  });

  test('reports a store that cannot be reached instead of hanging', async () => {
    const store = { ...memoryBudgetStore(), take: async () => Promise.reject(new Error('database gone')) };
    const budget = createBudgets({ store, clock: leapingClock(), random: seededRandom() }).for({
      limits: [{ per: 'minute', max: 2 }],
      keys,
    });
    await expect(budget.acquire()).rejects.toThrow('database gone');
  });
});

describe('the vendor’s word', () => {
  test('nothing left closes the window, for all processes', async () => {
    const { budget, clock, store } = open([{ per: 'minute', max: 60 }]);
    await spend(budget, 1);
    budget.observe({ 'x-left': '0' });
    expect(store.asked.observe).toBe(1);
    await spend(budget, 1);
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(40_000 - 1);
  });

  test('a few left are a few, although more had been leased', async () => {
    const { budget, clock } = open([{ per: 'minute', max: 60 }]);
    await spend(budget, 1);
    budget.observe({ 'x-left': '2' });
    await spend(budget, 2);
    expect(clock.slept).toEqual([]);
    await spend(budget, 1);
    expect(clock.slept.length).toBeGreaterThan(0);
  });

  test('speaks of the scope it names, and nonsense is ignored', async () => {
    const { budget, clock, store } = open([
      { per: 'minute', max: 60 },
      { per: 'minute', max: 1000, scope: 'app' },
    ]);
    await spend(budget, 1);
    budget.observe({ 'x-left': '59', 'x-app-left': 'lots' });
    budget.observe({ 'x-left': '-1' });
    budget.observe({});
    expect(store.asked.observe).toBe(0);
    budget.observe({ 'x-app-left': '0' });
    await spend(budget, 1);
    expect(clock.slept.length).toBeGreaterThan(0);
  });

  test('credits become calls by what one cost; without a price they say nothing', async () => {
    const { store, clock } = open([]);
    const budget = createBudgets({ store, clock, random: seededRandom() }).for({
      limits: [{ per: 'minute', max: 60 }],
      headers: { remaining: [{ header: 'X-Credits', per: 'minute', cost: 'X-Cost' }] },
      keys,
    });
    await spend(budget, 1);
    for (const price of [{}, { 'x-cost': '0' }, { 'x-cost': 'much' }]) budget.observe({ 'x-credits': '9', ...price });
    budget.observe({ 'x-credits': '590', 'x-cost': '10' });
    expect(store.asked.observe).toBe(0);
    budget.observe({ 'x-credits': '29', 'x-cost': '10' });
    expect(store.asked.observe).toBe(1);
    await spend(budget, 2);
    expect(clock.slept).toEqual([]);
    await spend(budget, 1);
    expect(clock.slept.length).toBeGreaterThan(0);
  });

  test('429 closes the gate for as long as it says', async () => {
    const { budget, clock } = open([{ per: 'minute', max: 60 }]);
    budget.limited(5000);
    const before = clock.now();
    await spend(budget, 1);
    expect(clock.now() - before).toBeGreaterThanOrEqual(5000);
    expect(clock.now() - before).toBeLessThan(5100);
    budget.limited(undefined);
    await spend(budget, 1);
    expect(clock.now() - before).toBeGreaterThanOrEqual(6000);
    budget.limited(120_000);
    await expect(budget.acquire()).rejects.toMatchObject({ code: 'rate_limited' });
  });

  test('an app’s limit is shared by its accounts', async () => {
    const clock = leapingClock(1_780_000_020_000);
    const budgets = createBudgets({ store: memoryBudgetStore(), clock, random: seededRandom() });
    const limits: Limit[] = [{ per: 'minute', max: 10, scope: 'app' }];
    const one = budgets.for({ limits, keys: { account: 'a', app: 'app' } });
    const two = budgets.for({ limits, keys: { account: 'b', app: 'app' } });
    expect(budgets.for({ limits, keys: { account: 'a', app: 'app' } })).toBe(one);
    await spend(one, 6);
    await spend(two, 4);
    expect(clock.slept).toEqual([]);
    await spend(two, 1);
    expect(clock.slept.length).toBeGreaterThan(0);
  });
});

test('neighbours who share an app’s window do not both take its last call, however slow the store', async () => {
  const clock = virtualClock();
  const memory = memoryBudgetStore();
  const slow = async <T>(work: () => Promise<T>): Promise<T> => {
    await clock.sleep(7);
    return work();
  };
  const store: BudgetStore = {
    ...memory,
    take: (...asked) => slow(() => memory.take(...asked)),
    enter: (...asked) => slow(() => memory.enter(...asked)),
  };
  const budgets = createBudgets({ store, clock, random: seededRandom() });
  const limits: Limit[] = [{ per: 'second', max: 3, scope: 'app' }, { concurrent: 20 }];
  const accounts = Array.from({ length: 6 }, (_unused, index) =>
    budgets.for({ limits, keys: { account: `a${index}`, app: 'app' } }),
  );
  const at: number[] = [];
  await Promise.all(
    Array.from({ length: 60 }, async (_unused, index) => {
      const permit = await accounts[index % 6]!.acquire();
      at.push(clock.now());
      await clock.sleep(1);
      permit.release(true);
    }),
  );
  expect(
    densest(
      at.toSorted((a, b) => a - b),
      1000,
    ),
  ).toBeLessThanOrEqual(3);
});

test('places are given back: when idle, and when the process ends', async () => {
  const clock = virtualClock();
  const store = memoryBudgetStore();
  const budgets = createBudgets({ store, clock, random: seededRandom() });
  const budget = budgets.for({ limits: [{ concurrent: 3 }], keys });
  for (let call = 0; call < 20; call += 1) (await budget.acquire()).release(true);
  expect(store.asked.enter).toBe(1);
  await clock.sleep(3000);
  expect(store.asked.leave).toBe(1);
  await budget.acquire();
  await budgets.close();
  expect(store.asked.leave).toBe(2);
});
