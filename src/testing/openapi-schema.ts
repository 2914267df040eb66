/**
 * The two translations openapi-check.ts needs: a schema of OpenAPI 3.0 as JSON Schema, and bracketed names (`items[0][price]`)
 * as a nested value. Pure.
 */
export type Spec = Readonly<Record<string, unknown>>;

export interface Conversion {
  readonly direction: 'request' | 'answer';
  readonly closed?: { readonly except: readonly string[] };
  readonly refine?: (schema: Spec) => Spec;
}

const kept = new Set(
  (
    'type enum format pattern required minLength maxLength minItems maxItems uniqueItems ' +
    'minimum maximum multipleOf minProperties maxProperties'
  ).split(' '),
);

export function isRecord(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** References point into a schema registered as `spec`. */
export function convertSchema(schema: unknown, how: Conversion, inAllOf = false): Record<string, unknown> {
  if (!isRecord(schema)) return {};
  if (typeof schema['$ref'] === 'string') return { $ref: `spec${schema['$ref']}` };
  const out: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (kept.has(keyword)) out[keyword] = value;
    else if (keyword === 'items' || keyword === 'not') out[keyword] = convertSchema(value, how);
    else if (keyword === 'additionalProperties') out[keyword] = isRecord(value) ? convertSchema(value, how) : value;
    else if ((keyword === 'anyOf' || keyword === 'oneOf' || keyword === 'allOf') && Array.isArray(value)) {
      // `oneOf` in the wild means "one of these kinds", and the kinds overlap as soon as all their fields are optional.
      out[keyword === 'oneOf' ? 'anyOf' : keyword] = value.map((part) => convertSchema(part, how, keyword === 'allOf'));
    } else if (keyword === 'properties' && isRecord(value)) {
      out[keyword] = Object.fromEntries(
        Object.entries(value).map(([name, property]) => [name, convertSchema(property, how)]),
      );
    }
  }
  if (how.direction === 'answer' && how.refine !== undefined) Object.assign(out, how.refine(schema));
  if (how.direction === 'request') forgetReadOnly(schema, out);
  if (
    how.closed !== undefined &&
    isRecord(out['properties']) &&
    out['additionalProperties'] === undefined &&
    !inAllOf
  ) {
    out['properties'] = { ...Object.fromEntries(how.closed.except.map((name) => [name, {}])), ...out['properties'] };
    out['additionalProperties'] = false;
  }
  return schema['nullable'] === true ? { anyOf: [out, { type: 'null' }] } : out;
}

/** What only the vendor writes cannot be required of a caller. */
function forgetReadOnly(schema: Spec, out: Record<string, unknown>): void {
  const properties = schema['properties'];
  if (!isRecord(properties) || !Array.isArray(schema['required'])) return;
  out['required'] = schema['required'].filter((name) => {
    const property = properties[String(name)];
    return !isRecord(property) || property['readOnly'] !== true;
  });
}

/** `a=1&b[c]=2&d[]=3&d[]=4&e[0][f]=5` -> `{a: '1', b: {c: '2'}, d: ['3', '4'], e: [{f: '5'}]}`. A repeated name becomes a list. */
export function unbracket(pairs: Iterable<readonly [string, string]>): Record<string, unknown> {
  const root: Record<string, unknown> = Object.create(null);
  for (const [name, value] of pairs) {
    const parts = [name.replace(/\[.*$/s, ''), ...[...name.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')];
    let here = root;
    for (const [depth, part] of parts.entries()) {
      const key = part === '' ? String(Object.keys(here).length) : part;
      if (depth === parts.length - 1) {
        const before = here[key];
        here[key] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
        break;
      }
      const next = here[key];
      here = isTree(next) ? next : (here[key] = Object.create(null));
    }
  }
  return Object.fromEntries(Object.entries(root).map(([key, value]) => [key, lists(value)]));
}

function isTree(value: unknown): value is Record<string, unknown> {
  return isRecord(value);
}

/** An object whose names are 0, 1, 2... is a list. */
function lists(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, lists(inner)] as const);
  const list = entries.length > 0 && entries.every(([key], index) => key === String(index));
  return list ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
