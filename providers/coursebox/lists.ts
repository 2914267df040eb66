/**
 * How lists are asked for and walked: bare arrays of up to 100, chosen by one `filter` parameter of JSON as LoopBack servers take it.
 * Called by streams.ts, outcomes.ts and site.ts.
 */
import {
  fail,
  isJsonObject,
  type HttpRequest,
  type JsonObject,
  type Page,
  type ProviderHttp,
  type StreamContext,
} from 'plugboard/contract';
import { lastChange, textAt } from 'plugboard/kit';

/** The most a page holds. */
const pageSize = 100;

/** All rows, or those changed since, in the order of their changes. */
export function listRequest(path: string, { since, names }: Pick<StreamContext, 'since' | 'names'>): HttpRequest {
  const changed = names?.['updatedAt'] ?? 'updatedAt';
  const filter = {
    limit: pageSize,
    skip: 0,
    order: `${changed} ASC, ${names?.['id'] ?? 'id'} ASC`,
    ...(since === undefined ? {} : { where: { [changed]: { gte: since } } }),
  };
  return withFilter({ url: path }, filter);
}

function withFilter(request: HttpRequest, filter: JsonObject): HttpRequest {
  return { ...request, query: { ...request.query, filter: JSON.stringify(filter) } };
}

/** The filter of a request that was made here. */
function filterOf({ query }: HttpRequest): JsonObject {
  const filter = query?.['filter'];
  const value: unknown = typeof filter === 'string' ? JSON.parse(filter) : {};
  return isJsonObject(value) ? value : {};
}

/** `items` of every list. Throws decode_failed. */
export function bareList(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  throw fail('decode_failed', 'Coursebox answered no list.');
}

/** What the filter's range and order go by: the moment of change, by the name it has at this installation. */
function rangeOf(filter: JsonObject): { readonly name: string; readonly where: JsonObject } {
  const [name = ''] = (textAt(filter, 'order') ?? '').split(' ASC');
  return { name, where: isJsonObject(filter['where']) ? filter['where'] : {} };
}

/** By `skip`, until a page is not full. */
function nextByCount({ request, items }: Page): HttpRequest | undefined {
  const filter = filterOf(request);
  const skip = typeof filter['skip'] === 'number' ? filter['skip'] : 0;
  return items.length < pageSize ? undefined : withFilter(request, { ...filter, skip: skip + items.length });
}

export const nextPage = lastChange({
  paginate: nextByCount,
  at: (item) => textAt(item, 'updatedAt'),
  from: (request) => {
    const { name, where } = rangeOf(filterOf(request));
    // The name may have dots in it, which are no path here.
    return textAt(where[name], 'gte');
  },
  again: (request, moment) => {
    const filter = filterOf(request);
    const { name, where } = rangeOf(filter);
    return withFilter(request, { ...filter, skip: 0, where: { ...where, [name]: { gte: moment } } });
  },
});

/** A list of which one row is enough to know that it is there. */
export function anyRow(path: string): HttpRequest {
  return withFilter({ url: path }, { limit: 1 });
}

/** The first row with that value. */
export function rowWith(path: string, name: string, value: string): HttpRequest {
  return withFilter({ url: path }, { limit: 1, where: { [name]: value } });
}

/** Every row of a list, from a request on. A server that answers the same page for ever ends it with decode_failed, as it ends a stream. */
export async function* allRows(
  http: ProviderHttp,
  first: HttpRequest,
  rowsOf: (body: unknown) => readonly JsonObject[],
): AsyncGenerator<JsonObject, void, void> {
  let request: HttpRequest | undefined = first;
  let before = '';
  for (let number = 1; request !== undefined; number += 1) {
    const response = await http.send(request);
    const items = rowsOf(response.body);
    yield* items;
    const ids = JSON.stringify(items.map((item) => textAt(item, 'id')));
    request = nextPage({ request, response, items, number });
    if (request !== undefined && ids === before) throw fail('decode_failed', 'The list answered the same page twice.');
    before = ids;
  }
}
