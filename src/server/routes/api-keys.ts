/** /api-keys: keys of one tenant; /platform/api-keys: of the platform or a partner. A key is shown once, when it is made. */
import { z } from 'zod';
import { ApiKeyList, ApiKeyView, CreateApiKey, NewApiKeyView, RotateApiKey } from '../../hub/access/api-key-views.ts';
import { listQuery } from '../../hub/inputs.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['API keys'];
const params = z.object({ key: z.string().meta({ description: 'Id of the key.' }) });

export const apiKeyRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/api-keys',
    {
      schema: {
        operationId: 'listApiKeys',
        tags,
        summary: 'Keys of the tenant',
        querystring: listQuery,
        response: { 200: ApiKeyList },
      },
    },
    async (request) => hub.apiKeys.list(principalOf(request), tenantOf(request), request.query),
  );
  app.post(
    '/api-keys',
    {
      schema: {
        operationId: 'createApiKey',
        tags,
        summary: 'Make a key; the answer shows it once',
        body: CreateApiKey,
        response: { 201: NewApiKeyView },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await hub.apiKeys.create(principalOf(request), tenantOf(request), request.body)),
  );
  app.post(
    '/api-keys/:key/rotate',
    {
      schema: {
        operationId: 'rotateApiKey',
        tags,
        summary: 'Give a key a new secret; the one before works on for a while',
        params,
        body: RotateApiKey,
        response: { 201: NewApiKeyView },
      },
    },
    async (request, reply) => {
      const made = await hub.apiKeys.rotate(principalOf(request), tenantOf(request), request.params.key, request.body);
      return reply.status(201).send(made);
    },
  );
  app.delete(
    '/api-keys/:key',
    {
      schema: {
        operationId: 'revokeApiKey',
        tags,
        summary: 'End a key at once',
        params,
        response: { 200: ApiKeyView },
      },
    },
    async (request) => hub.apiKeys.revoke(principalOf(request), tenantOf(request), request.params.key),
  );
};

export const platformKeyRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/platform/api-keys',
    {
      schema: {
        operationId: 'listPlatformKeys',
        tags,
        summary: 'Keys of the platform, or of the partner who asks',
        querystring: listQuery,
        response: { 200: ApiKeyList },
      },
    },
    async (request) => hub.apiKeys.listForPlatform(principalOf(request), request.query),
  );
  app.post(
    '/platform/api-keys',
    {
      schema: {
        operationId: 'createPlatformKey',
        tags,
        summary: 'Make a key of the platform, or of the partner who asks',
        body: CreateApiKey,
        response: { 201: NewApiKeyView },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await hub.apiKeys.createForPlatform(principalOf(request), request.body)),
  );
  app.post(
    '/platform/api-keys/:key/rotate',
    {
      schema: {
        operationId: 'rotatePlatformKey',
        tags,
        summary: 'Give a key of the platform a new secret; the one before works on for a while',
        params,
        body: RotateApiKey,
        response: { 201: NewApiKeyView },
      },
    },
    async (request, reply) => {
      const made = await hub.apiKeys.rotateForPlatform(principalOf(request), request.params.key, request.body);
      return reply.status(201).send(made);
    },
  );
  app.delete(
    '/platform/api-keys/:key',
    {
      schema: {
        operationId: 'revokePlatformKey',
        tags,
        summary: 'End a key of the platform at once',
        params,
        response: { 200: ApiKeyView },
      },
    },
    async (request) => hub.apiKeys.revokeForPlatform(principalOf(request), request.params.key),
  );
};
