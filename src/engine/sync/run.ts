/**
 * One run of one stream: fetch, prepare, store, page after page. The next page is fetched while this one is prepared and the
 * previous one stored. Knows no provider and no database. Called by the hub, which decides mode, cursor and lease.
 *
 * What makes it safe to kill anywhere: a page and the request that follows it are committed together, so a successor starts at
 * the first page that was not stored.
 */
import { PlugboardError } from '../../contract/errors.ts';
import type { SweepResult } from '../ports.ts';
import { readChanges } from './changes.ts';
import { readGone } from './gone.ts';
import { nextPage, sourceOf } from './next-page.ts';
import { PageWriter } from './page-writer.ts';
import type { PartsRead } from './part-cursor.ts';
import { lastPlace, listParts, readParts } from './partitions.ts';
import { repeats } from './repeats.ts';
import { sinceOf, type StreamRun } from './stream-run.ts';
import { VendorClock } from './vendor-clock.ts';
import { walk } from './walk.ts';

export type RunResult =
  | {
      readonly outcome: 'complete';
      /** Undefined: not looked for (not a full pass, or parts had to be left out). */
      readonly swept: SweepResult | undefined;
      /** Of a partitioned stream. */
      readonly parts: PartsRead | undefined;
    }
  /** The account does not have this feature; nothing was read. */
  | { readonly outcome: 'absent'; readonly reason: string }
  /** The change feed does not reach back far enough, or holds too much: a full pass is due. */
  | { readonly outcome: 'full_needed'; readonly reason: string };

/** Throws PlugboardError when the run cannot go on; what was stored stays, with its checkpoint. */
export async function runStream(run: StreamRun): Promise<RunResult> {
  const tooLate = beyondRetention(run);
  if (tooLate !== undefined) return { outcome: 'full_needed', reason: tooLate };
  const vendorClock = new VendorClock(run.clock, run.startedMs);
  const listed = run.stream.partitions === undefined ? undefined : await listParts(run, vendorClock);
  if (listed !== undefined && 'absent' in listed) return { outcome: 'absent', reason: listed.absent };
  const writer = new PageWriter(run, vendorClock);
  let parts: PartsRead | undefined;
  try {
    if (run.mode === 'incremental' && run.stream.incremental.style === 'changes') {
      const reason = await readChanges(run, run.stream.incremental, writer, vendorClock);
      if (reason !== undefined) return { outcome: 'full_needed', reason };
    } else if (listed === undefined) {
      await readList(run, writer, vendorClock);
    } else {
      const read = await readParts(run, listed, writer, vendorClock);
      if ('absent' in read) return { outcome: 'absent', reason: read.absent };
      parts = read;
    }
    await writer.finish();
    if (run.stream.gone !== undefined) {
      const end = parts === undefined ? null : lastPlace(parts);
      await readGone(run, run.stream.gone, end, writer, vendorClock);
    }
  } catch (error) {
    await writer.settle();
    const { absentOn } = run.stream;
    if (absentOn !== undefined && error instanceof PlugboardError && writer.pagesWritten === 0) {
      const codes: readonly string[] = absentOn.codes;
      if (codes.includes(error.code)) return { outcome: 'absent', reason: absentOn.reason };
    }
    throw error;
  }
  const sweeps = run.mode === 'full' && run.stream.deletions !== 'never' && (parts?.missed ?? []).length === 0;
  return { outcome: 'complete', swept: sweeps ? await run.store.sweep() : undefined, parts };
}

/** Why the vendor's list can no longer be filtered from where this run would start. */
function beyondRetention(run: StreamRun): string | undefined {
  const { incremental } = run.stream;
  if (incremental.style !== 'updated_since' || incremental.retentionMs === undefined) return undefined;
  const since = sinceOf(run, run.stream, run.cursor);
  return since !== undefined && run.startedMs - Date.parse(since) > incremental.retentionMs
    ? 'The last run is older than what the vendor can list changes of.'
    : undefined;
}

/** Reads a stream that is one list. */
async function readList(run: StreamRun, writer: PageWriter, vendorClock: VendorClock): Promise<void> {
  // Already complete: the process died between the last page and the end of the run.
  if (run.checkpoint === undefined && run.pagesStored > 0) return;
  const since = sinceOf(run, run.stream, run.cursor);
  const place = run.checkpoint?.kind === 'partition' ? undefined : run.checkpoint;
  const walking = walk(
    sourceOf(run, writer, vendorClock, () => since),
    [''],
    0,
    place,
  );
  const repeated = repeats();
  const step = async (): Promise<boolean> => {
    const next = await nextPage(walking, run, writer);
    if (next === undefined) return false;
    if ('refused' in next) throw next.refused;
    repeated({ part: next.part, keys: next.page.keys, rest: next.rest, anew: next.anew });
    await writer.add(next.page, next.rest);
    return true;
  };
  try {
    while (await step());
  } finally {
    walking.close();
  }
}
