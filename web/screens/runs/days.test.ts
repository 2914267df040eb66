import { expect, it } from 'vitest';
import { beginningOf, endOf } from './days.ts';

it.each(['2026-11-21', '2026-01-01', '2026-12-31', '2028-02-29', '2026-10-04', '2026-04-05'])(
  '%s is one day',
  (day) => {
    const from = new Date(beginningOf(day) ?? '');
    const to = new Date(endOf(day) ?? '');
    expect(from.getHours()).toBe(0);
    expect(to.getHours()).toBe(0);
    // 23 to 25 hours: in some zones the clocks change on some of them.
    expect(Math.round((to.getTime() - from.getTime()) / 86_400_000)).toBe(1);
  },
);

it.each(['2026-02-30', '2026-13-01', '2026-00-10'])('%s is none', (day) => {
  expect(beginningOf(day)).toBeUndefined();
  expect(endOf(day)).toBeUndefined();
});
