/**
 * Removes a tenant with everything it has: integrations (grants ended at the vendors, records), keys, apps. Its audit trail stays, and
 * the removal itself is written into the platform's. Killed half way, it can be repeated.
 */
import { platformTenant } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { invalidInput } from '../inputs.ts';
import { removeIntegration } from '../integrations/integration-removal.ts';
import { nameOf, type Principal } from './principal.ts';
import type { Tenants } from './tenants.ts';

export function tenantRemoval(context: HubContext, tenants: Tenants) {
  const { store } = context;

  /** Only if `confirm` is its slug. For the platform and partners. */
  return async (principal: Principal, tenant: string, confirm: string | undefined): Promise<void> => {
    const { id, slug } = await tenants.enter(principal, 'admin', tenant);
    tenants.authorizePlatform(principal, 'admin');
    if (confirm !== slug) {
      throw invalidInput([
        {
          path: 'confirm',
          message: `expected the slug of the tenant, "${slug}": deleting it deletes all its integrations and records`,
        },
      ]);
    }
    const actor = nameOf(principal);
    const integrations = await store.inTenant(id, (trx) =>
      trx.selectFrom('integration').select('id').where('tenant_id', '=', id).execute(),
    );
    for (const integration of integrations) await removeIntegration(context, id, integration.id, actor);
    await store.inTenant(id, (trx) => trx.deleteFrom('outbox').where('tenant_id', '=', id).execute());
    // Copies in backups are then no more than noise.
    await store.inTenant(id, async (trx) => {
      await trx.deleteFrom('key_rotation').where('tenant_id', '=', id).execute();
      await trx.deleteFrom('derived_key').where('tenant_id', '=', id).execute();
      await trx.deleteFrom('data_key').where('tenant_id', '=', id).execute();
    });
    await store.inTenant(platformTenant, async (trx) => {
      // What else belongs to it goes with its row, by the foreign keys.
      await trx.deleteFrom('tenant').where('id', '=', id).execute();
      await store.audit.append(trx, {
        tenantId: platformTenant,
        actor,
        action: 'tenant.removed',
        target: id,
        details: { slug },
      });
    });
  };
}
