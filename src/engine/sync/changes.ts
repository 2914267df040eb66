/**
 * Incremental reading from a feed of changes (newest first). The window is read whole before anything is stored, so that the
 * newest change of each key is known; the cursor moves only when the window is stored, so dying in between repeats it and
 * loses nothing.
 */
import { isJsonObject, type HttpRequest } from '../../contract/http.ts';
import type { Change, Incremental } from '../../contract/stream.ts';
import { toldAt, tombstonesOf } from './gone.ts';
import type { PageWriter } from './page-writer.ts';
import { prepare, type Prepared, type Sighting } from './prepare.ts';
import { sinceOf, streamContext, type StreamRun } from './stream-run.ts';
import type { VendorClock } from './vendor-clock.ts';

/** Past this many different keys a full pass is the cheaper and the smaller way. */
const maxChanges = 20_000;
const perCall = 500;

type ChangesStyle = Extract<Incremental, { style: 'changes' }>;

/** Answers why a full pass is needed instead, or undefined when the window was read and handed to the writer. */
export async function readChanges(
  run: StreamRun,
  style: ChangesStyle,
  writer: PageWriter,
  vendorClock: VendorClock,
): Promise<string | undefined> {
  const context = streamContext(run, sinceOf(run, run.stream, run.cursor));
  if (context.since === undefined) return 'There is no cursor yet.';
  if (run.startedMs - Date.parse(context.since) > style.changes.retentionMs)
    return "The last run is older than the vendor's list of changes.";
  const newest = new Map<string, Change>();
  let request: HttpRequest | undefined = style.changes.request({ ...context, since: context.since });
  for (let number = 1; request !== undefined; number += 1) {
    const response = await run.http.send(request);
    run.signal.throwIfAborted();
    vendorClock.observe(response.headers.date, run.clock.now());
    const items = style.changes.items(response.body);
    if (items.length >= (style.changes.most ?? Infinity))
      return `The vendor lists no more than ${items.length} changes, and there may have been more.`;
    for (const item of items) {
      if (!isJsonObject(item)) continue;
      const change = style.changes.change(item);
      if (change !== undefined && !newest.has(change.key)) newest.set(change.key, change);
    }
    if (newest.size > maxChanges) return `More than ${maxChanges} records changed since the last run.`;
    request = style.changes.paginate({ request, response, items, number });
  }
  const changes = [...newest.values()];
  for (let from = 0; from === 0 || from < changes.length; from += perCall) {
    await writer.add(await prepareChanges(run, changes.slice(from, from + perCall)), null);
  }
  return undefined;
}

async function prepareChanges(run: StreamRun, changes: readonly Change[]): Promise<Prepared> {
  const living = changes.filter((change) => change.item !== undefined);
  const gone = changes.filter((change) => change.item === undefined && change.deleted);
  const sightings = living.map((change): Sighting => ({
    item: change.item,
    asOfMs: toldAt(change.at),
    deleted: change.deleted,
  }));
  const prepared = await prepare(run.stream, sightings, run, run.store, true);
  const tombstones = await tombstonesOf(
    run,
    gone.map(({ key, at }) => ({ key, asOfMs: toldAt(at) })),
  );
  return {
    ...prepared,
    read: prepared.read + gone.length,
    keys: [...prepared.keys, ...gone.map((change) => change.key)],
    changed: [...prepared.changed, ...tombstones],
  };
}
