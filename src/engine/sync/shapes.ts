/**
 * What the items of a stream look like: which fields they have, three levels deep, and of which JSON types these are. Noted while an item's
 * canonical bytes are written (canonical.ts), which looks at every value anyway; a field whose type is known costs a comparison of two bits.
 * Two such notes tell what a vendor has changed. Names only, never a value.
 */

/** A bit for each type. */
export const typeBits = { null: 1, boolean: 2, number: 4, string: 8, object: 16, list: 32 } as const;
export type TypeName = keyof typeof typeBits;
const typeNames: readonly [TypeName, number][] = [
  ['null', 1],
  ['boolean', 2],
  ['number', 4],
  ['string', 8],
  ['object', 16],
  ['list', 32],
];

/** Path -> bits of the types it was seen with. `lines[].amount`; a point or bracket of a name has a backslash before it. */
export type Paths = ReadonlyMap<string, number>;

/** Levels of fields that are looked at. */
const levels = 3;
/** More than any real vendor has; past one of them nothing is learned of the stream any more. */
const maxPaths = 2_000;
const maxCharacters = 100_000;
/** Sets of keys an object was seen with, kept for speed: past that they are noted anew. */
const maxSpots = 64;

/** Where the types of an object's fields, or of a list's elements, are noted. */
export interface Spot {
  /** What is known, by the field's place among the sorted keys; of a list one for all elements. */
  readonly masks: Uint8Array;
  /** A type that is not in the mask. */
  learn(at: number, bit: number): void;
  /** For the fields of an object that stands there; undefined: it is not looked into. */
  object(at: number): ObjectSpots | undefined;
  /** For the elements of a list that stands there. */
  list(at: number): Spot | undefined;
}

/** By the sorted keys an object has; the same list of keys is the same object each time. */
export interface ObjectSpots {
  of(keys: readonly string[]): Spot;
}

export interface ShapeWatch {
  /** Undefined: nothing is learned any more. */
  root(): ObjectSpots | undefined;
  /** What was known before, and was seen. */
  readonly paths: Paths;
  /** There are too many fields to be remembered: the vendor uses names as values. */
  readonly givenUp: boolean;
}

/** `known`: from earlier runs; not changed. */
export function watchShapes(known: Paths): ShapeWatch {
  const paths = new Map(known);
  let characters = 0;
  for (const path of known.keys()) characters += path.length;
  let givenUp = false;
  const learn = (path: string, bit: number): void => {
    if (givenUp) return;
    const before = paths.get(path);
    if (before === undefined) characters += path.length;
    givenUp = characters > maxCharacters || (before === undefined && paths.size >= maxPaths);
    if (!givenUp) paths.set(path, (before ?? 0) | bit);
  };
  const root = objectSpots('', levels, learn);
  return {
    root: () => (givenUp ? undefined : root),
    paths,
    get givenUp() {
      return givenUp;
    },
  };
}

type Learn = (path: string, bit: number) => void;

function objectSpots(path: string, left: number, learn: Learn): ObjectSpots {
  const spots = new Map<readonly string[], Spot>();
  let lastKeys: readonly string[] | undefined;
  let last: Spot | undefined;
  return {
    of: (keys) => {
      // Most often like the one before.
      if (keys === lastKeys && last !== undefined) return last;
      lastKeys = keys;
      last = spots.get(keys);
      if (last !== undefined) return last;
      if (spots.size >= maxSpots) spots.clear();
      last = spotOf(
        keys.map((key) => (path === '' ? segment(key) : `${path}.${segment(key)}`)),
        { left: left - 1, lists: true },
        learn,
      );
      spots.set(keys, last);
      return last;
    },
  };
}

/** `left`: levels of objects that are looked into. `lists`: lists, too; those in lists are not. */
function spotOf(
  paths: readonly string[],
  { left, lists }: { readonly left: number; readonly lists: boolean },
  learn: Learn,
): Spot {
  const masks = new Uint8Array(paths.length);
  const objects: (ObjectSpots | undefined)[] = Array.from({ length: paths.length });
  const elements: (Spot | undefined)[] = Array.from({ length: paths.length });
  const pathOf = (at: number): string => paths[at] ?? '';
  return {
    masks,
    learn: (at, bit) => {
      masks[at] = (masks[at] ?? 0) | bit;
      learn(pathOf(at), bit);
    },
    object: (at) => objects[at] ?? (left > 0 ? (objects[at] = objectSpots(pathOf(at), left, learn)) : undefined),
    list: (at) =>
      elements[at] ?? (lists ? (elements[at] = spotOf([`${pathOf(at)}[]`], { left, lists: false }, learn)) : undefined),
  };
}

const idLike = /^(\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,}|\d{4}-\d\d-\d\d.*)$/i;

/** Ids and dates as names are all the same field, and so is what is too long for a name. */
function segment(key: string): string {
  if (key.length > 100 || idLike.test(key)) return '*';
  return key.toWellFormed().replaceAll(/[\\.[\0]/g, (sign) => (sign === '\0' ? '?' : `\\${sign}`));
}

export interface Drift {
  readonly path: string;
  /** Those seen in this run that are new; of a new field all. */
  readonly types: readonly TypeName[];
  /** Undefined: the field is new. */
  readonly types_before?: readonly TypeName[];
}

/**
 * What is new. A new field counts once, without the fields in it; what a list holds, or an object that was never there before, is no news. Nor is
 * that a value can be missing, or is there where it was only ever null.
 */
export function driftOf(before: Paths, after: Paths): readonly Drift[] {
  const byPath = [...after].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return byPath.flatMap(([path, types]): Drift[] => {
    const known = before.get(path);
    if (known === undefined) return isNews(before, path) ? [{ path, types: namesOf(types) }] : [];
    const more = types & ~known & ~typeBits.null;
    if (more === 0 || (known & ~typeBits.null) === 0) return [];
    return [{ path, types: namesOf(more), types_before: namesOf(known) }];
  });
}

/** Does it stand in something that was looked into before? */
function isNews(before: Paths, path: string): boolean {
  if (path.endsWith('[]')) return false;
  const parent = /^(.*[^\\](?:\\\\)*)\.(?:\\.|[^.\\])*$/s.exec(path)?.[1];
  return parent === undefined || ((before.get(parent) ?? 0) & typeBits.object) !== 0;
}

function namesOf(types: number): readonly TypeName[] {
  return typeNames.flatMap(([name, bit]) => ((types & bit) === 0 ? [] : [name]));
}
