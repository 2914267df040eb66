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
import { fromIso, textAt } from 'plugboard/kit';

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

function changedAt(item: unknown): string | undefined {
  const text = textAt(item, 'updatedAt');
  return fromIso(text) === undefined ? undefined : text;
}

/** Rows in the order of their changes, all of them at or after that moment? */
function inOrder(times: readonly (string | undefined)[], from: string | undefined): boolean {
  const moments = [from, ...times].map((time) => (time === undefined ? NaN : Date.parse(time)));
  return moments.every((moment, index) => index === 0 || !(moment < (moments[index - 1] ?? NaN)));
}

/**
 * A row that changes goes to the end of the list and moves all after it one forward: by `skip` alone the first of the next page would be
 * passed over. So the next page begins at the last moment seen; those rows of it that were read already come twice. Only among rows of one
 * and the same moment, and at a server that does not keep to the order, is there nothing but `skip`.
 */
export function nextPage({ request, items }: Page): HttpRequest | undefined {
  const filter = filterOf(request);
  const [order = ''] = (textAt(filter, 'order') ?? '').split(' ASC');
  const skip = typeof filter['skip'] === 'number' ? filter['skip'] : 0;
  if (items.length < pageSize) return undefined;
  const where = isJsonObject(filter['where']) ? filter['where'] : {};
  // The name may have dots in it, which are no path here.
  const from = textAt(where[order], 'gte');
  const times = items.map(changedAt);
  const last = times.at(-1);
  if (last === undefined || times.includes(undefined) || !inOrder(times, from))
    return withFilter(request, { ...filter, skip: skip + items.length });
  const same = times.every((time) => time === last);
  return withFilter(request, {
    ...filter,
    skip: same ? (last === from ? skip : 0) + items.length : 0,
    where: { ...where, [order]: { gte: last } },
  });
}

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
