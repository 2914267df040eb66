/**
 * Fields of a vendor's items that a tenant never wants kept: taken out before anything is hashed, mapped, sealed or stored. A field is a
 * path of names, `Contact.Phones`; lists on the way are walked through, `*` stands for any name, `**` for any depth.
 */
import { isJsonObject, type JsonObject, type JsonValue } from '../../contract/http.ts';

export type Strip = (item: JsonObject) => JsonObject;

/** As deep as canonical JSON goes (canonical.ts): what is nested deeper is refused there. */
const deepest = 200;

/** Undefined: nothing is dropped, and nothing costs anything. Answers the very item that has none of the fields. */
export function stripper(fields: readonly string[]): Strip | undefined {
  if (fields.length === 0) return undefined;
  const paths = fields.map((field) => field.split('.'));
  return (item) => {
    const stripped = strip(item, paths, 0);
    return isJsonObject(stripped) ? stripped : item;
  };
}

/** The last names of the paths: what a field is called where only its name is known (a body in a log). */
export function droppedNames(fields: readonly string[]): ReadonlySet<string> {
  return new Set(
    fields.map((field) => field.split('.').at(-1) ?? field).filter((name) => name !== '*' && name !== '**'),
  );
}

function strip(value: JsonValue, paths: readonly (readonly string[])[], depth: number): JsonValue {
  if (paths.length === 0 || depth > deepest || typeof value !== 'object' || value === null) return value;
  if (!isJsonObject(value)) {
    const items = value.map((item) => strip(item, paths, depth + 1));
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  const kept: [string, JsonValue][] = [];
  let same = true;
  for (const [name, field] of Object.entries(value)) {
    const below = paths.flatMap((path) => after(path, name));
    if (below.some((path) => path.length === 0)) {
      same = false;
      continue;
    }
    const stripped = strip(field, below, depth + 1);
    same &&= stripped === field;
    kept.push([name, stripped]);
  }
  return same ? value : Object.fromEntries(kept);
}

/** What is left of a path behind this name; nothing when it leads elsewhere. */
function after(path: readonly string[], name: string): readonly (readonly string[])[] {
  const [first, ...rest] = path;
  if (first === '**') return [path, ...after(rest, name)];
  return first === '*' || first === name ? [rest] : [];
}
