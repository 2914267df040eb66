/**
 * Rules somebody may want: a field of the model that is always empty although the provider sends something of that name, and what the
 * provider sends that the built-in map leaves out, fields of the customer's own first. Only ever offered.
 */
import type { Schema } from '../../../client/index.ts';
import { isRecord, type Sample, type SourceField, type SourceType } from './source-fields.ts';

export type TargetField = Schema['MappingField'];

export interface Suggestion {
  readonly target: string;
  readonly expression: string;
  readonly field: SourceField;
  /** same: the names say the same. custom: the customer's own field at the provider. unused: nothing of it is kept yet. */
  readonly reason: 'same' | 'custom' | 'unused';
}

const most = 6;
/** Share of words two names have in common to be taken for the same. */
const alike = 0.5;

export function suggestRules(
  fields: readonly SourceField[],
  targets: readonly TargetField[],
  samples: readonly Sample[],
  rules: readonly { readonly target: string; readonly expression: string }[],
): readonly Suggestion[] {
  const taken = new Set(rules.map(({ target }) => target));
  const used = rules.map(({ expression }) => expression).join('\n');
  const raw = fields.filter((field) => field.origin === 'raw' && field.filled > 0 && !used.includes(field.path));
  const kept = new Set(samples.flatMap(({ unified }) => valuesIn(unified)));
  const filling = targets
    .filter(({ name }) => !taken.has(name) && samples.every(({ unified }) => isEmptyIn(unified, name)))
    .flatMap((target) => bestFor(target, raw, kept));
  const filled = new Set(filling.map(({ field }) => field.path));
  const own = raw
    .filter((field) => !filled.has(field.path) && isScalar(field.type) && (field.custom || isUnused(field, kept)))
    .map((field): Suggestion => ({
      target: customTarget(field.name),
      expression: field.path,
      field,
      reason: field.custom ? 'custom' : 'unused',
    }))
    .filter(({ target }) => !taken.has(target) && samples.every(({ unified }) => isEmptyIn(unified, target)));
  const ordered = [...filling, ...own.filter(({ field }) => field.custom), ...own.filter(({ field }) => !field.custom)];
  const seen = new Set<string>();
  return ordered.filter(({ target }) => !seen.has(target) && seen.add(target)).slice(0, most);
}

function bestFor(
  target: TargetField,
  fields: readonly SourceField[],
  kept: ReadonlySet<string>,
): readonly Suggestion[] {
  const [best] = fields
    .map((field) => ({ field, expression: conversion(field, target.type), score: similarity(field.name, target.name) }))
    // `Name` is no last name where it is kept as the name already.
    .filter(
      ({ field, score, expression }) =>
        expression !== undefined && (score === 1 || (score >= alike && !isKept(field, kept))),
    )
    .toSorted((a, b) => b.score - a.score || a.field.path.length - b.field.path.length);
  return best?.expression === undefined
    ? []
    : [{ target: target.name, expression: best.expression, field: best.field, reason: 'same' }];
}

/** How a field is written so that its target takes it; undefined: not by itself. */
export function conversion({ path, type }: SourceField, target: TargetField['type']): string | undefined {
  if (type === target || target === 'any') return path;
  if (target === 'amount' && type === 'number') return `$formatNumber(${path}, "0.00")`;
  if (target === 'text' && ['number', 'amount', 'date', 'moment'].includes(type))
    return type === 'number' ? `$string(${path})` : path;
  if (target === 'amount' && type === 'text') return undefined;
  return undefined;
}

/** `custom.` and the name as such names are written. */
export function customTarget(name: string): string {
  const word = wordsOf(name)
    .join('_')
    .replace(/^[^a-z]+/, '')
    .slice(0, 60);
  return `custom.${word === '' ? 'field' : word}`;
}

/** `ContactNumber`, `contact_number`, `contact-number`: the same words. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** From 0 to 1: which share of their words both have. */
export function similarity(a: string, b: string): number {
  const [mine, theirs] = [new Set(wordsOf(a).map(singular)), new Set(wordsOf(b).map(singular))];
  const common = [...mine].filter((word) => theirs.has(word)).length;
  return common === 0 ? 0 : common / new Set([...mine, ...theirs]).size;
}

const singular = (word: string) => (word.length > 3 && word.endsWith('s') ? word.slice(0, -1) : word);

function isScalar(type: SourceType): boolean {
  return type !== 'list' && type !== 'object' && type !== 'mixed';
}

/** Last words of names that are for machines. */
const technical: ReadonlySet<string> = new Set([
  'url',
  'uri',
  'href',
  'hash',
  'token',
  'version',
  'etag',
  'object',
  'utc',
]);

/** Has it values of which none is in the unified data, and which somebody would want to see? */
function isUnused(field: SourceField, kept: ReadonlySet<string>): boolean {
  const last = wordsOf(field.name).at(-1) ?? '';
  if (technical.has(last) || last.endsWith('id') || field.type === 'boolean' || field.type === 'moment') return false;
  return !isKept(field, kept);
}

function isKept({ samples }: SourceField, kept: ReadonlySet<string>): boolean {
  return samples.some((value) => [...kept].some((one) => sameText(one, String(value))));
}

/** Providers write the same differently: `ACTIVE` and `active`, `110` and `110.00`. */
function sameText(a: string, b: string): boolean {
  if (a.toLowerCase() === b.toLowerCase()) return true;
  return a !== '' && b !== '' && Number(a) === Number(b);
}

function isEmptyIn(unified: unknown, target: string): boolean {
  if (!isRecord(unified)) return true;
  const custom = target.startsWith('custom.') ? unified['custom'] : undefined;
  const value = isRecord(custom) ? custom[target.slice('custom.'.length)] : unified[target];
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function valuesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(valuesIn);
  if (isRecord(value)) return Object.values(value).flatMap(valuesIn);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}
