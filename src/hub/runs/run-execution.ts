/**
 * Executing a run: taking it up, letting the engine read the stream, and writing down how it ended. Called by the worker for jobs
 * and inline by the command line. Whatever happens, the run ends in a state a person can read, or stays resumable.
 */
import { sql } from 'kysely';
import { fail, PlugboardError, reportError } from '../../contract/errors.ts';
import type { PageStore } from '../../engine/ports.ts';
import { runStream, type RunResult } from '../../engine/sync/run.ts';
import { pageStore } from '../../store/pages.ts';
import { syncQueue } from '../../store/queues.ts';
import { absentReason } from '../integrations/absent.ts';
import type { HubContext } from '../context.ts';
import { guardRun } from '../privacy/erasure-guard.ts';
import { newId } from '../ids.ts';
import { activeMapper } from '../mappings/mapping-active.ts';
import { mapVersionOf } from '../mappings/mapping-derive.ts';
import { openIntegration } from '../integrations/open-integration.ts';
import { keepMapVersion } from '../mappings/rederive-requests.ts';
import { claimRun, keepAlive, type Claimed, type Interruption } from './run-claim.ts';
import { finishRun, type RunEnding } from './run-endings.ts';
import { schemaDrift, type SchemaDrift } from './schema-drift.ts';
import { namedAfter } from '../vendor-error.ts';

/** Attempts without a single page stored before a run counts as failed. */
const maxFruitless = 5;

/** How executing went, for the caller: `ended`, put back to be `resumed later`, or `not ours` to execute. */
export type Execution = 'ended' | 'resumed later' | 'not ours';

/**
 * Never throws for what can go wrong with a run; throws `conflict` while another process executes it, and storage_unavailable when
 * not even its ending can be written down.
 */
export async function executeRun(
  context: HubContext,
  tenantId: string,
  runId: string,
  signal: AbortSignal,
): Promise<Execution> {
  const claimed = await claimRun(context, tenantId, runId);
  if (claimed === undefined) return 'not ours';
  const drift = schemaDrift(context, { ...claimed, tenantId, runId });
  const over = (ending: RunEnding) => end(context, tenantId, runId, claimed, ending, drift);
  if (claimed.cancelRequested) return over({ state: 'cancelled' });
  let interruption: Interruption | undefined;
  const interrupted = new AbortController();
  const rest = keepAlive(context, tenantId, runId, claimed, (why) => {
    interruption ??= why;
    interrupted.abort(new Error(`the run was ${why}`));
  });
  try {
    const until = AbortSignal.any([signal, interrupted.signal]);
    return await over(await attempt(context, tenantId, runId, claimed, until, drift));
  } catch (error) {
    if (interruption === 'cancelled') return over({ state: 'cancelled' });
    if (interruption === 'taken over' || wasTakenOver(error)) return 'not ours';
    const again = error instanceof PlugboardError && error.retry ? error : undefined;
    if (signal.aborted || again !== undefined) {
      const put = await putBack(context, tenantId, runId, claimed, signal.aborted ? undefined : again, drift);
      if (put !== 'fruitless') return put;
    }
    if (!(error instanceof PlugboardError)) context.log.error({ err: error, run_id: runId }, 'a run met a bug');
    return over({ state: 'failed', error: reportError(error) });
  } finally {
    rest();
  }
}

async function attempt(
  context: HubContext,
  tenantId: string,
  runId: string,
  claimed: Claimed,
  signal: AbortSignal,
  drift: SchemaDrift,
): Promise<RunEnding> {
  const { integrationId } = claimed;
  const open = await openIntegration(context, tenantId, integrationId, `stream ${claimed.stream}`, signal, { runId });
  const stream = open.provider.streams[claimed.stream];
  if (stream === undefined)
    throw fail('unsupported', `${open.provider.name} no longer offers the stream "${claimed.stream}".`);
  const reason = absentReason(open.absent, claimed.stream);
  if (reason !== undefined) return { state: 'absent', reason };
  await keepMapVersion(context, tenantId, claimed, mapVersionOf(stream));
  const { admission, strip } = await guardRun(context, {
    tenantId,
    streamNo: claimed.streamNo,
    integrationId,
    stream: claimed.stream,
    model: stream.model,
  });
  const mapper = activeMapper(context, tenantId, { streamNo: claimed.streamNo, model: stream.model });
  const pages = pageStore({
    statements: context.store.statements,
    sealer: await context.store.vault.keyFor(tenantId),
    tenantId,
    streamNo: claimed.streamNo,
    runId,
    fence: claimed.fence,
    admission,
    newId: () => newId(context),
    now: () => context.clock.now(),
    signal,
  });
  const store = noting(pages, {
    stored: (read) => context.exchanges.countRecords({ tenantId, integrationId }, read),
    refused: () =>
      context.log.info(
        { run_id: runId, fence: claimed.fence },
        'a late page was refused: another process has the run now',
      ),
  });
  const shapes = await drift.begin(claimed.checkpoint === undefined && claimed.pageNo === 0);
  const run = (mode: Claimed['mode'], from: Pick<Claimed, 'checkpoint' | 'pageNo'>): Promise<RunResult> =>
    runStream({
      stream,
      streams: open.provider.streams,
      mode,
      cursor: claimed.cursor,
      since: claimed.since,
      settings: open.settings,
      account: open.account,
      method: open.method,
      http: open.http,
      store,
      mapper,
      strip,
      shapes,
      clock: context.clock,
      signal,
      startedMs: claimed.startedMs,
      checkpoint: from.checkpoint,
      pagesStored: from.pageNo,
      partLists: claimed.partLists,
      partCursor: claimed.partCursor,
      hasRecords: claimed.hasRecords,
    }).catch((error: unknown) => {
      throw namedAfter(open.http.clean(error), open.provider.key, `stream ${claimed.stream}`);
    });
  let { mode } = claimed;
  let result = await run(mode, claimed);
  if (result.outcome === 'full_needed') {
    context.log.info({ run_id: runId, reason: result.reason }, 'an incremental run becomes a full pass');
    mode = 'full';
    await startOver(context, tenantId, runId, claimed);
    result = await run(mode, { checkpoint: undefined, pageNo: 0 });
  }
  switch (result.outcome) {
    case 'complete':
      return { state: 'complete', mode, held: result.swept?.held, parts: result.parts };
    case 'absent':
      return { state: 'absent', reason: result.reason };
    case 'full_needed':
      throw new Error('a full pass asked for a full pass');
  }
}

