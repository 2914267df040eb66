/**
 * Writing down how a run ended: the run itself, the stream's cursor, the log people read and the event others hear, and the next run where a
 * webhook asked for one meanwhile. One transaction.
 */
import type { ErrorReport } from '../../contract/errors.ts';
import { partCursorAfter, type PartsRead } from '../../engine/sync/part-cursor.ts';
import type { TenantTransaction } from '../../store/database.ts';
import type { HubContext } from '../context.ts';
import { showId } from '../ids.ts';
import { leftOut, leftOutText } from './left-out.ts';
import type { SchemaDrift } from './schema-drift.ts';
import { runAgain } from './run-waking.ts';

export type RunEnding =
  | {
      readonly state: 'complete';
      readonly mode: 'full' | 'incremental';
      readonly held: { readonly id: string; readonly found: number } | undefined;
      /** Of a partitioned stream. */
      readonly parts: PartsRead | undefined;
    }
  /** The account does not have what the stream reads. */
  | { readonly state: 'absent'; readonly reason: string }
  | { readonly state: 'cancelled' }
  | { readonly state: 'failed'; readonly error: ErrorReport };

export interface RunPlace {
  readonly integrationId: string;
  readonly streamNo: number;
  readonly stream: string;
  readonly since: string | undefined;
}

/**
 * False when another process has taken the run over, or it has ended already (with a commit whose answer was lost): then nothing
 * is written.
 */
export async function finishRun(
  context: HubContext,
  tenantId: string,
  runId: string,
  place: RunPlace & { readonly fence: number },
  ending: RunEnding,
  drift: SchemaDrift,
): Promise<boolean> {
  const as = { state: 'running', fence: place.fence } as const;
  const ended = await context.store.inTenant(tenantId, (trx) =>
    writeEnding(context, trx, tenantId, runId, place, ending, as, drift),
  );
  if (ended === undefined) return false;
  context.meter?.runEnded(ended);
  return true;
}

/** Ends a run that nobody executes at the moment; changes nothing when somebody does, or it has ended. */
export async function cancelQueued(
  context: HubContext,
  trx: TenantTransaction,
  tenantId: string,
  runId: string,
  place: RunPlace,
): Promise<void> {
  await writeEnding(context, trx, tenantId, runId, place, { state: 'cancelled' }, { state: 'queued' });
}

