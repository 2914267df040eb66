/**
 * Canonical JSON: the same value gives the same bytes whatever order a vendor sends its keys in. The hash that decides "has this
 * record changed?" is taken over them, and they are what is sealed as raw. Hot: runs once per record read, so it writes UTF-8 into
 * one buffer per page and leaves nothing behind for the garbage collector (strings joined piece by piece cost as much to collect
 * as all the rest of a page).
 */
import { fail } from '../../contract/errors.ts';
import { isJsonObject, type JsonObject } from '../../contract/http.ts';
import { typeBits, type ObjectSpots, type ShapeWatch, type Spot } from './shapes.ts';

/** Deeper nesting than any real record has: refused before the stack gives out. */
const maxDepth = 200;

interface Shape {
  /** As the object had them. */
  readonly source: readonly string[];
  /** Sorted. */
  readonly keys: readonly string[];
  /** `"key":` ready to be written. */
  readonly labels: readonly Uint8Array[];
}

/**
 * Shapes met so far, by their first key: records of one stream share a few, so keys are sorted a few times, not per record. Found by
 * comparing keys, which are the same string objects most of the time.
 */
const shapes = new Map<string, Shape[]>();
/** Objects used as maps (an id per key) have a new shape each time: kept in bounds, per first key and altogether. */
const maxAlike = 16;
const maxFirsts = 10_000;

function shapeOf(keys: readonly string[]): Shape {
  const first = keys[0] ?? '';
  const alike = shapes.get(first);
  const known = alike?.find((shape) => sameKeys(shape.source, keys));
  if (known !== undefined) return known;
  const sorted = keys.toSorted();
  const shape = { source: keys, keys: sorted, labels: sorted.map((key) => Buffer.from(`${JSON.stringify(key)}:`)) };
  if (alike !== undefined && alike.length < maxAlike) alike.push(shape);
  else {
    if (shapes.size >= maxFirsts) shapes.clear();
    shapes.set(first, [shape]);
  }
  return shape;
}

function sameKeys(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i += 1) if (one[i] !== other[i]) return false;
  return true;
}

const comma = 0x2c;
const quote = 0x22;
const backslash = 0x5c;

/** Collects the canonical bytes of one page's items. */
export class CanonicalWriter {
  #bytes: Buffer;
  #at = 0;
  readonly #watch: ShapeWatch | undefined;

  /** `expected`: bytes to make room for at first. `watch`: notes which fields items have, and of which types. */
  constructor(expected = 4096, watch?: ShapeWatch) {
    this.#bytes = Buffer.allocUnsafe(expected);
    this.#watch = watch;
  }

  /**
   * Takes what JSON.parse answers and gives its bytes, valid until the next `append` (`slice` gives those of any item later).
   * Throws decode_failed when nested too deep; what was begun is then taken back.
   */
  append(value: unknown): { readonly from: number; readonly to: number } {
    const from = this.#at;
    try {
      if (isJsonObject(value)) this.#object(value, 1, this.#watch?.root());
      else this.#value(value, 0, undefined, 0);
    } catch (error) {
      this.#at = from;
      throw error;
    }
    return { from, to: this.#at };
  }

  /** Not a copy: stays good, because a buffer that has become too small is left to those who have slices of it. */
  slice(from: number, to: number): Buffer {
    return this.#bytes.subarray(from, to);
  }

  /** `spot`, `at`: where its type is noted. */
  #value(value: unknown, depth: number, spot: Spot | undefined, at: number): void {
    switch (typeof value) {
      case 'string':
        if (spot !== undefined) note(spot, at, typeBits.string);
        return this.#text(value);
      case 'number':
        if (spot !== undefined) note(spot, at, typeBits.number);
        return this.#ascii(Number.isFinite(value) ? String(value === 0 ? 0 : value) : 'null');
      case 'boolean':
        if (spot !== undefined) note(spot, at, typeBits.boolean);
        return this.#ascii(value ? 'true' : 'false');
      case 'object':
        if (value === null) {
          if (spot !== undefined) note(spot, at, typeBits.null);
          return this.#ascii('null');
        }
        if (depth >= maxDepth) throw fail('decode_failed', `A record is nested more than ${maxDepth} levels deep.`);
        if (isJsonObject(value)) {
          if (spot !== undefined) note(spot, at, typeBits.object);
          return this.#object(value, depth + 1, spot?.object(at));
        }
        if (spot !== undefined) note(spot, at, typeBits.list);
        return this.#list(value, depth + 1, spot?.list(at));
      default:
        return this.#ascii('null');
    }
  }

  #list(values: unknown, depth: number, elements: Spot | undefined): void {
    if (!Array.isArray(values)) return;
    this.#ascii('[');
    for (let i = 0; i < values.length; i += 1) {
      if (i > 0) this.#ascii(',');
      this.#value(values[i], depth, elements, 0);
    }
    this.#ascii(']');
  }

  #object(value: JsonObject, depth: number, spots: ObjectSpots | undefined): void {
    const { keys, labels } = shapeOf(Object.keys(value));
    const spot = spots?.of(keys);
    this.#ascii('{');
    let first = true;
    for (let i = 0; i < keys.length; i += 1) {
      const field = value[keys[i] ?? ''];
      const label = labels[i];
      if (field === undefined || label === undefined) continue;
      this.#reserve(label.length + 1);
      if (!first) this.#bytes[this.#at++] = comma;
      this.#bytes.set(label, this.#at);
      this.#at += label.length;
      this.#value(field, depth, spot, i);
      first = false;
    }
    this.#ascii('}');
  }

  /** Plain characters are copied one by one, which beats a call into C++ for the short strings records are made of. */
  #text(text: string): void {
    this.#reserve(text.length + 2);
    const bytes = this.#bytes;
    let at = this.#at;
    bytes[at++] = quote;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code < 0x20 || code > 0x7e || code === quote || code === backslash) return this.#escaped(text);
      bytes[at++] = code;
    }
    bytes[at++] = quote;
    this.#at = at;
  }

  #escaped(text: string): void {
    const quoted = JSON.stringify(text);
    this.#reserve(quoted.length * 3);
    this.#at += this.#bytes.write(quoted, this.#at, 'utf8');
  }

  #ascii(text: string): void {
    this.#reserve(text.length);
    for (let i = 0; i < text.length; i += 1) this.#bytes[this.#at++] = text.charCodeAt(i);
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + more));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
  }
}

function note(spot: Spot, at: number, bit: number): void {
  if (((spot.masks[at] ?? 0) & bit) === 0) spot.learn(at, bit);
}

/** The canonical text of one value, where speed does not matter. */
export function canonical(value: unknown): string {
  const writer = new CanonicalWriter();
  const { from, to } = writer.append(value);
  return writer.slice(from, to).toString('utf8');
}
