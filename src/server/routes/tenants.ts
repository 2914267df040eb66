/** /tenants: the customers of whoever runs Plugboard. For the platform and partners; a tenant's own key sees itself. */
import { z } from 'zod';
import { listQuery } from '../../hub/inputs.ts';
import { ChangeTenant, CreateTenant, TenantList, TenantView } from '../../hub/access/tenants.ts';
import { principalOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Tenants'];
const params = z.object({ tenant: z.string() });

export const tenantsRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/tenants',
    {
      schema: {
        operationId: 'listTenants',
        tags,
        summary: 'Tenants you may act for',
        querystring: listQuery,
        response: { 200: TenantList },
      },
    },
    async (request) => hub.tenants.list(principalOf(request), request.query),
  );
  app.post(
    '/tenants',
    {
      schema: {
        operationId: 'createTenant',
        tags,
        summary: 'Make a tenant',
        body: CreateTenant,
        response: { 201: TenantView },
      },
    },
    async (request, reply) => reply.status(201).send(await hub.tenants.create(principalOf(request), request.body)),
  );
  app.get(
    '/tenants/:tenant',
    { schema: { operationId: 'getTenant', tags, summary: 'One tenant', params, response: { 200: TenantView } } },
    async (request) => hub.tenants.get(principalOf(request), request.params.tenant),
  );
  app.patch(
    '/tenants/:tenant',
    {
      schema: {
        operationId: 'changeTenant',
        tags,
        summary: 'Rename a tenant',
        params,
        body: ChangeTenant,
        response: { 200: TenantView },
      },
    },
    async (request) => hub.tenants.change(principalOf(request), request.params.tenant, request.body),
  );
  app.delete(
    '/tenants/:tenant',
    {
      schema: {
        operationId: 'deleteTenant',
        tags,
        summary: 'Delete a tenant with everything it has',
        params,
        querystring: z.object({ confirm: z.string().optional().meta({ description: 'The slug of the tenant.' }) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await hub.tenants.remove(principalOf(request), request.params.tenant, request.query.confirm);
      return reply.status(204).send(null);
    },
  );
};
