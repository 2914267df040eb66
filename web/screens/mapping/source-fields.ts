/**
 * What a rule can draw from: the fields of sampled records, as the provider sent them (`raw`) and as the built-in map made them (`unified`),
 * each with the JSONata that reaches it, its type and values it had. Lists of named values, as providers keep fields of the customer's own
 * in, are one field for each name.
 */
export type SourceType = 'text' | 'amount' | 'date' | 'moment' | 'number' | 'boolean' | 'list' | 'object' | 'mixed';

export interface SourceField {
  /** JSONata: `raw.Addresses[0].City`. */
  readonly path: string;
  readonly origin: 'raw' | 'unified';
  /** The last name of the path, as the provider writes it. */
  readonly name: string;
  readonly type: SourceType;
  /** Different values it had, at most three. */
  readonly samples: readonly unknown[];
  /** In how many of the samples it had one. */
  readonly filled: number;
  /** A field of the customer's own at the provider. */
  readonly custom: boolean;
}

export interface Sample {
  readonly raw: unknown;
  readonly unified: unknown;
}

/** Deeper than this nobody looks for anything; milliseconds matter while somebody types. */
const maxDepth = 5;
const maxFields = 400;
const maxSamples = 3;

export function sourceFields(samples: readonly Sample[]): readonly SourceField[] {
  const found = new Map<string, Noted>();
  for (const { raw, unified } of samples) {
    walk(found, raw, { path: 'raw', origin: 'raw', name: 'raw', custom: false, depth: 0 });
    walk(found, unified, { path: 'unified', origin: 'unified', name: 'unified', custom: false, depth: 0 });
  }
  return [...found.values()].slice(0, maxFields).map(({ types, values, filled, place }) => ({
    path: place.path,
    origin: place.origin,
    name: place.name,
    custom: place.custom,
    type: types.size === 1 ? ([...types][0] ?? 'mixed') : types.size === 0 ? 'text' : 'mixed',
    samples: [...values.values()],
    filled,
  }));
}

interface Place {
  readonly path: string;
  readonly origin: SourceField['origin'];
  readonly name: string;
  readonly custom: boolean;
  readonly depth: number;
}

interface Noted {
  readonly place: Place;
  readonly types: Set<SourceType>;
  /** By their JSON. */
  readonly values: Map<string, unknown>;
  filled: number;
}

function walk(found: Map<string, Noted>, value: unknown, place: Place): void {
  if (place.depth > 0 && !isRecord(value)) note(found, value, place);
  if (place.depth >= maxDepth) return;
  if (Array.isArray(value)) walkList(found, value, place);
  else if (isRecord(value))
    for (const [name, item] of Object.entries(value).filter(([key]) => !key.includes('`')))
      walk(found, item, {
        ...place,
        path: `${place.path}.${step(name)}`,
        name,
        custom: place.custom || isCustomName(name),
        depth: place.depth + 1,
      });
}

function walkList(found: Map<string, Noted>, list: readonly unknown[], place: Place): void {
  const named = namedValues(list);
  if (named !== undefined) {
    for (const { name, value } of named.items)
      note(found, value, {
        ...place,
        path: `${place.path}[${step(named.nameKey)}=${JSON.stringify(name)}].${step(named.valueKey)}`,
        name,
        custom: true,
        depth: place.depth + 1,
      });
    return;
  }
  if (isRecord(list[0])) walk(found, list[0], { ...place, path: `${place.path}[0]`, depth: place.depth + 1 });
}

function note(found: Map<string, Noted>, value: unknown, place: Place): void {
  const noted = found.get(place.path) ?? { place, types: new Set(), values: new Map(), filled: 0 };
  found.set(place.path, noted);
  const type = typeOf(value);
  if (type === undefined) return;
  noted.types.add(type);
  noted.filled += 1;
  if (noted.values.size < maxSamples) noted.values.set(JSON.stringify(value), value);
}

/** Undefined: there is nothing in it, which says nothing about its type. */
function typeOf(value: unknown): SourceType | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (Array.isArray(value)) return value.length === 0 ? undefined : 'list';
  if (typeof value !== 'string') return 'object';
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return 'date';
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(value)) return 'moment';
  return /^-?\d+\.\d{1,4}$/.test(value) ? 'amount' : 'text';
}

const nameKeys = ['shortname', 'name', 'Name', 'key', 'Key', 'label', 'Label'];
const valueKeys = ['value', 'Value', 'Option', 'text'];

/** A list of `{name, value}`, whatever the two are called: fields of somebody's own. */
function namedValues(list: readonly unknown[]) {
  const first = list[0];
  if (!isRecord(first)) return undefined;
  const nameKey = nameKeys.find((key) => typeof first[key] === 'string' && first[key] !== '');
  const valueKey = valueKeys.find((key) => Object.hasOwn(first, key) && !isRecord(first[key]));
  if (nameKey === undefined || valueKey === undefined) return undefined;
  const items = list.flatMap((item) => {
    const name = isRecord(item) ? item[nameKey] : undefined;
    return isRecord(item) && typeof name === 'string' ? [{ name, value: item[valueKey] }] : [];
  });
  return { nameKey, valueKey, items };
}

function isCustomName(name: string): boolean {
  return /^(custom|metadata|custom_?fields?|extra|additional_?fields)$/i.test(name);
}

/** A name as JSONata reads it: what is no plain word stands in backticks (and one with a backtick cannot be written). */
function step(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !['and', 'or', 'in', 'true', 'false', 'null'].includes(name)
    ? name
    : `\`${name}\``;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
