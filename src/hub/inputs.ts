/**
 * Pieces the nouns' input and view schemas are made of, and the one way an input is checked. The server checks bodies with
 * the same schemas before the hub sees them; the command line and other callers are checked here.
 */
import { z } from 'zod';
import { fail, type FieldProblem } from '../contract/errors.ts';

/** One line of text people type: trimmed, no control characters (PostgreSQL refuses a NUL byte, and logs should stay lines). */
export function lineText(max: number) {
  return z
    .string()
    .trim()
    .min(1, 'expected some text')
    .max(max, `expected at most ${max} characters`)
    .regex(/^\P{Cc}*$/u, 'expected one line of text without control characters');
}

/** Short name of a tenant or partner, as it stands in URLs. */
export const slugText = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'expected 1 to 63 lower-case letters, digits and hyphens, not beginning or ending with a hyphen',
  );

/** A moment, ISO 8601 with a zone; shown in UTC. */
export const moment = z.iso.datetime({ offset: true, error: 'expected a moment like 2026-07-01T00:00:00Z' });

/** What every list understands. */
export const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'How many at most, 1 to 200.' }),
  // Holds a vendor's id, which may be long.
  cursor: z.string().max(8000).optional().meta({ description: '`next_cursor` of the page before.' }),
});
export type ListQuery = z.input<typeof listQuery>;

/** What every list answers. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    next_cursor: z.string().nullable().meta({ description: 'Ask for the next page with it; null on the last one.' }),
  });
}
export interface List<Item> {
  readonly data: Item[];
  readonly next_cursor: string | null;
}

/** The checked input. Throws `invalid_request` naming every field that is wrong and what was expected. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues.map(problemOf));
  return parsed.data;
}

/** The error for a body or setting with problems; its message repeats the first. */
export function invalidInput(problems: readonly FieldProblem[]) {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return fail(
    'invalid_request',
    first === undefined ? 'The request is not valid.' : `${first.path}: ${first.message}${more}`,
    { problems },
  );
}

function problemOf(issue: z.core.$ZodIssue): FieldProblem {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => (path === '' ? key : `${path}.${key}`)).join(', ');
    return { path: names, message: 'is not a known field' };
  }
  return { path: path === '' ? 'body' : path, message: issue.message };
}

/**
 * Fields that were sent and that the schema dropped, at any depth. Comparing what came in with what came out needs no knowledge
 * of the schema; a schema that keeps unknown fields (loose, a record, any JSON) drops none. A route whose schema renames fields
 * by a transform cannot be told from one that drops them: rename in the handler instead.
 */
export function droppedFields(sent: unknown, kept: unknown, path: readonly PropertyKey[]): FieldProblem[] {
  if (Array.isArray(sent) && Array.isArray(kept))
    return sent.flatMap((item, index) => droppedFields(item, kept[index], [...path, index]));
  if (!isPlain(sent) || !isPlain(kept)) return [];
  return Object.entries(sent).flatMap(([key, value]) =>
    key in kept || value === undefined
      ? droppedFields(value, kept[key], [...path, key])
      : [{ path: [...path, key].map(String).join('.'), message: 'unknown field' }],
  );
}

/** An object that is no list. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
