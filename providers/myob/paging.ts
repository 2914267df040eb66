/**
 * Walking MYOB's lists. `NextPageLink` says whether there is more; where it is asked for is our own word, because the link names the host of a
 * region, which may not be the one we are allowed to call.
 *
 * Lists that know it are walked in the order of their change (or their day), and each page asks for what is at or after the last item seen, not
 * for the items after so many: when one before the place is deleted or edited meanwhile, the ones behind it move up, and one would slip
 * over the page boundary. Only within items of the very same moment is counted.
 */
import { fail, type HttpRequest, type Page, type Paginator, type Query } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { momentOf } from './values.ts';

/** The most MYOB gives. */
export const cardsAtOnce = 1000;
/** With their lines documents are large, and MYOB's gateway gives up on slow answers. */
export const documentsAtOnce = 400;

/** The field a list is walked by. */
export type WalkedBy = 'LastModified' | 'Date';

/** `LastModified ge datetime'2026-05-01T03:04:05.123'` */
export function atOrAfter(field: string, moment: string): string {
  return `${field} ge datetime'${moment.replace(/Z$/, '')}'`;
}

/** The beginning of a walk. */
export function firstPage(by: WalkedBy, size: number, since: string | undefined): Query {
  return { $orderby: by, $top: size, ...(since === undefined ? {} : { $filter: atOrAfter(by, since) }) };
}

/** Small lists are read whole, in the order MYOB gives them in. */
export const counting: Paginator = (page) =>
  hasMore(page) ? withQuery(page, { $skip: skipped(page) + page.items.length }) : undefined;

/** `also`: a condition that stays with each page. */
export function walking(by: WalkedBy, also?: string): Paginator {
  return (page) => {
    if (!hasMore(page)) return undefined;
    const moments = page.items.map((item) => momentOf(textAt(item, by)));
    const from = momentOf(
      /^(?:LastModified|Date) ge datetime'([^']*)'/.exec(String(page.request.query?.['$filter'] ?? ''))?.[1],
    );
    const last = moments.at(-1);
    // Who cannot rely on the order must count.
    const inOrder =
      page.request.query?.['$orderby'] === by &&
      moments.every((one, index) => one !== undefined && (index === 0 || (moments[index - 1] ?? '') <= one));
    if (last === undefined || !inOrder || last === from || (from !== undefined && last < from))
      return withQuery(page, { $skip: skipped(page) + page.items.length });
    const bound = atOrAfter(by, by === 'Date' ? last.slice(0, 19) : last);
    return withQuery(page, { $filter: also === undefined ? bound : `${bound} and ${also}`, $skip: undefined });
  };
}

function hasMore({ response, items }: Page): boolean {
  if (textAt(response.body, 'NextPageLink') === undefined) return false;
  if (items.length === 0) throw fail('decode_failed', 'MYOB answered an empty page and said that there is more.');
  return true;
}

function skipped({ request }: Page): number {
  const skip = Number(request.query?.['$skip'] ?? 0);
  return Number.isSafeInteger(skip) ? skip : 0;
}

function withQuery({ request }: Page, changes: Query): HttpRequest {
  return { ...request, query: { ...request.query, ...changes } };
}
