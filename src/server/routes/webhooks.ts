/**
 * /webhooks: what vendors sent, what became of it, and having it worked off again. On the long path only: the short one is where vendors send
 * to (webhook-intake.ts).
 */
import { z } from 'zod';
import {
  AllWebhooksQuery,
  ReplayedWebhooks,
  ReplayWebhook,
  ReplayWebhooks,
  WebhookCounts,
  WebhookDetail,
  WebhookList,
  WebhookQuery,
  WebhookView,
} from '../../hub/webhooks/webhook-views.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Webhooks'];
const params = z.object({ webhook: z.string().meta({ example: 'whk_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }) });

export const webhookRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/webhooks',
    {
      schema: {
        operationId: 'listWebhooks',
        tags,
        summary: 'What vendors sent, newest first',
        description:
          'With `state=failed`: the dead letters, to be looked at, mended and replayed. A page may hold fewer than `limit`, or none, while `next_cursor` leads further back.',
        querystring: AllWebhooksQuery,
        response: { 200: WebhookList },
      },
    },
    async (request) => hub.webhooks.list(principalOf(request), tenantOf(request), request.query),
  );
  app.get(
    '/webhooks/:webhook',
    {
      schema: {
        operationId: 'getWebhook',
        tags,
        summary: 'One, with what it said',
        params,
        response: { 200: WebhookDetail },
      },
    },
    async (request) => hub.webhooks.get(principalOf(request), tenantOf(request), request.params.webhook),
  );
  app.post(
    '/webhooks/:webhook/replay',
    {
      schema: {
        operationId: 'replayWebhook',
        tags,
        summary: 'Work it off again',
        description:
          'With a `payload` a failed one is mended first: what it said when it came is kept beside it. What is known to be newer is not overwritten.',
        params,
        body: ReplayWebhook.nullish(),
        response: { 202: WebhookView },
      },
    },
    async (request, reply) =>
      reply
        .status(202)
        .send(
          await hub.replay.one(principalOf(request), tenantOf(request), request.params.webhook, request.body ?? {}),
        ),
  );
  app.post(
    '/webhooks/replay',
    {
      schema: {
        operationId: 'replayWebhooks',
        tags,
        summary: 'Work some off again: all that failed since a moment, or all of some time',
        body: ReplayWebhooks,
        response: { 202: ReplayedWebhooks },
      },
    },
    async (request, reply) =>
      reply.status(202).send(await hub.replay.some(principalOf(request), tenantOf(request), request.body)),
  );
};

const ofIntegration = z.object({ integration: z.string() });

export const integrationWebhookRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/integrations/:integration/webhooks',
    {
      schema: {
        operationId: 'listIntegrationWebhooks',
        tags,
        summary: 'What the vendor sent for one integration, newest first',
        params: ofIntegration,
        querystring: WebhookQuery,
        response: { 200: WebhookList },
      },
    },
    async (request) =>
      hub.webhooks.listOf(principalOf(request), tenantOf(request), request.params.integration, request.query),
  );
  app.get(
    '/integrations/:integration/webhook-counts',
    {
      schema: {
        operationId: 'countIntegrationWebhooks',
        tags,
        summary: 'How many of its webhooks wait, and how many failed',
        params: ofIntegration,
        response: { 200: WebhookCounts },
      },
    },
    async (request) => hub.webhooks.counts(principalOf(request), tenantOf(request), request.params.integration),
  );
};
