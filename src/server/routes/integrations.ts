/** /integrations: a tenant's links to accounts at providers, and trying credentials. Connecting is connect.ts, their logs are logs.ts. */
import { z } from 'zod';
import { ConnectionTest, TestCredentials, TryCredentials } from '../../hub/connect/connection-test.ts';
import {
  ChangeIntegration,
  CreateIntegration,
  IntegrationList,
  IntegrationQuery,
  IntegrationView,
  ReplaceIntegration,
} from '../../hub/integrations/integration-views.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Integrations'];
export const integrationParams = z.object({
  integration: z.string().meta({ example: 'int_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
});

export const integrationRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/integrations',
    {
      schema: {
        operationId: 'listIntegrations',
        tags,
        summary: 'Integrations with their status',
        querystring: IntegrationQuery,
        response: { 200: IntegrationList },
      },
    },
    async (request) => hub.integrations.list(principalOf(request), tenantOf(request), request.query),
  );
  app.post(
    '/integrations',
    {
      schema: {
        operationId: 'createIntegration',
        tags,
        summary: 'Make an integration, as a draft',
        description: 'Nothing is sent to the provider before `connect`.',
        body: CreateIntegration,
        response: { 201: IntegrationView },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await hub.integrations.create(principalOf(request), tenantOf(request), request.body)),
  );
  app.get(
    '/integrations/:integration',
    {
      schema: {
        operationId: 'getIntegration',
        tags,
        summary: 'One integration',
        params: integrationParams,
        response: { 200: IntegrationView },
      },
    },
    async (request) => hub.integrations.get(principalOf(request), tenantOf(request), request.params.integration),
  );
  app.put(
    '/integrations/:integration',
    {
      schema: {
        operationId: 'replaceIntegration',
        tags,
        summary: 'Replace the configuration',
        description:
          'Secrets left out stay as they are. New credentials, or another address, make it a draft until it is connected again.',
        params: integrationParams,
        body: ReplaceIntegration,
        response: { 200: IntegrationView },
      },
    },
    async (request) =>
      hub.integrations.replace(principalOf(request), tenantOf(request), request.params.integration, request.body),
  );
  app.patch(
    '/integrations/:integration',
    {
      schema: {
        operationId: 'changeIntegration',
        tags,
        summary: 'Change a part of it: name, pause, schedule, settings',
        description:
          'What is left out stays. Another address, or settings that choose another account, make it a draft until it is connected again.',
        params: integrationParams,
        body: ChangeIntegration,
        response: { 200: IntegrationView },
      },
    },
    async (request) =>
      hub.integrations.change(principalOf(request), tenantOf(request), request.params.integration, request.body),
  );
  app.delete(
    '/integrations/:integration',
    {
      schema: {
        operationId: 'deleteIntegration',
        tags,
        summary: 'Delete an integration and its records',
        params: integrationParams,
        querystring: z.object({ confirm: z.string().optional().meta({ description: 'The name of the integration.' }) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await hub.integrations.remove(
        principalOf(request),
        tenantOf(request),
        request.params.integration,
        request.query.confirm,
      );
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/integrations/:integration/test_connection',
    {
      schema: {
        operationId: 'testConnection',
        tags,
        summary: 'Try the credentials',
        description: 'Answers 200 whether the provider says yes or no.',
        params: integrationParams,
        response: { 200: ConnectionTest },
      },
    },
    async (request) => hub.connectionTest.test(principalOf(request), tenantOf(request), request.params.integration),
  );
  app.post(
    '/test_credentials',
    {
      schema: {
        operationId: 'tryCredentials',
        tags,
        summary: 'Try credentials without storing anything',
        description:
          'With `integration`, its stored secrets count where they are left out. Answers 200 whether the provider says yes or no.',
        body: TryCredentials,
        response: { 200: ConnectionTest },
      },
    },
    async (request) => hub.connectionTest.tryOut(principalOf(request), tenantOf(request), request.body),
  );
};

export const credentialTestRoutes: Routes = async (app, { hub }) => {
  app.post(
    '/admin/integrations/:provider/test',
    {
      schema: {
        operationId: 'testCredentials',
        tags,
        summary: 'Try credentials without storing anything',
        params: z.object({ provider: z.string() }),
        body: TestCredentials,
        response: { 200: ConnectionTest },
      },
    },
    async (request) => hub.connectionTest.testUnstored(principalOf(request), request.params.provider, request.body),
  );
};
