/**
 * Xero's `where` and `order`, as far as connectors use them: comparisons of fields joined by AND or OR, and one or more fields to
 * sort by. What cannot be read is refused, as Xero does. Called by lists.ts.
 */
import type { JsonObject, JsonValue } from 'plugboard/contract';
import { at } from 'plugboard/kit';

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

type Comparable = string | number | boolean;
type Test = (item: JsonObject) => boolean;

const comparison =
  /^\s*([A-Za-z_][\w.]*)\s*(==|!=|>=|<=|>|<)\s*(?:"((?:[^"\\]|\\.)*)"|Guid\("([0-9a-fA-F-]{36})"\)|DateTime\((\d{4}),\s*(\d{1,2}),\s*(\d{1,2})\)|(true|false)|(-?\d+(?:\.\d+)?))\s*$/;

/** Quoted text may hold AND; nothing else may. */
const joints = /\s+(AND|OR|&&|\|\|)\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/i;

export function readWhere(where: string): Read<Test> {
  const parts = where.split(joints);
  const words = parts
    .filter((_part, index) => index % 2 === 1)
    .map((word) => (/^(and|&&)$/i.test(word) ? 'and' : 'or'));
  if (new Set(words).size > 1)
    return { ok: false, message: 'AND and OR together need an order, which is not supported.' };
  const tests: Test[] = [];
  for (const part of parts.filter((_part, index) => index % 2 === 0)) {
    const test = readComparison(part);
    if (test === undefined) return { ok: false, message: `Operator or operand expected in "${part.trim()}"` };
    tests.push(test);
  }
  const any = words[0] === 'or';
  return { ok: true, value: (item) => (any ? tests.some((test) => test(item)) : tests.every((test) => test(item))) };
}

function readComparison(text: string): Test | undefined {
  const found = comparison.exec(text);
  if (found === null) return undefined;
  const [, field = '', operator = '', quoted, guid, year, month, day, flag, digits] = found;
  const wanted =
    year === undefined
      ? (quoted ?? guid?.toLowerCase() ?? (flag === undefined ? Number(digits) : flag === 'true'))
      : Date.UTC(Number(year), Number(month) - 1, Number(day));
  return (item) => compares(comparable(at(item, field)), operator, wanted);
}

/** Dates compare by their milliseconds. */
function comparable(value: unknown): Comparable | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const ms = /^\/Date\((-?\d+)/.exec(value)?.[1];
  return ms === undefined ? value : Number(ms);
}

function compares(value: Comparable | undefined, operator: string, wanted: Comparable): boolean {
  switch (operator) {
    case '==':
      return value === wanted;
    case '!=':
      return value !== wanted;
    default:
      if (value === undefined || typeof value !== typeof wanted) return false;
      if (operator === '>') return value > wanted;
      if (operator === '<') return value < wanted;
      return operator === '>=' ? value >= wanted : value <= wanted;
  }
}

export interface SortField {
  readonly field: string;
  readonly descending: boolean;
}

/** `UpdatedDateUTC DESC, Name`. */
export function readOrder(order: string): Read<readonly SortField[]> {
  const fields: SortField[] = [];
  for (const part of order.split(',')) {
    const found = /^\s*([A-Za-z_][\w.]*)(?:\s+(ASC|DESC))?\s*$/i.exec(part);
    if (found?.[1] === undefined) return { ok: false, message: `No property or field '${part.trim()}' exists` };
    fields.push({ field: found[1], descending: found[2]?.toUpperCase() === 'DESC' });
  }
  return { ok: true, value: fields };
}

export function sorted(items: readonly JsonObject[], fields: readonly SortField[]): JsonObject[] {
  const key = (item: JsonValue, field: string) => comparable(at(item, field)) ?? '';
  return items.toSorted((a, b) => {
    for (const { field, descending } of fields) {
      const [left, right] = [key(a, field), key(b, field)];
      if (left !== right) return left < right !== descending ? -1 : 1;
    }
    return 0;
  });
}
