import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../contract/http.ts';
import { droppedNames, stripper } from './dropped-fields.ts';

const strip = (fields: readonly string[], item: JsonObject): JsonObject => stripper(fields)?.(item) ?? item;

describe('fields that are never kept', () => {
  test.each<[string, readonly string[], JsonObject, JsonObject]>([
    ['a field', ['a'], { a: 1, b: 2 }, { b: 2 }],
    ['a field within', ['a.b'], { a: { b: 1, c: 2 }, b: 3 }, { a: { c: 2 }, b: 3 }],
    ['through lists', ['a.b'], { a: [{ b: 1 }, { b: 2, c: 3 }, 4] }, { a: [{}, { c: 3 }, 4] }],
    ['through lists of lists', ['a.b'], { a: [[{ b: 1 }]] }, { a: [[{}]] }],
    ['any name', ['*.b'], { x: { b: 1 }, y: { b: 2, c: 3 }, b: 4 }, { x: {}, y: { c: 3 }, b: 4 }],
    ['any depth', ['**.b'], { b: 1, x: { b: 2, y: [{ b: 3, c: 4 }] } }, { x: { y: [{ c: 4 }] } }],
    ['any depth, then a path', ['**.a.b'], { x: { a: { b: 1, c: 2 } }, a: { b: 3 } }, { x: { a: { c: 2 } }, a: {} }],
    ['a whole branch', ['a'], { a: { b: [1] } }, {}],
    ['several', ['a', 'b.c'], { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3 } }],
    ['names of every script', ['Größe'], { Größe: 1, x: 2 }, { x: 2 }],
    ['nothing that is not there', ['z', 'a.z'], { a: 1 }, { a: 1 }],
  ])('%s', (_what, fields, item, left) => {
    expect(strip(fields, item)).toEqual(left);
  });

  test('an item without them is the very same; without fields nothing is done at all', () => {
    const item = { a: { b: [1, { c: 2 }] } };
    expect(strip(['z', '**.y'], item)).toBe(item);
    expect(stripper([])).toBeUndefined();
  });

  test('whatever comes: no value under a dropped name is left, and all others are', () => {
    const name = fc.constantFrom('a', 'b', 'secret', 'c');
    const json = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.integer(),
        fc.string(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(name, json, { noNullPrototype: true }), (item) => {
        const text = JSON.stringify(item, (key, value: unknown) => (key === 'secret' ? undefined : value));
        expect(strip(['**.secret'], JSON.parse(JSON.stringify(item)))).toEqual(JSON.parse(text));
      }),
    );
  });

  test('deeper than any record the rest is left to the check of canonical JSON', () => {
    let item: JsonObject = { secret: 1 };
    for (let i = 0; i < 5000; i += 1) item = { a: item };
    expect(() => strip(['**.secret'], item)).not.toThrow();
  });

  test('their last names, for bodies', () => {
    expect([...droppedNames(['a.b', 'c', '**.d', 'e.*'])]).toEqual(['b', 'c', 'd']);
  });
});
