/** When a subscription at a vendor is to be looked at next: rows of webhook_subscription_due. Used by subscriptions.ts and addresses.ts. */
import type { TenantTransaction } from '../../store/index.ts';

interface Whose {
  readonly tenantId: string;
  readonly id: string;
}

export async function subscriptionDue(trx: TenantTransaction, { tenantId, id }: Whose, atMs: number): Promise<void> {
  const due_at = new Date(atMs);
  await trx
    .insertInto('webhook_subscription_due')
    .values({ tenant_id: tenantId, integration_id: id, due_at })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'integration_id']).doUpdateSet({ due_at }))
    .execute();
}

export async function subscriptionNotDue(trx: TenantTransaction, { tenantId, id }: Whose): Promise<void> {
  await trx
    .deleteFrom('webhook_subscription_due')
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', id)
    .execute();
}
