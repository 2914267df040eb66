/**
 * Reads request bodies: JSON only, with the two kinds of text refused that PostgreSQL cannot store and that would otherwise fail
 * far from the caller (NUL bytes, halves of surrogate pairs). Called by app.ts.
 */
import type { FastifyInstance } from 'fastify';
import { fail } from '../contract/errors.ts';
import type { FieldProblem } from '../contract/errors.ts';
import { dotted } from './validation.ts';

/** In JSON such a character can only stand as an escape; most bodies hold none and are not walked. */
const suspicious = /\\u(0000|d[89a-f])/i;

export function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: unknown, text: string | Buffer) => parseBody(String(text)),
  );
}

/** Throws `invalid_request` for what is not JSON or holds text that cannot be stored. */
export function parseBody(text: string): unknown {
  // Some clients announce JSON on requests that have no body; whether one is needed is the route's schema's to say.
  if (text.trim() === '') return undefined;
  const value = parse(text);
  const problems = suspicious.test(text) ? unstorableText(value, []) : [];
  if (problems.length > 0)
    throw fail('invalid_request', `${problems[0]?.path ?? ''}: ${problems[0]?.message ?? ''}`, { problems });
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, withoutPrototypes);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw fail('invalid_request', `The body is not JSON: ${reason(error)}.`);
  }
}

/** `__proto__` in JSON is never meant well; dropping it beats finding out where it would matter. */
function withoutPrototypes(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

/** V8 quotes the text around the mistake, which may be a secret: only the place is passed on. */
function reason(error: SyntaxError): string {
  const place = /at position \d+( \(line \d+ column \d+\))?/.exec(error.message)?.[0];
  return place === undefined ? 'it ends too early or is no JSON at all' : `a mistake ${place}`;
}

function unstorableText(value: unknown, path: readonly PropertyKey[]): FieldProblem[] {
  if (typeof value === 'string') return wrongText(value, path);
  if (Array.isArray(value)) return value.flatMap((item, index) => unstorableText(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...wrongText(key, [...path, key]),
    ...unstorableText(item, [...path, key]),
  ]);
}

function wrongText(text: string, path: readonly PropertyKey[]): FieldProblem[] {
  const name = dotted(path).replaceAll('\0', '\\u0000');
  if (text.includes('\0')) return [{ path: name, message: 'expected text without NUL bytes' }];
  return text.isWellFormed()
    ? []
    : [{ path: name, message: 'expected well-formed Unicode text (half of a surrogate pair)' }];
}
