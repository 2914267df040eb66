/** Names of sites: what people paste, and what is no name. */
import { expect, test } from 'vitest';
import { siteNameSource, tidySiteName } from './site-names.ts';

function nameIn(typed: string): string | undefined {
  const name = tidySiteName(typed);
  return new RegExp(`^(?:${siteNameSource})$`, 'u').test(name) ? name : undefined;
}

test.each([
  ['school.example.com', 'school.example.com'],
  ['SCHOOL.example.com.', 'school.example.com'],
  ['https://school.example.com/a/b?c=d#e', 'school.example.com'],
  ['https://school.example.com:443/', 'school.example.com'],
  ['führung.example', 'xn--fhrung-3ya.example'],
])('%s is %s', (typed, name) => {
  expect(nameIn(typed)).toBe(name);
});

test.each([
  '',
  'localhost',
  '127.0.0.1',
  '[::1]',
  '0x7f.1',
  'http://school.example.com',
  'ftp://school.example.com',
  'school.example.com:8443',
  'https://user:secret@school.example.com',
  'a b.example',
  '-a.example',
  `${'a'.repeat(64)}.example`,
])('%s is none', (typed) => {
  expect(nameIn(typed)).toBeUndefined();
});
