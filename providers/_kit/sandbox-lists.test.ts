import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GrownList, JsonObject } from 'plugboard/contract';
import { envelope, pageOf } from './sandbox-lists.ts';

const items = (prefix: string, count: number): JsonObject[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}` }));

function grownList(count: number): GrownList {
  const list: GrownList = {
    count,
    slice: (from, to) =>
      Buffer.from(
        items('g', count)
          .slice(from, to)
          .map((item) => JSON.stringify(item))
          .join(','),
      ),
    changedSince: () => list,
    byChange: () => list,
  };
  return list;
}

describe('pageOf', () => {
  test('is the same as a slice of all items, for any lengths and any page', () => {
    fc.assert(
      fc.property(
        fc.nat(12),
        fc.option(fc.nat(12), { nil: undefined }),
        fc.integer({ min: -3, max: 30 }),
        fc.integer({ min: -1, max: 30 }),
        (own, extra, from, count) => {
          const seeded = items('s', own);
          const all = [...seeded, ...items('g', extra ?? 0)];
          const page = pageOf({ seeded, grown: extra === undefined ? undefined : grownList(extra), from, count });
          const start = Math.max(0, from);
          const expected = all.slice(start, start + Math.max(0, count));
          expect(JSON.parse(Buffer.concat(envelope('{"data":[', page, ']}')).toString())).toEqual({ data: expected });
          expect(page).toMatchObject({
            count: expected.length,
            total: all.length,
            more: Math.min(start, all.length) + expected.length < all.length,
          });
        },
      ),
    );
  });
});
