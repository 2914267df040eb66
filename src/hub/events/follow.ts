/**
 * The follower: turns what is in the outbox, and what changed in the change feed, into events for those who listen. Any number of workers
 * follow; a tenant is with one of them at a time, for one step, which is one transaction: it reads, makes the events, has everybody concerned
 * write down what is to be done about them, and takes away what it has read. Killed anywhere, a step has happened or it has not. Steps are
 * small and tenants take turns, so that nobody waits behind another's fifty thousand events.
 *
 * Of a record one hears what came of its changes since the last step, once: made and changed is `created`, made and deleted is nothing,
 * deleted and back again is `updated`; back after its deletion was told it is `created` again.
 */
import {
  clearNotes,
  clearOutbox,
  keepFeedStep,
  outboxNotes,
  outboxTenants,
  readFeedStep,
  readOutbox,
  skipFeed,
  takeEventFeed,
  type FeedStep,
  type OutboxRow,
} from '../../store/event-feed.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { streamsOf } from '../records/record-queries.ts';
import type { Consumer, Trails } from './consumers.ts';
import {
  outboxDraft,
  recordDraft,
  recordsKind,
  recordTypes,
  type EventDraft,
  type EventFacts,
} from './event-drafts.ts';
import { audienceOf, publish, type Audience } from './publish.ts';

/** Positions of the feed, or rows of the outbox, a step goes through: some tens of milliseconds. */
const positionsAtOnce = 1_000;
/** Tenants a process is at at the same time: one that waits for a lock keeps the others going. */
const lanes = 3;
/** Without notices, or when one was lost. */
const lookMs = 1_000;
/** Somebody else has the tenant: by then he is through with his step. */
const busyMs = 20;
/** After a step that failed. */
const failedMs = 5_000;

export type StepOutcome = 'more' | 'done' | 'busy';
export type EventFollow = ReturnType<typeof eventFollow>;

export interface FollowOptions {
  /** Absent: nothing comes about by the doing of routes. */
  readonly trails?: Trails | undefined;
  /** Smaller in tests. */
  readonly atOnce?: number;
}

export function eventFollow(
  context: HubContext,
  consumers: readonly Consumer[],
  { trails, atOnce = positionsAtOnce }: FollowOptions = {},
) {
  const { store, clock, log } = context;

  /** One transaction's worth of one tenant. */
  const step = async (tenantId: string): Promise<StepOutcome> => {
    const { outcome, takers } = await store.inTenant(tenantId, async (trx) => {
      const taken = await takeEventFeed(trx, tenantId);
      if (taken === 'busy') return { outcome: 'busy' as const, takers: [] };
      const notes = await outboxNotes(trx, tenantId);
      if (taken === 'gone') {
        await clearOutbox(trx, tenantId, 'all');
        await clearNotes(trx, tenantId, notes, false);
        return { outcome: 'done' as const, takers: [] };
      }
      const outbox = await readOutbox(trx, tenantId, atOnce);
      const audience = await audienceOf(trx, tenantId, consumers);
      const facts = await factsOf(trx, tenantId, outbox);
      const feed = wantsRecords(audience, facts) ? await readFeedStep(trx, tenantId, atOnce) : undefined;
      const { drafts, read } = inOrder(outbox, feed, facts, await trailsOf(trx, tenantId, feed));
      const published = await publish(context, trx, tenantId, drafts, audience);
      const more = outbox.length === atOnce || (feed !== undefined && feed.through < feed.head);
      if (feed === undefined) await skipFeed(trx, tenantId);
      else await keepFeedStep(trx, tenantId, feed);
      await clearOutbox(trx, tenantId, read);
      await clearNotes(trx, tenantId, notes, more);
      return { outcome: more ? ('more' as const) : ('done' as const), takers: published.takers };
    });
    for (const consumer of takers) consumer.notice(tenantId);
    return outcome;
  };

  const trailsOf = async (trx: TenantTransaction, tenantId: string, feed: FeedStep | undefined) =>
    trails === undefined || feed === undefined || feed.rows.length === 0
      ? []
      : trails(
          trx,
          tenantId,
          feed.rows.map((row) => ({ streamNo: row.stream_no, key: row.key })),
        );

  /** One turn of a tenant; never rejects. What a failure leaves is found again. Answers how long to leave the tenant alone. */
  const turn = async (tenantId: string, signal: AbortSignal): Promise<number> => {
    try {
      return (await step(tenantId)) === 'busy' ? busyMs : 0;
    } catch (error) {
      if (!signal.aborted)
        log.warn({ err: error, tenant_id: tenantId }, 'the events of a tenant could not be made; it is tried again');
      return failedMs;
    }
  };

  /** Follows all tenants until the signal. Rejects when the database is away. */
  const follow = async (signal: AbortSignal): Promise<void> => {
    const bell = ringer();
    const stop = context.notices.listen('plugboard_outbox', bell.ring);
    const turns = new Set<string>();
    const resting = new Set<string>();
    const going = new Set<Promise<void>>();
    const takeTurn = async (tenantId: string): Promise<void> => {
      turns.add(tenantId);
      const restMs = await turn(tenantId, signal);
      resting.add(tenantId);
      turns.delete(tenantId);
      bell.ring();
      // Not in anybody's way: tenants whose events cannot be made are no reason to make others wait.
      if (restMs > 0) await clock.sleep(restMs, signal).catch(() => undefined);
      resting.delete(tenantId);
      bell.ring();
    };
    try {
      while (!signal.aborted) {
        const free = lanes - turns.size;
        const due = free > 0 ? await outboxTenants(store.platform, free, [...turns, ...resting]) : [];
        for (const tenantId of due) {
          const taking = takeTurn(tenantId).finally(() => going.delete(taking));
          going.add(taking);
        }
        if (due.length < free || free === 0) await bell.rung(clock, lookMs, signal);
      }
    } finally {
      stop();
      await Promise.all(going);
    }
  };

  /** All there is of a tenant, here and now; for the command line and for tests. */
  const catchUp = async (tenantId: string): Promise<void> => {
    for (let outcome: StepOutcome = 'more'; outcome !== 'done';) {
      outcome = await step(tenantId);
      if (outcome === 'busy') await clock.sleep(busyMs);
    }
  };

  return { step, follow, catchUp };
}

