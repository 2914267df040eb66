/** Careful looks into a vendor's JSON before any schema has seen it: total functions, nothing throws but `listAt`. */
import { fail, isJsonObject as isObject, type JsonObject } from 'plugboard/contract';

export { isObject };

/** What is at a dotted path (`pagination.pageCount`), or undefined. */
export function at(value: unknown, path: string): unknown {
  let here: unknown = value;
  for (const part of path.split('.')) {
    if (!isObject(here)) return undefined;
    here = here[part];
  }
  return here;
}

/** A non-empty string at a path; numbers are turned into strings (ids). */
export function textAt(value: unknown, path: string): string | undefined {
  const found = at(value, path);
  if (typeof found === 'string') return found === '' ? undefined : found;
  return typeof found === 'number' && Number.isFinite(found) ? String(found) : undefined;
}

export function numberAt(value: unknown, path: string): number | undefined {
  const found = at(value, path);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

/** `items` of most streams: the list at a path of the body. Throws decode_failed when there is none. */
export function listAt(path: string): (body: unknown) => readonly unknown[] {
  return (body) => {
    const found = at(body, path);
    if (Array.isArray(found)) return found;
    throw fail('decode_failed', `The answer has no list "${path}".`);
  };
}

/** `key` of most streams: the id under a name. */
export function keyAt(path: string): (item: JsonObject) => string | undefined {
  return (item) => textAt(item, path);
}
