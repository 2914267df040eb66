import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handedOn } from './hand-on.ts';
import { createRedactor } from './redact.ts';

const secret = 'sk_live_0123456789';
const redactor = createRedactor([secret]);
const hand = (status: number, body: Buffer, headers: Record<string, string> = {}) =>
  handedOn({ status, headers, body, wireBytes: body.length }, 'https://api.acme.example/v1/x', redactor);

describe('an answer that is handed on', () => {
  test.each([200, 204, 304, 400, 403, 404, 410, 422, 499])('%i goes to the caller', (status) => {
    expect(hand(status, Buffer.from('x'))).toMatchObject({ status, body: Buffer.from('x') });
  });

  test.each([401, 429, 500, 503])('%i is the engine’s own business', (status) => {
    expect(hand(status, Buffer.from('x'))).toBeUndefined();
  });

  test('bytes stay as they are, but for the credential wherever it stands', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (before, after) => {
        fc.pre(!Buffer.from(before).includes(secret) && !Buffer.from(after).includes(secret));
        const whole = Buffer.concat([before, after]);
        expect(hand(200, whole)?.body).toEqual(whole);
        expect(hand(200, Buffer.concat([before, Buffer.from(secret), after]))?.body).toEqual(
          Buffer.concat([before, Buffer.from('[redacted]'), after]),
        );
      }),
    );
  });

  test('in headers, too; words that only sound secret stay', () => {
    expect(
      hand(200, Buffer.alloc(0), { 'x-key': `Bearer ${secret}`, 'x-course': 'Basic accounting' })?.headers,
    ).toEqual({
      'x-key': 'Bearer [redacted]',
      'x-course': 'Basic accounting',
    });
  });
});
