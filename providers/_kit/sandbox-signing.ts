/** How a sandbox signs tokens with keys its vendor publishes (RS256, JWKS). The keys are plain JSON for its state. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { JsonObject } from 'plugboard/contract';

export interface SigningKey {
  kid: string;
  /** PEM. */
  private_key: string;
}

/** So many keys in a row differ; making one takes a while, so a process makes no more. */
const different = 3;
const made: string[] = [];

/** `nth`: keys with neighbouring numbers are different keys. Made when first needed, so that a seed stays the same on every machine. */
export function newSigningKey(kid: string, nth = 0): SigningKey {
  const place = nth % different;
  made[place] ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  return { kid, private_key: made[place] };
}

/** A JWT in compact form. */
export function signToken({ kid, private_key: key }: SigningKey, claims: JsonObject): string {
  const part = (value: JsonObject) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', kid, typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), createPrivateKey(key)).toString('base64url')}`;
}

/** What a JWKS document says of these keys. */
export function publicKeys(keys: readonly SigningKey[]): JsonObject {
  return {
    keys: keys.map(({ kid, private_key: key }) => {
      const { n, e } = createPublicKey(key).export({ format: 'jwk' });
      return { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n: n ?? '', e: e ?? '' };
    }),
  };
}
