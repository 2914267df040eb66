import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import type { JsonObject, Verification } from 'plugboard/contract';
import { describe, expect, test } from 'vitest';
import {
  sameSecret,
  verifyBodyHmac,
  verifySharedSecret,
  verifySignedToken,
  verifyTimestampedHmac,
} from './signatures.ts';

const nowMs = Date.UTC(2026, 4, 1);
const nowS = nowMs / 1000;

const genuine: Verification = { genuine: true };
const refused = (reason: string) => expect.objectContaining({ genuine: false, reason });

/** The same with one bit of one byte turned over. */
function flipped(bytes: Buffer, place: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = place % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (place % 8));
  return copy;
}

const someBody: fc.Arbitrary<Buffer> = fc
  .uint8Array({ minLength: 1, maxLength: 200 })
  .map((bytes) => Buffer.from(bytes));
const someSecret = fc.string({ minLength: 1, maxLength: 60 });
const place = fc.nat();

describe('a timestamped HMAC', () => {
  const options = { header: 'x-signature', scheme: 'v1', toleranceMs: 300_000 };
  const body = Buffer.from('{"amount":"£5"}');
  const hex = (secret: string, moment: number | string, of: Buffer = body) =>
    createHmac('sha256', secret)
      .update(Buffer.concat([Buffer.from(`${moment}.`), of]))
      .digest('hex');
  const check = (header: string | undefined, secrets = ['whsec_a'], of: Buffer = body) =>
    verifyTimestampedHmac({ headers: { 'x-signature': header }, body: of }, { secrets, nowMs }, options);

  test('a value computed elsewhere (openssl dgst -sha256 -hmac key, over "1777593600.{}")', () => {
    const signature = '1596aab3324e04fc6d77ba79842596a56816196f547dcd0f2e1a9460f40c2dd7';
    expect(check(`t=1777593600,v1=${signature}`, ['key'], Buffer.from('{}'))).toEqual(genuine);
  });

  test('any signature with any secret is enough, other schemes prove nothing', () => {
    const right = hex('whsec_a', nowS);
    const other = hex('whsec_b', nowS);
    expect(check(`t=${nowS},v1=${right}`)).toEqual(genuine);
    expect(check(`t=${nowS},v1=${other},v1=${right}`)).toEqual(genuine);
    expect(check(`t=${nowS},v1=${other}`, ['whsec_a', 'whsec_b'])).toEqual(genuine);
    expect(check(`t=${nowS}, v1=${right}, v0=nonsense`)).toEqual(genuine);
    expect(check(`t=${nowS},v1=${other},v0=${right}`)).toEqual(refused('wrong'));
    expect(check(`t=${nowS},v0=${right}`)).toEqual(refused('malformed'));
  });

  test.each([
    ['nothing', undefined, 'missing'],
    ['an empty header', '', 'malformed'],
    ['no moment', `v1=${'a'.repeat(64)}`, 'malformed'],
    ['two moments', `t=${nowS},t=${nowS},v1=${hex('whsec_a', nowS)}`, 'malformed'],
    ['a moment that is no number', `t=${nowS}e0,v1=${hex('whsec_a', `${nowS}e0`)}`, 'malformed'],
    ['a negative moment', `t=-1,v1=${hex('whsec_a', -1)}`, 'malformed'],
    ['a moment of many digits', `t=${'1'.repeat(400)},v1=${hex('whsec_a', '1'.repeat(400))}`, 'malformed'],
    ['a part without a name', `t=${nowS},v1=${hex('whsec_a', nowS)},what`, 'malformed'],
    ['upper-case hex', `t=${nowS},v1=${hex('whsec_a', nowS).toUpperCase()}`, 'wrong'],
    ['a cut signature', `t=${nowS},v1=${hex('whsec_a', nowS).slice(0, -1)}`, 'wrong'],
    ['one of another secret', `t=${nowS},v1=${hex('whsec_b', nowS)}`, 'wrong'],
  ])('%s is refused', (_what, header, reason) => {
    expect(check(header)).toEqual(refused(reason));
  });

  test('the moment may be 300 s off, on either side, and no more', () => {
    const at = (offset: number) => check(`t=${nowS + offset},v1=${hex('whsec_a', nowS + offset)}`);
    expect(at(-300)).toEqual(genuine);
    expect(at(-301)).toEqual(refused('stale'));
    expect(at(300)).toEqual(genuine);
    expect(at(301)).toEqual(refused('early'));
    expect(at(-3600)).toEqual(refused('stale'));
    // Who does not know the secret does not learn what time it is here.
    expect(check(`t=${nowS - 3600},v1=${hex('whsec_b', nowS - 3600)}`)).toEqual(refused('wrong'));
  });

  test('an empty secret is none', () => {
    expect(check(`t=${nowS},v1=${hex('', nowS)}`, [''])).toEqual(refused('wrong'));
    expect(check(`t=${nowS},v1=${hex('', nowS)}`, [])).toEqual(refused('wrong'));
  });

  test('property: every body and secret is accepted as signed, and refused with one bit turned over anywhere', () => {
    fc.assert(
      fc.property(someBody, someSecret, place, (of, secret, where) => {
        const header = `t=${nowS},v1=${hex(secret, nowS, of)}`;
        expect(check(header, [secret], of)).toEqual(genuine);
        expect(check(header, [secret], flipped(of, where))).toEqual(refused('wrong'));
        expect(check(header, [`${secret}x`], of)).toEqual(refused('wrong'));
        expect(check(flipped(Buffer.from(header), where).toString('latin1'), [secret], of).genuine).toBe(false);
      }),
    );
  });

  test('property: whatever the header says, there is an answer', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(check(header).genuine).toBe(false);
      }),
    );
  });
});

