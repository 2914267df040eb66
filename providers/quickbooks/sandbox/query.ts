/**
 * QuickBooks' query language: `select * from Invoice where ... orderby ... startposition 1 maxresults 100`. No OR, no JOIN, no projection;
 * only some properties can be filtered and sorted by. Called by lists.ts.
 */
import type { JsonObject } from 'plugboard/contract';
import { at } from 'plugboard/kit';
import { entities, nameLists, type Entity } from './state.ts';
import type { Refusal } from './answers.ts';

export interface Condition {
  readonly field: string;
  readonly operator: string;
  readonly values: readonly string[];
}

export interface Query {
  /** `Preferences` and `CompanyInfo` have one row each. */
  readonly entity: Entity | 'Preferences' | 'CompanyInfo';
  readonly counts: boolean;
  readonly conditions: readonly Condition[];
  readonly order: readonly { readonly field: string; readonly descending: boolean }[];
  readonly start: number;
  readonly max: number;
}

const everywhere = ['Id', 'MetaData.CreateTime', 'MetaData.LastUpdatedTime'];
const filterable: Readonly<Record<string, readonly string[]>> = {
  Customer: ['Active', 'DisplayName', 'GivenName', 'FamilyName', 'CompanyName', 'PrimaryEmailAddr', 'Balance'],
  Vendor: ['Active', 'DisplayName', 'GivenName', 'FamilyName', 'CompanyName', 'Balance'],
  Item: ['Active', 'Name', 'Sku', 'Type'],
  Account: ['Active', 'Name', 'AccountType', 'AccountSubType', 'Classification'],
  TaxCode: ['Active', 'Name'],
  TaxRate: ['Active', 'Name'],
  TaxAgency: ['Active', 'DisplayName'],
  Invoice: ['DocNumber', 'TxnDate', 'DueDate', 'TotalAmt', 'Balance', 'CustomerRef'],
  Bill: ['DocNumber', 'TxnDate', 'DueDate', 'TotalAmt', 'Balance', 'VendorRef'],
};
const dated = ['DocNumber', 'TxnDate', 'TotalAmt'];
/** Where the schema says that ids can be filtered by, it does not say that they can be sorted by. */
const unsorted = ['Id', 'CustomerRef', 'VendorRef', 'PrimaryEmailAddr'];

function propertiesOf(entity: string): readonly string[] {
  return [...everywhere, ...(filterable[entity] ?? dated)];
}

const tokens = /'(?:\\.|[^'\\])*'|[A-Za-z_][\w.]*|<=|>=|[=<>(),*]|-?\d+(?:\.\d+)?/g;

function refusal(code: '4000' | '4001', detail: string): Refusal {
  const parsing = code === '4000';
  return {
    status: 400,
    code,
    message: parsing ? 'Error parsing query' : 'Invalid query',
    detail: `${parsing ? 'QueryParserError' : 'QueryValidationError'}: ${detail}`,
  };
}

/** What each of the errors thrown below is answered with. */
const refusals = new WeakMap<Error, Refusal>();

function unreadable(code: '4000' | '4001', detail: string): Error {
  const error = new Error(detail);
  refusals.set(error, refusal(code, detail));
  return error;
}

export function readQuery(text: string): Query | Refusal {
  try {
    return parse(text);
  } catch (error) {
    const refused = error instanceof Error ? refusals.get(error) : undefined;
    if (refused !== undefined) return refused;
    throw error;
  }
}

