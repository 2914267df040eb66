/**
 * Undoes Content-Encoding with a cap on what comes out, so that a few kilobytes cannot fill the memory (a "gzip bomb" is cut when
 * it passes the cap, not after). Called by transport.ts.
 */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';

type Decoder = (body: Buffer, options: { maxOutputLength: number; chunkSize: number }) => Promise<Buffer>;

const viaInflate: Decoder = promisify(inflate);
const viaInflateRaw: Decoder = promisify(inflateRaw);
const viaGunzip: Decoder = promisify(gunzip);

const decoders = new Map<string, Decoder>([
  ['gzip', viaGunzip],
  ['x-gzip', viaGunzip],
  // "deflate" means zlib by the standard and raw deflate by some servers; the first byte tells.
  ['deflate', (body, options) => (((body[0] ?? 0) & 0x0f) === 8 ? viaInflate : viaInflateRaw)(body, options)],
  ['br', promisify(brotliDecompress)],
  ['zstd', promisify(zstdDecompress)],
]);

/** What we say we understand. */
export const acceptEncoding = 'gzip, deflate, br, zstd';

export type Decompressed =
  { readonly ok: true; readonly body: Buffer } | { readonly ok: false; readonly problem: string };

/** `encoding` is the header as sent, possibly a list; its last entry was applied last. */
export async function decompress(body: Buffer, encoding: string, maxBytes: number): Promise<Decompressed> {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > 2) return { ok: false, problem: 'the answer is packed more than twice' };
  let plain = body;
  for (const name of names.toReversed()) {
    const decoder = decoders.get(name);
    if (decoder === undefined)
      return { ok: false, problem: `the answer is packed in an unknown way ("${name.slice(0, 20)}")` };
    try {
      plain = await decoder(plain, { maxOutputLength: maxBytes, chunkSize: 65_536 });
    } catch (error) {
      const over = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      return {
        ok: false,
        problem: over
          ? `the answer is larger than the ${maxBytes} bytes allowed`
          : `the answer's ${name} data is damaged`,
      };
    }
  }
  return { ok: true, body: plain };
}