/** Pages that an earlier attempt stored of the changes are no pages of the full pass: with them it would count as read to its end. */
async function startOver(context: HubContext, tenantId: string, runId: string, claimed: Claimed): Promise<void> {
  await context.store.inTenant(tenantId, async (trx) => {
    const ours = await trx
      .updateTable('stream_state')
      .set({ page_no: 0, page_result: null, checkpoint: null })
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', claimed.streamNo)
      .where('fence', '=', claimed.fence)
      .executeTakeFirst();
    if (ours.numUpdatedRows === 0n)
      throw fail('conflict', 'The run was taken over.', { meta: { reason: 'taken_over' } });
    await trx
      .updateTable('run')
      .set({ mode: 'full' })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', runId)
      .execute();
  });
}

async function end(
  context: HubContext,
  tenantId: string,
  runId: string,
  claimed: Claimed,
  ending: RunEnding,
  drift: SchemaDrift,
): Promise<Execution> {
  return (await finishRun(context, tenantId, runId, claimed, ending, drift)) ? 'ended' : 'not ours';
}

/** The store refuses what comes with an old fence. */
function wasTakenOver(error: unknown): boolean {
  return error instanceof PlugboardError && error.details.meta?.['reason'] === 'taken_over';
}

/** Pages may also be handed over while a run gives up, when nobody hears of their refusal any more. */
function noting(
  store: PageStore,
  { stored, refused }: { stored: (read: number) => void; refused: () => void },
): PageStore {
  return {
    ...store,
    store: async (page) => {
      try {
        const result = await store.store(page);
        stored(page.read);
        return result;
      } catch (error) {
        if (wasTakenOver(error)) refused();
        throw error;
      }
    },
  };
}

/**
 * Leaves the run to a later attempt, with its checkpoint: at once after a stop (`error` undefined), else after a pause. `fruitless`:
 * it has failed too often without storing a page in between.
 */
async function putBack(
  context: HubContext,
  tenantId: string,
  runId: string,
  claimed: Claimed,
  error: PlugboardError | undefined,
  drift: SchemaDrift,
): Promise<Execution | 'fruitless'> {
  return context.store.inTenant(tenantId, async (trx) => {
    const still = await trx
      .selectFrom('stream_state')
      .select('fence')
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', claimed.streamNo)
      .where('fence', '=', claimed.fence)
      .forUpdate()
      .executeTakeFirst();
    const run = await trx
      .selectFrom('run')
      .select('fruitless')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', runId)
      // It may have ended with a commit whose answer was lost. Raised from the dead, it would know of nothing it has seen.
      .where('state', '=', 'running')
      .forUpdate()
      .executeTakeFirst();
    if (still === undefined || run === undefined) return 'not ours';
    if (error !== undefined && run.fruitless >= maxFruitless) return 'fruitless';
    await drift.keep(trx, false);
    const afterMs = error === undefined ? 0 : pauseFor(error, run.fruitless);
    await trx
      .updateTable('run')
      .set({
        state: 'queued',
        heartbeat_at: sql`clock_timestamp() + ${afterMs} * interval '1 millisecond'`,
        // A pause for a stop is nobody's failure.
        ...(error === undefined
          ? { fruitless: Math.max(run.fruitless - 1, 0) }
          : { error: JSON.stringify(reportError(error)) }),
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', runId)
      .execute();
    await context.queue.send(trx, syncQueue, { tenant_id: tenantId, run_id: runId }, { afterMs });
    return 'resumed later';
  });
}

/** What the vendor asks for, else 2 s, 4 s, 8 s ... up to a minute. */
function pauseFor(error: PlugboardError, fruitless: number): number {
  return error.details.retryAfterMs ?? Math.min(2_000 * 2 ** Math.max(fruitless - 1, 0), 60_000);
}
