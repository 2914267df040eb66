/**
 * The part of OData v3 that MYOB's lists understand: `$filter` with comparisons, `startswith` and `substringof` joined by and/or, and
 * `$orderby` one field. What cannot be read, or names a field the list does not have, is refused. Called by lists.ts.
 */
import type { JsonObject } from 'plugboard/contract';
import { at } from 'plugboard/kit';

type Scalar = string | number | boolean | null;
export type Test = (item: JsonObject) => boolean;
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

export interface Filter {
  readonly test: Test;
  /** Set when the whole filter is "changed at or after this moment" (milliseconds). */
  readonly changedSince: number | undefined;
}

const literal = `(?:datetime'([^']*)'|guid'([^']*)'|'((?:[^']|'')*)'|(true|false)|(null)|(-?\\d+(?:\\.\\d+)?)[dmf]?)`;
const comparison = new RegExp(`^\\s*([A-Za-z][\\w/]*)\\s+(eq|ne|gt|ge|lt|le)\\s+${literal}\\s*$`, 'i');
const starts = /^\s*startswith\(\s*([A-Za-z][\w/]*)\s*,\s*'((?:[^']|'')*)'\s*\)(?:\s+eq\s+true)?\s*$/i;
const contains = /^\s*substringof\(\s*'((?:[^']|'')*)'\s*,\s*([A-Za-z][\w/]*)\s*\)(?:\s+eq\s+true)?\s*$/i;
/** Quoted text may hold `and`; nothing else may. */
const joints = /\s+(and|or)\s+(?=(?:[^']*'[^']*')*[^']*$)/i;

export function readFilter(text: string | null, fields: ReadonlySet<string>): Read<Filter> {
  if (text === null) return { ok: true, value: { test: () => true, changedSince: undefined } };
  const parts = text.split(joints);
  const words = new Set(parts.filter((_part, index) => index % 2 === 1).map((word) => word.toLowerCase()));
  if (words.size > 1) return { ok: false, message: 'and with or needs brackets, which are not supported.' };
  const terms = parts.filter((_part, index) => index % 2 === 0).map((part) => readTerm(part, fields));
  const wrong = terms.find((term) => !term.ok);
  if (wrong !== undefined && !wrong.ok) return wrong;
  const good = terms.flatMap((term) => (term.ok ? [term.value] : []));
  const any = words.has('or');
  const [only] = good;
  return {
    ok: true,
    value: {
      test: (item) => (any ? good.some(({ test }) => test(item)) : good.every(({ test }) => test(item))),
      changedSince: good.length === 1 ? only?.changedSince : undefined,
    },
  };
}

function readTerm(text: string, fields: ReadonlySet<string>): Read<Filter> {
  const bad = (message: string): Read<Filter> => ({ ok: false, message });
  const known = (field: string) => fields.has(field.split('/')[0] ?? '');
  const begun = starts.exec(text);
  const held = contains.exec(text);
  const [field, piece] = begun === null ? [held?.[2], held?.[1]] : [begun[1], begun[2]];
  if (field !== undefined && piece !== undefined) {
    if (!known(field)) return bad(`Could not find a property named '${field}'.`);
    const wanted = piece.replaceAll("''", "'").toLowerCase();
    const test: Test = (item) => {
      const value = String(valueAt(item, field) ?? '').toLowerCase();
      return begun === null ? value.includes(wanted) : value.startsWith(wanted);
    };
    return { ok: true, value: { test, changedSince: undefined } };
  }
  const found = comparison.exec(text);
  if (found === null) return bad(`Syntax error in '${text.trim()}'.`);
  const [, name = '', word = '', moment, guid, quoted, flag, nothing, digits] = found;
  if (!known(name)) return bad(`Could not find a property named '${name}'.`);
  const ms = moment === undefined ? undefined : msOf(moment);
  if (moment !== undefined && ms === undefined) return bad(`'${moment}' is not a date.`);
  const wanted: Scalar =
    ms ??
    guid?.toLowerCase() ??
    quoted?.replaceAll("''", "'") ??
    (flag === undefined ? (nothing === undefined ? Number(digits) : null) : flag.toLowerCase() === 'true');
  const operator = word.toLowerCase();
  const isMoment = ms !== undefined;
  const since = name === 'LastModified' && isMoment ? sinceOf(operator, ms) : undefined;
  const test: Test = (item) => {
    const value = valueAt(item, name);
    const own = isMoment && typeof value === 'string' ? (msOf(value) ?? null) : value;
    return compares(own, operator, wanted);
  };
  return { ok: true, value: { test, changedSince: since } };
}

function sinceOf(operator: string, ms: number): number | undefined {
  if (operator === 'ge') return ms;
  return operator === 'gt' ? ms + 1 : undefined;
}

function compares(value: Scalar, operator: string, wanted: Scalar): boolean {
  if (operator === 'eq') return value === wanted;
  if (operator === 'ne') return value !== wanted;
  if (value === null || wanted === null || typeof value !== typeof wanted) return false;
  if (operator === 'gt') return value > wanted;
  if (operator === 'ge') return value >= wanted;
  return operator === 'lt' ? value < wanted : value <= wanted;
}

function valueAt(item: JsonObject, field: string): Scalar {
  const value = at(item, field.replaceAll('/', '.'));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** A moment without a zone is UTC here: LastModified is, and business dates are compared with themselves. */
function msOf(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?$/.test(text)) return undefined;
  const ms = Date.parse(text.length === 10 || text.endsWith('Z') ? text : `${text}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

export interface Order {
  readonly field: string;
  readonly descending: boolean;
}

export function readOrder(text: string | null, fields: ReadonlySet<string>): Read<Order | undefined> {
  if (text === null) return { ok: true, value: undefined };
  const found = /^\s*([A-Za-z][\w/]*)(?:\s+(asc|desc))?\s*$/i.exec(text);
  const field = found?.[1];
  if (field === undefined || !fields.has(field.split('/')[0] ?? ''))
    return { ok: false, message: `Cannot order by '${text.trim()}'.` };
  return { ok: true, value: { field, descending: found?.[2]?.toLowerCase() === 'desc' } };
}

export function ordered(items: readonly JsonObject[], order: Order): JsonObject[] {
  const by = ({ field }: Order, item: JsonObject) => valueAt(item, field) ?? '';
  return items.toSorted((a, b) => {
    const [left, right] = [by(order, a), by(order, b)];
    if (left === right) return 0;
    return left < right !== order.descending ? -1 : 1;
  });
}
