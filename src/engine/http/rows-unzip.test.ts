/** Archives by another hand (fflate), and what it does not write, by ours. */
import { strToU8, Zip, ZipDeflate, zipSync } from 'fflate';
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Bytes } from './rows-bytes.ts';
import { unzip } from './rows-unzip.ts';
import { Interrupted, Unreadable } from './wire.ts';

async function* cut(bytes: Uint8Array, size: number): Bytes {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

async function read(bytes: Uint8Array, size = bytes.length): Promise<string[]> {
  const files: string[] = [];
  for await (const file of unzip(cut(bytes, size))) {
    const pieces: Buffer[] = [];
    for await (const piece of file) pieces.push(piece);
    files.push(Buffer.concat(pieces).toString('utf8'));
  }
  return files;
}

/** As a server writes one that does not know yet how long it will be. */
function streamed(files: Readonly<Record<string, string>>): Buffer {
  const out: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error !== null) throw error;
    out.push(piece);
  });
  for (const [name, text] of Object.entries(files)) {
    const file = new ZipDeflate(name, { level: 6 });
    zip.add(file);
    file.push(strToU8(text), true);
  }
  zip.end();
  return Buffer.concat(out);
}

const files = { 'a.csv': 'id\n1\n', 'b/': '', 'b/ü.csv': 'x'.repeat(5000), 'empty.csv': '' };
const texts = Object.entries(files).flatMap(([name, text]) => (name.endsWith('/') ? [] : [text]));

interface Own {
  readonly flags?: number;
  readonly method?: number;
  readonly content: Buffer;
  readonly crc?: number;
  readonly sizes?: readonly [packed: number, size: number];
  readonly extra?: Buffer;
  /** After the content. */
  readonly after?: Buffer;
}

