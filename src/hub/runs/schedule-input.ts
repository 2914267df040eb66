/**
 * Schedules as callers write them: an interval in seconds, or a cron line in a time zone; null means only when asked. Checked here
 * when they are stored; schedule.ts computes from them when a stream is due.
 */
import { Cron } from 'croner';
import { z } from 'zod';
import type { Schedule } from '../../store/tables.ts';
import { lineText } from '../inputs.ts';

/** What an integration gets that says nothing. */
export const defaultSchedule: Schedule = { every_s: 3600 };

/** No more often than this: vendors' limits are for other callers, too. */
const shortestS = 60;
const longestS = 31 * 86_400;

const Interval = z.strictObject({
  every_s: z
    .number()
    .int()
    .min(shortestS, `expected at least ${shortestS} seconds`)
    .max(longestS, `expected at most ${longestS} seconds (31 days)`)
    .meta({ description: 'Seconds from one run to the next.', example: 3600 }),
});

const CronLine = z
  .strictObject({
    cron: lineText(100).meta({
      description: 'Five fields: minute, hour, day of month, month, day of week.',
      example: '30 6 * * 1-5',
    }),
    time_zone: lineText(60).optional().meta({ description: 'IANA name; default UTC.', example: 'Australia/Perth' }),
  })
  .superRefine(({ cron, time_zone }, context) => {
    const zone = time_zone ?? 'UTC';
    if (!isTimeZone(zone)) {
      context.addIssue({ code: 'custom', path: ['time_zone'], message: 'expected a time zone like Australia/Perth' });
    } else if (!everFires(cron, zone)) {
      context.addIssue({
        code: 'custom',
        path: ['cron'],
        message: 'expected five fields like `30 6 * * 1-5` that name a moment to come',
      });
    }
  });

const forms = 'expected {"every_s": 3600} or {"cron": "30 6 * * 1-5", "time_zone": "Australia/Perth"}';
export const ScheduleInput = z.union([Interval, CronLine], { error: forms }).meta({ id: 'Schedule' });

/** What is stored, without `undefined`. */
export function scheduleOf(input: z.output<typeof ScheduleInput>): Schedule {
  if ('every_s' in input) return { every_s: input.every_s };
  return { cron: input.cron, ...(input.time_zone === undefined ? {} : { time_zone: input.time_zone }) };
}

function everFires(line: string, zone: string): boolean {
  try {
    return new Cron(line, { mode: '5-part', timezone: zone, paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
