/** /events: what a tenant's own systems and its routes are told of. */
import { z } from 'zod';
import { EventTypeList, listEventTypes } from '../../hub/events/event-types.ts';
import { EventDetail, EventList, EventQuery, TestEvent } from '../../hub/events/event-views.ts';
import { RouteCallList } from '../../hub/routes/route-views.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Events'];
const params = z.object({ event: z.string().meta({ example: 'evt_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }) });

/** For everybody with a key: it is no tenant's. */
export const eventTypeRoutes: Routes = async (app) => {
  app.get(
    '/event-types',
    {
      schema: {
        operationId: 'listEventTypes',
        tags,
        summary: 'What can be listened to',
        description: 'Endpoints and routes name the types they want, and may narrow them by model and integration.',
        response: { 200: EventTypeList },
      },
    },
    async () => listEventTypes(),
  );
};

export const eventRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/events',
    {
      schema: {
        operationId: 'listEvents',
        tags,
        summary: 'What was told of, newest first',
        description:
          'Kept for 30 days. Events about records are those somebody listens to; of all others there is one in any case. A page may hold fewer than `limit`, or none, while `next_cursor` leads further back.',
        querystring: EventQuery,
        response: { 200: EventList },
      },
    },
    async (request) => hub.events.list(principalOf(request), tenantOf(request), request.query),
  );
  app.get(
    '/events/:event',
    {
      schema: {
        operationId: 'getEvent',
        tags,
        summary: 'One, with what it says',
        params,
        response: { 200: EventDetail },
      },
    },
    async (request) => hub.events.get(principalOf(request), tenantOf(request), request.params.event),
  );
  app.get(
    '/events/:event/calls',
    {
      schema: {
        operationId: 'listEventCalls',
        tags,
        summary: 'What routes made of it',
        params,
        response: { 200: RouteCallList },
      },
    },
    async (request) => hub.routes.calls.ofEvent(principalOf(request), tenantOf(request), request.params.event),
  );
  app.post(
    '/events/test',
    {
      schema: {
        operationId: 'makeTestEvent',
        tags,
        summary: 'Make an event to try things with',
        description: 'Of type `event.test`: everybody hears of it who listens to that, or to everything.',
        body: TestEvent,
        response: { 201: EventDetail },
      },
    },
    async (request, reply) => {
      reply.code(201);
      return hub.events.test(principalOf(request), tenantOf(request), request.body);
    },
  );
};
