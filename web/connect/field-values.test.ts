import { expect, it } from 'vitest';
import type { FieldFacts } from './connector.ts';
import { autoCompleteOf, bare, filled, troubleWith } from './field-values.ts';

const field = (change: Partial<FieldFacts> = {}): FieldFacts => ({
  name: 'api_key',
  label: 'API key',
  help: '',
  secret: true,
  required: true,
  pattern: 'key_[a-z0-9]+',
  pattern_message: 'begins with key_',
  tidied: false,
  example: null,
  choices: null,
  default: null,
  ...change,
});

it.each([
  ['a good value', field(), 'key_good1', false, undefined],
  ['spaces and invisible characters around it', field(), '\u00a0key_good1\u200b\n', false, undefined],
  ['nothing', field(), ' \u200b', false, { kind: 'missing' }],
  ['nothing, where there is a stored one', field(), '', true, undefined],
  ['nothing, where nothing is needed', field({ required: false }), '', false, undefined],
  ['a part that fits', field(), 'key_good1-', false, { kind: 'pattern', message: 'begins with key_' }],
  ['a line break inside', field(), 'key_\ngood1', false, { kind: 'spaced', message: 'begins with key_' }],
  ['an address the server tidies', field({ tidied: true }), 'https://acme.example/login', false, undefined],
  ['a pattern this browser cannot read', field({ pattern: '(?<' }), 'anything', false, undefined],
  ['no choice of those', field({ choices: ['eu', 'us'] }), 'uk', false, { kind: 'choice', choices: ['eu', 'us'] }],
])('says of %s what is wrong', (_, facts, typed, stored, trouble) => {
  expect(troubleWith(facts, typed, stored)).toEqual(trouble);
});

it('sends what was typed, bare, and leaves out what was not', () => {
  const fields = [field(), field({ name: 'site' }), field({ name: 'note' })];
  expect(filled(fields, { api_key: ' key_1\n', site: '  ', other: 'x' })).toEqual({ api_key: 'key_1' });
  expect(bare('  ')).toBe('');
});

it('lets a password manager keep users and passwords apart by provider, and no keys', () => {
  expect(autoCompleteOf('vettrak', 'session', { name: 'username', secret: false })).toBe('section-vettrak username');
  expect(autoCompleteOf('vettrak', 'session', { name: 'password', secret: true })).toBe(
    'section-vettrak current-password',
  );
  expect(autoCompleteOf('stripe', 'api_key', { name: 'api_key', secret: true })).toBe('off');
  expect(autoCompleteOf('vettrak', 'session', { name: 'site', secret: false })).toBe('off');
});
