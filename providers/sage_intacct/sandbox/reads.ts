/**
 * The reading functions of the XML gateway: query with offset, readByQuery whose result is held and handed out by readMore, read,
 * lookup, trial balance. Called by gateway.ts.
 */
import { xmlAt, xmlChild, xmlChildren, xmlText, type XmlElement } from 'plugboard/contract';
import type { FieldInfo, Found, SandboxObject } from './object.ts';
import { trialBalance } from './posting.ts';
import { ask, byXmlName, isDenied, type Filter, type Operator } from './query.ts';
import { readSql } from './sql.ts';
import { baseCurrency, decimal, locations, type Context } from './state.ts';
import { element, read, refusal, written } from './xml.ts';

/** Who calls: which session and for which entity. */
export interface Caller {
  readonly session: string;
  readonly entity: string;
}
export type Work = (element: XmlElement, caller: Caller, context: Context) => string;

function objectOf(call: XmlElement, context: Pick<Context, 'switches'>): SandboxObject {
  const name = xmlText(call, 'object') ?? '';
  const object = byXmlName.get(name);
  if (object === undefined) throw refusal('PL04000001', `Object definition ${name} not found.`);
  // The number is a general one: what is the matter is in the words only.
  if (isDenied(object, context))
    throw refusal('DL02000001', `You do not have permission for this operation on objects of type ${name}.`);
  return object;
}

function fieldOf(object: SandboxObject, name: string): FieldInfo {
  const field = object.fields.find(({ xml }) => xml === name);
  if (field === undefined)
    throw refusal('DL02000001', `There is no field ${name} in ${object.xml}.`, 'Use lookup to see the fields.');
  return field;
}

function rowXml(object: SandboxObject, fields: readonly FieldInfo[], row: Found, context: Context): string {
  const values = fields.map((field) => element(field.xml ?? '', written(row.value(field, context.state), field)));
  return `<${object.xml}>${values.join('')}</${object.xml}>`;
}

function whole(text: string | undefined, fallback: number, least: number, most: number, name: string): number {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw refusal('BL03000018', `${name} must be between ${least} and ${most}.`);
  return value;
}

// --- query ----------------------------------------------------------------------------------------------------------------

const operators: Readonly<Record<string, Operator>> = {
  equalto: 'eq',
  notequalto: 'ne',
  lessthan: 'lt',
  lessthanorequalto: 'lte',
  greaterthan: 'gt',
  greaterthanorequalto: 'gte',
  between: 'between',
  in: 'in',
  notin: 'notIn',
  like: 'like',
  isnull: 'null',
  isnotnull: 'notNull',
};
/** How many values an operator takes; the others take one. */
const counts: Readonly<Record<string, (count: number) => boolean>> = {
  between: (count) => count === 2,
  in: (count) => count > 0,
  notIn: (count) => count > 0,
  null: (count) => count === 0,
  notNull: (count) => count === 0,
};

function filterOf(node: XmlElement, object: SandboxObject): Filter {
  if (node.name === 'and' || node.name === 'or') {
    if (node.children.length < 2) throw refusal('DL02000001', `<${node.name}> needs two or more conditions.`);
    const parts = node.children.map((child) => filterOf(child, object));
    return node.name === 'and' ? { all: parts } : { any: parts };
  }
  const op = operators[node.name];
  if (op === undefined) throw refusal('DL02000001', `<${node.name}> is not a filter.`);
  const field = fieldOf(object, xmlText(node, 'field') ?? '');
  const values = xmlChildren(node, 'value').map(({ text }) => {
    const value = read(text, field);
    if (value === undefined) throw refusal('DL02000001', `"${text}" is not a value of ${field.xml ?? ''}.`);
    return value;
  });
  if (!(counts[op] ?? ((count) => count === 1))(values.length))
    throw refusal('DL02000001', `<${node.name}> has the wrong number of values.`);
  return { field, op, values };
}

const query: Work = (call, caller, context) => {
  const object = objectOf(call, context);
  const select = xmlChild(call, 'select');
  const fields = xmlChildren(select, 'field').map(({ text }) => fieldOf(object, text.trim()));
  if (fields.length === 0) throw refusal('DL02000001', 'select must name the fields; all fields cannot be asked for.');
  if (fields.length !== select?.children.length) throw refusal('DL02000001', 'Only fields can be selected here.');
  const conditions = xmlChild(call, 'filter')?.children ?? [];
  if (conditions.length > 1) throw refusal('DL02000001', 'Several conditions must be put into <and> or <or>.');
  const [condition] = conditions;
  const order = xmlAt(call, 'orderby', 'order');
  const size = whole(xmlText(call, 'pagesize'), 100, 1, 2000, 'pagesize');
  const offset = whole(xmlText(call, 'offset'), 0, 0, Number.MAX_SAFE_INTEGER, 'offset');
  const { rows, total } = ask(
    {
      object,
      filter: condition === undefined ? undefined : filterOf(condition, object),
      entity: caller.entity,
      order:
        order === undefined
          ? undefined
          : {
              field: fieldOf(object, xmlText(order, 'field') ?? ''),
              descending: xmlChild(order, 'descending') !== undefined,
            },
      offset,
      size,
    },
    context,
  );
  const remaining = Math.max(0, total - offset - rows.length);
  const body = rows.map((row) => rowXml(object, fields, row, context)).join('');
  return `<data listtype="${object.xml}" totalcount="${total}" offset="${offset}" count="${rows.length}" numremaining="${remaining}">${body}</data>`;
};

// --- readByQuery and readMore ---------------------------------------------------------------------------------------------

/** A result nobody asks for is forgotten. */
const heldMs = 30 * 60_000;

