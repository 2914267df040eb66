import { expect, it } from 'vitest';
import { hoursOf } from './usage-hours.ts';

it('shows every hour of a day, also those of which the server says nothing', () => {
  const data = [
    { at: '2026-11-21T10:00:00.000Z', calls: 4, errors: 1 },
    { at: '2026-11-21T22:00:00.000Z', calls: 9, errors: 0 },
  ];
  const hours = hoursOf(data, Date.parse('2026-11-21T22:31:00Z'));
  expect(hours).toHaveLength(24);
  expect(hours.at(-1)).toEqual({ at: Date.parse('2026-11-21T22:00:00Z'), calls: 9, errors: 0 });
  expect(hours.at(-13)).toEqual({ at: Date.parse('2026-11-21T10:00:00Z'), calls: 4, errors: 1 });
  expect(hours[0]).toEqual({ at: Date.parse('2026-11-20T23:00:00Z'), calls: 0, errors: 0 });
  expect(hours.reduce((sum, { calls }) => sum + calls, 0)).toBe(13);
});

it('takes the end of an hour as its last moment', () => {
  expect(hoursOf([], Date.parse('2026-11-21T22:00:00Z')).at(-1)?.at).toBe(Date.parse('2026-11-21T21:00:00Z'));
});
