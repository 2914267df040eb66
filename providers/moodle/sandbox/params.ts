/**
 * Parameters as Moodle takes them: PHP's nested names read into a tree, then held against the function's description. Anything missing,
 * of the wrong type or not in the description is refused. Called by server.ts.
 */
import type { JsonObject, JsonValue } from 'plugboard/contract';
import { invalidParameter } from './failures.ts';

/** What PHP makes of a form: texts, and arrays with text keys. */
export type PhpTree = string | Map<string, PhpTree>;

/** Variables beyond this many are dropped by PHP without a word to the caller (`max_input_vars`). */
const mostVariables = 1000;

/** `a=1&b[x][0]=2&b[y][]=3` as PHP reads it. A later variable of the same name wins. */
export function phpVariables(...sources: readonly URLSearchParams[]): Map<string, PhpTree> {
  const root = new Map<string, PhpTree>();
  for (const source of sources) {
    let count = 0;
    for (const [name, value] of source) {
      count += 1;
      if (count <= mostVariables) put(root, name, value);
    }
  }
  return root;
}

function put(root: Map<string, PhpTree>, name: string, value: string): void {
  const first = name.indexOf('[');
  const base = (first < 1 ? name : name.slice(0, first)).replace(/[. ]/g, '_');
  const keys = first < 1 ? [] : Array.from(name.slice(first).matchAll(/\[([^\]]*)\]/g), ([, key]) => key ?? '');
  let here = root;
  let at = base;
  for (const key of keys) {
    const found = here.get(at);
    const next = found instanceof Map ? found : new Map<string, PhpTree>();
    here.set(at, next);
    here = next;
    at = key === '' ? String(here.size) : key;
  }
  here.set(at, value);
}

// --- descriptions ---------------------------------------------------------------------------------------------------------

type Type = 'int' | 'bool' | 'raw' | 'alpha' | 'alphanumext' | 'username' | 'email' | 'text';
type Presence = 'required' | 'optional' | { readonly fallback: JsonValue };

export type Shape =
  | { readonly kind: 'value'; readonly type: Type; readonly presence: Presence }
  | { readonly kind: 'list'; readonly of: Shape; readonly presence: Presence }
  | { readonly kind: 'object'; readonly keys: Shapes; readonly presence: Presence };
export type Shapes = Readonly<Record<string, Shape>>;

export const value = (type: Type): Shape => ({ kind: 'value', type, presence: 'required' });
export const list = (of: Shape): Shape => ({ kind: 'list', of, presence: 'required' });
export const object = (keys: Shapes): Shape => ({ kind: 'object', keys, presence: 'required' });
export const optional = (shape: Shape): Shape => ({ ...shape, presence: 'optional' });
export const fallback = (shape: Shape, standard: JsonValue): Shape => ({ ...shape, presence: { fallback: standard } });

/** Throws `invalidparameter` for anything the description does not say. */
export function validated(shapes: Shapes, given: ReadonlyMap<string, PhpTree>): JsonObject {
  for (const name of given.keys()) if (!Object.hasOwn(shapes, name)) throw invalidParameter();
  const result: [string, JsonValue][] = [];
  for (const [name, shape] of Object.entries(shapes)) {
    const found = given.get(name);
    if (found !== undefined) result.push([name, valueOf(shape, found)]);
    else if (shape.presence === 'required') throw invalidParameter();
    else if (shape.presence !== 'optional') result.push([name, shape.presence.fallback]);
  }
  return Object.fromEntries(result);
}

function valueOf(shape: Shape, given: PhpTree): JsonValue {
  switch (shape.kind) {
    case 'value':
      if (typeof given !== 'string') throw invalidParameter();
      return scalarOf(shape.type, given);
    case 'list':
      if (typeof given === 'string') throw invalidParameter();
      return Array.from(given.values(), (item) => valueOf(shape.of, item));
    case 'object':
      if (typeof given === 'string') throw invalidParameter();
      return validated(shape.keys, given);
  }
}

/** What the cleaned value of each type looks like; a value that cleaning would change is refused. */
const clean: Readonly<Record<Type, RegExp>> = {
  int: /^-?(0|[1-9]\d{0,17})$/,
  bool: /^[01]$/,
  raw: /^/,
  text: /^[^<>]*$/u,
  alpha: /^[a-zA-Z]*$/,
  alphanumext: /^[a-zA-Z0-9_-]*$/,
  username: /^[-.@_a-z0-9]*$/,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
};

function scalarOf(type: Type, text: string): JsonValue {
  if (!clean[type].test(text)) throw invalidParameter();
  if (type === 'int') return Number(text);
  return type === 'bool' ? text === '1' : text;
}
