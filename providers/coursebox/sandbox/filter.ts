/** The `filter` parameter of lists: limit, skip, order, where and fields, as JSON. What is not understood is refused. Called by listing.ts. */
import { isObject } from 'plugboard/kit';
import { badRequest } from './refusals.ts';

export interface Asked {
  readonly limit: number;
  readonly skip: number;
  /** By time of change, then by id; or by id alone. */
  readonly order: 'change' | 'id';
  /** Milliseconds; only what changed then or later. */
  readonly since: number | undefined;
  readonly equals: Readonly<Record<string, string | boolean>>;
  readonly fields: readonly string[] | undefined;
}

const largest = 100;

function objectIn(text: string | null, name: string): Readonly<Record<string, unknown>> {
  if (text === null || text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below, like anything else that is no object.
  }
  throw badRequest(`The ${name} parameter is not valid JSON.`);
}

function wholeNumber(value: unknown, name: string, fallback: number, most: number): number {
  if (value === undefined) return fallback;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw badRequest(`The ${name} filter ${JSON.stringify(value)} is not valid.`);
}

function orderOf(value: unknown): Asked['order'] {
  const text = Array.isArray(value) ? value.join(', ') : (value ?? 'id ASC');
  const plain = typeof text === 'string' ? text.replaceAll(/\s*,\s*/g, ',').trim() : '';
  if (plain === 'updatedAt ASC,id ASC') return 'change';
  if (plain === 'id ASC') return 'id';
  throw badRequest(`The order filter ${JSON.stringify(value)} is not valid.`);
}

function whereOf(where: unknown, keys: readonly string[]): Pick<Asked, 'since' | 'equals'> {
  if (where === undefined) return { since: undefined, equals: {} };
  if (!isObject(where)) throw badRequest('The where filter is not an object.');
  let since: number | undefined;
  const equals: Record<string, string | boolean> = {};
  for (const [key, value] of Object.entries(where)) {
    if (key === 'updatedAt') {
      const text = isObject(value) && Object.keys(value).join() === 'gte' ? value['gte'] : undefined;
      since =
        typeof text === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) ? Date.parse(text) : NaN;
      if (Number.isNaN(since)) throw badRequest('The where filter on updatedAt is not valid.');
    } else if (keys.includes(key) && (typeof value === 'string' || typeof value === 'boolean')) equals[key] = value;
    else throw badRequest(`The where filter has an unknown property "${key}".`);
  }
  return { since, equals };
}

export function readWhere(text: string | null, keys: readonly string[]): Pick<Asked, 'since' | 'equals'> {
  return whereOf(objectIn(text, 'where'), keys);
}

/** `keys`: what may stand in `where` besides `updatedAt`. */
export function readFilter(text: string | null, keys: readonly string[]): Asked {
  const { limit, skip, order, where, fields, ...rest } = objectIn(text, 'filter');
  const [stranger] = Object.keys(rest);
  if (stranger !== undefined) throw badRequest(`The filter has an unknown member "${stranger}".`);
  if (fields !== undefined && !(Array.isArray(fields) && fields.every((one) => typeof one === 'string')))
    throw badRequest('The fields filter is not a list of names.');
  return {
    limit: wholeNumber(limit, 'limit', largest, largest),
    skip: wholeNumber(skip, 'skip', 0, 100_000_000),
    order: orderOf(order),
    ...whereOf(where, keys),
    fields: Array.isArray(fields) ? fields.map(String) : undefined,
  };
}
