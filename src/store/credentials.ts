/**
 * Credentials of integrations: sealed in one row each, changed by generation. The engine's CredentialStore, with a committed
 * lease for the one process that refreshes: no row stays locked while the vendor is called, and a lease outlives the call it
 * covers. Also how the hub puts and destroys a credential. Does not speak to vendors.
 */
import { sql } from 'kysely';
import { z } from 'zod';
import { fail } from '../contract/errors.ts';
import { isJsonObject, type JsonObject } from '../contract/http.ts';
import type { Clock, CredentialStore, StoredCredential, Tokens } from '../engine/ports.ts';
import type { Audit } from './audit.ts';
import type { Database, TenantTransaction } from './database.ts';
import { sealedPlaces, type Vault } from './vault/index.ts';

/** What is sealed. Decoded on the way out: the ciphertext may be of an older version of Plugboard. */
const secrets = z.object({
  fields: z.record(z.string(), z.string()),
  tokens: z
    .object({
      access_token: z.string(),
      refresh_token: z.string().optional(),
      expires_at: z.number().optional(),
      issued_at: z.number().optional(),
      scope: z.string().optional(),
      extra: z.custom<JsonObject>(isJsonObject).optional(),
    })
    .optional(),
});

export interface NewCredential {
  readonly tenantId: string;
  readonly integrationId: string;
  /** Key of the way in. */
  readonly method: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly tokens: Tokens | undefined;
}

export interface CredentialParts {
  readonly database: Database;
  readonly vault: Vault;
  readonly audit: Audit;
  readonly clock: Clock;
}

interface CredentialRow {
  readonly method: string;
  readonly sealed: Buffer;
  readonly key_version: number;
  readonly generation: number;
}

const columns = ['method', 'sealed', 'key_version', 'generation'] as const;
export function credentialStore(parts: CredentialParts, tenantId: string, integrationId: string): CredentialStore {
  const { database, vault } = parts;
  const opened = async (row: CredentialRow): Promise<StoredCredential> => {
    const text = await vault.open(tenantId, sealedPlaces.credential(integrationId), row.key_version, row.sealed);
    const { fields, tokens } = secrets.parse(JSON.parse(text.toString('utf8')));
    return { method: row.method, fields, tokens, generation: row.generation };
  };
  const read = async (): Promise<StoredCredential> => {
    const row = await database.inTenant(tenantId, (trx) =>
      credentialOf(trx, tenantId, integrationId).select(columns).executeTakeFirst(),
    );
    if (row === undefined) throw fail('auth_revoked', 'The integration has no credentials: it is not connected.');
    return opened(row);
  };

  const commit = async (owner: string, generation: number, tokens: Tokens): Promise<boolean> => {
    // What the tenant typed is sealed together with the tokens and does not change within a generation.
    const before = await read();
    if (before.generation !== generation) return false;
    const { sealed, keyVersion } = await vault.seal(
      tenantId,
      sealedPlaces.credential(integrationId),
      secretText({ fields: before.fields, tokens }),
    );
    const result = await database.inTenant(tenantId, (trx) =>
      trx
        .updateTable('credential')
        .set({
          sealed,
          key_version: keyVersion,
          generation: generation + 1,
          ...noLease,
          in_doubt: false,
          updated_at: sql`now()`,
        })
        .where('tenant_id', '=', tenantId)
        .where('integration_id', '=', integrationId)
        .where('generation', '=', generation)
        .where('refresh_owner', '=', owner)
        .executeTakeFirst(),
    );
    return result.numUpdatedRows === 1n;
  };

  return {
    read,
    async lease(owner, generation, ttlMs) {
      const row = await database.inTenant(tenantId, (trx) =>
        trx
          .updateTable('credential')
          .set({
            refresh_owner: owner,
            // The database's clock: processes' own may disagree about when a lease ends.
            refresh_until: sql`clock_timestamp() + ${ttlMs} * interval '1 millisecond'`,
            // Whoever let the lease run out may have died with the vendor's answer in its hands.
            in_doubt: sql<boolean>`in_doubt or (refresh_owner <> ${owner}) is true`,
          })
          .where('tenant_id', '=', tenantId)
          .where('integration_id', '=', integrationId)
          .where('generation', '=', generation)
          .where((eb) =>
            eb.or([
              eb('refresh_until', 'is', null),
              eb('refresh_until', '<', sql<Date>`clock_timestamp()`),
              eb('refresh_owner', '=', owner),
            ]),
          )
          .returning(columns)
          .executeTakeFirst(),
      );
      return row === undefined ? undefined : opened(row);
    },
    commit,
    async release(owner, generation, inDoubt) {
      await database.inTenant(tenantId, (trx) =>
        trx
          .updateTable('credential')
          .set({ ...noLease, in_doubt: sql<boolean>`in_doubt or ${inDoubt}` })
          .where('tenant_id', '=', tenantId)
          .where('integration_id', '=', integrationId)
          .where('generation', '=', generation)
          .where('refresh_owner', '=', owner)
          .execute(),
      );
    },
    revoked: (generation, reason) =>
      database.inTenant(tenantId, (trx) => markRevoked(trx, parts, { tenantId, integrationId, generation, reason })),
  };
}

