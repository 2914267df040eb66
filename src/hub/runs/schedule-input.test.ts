import { describe, expect, it } from 'vitest';
import { ScheduleInput, scheduleOf } from './schedule-input.ts';

describe('a schedule', () => {
  it.each([
    [{ every_s: 60 }],
    [{ every_s: 3600 }],
    [{ cron: '30 6 * * 1-5', time_zone: 'Australia/Perth' }],
    [{ cron: '0 0 29 2 *' }],
    [{ cron: '*/15 * * * *' }],
  ])('may be %j', (given) => {
    expect(scheduleOf(ScheduleInput.parse(given))).toEqual(given);
  });

  it.each([
    [{ every_s: 59 }, 'every_s', 'expected at least 60 seconds'],
    [{ every_s: 60.5 }, '', 'expected {"every_s": 3600} or'],
    [{ every_s: 40 * 86_400 }, 'every_s', '31 days'],
    [{ cron: '* * * * * *' }, 'cron', 'five fields'],
    [{ cron: '0 0 30 2 *' }, 'cron', 'a moment to come'],
    [{ cron: 'often' }, 'cron', 'five fields'],
    [{ cron: '@hourly\0' }, 'cron', 'control characters'],
    [{ cron: '0 6 * * *', time_zone: 'Perth' }, 'time_zone', 'Australia/Perth'],
    [{}, '', 'expected {"every_s": 3600} or'],
    [{ every_s: 60, cron: '0 6 * * *' }, '', 'expected {"every_s": 3600} or'],
    ['hourly', '', 'expected {"every_s": 3600} or'],
  ])('may not be %j', (given, path, message) => {
    const { error } = ScheduleInput.safeParse(given);
    expect(error?.issues[0]?.path.join('.')).toBe(path);
    expect(error?.issues[0]?.message).toContain(message);
  });
});
