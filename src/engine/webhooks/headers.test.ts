import fc from 'fast-check';
import { expect, it } from 'vitest';
import { singleHeaders } from './headers.ts';

it('names are lower case; what came twice is as good as missing, however it is written', () => {
  expect(singleHeaders(['Host', 'a', 'X-Sig', '1', 'x-sig', '1', 'X-SIG', '2', 'Other', ''])).toEqual({
    host: 'a',
    other: '',
  });
  expect(singleHeaders([])).toEqual({});
  expect(singleHeaders(['odd'])).toEqual({});
  expect(singleHeaders(['__proto__', 'x', 'constructor', 'y'])['constructor']).toBe('y');
});

it('a header is there exactly when its name came once', () => {
  const anyName = fc.constantFrom('A', 'a', 'Bell-Signature', 'bell-signature', 'c', '__proto__', 'toString');
  fc.assert(
    fc.property(fc.array(fc.tuple(anyName, fc.string())), (pairs) => {
      const found = singleHeaders(pairs.flat());
      const names = pairs.map(([name]) => name.toLowerCase());
      const once = pairs.filter(
        (_, index) => names.indexOf(names[index] ?? '') === names.lastIndexOf(names[index] ?? ''),
      );
      expect(Object.entries(found)).toEqual(once.map(([name, value]) => [name.toLowerCase(), value]));
    }),
  );
});
