/**
 * Bringing an integration to rest, within a transaction of its tenant: nothing is due any more, runs under way have ended, and what they
 * still bring is refused. Used when it is disconnected, removed, or connected to another account.
 */
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';

/** Also destroys the credentials and forgets sign-ins that were begun. Records stay. */
export async function haltIntegration(
  context: HubContext,
  trx: TenantTransaction,
  tenantId: string,
  id: string,
): Promise<void> {
  await trx
    .updateTable('integration')
    .set({
      auth_state: 'disconnected',
      enabled: false,
      accounts: null,
      credential_names: [],
      updated_at: new Date(context.clock.now()),
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  await context.store.destroyCredential(trx, tenantId, id);
  const streams = trx
    .selectFrom('stream_state')
    .select('stream_no')
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', id);
  await trx.deleteFrom('stream_due').where('tenant_id', '=', tenantId).where('stream_no', 'in', streams).execute();
  await trx.deleteFrom('oauth_state').where('tenant_id', '=', tenantId).where('integration_id', '=', id).execute();
  await endRuns(context, trx, tenantId, id);
}

/** Runs under way end as cancelled, now: a page that one of them stores later comes with an old fence. */
export async function endRuns(
  context: HubContext,
  trx: TenantTransaction,
  tenantId: string,
  id: string,
): Promise<void> {
  await trx
    .updateTable('stream_state')
    .set((row) => ({ fence: row('fence', '+', 1), checkpoint: null, page_result: null }))
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', id)
    .execute();
  await trx
    .updateTable('run')
    .set({ state: 'cancelled', cancel_requested: true, finished_at: new Date(context.clock.now()) })
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .execute();
}
