/**
 * Answers a question about an object, asked by either API: which rows, in which order, from where. What is seeded and written comes
 * first, then what was grown for load, which is read only as far as the question needs. Called by the two faces.
 */
import type { GrownList } from 'plugboard/contract';
import type { FieldInfo, Found, SandboxObject, Value } from './object.ts';
import { objects } from './objects.ts';
import { firstGrown, type Context, type State } from './state.ts';

export type Operator =
  'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte' | 'in' | 'notIn' | 'between' | 'like' | 'null' | 'notNull';

/** A field's value is compared as what it is: keys as numbers, moments as moments. */
export interface Condition {
  readonly field: FieldInfo;
  readonly op: Operator;
  readonly values: readonly Value[];
}
export type Filter = Condition | { readonly all: readonly Filter[] } | { readonly any: readonly Filter[] };

export interface Question {
  readonly object: SandboxObject;
  readonly filter: Filter | undefined;
  /** Entity of who asks; '' sees everything. */
  readonly entity: string;
  readonly order: { readonly field: FieldInfo; readonly descending: boolean } | undefined;
  /** Rows to leave out first, and the most to answer. */
  readonly offset: number;
  readonly size: number;
}

export const byXmlName: ReadonlyMap<string, SandboxObject> = new Map(objects.map((one) => [one.xml, one]));
export const byRestName: ReadonlyMap<string, SandboxObject> = new Map(
  objects.flatMap((one) => (one.rest === undefined ? [] : [[one.rest, one] as const])),
);

/** Does the user's role lack the right to this kind of record? */
export function isDenied({ xml }: SandboxObject, { switches }: Pick<Context, 'switches'>): boolean {
  return (switches['denied'] ?? '').split(' ').includes(xml);
}

/** The page asked for, and how many rows there are in all. */
export function ask(question: Question, context: Context): { readonly rows: readonly Found[]; readonly total: number } {
  const { object, filter, offset, size } = question;
  const { state } = context;
  const seen = (row: Found) => question.entity === '' || row.entity === '' || row.entity === question.entity;
  const fits = (row: Found) => seen(row) && (filter === undefined || holds(filter, row, state));
  const own = sorted(object.rows(state).filter(fits), question, state);
  const rows = own.slice(offset, offset + size);
  const grown = grownRows(question, context);
  if (grown === undefined) return { rows, total: own.length };
  let total = own.length;
  for (const row of grown.rows) {
    // Enough was read, and how many follow is known without reading them.
    if (grown.count !== undefined && rows.length === size) break;
    if (!fits(row)) continue;
    if (total >= offset && rows.length < size) rows.push(row);
    total += 1;
  }
  return { rows, total: grown.count === undefined ? total : own.length + grown.count };
}

function sorted(rows: Found[], { order }: Question, state: State): Found[] {
  if (order === undefined) return rows.toSorted((a, b) => a.key - b.key);
  const { field, descending } = order;
  return rows.toSorted((a, b) => {
    const compared = compare(a.value(field, state), b.value(field, state)) ?? 0;
    return (descending ? -compared : compared) || a.key - b.key;
  });
}

// --- filters --------------------------------------------------------------------------------------------------------------

function holds(filter: Filter, row: Found, state: State): boolean {
  if ('all' in filter) return filter.all.every((part) => holds(part, row, state));
  if ('any' in filter) return filter.any.some((part) => holds(part, row, state));
  return fulfils(row.value(filter.field, state), filter);
}

function fulfils(value: Value, { op, values }: Condition): boolean {
  const [first = null, second = null] = values;
  const against = (other: Value) => compare(value, other);
  switch (op) {
    case 'null':
      return value === null;
    case 'notNull':
      return value !== null;
    case 'eq':
      return against(first) === 0;
    case 'ne':
      return against(first) !== 0;
    case 'lt':
      return (against(first) ?? 0) < 0;
    case 'lte':
      return (against(first) ?? 1) <= 0;
    case 'gt':
      return (against(first) ?? 0) > 0;
    case 'gte':
      return (against(first) ?? -1) >= 0;
    case 'in':
      return values.some((one) => against(one) === 0);
    case 'notIn':
      return values.every((one) => against(one) !== 0);
    case 'between':
      return (against(first) ?? -1) >= 0 && (against(second) ?? 1) <= 0;
    case 'like':
      return typeof value === 'string' && pattern(String(first)).test(value);
  }
}

/** Undefined: they cannot be compared, as with nothing in SQL. */
function compare(a: Value, b: Value): number | undefined {
  if (a === null || b === null || typeof a !== typeof b) return undefined;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function pattern(like: string): RegExp {
  const source = like
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`, 'su');
}

// --- grown for load -------------------------------------------------------------------------------------------------------

const chunk = 500;

interface GrownRows {
  readonly rows: Iterable<Found>;
  /** How many the question has, when that is known without reading them all. */
  readonly count: number | undefined;
}

/** The rows grown for load that can possibly fit, in the order of their keys. The entity of grown items is the top level. */
function grownRows({ object, filter }: Question, context: Context): GrownRows | undefined {
  const { grown } = object;
  const whole = grown === undefined ? undefined : context.grown(grown.stream);
  if (grown === undefined || whole === undefined) return undefined;
  const conditions = filter === undefined ? [] : 'all' in filter ? filter.all : [filter];
  const simple = conditions.flatMap((part) => ('op' in part ? [part] : []));
  const of = (name: string, ...ops: readonly Operator[]) =>
    simple.find(({ field, op }) => field.xml === name && ops.includes(op))?.values;

  const wanted = simple.find(({ field, op }) => field === grown.parent && (op === 'in' || op === 'eq'))?.values;
  if (wanted !== undefined) return { rows: picked(whole, numbers(wanted), grown.read), count: undefined };

  const [since] = numbers(of('WHENMODIFIED', 'gte', 'gt') ?? []);
  const list = since === undefined ? whole : whole.changedSince(since);
  const [after] = numbers(of('RECORDNO', 'gt') ?? []);
  const isHeader = grown.parent.xml === 'RECORDNO';
  const from = after === undefined || !isHeader ? 0 : firstAfter(list, after, grown.read);
  const understood = isHeader && simple.length === conditions.length && simple.every(plain);
  return { rows: read(list, from, grown.read), count: understood ? list.count - from : undefined };
}

/** A condition the place in the list answers already. */
const plain = ({ field, op }: Condition): boolean =>
  (field.xml === 'RECORDNO' && op === 'gt') || (field.xml === 'WHENMODIFIED' && op === 'gte');

const numbers = (values: readonly Value[]): number[] => values.flatMap((one) => (typeof one === 'number' ? [one] : []));

type Read = (json: string) => readonly Found[];

function* picked(list: GrownList, keys: readonly number[], items: Read): Generator<Found> {
  for (const key of keys.toSorted((a, b) => a - b)) {
    const index = key - firstGrown;
    if (index >= 0 && index < list.count) yield* items(list.slice(index, index + 1).toString('utf8'));
  }
}

function* read(list: GrownList, from: number, items: Read): Generator<Found> {
  for (let at = from; at < list.count; at += chunk) {
    yield* items(list.slice(at, Math.min(at + chunk, list.count)).toString('utf8'));
  }
}

/** Place of the first item whose key is larger, by halving: a list of changes has gaps. */
function firstAfter(list: GrownList, key: number, items: Read): number {
  let low = 0;
  let high = list.count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [item] = items(list.slice(middle, middle + 1).toString('utf8'));
    if (item === undefined || item.key > key) high = middle;
    else low = middle + 1;
  }
  return low;
}