function fieldsOf(object: SandboxObject, wanted: string): FieldInfo[] {
  if (wanted.trim() === '*') return object.fields.filter(({ xml }) => xml !== undefined);
  return wanted.split(',').map((name) => fieldOf(object, name.trim()));
}

const readByQuery: Work = (call, caller, context) => {
  const object = objectOf(call, context);
  const fields = fieldsOf(object, xmlText(call, 'fields') ?? '*');
  const size = whole(xmlText(call, 'pagesize'), 100, 1, 1000, 'pagesize');
  const filter = readSql(xmlText(call, 'query') ?? '', object);
  const { rows } = ask(
    { object, filter, entity: caller.entity, order: undefined, offset: 0, size: Number.MAX_SAFE_INTEGER },
    context,
  );
  const id = `${context.hex(16)}:${context.hex(6)}`;
  const held = {
    session: caller.session,
    object: object.xml,
    fields: fields.flatMap(({ xml }) => xml ?? []),
    size,
    left: rows.map(({ key }) => key),
    total: rows.length,
    expires: context.now() + heldMs,
  };
  context.state.results[id] = held;
  return handOut(id, context);
};

/** The next page of a held result. It moves on whether or not the answer arrives, and is gone after the last page. */
function handOut(id: string, context: Context): string {
  const { state } = context;
  const held = state.results[id];
  const object = byXmlName.get(held?.object ?? '');
  if (held === undefined || object === undefined) throw unknownResult(id);
  const keys = new Set(held.left.splice(0, held.size));
  const rows = object.rows(state).filter(({ key }) => keys.has(key));
  const fields = held.fields.map((name) => fieldOf(object, name));
  const remaining = held.left.length;
  held.expires = context.now() + heldMs;
  if (remaining === 0) delete state.results[id];
  const body = rows.map((row) => rowXml(object, fields, row, context)).join('');
  return `<data listtype="${object.xml.toLowerCase()}" count="${rows.length}" totalcount="${held.total}" numremaining="${remaining}" resultId="${remaining === 0 ? '' : id}">${body}</data>`;
}

const unknownResult = (id: string) =>
  refusal('BL03000130', `Attempt to readMore with the resultId ${id}, which is unknown, finished or expired.`);

const readMore: Work = (call, caller, context) => {
  const id = xmlText(call, 'resultId') ?? '';
  const held = Object.hasOwn(context.state.results, id) ? context.state.results[id] : undefined;
  if (held === undefined || held.session !== caller.session || held.expires <= context.now()) throw unknownResult(id);
  return handOut(id, context);
};

// --- single records, definitions, reports ---------------------------------------------------------------------------------

const readOne: Work = (call, caller, context) => {
  const object = objectOf(call, context);
  const keys = new Set((xmlText(call, 'keys') ?? '').split(',').map(Number));
  const fields = fieldsOf(object, xmlText(call, 'fields') ?? '*');
  const rows = object
    .rows(context.state)
    .filter(({ key, entity }) => keys.has(key) && (caller.entity === '' || entity === '' || entity === caller.entity));
  return `<data listtype="${object.xml.toLowerCase()}" count="${rows.length}">${rows.map((row) => rowXml(object, fields, row, context)).join('')}</data>`;
};

const types = {
  key: 'INTEGER',
  number: 'INTEGER',
  amount: 'DECIMAL',
  moment: 'TIMESTAMP',
  date: 'DATE',
  flag: 'BOOLEAN',
  code: 'TEXT',
  text: 'TEXT',
};

const lookup: Work = (call, _caller, context) => {
  const object = objectOf(call, context);
  const fields = object.fields.flatMap(({ xml, type }) =>
    xml === undefined ? [] : [`<Field>${element('ID', xml)}${element('DATATYPE', types[type])}</Field>`],
  );
  return `<data listtype="All" count="1"><Type Name="${object.xml}" DocumentType=""><Fields>${fields.join('')}</Fields></Type></data>`;
};

/** `<startdate><year>..</year><month>..</month><day>..</day></startdate>` as an ISO date. */
export function splitDate(node: XmlElement | undefined): string | undefined {
  const [year = '', month = '', day = ''] = ['year', 'month', 'day'].map((part) => xmlText(node, part) ?? '');
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const ms = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== iso ? undefined : iso;
}

const getTrialBalance: Work = (call, caller, context) => {
  const from = splitDate(xmlChild(call, 'startdate'));
  const to = splitDate(xmlChild(call, 'enddate'));
  if (from === undefined || to === undefined || from > to)
    throw refusal('BL03000018', 'get_trialbalance needs startdate and enddate, or reportingperiodname.');
  const location = xmlText(call, 'locationid') ?? caller.entity;
  if (location !== '' && !locations.some(({ id }) => id === location))
    throw refusal('BL03000018', `There is no location ${location}.`);
  const rows = trialBalance(context.state, from, to, location).map(
    (row) =>
      `<trialbalance>${element('glaccountno', row.account)}${element('startbalance', decimal(row.start))}${element('debits', decimal(row.debits))}` +
      `${element('credits', decimal(row.credits))}${element('adjdebits', '0')}${element('adjcredits', '0')}${element('endbalance', decimal(row.end))}` +
      `${element('reportingbook', 'ACCRUAL')}${element('currency', baseCurrency)}</trialbalance>`,
  );
  return `<data listtype="trialbalance" count="${rows.length}">${rows.join('')}</data>`;
};

export const reads: Readonly<Record<string, Work>> = {
  query,
  readByQuery,
  readMore,
  read: readOne,
  lookup,
  get_trialbalance: getTrialBalance,
};
