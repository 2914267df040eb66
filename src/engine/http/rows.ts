/**
 * Answers too large to hold, row by row: takes an answer as soon as its headers are there, tells rows from everything else a vendor may
 * send in their place, and undoes what they are packed in while they come. What is no answer with rows (an error, a redirect, a page) is
 * read whole and judged like any other. Used by client.ts.
 */
import { PlugboardError } from '../../contract/errors.ts';
import type { HttpRequest, JsonObject, RowFormat } from '../../contract/http.ts';
import type { Outcome, Receive, Relay } from './attempt.ts';
import { charsetOf } from './decode.ts';
import { decompressing } from './decompress.ts';
import { allowance, capped, peek, type Allowance, type Bytes } from './rows-bytes.ts';
import { jsonRows, rowLimits, tableRows, type Batches } from './rows-parse.ts';
import { unzip } from './rows-unzip.ts';
import type { RawRequest, RawResult, Transport } from './transport.ts';
import { Interrupted, Unreadable } from './wire.ts';

/** Default size cap after unpacking. */
const defaultMaxBytes = 4 * 1024 ** 3;
/** So much of an answer without rows is read: enough for what a vendor says is wrong. */
const wordsBytes = 1024 * 1024;

/** An answer with rows. The first batch is there, so that an answer that fails before it can be asked for again. */
export interface OpenRows {
  readonly headers: Readonly<Record<string, string>>;
  readonly first: IteratorResult<readonly JsonObject[], void>;
  readonly rest: Batches;
  /** To be called in any case, once. Answers what to throw in place of `error`. */
  end(error?: unknown): unknown;
}

/** What an attempt at rows comes to. */
export type RowsOutcome =
  | Extract<Outcome, { ok: false }>
  | { readonly ok: true; readonly rows: OpenRows; readonly headers: OpenRows['headers'] };

const accepted = { csv: 'text/csv', ndjson: 'application/x-ndjson', zip: 'application/zip', gzip: 'application/gzip' };

/** The request as it is sent. */
export function rowsRequest(request: HttpRequest, { rows, unpack }: RowFormat): HttpRequest {
  const accept = `${accepted[unpack ?? rows]}, */*;q=0.5`;
  return { maxBytes: defaultMaxBytes, decode: 'auto', ...request, headers: { accept, ...request.headers } };
}

/** One attempt at a request made by {@link rowsRequest}, up to its first batch. */
export async function openRows(
  run: (receive: Receive) => Promise<Outcome>,
  format: RowFormat,
  { transport }: { readonly transport: Pick<Transport, 'receive'> },
): Promise<RowsOutcome> {
  const outcome = await run((raw) => receiveRows(transport, raw, format));
  if (!outcome.ok) return outcome;
  const { headers, relay } = outcome;
  // Nothing else is a success.
  if (relay === undefined) throw new Error('an answer without rows');
  const rest = rowsIn(relay, headers, format);
  const end = (error?: unknown): unknown => {
    const told = relay.end(error);
    void letGo(rest);
    return told;
  };
  try {
    return { ok: true, headers, rows: { headers, first: await rest.next(), rest, end } };
  } catch (thrown) {
    const error = end(thrown);
    if (!(error instanceof PlugboardError)) throw error;
    return { ok: false, sent: true, headers, error };
  }
}

/** Frees what unpacks them; nobody listens any more. */
async function letGo(batches: Batches): Promise<void> {
  try {
    await batches.return();
  } catch {
    // The answer is over, and how it ended has been told.
  }
}

/** Hands the batches out, and ends the answer however its reader ends. */
export async function* batchesOf({ first, rest, end }: OpenRows): Batches {
  let over = false;
  try {
    for (let step = first; step.done !== true; step = await rest.next()) yield step.value;
  } catch (error) {
    over = true;
    throw end(error);
  } finally {
    if (!over) end();
  }
}

// --- receiving ------------------------------------------------------------------------------------------------------------

async function receiveRows(
  transport: Pick<Transport, 'receive'>,
  raw: RawRequest,
  format: RowFormat,
): Promise<RawResult> {
  const arrival = await transport.receive(raw);
  if (!arrival.ok) return arrival;
  const { status, headers, body, wireBytes } = arrival.incoming;
  const close = (): void => void body.destroy();
  try {
    const encoding = headers['content-encoding'] ?? '';
    const plain = decompressing(capped(body, allowance(raw.maxBytes)), encoding, raw.maxBytes);
    const { head, all } = await peek(plain, 4);
    if (status === 204 || (status >= 200 && status < 300 && isExpected(head, headers, format))) {
      const arriving = { pieces: all, wireBytes, close };
      return { ok: true, response: { status, headers, body: Buffer.alloc(0), wireBytes: 0, arriving } };
    }
    const whole = await beginning(all, wordsBytes);
    close();
    return { ok: true, response: { status, headers, body: whole, wireBytes: wireBytes(), without: nameOf(format) } };
  } catch (error) {
    close();
    raw.signal?.throwIfAborted();
    if (error instanceof Interrupted) return { ok: false, failure: error.failure };
    if (!(error instanceof Unreadable)) throw error;
    const about = { code: 'decode_failed', message: error.message, sent: true, status, cause: error } as const;
    return { ok: false, failure: { ...about, wireBytes: wireBytes() } };
  }
}

