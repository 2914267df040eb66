/**
 * The worker: takes runs, re-derivations and erasures from the queue and keeps the schedules ticking. A thin face over the hub; any number of
 * workers may share a database. Started by the composition root, inside the server or on its own.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Hub } from '../hub/index.ts';
import {
  erasureQueue,
  readErasureJob,
  readRederivationJob,
  readSyncJob,
  rederivationQueue,
  syncQueue,
  type JobQueue,
} from '../hub/jobs.ts';
import type { Log } from '../hub/context.ts';

export interface WorkerOptions {
  readonly hub: Hub;
  readonly queue: JobQueue;
  readonly log: Log;
  /** Runs at a time; of one integration no more than {@link runsOfIntegration}. */
  readonly concurrency: number;
}

export interface Worker {
  /** Lets runs stop at their next page (they go on elsewhere, or after the restart) and resolves when they have. */
  stop(): Promise<void>;
}

/** A slow vendor is waited for in all places its runs hold: those of one integration must leave some to the others. */
const runsOfIntegration = 4;
const tickMs = 1_000;
/** A webhook that came is worked off within so long. */
const inboxMs = 250;
const adoptMs = 15_000;
/** Built-in maps change with an upgrade, that is with a start; an hour later is soon enough after a failure. */
const dueMapsMs = 3_600_000;
/** Streams mapped anew at a time: it takes the processor rather than time, and runs are to go on beside it. */
const rederivations = 2;
/** Once is enough for a day; an hour later is soon enough after a failure. */
const logUpkeepMs = 3_600_000;
const retentionMs = 3_600_000;
/** A rotation that was asked for, or left behind by a dead worker, begins within so long. */
const keysMs = 5_000;
/** What a sync brought is linked within so long; while runs are under way they come first, see hub/links/link-follow.ts. */
const linksMs = 15_000;
/** The follower looks by itself; this is how soon it is started again when the database was away. */
const followMs = 1_000;
const eventUpkeepMs = 3_600_000;
/** Calls of routes are looked for all the time; this is how soon that is begun again when the database was away. */
const routesMs = 1_000;
const routeUpkeepMs = 3_600_000;
/** A subscription that ends soon, or was given another address, is looked at within so long of its moment. */
const subscriptionsMs = 5_000;
const refusalsMs = 3_600_000;
/** The sender looks by itself; this is how soon it is started again, should it ever end. */
const sendMs = 1_000;
const deliveryUpkeepMs = 3_600_000;
/** Drafts of sessions that came to nothing are in nobody's way for long. */
const sessionsMs = 600_000;
/** How long a run gets to reach the end of its page when we stop. */
const graceMs = 10_000;

export async function startWorker({ hub, queue, log, concurrency }: WorkerOptions): Promise<Worker> {
  const stopping = new AbortController();
  await queue.work(syncQueue, { all: concurrency, ofGroup: runsOfIntegration }, async (data, signal) => {
    const job = readSyncJob(data);
    await hub.runs.execute(job.tenantId, job.runId, signal);
  });
  await queue.work(rederivationQueue, { all: Math.min(concurrency, rederivations) }, async (data, signal) => {
    const job = readRederivationJob(data);
    await hub.rederivations.execute(job.tenantId, job.rederivationId, signal);
  });
  await queue.work(erasureQueue, { all: 1 }, async (data, signal) => {
    const job = readErasureJob(data);
    await hub.privacy.execute(job.tenantId, job.erasureId, signal);
  });
  const ticking = regularly(tickMs, stopping.signal, log, 'starting what is due', () =>
    hub.schedule.tick(stopping.signal),
  );
  const receiving = regularly(inboxMs, stopping.signal, log, 'working off webhooks', () =>
    hub.inbox.tick(stopping.signal),
  );
  const adopting = regularly(adoptMs, stopping.signal, log, 'adopting abandoned runs', () => hub.schedule.adopt());
  const mapping = [
    regularly(dueMapsMs, stopping.signal, log, 'looking for changed maps', () => hub.rederivations.beginDue()),
    regularly(adoptMs, stopping.signal, log, 'adopting abandoned re-derivations', () => hub.rederivations.adopt()),
  ];
  const logs = regularly(logUpkeepMs, stopping.signal, log, 'looking after the logs', () =>
    hub.logUpkeep.run(stopping.signal),
  );
  const keys = regularly(keysMs, stopping.signal, log, 'renewing data keys', () =>
    hub.vaultKeys.work({ signal: stopping.signal }),
  );
  const privacy = [
    regularly(adoptMs, stopping.signal, log, 'adopting abandoned erasures', () => hub.privacy.adopt()),
    regularly(retentionMs, stopping.signal, log, 'taking away what is not kept any longer', () =>
      hub.retentionUpkeep.run(stopping.signal),
    ),
  ];
  const webhookUpkeep = [
    regularly(subscriptionsMs, stopping.signal, log, 'looking at webhook subscriptions', () =>
      hub.webhookSubscriptions.tick(stopping.signal),
    ),
    regularly(refusalsMs, stopping.signal, log, 'forgetting what webhooks were refused', () =>
      hub.webhookRefusals.run(stopping.signal),
    ),
  ];
  const sessions = regularly(sessionsMs, stopping.signal, log, 'taking away what connect sessions left behind', () =>
    hub.connectSessions.upkeep.run(stopping.signal),
  );
  const linking = regularly(linksMs, stopping.signal, log, 'linking records', () => hub.links.tick(stopping.signal));
  const events = [
    regularly(followMs, stopping.signal, log, 'following what happens', () => hub.events.follow(stopping.signal)),
    regularly(eventUpkeepMs, stopping.signal, log, 'taking away old events', () => hub.events.upkeep(stopping.signal)),
  ];
  const routing = [
    regularly(routesMs, stopping.signal, log, 'making the calls of routes', () => hub.routes.work(stopping.signal)),
    regularly(routeUpkeepMs, stopping.signal, log, 'taking away old calls of routes', () =>
      hub.routes.upkeep(stopping.signal),
    ),
  ];
  const delivering = [
    regularly(sendMs, stopping.signal, log, 'sending deliveries', () => hub.deliverySender.work(stopping.signal)),
    regularly(deliveryUpkeepMs, stopping.signal, log, 'taking away old deliveries', () =>
      hub.deliveryUpkeep.run(stopping.signal),
    ),
  ];
  return {
    async stop() {
      stopping.abort();
      await Promise.all([
        ticking,
        receiving,
        adopting,
        linking,
        sessions,
        logs,
        ...privacy,
        ...webhookUpkeep,
        ...events,
        ...routing,
        ...delivering,
        keys,
        ...mapping,
        queue.stop(graceMs),
      ]);
    },
  };
}

/** Repeats with a pause in between. A failure is logged and tried again: a ticker that died silently would stop everything. */
async function regularly(
  ms: number,
  signal: AbortSignal,
  log: Log,
  what: string,
  work: () => Promise<unknown>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error }, `${what} failed; it is tried again`);
    }
    await pause(ms, undefined, { signal }).catch(() => undefined);
  }
}
