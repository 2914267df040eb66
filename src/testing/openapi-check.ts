/**
 * Holds requests and answers against a vendor's own OpenAPI 3.0 file, so that a connector and its sandbox cannot share one
 * misreading. It knows no vendor; it neither sends nor records anything. Providers' tests call it with what went over the
 * wire, where the vendor's file is at hand (it is not part of this repository), and say how many they checked.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { convertSchema, isRecord, unbracket, type Spec } from './openapi-schema.ts';

export interface OpenApiRequest {
  /** Decoded names and values in order; `a[b]` and `a[]` are understood. A URLSearchParams will do. */
  readonly query?: Iterable<readonly [string, string]>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** The decoded JSON body, or a URLSearchParams for a form. */
  readonly body?: unknown;
}

export interface OpenApiOptions {
  /**
   * Refuse properties the spec does not name, except these. Without it a misspelled field passes wherever the vendor made
   * everything optional.
   */
  readonly closed?: { readonly except: readonly string[] };
  /** Further JSON Schema keywords for a schema of an answer, by the vendor's own marks (`x-is-msdate`: a pattern). */
  readonly refine?: (schema: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

export interface OpenApiChecker {
  /** What is wrong with a request; empty when it fits. */
  checkRequest(method: string, path: string, request: OpenApiRequest): readonly string[];
  /**
   * What is wrong with an answer; empty when it fits. An error status the spec is silent about is neither a problem nor
   * counted; a success it is silent about is a problem.
   */
  checkResponse(method: string, path: string, status: number, body: unknown): readonly string[];
  /** How many were held against a description. */
  readonly checked: { readonly requests: number; readonly responses: number };
  /** One plain line: `xero.yaml: 12 requests and 15 answers checked`. */
  summary(): string;
}

interface Operation {
  readonly template: readonly string[];
  readonly parameters: readonly Spec[];
  readonly operation: Spec;
}

interface Validators {
  /** Problems of a value against a schema of the spec, `what` naming the value. */
  check(schema: unknown, value: unknown, what: string): readonly string[];
}

/** Reads the file (YAML or JSON). Undefined when it is not there. */
export function openApiChecker(file: string, options: OpenApiOptions = {}): OpenApiChecker | undefined {
  if (!existsSync(file)) return undefined;
  const parsed: unknown = parse(readFileSync(file, 'utf8'), { maxAliasCount: -1 });
  const spec: Spec = isRecord(parsed) ? parsed : {};
  const answers = validators(spec, options, { coerce: false, direction: 'answer' });
  const bodies = validators(spec, options, { coerce: false, direction: 'request' });
  const texts = validators(spec, options, { coerce: true, direction: 'request' });
  const checked = { requests: 0, responses: 0 };

  return {
    checked,
    summary: () => `${basename(file)}: ${checked.requests} requests and ${checked.responses} answers checked`,
    checkRequest(method, path, request) {
      const where = `${method.toUpperCase()} ${path}`;
      const found = operationsOf(spec, method, path);
      if (found.length === 0) return [`${where}: the spec has no such operation`];
      checked.requests += 1;
      // Two templates may fit one path (`/Contacts/{ContactID}` and `/Contacts/{ContactNumber}`): the better fit counts.
      return best(found.map((operation) => requestProblems(spec, operation, path, request, { bodies, texts }))).map(
        (problem) => `${where}: ${problem}`,
      );
    },
    checkResponse(method, path, status, body) {
      const where = `${method.toUpperCase()} ${path} ${status}`;
      const found = operationsOf(spec, method, path);
      if (found.length === 0) return [`${where}: the spec has no such operation`];
      const described = found.flatMap(({ operation }) => {
        const responses = child(operation, 'responses');
        const response = resolve(spec, responses[String(status)] ?? responses['default']);
        return response === undefined ? [] : [response];
      });
      if (described.length === 0) return status < 300 ? [`${where}: the spec has no such answer`] : [];
      checked.responses += 1;
      return best(described.map((response) => responseProblems(response, body, answers))).map(
        (problem) => `${where}: ${problem}`,
      );
    },
  };
}

function responseProblems(response: Spec, body: unknown, answers: Validators): readonly string[] {
  const json = contentOf(response, 'application/json');
  const empty = body === undefined || body === null || body === '';
  if (json === undefined)
    return empty || Object.keys(child(response, 'content')).length > 0 ? [] : ['a body where the spec has none'];
  return empty ? ['no body where the spec has one'] : answers.check(json['schema'], body, 'body');
}

function requestProblems(
  spec: Spec,
  { operation, parameters, template }: Operation,
  path: string,
  request: OpenApiRequest,
  { bodies, texts }: { readonly bodies: Validators; readonly texts: Validators },
): readonly string[] {
  const segments = segmentsOf(spec, path);
  const headers = Object.fromEntries(
    Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const query = unbracket(request.query ?? []);
  const problems: string[] = [];
  const declared = (place: string) => parameters.filter((parameter) => parameter['in'] === place);
  const judge = (parameter: Spec, place: string, value: unknown): void => {
    const name = String(parameter['name']);
    if (value === undefined) {
      if (parameter['required'] === true) problems.push(`${place} ${name} is missing`);
      return;
    }
    problems.push(...texts.check(parameter['schema'] ?? {}, listed(spec, parameter, value), `${place} ${name}`));
  };
  for (const parameter of declared('path'))
    judge(parameter, 'path', segments[template.indexOf(`{${String(parameter['name'])}}`)]);
  for (const parameter of declared('header'))
    judge(parameter, 'header', headers[String(parameter['name']).toLowerCase()]);
  for (const parameter of declared('query'))
    judge(parameter, 'query', query[String(parameter['name']).replace(/\[\]$/, '')]);
  const names = new Set(declared('query').map((parameter) => String(parameter['name']).replace(/\[\]$/, '')));
  for (const name of Object.keys(query)) if (!names.has(name)) problems.push(`query ${name} is not in the spec`);
  return [...problems, ...bodyProblems(spec, operation, request.body, { bodies, texts })];
}

function bodyProblems(
  spec: Spec,
  operation: Spec,
  body: unknown,
  { bodies, texts }: { readonly bodies: Validators; readonly texts: Validators },
): readonly string[] {
  const wanted = resolve(spec, operation['requestBody']);
  const absent = body === undefined || body === null || (body instanceof URLSearchParams && body.size === 0);
  if (wanted === undefined) return absent ? [] : ['a body where the spec has none'];
  if (absent) return wanted['required'] === true ? ['the body is missing'] : [];
  const form = body instanceof URLSearchParams;
  const content = contentOf(wanted, form ? 'application/x-www-form-urlencoded' : 'application/json');
  if (content === undefined) return [`the spec takes no ${form ? 'form' : 'JSON'} here`];
  return form ? texts.check(content['schema'], unbracket(body), 'form') : bodies.check(content['schema'], body, 'body');
}

/** `IDs=a,b` is one text that means a list (style form, explode false). */
function listed(spec: Spec, parameter: Spec, value: unknown): unknown {
  const schema = resolve(spec, parameter['schema']);
  if (schema?.['type'] !== 'array') return value;
  if (typeof value === 'string') return parameter['explode'] === false ? value.split(',') : [value];
  return value;
}

/** The operations whose path template fits, those with the fewest variables first and alone. */
function operationsOf(spec: Spec, method: string, path: string): readonly Operation[] {
  const segments = segmentsOf(spec, path);
  const fits = Object.entries(child(spec, 'paths')).flatMap(([template, item]) => {
    const parts = template.split('/');
    const operation = isRecord(item) ? item[method.toLowerCase()] : undefined;
    if (!isRecord(item) || !isRecord(operation) || parts.length !== segments.length) return [];
    const fit = parts.every(
      (part, index) => part.startsWith('{') || part.toLowerCase() === segments[index]?.toLowerCase(),
    );
    if (!fit) return [];
    const parameters = [...listOf(item['parameters']), ...listOf(operation['parameters'])].flatMap((parameter) => {
      const resolved = resolve(spec, parameter);
      return resolved === undefined ? [] : [resolved];
    });
    return [{ template: parts, operation, parameters, variables: parts.filter((part) => part.startsWith('{')).length }];
  });
  const fewest = Math.min(...fits.map(({ variables }) => variables));
  return fits.filter(({ variables }) => variables === fewest);
}

/** The parts of a path below the server's own (`/api.xro/2.0`). */
function segmentsOf(spec: Spec, path: string): readonly string[] {
  const server = listOf(spec['servers'])[0];
  const url = isRecord(server) ? String(server['url']) : '';
  const base = URL.canParse(url) ? new URL(url).pathname.replace(/\/$/, '') : '';
  return (path.startsWith(`${base}/`) ? path.slice(base.length) : path).split('/').map(decodeURIComponent);
}

function validators(
  spec: Spec,
  options: OpenApiOptions,
  mode: { readonly coerce: boolean; readonly direction: 'request' | 'answer' },
): Validators {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    coerceTypes: mode.coerce,
    logger: false,
    validateSchema: false,
  });
  formats.default(ajv);
  // Vendors write "date-time" for moments without a zone, in their own examples too.
  ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/);
  const convert = (schema: unknown) => convertSchema(schema, { ...options, direction: mode.direction });
  const schemas = Object.entries(child(child(spec, 'components'), 'schemas')).map(([name, schema]) => [
    name,
    convert(schema),
  ]);
  ajv.addSchema({ $id: 'spec', components: { schemas: Object.fromEntries(schemas) } });
  const compiled = new Map<unknown, ValidateFunction>();
  return {
    check(schema, value, what) {
      const validate = compiled.get(schema) ?? ajv.compile(convert(schema));
      compiled.set(schema, validate);
      // Coercion writes into what it checks.
      if (validate(mode.coerce ? { value: structuredClone(value) }.value : value)) return [];
      return (validate.errors ?? []).map(
        (error) => `${what}${error.instancePath} ${error.message ?? 'is wrong'} ${JSON.stringify(error.params)}`,
      );
    },
  };
}

function resolve(spec: Spec, value: unknown): Spec | undefined {
  if (!isRecord(value)) return undefined;
  const reference = value['$ref'];
  if (typeof reference !== 'string') return value;
  let here: unknown = spec;
  for (const part of reference.replace(/^#\//, '').split('/')) here = isRecord(here) ? here[part] : undefined;
  return isRecord(here) ? here : undefined;
}

function contentOf(described: Spec, type: string): Spec | undefined {
  const found = Object.entries(child(described, 'content')).find(([name]) => name.split(';')[0] === type)?.[1];
  return isRecord(found) ? found : undefined;
}

function child(value: Spec, name: string): Spec {
  const found = value[name];
  return isRecord(found) ? found : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function best(candidates: readonly (readonly string[])[]): readonly string[] {
  return candidates.toSorted((a, b) => a.length - b.length)[0] ?? [];
}
