import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, editDistance } from './did-you-mean.ts';

const word = fc.string({ unit: fc.constantFrom('A', 'B', '_', 'é', '😀'), maxLength: 8 });

describe('the distance between two names', () => {
  it.each([
    ['PORT', 'PORT', 0],
    ['PORT', 'PROT', 1],
    ['PORT', 'PRT', 1],
    ['PORT', 'PORTS', 1],
    ['PORT', 'POST', 1],
    ['', 'PORT', 4],
    ['HOST', 'PORT', 2],
  ])('%s and %s: %i', (one, other, distance) => expect(editDistance(one, other)).toBe(distance));

  it('is nothing only between equals, the same both ways, and at most the longer name', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        const distance = editDistance(one, other);
        expect(distance === 0).toBe(one === other);
        expect(editDistance(other, one)).toBe(distance);
        expect(distance).toBeLessThanOrEqual(Math.max(Array.from(one).length, Array.from(other).length));
      }),
    );
  });

  it('is one after one change', () => {
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('add', 'drop', 'swap', 'exchange'), (typed, at, how) => {
        const letters = Array.from(typed);
        const i = letters.length === 0 ? 0 : at % letters.length;
        if (how === 'add') letters.splice(i, 0, 'Z');
        else if (how === 'drop') letters.splice(i, 1);
        else if (how === 'exchange') letters.splice(i, 1, 'Z');
        else letters.splice(i, 2, ...letters.slice(i, i + 2).toReversed());
        expect(editDistance(typed, letters.join(''))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

it('suggests the nearest name, and none that is too far', () => {
  const known = ['PLUGBOARD_HOST', 'PLUGBOARD_HOST_MAP', 'PLUGBOARD_PORT'];
  expect(didYouMean('PLUGBOARD_PROT', known, 2)).toBe('PLUGBOARD_PORT');
  expect(didYouMean('PLUGBOARD_HOSTMAP', known, 4)).toBe('PLUGBOARD_HOST_MAP');
  expect(didYouMean('PLUGBOARD_SOMETHING_ELSE', known, 4)).toBeUndefined();
  expect(didYouMean('X', [], 4)).toBeUndefined();
});
