import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phpForm, type PhpValue } from './php-form.ts';

describe('a PHP form', () => {
  test('writes lists and objects in brackets', () => {
    expect(
      phpForm({
        users: [{ username: 'ana', customfields: [{ type: 'usi', value: 'ABC' }] }, { username: 'bo' }],
        options: { ids: [2, 3] },
        courseid: 7,
      }),
    ).toEqual({
      'users[0][username]': 'ana',
      'users[0][customfields][0][type]': 'usi',
      'users[0][customfields][0][value]': 'ABC',
      'users[1][username]': 'bo',
      'options[ids][0]': 2,
      'options[ids][1]': 3,
      courseid: 7,
    });
  });

  test('says true and false as PHP understands them, and nothing for nothing', () => {
    expect(phpForm({ a: true, b: false, c: null, d: undefined, e: '', f: [], g: {}, h: [null, 5], i: 0 })).toEqual({
      a: 1,
      b: 0,
      e: '',
      'h[0]': 5,
      i: 0,
    });
  });

  test('loses nothing: PHP builds the same value again', () => {
    const name = fc.stringMatching(/^[a-z]{1,6}$/);
    const leaf = fc.oneof(fc.string(), fc.integer());
    const { value } = fc.letrec<{ value: PhpValue; list: PhpValue; object: PhpValue }>((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, leaf, tie('list'), tie('object')),
      list: fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
      object: fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, value, { noNullPrototype: true }), (fields) => {
        expect(rebuilt(phpForm(fields))).toEqual(rebuilt(flat(fields)));
      }),
    );
  });
});

/** Every leaf with its path, found the slow way. */
function flat(fields: { readonly [name: string]: PhpValue }): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const walk = (path: readonly string[], value: PhpValue): void => {
    if (typeof value !== 'object' || value === null) {
      found[
        (path[0] ?? '') +
          path
            .slice(1)
            .map((part) => `[${part}]`)
            .join('')
      ] = value;
      return;
    }
    for (const [key, inner] of Object.entries(value)) walk([...path, key], inner);
  };
  for (const [key, value] of Object.entries(fields)) walk([key], value);
  return found;
}

/** What PHP's parse_str makes of it: a tree of the brackets. */
function rebuilt(pairs: Readonly<Record<string, unknown>>): unknown {
  const root: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(pairs)) {
    const path = [name.split('[')[0] ?? '', ...Array.from(name.matchAll(/\[([^\]]*)\]/g), ([, part]) => part ?? '')];
    let here = root;
    path.forEach((part, index) => {
      if (index === path.length - 1) here[part] = value;
      else here = (here[part] ??= {}) as Record<string, unknown>;
    });
  }
  return root;
}
