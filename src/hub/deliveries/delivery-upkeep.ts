/** Takes away deliveries, with their attempts, and endpoints that were deleted, when they are kept no longer. Called by the worker. */
import { sql } from 'kysely';
import type { HubContext } from '../context.ts';
import { dayMs } from '../logs/log-retention.ts';
import { earliestId } from './deliveries.ts';

/** After its end; of one that waits for a disabled endpoint after it was queued. */
const keptDays = 30;
/** Rows of one transaction. */
const atOnce = 1_000;

export function deliveryUpkeep({ store, clock, log }: HubContext) {
  /** Answers how many went; stops between two transactions when aborted. */
  const run = async (signal: AbortSignal): Promise<number> => {
    const before = new Date(clock.now() - keptDays * dayMs);
    let removed = 0;
    for (const { id: tenantId } of await store.platform.selectFrom('tenant').select('id').orderBy('id').execute()) {
      for (let some = 1; some > 0 && !signal.aborted; removed += some) some = await removeSome(tenantId, before);
      await removeEndpoints(tenantId);
    }
    if (removed > 0) log.info({ deliveries: removed }, 'deliveries that are not kept any longer are gone');
    return removed;
  };

  const removeSome = (tenantId: string, before: Date): Promise<number> =>
    store.inTenant(tenantId, async (trx) => {
      // Ids begin with the moment of queueing: what came later is not looked at.
      const { numAffectedRows } = await sql`
        delete from delivery where tenant_id = ${tenantId} and id = any (array(
          select d.id from delivery d
            join endpoint e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id
           where d.tenant_id = ${tenantId} and d.id < ${earliestId(before.getTime())}::uuid
             and (d.finished_at < ${before} or (d.state = 'queued' and not e.enabled))
           order by d.id limit ${atOnce}))`.execute(trx);
      return Number(numAffectedRows ?? 0);
    });

  /** Those that were deleted, once nothing tells of them any more. */
  const removeEndpoints = (tenantId: string): Promise<unknown> =>
    store.inTenant(tenantId, (trx) =>
      sql`
        delete from endpoint e
         where e.tenant_id = ${tenantId} and e.deleted_at is not null
           and not exists (select from delivery d where d.tenant_id = e.tenant_id and d.endpoint_id = e.id)`.execute(
        trx,
      ),
    );

  return { run };
}
