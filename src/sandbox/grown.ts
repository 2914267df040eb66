/**
 * Streams grown for load: a million items rendered once to a file and then served as ready bytes, so that a sandbox is never the
 * slow part of a benchmark and never holds the items in memory.
 *
 * `<name>.items` has one item a row, each followed by ",\n"; `<name>.ends` has where each row ends (float64). Both only grow:
 * a touched item is rendered again as a new row at the end. `<name>.json` says how much of them counts and is written last, so a
 * process killed half-way leaves either the old stream or none. Called by the host.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { open, readFile, rename, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { z, type GrownList, type JsonObject } from '../contract/index.ts';
import { borrow } from './buffer-pool.ts';
import { readJson, writeJson } from './files.ts';
import { grownIndex, touchedItems } from './grown-index.ts';

/** A provider's `grow` function for one stream. */
export type RenderItem = (item: { index: number; generation: number; at: number }) => JsonObject;

export interface GrownStream {
  readonly list: GrownList;
  /** Touches made so far, and the items changed by them all together. */
  readonly touches: number;
  readonly touched: number;
  /** Gives that part of the items (0 to 1, spread evenly) a new generation, changed at `at`. Answers how many. */
  touch(fraction: number, at: number): Promise<number>;
  close(): void;
}

const metaSchema = z.object({
  format: z.literal(1),
  count: z.int().min(1),
  /** When the items of generation 0 were last changed. */
  at: z.number(),
  touches: z.array(z.object({ fraction: z.number(), at: z.number(), rows: z.int() })),
});
type Meta = z.infer<typeof metaSchema>;

const separator = ',\n';
const itemsPerChunk = 2_000;

function files(directory: string, name: string) {
  const path = join(directory, name);
  return { items: `${path}.items`, ends: `${path}.ends`, meta: `${path}.json` };
}

/** The stream as rendered before, or undefined: never rendered, rendered in part, or by a sandbox that has changed since. */
export async function openGrown(directory: string, name: string, render: RenderItem): Promise<GrownStream | undefined> {
  const paths = files(directory, name);
  const read = readJson(paths.meta, metaSchema);
  if (!('value' in read)) return undefined;
  const meta = read.value;
  const rows = meta.count + meta.touches.reduce((sum, touch) => sum + touch.rows, 0);
  try {
    const ends = await readEnds(paths.ends, rows);
    const bytes = ends[rows - 1] ?? 0;
    if (statSync(paths.items).size < bytes) return undefined;
    // What a touch that was never finished left behind.
    await truncate(paths.items, bytes);
    await truncate(paths.ends, rows * 8);
    const stream = assemble(paths, meta, ends, render);
    const expected = JSON.stringify(render({ index: 0, generation: 0, at: meta.at }));
    if (stream.row(0) === expected) return stream;
    stream.close();
    return undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Renders `count` items of generation 0, changed at `at`, and puts them in the place of whatever was there. */
export async function renderGrown(
  directory: string,
  name: string,
  options: {
    readonly count: number;
    readonly at: number;
    readonly render: RenderItem;
    readonly progress?: (done: number) => void;
  },
): Promise<GrownStream> {
  const paths = files(directory, name);
  await rm(paths.meta, { force: true });
  const beside = { items: `${paths.items}.tmp`, ends: `${paths.ends}.tmp` };
  const ends = new Float64Array(options.count);
  await append(
    beside,
    'w',
    0,
    ends,
    (row) => options.render({ index: row, generation: 0, at: options.at }),
    options.progress,
  );
  await rename(beside.items, paths.items);
  await rename(beside.ends, paths.ends);
  const meta: Meta = { format: 1, count: options.count, at: options.at, touches: [] };
  writeJson(paths.meta, meta);
  return assemble(paths, meta, ends, options.render);
}

export async function removeGrown(directory: string, name: string): Promise<void> {
  const paths = files(directory, name);
  // The description first: without it the rest counts for nothing.
  for (const path of [paths.meta, paths.items, paths.ends]) await rm(path, { force: true });
}

/** Writes rows to the end of both files, filling in `ends`, chunk by chunk so that neither memory nor other requests suffer. */
async function append(
  paths: { readonly items: string; readonly ends: string },
  flag: 'w' | 'a',
  startByte: number,
  ends: Float64Array,
  item: (row: number) => JsonObject,
  progress?: (done: number) => void,
): Promise<void> {
  await using items = await open(paths.items, flag, 0o600);
  await using index = await open(paths.ends, flag, 0o600);
  let byte = startByte;
  for (let from = 0; from < ends.length; from += itemsPerChunk) {
    const to = Math.min(from + itemsPerChunk, ends.length);
    let text = '';
    for (let row = from; row < to; row++) {
      const rendered = JSON.stringify(item(row)) + separator;
      byte += Buffer.byteLength(rendered);
      ends[row] = byte;
      text += rendered;
    }
    await items.writeFile(text);
    await index.writeFile(Buffer.from(ends.buffer, ends.byteOffset + from * 8, (to - from) * 8));
    progress?.(to);
  }
}

async function readEnds(path: string, rows: number): Promise<Float64Array> {
  const bytes = await readFile(path);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + rows * 8));
}

