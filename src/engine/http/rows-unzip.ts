/**
 * Reads the files of a zip while it comes. Libraries either want the whole archive first (its directory is at the end) or, where the
 * writer did not know a file's size, look for the next marker in packed data, which may hold one by chance; a deflate stream says itself
 * where it ends, and that is what is believed here. Sizes and checksums are held against what came. Used by rows.ts.
 *
 * Not read: encrypted files, other methods than stored and deflated, a stored file of unknown size.
 */
import { crc32, createInflateRaw } from 'node:zlib';
import type { Bytes } from './rows-bytes.ts';
import { Unreadable } from './wire.ts';

const signature = { file: 0x04034b50, descriptor: 0x08074b50 } as const;
/** What may follow the files: the directory, its ends, an extra record. */
const endings: ReadonlySet<number> = new Set([0x02014b50, 0x06054b50, 0x06064b50, 0x08064b50]);
const headerBytes = 30;
const unknown64 = 0xffff_ffff;
const brokenOff = 'the answer is a zip file that breaks off';
const damaged = 'the answer is a damaged zip file';

/** One file after the other; each must be read to its end before the next is asked for. Directories are left out. */
export async function* unzip(source: Bytes): AsyncGenerator<Bytes, void, void> {
  const input = createInput(source);
  for (;;) {
    const mark = (await input.exactly(4)).readUInt32LE(0);
    if (endings.has(mark)) break;
    if (mark !== signature.file) throw new Unreadable(damaged);
    const { name, ...known } = await readHeader(input);
    const content = contentOf(input, known);
    if (name.endsWith('/')) await drain(content);
    else yield content;
  }
  // The directory repeats what is known; reading it leaves the connection whole.
  while ((await input.some()) !== undefined);
}

interface FileHeader {
  readonly name: string;
  readonly stored: boolean;
  /** Undefined: only told after the content. */
  readonly told: Told | undefined;
}

interface Told {
  readonly crc: number;
  readonly packed: bigint;
  readonly size: bigint;
}

/** What follows the signature. */
async function readHeader(input: Input): Promise<FileHeader> {
  const fixed = await input.exactly(headerBytes - 4);
  const flags = fixed.readUInt16LE(2);
  const method = fixed.readUInt16LE(4);
  const name = (await input.exactly(fixed.readUInt16LE(22))).toString('utf8');
  const extra = await input.exactly(fixed.readUInt16LE(24));
  if ((flags & 1) !== 0) throw new Unreadable('the answer is a zip file that is locked with a password');
  if (method !== 0 && method !== 8)
    throw new Unreadable(`the answer is a zip file packed in an unknown way (${method})`);
  const later = (flags & 8) !== 0;
  if (method === 0 && later && !name.endsWith('/'))
    throw new Unreadable('the answer is a zip file that does not say how long its files are');
  if (later) return { name, stored: method === 0, told: undefined };
  const [packed, size] = sizesIn(fixed.readUInt32LE(14), fixed.readUInt32LE(18), extra);
  return { name, stored: method === 0, told: { crc: fixed.readUInt32LE(10), packed, size } };
}

/** Sizes of 4 GB and more are in an extra field, in the order size, packed size, each only where the ordinary one is all ones. */
function sizesIn(packed: number, size: number, extra: Buffer): readonly [packed: bigint, size: bigint] {
  const large: bigint[] = [];
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const end = Math.min(extra.length, at + 4 + extra.readUInt16LE(at + 2));
    for (let value = at + 4; value + 8 <= end; value += 8) large.push(extra.readBigUInt64LE(value));
  }
  const one = (short: number): bigint => {
    if (short !== unknown64) return BigInt(short);
    const long = large.shift();
    if (long === undefined) throw new Unreadable(damaged);
    return long;
  };
  const whole = one(size);
  return [one(packed), whole];
}

/** The content of a file, and what follows it. Throws when it is not what the zip says it is. */
async function* contentOf(input: Input, { stored, told }: Omit<FileHeader, 'name'>): Bytes {
  const from = input.position();
  let crc = 0;
  let size = 0n;
  const content = stored ? taken(input, told?.packed ?? 0n) : inflated(input);
  for await (const piece of content) {
    crc = crc32(piece, crc);
    size += BigInt(piece.length);
    yield piece;
  }
  const came: Told = { crc, packed: BigInt(input.position() - from), size };
  const fits = told === undefined ? await descriptorFits(input, came) : isSame(told, came);
  if (!fits) throw new Unreadable(damaged);
}

