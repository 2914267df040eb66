/**
 * Where a ciphertext lives. The place is authenticated together with the value, so that a ciphertext copied to another row,
 * column or tenant does not open. Used by whoever seals: credentials, provider apps, OAuth states, raw pages.
 */

export interface SealedPlace {
  readonly table: string;
  /** The row's key within its tenant. */
  readonly row: string;
  readonly column: string;
}

/** The tenant of zeros owns what belongs to the platform: its provider apps, its audit chain, the audit's signing key. */
export const platformTenant = '00000000-0000-0000-0000-000000000000';

/** Every sealed column there is. */
export const sealedPlaces = {
  credential: (integrationId: string): SealedPlace => ({ table: 'credential', row: integrationId, column: 'sealed' }),
  providerApp: (id: string): SealedPlace => ({ table: 'provider_app', row: id, column: 'sealed' }),
  oauthState: (id: string): SealedPlace => ({ table: 'oauth_state', row: id, column: 'sealed' }),
  idempotentAnswer: (key: string): SealedPlace => ({ table: 'idempotency_key', row: key, column: 'sealed' }),
  exchange: (id: string): SealedPlace => ({ table: 'exchange_log', row: id, column: 'sealed' }),
  erasure: (id: string): SealedPlace => ({ table: 'erasure', row: id, column: 'sealed' }),
  webhook: (id: string): SealedPlace => ({ table: 'webhook', row: id, column: 'sealed' }),
  routeCall: (id: string): SealedPlace => ({ table: 'route_call', row: id, column: 'sealed' }),
  webhookAddress: (integrationId: string): SealedPlace => ({
    table: 'webhook_address',
    row: integrationId,
    column: 'sealed',
  }),
  endpoint: (id: string): SealedPlace => ({ table: 'endpoint', row: id, column: 'sealed' }),
  delivery: (id: string): SealedPlace => ({ table: 'delivery', row: id, column: 'sealed' }),
  attempt: (id: string): SealedPlace => ({ table: 'attempt', row: id, column: 'sealed' }),
  rawPage: (id: string): SealedPlace => ({ table: 'raw_page', row: id, column: 'sealed' }),
  derivedKey: (id: string): SealedPlace => ({ table: 'derived_key', row: id, column: 'sealed' }),
  dataKey: (version: number): SealedPlace => ({ table: 'data_key', row: String(version), column: 'wrapped' }),
} as const;

/** What is authenticated with a value. Lengths come first, so that no two places can be written alike. */
export function additionalData(tenantId: string, place: SealedPlace, keyVersion: number): Buffer {
  const parts = [tenantId, place.table, place.row, place.column, String(keyVersion)];
  return Buffer.from(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''));
}