function assemble(
  paths: { readonly items: string; readonly ends: string; readonly meta: string },
  start: Meta,
  startEnds: Float64Array,
  render: RenderItem,
): GrownStream & { row(row: number): string } {
  const file = openSync(paths.items, 'r');
  const index = grownIndex(
    start.count,
    start.touches.map(({ fraction }) => fraction),
  );
  let meta = start;
  let ends = startEnds;

  /** Not a snapshot: a list taken before a touch reads the touched items as they are now, as a vendor's would. */
  function listOf(rows: Uint32Array): GrownList {
    return {
      count: rows.length,
      slice: (from, to) => readRows(file, ends, rows.subarray(Math.max(0, from), Math.max(0, to))),
      changedSince,
      // A touch adds its rows after all the others.
      byChange: () => listOf(index.inOrder(rows)),
    };
  }

  function changedSince(ms: number): GrownList {
    if (ms <= meta.at) return listOf(index.newest);
    const first = meta.touches.findIndex(({ at }) => at >= ms);
    return listOf(first < 0 ? new Uint32Array() : index.changedBy(first));
  }

  async function touch(fraction: number, at: number): Promise<number> {
    const items = touchedItems(meta.count, fraction, meta.touches.length);
    // Changes are found by walking the touches in order, so their times may not run backwards, as a clock set back would do.
    const moment = Math.max(at, meta.touches.at(-1)?.at ?? meta.at);
    const more = new Float64Array(items.length);
    // What an earlier touch left behind when the disk was full.
    await truncate(paths.items, ends.at(-1));
    await truncate(paths.ends, ends.byteLength);
    await append(paths, 'a', ends.at(-1) ?? 0, more, (row) => {
      const item = items[row] ?? 0;
      return render({ index: item, generation: index.generation(item) + 1, at: moment });
    });
    const next: Meta = { ...meta, touches: [...meta.touches, { fraction, at: moment, rows: items.length }] };
    writeJson(paths.meta, next);
    const joined = new Float64Array(ends.length + more.length);
    joined.set(ends);
    joined.set(more, ends.length);
    ends = joined;
    meta = next;
    index.adopt(items);
    return items.length;
  }

  return {
    get list() {
      return listOf(index.newest);
    },
    get touches() {
      return meta.touches.length;
    },
    get touched() {
      return index.changedBy(0).length;
    },
    row: (row) => readRows(file, ends, Uint32Array.of(row)).toString('utf8'),
    touch,
    close: () => closeSync(file),
  };
}

/** Reads rows in the given order; neighbours in the file are read together. Without the last separator. */
function readRows(file: number, ends: Float64Array, rows: Uint32Array): Buffer {
  const startOf = (row: number) => (row === 0 ? 0 : (ends[row - 1] ?? 0));
  let bytes = 0;
  for (const row of rows) bytes += (ends[row] ?? 0) - startOf(row);
  const buffer = borrow(bytes);
  let filled = 0;
  for (let place = 0; place < rows.length;) {
    const first = rows[place] ?? 0;
    let last = first;
    for (place += 1; rows[place] === last + 1; place++) last += 1;
    const length = (ends[last] ?? 0) - startOf(first);
    if (readSync(file, buffer, filled, length, startOf(first)) !== length)
      throw new Error('a grown stream is shorter than its index');
    filled += length;
  }
  return buffer.subarray(0, Math.max(0, bytes - separator.length));
}
