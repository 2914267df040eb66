import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keptCharacters, redactBody } from './redact-body.ts';
import { createRedactor, mask } from './redact.ts';

const redactor = createRedactor(['known-secret-123']);
const planted = 'Zq7-planted-9Xw';

describe('a body is read as what it is', () => {
  test.each([
    [
      'application/json',
      `{"password":"${planted}","a":[1,"known-secret-123"]}`,
      `{"password":"${mask}","a":[1,"${mask}"]}`,
    ],
    ['text/plain', `{"password":"${planted}"}`, `{"password":"${mask}"}`],
    ['application/json', `{"password":"${planted}","a":`, `{"password":"${mask}","a":`],
    ['application/json', `{"name":"api_key","value":"${planted}"}`, `{"name":"api_key","value":"${mask}"}`],
    ['text/xml', `<login><password>${planted}</password></login>`, `<login><password>${mask}</password></login>`],
    [undefined, `<login><password>${planted}</password></login>`, `<login><password>${mask}</password></login>`],
    ['application/x-www-form-urlencoded', `grant_type=code&code=${planted}`, `grant_type=code&code=${mask}`],
    [
      'multipart/form-data; boundary=b',
      `--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n${planted}\r\n--b--`,
      `--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n${mask}\r\n--b--`,
    ],
  ])('%s', (type, body, shown) => {
    expect(redactBody(redactor, body, type)).toBe(shown);
    expect(redactBody(redactor, Buffer.from(body), type)).toBe(shown);
  });

  test('nothing, and what is no text', () => {
    expect(redactBody(redactor, undefined, 'application/json')).toBeNull();
    expect(redactBody(redactor, Buffer.alloc(0), 'application/json')).toBeNull();
    expect(redactBody(redactor, Buffer.from([0x89, 0x50, 0xff, 0x00, 0xfe, 0xff]), 'image/png')).toBe(
      '[6 bytes that are no text]',
    );
  });
});

test('what is kept is cut to size, between characters', () => {
  const shown = redactBody(redactor, '😀'.repeat(20_000), 'text/plain') ?? '';
  expect(shown).toMatch(/ \[cut\]$/);
  expect(shown.length).toBeLessThan(keptCharacters + 20);
  expect(shown.isWellFormed()).toBe(true);
});

test('a secret at the place where the body is cut does not come through', () => {
  const secret = 'S3cr3t-'.repeat(40);
  const careful = createRedactor([secret]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.boolean(), (offset, many) => {
      const limit = 256 * 1024;
      // The text before it shrinks to nothing when redacted: the cut would show.
      const filler = many ? secret.repeat(Math.ceil(limit / secret.length)) : ' '.repeat(limit - offset);
      const shown = redactBody(careful, `${filler}${secret}${'x'.repeat(500)}`, 'text/plain') ?? '';
      expect(shown).not.toContain('S3cr3t');
    }),
    { numRuns: 20 },
  );
});
