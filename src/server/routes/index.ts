/** Every noun's routes. A new noun is a file beside this one and a line here. */
import { actionRoutes } from './actions.ts';
import { apiKeyRoutes, platformKeyRoutes } from './api-keys.ts';
import { auditRoutes, platformAuditRoutes } from './audit.ts';
import { changeRoutes } from './changes.ts';
import { connectableRoutes, connectPageRoutes, connectSessionRoutes } from './connect-sessions.ts';
import { callbackRoutes, connectRoutes } from './connect.ts';
import { deletionRoutes } from './deletions.ts';
import { deliveryRoutes } from './deliveries.ts';
import { deliveryAddressRoutes, endpointRoutes } from './endpoints.ts';
import { eventRoutes, eventTypeRoutes } from './events.ts';
import { credentialTestRoutes, integrationRoutes } from './integrations.ts';
import { platformProviderAppRoutes, providerAppRoutes } from './provider-apps.ts';
import { linkRoutes } from './links.ts';
import { liveRoutes } from './live.ts';
import { mappingRoutes } from './mappings.ts';
import { overviewRoutes } from './overview.ts';
import { memberRoutes, personRoutes } from './people.ts';
import { platformRoutes } from './platform.ts';
import { privacyRoutes } from './privacy.ts';
import { providerRoutes } from './providers.ts';
import { logRoutes } from './logs.ts';
import { proxyRoutes } from './proxy.ts';
import { recordRoutes } from './records.ts';
import type { AllRoutes } from './route.ts';
import { routeDefinitionRoutes } from './route-definitions.ts';
import { runRoutes } from './runs.ts';
import { sandboxRoutes } from './sandbox.ts';
import { streamRoutes } from './streams.ts';
import { tenantsRoutes } from './tenants.ts';
import { vaultKeyRoutes } from './vault-keys.ts';
import { appWebhookAddressRoutes, webhookAddressRoutes } from './webhook-addresses.ts';
import { webhookIntakeRoutes } from './webhook-intake.ts';
import { integrationWebhookRoutes, webhookRoutes } from './webhooks.ts';

export const routes: AllRoutes = {
  platform: [
    providerRoutes,
    tenantsRoutes,
    personRoutes,
    platformRoutes,
    platformKeyRoutes,
    vaultKeyRoutes,
    platformProviderAppRoutes,
    platformAuditRoutes,
    sandboxRoutes,
    credentialTestRoutes,
    callbackRoutes,
    connectPageRoutes,
    deliveryAddressRoutes,
    eventTypeRoutes,
    appWebhookAddressRoutes,
    webhookIntakeRoutes,
  ],
  tenant: [
    apiKeyRoutes,
    memberRoutes,
    providerAppRoutes,
    auditRoutes,
    overviewRoutes,
    integrationRoutes,
    logRoutes,
    connectRoutes,
    connectSessionRoutes,
    runRoutes,
    streamRoutes,
    mappingRoutes,
    recordRoutes,
    changeRoutes,
    deletionRoutes,
    endpointRoutes,
    deliveryRoutes,
    eventRoutes,
    linkRoutes,
    liveRoutes,
    privacyRoutes,
    routeDefinitionRoutes,
    actionRoutes,
    proxyRoutes,
    webhookAddressRoutes,
    integrationWebhookRoutes,
  ],
  tenantOnly: [webhookRoutes, connectableRoutes],
};
