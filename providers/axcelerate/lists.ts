/** Lists of aXcelerate: bare arrays, or no body at all where there is nothing. Called by streams.ts, windows.ts and actions.ts. */
import { fail, isJsonObject, type Page, type Paginator } from 'plugboard/contract';
import { isObject, numberAt, offset } from 'plugboard/kit';

/** Of the list and not of the row: they change with the question, and a row that did not change would look as if it had. */
const ofTheList = new Set(['ROWID', 'COUNT']);

/** Throws `decode_failed` for anything else. */
export function rowsOf(body: unknown): readonly unknown[] {
  if (body === null || body === '') return [];
  if (!Array.isArray(body)) throw fail('decode_failed', 'aXcelerate answered something else than a list.');
  return body.map((row: unknown) =>
    isJsonObject(row) ? Object.fromEntries(Object.entries(row).filter(([name]) => !ofTheList.has(name))) : row,
  );
}

/** The most contacts a page holds; the other lists are not said to hold less. */
export const pageSize = 100;

/** Some lists' rows say how many there are, which counts where a page holds less than was asked for. */
const pages: Paginator = offset({
  param: 'offset',
  size: pageSize,
  total: (body) => {
    const first: unknown = Array.isArray(body) ? body[0] : undefined;
    return isObject(first) ? numberAt(first, 'COUNT') : undefined;
  },
});

export const paged = { offset: 0, displayLength: pageSize };

/** One list after the other: where one ends, the next begins with these parameters. */
export function oneByOne(listings: readonly Readonly<Record<string, string>>[]): Paginator {
  return (page: Page) => {
    const following = pages(page);
    if (following !== undefined) return following;
    const { request } = page;
    const at = listings.findIndex((one) =>
      Object.entries(one).every(([name, value]) => request.query?.[name] === value),
    );
    const next = at < 0 ? undefined : listings[at + 1];
    return next === undefined ? undefined : { ...request, query: { ...request.query, ...paged, ...next } };
  };
}

export { pages as byOffset };
