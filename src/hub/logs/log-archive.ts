/**
 * Writes a partition's lines to files before it is dropped: per tenant one file of JSON lines, compressed with zstd, as the API shows
 * them (without bodies: those live as long as their line and no longer). A file is written under another name, forced to disk, and
 * only then given its own, which holds a digest of its content: archiving again after a crash replaces it by the same, and lines
 * that came late end up in a file beside it. Nothing is ever written half. Called by log-upkeep.ts.
 */
import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import { sql } from 'kysely';
import { fail, PlugboardError } from '../../contract/errors.ts';
import type { LogPartition, TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { exchangeColumns, exchangeView } from './exchanges.ts';
import { showId } from '../ids.ts';
import { logColumns, logView } from './logs.ts';

export type ArchivedLog = 'integration_log' | 'exchange_log';

/** Lines read at a time. */
const atOnce = 1_000;
/** What a process that was killed has left behind. */
const partial = '.partial';
const abandonedMs = 86_400_000;

export interface Archiving {
  readonly dir: string;
  readonly partition: LogPartition & { readonly log: ArchivedLog };
  readonly tenantId: string;
  readonly signal: AbortSignal;
}

/**
 * Answers the file's path; undefined when the tenant has no line in the partition, or when another process has dropped the partition
 * meanwhile (having archived it). Throws `storage_unavailable` when the file cannot be written.
 */
export async function archiveLines(context: HubContext, archiving: Archiving): Promise<string | undefined> {
  try {
    return await (archiving.partition.log === 'integration_log'
      ? writeFile(context, archiving, { columns: logColumns, view: logView })
      : writeFile(context, archiving, { columns: exchangeColumns, view: exchangeView }));
  } catch (error) {
    if (error instanceof PlugboardError || !(error instanceof Error && 'syscall' in error)) throw error;
    throw fail(
      'storage_unavailable',
      `Old lines of the logs cannot be archived in ${archiving.dir}: ${error.message}`,
      {
        next: 'Check PLUGBOARD_LOG_ARCHIVE_DIR and its disk. Nothing is dropped before it is archived.',
        cause: error,
      },
    );
  }
}

/** How lines of one of the logs are read and shown. */
interface Kind<Row> {
  readonly columns: readonly string[];
  readonly view: (row: Row) => object;
}

interface Line {
  readonly integration_id: string;
  readonly at: Date;
  readonly id: string | number;
}

async function writeFile<Row extends Pick<Line, 'at' | 'id'>>(
  context: HubContext,
  archiving: Archiving,
  kind: Kind<Row>,
): Promise<string | undefined> {
  const { dir, partition, tenantId, signal } = archiving;
  const folder = join(dir, partition.log, showId('ten', tenantId));
  const first = await readSome(context, archiving, kind, undefined);
  if (first.length === 0) return undefined;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `${context.random.bytes(8).toString('hex')}${partial}`);
  try {
    const hash = createHash('sha256');
    await writeDurably(temporary, linesOf(context, archiving, kind, first, hash), signal);
    // Dropped while it was read, it may have been read in part only.
    const there = (await context.store.logs.partitions()).some(({ name }) => name === partition.name);
    if (!there) return undefined;
    const path = join(folder, `${dayOf(partition)}-${hash.digest('hex').slice(0, 16)}.ndjson.zst`);
    await rename(temporary, path);
    await syncFolder(folder);
    return path;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Removes what processes that were killed have left, when it is old enough that nobody can be writing it. */
export async function clearAbandoned(dir: string, nowMs: number): Promise<void> {
  const names = await readdir(dir, { recursive: true }).catch(() => []);
  for (const name of names.filter((one) => one.endsWith(partial))) {
    const path = join(dir, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && found.mtimeMs < nowMs - abandonedMs) await rm(path, { force: true });
  }
}

/** `2026-11-21`, `2026-11`. */
function dayOf({ log, from }: LogPartition): string {
  return from.toISOString().slice(0, log === 'integration_log' ? 7 : 10);
}

async function* linesOf<Row extends Pick<Line, 'at' | 'id'>>(
  context: HubContext,
  archiving: Archiving,
  kind: Kind<Row>,
  first: readonly (Row & Line)[],
  hash: Hash,
): AsyncGenerator<string, void, void> {
  const tenant = showId('ten', archiving.tenantId);
  let page = first;
  while (page.length > 0) {
    archiving.signal.throwIfAborted();
    const text = page
      .map(
        (row) => `${JSON.stringify({ tenant, integration: showId('int', row.integration_id), ...kind.view(row) })}\n`,
      )
      .join('');
    hash.update(text);
    yield text;
    page = page.length < atOnce ? [] : await readSome(context, archiving, kind, page.at(-1));
  }
}

/** In the order of the primary key, from after `after` on. */
async function readSome<Row extends Pick<Line, 'at' | 'id'>>(
  { store }: HubContext,
  { partition, tenantId }: Archiving,
  { columns }: Kind<Row>,
  after: Line | undefined,
): Promise<readonly (Row & Line)[]> {
  const further =
    after === undefined
      ? sql`true`
      : sql`(integration_id, at, id) > (${after.integration_id}, ${after.at}, ${after.id})`;
  const read = (trx: TenantTransaction) =>
    sql<Row & Line>`
      select integration_id, ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(partition.log)}
       where tenant_id = ${tenantId} and at >= ${partition.from} and at < ${partition.to} and ${further}
       order by integration_id, at, id limit ${atOnce}`.execute(trx);
  return (await store.inTenant(tenantId, read)).rows;
}

/** Compressed, and on disk when this resolves: the partition is dropped next. */
async function writeDurably(path: string, lines: AsyncIterable<string>, signal: AbortSignal): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        file.writeFile(chunk).then(() => done(), done);
      },
    });
    await pipeline(Readable.from(lines), createZstdCompress(), sink, { signal });
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A name is only safe when its folder is on disk too. Windows knows no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
