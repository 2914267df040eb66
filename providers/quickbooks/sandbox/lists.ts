/**
 * Reading: queries with their pages, one item by its id, and what has changed (CDC). Grown items come after the company's own, whatever the
 * order: they go out as ready bytes. Called by ../sandbox.ts.
 */
import {
  isJsonObject,
  type GrownList,
  type JsonObject,
  type SandboxRequest,
  type SandboxResponse,
} from 'plugboard/contract';
import { envelope, pageOf } from 'plugboard/kit';
import { answer, jsonType, refuse, wantsJson, type Refusal } from './answers.ts';
import { companyInfo, preferences } from './chart.ts';
import { matches, moment, ordered, readQuery, type Query } from './query.ts';
import { entities, find, stamp, updatedMs, type Context, type Entity } from './state.ts';

/** Entity -> the stream that can be grown. */
export const grownStreams: Readonly<Partial<Record<Entity, string>>> = {
  Customer: 'customers',
  Invoice: 'invoices',
  Payment: 'payments',
};

export function query(request: SandboxRequest, context: Context): SandboxResponse {
  const text = request.method === 'POST' ? request.body.toString('utf8') : (request.query.get('query') ?? '');
  const read = readQuery(text);
  if ('status' in read) return refuse(request, context, read);
  const single = theOnlyRow(read, context);
  if (single !== undefined)
    return answer(request, context, { QueryResponse: { [read.entity]: [single], startPosition: 1, maxResults: 1 } });
  const entity = entities.find((one) => one === read.entity);
  return entity === undefined ? refuse(request, context, nothing) : rows(entity, read, request, context);
}

const nothing: Refusal = {
  status: 400,
  code: '610',
  message: 'Object Not Found',
  detail: "Object Not Found : Something you're trying to use has been made inactive.",
};

function theOnlyRow(read: Query, { state }: Context): JsonObject | undefined {
  if (read.entity === 'CompanyInfo') return companyInfo(state.company);
  return read.entity === 'Preferences' ? preferences(state.company) : undefined;
}

function rows(entity: Entity, read: Query, request: SandboxRequest, context: Context): SandboxResponse {
  const own = ordered(
    context.state.tables[entity].filter((row) => matches(read, row)),
    read.order,
  );
  const { list, tests } = grownFor(entity, read, context);
  const looked =
    list === undefined || tests === undefined
      ? []
      : parsed(list).filter((row) => matches({ ...read, conditions: tests }, row));
  const seeded = [...own, ...looked];
  const ready = tests === undefined ? list : undefined;
  const page = pageOf({ seeded, grown: ready, from: read.start - 1, count: read.max });
  if (read.counts) return answer(request, context, { QueryResponse: { totalCount: page.total } });
  // Without rows there is not even the name of the list.
  if (page.count === 0) return answer(request, context, { QueryResponse: {} });
  const tail = `],"startPosition":${read.start},"maxResults":${page.count}},"time":"${stamp(context.now())}"}`;
  if (wantsJson(request)) return { headers: jsonType, body: envelope(`{"QueryResponse":{"${entity}":[`, page, tail) };
  const items: unknown = JSON.parse(`[${Buffer.concat(page.parts).toString('utf8')}]`);
  return answer(request, context, {
    QueryResponse: { [entity]: Array.isArray(items) ? items.filter(isJsonObject) : [] },
  });
}

/** Grown items that may match; `tests`: what is left to look at in each of them. All of them are active. */
function grownFor(
  entity: Entity,
  read: Query,
  context: Context,
): { list: GrownList | undefined; tests: Query['conditions'] | undefined } {
  const stream = grownStreams[entity];
  let list = stream === undefined ? undefined : context.grown(stream);
  let left = read.conditions.filter(({ field, values }) => field !== 'Active' || !values.includes('true'));
  const since = left.find(({ field, operator }) => field === 'MetaData.LastUpdatedTime' && operator.startsWith('>'));
  if (list !== undefined && since !== undefined) {
    const from = moment(since.values[0] ?? '');
    list = list.changedSince(since.operator === '>' ? from + 1000 : from);
    left = left.filter((one) => one !== since);
  }
  return { list, tests: left.length === 0 ? undefined : left };
}

function parsed(list: GrownList): JsonObject[] {
  const found: JsonObject[] = [];
  for (let from = 0; from < list.count; from += 1000) {
    const some: unknown = JSON.parse(`[${list.slice(from, Math.min(from + 1000, list.count)).toString('utf8')}]`);
    if (Array.isArray(some)) found.push(...some.filter(isJsonObject));
  }
  return found;
}

export function readOne(entity: Entity, request: SandboxRequest, context: Context): SandboxResponse {
  const id = request.params['id'];
  const own = find(context.state, entity, id);
  const stream = grownStreams[entity];
  const grown = own === undefined && stream !== undefined ? context.grown(stream) : undefined;
  const found = own ?? (grown === undefined ? undefined : parsed(grown).find((row) => row['Id'] === id));
  return found === undefined ? refuse(request, context, nothing) : answer(request, context, { [entity]: found });
}

// --- what has changed -----------------------------------------------------------------------------------------------------

const month = 30 * 86_400_000;
const most = 1000;
/** Tax lists have no changes to tell of. */
const told: readonly string[] = entities.filter((one) => !one.startsWith('Tax'));

export function changes(request: SandboxRequest, context: Context): SandboxResponse {
  const names = (request.query.get('entities') ?? '').split(',').map((name) => name.trim());
  const since = moment(request.query.get('changedSince') ?? '');
  const wanted = names.flatMap((name) => entities.find((one) => one === name && told.includes(one)) ?? []);
  const bad = (detail: string): SandboxResponse =>
    refuse(request, context, { status: 400, code: '4000', message: 'Error processing cdc', detail });
  if (wanted.length === 0 || wanted.length !== names.length) return bad('An entity is unknown, or has no changes.');
  if (Number.isNaN(since)) return bad('changedSince is no moment.');
  if (since < context.now() - month) return bad('changedSince is more than 30 days ago.');
  let left = most;
  const lists = wanted.map((entity): JsonObject => {
    const found = changesOf(entity, since, context).slice(0, left);
    left -= found.length;
    return found.length === 0 ? {} : { [entity]: found, startPosition: 1, maxResults: found.length };
  });
  return answer(request, context, { CDCResponse: [{ QueryResponse: lists }] });
}

function changesOf(entity: Entity, since: number, context: Context): readonly JsonObject[] {
  const { tables, gone } = context.state;
  const stream = grownStreams[entity];
  const grown = stream === undefined ? undefined : context.grown(stream)?.changedSince(since);
  const removed = gone
    .filter((one) => one.entity === entity && one.at >= since)
    .map(({ id, at }): JsonObject => ({
      domain: 'QBO',
      status: 'Deleted',
      Id: id,
      MetaData: { LastUpdatedTime: stamp(at) },
    }));
  const own = tables[entity].filter((row) => updatedMs(row) >= since);
  return [...own, ...removed, ...(grown === undefined ? [] : parsed(grown))];
}
