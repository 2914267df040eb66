/** Takes away what connect sessions leave behind: drafts nobody finished, and the sessions themselves after a month. Called by the worker. */
import { signInMs } from '../connect/connect-state.ts';
import type { HubContext } from '../context.ts';
import { removeIntegration } from '../integrations/integration-removal.ts';

/** The end user's name is in them: no longer than anybody asks what came of one. */
const keptMs = 30 * 86_400_000;

export function connectSessionUpkeep(context: HubContext) {
  const { store, clock } = context;

  /** Drafts that ended sessions made and never connected. Whoever is still signing in at the vendor may finish. */
  const abandonedDrafts = (tenantId: string) =>
    store.inTenant(tenantId, (trx) =>
      trx
        .selectFrom('connect_session as c')
        .innerJoin('integration as i', (join) =>
          join.onRef('i.tenant_id', '=', 'c.tenant_id').onRef('i.id', '=', 'c.integration_id'),
        )
        .select(['c.id as session', 'i.id as integration'])
        .where('c.tenant_id', '=', tenantId)
        .where('c.reconnects', '=', false)
        .where('c.completed_at', 'is', null)
        .where('c.expires_at', '<', new Date(clock.now() - signInMs))
        .where('i.connected_at', 'is', null)
        .execute(),
    );

  return {
    /** Stops between two when aborted. */
    run: async (signal: AbortSignal): Promise<void> => {
      for (const { id: tenantId } of await store.platform.selectFrom('tenant').select('id').orderBy('id').execute()) {
        for (const { session, integration } of await abandonedDrafts(tenantId)) {
          if (signal.aborted) return;
          await store.inTenant(tenantId, (trx) =>
            trx
              .updateTable('connect_session')
              .set({ integration_id: null })
              .where('tenant_id', '=', tenantId)
              .where('id', '=', session)
              .execute(),
          );
          await removeIntegration(context, tenantId, integration, `connect_session:${session}`);
        }
        if (signal.aborted) return;
        await store.inTenant(tenantId, (trx) =>
          trx
            .deleteFrom('connect_session')
            .where('tenant_id', '=', tenantId)
            .where('expires_at', '<', new Date(clock.now() - keptMs))
            .execute(),
        );
      }
    },
  };
}
