/** Records: by model across integrations, of one integration, one of them, its history; all of a list as a file. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import { listQuery } from '../../hub/inputs.ts';
import {
  FindRecords,
  FoundRecords,
  RecordDetail,
  RecordDetailQuery,
  RecordExportQuery,
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
  app.post(
    '/records/find',
    {
      schema: {
        operationId: 'findRecords',
        tags,
        summary: 'Several records by their ids',
        description: 'Posted, because ids may hold what is personal and URLs are written down.',
        body: FindRecords,
        response: { 200: FoundRecords },
      },
    },
    async (request) => hub.records.find(principalOf(request), tenantOf(request), request.body),
  );
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
  exportRoute(app, hub);
};

function exportRoute(app: Parameters<Routes>[0], hub: Parameters<Routes>[1]['hub']): void {
  app.get(
    '/records/:model/export',
    {
      schema: {
        operationId: 'exportRecords',
        tags,
        summary: 'All records of a list as a file',
        description: [
          'CSV (RFC 4180), whose columns follow from the model alone: facts about the record, then the fields; lists and objects as JSON.',
          'A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers.',
          'Or a line of JSON per record, as the list answers it. Sent while it is read, in order of stream and vendor id.',
        ].join(' '),
        params: modelParams,
        querystring: RecordExportQuery,
        response: { 200: z.unknown().meta({ description: 'The file.' }) },
      },
    },
    async (request, reply) => {
      const { model } = request.params;
      const file = await hub.records.export(principalOf(request), tenantOf(request), model, request.query);
      return (
        reply
          .type(file.contentType)
          .header('content-disposition', `attachment; filename="${file.fileName}"`)
          .header('cache-control', 'no-store')
          // When the caller goes, the stream is destroyed, and with it the reading ends.
          .send(Readable.from(file.pieces))
      );
    },
  );
}
