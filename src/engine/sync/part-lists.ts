/**
 * Which parts a partitioned stream has: its parent stream is listed by its own declaration, for the items' keys only, and so is the
 * parent's parent. Listing ten thousand students' enrolments takes as many calls, so what was listed is kept on the way: a run that
 * was interrupted goes on listing where it stopped, and walks the same parts in every attempt.
 */
import { fail, PlugboardError } from '../../contract/errors.ts';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import type { Partitions, Stream } from '../../contract/stream.ts';
import type { MissedPart, PartCursor, PartList } from '../ports.ts';
import { momentsOf } from './part-cursor.ts';
import { repeats } from './repeats.ts';
import { sinceOf, streamContext, type StreamRun } from './stream-run.ts';
import type { VendorClock } from './vendor-clock.ts';
import { walk, type Found, type Refused, type Source } from './walk.ts';

/** How long listing may go on before what was found is kept, milliseconds. */
const keepEveryMs = 10_000;
/** So many parts that were left out are kept with the provider's words. */
const withWords = 20;

/** A list of parts that has to be made: the uppermost first, the stream's own parts last. */
interface Level {
  /** The stream that lists them, and its name. */
  readonly of: string;
  readonly stream: Stream;
  /** Whose parts they are says how to find their keys. */
  readonly by: Partitions;
  /** Only parts that have changed since this moment are wanted; undefined: all. */
  readonly since: string | undefined;
}

/** The parent's stream is not offered to this account. */
export interface AbsentParent {
  readonly absent: string;
}

/** The stream's own parts, if all of them were listed. */
export function completeList({ stream }: StreamRun, kept: readonly PartList[]): PartList | undefined {
  const [only] = kept;
  return kept.length === 1 && only?.of === stream.partitions?.of && only?.after === undefined ? only : undefined;
}

/** `kept`: what an earlier attempt of this run had listed of it. Throws what keeps the list from being complete. */
export async function makeList(
  run: StreamRun,
  kept: readonly PartList[],
  before: PartCursor | undefined,
  vendorClock: VendorClock,
): Promise<PartList | AbsentParent> {
  const levels = levelsOf(run);
  const last = levels.at(-1);
  let lists = kept.every((list, i) => list.of === levels[i]?.of) ? kept : [];
  for (const [i, level] of levels.entries()) {
    const begun = lists[i];
    if (begun !== undefined && begun.after === undefined) continue;
    const above = lists.slice(0, i);
    const listing: Listing = {
      ...level,
      above: above.at(-1),
      begun,
      due: level.since === undefined ? [] : (before?.due[level.of] ?? []),
      read: level === last && level.since !== undefined ? momentsOf(before) : undefined,
      chosen: run.since !== undefined,
      keep: (list) => run.store.keepParts([...above, list]),
    };
    const list = await listLevel(run, listing, vendorClock);
    if ('absent' in list) return list;
    lists = level === last ? [list] : [...above, list];
    await run.store.keepParts(lists);
  }
  const made = lists[0];
  if (made === undefined) throw new Error('only a partitioned stream has parts');
  return made;
}

function levelsOf(run: StreamRun): readonly Level[] {
  const levels: Level[] = [];
  let narrow = run.mode === 'incremental';
  for (let by = run.stream.partitions; by !== undefined; by = levels[0]?.stream.partitions) {
    const stream = run.streams[by.of];
    if (stream === undefined) throw new Error(`there is no stream "${by.of}" to list parts`);
    narrow &&= by.onlyChanged === true;
    levels.unshift({ of: by.of, stream, by, since: narrow ? sinceOf(run, stream, run.cursor) : undefined });
  }
  return levels;
}

interface Listing extends Level {
  /** The parts of the stream that lists them; undefined: it has none. */
  readonly above: PartList | undefined;
  /** What an earlier attempt had found. */
  readonly begun: PartList | undefined;
  /** Left out by the last run. */
  readonly due: readonly string[];
  /** When parts were last read; undefined: nobody knows, or they are all wanted. */
  readonly read: ReadonlyMap<string, string> | undefined;
  /** Is `since` a moment that the caller chose? */
  readonly chosen: boolean;
  keep(list: PartList): Promise<void>;
}

