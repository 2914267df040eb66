/**
 * Which rows of a grown stream's file hold its items now: pure bookkeeping in typed arrays (8 bytes an item), rebuilt from the
 * list of touches whenever a stream is opened. Called by grown.ts.
 */

export interface GrownIndex {
  /** The newest row of each item, by item number. */
  readonly newest: Uint32Array;
  generation(item: number): number;
  /** These items have new rows, in this order, after all the others. */
  adopt(items: Uint32Array): void;
  /** Newest rows of the items this touch or a later one changed, in the order of the items: pages of a list that is walked by id
   * must not shift when more is touched meanwhile. */
  changedBy(touch: number): Uint32Array;
  /** The same rows, oldest first. */
  inOrder(rows: Uint32Array): Uint32Array;
}

/** The items a touch changes: that part of all, evenly spread, others each time, and always the same for the same touch. */
export function touchedItems(count: number, fraction: number, touch: number): Uint32Array {
  return numbers(0, count).filter((item) => {
    const shifted = item + touch * 7919;
    return Math.floor((shifted + 1) * fraction) > Math.floor(shifted * fraction);
  });
}

export function grownIndex(count: number, fractions: readonly number[]): GrownIndex {
  const newest = numbers(0, count);
  const generations = new Uint16Array(count);
  /** Item of each row beyond the first `count`, touch by touch. */
  const touches: Uint32Array[] = [];
  const changed = new Map<number, Uint32Array>();
  /** By what they were made from. Forgotten with the next touch, like all that is worked out from the rows. */
  let ordered = new WeakMap<Uint32Array, Uint32Array>();
  const firstRow = (touch: number) => touches.slice(0, touch).reduce((sum, items) => sum + items.length, count);

  function adopt(items: Uint32Array): void {
    const first = firstRow(touches.length);
    touches.push(items);
    items.forEach((item, place) => {
      newest[item] = first + place;
      generations[item] = (generations[item] ?? 0) + 1;
    });
    changed.clear();
    ordered = new WeakMap();
  }

  function changedBy(touch: number): Uint32Array {
    const known = changed.get(touch);
    if (known !== undefined) return known;
    const first = firstRow(touch);
    const rows = newest.filter((row) => row >= first);
    changed.set(touch, rows);
    return rows;
  }

  function inOrder(rows: Uint32Array): Uint32Array {
    const known = ordered.get(rows);
    if (known !== undefined) return known;
    const sorted = rows.toSorted();
    ordered.set(rows, sorted);
    return sorted;
  }

  fractions.forEach((fraction, touch) => adopt(touchedItems(count, fraction, touch)));
  return { newest, generation: (item) => generations[item] ?? 0, adopt, changedBy, inOrder };
}

function numbers(from: number, to: number): Uint32Array {
  const all = new Uint32Array(to - from);
  for (let place = 0; place < all.length; place++) all[place] = from + place;
  return all;
}