describe('an HMAC over the body', () => {
  const check = (of: Buffer, text: string | undefined, secrets: readonly string[], encoding: 'base64' | 'hex') =>
    verifyBodyHmac({ headers: { 'x-signature': text }, body: of }, { secrets }, { header: 'x-signature', encoding });

  test('values computed elsewhere (RFC 4231, test case 2)', () => {
    const body = Buffer.from('what do ya want for nothing?');
    const hex = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    expect(check(body, hex, ['Jefe'], 'hex')).toEqual(genuine);
    expect(check(body, Buffer.from(hex, 'hex').toString('base64'), ['other', 'Jefe'], 'base64')).toEqual(genuine);
    expect(check(body, hex, ['other'], 'hex')).toEqual(refused('wrong'));
    expect(check(body, hex, [''], 'hex')).toEqual(refused('wrong'));
    expect(check(body, undefined, ['Jefe'], 'hex')).toEqual(refused('missing'));
    expect(check(body, '', ['Jefe'], 'hex')).toEqual(refused('missing'));
    expect(check(body, `${hex}, ${hex}`, ['Jefe'], 'hex')).toEqual(refused('malformed'));
    expect(check(body, hex, ['Jefe'], 'base64')).toEqual(refused('malformed'));
  });

  test('property: accepted as signed, also without a body; refused with one bit turned over, however it is spelt', () => {
    fc.assert(
      fc.property(
        someBody,
        someSecret,
        place,
        fc.constantFrom('base64' as const, 'hex' as const),
        (body, secret, where, encoding) => {
          const text = createHmac('sha256', secret).update(body).digest(encoding);
          expect(check(body, text, [secret], encoding)).toEqual(genuine);
          expect(check(flipped(body, where), text, [secret], encoding)).toEqual(refused('wrong'));
          expect(check(body, flipped(Buffer.from(text), where).toString('latin1'), [secret], encoding).genuine).toBe(
            false,
          );
        },
      ),
    );
    const empty = createHmac('sha256', 'k').update('').digest('base64');
    expect(check(Buffer.alloc(0), empty, ['k'], 'base64')).toEqual(genuine);
  });

  test('another spelling of the same bytes is not taken: the unused bits of the last base64 letter', () => {
    const body = Buffer.from('x');
    const text = createHmac('sha256', 'k').update(body).digest('base64');
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const other = `${text.slice(0, 42)}${letters[letters.indexOf(text[42] ?? '') + 1]}=`;
    expect(Buffer.from(other, 'base64')).toEqual(Buffer.from(text, 'base64'));
    expect(check(body, other, ['k'], 'base64')).toEqual(refused('wrong'));
  });
});

describe('a secret in a header', () => {
  const check = (text: string | undefined, secrets: readonly string[]) =>
    verifySharedSecret(
      { headers: { 'x-webhook-secret': text }, body: Buffer.alloc(0) },
      { secrets },
      { header: 'x-webhook-secret' },
    );

  test('is one of those that are set, and nothing near it', () => {
    expect(check('s3cret', ['s3cret'])).toEqual(genuine);
    expect(check('s3cret', ['newer', 's3cret'])).toEqual(genuine);
    expect(check('S3cret', ['s3cret'])).toEqual(refused('wrong'));
    expect(check('s3cret, s3cret', ['s3cret'])).toEqual(refused('wrong'));
    expect(check(undefined, ['s3cret'])).toEqual(refused('missing'));
    expect(check('', ['', 's3cret'])).toEqual(refused('missing'));
    expect(check('s3cret', [])).toEqual(refused('wrong'));
  });

  test('property: two secrets are the same exactly when they are', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(sameSecret(a, b)).toBe(a === b);
        expect(sameSecret(a, a)).toBe(true);
      }),
    );
  });
});

