/** /audit: who did what, and whether the chain is whole; of a tenant, or (under /platform) of the platform itself. */
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AuditList, AuditQuery, AuditVerdictView, type AuditEntryView } from '../../hub/access/audit.ts';
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
          summary: 'Who did what',
          querystring: AuditQuery,
          response: { 200: AuditList },
        },
      },
      async (request) => hub.audit.list(principalOf(request), tenant(request), request.query),
    );
    app.get(
      `${prefix}/audit/export`,
      {
        schema: {
          operationId: `export${name}Audit`,
          tags,
          summary: 'All of it, as NDJSON',
          description: 'An entry a line, oldest first: to keep elsewhere.',
          response: { 200: z.unknown().meta({ description: 'Lines of JSON.' }) },
        },
      },
      async (request, reply) => {
        const pages = await hub.audit.export(principalOf(request), tenant(request));
        return reply
          .type('application/x-ndjson; charset=utf-8')
          .header('content-disposition', 'attachment; filename="audit.ndjson"')
          .send(Readable.from(lines(pages)));
      },
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

async function* lines(pages: AsyncIterable<readonly AuditEntryView[]>): AsyncIterable<string> {
  for await (const page of pages) yield page.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}
