/** What making, replacing and changing an integration have in common. */
import { isDeepStrictEqual } from 'node:util';
import { fail } from '../../contract/errors.ts';
import { violatedUnique, type TenantTransaction } from '../../store/index.ts';
import type { Principal, TenantRef } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import { credentialParts, type Plan } from './integration-input.ts';
import { noIntegration } from './integration-rows.ts';

/** Nothing is proven yet. The account stays, to be compared with the one that connecting finds. */
export const toBeProven = {
  auth_state: 'draft',
  auth_message: 'The credentials or their address were changed; connect again.',
  enabled: false,
  accounts: null,
} as const;

/** How it is configured now. Throws `not_found`. `named`: as whoever asks calls it. */
export async function configured({ store }: HubContext, scope: TenantRef, id: string, named: string) {
  const row = await store.inTenant(scope.id, (trx) =>
    trx
      .selectFrom('integration')
      .select(['provider', 'name', 'auth_method', 'settings', 'overrides', 'updated_at'])
      .where('tenant_id', '=', scope.id)
      .where('id', '=', id)
      .executeTakeFirst(),
  );
  if (row === undefined) throw noIntegration(named);
  return row;
}

/** An operator's own figures decide how hard a vendor may be called: not everybody who may connect may change them. */
export async function mayOverride(
  tenants: Tenants,
  principal: Principal,
  tenant: string,
  wanted: object | undefined,
  stored: object,
): Promise<void> {
  if (wanted !== undefined && !isDeepStrictEqual(wanted, stored)) await tenants.enter(principal, 'admin', tenant);
}

export async function storeCredentials(
  { store }: HubContext,
  trx: TenantTransaction,
  tenantId: string,
  id: string,
  plan: Plan,
): Promise<void> {
  if (plan.credentials === undefined) return;
  const parts = credentialParts(plan.way, plan.credentials);
  // Nothing given for another way in: what was stored for the old one must not linger.
  if (Object.keys(plan.credentials).length === 0) return store.destroyCredential(trx, tenantId, id);
  await store.putCredential(trx, { tenantId, integrationId: id, method: plan.way.key, ...parts });
}

export function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** Two writers at once may want the same name; the unique name decides, and the loser is told. */
export async function unlessNameTaken<T>(name: string | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (violatedUnique(error) !== 'integration_tenant_id_name_key') throw error;
    throw fail(
      'conflict',
      name === undefined
        ? 'Another integration was just given this name; try again.'
        : `There is already an integration named "${name}".`,
    );
  }
}
