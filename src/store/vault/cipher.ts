/**
 * AES-256-GCM with a random 12-byte IV: iv | ciphertext | tag (16 bytes). Knows nothing of keys' origin. A value that was
 * changed, or is opened at another place or with another key, is refused; it never opens to something else.
 */
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;
const pooledIvs = 256;

/** Randomness for IVs, drawn for many at once: one draw per seal costs more than the encryption of a small value. */
export function ivSource(bytes: (length: number) => Buffer): () => Buffer {
  let pool: Buffer = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used >= pool.length) {
      pool = bytes(ivBytes * pooledIvs);
      used = 0;
    }
    used += ivBytes;
    return pool.subarray(used - ivBytes, used);
  };
}

export function encrypt(key: KeyObject, iv: Buffer, additional: Buffer, plaintext: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(additional);
  const body = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([iv, body, cipher.getAuthTag()]);
}

/** Undefined when the value is not what was sealed with this key at this place. */
export function decrypt(key: KeyObject, additional: Buffer, sealed: Buffer): Buffer | undefined {
  if (sealed.length < ivBytes + tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAAD(additional);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const body = decipher.update(sealed.subarray(ivBytes, sealed.length - tagBytes));
  try {
    decipher.final();
    return body;
  } catch {
    return undefined;
  }
}
