/** What the actions of most providers share: bodies of which nothing is guessed, amounts that are not rounded on the way. */
import { fail, plainDecimal, z } from 'plugboard/contract';

/** Answers of a create: the vendor's id and the unified data. */
export function created<T extends z.ZodType>(data: T) {
  return z.object({ id: z.string(), data });
}

/** Leaves out what was not given: the vendor's own default applies, or what it has stays as it is. */
export function given<Value>(fields: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  const kept: [string, Value][] = [];
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) kept.push([name, value]);
  return Object.fromEntries(kept);
}

/**
 * A decimal for vendors that take amounts as JSON numbers. Throws `invalid_request` for one that a number cannot hold digit for digit:
 * it is refused here, not rounded there. `path` is where the input has it.
 */
export function exactNumber(decimal: string, path: string): number {
  const value = Number(decimal);
  if (plainDecimal(value) === plainDecimal(decimal)) return value;
  const message = 'has too many digits to be sent exactly';
  throw fail('invalid_request', `${path} ${message}.`, { problems: [{ path, message }] });
}
