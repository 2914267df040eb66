/** Schedules as people write them: what is typed made into one, and when it would be due. The server has the last word on both. */
import { Cron } from 'croner';
import { inUnit, secondsOf, type Schedule, type Unit } from './units.ts';

/** As the server has it. */
export const shortestS = 60;
export const longestS = 31 * 86_400;

/** What is in the fields. */
export type Draft =
  | { readonly kind: 'none' }
  | { readonly kind: 'interval'; readonly count: string; readonly unit: Unit }
  | { readonly kind: 'cron'; readonly cron: string; readonly zone: string };

/** Of an integration that is new. */
export const hourly: Draft = { kind: 'interval', count: '1', unit: 'hours' };

export function draftOf(schedule: Schedule | null): Draft {
  if (schedule === null) return { kind: 'none' };
  if ('every_s' in schedule) {
    const { count, unit } = inUnit(schedule.every_s);
    return { kind: 'interval', count: String(count), unit };
  }
  return { kind: 'cron', cron: schedule.cron, zone: schedule.time_zone ?? 'UTC' };
}

/** Undefined: what was typed is no schedule. */
export function scheduleOf(draft: Draft): Schedule | null | undefined {
  if (draft.kind === 'none') return null;
  if (draft.kind === 'interval') {
    const count = draft.count.trim() === '' ? Number.NaN : Number(draft.count);
    const every = count * secondsOf[draft.unit];
    return Number.isInteger(every) && every >= shortestS && every <= longestS ? { every_s: every } : undefined;
  }
  const schedule = { cron: draft.cron.trim(), time_zone: draft.zone };
  return nextTimes(schedule, Date.now(), 1).length === 1 ? schedule : undefined;
}

/** When it is due after a moment, milliseconds since the epoch; none for a line that is none, or that never comes. */
export function nextTimes(schedule: Schedule, afterMs: number, count: number): readonly number[] {
  if ('every_s' in schedule)
    return Array.from({ length: count }, (_time, index) => afterMs + (index + 1) * schedule.every_s * 1_000);
  try {
    const line = new Cron(schedule.cron, { mode: '5-part', timezone: schedule.time_zone ?? 'UTC', paused: true });
    return line.nextRuns(count, new Date(afterMs)).map((at) => at.getTime());
  } catch {
    return [];
  }
}