describe('a signed token', () => {
  const url = 'https://keys.example.test/jwks';
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const weakRsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = (key: KeyObject, more: JsonObject): JsonObject => ({
    ...JSON.parse(JSON.stringify(key.export({ format: 'jwk' }))),
    ...more,
  });
  const document: JsonObject = {
    keys: [
      jwk(otherRsa.publicKey, { kid: 'before' }),
      jwk(rsa.publicKey, { kid: 'now', use: 'sig', alg: 'RS256' }),
      jwk(ec.publicKey, { kid: 'curve' }),
      jwk(rsa.publicKey, { kid: 'sealing', use: 'enc' }),
      jwk(weakRsa.publicKey, { kid: 'weak' }),
      { kty: 'RSA', kid: 'broken', n: 5 },
      'no key at all',
    ],
  };
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  function token(claims: unknown, header: JsonObject = { alg: 'RS256', kid: 'now' }, key: KeyObject = rsa.privateKey) {
    const signed = `${part(header)}.${part(claims)}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  }
  const check = (text: string | undefined, keys: JsonObject = document) =>
    verifySignedToken(
      { nowMs, keys: async () => keys },
      { token: text, where: 'The body', keys: url, toleranceMs: 60_000 },
    );
  const claims = { event: 'course_completed', user: 'Zoë' };

  test('is genuine when a published key has signed it; what it says is what counts', async () => {
    expect(await check(token(claims))).toEqual({ genuine: true, content: claims });
    expect(await check(token(claims, { alg: 'ES256', kid: 'curve' }, ec.privateKey))).toEqual({
      genuine: true,
      content: claims,
    });
    // Without a name, any key of the kind may be the one.
    expect(await check(token(claims, { alg: 'RS256' }))).toEqual({ genuine: true, content: claims });
  });

  test('asks for the document by its address and the key by its name', async () => {
    const asked: unknown[] = [];
    const keys = async (address: string, kid: string | undefined) => {
      asked.push([address, kid]);
      return document;
    };
    const wanted = { where: 'The body', keys: url, toleranceMs: 0 };
    await verifySignedToken({ nowMs, keys }, { ...wanted, token: token(claims) });
    await verifySignedToken({ nowMs, keys }, { ...wanted, token: 'no token' });
    expect(asked).toEqual([[url, 'now']]);
  });

  const hmacToken = () => {
    const signed = `${part({ alg: 'HS256', kid: 'now' })}.${part(claims)}`;
    const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
    return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
  };
  test.each([
    ['none', undefined, 'missing'],
    ['an empty one', '', 'missing'],
    ['no token', 'hello', 'malformed'],
    ['four parts', `${token(claims)}.e30`, 'malformed'],
    ['padding', `${token(claims)}=`, 'malformed'],
    ['a line end', `${token(claims)}\n`, 'malformed'],
    ['alg none', `${part({ alg: 'none' })}.${part(claims)}.e30`, 'malformed'],
    ['an HMAC with the public key', hmacToken(), 'malformed'],
    ['extensions nobody knows', token(claims, { alg: 'RS256', kid: 'now', crit: ['b64'], b64: false }), 'malformed'],
    ['a name that is no text', token(claims, { alg: 'RS256', kid: 5 }), 'malformed'],
    ['claims that are a list', token([claims]), 'malformed'],
    ['a key nobody published', token(claims, { alg: 'RS256', kid: 'later' }), 'wrong'],
    ['the key of another name', token(claims, { alg: 'RS256', kid: 'before' }), 'wrong'],
    ['a key for sealing', token(claims, { alg: 'RS256', kid: 'sealing' }), 'wrong'],
    ['a weak key', token(claims, { alg: 'RS256', kid: 'weak' }, weakRsa.privateKey), 'wrong'],
    ['a broken key', token(claims, { alg: 'RS256', kid: 'broken' }), 'wrong'],
    ['a curve under an RSA name', token(claims, { alg: 'ES256', kid: 'now' }, ec.privateKey), 'wrong'],
    ['an expired one', token({ exp: nowS - 60 }), 'stale'],
    ['one from later', token({ nbf: nowS + 61 }), 'early'],
    ['one made later', token({ iat: nowS + 61 }), 'early'],
    ['a time that is no number', token({ exp: 'tomorrow' }), 'malformed'],
  ])('%s is refused', async (_what, text, reason) => {
    expect(await check(text)).toEqual(refused(reason));
  });

  test('clocks may differ by the tolerance', async () => {
    expect(await check(token({ exp: nowS - 59, nbf: nowS + 60, iat: nowS + 60 }))).toMatchObject(genuine);
  });

  test('a document without keys proves nothing, and one that cannot be had is not the sender’s fault', async () => {
    expect(await check(token(claims), {})).toEqual(refused('wrong'));
    expect(await check(token(claims), { keys: 'none' })).toEqual(refused('wrong'));
    const away = verifySignedToken(
      { nowMs, keys: () => Promise.reject(new Error('away')) },
      { token: token(claims), where: 'The body', keys: url, toleranceMs: 0 },
    );
    await expect(away).rejects.toThrow('away');
  });

  test('property: one bit turned over anywhere makes it no longer genuine', async () => {
    const good = Buffer.from(token(claims));
    await fc.assert(
      fc.asyncProperty(place, async (where) => {
        expect((await check(flipped(good, where).toString('latin1'))).genuine).toBe(false);
      }),
    );
  });
});
