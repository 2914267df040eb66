/**
 * Reading a stream part by part (course by course): every part that part-lists.ts found, in the order of their keys, each an ordinary
 * list. A page is stored with the part and the place in it, so that a successor goes on exactly there; a part that may not be
 * read is left out and remembered.
 */
import type { Checkpoint, MissedPart, PartCursor, PartList, Place } from '../ports.ts';
import { nextPage, sourceOf } from './next-page.ts';
import type { PageWriter } from './page-writer.ts';
import { momentsOf, type PartsRead } from './part-cursor.ts';
import { completeList, leaveOut, makeList, nothingReadable, placeAfter, type AbsentParent } from './part-lists.ts';
import type { Prepared } from './prepare.ts';
import { repeats } from './repeats.ts';
import { sinceOf, type StreamRun } from './stream-run.ts';
import type { VendorClock } from './vendor-clock.ts';
import { walk } from './walk.ts';

/** The parts a run is about to read. */
export interface Listed {
  readonly list: PartList;
  readonly before: PartCursor | undefined;
  /** Where an earlier attempt stopped reading them. */
  readonly resumed: Extract<Checkpoint, { kind: 'partition' }> | undefined;
}

/** Lists the parts, or goes on with what an earlier attempt of the run had listed. */
export async function listParts(run: StreamRun, vendorClock: VendorClock): Promise<Listed | AbsentParent> {
  const { partLists, partCursor } = run;
  // Without the stream's own cursor that of its parts is worth nothing: it may be that of another account.
  const before = run.cursor === undefined ? undefined : partCursor;
  const known = completeList(run, partLists);
  if (known !== undefined)
    return { list: known, before, resumed: run.checkpoint?.kind === 'partition' ? run.checkpoint : undefined };
  const list = await makeList(run, partLists, before, vendorClock);
  return 'absent' in list ? list : { list, before, resumed: undefined };
}

const nothing: Prepared = { read: 0, failed: 0, keys: [], changed: [], unchanged: [] };

/** Reads the parts and hands their pages to the writer. Throws what is not about one part; the run goes on at the same part later. */
export async function readParts(
  run: StreamRun,
  { list, before, resumed }: Listed,
  writer: PageWriter,
  vendorClock: VendorClock,
): Promise<PartsRead | AbsentParent> {
  const moments = momentsOf(before);
  const source = sourceOf(run, writer, vendorClock, (part) => sinceOf(run, run.stream, moments.get(part)));
  const place = resumed?.inner ?? undefined;
  const walking = walk(source, list.keys, resumed === undefined ? 0 : placeIn(list.keys, resumed), place);
  const repeated = repeats();
  let missed = resumed?.missed ?? list.missed;
  const step = async (): Promise<boolean> => {
    const next = await nextPage(walking, run, writer);
    if (next === undefined) return false;
    if ('refused' in next) {
      missed = leaveOut(next, run.stream.partitions, missed);
      await writer.add(nothing, placeOf(next.part, null, missed));
    } else {
      repeated({ part: next.part, keys: next.page.keys, rest: next.rest, anew: next.anew });
      await writer.add(next.page, placeOf(next.part, next.rest, missed));
    }
    return true;
  };
  try {
    // That there is nothing to read is stored as well, so that it counts as read.
    if (list.keys.length === 0) await writer.add(nothing, placeOf('', null, missed));
    while (await step());
  } finally {
    walking.close();
  }
  const absent = nothingReadable(run.stream, list, missed);
  if (absent !== undefined) return { absent };
  return { list, missed, before, full: run.mode === 'full', since: run.since };
}

/** Where a run is that has read everything. */
export function lastPlace({ list, missed }: PartsRead): Checkpoint {
  return placeOf(list.keys.at(-1) ?? '', null, missed);
}

function placeOf(partition: string, inner: Place | null, missed: readonly MissedPart[]): Checkpoint {
  return { kind: 'partition', partition, inner, missed };
}

function placeIn(keys: readonly string[], { partition, inner }: NonNullable<Listed['resumed']>): number {
  return inner === null ? placeAfter(keys, partition) : keys.indexOf(partition);
}
