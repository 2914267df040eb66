/**
 * Turning "read this stream" into a run and its job, in one transaction. Used by callers (runs.ts), by the ticker (schedule.ts)
 * and when an integration is connected. A stream that is under way already is not started twice: a unique index decides.
 */
import { sql } from 'kysely';
import type { Stream } from '../../contract/stream.ts';
import type { TenantTransaction } from '../../store/database.ts';
import { syncQueue } from '../../store/queues.ts';
import type { RunTrigger } from '../../store/tables.ts';
import type { HubContext } from '../context.ts';
import { newId } from '../ids.ts';

export interface StreamRow {
  readonly stream_no: number;
  readonly integration_id: string;
  readonly stream: string;
  readonly cursor: string | null;
  readonly last_full_at: Date | null;
}

export interface RunRequest {
  readonly tenantId: string;
  readonly syncId: string;
  readonly trigger: RunTrigger;
  readonly requestedBy: string;
  readonly since: string | undefined;
  readonly force: boolean;
  /** `job`: a worker takes it up. `inline`: the caller executes it itself, at once. */
  readonly by: 'job' | 'inline';
}

export interface RequestedRun {
  readonly id: string;
  readonly stream: string;
  readonly mode: 'full' | 'incremental';
  readonly alreadyRunning: boolean;
}

/** Full where the vendor offers nothing else, nothing was read yet, or the regular full pass is due. */
export function modeOf(
  stream: Stream,
  row: StreamRow,
  request: { readonly since: string | undefined; readonly force: boolean },
  nowMs: number,
): 'full' | 'incremental' {
  if (request.force || stream.incremental.style === 'none') return 'full';
  if (request.since !== undefined) return 'incremental';
  if (row.cursor === null || row.last_full_at === null) return 'full';
  const fullDue = stream.fullEveryMs !== undefined && nowMs - row.last_full_at.getTime() >= stream.fullEveryMs;
  return fullDue ? 'full' : 'incremental';
}

export async function requestRun(
  context: HubContext,
  trx: TenantTransaction,
  stream: Stream,
  row: StreamRow,
  request: RunRequest,
): Promise<RequestedRun> {
  const { tenantId } = request;
  const id = newId(context);
  const now = new Date(context.clock.now());
  const mode = modeOf(stream, row, request, now.getTime());
  const created = await trx
    .insertInto('run')
    .values({
      tenant_id: tenantId,
      id,
      sync_id: request.syncId,
      integration_id: row.integration_id,
      stream_no: row.stream_no,
      stream: row.stream,
      mode,
      trigger: request.trigger,
      // An inline run is never picked up by a worker while its caller lives.
      state: request.by === 'job' ? 'queued' : 'running',
      options: JSON.stringify({
        ...(request.since === undefined ? {} : { since: request.since }),
        force: request.force,
      }),
      requested_by: request.requestedBy,
      queued_at: now,
      heartbeat_at: sql`clock_timestamp()`,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'stream_no'])
        .where(sql<boolean>`state in ('queued', 'running')`)
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (created !== undefined) {
    if (request.by === 'job')
      await context.queue.send(trx, syncQueue, { tenant_id: tenantId, run_id: id }, { group: row.integration_id });
    return { id, stream: row.stream, mode, alreadyRunning: false };
  }
  const active = await trx
    .selectFrom('run')
    .select(['id', 'mode'])
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', row.stream_no)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
  // It ended between the two statements: there is room now.
  if (active === undefined) return requestRun(context, trx, stream, row, request);
  return { id: active.id, stream: row.stream, mode: active.mode, alreadyRunning: true };
}
