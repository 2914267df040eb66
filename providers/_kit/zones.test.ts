import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromLocal, isTimeZone, toLocal } from './zones.ts';

const zones = [
  'Australia/Perth',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Asia/Kathmandu',
  'UTC',
];

test('a moment goes to the wall and back', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
      (zone, date) => {
        const moment = `${date.toISOString().slice(0, 19)}.000Z`;
        const wall = toLocal(moment, zone) ?? '';
        const back = fromLocal(wall, zone) ?? '';
        // Of an hour that is on the wall twice the first is taken.
        const early = Date.parse(moment) - Date.parse(back);
        expect(toLocal(back, zone)).toBe(wall);
        expect([0, 1_800_000, 3_600_000]).toContain(early);
      },
    ),
  );
});

test.each([
  ['2026-01-05T09:30:00', 'Australia/Sydney', '2026-01-04T22:30:00.000Z'],
  ['2026-07-05T09:30:00', 'Australia/Sydney', '2026-07-04T23:30:00.000Z'],
  ['2026-01-05', 'Australia/Perth', '2026-01-04T16:00:00.000Z'],
  ['2026-01-05 09:30', 'Asia/Kathmandu', '2026-01-05T03:45:00.000Z'],
  ['2026-01-05T09:30:00.1234567', 'UTC', '2026-01-05T09:30:00.123Z'],
  ['0001-01-01T00:00:00', 'UTC', '0001-01-01T00:00:00.000Z'],
  // The vendor said it after all.
  ['2026-01-05T09:30:00+08:00', 'Australia/Sydney', '2026-01-05T01:30:00.000Z'],
  // Clocks went back at 3: half past two came twice. They went forward at 2: half past two came never.
  ['2026-04-05T02:30:00', 'Australia/Sydney', '2026-04-04T15:30:00.000Z'],
  ['2026-10-04T02:30:00', 'Australia/Sydney', '2026-10-03T16:30:00.000Z'],
  ['2026-10-04T03:00:00', 'Australia/Sydney', '2026-10-03T16:00:00.000Z'],
])('%s in %s', (wall, zone, moment) => {
  expect(fromLocal(wall, zone)).toBe(moment);
});

test('nonsense is nothing', () => {
  for (const text of ['', 'today', '2026-02-31T00:00:00', '2026-13-01', '2026-01-05T25:00:00', 7, null, undefined]) {
    expect(fromLocal(text, 'UTC')).toBeUndefined();
  }
  // Beyond the years 0 to 9999 a year would need a sign.
  expect(fromLocal('0000-01-01', 'Australia/Sydney')).toBeUndefined();
  expect(fromLocal('9999-12-31T23:00:00', 'America/St_Johns')).toBeUndefined();
  expect(toLocal('9999-12-31T23:00:00Z', 'Australia/Sydney')).toBeUndefined();
  expect(fromLocal('2026-01-05T09:30:00', 'Australia/Nowhere')).toBeUndefined();
  expect(toLocal('2026-01-05T09:30:00Z', 'Australia/Nowhere')).toBeUndefined();
  expect(toLocal('never', 'UTC')).toBeUndefined();
  expect([isTimeZone('Australia/Perth'), isTimeZone('Perth'), isTimeZone('')]).toEqual([true, false, false]);
});
