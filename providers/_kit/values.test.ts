/** The small readings: what they make of nonsense. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currencyCode, decimalOf, moneyOf, oneOf, textOf } from './values.ts';

test('text is trimmed, and nothing is null', () => {
  expect([textOf('  a b '), textOf('  '), textOf(''), textOf(null), textOf(undefined)]).toEqual([
    'a b',
    null,
    null,
    null,
    null,
  ]);
});

test('a code is looked up among those that are there, not among what objects inherit', () => {
  const table = { open: 'active', shut: 'archived' } as const;
  expect(oneOf<string>(table, 'open', 'unknown')).toBe('active');
  expect(oneOf<string>(table, 'constructor', 'unknown')).toBe('unknown');
  expect(oneOf<string>(table, null, 'unknown')).toBe('unknown');
  expect(oneOf(table, 'shut')).toBe('archived');
  expect(oneOf(table, 'constructor')).toBeUndefined();
});

test('digits stay as they are, and what is no number is null', () => {
  expect([decimalOf(81.5), decimalOf('070.50'), decimalOf(-0), decimalOf(1e21)]).toEqual([
    '81.5',
    '70.5',
    '0',
    '1000000000000000000000',
  ]);
  expect([decimalOf('B+'), decimalOf(''), decimalOf(null), decimalOf(undefined), decimalOf('1e5')]).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  fc.assert(
    fc.property(fc.oneof(fc.double(), fc.string()), (value) => {
      const read = decimalOf(value);
      expect(read === null || /^-?\d+(\.\d+)?$/.test(read)).toBe(true);
    }),
  );
});

test('money keeps its digits', () => {
  expect([moneyOf('110.1', 'AUD'), moneyOf(0.0125, 'AUD'), moneyOf('5', 'JPY'), moneyOf('-7', null)]).toEqual([
    '110.10',
    '0.0125',
    '5',
    '-7.00',
  ]);
  expect([moneyOf('', 'AUD'), moneyOf(' ', 'AUD'), moneyOf(null, null)]).toEqual([null, null, null]);
  expect(() => moneyOf('1,000', 'AUD')).toThrow(RangeError);
});

test('a currency is three letters', () => {
  expect(['aud', ' NZD ', 'A$', '', null].map(currencyCode)).toEqual(['AUD', 'NZD', null, null, null]);
});
