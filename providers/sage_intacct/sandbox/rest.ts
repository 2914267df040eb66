/**
 * The REST API: the query service with its dotted fields, single objects, and the trial balance as a report that takes its time.
 * Called by ../sandbox.ts.
 */
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type SandboxRequest,
  type SandboxResponse,
} from 'plugboard/contract';
import { jsonOf, textAt } from 'plugboard/kit';
import type { FieldInfo, Found, SandboxObject, Value } from './object.ts';
import { ask, byRestName, isDenied, type Filter, type Operator } from './query.ts';
import { centsOf, decimal, locations, type Context } from './state.ts';

export const restBase = '/ia/api/v1';
const json = { 'content-type': 'application/json; charset=utf-8' };

// --- answers --------------------------------------------------------------------------------------------------------------

export function ok(result: JsonValue, meta: JsonObject, status = 200): SandboxResponse {
  return { status, headers: json, body: { 'ia::result': result, 'ia::meta': meta } };
}

export function refuse(
  status: number,
  code: string,
  errorId: string,
  message: string,
  details: readonly JsonObject[] = [],
): SandboxResponse {
  const error = {
    code,
    message,
    errorId,
    additionalInfo: { messageId: `IA.${code.toUpperCase()}`, placeholders: {}, propertySet: {} },
    supportId: `sandbox-${errorId}`,
    details: [...details],
  };
  return {
    status,
    headers: json,
    body: { 'ia::result': { 'ia::error': error }, 'ia::meta': { totalCount: 1, totalSuccess: 0, totalError: 1 } },
  };
}

export const badRequest = (message: string, target = ''): SandboxResponse =>
  refuse(400, 'invalidRequest', 'REST-1028', 'Payload contains errors', [{ code: 'invalidValue', message, target }]);

/** Which entity is asked about; undefined: there is none of that name. */
export function entityOf(request: SandboxRequest): string | undefined {
  const entity = request.headers['x-ia-api-param-entity'] ?? '';
  return entity === '' || locations.some(({ id }) => id === entity) ? entity : undefined;
}

// --- values ---------------------------------------------------------------------------------------------------------------

export function shown(value: Value, { type }: FieldInfo): JsonValue {
  if (typeof value !== 'number') return value;
  if (type === 'amount') return decimal(value);
  if (type === 'moment') return `${new Date(value).toISOString().slice(0, 19)}Z`;
  return type === 'key' ? String(value) : value;
}

function literal(value: unknown, { type }: FieldInfo): Value | undefined {
  if (value === null) return null;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  switch (type) {
    case 'key':
    case 'number':
      return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    case 'amount':
      return centsOf(text);
    case 'moment': {
      const ms = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
      return Number.isNaN(ms) ? undefined : ms;
    }
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined;
    case 'text':
    case 'code':
    case 'flag':
      return text;
  }
}

// --- query service --------------------------------------------------------------------------------------------------------

const operators: Readonly<Record<string, Operator>> = {
  $eq: 'eq',
  $ne: 'ne',
  $gt: 'gt',
  $gte: 'gte',
  $lt: 'lt',
  $lte: 'lte',
  $in: 'in',
  $notIn: 'notIn',
  $between: 'between',
};

function fieldOf(object: SandboxObject, name: unknown): FieldInfo | undefined {
  return object.fields.find(({ rest }) => rest !== undefined && rest === name);
}

/** Text: what is wrong with it. */
function conditionOf(filter: unknown, object: SandboxObject): Filter | string {
  const [entry, more] = isJsonObject(filter) ? Object.entries(filter) : [];
  const op = operators[entry?.[0] ?? ''];
  const operand = entry?.[1];
  if (op === undefined || more !== undefined || !isJsonObject(operand))
    return `${JSON.stringify(filter)} is not a filter.`;
  const [name, wanted] = Object.entries(operand)[0] ?? ['', null];
  const field = fieldOf(object, name);
  if (field === undefined) return `${name} is not a field of the object.`;
  const given: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  const values: Value[] = [];
  for (const one of given) {
    const value = literal(one, field);
    if (value === undefined) return `${JSON.stringify(one)} is not a value of ${name}.`;
    values.push(value);
  }
  if (op === 'eq' && values[0] === null) return { field, op: 'null', values: [] };
  if (op === 'ne' && values[0] === null) return { field, op: 'notNull', values: [] };
  return { field, op, values };
}

