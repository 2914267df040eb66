/** /endpoints: where a tenant's own systems hear of events. */
import { z } from 'zod';
import {
  ChangeEndpoint,
  CreateEndpoint,
  DeliveryAddresses,
  DeliveryCounts,
  EndpointList,
  EndpointPreview,
  EndpointTest,
  EndpointView,
  NewEndpoint,
  NewEndpointSecret,
  PreviewEndpoint,
} from '../../hub/deliveries/endpoint-views.ts';
import { listQuery } from '../../hub/inputs.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Endpoints'];
const params = z.object({ endpoint: z.string().meta({ example: 'ep_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }) });

/** For everybody with a key: it is no tenant's. */
export const deliveryAddressRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/delivery-addresses',
    {
      schema: {
        operationId: 'getDeliveryAddresses',
        tags,
        summary: 'Where deliveries come from',
        description: 'Addresses and ranges as the operator published them, for receivers that let nobody else in.',
        response: { 200: DeliveryAddresses },
      },
    },
    async () => hub.endpoints.addresses(),
  );
};

export const endpointRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/endpoints',
    {
      schema: {
        operationId: 'listEndpoints',
        tags,
        summary: 'Endpoints, newest first',
        querystring: listQuery,
        response: { 200: EndpointList },
      },
    },
    async (request) => hub.endpoints.list(principalOf(request), tenantOf(request), request.query),
  );
  app.post(
    '/endpoints',
    {
      schema: {
        operationId: 'createEndpoint',
        tags,
        summary: 'Enter an endpoint',
        description:
          'Hears of events from now on. The answer holds the secret its deliveries are signed with (Standard Webhooks), this once.',
        body: CreateEndpoint,
        response: { 201: NewEndpoint },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await hub.endpoints.create(principalOf(request), tenantOf(request), request.body)),
  );
  app.post(
    '/endpoints/preview',
    {
      schema: {
        operationId: 'previewEndpoint',
        tags,
        summary: 'Try a transformation on an event',
        description: 'An event there was, one made up, or the latest. Sends and stores nothing.',
        body: PreviewEndpoint,
        response: { 200: EndpointPreview },
      },
    },
    async (request) => hub.endpoints.preview(principalOf(request), tenantOf(request), request.body),
  );
  app.get(
    '/endpoints/:endpoint',
    { schema: { operationId: 'getEndpoint', tags, summary: 'One endpoint', params, response: { 200: EndpointView } } },
    async (request) => hub.endpoints.get(principalOf(request), tenantOf(request), request.params.endpoint),
  );
  app.get(
    '/endpoints/:endpoint/delivery-counts',
    {
      schema: {
        operationId: 'countEndpointDeliveries',
        tags,
        summary: 'How many of its deliveries wait, and how many failed',
        params,
        response: { 200: DeliveryCounts },
      },
    },
    async (request) => hub.endpoints.counts(principalOf(request), tenantOf(request), request.params.endpoint),
  );
  app.patch(
    '/endpoints/:endpoint',
    {
      schema: {
        operationId: 'changeEndpoint',
        tags,
        summary: 'Change it',
        description: 'What waits goes to the new URL. Bodies that were sent once stay as they are on further attempts.',
        params,
        body: ChangeEndpoint,
        response: { 200: EndpointView },
      },
    },
    async (request) =>
      hub.endpoints.change(principalOf(request), tenantOf(request), request.params.endpoint, request.body),
  );
  app.delete(
    '/endpoints/:endpoint',
    {
      schema: {
        operationId: 'deleteEndpoint',
        tags,
        summary: 'Delete it',
        description: 'What waits is cancelled; what was delivered is shown for 30 days.',
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await hub.endpoints.remove(principalOf(request), tenantOf(request), request.params.endpoint);
      return reply.status(204).send(null);
    },
  );
  doingRoutes(app, hub);
};

function doingRoutes(app: Parameters<Routes>[0], hub: Parameters<Routes>[1]['hub']): void {
  app.post(
    '/endpoints/:endpoint/rotate-secret',
    {
      schema: {
        operationId: 'rotateEndpointSecret',
        tags,
        summary: 'Give it another secret',
        description: 'Shown this once. The ones before sign along for 24 hours, five in all at most.',
        params,
        response: { 200: NewEndpointSecret },
      },
    },
    async (request) => hub.endpoints.rotateSecret(principalOf(request), tenantOf(request), request.params.endpoint),
  );
  app.post(
    '/endpoints/:endpoint/enable',
    {
      schema: {
        operationId: 'enableEndpoint',
        tags,
        summary: 'Send to it again',
        description: 'Also what waited since it was disabled.',
        params,
        response: { 200: EndpointView },
      },
    },
    async (request) => hub.endpoints.enable(principalOf(request), tenantOf(request), request.params.endpoint),
  );
  app.post(
    '/endpoints/:endpoint/disable',
    {
      schema: {
        operationId: 'disableEndpoint',
        tags,
        summary: 'Send nothing to it',
        description: 'Nothing more is queued for it; what waits is kept until it is enabled, for 30 days.',
        params,
        response: { 200: EndpointView },
      },
    },
    async (request) => hub.endpoints.disable(principalOf(request), tenantOf(request), request.params.endpoint),
  );
  app.post(
    '/endpoints/:endpoint/test',
    {
      schema: {
        operationId: 'testEndpoint',
        tags,
        summary: 'Send it a test event, now',
        description: 'Signed as any other, through its transformation; answers what came of it. Nothing is retried.',
        params,
        response: { 200: EndpointTest },
      },
    },
    async (request) => hub.endpoints.test(principalOf(request), tenantOf(request), request.params.endpoint),
  );
}
