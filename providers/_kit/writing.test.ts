import fc from 'fast-check';
import { plainDecimal } from 'plugboard/contract';
import { expect, test } from 'vitest';
import { exactNumber, given } from './writing.ts';

test('what was not given is left out; nothing else is', () => {
  expect(given({ a: 1, b: undefined, c: null, d: '', e: false })).toEqual({ a: 1, c: null, d: '', e: false });
  expect(given({})).toEqual({});
  expect(Object.hasOwn(given({ b: undefined }), 'b')).toBe(false);
});

test('a number is what was written, digit for digit, or it is refused', () => {
  expect([exactNumber('110.00', 'a'), exactNumber('-0.005', 'a'), exactNumber('0', 'a')]).toEqual([110, -0.005, 0]);
  expect(exactNumber('9007199254740991', 'a')).toBe(2 ** 53 - 1);
  expect(() => exactNumber('9007199254740993', 'lines.0.amount')).toThrow(
    'lines.0.amount has too many digits to be sent exactly.',
  );
  const sent = (text: string): string | undefined => {
    try {
      return JSON.stringify(exactNumber(text, 'a'));
    } catch {
      return undefined;
    }
  };
  fc.assert(
    fc.property(fc.stringMatching(/^\d{1,20}\.\d{1,6}$/), (text) => {
      const json = sent(text);
      expect(json === undefined || plainDecimal(Number(json)) === plainDecimal(text)).toBe(true);
      // Fifteen digits always fit.
      expect(json !== undefined || text.length > 16).toBe(true);
    }),
  );
});
