/**
 * JR Plus' calls and what is in their answers: XML, hyphenated elements, lists by offset and limit. Called by streams.ts, actions.ts,
 * site.ts and errors.ts.
 */
import {
  fail,
  isXmlElement,
  xmlText,
  xmlToJson,
  type HttpRequest,
  type JsonObject,
  type Method,
  type Page,
  type Paginator,
  type Query,
  type XmlElement,
} from 'plugboard/contract';
import { toXml } from 'plugboard/kit';

/** More than this many rows are never given. */
export const pageSize = 100;

/** Nothing but XML is documented. */
const headers = { accept: 'application/xml' };

/** An identifier as part of a path. Dots alone would lead elsewhere. */
export function part(identifier: string): string {
  if (/^\.*$/.test(identifier)) throw fail('decode_failed', `"${identifier}" cannot be the identifier of anything.`);
  return encodeURIComponent(identifier);
}

export function read(path: string, query: Query = {}): HttpRequest {
  return { url: `/webservice/${path}`, query, headers, decode: 'xml' };
}

/** The first page of a list. */
export function list(path: string, query: Query = {}): HttpRequest {
  return read(path, { ...query, offset: 0, limit: pageSize });
}

export function write(method: Method, path: string, root: string, elements: JsonObject): HttpRequest {
  return {
    method,
    url: `/webservice/${path}`,
    headers,
    decode: 'xml',
    body: { text: `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(root, elements)}`, type: 'application/xml' },
  };
}

export function remove(path: string): HttpRequest {
  return { method: 'DELETE', url: `/webservice/${path}`, headers, decode: 'xml' };
}

// --- answers --------------------------------------------------------------------------------------------------------------

/** The reasons in a list of errors; undefined when the body is none. A failed write may come with a 200. */
export function refusalsIn(body: unknown): readonly string[] | undefined {
  if (!isXmlElement(body) || !['errors', 'error'].includes(body.name)) return undefined;
  const reasons = [body, ...body.children].flatMap((element) => xmlText(element) ?? []);
  return reasons.length === 0 ? ['JR Plus gave no reason.'] : reasons;
}

export function toJson(element: XmlElement): JsonObject {
  return xmlToJson(element);
}

/**
 * Rows of a list with that root. Throws decode_failed for anything else: taken for an empty list it would make everything look deleted.
 */
export function rowsOf(root: string): (body: unknown) => readonly JsonObject[] {
  return (body) => {
    if (!isXmlElement(body) || body.name !== root)
      throw fail(
        'decode_failed',
        `JR Plus answered ${isXmlElement(body) ? `<${body.name}>` : 'nothing'} instead of <${root}>.`,
      );
    return body.children.map(toJson);
  };
}

/** The identifier of the first thing in an answer, at the root or one below. */
export function identifierIn(body: unknown, name: string): string | undefined {
  if (!isXmlElement(body)) return undefined;
  return [body, ...body.children].map((element) => xmlText(element, name)).find((one) => one !== undefined);
}

function totalOf(body: unknown): number | undefined {
  const total = isXmlElement(body) ? body.attributes['total'] : undefined;
  return total !== undefined && /^\d{1,9}$/.test(total) ? Number(total) : undefined;
}

/**
 * Rows read twice at the end of a page. When somebody deletes rows that were read already, all others move up: without this the next
 * page would begin behind a row nobody has seen, and a full pass would take it for deleted.
 */
const overlap = 5;

/**
 * Goes on by what was really read, until the total is reached; without one, until a page is not full. A server may give fewer rows at a
 * time than were asked for.
 */
export const byOffset: Paginator = ({ request, response, items }: Page) => {
  const from = Number(request.query?.['offset'] ?? 0);
  const to = from + items.length;
  const total = totalOf(response.body);
  if (total === undefined ? items.length < pageSize : to >= total) return undefined;
  if (items.length === 0) throw fail('decode_failed', `JR Plus says there are ${total} rows and stops after ${to}.`);
  return { ...request, query: { ...request.query, offset: Math.max(from + 1, to - overlap) } };
};
