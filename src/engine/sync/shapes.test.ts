import { expect, test } from 'vitest';
import { CanonicalWriter } from './canonical.ts';
import { driftOf, watchShapes, type Paths } from './shapes.ts';

function seen(items: readonly unknown[], known: Paths = new Map()) {
  const watch = watchShapes(known);
  const writer = new CanonicalWriter(4096, watch);
  for (const item of items) writer.append(item);
  return watch;
}
const drift = (before: readonly unknown[], after: readonly unknown[]) => {
  const known = seen(before).paths;
  return driftOf(known, seen(after, known).paths);
};

const invoice = { id: 'a', total: 1, lines: [{ price: 1, tax: { code: 'x', rate: { percent: 10 } } }], note: null };

test('paths three levels deep, with the types they were seen with', () => {
  expect(Object.fromEntries(seen([invoice, { ...invoice, total: null, tags: ['a', 1] }]).paths)).toEqual({
    id: 8,
    total: 4 | 1,
    note: 1,
    lines: 32,
    'lines[]': 16,
    'lines[].price': 4,
    'lines[].tax': 16,
    'lines[].tax.code': 8,
    'lines[].tax.rate': 16,
    tags: 32,
    'tags[]': 8 | 4,
  });
});

test('the same again is no news, in any order, with fields missing, null, or there after all', () => {
  expect(drift([invoice], [{ lines: [], note: 'text', total: null, id: 'b' }, {}, { note: 'x' }])).toEqual([]);
});

test('what is new is told: a field once, without what is in it; a type next to those known', () => {
  expect(
    drift(
      [invoice],
      [
        {
          ...invoice,
          total: '1.00',
          lines: [{ price: 1, discount: { kind: 'x', by: 1 }, tax: { code: 7 } }],
          vat: null,
        },
      ],
    ),
  ).toEqual([
    { path: 'lines[].discount', types: ['object'] },
    { path: 'lines[].tax.code', types: ['number'], types_before: ['string'] },
    { path: 'total', types: ['string'], types_before: ['number'] },
    { path: 'vat', types: ['null'] },
  ]);
});

test('what a list or an object that was empty until now turns out to hold is no news', () => {
  expect(drift([{ list: [], one: null }], [{ list: [{ a: 1 }], one: { b: 1 } }])).toEqual([]);
  expect(drift([{ one: {} }], [{ one: { b: 1 } }])).toEqual([{ path: 'one.b', types: ['number'] }]);
});

test('names with points, brackets and backslashes are told apart', () => {
  const before = { 'a.b': 1, a: 1, 'c[]': 1, 'd\\': { e: 1 } };
  expect([...seen([before]).paths.keys()].toSorted()).toEqual(['a', 'a\\.b', 'c\\[]', 'd\\\\', 'd\\\\.e']);
  expect(drift([before], [{ ...before, 'x.y': 1, 'd\\': { e: 1, f: 2 } }])).toEqual([
    { path: 'd\\\\.f', types: ['number'] },
    { path: 'x\\.y', types: ['number'] },
  ]);
});

test('ids and dates as names are one field', () => {
  const by = (...ids: string[]) => ({ by: Object.fromEntries(ids.map((id) => [id, 1])) });
  expect(drift([by('1', '22')], [by('333', '2026-01-01', '0198c0de-7a5b-7c3e-9d2f-4a6b8c0d1e2f')])).toEqual([]);
  expect([...seen([by('1', 'x'.repeat(101))]).paths.keys()]).toEqual(['by', 'by.*']);
});

test('a vendor with names without end is given up, and costs no more memory', () => {
  const watch = seen(Array.from({ length: 3_000 }, (_, i) => ({ [`name ${i}`]: i })));
  expect([watch.givenUp, watch.root(), watch.paths.size]).toEqual([true, undefined, 2_000]);
  const long = seen(Array.from({ length: 1_500 }, (_, i) => ({ [`${'n'.repeat(90)} ${i}`]: i })));
  expect(long.givenUp).toBe(true);
  const known = seen([invoice]).paths;
  const size = known.size;
  seen([{ more: 1 }], known);
  expect(known.size).toBe(size);
});

test('many different sets of keys are learned, and the bytes stay the same', () => {
  const items = Array.from({ length: 500 }, (_, i) => ({ [`k${i % 200}`]: { [`n${i % 90}`]: [i, null] }, same: i }));
  const watch = watchShapes(new Map());
  const [plain, watched] = [new CanonicalWriter(), new CanonicalWriter(4096, watch)];
  for (const item of items) {
    const one = plain.append(item);
    const other = watched.append(item);
    expect(watched.slice(other.from, other.to).equals(plain.slice(one.from, one.to))).toBe(true);
  }
  expect(watch.paths.get('k199.n19[]')).toBe(4 | 1);
});
