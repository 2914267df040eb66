/** /integrations/{id}/webhook-address: where a provider sends what happens in one integration's account. */
import { z } from 'zod';
import { PutWebhookAddress, RotateWebhookAddress, WebhookAddressView } from '../../hub/webhooks/addresses-views.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Webhooks'];
const params = z.object({ integration: z.string().meta({ example: 'int_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }) });
const path = '/integrations/:integration/webhook-address';

export const webhookAddressRoutes: Routes = async (app, { hub }) => {
  app.get(
    path,
    {
      schema: {
        operationId: 'getWebhookAddress',
        tags,
        summary: 'Where the provider sends its webhooks, and what was refused there',
        params,
        response: { 200: WebhookAddressView },
      },
    },
    async (request) => hub.webhookAddresses.get(principalOf(request), tenantOf(request), request.params.integration),
  );
  app.put(
    path,
    {
      schema: {
        operationId: 'putWebhookAddress',
        tags,
        summary: 'Make the address, set its secret and its limits',
        description: 'What is left out stays. A secret that is replaced goes on counting for a day.',
        params,
        body: PutWebhookAddress,
        response: { 200: WebhookAddressView },
      },
    },
    async (request) =>
      hub.webhookAddresses.put(principalOf(request), tenantOf(request), request.params.integration, request.body),
  );
  app.post(
    `${path}/rotate`,
    {
      schema: {
        operationId: 'rotateWebhookAddress',
        tags,
        summary: 'Give it another token',
        description: 'The address before goes on counting for a day, or as long as `overlap_s` says.',
        params,
        body: RotateWebhookAddress,
        response: { 200: WebhookAddressView },
      },
    },
    async (request) =>
      hub.webhookAddresses.rotate(principalOf(request), tenantOf(request), request.params.integration, request.body),
  );
};
