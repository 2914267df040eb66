import { expect, test } from 'vitest';
import { streamFor } from './reference-streams.ts';

const xero = [
  { name: 'contacts', model: 'contact' },
  { name: 'tax_rates', model: 'tax_rate' },
  { name: 'customers', model: 'contact' },
];

test('a field that names a record finds its stream', () => {
  expect(streamFor('contact', xero)?.name).toBe('contacts');
  expect(streamFor('customer', xero)?.name).toBe('customers');
  expect(streamFor('tax', xero)?.name).toBe('tax_rates');
  expect(streamFor('user', [{ name: 'users', model: 'student' }])?.name).toBe('users');
  expect(streamFor('student', [{ name: 'users', model: 'student' }])?.name).toBe('users');
  expect(streamFor('section', xero)).toBeUndefined();
  expect(streamFor('contact', [])).toBeUndefined();
});
