/**
 * The SQL-like `query` of readByQuery: comparisons joined by AND and OR, with brackets. Strings in single quotes, a quote inside
 * escaped with a backslash. Called by reads.ts.
 */
import type { Condition, Filter, Operator } from './query.ts';
import type { SandboxObject, Value } from './object.ts';
import { read, refusal } from './xml.ts';

const token = /\s*(?:('(?:[^'\\]|\\.)*')|([<>!]=|<>|[=<>(),])|([A-Za-z_][\w.]*)|(-?\d[\d./: ]*))/y;

interface Reader {
  readonly tokens: readonly string[];
  at: number;
  readonly object: SandboxObject;
}

/** Undefined for an empty query. Throws a refusal for what cannot be read. */
export function readSql(text: string, object: SandboxObject): Filter | undefined {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const match = token.exec(text);
    if (match === null) throw malformed(text);
    tokens.push(match[0].trim());
  }
  if (tokens.length === 0) return undefined;
  const reader: Reader = { tokens, at: 0, object };
  const filter = readAny(reader);
  if (reader.at !== tokens.length) throw malformed(tokens.slice(reader.at).join(' '));
  return filter;
}

const malformed = (text: string) => refusal('DL02000001', `Error in the query near "${text.slice(0, 60)}".`);
const word = ({ tokens, at }: Reader): string => tokens[at]?.toUpperCase() ?? '';

function took(reader: Reader, wanted: string): boolean {
  if (word(reader) !== wanted) return false;
  reader.at += 1;
  return true;
}

function readAny(reader: Reader): Filter {
  const parts = [readAll(reader)];
  while (took(reader, 'OR')) parts.push(readAll(reader));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { any: parts };
}

function readAll(reader: Reader): Filter {
  const parts = [readOne(reader)];
  while (took(reader, 'AND')) parts.push(readOne(reader));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { all: parts };
}

const operators: Readonly<Record<string, Operator>> = {
  '=': 'eq',
  '!=': 'ne',
  '<>': 'ne',
  '<': 'lt',
  '<=': 'lte',
  '>': 'gt',
  '>=': 'gte',
  LIKE: 'like',
};

function readOne(reader: Reader): Filter {
  if (took(reader, '(')) {
    const inner = readAny(reader);
    if (!took(reader, ')')) throw malformed(reader.tokens.join(' '));
    return inner;
  }
  const name = reader.tokens[reader.at] ?? '';
  const field = reader.object.fields.find(({ xml }) => xml === name);
  if (field === undefined) throw refusal('DL02000001', `Error: unknown field ${name} in ${reader.object.xml}.`);
  reader.at += 1;
  const condition = (op: Operator, values: readonly Value[]): Condition => ({ field, op, values });
  const literal = (): Value => {
    const raw = reader.tokens[reader.at] ?? '';
    reader.at += 1;
    const value = read(raw.startsWith("'") ? raw.slice(1, -1).replaceAll(/\\(.)/g, '$1') : raw, field);
    if (value === undefined) throw malformed(`${name} ${raw}`);
    return value;
  };
  if (took(reader, 'IS')) {
    const op = took(reader, 'NOT') ? 'notNull' : 'null';
    if (!took(reader, 'NULL')) throw malformed(name);
    return condition(op, []);
  }
  const negated = took(reader, 'NOT');
  if (took(reader, 'IN')) {
    const values: Value[] = [];
    if (!took(reader, '(')) throw malformed(name);
    do values.push(literal());
    while (took(reader, ','));
    if (!took(reader, ')')) throw malformed(name);
    return condition(negated ? 'notIn' : 'in', values);
  }
  const op = operators[word(reader)];
  if (op === undefined || negated) throw malformed(reader.tokens.slice(reader.at - 1).join(' '));
  reader.at += 1;
  return condition(op, [literal()]);
}
