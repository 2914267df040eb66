/** Months: their days, across the turn of a year, in leap years. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { monthSpan } from './months.ts';

test('a month has its days', () => {
  expect(monthSpan('2026-02')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(monthSpan('2024-02')).toEqual({ from: '2024-02-01', to: '2024-02-29' });
  expect(monthSpan('2026-12')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  expect(monthSpan('2026-01', 2)).toEqual({ from: '2025-11-01', to: '2025-11-30' });
});

test('going back leaves no day out and none twice', () => {
  const months = fc.tuple(fc.integer({ min: 1990, max: 2090 }), fc.integer({ min: 1, max: 12 }));
  fc.assert(
    fc.property(months, fc.nat(40), ([year, number], back) => {
      const month = `${year}-${String(number).padStart(2, '0')}`;
      const after = Date.parse(`${monthSpan(month, back + 1).to}T00:00:00Z`) + 86_400_000;
      expect(new Date(after).toISOString().slice(0, 10)).toBe(monthSpan(month, back).from);
    }),
  );
});
