/**
 * How Canvas answers: bare arrays with a Link header, ids as numbers unless strings were asked for, and refusals in their several
 * shapes. Called by every route.
 */
import type { GrownList, JsonObject, JsonValue, SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { envelope, pageOf } from 'plugboard/kit';
import type { Context } from './state.ts';

export const jsonType = { 'content-type': 'application/json; charset=utf-8' };

/** Thrown by routes and caught by endpoint.ts. */
export class Refusal extends Error {
  readonly response: SandboxResponse;

  constructor(response: SandboxResponse) {
    super(`refused with ${response.status}`);
    this.response = response;
  }
}

function refusal(status: number, body: JsonObject, headers: Readonly<Record<string, string>> = {}): Refusal {
  return new Refusal({ status, headers: { ...jsonType, ...headers }, body });
}

/** The token is missing, unknown or expired. The header is what tells this from `notAllowed`. */
export function badToken(message: string): Refusal {
  return refusal(401, { errors: [{ message }] }, { 'www-authenticate': 'Bearer realm="canvas-lms"' });
}

/** The person may not: older routes say 401, without the header; newer ones 403. */
export function notAllowed(status: 401 | 403 = 401): Refusal {
  return refusal(status, {
    status: 'unauthorized',
    errors: [{ message: 'user not authorized to perform that action' }],
  });
}

export function missingScope(): Refusal {
  return refusal(401, { errors: [{ message: 'Insufficient scopes on access token.' }] });
}

export function notFound(): Refusal {
  return refusal(404, { errors: [{ message: 'The specified resource does not exist.' }] });
}

export function badRequest(message: string): Refusal {
  return refusal(400, { message });
}

/** What is wrong with fields, by field. */
export function invalid(errors: Readonly<Record<string, string>>): Refusal {
  const fields = Object.entries(errors).map(([field, message]) => [
    field,
    [{ attribute: field, type: message, message }],
  ]);
  return refusal(400, { errors: Object.fromEntries(fields) });
}

/** What is wrong with the login of somebody to be made. */
export function badPseudonym(field: string, message: string): Refusal {
  const problem = { attribute: field, type: message, message };
  return refusal(400, { errors: { user: {}, pseudonym: { [field]: [problem] }, observee: {} } });
}

// --- ids ------------------------------------------------------------------------------------------------------------------

/** Everything is rendered with ids as text; a caller who did not ask for that gets numbers, whatever JavaScript makes of them. */
export function wantsStringIds(request: SandboxRequest): boolean {
  return (request.headers['accept'] ?? '').includes('application/json+canvas-string-ids');
}

/** Members that end in `id` but are texts of the school's own. */
const texts = String.raw`(?!sis_|login_|integration_|unique_|context_code)`;
const single = new RegExp(String.raw`"(${texts}(?:\w+_)?id)":"(\d+)"`, 'g');
const several = new RegExp(String.raw`"(\w+_ids|assignments)":\[((?:"\d+",?)+)\]`, 'g');

/** Inside a JSON text the quotes of a member's name cannot be mistaken: those within a value are escaped. */
export function withNumberIds(json: string): string {
  return json
    .replace(single, '"$1":$2')
    .replace(several, (_all, name: string, ids: string) => `"${name}":[${ids.replaceAll('"', '')}]`);
}

export function answer(
  request: SandboxRequest,
  body: JsonValue,
  headers: Readonly<Record<string, string>> = {},
): SandboxResponse {
  const text = JSON.stringify(body);
  return {
    headers: { ...jsonType, ...headers },
    body: Buffer.from(wantsStringIds(request) ? text : withNumberIds(text)),
  };
}

// --- pages ----------------------------------------------------------------------------------------------------------------

const defaultSize = 10;
const largestSize = 100;

export interface Listing<T> {
  readonly items: readonly T[];
  render(item: T): JsonObject;
  /** Ready items that come after the others. */
  readonly grown?: GrownList | undefined;
  /** Paged by an opaque bookmark and without a last page, as Canvas does with what it does not want to count. */
  readonly bookmarked?: boolean;
}

/** One page of a list, with the Link header that leads to the others. */
export function listed<T>(request: SandboxRequest, context: Context, listing: Listing<T>): SandboxResponse {
  const asked = Number(request.query.get('per_page') ?? defaultSize);
  const size = Math.min(Number.isInteger(asked) && asked > 0 ? asked : defaultSize, largestSize);
  const total = listing.items.length + (listing.grown?.count ?? 0);
  const from = startOf(request, size);
  const own = listing.items.slice(from, from + size).map((item) => listing.render(item));
  const page = pageOf(
    from < listing.items.length
      ? { seeded: own, grown: listing.grown, from: 0, count: size }
      : { seeded: [], grown: listing.grown, from: from - listing.items.length, count: size },
  );
  const link = linkHeader(request, context, { from, size, total, bookmarked: listing.bookmarked ?? false });
  const headers = { ...jsonType, link };
  if (wantsStringIds(request)) return { headers, body: envelope('[', page, ']') };
  const text = Buffer.concat(page.parts).toString('utf8');
  return { headers, body: Buffer.from(`[${withNumberIds(text)}]`) };
}

function startOf(request: SandboxRequest, size: number): number {
  const page = request.query.get('page') ?? '1';
  if (page === 'first') return 0;
  const bookmark = /^bookmark:([\w-]+)$/.exec(page)?.[1];
  if (bookmark !== undefined) {
    const place = Number(Buffer.from(bookmark, 'base64url').toString('utf8').slice(1, -1));
    return Number.isInteger(place) && place >= 0 ? place : 0;
  }
  const number = Number(page);
  return Number.isInteger(number) && number > 0 ? (number - 1) * size : 0;
}

function linkHeader(
  request: SandboxRequest,
  context: Context,
  { from, size, total, bookmarked }: { from: number; size: number; total: number; bookmarked: boolean },
): string {
  const token = (place: number) =>
    bookmarked
      ? place === 0
        ? 'first'
        : `bookmark:${Buffer.from(`[${place}]`).toString('base64url')}`
      : String(place / size + 1);
  const relation = (name: string, place: number) =>
    `<${pageUrl(request, context, name, token(place), size)}>; rel="${name}"`;
  const last = Math.max(0, Math.ceil(total / size) - 1) * size;
  return [
    relation('current', from),
    ...(from + size < total ? [relation('next', from + size)] : []),
    ...(from > 0 && !bookmarked ? [relation('prev', from - size)] : []),
    relation('first', 0),
    ...(bookmarked ? [] : [relation('last', last)]),
  ].join(',');
}

/** On the host the caller used, by https; only a browser or a client pointed straight at the sandbox meets it by http. */
function pageUrl(request: SandboxRequest, context: Context, relation: string, page: string, size: number): string {
  const bare = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(request.host);
  const strays = relation === 'next' && context.switches['next_link'] === 'elsewhere';
  const origin = strays ? 'https://attacker.example' : `${bare ? 'http' : 'https'}://${request.host}`;
  const query = new URLSearchParams(request.query);
  query.set('page', page);
  query.set('per_page', String(size));
  return `${origin}${request.path}?${query.toString()}`;
}
