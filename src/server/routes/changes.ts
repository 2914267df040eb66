/** /changes: the change feed. */
import { ChangeList, ChangesQuery } from '../../hub/records/record-views.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

export const changeRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/changes',
    {
      schema: {
        operationId: 'listChanges',
        tags: ['Records'],
        summary: 'What changed since a cursor',
        description:
          'The latest state of every record that changed, in the order it changed. Come back with `next_cursor` at any time: no change is missed and none is told twice, whoever writes meanwhile. Records of an integration that was deleted are simply gone.',
        querystring: ChangesQuery,
        response: { 200: ChangeList },
      },
    },
    async (request) => hub.changes.list(principalOf(request), tenantOf(request), request.query),
  );
};
