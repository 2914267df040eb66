/**
 * What the shelf vendor lends: two streams with everything a run can meet (several pages, changes since a moment, a separate feed
 * of changes, a desk that is closed), and a hand on the desk, so that a test can hold an answer back. Added to shelf-vendor.ts for
 * the tests of runs and schedules.
 */
import { keyAt, listAt, textAt } from '../../providers/_kit/index.ts';
import {
  defineProvider,
  defineSandbox,
  isJsonObject,
  stream,
  z,
  type HttpRequest,
  type JsonObject,
  type Models,
  type Page,
  type Provider,
  type SandboxRequest,
  type SandboxResponse,
} from '../contract/index.ts';
import { openRegistry } from '../wiring/registry.ts';
import { shelf, shelfSandbox, type ShelfState } from './shelf-vendor.ts';

/** A type and no interface: those are not JSON to the type checker. */
export type Loan = {
  readonly id: string;
  readonly reader: string;
  /** When it was last changed, milliseconds. */
  readonly at: number;
};

/** The vendor's side; put back with {@link clearDesk}. Also for `fines`, which look the same but are changed through a feed. */
export const desk = {
  loans: [] as Loan[],
  fines: [] as Loan[],
  /** What happened to fines, oldest first. */
  changes: [] as { readonly id: string; readonly at: number; readonly item: Loan | null }[],
  /** Runs before every answer; may keep the caller waiting, or answer instead. */
  before: async (_request: SandboxRequest): Promise<SandboxResponse | undefined> => undefined,
};

export function clearDesk(): void {
  Object.assign(desk, { loans: [], fines: [], changes: [], before: async () => undefined });
}

/** Items a page holds. */
export const loansPage = 10;
const day = 86_400_000;

const raw = z.looseObject({ id: z.string(), reader: z.string(), at: z.number() });
const lent = {
  model: 'tracking_category',
  raw,
  deletions: 'swept',
  paginate: nextPage,
  key: keyAt('id'),
  updatedAt: (item: JsonObject) => (typeof item['at'] === 'number' ? new Date(item['at']).toISOString() : undefined),
  map: ({ reader }: z.output<typeof raw>): Models['tracking_category'] => ({
    name: reader,
    status: 'active',
    options: [],
    custom: {},
  }),
} as const;

const loans = stream({
  ...lent,
  summary: 'Books that were lent.',
  incremental: { style: 'updated_since', lookbackMs: 120_000 },
  absentOn: { codes: ['not_found'], reason: 'This library lends nothing.' },
  request: ({ since }) => ({ url: '/loans', query: since === undefined ? {} : { since: Date.parse(since) } }),
  items: listAt('loans'),
});

const fines = stream({
  ...lent,
  summary: 'What readers owe.',
  incremental: {
    style: 'changes',
    lookbackMs: 0,
    changes: {
      retentionMs: 30 * day,
      request: ({ since }) => ({ url: '/fines/changes', query: { since: Date.parse(since) } }),
      items: listAt('changes'),
      paginate: nextPage,
      change: (event) => ({
        key: textAt(event, 'id') ?? '',
        at: new Date(Number(event['at'])).toISOString(),
        item: isJsonObject(event['item']) ? event['item'] : undefined,
        deleted: event['item'] === null,
      }),
    },
  },
  request: () => ({ url: '/fines' }),
  items: listAt('fines'),
});

function nextPage({ request, response, items }: Page): HttpRequest | undefined {
  const more = isJsonObject(response.body) && response.body['more'] === true;
  return more
    ? { ...request, query: { ...request.query, from: Number(request.query?.['from'] ?? 0) + items.length } }
    : undefined;
}

export const lendingShelf = defineProvider({ ...shelf, streams: { loans, fines } });

/** The shelf with another version of its built-in map of loans. */
export function upgradedShelf(version: number, name: (reader: string) => string): Provider {
  const anew = stream({
    ...loans,
    mapVersion: version,
    map: ({ reader }) => ({ name: name(reader), status: 'active', options: [], custom: {} }),
  });
  return defineProvider({ ...lendingShelf, streams: { loans: anew, fines } });
}

/** A registry with nothing but this; still called `shelf`. */
export const lendingRegistry = openRegistry({ shelf: async () => ({ default: lendingShelf }) });

async function list(name: 'loans' | 'fines' | 'changes', request: SandboxRequest): Promise<SandboxResponse> {
  const instead = await desk.before(request);
  if (instead !== undefined) return instead;
  const since = Number(request.query.get('since') ?? 0);
  const from = Number(request.query.get('from') ?? 0);
  const all = [...desk[name]].filter((item) => item.at >= since);
  // A listing in the order of change, the feed newest first.
  all.sort((a, b) => (name === 'changes' ? b.at - a.at : a.at - b.at || (a.id < b.id ? -1 : 1)));
  const size = name === 'changes' ? 100 : loansPage;
  return { body: { [name]: all.slice(from, from + size), more: from + size < all.length } };
}

export const lendingSandbox = defineSandbox<ShelfState>({
  ...shelfSandbox,
  routes: [
    ...shelfSandbox.routes,
    { method: 'GET', path: '/loans', handle: (request) => list('loans', request) },
    { method: 'GET', path: '/fines', handle: (request) => list('fines', request) },
    { method: 'GET', path: '/fines/changes', handle: (request) => list('changes', request) },
  ],
});

/** So many loans, changed at this moment. */
export function someLoans(count: number, at: number): Loan[] {
  return Array.from({ length: count }, (_, i) => ({ id: `l${String(i).padStart(4, '0')}`, reader: `Reader ${i}`, at }));
}
