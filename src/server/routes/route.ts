/** What a file of this folder exports: plugins that add one noun's routes. Listed in index.ts, mounted by app.ts. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Hub } from '../../hub/index.ts';

/** What the plugins get. */
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
  /** Mounted at `/api/tenants/:tenant` only, because the short path is somebody else's. Default: none. */
  readonly tenantOnly?: readonly Routes[];
}
