/**
 * The API: Fastify with everything that is the same for all routes (who asks, limits, validation, errors, documentation). The
 * routes of each noun are in routes/; what they do is the hub's. Called by the composition root and by tests.
 */
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import Fastify, { LogController } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { serializerCompiler } from 'fastify-type-provider-zod';
import type { Hub } from '../hub/index.ts';
import { nameOf } from '../hub/access/principal.ts';
import { authenticate } from './auth.ts';
import { acceptJsonOnly } from './body.ts';
import { serveConnectPage } from './connect-page.ts';
import { serveDashboard } from './dashboard.ts';
import type { Readiness } from './health.ts';
import { serveHealth } from './health.ts';
import { acceptIdempotencyKeys } from './idempotency.ts';
import { limitRequests } from './limits.ts';
import type { MetricSource } from './metrics.ts';
import { serveMetrics } from './metrics.ts';
import { answerUnknownRoutes } from './not-found.ts';
import { serveDocumentation } from './openapi.ts';
import { answerError } from './problem.ts';
import { refuseOtherPages, serveSignIn } from './sign-in.ts';
import type { AllRoutes } from './routes/route.ts';
import { routes as productRoutes } from './routes/index.ts';
import { validatorCompiler } from './validation.ts';

export interface AppOptions {
  readonly hub: Hub;
  readonly log: FastifyBaseLogger;
  readonly version: string;
  /** Where browsers reach us; asked for when it is needed, because the port may be known only then. */
  readonly publicUrl: () => string;
  readonly ready: Readiness;
  /** Told by /healthz: the same for all servers of one installation. */
  readonly installation?: string;
  /** Requests a minute per API key. */
  readonly requestsPerMinute: number;
  /** Web pages of other origins that may call from a browser; none by default. */
  readonly corsOrigins: readonly string[];
  /** Addresses or ranges of proxies in front, whose X-Forwarded-* headers are believed (`loopback`, `10.0.0.0/8`). */
  readonly trustedProxies: readonly string[];
  readonly metrics: { readonly sources: readonly MetricSource[]; readonly token: string | undefined };
  /** Random hex for request ids. */
  readonly requestId: () => string;
  /** Directory of the built dashboard; left out: the API alone. */
  readonly dashboard?: string | undefined;
  /** Default: the product's. */
  readonly routes?: AllRoutes;
}

/** 1 MB: no write of ours needs more; routes that do (webhooks) say so themselves. */
const bodyLimit = 1024 * 1024;

/** Builds the app; listening is the caller's. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { hub } = options;
  const app = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    // Ids of records hold the vendor's id, which may be long.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 6000 },
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    genReqId: options.requestId,
    bodyLimit,
    // An address that cannot be decoded never reaches the error handler.
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
    // Answers what came in before the stop, and closes kept-alive connections instead of waiting for their end.
    return503OnClosing: true,
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.decorateRequest('principal', undefined);
  acceptJsonOnly(app);
  answerUnknownRoutes(app);

  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id));
  logRequests(app);
  await protectBrowsers(app, options.corsOrigins);
  app.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const { open = false, ownPagesOnly = false } = request.routeOptions.config;
    if (ownPagesOnly) refuseOtherPages(request, options.publicUrl());
    if (open) return;
    try {
      await authenticate(hub, request, options.publicUrl());
    } catch (error) {
      await refused(request);
      throw error;
    }
  });
  const refused = await limitRequests(app, { perMinute: options.requestsPerMinute });

  acceptIdempotencyKeys(app, hub);
  serveMetrics(app, options.metrics);
  await serveDocumentation(app, options.version);
  await serveSignIn(app, hub, options.publicUrl);
  serveHealth(app, options.ready, options.installation);
  await addRoutes(app, hub, options.routes ?? productRoutes);
  if (options.dashboard !== undefined) {
    await serveConnectPage(app, hub, options.dashboard);
    await serveDashboard(app, options.dashboard);
  }
  await app.ready();
  return app;
}

async function addRoutes(
  app: FastifyInstance,
  hub: Hub,
  { platform, tenant, tenantOnly = [] }: AllRoutes,
): Promise<void> {
  for (const routes of platform) await app.register(routes, { prefix: '/api', hub });
  for (const routes of [...tenant, ...tenantOnly]) await app.register(routes, { prefix: '/api/tenants/:tenant', hub });
  // The short paths are other names of the same routes: not described a second time.
  await app.register(
    async (scope) => {
      scope.addHook('onRoute', (route) => void (route.schema = { ...route.schema, hide: true }));
      for (const routes of tenant) await scope.register(routes, { hub });
    },
    { prefix: '/api' },
  );
}

/** One line per request. The route's pattern instead of the path: some paths hold tokens. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const facts = {
      request_id: request.id,
      method: request.method,
      route: request.is404 ? undefined : request.routeOptions.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      principal: request.principal === undefined ? undefined : nameOf(request.principal),
    };
    request.log[reply.statusCode >= 500 ? 'warn' : 'debug'](facts, 'request');
  });
}

/** Headers that keep a browser from being used against us. An API serves no pages, so nothing may be loaded by its answers. */
async function protectBrowsers(app: FastifyInstance, corsOrigins: readonly string[]): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"] },
    },
  });
  if (corsOrigins.length === 0) return;
  await app.register(cors, {
    origin: [...corsOrigins],
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key'],
    exposedHeaders: ['x-request-id', 'retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'],
    maxAge: 3600,
  });
}
