/**
 * Pages of a sandbox's list: the seeded (and written) items first, then those grown for load, which come from the host as ready
 * bytes and are passed on without being parsed or copied. Called by list routes.
 */
import type { GrownList, JsonObject } from 'plugboard/contract';

export interface ListPage {
  /** The items as JSON joined by commas, without brackets; put an envelope round them with `envelope`. */
  readonly parts: readonly Buffer[];
  /** Items on this page. */
  readonly count: number;
  /** Items in the whole list. */
  readonly total: number;
  /** Are there items after this page? */
  readonly more: boolean;
}

const comma = Buffer.from(',');

/** Items `from` (0 is the first) to `from + count` of the seeded items followed by the grown ones. */
export function pageOf(list: {
  readonly seeded: readonly JsonObject[];
  readonly grown: GrownList | undefined;
  readonly from: number;
  readonly count: number;
}): ListPage {
  const total = list.seeded.length + (list.grown?.count ?? 0);
  const from = Math.min(Math.max(0, list.from), total);
  const to = Math.min(from + Math.max(0, list.count), total);
  const own = list.seeded.slice(from, to);
  const parts: Buffer[] = own.length === 0 ? [] : [Buffer.from(own.map((item) => JSON.stringify(item)).join(','))];
  const grownFrom = Math.max(from, list.seeded.length) - list.seeded.length;
  const grownTo = to - list.seeded.length;
  if (list.grown !== undefined && grownTo > grownFrom) {
    if (parts.length > 0) parts.push(comma);
    parts.push(list.grown.slice(grownFrom, grownTo));
  }
  return { parts, count: to - from, total, more: to < total };
}

/** A response body: `before`, the items, `after` (`{"data":[` ... `]}`). */
export function envelope(before: string, page: ListPage, after: string): readonly Buffer[] {
  return [Buffer.from(before), ...page.parts, Buffer.from(after)];
}
