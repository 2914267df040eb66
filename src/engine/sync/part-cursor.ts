/**
 * The cursor of a partitioned stream: a moment for each part, because parts are not read together. A part that could not be read
 * keeps its older moment, a new one has none and is read from the beginning. Pure; partitions.ts reads it, the hub keeps what it
 * becomes when it writes down that a run is complete.
 */
import type { MissedPart, PartCursor, PartList } from '../ports.ts';

/** What a complete run did with the parts. */
export interface PartsRead {
  readonly list: PartList;
  /** Those that were left out, with the parts above them. */
  readonly missed: readonly MissedPart[];
  readonly before: PartCursor | undefined;
  /** Were they read from the beginning? */
  readonly full: boolean;
  /** The moment chosen by the caller, if any; ISO 8601. */
  readonly since: string | undefined;
}

/** The moment each known part was last read completely. */
export function momentsOf(cursor: PartCursor | undefined): Map<string, string> {
  const moments = new Map<string, string>();
  for (const [moment, keys] of Object.entries(cursor?.read ?? {})) for (const key of keys) moments.set(key, moment);
  return moments;
}

/** `moment`: when the run started, by the vendor's clock. */
export function partCursorAfter({ list, missed, before, full, since }: PartsRead, moment: string): PartCursor {
  const old = momentsOf(before);
  const left = new Set(missed.filter(({ of }) => of === list.of).map(({ key }) => key));
  const read = new Map<string, string[]>();
  const due = new Map<string, string[]>();
  const set = (key: string, at: string | undefined): void => {
    if (at !== undefined) entry(read, at).push(key);
  };
  for (const { of, key } of missed) entry(due, of).push(key);
  const wereDue = new Set(before?.due[list.of] ?? []);
  for (const key of list.keys) {
    const last = old.get(key);
    old.delete(key);
    // Reading from a moment somebody chose may have left out what lies between the last one and that.
    const covered = full || since === undefined || (last !== undefined && since <= last);
    set(key, covered && !left.has(key) ? moment : last);
    if (!covered && !left.has(key) && wereDue.has(key)) entry(due, list.of).push(key);
  }
  // What is not listed is gone, unless the list never meant to hold everything.
  if (!list.whole) for (const [key, last] of old) set(key, last);
  return { read: Object.fromEntries(read), due: Object.fromEntries(due) };
}

function entry(groups: Map<string, string[]>, name: string): string[] {
  const known = groups.get(name);
  if (known !== undefined) return known;
  const fresh: string[] = [];
  groups.set(name, fresh);
  return fresh;
}
