/**
 * The API: Fastify with everything that is the same for all routes (who asks, limits, validation, errors, documentation). The
 * routes of each noun are in routes/; what they do is the hub's. Called by the composition root and by tests.
 */
import helmet from '@fastify/helmet';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import type { FastifyPluginAsyncZod, ZodTypeProvider } from 'fastify-type-provider-zod';
import { serializerCompiler } from 'fastify-type-provider-zod';
import type { Hub } from '../hub/index.ts';
import { authenticate } from './auth.ts';
import { answerError } from './problem.ts';
import { validatorCompiler } from './validation.ts';

/** What the plugins of src/server/routes get. */
export interface RouteOptions {
  readonly hub: Hub;
}
export type Routes = FastifyPluginAsyncZod<RouteOptions>;

/** Mounted at `/api`. */
const platformRoutes: readonly Routes[] = [];
/** Mounted at `/api/tenants/:tenant`, and at `/api` for the key of one tenant. Paths start with the noun: `/integrations/:integration`. */
const tenantRoutes: readonly Routes[] = [];

export interface AppOptions {
  readonly hub: Hub;
  readonly log: FastifyBaseLogger;
}

/** Builds the app; `listen` is the caller's. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { hub } = options;
  const app = Fastify({
    loggerInstance: options.log,
    disableRequestLogging: true,
    routerOptions: { ignoreTrailingSlash: true },
    bodyLimit: 1024 * 1024,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.decorateRequest('principal', undefined);
  await app.register(helmet);
  app.addHook('onRequest', async (request) => {
    if (request.is404 || request.routeOptions.config.open === true) return;
    await authenticate(hub, request);
  });
  for (const routes of platformRoutes) await app.register(routes, { prefix: '/api', hub });
  for (const prefix of ['/api/tenants/:tenant', '/api']) {
    for (const routes of tenantRoutes) await app.register(routes, { prefix, hub });
  }
  return app;
}
