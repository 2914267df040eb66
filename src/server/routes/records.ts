/** Records: by model across integrations, of one integration, one of them, its history. */
import { z } from 'zod';
import { listQuery } from '../../hub/inputs.ts';
import {
  RecordDetail,
  RecordDetailQuery,
  RecordHistory,
  RecordList,
  RecordQuery,
} from '../../hub/records/record-views.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';
import { integrationParams } from './integrations.ts';

const tags = ['Records'];
const modelParams = z.object({ model: z.string().meta({ example: 'invoice' }) });
const recordParams = modelParams.extend({ record: z.string().meta({ example: 'rec_Mzppbl8xMjM' }) });
const paging =
  'A page may hold fewer records than asked for, even none, and still say where to go on: the list ends where `next_cursor` is null.';

export const recordRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/records/:model',
    {
      schema: {
        operationId: 'listRecords',
        tags,
        summary: 'Records of a model, across all integrations',
        description: paging,
        params: modelParams,
        querystring: RecordQuery,
        response: { 200: RecordList },
      },
    },
    async (request) =>
      hub.records.listModel(principalOf(request), tenantOf(request), request.params.model, request.query),
  );
  app.get(
    '/integrations/:integration/records',
    {
      schema: {
        operationId: 'listIntegrationRecords',
        tags,
        summary: 'Records of one integration',
        description: paging,
        params: integrationParams,
        querystring: RecordQuery.omit({ integration: true }),
        response: { 200: RecordList },
      },
    },
    async (request) =>
      hub.records.listIntegration(principalOf(request), tenantOf(request), request.params.integration, request.query),
  );
  app.get(
    '/records/:model/:record',
    {
      schema: {
        operationId: 'getRecord',
        tags,
        summary: 'One record',
        params: recordParams,
        querystring: RecordDetailQuery,
        response: { 200: RecordDetail },
      },
    },
    async (request) => hub.records.get(principalOf(request), tenantOf(request), request.params, request.query),
  );
  app.get(
    '/records/:model/:record/history',
    {
      schema: {
        operationId: 'getRecordHistory',
        tags,
        summary: 'The states of a record, newest first',
        params: recordParams,
        querystring: listQuery,
        response: { 200: RecordHistory },
      },
    },
    async (request) => hub.records.history(principalOf(request), tenantOf(request), request.params, request.query),
  );
};
