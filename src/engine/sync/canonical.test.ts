import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from './canonical.ts';

/** The same value with the keys of every object in another order. */
function shuffled(value: unknown, turn: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, turn));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const at = entries.length === 0 ? 0 : turn % entries.length;
  return Object.fromEntries(
    [...entries.slice(at), ...entries.slice(0, at)].toReversed().map(([key, field]) => [key, shuffled(field, turn)]),
  );
}

test('is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      const value: unknown = JSON.parse(text);
      expect(JSON.parse(canonical(value))).toEqual(
        JSON.parse(JSON.stringify(value, (_key, field: unknown) => (Object.is(field, -0) ? 0 : field))),
      );
    }),
  );
});

test('does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.nat(7), (text, turn) => {
      const value: unknown = JSON.parse(text);
      expect(canonical(shuffled(value, turn))).toBe(canonical(value));
    }),
  );
});

test('tells different values apart', () => {
  const texts = [
    '{"a":1}',
    '{"a":"1"}',
    '{"a":[1]}',
    '{"a":{"b":1}}',
    '{"a":null}',
    '{}',
    '[]',
    '{"a":1,"b":2}',
    '{"a":12}',
  ];
  expect(new Set(texts.map((text) => canonical(JSON.parse(text)))).size).toBe(texts.length);
});

test('keeps keys that are special in JavaScript, and any text', () => {
  for (const text of [
    '{"__proto__":{"x":1},"constructor":2}',
    '{"10":1,"9":2}',
    '"\\u0000\\ud800 \\"\\\\ \\n é 😀"',
    '{"":0}',
  ]) {
    expect(JSON.parse(canonical(JSON.parse(text)))).toEqual(JSON.parse(text));
  }
});

test('is not confused by keys that hold separators', () => {
  const texts = ['{}', '{"":1}', '{"a\\u0000b":1,"c":2}', '{"a":1,"b\\u0000c":2}', '{"a":1,"b":1,"c":2}'];
  for (const text of [...texts, ...texts]) expect(JSON.parse(canonical(JSON.parse(text)))).toEqual(JSON.parse(text));
});

test('refuses nesting no record has, instead of overflowing the stack', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
  expect(() => canonical(deep)).toThrow(/nested/);
});
