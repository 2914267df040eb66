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

/** The item at a position of an opened page. Throws internal when page, stream or key do not agree. */
export async function unpackRawItem(packed: Buffer, streamNo: number, position: number, key: string): Promise<unknown> {
  const lines = (await decompress(packed)).toString('utf8').split('\n');
  const head: unknown = JSON.parse(lines[0] ?? 'null');
  const keys = isJsonObject(head) && head['stream'] === streamNo ? head['keys'] : undefined;
  const line = lines[position + 1];
  if (Array.isArray(keys) && keys.length === lines.length - 1 && keys[position] === key && line !== undefined) {
    return JSON.parse(line);
  }
  throw fail('internal', 'A raw page does not hold the record it should.');
}
