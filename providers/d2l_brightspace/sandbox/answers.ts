/**
 * How Brightspace answers: its two kinds of pages, and refusals in their several shapes (its own errors, problem documents, pages of
 * HTML). Called by every route.
 */
import type { GrownList, JsonObject, JsonValue, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { envelope, pageOf } from 'plugboard/kit';
import type { Context } from './state.ts';

export const jsonType = { 'content-type': 'application/json; charset=UTF-8' };

/** Thrown by routes and caught by endpoint.ts. */
export class Refusal extends Error {
  readonly response: SandboxResponse;

  constructor(response: SandboxResponse) {
    super(`refused with ${response.status}`);
    this.response = response;
  }
}

function problem(status: number, title: string, detail: string): Refusal {
  const body = { type: `http://docs.valence.desire2learn.com/problems/${status}`, title, status, detail };
  return new Refusal({ status, headers: { 'content-type': 'application/problem+json; charset=utf-8' }, body });
}

function errors(status: number, message: string): Refusal {
  return new Refusal({ status, headers: jsonType, body: { Errors: [{ Message: message }] } });
}

/** The token is missing, unknown, expired, or of another organisation. */
export function badToken(detail: string): Refusal {
  return problem(401, 'Invalid token', detail);
}

export function missingScope(wanted: string): Refusal {
  return problem(403, 'Insufficient scope to call', `Required: one of [${wanted}]`);
}

/** The person's role may not. */
export function notAllowed(): Refusal {
  return errors(403, 'Not Authorized');
}

export function notFound(): Refusal {
  return errors(404, 'Resource Not Found');
}

export function badRequest(message: string): Refusal {
  return errors(400, message);
}

/** A version that is no longer offered leads nowhere: the web server's own page. */
export function pageNotFound(): Refusal {
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  return new Refusal({
    status: 404,
    headers,
    body: '<!DOCTYPE html><html><body><h1>Page Not Found</h1></body></html>',
  });
}

export function answer(body: JsonValue): SandboxResponse {
  return { headers: jsonType, body };
}

// --- pages ----------------------------------------------------------------------------------------------------------------

/** A list in the order of its ids, with ready items after its own. */
export interface Listing<T> {
  readonly items: readonly T[];
  /** Of an item: what a bookmark names. */
  id(item: T): number;
  render(item: T): JsonObject;
  readonly grown?: GrownList | undefined;
  /** Id of the first grown item; the others follow it one by one. */
  readonly grownFrom?: number;
}

const bookmarkSize = 100;

/** How many items are up to and including that id. */
function placeAfter<T>({ items, id, grown, grownFrom = 0 }: Listing<T>, bookmark: number): number {
  if (grown !== undefined && bookmark >= grownFrom)
    return items.length + Math.min(grown.count, bookmark - grownFrom + 1);
  return items.filter((item) => id(item) <= bookmark).length;
}

function bookmarkAt<T>({ items, id, grownFrom = 0 }: Listing<T>, last: number): number {
  const item = items[last];
  return item === undefined ? grownFrom + last - items.length : id(item);
}

function page<T>(listing: Listing<T>, from: number, count: number) {
  const seeded = listing.items.slice(from, from + count).map((item) => listing.render(item));
  const { length } = listing.items;
  const rest = { grown: listing.grown, count };
  return from < length ? pageOf({ ...rest, seeded, from: 0 }) : pageOf({ ...rest, seeded: [], from: from - length });
}

function bookmarkOf(request: SandboxRequest): number {
  const text = request.query.get('bookmark') ?? '';
  if (!/^\d{0,12}$/.test(text)) throw badRequest('Invalid bookmark');
  return text === '' ? -1 : Number(text);
}

/** A PagedResultSet: so many items after the bookmark, and the bookmark to go on with. */
export function resultSet<T>(request: SandboxRequest, listing: Listing<T>): SandboxResponse {
  const bookmark = bookmarkOf(request);
  const from = bookmark < 0 ? 0 : placeAfter(listing, bookmark);
  const shown = page(listing, from, bookmarkSize);
  const total = listing.items.length + (listing.grown?.count ?? 0);
  const more = from + shown.count < total;
  const last = shown.count === 0 ? '' : String(bookmarkAt(listing, from + shown.count - 1));
  const paging = JSON.stringify({ Bookmark: last, HasMoreItems: more });
  return { headers: jsonType, body: envelope(`{"PagingInfo":${paging},"Items":[`, shown, ']}') };
}

const usualSize = 20;
const largestSize = 200;

/** An ObjectListPage: so many objects, and the whole address of the next page. */
export function listPage<T>(request: SandboxRequest, context: Context, listing: Listing<T>): SandboxResponse {
  const asked = request.query.get('pageSize') ?? String(usualSize);
  if (!/^[1-9]\d{0,4}$/.test(asked)) throw badRequest('Invalid pageSize');
  const size = Math.min(Number(asked), largestSize);
  const bookmark = bookmarkOf(request);
  const from = bookmark < 0 ? 0 : placeAfter(listing, bookmark);
  const shown = page(listing, from, size);
  const total = listing.items.length + (listing.grown?.count ?? 0);
  const last = from + shown.count - 1;
  const next = from + shown.count < total ? nextUrl(request, context, String(bookmarkAt(listing, last))) : null;
  return { headers: jsonType, body: envelope(`{"Next":${JSON.stringify(next)},"Objects":[`, shown, ']}') };
}

/** On the host the caller used, by https; only a client pointed straight at the sandbox meets it by http. */
function nextUrl(request: SandboxRequest, context: Context, bookmark: string): string {
  const bare = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(request.host);
  const origin =
    context.switches['next_page'] === 'elsewhere'
      ? 'https://attacker.example'
      : `${bare ? 'http' : 'https'}://${request.host}`;
  const query = new URLSearchParams(request.query);
  query.set('bookmark', bookmark);
  return `${origin}${request.path}?${query.toString()}`;
}
