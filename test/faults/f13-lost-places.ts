/**
 * F13: three ways in which a vendor loses the thread. Page tokens expire while a list is read, or while the process that held one is
 * down; a search shows its first 10,000 items and no more; a list cannot be filtered from as far back as our cursor lies. Passes when
 * the engine begins again, searches on from where the search ended, or reads everything, and in the end nothing is missing, nothing was written
 * twice and nothing that is there was swept. The broken build takes the end of the search for the end of the list.
 */
import { capped, offset } from '../../providers/_kit/index.ts';
import {
  fail,
  isJsonObject,
  stream,
  z,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
  type Paginator,
  type Stream,
} from '../../src/contract/index.ts';
import { runStream, type RunResult } from '../../src/engine/sync/run.ts';
import { memoryPageStore, type MemoryPageStore } from '../../src/testing/memory-page-store.ts';
import { seededRandom, type FaultOptions, type FaultResult, type SeededRandom } from './fault.ts';

const searchShows = 10_000;
const pageSize = 500;
/** Lengths of lists: around the end of a search, and beyond that of the second. */
const edges = [searchShows + 1, searchShows, searchShows - 1, 2 * searchShows + 7, 2 * searchShows - 1];
const retentionMs = 30 * 86_400_000;
const begin = Date.parse('2026-06-01T00:00:00Z');

/** `rounds`: lists read, of each kind. Takes about half a second each. Needs no database. */
export async function f13({ rounds, seed }: Pick<FaultOptions, 'rounds' | 'seed'>): Promise<FaultResult> {
  const tally: Tally = { lost: 0, doubled: 0, forgotten: 0, refused: 0, fullPasses: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const random = seededRandom(seed + round);
    await readByTokens(random, tally);
    await readBySearch(edges[round % edges.length] ?? 0, searchedOn, tally);
    await comeBackLate(random, tally);
  }
  const { lost, doubled, forgotten, refused, fullPasses } = tally;
  return {
    id: 'F13',
    rounds,
    lost,
    doubled,
    passed: lost === 0 && doubled === 0 && forgotten > 0 && refused === 0 && fullPasses === rounds,
    detail:
      `${rounds} lists of each kind: ${forgotten} page tokens expired, ${refused} requests beyond ${searchShows.toLocaleString('en-AU')} items, ` +
      `${fullPasses} of ${rounds} late cursors led to a full pass; ${lost} records missing or swept, ${doubled} written twice`,
  };
}

/** Passes when the loss is seen. */
export async function f13Broken({ rounds }: Pick<FaultOptions, 'rounds'>): Promise<FaultResult> {
  const tally: Tally = { lost: 0, doubled: 0, forgotten: 0, refused: 0, fullPasses: 0 };
  const endsWithTheSearch: Paginator = (page) => {
    const next = offset({ param: 'offset', size: pageSize })(page);
    return Number(next?.query?.['offset'] ?? 0) < searchShows ? next : undefined;
  };
  for (let round = 0; round < rounds; round += 1)
    await readBySearch(edges[round % edges.length] ?? 0, endsWithTheSearch, tally);
  const { lost, doubled } = tally;
  const detail = `the end of a search taken for the end of the list: ${lost} records missing, as must be seen`;
  return { id: 'F13-broken', rounds, lost, doubled, passed: lost > 0, detail };
}

interface Tally {
  lost: number;
  doubled: number;
  forgotten: number;
  refused: number;
  fullPasses: number;
}

type Answering = (request: HttpRequest) => HttpResponse['body'];

async function readByTokens(random: SeededRandom, tally: Tally): Promise<void> {
  const ids = someIds(50 + random.below(20 * pageSize));
  // Three forgotten places in a row are the most that a run begins again for.
  let patience = 3;
  const tokens = new Map<string, number>();
  const answer: Answering = ({ query = {} }) => {
    const token = query['token'];
    const from = token === undefined ? 0 : tokens.get(String(token));
    if (from === undefined || (token !== undefined && patience > 0 && random.below(12) === 0)) {
      patience -= 1;
      tally.forgotten += 1;
      throw fail('place_expired', 'The page token has expired.');
    }
    const next = `t${random.below(1e9)}`;
    tokens.set(next, from + pageSize);
    return { list: itemsOf(ids.slice(from, from + pageSize)), ...(from + pageSize < ids.length ? { next } : {}) };
  };
  const byToken: Paginator = ({ request, response }) => {
    const next = isJsonObject(response.body) ? response.body['next'] : undefined;
    return typeof next === 'string' ? { ...request, query: { token: next } } : undefined;
  };
  const store = memoryPageStore();
  // The process dies once; when the next one comes, the token it finds may be of no use any more.
  store.failFrom = 1 + random.below(10);
  await read(list(byToken), answer, store).catch(() => undefined);
  store.failFrom = Number.POSITIVE_INFINITY;
  if (random.below(2) === 0) tokens.clear();
  await read(list(byToken), answer, store);
  count(store, ids, tally);
}

