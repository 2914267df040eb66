import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeBody, encodePairs, requestUrl } from './request.ts';

const base = 'https://api.acme.example/v1';

describe('requestUrl', () => {
  test.each([
    ['/things', 'https://api.acme.example/v1/things'],
    ['things', 'https://api.acme.example/v1/things'],
    ['', 'https://api.acme.example/v1'],
    ['?a=1', 'https://api.acme.example/v1?a=1'],
    ['//evil.example/x', 'https://api.acme.example/v1//evil.example/x'],
    ['/a/../../b', 'https://api.acme.example/b'],
    ['https://files.acme.example/x#part', 'https://files.acme.example/x'],
  ])('%j is %s', (url, expected) => {
    expect(requestUrl({ url }, base).href).toBe(expected);
    expect(requestUrl({ url }, `${base}/`).href).toBe(expected);
  });

  test('no path reaches another host', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.string(), (path, tail) => {
        const url = path + tail;
        fc.pre(!/^[a-z][a-z0-9+.-]*:/i.test(url));
        expect(requestUrl({ url }, base).host).toBe('api.acme.example');
      }),
    );
  });

  test('a query is added to one that is there', () => {
    expect(requestUrl({ url: '/x?a=1', query: { b: 2 } }, base).search).toBe('?a=1&b=2');
    expect(requestUrl({ url: '/x?a=1', query: { b: undefined } }, base).search).toBe('?a=1');
    expect(requestUrl({ url: '/x?a=1&b=%20&a=2', query: { a: 3 } }, base).search).toBe('?b=+&a=3');
  });

  test('what cannot be an address is refused', () => {
    expect(() => requestUrl({ url: 'https://' }, base)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    expect(() => requestUrl({ url: '/x' }, 'nonsense')).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    expect(() => requestUrl({ url: 'https://me:pw@api.acme.example/' }, base)).toThrow(
      expect.objectContaining({ code: 'blocked_host' }),
    );
  });
});

describe('encodePairs', () => {
  test('any names and values are read back as they were', () => {
    const scalar = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean());
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.oneof(scalar, fc.array(scalar)))), (entries) => {
        const pairs = Object.fromEntries(entries.filter(([name]) => name !== '__proto__'));
        const expected = Object.entries(pairs).flatMap(([name, value]) =>
          [value].flat().map((item) => [name.toWellFormed(), String(item).toWellFormed()]),
        );
        expect([...new URLSearchParams(encodePairs(pairs))]).toEqual(expected);
      }),
    );
  });

  test('brackets in names stay, everything else is escaped, half a surrogate is replaced', () => {
    expect(encodePairs({ 'items[0][price]': 'p&1', 'a b': true, none: undefined, list: [1, 2], empty: [] })).toBe(
      'items[0][price]=p%261&a%20b=true&list=1&list=2',
    );
    expect(encodePairs({ a: '\ud800' })).toBe('a=%EF%BF%BD');
  });
});

test('encodeBody', () => {
  expect(encodeBody({ json: { a: [1, null] } })).toEqual({ text: '{"a":[1,null]}', type: 'application/json' });
  expect(encodeBody({ form: { a: 1 } })).toEqual({ text: 'a=1', type: 'application/x-www-form-urlencoded' });
  expect(encodeBody({ text: '<a/>', type: 'text/xml' })).toEqual({ text: '<a/>', type: 'text/xml' });
});
