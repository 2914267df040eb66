/** A vendor that ignores the page it is asked for would be read for ever. */
import { fail } from '../../contract/errors.ts';
import type { Place } from '../ports.ts';

/** Answers a watch to be told of each page: its part, its items' keys, and what is left. Throws `decode_failed` at the second sight of a page. */
export function repeats(): (part: string, keys: readonly string[], rest: Place | null) => void {
  let before: readonly string[] = [];
  let where = '';
  return (part, keys, rest) => {
    if (rest?.kind === 'list' && part === where && sameKeys(before, keys))
      throw fail('decode_failed', 'The list answered the same page twice.');
    before = keys;
    where = part;
  };
}

function sameKeys(one: readonly string[], other: readonly string[]): boolean {
  return one.length > 0 && one.length === other.length && one.every((key, i) => key === other[i]);
}