/** Would anybody want a record of any stream? If not, the feed is not read. */
function wantsRecords(audience: readonly Audience[], { streams }: EventFacts): boolean {
  return [...streams.values()].some(({ streamNo, model, integrationId }) =>
    recordTypes.some((type) => {
      const event = { type, at: new Date(0), integrationId, model, record: { streamNo, key: '', seq: 0 }, trail: [] };
      return audience.some(({ listener }) => listener.wants(event));
    }),
  );
}

async function factsOf(trx: TenantTransaction, tenantId: string, outbox: readonly OutboxRow[]): Promise<EventFacts> {
  const streams = await streamsOf(trx, tenantId, {});
  const named = outbox.some(({ kind, integration_id: id }) => kind !== recordsKind && id !== null);
  const ofTenant = trx.selectFrom('integration').select(['id', 'provider']).where('tenant_id', '=', tenantId);
  const integrations = named ? await ofTenant.execute() : [];
  return {
    streams: new Map(streams.map((stream) => [stream.streamNo, stream])),
    providers: new Map(integrations.map(({ id, provider }) => [id, provider])),
  };
}

/**
 * Events in the order in which they came about: what a run read before the run's end. A row that speaks of what the step has not come to in
 * the feed, and all after it, is left for the next one.
 */
function inOrder(
  outbox: readonly OutboxRow[],
  feed: FeedStep | undefined,
  facts: EventFacts,
  trails: readonly (readonly string[])[],
): { readonly drafts: readonly EventDraft[]; readonly read: readonly number[] } {
  const drafts: EventDraft[] = [];
  const read: number[] = [];
  const changed = feed?.rows ?? [];
  let no = 0;
  const through = (seq: number): void => {
    for (let row = changed[no]; row !== undefined && row.seq <= seq; row = changed[(no += 1)]) {
      const draft = recordDraft(row, trails[no] ?? [], facts);
      if (draft !== undefined) drafts.push(draft);
    }
  };
  for (const row of outbox) {
    const to = row.kind === recordsKind ? (row.to_seq ?? 0) : undefined;
    if (to !== undefined && feed !== undefined && to > feed.through) break;
    if (to === undefined) drafts.push(outboxDraft(row, facts));
    else through(to);
    read.push(row.id);
  }
  through(Infinity);
  return { drafts, read };
}

/** A bell that can be rung before somebody waits for it. */
function ringer() {
  let rings = false;
  let wake = (): void => {};
  return {
    ring: (): void => {
      rings = true;
      wake();
    },
    /** Resolves when it rings or has rung since the last time, when the time is up, or at the signal. */
    rung: async (clock: HubContext['clock'], ms: number, signal: AbortSignal): Promise<void> => {
      const heard = new AbortController();
      wake = () => heard.abort();
      if (!rings) await clock.sleep(ms, AbortSignal.any([heard.signal, signal])).catch(() => undefined);
      wake = () => {};
      rings = false;
    },
  };
}
