/**
 * How the contract's lists are asked for and walked: numbered pages of up to 100, in the order of the last change. What changes while we
 * read moves to the end and everything behind it moves up by one, which would put an item onto a page already read. So a page is followed
 * by the list from its last moment on, wherever the order can be seen, and by the next number only where it cannot. Called by streams.ts.
 */
import type { HttpRequest, JsonObject, Page, Query, StreamContext } from 'plugboard/contract';
import { at, fromIso, lastChange, textAt } from 'plugboard/kit';

/** The most the contract allows. */
export const pageSize = 100;

export function listRequest(path: string, { since }: Pick<StreamContext, 'since'>): HttpRequest {
  // Archived rows stay in the list, and are how we learn that they are gone.
  return { url: path, query: { include_archived: true, updated_since: since, per_page: pageSize, page: 1 } };
}

export function changedAt(item: unknown): string | undefined {
  return fromIso(textAt(item, 'updated_at'));
}

function isLast({ response, items }: Page): boolean {
  // Not said by every installation: then an empty page is the end.
  return items.length === 0 || at(response.body, 'meta.next_page') === null;
}

function nextNumber(page: Page): HttpRequest | undefined {
  const query: Query = page.request.query ?? {};
  return isLast(page) ? undefined : { ...page.request, query: { ...query, page: Number(query['page'] ?? 1) + 1 } };
}

export const pages = lastChange({
  paginate: nextNumber,
  at: changedAt,
  from: ({ query }) => fromIso(query?.['updated_since']),
  again: (request, moment) => ({ ...request, query: { ...request.query, updated_since: moment, page: 1 } }),
});

/** Archived rows are gone. */
export function isArchived(item: JsonObject): boolean {
  return textAt(item, 'archived_at') !== undefined || textAt(item, 'status') === 'archived';
}

/** Decided by somebody with the right to. The words are compared without their capitals, which partners' guides write. */
export function isApproved(item: JsonObject): boolean {
  return textAt(item, 'approval_status')?.trim().toLowerCase() === 'approved';
}
