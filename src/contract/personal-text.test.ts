import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emailsIn, isPersonalName, maskEmails, maskPersonalBody, normalEmail, replaceEmails } from './personal-text.ts';

describe('e-mail addresses', () => {
  test.each([
    ['ann@example.com is taken', '[personal] is taken'],
    ['to <Ann.B+c@sub.example.com.au>, bob@x.io.', 'to <[personal]>, [personal].'],
    ['?email=ann%40example.com&x=1', '?email=[personal]&x=1'],
    ['jörg@exämple.de', '[personal]'],
    ['no@address', 'no@address'],
    ['user@localhost and @handle', 'user@localhost and @handle'],
    ['', ''],
  ])('%j', (text, clean) => {
    expect(maskEmails(text)).toBe(clean);
  });

  test('are found as they are compared, whole: ann@ is not joann@', () => {
    expect([...emailsIn('joann@example.com, ANN@Example.com')]).toEqual(['joann@example.com', 'ann@example.com']);
    expect(emailsIn('joann@example.com').has('ann@example.com')).toBe(false);
    expect(normalEmail('  Ann@Example.COM ')).toBe('ann@example.com');
  });

  test('one is replaced, others stay', () => {
    expect(replaceEmails('a@x.com b@x.com', (one) => (one === 'a@x.com' ? '-' : one))).toBe('- b@x.com');
  });

  test.each(['a', 'a.', 'a@', 'a@b.'])(
    '%s again and again is looked at in linear time: else this would not end',
    (part) => {
      expect(maskEmails(part.repeat(200_000)).length).toBeGreaterThan(0);
    },
  );
});

describe('names', () => {
  test.each([
    'first_name',
    'FirstName',
    'EmailAddress',
    'dateOfBirth',
    'DOB',
    'MobilePhone',
    'name',
    'USI',
    'address_line1',
    'TaxNumber',
    'BankAccountNumber',
    'contact_name',
    'surname',
    'phoneNumber',
  ])('%s tells of a person', (name) => expect(isPersonalName(name)).toBe(true));
  test.each([
    'id',
    'code',
    'status',
    'course_code',
    'total',
    'number',
    'invoice_number',
    'message',
    'error',
    'description',
    'quantity',
    'updated_at',
  ])('%s does not', (name) => expect(isPersonalName(name)).toBe(false));
});

describe('bodies', () => {
  const also = (name: string): boolean => name === 'Shoe';
  test.each([
    [
      '{"FirstName":"Ann","id":7,"Phones":[{"area":"08"}],"Shoe":{"size":42}}',
      '{"FirstName":"[personal]","id":7,"Phones":[{"area":"[personal]"}],"Shoe":{"size":"[personal]"}}',
    ],
    ['[{"email":null,"ok":true,"dob":"1990-01-02"}]', '[{"email":null,"ok":true,"dob":"[personal]"}]'],
    [
      '{"first_name":"Ann","code":"x","last_name":"Smi',
      '{"first_name":"[personal]","code":"x","last_name":"[personal]"',
    ],
    ['{"code":"x","Shoe":{"size":42,"a":"b"', '{"code":"x",[personal]'],
    [
      '<c><FirstName>Ann</FirstName><Code>7</Code><Address><x a="1">Lane</x></Address></c>',
      '<c><FirstName>[personal]</FirstName><Code>7</Code><Address><x a="1">[personal]</x></Address></c>',
    ],
    [
      '<c firstName="Ann" id="7"><![CDATA[ann@example.com]]></c>',
      '<c firstName="[personal]" id="7"><![CDATA[[personal]]]></c>',
    ],
    ['<c><Shoe>42</Shoe><n/><b>x</b></c>', '<c><Shoe>[personal]</Shoe><n/><b>x</b></c>'],
    ['first_name=Ann&id=7&Shoe=42', 'first_name=[personal]&id=7&Shoe=[personal]'],
    ['plain words about ann@example.com', 'plain words about [personal]'],
    ['', ''],
  ])('%s', (body, clean) => {
    expect(maskPersonalBody(body, also)).toBe(clean);
  });

  test('cut anywhere, nothing under a personal name is left whole', () => {
    const body = JSON.stringify({
      id: 1,
      person: { first_name: 'Wilhelmina', phones: [{ phone_number: '0491570156' }] },
      x: [{ email: 'w@example.com' }],
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: body.length }), (at) => {
        expect(maskPersonalBody(body.slice(0, at))).not.toMatch(/Wilhelmina|0491570156|w@example\.com/);
      }),
    );
  });
});
