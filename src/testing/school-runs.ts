/** Runs of a stream as the hub makes them, against a {@link School}: what is kept between runs and attempts, in memory. */
import type { Stream } from '../contract/stream.ts';
import { memoryPageStore, type MemoryPageStore } from './memory-page-store.ts';
import type { Checkpoint, PartCursor, PartList } from '../engine/ports.ts';
import { partCursorAfter } from '../engine/sync/part-cursor.ts';
import { runStream, type RunResult } from '../engine/sync/run.ts';
import type { School } from './school-vendor.ts';
import type { StreamRun } from '../engine/sync/stream-run.ts';

export interface Kept {
  readonly school: School;
  readonly store: MemoryPageStore;
  readonly streams: Readonly<Record<string, Stream>>;
  readonly name: string;
  cursor: string | undefined;
  partCursor: PartCursor | undefined;
  /** Of the run under way: */
  run: Attempts | undefined;
}

interface Attempts {
  readonly mode: StreamRun['mode'];
  readonly startedMs: number;
  checkpoint: Checkpoint | undefined;
  pagesStored: number;
  partLists: readonly PartList[];
  nextCursor: string | undefined;
}

export function keep(school: School, name: string, streams: Kept['streams']): Kept {
  return { school, store: memoryPageStore(), streams, name, cursor: undefined, partCursor: undefined, run: undefined };
}

/** One attempt of a run: a new one (full when the stream was never read), or the one under way. Rejects as `runStream` does. */
export async function attempt(kept: Kept, change: Partial<StreamRun> = {}): Promise<RunResult> {
  const { school, store, streams } = kept;
  const stream = streams[kept.name];
  if (stream === undefined) throw new Error(`no stream "${kept.name}"`);
  const mode = change.mode ?? (kept.cursor === undefined && change.since === undefined ? 'full' : 'incremental');
  const fresh = { mode, startedMs: school.now, checkpoint: undefined, pagesStored: 0, partLists: [] };
  const run: Attempts = (kept.run ??= { ...fresh, nextCursor: undefined });
  const stored = store.pages.length;
  store.partLists = run.partLists;
  const result = await runStream({
    stream,
    streams,
    mode: run.mode,
    cursor: kept.cursor,
    since: undefined,
    settings: {},
    account: undefined,
    method: 'token',
    http: school,
    store,
    clock: { now: () => school.now, sleep: async () => undefined },
    signal: new AbortController().signal,
    startedMs: run.startedMs,
    checkpoint: run.checkpoint,
    pagesStored: run.pagesStored,
    partLists: run.partLists,
    partCursor: kept.partCursor,
    hasRecords: store.records.size > 0,
    ...change,
  }).finally(() => {
    run.nextCursor ??= store.pages[stored]?.nextCursor;
    run.partLists = store.partLists;
    const last = store.pages.length > stored ? store.pages.at(-1) : undefined;
    if (last === undefined) return;
    run.checkpoint = last.checkpoint ?? undefined;
    run.pagesStored = last.no;
  });
  kept.run = undefined;
  if (result.outcome !== 'complete' || run.nextCursor === undefined) return result;
  if (result.parts !== undefined) kept.partCursor = partCursorAfter(result.parts, run.nextCursor);
  const skipped = change.since !== undefined && (kept.cursor === undefined || change.since > kept.cursor);
  if (!skipped) kept.cursor = run.nextCursor;
  return result;
}

/** Keys of the records that are there, sorted. */
export function alive(store: MemoryPageStore): string[] {
  return [...store.records].flatMap(([key, { deleted }]) => (deleted ? [] : [key])).toSorted();
}
