import { describe, expect, it } from 'vitest';
import { draftOf, nextTimes, scheduleOf } from './draft.ts';
import { inUnit } from './units.ts';

describe('an interval', () => {
  it.each([
    [60, 1, 'minutes'],
    [5400, 90, 'minutes'],
    [3600, 1, 'hours'],
    [7200, 2, 'hours'],
    [86_400, 1, 'days'],
    [90_000, 25, 'hours'],
    [90, 1.5, 'minutes'],
  ])('of %i seconds is %d %s', (every, count, unit) => {
    expect(inUnit(every)).toEqual({ count, unit });
    expect(scheduleOf(draftOf({ every_s: every }))).toEqual({ every_s: every });
  });
  it.each(['', ' ', '0', '-1', 'x', '0.001', '99999'])('is not "%s" hours', (count) => {
    expect(scheduleOf({ kind: 'interval', count, unit: 'hours' })).toBeUndefined();
  });
});

describe('a cron line', () => {
  const zone = 'Australia/Perth';
  it('is read in its zone', () => {
    const at = Date.parse('2026-11-21T00:00:00Z');
    const due = nextTimes({ cron: '30 6 * * 1-5', time_zone: zone }, at, 2);
    expect(due.map((ms) => new Date(ms).toISOString())).toEqual([
      '2026-11-22T22:30:00.000Z',
      '2026-11-23T22:30:00.000Z',
    ]);
  });
  it.each(['x', '* * * *', '0 0 31 2 *', '61 * * * *', '* * * * * *'])('is not "%s"', (cron) => {
    expect(scheduleOf({ kind: 'cron', cron, zone })).toBeUndefined();
  });
  it('comes back as it was', () => {
    const schedule = { cron: '0 6 * * *', time_zone: zone };
    expect(scheduleOf(draftOf(schedule))).toEqual(schedule);
    expect(scheduleOf(draftOf({ cron: '0 6 * * *' }))).toEqual({ cron: '0 6 * * *', time_zone: 'UTC' });
  });
  it('in no zone there is, is none', () => {
    expect(scheduleOf({ kind: 'cron', cron: '0 6 * * *', zone: 'Mars/Olympus' })).toBeUndefined();
  });
});
