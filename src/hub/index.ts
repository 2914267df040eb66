/**
 * The hub: every use-case of Plugboard, one folder per noun, joined here. Server, worker and command line call these functions and
 * nothing below them. Each function is told who asks, checks that they may, and only then opens that tenant's rows.
 */
import { createSecretKey } from 'node:crypto';
import { actions } from './actions/actions.ts';
import { apiKeys } from './access/api-keys.ts';
import { audit } from './access/audit.ts';
import { connection } from './connect/connect.ts';
import { connectionTest } from './connect/connection-test.ts';
import { connectSessionUpkeep } from './connect-sessions/connect-session-upkeep.ts';
import { connectSessions } from './connect-sessions/connect-sessions.ts';
import { sessionConnecting } from './connect-sessions/session-connecting.ts';
import { changes } from './records/changes.ts';
import type { HubContext } from './context.ts';
import { createCursors } from './cursor.ts';
import { deletions } from './records/deletions.ts';
import { deliverTo } from './deliveries/consumer.ts';
import { events } from './events/events.ts';
import { eventUpkeep } from './events/event-upkeep.ts';
import { eventFollow } from './events/follow.ts';
import type { Consumer } from './events/consumers.ts';
import { endpointConsumer } from './deliveries/consumer.ts';
import { deliveries } from './deliveries/deliveries.ts';
import { deliveryUpkeep } from './deliveries/delivery-upkeep.ts';
import { endpoints } from './deliveries/endpoints.ts';
import { deliverySender } from './deliveries/sender.ts';
import { exchanges } from './logs/exchanges.ts';
import { health } from './logs/health.ts';
import { idempotency } from './access/idempotency.ts';
import { integrationChange } from './integrations/integration-change.ts';
import { integrations } from './integrations/integrations.ts';
import { links } from './links/links.ts';
import { live } from './live/live.ts';
import { logRetention } from './logs/log-retention.ts';
import { logUpkeep } from './logs/log-upkeep.ts';
import { logs } from './logs/logs.ts';
import { mappings } from './mappings/mappings.ts';
import { invitations } from './people/invitations.ts';
import { members } from './people/members.ts';
import { sessions } from './people/sessions.ts';
import { signIn } from './people/sign-in.ts';
import { platformOverview } from './platform/overview.ts';
import { platformMembers } from './platform/platform-members.ts';
import { platformKeys } from './access/platform-keys.ts';
import { connectable } from './providers/connectable.ts';
import { providerAppOffers } from './providers/provider-app-offers.ts';
import { providerApps } from './providers/provider-apps.ts';
import { providers } from './providers/providers.ts';
import { tenantOverview } from './overview/overview.ts';
import { privacy } from './privacy/privacy.ts';
import { proxy } from './actions/proxy.ts';
import { records } from './records/records.ts';
import { rederivations } from './mappings/rederivations.ts';
import { retention } from './privacy/retention.ts';
import { retentionUpkeep } from './privacy/retention-upkeep.ts';
import { routeConsumer, routeTrails } from './routes/route-consumer.ts';
import { routeWorker } from './routes/route-work.ts';
import { routes } from './routes/routes.ts';
import { runs } from './runs/runs.ts';
import { sandboxSteering } from './sandbox/sandbox.ts';
import { schedule } from './runs/schedule.ts';
import { streamCounts } from './runs/stream-counts.ts';
import { streams } from './runs/streams.ts';
import { tenantRemoval } from './access/tenant-removal.ts';
import { tenants } from './access/tenants.ts';
import { usage } from './logs/usage.ts';
import { webhookAddresses } from './webhooks/addresses.ts';
import { knownAddresses } from './webhooks/addresses-known.ts';
import { addressTokens } from './webhooks/addresses-token.ts';
import { appSecrets } from './webhooks/app-secrets.ts';
import { intake } from './webhooks/intake.ts';
import { appWebhookAddresses } from './webhooks/addresses-of-apps.ts';
import { refusals } from './webhooks/refusals.ts';
import { refusalUpkeep } from './webhooks/refusals-upkeep.ts';
import { subscriptions } from './webhooks/subscriptions.ts';
import { testDelivery } from './webhooks/test-delivery.ts';
import { vaultKeys } from './keys/vault-keys.ts';
import { inbox } from './webhooks/inbox.ts';
import { replay } from './webhooks/replay.ts';
import { webhooks } from './webhooks/webhooks.ts';

