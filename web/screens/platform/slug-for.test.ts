import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slugText } from '../../../src/hub/inputs.ts';
import { slugFor } from './slug-for.ts';

test('a name becomes the slug people would type', () => {
  expect(slugFor('Café Süd & Co')).toBe('cafe-sud-co');
  expect(slugFor('  Acme  Training (WA) ')).toBe('acme-training-wa');
  expect(slugFor('北京')).toBe('');
});

test('the server takes whatever it makes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
      const slug = slugFor(name);
      expect(slug === '' || slugText.safeParse(slug).success).toBe(true);
    }),
  );
});
