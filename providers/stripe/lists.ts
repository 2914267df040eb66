/**
 * How Stripe lists things: newest first, 100 a page, going on after the last id; and what happened to them, in the events feed.
 * Also keeps client secrets out of whatever is going to be stored. Used by streams.ts and the actions.
 */
import {
  fail,
  type Change,
  type ChangeFeed,
  type JsonObject,
  type JsonValue,
  type Page,
  type Paginator,
} from 'plugboard/contract';
import { at, cursor, fromUnix, isObject, listAt, textAt } from 'plugboard/kit';

export const pageSize = 100;
const dayMs = 86_400_000;

/** `items` of every list. */
export const itemsOf = listAt('data');

/** The id to go on after. A page that promises more but cannot be followed must not pass for the end: a sweep would delete the rest. */
function lastId(page: Page): string | undefined {
  const more = at(page.response.body, 'has_more');
  if (typeof more !== 'boolean') throw fail('decode_failed', 'The list does not say whether there is more (has_more).');
  if (!more) return undefined;
  const id = textAt(page.items.at(-1), 'id');
  if (id === undefined)
    throw fail('decode_failed', 'The list promises more but its last item has no id to go on after.');
  return id;
}

export const nextPage: Paginator = cursor({ param: 'starting_after', next: lastId });

/** `GET /v1/prices` leaves inactive prices out unless asked for them alone, so it is walked twice: active, then inactive. */
export const activeThenInactive: Paginator = (page) =>
  nextPage(page) ??
  (page.request.query?.['active'] === true
    ? { ...page.request, query: { limit: pageSize, active: false } }
    : undefined);

/**
 * The same value without the secrets that let a browser act on a payment, at any depth. They are for the caller who asked for
 * them, once; a database has no use for them. What holds none is handed back as it is, uncopied: this runs for every item read.
 */
export function withoutSecrets<T extends JsonValue>(value: T): T;
export function withoutSecrets(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (!isObject(value)) {
    const items: readonly JsonValue[] = Array.isArray(value) ? value : [];
    const clean = items.map((item) => withoutSecrets(item));
    return clean.some((item, index) => item !== items[index]) ? clean : value;
  }
  let copy: Record<string, JsonValue> | undefined;
  for (const name in value) {
    const part = value[name];
    if (name === 'client_secret' || name === 'confirmation_secret') {
      copy ??= { ...value };
      delete copy[name];
    } else if (typeof part === 'object' && part !== null) {
      const clean = withoutSecrets(part);
      if (clean !== part) (copy ??= { ...value })[name] = clean;
    }
  }
  return copy ?? value;
}

/** `items` of the lists whose objects can hold secrets. */
export function itemsWithoutSecrets(body: unknown): readonly unknown[] {
  return itemsOf(body).map((item) => (isObject(item) ? withoutSecrets(item) : item));
}

/**
 * The events about one kind of object. `deletedBy` names the types that mean it is gone: a deleted subscription is not, it is
 * cancelled and stays. An event holds the whole object as it was then, so nothing is fetched again.
 */
export function events(object: string, types: readonly string[], deletedBy: readonly string[] = []): ChangeFeed {
  return {
    // Stripe keeps 30 days; a feed that loses its oldest events while it is being read would hide a gap.
    retentionMs: 29 * dayMs,
    request: ({ since }) => ({
      url: '/v1/events',
      query: { limit: pageSize, 'types[]': types, 'created[gte]': Math.floor(Date.parse(since) / 1000) },
    }),
    items: itemsOf,
    paginate: nextPage,
    change: (event) => changeOf(event, object, deletedBy),
  };
}

function changeOf(event: JsonObject, object: string, deletedBy: readonly string[]): Change | undefined {
  const item = at(event, 'data.object');
  const happened = fromUnix(at(event, 'created'));
  if (!isObject(item) || item['object'] !== object || happened === undefined) return undefined;
  const key = textAt(item, 'id');
  if (key === undefined) return undefined;
  const deleted = deletedBy.includes(textAt(event, 'type') ?? '') || item['deleted'] === true;
  return { key, at: happened, item: deleted ? undefined : withoutSecrets(item), deleted };
}