function isSame(a: Told, b: Told): boolean {
  return a.crc === b.crc && a.packed === b.packed && a.size === b.size;
}

/** With or without a signature, with short or long sizes: nothing says which, so it is the form that fits. */
async function descriptorFits(input: Input, came: Told): Promise<boolean> {
  const longest = 24;
  const bytes = await input.atMost(longest);
  for (const start of [4, 0]) {
    if (start === 4 && (bytes.length < 4 || bytes.readUInt32LE(0) !== signature.descriptor)) continue;
    for (const width of [4, 8]) {
      const end = start + 4 + 2 * width;
      if (bytes.length < end) continue;
      const read = (at: number) => (width === 8 ? bytes.readBigUInt64LE(at) : BigInt(bytes.readUInt32LE(at)));
      const told = { crc: bytes.readUInt32LE(start), packed: read(start + 4), size: read(start + 4 + width) };
      if (!isSame(told, came)) continue;
      input.giveBack(bytes.subarray(end));
      return true;
    }
  }
  return false;
}

async function* taken(input: Input, length: bigint): Bytes {
  for (let left = length; left > 0n;) {
    const piece = await input.some();
    if (piece === undefined) throw new Unreadable(brokenOff);
    const own = left < BigInt(piece.length) ? piece.subarray(0, Number(left)) : piece;
    input.giveBack(piece.subarray(own.length));
    left -= BigInt(own.length);
    yield own;
  }
}

/** Takes from the input what belongs to one deflate stream, and not a byte more. */
async function* inflated(input: Input): Bytes {
  const inflate = createInflateRaw({ chunkSize: 65_536 });
  const feed = async (): Promise<void> => {
    for (let given = 0; ;) {
      const piece = await input.some();
      if (piece === undefined) throw new Unreadable(brokenOff);
      given += piece.length;
      const failed = await new Promise<unknown>((resolve) => {
        inflate.write(piece, resolve);
      });
      if (failed instanceof Error) return;
      const unused = given - inflate.bytesWritten;
      if (unused === 0) continue;
      input.giveBack(piece.subarray(piece.length - unused));
      return;
    }
  };
  const feeding = feed().catch((error: unknown) => {
    inflate.destroy(error instanceof Error ? error : new Unreadable(damaged));
  });
  try {
    for await (const piece of inflate) yield piece;
    await feeding;
  } catch (error) {
    throw isZlib(error) ? new Unreadable(damaged) : error;
  } finally {
    inflate.destroy();
  }
}

function isZlib(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

async function drain(content: Bytes): Promise<void> {
  for await (const piece of content) void piece;
}

/** Bytes that can be taken by number, and given back. */
interface Input {
  /** Undefined: there are no more. */
  some(): Promise<Buffer | undefined>;
  exactly(length: number): Promise<Buffer>;
  /** Less at the end. */
  atMost(length: number): Promise<Buffer>;
  giveBack(bytes: Buffer): void;
  /** Bytes taken so far. */
  position(): number;
}

function createInput(source: Bytes): Input {
  let held: Buffer = Buffer.alloc(0);
  let position = 0;
  const some = async (): Promise<Buffer | undefined> => {
    let piece = held;
    held = Buffer.alloc(0);
    while (piece.length === 0) {
      const next = await source.next();
      if (next.done === true) return undefined;
      piece = next.value;
    }
    position += piece.length;
    return piece;
  };
  const giveBack = (bytes: Buffer): void => {
    position -= bytes.length;
    held = held.length === 0 ? bytes : Buffer.concat([bytes, held]);
  };
  const atMost = async (length: number): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    for (let size = 0; size < length;) {
      const piece = await some();
      if (piece === undefined) break;
      pieces.push(piece);
      size += piece.length;
    }
    const all = Buffer.concat(pieces);
    giveBack(all.subarray(length));
    return all.subarray(0, length);
  };
  return {
    some,
    giveBack,
    atMost,
    position: () => position,
    exactly: async (length) => {
      const bytes = await atMost(length);
      if (bytes.length < length) throw new Unreadable(brokenOff);
      return bytes;
    },
  };
}
