/** A PageStore in memory with the guarantees of the real one (all or nothing, a repeated page changes nothing), for tests. */
import { fail } from '../contract/errors.ts';
import type { ChangedItem, PageStore, PageWrite, PartList, SweepResult } from '../engine/ports.ts';

export interface MemoryRecord {
  readonly hash: string;
  readonly data: object | null;
  readonly changedMs: number | null;
  readonly asOfMs: number;
  readonly deleted: boolean;
  readonly problem: string | null;
}

export interface MemoryPageStore extends PageStore {
  readonly records: Map<string, MemoryRecord>;
  readonly pages: PageWrite[];
  /** Of the run under way. */
  partLists: readonly PartList[];
  /** How often a record was written. */
  readonly writes: Map<string, number>;
  /** From this page number on, storing fails. */
  failFrom: number;
}

export function memoryPageStore(): MemoryPageStore {
  const records = new Map<string, MemoryRecord>();
  const writes = new Map<string, number>();
  const pages: PageWrite[] = [];
  let seen = new Set<string>();
  const write = (item: ChangedItem): 'created' | 'updated' | 'same' => {
    const old = records.get(item.key);
    if (old !== undefined) {
      const known = item.changedMs !== null && old.changedMs !== null ? item.changedMs - old.changedMs : 0;
      const later = known || item.asOfMs - old.asOfMs;
      if (later < 0 || (old.hash === item.hash && old.deleted === item.deleted)) return 'same';
    }
    records.set(item.key, { ...item, data: item.data === null ? (old?.data ?? null) : parsed(item.data) });
    writes.set(item.key, (writes.get(item.key) ?? 0) + 1);
    return old === undefined ? 'created' : 'updated';
  };
  const store: MemoryPageStore = {
    records,
    pages,
    writes,
    partLists: [],
    failFrom: Number.POSITIVE_INFINITY,
    async probe(keys) {
      return keys.map((key) => (records.get(key)?.deleted === false ? records.get(key)?.hash : undefined));
    },
    async store(page) {
      if (page.no >= store.failFrom) throw fail('storage_unavailable', 'The database is away.');
      pages.push(page);
      if (page.no === 1) seen = new Set();
      for (const key of page.seen ?? []) seen.add(key);
      const outcomes = page.changed.map(write);
      return {
        created: outcomes.filter((o) => o === 'created').length,
        updated: outcomes.filter((o) => o === 'updated').length,
      };
    },
    async keepParts(lists) {
      store.partLists = lists;
    },
    async sweep(): Promise<SweepResult> {
      const missing = [...records].filter(([key, record]) => !record.deleted && !seen.has(key));
      for (const [key, record] of missing) records.set(key, { ...record, deleted: true });
      return { deleted: missing.length, held: undefined };
    },
  };
  return store;
}

function parsed(text: string): object | null {
  const data: unknown = JSON.parse(text);
  return typeof data === 'object' ? data : null;
}
