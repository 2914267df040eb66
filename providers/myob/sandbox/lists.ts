/**
 * MYOB's lists: `$filter`, `$orderby`, `$top` (400 unless told, 1000 at most), `$skip`, and the address of the next page in the answer.
 * Seeded and written items come first, those grown for load after them, as ready bytes. Called by ../sandbox.ts.
 */
import { envelope, isObject, pageOf, type ListPage } from 'plugboard/kit';
import type { GrownList, JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { badQuery, notFound } from './answers.ts';
import { ordered, readFilter, readOrder, type Filter, type Order } from './odata.ts';
import { grownIndex, type Context, type Kind, type State } from './state.ts';

export interface ListRules {
  /** Below the company file: `Contact/Customer`. */
  readonly path: string;
  /** All items, rendered. */
  items(state: State): readonly JsonObject[];
  /** Which of them are in this list; one that holds none of them is filtered by their fields all the same. */
  readonly only?: (item: JsonObject) => boolean;
  /** Name of the grown stream that belongs to this list, and the kind its ids are of. */
  readonly grown?: { readonly stream: string; readonly kind: Kind };
  /** Without single items (reports). */
  readonly rangeOnly?: boolean;
}

interface Asked {
  readonly top: number;
  readonly skip: number;
  readonly filter: Filter;
  readonly order: Order | undefined;
}

export function list(rules: ListRules, request: SandboxRequest, context: Context): SandboxResponse {
  const all = rules.items(context.state);
  const grown = rules.grown === undefined ? undefined : context.grown(rules.grown.stream);
  const asked = readAsked(request.query, fieldsOf(all, grown));
  if (!('top' in asked)) return asked;
  const page = pageFor(rules.only === undefined ? all : all.filter(rules.only), grown, asked);
  const next = asked.skip + page.count < page.total ? nextLink(request, asked) : null;
  const end = `],"NextPageLink":${JSON.stringify(next)},"Count":${page.total}}`;
  return { headers: { 'content-type': 'application/json; charset=utf-8' }, body: envelope('{"Items":[', page, end) };
}

export function single(rules: ListRules, request: SandboxRequest, context: Context): SandboxResponse {
  const id = request.params['id']?.toLowerCase() ?? '';
  const found = rules.items(context.state).find((item) => item['UID'] === id && rules.only?.(item) !== false);
  if (found !== undefined) return { body: found };
  const grown = rules.grown === undefined ? undefined : context.grown(rules.grown.stream);
  const index = rules.grown === undefined ? undefined : grownIndex(rules.grown.kind, id);
  if (grown === undefined || index === undefined || index >= grown.count) return notFound();
  const [item] = parsed(grown, index, index + 1);
  return item === undefined ? notFound() : { body: item };
}

const emptyFields = ['UID', 'LastModified', 'LastPaymentDate', 'Date', 'CompanyName', 'LastName'];

/** Fields that can be asked about: those of its first item, or what lists are asked about that have never held anything. */
function fieldsOf(items: readonly JsonObject[], grown: GrownList | undefined): ReadonlySet<string> {
  const [first] = items.length > 0 ? items : grown === undefined || grown.count === 0 ? [] : parsed(grown, 0, 1);
  return new Set(first === undefined ? emptyFields : Object.keys(first));
}

function readAsked(query: URLSearchParams, fields: ReadonlySet<string>): Asked | SandboxResponse {
  const top = wholeNumber(query.get('$top')) ?? 400;
  const skip = wholeNumber(query.get('$skip')) ?? 0;
  if (Number.isNaN(top) || top < 1 || top > 1000) return badQuery('$top must be a number from 1 to 1000.');
  if (Number.isNaN(skip)) return badQuery('$skip must be a number.');
  const filter = readFilter(query.get('$filter'), fields);
  if (!filter.ok) return badQuery(filter.message);
  const order = readOrder(query.get('$orderby'), fields);
  return order.ok ? { top, skip, filter: filter.value, order: order.value } : badQuery(order.message);
}

function wholeNumber(text: string | null): number | undefined {
  if (text === null) return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

function pageFor(items: readonly JsonObject[], grown: GrownList | undefined, asked: Asked): ListPage {
  const { filter, order, skip: from, top: count } = asked;
  const left = items.filter(filter.test);
  const byChange = order?.field === 'LastModified' && !order.descending;
  const seeded = order === undefined ? left : ordered(left, order);
  if (grown === undefined || grown.count === 0) return pageOf({ seeded, grown: undefined, from, count });
  const some = filter.changedSince === undefined ? grown : grown.changedSince(filter.changedSince);
  const isPlain = filter.changedSince !== undefined || !hasFilter(asked);
  if (isPlain && order === undefined) return pageOf({ seeded, grown: some, from, count });
  if (isPlain && byChange) return merged(seeded, some, from, count);
  const all = [...left, ...parsed(grown, 0, grown.count).filter(filter.test)];
  return pageOf({ seeded: order === undefined ? all : ordered(all, order), grown: undefined, from, count });
}

const everything: JsonObject = {};

/** A filter that lets an item without fields through is none. */
function hasFilter({ filter }: Asked): boolean {
  return !filter.test(everything);
}

/** Both in the order of their change: each seeded item has its place among the grown ones, found by counting those changed before it. */
function merged(seeded: readonly JsonObject[], grown: GrownList, from: number, count: number): ListPage {
  const inOrder = grown.byChange();
  const [first] = parsed(inOrder, 0, 1);
  const begin = msOf(first);
  const total = seeded.length + grown.count;
  const to = Math.min(from + count, total);
  const parts: Buffer[] = [];
  const add = (part: Buffer): void => {
    if (part.length > 0) parts.push(...(parts.length > 0 ? [Buffer.from(',')] : []), Buffer.from(part));
  };
  let at = 0;
  let taken = 0;
  const addGrown = (until: number): void => {
    const [start, end] = [Math.max(from, at), Math.min(to, at + until - taken)];
    if (end > start) add(inOrder.slice(taken + start - at, taken + end - at));
    at += until - taken;
    taken = until;
  };
  for (const item of seeded) {
    const ms = msOf(item);
    if (ms > begin) addGrown(Math.max(taken, grown.count - grown.changedSince(ms).count));
    if (at >= from && at < to) add(Buffer.from(JSON.stringify(item)));
    at += 1;
    if (at >= to) break;
  }
  if (at < to) addGrown(grown.count);
  return { parts, count: Math.max(0, to - from), total, more: to < total };
}

function msOf(item: JsonObject | undefined): number {
  const text = item?.['LastModified'];
  return typeof text === 'string' ? Date.parse(text) : 0;
}

function parsed(grown: GrownList, from: number, to: number): JsonObject[] {
  const items: JsonObject[] = [];
  for (let at = from; at < Math.min(to, grown.count); at += 1000) {
    const chunk: unknown = JSON.parse(`[${grown.slice(at, Math.min(at + 1000, to)).toString('utf8')}]`);
    if (Array.isArray(chunk)) items.push(...chunk.filter(isObject));
  }
  return items;
}

/** What was asked for, further on; always at the vendor's own name. */
function nextLink(request: SandboxRequest, { top, skip }: Asked): string {
  const url = new URL(`https://api.myob.com${request.path}`);
  for (const [name, value] of request.query) url.searchParams.set(name, value);
  url.searchParams.set('$top', String(top));
  url.searchParams.set('$skip', String(skip + top));
  return url.href.replaceAll('%24', '$');
}
