/**
 * What a vendor tells of by itself (a feed of changes, a webhook) and when it was true; deletions it tells of by key alone: tombstones for
 * what we hold, and the vendor's own list of what was deleted.
 */
import type { Gone } from '../../contract/stream.ts';
import type { ChangedItem, Checkpoint } from '../ports.ts';
import type { PageWriter } from './page-writer.ts';
import { sinceOf, streamContext, type StreamRun } from './stream-run.ts';
import type { VendorClock } from './vendor-clock.ts';

const perCall = 1000;

/**
 * The moment of a change the vendor tells of, milliseconds. Most count in whole seconds: taking the end of the second, a change is never
 * refused in favour of a listing of that second.
 */
export function toldAt(at: string): number {
  const ms = Date.parse(at);
  return ms % 1000 === 0 ? ms + 999 : ms;
}

/** Tombstones of those that are stored and alive; the others are nothing to us. */
export async function tombstonesOf(
  run: StreamRun,
  gone: readonly { readonly key: string; readonly asOfMs: number }[],
): Promise<readonly ChangedItem[]> {
  const stored = gone.length === 0 ? [] : await run.store.probe(gone.map(({ key }) => key));
  return gone.flatMap(({ key, asOfMs }, i): ChangedItem[] => {
    const hash = stored[i];
    return hash === undefined
      ? []
      : [{ key, hash, raw: undefined, data: null, changedMs: null, asOfMs, deleted: true, problem: null }];
  });
}

/**
 * Asks for the vendor's list of deletions and stores them. Only after everything read has been stored: what was deleted while we
 * read would otherwise come back. `checkpoint`: that of a run that has read everything.
 */
export async function readGone(
  run: StreamRun,
  gone: Gone,
  checkpoint: Checkpoint | null,
  writer: PageWriter,
  vendorClock: VendorClock,
): Promise<void> {
  const request = gone.request(streamContext(run, sinceOf(run, run.stream, run.cursor)));
  if (request === undefined) return;
  const sentMs = run.clock.now();
  const response = await run.http.send(request);
  vendorClock.observe(response.headers['date'], run.clock.now());
  const asOfMs = vendorClock.asOf(sentMs);
  const keys = [...new Set(gone.keys(response.body))];
  for (let from = 0; from < keys.length; from += perCall) {
    run.signal.throwIfAborted();
    const changed = await tombstonesOf(
      run,
      keys.slice(from, from + perCall).map((key) => ({ key: key.toWellFormed(), asOfMs })),
    );
    if (changed.length === 0) continue;
    await writer.add({ read: changed.length, failed: 0, keys: changed.map(({ key }) => key), changed }, checkpoint);
  }
  await writer.finish();
}
