/**
 * Reads parameters as Stripe does: brackets into objects and lists, every value a text, nothing unknown let through, and its
 * own words for what is wrong. Schemas for single values are here too. Used by serve.ts and the routes.
 */
import { z } from 'plugboard/contract';
import { invalid } from './failures.ts';

export type Tree = string | readonly Tree[] | { readonly [name: string]: Tree };
type Branch = Map<string, string | Branch>;

/** `items[0][price]=p&expand[]=x` -> `{ items: [{ price: 'p' }], expand: ['x'] }`. */
export function treeOf(pairs: Iterable<readonly [string, string]>): Record<string, Tree> {
  const root: Branch = new Map();
  for (const [name, value] of pairs) put(root, partsOf(name), value);
  return Object.fromEntries([...root].map(([name, part]) => [name, grown(part)]));
}

function partsOf(name: string): readonly string[] {
  const open = name.indexOf('[');
  if (open <= 0) return [name];
  return [name.slice(0, open), ...[...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')];
}

function put(branch: Branch, [name = '', ...rest]: readonly string[], value: string): void {
  const key = name === '' ? String(branch.size) : name;
  if (rest.length === 0) {
    branch.set(key, value);
    return;
  }
  const known = branch.get(key);
  const inner: Branch = known instanceof Map ? known : new Map();
  branch.set(key, inner);
  put(inner, rest, value);
}

function grown(part: string | Branch): Tree {
  if (typeof part === 'string') return part;
  const entries = [...part].map(([name, inner]) => [name, grown(inner)] as const);
  if (entries.every(([name]) => /^\d+$/.test(name))) return entries.map(([, inner]) => inner);
  return Object.fromEntries(entries);
}

/** The parameters, or Stripe's complaint about the first that is wrong. */
export function read<T>(schema: z.ZodType<T>, tree: Readonly<Record<string, Tree>>): T {
  const result = schema.safeParse(tree);
  if (result.success) return result.data;
  const issue = deepest(result.error.issues[0]);
  if (issue === undefined) throw invalid('Invalid request.');
  if (issue.code === 'unrecognized_keys') {
    const name = nameOf([...issue.path, issue.keys[0] ?? '']);
    throw invalid(`Received unknown parameter: ${name}`, { code: 'parameter_unknown', param: name });
  }
  const name = nameOf(issue.path);
  const given = valueAt(tree, issue.path);
  if (given === undefined)
    throw invalid(`Missing required param: ${name}.`, { code: 'parameter_missing', param: name });
  if (issue.message === notInteger) {
    throw invalid(`Invalid integer: ${typeof given === 'string' ? given : name}`, {
      code: 'parameter_invalid_integer',
      param: name,
    });
  }
  throw invalid(`Invalid ${name}: ${issue.message}`, { param: name });
}

/** A union complains about each of its members; what the member that came furthest says is the most useful. */
function deepest(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().toSorted((a, b) => b.path.length - a.path.length)[0];
  return inner === undefined ? issue : deepest({ ...inner, path: [...issue.path, ...inner.path] });
}

function nameOf(path: readonly PropertyKey[]): string {
  const [first, ...rest] = path.map(String);
  return [first ?? '', ...rest.map((part) => `[${part}]`)].join('');
}

function valueAt(tree: unknown, path: readonly PropertyKey[]): unknown {
  let here: unknown = tree;
  for (const part of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = new Map<string, unknown>(Object.entries(here)).get(String(part));
  }
  return here;
}

const notInteger = 'must be an integer';

export const int = z
  .string()
  .regex(/^-?\d{1,15}$/, notInteger)
  .transform(Number);
export const positive = int.refine((value) => value >= 1, 'must be greater than or equal to 1');
export const bool = z.enum(['true', 'false'], 'must be one of true or false').transform((value) => value === 'true');
export const text = z.string().max(5000);
/** `''` takes the value away. */
export const currency = z
  .string()
  .regex(/^[a-z]{3}$/i, 'must be a three-letter ISO code')
  .transform((value) => value.toLowerCase());
export const metadata = z.union([z.literal(''), z.record(z.string().max(40), z.string().max(500))]);
export const moment = z.union([
  int,
  z.strictObject({ gt: int.optional(), gte: int.optional(), lt: int.optional(), lte: int.optional() }),
]);
export type Range = z.infer<typeof moment>;
export const address = z.strictObject({
  line1: text.optional(),
  line2: text.optional(),
  city: text.optional(),
  state: text.optional(),
  postal_code: text.optional(),
  country: text.optional(),
});
export type AddressParams = z.infer<typeof address>;

/** Is this moment within the filter? */
export function within(range: Range | undefined, at: number): boolean {
  if (range === undefined) return true;
  if (typeof range === 'number') return at === range;
  const { gt, gte, lt, lte } = range;
  return at > (gt ?? -Infinity) && at >= (gte ?? -Infinity) && at < (lt ?? Infinity) && at <= (lte ?? Infinity);
}
