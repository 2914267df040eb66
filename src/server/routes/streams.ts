/** The streams of an integration, and the short address of their records. */
import { z } from 'zod';
import { RecordList, RecordQuery } from '../../hub/records/record-views.ts';
import { StreamCountList, StreamCountQuery } from '../../hub/runs/stream-counts.ts';
import { ChangeStream, StreamList, StreamView } from '../../hub/runs/streams.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';
import { integrationParams } from './integrations.ts';

const tags = ['Streams'];
const streamParams = integrationParams.extend({ stream: z.string() });

export const streamRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/integrations/:integration/streams',
    {
      schema: {
        operationId: 'listStreams',
        tags,
        summary: 'Its streams and how they stand',
        params: integrationParams,
        response: { 200: StreamList },
      },
    },
    async (request) => hub.streams.list(principalOf(request), tenantOf(request), request.params.integration),
  );
  app.patch(
    '/integrations/:integration/streams/:stream',
    {
      schema: {
        operationId: 'changeStream',
        tags,
        summary: 'Switch a stream on or off, or change its schedule',
        params: streamParams,
        body: ChangeStream,
        response: { 200: StreamView },
      },
    },
    async (request) =>
      hub.streams.change(
        principalOf(request),
        tenantOf(request),
        request.params.integration,
        request.params.stream,
        request.body,
      ),
  );
  app.get(
    '/record_counts',
    {
      schema: {
        operationId: 'countRecords',
        tags,
        summary: 'How many records each stream holds',
        description: 'Counted when asked: about a second for three million.',
        querystring: StreamCountQuery,
        response: { 200: StreamCountList },
      },
    },
    async (request) => hub.streamCounts(principalOf(request), tenantOf(request), request.query),
  );
  // Another name, by provider instead of id, for the records of one stream.
  app.get(
    '/integrations/:integration/:stream',
    {
      schema: {
        operationId: 'listStreamRecords',
        hide: true,
        params: streamParams,
        querystring: RecordQuery.omit({ integration: true, stream: true }),
        response: { 200: RecordList },
      },
    },
    async (request) => {
      const { integration, stream } = request.params;
      const { id } = await hub.integrations.find(principalOf(request), tenantOf(request), integration);
      return hub.records.listIntegration(principalOf(request), tenantOf(request), id, { ...request.query, stream });
    },
  );
};
