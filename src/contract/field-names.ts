/**
 * What an installation calls the fields a provider knows by other names (override-profile.ts): reading its items as the provider
 * declares them, and writing bodies as the installation wants them. Pure.
 */
import { isJsonObject, type JsonObject, type JsonValue } from './http.ts';

/** The provider's field, to where its value is at this installation; both may be dotted (`person.name.first`). */
export type FieldNames = Readonly<Record<string, string>>;

/** An item of the installation with the provider's names filled in; what has none of the installation's names stays as it was. */
export function asDeclared(item: JsonObject, names: FieldNames | undefined): JsonObject {
  return Object.entries(names ?? {}).reduce((made, [ours, theirs]) => {
    const value = valueAt(item, theirs.split('.'));
    return value === undefined ? made : placed(made, ours.split('.'), value);
  }, item);
}

/** A body in the provider's names, as the installation calls them. */
export function asInstalled(body: JsonObject, names: FieldNames | undefined): JsonObject {
  const moves = Object.entries(names ?? {}).flatMap(([ours, theirs]) => {
    const value = valueAt(body, ours.split('.'));
    return value === undefined ? [] : [{ ours: ours.split('.'), theirs: theirs.split('.'), value }];
  });
  // All are taken away before any is put back: two fields may have changed names with each other.
  const rest = moves.reduce((made, { ours }) => without(made, ours), body);
  return moves.reduce((made, { theirs, value }) => placed(made, theirs, value), rest);
}

export function valueAt(value: unknown, path: readonly string[]): JsonValue | undefined {
  let here: unknown = value;
  for (const part of path) here = isJsonObject(here) && Object.hasOwn(here, part) ? here[part] : undefined;
  return isJson(here) ? here : undefined;
}

/** What lies inside decoded JSON is JSON, unless there is nothing. */
function isJson(value: unknown): value is JsonValue {
  return value !== undefined;
}

function placed(object: JsonObject, [first = '', ...rest]: readonly string[], value: JsonValue): JsonObject {
  const inner = object[first];
  return { ...object, [first]: rest.length === 0 ? value : placed(isJsonObject(inner) ? inner : {}, rest, value) };
}

function without(object: JsonObject, [first = '', ...rest]: readonly string[]): JsonObject {
  const { [first]: inner, ...others } = object;
  return rest.length === 0 || !isJsonObject(inner) ? others : { ...others, [first]: without(inner, rest) };
}
