import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor, isSecretName, mask } from './redact.ts';

describe('by name', () => {
  test.each([
    'authorization',
    'Proxy-Authorization',
    'cookie',
    'set-cookie',
    'x-api-key',
    'apikey',
    'api_key',
    'X-Auth-Token',
    'access_token',
    'refreshToken',
    'client_secret',
    'clientSecret',
    'password',
    'new_password',
    'wstoken',
    'x-xero-signature',
    'Stripe-Signature',
    'private_key',
    'client_assertion',
    'session_id',
    'webhook_secret[0]',
  ])('%s is secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  test.each([
    'content-type',
    'code',
    'key',
    'token_type',
    'next_page_token',
    'status',
    'pinned',
    'signed_at',
    'design',
    'tokenize',
  ])('%s is not', (name) => {
    expect(isSecretName(name)).toBe(false);
  });

  test('headers, queries, forms and bodies', () => {
    const redactor = createRedactor();
    expect(redactor.headers({ authorization: 'Bearer abc', accept: 'x' })).toEqual({
      authorization: mask,
      accept: 'x',
    });
    expect(redactor.query('?page=2&access_token=abc&items[0][price]=p&code=xyz')).toBe(
      `?page=2&access_token=${mask}&items[0][price]=p&code=${mask}`,
    );
    expect(redactor.query('grant_type=refresh_token&refresh%5Ftoken=abc')).toBe(
      `grant_type=refresh_token&refresh%5Ftoken=${mask}`,
    );
    expect(
      redactor.json({ data: [{ password: 'x', name: 'Kim', nested: { api_key: 1 } }], error: { code: 'c' } }),
    ).toEqual({
      data: [{ password: mask, name: 'Kim', nested: { api_key: mask } }],
      error: { code: 'c' },
    });
  });

  test('a header value inside a sentence', () => {
    const redactor = createRedactor();
    expect(redactor.text('sent Authorization: Bearer abc.def-ghi and failed')).toBe(
      `sent Authorization: Bearer ${mask} and failed`,
    );
    expect(redactor.text('Basic dXNlcjpwYXNz')).toBe(`Basic ${mask}`);
  });
});

describe('by value', () => {
  const secret = fc.oneof(
    fc.string({ minLength: 4, maxLength: 60 }),
    fc.string({ minLength: 4, maxLength: 60, unit: 'binary' }),
    fc.base64String({ minLength: 4, maxLength: 60 }),
    fc.constantFrom('sk_live_a+b/c=d', 'p&ss w=rd"\\', "it's a (secret)!", '$(x).*[a]', "it's 100%"),
  );

  test('no spelling of any secret survives anywhere', () => {
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const redactor = createRedactor([value]);
        const encoded = value.isWellFormed() ? encodeURIComponent(value) : value;
        const spellings = [
          value,
          JSON.stringify(value).slice(1, -1),
          Buffer.from(value).toString('base64').replace(/=+$/, ''),
          Buffer.from(value).toString('base64url'),
          new URLSearchParams({ s: value }).toString().slice(2),
          encoded,
          encoded.replaceAll('%20', '+'),
          encoded.toLowerCase(),
        ];
        const shown = spellings
          .filter((spelling) => !mask.includes(spelling))
          .filter((spelling) => {
            const text = redactor.text(`${before} ${spelling} ${after}`);
            const body = JSON.stringify(redactor.json({ a: [{ b: `${before} ${spelling}` }] }));
            const quoted = JSON.stringify(spelling).slice(1, -1);
            return text.replaceAll(mask, '').includes(spelling) || body.replaceAll(mask, '').includes(quoted);
          });
        expect(shown).toEqual([]);
      }),
    );
    expect.assertions(100);
  });

  test('a secret that contains another goes as a whole; one made of digits is found in numbers and names', () => {
    const redactor = createRedactor(['abcd', 'abcdefgh', '12345678']);
    expect(redactor.text('abcdefgh')).toBe(mask);
    expect(redactor.json({ id: 12345678, '12345678': true })).toEqual({ id: mask, [mask]: true });
  });

  test('very short values are left to the names', () => {
    expect(createRedactor(['abc', '']).text('abc and more')).toBe('abc and more');
  });

  test('leaves what is not secret exactly as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        fc.pre(
          !/token|secret|pass|auth|key|cookie|sig|pin|otp|jwt|bearer|basic|session|sid|hmac|credential|assertion|pwd/i.test(
            JSON.stringify(value),
          ),
        );
        expect(createRedactor(['zzzz-not-there']).json(value)).toEqual(value);
      }),
    );
  });

  test('hostile nesting does not exhaust the stack', () => {
    let deep: unknown = 'end';
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(JSON.stringify(createRedactor().json(deep))).toContain('[too deep]');
  });
});
