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
import { createWaitingLine, type Served } from './waiting-line.ts';

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

type ScopedWindow = { readonly per: string; readonly scope: LimitScope; readonly window: Window };

function createBudget(
  options: BudgetOptions,
  deps: BudgetDeps,
  windowFor: (key: string, max: number, windowMs: number) => Window,
): OwnBudget {
  const { clock, random } = deps;
  const scoped = options.limits.flatMap((limit): readonly ScopedWindow[] => {
    if ('concurrent' in limit) return [];
    const scope = limit.scope ?? 'account';
    return [{ per: limit.per, scope, window: windowFor(options.keys[scope], limit.max, windowLengths[limit.per]) }];
  });
  const windows = scoped.map(({ window }) => window);
  const concurrent = options.limits.find((limit) => 'concurrent' in limit);
  const slotKey = `${options.keys.account}:concurrent`;
  const slots = concurrent === undefined ? undefined : createConcurrency(slotKey, concurrent.concurrent, deps);
  let closedUntil = 0;

  /** What this process knows without asking anybody: 0 = may go, else milliseconds to wait. */
  const localWait = (now: number): number =>
    windows.reduce((wait, window) => Math.max(wait, window.wait(now)), Math.max(0, closedUntil - now));
  const stocked = (now: number): boolean => windows.every((window) => window.stocked(now));

  const permit = (): Permit => {
    for (const window of windows) window.start();
    let open = true;
    return {
      release: (used) => {
        if (!open) return;
        open = false;
        for (const window of windows) window.end(clock.now(), used);
        slots?.leave(clock.now());
        line.wake();
      },
    };
  };

  /** For the first in line: a permit, or how long until asking again makes sense. */
  const serve = async (): Promise<Served<Permit>> => {
    const wait = localWait(clock.now());
    if (wait > 0) return { waitMs: wait };
    for (const window of windows) {
      const shortage = await window.stock(clock.now());
      if (shortage > 0) return { waitMs: shortage };
    }
    const occupied = slots === undefined ? 0 : await slots.enter(clock.now());
    if (occupied > 0) return { waitMs: occupied };
    // Asking the store took time; a neighbour sharing the app's window may have used what was on hand.
    if (localWait(clock.now()) === 0 && stocked(clock.now())) return { got: permit() };
    slots?.leave(clock.now());
    return { waitMs: 1 };
  };

  const returned = (got: Permit): void => got.release(false);
  const line = createWaitingLine({ serve, returned, tooLong, maxWaitMs: deps.maxWaitMs ?? 60_000, clock, random });

  return {
    acquire: (signal) => {
      if (signal?.aborted === true) return Promise.reject(signal.reason);
      const now = clock.now();
      const ready = line.empty() && localWait(now) === 0 && stocked(now);
      const free = ready && (slots === undefined || slots.enterNow(now));
      return free ? Promise.resolve(permit()) : line.join(signal);
    },
    observe: (headers) => {
      for (const { header, per, scope = 'account', cost } of options.headers?.remaining ?? []) {
        const left = wholeIn(headers, header);
        // Without a word on the price nothing follows from credits.
        const each = cost === undefined ? 1 : wholeIn(headers, cost);
        if (left === undefined || each === undefined || each === 0) continue;
        const calls = Math.floor(left / each);
        scoped.find((entry) => entry.per === per && entry.scope === scope)?.window.observe(calls, clock.now());
      }
    },
    limited: (waitMs) => {
      const now = clock.now();
      closedUntil = Math.max(closedUntil, now + (waitMs ?? 1000));
      if (waitMs !== undefined) for (const window of windows) window.closed(now + waitMs, now);
    },
    close: async () => slots?.close(),
  };
}

function wholeIn(headers: Readonly<Record<string, string>>, name: string): number | undefined {
  const text = headers[name.toLowerCase()];
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function tooLong(waitMs: number): PlugboardError {
  const text = `The calls the provider allows are used up; there are new ones in ${Math.ceil(waitMs / 1000)} s`;
  return fail('rate_limited', text, { retryAfterMs: Math.ceil(waitMs) });
}
