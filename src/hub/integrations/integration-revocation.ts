/**
 * Ends what a vendor has granted, as far as the vendor lets us: first the link to this one account, else the whole grant. Never
 * fails: a vendor that is away must not keep anybody from disconnecting. Used before credentials are destroyed.
 */
import { PlugboardError } from '../../contract/errors.ts';
import type { AuthMethod } from '../../contract/auth.ts';
import { withProfile } from '../../contract/override-profile.ts';
import type { Provider } from '../../contract/provider.ts';
import { revokeTokens } from '../../engine/auth/oauth2.ts';
import type { HubContext } from '../context.ts';
import { openIntegration } from './open-integration.ts';
import { appFor } from '../providers/provider-apps.ts';
import { endSubscription } from '../webhooks/subscriptions.ts';

/** A person is waiting for the answer. */
const patienceMs = 10_000;

/** `undefined`: ended, or there was nothing to end. Otherwise, for people, why it may still stand at the vendor. */
export async function revokeAtVendor(
  context: HubContext,
  tenantId: string,
  integrationId: string,
): Promise<string | undefined> {
  const row = await context.store.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('integration')
      .select(['provider', 'settings', 'auth_method', 'auth_state', 'overrides'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', integrationId)
      .executeTakeFirst(),
  );
  // After a refusal by the vendor there is nothing left to end.
  if (row === undefined || row.auth_state === 'disconnected' || row.auth_state === 'needs_reauth') return undefined;
  if (row.auth_state === 'connected') await endSubscription(context, tenantId, integrationId);
  try {
    const provider = withProfile(await context.registry.load(row.provider), row.overrides.profile);
    const way = provider.auth.find((one) => one.key === row.auth_method);
    if (row.auth_state === 'connected' && (await leaveAccount(context, tenantId, integrationId, row.auth_method)))
      return undefined;
    if (way !== undefined) await endGrant(context, tenantId, integrationId, provider, way, row.settings);
    return undefined;
  } catch (error) {
    if (!(error instanceof PlugboardError))
      context.log.error({ err: error, provider: row.provider }, 'ending a grant met a bug');
    const why = error instanceof PlugboardError ? error.message : 'an unexpected error';
    return `The provider could not be told (${why}); remove the access there yourself.`;
  }
}

async function leaveAccount(
  context: HubContext,
  tenantId: string,
  integrationId: string,
  method: string,
): Promise<boolean> {
  const open = await openIntegration(context, tenantId, integrationId, 'disconnect', AbortSignal.timeout(patienceMs));
  const request = open.provider.disconnect?.({
    http: open.http,
    settings: open.settings,
    account: open.account,
    method,
  });
  if (request === undefined) return false;
  await open.http.send(request);
  return true;
}

async function endGrant(
  context: HubContext,
  tenantId: string,
  integrationId: string,
  provider: Provider,
  way: AuthMethod,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  if (way.kind !== 'oauth2' || way.revoke === undefined) return;
  const [{ client }, { tokens }] = [
    await appFor(context, tenantId, provider.key),
    await context.store.credentials(tenantId, integrationId).read(),
  ];
  if (client === undefined || tokens === undefined) return;
  const exchanges = context.exchanges.of({ tenantId, integrationId });
  await revokeTokens(way, tokens, client, { provider, settings, integrationId, exchanges }, context.http);
}
