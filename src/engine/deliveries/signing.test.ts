import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../http/test-support.ts';
import { newSigningKey, signed } from './signing.ts';

const now = (): number => Date.now();

describe('signatures', () => {
  test('are what the library of Standard Webhooks makes, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 1000 }), (text, seed) => {
        const key = newSigningKey(seededRandom(seed));
        const at = now();
        const body = text.toWellFormed();
        const headers = signed([key], 'evt_1', at, Buffer.from(body));
        expect(headers['webhook-signature']).toBe(new Webhook(key).sign('evt_1', new Date(at), body));
      }),
    );
  });

  test('are believed by the library, with any of several keys', () => {
    const [old, present, stranger] = [1, 2, 3].map((seed) => newSigningKey(seededRandom(seed)));
    const body = Buffer.from('{"type":"ünï"}');
    const headers = { ...signed([present ?? '', old ?? ''], 'evt_1', now(), body) };
    for (const key of [old, present])
      expect(new Webhook(key ?? '').verify(body.toString(), headers)).toEqual({ type: 'ünï' });
    expect(() => new Webhook(stranger ?? '').verify(body.toString(), headers)).toThrow('No matching signature found');
    expect(() => new Webhook(old ?? '').verify('{"type":"other"}', headers)).toThrow('No matching signature found');
  });

  test('are of the bytes, whether they are text or not', () => {
    const key = newSigningKey(seededRandom(1));
    const one = signed([key], 'evt_1', 0, Buffer.from([0xff]));
    const other = signed([key], 'evt_1', 0, Buffer.from([0xfe]));
    expect(one['webhook-signature']).not.toBe(other['webhook-signature']);
  });

  test('keys have as many bytes as the specification asks for', () => {
    expect(newSigningKey(seededRandom(1))).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
  });
});
