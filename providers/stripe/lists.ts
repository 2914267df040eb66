/**
 * How Stripe lists things: newest first, 100 a page, going on after the last id. Also keeps client secrets out of whatever is going to
 * be stored. Used by streams.ts, events.ts and the actions.
 */
import { fail, type JsonValue, type Page, type Paginator } from 'plugboard/contract';
import { at, cursor, isObject, listAt, textAt } from 'plugboard/kit';

export const pageSize = 100;

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
