/** What the fields of a model are, in the words of somebody who maps onto them. Read off the model's schema; used by mappings.ts. */
import { z } from 'zod';
import { isJsonObject, type JsonObject, type JsonValue } from '../../contract/http.ts';
import { amount } from '../../contract/models/fields.ts';
import { models, type ModelName } from '../../contract/models/index.ts';

export const MappingField = z
  .object({
    name: z.string(),
    type: z
      .enum(['text', 'amount', 'date', 'moment', 'number', 'boolean', 'choice', 'list', 'object', 'any'])
      .meta({ description: 'amount: a decimal as text ("110.00"). date: 2026-05-01. moment: ISO 8601 in UTC.' }),
    nullable: z.boolean().meta({ description: 'A rule may answer null.' }),
    choices: z.array(z.string()).meta({ description: 'What it may be; empty unless it is a choice.' }),
  })
  .meta({ id: 'MappingField' });
export type MappingField = z.output<typeof MappingField>;

const known = new Map<ModelName, readonly MappingField[]>();
const amountPattern = jsonSchemaOf(amount)['pattern'];

/** All but `custom`, in the model's order. */
export function fieldsOfModel(model: ModelName): readonly MappingField[] {
  const found = known.get(model) ?? describe(model);
  known.set(model, found);
  return found;
}

function describe(model: ModelName): readonly MappingField[] {
  const properties = jsonSchemaOf(models[model])['properties'];
  if (!isJsonObject(properties)) return [];
  return Object.entries(properties)
    .filter(([name]) => name !== 'custom')
    .map(([name, schema]) => fieldOf(name, schema));
}

/** Of what is stored. */
function jsonSchemaOf(schema: z.ZodType): JsonObject {
  const made: unknown = z.toJSONSchema(schema, { io: 'output' });
  return isJsonObject(made) ? made : {};
}

function fieldOf(name: string, schema: JsonValue): MappingField {
  const ways = waysOf(schema);
  const given = ways.filter((way) => way['type'] !== 'null');
  const nullable = given.length < ways.length;
  const [only] = given;
  if (only === undefined || given.length > 1) return { name, type: 'any', nullable, choices: [] };
  const choices = Array.isArray(only['enum']) ? only['enum'].filter((one) => typeof one === 'string') : [];
  return { name, type: choices.length > 0 ? 'choice' : typeOf(only), nullable, choices };
}

/** "Text or null" is written `anyOf`, or as a list of types. */
function waysOf(schema: JsonValue): readonly JsonObject[] {
  if (!isJsonObject(schema)) return [];
  const { anyOf, type } = schema;
  if (Array.isArray(anyOf)) return anyOf.filter(isJsonObject);
  return Array.isArray(type) ? type.map((one) => ({ ...schema, type: one })) : [schema];
}

function typeOf({ type, format, pattern }: JsonObject): MappingField['type'] {
  if (type === 'string') {
    if (format === 'date') return 'date';
    if (format === 'date-time') return 'moment';
    return pattern === amountPattern ? 'amount' : 'text';
  }
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'boolean';
  if (type === 'array') return 'list';
  return type === 'object' ? 'object' : 'any';
}
