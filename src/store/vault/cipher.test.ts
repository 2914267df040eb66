import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decrypt, encrypt, ivSource } from './cipher.ts';
import { additionalData, type SealedPlace } from './places.ts';

const key = createSecretKey(randomBytes(32));
const nextIv = ivSource(randomBytes);
const place: SealedPlace = { table: 'credential', row: 'r', column: 'sealed' };
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

test('what is sealed opens again', () => {
  fc.assert(
    fc.property(bytes, bytes, (plaintext, additional) => {
      expect(decrypt(key, additional, encrypt(key, nextIv(), additional, plaintext))).toEqual(plaintext);
    }),
  );
});

test('no bit can be changed, no byte added or taken away', () => {
  fc.assert(
    fc.property(bytes, fc.nat(), (plaintext, at) => {
      const sealed = encrypt(key, nextIv(), Buffer.alloc(0), plaintext);
      const flipped = Buffer.from(sealed);
      const bit = at % (sealed.length * 8);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(decrypt(key, Buffer.alloc(0), flipped)).toBeUndefined();
      expect(decrypt(key, Buffer.alloc(0), sealed.subarray(0, at % sealed.length))).toBeUndefined();
      expect(decrypt(key, Buffer.alloc(0), Buffer.concat([sealed, Buffer.alloc(1)]))).toBeUndefined();
    }),
  );
});

test('another key does not open it', () => {
  const sealed = encrypt(key, nextIv(), Buffer.alloc(0), Buffer.from('secret'));
  expect(decrypt(createSecretKey(randomBytes(32)), Buffer.alloc(0), sealed)).toBeUndefined();
});

test('no IV comes twice, across many draws', () => {
  const seen = new Set(Array.from({ length: 5000 }, () => nextIv().toString('hex')));
  expect(seen.size).toBe(5000);
});

test('two different places are never written alike', () => {
  // Few characters, so that the boundaries between parts are what differs.
  const part = fc.string({ unit: fc.constantFrom('1', ':', 'a'), maxLength: 4 });
  const anyPlace = fc.tuple(part, part, part, part, fc.nat({ max: 12 }));
  const written = ([tenant, table, row, column, version]: readonly [string, string, string, string, number]) =>
    additionalData(tenant, { table, row, column }, version).toString();
  fc.assert(
    fc.property(anyPlace, anyPlace, (one, other) => {
      expect(written(one) === written(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
    { numRuns: 2000 },
  );
  expect(additionalData('t', place, 1)).not.toEqual(additionalData('t', place, 2));
});
