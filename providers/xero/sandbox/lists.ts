/**
 * Xero's list endpoints: paging, If-Modified-Since, the id, status and contact filters, `where` and `order`. Pages of a grown list
 * in the order of its id go out as ready bytes; anything that has to look into grown items reads them one chunk at a time, and not
 * beyond what Xero itself refuses to filter. Called by ../sandbox.ts.
 */
import type { GrownList, JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { envelope, isObject, pageOf, textAt, type ListPage } from 'plugboard/kit';
import { answer, badRequest, head, jsonType, wantsJson } from './answers.ts';
import { readOrder, readWhere, sorted, type SortField } from './filters.ts';
import type { Context, State } from './state.ts';
import { fullView, type View } from './render.ts';

interface Item {
  readonly id: string;
  readonly updated: number;
}

export interface ListRules<T extends Item> {
  /** `Contacts`: the member of the answer. */
  readonly plural: string;
  /** `ContactID`. */
  readonly idField: string;
  items(state: State): readonly T[];
  render(item: T, state: State, view: View): JsonObject;
  /** Hidden unless `includeArchived=true`. */
  readonly archived?: (item: T) => boolean;
  /** Takes `page` and `pageSize`. */
  readonly paged: boolean;
  /** Understands If-Modified-Since. */
  readonly since: boolean;
  /** Filters by comma-separated values: parameter -> field. */
  readonly filters?: Readonly<Record<string, string>>;
  /** Without `page` the line items are left out. */
  readonly summary?: boolean;
  /** Stream name of what was grown for load. */
  readonly grown?: string;
}

/** More than this cannot be filtered, sorted or listed in one answer; Xero refuses at the same number. */
const tooMany = 100_000;

interface Asked {
  readonly page: number | undefined;
  readonly size: number;
  readonly since: number | undefined;
  readonly order: readonly SortField[];
  readonly tests: readonly ((item: JsonObject) => boolean)[];
  readonly archived: boolean;
  readonly view: View;
}

export function list<T extends Item>(rules: ListRules<T>, request: SandboxRequest, context: Context): SandboxResponse {
  const asked = readAsked(rules, request);
  if ('message' in asked) return badRequest(request, asked);
  const { state } = context;
  const items = rules
    .items(state)
    .filter((item) => asked.since === undefined || item.updated >= asked.since)
    .filter((item) => asked.archived || rules.archived?.(item) !== true);
  const grownAll = rules.grown === undefined ? undefined : context.grown(rules.grown);
  const grown = asked.since === undefined ? grownAll : grownAll?.changedSince(asked.since);
  const total = items.length + (grown?.count ?? 0);
  const byId = asked.order.length === 0 || (asked.order.length === 1 && isById(asked.order[0], rules.idField));

  if (asked.page !== undefined && byId && asked.tests.length === 0) {
    const ordered = items.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return pageAnswer(rules, request, context, asked, asked.page, {
      total,
      page: window(asked.page, asked.size, ordered, grown, (item) => rules.render(item, state, asked.view)),
    });
  }
  if (total > tooMany) {
    const message = `The request matches more than ${tooMany} ${rules.plural}. Use paging without filters.`;
    return badRequest(request, { number: 17, type: 'BadRequestException', message });
  }
  const all = [...items.map((item) => rules.render(item, state, asked.view)), ...parsed(grown)];
  const left = all.filter((item) => asked.tests.every((test) => test(item)));
  const result = asked.order.length === 0 ? left : sorted(left, asked.order);
  if (asked.page === undefined) return answer(request, { ...head(context), [rules.plural]: result });
  const from = (asked.page - 1) * asked.size;
  return pageAnswer(rules, request, context, asked, asked.page, {
    total: result.length,
    page: pageOf({ seeded: result, grown: undefined, from, count: asked.size }),
  });
}

function isById(field: SortField | undefined, id: string): boolean {
  return field?.field === id && !field.descending;
}

/** Renders what is on the page only: behind the seeded items there may be a million ready ones. */
function window<T>(
  page: number,
  size: number,
  items: readonly T[],
  grown: GrownList | undefined,
  render: (item: T) => JsonObject,
): ListPage {
  const from = (page - 1) * size;
  return from < items.length
    ? pageOf({ seeded: items.slice(from, from + size).map(render), grown, from: 0, count: size })
    : pageOf({ seeded: [], grown, from: from - items.length, count: size });
}

function pageAnswer<T extends Item>(
  rules: ListRules<T>,
  request: SandboxRequest,
  context: Context,
  asked: Asked,
  number: number,
  { total, page }: { readonly total: number; readonly page: ListPage },
): SandboxResponse {
  const opening = {
    ...head(context),
    pagination: {
      page: number,
      pageSize: asked.size,
      pageCount: Math.ceil(total / asked.size),
      itemCount: total,
    },
  };
  if (wantsJson(request)) {
    const before = `${JSON.stringify(opening).slice(0, -1)},"${rules.plural}":[`;
    return { headers: jsonType, body: envelope(before, page, ']}') };
  }
  const items: unknown = JSON.parse(`[${Buffer.concat(page.parts).toString('utf8')}]`);
  return answer(request, { ...opening, [rules.plural]: Array.isArray(items) ? items.filter(isObject) : [] });
}

/** Grown items as values, a thousand at a time. */
function parsed(grown: GrownList | undefined): JsonObject[] {
  if (grown === undefined) return [];
  const items: JsonObject[] = [];
  for (let from = 0; from < grown.count; from += 1000) {
    const chunk: unknown = JSON.parse(`[${grown.slice(from, Math.min(from + 1000, grown.count)).toString('utf8')}]`);
    if (Array.isArray(chunk)) items.push(...chunk.filter(isObject));
  }
  return items;
}

// --- reading the question -------------------------------------------------------------------------------------------------

type Refusal = { readonly number: number; readonly type: string; readonly message: string };

function readAsked<T extends Item>(rules: ListRules<T>, request: SandboxRequest): Asked | Refusal {
  const { query, headers } = request;
  const tests: ((item: JsonObject) => boolean)[] = [];
  for (const [parameter, field] of Object.entries(rules.filters ?? {})) {
    const wanted = query
      .get(parameter)
      ?.split(',')
      .map((value) => value.trim());
    if (wanted !== undefined) tests.push((item) => wanted.includes(textAt(item, field) ?? ''));
  }
  const where = query.get('where');
  if (where !== null) {
    const read = readWhere(where);
    if (!read.ok) return queryRefusal(read.message);
    tests.push(read.value);
  }
  const order = readOrder(query.get('order') ?? rules.idField);
  if (!order.ok) return queryRefusal(order.message);
  const page = rules.paged ? wholeNumber(query.get('page')) : undefined;
  const size = wholeNumber(query.get('pageSize')) ?? 100;
  if (page === null || size === null || size > 1000 || page === 0 || size === 0) {
    return { number: 16, type: 'QueryParseException', message: 'page counts from 1 and pageSize is at most 1000' };
  }
  const header = rules.since ? headers['if-modified-since'] : undefined;
  const since = header === undefined ? undefined : moment(header);
  if (Number.isNaN(since)) return queryRefusal(`If-Modified-Since "${header}" is not a date`);
  return {
    page,
    size,
    since,
    order: query.has('order') ? order.value : [],
    tests,
    archived: query.get('includeArchived') === 'true',
    view: {
      unitDigits: query.get('unitdp') === '4' ? 4 : fullView.unitDigits,
      lines: rules.summary !== true || page !== undefined,
    },
  };
}

function queryRefusal(message: string): Refusal {
  return { number: 16, type: 'QueryParseException', message };
}

/** Undefined when it was not given, null when it is no number. */
function wholeNumber(text: string | null): number | undefined | null {
  if (text === null) return undefined;
  return /^\d{1,7}$/.test(text) ? Number(text) : null;
}

/** UTC when it has no zone. */
function moment(text: string): number {
  return Date.parse(/(Z|[+-]\d{2}:?\d{2}|GMT)$/.test(text) ? text : `${text}Z`);
}
