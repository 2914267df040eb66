/**
 * How Canvas' lists are asked for and walked: bare arrays of up to 100, led on by an opaque Link header whose last page may be
 * missing. Called by streams.ts.
 */
import { fail, type HttpRequest, type JsonValue, type Page, type ProviderHttp, type Query } from 'plugboard/contract';
import { at, isObject, linkHeader, textAt } from 'plugboard/kit';

/** The most Canvas gives per page. */
const pageSize = 100;

/** Where the next page is. A link that leaves the school's site is refused by the engine, which knows the provider's hosts. */
export const pages = linkHeader();

/** Read by content type: a throttled call answers text, and a site that is not Canvas a page. */
export function listRequest(path: string, query: Query = {}): HttpRequest {
  return { url: `/api/v1${path}`, query: { ...query, per_page: pageSize }, decode: 'auto' };
}

export function inCourse(course: string, path: string, query: Query = {}): HttpRequest {
  return listRequest(`/courses/${encodeURIComponent(course)}${path}`, query);
}

/** `items` of every list. Throws decode_failed. */
export function bareList(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  const what = typeof body === 'string' ? 'text that is no JSON, perhaps a page for people' : 'no list';
  throw fail('decode_failed', `Canvas answered ${what}.`);
}

/** Some lists of a course do not say in their items which course it is. */
export function ofCourse(items: readonly unknown[], course: string): readonly unknown[] {
  return items.map((item) =>
    isObject(item) && textAt(item, 'course_id') === undefined ? { ...item, course_id: course } : item,
  );
}

/** Walks a list from a request on; with each page comes the request of the one after it. */
export async function* walk(
  http: ProviderHttp,
  request: HttpRequest,
): AsyncGenerator<{ readonly items: readonly unknown[]; readonly next: HttpRequest | undefined }, void, void> {
  let here: HttpRequest | undefined = request;
  for (let number = 1; here !== undefined; number += 1) {
    const response = await http.send(here);
    const items = bareList(response.body);
    const page: Page = { request: here, response, items, number };
    here = pages(page);
    yield { items, next: here };
  }
}

/** A place in a listing of several parts: which part, and the page to go on with. */
export interface Place {
  readonly part: number;
  readonly url: string | undefined;
}

export function placeOf(resume: JsonValue | undefined): Place {
  const part = at(resume, 'part');
  return { part: typeof part === 'number' ? part : 0, url: textAt(resume, 'url') };
}

export function resumeAt({ part, url }: Place): JsonValue {
  return url === undefined ? { part } : { part, url };
}

/** The page a checkpoint names; it goes nowhere else, since hosts are checked again. */
export function pageAt(url: string): HttpRequest {
  return { url, decode: 'auto' };
}
