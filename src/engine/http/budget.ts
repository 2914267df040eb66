/**
 * Keeps calls within what a vendor allows: so many per second, minute, hour or day, so many at a time, for one account and for one
 * provider app, whatever the number of processes. Callers wait their turn here, in order, before every attempt.
 *
 * Three things together: windows shared by all processes (budget-window.ts), the calls under way (concurrency.ts), and a gate that
 * closes when the vendor says 429. A wait longer than `maxWaitMs` is refused at once with `rate_limited` and the time left, so that
 * the caller can put its work aside instead of holding a worker.
 */
import { fail, type PlugboardError } from '../../contract/errors.ts';
import type { Limit, LimitHeaders, LimitScope } from '../../contract/limits.ts';
import type { BudgetStore, Clock, Random } from '../ports.ts';
import { createWindow, windowLengths, type Window } from './budget-window.ts';
import { createConcurrency } from './concurrency.ts';

/** Permission for one attempt. Give it back exactly once. */
export interface Permit {
  /** `used: false` when nothing was sent after all. */
  release(used: boolean): void;
}

export interface Budget {
  /** Rejects with `rate_limited` (and `retryAfterMs`) when the wait would be too long, or with the signal's reason. */
  acquire(signal?: AbortSignal): Promise<Permit>;
  /** Reads what the vendor says is left. */
  observe(headers: Readonly<Record<string, string>>): void;
  /** The vendor answered 429; `waitMs` is its Retry-After, if it sent one. */
  limited(waitMs: number | undefined): void;
}

export interface BudgetOptions {
  readonly limits: readonly Limit[];
  readonly headers?: LimitHeaders | undefined;
  /** Names whose calls are counted together: `xero:acct:70784a63`, `xero:app:client-id`. */
  readonly keys: Readonly<Record<LimitScope, string>>;
}

export interface BudgetDeps {
  readonly store: BudgetStore;
  readonly clock: Clock;
  readonly random: Random;
  /** Default 60 s. */
  readonly maxWaitMs?: number;
}

/** All budgets of this process; calls for one account share one. */
export interface Budgets {
  for(options: BudgetOptions): Budget;
  /** Gives back what this process holds, so that its end does not cost others their turn. */
  close(): Promise<void>;
}

interface Waiter {
  readonly since: number;
  readonly grant: (permit: Permit) => void;
  readonly refuse: (reason: unknown) => void;
}

/** A shared window or budget not asked for this long is forgotten; the store keeps the counts. */
const forgetAfterMs = 15 * 60_000;

export function createBudgets(deps: BudgetDeps): Budgets {
  const { clock } = deps;
  const shared = new Map<string, { used: number; window: Window }>();
  const budgets = new Map<string, { used: number; budget: OwnBudget }>();

  const windowFor = (key: string, max: number, windowMs: number): Window => {
    const name = `${key}:${windowMs}:${max}`;
    const entry = shared.get(name) ?? {
      used: 0,
      window: createWindow({ key: `${key}:${windowMs}`, max, windowMs }, deps),
    };
    entry.used = clock.now();
    shared.set(name, entry);
    return entry.window;
  };

  return {
    for: (options) => {
      const now = clock.now();
      const name = JSON.stringify([options.keys, options.limits]);
      const known = budgets.get(name);
      if (known !== undefined) {
        known.used = now;
        return known.budget;
      }
      for (const [key, entry] of budgets) if (now - entry.used > forgetAfterMs) budgets.delete(key);
      for (const [key, entry] of shared) if (now - entry.used > forgetAfterMs) shared.delete(key);
      const budget = createBudget(options, deps, windowFor);
      budgets.set(name, { used: now, budget });
      return budget;
    },
    close: async () => {
      const all = [...budgets.values()];
      budgets.clear();
      await Promise.all(all.map(({ budget }) => budget.close()));
    },
  };
}

interface OwnBudget extends Budget {
  close(): Promise<void>;
}

