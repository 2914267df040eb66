/**
 * Destroying data keys that nothing is sealed with any more. What was derived from them and is still needed is kept, sealed with the
 * present key: it says nothing of the key itself. Called by rotation.ts, within its transaction.
 */
import type { TenantTransaction } from './database.ts';
import type { Store } from './index.ts';
import { versionsInUse } from './sealed-tables.ts';
import { derivedId, platformTenant, sealedPlaces } from './vault/index.ts';

/** Answers the versions below `version` that are no more. Those that still seal something (damaged values) stay. */
export async function destroyOldKeys(
  store: Store,
  trx: TenantTransaction,
  tenantId: string,
  version: number,
): Promise<readonly number[]> {
  // Locked first: whoever is just storing with an old key is waited for, whoever comes later is refused (0014_keys.sql).
  const old = await trx
    .selectFrom('data_key')
    .select('version')
    .where('tenant_id', '=', tenantId)
    .where('version', '<', version)
    .orderBy('version')
    .forUpdate()
    .execute();
  const used = await versionsInUse(trx, tenantId, version);
  const idle = old.map((row) => row.version).filter((one) => !used.has(one));
  if (idle.length === 0) return [];
  for (const one of idle) await keepDerived(store, trx, tenantId, one);
  await trx.deleteFrom('data_key').where('tenant_id', '=', tenantId).where('version', 'in', idle).execute();
  return idle;
}

async function keepDerived(store: Store, trx: TenantTransaction, tenantId: string, version: number): Promise<void> {
  for (const purpose of purposesOf(tenantId, version)) {
    const id = derivedId(version, purpose);
    const derived = await store.vault.derive(tenantId, version, purpose);
    const { sealed, keyVersion } = await store.vault.seal(tenantId, sealedPlaces.derivedKey(id), derived);
    await trx
      .insertInto('derived_key')
      .values({ tenant_id: tenantId, id, sealed, key_version: keyVersion })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/**
 * Cursors are handed out for good, and erased people recognised for good, under version 1 of their tenant; heads of audit chains name
 * the platform's version of their time.
 */
function purposesOf(tenantId: string, version: number): readonly string[] {
  return [
    ...(version === 1 ? ['cursors', 'erasure marks'] : []),
    ...(tenantId === platformTenant ? ['audit signing'] : []),
  ];
}
