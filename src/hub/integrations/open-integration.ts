/**
 * From an integration's id to a door at the vendor: its provider, settings, account and an authenticated `http`. Used by runs,
 * actions and the proxy; trying credentials that are not stored yet has its own way (connect).
 */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { AuthMethod } from '../../contract/auth.ts';
import { fail } from '../../contract/errors.ts';
import type { Settings } from '../../contract/fields.ts';
import { withProfile } from '../../contract/override-profile.ts';
import type { Provider } from '../../contract/provider.ts';
import type { Account } from '../../contract/stream.ts';
import { openHttp, type HttpClient } from '../../engine/http/client.ts';
import { droppedNames } from '../../engine/sync/dropped-fields.ts';
import type { HubContext, ProviderApp } from '../context.ts';
import { showId } from '../ids.ts';
import { appFor, lackingApp } from '../providers/provider-apps.ts';

export interface OpenIntegration {
  readonly provider: Provider;
  readonly settings: Settings;
  readonly account: Account | undefined;
  /** Key of the way in. */
  readonly method: string;
  readonly way: AuthMethod;
  /** Streams and actions this account turned out to lack, with the reason; see absent.ts. */
  readonly absent: Readonly<Record<string, string>>;
  readonly http: HttpClient;
}

/** Throws `not_found`, or `conflict` when it is not connected. `operation` is what messages and the exchange log say. */
export async function openIntegration(
  context: HubContext,
  tenantId: string,
  integrationId: string,
  operation: string,
  signal: AbortSignal,
  {
    handOn = false,
    runId,
    bodies,
  }: {
    /** Answers are passed on unread (the proxy). */
    readonly handOn?: boolean;
    /** For the exchange log. */
    readonly runId?: string;
    /** Keeps the bodies of all calls, not only of those that fail. */
    readonly bodies?: 'all';
  } = {},
): Promise<OpenIntegration> {
  const row = await context.store.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('integration')
      .select([
        'provider',
        'name',
        'settings',
        'account',
        'auth_method',
        'auth_state',
        'connected_at',
        'overrides',
        'absent',
      ])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', integrationId)
      .executeTakeFirst(),
  );
  if (row === undefined) throw fail('not_found', `There is no integration "${showId('int', integrationId)}".`);
  if (row.auth_state === 'needs_reauth') throw fail('auth_revoked', `"${row.name}" needs to be connected again.`);
  if (row.auth_state !== 'connected')
    throw fail('conflict', `"${row.name}" is not connected (${row.auth_state}); connect it first.`);
  const provider = withProfile(await context.registry.load(row.provider), row.overrides.profile);
  const method = provider.auth.find((way) => way.key === row.auth_method);
  if (method === undefined)
    throw fail('unsupported', `${provider.name} no longer offers the way in "${row.auth_method}".`);
  const account = row.account ?? undefined;
  const app = await appFor(context, tenantId, provider.key);
  const lacking = lackingApp(provider, method, app);
  if (lacking !== undefined) throw lacking;
  const dropped = await neverKept(context, tenantId, integrationId);
  const exchanges = context.exchanges.of({ tenantId, integrationId, runId, bodies, dropped });
  const credential = context.credentials.open({
    // Connected anew, it must not go on with what is remembered of the credentials it had before.
    id: `${integrationId}@${row.connected_at?.getTime() ?? 0}`,
    method,
    app: app.client,
    appFields: app.fields,
    grant: { provider, settings: row.settings, integrationId, exchanges },
    store: context.store.credentials(tenantId, integrationId),
  });
  const http = openHttp(
    {
      provider,
      integration: {
        id: integrationId,
        settings: row.settings,
        account,
        budgetKeys: budgetKeys(provider, integrationId, account, app),
        ...(row.overrides.timeout_ms === undefined ? {} : { timeoutMs: row.overrides.timeout_ms }),
        ...(row.overrides.retries === undefined ? {} : { retries: row.overrides.retries }),
        ...(row.overrides.limits === undefined ? {} : { limits: row.overrides.limits }),
      },
      credential,
      operation,
      signal,
      exchanges,
      handOn,
    },
    context.http,
  );
  const absent = row.absent ?? {};
  return { provider, settings: row.settings, account, method: method.key, way: method, absent, http };
}

/** Names of the fields that some stream of the integration never keeps. */
async function neverKept(
  context: HubContext,
  tenantId: string,
  integrationId: string,
): Promise<ReadonlySet<string> | undefined> {
  const rows = await context.store.inTenant(tenantId, (trx) =>
    trx
      .selectFrom('stream_state')
      .select('dropped_fields')
      .where('tenant_id', '=', tenantId)
      .where('integration_id', '=', integrationId)
      .where(sql<boolean>`cardinality(dropped_fields) > 0`)
      .execute(),
  );
  return rows.length === 0 ? undefined : droppedNames(rows.flatMap((row) => row.dropped_fields));
}

/** Whom the vendor counts calls for. Digests: the budget's rows are seen across tenants and name nobody. */
export function budgetKeys(
  provider: Pick<Provider, 'key' | 'app'>,
  integrationId: string,
  account: Account | undefined,
  app: ProviderApp,
): { account: string; app: string } {
  const digest = (kind: string, of: string): string =>
    createHash('sha256').update(`${provider.key}\n${kind}\n${of}`).digest('hex').slice(0, 32);
  // No secrets: a digest of one that is short could be guessed.
  const open = Object.entries(app.fields).filter(([name]) => provider.app?.[name]?.secret !== true);
  const registered =
    app.client?.clientId ??
    (open.length === 0 ? undefined : JSON.stringify(open.toSorted(([a], [b]) => (a < b ? -1 : 1))));
  return { account: digest('account', account?.id ?? integrationId), app: digest('app', registered ?? integrationId) };
}
