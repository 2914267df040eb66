/**
 * A form, drawn from a JSON Schema: which fields it has, and how what is typed into them becomes the JSON that the schema describes, and back.
 * Everything typed is text until then (an amount must not pass through a floating point number). Pure; drawn by schema-form.tsx.
 */
interface Common {
  /** As in the schema; of an item of a list its place. */
  readonly name: string;
  readonly label: string;
  readonly help: string | undefined;
  readonly required: boolean;
}

export type FormField = Common &
  (
    | {
        readonly kind: 'text';
        readonly format: 'plain' | 'email' | 'url' | 'secret' | 'currency';
        readonly long: boolean;
        readonly pattern: string | undefined;
        readonly least: number;
        readonly most: number | undefined;
        readonly fallback: string;
        /** It names a record: of what, and by which of its values. */
        readonly reference: { readonly to: string; readonly by: 'key' | 'code' } | undefined;
      }
    /** Decimal as text. */
    | { readonly kind: 'amount'; readonly pattern: string | undefined; readonly fallback: string }
    | {
        readonly kind: 'number';
        readonly integer: boolean;
        readonly minimum: number | undefined;
        readonly maximum: number | undefined;
        readonly fallback: string;
      }
    | { readonly kind: 'boolean'; readonly fallback: boolean | undefined }
    | { readonly kind: 'date' }
    | { readonly kind: 'moment' }
    | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly fallback: string }
    | { readonly kind: 'constant'; readonly value: string }
    | { readonly kind: 'object'; readonly fields: readonly FormField[] }
    | { readonly kind: 'list'; readonly item: FormField; readonly least: number; readonly most: number | undefined }
    /** Names of one's own, each with a text. */
    | { readonly kind: 'map' }
    /** One of several objects; which one, the field `by` says, or (empty) only which fields are there. */
    | { readonly kind: 'variants'; readonly by: string; readonly variants: readonly Variant[] }
    /** What no control fits: JSON. */
    | { readonly kind: 'json' }
  );

export interface Variant {
  /** Of the field that tells them apart; otherwise its place. */
  readonly value: string;
  readonly label: string;
  readonly help: string | undefined;
  readonly fields: readonly FormField[];
}

type Json = Readonly<Record<string, unknown>>;

/** The form of a schema; `schema` is what JSON Schema 2020-12 allows, of which what is not known becomes a field for JSON. */
export function formOf(schema: unknown): FormField {
  return fieldOf('', schema, true);
}

function fieldOf(name: string, given: unknown, required: boolean): FormField {
  const schema = onlyWay(given);
  const common = { name, label: labelOf(name, schema), help: textIn(schema, 'description'), required };
  const { type } = schema;
  if (typeof schema['const'] === 'string') return { ...common, kind: 'constant', value: schema['const'] };
  if (Array.isArray(schema['enum'])) {
    const choices = schema['enum'].filter((one) => typeof one === 'string');
    return { ...common, kind: 'choice', choices, fallback: textIn(schema, 'default') ?? '' };
  }
  if (type === 'string') return { ...common, ...textField(name, schema) };
  if (type === 'number' || type === 'integer') return { ...common, ...numberField(schema) };
  if (type === 'boolean') {
    const fallback = typeof schema['default'] === 'boolean' ? schema['default'] : undefined;
    return { ...common, kind: 'boolean', fallback };
  }
  if (type === 'array' && isObject(schema['items'])) {
    const item = fieldOf(singular(name), schema['items'], true);
    return {
      ...common,
      kind: 'list',
      item,
      least: numberIn(schema, 'minItems') ?? 0,
      most: numberIn(schema, 'maxItems'),
    };
  }
  const variants = variantsOf(schema);
  if (variants !== undefined) return { ...common, kind: 'variants', ...variants };
  if (type === 'object' && isObject(schema['properties']))
    return { ...common, kind: 'object', fields: fieldsOf(schema) };
  const values = schema['additionalProperties'];
  if (type === 'object' && isObject(values) && values['type'] === 'string') return { ...common, kind: 'map' };
  return { ...common, kind: 'json' };
}

/** "This or null" is this: leaving a field empty says null. */
function onlyWay(given: unknown): Json {
  const schema = isObject(given) ? given : {};
  const { type, anyOf } = schema;
  if (Array.isArray(type)) {
    const [only, ...more] = type.filter((one) => one !== 'null');
    return more.length === 0 ? { ...schema, type: only } : { ...schema, type: undefined };
  }
  if (!Array.isArray(anyOf)) return schema;
  const [only, ...more] = anyOf.filter((one) => isObject(one) && one['type'] !== 'null');
  if (!isObject(only)) return schema;
  if (more.length === 0) return { ...schema, ...only };
  // Texts of one form or another (an address of this or that kind): a text.
  return more.every((one) => isObject(one) && one['type'] === 'string') && only['type'] === 'string'
    ? { ...schema, anyOf: undefined, type: 'string' }
    : schema;
}

