/** When a stream is due next: pure arithmetic, also on the two odd nights of the year. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextDue } from './schedule.ts';

const moment = fc.integer({ min: Date.parse('2020-01-01T00:00:00Z'), max: Date.parse('2040-01-01T00:00:00Z') });
/** In [0, 1), as Random promises. */
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const day = 86_400_000;

describe('an interval', () => {
  const everySeconds = fc.integer({ min: 60, max: 31 * 86_400 });

  test('is kept within a tenth, and within half a minute', () => {
    fc.assert(
      fc.property(everySeconds, moment, random, (every_s, now, chance) => {
        const next = nextDue({ every_s }, now, chance);
        expect(Number.isInteger(next)).toBe(true);
        expect(Math.abs(next - now - every_s * 1000)).toBeLessThanOrEqual(Math.min(every_s * 50, 30_000));
      }),
    );
  });

  test('does not drift: early and late are as likely', () => {
    fc.assert(
      fc.property(everySeconds, moment, random, (every_s, now, chance) => {
        const other = nextDue({ every_s }, now, 1 - chance);
        expect(Math.abs(nextDue({ every_s }, now, chance) + other - 2 * (now + every_s * 1000))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

const zones = ['UTC', 'Australia/Sydney', 'Australia/Lord_Howe', 'America/New_York', 'Asia/Kathmandu'];

function clockIn(zone: string, ms: number): { date: string; hour: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(ms);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    hour: Number(part('hour')),
    minute: Number(part('minute')),
  };
}

describe('a cron line', () => {
  test('comes after now, at its minute in its zone, up to half a minute late, and is the next of its kind', () => {
    const daily = fc.record({
      hour: fc.integer({ min: 4, max: 23 }),
      minute: fc.nat(59),
      zone: fc.constantFrom(...zones),
    });
    fc.assert(
      fc.property(daily, moment, random, ({ hour, minute, zone }, now, chance) => {
        const exact = nextDue({ cron: `${minute} ${hour} * * *`, time_zone: zone }, now, 0);
        expect(exact).toBeGreaterThan(now);
        expect(exact - now).toBeLessThanOrEqual(day + 3_600_000);
        expect(clockIn(zone, exact)).toMatchObject({ hour, minute });
        const late = nextDue({ cron: `${minute} ${hour} * * *`, time_zone: zone }, now, chance) - exact;
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual(30_000);
      }),
      { numRuns: 200 },
    );
  });

  test('means UTC when it names no zone', () => {
    const now = Date.parse('2026-06-01T00:00:00Z');
    expect(nextDue({ cron: '30 6 * * *' }, now, 0)).toBe(Date.parse('2026-06-01T06:30:00Z'));
    expect(nextDue({ cron: '30 6 * * *', time_zone: 'Australia/Perth' }, now, 0)).toBe(
      Date.parse('2026-06-01T22:30:00Z'),
    );
  });

  test('that is followed comes once on every day, also when clocks are put forward or back', () => {
    const daily = fc.record({ hour: fc.nat(23), minute: fc.nat(59), zone: fc.constantFrom(...zones) });
    // A week around each change of clocks, of either hemisphere.
    const week = fc.constantFrom('2026-10-01', '2027-04-01', '2026-10-29', '2027-03-11', '2018-11-02');
    fc.assert(
      fc.property(daily, week, ({ hour, minute, zone }, from) => {
        const dates: string[] = [];
        for (let at = Date.parse(`${from}T00:00:00Z`); dates.length < 7;) {
          at = nextDue({ cron: `${minute} ${hour} * * *`, time_zone: zone }, at, 0);
          dates.push(clockIn(zone, at).date);
        }
        const first = Date.parse(dates[0] ?? '');
        expect(dates).toEqual(dates.map((_, i) => new Date(first + i * day).toISOString().slice(0, 10)));
      }),
    );
  });

  test('whose time does not exist that night comes when it would have been, as the clock then is', () => {
    const line = { cron: '30 2 * * *', time_zone: 'Australia/Sydney' };
    const skipped = nextDue(line, Date.parse('2026-10-03T12:00:00Z'), 0);
    expect(clockIn('Australia/Sydney', skipped)).toEqual({ date: '2026-10-04', hour: 3, minute: 0 });
  });

  test('that never comes is looked at again in a day', () => {
    expect(nextDue({ cron: '0 0 31 2 *' }, 1000, 0.5)).toBe(1000 + day);
  });
});
