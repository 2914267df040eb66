import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineTotal, minus, netOf, sumOf } from './decimals.ts';

const amounts = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const cents = fc.integer({ min: 0, max: 99_999_999 });

function written(value: bigint | number): string {
  const whole = BigInt(value);
  const digits = String(whole < 0n ? -whole : whole).padStart(3, '0');
  return `${whole < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

test('differences and sums are those of whole cents, however large', () => {
  fc.assert(
    fc.property(amounts, amounts, (one, other) => {
      expect(minus(written(one), written(other))).toBe(written(one - other));
      expect(sumOf([written(one), written(other)])).toBe(written(one + other));
    }),
  );
  expect([minus('0.30', '0.10'), minus('1', '0.005'), minus('0', '0.00'), minus('100', '10')]).toEqual([
    '0.20',
    '0.995',
    '0.00',
    '90',
  ]);
  expect([minus(null, '1'), minus('1', null)]).toEqual([null, null]);
  expect([sumOf([]), sumOf(['10']), sumOf(['10', '2.5']), sumOf(['0.1', '0.2']), sumOf(['-1.5', '1'])]).toEqual([
    null,
    '10',
    '12.5',
    '0.3',
    '-0.5',
  ]);
});

test.each([
  ['3', '33.335', '100.01'],
  ['3', '33.3333', '100.00'],
  ['1', '0.005', '0.01'],
  ['-1', '0.005', '-0.01'],
  ['0.5', '24.99', '12.50'],
  ['2.5', '40.125', '100.31'],
  ['1', '110', '110.00'],
  ['-0', '5.00', '0.00'],
  ['999999999999999', '999999999999999', '999999999999998000000000000001.00'],
])('a line of %s x %s is %s', (quantity, price, total) => {
  expect(lineTotal(quantity, price)).toBe(total);
});

test('a line of whole things is its price so many times', () => {
  fc.assert(
    fc.property(fc.integer({ min: -999, max: 999 }), cents, (quantity, price) => {
      expect(lineTotal(String(quantity), written(price))).toBe(written(quantity * price));
    }),
  );
});

test('GST taken out of a gross price is an eleventh of it to the nearest cent, for every price', () => {
  fc.assert(
    fc.property(cents, (gross) => {
      const net = Math.round(Number(netOf(written(gross), '10')) * 100);
      expect(Math.abs((gross - net) * 11 - gross)).toBeLessThanOrEqual(5);
    }),
  );
  expect([
    netOf('110.00', '10'),
    netOf('10.00', '10'),
    netOf('0.05', '10'),
    netOf('33.05', '12.5'),
    netOf('-110.00', '10'),
    netOf('5', '0'),
  ]).toEqual(['100.00', '9.09', '0.05', '29.38', '-100.00', '5.00']);
});
