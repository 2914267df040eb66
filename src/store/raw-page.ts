/**
 * What a vendor sent, as it is kept: one sealed document per stored page (per record it would be the largest cost of all).
 * zstd, then AES-256-GCM. Each item carries its key, and the document its stream, checked on opening: a page that was
 * moved or mixed up does not give anybody the wrong record.
 */
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { fail } from '../contract/errors.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

export interface RawItem {
  readonly key: string;
  /** Canonical JSON. */
  readonly raw: string;
}

export async function packRawPage(streamNo: number, items: readonly RawItem[]): Promise<Buffer> {
  const body = items.map((item) => `[${JSON.stringify(item.key)},${item.raw}]`).join(',');
  return compress(Buffer.from(`{"stream":${streamNo},"items":[${body}]}`));
}

/** The item at a position of an opened page. Throws internal when page, stream or key do not agree. */
export async function unpackRawItem(packed: Buffer, streamNo: number, position: number, key: string): Promise<unknown> {
  const page: unknown = JSON.parse((await decompress(packed)).toString('utf8'));
  if (
    typeof page === 'object' &&
    page !== null &&
    'stream' in page &&
    'items' in page &&
    page.stream === streamNo &&
    Array.isArray(page.items)
  ) {
    const entry: unknown = page.items[position];
    if (Array.isArray(entry) && entry[0] === key) return entry[1];
  }
  throw fail('internal', 'A raw page does not hold the record it should.');
}
