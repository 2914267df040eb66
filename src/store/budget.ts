/**
 * Counts calls against vendors' limits, for all processes together: one row per limit and window, one row per call under way.
 * Each question is one statement, so two processes never both take the last call. Made by index.ts; asked by the engine.
 */
import type { BudgetStore } from '../engine/ports.ts';
import type { Database } from './database.ts';

// A window begins when the first of its calls is asked for; a process whose clock is behind counts in the newer window.
const takeSql = `
  insert into rate_window as w (key, window_ms, window_start_ms, used, granted)
  values ($1, $2, $3, least($4::int, $5::int), least($4::int, $5::int))
  on conflict (key, window_ms) do update
     set (window_start_ms, used, granted, ceiling) = (
           select state.start, state.used + grants.calls, grants.calls, state.ceiling
             from (select greatest(w.window_start_ms, excluded.window_start_ms) as start,
                          case when w.window_start_ms >= excluded.window_start_ms then w.used else 0 end as used,
                          case when w.window_start_ms >= excluded.window_start_ms then w.ceiling end as ceiling) state
            cross join lateral (
                  select greatest(0, least($4::int, least($5::int, state.ceiling) - state.used)) as calls) grants)
  returning granted, window_start_ms`;

// Calls that were granted and not yet sent are unknown to the vendor, so this is an upper bound; the engine gives back its own.
const observeSql = `
  insert into rate_window as w (key, window_ms, window_start_ms, used, ceiling)
  values ($1, $2, $3, 0, $4::int)
  on conflict (key, window_ms) do update
     set (window_start_ms, used, ceiling) = (
           select excluded.window_start_ms, state.used, least(state.ceiling, state.used + $4::int)
             from (select case when w.window_start_ms = excluded.window_start_ms then w.used else 0 end as used,
                          case when w.window_start_ms = excluded.window_start_ms then w.ceiling end as ceiling) state)
   where w.window_start_ms <= excluded.window_start_ms`;

const leaveSql = 'delete from rate_slot where key = $1 and holder = $2';
const enterSql = 'select enter_slot_v1($1, $2, $3, $4, $5) as entered';

export function budgetStore(statements: Database['statements']): BudgetStore {
  const startOf = (nowMs: number, windowMs: number) => Math.floor(nowMs / windowMs) * windowMs;
  return {
    async take(key, want, max, windowMs, nowMs) {
      const [row] = await statements.query(takeSql, [key, windowMs, startOf(nowMs, windowMs), want, max]);
      return { granted: Number(row?.['granted']), resetAt: Number(row?.['window_start_ms']) + windowMs };
    },
    async observe(key, remaining, windowMs, nowMs) {
      await statements.query(observeSql, [key, windowMs, startOf(nowMs, windowMs), Math.max(0, remaining)]);
    },
    async enter(key, holder, max, ttlMs, nowMs) {
      const [row] = await statements.query(enterSql, [key, holder, max, ttlMs, nowMs]);
      return row?.['entered'] === true;
    },
    async leave(key, holder) {
      await statements.query(leaveSql, [key, holder]);
    },
  };
}