export function createHub(context: HubContext) {
  const cursors = createCursors((tenantId) => context.store.vault.derive(tenantId, 1, 'cursors'));
  const tenantUseCases = tenants(context, cursors);
  const providerUseCases = providers(context);
  const integrationUseCases = integrations(context, cursors, tenantUseCases);
  const runUseCases = runs(context, cursors, tenantUseCases);
  const connecting = {
    integrations: integrationUseCases,
    connection: connection(context, tenantUseCases, runUseCases),
    connectionTest: connectionTest(context, tenantUseCases),
  };
  const countStreams = streamCounts(context, tenantUseCases);
  const recordUseCases = records(context, cursors, tenantUseCases);
  const people = signIn(context);
  const appUseCases = providerApps(context, tenantUseCases);
  const logRetentionUseCases = logRetention(context, tenantUseCases);
  const tokens = addressTokens(context);
  const webhookParts = {
    tokens,
    known: knownAddresses(context, tokens),
    apps: appSecrets(context),
    refusals: refusals(context),
  };
  const webhookAddressUseCases = webhookAddresses(context, tenantUseCases, webhookParts);
  const sender = deliverySender(context);
  // Who hears of events: endpoints and routes.
  const actionUseCases = actions(context, tenantUseCases, integrationUseCases, providerUseCases);
  const routeCalling = routeWorker(context, {
    actions: actionUseCases,
    deliver: (trx, what) => deliverTo(context, trx, what),
  });
  const listening: readonly Consumer[] = [endpointConsumer(context, sender), routeConsumer(context, routeCalling)];
  return {
    tenants: { ...tenantUseCases, remove: tenantRemoval(context, tenantUseCases) },
    providers: providerUseCases,
    providerApps: { ...appUseCases, offers: providerAppOffers(context, appUseCases) },
    integrations: { ...integrationUseCases, change: integrationChange(context, tenantUseCases) },
    connection: connecting.connection,
    connectionTest: connecting.connectionTest,
    connectable: connectable(context, tenantUseCases),
    connectSessions: {
      ...connectSessions(context, cursors, tenantUseCases),
      page: sessionConnecting(context, connecting),
      upkeep: connectSessionUpkeep(context),
    },
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
    people: {
      signIn: people,
      sessions: sessions(context, tenantUseCases, people),
      members: members(context, tenantUseCases),
      invitations: invitations(context, tenantUseCases, people),
    },
    platform: {
      overview: platformOverview(context, tenantUseCases, sender),
      members: platformMembers(context, tenantUseCases, people),
    },
    vaultKeys: vaultKeys(context, tenantUseCases),
    idempotency: idempotency(context),
    inbox: inbox(context),
    webhooks: webhooks(context, cursors, tenantUseCases),
    replay: replay(context, cursors, tenantUseCases),
    runs: runUseCases,
    schedule: schedule(context),
    streams: streams(context, tenantUseCases),
    mappings: mappings(context, cursors, tenantUseCases),
    rederivations: rederivations(context),
    records: recordUseCases,
    changes: changes(context, cursors, tenantUseCases),
    endpoints: endpoints(context, cursors, tenantUseCases, sender),
    deliveries: deliveries(context, cursors, tenantUseCases, sender),
    deliverySender: sender,
    deliveryUpkeep: deliveryUpkeep(context),
    deletions: deletions(context, cursors, tenantUseCases),
    events: {
      ...events(context, cursors, tenantUseCases, listening),
      ...eventFollow(context, listening, { trails: routeTrails }),
      upkeep: eventUpkeep(context),
    },
    live: live(context, tenantUseCases),
    links: links(context, cursors, tenantUseCases, async (tenantId) =>
      createSecretKey(await context.store.vault.derive(tenantId, 1, 'record links')),
    ),
    proxy: proxy(context, tenantUseCases),
    actions: actionUseCases,
    routes: routes(context, cursors, tenantUseCases, routeCalling),
    sandbox: sandboxSteering(context, tenantUseCases),
    streamCounts: countStreams,
    tenantOverview: tenantOverview(context, tenantUseCases, providerUseCases, countStreams),
    webhookIntake: intake(context, webhookParts),
    webhookAddresses: {
      ...webhookAddressUseCases,
      ...testDelivery(context, tenantUseCases, webhookParts.tokens),
      ofApps: appWebhookAddresses(context, tenantUseCases, webhookParts),
    },
    webhookSubscriptions: subscriptions(context, tenantUseCases, webhookParts, webhookAddressUseCases),
    webhookRefusals: refusalUpkeep(context),
  };
}
export type Hub = ReturnType<typeof createHub>;
