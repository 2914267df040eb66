/** /me, /members, /invitations: people who sign in, and what they may do for a tenant. */
import { z } from 'zod';
import {
  AcceptInvitation,
  CreateInvitation,
  InvitationList,
  InvitationSeen,
  NewInvitationView,
} from '../../hub/people/invitations.ts';
import { ChangeMember, MemberList, MemberView } from '../../hub/people/members.ts';
import { FirstPassword, MeView } from '../../hub/people/sessions.ts';
import { principalOf, tenantOf } from '../auth.ts';
import { headersOf } from '../sign-in.ts';
import type { Routes } from './route.ts';

const tags = ['People'];

export const personRoutes: Routes = async (app, { hub }) => {
  app.post(
    '/me/password',
    {
      // Of persons, also those who act for no tenant yet; whose session it is is asked below.
      config: { open: true, ownPagesOnly: true },
      schema: {
        operationId: 'chooseFirstPassword',
        tags,
        summary: 'Choose a password, for somebody who has none',
        description:
          'With the session of somebody who came by a link from the machine or through the identity provider. Who has a password changes it with the present one.',
        body: FirstPassword,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await hub.people.signIn.chooseFirstPassword(headersOf(request), request.body.password);
      return reply.status(204).send(null);
    },
  );
  app.get(
    '/me',
    {
      config: { open: true },
      schema: {
        operationId: 'getMe',
        tags,
        summary: 'Who is signed in with this browser',
        description: 'For the dashboard. An API key is nobody here.',
        response: { 200: MeView },
      },
    },
    async (request) => hub.people.sessions.me(headersOf(request)),
  );
  app.post(
    '/invitations/look',
    {
      config: { open: true },
      schema: {
        operationId: 'lookAtInvitation',
        tags,
        summary: 'What the link of an invitation is about',
        body: AcceptInvitation.pick({ token: true }),
        response: { 200: InvitationSeen },
      },
    },
    async (request) => hub.people.invitations.look(request.body.token),
  );
  app.post(
    '/invitations/accept',
    {
      config: { open: true, ownPagesOnly: true },
      schema: {
        operationId: 'acceptInvitation',
        tags,
        summary: 'Accept an invitation',
        description:
          'With the session of the person it is for; a person who is new gives a name and a password, and signs in with them afterwards.',
        body: AcceptInvitation,
        response: { 200: z.object({ email: z.string() }) },
      },
    },
    async (request) => {
      const { person } = await hub.people.sessions.me(headersOf(request));
      const { email } = await hub.people.invitations.accept(request.body, person ?? undefined);
      return { email };
    },
  );
};

export const memberRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/members',
    { schema: { operationId: 'listMembers', tags, summary: 'Who acts for the tenant', response: { 200: MemberList } } },
    async (request) => hub.people.members.list(principalOf(request), tenantOf(request)),
  );
  const member = z.object({ user: z.string() });
  app.patch(
    '/members/:user',
    {
      schema: {
        operationId: 'changeMember',
        tags,
        summary: "Change somebody's role",
        params: member,
        body: ChangeMember,
        response: { 200: MemberView },
      },
    },
    async (request) =>
      hub.people.members.change(principalOf(request), tenantOf(request), request.params.user, request.body),
  );
  app.delete(
    '/members/:user',
    {
      schema: {
        operationId: 'removeMember',
        tags,
        summary: 'Somebody acts for the tenant no longer',
        params: member,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await hub.people.members.remove(principalOf(request), tenantOf(request), request.params.user);
      return reply.status(204).send(null);
    },
  );
  app.get(
    '/invitations',
    {
      schema: {
        operationId: 'listInvitations',
        tags,
        summary: 'Invitations that are open',
        response: { 200: InvitationList },
      },
    },
    async (request) => hub.people.invitations.list(principalOf(request), tenantOf(request)),
  );
  app.post(
    '/invitations',
    {
      schema: {
        operationId: 'createInvitation',
        tags,
        summary: 'Invite somebody',
        description:
          'A letter with a link goes out where there is a mail server; the link is in the answer as well, this once.',
        body: CreateInvitation,
        response: { 201: NewInvitationView },
      },
    },
    async (request, reply) =>
      reply
        .status(201)
        .send(await hub.people.invitations.create(principalOf(request), tenantOf(request), request.body)),
  );
  app.delete(
    '/invitations/:invitation',
    {
      schema: {
        operationId: 'revokeInvitation',
        tags,
        summary: 'Take an invitation back',
        params: z.object({ invitation: z.string() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await hub.people.invitations.revoke(principalOf(request), tenantOf(request), request.params.invitation);
      return reply.status(204).send(null);
    },
  );
};
