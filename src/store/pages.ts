/**
 * The engine's PageStore on PostgreSQL: one call per page (store_page_v2). A call whose answer was lost is repeated as it was:
 * the function answers a page it already has with what it answered before, so nothing is lost and nothing counted twice. A page that
 * was held against older decisions about what may be stored (an erasure) is held against the new ones and stored then.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { PlugboardError } from '../contract/errors.ts';
import type { ChangedItem, PageStore, PageWrite, SweepResult } from '../engine/ports.ts';
import { jsonText, storableJson } from './json-text.ts';
import { packRawPage, type RawItem } from './raw-page.ts';
import { sealedPlaces } from './vault/places.ts';
import type { Sealer } from './vault/index.ts';

/** How long a page waits for a database that went away before the run is given back to the queue, milliseconds. */
const patienceMs = 60_000;
const deletionsPerCall = 2000;

/** Sends one statement and maps connection trouble to storage_unavailable. */
export interface Statements {
  query(text: string, values: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Says what of a page may be stored: people who were erased do not come back. */
export interface Admission {
  /** `privacy`: the decisions it was held against, see 0011_privacy.sql. */
  admit(
    changed: readonly ChangedItem[],
  ): Promise<{ readonly changed: readonly ChangedItem[]; readonly privacy: number }>;
  /** There have been others since. Throws when the page has to be read again. */
  decidedAnew(): Promise<void>;
}

export interface PageStoreOptions {
  readonly statements: Statements;
  readonly sealer: Sealer;
  readonly tenantId: string;
  readonly streamNo: number;
  readonly runId: string;
  readonly fence: number;
  /** Left out: everything may be stored, and nobody is ever erased. */
  readonly admission?: Admission | undefined;
  /** A new uuid v7. */
  readonly newId: () => string;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

export function pageStore(options: PageStoreOptions): PageStore {
  const { tenantId, streamNo, runId, fence } = options;
  const call = (text: string, values: readonly unknown[]) =>
    persistently(options, () => options.statements.query(text, values));
  return {
    async keepParts(lists) {
      await call('select keep_parts_v1($1, $2, $3, $4, $5)', [tenantId, streamNo, runId, fence, jsonText(lists)]);
    },

    async probe(keys) {
      if (keys.length === 0) return [];
      const rows = await call("select no, encode(hash, 'hex') as hash from probe_page_v1($1, $2, $3)", [
        tenantId,
        streamNo,
        keys,
      ]);
      const found: (string | undefined)[] = Array.from({ length: keys.length });
      for (const row of rows) found[Number(row.no) - 1] = String(row.hash);
      return found;
    },

    async store(page) {
      const { admission } = options;
      if (admission === undefined) return storeOnce(options, call, page, page.changed, undefined);
      for (;;) {
        const { changed, privacy } = await admission.admit(page.changed);
        try {
          return await storeOnce(options, call, page, changed, privacy);
        } catch (error) {
          if (!isDecidedAnew(error)) throw error;
          await admission.decidedAnew();
        }
      }
    },

    async sweep(): Promise<SweepResult> {
      const [missing] = await call('select deletion_id, found, held from find_missing_v1($1, $2, $3, $4, $5)', [
        tenantId,
        streamNo,
        runId,
        fence,
        options.newId(),
      ]);
      if (typeof missing?.deletion_id !== 'string') return { deleted: 0, held: undefined };
      if (missing.held === true) return { deleted: 0, held: { id: missing.deletion_id, found: Number(missing.found) } };
      return { deleted: await applyDeletion(call, tenantId, missing.deletion_id, options.now()), held: undefined };
    },
  };
}

type Call = (text: string, values: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;

async function storeOnce(
  { sealer, tenantId, streamNo, runId, fence, newId }: PageStoreOptions,
  call: Call,
  page: PageWrite,
  changed: readonly ChangedItem[],
  privacy: number | undefined,
): Promise<{ created: number; updated: number }> {
  const { records, rawItems } = recordsOf(changed);
  const rawId = rawItems.length > 0 ? newId() : null;
  const raw = rawId === null ? null : sealer.seal(sealedPlaces.rawPage(rawId), await packRawPage(streamNo, rawItems));
  const facts = jsonText({
    no: page.no,
    checkpoint: page.checkpoint,
    next_cursor: page.nextCursor,
    read: page.read,
    failed: page.failed,
    requests: page.requests,
    retries: page.retries,
    bytes: page.bytes,
    privacy,
  });
  const version = privacy === undefined ? 'store_page_v1' : 'store_page_v2';
  const [row] = await call(`select ${version}($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as result`, [
    tenantId,
    streamNo,
    runId,
    fence,
    facts,
    records,
    page.seen ?? null,
    rawId,
    raw,
    sealer.version,
  ]);
  const result = row?.['result'];
  if (typeof result === 'object' && result !== null && 'created' in result && 'updated' in result) {
    return { created: Number(result.created), updated: Number(result.updated) };
  }
  throw new Error(`${version} gave no result`);
}

/** The store was told of a decision about what may be stored that the caller did not know. */
export function isDecidedAnew(error: unknown): boolean {
  return error instanceof PlugboardError && error.details.meta?.['reason'] === 'decided_anew';
}

/** Tombstones a deletion's records in chunks, so that no lock is held for long. Goes on where an earlier call stopped. */
export async function applyDeletion(call: Call, tenantId: string, deletionId: string, asOfMs: number): Promise<number> {
  let deleted = 0;
  for (;;) {
    const [row] = await call('select o_deleted, o_left from apply_deletion_v1($1, $2, $3, $4)', [
      tenantId,
      deletionId,
      deletionsPerCall,
      asOfMs,
    ]);
    deleted += Number(row?.o_deleted ?? 0);
    if (Number(row?.o_left ?? 0) === 0) return deleted;
  }
}

/** Records as upsert_records_v1 takes them (JSON text), and the raw items in the order their numbers say. */
export function recordsOf(changed: readonly ChangedItem[]): { records: string; rawItems: RawItem[] } {
  const rawItems: RawItem[] = [];
  const records = changed.map((item) => {
    const number = item.raw === undefined ? null : rawItems.push({ key: item.key, raw: item.raw }) - 1;
    const data = item.data === null ? 'null' : storableJson(item.data);
    const problem = item.problem === null ? 'null' : jsonText({ message: item.problem });
    return `{"k":${jsonText(item.key)},"h":"${item.hash}","d":${data},"u":${item.changedMs},"a":${item.asOfMs},"x":${item.deleted},"n":${number},"p":${problem}}`;
  });
  return { records: `[${records.join(',')}]`, rawItems };
}

/** Repeats a call while the database is away, with growing pauses; gives up with the last error when patience ends. */
async function persistently<T>(options: PageStoreOptions, call: () => Promise<T>): Promise<T> {
  const until = options.now() + patienceMs;
  for (let wait = 50; ; wait = Math.min(wait * 2, 2000)) {
    try {
      return await call();
    } catch (error) {
      const away = error instanceof PlugboardError && error.code === 'storage_unavailable';
      if (!away || options.now() > until || options.signal.aborted) throw error;
      await pause(wait, undefined, { signal: options.signal });
    }
  }
}
