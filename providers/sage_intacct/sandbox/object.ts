/**
 * How an object of Sage Intacct is described, so that both APIs can show it: each field has the name each API gives it. A field that
 * is not described is an error to whoever asks for it, as it is at Sage. Called by the descriptions beside this file.
 */
import type { Row, State } from './state.ts';

/**
 * `key`, `number` and `amount` (cents) are numbers, `moment` is milliseconds, `date` and `text` are strings; `code` is text that the
 * XML API spells differently.
 */
export type Type = 'key' | 'number' | 'amount' | 'moment' | 'date' | 'text' | 'code' | 'flag';
export type Value = string | number | null;

export interface Field<R> {
  /** Undefined: this API does not show it. */
  readonly xml: string | undefined;
  readonly rest: string | undefined;
  readonly type: Type;
  /** REST's word -> the XML API's. */
  readonly codes: Readonly<Record<string, string>>;
  get(row: R, state: State): Value;
}

interface Spec<R extends Row> {
  readonly xml: string;
  readonly rest: string | undefined;
  readonly fields: readonly Field<R>[];
  rows(state: State): readonly R[];
  /** Items grown for load: which field of this object says which item a row is of, and the rows inside some items. */
  readonly grown?: { readonly stream: string; readonly parent: string; read(json: string): readonly R[] };
}

/** A field as the two APIs know it; its place in the object is how `Found` reads it. */
export interface FieldInfo extends Omit<Field<never>, 'get'> {
  readonly place: number;
}

/** One row of an object, whatever it is made of. */
export interface Found extends Row {
  value(field: FieldInfo, state: State): Value;
}

export interface SandboxObject extends Omit<Spec<never>, 'fields' | 'rows' | 'grown'> {
  readonly fields: readonly FieldInfo[];
  rows(state: State): readonly Found[];
  readonly grown:
    { readonly stream: string; readonly parent: FieldInfo; read(json: string): readonly Found[] } | undefined;
}

export function object<R extends Row>(spec: Spec<R>): SandboxObject {
  const fields = spec.fields.map(({ xml, rest, type, codes }, place) => ({ xml, rest, type, codes, place }));
  const found = (row: R): Found => ({
    key: row.key,
    entity: row.entity,
    created: row.created,
    updated: row.updated,
    value: ({ place }, state) => spec.fields[place]?.get(row, state) ?? null,
  });
  const parent = fields.find(({ xml }) => xml === spec.grown?.parent);
  const { grown } = spec;
  return {
    xml: spec.xml,
    rest: spec.rest,
    fields,
    rows: (state) => spec.rows(state).map(found),
    grown:
      grown === undefined || parent === undefined
        ? undefined
        : { stream: grown.stream, parent, read: (json) => grown.read(json).map(found) },
  };
}

export function field<R>(
  names: readonly [string | undefined, string | undefined],
  type: Type,
  get: Field<R>['get'],
  codes: Readonly<Record<string, string>> = {},
): Field<R> {
  const [xml, rest] = names;
  return { xml, rest, type, get, codes };
}

/** Grown items were rendered by grow.ts from the same types. */
export function itemsOf<R>(json: string): R[] {
  const items: R[] = JSON.parse(`[${json}]`);
  return items;
}

export const blank = (text: string): string | null => (text === '' ? null : text);
export const number = (key: number): number | null => (key === 0 ? null : key);

/** What every object has. */
export function common<R extends Row>(created: string): Field<R>[] {
  return [
    field(['RECORDNO', 'key'], 'key', ({ key }) => key),
    field(['MEGAENTITYID', 'entity.id'], 'text', ({ entity }) => blank(entity)),
    field([created, 'audit.createdDateTime'], 'moment', (row) => row.created),
    field(['WHENMODIFIED', 'audit.modifiedDateTime'], 'moment', (row) => row.updated),
  ];
}

export const activity = { active: 'active', inactive: 'inactive' };
