/**
 * A vendor for F11, without a network: records that only ever appear and change, listed by id and filtered by their last change; once
 * by pages that are counted (and shift when something comes in before them), once by the last id seen.
 */
import {
  fail,
  isJsonObject,
  stream,
  z,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  type Stream,
} from '../../src/contract/index.ts';
import type { Checkpoint } from '../../src/engine/ports.ts';
import type { SeededRandom } from './fault.ts';

export interface Item {
  readonly id: string;
  readonly version: number;
  /** When it changed last, ms. */
  readonly at: number;
}

export interface ListingVendor {
  readonly items: Map<string, Item>;
  /** Items a page. */
  readonly size: number;
  now: number;
}

/** Short, so that a cursor that is too late shows. */
export const lookbackMs = 1_000;

/** Something new or something changed. */
export function change(vendor: ListingVendor, random: SeededRandom): void {
  const known = [...vendor.items.values()];
  if (known.length === 0 || random.below(2) === 0) return appear(vendor, random);
  const item = random.pick(known);
  vendor.items.set(item.id, { ...item, version: item.version + 1, at: vendor.now });
}

/** Anywhere in the order of ids. */
export function appear(vendor: ListingVendor, random: SeededRandom): void {
  const id = `i${String(random.below(1_000_000)).padStart(6, '0')}`;
  if (!vendor.items.has(id)) vendor.items.set(id, { id, version: 1, at: vendor.now });
}

/** What a list from `since` shows at this moment, in its order. */
export function listed(vendor: ListingVendor, since: number): readonly Item[] {
  return [...vendor.items.values()].filter((item) => item.at >= since).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export function answer(vendor: ListingVendor, { query = {} }: HttpRequest): HttpResponse {
  const list = listed(vendor, Number(query['since'] ?? 0));
  const after = query['after'];
  const from = after === undefined ? Number(query['from'] ?? 0) : list.filter(({ id }) => id <= String(after)).length;
  return {
    status: 200,
    headers: { date: new Date(vendor.now).toUTCString() },
    url: 'https://vendor.example/items',
    body: { list: list.slice(from, from + vendor.size), more: from + vendor.size < list.length },
  };
}

/** The items of the list a run has behind it when it goes on from here. */
export function passed(list: readonly Item[], checkpoint: Checkpoint): readonly Item[] {
  if (checkpoint.kind === 'pages') {
    const { resume } = checkpoint;
    return typeof resume === 'string' ? list.filter(({ id }) => id <= resume) : [];
  }
  if (checkpoint.kind === 'partition') throw new Error('no stream of this vendor is partitioned');
  return list.slice(0, Number(checkpoint.request.query?.['from'] ?? 0));
}

// --- the two streams ------------------------------------------------------------------------------------------------------

const shared = {
  model: 'product',
  summary: 'Items.',
  raw: z.looseObject({ id: z.string(), version: z.number() }),
  incremental: { style: 'updated_since', lookbackMs },
  deletions: 'swept',
  key: (item: JsonObject) => (typeof item['id'] === 'string' ? item['id'] : undefined),
  updatedAt: (item: JsonObject) => (typeof item['at'] === 'number' ? new Date(item['at']).toISOString() : undefined),
  map: (item: { id: string; version: number }) => ({
    name: String(item.version),
    description: null,
    code: item.id,
    is_active: true,
    default_price_id: null,
    url: null,
    created_at: null,
    updated_at: null,
    custom: {},
  }),
} as const;

function itemsOf(body: unknown): readonly unknown[] {
  const list = isJsonObject(body) ? body['list'] : undefined;
  if (!Array.isArray(list)) throw fail('decode_failed', 'There is no list.');
  return list;
}

const hasMore = (body: unknown): boolean => isJsonObject(body) && body['more'] === true;
const sinceOf = (since: string | undefined) => (since === undefined ? {} : { since: Date.parse(since) });

export const counted: Stream = stream({
  ...shared,
  request: ({ since }) => ({ url: '/items', query: { ...sinceOf(since), from: 0 } }),
  items: itemsOf,
  paginate: ({ request, response, items }) =>
    hasMore(response.body)
      ? { ...request, query: { ...request.query, from: Number(request.query?.['from'] ?? 0) + items.length } }
      : undefined,
});

export const walked: Stream = stream({
  ...shared,
  async *pages({ http, since, resume }) {
    let after = typeof resume === 'string' ? resume : '';
    for (;;) {
      const { body } = await http.send({ url: '/items', query: { ...sinceOf(since), after } });
      const items = itemsOf(body);
      const last = items.at(-1);
      const id = isJsonObject(last) ? last['id'] : undefined;
      if (!hasMore(body) || typeof id !== 'string') return yield { items, resume: undefined };
      after = id;
      yield { items, resume: after };
    }
  },
});
