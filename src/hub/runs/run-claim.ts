/**
 * Holding a run: taking it up, exclusively and under a new fence, and saying every few seconds that its holder lives (holding.ts). Used
 * by run-execution.ts.
 */
import { sql } from 'kysely';
import { fail } from '../../contract/errors.ts';
import type { Checkpoint, PartCursor, PartList } from '../../engine/ports.ts';
import type { HubContext } from '../context.ts';
import { deadAfterMs, heardWithin, keepBeating } from '../holding.ts';

export interface Claimed {
  readonly integrationId: string;
  readonly streamNo: number;
  readonly stream: string;
  readonly mode: 'full' | 'incremental';
  readonly since: string | undefined;
  readonly cursor: string | undefined;
  readonly fence: number;
  readonly pageNo: number;
  readonly checkpoint: Checkpoint | undefined;
  readonly partLists: readonly PartList[];
  readonly partCursor: PartCursor | undefined;
  readonly startedMs: number;
  readonly hasRecords: boolean;
  /** Somebody wants it ended: there is nothing left to do but to say so. */
  readonly cancelRequested: boolean;
}

/**
 * Takes the run up: from now on nothing an earlier holder stores is accepted. Undefined: it has ended. Throws `conflict` while its
 * holder lives.
 */
export async function claimRun(context: HubContext, tenantId: string, runId: string): Promise<Claimed | undefined> {
  return context.store.inTenant(tenantId, async (trx) => {
    const ofRun = trx.selectFrom('run').where('tenant_id', '=', tenantId).where('id', '=', runId);
    const named = await ofRun.select('stream_no').executeTakeFirst();
    if (named === undefined) return undefined;
    // Stream first, then run: in the order in which pages are stored and runs ended.
    const before = await trx
      .selectFrom('stream_state')
      .select('last_run_id')
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', named.stream_no)
      .forUpdate()
      .executeTakeFirst();
    const run = await ofRun.selectAll().select(heardWithin(deadAfterMs).as('heard_of')).forUpdate().executeTakeFirst();
    if (before === undefined || run === undefined || (run.state !== 'queued' && run.state !== 'running'))
      return undefined;
    const first = run.attempts === 0;
    // The job comes again; if the holder is dead, it will be silent by then.
    if (run.state === 'running' && !first && run.heard_of)
      throw fail('conflict', 'The run is being executed by another process.');

    const state = await trx
      .updateTable('stream_state')
      .set((eb) => ({
        fence: eb('fence', '+', 1),
        last_run_id: runId,
        // What it was woken for before is read by it.
        ...(first ? { page_no: 0, page_result: null, checkpoint: null, parts: null, woken_at: null } : {}),
      }))
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', run.stream_no)
      .returning(['fence', 'page_no', 'checkpoint', 'cursor', 'parts', 'part_cursor'])
      .executeTakeFirstOrThrow();
    // A run that was ended by others (cancelled between two attempts, disconnected) leaves behind what it had seen.
    if (first && before.last_run_id !== null)
      await trx
        .deleteFrom('seen_page')
        .where('tenant_id', '=', tenantId)
        .where('run_id', '=', before.last_run_id)
        .execute();
    const started = run.started_at ?? new Date(context.clock.now());
    const feed = await trx.selectFrom('feed').select('seq').where('tenant_id', '=', tenantId).executeTakeFirst();
    await trx
      .updateTable('run')
      .set((eb) => ({
        state: 'running',
        attempts: eb('attempts', '+', 1),
        fruitless: eb('fruitless', '+', 1),
        started_at: started,
        heartbeat_at: sql`clock_timestamp()`,
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
    const since = run.options['since'];
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
      partLists: state.parts ?? [],
      partCursor: state.part_cursor ?? undefined,
      startedMs: started.getTime(),
      hasRecords: some !== undefined,
      cancelRequested: run.cancel_requested,
    };
  });
}

/** Why a holder has to stop although nothing failed. */
export type Interruption = 'cancelled' | 'taken over';

/** Heartbeats until the answered function is called, and calls `interrupt` when somebody wants the run ended or has taken it over. */
export function keepAlive(
  context: HubContext,
  tenantId: string,
  runId: string,
  claimed: Claimed,
  interrupt: (why: Interruption) => void,
): () => void {
  const beat = () => heartbeat(context, tenantId, runId, claimed);
  return keepBeating(context, { run_id: runId, fence: claimed.fence }, beat, (run) => {
    if (run === undefined) interrupt('taken over');
    else if (run.cancel_requested) interrupt('cancelled');
    return run === undefined ? 'over' : 'goes on';
  });
}

/** Undefined: it is no longer ours, or has ended. */
async function heartbeat(context: HubContext, tenantId: string, runId: string, claimed: Claimed) {
  return context.store.inTenant(tenantId, (trx) =>
    trx
      .updateTable('run')
      .set({ heartbeat_at: sql`clock_timestamp()` })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', runId)
      .where('state', '=', 'running')
      .where((where) =>
        where.exists(
          trx
            .selectFrom('stream_state')
            .select('fence')
            .where('tenant_id', '=', tenantId)
            .where('stream_no', '=', claimed.streamNo)
            .where('fence', '=', claimed.fence),
        ),
      )
      .returning('cancel_requested')
      .executeTakeFirst(),
  );
}
