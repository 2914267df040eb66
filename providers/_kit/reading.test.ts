import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, isObject, keyAt, listAt, numberAt, textAt } from './reading.ts';

const body = { page: { count: 3, size: '10' }, list: [1], empty: '', id: 7, nothing: null };

describe('looks into JSON', () => {
  test('finds what is there', () => {
    expect(at(body, 'page.count')).toBe(3);
    expect(textAt(body, 'page.size')).toBe('10');
    expect(textAt(body, 'id')).toBe('7');
    expect(numberAt(body, 'page.count')).toBe(3);
    expect(keyAt('id')(body)).toBe('7');
    expect(listAt('list')(body)).toEqual([1]);
  });

  test.each(['nope', 'page.nope', 'page.count.deeper', 'nothing.deeper', 'list.0', 'empty'])(
    'answers nothing for %s',
    (path) => {
      expect(textAt(body, path)).toBeUndefined();
      expect(numberAt(body, path)).toBeUndefined();
    },
  );

  test('a list that is not there is a decode error', () => {
    expect(() => listAt('page')(body)).toThrow(expect.objectContaining({ code: 'decode_failed' }));
    expect(() => listAt('list')('<html>')).toThrow(expect.objectContaining({ code: 'decode_failed' }));
  });

  test('arrays and null are no objects', () => {
    expect([isObject({}), isObject([]), isObject(null), isObject('x')]).toEqual([true, false, false, false]);
  });

  test('hostile input never throws', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (value, path) => {
        at(value, path);
        expect(['string', 'undefined']).toContain(typeof textAt(value, path));
        expect(['number', 'undefined']).toContain(typeof numberAt(value, path));
      }),
    );
  });
});
