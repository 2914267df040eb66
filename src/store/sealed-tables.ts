/** What is sealed with data keys: every table with a `sealed` column. For their renewal (rotation.ts, key-destruction.ts). */
import { sql } from 'kysely';
import type { TenantTransaction } from './database.ts';
import { platformTenant, sealedPlaces, type SealedPlace } from './vault/places.ts';

/** Where values are, and how many one transaction takes. */
export interface SealedTable {
  readonly name: string;
  /** The column that names the row in its place. */
  readonly id: string;
  readonly place: (id: string) => SealedPlace;
  readonly atOnce: number;
}

export const sealedTables: readonly SealedTable[] = [
  { name: 'credential', id: 'integration_id', place: sealedPlaces.credential, atOnce: 100 },
  { name: 'provider_app', id: 'id', place: sealedPlaces.providerApp, atOnce: 100 },
  { name: 'oauth_state', id: 'id', place: sealedPlaces.oauthState, atOnce: 100 },
  { name: 'idempotency_key', id: 'key', place: sealedPlaces.idempotentAnswer, atOnce: 100 },
  { name: 'erasure', id: 'id', place: sealedPlaces.erasure, atOnce: 100 },
  { name: 'derived_key', id: 'id', place: sealedPlaces.derivedKey, atOnce: 100 },
  { name: 'exchange_log', id: 'id', place: sealedPlaces.exchange, atOnce: 100 },
  { name: 'webhook_address', id: 'integration_id', place: sealedPlaces.webhookAddress, atOnce: 100 },
  { name: 'webhook', id: 'id', place: sealedPlaces.webhook, atOnce: 100 },
  { name: 'endpoint', id: 'id', place: sealedPlaces.endpoint, atOnce: 100 },
  { name: 'delivery', id: 'id', place: sealedPlaces.delivery, atOnce: 100 },
  { name: 'attempt', id: 'id', place: sealedPlaces.attempt, atOnce: 100 },
  { name: 'route_call', id: 'id', place: sealedPlaces.routeCall, atOnce: 100 },
  // Pages are a hundred kilobytes and more.
  { name: 'raw_page', id: 'id', place: sealedPlaces.rawPage, atOnce: 20 },
];

/** How many values versions below `version` sealed. */
export async function countSealed(trx: TenantTransaction, tenantId: string, version: number): Promise<number> {
  let total = 0;
  for (const table of sealedTables) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(table.name)}
       where ${ofOwner(table, tenantId)} and key_version < ${version}`.execute(trx);
    total += rows[0]?.count ?? 0;
  }
  return total;
}

/** The versions below `version` that sealed something that is there. */
export async function versionsInUse(
  trx: TenantTransaction,
  tenantId: string,
  version: number,
): Promise<ReadonlySet<number>> {
  const used = new Set<number>();
  for (const table of sealedTables) {
    const { rows } = await sql<{ key_version: number }>`
      select distinct key_version from ${sql.table(table.name)}
       where ${ofOwner(table, tenantId)} and key_version < ${version}`.execute(trx);
    for (const row of rows) used.add(row.key_version);
  }
  return used;
}

/** The platform's own provider apps have no tenant; its other rows are under the tenant of zeros. */
export function ofOwner(table: SealedTable, tenantId: string) {
  const none = table.name === 'provider_app' && tenantId === platformTenant;
  return none ? sql<boolean>`tenant_id is null` : sql<boolean>`tenant_id = ${tenantId}`;
}