/** Creates or replaces the credential of an integration, within the caller's transaction. A refresh under way loses. */
export async function putCredential(trx: TenantTransaction, vault: Vault, credential: NewCredential): Promise<void> {
  const { tenantId, integrationId, method, fields, tokens } = credential;
  const { sealed, keyVersion } = await vault.seal(
    tenantId,
    sealedPlaces.credential(integrationId),
    secretText({ fields, tokens }),
  );
  await trx
    .insertInto('credential')
    .values({
      tenant_id: tenantId,
      integration_id: integrationId,
      method,
      sealed,
      key_version: keyVersion,
      // Not 1: a refresh or a revocation that began before a disconnect must not fit the credential that came after it.
      generation: sql`floor(extract(epoch from clock_timestamp()) * 1000)`,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'integration_id']).doUpdateSet((eb) => ({
        method,
        sealed,
        key_version: keyVersion,
        generation: eb('credential.generation', '+', 1),
        ...noLease,
        in_doubt: false,
        updated_at: sql`now()`,
      })),
    )
    .execute();
}

/** Removes the credential for good, within the caller's transaction. */
export async function destroyCredential(
  trx: TenantTransaction,
  tenantId: string,
  integrationId: string,
): Promise<void> {
  await trx
    .deleteFrom('credential')
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .execute();
}

const noLease = { refresh_owner: null, refresh_until: null } as const;

function credentialOf(trx: TenantTransaction, tenantId: string, integrationId: string) {
  return trx.selectFrom('credential').where('tenant_id', '=', tenantId).where('integration_id', '=', integrationId);
}

function secretText(value: z.infer<typeof secrets> | Pick<NewCredential, 'fields' | 'tokens'>): Buffer {
  return Buffer.from(JSON.stringify(value));
}

interface Revocation {
  readonly tenantId: string;
  readonly integrationId: string;
  /** The generation the vendor refused; if a newer one is stored, somebody has connected or refreshed since. */
  readonly generation: number;
  readonly reason: string;
}

/** Turns the integration needs_reauth, once, with everything that must happen with it. */
async function markRevoked(
  trx: TenantTransaction,
  { audit, clock }: CredentialParts,
  revocation: Revocation,
): Promise<void> {
  const { tenantId, integrationId, generation, reason } = revocation;
  const row = await trx
    .updateTable('credential')
    .set(noLease)
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .where('generation', '=', generation)
    .returning('in_doubt')
    .executeTakeFirst();
  if (row === undefined) return;
  const message = row.in_doubt
    ? `${reason} An earlier refresh was interrupted; the provider may have replaced the token then.`
    : reason;
  const changed = await trx
    .updateTable('integration')
    .set({ auth_state: 'needs_reauth', auth_message: message, updated_at: sql`now()` })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', integrationId)
    .where('auth_state', '<>', 'needs_reauth')
    .returning('provider')
    .executeTakeFirst();
  if (changed === undefined) return;

  // No hammering: nothing is due until somebody connects again.
  const streams = trx
    .selectFrom('stream_state')
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId)
    .select('stream_no');
  await trx.deleteFrom('stream_due').where('tenant_id', '=', tenantId).where('stream_no', 'in', streams).execute();
  await trx
    .insertInto('integration_log')
    .values({
      tenant_id: tenantId,
      integration_id: integrationId,
      at: new Date(clock.now()),
      action: 'reauth_needed',
      status: 'error',
      message,
    })
    .execute();
  await trx
    .insertInto('outbox')
    .values({
      tenant_id: tenantId,
      kind: 'integration.needs_reauth',
      integration_id: integrationId,
      payload: JSON.stringify({ message }),
    })
    .execute();
  await audit.append(trx, {
    tenantId,
    actor: 'system:credentials',
    action: 'integration.needs_reauth',
    target: integrationId,
    details: { provider: changed.provider, in_doubt: row.in_doubt },
  });
}
