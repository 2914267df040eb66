/**
 * Which parts of a model's data are about a person, read off the marks its schema carries (`personal`, `personReference` in fields.ts), and
 * going through data by them. Whoever masks, looks for somebody or forgets somebody does it here, so that a mark means the same to all.
 */
import { z } from 'zod';
import { isJsonObject, type JsonObject, type JsonValue } from '../http.ts';
import { models, type ModelName } from './index.ts';

/** Models whose records each are one person (or a company that deals with a business like one). */
export const personModels = ['student', 'contact', 'employee'] as const satisfies readonly ModelName[];
export type PersonModel = (typeof personModels)[number];

export function isPersonModel(model: string): model is PersonModel {
  return personModels.some((name) => name === model);
}

/** What a value in a model's data is. */
export type Place =
  /** Marked as about a person. */
  | { readonly kind: 'personal' }
  /** The vendor's id of a record of this model in the same integration. */
  | { readonly kind: 'reference'; readonly model: PersonModel }
  /** Within `custom`: nobody can say what it holds. */
  | { readonly kind: 'custom' }
  | { readonly kind: 'other' };

type Leaf = string | number | boolean;

interface Marks {
  readonly place: Place;
  readonly fields: ReadonlyMap<string, Marks>;
  readonly items: Marks | undefined;
}

const other: Marks = { place: { kind: 'other' }, fields: new Map(), items: undefined };
const custom: Marks = { ...other, place: { kind: 'custom' } };

function marksOf(schema: unknown, outer: Place): Marks {
  if (!(schema instanceof z.ZodType)) return { ...other, place: outer };
  const meta = schema.meta() ?? {};
  const person = meta['person'];
  const place: Place =
    meta['personal'] === true
      ? { kind: 'personal' }
      : typeof person === 'string' && isPersonModel(person)
        ? { kind: 'reference', model: person }
        : outer;
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return marksOf(schema.unwrap(), place);
  if (schema instanceof z.ZodArray) return { place, fields: new Map(), items: marksOf(schema.element, place) };
  if (!(schema instanceof z.ZodObject)) return { place, fields: new Map(), items: undefined };
  const fields = Object.entries(schema.shape).map(([name, field]): [string, Marks] => [name, marksOf(field, place)]);
  return { place, fields: new Map(fields), items: undefined };
}

const known = new Map<ModelName, Marks>();

function marksOfModel(model: ModelName): Marks {
  const found = known.get(model);
  if (found !== undefined) return found;
  const { fields, ...rest } = marksOf(models[model], { kind: 'other' });
  const marks = {
    ...rest,
    fields: new Map([...fields].map(([name, one]) => [name, name === 'custom' ? custom : one])),
  };
  known.set(model, marks);
  return marks;
}

/** Does its data say anything about people? */
export function isPersonal(model: ModelName): boolean {
  const about = ({ place, fields, items }: Marks): boolean =>
    place.kind === 'personal' ||
    place.kind === 'reference' ||
    [...fields.values()].some(about) ||
    (items !== undefined && about(items));
  return about(marksOfModel(model));
}

/** Calls `visit` for every text, number and truth value in a model's data. */
export function eachValue(model: ModelName, data: JsonObject, visit: (value: Leaf, place: Place) => void): void {
  changeValues(model, data, (value, place) => {
    visit(value, place);
    return value;
  });
}

/**
 * The data with every text, number and truth value as `change` answers it; `undefined`: it is gone, which makes a field null and takes
 * the item of a list away that would be without it. What comes in is not changed.
 */
export function changeValues(
  model: ModelName,
  data: JsonObject,
  change: (value: Leaf, place: Place) => JsonValue | undefined,
): JsonObject {
  const { value } = changed(data, marksOfModel(model), change);
  return isJsonObject(value) ? value : {};
}

interface Changed {
  readonly value: JsonValue;
  /** Something in it went. */
  readonly lacks: boolean;
}

function changed(
  value: JsonValue,
  marks: Marks,
  change: (value: Leaf, place: Place) => JsonValue | undefined,
): Changed {
  if (value === null) return { value, lacks: false };
  if (isList(value)) {
    const within = marks.place.kind === 'custom' ? marks : (marks.items ?? { ...other, place: marks.place });
    const items = value.map((item) => changed(item, within, change));
    return { value: items.filter(({ lacks }) => !lacks).map((item) => item.value), lacks: false };
  }
  if (isJsonObject(value)) {
    let lacks = false;
    const fields = Object.entries(value).map(([name, field]): [string, JsonValue] => {
      const below =
        marks.place.kind === 'custom' ? marks : (marks.fields.get(name) ?? { ...other, place: marks.place });
      const result = changed(field, below, change);
      lacks ||= result.lacks;
      return [name, result.value];
    });
    return { value: Object.fromEntries(fields), lacks };
  }
  const result = change(value, marks.place);
  return result === undefined ? { value: null, lacks: true } : { value: result, lacks: false };
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
