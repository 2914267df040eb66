/**
 * How Brightspace's lists are asked for and walked. Paths carry the version of the API agreed on when the site was connected; there are
 * two kinds of pages, one led on by a bookmark, one by the whole address of the next page. Called by streams.ts, site.ts and actions.ts.
 */
import { fail, isJsonObject, type Account, type JsonObject, type Page, type Paginator } from 'plugboard/contract';
import { at, cursor, nextUrl, textAt } from 'plugboard/kit';

export type Product = 'lp' | 'le';

/** Where the versions are kept, among the facts of the account. */
export const versionFact: Readonly<Record<Product, string>> = { lp: 'lp_version', le: 'le_version' };

/** A path below the product's version, with the trailing slash where the vendor writes one: without it there is nothing. */
export function pathOf(account: Account | undefined, product: Product, rest: string): string {
  const version = account?.meta[versionFact[product]];
  if (version === undefined)
    throw fail(
      'invalid_request',
      'It is not known which version of its API the site offers: test the connection first.',
    );
  return `/d2l/api/${product}/${version}/${rest}`;
}

/** An id in a path. */
export function part(id: string): string {
  return encodeURIComponent(id);
}

function bookmarkOf({ response: { body } }: Page): string | undefined {
  if (at(body, 'PagingInfo.HasMoreItems') !== true) return undefined;
  const bookmark = textAt(body, 'PagingInfo.Bookmark');
  if (bookmark === undefined)
    throw fail('decode_failed', 'Brightspace says that there are more items, but not where (no bookmark).');
  return bookmark;
}

/** A PagedResultSet: the same request again, with the bookmark of the page before. */
export const byBookmark: Paginator = cursor({ param: 'bookmark', next: bookmarkOf });

/** An ObjectListPage. An address that leaves the site is refused by the engine, which knows the provider's hosts. */
export const byNext: Paginator = nextUrl((body) => textAt(body, 'Next'));

/** The most an ObjectListPage gives. */
export const pageSize = 200;

/** `items` of the lists that come whole, as a bare array. Throws decode_failed. */
export function bareList(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  throw fail('decode_failed', 'Brightspace answered no list.');
}

/** Items of a course do not say, or not always, which course it is. */
export function marked(items: readonly unknown[], facts: JsonObject): readonly unknown[] {
  return items.map((item) => (isJsonObject(item) ? { ...item, ...facts } : item));
}
