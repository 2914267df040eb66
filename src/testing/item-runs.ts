/** A vendor without a network and a run against it: what the tests of runs share. */
import { z } from 'zod';
import { fail } from '../contract/errors.ts';
import { isJsonObject, type HttpRequest, type HttpResponse } from '../contract/http.ts';
import { stream, type ListStream } from '../contract/stream.ts';
import type { MemoryPageStore } from './memory-page-store.ts';
import { runStream } from '../engine/sync/run.ts';
import type { StreamRun } from '../engine/sync/stream-run.ts';

export const start = Date.parse('2026-06-01T00:00:00Z');

export interface Item {
  readonly id: string;
  readonly name: string;
  readonly at: number;
  readonly gone?: boolean;
}

/** A vendor that lists its items by id, `size` a page, filtered by change time, and sends its own Date. */
export class Vendor {
  items: Item[] = [];
  size = 10;
  now = start;
  asked: HttpRequest[] = [];
  stats = { requests: 0, retries: 0, bytes: 0 };
  before: (request: HttpRequest) => void = () => undefined;

  rows(): never {
    throw new Error('has no rows');
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.before(request);
    this.asked.push(request);
    this.stats.requests += 1;
    const since = Number(request.query?.['since'] ?? 0);
    const from = Number(request.query?.['from'] ?? 0);
    const list = this.items.filter((item) => item.at >= since).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return {
      status: 200,
      headers: { date: new Date(this.now).toUTCString() },
      url: 'https://vendor.example/items',
      body: { list: list.slice(from, from + this.size), more: from + this.size < list.length },
    };
  }
}

const raw = z.looseObject({ id: z.string(), name: z.string(), at: z.number() });
export const items: ListStream<z.infer<typeof raw>, 'product'> = {
  model: 'product',
  summary: 'Items.',
  raw,
  incremental: { style: 'updated_since', lookbackMs: 120_000 },
  deletions: 'swept',
  request: ({ since }) => ({ url: '/items', query: since === undefined ? {} : { since: Date.parse(since) } }),
  items: (body) => {
    const list = isJsonObject(body) ? body['list'] : undefined;
    if (!Array.isArray(list)) throw fail('decode_failed', 'no list');
    return list;
  },
  paginate: ({ request, response, items: read }) =>
    isJsonObject(response.body) && response.body['more'] === true
      ? { ...request, query: { ...request.query, from: Number(request.query?.['from'] ?? 0) + read.length } }
      : undefined,
  key: (item) => (typeof item['id'] === 'string' ? item['id'] : undefined),
  updatedAt: (item) => (typeof item['at'] === 'number' ? new Date(item['at']).toISOString() : undefined),
  deleted: (item) => item['gone'] === true,
  map: (item) => ({
    name: item.name,
    description: null,
    code: null,
    is_active: true,
    default_price_id: null,
    url: null,
    created_at: null,
    updated_at: null,
    custom: {},
  }),
};

export function make(count: number, at = start): Item[] {
  return Array.from({ length: count }, (_, i) => ({ id: `i${String(i).padStart(5, '0')}`, name: `Item ${i}`, at }));
}

export function run(
  vendor: Vendor,
  store: MemoryPageStore,
  change: Partial<StreamRun> = {},
): Promise<Awaited<ReturnType<typeof runStream>>> {
  return runStream({
    stream: stream(items),
    streams: {},
    mode: 'full',
    cursor: undefined,
    since: undefined,
    settings: {},
    account: undefined,
    method: 'api_key',
    http: vendor,
    store,
    clock: { now: () => vendor.now, sleep: async () => undefined },
    signal: new AbortController().signal,
    startedMs: vendor.now,
    checkpoint: undefined,
    pagesStored: 0,
    partLists: [],
    partCursor: undefined,
    hasRecords: store.records.size > 0,
    ...change,
  });
}

export function names(store: MemoryPageStore): string[] {
  return [...store.records]
    .filter(([, record]) => !record.deleted)
    .map(([key]) => key)
    .toSorted();
}
