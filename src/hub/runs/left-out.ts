/** What a run of a partitioned stream could not read, for people: which parts, how many, and why. Used by run-endings.ts. */
import type { MissedPart } from '../../engine/ports.ts';
import type { PartsRead } from '../../engine/sync/part-cursor.ts';

/** So many parts are named; of the others only the number is told. */
const named = 20;

/** Undefined: nothing was left out. */
export function leftOut(
  parts: PartsRead | undefined,
): { readonly count: number; readonly first: readonly MissedPart[] } | undefined {
  if (parts === undefined || parts.missed.length === 0) return undefined;
  return { count: parts.missed.length, first: parts.missed.slice(0, named) };
}

/** ` 2 of 31 courses were left out: 7, 9 (Moodle answered 403 ...)...`; empty when nothing was. */
export function leftOutText(parts: PartsRead | undefined): string {
  const out = leftOut(parts);
  if (parts === undefined || out === undefined) return '';
  const { list } = parts;
  const groups = [...new Set(parts.missed.map(({ of }) => of))].map((of) => {
    const all = parts.missed.filter((part) => part.of === of);
    const some = all.slice(0, named).map(({ key }) => key);
    const more = all.length > some.length ? `, and ${all.length - some.length} more` : '';
    const whole = of === list.of ? ` of ${list.keys.length}` : '';
    return `${all.length}${whole} ${of} (${some.join(', ')}${more})`;
  });
  const why = out.first[0]?.message;
  return (
    `; left out, because they could not be read: ${groups.join(' and ')}` +
    `${why === undefined ? '' : `. First reason: ${why}`}. What is stored of them stays, nothing was deleted, and the next run tries them again`
  );
}