/** Undefined, and nothing written, unless the run is `as` expected. */
async function writeEnding(
  context: HubContext,
  trx: TenantTransaction,
  tenantId: string,
  runId: string,
  place: RunPlace,
  ending: RunEnding,
  as: { readonly state: 'running' | 'queued'; readonly fence?: number },
  drift?: SchemaDrift,
) {
  const state = await trx
    .selectFrom('stream_state')
    .select(['fence', 'cursor', 'woken_at'])
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', place.streamNo)
    .forUpdate()
    .executeTakeFirst();
  if (state === undefined || (as.fence !== undefined && state.fence !== as.fence)) return undefined;
  const run = await trx
    .selectFrom('run')
    .select(['failed', 'next_cursor', 'read', 'created', 'updated', 'deleted'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', runId)
    .where('state', '=', as.state)
    .forUpdate()
    .executeTakeFirst();
  if (run === undefined) return undefined;
  const now = new Date(context.clock.now());
  const final = finalState(ending, run.failed);
  const error = ending.state === 'failed' ? JSON.stringify(ending.error) : null;
  await trx
    .updateTable('run')
    .set({
      state: final,
      error,
      finished_at: now,
      ...(ending.state === 'cancelled' ? { cancel_requested: true } : {}),
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', runId)
    .execute();
  await trx
    .updateTable('stream_state')
    .set({
      checkpoint: null,
      page_result: null,
      parts: null,
      woken_at: null,
      ...streamFacts(ending, place, run.next_cursor, state.cursor, now, error),
    })
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', place.streamNo)
    .execute();
  await trx.deleteFrom('seen_page').where('tenant_id', '=', tenantId).where('run_id', '=', runId).execute();
  // Before the word that it ended: in the order in which things happened.
  await drift?.keep(trx, ending.state === 'complete');
  await tell(trx, tenantId, runId, place, ending, final, run, now);
  // A cancelled one was a person's wish: the next one reads what was changed meanwhile.
  if (state.woken_at !== null && (ending.state === 'complete' || ending.state === 'failed'))
    await runAgain(context, trx, tenantId, place.streamNo);
  return { ...run, state: final };
}

function finalState(ending: RunEnding, failed: number): 'succeeded' | 'partial' | 'failed' | 'cancelled' {
  switch (ending.state) {
    case 'complete':
      // Something was read that could not be mapped, could not be read, or would have been deleted but for a person's word.
      return failed > 0 || ending.held !== undefined || leftOut(ending.parts) !== undefined ? 'partial' : 'succeeded';
    case 'absent':
      return 'succeeded';
    case 'cancelled':
    case 'failed':
      return ending.state;
  }
}

function streamFacts(
  ending: RunEnding,
  place: RunPlace,
  next: string | null,
  cursor: string | null,
  now: Date,
  error: string | null,
) {
  if (ending.state === 'failed') return { last_error: error };
  if (ending.state === 'cancelled') return {};
  // A run from a moment somebody chose may have left out what lies between the cursor and that moment.
  const skipped =
    ending.state === 'complete' &&
    ending.mode === 'incremental' &&
    place.since !== undefined &&
    (cursor === null || place.since > cursor);
  return {
    last_error: null,
    last_succeeded_at: now,
    ...(ending.state === 'complete' && !skipped && next !== null ? { cursor: next } : {}),
    ...(ending.state === 'complete' && ending.mode === 'full' ? { last_full_at: now } : {}),
    ...(ending.state === 'complete' && ending.parts !== undefined && next !== null
      ? { part_cursor: JSON.stringify(partCursorAfter(ending.parts, next)) }
      : {}),
  };
}

async function tell(
  trx: TenantTransaction,
  tenantId: string,
  runId: string,
  place: RunPlace,
  ending: RunEnding,
  final: string,
  run: {
    readonly read: number;
    readonly created: number;
    readonly updated: number;
    readonly deleted: number;
    readonly failed: number;
  },
  at: Date,
): Promise<void> {
  await trx
    .insertInto('integration_log')
    .values({
      tenant_id: tenantId,
      integration_id: place.integrationId,
      at,
      action: 'sync',
      status: final === 'failed' ? 'error' : final === 'succeeded' ? 'success' : 'warning',
      message: message(place.stream, ending, run),
      details: JSON.stringify({
        run_id: showId('run', runId),
        stream: place.stream,
        ...(ending.state === 'failed' ? { error: ending.error } : {}),
        ...(ending.state === 'complete' && ending.held !== undefined
          ? { deletion_id: showId('del', ending.held.id) }
          : {}),
        ...(ending.state === 'complete' ? { left_out: leftOut(ending.parts) } : {}),
      }),
    })
    .execute();
  await trx
    .insertInto('outbox')
    .values({
      tenant_id: tenantId,
      kind: final === 'failed' ? 'run.failed' : 'run.finished',
      integration_id: place.integrationId,
      stream_no: place.streamNo,
      payload: JSON.stringify({
        run_id: showId('run', runId),
        state: final,
        read: run.read,
        created: run.created,
        updated: run.updated,
        deleted: run.deleted,
        failed: run.failed,
        ...(ending.state === 'failed' ? { error: ending.error } : {}),
      }),
    })
    .execute();
}

function message(
  stream: string,
  ending: RunEnding,
  run: { read: number; created: number; updated: number; deleted: number; failed: number },
): string {
  switch (ending.state) {
    case 'failed':
      return `${stream}: ${ending.error.message}`;
    case 'cancelled':
      return `${stream}: cancelled after ${run.read} records; a later run starts afresh.`;
    case 'absent':
      return `${stream}: skipped. ${ending.reason}`;
    case 'complete': {
      const counts = `${stream}: ${run.read} read, ${run.created} created, ${run.updated} updated, ${run.deleted} deleted`;
      const problems = run.failed > 0 ? `, ${run.failed} could not be mapped` : '';
      const held =
        ending.held === undefined
          ? ''
          : `; ${ending.held.found} are missing at the vendor and wait for your approval before they are deleted here`;
      return `${counts}${problems}${held}${leftOutText(ending.parts)}.`;
    }
  }
}
