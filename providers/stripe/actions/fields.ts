/**
 * What all of Stripe's writes share: nested fields as the bracketed form Stripe expects, inputs that mean the same everywhere, and
 * careful reading of the answer. Used by the other files of this folder.
 */
import {
  fail,
  z,
  type HttpResponse,
  type JsonObject,
  type JsonValue,
  type Query,
  type Scalar,
} from 'plugboard/contract';
import { isObject } from 'plugboard/kit';
import { withoutSecrets } from '../lists.ts';
import { toStripe } from '../money.ts';

export type FormValue = Scalar | undefined | readonly FormValue[] | { readonly [name: string]: FormValue };

function isScalar(value: FormValue): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isList(value: FormValue): value is readonly FormValue[] {
  return Array.isArray(value);
}

/** `{ items: [{ price: 'p' }], expand: ['x'] }` -> `items[0][price]=p`, `expand[]=x`. What is undefined is left out. */
export function form(fields: { readonly [name: string]: FormValue }): Query {
  const flat: Record<string, Scalar | readonly Scalar[]> = {};
  const put = (name: string, value: FormValue): void => {
    if (value === undefined) return;
    if (isScalar(value)) flat[name] = value;
    else if (!isList(value)) for (const [part, inner] of Object.entries(value)) put(`${name}[${part}]`, inner);
    else if (value.every(isScalar)) flat[`${name}[]`] = value;
    else value.forEach((inner, index) => put(`${name}[${index}]`, inner));
  };
  for (const [name, value] of Object.entries(fields)) put(name, value);
  return flat;
}

/** One of Stripe's ids. Nothing else, because ids become part of paths. */
export const vendorId = z
  .string()
  .regex(/^[A-Za-z0-9_]{1,255}$/, 'Expected an id as Stripe gives them, such as cus_Na6dX7aXxi11N4.');
export const currencyInput = z.string().regex(/^[A-Za-z]{3}$/, 'Expected a currency code such as AUD.');
export const amountInput = z.string().regex(/^\d+(\.\d+)?$/, 'Expected a decimal amount such as "110.00".');
/** Stripe's own bounds: 50 keys of up to 40 characters with values of up to 500. */
export const metadataInput = z.record(z.string().min(1).max(40), z.string().max(500));

/** Names the field when an amount is zero or finer than its currency. */
export function checkAmount(
  amount: string | undefined,
  currency: string,
  path: readonly string[],
  context: { addIssue(issue: { code: 'custom'; path: string[]; message: string }): void },
): void {
  if (amount === undefined || !amountInput.safeParse(amount).success || !currencyInput.safeParse(currency).success)
    return;
  const problem = (message: string) => context.addIssue({ code: 'custom', path: [...path], message });
  try {
    if (toStripe(amount, currency) === 0) problem('Expected an amount above zero.');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problem(`${error.message}.`);
  }
}

/** The answer as the shape we rely on. Throws decode_failed naming the first field that is wrong. */
export function decoded<T>(schema: z.ZodType<T>, response: HttpResponse, what: string): T {
  const result = schema.safeParse(response.body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw fail(
    'decode_failed',
    `Stripe answered ${what} that cannot be read: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
  );
}

/**
 * An answer's object as a list would show it: references folded back to ids and no secrets, so that the next sync finds it
 * unchanged. `expanded` names the fields we asked to have expanded.
 */
export function asListed(body: JsonValue, expanded: readonly string[] = []): JsonObject {
  if (!isObject(body)) throw fail('decode_failed', 'Stripe answered something that is not an object.');
  const folded = Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      expanded.includes(name) && isObject(value) && value['id'] !== undefined ? value['id'] : value,
    ]),
  );
  return withoutSecrets(folded);
}

/** The expanded object under a field, as records of its stream; nothing when it was not there. */
export function alsoStored(stream: string, body: JsonValue, field: string): { stream: string; items: JsonObject[] }[] {
  const found = isObject(body) ? body[field] : undefined;
  return isObject(found) ? [{ stream, items: [asListed(found)] }] : [];
}

/** A decoded body as JSON: what the engine hands out is JSON, its type just does not say so. */
export function jsonBody(response: HttpResponse): JsonObject {
  if (!isObject(response.body)) throw fail('decode_failed', 'Stripe answered something that is not an object.');
  return response.body;
}