async function listLevel(run: StreamRun, listing: Listing, vendorClock: VendorClock): Promise<PartList | AbsentParent> {
  const { of, above, begun, stream, since } = listing;
  const upper = above?.keys ?? [''];
  const keys = new Set(begun?.keys);
  const deleted = new Set<string>();
  let { after, missed = above?.missed ?? [] } = begun ?? {};
  let keptMs = run.clock.now();
  let news = false;
  const list = (): PartList => ({ of, keys: [...keys], whole: false, after, missed });
  const walking = walk(sourceOf(run, listing, vendorClock), upper, after === undefined ? 0 : placeAfter(upper, after));
  const repeated = repeats();
  try {
    for (let found = await walking.next(); found !== undefined; found = await walking.next()) {
      const done = 'refused' in found || found.rest === null;
      if ('refused' in found) missed = leaveOut(found, stream.partitions, missed);
      else repeated({ ...found, keys: gather(found, listing, keys, deleted) });
      if (!done || above === undefined) continue;
      after = found.part;
      news = true;
      if (run.clock.now() - keptMs < keepEveryMs) continue;
      await listing.keep(list());
      keptMs = run.clock.now();
      news = false;
    }
  } catch (error) {
    if (news) await keptAnyway(() => listing.keep(list()));
    const { absentOn } = stream;
    const codes: readonly string[] = absentOn?.codes ?? [];
    if (absentOn !== undefined && keys.size === 0 && error instanceof PlugboardError && codes.includes(error.code))
      return { absent: absentOn.reason };
    throw error;
  } finally {
    walking.close();
  }
  const absent = above === undefined ? undefined : nothingReadable(stream, above, missed);
  if (absent !== undefined) return { absent };
  for (const key of listing.due) if (!deleted.has(key)) keys.add(key);
  // By code units, so that every process agrees.
  return { of, keys: [...keys].toSorted(), whole: since === undefined && missed.length === 0, missed };
}

/**
 * A parent that is partitioned itself is listed whole, and what has not changed left out here ({@link unchanged}): asked for changes
 * only, it would not show what lies in a part that is new to us.
 */
function sourceOf(run: StreamRun, { stream, above, since }: Listing, vendorClock: VendorClock): Source {
  const { http, clock, signal } = run;
  const asked = above === undefined ? since : undefined;
  const context = (part: string) => streamContext(run, asked, part);
  return { stream, http, clock, vendorClock, signal, context, keysOnly: true, room: () => Promise.resolve() };
}

/** Adds the keys of a page's items, and answers them. */
function gather(found: Found, listing: Listing, keys: Set<string>, deleted: Set<string>): readonly string[] {
  const { stream, by } = listing;
  const met: string[] = [];
  for (const item of found.items) {
    if (!isJsonObject(item)) continue;
    const own = stream.key(item)?.toWellFormed();
    if (own !== undefined) met.push(own);
    const isGone = by.key === undefined && stream.deleted?.(item) === true;
    const key = by.key === undefined ? own : by.key(item)?.toWellFormed();
    if (key === undefined || key === '' || key.includes('\u0000') || key.length > 1000) continue;
    if (isGone) {
      deleted.add(key);
      continue;
    }
    if (!unchanged(listing, item, key)) keys.add(key);
  }
  return met;
}

/** Surely the same as when the part was last read? Measured by the part's own moment, because parts are not all read in the same run. */
function unchanged({ stream, above, since, read, chosen }: Listing, item: JsonObject, key: string): boolean {
  const last = read?.get(key);
  if (above === undefined || since === undefined || last === undefined) return false;
  const changed = Date.parse(stream.updatedAt?.(item) ?? '');
  const { incremental } = stream;
  const lookbackMs = incremental.style === 'none' ? 0 : incremental.lookbackMs;
  return changed < (chosen ? Date.parse(since) : Date.parse(last) - lookbackMs);
}

/** Number of the first part behind this one. */
export function placeAfter(keys: readonly string[], key: string): number {
  const at = keys.findIndex((one) => one > key);
  return at < 0 ? keys.length : at;
}

/** The parts left out so far with one more, or without when the refusal means that it is empty. Throws what is not about the part. */
export function leaveOut(
  { part, refused }: Refused,
  by: Partitions | undefined,
  missed: readonly MissedPart[],
): readonly MissedPart[] {
  if (by === undefined || !(refused instanceof PlugboardError)) throw refused;
  if (by.emptyOn?.(refused) === true) return missed;
  const { code, message } = refused;
  if (code !== 'permission_denied' && code !== 'not_found') throw refused;
  return [...missed, { of: by.of, key: part, code, ...(missed.length < withWords ? { message } : {}) }];
}

/**
 * When not a single part could be read, it is no longer about parts. Answers why the account lacks the stream, or throws the refusal;
 * undefined when it is neither.
 */
export function nothingReadable(
  { absentOn }: Stream,
  { of, keys }: Pick<PartList, 'of' | 'keys'>,
  missed: readonly MissedPart[],
): string | undefined {
  const here = missed.filter((one) => one.of === of);
  const [first] = here;
  if (first === undefined || here.length < keys.length) return undefined;
  const codes: readonly string[] = absentOn?.codes ?? [];
  if (absentOn !== undefined && here.every(({ code }) => codes.includes(code))) return absentOn.reason;
  if (here.some(({ code }) => code !== 'permission_denied')) return undefined;
  throw fail('permission_denied', first.message ?? `None of the ${keys.length} ${of} may be read.`);
}

/** On the way out: the error that ends the run is the one to tell. */
async function keptAnyway(keep: () => Promise<void>): Promise<void> {
  try {
    await keep();
  } catch (error) {
    if (!(error instanceof PlugboardError)) throw error;
  }
}
