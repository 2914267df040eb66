/** /deletions: records missing at the vendor that wait for a person's word. */
import { z } from 'zod';
import { DeletionDetail, DeletionList, DeletionQuery, DeletionView } from '../../hub/records/deletions.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Deletions'];
const params = z.object({ deletion: z.string().meta({ example: 'del_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }) });

export const deletionRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/deletions',
    {
      schema: {
        operationId: 'listDeletions',
        tags,
        summary: 'Records found missing, newest first',
        description:
          'More than 100 and more than a tenth of a stream at once are held (`state=held`) until somebody decides.',
        querystring: DeletionQuery,
        response: { 200: DeletionList },
      },
    },
    async (request) => hub.deletions.list(principalOf(request), tenantOf(request), request.query),
  );
  app.get(
    '/deletions/:deletion',
    {
      schema: {
        operationId: 'getDeletion',
        tags,
        summary: 'One, with a sample of its records',
        params,
        response: { 200: DeletionDetail },
      },
    },
    async (request) => hub.deletions.get(principalOf(request), tenantOf(request), request.params.deletion),
  );
  app.post(
    '/deletions/:deletion/approve',
    {
      schema: {
        operationId: 'approveDeletion',
        tags,
        summary: 'Delete the records here, too',
        description: 'Records that changed since they were found missing are spared. Answers when it is done.',
        params,
        response: { 200: DeletionView },
      },
    },
    async (request) => hub.deletions.approve(principalOf(request), tenantOf(request), request.params.deletion),
  );
  app.post(
    '/deletions/:deletion/reject',
    {
      schema: {
        operationId: 'rejectDeletion',
        tags,
        summary: 'Keep the records',
        description: 'The next complete listing that lacks them asks again.',
        params,
        response: { 200: DeletionView },
      },
    },
    async (request) => hub.deletions.reject(principalOf(request), tenantOf(request), request.params.deletion),
  );
};
