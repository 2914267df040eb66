import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountText } from './amounts.ts';

describe('an amount', () => {
  it.each([
    ['103.95', 'AUD', 'A$103.95'],
    ['-110', 'USD', '-$110.00'],
    ['1500', 'JPY', '¥1,500'],
    ['0.0125', 'AUD', 'A$0.0125'],
    ['9007199254740993.01', 'AUD', 'A$9,007,199,254,740,993.01'],
    ['12.50', null, '12.50'],
    ['10', null, '10'],
    ['1e5', 'AUD', '1e5'],
    ['[masked]', 'AUD', '[masked]'],
    ['5', 'dollars', '5'],
    [`0.${'1'.repeat(40)}`, 'AUD', `0.${'1'.repeat(40)} AUD`],
  ])('%s %s is shown as %s', (amount, currency, shown) => {
    expect(amountText(amount, currency, 'en')).toBe(shown);
  });

  it('keeps every digit', () => {
    const digits = fc.tuple(fc.boolean(), fc.bigInt({ min: 1n, max: 10n ** 25n }), fc.stringMatching(/^\d{0,8}$/));
    fc.assert(
      fc.property(digits, ([negative, whole, fraction]) => {
        const amount = `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
        expect(amountText(amount, null, 'en').replaceAll(',', '')).toBe(amount);
        const dollars = amountText(amount, 'USD', 'en').replaceAll(/[,$]/g, '');
        expect(dollars.replace(/(\.\d*?)0*$/, '$1').replace(/\.$/, '')).toBe(
          amount.replace(/(\.\d*?)0*$/, '$1').replace(/\.$/, ''),
        );
      }),
    );
  });
});
