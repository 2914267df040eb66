/**
 * Nested values as PHP reads them from a form: `users[0][customfields][1][value]=x`. What Moodle and other PHP vendors take instead of
 * JSON. Pure; called by their requests.
 */
import type { Query, Scalar } from 'plugboard/contract';

/** What can be written as a PHP form: null and undefined are left out, because PHP has no way to say "null" in a form. */
export type PhpValue = Scalar | null | undefined | readonly PhpValue[] | { readonly [name: string]: PhpValue };

/**
 * `{ users: [{ id: 5, suspended: true }] }` -> `{ 'users[0][id]': 5, 'users[0][suspended]': 1 }`. Booleans become 1 and 0: PHP takes the
 * word "false" for true. Lists are numbered by what is sent, without gaps. An empty list or object sends nothing at all.
 */
export function phpForm(fields: { readonly [name: string]: PhpValue }): Query {
  const pairs: Record<string, Scalar> = {};
  const write = (name: string, value: PhpValue): void => {
    if (value === null || value === undefined) return;
    if (typeof value === 'boolean') pairs[name] = value ? 1 : 0;
    else if (typeof value !== 'object') pairs[name] = value;
    else for (const [key, inner] of entriesOf(value)) write(`${name}[${key}]`, inner);
  };
  for (const [name, value] of Object.entries(fields)) write(name, value);
  return pairs;
}

function entriesOf(value: readonly PhpValue[] | { readonly [name: string]: PhpValue }): readonly [string, PhpValue][] {
  if (!isList(value)) return Object.entries(value);
  return value.filter((item) => item !== null && item !== undefined).map((item, index) => [String(index), item]);
}

function isList(value: readonly PhpValue[] | { readonly [name: string]: PhpValue }): value is readonly PhpValue[] {
  return Array.isArray(value);
}
