/** A body that a route takes, made from what the API's document says of it: the least there is, so that a refusal is not about the body. */

type Schema = Readonly<Record<string, unknown>>;

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `schemas`: the document's components, which references name. */
export function sampleOf(schema: unknown, schemas: Readonly<Record<string, unknown>>): unknown {
  if (!isSchema(schema)) return {};
  const reference = schema['$ref'];
  if (typeof reference === 'string') return sampleOf(schemas[reference.split('/').at(-1) ?? ''], schemas);
  if ('const' in schema) return schema['const'];
  if ('default' in schema) return schema['default'];
  if ('example' in schema) return schema['example'];
  const { enum: choices, anyOf, oneOf, allOf } = schema;
  if (Array.isArray(choices)) return choices[0];
  const either = anyOf ?? oneOf;
  if (Array.isArray(either)) return sampleOf(either[0], schemas);
  if (Array.isArray(allOf)) return Object.assign({}, ...allOf.map((part) => sampleOf(part, schemas)));
  return sampleOfType(schema, schemas);
}

function sampleOfType(schema: Schema, schemas: Readonly<Record<string, unknown>>): unknown {
  switch (schema['type']) {
    case 'object': {
      const properties = isSchema(schema['properties']) ? schema['properties'] : {};
      const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
      return Object.fromEntries(required.map((name) => [name, sampleOf(properties[name], schemas)]));
    }
    case 'array':
      return Number(schema['minItems'] ?? 0) > 0 ? [sampleOf(schema['items'], schemas)] : [];
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? 1);
    case 'boolean':
      return false;
    case 'string':
      return sampleText(schema);
    default:
      return {};
  }
}

function sampleText({ format, minLength }: Schema): string {
  if (format === 'email') return 'somebody@example.com';
  if (format === 'date-time') return '2026-01-01T00:00:00Z';
  if (format === 'uri') return 'https://example.com/';
  return 'a'.repeat(Math.max(1, Number(minLength ?? 1)));
}
