/** Forgets what was refused: the sample of a request after a day, the counts after a month. Called by the worker. */
import { sql } from 'kysely';
import type { HubContext } from '../context.ts';

const dayMs = 86_400_000;
const countDays = 30;

export function refusalUpkeep({ store, clock }: HubContext) {
  return {
    /** Stops between two tenants when aborted. */
    run: async (signal: AbortSignal): Promise<void> => {
      const now = clock.now();
      // An hour's sample is of its end at the latest.
      const day = new Date(now - dayMs - dayMs / 24);
      const month = new Date(now - countDays * dayMs);
      await sql`delete from webhook_app_refusal where hour < ${month}`.execute(store.platform);
      await sql`update webhook_app_refusal set sample = null where hour < ${day} and sample is not null`.execute(
        store.platform,
      );
      for (const { id } of await store.platform.selectFrom('tenant').select('id').orderBy('id').execute()) {
        if (signal.aborted) return;
        await store.inTenant(id, async (trx) => {
          await sql`delete from webhook_refusal where tenant_id = ${id} and hour < ${month}`.execute(trx);
          await sql`
            update webhook_refusal set sample = null
             where tenant_id = ${id} and hour < ${day} and sample is not null`.execute(trx);
        });
      }
    },
  };
}
