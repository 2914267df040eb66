/** When a subscription at a vendor is to be looked at next: rows of webhook_subscription_due. Used by subscriptions.ts and addresses.ts. */
import { sql } from 'kysely';
import type { Store, TenantTransaction } from '../../store/index.ts';

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

/** Those that are due, put off by `leaseMs` so that nobody else takes them; whoever looks says when they are due next. */
export async function dueSubscriptions(
  { platform }: Pick<Store, 'platform'>,
  now: Date,
  leaseMs: number,
  atMost: number,
): Promise<readonly Whose[]> {
  const { rows } = await sql<{ tenant_id: string; integration_id: string }>`
    update webhook_subscription_due d set due_at = ${now}::timestamptz + ${leaseMs} * interval '1 millisecond'
      from (select tenant_id, integration_id from webhook_subscription_due where due_at <= ${now}
             order by due_at limit ${atMost} for update skip locked) s
     where d.tenant_id = s.tenant_id and d.integration_id = s.integration_id
     returning d.tenant_id, d.integration_id`.execute(platform);
  return rows.map((row) => ({ tenantId: row.tenant_id, id: row.integration_id }));
}
