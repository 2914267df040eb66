/** Starting runs (sync), looking at them, cancelling them; and the streams they read. */
import { z } from 'zod';
import { RunList, RunQuery, RunView, SyncInput, SyncStarted } from '../../hub/runs/run-views.ts';
import { principalOf, tenantOf } from '../auth.ts';
import { untilClosed } from '../hang-up.ts';
import type { Routes } from './route.ts';
import { integrationParams } from './integrations.ts';

const tags = ['Runs'];
const runParams = z.object({ run: z.string().meta({ example: 'run_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }) });

export const runRoutes: Routes = async (app, { hub }) => {
  app.post(
    '/integrations/:integration/sync',
    {
      schema: {
        operationId: 'syncIntegration',
        tags,
        summary: 'Read an integration now',
        description:
          'Starts one run per stream. 409 with `run_ids` when every stream asked for is being read already. With `dry_run` it reads and compares at once, writes nothing and answers 200 with what would change.',
        params: integrationParams,
        body: SyncInput,
        response: { 200: SyncStarted, 202: SyncStarted },
      },
    },
    async (request, reply) => {
      const { dry_run: dryRun } = request.body;
      const how = dryRun === true ? { signal: untilClosed(reply) } : {};
      const started = await hub.runs.sync(
        principalOf(request),
        tenantOf(request),
        request.params.integration,
        request.body,
        how,
      );
      return reply.status(dryRun === true ? 200 : 202).send(started);
    },
  );
  app.get(
    '/integrations/:integration/runs',
    {
      schema: {
        operationId: 'listIntegrationRuns',
        tags,
        summary: 'Runs of one integration, newest first',
        params: integrationParams,
        querystring: RunQuery.omit({ integration: true }),
        response: { 200: RunList },
      },
    },
    async (request) => {
      await hub.integrations.get(principalOf(request), tenantOf(request), request.params.integration);
      return hub.runs.list(principalOf(request), tenantOf(request), {
        ...request.query,
        integration: request.params.integration,
      });
    },
  );
  app.get(
    '/runs',
    {
      schema: {
        operationId: 'listRuns',
        tags,
        summary: 'Runs, newest first',
        querystring: RunQuery,
        response: { 200: RunList },
      },
    },
    async (request) => hub.runs.list(principalOf(request), tenantOf(request), request.query),
  );
  app.get(
    '/runs/:run',
    { schema: { operationId: 'getRun', tags, summary: 'One run', params: runParams, response: { 200: RunView } } },
    async (request) => hub.runs.get(principalOf(request), tenantOf(request), request.params.run),
  );
  app.post(
    '/runs/:run/cancel',
    {
      schema: {
        operationId: 'cancelRun',
        tags,
        summary: 'Cancel a run',
        description:
          'A queued one ends at once, a running one at its next page. Cancelling one that has ended changes nothing.',
        params: runParams,
        response: { 200: RunView },
      },
    },
    async (request) => hub.runs.cancel(principalOf(request), tenantOf(request), request.params.run),
  );
};
