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
  for (const [file, type, summary] of [
    ['icon.svg', 'image/svg+xml', 'Its icon'],
    ['guide.md', 'text/markdown; charset=utf-8', 'How it is set up, as Markdown'],
  ] as const)
    app.get(
      `/providers/:provider/${file}`,
      {
        // A browser fetches pictures without saying who asks.
        ...(file === 'icon.svg' ? { config: { open: true } } : {}),
        schema: {
          operationId: file === 'icon.svg' ? 'getProviderIcon' : 'getProviderGuide',
          tags: ['Providers'],
          summary,
          params: z.object({ provider: z.string() }),
          response: { 200: z.string() },
        },
      },
      async (request, reply) => {
        const text = await hub.providers.read(request.params.provider, file);
        return reply.type(type).header('cache-control', 'private, max-age=300').serializer(String).send(text);
      },
    );
};
