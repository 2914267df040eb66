/**
 * The usual ways of walking a list. Each is a pure function of the page just read: it answers the next request or nothing.
 * They trust nothing of the vendor: a page that asks for itself again ends the walk with an error instead of looping for ever.
 */
import { fail, type HttpRequest, type Page, type Paginator, type Scalar } from 'plugboard/contract';

function withQuery(request: HttpRequest, changes: Readonly<Record<string, Scalar | undefined>>): HttpRequest {
  return { ...request, query: { ...request.query, ...changes } };
}

function numberIn(request: HttpRequest, param: string, fallback: number): number {
  const value = Number(request.query?.[param] ?? fallback);
  return Number.isFinite(value) ? value : fallback;
}

/** Everything is in one answer. */
export const none: Paginator = () => undefined;

/** `?page=1&pageSize=100`: goes on until a page is not full. With `total`, until the vendor's page count is reached. */
export function pageNumber(options: {
  readonly param: string;
  readonly size: number;
  /** Number of the first page, default 1. */
  readonly first?: number;
  /** Page count in the body, when the vendor gives one; saves the empty last call. */
  readonly pages?: (body: unknown) => number | undefined;
}): Paginator {
  return (page) => {
    const current = numberIn(page.request, options.param, options.first ?? 1);
    const pages = options.pages?.(page.response.body);
    const last = pages === undefined ? page.items.length < options.size : current - (options.first ?? 1) + 1 >= pages;
    return last || page.items.length === 0 ? undefined : withQuery(page.request, { [options.param]: current + 1 });
  };
}

/**
 * `?offset=0&limit=100`: goes on by what was really read, until a page is not full. With `total`, also while the vendor's count says that
 * there is more: it may give less than was asked for.
 */
export function offset(options: {
  readonly param: string;
  readonly size: number;
  /** Items of the whole list, when the body tells. */
  readonly total?: (body: unknown) => number | undefined;
}): Paginator {
  return (page) => {
    const next = numberIn(page.request, options.param, 0) + page.items.length;
    const more = page.items.length >= options.size || next < (options.total?.(page.response.body) ?? 0);
    return more && page.items.length > 0 ? withQuery(page.request, { [options.param]: next }) : undefined;
  };
}

/** The next position is a value taken from the page: `?starting_after=<last id>` while `more` says so. */
export function cursor(options: {
  readonly param: string;
  readonly next: (page: Page) => string | undefined;
}): Paginator {
  return (page) => {
    const next = options.next(page);
    if (next === undefined || next === '') return undefined;
    if (page.request.query?.[options.param] === next)
      throw fail('decode_failed', `The list answered the same position twice (${options.param}).`);
    return withQuery(page.request, { [options.param]: next });
  };
}

/** A page token in the body, sent back as a parameter. The same walk as `cursor`, by the name vendors give it. */
export function token(options: {
  readonly param: string;
  readonly at: (body: unknown) => string | undefined;
}): Paginator {
  return cursor({ param: options.param, next: (page) => options.at(page.response.body) });
}

/**
 * A search that shows so many items and no more, however many there are (HubSpot: 10,000). Where it ends, another begins at the last
 * value seen: the list must be in the order of that value, and the items that share it are read twice.
 */
export function capped(options: {
  /** The way through one search. */
  readonly paginate: Paginator;
  readonly most: number;
  /** How many items of its search a request passes over, and the value from which on it searches. */
  readonly place: (request: HttpRequest) => { readonly skipped: number; readonly from: string | undefined };
  /** The last item's value in the order of the list. */
  readonly last: (page: Page) => string | undefined;
  /** The beginning of a search from that value on, the value included. */
  readonly search: (request: HttpRequest, from: string) => HttpRequest;
}): Paginator {
  const { paginate, most, place, last, search } = options;
  return (page) => {
    const { skipped, from } = place(page.request);
    if (skipped + page.items.length < most) return paginate(page);
    const value = last(page);
    if (value === undefined || value === from)
      throw fail(
        'decode_failed',
        `The list shows ${most} items at most, and there are more of one and the same value.`,
      );
    return search(page.request, value);
  };
}

/**
 * A list in the order of the last change. What changes while it is read goes to the end and pulls the rest forward, over a page boundary:
 * by counting alone one item is passed over. So after each page the list is asked for anew from the last moment seen; the items of that
 * moment come twice. Within one and the same moment, and where a page shows that the vendor does not keep the order, counting is all there is.
 */
export function lastChange(options: {
  /** By counting; says too when the list has ended. */
  readonly paginate: Paginator;
  /** When an item last changed, as the vendor wants it back. */
  readonly at: (item: unknown) => string | undefined;
  /** The moment a request asks from. */
  readonly from: (request: HttpRequest) => string | undefined;
  /** The beginning of the list from that moment on, the moment included. */
  readonly again: (request: HttpRequest, moment: string) => HttpRequest;
}): Paginator {
  const { paginate, at, from, again } = options;
  return (page) => {
    const next = paginate(page);
    if (next === undefined) return undefined;
    const texts = page.items.map(at);
    const moments = texts.map((text) => Date.parse(text ?? ''));
    const start = from(page.request);
    const ordered = moments.every(
      (moment, index) => moment >= (moments[index - 1] ?? (start === undefined ? moment : Date.parse(start))),
    );
    const last = texts.at(-1);
    return ordered && last !== undefined && moments[0] !== moments.at(-1) ? again(page.request, last) : next;
  };
}

/** The body names the whole next URL. Host and path stay subject to the provider's host list. */
export function nextUrl(at: (body: unknown) => string | undefined): Paginator {
  return (page) => follow(page, at(page.response.body));
}

/** `Link: <...>; rel="next"` (RFC 8288). */
export function linkHeader(): Paginator {
  return (page) => follow(page, linkTarget(page.response.headers.link, 'next'));
}

function follow(page: Page, target: string | undefined): HttpRequest | undefined {
  if (target === undefined || target === '') return undefined;
  const url = URL.parse(target, page.response.url)?.href;
  if (url === undefined) throw fail('decode_failed', 'The address of the next page is not an address.');
  if (url === page.response.url) throw fail('decode_failed', 'The list named its own page as the next one.');
  const { query: _query, ...rest } = page.request;
  return { ...rest, url };
}

/** The target of a relation in a Link header; quoted commas and any order of parameters are understood. */
export function linkTarget(header: string | undefined, relation: string): string | undefined {
  for (const match of (header ?? '').matchAll(
    /<([^>]*)>((?:\s*;\s*[\w!#$&+\-.^`|~*]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^",;\s]*))*)/g,
  )) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]*))/i.exec(match[2] ?? '');
    if ((rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/).includes(relation)) return match[1];
  }
  return undefined;
}
