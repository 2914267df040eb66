/** GET /overview: how everything of a tenant stands. */
import { OverviewView } from '../../hub/overview/overview-views.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

export const overviewRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/overview',
    {
      schema: {
        operationId: 'getOverview',
        tags: ['Overview'],
        summary: 'How everything stands',
        description:
          'What fails first, with what to do; totals, the runs, webhooks and deliveries of the last day, what is due next.',
        response: { 200: OverviewView },
      },
    },
    async (request) => hub.tenantOverview.read(principalOf(request), tenantOf(request)),
  );
};
