/**
 * Takes away events when they have been kept for thirty days, in small transactions: those who were to hear of them have, or never will. Any
 * number of workers may do it at once. Called by the worker.
 */
import { sql } from 'kysely';
import type { HubContext } from '../context.ts';
import { firstIdOf } from '../ids.ts';
import { dayMs } from '../logs/log-retention.ts';

export const eventDays = 30;
const atOnce = 2_000;

export function eventUpkeep({ store, clock, log }: HubContext) {
  /** Stops between two transactions when aborted. Answers how many went. */
  return async (signal: AbortSignal): Promise<number> => {
    const before = firstIdOf(clock.now() - eventDays * dayMs);
    let gone = 0;
    for (const { id: tenantId } of await store.platform.selectFrom('tenant').select('id').orderBy('id').execute()) {
      for (let some = atOnce; some === atOnce && !signal.aborted; gone += some) {
        const { numAffectedRows } = await store.inTenant(tenantId, (trx) =>
          sql`delete from event where tenant_id = ${tenantId}
                 and id = any (array(select id from event where tenant_id = ${tenantId} and id < ${before} order by id limit ${atOnce}))`.execute(
            trx,
          ),
        );
        some = Number(numAffectedRows ?? 0);
      }
    }
    if (gone > 0) log.info({ events: gone }, 'events that are not kept any longer are gone');
    return gone;
  };
}
