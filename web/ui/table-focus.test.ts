import { describe, expect, it } from 'vitest';
import { nextIndex } from './table-focus.ts';

describe('the next row', () => {
  it.each([
    ['ArrowDown', 0, 3, 1],
    ['ArrowDown', 2, 3, 2],
    ['ArrowUp', 0, 3, 0],
    ['ArrowUp', 2, 3, 1],
    ['PageDown', 5, 100, 15],
    ['PageDown', 95, 100, 99],
    ['PageUp', 5, 100, 0],
    ['Home', 50, 100, 0],
    ['End', 0, 1, 0],
    ['End', 0, 100, 99],
  ])('for %s at %i of %i is %i', (key, at, count, next) => {
    expect(nextIndex(key, at, count)).toBe(next);
  });

  it('is nobody’s for other keys', () => {
    for (const key of ['Enter', 'Tab', 'a', 'ArrowLeft', 'constructor']) expect(nextIndex(key, 1, 3)).toBeUndefined();
  });
});
