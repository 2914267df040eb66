/** What every write to JR Plus needs: sending it the way this version takes, and finding in answers what it was about. Called by the actions. */
import {
  asDeclared,
  asInstalled,
  fail,
  isJsonObject,
  isXmlElement,
  PlugboardError,
  z,
  type ActionContext,
  type HttpRequest,
  type JsonObject,
  type JsonValue,
  type MapContext,
} from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { byOffset, toJson, write } from './calls.ts';
import type { streams } from './streams.ts';

export type Context = Pick<ActionContext<unknown>, 'http' | 'names' | 'lists' | 'settings' | 'account'>;
type StreamName = keyof typeof streams;

/** Answers of an action: the vendor's id and the unified data. */
export function withId<T extends z.ZodType>(data: T) {
  return z.object({ id: z.string(), data });
}

export const identifier = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,49}$/, 'must be an identifier of JR Plus as text, like PA05685');
export const unitCode = z.string().regex(/^[A-Za-z0-9][\w.-]{0,19}$/, 'must be the code of a unit, like BSBPEF201');

/** The elements that have something in them, as this installation calls them. */
export function elements(
  { names }: Context,
  stream: StreamName,
  given: Readonly<Record<string, JsonValue | undefined>>,
): JsonObject {
  const present = Object.entries(given).flatMap(([name, value]): [string, JsonValue][] =>
    value === undefined ? [] : [[name, value]],
  );
  return asInstalled(Object.fromEntries(present), names?.[stream]);
}

/**
 * PUT as JR Plus' own pages say; where that is not taken, POST, which integrations of others send. Doing it twice changes nothing, so a lost
 * answer is no reason to give up.
 */
export async function update(context: Context, path: string, root: string, body: JsonObject): Promise<void> {
  try {
    await context.http.send({ ...write('PUT', path, root, body), safe: true });
  } catch (error) {
    if (!(error instanceof PlugboardError) || error.details.status !== 405) throw error;
    await context.http.send({ ...write('POST', path, root, body), safe: true });
  }
}

function named({ names }: Context, stream: StreamName, items: readonly unknown[]): readonly JsonObject[] {
  return items.flatMap((item) => (isJsonObject(item) ? [asDeclared(item, names?.[stream])] : []));
}

/** What may be a thing of that stream in an answer: the root, and whatever is one below. */
export function itemsIn(context: Context, stream: StreamName, body: unknown): readonly JsonObject[] {
  return isXmlElement(body) ? named(context, stream, [body, ...body.children].map(toJson)) : [];
}

/** Rows of a list, in the names of that stream. What the root is called does not matter: one row is looked for, and nothing swept. */
export function rowsBelow(context: Context, stream: StreamName): (body: unknown) => readonly JsonObject[] {
  return (body) => (isXmlElement(body) ? named(context, stream, body.children.map(toJson)) : []);
}

/** The same of the stream's own list, which may be elsewhere in an answer. */
function rowsOfStream(context: Context, stream: StreamName): (body: unknown) => readonly JsonObject[] {
  const list = context.lists?.[stream];
  return list === undefined ? rowsBelow(context, stream) : (body) => named(context, stream, list(body));
}

/**
 * A row that was asked for by a filter is on the first pages. A server that does not know the filter lists everything: it is not read to
 * its end for one row.
 */
const mostPages = 3;

/** The first such row of a list; undefined when there is none, or no such list. */
export async function findRow(
  context: Context,
  stream: StreamName,
  request: HttpRequest,
  wanted: (row: JsonObject) => boolean,
  rowsIn = rowsOfStream(context, stream),
): Promise<JsonObject | undefined> {
  let next: HttpRequest | undefined = request;
  for (let number = 1; next !== undefined && number <= mostPages; number += 1) {
    const response = await sendOrNothing(context, next);
    if (response === undefined) return undefined;
    const rows = rowsIn(response.body);
    const found = rows.find(wanted);
    if (found !== undefined) return found;
    next = byOffset({ request: next, response, items: rows, number });
  }
  return undefined;
}

async function sendOrNothing({ http }: Context, request: HttpRequest) {
  try {
    return await http.send(request);
  } catch (error) {
    if (error instanceof PlugboardError && error.code === 'not_found') return undefined;
    throw error;
  }
}

/** The identifier of what a create has made: without it nothing proves that anything was. */
export function madeIn(context: Context, stream: StreamName, body: unknown, name: string): string {
  const made = itemsIn(context, stream, body).flatMap((item) => textAt(item, name) ?? [])[0];
  if (made !== undefined) return made;
  throw fail('decode_failed', `JR Plus did not answer the ${name} of what it made: look there before you try again.`);
}

/** The unified data of an item. */
export function mapped<Raw, Data>(
  { raw, map }: { readonly raw: z.ZodType<Raw>; readonly map: (raw: Raw, context: MapContext) => Data },
  item: JsonObject,
  context: Context,
): Data {
  const read = raw.safeParse(item);
  if (read.success) return map(read.data, context);
  throw fail('decode_failed', `JR Plus answered something unexpected: ${z.prettifyError(read.error)}`);
}