function parse(text: string): Query {
  const words = text.match(tokens) ?? [];
  if (text.replace(tokens, '').trim() !== '')
    throw unreadable('4000', `Encountered "${text.replace(tokens, '').trim()}"`);
  let place = 0;
  const peek = () => words[place]?.toLowerCase();
  const next = (): string => {
    const word = words[place];
    if (word === undefined) throw unreadable('4000', 'The statement ends too soon.');
    place += 1;
    return word;
  };
  const expect = (word: string) => {
    const found = next();
    if (found.toLowerCase() !== word) throw unreadable('4000', `Encountered "${found}" where "${word}" was expected.`);
  };
  expect('select');
  const counts = peek() === 'count';
  if (counts) for (const word of ['count', '(', '*', ')']) expect(word);
  else expect('*');
  expect('from');
  const name = next();
  // Intuit writes that case matters here; what a well-used client sends in production says that it does not.
  const known = [...entities, 'Preferences' as const, 'CompanyInfo' as const];
  const entity = known.find((one) => one.toLowerCase() === name.toLowerCase());
  if (entity === undefined) throw unreadable('4001', `Metadata not found for Entity ${name}`);
  const conditions: Condition[] = [];
  if (peek() === 'where') {
    do {
      place += 1;
      conditions.push(condition(entity, next, peek));
    } while (peek() === 'and');
  }
  const order: { field: string; descending: boolean }[] = [];
  if (peek() === 'orderby' || peek() === 'order') {
    if (next().toLowerCase() === 'order') expect('by');
    do {
      if (peek() === ',') place += 1;
      const field = next();
      if (!propertiesOf(entity).includes(field) || unsorted.includes(field))
        throw unreadable('4001', `Property ${field} not sortable for Entity ${entity}`);
      const descending = peek() === 'desc';
      if (descending || peek() === 'asc') place += 1;
      order.push({ field, descending });
    } while (peek() === ',');
  }
  const whole = (word: string, fallback: number, most: number): number => {
    if (peek() !== word) return fallback;
    place += 1;
    const number = next();
    if (!/^[1-9]\d*$/.test(number)) throw unreadable('4000', `"${number}" is no position or count.`);
    return Math.min(Number(number), most);
  };
  const start = whole('startposition', 1, Number.MAX_SAFE_INTEGER);
  // More than a thousand is taken for a thousand.
  const max = whole('maxresults', 100, 1000);
  if (place < words.length) throw unreadable('4000', `Encountered "${words[place]}"`);
  return { entity, counts, conditions, order, start, max };
}

function condition(entity: string, next: () => string, peek: () => string | undefined): Condition {
  const field = next();
  if (!propertiesOf(entity).includes(field))
    throw unreadable('4001', `Property ${field} not found for Entity ${entity}`);
  const operator = next().toLowerCase();
  if (operator === 'in') {
    const values: string[] = [];
    if (next() !== '(') throw unreadable('4000', 'A list of values begins with "(".');
    do values.push(literal(next()));
    while (next() === ',');
    return { field, operator, values };
  }
  if (!['=', '<', '>', '<=', '>=', 'like'].includes(operator)) throw unreadable('4000', `Encountered "${operator}"`);
  const value = literal(next());
  if (peek() === 'or') throw unreadable('4000', 'Encountered "or"');
  return { field, operator, values: [value] };
}

function literal(word: string): string {
  return word.startsWith("'") ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word;
}

// --- looking at rows ------------------------------------------------------------------------------------------------------

/** Without a word about `Active`, lists of names show what is active. */
export function matches(query: Pick<Query, 'entity' | 'conditions'>, row: JsonObject): boolean {
  const named = query.conditions.some(({ field }) => field === 'Active');
  const list: readonly string[] = nameLists;
  if (!named && list.includes(query.entity) && row['Active'] === false) return false;
  return query.conditions.every((one) => holds(one, row));
}

function holds({ field, operator, values }: Condition, row: JsonObject): boolean {
  const found = comparable(field, row);
  const [first = ''] = values;
  if (operator === 'in') return values.some((value) => compare(found, value) === 0);
  if (operator === 'like') {
    const pattern = first.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('%', '.*');
    return new RegExp(`^${pattern}$`, 'isu').test(String(found));
  }
  const order = compare(found, first);
  return { '=': order === 0, '<': order < 0, '>': order > 0, '<=': order <= 0, '>=': order >= 0 }[operator] ?? false;
}

/** References are compared by id, addresses by the address. */
function comparable(field: string, row: JsonObject): unknown {
  const found = at(row, field);
  return at(found, 'value') ?? at(found, 'Address') ?? found ?? '';
}

function compare(found: unknown, wanted: string): number {
  if (typeof found === 'number') return found - Number(wanted);
  const [a, b] = [String(found), wanted];
  if (/^\d{4}-\d\d-\d\dT/.test(a)) return Date.parse(a) - moment(b);
  return a === b ? 0 : a < b ? -1 : 1;
}

/** A moment without a zone is taken by QuickBooks' own clock. */
export function moment(text: string): number {
  return Date.parse(
    /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : text.length === 10 ? `${text}T00:00:00-07:00` : `${text}-07:00`,
  );
}

export function ordered(rows: readonly JsonObject[], order: Query['order']): readonly JsonObject[] {
  return rows.toSorted((a, b) => {
    for (const { field, descending } of order) {
      const by = compare(comparable(field, a), String(comparable(field, b)));
      if (by !== 0) return descending ? -by : by;
    }
    return Number(a['Id']) - Number(b['Id']);
  });
}
