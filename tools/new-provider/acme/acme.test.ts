/** The maps against the vendor's own example bodies; everything else is the conformance suite's business. */
import { models } from 'plugboard/contract';
import { expect, test } from 'vitest';
import { mapContact } from './maps.ts';
import { rawContact } from './raw.ts';

test('a contact of the documentation', () => {
  // TODO: the vendor's example, copied from its documentation.
  const example = {
    id: 'c_1',
    first_name: 'Ana',
    last_name: 'Ng',
    email: 'ana@example.org',
    updated_at: '2026-05-01T10:00:00+10:00',
  };
  const contact = models.contact.parse(mapContact(rawContact.parse(example)));
  expect(contact).toMatchObject({ name: 'Ana Ng', email: 'ana@example.org', updated_at: '2026-05-01T00:00:00.000Z' });
});

test('a contact with nothing in it', () => {
  expect(mapContact(rawContact.parse({ id: 'c_2' }))).toMatchObject({ name: null, phones: [], updated_at: null });
});
