/**
 * /provider-apps: what was registered with providers, by a tenant or (under /platform) for everybody, with a partner's key for its tenants.
 * Secrets go in, never out.
 */
import { z } from 'zod';
import { PutProviderApp } from '../../hub/providers/provider-app-input.ts';
import { ProviderAppOfferList } from '../../hub/providers/provider-app-offers.ts';
import { ProviderAppList, ProviderAppView } from '../../hub/providers/provider-apps.ts';
import type { Principal } from '../../hub/access/principal.ts';
import type { FastifyRequest } from 'fastify';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Provider apps'];
const params = z.object({ provider: z.string() });

export const providerAppRoutes = routesFor('', '', tenantOf);
export const platformProviderAppRoutes = routesFor('/platform', 'Platform', () => undefined);

function routesFor(prefix: string, name: string, tenant: (request: FastifyRequest) => string | undefined): Routes {
  const who = (request: FastifyRequest): [Principal, string | undefined] => [principalOf(request), tenant(request)];
  return async (app, { hub }) => {
    app.get(
      `${prefix}/provider-apps`,
      {
        schema: {
          operationId: `list${name}ProviderApps`,
          tags,
          summary: 'Provider apps in force',
          response: { 200: ProviderAppList },
        },
      },
      async (request) => hub.providerApps.list(...who(request)),
    );
    app.get(
      `${prefix}/provider-apps/offers`,
      {
        schema: {
          operationId: `list${name}ProviderAppOffers`,
          tags,
          summary: 'What can be registered with which provider',
          description:
            'What is entered, and the URLs to register with the vendor; with the app in force where there is one.',
          response: { 200: ProviderAppOfferList },
        },
      },
      async (request) => hub.providerApps.offers(...who(request)),
    );
    app.put(
      `${prefix}/provider-apps/:provider`,
      {
        schema: {
          operationId: `put${name}ProviderApp`,
          tags,
          summary: 'Store a provider app',
          params,
          body: PutProviderApp,
          response: { 200: ProviderAppView },
        },
      },
      async (request) => {
        const [principal, of] = who(request);
        return hub.providerApps.put(principal, request.params.provider, request.body, of);
      },
    );
    app.delete(
      `${prefix}/provider-apps/:provider`,
      {
        schema: {
          operationId: `delete${name}ProviderApp`,
          tags,
          summary: 'Go back to the app of the partner, the platform, the environment or the file',
          params,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const [principal, of] = who(request);
        await hub.providerApps.remove(principal, request.params.provider, of);
        return reply.status(204).send(null);
      },
    );
  };
}
