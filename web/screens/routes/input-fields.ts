/** The fields of an action's input, from its JSON Schema, flat: what a shape has to make. Pure. */

export interface InputField {
  /** `lines[].amount` is a field of each item of `lines`. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly about: string | undefined;
}

/** Deeper fields are left out: by then the schema itself is easier to read. */
const deepest = 3;

export function inputFields(schema: unknown, before = '', depth = 1): readonly InputField[] {
  const properties = member(schema, 'properties');
  if (typeof properties !== 'object' || properties === null || depth > deepest) return [];
  const required = member(schema, 'required');
  return Object.entries(properties).flatMap(([name, field]: [string, unknown]) => {
    const path = `${before}${name}`;
    const about = member(field, 'description');
    const items = member(field, 'items');
    return [
      {
        path,
        type: typeOf(field),
        required: Array.isArray(required) && required.includes(name),
        about: typeof about === 'string' ? about : undefined,
      },
      ...(items === undefined
        ? inputFields(field, `${path}.`, depth + 1)
        : inputFields(items, `${path}[].`, depth + 1)),
    ];
  });
}

function typeOf(field: unknown): string {
  const choices = member(field, 'enum');
  if (Array.isArray(choices)) return choices.map(String).join(' | ');
  const some = member(field, 'anyOf') ?? member(field, 'oneOf');
  if (Array.isArray(some)) return [...new Set(some.map(typeOf))].join(' | ');
  const constant = member(field, 'const');
  if (constant !== undefined) return JSON.stringify(constant);
  const type = member(field, 'type');
  return Array.isArray(type) ? type.map(String).join(' | ') : typeof type === 'string' ? type : 'any';
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
