/**
 * Executing a run: taking it up (exclusively, under a new fence), letting the engine read the stream, and writing down how it
 * ended. Called by the worker for jobs and inline by the command line. Whatever happens, the run ends in a state a person can
 * read, or stays resumable.
 */
import { fail, PlugboardError, reportError } from '../contract/errors.ts';
import type { Checkpoint, PageStore } from '../engine/ports.ts';
import { runStream, type RunResult } from '../engine/sync/run.ts';
import { pageStore } from '../store/pages.ts';
import { syncQueue } from '../store/queues.ts';
import type { HubContext } from './context.ts';
import { newId } from './ids.ts';
import { openIntegration } from './open-integration.ts';
import { finishRun, type RunEnding } from './run-endings.ts';

/** Heartbeats come this often; a run without one for `deadAfterMs` may be taken over. */
const heartbeatMs = 2_000;
const deadAfterMs = 8_000;
/** Attempts without a single page stored before a run counts as failed. */
const maxFruitless = 5;

interface Claimed {
  readonly integrationId: string;
  readonly streamNo: number;
  readonly stream: string;
  readonly mode: 'full' | 'incremental';
  readonly since: string | undefined;
  readonly cursor: string | undefined;
  readonly fence: number;
  readonly pageNo: number;
  readonly checkpoint: Checkpoint | undefined;
  readonly startedMs: number;
  readonly hasRecords: boolean;
  readonly fruitless: number;
}

/** How executing went, for the caller: `ended`, put back to be `resumed` later, or `not ours` to execute. */
export type Execution = 'ended' | 'resumed later' | 'not ours';

/** Never throws for what can go wrong with a run; throws storage_unavailable when not even that can be written down. */
export async function executeRun(
  context: HubContext,
  tenantId: string,
  runId: string,
  signal: AbortSignal,
): Promise<Execution> {
  const claimed = await claim(context, tenantId, runId);
  if (claimed === undefined) return 'not ours';
  const cancelled = new AbortController();
  const stop = AbortSignal.any([signal, cancelled.signal]);
  const beating = keepAlive(context, tenantId, runId, claimed, cancelled);
  try {
    const ending = await attempt(context, tenantId, runId, claimed, stop);
    return await end(context, tenantId, runId, claimed, ending);
  } catch (error) {
    if (cancelled.signal.aborted) return end(context, tenantId, runId, claimed, { state: 'cancelled' });
    if (signal.aborted) return putBack(context, tenantId, runId, claimed, 0, undefined);
    if (wasTakenOver(error)) return 'not ours';
    const again = error instanceof PlugboardError && error.retry && claimed.fruitless + 1 < maxFruitless;
    if (again) return putBack(context, tenantId, runId, claimed, pauseFor(error, claimed.fruitless), error);
    if (!(error instanceof PlugboardError)) context.log.error({ err: error, run_id: runId }, 'a run met a bug');
    return end(context, tenantId, runId, claimed, { state: 'failed', error: reportError(error) });
  } finally {
    beating.abort();
  }
}