function fieldsOf(schema: Json): readonly FormField[] {
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const fields = Object.entries(properties).map(([name, field]) => fieldOf(name, field, required.includes(name)));
  // What has to be given is asked first.
  return [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)];
}

function textField(name: string, schema: Json) {
  const pattern = textIn(schema, 'pattern');
  const fallback = textIn(schema, 'default') ?? '';
  const format = textIn(schema, 'format');
  if (format === 'date') return { kind: 'date' } as const;
  if (format === 'date-time') return { kind: 'moment' } as const;
  // `^-?\d+(\.\d+)?$` and its relatives: digits and a point.
  if (pattern?.includes('\\.\\d') === true) return { kind: 'amount', pattern, fallback } as const;
  const most = numberIn(schema, 'maxLength');
  const formats = { email: 'email', uri: 'url', password: 'secret' } as const;
  const known = format === 'email' || format === 'uri' || format === 'password' ? formats[format] : undefined;
  const written = pattern === '^[A-Z]{3}$' || pattern === '^[A-Za-z]{3}$' ? 'currency' : 'plain';
  return {
    kind: 'text',
    format: known ?? (name === 'password' ? 'secret' : written),
    long: (most ?? 0) >= 1_000 || ['description', 'comment'].includes(name),
    // The format says it in words; what stands for it as a pattern is long.
    pattern: format === undefined ? pattern : undefined,
    least: numberIn(schema, 'minLength') ?? 0,
    most,
    fallback,
    reference: referenceOf(name),
  } as const;
}

function referenceOf(name: string): { readonly to: string; readonly by: 'key' | 'code' } | undefined {
  const [, to, by] = /^(.+)_(id|code)$/.exec(name) ?? [];
  return to === undefined ? undefined : { to, by: by === 'id' ? 'key' : 'code' };
}

function numberField(schema: Json) {
  const fallback = numberIn(schema, 'default');
  return {
    kind: 'number',
    integer: schema['type'] === 'integer',
    minimum: numberIn(schema, 'minimum'),
    maximum: numberIn(schema, 'maximum'),
    fallback: fallback === undefined ? '' : String(fallback),
  } as const;
}

/** Several objects, told apart by a field with a constant, or else by what they ask for. */
function variantsOf(schema: Json): { readonly by: string; readonly variants: readonly Variant[] } | undefined {
  const ways = schema['oneOf'] ?? schema['anyOf'];
  if (!Array.isArray(ways) || !ways.every(isObject)) return undefined;
  if (!ways.every((way) => isObject(way['properties']))) return undefined;
  const all = ways.map(fieldsOf);
  const by = all[0]?.find(({ kind }) => kind === 'constant')?.name;
  const named = all.flatMap((fields): Variant[] => {
    const field = fields.find((one) => one.name === by);
    return field?.kind === 'constant'
      ? [{ value: field.value, label: field.value, help: field.help, fields: fields.filter((one) => one !== field) }]
      : [];
  });
  if (by !== undefined && named.length === ways.length) return { by, variants: named };
  const variants = all.map((fields, at): Variant => {
    const others = new Set(all.filter((one) => one !== fields).flatMap((one) => one.map(({ name }) => name)));
    const own = fields.filter(({ name, required }) => required && !others.has(name)).map(({ label }) => label);
    return { value: String(at), label: own.length === 0 ? String(at + 1) : own.join(', '), help: undefined, fields };
  });
  return { by: '', variants };
}

/** `contact_id`: "Contact id". */
function labelOf(name: string, schema: Json): string {
  const words = name.replaceAll('_', ' ').trim();
  return textIn(schema, 'title') ?? words.charAt(0).toUpperCase() + words.slice(1);
}

function singular(name: string): string {
  return name.endsWith('ies') ? `${name.slice(0, -3)}y` : name.replace(/(ss|sh|x)es$/, '$1').replace(/([^s])s$/, '$1');
}

function textIn(schema: Json, name: string): string | undefined {
  const value = schema[name];
  return typeof value === 'string' ? value : undefined;
}

function numberIn(schema: Json, name: string): number | undefined {
  const value = schema[name];
  return typeof value === 'number' ? value : undefined;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
