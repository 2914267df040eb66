import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownPath } from './own-path.ts';

test('a path of the dashboard is followed with its search and hash', () => {
  expect(ownPath('/demo/runs?state=failed#row')).toBe('/demo/runs?state=failed#row');
  expect(ownPath('/join')).toBe('/join');
});

test.each([
  undefined,
  '',
  'demo',
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n\\evil.example',
  'javascript:alert(1)',
  '/.//evil.example',
  '/sign-in?to=/sign-in',
])('%j leads home', (wanted) => {
  expect(ownPath(wanted)).toBe('/');
});

test('nothing leads to another host', () => {
  const text = fc.string({
    unit: fc.constantFrom('/', '\\', '.', ':', '\t', '\n', ' ', '@', '?', '#', 'a', 'evil.example', '%2f'),
  });
  fc.assert(
    fc.property(text, (wanted) => {
      const to = ownPath(wanted);
      expect(new URL(to, 'https://ours.example').origin).toBe('https://ours.example');
      expect(to.startsWith('//')).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});