async function beginning(body: Bytes, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    pieces.push(piece);
    size += piece.length;
    if (size >= length) break;
  }
  return Buffer.concat(pieces);
}

const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;
/** A file, or the end of an archive without any. */
const isZip = (head: Buffer): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && [0x03, 0x05, 0x06].includes(head[2] ?? 0);
const isUtf16 = (head: Buffer): boolean =>
  (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);

/** Some servers take a packed file for an encoding of a plain one, and say so: then it is unpacked already. */
function isUndone(headers: Readonly<Record<string, string>>): boolean {
  return /gzip/i.test(headers['content-encoding'] ?? '');
}

/** Does an answer that begins like this hold what was asked for? A page or an error would otherwise be read as a table of one column. */
function isExpected(head: Buffer, headers: Readonly<Record<string, string>>, { rows, unpack }: RowFormat): boolean {
  if (unpack === 'zip') return isZip(head);
  if (unpack === 'gzip' && (isGzip(head) || !isUndone(headers))) return isGzip(head);
  if (head.length === 0 || isUtf16(head)) return true;
  const type = headers['content-type']?.toLowerCase() ?? '';
  const start = withoutMark(head).toString('latin1').trimStart().charAt(0);
  if (type.includes('html') || start === '<') return false;
  if (rows === 'ndjson') return start === '{' || start === '';
  return !type.includes('json') && start !== '{' && start !== '[';
}

/** For messages: `something else instead of ...`. */
function nameOf({ rows, unpack }: RowFormat): string {
  return { csv: 'CSV', ndjson: 'JSON lines', zip: 'a zip file', gzip: 'gzip data' }[unpack ?? rows];
}

// --- reading --------------------------------------------------------------------------------------------------------------

async function* rowsIn(
  { pieces, maxBytes }: Pick<Relay, 'pieces' | 'maxBytes'>,
  headers: Readonly<Record<string, string>>,
  { rows, unpack }: RowFormat,
): Batches {
  const read = rows === 'csv' ? tableRows : jsonRows;
  const unpacked = allowance(maxBytes);
  const files = allowance(maxBytes);
  const { head, all } = await peek(pieces, 2);
  if (head.length === 0) return;
  if (unpack !== 'zip') {
    const plain = unpack === 'gzip' && isGzip(head) ? gunzipped(all, unpacked) : all;
    yield* read(await utf8(plain, charsetOf(headers['content-type'] ?? '')), rowLimits);
    return;
  }
  for await (const file of unzip(all)) {
    const begun = await peek(capped(file, files), 2);
    const plain = isGzip(begun.head) ? gunzipped(begun.all, unpacked) : begun.all;
    yield* read(await utf8(plain, undefined), rowLimits);
  }
}

function gunzipped(packed: Bytes, allowed: Allowance): Bytes {
  return capped(decompressing(packed, 'gzip', allowed.max), allowed);
}

/** The text as UTF-8 without a mark, whatever it is written in. */
async function utf8(source: Bytes, charset: string | undefined): Promise<Bytes> {
  const { head, all } = await peek(source, 3);
  const marked = isUtf16(head) ? (head[0] === 0xff ? 'utf-16le' : 'utf-16be') : undefined;
  const written = marked ?? charset ?? 'utf-8';
  if (written === 'utf-8' || written === 'utf8' || written === 'us-ascii') return markless(all);
  try {
    return recoded(all, new TextDecoder(written));
  } catch {
    throw new Unreadable('the answer is in a character set we do not know');
  }
}

/** `source` begins with a piece long enough for a mark, or there is none. */
async function* markless(source: Bytes): Bytes {
  let begun = false;
  for await (const piece of source) {
    yield begun ? piece : withoutMark(piece);
    begun = true;
  }
}

function withoutMark(head: Buffer): Buffer {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;
}

async function* recoded(source: Bytes, decoder: InstanceType<typeof TextDecoder>): Bytes {
  for await (const piece of source) yield Buffer.from(decoder.decode(piece, { stream: true }));
  yield Buffer.from(decoder.decode());
}
