/**
 * Lists as Stripe gives them: newest first, a cursor forwards or backwards, filters, `has_more`. Grown items come after the seeded
 * ones and, unless something has to be changed in them, go out as the ready bytes they are. Called by the routes.
 */
import { z, type GrownList, type JsonObject, type JsonValue } from 'plugboard/contract';
import { at as valueAt, envelope, pageOf, type ListPage } from 'plugboard/kit';
import { invalid, missing } from './failures.ts';
import { createdWithin, indexOf, parsed, stretch, withFields } from './grown.ts';
import { number, text, type Doc } from './ledger.ts';
import { int, moment, within, type Range } from './params.ts';
import { isBefore } from './shapes.ts';

/** Before this version something is shown differently; see shapes.ts. */
const unchangedSince = '2026-03-25';

/** The parameters all lists take. */
export const paging = {
  limit: int.refine((value) => value >= 1 && value <= 100, 'must be between 1 and 100').optional(),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
};
export const pagedByCreation = { ...paging, created: moment.optional() };

interface PageParams {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
  readonly created?: Range | undefined;
}

export interface Listing {
  readonly listed: ListPage;
  readonly url: string;
}

export function isListing(answer: JsonObject | Listing): answer is Listing {
  return typeof answer['listed'] === 'object' && answer['listed'] !== null && 'parts' in answer['listed'];
}

interface Source {
  readonly url: string;
  readonly kind: string;
  /** Oldest first. */
  readonly docs: readonly Doc[];
  readonly grown?: GrownList | undefined;
  /** Fields that must have these values, by their path. */
  readonly fields?: Readonly<Record<string, JsonValue | undefined>>;
  /** Anything fields cannot say; seeded items only. */
  readonly also?: (doc: Doc) => boolean;
  /** The time a created filter is about. */
  readonly time?: string;
}

export function listing(source: Source, params: PageParams): Listing {
  const limit = params.limit ?? 10;
  const { starting_after: after, ending_before: before } = params;
  if (after !== undefined && before !== undefined)
    throw invalid('You may only specify one of these parameters: starting_after, ending_before.', {
      param: 'ending_before',
    });
  const wanted = (doc: Doc) =>
    within(params.created, number(doc, source.time ?? 'created')) &&
    Object.entries(source.fields ?? {}).every(([path, value]) => value === undefined || valueAt(doc, path) === value) &&
    (source.also?.(doc) ?? true);
  const newestFirst = source.docs.toReversed();
  const all =
    source.grown === undefined
      ? undefined
      : withFields(createdWithin(source.grown, params.created), source.fields ?? {});
  const cursor = after ?? before;
  if (cursor === undefined)
    return {
      url: source.url,
      listed: pageOf({ seeded: newestFirst.filter(wanted), grown: all, from: 0, count: limit }),
    };

  const place = newestFirst.findIndex((doc) => doc['id'] === cursor);
  const index = place < 0 ? indexOf(cursor) : undefined;
  if (place < 0 && (index === undefined || source.grown === undefined || index >= source.grown.count)) {
    throw missing(source.kind, cursor, after === undefined ? 'ending_before' : 'starting_after');
  }
  const grown = all === undefined || index === undefined ? all : pastIndex(all, index, after !== undefined);
  const seeded =
    index === undefined
      ? newestFirst.slice(...(after === undefined ? [0, place] : [place + 1]))
      : after === undefined
        ? newestFirst
        : [];
  const kept = { seeded: seeded.filter(wanted), grown: index === undefined && after === undefined ? undefined : grown };
  if (after !== undefined) return { url: source.url, listed: pageOf({ ...kept, from: 0, count: limit }) };
  const total = kept.seeded.length + (kept.grown?.count ?? 0);
  const page = pageOf({ ...kept, from: Math.max(0, total - limit), count: limit });
  return { url: source.url, listed: { ...page, more: total > limit } };
}

/** The items of a stretch after that number, or those before it: found without looking at any of them but the first. */
function pastIndex(list: GrownList, index: number, after: boolean): GrownList {
  const first = list.count === 0 ? 0 : (indexOf(text(parsed(list, 0, 1)[0], 'id')) ?? 0);
  const here = index - first;
  return after ? stretch(list, here + 1, list.count) : stretch(list, 0, here);
}

/** A list made by hand (the events feed, an object's own lines). */
export function handmade(url: string, docs: readonly JsonObject[], more: boolean): Listing {
  return { url, listed: { ...pageOf({ seeded: docs, grown: undefined, from: 0, count: docs.length }), more } };
}

/** The body: bytes as they are, or parsed and shown anew where the caller wants something expanded or an older version. */
export function bodyOf(
  { listed, url }: Listing,
  expand: readonly string[],
  version: string,
  show: (doc: JsonObject, paths: readonly string[]) => JsonObject,
): readonly Buffer[] {
  const before = `{"object":"list","url":${JSON.stringify(url)},"has_more":${listed.more},"data":[`;
  if (expand.length === 0 && !isBefore(version, unchangedSince)) return envelope(before, listed, ']}');
  const paths = expand.map((path) => {
    if (path.startsWith('data.')) return path.slice(5);
    throw invalid(`This property cannot be expanded (${path}). You may want to try expanding 'data.${path}'.`, {
      param: 'expand[0]',
    });
  });
  const items: unknown = JSON.parse(`[${Buffer.concat([...listed.parts]).toString('utf8')}]`);
  const shown = Array.isArray(items) ? items.map((item: JsonObject) => show(item, paths)) : [];
  return [Buffer.from(`${before}${shown.map((item) => JSON.stringify(item)).join(',')}]}`)];
}
