/**
 * Reading a stream because a webhook says that something changed there. However often that is said, it is one run, and one more if a run
 * was under way already: that one may have passed the place. Called by the webhooks' inbox, and when a run ends.
 */
import type { Stream } from '../../contract/stream.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { newId } from '../ids.ts';
import { absentReason } from '../integrations/absent.ts';
import { requestRun, type StreamRow } from './run-requests.ts';

/** The run that will see it, and whether it is still to be made when the present one has ended. */
export interface Woken {
  readonly runId: string;
  readonly afterwards: boolean;
}

/** The caller holds the stream's row (for update): a run neither begins nor ends meanwhile. */
export async function wakeStream(
  context: HubContext,
  trx: TenantTransaction,
  tenantId: string,
  stream: Stream,
  row: StreamRow,
): Promise<Woken> {
  const run = await requestRun(context, trx, stream, row, {
    tenantId,
    syncId: newId(context),
    trigger: 'webhook',
    requestedBy: 'system:webhooks',
    since: undefined,
    force: false,
    by: 'job',
  });
  if (!run.alreadyRunning) return { runId: run.id, afterwards: false };
  const { attempts } = await trx
    .selectFrom('run')
    .select('attempts')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', run.id)
    .executeTakeFirstOrThrow();
  // It has not begun to read.
  if (attempts === 0) return { runId: run.id, afterwards: false };
  await trx
    .updateTable('stream_state')
    .set({ woken_at: new Date(context.clock.now()) })
    .where('tenant_id', '=', tenantId)
    .where('stream_no', '=', row.stream_no)
    .execute();
  return { runId: run.id, afterwards: true };
}

/**
 * After a run of a stream that was woken meanwhile has ended, in the transaction that ends it. Not where nothing may be read: what changed is
 * read by the next run that may, because the cursor has not passed it.
 */
export async function runAgain(
  context: HubContext,
  trx: TenantTransaction,
  tenantId: string,
  streamNo: number,
): Promise<void> {
  const row = await trx
    .selectFrom('stream_state as s')
    .innerJoin('integration as i', (join) =>
      join.onRef('i.tenant_id', '=', 's.tenant_id').onRef('i.id', '=', 's.integration_id'),
    )
    .select(['s.stream_no', 's.integration_id', 's.stream', 's.cursor', 's.last_full_at'])
    .select(['i.provider', 'i.absent', 'i.paused_until'])
    .where('s.tenant_id', '=', tenantId)
    .where('s.stream_no', '=', streamNo)
    .where('s.enabled', '=', true)
    .where('i.enabled', '=', true)
    .where('i.auth_state', '=', 'connected')
    .executeTakeFirst();
  if (row === undefined || (row.paused_until?.getTime() ?? 0) > context.clock.now()) return;
  if (!context.registry.keys.includes(row.provider) || absentReason(row.absent, row.stream) !== undefined) return;
  const stream = (await context.registry.load(row.provider)).streams[row.stream];
  if (stream !== undefined) await wakeStream(context, trx, tenantId, stream, row);
}
