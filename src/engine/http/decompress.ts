/**
 * Undoes Content-Encoding with a cap on what comes out, so that a few kilobytes cannot fill the memory (a "gzip bomb" is cut when
 * it passes the cap, not after). Of whole answers for transport.ts, of answers on their way for rows.ts.
 */
import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import {
  brotliDecompress,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
  gunzip,
  inflate,
  inflateRaw,
  zstdDecompress,
} from 'node:zlib';
import { allowance, capped, peek, through, type Bytes } from './rows-bytes.ts';
import { tooLarge, Unreadable } from './wire.ts';

interface Decoder {
  whole(body: Buffer, options: { maxOutputLength: number; chunkSize: number }): Promise<Buffer>;
  /** `head`: the first bytes of what is to be undone. */
  flow(head: Buffer, options: { chunkSize: number }): Transform;
}

const viaInflate = promisify(inflate);
const viaInflateRaw = promisify(inflateRaw);
/** "deflate" means zlib by the standard and raw deflate by some servers; the first byte tells. */
const isZlib = (body: Buffer): boolean => ((body[0] ?? 0) & 0x0f) === 8;

const viaGunzip: Decoder = { whole: promisify(gunzip), flow: (_head, options) => createGunzip(options) };

const decoders = new Map<string, Decoder>([
  ['gzip', viaGunzip],
  ['x-gzip', viaGunzip],
  [
    'deflate',
    {
      whole: (body, options) => (isZlib(body) ? viaInflate : viaInflateRaw)(body, options),
      flow: (head, options) => (isZlib(head) ? createInflate : createInflateRaw)(options),
    },
  ],
  ['br', { whole: promisify(brotliDecompress), flow: (_head, options) => createBrotliDecompress(options) }],
  ['zstd', { whole: promisify(zstdDecompress), flow: (_head, options) => createZstdDecompress(options) }],
]);

const chunkSize = 65_536;

/** What we say we understand. */
export const acceptEncoding = 'gzip, deflate, br, zstd';

export type Decompressed =
  { readonly ok: true; readonly body: Buffer } | { readonly ok: false; readonly problem: string };

type Steps = { readonly ok: true; readonly steps: readonly Step[] } | { readonly ok: false; readonly problem: string };
type Step = readonly [name: string, decoder: Decoder];

/** What is to be undone, in this order. `encoding` is the header as sent, possibly a list; its last entry was applied last. */
function stepsOf(encoding: string): Steps {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > 2) return { ok: false, problem: 'the answer is packed more than twice' };
  const steps: Step[] = [];
  for (const name of names.toReversed()) {
    const decoder = decoders.get(name);
    if (decoder === undefined)
      return { ok: false, problem: `the answer is packed in an unknown way ("${name.slice(0, 20)}")` };
    steps.push([name, decoder]);
  }
  return { ok: true, steps };
}

export async function decompress(body: Buffer, encoding: string, maxBytes: number): Promise<Decompressed> {
  const undo = stepsOf(encoding);
  if (!undo.ok) return undo;
  let plain = body;
  for (const [name, { whole }] of undo.steps) {
    try {
      plain = await whole(plain, { maxOutputLength: maxBytes, chunkSize });
    } catch (error) {
      const over = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      return { ok: false, problem: over ? tooLarge(maxBytes) : `the answer's ${name} data is damaged` };
    }
  }
  return { ok: true, body: plain };
}

/** Undoes the encoding while the body comes. Fails with {@link Unreadable}. */
export function decompressing(source: Bytes, encoding: string, maxBytes: number): Bytes {
  const undo = stepsOf(encoding);
  if (!undo.ok) throw new Unreadable(undo.problem);
  return undo.steps.reduce<Bytes>((packed, [name, { flow }]) => {
    const unpack = (head: Buffer) => flow(head, { chunkSize });
    return capped(unpacked(packed, unpack, `the answer's ${name} data is damaged`), allowance(maxBytes));
  }, source);
}

/** Nothing stays nothing: an empty body is sent with the header, too. */
async function* unpacked(packed: Bytes, unpack: (head: Buffer) => Transform, damaged: string): Bytes {
  const { head, all } = await peek(packed, 1);
  if (head.length > 0) yield* through(all, unpack(head), () => new Unreadable(damaged));
}
