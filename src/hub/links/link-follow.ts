/**
 * The linker: reads the change feed of each tenant after the pages were stored, keeps the keys of the records that changed, and works out
 * anew the groups they touch. Afterwards and not with the page, because a page must not wait for the groups of a whole tenant, and only
 * one at a time may change these. While runs are under way it takes a small share of the time; when they have ended, it catches up.
 * Called by the worker, by the command line, and by tests.
 */
import {
  feedHead,
  keepState,
  linkBacklog,
  linkFeed,
  linkStreams,
  takeLinks,
  takeWaiting,
  type FeedPage,
  type FeedRow,
  type LinkState,
} from '../../store/links-feed.ts';
import { decisionsOf, keysOf, type KeyRow, type LinkPlace } from '../../store/links.ts';
import { changeKeys } from '../../store/links-writing.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { isLinkModel, keyFields, keysIn, linkModelNames, madeWith, type LinkKey } from './link-rules.ts';
import { carriers, linkName, linkPlace, settleAround, type Links } from './link-settling.ts';

/** Positions of the feed a transaction goes through: about a tenth of a second, for which a person who links waits at most. */
const positionsAtOnce = 1_000;
const waitingAtOnce = 200;
/** What a tick takes while runs are under way: of the worker's quarter of a minute about three per cent. */
const besideRunsMs = 500;
/** How long it goes on before it looks again whether a run has begun. */
const unseenMs = 2_000;

/** The tenant's secret that makes digests of keys. */
export type LinkSecret = (tenantId: string) => Promise<LinkKey>;

export type LinkFollow = ReturnType<typeof linkFollow>;

export function linkFollow(context: HubContext, secretOf: LinkSecret) {
  const { store, clock, log } = context;

  /** One transaction's worth. `busy`: somebody else links for this tenant. */
  const step = async (tenantId: string, how: { readonly skipBusy: boolean }): Promise<'more' | 'done' | 'busy'> => {
    const secret = await secretOf(tenantId);
    return store.inTenant(tenantId, async (trx) => {
      const taken = await takeLinks(trx, tenantId, how);
      if (taken === undefined) return 'busy';
      const state = await beginAnew(trx, tenantId, taken, madeWith(secret));
      const links = await linksIn(trx, tenantId);
      const waiting = await takeWaiting(trx, tenantId, waitingAtOnce);
      const page = await nextPage(links, state.seq);
      const touched = await keepKeys(links, page, secret);
      const all = state.pass === 'groups' ? page.rows : [];
      if (state.pass !== 'keys') await settleAround(context, links, [...touched, ...all, ...waiting]);
      await keepState(trx, tenantId, nextState(state, page));
      return page.looked === positionsAtOnce || waiting.length === waitingAtOnce || endsPass(state, page)
        ? 'more'
        : 'done';
    });
  };

  /** Tenants that are behind, and whether runs are under way for any tenant: all share this machine. */
  const survey = async (): Promise<{ readonly behind: readonly string[]; readonly running: boolean }> => {
    const behind: string[] = [];
    let running = false;
    for (const { id } of await store.platform.selectFrom('tenant').select('id').execute()) {
      await unlessBroken(id, async () => {
        const made = madeWith(await secretOf(id));
        const backlog = await store.inTenant(id, (trx) => linkBacklog(trx, id, made));
        if (backlog.behind) behind.push(id);
        running ||= backlog.running;
      });
    }
    return { behind, running };
  };

  /** A tenant whose links cannot be worked out keeps no other waiting. */
  const unlessBroken = async (tenantId: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error, tenant_id: tenantId }, 'the links of a tenant could not be worked out; it is tried again');
    }
  };

  /** Each tenant in turn, a step at a time, until none has more or the time is up. Answers whether some have. */
  const goOn = async (tenants: readonly string[], signal: AbortSignal, forMs: number): Promise<boolean> => {
    const until = clock.now() + forMs;
    let left = tenants;
    while (left.length > 0) {
      const more: string[] = [];
      for (const id of left) {
        if (signal.aborted || clock.now() >= until) return true;
        await unlessBroken(id, async () => {
          if ((await step(id, { skipBusy: true })) === 'more') more.push(id);
        });
      }
      left = more;
    }
    return false;
  };

  /** Links what is behind, of every tenant: all of it, unless runs are under way. */
  const tick = async (signal: AbortSignal): Promise<void> => {
    for (let more = true; more && !signal.aborted;) {
      const { behind, running } = await survey();
      // Not always the same ones first, when the time is short.
      const from = Math.floor(context.random.next() * behind.length);
      const turns = [...behind.slice(from), ...behind.slice(0, from)];
      more = (await goOn(turns, signal, running ? besideRunsMs : unseenMs)) && !running;
    }
  };

  /** To the end of the feed as it is now, waiting for whoever is at it: what a person is about to see includes what was just read. */
  const catchUp = async (tenantId: string, signal: AbortSignal): Promise<void> => {
    while ((await step(tenantId, { skipBusy: false })) === 'more') signal.throwIfAborted();
  };

  return { tick, catchUp };
}

