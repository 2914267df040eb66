/** Rows of webhook_address with what is sealed in them: read, and changed under their lock. Used by addresses.ts and its neighbours. */
import { sql } from 'kysely';
import { fail } from '../../contract/errors.ts';
import type { JsonObject } from '../../contract/http.ts';
import type { Provider } from '../../contract/provider.ts';
import type { Webhooks } from '../../contract/webhooks.ts';
import type { TenantTransaction } from '../../store/index.ts';
import type { HubContext } from '../context.ts';
import { showId } from '../ids.ts';
import { noIntegration } from '../integrations/integration-rows.ts';
import { openAddress, sealAddress, type AddressSecrets } from './addresses-secrets.ts';
import type { AddressTokens } from './addresses-token.ts';

/** An integration of a provider that sends webhooks. */
export interface WebhookIntegration {
  readonly tenantId: string;
  readonly id: string;
  readonly name: string;
  readonly provider: Provider;
  readonly webhooks: Webhooks;
}

export interface AddressRow {
  readonly allowed_ips: readonly string[];
  readonly per_minute: number | null;
  readonly subscription: JsonObject | null;
  readonly held: AddressSecrets;
}

/** What is to be changed of one; what is left out stays. */
export interface AddressChange {
  readonly held?: AddressSecrets;
  readonly allowed_ips?: readonly string[] | undefined;
  readonly per_minute?: number | null | undefined;
  readonly subscription?: JsonObject | null;
}

/** Throws `not_found`, and `unsupported` for a provider that sends none. */
export async function webhookIntegration(
  context: HubContext,
  trx: TenantTransaction,
  tenantId: string,
  id: string,
): Promise<WebhookIntegration> {
  const row = await trx
    .selectFrom('integration')
    .select(['provider', 'name'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw noIntegration(showId('int', id));
  const provider = await context.registry.load(row.provider);
  if (provider.webhooks === undefined) throw fail('unsupported', `${provider.name} sends no webhooks.`);
  return { tenantId, id, name: row.name, provider, webhooks: provider.webhooks };
}

/** `lock`: nobody else changes it before the end of the transaction. */
export async function readAddress(
  context: Pick<HubContext, 'store'>,
  trx: TenantTransaction,
  tenantId: string,
  integrationId: string,
  lock = false,
): Promise<AddressRow | undefined> {
  const wanted = trx
    .selectFrom('webhook_address')
    .select(['integration_id', 'sealed', 'key_version', 'allowed_ips', 'per_minute', 'subscription'])
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', integrationId);
  const row = await (lock ? wanted.forUpdate() : wanted).executeTakeFirst();
  if (row === undefined) return undefined;
  const { allowed_ips, per_minute, subscription } = row;
  return { allowed_ips, per_minute, subscription, held: await openAddress(context.store.vault, tenantId, row) };
}

/** The one there is, or a new one, locked. Two of us who make it at once get the same. */
export async function ensureAddress(
  context: HubContext,
  tokens: AddressTokens,
  trx: TenantTransaction,
  { tenantId, id, provider, webhooks }: WebhookIntegration,
): Promise<{ readonly address: AddressRow; readonly made: boolean }> {
  const known = await readAddress(context, trx, tenantId, id, true);
  if (known !== undefined) return { address: known, made: false };
  if (!webhooks.addresses.includes('integration'))
    throw fail('unsupported', `${provider.name} can only be given one address for all accounts of an app.`, {
      next: 'Use `app_url`, and set the webhook secret with the provider app.',
    });
  const held: AddressSecrets = { tokens: [{ value: await tokens.mint(tenantId, id) }], secrets: [] };
  const { sealed, keyVersion } = await sealAddress(context.store.vault, tenantId, id, held);
  const { rows } = await sql`
    insert into webhook_address (tenant_id, integration_id, sealed, key_version) values (${tenantId}, ${id}, ${sealed}, ${keyVersion})
    on conflict do nothing returning integration_id`.execute(trx);
  const address = await readAddress(context, trx, tenantId, id, true);
  if (address === undefined) throw fail('conflict', 'The webhook address was removed meanwhile; try again.');
  return { address, made: rows.length > 0 };
}

export async function changeAddress(
  context: Pick<HubContext, 'store'>,
  trx: TenantTransaction,
  { tenantId, id }: Pick<WebhookIntegration, 'tenantId' | 'id'>,
  { held, allowed_ips, per_minute, subscription }: AddressChange,
): Promise<void> {
  const sealed = held === undefined ? undefined : await sealAddress(context.store.vault, tenantId, id, held);
  await trx
    .updateTable('webhook_address')
    .set({
      updated_at: sql`now()`,
      ...(sealed === undefined ? {} : { sealed: sealed.sealed, key_version: sealed.keyVersion }),
      ...(allowed_ips === undefined ? {} : { allowed_ips: [...allowed_ips] }),
      ...(per_minute === undefined ? {} : { per_minute }),
      ...(subscription === undefined
        ? {}
        : { subscription: subscription === null ? null : JSON.stringify(subscription) }),
    })
    .where('tenant_id', '=', tenantId)
    .where('integration_id', '=', id)
    .execute();
}

/** The address as the provider is given it. */
export function ownUrl(context: Pick<HubContext, 'publicUrl'>, provider: string, token: string): string {
  return `${context.publicUrl}/api/webhooks/${provider}/${token}`;
}
