/** /deliveries: what was sent to endpoints, what came of it, and sending it again. */
import { z } from 'zod';
import {
  DeliveryDetail,
  DeliveryList,
  DeliveryQuery,
  DeliveryView,
  RetriedDeliveries,
  RetryDeliveries,
} from '../../hub/deliveries/delivery-views.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Deliveries'];
const params = z.object({ delivery: z.string().meta({ example: 'dlv_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }) });

export const deliveryRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/deliveries',
    {
      schema: {
        operationId: 'listDeliveries',
        tags,
        summary: 'Deliveries, newest first',
        description: 'A page may hold fewer than `limit`, or none, while `next_cursor` leads further back.',
        querystring: DeliveryQuery,
        response: { 200: DeliveryList },
      },
    },
    async (request) => hub.deliveries.list(principalOf(request), tenantOf(request), request.query),
  );
  app.post(
    '/deliveries/retry',
    {
      schema: {
        operationId: 'retryDeliveries',
        tags,
        summary: 'Send many again',
        description:
          'Dead letters, or everything, that was queued within a time, for endpoints that are enabled; 10,000 a call at most. The same bodies under the same ids.',
        body: RetryDeliveries,
        response: { 200: RetriedDeliveries },
      },
    },
    async (request) => hub.deliveries.retryAll(principalOf(request), tenantOf(request), request.body),
  );
  app.get(
    '/deliveries/:delivery',
    {
      schema: {
        operationId: 'getDelivery',
        tags,
        summary: 'One, with its body and attempts',
        description: 'The body and the answers are shown to those with the right `read` only.',
        params,
        response: { 200: DeliveryDetail },
      },
    },
    async (request) => hub.deliveries.get(principalOf(request), tenantOf(request), request.params.delivery),
  );
  app.post(
    '/deliveries/:delivery/retry',
    {
      schema: {
        operationId: 'retryDelivery',
        tags,
        summary: 'Send it again, now',
        description:
          'The same body under the same id. One that waits for its next attempt goes at once. 409 when its endpoint is disabled or deleted, or what it tells of was erased.',
        params,
        response: { 200: DeliveryView },
      },
    },
    async (request) => hub.deliveries.retry(principalOf(request), tenantOf(request), request.params.delivery),
  );
};
