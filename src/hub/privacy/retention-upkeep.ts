/**
 * Takes away what tenants keep for so long only, again and again, in small transactions. Any number of workers may do it at once and any
 * may die in the middle: what is gone is gone, the rest goes later. Called by the worker.
 */
import type { TenantTransaction } from '../../store/index.ts';
import type { Rewriting } from '../../store/raw-erasure.ts';
import { deleteActionCalls, deleteGoneRecords, deleteHistory, deleteRawPages } from '../../store/retention-rows.ts';
import { deleteWebhooks } from '../../store/webhook-rows.ts';
import type { HubContext } from '../context.ts';
import { dayMs } from '../logs/log-retention.ts';
import { dataDays, type DataDays } from './retention.ts';

/** Rows one transaction takes away; raw pages are rewritten for them. */
const atOnce = 500;

/** How much went. */
export type Removed = Record<keyof DataDays, number>;

export function retentionUpkeep({ store, clock, log }: HubContext) {
  /** Stops between two transactions when aborted. */
  const run = async (signal: AbortSignal): Promise<Removed> => {
    const removed: Removed = {
      history_days: 0,
      deleted_record_days: 0,
      raw_days: 0,
      action_call_days: 0,
      webhook_days: 0,
    };
    for (const { id: tenantId } of await store.platform.selectFrom('tenant').select('id').orderBy('id').execute()) {
      const kept = await store.inTenant(tenantId, (trx) => dataDays(trx, tenantId));
      await shorten(tenantId, 'history_days', kept, removed, signal, deleteHistory);
      await shorten(tenantId, 'deleted_record_days', kept, removed, signal, deleteGoneRecords);
      await shorten(tenantId, 'raw_days', kept, removed, signal, (trx, of, ...how) =>
        deleteRawPages(trx, of.tenantId, ...how),
      );
      await shorten(tenantId, 'action_call_days', kept, removed, signal, (trx, of, ...how) =>
        deleteActionCalls(trx, of.tenantId, ...how),
      );
      await shorten(tenantId, 'webhook_days', kept, removed, signal, (trx, of, ...how) =>
        deleteWebhooks(trx, of.tenantId, ...how),
      );
    }
    if (Object.values(removed).some((count) => count > 0))
      log.info(removed, 'data that is not kept any longer is gone');
    return removed;
  };

  const shorten = async (
    tenantId: string,
    what: keyof DataDays,
    kept: DataDays,
    removed: Removed,
    signal: AbortSignal,
    remove: (trx: TenantTransaction, of: Rewriting, before: Date, atMost: number) => Promise<number>,
  ): Promise<void> => {
    const days = kept[what];
    if (days === null) return;
    const before = new Date(clock.now() - days * dayMs);
    for (let some = 1; some > 0 && !signal.aborted; removed[what] += some) {
      some = await store.inTenant(tenantId, (trx) => remove(trx, { tenantId, vault: store.vault }, before, atOnce));
    }
  };

  return { run };
}