function createBudget(
  options: BudgetOptions,
  deps: BudgetDeps,
  windowFor: (key: string, max: number, windowMs: number) => Window,
): OwnBudget {
  const { clock, random } = deps;
  const maxWaitMs = deps.maxWaitMs ?? 60_000;
  const windows = options.limits.flatMap((limit) => {
    if ('concurrent' in limit) return [];
    const scope = limit.scope ?? 'account';
    return [{ per: limit.per, scope, window: windowFor(options.keys[scope], limit.max, windowLengths[limit.per]) }];
  });
  const concurrent = options.limits.find((limit) => 'concurrent' in limit);
  const slots =
    concurrent === undefined
      ? undefined
      : createConcurrency(`${options.keys.account}:concurrent`, concurrent.concurrent, deps);
  const queue: Waiter[] = [];
  let closedUntil = 0;
  let pumping = false;
  let alarm: AbortController | undefined;
  let changes = 0;

  const wake = (): void => {
    changes += 1;
    alarm?.abort();
  };
  /** Sleeps, but not past a change that might let the next caller go. */
  const pause = async (ms: number): Promise<void> => {
    alarm = new AbortController();
    await clock.sleep(Math.max(1, ms), alarm.signal).catch(() => undefined);
    alarm = undefined;
  };

  /** What this process knows without asking anybody: 0 = may go, else milliseconds to wait. */
  const localWait = (now: number): number => {
    let wait = closedUntil - now;
    for (const { window } of windows) wait = Math.max(wait, window.wait(now));
    return Math.max(0, wait);
  };

  const permit = (): Permit => {
    for (const { window } of windows) window.start();
    let open = true;
    return {
      release: (used) => {
        if (!open) return;
        open = false;
        for (const { window } of windows) window.end(clock.now(), used);
        slots?.leave(clock.now());
        wake();
      },
    };
  };

  /** One look at the head of the queue: granted (0) or how long until looking again makes sense. */
  const advance = async (): Promise<number> => {
    const wait = localWait(clock.now());
    if (wait > 0) return wait;
    for (const { window } of windows) {
      const shortage = await window.stock(clock.now());
      if (shortage > 0) return shortage;
    }
    const taken = slots === undefined ? 0 : await slots.enter(clock.now());
    if (taken > 0) return taken;
    // Asking the store took time; what was on hand may have been used by a neighbour sharing the app's window.
    if (localWait(clock.now()) > 0 || windows.some(({ window }) => !window.stocked(clock.now()))) {
      slots?.leave(clock.now());
      return 1;
    }
    const next = queue.shift();
    if (next === undefined) slots?.leave(clock.now());
    else next.grant(permit());
    return 0;
  };

  const pump = async (): Promise<void> => {
    if (pumping) return;
    pumping = true;
    for (let head = queue[0]; head !== undefined; head = queue[0]) {
      const seen = changes;
      const wait = await advance().catch((error: unknown) => {
        head?.refuse(error);
        return 0;
      });
      const waited = clock.now() - head.since;
      if (wait > 0 && queue[0] === head && waited + wait > maxWaitMs) head.refuse(tooLong(wait));
      else if (wait > 0 && queue[0] !== undefined && seen === changes)
        await pause(wait + random.next() * Math.min(wait, 50));
    }
    pumping = false;
  };

  return {
    acquire: (signal) => {
      if (signal?.aborted === true) return Promise.reject(signal.reason);
      const now = clock.now();
      const ready = !pumping && localWait(now) === 0 && windows.every(({ window }) => window.stocked(now));
      if (ready && (slots === undefined || slots.enterNow(now))) return Promise.resolve(permit());
      return new Promise((resolve, reject) => {
        const remove = (): void => {
          signal?.removeEventListener('abort', cancelled);
          const place = queue.indexOf(waiter);
          if (place >= 0) queue.splice(place, 1);
        };
        const waiter: Waiter = {
          since: now,
          grant: (granted) => {
            remove();
            resolve(granted);
          },
          refuse: (reason) => {
            remove();
            reject(reason);
          },
        };
        const cancelled = (): void => {
          waiter.refuse(signal?.reason);
          wake();
        };
        signal?.addEventListener('abort', cancelled, { once: true });
        queue.push(waiter);
        void pump();
      });
    },
    observe: (headers) => {
      for (const { header, per, scope } of options.headers?.remaining ?? []) {
        const left = headers[header.toLowerCase()];
        if (left === undefined || !/^\d{1,9}$/.test(left)) continue;
        const found = windows.find((entry) => entry.per === per && entry.scope === (scope ?? 'account'));
        found?.window.observe(Number(left), clock.now());
      }
    },
    limited: (waitMs) => {
      const now = clock.now();
      closedUntil = Math.max(closedUntil, now + (waitMs ?? 1000));
      if (waitMs !== undefined) for (const { window } of windows) window.closed(now + waitMs, now);
    },
    close: async () => slots?.close(),
  };
}

function tooLong(waitMs: number): PlugboardError {
  const seconds = Math.ceil(waitMs / 1000);
  return fail('rate_limited', `The calls the provider allows are used up; there are new ones in ${seconds} s`, {
    retryAfterMs: Math.ceil(waitMs),
  });
}
