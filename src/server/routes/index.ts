/** Every noun's routes. A new noun is a file beside this one and a line here. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Hub } from '../../hub/index.ts';
import { apiKeyRoutes, platformKeyRoutes } from './api-keys.ts';
import { auditRoutes, platformAuditRoutes } from './audit.ts';
import { changeRoutes } from './changes.ts';
import { callbackRoutes, connectRoutes } from './connect.ts';
import { deletionRoutes } from './deletions.ts';
import { credentialTestRoutes, integrationRoutes } from './integrations.ts';
import { platformProviderAppRoutes, providerAppRoutes } from './provider-apps.ts';
import { providerRoutes } from './providers.ts';
import { recordRoutes } from './records.ts';
import { runRoutes } from './runs.ts';
import { streamRoutes } from './streams.ts';
import { tenantsRoutes } from './tenants.ts';

/** What the plugins here get. */
export interface RouteOptions {
  readonly hub: Hub;
}
export type Routes = FastifyPluginAsyncZod<RouteOptions>;

export interface AllRoutes {
  /** Mounted at `/api`. */
  readonly platform: readonly Routes[];
  /**
   * Mounted at `/api/tenants/:tenant`, and at `/api` for the key of one tenant. Paths start with the noun:
   * `/integrations/:integration`. The tenant is `tenantOf(request)`.
   */
  readonly tenant: readonly Routes[];
}

export const routes: AllRoutes = {
  platform: [
    providerRoutes,
    tenantsRoutes,
    platformKeyRoutes,
    platformProviderAppRoutes,
    platformAuditRoutes,
    credentialTestRoutes,
    callbackRoutes,
  ],
  tenant: [
    apiKeyRoutes,
    providerAppRoutes,
    auditRoutes,
    integrationRoutes,
    connectRoutes,
    runRoutes,
    streamRoutes,
    recordRoutes,
    changeRoutes,
    deletionRoutes,
  ],
};
