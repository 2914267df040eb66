/**
 * Canonical JSON: the same value gives the same text whatever order a vendor sends its keys in. The hash that decides "has this
 * record changed?" is taken over it, and it is what is sealed as raw. Hot: runs once per record read.
 */
import { fail } from '../../contract/errors.ts';

/** Deeper nesting than any real record has: refused before the stack gives out. */
const maxDepth = 200;

interface Shape {
  /** As the object had them: two sets of keys may share a name in the cache (`{}` and `{"": 0}` do). */
  readonly source: readonly string[];
  /** Sorted. */
  readonly keys: readonly string[];
  /** `"key":` ready to be written. */
  readonly labels: readonly string[];
}

/** Sorted keys per set of keys in order: records of one stream share a few shapes, so sorting happens a few times, not per record. */
const shapes = new Map<string, Shape>();
const maxShapes = 10_000;

function shapeOf(keys: readonly string[]): Shape {
  const name = keys.join('\u0000');
  const known = shapes.get(name);
  if (known !== undefined && sameKeys(known.source, keys)) return known;
  const sorted = keys.toSorted();
  const shape = { source: keys, keys: sorted, labels: sorted.map((key) => `${quote(key)}:`) };
  // Objects used as maps (an id per key) would grow the cache without end.
  if (shapes.size >= maxShapes) shapes.clear();
  shapes.set(name, shape);
  return shape;
}

function sameKeys(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i += 1) if (one[i] !== other[i]) return false;
  return true;
}

// What JSON must escape, and surrogates, which only JSON.stringify tells apart as paired or lone.
// oxlint-disable-next-line no-control-regex
const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

function quote(text: string): string {
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** Takes what JSON.parse answers. Throws decode_failed when nested too deep. */
export function canonical(value: unknown, depth = 0): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      return Number.isFinite(value) ? String(value === 0 ? 0 : value) : 'null';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= maxDepth) throw fail('decode_failed', `A record is nested more than ${maxDepth} levels deep.`);
      return Array.isArray(value) ? list(value, depth) : object(value, depth);
    default:
      return 'null';
  }
}

function list(values: readonly unknown[], depth: number): string {
  let text = '[';
  for (let i = 0; i < values.length; i += 1) {
    if (i > 0) text += ',';
    text += canonical(values[i], depth + 1);
  }
  return `${text}]`;
}

function object(value: object, depth: number): string {
  const { keys, labels } = shapeOf(Object.keys(value));
  const fields: Readonly<Record<string, unknown>> = { ...value };
  let text = '{';
  let first = true;
  for (let i = 0; i < keys.length; i += 1) {
    const field = fields[keys[i] ?? ''];
    if (field === undefined) continue;
    text += first ? labels[i] : `,${labels[i]}`;
    text += canonical(field, depth + 1);
    first = false;
  }
  return `${text}}`;
}
