/**
 * How the API answers: lists with the conventions of the proposed contract, writes with `success` in a 200, and the ways installations are
 * known or feared to differ, by switch. Called by reads.ts, writes.ts and ../sandbox.ts.
 */
import type { GrownList, JsonObject, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { envelope, pageOf } from 'plugboard/kit';
import type { Context } from './state.ts';

const most = 100;

export function refuse(status: number, message: string): SandboxResponse {
  return { status, body: { message } };
}

/** What ASP.NET says of a path it does not serve. */
export const noRoute: SandboxResponse = refuse(404, 'No HTTP resource was found that matches the request URI.');

export function done(id: number): SandboxResponse {
  return { body: { success: true, newId: id } };
}

/** A refusal for a reason of business is a 200. */
export function notDone(message: string): SandboxResponse {
  return { body: { success: false, message } };
}

interface Listed {
  readonly rows: readonly JsonObject[];
  readonly grown?: GrownList | undefined;
}

/** A page of a list. `pageSize` above the most is an error and not a smaller page: nothing may be lost in silence. */
export function list(request: SandboxRequest, context: Context, { rows, grown }: Listed): SandboxResponse {
  const { switches } = context;
  const number = (name: string, fallback: number): number | undefined => {
    const text = request.query.get(name);
    if (text === null) return fallback;
    return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined;
  };
  const page = number('page', 1);
  const size = number('pageSize', most);
  if (page === undefined || size === undefined || size > most)
    return refuse(400, `page is a number from 1 on, pageSize one from 1 to ${most}.`);
  const since = sinceOf(request, context);
  if (since !== undefined && Number.isNaN(since)) return refuse(400, 'modifiedSince is not a date and time.');
  const filtered = filterOf(request);
  const seeded = rows.filter(filtered).filter((row) => since === undefined || changedAt(row) >= since);
  const changed = since === undefined ? grown : grown?.changedSince(since);
  const whole = switches['paging'] === 'ignored';
  const found = pageOf({
    seeded: seeded.map((row) => spelled(row, context)),
    grown: changed,
    from: whole ? 0 : (page - 1) * size,
    count: whole ? seeded.length + (changed?.count ?? 0) : size,
  });
  const [before, after] = switches['envelope'] === 'data' ? ['{"data":[', ']}'] : ['[', ']'];
  return { headers: { 'content-type': 'application/json; charset=utf-8' }, body: envelope(before, found, after) };
}

function sinceOf({ query }: SandboxRequest, { switches }: Context): number | undefined {
  const text = query.get('modifiedSince');
  if (text === null || switches['changes'] === 'ignored') return undefined;
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
}

function changedAt(row: JsonObject): number {
  const text = row['modifiedDate'];
  return typeof text === 'string' ? Date.parse(text) : 0;
}

const filters = ['studentID', 'courseID', 'status'] as const;

function filterOf({ query }: SandboxRequest): (row: JsonObject) => boolean {
  const wanted = filters.flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return (row) => wanted.every(([name, value]) => !(name in row) || JSON.stringify(row[name]) === quoted(name, value));
}

function quoted(name: (typeof filters)[number], value: string): string {
  return name === 'status' ? JSON.stringify(value) : value;
}

/** The documentation writes student fields in one way and login fields in another: an installation may write all of them like the latter. */
export function spelled(row: JsonObject, { switches }: Pick<Context, 'switches'>): JsonObject {
  if (switches['names'] !== 'pascal') return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [`${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, value]),
  );
}

export function one(row: JsonObject | undefined, context: Context): SandboxResponse {
  return row === undefined ? refuse(404, 'There is no such record.') : { body: spelled(row, context) };
}
