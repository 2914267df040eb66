/**
 * How what callers send is held against the routes' zod schemas: a field nobody asked for is refused by name (it is a typo far
 * more often than not), and every complaint says which field and what is expected. Knows nothing of HTTP answers.
 * Called by app.ts and problem.ts.
 */
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import type { FieldProblem } from '../contract/errors.ts';
import { droppedFields, isPlain } from '../hub/inputs.ts';

type Part = 'body' | 'querystring' | 'params' | 'headers';

/** Thrown complaints keep their path as a list; Fastify's own form of an error only has room for a string. */
interface Complaint {
  readonly instancePath: string;
  readonly message?: string | undefined;
}

/** Fastify's validator for zod schemas. Without a body, an object is still asked for its fields one by one. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const strict = httpPart === 'body' || httpPart === 'querystring';
  return (sent: unknown) => {
    const given =
      httpPart === 'body' && (sent === undefined || sent === null) && !schema.safeParse(undefined).success ? {} : sent;
    const result = schema.safeParse(given);
    if (!result.success) return { error: asFastifyError(result.error.issues.flatMap(complaints)) };
    const unknown = strict ? droppedFields(given, result.data, []) : [];
    if (unknown.length > 0) return { error: asFastifyError(unknown) };
    // A route describes the path below its mount point only: dropping the tenant above it would turn its call into another tenant's.
    if (httpPart === 'params' && isPlain(given) && isPlain(result.data)) return { value: { ...given, ...result.data } };
    return { value: result.data };
  };
};

function complaints(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: dotted([...issue.path, key]), message: 'unknown field' }));
  }
  return [{ path: dotted(issue.path), message: expectation(issue) }];
}

/** What is expected, in words. zod's own text is good except where it names JavaScript's notions. */
function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('received undefined'))
    return `required: ${article(issue.expected)}`;
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.map(String).join(', ')}`;
  return issue.message.replace(/^Invalid input: /, '');
}

function article(type: string): string {
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}

export function dotted(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

const marker = Symbol.for('ZodFastifySchemaValidationError');

/** The type provider's own shape, so that its test for validation errors knows ours. */
function asFastifyError(problems: readonly FieldProblem[]): Error & { validation: readonly Complaint[] } {
  const validation = problems.map((problem) => ({
    [marker]: true,
    keyword: 'invalid',
    instancePath: problem.path,
    schemaPath: '',
    params: {},
    message: problem.message,
  }));
  return Object.assign(new Error('invalid'), { validation, statusCode: 400 });
}

/** The complaints of a failed validation as the problem document lists them. */
export function fieldProblems(validation: readonly Complaint[], part: string | undefined): FieldProblem[] {
  const prefix = part === undefined || part === 'body' ? '' : `${partNames[part] ?? part}.`;
  return validation.map(({ instancePath, message }) => ({
    path: `${prefix}${instancePath}`,
    message: message ?? 'not valid',
  }));
}

const partNames: Readonly<Record<string, string>> = {
  querystring: 'query',
  params: 'path',
  headers: 'header',
} satisfies Partial<Record<Part, string>>;
