/** What stands in a form of schema-form-model.ts: empty, as JSON, from JSON, and what is wrong with it. Pure. */
import { isObject, type FormField, type Variant } from './schema-form-model.ts';

/** Texts as typed, truth values, lists, groups by name; undefined: not answered. */
export type FormValue = string | boolean | undefined | readonly FormValue[] | { readonly [name: string]: FormValue };

/** What a new form holds: what the schema takes when nothing is said, and as many items as there have to be. */
export function emptyValue(field: FormField): FormValue {
  switch (field.kind) {
    case 'boolean':
      return field.fallback ?? (field.required ? false : undefined);
    case 'object':
      return Object.fromEntries(field.fields.map((one) => [one.name, emptyValue(one)]));
    case 'variants': {
      const [first] = field.variants;
      const rest = (first?.fields ?? []).map((one): [string, FormValue] => [one.name, emptyValue(one)]);
      return Object.fromEntries([[field.by, first?.value ?? ''], ...rest]);
    }
    case 'list':
      return Array.from({ length: field.required ? Math.max(1, field.least) : 0 }, () => emptyValue(field.item));
    case 'map':
      return [];
    case 'constant':
      return field.value;
    case 'text':
    case 'amount':
    case 'number':
    case 'choice':
      return field.fallback;
    case 'date':
    case 'moment':
    case 'json':
      return '';
  }
}

/** As the schema has it; undefined: nothing is said. What cannot be read is left as text, for the server to refuse. */
export function inputOf(field: FormField, value: FormValue): unknown {
  switch (field.kind) {
    case 'object':
      return groupOf(field.fields, value, field.required);
    case 'variants': {
      const which = memberOf(value, field.by);
      const variant = field.variants.find((one) => one.value === which);
      const group = groupOf(variant?.fields ?? [], value, true);
      return field.by === '' ? group : { [field.by]: which, ...group };
    }
    case 'list': {
      const items = listOf(value).map((item) => inputOf(field.item, item) ?? (isGroup(field.item) ? {} : ''));
      return items.length === 0 && !field.required ? undefined : items;
    }
    case 'map': {
      const pairs = listOf(value).map((pair) => [textOf(memberOf(pair, 'name')), textOf(memberOf(pair, 'value'))]);
      const named = pairs.filter(([name]) => name !== '');
      return named.length === 0 && !field.required ? undefined : Object.fromEntries(named);
    }
    case 'boolean':
      return value === true || value === false ? value : undefined;
    case 'number': {
      const text = textOf(value).trim();
      return text === '' ? undefined : Number.isFinite(Number(text)) ? Number(text) : text;
    }
    case 'moment': {
      const at = Date.parse(textOf(value));
      return textOf(value) === '' ? undefined : Number.isNaN(at) ? textOf(value) : new Date(at).toISOString();
    }
    case 'json':
      return textOf(value).trim() === '' ? undefined : parsed(textOf(value));
    case 'constant':
      return field.value;
    case 'text':
      return textOf(value) === '' ? undefined : textOf(value);
    case 'amount':
    case 'date':
    case 'choice':
      return textOf(value).trim() === '' ? undefined : textOf(value).trim();
  }
}

function groupOf(fields: readonly FormField[], value: FormValue, required: boolean): object | undefined {
  const entries = fields
    .map((field): [string, unknown] => [field.name, inputOf(field, memberOf(value, field.name))])
    .filter(([, item]) => item !== undefined);
  const constants = new Set(fields.filter(({ kind }) => kind === 'constant').map(({ name }) => name));
  const saysNothing = entries.every(([name]) => constants.has(name));
  return saysNothing && !required ? undefined : Object.fromEntries(entries);
}

const isGroup = ({ kind }: FormField) => kind === 'object' || kind === 'variants' || kind === 'map';

/** The form of some JSON. `unknown`: places in it that the form has no field for; they would be lost. */
export function valueOf(
  field: FormField,
  input: unknown,
): { readonly value: FormValue; readonly unknown: readonly string[] } {
  const unknown: string[] = [];
  return { value: read(field, input, '', unknown), unknown };
}

function read(field: FormField, input: unknown, path: string, unknown: string[]): FormValue {
  if (input === undefined || input === null) return cleared(field);
  switch (field.kind) {
    case 'object':
      return readGroup(field.fields, input, path, unknown, []);
    case 'variants': {
      const variant = field.variants.find((one) => isOf(one, field.by, input));
      if (variant === undefined) unknown.push(joined(path, field.by));
      const group = readGroup(variant?.fields ?? [], input, path, unknown, [field.by]);
      return { ...group, [field.by]: variant?.value ?? '' };
    }
    case 'list':
      if (Array.isArray(input))
        return input.map((item, at) => read(field.item, item, joined(path, String(at)), unknown));
      break;
    case 'map':
      if (isObject(input)) return Object.entries(input).map(([name, item]) => ({ name, value: shown(item) }));
      break;
    case 'boolean':
      if (typeof input === 'boolean') return input;
      break;
    case 'json':
      return JSON.stringify(input, null, 2);
    case 'moment':
      return localMoment(input);
    default:
      if (typeof input === 'string' || typeof input === 'number') return String(input);
  }
  unknown.push(path);
  return emptyValue(field);
}

