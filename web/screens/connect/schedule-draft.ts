/** A schedule as somebody fills it in: an interval or a cron line in a time zone, held against the server's rules as it is typed. Pure. */
import { Cron } from 'croner';
import type { Schema } from '../../../client/index.ts';

export type Schedule = Schema['Schedule'];

export interface ScheduleDraft {
  readonly on: boolean;
  readonly kind: 'interval' | 'cron';
  /** Seconds as text: one of `intervals`, or `custom`. */
  readonly every: string;
  readonly seconds: string;
  readonly line: string;
  readonly zone: string;
}

/** Offered, seconds. */
export const intervals = [300, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400] as const;
/** As the server's (src/hub/runs/schedule-input.ts). */
const shortestS = 60;
const longestS = 31 * 86_400;
const usualS = 3600;

export type ScheduleTrouble = 'seconds_wrong' | 'line_wrong' | 'zone_wrong';

export type ReadSchedule =
  { readonly schedule: Schedule | null; readonly trouble?: undefined } | { readonly trouble: ScheduleTrouble };

/** `zone`: of the person, where the schedule names none. `stored` undefined: a new integration, which is read every hour. */
export function draftOf(stored: Schedule | null | undefined, zone: string): ScheduleDraft {
  const usual = { on: true, kind: 'interval', every: String(usualS), seconds: '', line: '', zone } as const;
  if (stored === undefined) return usual;
  if (stored === null) return { ...usual, on: false };
  if ('cron' in stored) return { ...usual, kind: 'cron', line: stored.cron, zone: stored.time_zone ?? 'UTC' };
  const offered = intervals.some((one) => one === stored.every_s);
  return offered
    ? { ...usual, every: String(stored.every_s) }
    : { ...usual, every: 'custom', seconds: String(stored.every_s) };
}

export function readDraft({ on, kind, every, seconds, line, zone }: ScheduleDraft): ReadSchedule {
  if (!on) return { schedule: null };
  if (kind === 'interval') {
    const typed = every === 'custom' ? seconds.trim() : every;
    const every_s = /^\d+$/.test(typed) ? Number(typed) : 0;
    return every_s >= shortestS && every_s <= longestS ? { schedule: { every_s } } : { trouble: 'seconds_wrong' };
  }
  const time_zone = zone.trim() === '' ? 'UTC' : zone.trim();
  if (!isZone(time_zone)) return { trouble: 'zone_wrong' };
  const cron = line.trim();
  return cronOf(cron, time_zone)?.nextRun() ? { schedule: { cron, time_zone } } : { trouble: 'line_wrong' };
}

/** When it would run next, from a moment on. */
export function nextTimes(schedule: Schedule, from: Date, count: number): readonly Date[] {
  if ('every_s' in schedule)
    return Array.from({ length: count }, (_, i) => new Date(from.getTime() + (i + 1) * schedule.every_s * 1000));
  return cronOf(schedule.cron, schedule.time_zone ?? 'UTC')?.nextRuns(count, from) ?? [];
}

function cronOf(line: string, zone: string): Cron | undefined {
  try {
    return new Cron(line, { mode: '5-part', timezone: zone, paused: true });
  } catch {
    return undefined;
  }
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