/** Takes the run up: exclusive, and from now on nothing an earlier holder stores is accepted. */
async function claim(context: HubContext, tenantId: string, runId: string): Promise<Claimed | undefined> {
  const { clock } = context;
  return context.store.inTenant(tenantId, async (trx) => {
    const run = await trx
      .selectFrom('run')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', runId)
      .forUpdate()
      .executeTakeFirst();
    if (run === undefined || (run.state !== 'queued' && run.state !== 'running')) return undefined;
    const now = clock.now();
    const alive =
      run.state === 'running' &&
      run.attempts > 0 &&
      run.heartbeat_at !== null &&
      now - run.heartbeat_at.getTime() < deadAfterMs;
    // Its holder was heard of a moment ago. The job comes again; if the holder is dead, it will be silent by then.
    if (alive) throw fail('conflict', 'The run is being executed by another process.');
    const first = run.attempts === 0;
    const started = run.started_at ?? new Date(now);
    const feed = await trx.selectFrom('feed').select('seq').where('tenant_id', '=', tenantId).executeTakeFirst();
    const state = await trx
      .updateTable('stream_state')
      .set((eb) => ({
        fence: eb('fence', '+', 1),
        last_run_id: runId,
        ...(first ? { page_no: 0, page_result: null, checkpoint: null } : {}),
      }))
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', run.stream_no)
      .returning(['fence', 'page_no', 'checkpoint', 'cursor'])
      .executeTakeFirstOrThrow();
    await trx
      .updateTable('run')
      .set((eb) => ({
        state: 'running',
        attempts: eb('attempts', '+', 1),
        fruitless: eb('fruitless', '+', 1),
        started_at: started,
        heartbeat_at: new Date(now),
        start_seq: run.start_seq ?? feed?.seq ?? 0,
      }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', runId)
      .execute();
    const some = await trx
      .selectFrom('record')
      .select('key')
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', run.stream_no)
      .limit(1)
      .executeTakeFirst();
    const since = run.options.since;
    return {
      integrationId: run.integration_id,
      streamNo: run.stream_no,
      stream: run.stream,
      mode: run.mode,
      since: typeof since === 'string' ? since : undefined,
      cursor: state.cursor ?? undefined,
      fence: state.fence,
      pageNo: state.page_no,
      checkpoint: state.checkpoint ?? undefined,
      startedMs: started.getTime(),
      hasRecords: some !== undefined,
      fruitless: run.fruitless,
    };
  });
}

async function attempt(
  context: HubContext,
  tenantId: string,
  runId: string,
  claimed: Claimed,
  signal: AbortSignal,
): Promise<RunEnding> {
  const open = await openIntegration(context, tenantId, claimed.integrationId, `stream ${claimed.stream}`, signal);
  const stream = open.provider.streams[claimed.stream];
  if (stream === undefined)
    throw fail('unsupported', `${open.provider.name} no longer offers the stream "${claimed.stream}".`);
  const pages = pageStore({
    statements: context.store.statements,
    sealer: await context.store.vault.keyFor(tenantId),
    tenantId,
    streamNo: claimed.streamNo,
    runId,
    fence: claimed.fence,
    newId: () => newId(context),
    now: () => context.clock.now(),
    signal,
  });
  const store = noting(pages, () =>
    context.log.info(
      { run_id: runId, fence: claimed.fence },
      'a late page was refused: another process has the run now',
    ),
  );
  const run = (mode: 'full' | 'incremental'): Promise<RunResult> =>
    runStream({
      stream,
      mode,
      cursor: claimed.cursor,
      since: claimed.since,
      settings: open.settings,
      account: open.account,
      http: open.http,
      store,
      clock: context.clock,
      signal,
      startedMs: claimed.startedMs,
      checkpoint: claimed.checkpoint,
      pagesStored: claimed.pageNo,
      hasRecords: claimed.hasRecords,
    });
  let mode = claimed.mode;
  let result = await run(mode);
  if (result.outcome === 'full_needed') {
    context.log.info({ run_id: runId, reason: result.reason }, 'an incremental run becomes a full pass');
    mode = 'full';
    await context.store.inTenant(tenantId, (trx) =>
      trx.updateTable('run').set({ mode }).where('tenant_id', '=', tenantId).where('id', '=', runId).execute(),
    );
    result = await run(mode);
  }
  switch (result.outcome) {
    case 'complete':
      return { state: 'complete', mode, held: result.swept?.held };
    case 'absent':
      return { state: 'absent', reason: result.reason };
    case 'full_needed':
      throw new Error('a full pass asked for a full pass');
  }
}

async function end(
  context: HubContext,
  tenantId: string,
  runId: string,
  claimed: Claimed,
  ending: RunEnding,
): Promise<Execution> {
  return (await finishRun(context, tenantId, runId, claimed, ending)) ? 'ended' : 'not ours';
}

/** The store refuses what comes with an old fence. */
function wasTakenOver(error: unknown): boolean {
  return error instanceof PlugboardError && error.details.meta?.['reason'] === 'taken_over';
}

/** Pages may also be handed over while a run gives up, when nobody hears of their refusal any more. */
function noting(store: PageStore, refused: () => void): PageStore {
  return {
    ...store,
    store: async (page) => {
      try {
        return await store.store(page);
      } catch (error) {
        if (wasTakenOver(error)) refused();
        throw error;
      }
    },
  };
}

/** Leaves the run to a later attempt, with its checkpoint. */
async function putBack(
  context: HubContext,
  tenantId: string,
  runId: string,
  claimed: Claimed,
  afterMs: number,
  error: unknown,
): Promise<Execution> {
  const put = await context.store.inTenant(tenantId, async (trx) => {
    const still = await trx
      .selectFrom('stream_state')
      .select('fence')
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', claimed.streamNo)
      .where('fence', '=', claimed.fence)
      .forUpdate()
      .executeTakeFirst();
    if (still === undefined) return false;
    const queued = await trx
      .updateTable('run')
      .set({
        state: 'queued',
        heartbeat_at: new Date(context.clock.now() + afterMs),
        // A pause for a stop is nobody's failure.
        ...(error === undefined ? { fruitless: claimed.fruitless } : { error: JSON.stringify(reportError(error)) }),
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', runId)
      // It may have ended with a commit whose answer was lost. Raised from the dead, it would know of nothing it has seen.
      .where('state', '=', 'running')
      .executeTakeFirst();
    if (queued.numUpdatedRows === 0n) return false;
    await context.queue.send(trx, syncQueue, { tenant_id: tenantId, run_id: runId }, { afterMs });
    return true;
  });
  return put ? 'resumed later' : 'not ours';
}

/** What the vendor asks for, else 2 s, 4 s, 8 s ... up to a minute. */
function pauseFor(error: PlugboardError, fruitless: number): number {
  return error.details.retryAfterMs ?? Math.min(2_000 * 2 ** fruitless, 60_000);
}

/** Heartbeats until aborted, and looks whether somebody asked to cancel. */
function keepAlive(
  context: HubContext,
  tenantId: string,
  runId: string,
  claimed: Claimed,
  cancelled: AbortController,
): AbortController {
  const stopped = new AbortController();
  const beat = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await context.clock.sleep(heartbeatMs, stopped.signal);
      try {
        const run = await context.store.inTenant(tenantId, (trx) =>
          trx
            .updateTable('run')
            .set({ heartbeat_at: new Date(context.clock.now()) })
            .where('tenant_id', '=', tenantId)
            .where('id', '=', runId)
            .where('state', '=', 'running')
            .returning('cancel_requested')
            .executeTakeFirst(),
        );
        if (run?.cancel_requested === true) cancelled.abort(new Error('cancelled'));
      } catch (error) {
        // The database is away: the page store waits for it too, and the run is resumed by somebody if we die.
        context.log.warn({ err: error, run_id: runId, fence: claimed.fence }, 'a heartbeat could not be written');
      }
    }
  };
  beat().catch(() => undefined);
  return stopped;
}
