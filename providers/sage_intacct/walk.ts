/**
 * Walks a list of Sage Intacct through either API, with the parts that no list brings along. Called by streams.ts and ledger.ts.
 *
 * Always in the order of the record number, and each page asks for the numbers above the last one seen. Counting rows from the start
 * (offset, start) would lose one whenever a record before the place is deleted meanwhile, or falls out of those changed: the ones
 * behind move up and one slips over the page boundary. A number never moves.
 */
import { fail, type Batch, type JsonObject, type JsonValue, type PagesContext } from 'plugboard/contract';
import { at, textAt } from 'plugboard/kit';
import type { Api, Caller, Where } from './api.ts';
import type { Entity } from './entities.ts';
import { apiOf } from './ways.ts';

/** Headers of documents at once: their lines are asked for by listing the headers, and lists of values have an end at Sage. */
const documentsAtOnce = 500;
/** The XML API gives no more; the REST API would give twice that. */
const rowsAtOnce = 2000;

export type WalkContext = Pick<PagesContext, 'http' | 'settings' | 'method' | 'since' | 'resume'>;

/** The list of an entity: what changed at or after `since`, or all of it. */
export async function* walk(
  entity: Entity,
  context: WalkContext,
  more: readonly Where[] = [],
): AsyncGenerator<Batch, void, void> {
  const api = apiOf(context.method);
  const where = [...more, ...changedSince(context.since)];
  const size = entity.parts === undefined ? rowsAtOnce : documentsAtOnce;
  let after = textAt(context.resume, 'after');
  for (;;) {
    const { rows, more: goesOn } = await api.query({ entity, where: [...where, ...above(after)], size }, context);
    const last = lastKey(rows, after, goesOn);
    yield {
      items: await withParts(entity, rows, api, context),
      resume: goesOn && last !== undefined ? { after: last } : undefined,
    };
    if (!goesOn) return;
    after = last;
  }
}

export function changedSince(since: string | undefined): readonly Where[] {
  return since === undefined
    ? []
    : [{ field: 'audit.modifiedDateTime', is: 'at_least', values: [`${since.slice(0, 19)}Z`] }];
}

function above(key: string | undefined): readonly Where[] {
  return key === undefined ? [] : [{ field: 'key', is: 'above', values: [key] }];
}

/** The place to go on from. Throws decode_failed when the list does not move on, rather than asking for ever. */
function lastKey(rows: readonly JsonObject[], after: string | undefined, more: boolean): string | undefined {
  const last = textAt(rows.at(-1), 'key');
  if (!more) return last;
  if (last === undefined)
    throw fail('decode_failed', 'Sage Intacct says that there is more but sent nothing to go on from.');
  if (!/^\d+$/.test(last) || (after !== undefined && BigInt(last) <= BigInt(after)))
    throw fail('decode_failed', `Sage Intacct sent record ${last.slice(0, 40)} again instead of those after it.`);
  return last;
}

/** Items with their lines, which are read for all of them together. */
async function withParts(
  entity: Entity,
  rows: readonly JsonObject[],
  api: Api,
  caller: Caller,
): Promise<readonly JsonObject[]> {
  const { parts } = entity;
  const keys = rows.flatMap((row) => textAt(row, 'key') ?? []);
  if (parts === undefined || keys.length === 0) return rows;
  const found: JsonObject[] = [];
  const mine: Where = { field: parts.parent, is: 'one_of', values: keys };
  for (let after: string | undefined, more = true; more;) {
    const page = await api.query({ entity: parts.entity, where: [mine, ...above(after)], size: rowsAtOnce }, caller);
    after = lastKey(page.rows, after, page.more);
    more = page.more;
    found.push(...page.rows);
  }
  const byParent = Map.groupBy(found, (part) => textAt(part, parts.parent) ?? '');
  return rows.map((row) => ({ ...row, [parts.as]: inOrder(byParent.get(textAt(row, 'key') ?? '') ?? []) }));
}

/** As people numbered them. Sorting is stable: without numbers the order of the keys stays. */
function inOrder(parts: readonly JsonObject[]): JsonValue {
  const place = (part: JsonObject): number => Number(at(part, 'lineNumber') ?? 0);
  return parts.toSorted((a, b) => place(a) - place(b));
}

/** One record with its parts, by its key; undefined when there is none. For what was just written. */
export async function readOne(
  entity: Entity,
  key: string,
  method: string,
  caller: Caller,
): Promise<JsonObject | undefined> {
  const api = apiOf(method);
  const { rows } = await api.query({ entity, where: [{ field: 'key', is: 'one_of', values: [key] }], size: 1 }, caller);
  return (await withParts(entity, rows, api, caller))[0];
}
