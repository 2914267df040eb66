/**
 * /integrations/{id}/webhook-address: where a provider sends what happens in one integration's account; and under /platform those of
 * provider apps, which serve all accounts.
 */
import { z } from 'zod';
import {
  AppWebhookAddressList,
  AppWebhookAddressView,
  PutAppWebhookAddress,
  PutWebhookAddress,
  RotateWebhookAddress,
  TestDeliveryView,
  WebhookAddressView,
} from '../../hub/webhooks/addresses-views.ts';
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
  app.post(
    `${path}/test`,
    {
      schema: {
        operationId: 'testWebhookAddress',
        tags,
        summary: 'Send a test delivery to it',
        description:
          'A webhook of our own takes the way the provider’s take. Answers 200 whether it arrived or not; what arrived is stored as `plugboard.test`.',
        params,
        response: { 200: TestDeliveryView },
      },
    },
    async (request) => hub.webhookAddresses.test(principalOf(request), tenantOf(request), request.params.integration),
  );
  const subscribing = [
    [
      'subscribe',
      'Register it by the provider’s API',
      'Looked at every few hours from then on, renewed, and made again where the provider lost it.',
    ],
    [
      'check',
      'See how it stands at the provider, and do what is to be done',
      'What the worker does by itself every few hours.',
    ],
    ['unsubscribe', 'Take it away at the provider', 'The address itself stays.'],
  ] as const;
  for (const [verb, summary, description] of subscribing)
    app.post(
      `${path}/${verb}`,
      {
        schema: {
          operationId: `${verb}WebhookAddress`,
          tags,
          summary,
          description,
          params,
          response: { 200: WebhookAddressView },
        },
      },
      async (request) =>
        hub.webhookSubscriptions[verb](principalOf(request), tenantOf(request), request.params.integration),
    );
};

export const appWebhookAddressRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/platform/webhook-addresses',
    {
      schema: {
        operationId: 'listAppWebhookAddresses',
        tags,
        summary: 'Addresses that serve all accounts of a provider app, and what was refused there',
        response: { 200: AppWebhookAddressList },
      },
    },
    async (request) => hub.webhookAddresses.ofApps.list(principalOf(request)),
  );
  app.put(
    '/platform/webhook-addresses/:provider',
    {
      schema: {
        operationId: 'putAppWebhookAddress',
        tags,
        summary: 'Set from where and how often such an address is used',
        description: 'What is left out stays. The secret is the provider app’s.',
        params: z.object({ provider: z.string() }),
        body: PutAppWebhookAddress,
        response: { 200: AppWebhookAddressView },
      },
    },
    async (request) => hub.webhookAddresses.ofApps.put(principalOf(request), request.params.provider, request.body),
  );
};