const searchedOn = capped({
  paginate: offset({ param: 'offset', size: pageSize }),
  most: searchShows,
  place: ({ query = {} }) => ({
    skipped: Number(query['offset'] ?? 0),
    from: query['from'] === undefined ? undefined : String(query['from']),
  }),
  last: ({ items }) => idOf(items.at(-1)),
  search: (request, from) => ({ ...request, query: { from } }),
});

async function readBySearch(items: number, paginate: Paginator, tally: Tally): Promise<void> {
  const ids = someIds(items);
  const answer: Answering = ({ query = {} }) => {
    const at = Number(query['offset'] ?? 0);
    if (at >= searchShows) {
      tally.refused += 1;
      throw fail('invalid_request', `offset ${at} is beyond what a search shows`);
    }
    const from = String(query['from'] ?? '');
    const found = ids.filter((id) => id >= from).slice(0, searchShows);
    return { list: itemsOf(found.slice(at, at + pageSize)) };
  };
  const store = memoryPageStore();
  await read(list(paginate), answer, store);
  count(store, ids, tally);
}

/** What changed while we were away longer than the vendor looks back: only a full pass finds it. */
async function comeBackLate(random: SeededRandom, tally: Tally): Promise<void> {
  const ids = someIds(10 + random.below(200));
  const answer: Answering = ({ query = {} }) => {
    if (query['since'] !== undefined) throw fail('invalid_request', 'The list goes back 30 days.');
    return { list: itemsOf(ids) };
  };
  const late = {
    ...list(() => undefined),
    incremental: { style: 'updated_since', lookbackMs: 120_000, retentionMs },
  } as const;
  const store = memoryPageStore();
  const cursor = new Date(begin - retentionMs - random.below(1e9)).toISOString();
  const first = await read(late, answer, store, { mode: 'incremental', cursor });
  if (first.outcome === 'full_needed') tally.fullPasses += 1;
  await read(late, answer, store);
  count(store, ids, tally);
}

function count(store: MemoryPageStore, ids: readonly string[], tally: Tally): void {
  tally.lost += ids.filter((id) => store.records.get(id)?.deleted !== false).length;
  for (const writes of store.writes.values()) tally.doubled += writes - 1;
}

// --- a stream, its items and a run ---------------------------------------------------------------------------------------------

/** Short ones and long ones, in order. */
function someIds(howMany: number): string[] {
  return Array.from({ length: howMany }, (_, i) => `i${String(i).padStart(7, '0')}`);
}

function itemsOf(ids: readonly string[]): JsonObject[] {
  return ids.map((id) => ({ id }));
}

function idOf(item: unknown): string | undefined {
  return isJsonObject(item) && typeof item['id'] === 'string' ? item['id'] : undefined;
}

function list(paginate: Paginator): Stream {
  return stream({
    model: 'product',
    summary: 'Items.',
    raw: z.looseObject({ id: z.string() }),
    incremental: { style: 'updated_since', lookbackMs: 120_000 },
    deletions: 'swept',
    request: ({ since }) => ({ url: '/items', query: since === undefined ? {} : { since } }),
    items: (body) => {
      const found = isJsonObject(body) ? body['list'] : undefined;
      if (!Array.isArray(found)) throw fail('decode_failed', 'There is no list.');
      return found;
    },
    paginate,
    key: idOf,
    map: ({ id }) => ({
      name: id,
      description: null,
      code: null,
      is_active: true,
      default_price_id: null,
      url: null,
      created_at: null,
      updated_at: null,
      custom: {},
    }),
  });
}

/** One attempt, from what an earlier one left. */
function read(
  what: Stream,
  answer: Answering,
  store: MemoryPageStore,
  how: { readonly mode: 'full' | 'incremental'; readonly cursor: string | undefined } = {
    mode: 'full',
    cursor: undefined,
  },
): Promise<RunResult> {
  return runStream({
    stream: what,
    streams: {},
    ...how,
    since: undefined,
    settings: {},
    account: undefined,
    method: 'api_key',
    http: {
      stats: { requests: 0, retries: 0, bytes: 0 },
      send: async (request) => ({
        status: 200,
        headers: {},
        url: 'https://vendor.example/items',
        body: answer(request),
      }),
      rows: () => {
        throw new Error('this vendor has no rows');
      },
    },
    store,
    clock: { now: () => begin, sleep: async () => undefined },
    signal: new AbortController().signal,
    startedMs: begin,
    checkpoint: store.pages.at(-1)?.checkpoint ?? undefined,
    pagesStored: store.pages.length,
    partLists: [],
    partCursor: undefined,
    hasRecords: store.records.size > 0,
  });
}
