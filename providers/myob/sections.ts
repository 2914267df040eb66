/**
 * Lists that MYOB keeps in several places (a layout each, a kind each), walked as one. A place that this plan does not have answers 404, and
 * the others are read all the same. Called by documents.ts and payroll.ts.
 */
import {
  PlugboardError,
  type Batch,
  type HttpRequest,
  type HttpResponse,
  type JsonValue,
  type PagesContext,
  type Query,
} from 'plugboard/contract';
import { isObject, listAt, numberAt, textAt } from 'plugboard/kit';
import { inFile } from './file.ts';
import { walking } from './paging.ts';

/** One list to walk. */
export interface Section {
  readonly path: string;
  readonly query: Query;
  /** A condition that goes with every page. */
  readonly also?: string;
}

/** Walks sections one after the other. A section that is not there (404) is passed over, unless none is. */
export async function* walk(sections: readonly Section[], context: PagesContext): AsyncGenerator<Batch, void, void> {
  const { http, account, resume } = context;
  const begun = placeIn(resume);
  let found = begun?.found ?? false;
  for (let index = begun?.section ?? 0; index < sections.length; index += 1) {
    const section = sections[index];
    if (section === undefined) return;
    const query = (index === begun?.section ? begun.query : undefined) ?? section.query;
    let request: HttpRequest | undefined = { url: inFile(account, section.path), query };
    for (let number = 1; request !== undefined; number += 1) {
      const response: HttpResponse | PlugboardError = await http.send(request).catch(notThere);
      if (response instanceof PlugboardError) {
        if (index + 1 === sections.length && !found) throw response;
        yield { items: [], resume: placeAfter(sections, index, undefined) };
        break;
      }
      found = true;
      const items = listAt('Items')(response.body);
      const next: HttpRequest | undefined = walking('LastModified', section.also)({ request, response, items, number });
      yield { items, resume: placeAfter(sections, index, next) };
      request = next;
    }
  }
}

function notThere(error: unknown): PlugboardError {
  if (error instanceof PlugboardError && error.code === 'not_found') return error;
  throw error;
}

function placeAfter(sections: readonly Section[], index: number, next: HttpRequest | undefined): JsonValue | undefined {
  if (next === undefined) return index + 1 < sections.length ? { section: index + 1, query: null } : undefined;
  const kept = Object.entries(next.query ?? {}).flatMap(([name, value]): [string, JsonValue][] =>
    typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [],
  );
  return { section: index, query: Object.fromEntries(kept) };
}

/** Where to go on. The place is only ever given after an answer, so something was there. */
function placeIn(resume: JsonValue | undefined) {
  const section = numberAt(resume, 'section');
  if (section === undefined) return undefined;
  const query = isObject(resume) ? resume['query'] : undefined;
  if (!isObject(query)) return { section, query: undefined, found: true };
  const kept = Object.keys(query).flatMap((name): [string, string][] => {
    const value = textAt(query, name);
    return value === undefined ? [] : [[name, value]];
  });
  return { section, query: Object.fromEntries(kept), found: true };
}
