/**
 * Reading eSkilled's lists. Nothing about them is documented but where they are, so nothing is taken for granted: an answer is the list or
 * has it under `data`, names may begin with a capital letter, and a list may take no notice of the page it is asked for.
 */
import { hash } from 'node:crypto';
import {
  fail,
  type Batch,
  type HttpRequest,
  type JsonObject,
  type PagesContext,
  type StreamHttp,
} from 'plugboard/contract';
import { isObject, numberAt, textAt } from 'plugboard/kit';

export const pageSize = 100;

/** Without pages a list comes whole, and what everybody did in the LMS is long. */
const maxBytes = 128 * 1024 * 1024;

/** Is there such a list at all, and may we see it? */
export function firstRow(path: string): HttpRequest {
  return { url: path, query: { page: 1, pageSize: 1 }, maxBytes };
}

export type FindList = (body: unknown) => readonly unknown[];

export const rowsIn: FindList = (body) => {
  const found = isObject(body) ? (body['data'] ?? body['Data']) : body;
  if (Array.isArray(found)) return found;
  throw fail('decode_failed', 'The answer is no list, and has none under "data".');
};

/** A row with its fields called as we know them, however the installation writes their letters. */
export function spelled(row: unknown, names: readonly string[]): unknown {
  if (!isObject(row)) return row;
  const known = new Map(names.map((name) => [name.toLowerCase(), name]));
  const entries = Object.entries(row).map(([name, value]) => {
    const ours = known.get(name.toLowerCase());
    return [ours === undefined || Object.hasOwn(row, ours) ? name : ours, value] as const;
  });
  return Object.fromEntries(entries);
}

/** What a walk needs of a stream. */
export interface Walked {
  readonly http: Pick<StreamHttp, 'send'>;
  readonly resume?: PagesContext['resume'];
  readonly since?: string | undefined;
  /** Where the list is. */
  readonly list?: FindList | undefined;
}

/**
 * Page after page, until one is not full. A page that begins with the row the one before began with is that one again: the list knows no
 * pages, and has been read. Of the row only a hash is kept in the checkpoint, because it is about a person.
 */
export async function* readPages(
  path: string,
  { http, resume, since, list = rowsIn }: Walked,
  names: readonly string[],
): AsyncGenerator<Batch, void, void> {
  let before = textAt(resume, 'first');
  for (let page = numberAt(resume, 'page') ?? 1; ; page += 1) {
    const modifiedSince = since === undefined ? undefined : `${since.slice(0, 19)}Z`;
    const { body } = await http.send({ url: path, query: { page, pageSize, modifiedSince }, maxBytes });
    const rows = list(body);
    const [row] = rows;
    const first = row === undefined ? '' : hash('sha256', JSON.stringify(row)).slice(0, 16);
    const again = first !== '' && first === before;
    const more = rows.length >= pageSize && !again;
    yield {
      items: again ? [] : rows.map((one) => spelled(one, names)),
      resume: more ? { page: page + 1, first } : undefined,
    };
    if (!more) return;
    before = first;
  }
}

/** All rows of a list, for those who have to look through it. */
export async function* readRows(
  path: string,
  walked: Walked,
  names: readonly string[],
): AsyncGenerator<JsonObject, void, void> {
  for await (const { items } of readPages(path, walked, names)) yield* items.filter(isObject);
}
