/**
 * Rows out of bytes: JSON lines, and tables with a first line of names (by csv-parse). Hands rows out some at a time, each batch at most
 * so many rows and bytes, and never holds more than one batch and one row. Used by rows.ts.
 */
import type { TransformOptions } from 'node:stream';
import { parse, type Options } from 'csv-parse';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import { parseJson } from './decode.ts';
import { through, type Bytes } from './rows-bytes.ts';
import { Unreadable } from './wire.ts';

export type Batches = AsyncGenerator<readonly JsonObject[], void, void>;

export interface RowLimits {
  /** Of a batch. */
  readonly rows: number;
  /** Of a batch, before its last row is added. */
  readonly bytes: number;
  /** Of one row. */
  readonly rowBytes: number;
}

export const rowLimits: RowLimits = { rows: 500, bytes: 1024 * 1024, rowBytes: 8 * 1024 * 1024 };

/** `text` is UTF-8 without a mark. Throws {@link Unreadable}. */
export function jsonRows(text: Bytes, limits: RowLimits): Batches {
  return batched(jsonLines(text, limits.rowBytes), limits);
}

/** The same for a table; values are texts, and every row has all names. */
export function tableRows(text: Bytes, limits: RowLimits): Batches {
  return batched(tableLines(text, limits.rowBytes), limits);
}

/** A row and how much it weighs, in bytes or about. */
type Weighed = readonly [row: JsonObject, bytes: number];

async function* batched(rows: AsyncGenerator<Weighed, void, void>, limits: RowLimits): Batches {
  let batch: JsonObject[] = [];
  let weight = 0;
  for await (const [row, bytes] of rows) {
    batch.push(row);
    weight += bytes;
    if (batch.length < limits.rows && weight < limits.bytes) continue;
    yield batch;
    batch = [];
    weight = 0;
  }
  if (batch.length > 0) yield batch;
}

const lineEnd = 0x0a;

async function* jsonLines(text: Bytes, maxBytes: number): AsyncGenerator<Weighed, void, void> {
  let begun: Buffer[] = [];
  let size = 0;
  let number = 0;
  const add = (piece: Buffer): void => {
    size += piece.length;
    if (size > maxBytes) throw tooLong(number + 1, maxBytes);
    begun.push(piece);
  };
  const take = (): Weighed | undefined => {
    const line = begun.length === 1 && begun[0] !== undefined ? begun[0] : Buffer.concat(begun);
    begun = [];
    size = 0;
    number += 1;
    const row = rowIn(line, number);
    return row === undefined ? undefined : [row, line.length];
  };
  for await (const piece of text) {
    let from = 0;
    for (let end = piece.indexOf(lineEnd); end >= 0; end = piece.indexOf(lineEnd, from)) {
      add(piece.subarray(from, end));
      from = end + 1;
      const row = take();
      if (row !== undefined) yield row;
    }
    add(piece.subarray(from));
  }
  const last = take();
  if (last !== undefined) yield last;
}

/** Undefined: an empty line. */
function rowIn(line: Buffer, number: number): JsonObject | undefined {
  const text = line.toString('utf8');
  if (text.trim() === '') return undefined;
  let row: unknown;
  try {
    row = parseJson(text, line);
  } catch {
    throw new Unreadable(`line ${number} of the answer is JSON that is cut off or malformed`);
  }
  if (!isJsonObject(row)) throw new Unreadable(`line ${number} of the answer is not a JSON object`);
  return row;
}

async function* tableLines(text: Bytes, maxBytes: number): AsyncGenerator<Weighed, void, void> {
  // One piece at a time: what waits in front of the parser would count as part of a row.
  const options: Options & TransformOptions = {
    relax_column_count: true,
    skip_empty_lines: true,
    writableHighWaterMark: 1,
  };
  const parser = parse(options);
  // It would collect a row of any length, and of any number of values; so it is fed no more of one.
  const fed = async function* (): Bytes {
    let rows = 0;
    let since = 0;
    for await (const piece of text) {
      if (parser.info.records !== rows) since = 0;
      rows = parser.info.records;
      if (since > maxBytes) throw tooLong(rows + 1, maxBytes);
      since += piece.length;
      yield piece;
    }
  };
  let names: readonly string[] | undefined;
  let number = 0;
  for await (const values of through<readonly string[]>(fed(), parser, problemOf)) {
    number += 1;
    if (names === undefined) {
      names = namesOf(values);
      continue;
    }
    if (values.length !== names.length)
      throw new Unreadable(`row ${number} of the answer has ${values.length} values where ${names.length} are named`);
    yield [rowOf(names, values), values.reduce((sum, value) => sum + value.length + 1, 0)];
  }
}

/** Own properties whatever the names are: `__proto__` is one like any other. */
function rowOf(names: readonly string[], values: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']));
}

/** More is no table; and every row costs as much. */
const mostColumns = 10_000;

/** A name that is there already is numbered, `email_2`, so that no value is lost; one that is empty is called `column_3` by its place. */
function namesOf(heading: readonly string[]): readonly string[] {
  if (heading.length > mostColumns) throw new Unreadable(`the answer is CSV with more than ${mostColumns} columns`);
  const wanted = heading.map((name, i) => (name.trim() === '' ? `column_${i + 1}` : name));
  const written = new Set(wanted);
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return wanted.map((name) => {
    let own = name;
    while (taken.has(own) || (own !== name && written.has(own))) {
      const number = next.get(name) ?? 2;
      next.set(name, number + 1);
      own = `${name}_${number}`;
    }
    taken.add(own);
    return own;
  });
}

function tooLong(number: number, maxBytes: number): Unreadable {
  return new Unreadable(`row ${number} of the answer is longer than the ${maxBytes} bytes allowed`);
}

/** In our words: the parser's own quote the row. */
function problemOf(error: unknown): Unreadable {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const line = error instanceof Error && 'lines' in error && typeof error.lines === 'number' ? error.lines : undefined;
  const where = line === undefined ? 'the answer is CSV' : `line ${line} of the answer is CSV`;
  return new Unreadable(code === 'CSV_QUOTE_NOT_CLOSED' ? `${where} that is cut off` : `${where} that is malformed`);
}
