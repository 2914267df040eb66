/**
 * Holding a re-derivation: taking it up, exclusively and under a new fence, and saying every few seconds that its holder lives
 * (holding.ts). Used by rederive-execution.ts.
 */
import { sql } from 'kysely';
import { fail } from '../../contract/errors.ts';
import type { HubContext } from '../context.ts';
import { deadAfterMs, heardWithin, keepBeating } from '../holding.ts';

export interface ClaimedRederivation {
  readonly tenantId: string;
  readonly id: string;
  readonly fence: number;
  readonly integrationId: string;
  readonly streamNo: number;
  readonly stream: string;
  readonly model: string;
  readonly reason: 'mapping' | 'map_version';
  readonly mapVersion: number;
  readonly mappingVersion: number | null;
  readonly requestedBy: string;
  readonly attempts: number;
}

/** Undefined: it has ended, or was superseded. Throws `conflict` while its holder lives. */
export async function claimRederivation(
  context: HubContext,
  tenantId: string,
  id: string,
): Promise<ClaimedRederivation | undefined> {
  return context.store.inTenant(tenantId, async (trx) => {
    const row = await trx
      .selectFrom('rederivation')
      .selectAll()
      .select(heardWithin(deadAfterMs).as('heard_of'))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined || (row.state !== 'queued' && row.state !== 'running')) return undefined;
    // The job comes again; if the holder is dead, it will be silent by then.
    if (row.state === 'running' && row.attempts > 0 && row.heard_of)
      throw fail('conflict', 'The re-derivation is being executed by another process.');
    const stream = await trx
      .selectFrom('stream_state')
      .select(['stream', 'model'])
      .where('tenant_id', '=', tenantId)
      .where('stream_no', '=', row.stream_no)
      .executeTakeFirst();
    if (stream === undefined) return undefined;
    await trx
      .updateTable('rederivation')
      .set({
        state: 'running',
        fence: row.fence + 1,
        attempts: row.attempts + 1,
        started_at: row.started_at ?? new Date(context.clock.now()),
        heartbeat_at: sql`clock_timestamp()`,
      })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    return {
      tenantId,
      id,
      fence: row.fence + 1,
      integrationId: row.integration_id,
      streamNo: row.stream_no,
      stream: stream.stream,
      model: stream.model,
      reason: row.reason,
      mapVersion: row.map_version,
      mappingVersion: row.mapping_version,
      requestedBy: row.requested_by,
      attempts: row.attempts + 1,
    };
  });
}

/** Heartbeats until the answered function is called; calls `lost` when it is no longer ours. */
export function keepHolding(context: HubContext, claimed: ClaimedRederivation, lost: () => void): () => void {
  const beat = () => heartbeat(context, claimed);
  return keepBeating(context, { rederivation_id: claimed.id }, beat, (ours) => {
    if (!ours) lost();
    return ours ? 'goes on' : 'over';
  });
}

async function heartbeat(context: HubContext, { tenantId, id, fence }: ClaimedRederivation): Promise<boolean> {
  const beaten = await context.store.inTenant(tenantId, (trx) =>
    trx
      .updateTable('rederivation')
      .set({ heartbeat_at: sql`clock_timestamp()` })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .where('fence', '=', fence)
      .where('state', '=', 'running')
      .executeTakeFirst(),
  );
  return beaten.numUpdatedRows > 0n;
}
