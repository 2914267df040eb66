/**
 * The hub: every use-case of Plugboard, one file per noun, joined here. Server, worker and command line call these functions and
 * nothing below them. Each function is told who asks, checks that they may, and only then opens that tenant's rows.
 */
import { createSecretKey } from 'node:crypto';
import { actions } from './actions.ts';
import { apiKeys } from './api-keys.ts';
import { audit } from './audit.ts';
import { connection } from './connect.ts';
import { connectionTest } from './connection-test.ts';
import { changes } from './changes.ts';
import type { HubContext } from './context.ts';
import { createCursors } from './cursor.ts';
import { deletions } from './deletions.ts';
import { exchanges } from './exchanges.ts';
import { health } from './health.ts';
import { idempotency } from './idempotency.ts';
import { integrations } from './integrations.ts';
import { links } from './links.ts';
import { logRetention } from './log-retention.ts';
import { logUpkeep } from './log-upkeep.ts';
import { logs } from './logs.ts';
import { mappings } from './mappings.ts';
import { platformKeys } from './platform-keys.ts';
import { providerApps } from './provider-apps.ts';
import { providers } from './providers.ts';
import { privacy } from './privacy.ts';
import { proxy } from './proxy.ts';
import { records } from './records.ts';
import { rederivations } from './rederivations.ts';
import { retention } from './retention.ts';
import { retentionUpkeep } from './retention-upkeep.ts';
import { runs } from './runs.ts';
import { schedule } from './schedule.ts';
import { streamCounts } from './stream-counts.ts';
import { streams } from './streams.ts';
import { tenantRemoval } from './tenant-removal.ts';
import { tenants } from './tenants.ts';
import { usage } from './usage.ts';
import { vaultKeys } from './vault-keys.ts';

export function createHub(context: HubContext) {
  const cursors = createCursors((tenantId) => context.store.vault.derive(tenantId, 1, 'cursors'));
  const tenantUseCases = tenants(context, cursors);
  const providerUseCases = providers(context);
  const integrationUseCases = integrations(context, cursors, tenantUseCases);
  const runUseCases = runs(context, cursors, tenantUseCases);
  const recordUseCases = records(context, cursors, tenantUseCases);
  const logRetentionUseCases = logRetention(context, tenantUseCases);
  return {
    tenants: { ...tenantUseCases, remove: tenantRemoval(context, tenantUseCases) },
    providers: providerUseCases,
    providerApps: providerApps(context, tenantUseCases),
    integrations: integrationUseCases,
    connection: connection(context, tenantUseCases, runUseCases),
    connectionTest: connectionTest(context, tenantUseCases),
    logs: logs(context, cursors, tenantUseCases),
    exchanges: exchanges(context, cursors, tenantUseCases),
    usage: usage(context, tenantUseCases),
    health: health(context, tenantUseCases),
    logRetention: logRetentionUseCases,
    retention: retention(context, tenantUseCases, logRetentionUseCases),
    retentionUpkeep: retentionUpkeep(context),
    privacy: privacy(context, cursors, tenantUseCases, recordUseCases),
    logUpkeep: logUpkeep(context),
    audit: audit(context, cursors, tenantUseCases),
    apiKeys: {
      ...apiKeys(context, cursors, tenantUseCases),
      ...platformKeys(context, cursors, tenantUseCases),
    },
    vaultKeys: vaultKeys(context, tenantUseCases),
    idempotency: idempotency(context),
    runs: runUseCases,
    schedule: schedule(context),
    streams: streams(context, tenantUseCases),
    mappings: mappings(context, cursors, tenantUseCases),
    rederivations: rederivations(context),
    records: recordUseCases,
    changes: changes(context, cursors, tenantUseCases),
    deletions: deletions(context, cursors, tenantUseCases),
    links: links(context, cursors, tenantUseCases, async (tenantId) =>
      createSecretKey(await context.store.vault.derive(tenantId, 1, 'record links')),
    ),
    proxy: proxy(context, tenantUseCases),
    actions: actions(context, tenantUseCases, integrationUseCases, providerUseCases),
    streamCounts: streamCounts(context, tenantUseCases),
  };
}
export type Hub = ReturnType<typeof createHub>;
