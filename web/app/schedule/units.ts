/** How often, in the unit people would say it in. Apart from schedule.ts, so that showing a schedule does not fetch what reads cron lines. */
import type { Schema } from '../../../client/index.ts';

export type Schedule = Schema['Schedule'];

export const units = ['minutes', 'hours', 'days'] as const;
export type Unit = (typeof units)[number];
export const secondsOf: Readonly<Record<Unit, number>> = { minutes: 60, hours: 3_600, days: 86_400 };

/** The interval in the largest unit that takes it whole. */
export function inUnit(everyS: number): { readonly count: number; readonly unit: Unit } {
  const unit = units.toReversed().find((one) => everyS % secondsOf[one] === 0) ?? 'minutes';
  return { count: everyS / secondsOf[unit], unit };
}
