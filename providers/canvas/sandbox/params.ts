/**
 * What a caller sent, whichever way: Canvas takes `course[name]=x` in a query or a form and `{"course":{"name":"x"}}` as JSON, and
 * makes the same tree of both. Called by endpoint.ts and the routes.
 */
import type { JsonObject, JsonValue, SandboxRequest } from 'plugboard/contract';
import { at, formOf, isObject, jsonOf } from 'plugboard/kit';

/** Query and body as one tree. */
export function paramsOf(request: SandboxRequest): JsonObject {
  const json = /^application\/json\b/i.test(request.headers['content-type'] ?? '') ? jsonOf(request) : undefined;
  const tree = treeOf([...request.query, ...formOf(request)]);
  return isObject(json) ? { ...tree, ...json } : tree;
}

type Branch = { [name: string]: JsonValue | Branch };

/** `a[b][]=1&a[b][]=2` -> `{a: {b: ['1', '2']}}`. Rails takes the last of two equal names. */
export function treeOf(pairs: readonly (readonly [string, string])[]): JsonObject {
  const root: Branch = {};
  for (const [name, value] of pairs) {
    const path = [...name.matchAll(/^[^[]+|\[([^\]]*)\]/g)].map((part) => part[1] ?? part[0]);
    put(root, path, value);
  }
  return plain(root);
}

function put(branch: Branch, path: readonly string[], value: string): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    branch[name] = value;
    return;
  }
  if (rest.length === 1 && rest[0] === '') {
    const known = branch[name];
    branch[name] = [...(Array.isArray(known) ? known : []), value];
    return;
  }
  const known = branch[name];
  const child: Branch = isObject(known) ? { ...known } : {};
  put(child, rest, value);
  branch[name] = child;
}

function plain(branch: Branch): JsonObject {
  const entries = Object.entries(branch).map(([name, value]): [string, JsonValue] => [
    name,
    isObject(value) ? plain({ ...value }) : value,
  ]);
  return Object.fromEntries(entries);
}

/** The texts at a path: a list, or one value without `[]`. */
export function listAtPath(params: JsonObject, path: string): readonly string[] {
  const found = at(params, path);
  const list: readonly unknown[] = Array.isArray(found) ? found : found === undefined ? [] : [found];
  return list.flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? [String(one)] : []));
}

/** A text at a path; undefined when it was not sent, '' when it was sent empty. */
export function sentText(params: JsonObject, path: string): string | undefined {
  const found = at(params, path);
  if (found === null) return '';
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean'
    ? String(found)
    : undefined;
}

/** Rails' reading of a flag. */
export function sentFlag(params: JsonObject, path: string): boolean | undefined {
  const text = sentText(params, path);
  return text === undefined ? undefined : ['1', 'true', 'on', 'yes'].includes(text.toLowerCase());
}

/** A moment; null when it is not one. */
export function sentMoment(params: JsonObject, path: string): number | null | undefined {
  const text = sentText(params, path);
  if (text === undefined) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}
