import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonValue } from '../../contract/http.ts';
import { canonical } from '../sync/canonical.ts';
import { identify } from './identity.ts';

/** What JSON.parse can answer. */
const json = fc.jsonValue().map((value): JsonValue => JSON.parse(JSON.stringify(value)));
const event = fc.record({
  type: fc.string(),
  at: fc.option(fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'), { nil: undefined }),
  payload: json,
});

function turned(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one: JsonValue) => turned(one));
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, one]) => [name, turned(one)]),
  );
}

it('the order of fields makes no difference', () => {
  fc.assert(
    fc.property(event, (one) => {
      const other = identify({ ...one, payload: turned(one.payload) });
      expect(other).toEqual(identify(one));
    }),
  );
});

it('without an id, whatever differs makes another; with one, only the id', () => {
  fc.assert(
    fc.property(event, event, fc.string(), (one, two, id) => {
      const same = one.type === two.type && one.at === two.at && canonical(one.payload) === canonical(two.payload);
      expect(identify(one).key.equals(identify(two).key)).toBe(same);
      expect(identify({ ...one, id }).key).toEqual(identify({ ...two, id }).key);
      expect(identify({ ...one, id: `${id}x` }).key).not.toEqual(identify({ ...one, id }).key);
    }),
  );
});

it('no vendor’s id is another event’s content', () => {
  const one = { type: 't', at: undefined, payload: { a: 1 } };
  for (const id of ['', '["content","t",null,"{\\"a\\":1}"]', 'content'])
    expect(identify({ ...one, id }).key).not.toEqual(identify(one).key);
});

it('a payload beyond all reason is refused', () => {
  const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`);
  expect(() => identify({ type: 't', payload: deep })).toThrow(expect.objectContaining({ code: 'decode_failed' }));
  expect(identify({ type: 't', payload: 'ü' })).toMatchObject({ bytes: 4 });
});
