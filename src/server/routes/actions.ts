/** Actions: what can be written at a provider, and doing it. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ActionAnswer, ActionList, RunAction } from '../../hub/actions/action-views.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';
import { integrationParams } from './integrations.ts';

const tags = ['Actions'];
// Answers may hold what is shown only once, so they are kept by the action itself (without it), not by the header's own memory.
const config = { ownIdempotency: true } as const;

export const actionRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/integrations/:integration/actions',
    {
      schema: {
        operationId: 'listActions',
        tags,
        summary: 'What can be written, with JSON Schemas',
        params: integrationParams,
        response: { 200: ActionList },
      },
    },
    async (request) => hub.actions.list(principalOf(request), tenantOf(request), request.params.integration),
  );
  app.post(
    '/integrations/:integration/actions/:action',
    {
      config,
      schema: {
        operationId: 'runAction',
        tags,
        summary: 'Write something at the provider',
        description:
          'Done once for an `external_reference`: the same reference and input answer the same again, another input or one in flight is refused (409). A failure says `in_doubt` when it may have been done; asking again with the same reference is then safe.',
        params: integrationParams.extend({ action: z.string().meta({ example: 'create_contact' }) }),
        body: RunAction,
        response: { 200: ActionAnswer },
      },
    },
    async (request) => {
      const { integration, action } = request.params;
      return hub.actions.run(
        principalOf(request),
        tenantOf(request),
        integration,
        action,
        referenced(request, request.body),
      );
    },
  );
  // Another name, by provider and stream, for the action that creates there.
  app.post(
    '/integrations/:integration/:stream',
    {
      config,
      schema: {
        operationId: 'createInStream',
        hide: true,
        params: integrationParams.extend({ stream: z.string() }),
        body: RunAction,
        response: { 200: ActionAnswer },
      },
    },
    async (request) => {
      const { integration, stream } = request.params;
      return hub.actions.create(
        principalOf(request),
        tenantOf(request),
        integration,
        stream,
        referenced(request, request.body),
      );
    },
  );
};

/** The header is a reference, too. */
function referenced(request: FastifyRequest, body: z.output<typeof RunAction>): z.output<typeof RunAction> {
  const key = request.headers['idempotency-key'];
  return body.external_reference === undefined && typeof key === 'string' ? { ...body, external_reference: key } : body;
}
