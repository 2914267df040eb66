/** /platform/overview: how the installation is doing; /platform/members: who acts for it, or for the partner who asks. */
import { z } from 'zod';
import { listQuery } from '../../hub/inputs.ts';
import { PlatformOverview } from '../../hub/platform/overview.ts';
import { PlatformMemberList, PlatformMemberView, PutPlatformMember } from '../../hub/platform/platform-members.ts';
import { principalOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Platform'];

export const platformRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/platform/overview',
    {
      schema: {
        operationId: 'getPlatformOverview',
        tags,
        summary: 'How the installation is doing, tenant by tenant',
        description: 'For the platform; a partner is told about its own tenants.',
        querystring: listQuery,
        response: { 200: PlatformOverview },
      },
    },
    async (request) => hub.platform.overview(principalOf(request), request.query),
  );
  app.get(
    '/platform/members',
    {
      schema: {
        operationId: 'listPlatformMembers',
        tags,
        summary: 'Who acts for the platform, or for the partner who asks',
        response: { 200: PlatformMemberList },
      },
    },
    async (request) => hub.platform.members.list(principalOf(request)),
  );
  app.put(
    '/platform/members',
    {
      schema: {
        operationId: 'putPlatformMember',
        tags,
        summary: 'Let somebody act for the platform, or change the role',
        description: 'Somebody who can sign in already; others are invited to a tenant first.',
        body: PutPlatformMember,
        response: { 200: PlatformMemberView },
      },
    },
    async (request) => hub.platform.members.put(principalOf(request), request.body),
  );
  app.delete(
    '/platform/members/:user',
    {
      schema: {
        operationId: 'removePlatformMember',
        tags,
        summary: 'Somebody acts for the platform no longer',
        params: z.object({ user: z.string() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await hub.platform.members.remove(principalOf(request), request.params.user);
      return reply.status(204).send(null);
    },
  );
};