/** "and", "or", or numbers of the filters joined by one of them. */
function joined(filters: readonly Filter[], expression: unknown): Filter | undefined | string {
  if (filters.length === 0) return undefined;
  const text = expression === undefined ? 'and' : expression;
  if (typeof text !== 'string') return 'filterExpression must be text.';
  if (text === 'and') return { all: filters };
  if (text === 'or') return { any: filters };
  const word = /^\d+(?:\s+and\s+\d+)*$/.test(text) ? 'and' : /^\d+(?:\s+or\s+\d+)*$/.test(text) ? 'or' : undefined;
  if (word === undefined) return `filterExpression "${text}" is not understood.`;
  const named = text.split(word).map((number) => filters[Number(number) - 1]);
  const known = named.filter((filter) => filter !== undefined);
  if (known.length !== named.length) return 'filterExpression names a filter that is not there.';
  return word === 'and' ? { all: known } : { any: known };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function query(request: SandboxRequest, context: Context): SandboxResponse {
  const body = jsonOf(request);
  const entity = entityOf(request);
  if (entity === undefined) return badRequest('The entity is unknown.', 'X-IA-API-Param-Entity');
  if (!isJsonObject(body)) return badRequest('The body must be a JSON object.');
  const name = textAt(body, 'object') ?? '';
  const object = byRestName.get(name);
  if (object === undefined) return refuse(400, 'invalidRequest', 'REST-1033', `${name} is not supported in version 1.`);
  if (isDenied(object, context)) return refuse(403, 'permissionDenied', 'REST-2001', `The role may not list ${name}.`);
  const fields = listOf(body['fields']).map((one) => fieldOf(object, one));
  const unknown = listOf(body['fields']).find((_one, index) => fields[index] === undefined);
  if (fields.length === 0) return badRequest('fields is required.', 'fields');
  if (unknown !== undefined) return badRequest(`${JSON.stringify(unknown)} is not a field of ${name}.`, 'fields');
  const filters: Filter[] = [];
  for (const given of listOf(body['filters'])) {
    const filter = conditionOf(given, object);
    if (typeof filter === 'string') return badRequest(filter, 'filters');
    filters.push(filter);
  }
  const filter = joined(filters, body['filterExpression']);
  if (typeof filter === 'string') return badRequest(filter, 'filterExpression');
  const [orderName, direction] = Object.entries(Object(listOf(body['orderBy'])[0]))[0] ?? [];
  const order = orderName === undefined ? undefined : fieldOf(object, orderName);
  if (orderName !== undefined && order === undefined) return badRequest(`${orderName} cannot be sorted by.`, 'orderBy');
  const start = body['start'] ?? 1;
  const size = body['size'] ?? 100;
  if (typeof start !== 'number' || start < 1) return badRequest('start must be 1 or more.', 'start');
  if (typeof size !== 'number' || size < 1 || size > 4000) return badRequest('size must be 1 to 4000.', 'size');
  const { rows, total } = ask(
    {
      object,
      filter,
      entity,
      order: order === undefined ? undefined : { field: order, descending: direction === 'desc' },
      offset: start - 1,
      size,
    },
    context,
  );
  const wanted = fields.flatMap((field) => field ?? []);
  const next = start - 1 + rows.length < total ? start + rows.length : null;
  return ok(
    rows.map((row) => flat(row, wanted, context)),
    { totalCount: total, start, pageSize: size, next, previous: start === 1 ? null : Math.max(1, start - size) },
  );
}

/** Nested fields come back as dotted keys. */
function flat(row: Found, fields: readonly FieldInfo[], { state }: Context): JsonObject {
  return Object.fromEntries(fields.map((field) => [field.rest ?? '', shown(row.value(field, state), field)]));
}

// --- single objects -------------------------------------------------------------------------------------------------------

export function objectOf(request: SandboxRequest): SandboxObject | undefined {
  return byRestName.get(`${request.params['application']}/${request.params['object']}`);
}

export const noObject = (): SandboxResponse => refuse(404, 'notFound', 'REST-1001', 'The resource does not exist.');
const hrefOf = (object: SandboxObject, key: number): string => `/objects/${object.rest ?? ''}/${key}`;

export function referenceTo(object: SandboxObject, row: { readonly key: number }, id: string): JsonObject {
  return { key: String(row.key), id, href: hrefOf(object, row.key) };
}

/** The plain list tells no more than where things are. */
export function list(request: SandboxRequest, context: Context): SandboxResponse {
  const object = objectOf(request);
  if (object === undefined) return noObject();
  const start = Number(request.query.get('start') ?? 1);
  const size = Math.min(100, Number(request.query.get('size') ?? 100));
  const entity = entityOf(request) ?? '';
  const { rows, total } = ask(
    { object, filter: undefined, entity, order: undefined, offset: start - 1, size },
    context,
  );
  const id = object.fields.find(({ rest }) => rest === 'id');
  return ok(
    rows.map((row) =>
      referenceTo(object, row, id === undefined ? String(row.key) : String(row.value(id, context.state))),
    ),
    {
      totalCount: total,
      start,
      pageSize: size,
      next: start - 1 + rows.length < total ? start + rows.length : null,
      previous: null,
    },
  );
}

export function single(request: SandboxRequest, context: Context): SandboxResponse {
  const object = objectOf(request);
  const row = object?.rows(context.state).find(({ key }) => String(key) === request.params['key']);
  if (object === undefined || row === undefined) return noObject();
  const nested: Record<string, JsonValue> = { href: hrefOf(object, row.key) };
  for (const field of object.fields) {
    if (field.rest !== undefined) put(nested, field.rest.split('.'), shown(row.value(field, context.state), field));
  }
  return ok(nested, { totalCount: 1, totalSuccess: 1, totalError: 0 });
}

function put(into: Record<string, JsonValue>, [name = '', ...rest]: readonly string[], value: JsonValue): void {
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const inner: Record<string, JsonValue> = { ...Object(into[name]) };
  put(inner, rest, value);
  into[name] = inner;
}
