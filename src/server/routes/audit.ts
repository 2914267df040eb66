/** /audit: who did what, and whether the chain is whole; of a tenant, or (under /platform) of the platform itself. */
import type { FastifyRequest } from 'fastify';
import { AuditList, AuditVerdictView } from '../../hub/access/audit.ts';
import { listQuery } from '../../hub/inputs.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Audit'];

export const auditRoutes = routesFor('', '', tenantOf);
export const platformAuditRoutes = routesFor('/platform', 'Platform', () => undefined);

function routesFor(prefix: string, name: string, tenant: (request: FastifyRequest) => string | undefined): Routes {
  return async (app, { hub }) => {
    app.get(
      `${prefix}/audit`,
      {
        schema: {
          operationId: `list${name}Audit`,
          tags,
          summary: 'Who did what, oldest first',
          querystring: listQuery,
          response: { 200: AuditList },
        },
      },
      async (request) => hub.audit.list(principalOf(request), tenant(request), request.query),
    );
    app.get(
      `${prefix}/audit/verify`,
      {
        schema: {
          operationId: `verify${name}Audit`,
          tags,
          summary: 'Recompute the chain',
          response: { 200: AuditVerdictView },
        },
      },
      async (request) => hub.audit.verify(principalOf(request), tenant(request)),
    );
  };
}