export async function linksIn(trx: TenantTransaction, tenantId: string): Promise<Links> {
  const streams = await linkStreams(trx, tenantId, linkModelNames);
  return { trx, tenantId, streams: new Map(streams.map((stream) => [stream.streamNo, stream])) };
}

async function nextPage({ trx, tenantId, streams }: Links, after: number): Promise<FeedPage> {
  // Positions are not given back: the last ones may belong to nothing. What is seen of the feed is complete up to a head read before.
  const head = await feedHead(trx, tenantId);
  const of = { streamNos: [...streams.keys()], fields: keyFields };
  const page = await linkFeed(trx, tenantId, { after, limit: positionsAtOnce }, of);
  return page.looked < positionsAtOnce ? { ...page, through: Math.max(page.through, head) } : page;
}

/** With other rules, or another secret, all keys are made anew first, while groups stay; then all groups. */
async function beginAnew(trx: TenantTransaction, tenantId: string, state: LinkState, made: Buffer): Promise<LinkState> {
  if (state.made_with?.equals(made) === true) return state;
  if (state.made_with === null) return { ...state, made_with: made };
  return { seq: 0, made_with: made, pass: 'keys', pass_to: await feedHead(trx, tenantId) };
}

function endsPass({ pass, pass_to: to }: LinkState, { through, looked }: FeedPage): boolean {
  return pass !== null && (through >= (to ?? 0) || looked === 0);
}

function nextState(state: LinkState, page: FeedPage): LinkState {
  if (!endsPass(state, page)) return { ...state, seq: page.through };
  // What came meanwhile is among what the second pass goes through.
  return state.pass === 'keys'
    ? { ...state, seq: 0, pass: 'groups', pass_to: page.through }
    : { ...state, seq: page.through, pass: null, pass_to: null };
}

interface RecordKeys extends LinkPlace {
  readonly keys: readonly KeyRow[];
}

/** Writes the keys of what changed. Answers the records whose groups may be others now. */
async function keepKeys(links: Links, { rows }: FeedPage, secret: LinkKey): Promise<readonly LinkPlace[]> {
  const { trx, tenantId } = links;
  const wanted = rows.map((row): RecordKeys => ({ ...row, keys: keysOfRow(links, row, secret) }));
  const stored = Map.groupBy(await keysOf(trx, tenantId, rows), linkName);
  const removed: KeyRow[] = [];
  const added: KeyRow[] = [];
  const changed: RecordKeys[] = [];
  const keyless: LinkPlace[] = [];
  for (const record of wanted) {
    const before = stored.get(linkName(record)) ?? [];
    const out = without(before, record.keys);
    const into = without(record.keys, before);
    removed.push(...out);
    added.push(...into);
    if (out.length + into.length > 0) changed.push(record);
    else if (before.length === 0) keyless.push(record);
  }
  const digests = [...new Set([...removed, ...added].map(hex))];
  const before = await carriers(links, digests);
  await changeKeys(trx, tenantId, { removed, added });
  const counts = Map.groupBy([...removed, ...added], hex);
  // Most keys are one's own, and were nobody's before: then there is nothing to look for.
  const after = await carriers(
    links,
    digests.filter((digest) => before.has(digest) || (counts.get(digest)?.length ?? 0) > 1),
  );
  const fellows = new Set<string>();
  for (const { by } of [...before.values(), ...after.values()]) {
    // A key of one's own brings nobody together, and parts nobody.
    if (by.length > 1) for (const name of by) fellows.add(name);
  }
  // Alone, new, and never spoken of: nothing to work out. In a first reading that is nearly everybody.
  const alone = changed.filter((record) => !stored.has(linkName(record)) && !fellows.has(linkName(record)));
  const decided = new Set(
    (await decisionsOf(trx, tenantId, [...alone, ...keyless])).flatMap(({ a, b }) => [linkName(a), linkName(b)]),
  );
  const spared = new Set(alone.map(linkName));
  return [
    ...changed.filter((record) => !spared.has(linkName(record)) || decided.has(linkName(record))),
    ...keyless.filter((place) => decided.has(linkName(place))),
    ...[...fellows].map(linkPlace),
  ];
}

function keysOfRow({ streams }: Links, row: FeedRow, secret: LinkKey): readonly KeyRow[] {
  const model = streams.get(row.streamNo)?.model ?? '';
  if (!row.alive || !isLinkModel(model)) return [];
  return keysIn(secret, model, row.values).map(({ rule, digest }) => ({
    streamNo: row.streamNo,
    key: row.key,
    rule,
    digest: Buffer.from(digest, 'hex'),
  }));
}

function without(rows: readonly KeyRow[], others: readonly KeyRow[]): readonly KeyRow[] {
  return rows.filter((row) => !others.some(({ digest }) => digest.equals(row.digest)));
}

function hex({ digest }: KeyRow): string {
  return digest.toString('hex');
}
