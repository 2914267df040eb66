import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyDigits, fromMinor, plainDecimal, toDecimal, toMinor } from './money.ts';

const currency = fc.constantFrom('AUD', 'usd', 'JPY', 'KWD', 'ugx');
const minor = fc.maxSafeInteger();
/** Up to 15 significant digits: what a JSON number carries exactly. */
const cents = fc.integer({ min: -(10 ** 14), max: 10 ** 14 });

describe('minor units', () => {
  test('there and back is the same amount, to the last unit', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        expect(toMinor(fromMinor(amount, code), code)).toBe(amount + 0);
      }),
    );
  });

  test('a decimal string has exactly the digits of its currency', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        const digits = currencyDigits(code);
        const shape = digits === 0 ? /^-?(0|[1-9]\d*)$/ : new RegExp(`^-?(0|[1-9]\\d*)\\.\\d{${digits}}$`);
        expect(fromMinor(amount, code)).toMatch(shape);
      }),
    );
  });

  test.each([
    [11000, 'aud', '110.00'],
    [5, 'AUD', '0.05'],
    [-5, 'AUD', '-0.05'],
    [0, 'AUD', '0.00'],
    [-0, 'AUD', '0.00'],
    [110, 'jpy', '110'],
    [1234, 'KWD', '1.234'],
  ])('%i %s is %s', (amount, code, text) => {
    expect(fromMinor(amount, code)).toBe(text);
  });

  test('an amount the currency cannot hold is refused, not rounded', () => {
    expect(() => toMinor('1.005', 'AUD')).toThrow('more decimals than AUD');
    expect(() => toMinor('1.5', 'JPY')).toThrow('more decimals than JPY');
    expect(toMinor('1.500', 'AUD')).toBe(150);
    expect(toMinor('-0.00', 'AUD')).toBe(0);
  });

  test.each([
    '',
    ' ',
    '1,000.00',
    '1e3',
    '.5',
    '5.',
    '--1',
    '+1',
    'NaN',
    '１',
    `1${'0'.repeat(20)}`,
    '9'.repeat(100_000),
  ])('text that is no amount is refused: %.20s', (text) => {
    expect(() => toMinor(text, 'AUD')).toThrow(RangeError);
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d is no count of minor units', (amount) => {
    expect(() => fromMinor(amount, 'AUD')).toThrow(RangeError);
  });
});

describe('decimals', () => {
  test('a JSON number keeps every digit it has', () => {
    fc.assert(
      fc.property(cents, (amount) => {
        expect(toDecimal(JSON.parse(fromMinor(amount, 'AUD')), 'AUD')).toBe(fromMinor(amount, 'AUD'));
      }),
    );
  });

  test('any finite number becomes the same number without exponent', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = plainDecimal(value);
        expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
        expect(Number(text)).toBe(value + 0);
      }),
    );
  });

  test('is its own fixed point', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), currency, (value, code) => {
        const once = toDecimal(value, code);
        expect(toDecimal(once, code)).toBe(once);
      }),
    );
  });

  test.each([
    [110.1, 'AUD', '110.10'],
    ['990.0000', 'AUD', '990.00'],
    ['0.0125', 'AUD', '0.0125'],
    ['007', 'AUD', '7.00'],
    ['.5', 'AUD', '0.50'],
    ['5.', 'AUD', '5.00'],
    ['+5', 'AUD', '5.00'],
    ['-0.000', 'AUD', '0.00'],
    [' 12.3 ', 'AUD', '12.30'],
    [1e21, 'AUD', '1000000000000000000000.00'],
    [1e-7, 'AUD', '0.0000001'],
    [5, 'JPY', '5'],
  ])('%s in %s is %s', (amount, code, text) => {
    expect(toDecimal(amount, code)).toBe(text);
  });

  test.each(['', '.', '-', '1 000', '1,5', '0x10', '1e5', 'Infinity', '0'.repeat(1000)])('%.20s is refused', (text) => {
    expect(() => toDecimal(text, 'AUD')).toThrow(RangeError);
  });

  test('the refusal of a very long text is short', () => {
    expect(() => toDecimal('x'.repeat(10_000), 'AUD')).toThrow(/^not a decimal amount: x{40}\.\.\.$/);
  });
});