/** One file, and the end of an archive. */
function made({ flags = 0, method = 8, content, crc = 0, sizes = [0, 0], extra, after }: Own): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(sizes[0], 18);
  header.writeUInt32LE(sizes[1], 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(extra?.length ?? 0, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  return Buffer.concat(
    [header, Buffer.from('f'), extra ?? '', content, after ?? '', end].map((part) => Buffer.from(part)),
  );
}

const plain = Buffer.from(`id\n${'row\n'.repeat(50)}`);
const packed = deflateRawSync(plain);

function descriptor(marked: boolean, wide: boolean, change = 0): Buffer {
  const out = Buffer.alloc((marked ? 8 : 4) + (wide ? 16 : 8));
  if (marked) out.writeUInt32LE(0x08074b50, 0);
  const at = marked ? 4 : 0;
  out.writeUInt32LE(crc32(plain) ^ change, at);
  for (const [i, size] of [packed.length, plain.length].entries()) {
    if (wide) out.writeBigUInt64LE(BigInt(size), at + 4 + 8 * i);
    else out.writeUInt32LE(size, at + 4 + 4 * i);
  }
  return out;
}

describe('a zip', () => {
  const whole = zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
  const stored = zipSync({ 'a.csv': strToU8('id\n1\n'), 'b.csv': strToU8('id\n2\n') }, { level: 0 });

  test.each([
    ['whose files are announced', whole, texts],
    ['whose files are as long as they turn out', streamed(files), texts],
    ['whose files are stored', stored, ['id\n1\n', 'id\n2\n']],
    ['without files', zipSync({}), []],
  ])('%s is read, wherever it is cut', async (_name, bytes, expected) => {
    for (const size of [1, 2, 3, 7, 64, bytes.length]) expect(await read(bytes, size)).toEqual(expected);
  });

  test.each([
    [true, false],
    [true, true],
    [false, false],
    [false, true],
  ])('what is told after a file: marked %j, wide %j', async (marked, wide) => {
    const bytes = made({ flags: 8, content: packed, after: descriptor(marked, wide) });
    for (const size of [1, 5, bytes.length]) expect(await read(bytes, size)).toEqual([plain.toString()]);
    const wrong = made({ flags: 8, content: packed, after: descriptor(marked, wide, 1) });
    await expect(read(wrong)).rejects.toThrow('damaged zip file');
  });

  test('a mark of a zip inside what is packed is content', async () => {
    // Stored inside deflate, so that the marks are there byte for byte.
    const text = Buffer.concat([Buffer.from('PK\x07\x08PK\x01\x02PK\x03\x04'), streamed(files)]);
    const out: Uint8Array[] = [];
    const zip = new Zip((_error, piece) => out.push(piece));
    const file = new ZipDeflate('a', { level: 0 });
    zip.add(file);
    file.push(text, true);
    zip.end();
    const inner: Buffer[] = [];
    for await (const one of unzip(cut(Buffer.concat(out), 11))) for await (const piece of one) inner.push(piece);
    expect(Buffer.concat(inner).equals(text)).toBe(true);
  });

  test('sizes beyond 4 GB are in the extra field', async () => {
    const extra = Buffer.alloc(4 + 20);
    extra.writeUInt16LE(0x7777, 0);
    extra.writeUInt16LE(1, 4);
    extra.writeUInt16LE(16, 6);
    extra.writeBigUInt64LE(BigInt(plain.length), 8);
    extra.writeBigUInt64LE(BigInt(packed.length), 16);
    const max = 0xffff_ffff;
    const large = { content: packed, crc: crc32(plain), sizes: [max, max], extra } as const;
    expect(await read(made(large))).toEqual([plain.toString()]);
    extra.writeBigUInt64LE(5_000_000_000n, 8);
    await expect(read(made(large))).rejects.toThrow('damaged zip file');
    await expect(read(made({ ...large, extra: Buffer.alloc(0) }))).rejects.toThrow('damaged zip file');
  });

  test.each([
    ['locked', made({ flags: 1, content: packed }), 'locked with a password'],
    ['packed otherwise', made({ method: 14, content: packed }), 'packed in an unknown way (14)'],
    ['stored without a size', made({ method: 0, flags: 8, content: plain }), 'does not say how long its files are'],
    [
      'wrong about its checksum',
      made({ content: packed, crc: 1, sizes: [packed.length, plain.length] }),
      'damaged zip file',
    ],
    [
      'wrong about its size',
      made({ content: packed, crc: crc32(plain), sizes: [packed.length, 7] }),
      'damaged zip file',
    ],
    ['no deflate inside', made({ content: Buffer.alloc(50, 0xff) }), 'damaged zip file'],
    [
      'followed by something else',
      Buffer.concat([zipSync({}).subarray(0, 0), Buffer.from('PK\x09\x09 what')]),
      'damaged zip file',
    ],
  ])('%s is said', async (_name, bytes, words) => {
    const refused = read(bytes, 9);
    await expect(refused).rejects.toBeInstanceOf(Unreadable);
    await expect(refused).rejects.toThrow(words);
  });

  test('one that ends before its directory is cut off, wherever that is', async () => {
    for (const bytes of [Buffer.from(stored), streamed({ 'a.csv': 'id\n1\n' })]) {
      const directory = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
      for (let length = 1; length < directory; length += 1)
        await expect(read(bytes.subarray(0, length), 5)).rejects.toThrow(/breaks off|damaged/);
    }
  });

  test('a connection that is cut says so itself', async () => {
    const failure = {
      code: 'provider_unavailable',
      message: 'cut',
      sent: true,
      wireBytes: 0,
      cause: undefined,
    } as const;
    const cutting = async function* (): Bytes {
      yield streamed(files).subarray(0, 60);
      throw new Interrupted(failure);
    };
    const reading = async () => {
      for await (const file of unzip(cutting())) for await (const piece of file) void piece;
    };
    await expect(reading()).rejects.toBeInstanceOf(Interrupted);
  });

  test('a reader that goes away leaves nothing behind', async () => {
    let ended = false;
    const source = async function* (): Bytes {
      try {
        yield* cut(zipSync({ a: Buffer.alloc(5_000_000) }), 1000);
      } finally {
        ended = true;
      }
    };
    const pieces = source();
    for await (const file of unzip(pieces)) {
      for await (const piece of file) {
        expect(piece.length).toBeGreaterThan(0);
        break;
      }
      break;
    }
    await pieces.return();
    expect(ended).toBe(true);
  });
});
