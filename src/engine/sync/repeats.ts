/** A vendor that ignores the page it is asked for would be read for ever. */
import { fail } from '../../contract/errors.ts';
import type { Place } from '../ports.ts';

interface Seen {
  readonly part: string;
  readonly keys: readonly string[];
  readonly rest: Place | null;
  /** The part is read from its beginning again: then a page may well be seen a second time. */
  readonly anew: boolean;
}

/** Answers a watch to be told of each page. Throws `decode_failed` at the second sight of one. */
export function repeats(): (page: Seen) => void {
  let before: readonly string[] = [];
  let where = '';
  return ({ part, keys, rest, anew }) => {
    if (!anew && rest?.kind === 'list' && part === where && sameKeys(before, keys))
      throw fail('decode_failed', 'The list answered the same page twice.');
    before = keys;
    where = part;
  };
}

function sameKeys(one: readonly string[], other: readonly string[]): boolean {
  return one.length > 0 && one.length === other.length && one.every((key, i) => key === other[i]);
}
