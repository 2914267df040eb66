/** What changed between two states of a record: the fields by their paths, in the order they stand in. */

export interface FieldChange {
  /** `lines.0.total` */
  readonly path: string;
  /** Absent: it was not there. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Deeper parts are compared as a whole. */
const deepest = 6;

export function changesBetween(before: unknown, after: unknown): readonly FieldChange[] {
  return compare('', before, after, 0);
}

function compare(path: string, before: unknown, after: unknown, depth: number): readonly FieldChange[] {
  if (Object.is(before, after)) return [];
  const [was, is] = [partsOf(before), partsOf(after)];
  if (was === undefined || is === undefined || depth === deepest || Array.isArray(before) !== Array.isArray(after))
    return isSame(before, after) ? [] : [{ path, ...given('before', before), ...given('after', after) }];
  const names = [...new Set([...was.keys(), ...is.keys()])];
  return names.flatMap((name) =>
    compare(path === '' ? name : `${path}.${name}`, was.get(name), is.get(name), depth + 1),
  );
}

function partsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}

function isSame(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

function given(name: 'before' | 'after', value: unknown): { readonly before?: unknown; readonly after?: unknown } {
  return value === undefined ? {} : { [name]: value };
}
