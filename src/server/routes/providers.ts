/** GET /providers: what can be connected. */
import { z } from 'zod';
import { ProviderList, ProviderView } from '../../hub/providers/providers.ts';
import type { Routes } from './route.ts';

export const providerRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/providers',
    {
      schema: {
        operationId: 'listProviders',
        tags: ['Providers'],
        summary: 'What can be connected',
        response: { 200: ProviderList },
      },
    },
    async () => hub.providers.list(),
  );
  app.get(
    '/providers/:provider',
    {
      schema: {
        operationId: 'getProvider',
        tags: ['Providers'],
        summary: 'One provider: ways in with their fields, streams, actions',
        params: z.object({ provider: z.string() }),
        response: { 200: ProviderView },
      },
    },
    async (request) => hub.providers.get(request.params.provider),
  );
};
