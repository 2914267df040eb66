/** What every fault test is given and answers, and the seeded randomness that makes a run repeatable. */

export interface FaultOptions {
  /** How often the fault strikes, or how many requests are made under it. */
  readonly rounds: number;
  /** Printed with the result; the same seed gives the same sequence of events. */
  readonly seed: number;
  /** A migrated database of its own: as the owner of its tables, and as the application role. */
  readonly ownerUrl: string;
  readonly appUrl: string;
}

export interface FaultResult {
  readonly id: string;
  readonly rounds: number;
  /** Things that should be there and are not. */
  readonly lost: number;
  /** Things that are there more often than they should be. */
  readonly doubled: number;
  readonly passed: boolean;
  /** For people: what was done and what was seen. */
  readonly detail: string;
}

export interface SeededRandom {
  /** In [0, 1). */
  next(): number;
  /** A whole number below `end`. */
  below(end: number): number;
  pick<T>(list: readonly T[]): T;
}

/** mulberry32: small, good enough to choose what happens next. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    pick: (list) => {
      const item = list[below(list.length)];
      if (item === undefined) throw new Error('there is nothing to pick from');
      return item;
    },
  };
}
