/** /routes: when something happens in one system, something is done in another. (Not what this folder calls routes: those of HTTP.) */
import { z } from 'zod';
import { listQuery } from '../../hub/inputs.ts';
import {
  ChangeRoute,
  DryRunRoute,
  RetriedCalls,
  RetryCall,
  RetryCalls,
  RouteCallList,
  RouteCallQuery,
  RouteCallView,
  RouteDryRun,
  RouteList,
  RouteVersionList,
  RouteView,
  SaveRoute,
} from '../../hub/routes/route-views.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Routes'];
const params = z.object({ route: z.string().meta({ example: 'rte_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }) });
const callParams = params.extend({ call: z.string().meta({ example: 'rtc_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }) });

export const routeDefinitionRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/routes',
    {
      schema: {
        operationId: 'listRoutes',
        tags,
        summary: 'Routes, in the order they were made',
        querystring: listQuery,
        response: { 200: RouteList },
      },
    },
    async (request) => hub.routes.list(principalOf(request), tenantOf(request), request.query),
  );
  app.post(
    '/routes',
    {
      schema: {
        operationId: 'createRoute',
        tags,
        summary: 'Create a route',
        description:
          'It hears of what happens from now on. 400 names everything that is wrong: expressions that do not compile, actions, integrations, models and fields that do not exist.',
        body: SaveRoute,
        response: { 201: RouteView },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await hub.routes.create(principalOf(request), tenantOf(request), request.body)),
  );
  app.post(
    '/routes/dry-run',
    {
      schema: {
        operationId: 'dryRunRoute',
        tags,
        summary: 'See what a route would do',
        description:
          'A saved route or one that is not, over the last events that match, chosen events, or records as they are. Calls nothing and stores nothing.',
        body: DryRunRoute,
        response: { 200: RouteDryRun },
      },
    },
    async (request) => hub.routes.dryRun(principalOf(request), tenantOf(request), request.body),
  );
  app.get(
    '/routes/:route',
    {
      schema: {
        operationId: 'getRoute',
        tags,
        summary: 'One, and how it stands',
        params,
        response: { 200: RouteView },
      },
    },
    async (request) => hub.routes.get(principalOf(request), tenantOf(request), request.params.route),
  );
  app.put(
    '/routes/:route',
    {
      schema: {
        operationId: 'replaceRoute',
        tags,
        summary: 'Replace it',
        description:
          'A new version where it does something else. What it has heard of and not done yet is done the new way.',
        params,
        body: SaveRoute,
        response: { 200: RouteView },
      },
    },
    async (request) => hub.routes.replace(principalOf(request), tenantOf(request), request.params.route, request.body),
  );
  app.patch(
    '/routes/:route',
    {
      schema: {
        operationId: 'changeRoute',
        tags,
        summary: 'Switch it on or off, or rename it',
        params,
        body: ChangeRoute,
        response: { 200: RouteView },
      },
    },
    async (request) => hub.routes.change(principalOf(request), tenantOf(request), request.params.route, request.body),
  );
  app.delete(
    '/routes/:route',
    {
      schema: {
        operationId: 'deleteRoute',
        tags,
        summary: 'Delete it, with its calls',
        description: 'What it did stays done.',
        params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await hub.routes.remove(principalOf(request), tenantOf(request), request.params.route);
      return reply.status(204).send(null);
    },
  );
  app.get(
    '/routes/:route/versions',
    {
      schema: {
        operationId: 'listRouteVersions',
        tags,
        summary: 'What it was told to do, newest first',
        params,
        querystring: listQuery,
        response: { 200: RouteVersionList },
      },
    },
    async (request) =>
      hub.routes.versions(principalOf(request), tenantOf(request), request.params.route, request.query),
  );
  callRoutes(app, hub);
};

function callRoutes(app: Parameters<Routes>[0], hub: Parameters<Routes>[1]['hub']): void {
  app.get(
    '/routes/:route/calls',
    {
      schema: {
        operationId: 'listRouteCalls',
        tags,
        summary: 'What came of the events it heard of, newest first',
        description: 'Ended ones are kept for 30 days. A page may hold fewer than `limit`, or none, and still lead on.',
        params,
        querystring: RouteCallQuery,
        response: { 200: RouteCallList },
      },
    },
    async (request) =>
      hub.routes.calls.list(principalOf(request), tenantOf(request), request.params.route, request.query),
  );
  app.post(
    '/routes/:route/calls/retry',
    {
      schema: {
        operationId: 'retryRouteCalls',
        tags,
        summary: 'Make all failed calls again, or those of a span',
        params,
        body: RetryCalls,
        response: { 200: RetriedCalls },
      },
    },
    async (request) =>
      hub.routes.calls.retryAll(principalOf(request), tenantOf(request), request.params.route, request.body),
  );
  app.get(
    '/routes/:route/calls/:call',
    {
      schema: {
        operationId: 'getRouteCall',
        tags,
        summary: 'One call',
        params: callParams,
        response: { 200: RouteCallView },
      },
    },
    async (request) =>
      hub.routes.calls.get(principalOf(request), tenantOf(request), request.params.route, request.params.call),
  );
  app.post(
    '/routes/:route/calls/:call/retry',
    {
      schema: {
        operationId: 'retryRouteCall',
        tags,
        summary: 'Make a call again that failed or was cut',
        description: 'What it asks for is asked for under the same reference: what was done is not done twice.',
        params: callParams,
        body: RetryCall,
        response: { 200: RouteCallView },
      },
    },
    async (request) =>
      hub.routes.calls.retry(
        principalOf(request),
        tenantOf(request),
        request.params.route,
        request.params.call,
        request.body,
      ),
  );
}