function isOf({ value, fields }: Variant, by: string, input: unknown): boolean {
  if (!isObject(input)) return false;
  if (by !== '') return input[by] === value;
  return fields.every(({ name, required }) => !required || Object.hasOwn(input, name));
}

function readGroup(
  fields: readonly FormField[],
  input: unknown,
  path: string,
  unknown: string[],
  besides: readonly string[],
): { readonly [name: string]: FormValue } {
  if (!isObject(input)) {
    unknown.push(path);
    return {};
  }
  const names = new Set([...fields.map(({ name }) => name), ...besides]);
  unknown.push(
    ...Object.keys(input)
      .filter((name) => !names.has(name))
      .map((name) => joined(path, name)),
  );
  return Object.fromEntries(
    fields.map((field) => [field.name, read(field, input[field.name], joined(path, field.name), unknown)]),
  );
}

/** JSON without a field says nothing of it, not even what a new form holds. */
function cleared(field: FormField): FormValue {
  if (field.kind === 'list' || field.kind === 'map') return [];
  if (field.kind === 'object') return Object.fromEntries(field.fields.map((one) => [one.name, cleared(one)]));
  if (field.kind === 'boolean') return field.required ? false : undefined;
  return field.kind === 'variants' || field.kind === 'constant' ? emptyValue(field) : '';
}

/** As a field for date and time takes it, in the zone of whoever looks at it. */
function localMoment(input: unknown): string {
  const at = typeof input === 'string' ? new Date(input) : undefined;
  if (at === undefined || Number.isNaN(at.getTime())) return shown(input);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

export type FormProblem = 'required' | 'number' | 'amount' | 'currency' | 'pattern' | 'too_long' | 'too_few' | 'json';

/** By path (`lines.0.amount`). Not all there may be: the server checks again. */
export function problemsIn(field: FormField, value: FormValue): ReadonlyMap<string, FormProblem> {
  const found = new Map<string, FormProblem>();
  check(field, value, '', found);
  return found;
}

function check(field: FormField, value: FormValue, path: string, found: Map<string, FormProblem>): void {
  switch (field.kind) {
    case 'object':
      // Nothing in it, and nothing asked of it: its fields are not asked either.
      if (!field.required && inputOf(field, value) === undefined) return;
      for (const one of field.fields) check(one, memberOf(value, one.name), joined(path, one.name), found);
      return;
    case 'variants': {
      const variant = field.variants.find((one) => one.value === memberOf(value, field.by));
      for (const one of variant?.fields ?? []) check(one, memberOf(value, one.name), joined(path, one.name), found);
      return;
    }
    case 'list': {
      const items = listOf(value);
      if ((field.required || items.length > 0) && items.length < field.least) found.set(path, 'too_few');
      items.forEach((item, at) => check(field.item, item, joined(path, String(at)), found));
      return;
    }
    case 'map':
    case 'boolean':
    case 'constant':
      return;
    default: {
      const problem = textProblem(field, textOf(value));
      if (problem !== undefined) found.set(path, problem);
    }
  }
}

function textProblem(field: FormField, text: string): FormProblem | undefined {
  if (text.trim() === '') return field.required ? 'required' : undefined;
  switch (field.kind) {
    case 'number':
      return isNumberFor(field, text) ? undefined : 'number';
    case 'amount':
      return fits(field.pattern, text.trim()) ? undefined : 'amount';
    case 'json':
      return parsed(text) === text ? 'json' : undefined;
    case 'text':
      if (field.most !== undefined && text.length > field.most) return 'too_long';
      if (fits(field.pattern, text)) return undefined;
      return field.format === 'currency' ? 'currency' : 'pattern';
    default:
      return undefined;
  }
}

function isNumberFor(field: FormField & { readonly kind: 'number' }, text: string): boolean {
  const number = Number(text);
  if (!Number.isFinite(number) || (field.integer && !Number.isInteger(number))) return false;
  return number >= (field.minimum ?? -Infinity) && number <= (field.maximum ?? Infinity);
}

function fits(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    // A pattern of another dialect says nothing here; the server knows it.
    return true;
  }
}

/** JSON, or the text itself where it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function memberOf(value: FormValue, name: string): FormValue {
  const members = membersOf(value);
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

/** Its fields; none where it is no group. */
export function membersOf(value: FormValue): Readonly<Record<string, FormValue>> {
  return typeof value === 'object' && !isList(value) ? value : {};
}

export function listOf(value: FormValue): readonly FormValue[] {
  return isList(value) ? value : [];
}

function isList(value: FormValue): value is readonly FormValue[] {
  return Array.isArray(value);
}

export function textOf(value: FormValue): string {
  return typeof value === 'string' ? value : '';
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** The item at `from` stands at `to`; out of bounds nothing moves. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  if (to < 0 || to >= list.length) return list;
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, ...list.slice(from, from + 1));
}
