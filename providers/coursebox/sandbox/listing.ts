/**
 * Bare arrays: the seeded and written rows and those grown for load as one list, in the order asked for. Grown rows are passed on as
 * ready bytes; only where a row of ours would stand among them is looked up. Called by the list routes.
 */
import type { GrownList, JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { isObject, textAt } from 'plugboard/kit';
import { readFilter, readWhere, type Asked } from './filter.ts';
import { badRequest, jsonType } from './refusals.ts';
import { iso, type Context } from './state.ts';

export interface Listing {
  readonly rows: readonly JsonObject[];
  /** Stream name of what was grown for load. */
  readonly grown?: string;
  /** What may stand in `where` besides `updatedAt`. */
  readonly keys: readonly string[];
}

/** More grown rows than this are not looked into one by one. */
const tooMany = 200_000;

type Order = (row: JsonObject) => string;

function orderBy(order: Asked['order']): Order {
  // Times are all of one length, so their texts are in their order; ids come after them.
  return order === 'id'
    ? (row) => textAt(row, 'id') ?? ''
    : (row) => `${textAt(row, 'updatedAt') ?? ''} ${textAt(row, 'id') ?? ''}`;
}

function selected({ rows, grown, keys: _keys }: Listing, asked: Pick<Asked, 'since' | 'equals'>, context: Context) {
  const { since, equals } = asked;
  const wanted = Object.entries(equals);
  const fits = (row: JsonObject): boolean => wanted.every(([key, value]) => row[key] === value);
  const from = since === undefined ? '' : iso(since);
  const own = rows.filter((row) => (textAt(row, 'updatedAt') ?? '') >= from && fits(row));
  const all = grown === undefined ? undefined : context.grown(grown);
  const loaded = since === undefined ? all : all?.changedSince(since);
  if (wanted.length === 0 || loaded === undefined) return { own, loaded };
  if (loaded.count > tooMany) throw badRequest('There is too much to filter.');
  return { own: [...own, ...parsed(loaded, 0, loaded.count).filter(fits)], loaded: undefined };
}

function parsed(list: GrownList, from: number, to: number): readonly JsonObject[] {
  const rows: JsonObject[] = [];
  for (let at = from; at < to; at += 1_000) {
    const chunk: unknown = JSON.parse(`[${list.slice(at, Math.min(at + 1_000, to)).toString('utf8')}]`);
    if (Array.isArray(chunk)) rows.push(...chunk.filter(isObject));
  }
  return rows;
}

/** The first number from 0 to `count` for which it holds; `count` when there is none. It holds for all after that one. */
function firstWhere(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Rows `skip` to `skip + limit` of both lists taken as one. */
function windowOf(own: readonly JsonObject[], grown: GrownList | undefined, asked: Asked): readonly Buffer[] {
  const placeOf = orderBy(asked.order);
  const rows = own.map((row) => ({ row, place: placeOf(row) })).toSorted((a, b) => (a.place < b.place ? -1 : 1));
  const loaded = asked.order === 'change' ? grown?.byChange() : grown;
  const count = loaded?.count ?? 0;
  const rankOf = (place: string): number =>
    loaded === undefined ? 0 : firstWhere(count, (index) => placeAt(loaded, index, placeOf) > place);
  let next = firstWhere(rows.length, (index) => index + rankOf(rows[index]?.place ?? '') >= asked.skip);
  let load = Math.min(asked.skip - next, count);
  const parts: Buffer[] = [];
  for (let left = asked.limit; left > 0;) {
    const mine = rows[next];
    const before = mine === undefined ? count - load : rankOf(mine.place) - load;
    const take = Math.min(left, Math.max(0, before));
    if (take > 0 && loaded !== undefined) {
      parts.push(loaded.slice(load, load + take));
      load += take;
      left -= take;
    } else if (mine !== undefined) {
      parts.push(Buffer.from(JSON.stringify(mine.row)));
      next += 1;
      left -= 1;
    } else break;
  }
  return parts;
}

function placeAt(list: GrownList, index: number, placeOf: Order): string {
  const row: unknown = JSON.parse(list.slice(index, index + 1).toString('utf8'));
  return isObject(row) ? placeOf(row) : '';
}

export function listed(request: SandboxRequest, context: Context, listing: Listing): SandboxResponse {
  const asked = readFilter(request.query.get('filter'), listing.keys);
  const { own, loaded } = selected(listing, asked, context);
  const parts = windowOf(own, loaded, asked);
  const { fields } = asked;
  if (fields !== undefined) {
    const rows: unknown = JSON.parse(`[${Buffer.concat(joined(parts)).toString('utf8')}]`);
    const cut = (Array.isArray(rows) ? rows.filter(isObject) : []).map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => fields.includes(name))),
    );
    return { headers: jsonType, body: cut };
  }
  return { headers: jsonType, body: [Buffer.from('['), ...joined(parts), Buffer.from(']')] };
}

function joined(parts: readonly Buffer[]): readonly Buffer[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from(','), part]));
}

export function counted(request: SandboxRequest, context: Context, listing: Listing): SandboxResponse {
  const { own, loaded } = selected(listing, readWhere(request.query.get('where'), listing.keys), context);
  return { headers: jsonType, body: { count: own.length + (loaded?.count ?? 0) } };
}
