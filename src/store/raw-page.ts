/**
 * What a vendor sent, as it is kept: one sealed document per stored page (per record it would be the largest cost of all).
 * Lines of JSON, zstd, then AES-256-GCM: the first line names the stream and every item's key, then one item a line. Both are
 * checked on opening: a page that was moved or mixed up does not give anybody the wrong record.
 */
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { fail } from '../contract/errors.ts';
import { isJsonObject } from '../contract/http.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

export interface RawItem {
  readonly key: string;
  /** Canonical JSON, UTF-8: one line, because JSON escapes line breaks. */
  readonly raw: Uint8Array;
}

const lineBreak = Buffer.from('\n');

export async function packRawPage(streamNo: number, items: readonly RawItem[]): Promise<Buffer> {
  const parts: Uint8Array[] = [Buffer.from(JSON.stringify({ stream: streamNo, keys: items.map((item) => item.key) }))];
  for (const item of items) parts.push(lineBreak, item.raw);
  return compress(Buffer.concat(parts));
}

/** All items of an opened page, in their order. Throws internal when it is not a page of this stream. */
export async function unpackRawPage(packed: Buffer, streamNo: number): Promise<readonly RawItem[]> {
  const [head = '', ...lines] = (await decompress(packed)).toString('utf8').split('\n');
  const keys = keysOf(head, streamNo, lines.length);
  if (keys === undefined) throw fail('internal', 'A raw page is not one of its stream.');
  return keys.map((key, i) => ({ key, raw: Buffer.from(lines[i] ?? '') }));
}

/** The item at a position of an opened page. Throws internal when page, stream or key do not agree. */
export async function unpackRawItem(packed: Buffer, streamNo: number, position: number, key: string): Promise<unknown> {
  const [head = '', ...lines] = (await decompress(packed)).toString('utf8').split('\n');
  const line = lines[position];
  if (keysOf(head, streamNo, lines.length)?.[position] === key && line !== undefined) return JSON.parse(line);
  throw fail('internal', 'A raw page does not hold the record it should.');
}

/** The keys its first line names; undefined when it is of another stream, or names others than it holds. */
function keysOf(line: string, streamNo: number, items: number): readonly string[] | undefined {
  const head: unknown = JSON.parse(line);
  const keys = isJsonObject(head) && head['stream'] === streamNo ? head['keys'] : undefined;
  if (!Array.isArray(keys) || keys.length !== items) return undefined;
  return keys.every((key) => typeof key === 'string') ? keys : undefined;
}
