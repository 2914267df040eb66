/** An integration's two logs, its figures, and how long the logs are kept. */
import { z } from 'zod';
import { ExchangeDetail, ExchangeList, ExchangeQuery } from '../../hub/logs/exchanges.ts';
import { LogRetention, LogRetentionView } from '../../hub/logs/log-retention.ts';
import { LogEntryList, LogQuery, searchNote } from '../../hub/logs/logs.ts';
import { UsageQuery, UsageView } from '../../hub/logs/usage.ts';
import { principalOf, tenantOf } from '../auth.ts';
import { integrationParams } from './integrations.ts';
import type { Routes } from './route.ts';

const tags = ['Logs'];

export const logRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/integrations/:integration/logs',
    {
      schema: {
        operationId: 'listIntegrationLog',
        tags,
        summary: 'What happened, newest first',
        description: searchNote,
        params: integrationParams,
        querystring: LogQuery,
        response: { 200: LogEntryList },
      },
    },
    async (request) =>
      hub.logs.list(principalOf(request), tenantOf(request), request.params.integration, request.query),
  );
  app.get(
    '/integrations/:integration/exchanges',
    {
      schema: {
        operationId: 'listExchanges',
        tags,
        summary: 'Calls to the provider, newest first',
        description: `Every try is one line. ${searchNote}`,
        params: integrationParams,
        querystring: ExchangeQuery,
        response: { 200: ExchangeList },
      },
    },
    async (request) =>
      hub.exchanges.list(principalOf(request), tenantOf(request), request.params.integration, request.query),
  );
  app.get(
    '/integrations/:integration/exchanges/:exchange',
    {
      schema: {
        operationId: 'getExchange',
        tags,
        summary: 'One call, with its bodies where they are kept',
        params: integrationParams.extend({
          exchange: z.string().meta({ example: 'exc_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
        }),
        response: { 200: ExchangeDetail },
      },
    },
    async (request) => {
      const { integration, exchange } = request.params;
      return hub.exchanges.get(principalOf(request), tenantOf(request), integration, exchange);
    },
  );
  app.get(
    '/integrations/:integration/usage',
    {
      schema: {
        operationId: 'getUsage',
        tags,
        summary: 'Calls, errors, durations, records and bytes by minute, hour or day',
        description: 'Kept for 30 days.',
        params: integrationParams,
        querystring: UsageQuery,
        response: { 200: UsageView },
      },
    },
    async (request) =>
      hub.usage.read(principalOf(request), tenantOf(request), request.params.integration, request.query),
  );
  app.get(
    '/log_retention',
    {
      schema: {
        operationId: 'getLogRetention',
        tags,
        summary: 'How long the logs are kept',
        response: { 200: LogRetentionView },
      },
    },
    async (request) => hub.logRetention.get(principalOf(request), tenantOf(request)),
  );
  app.put(
    '/log_retention',
    {
      schema: {
        operationId: 'changeLogRetention',
        tags,
        summary: 'Keep the logs for less than the platform does',
        description: 'What is left out stays; null: as the platform does. Older lines are shown to nobody from now on.',
        body: LogRetention,
        response: { 200: LogRetentionView },
      },
    },
    async (request) => hub.logRetention.change(principalOf(request), tenantOf(request), request.body),
  );
};
