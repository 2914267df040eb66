/**
 * /connect-sessions: handing somebody the right to connect a provider, for minutes. And /connect-session: what the page behind such a link
 * asks, with the link's token as its key; no other address answers it.
 */
import { z } from 'zod';
import { ConnectionTest } from '../../hub/connect/connection-test.ts';
import {
  ConnectSessionList,
  ConnectSessionView,
  CreateConnectSession,
  NewConnectSessionView,
  OwnConnectSessionView,
  SessionConnect,
  SessionConnectAnswer,
  SessionCredentials,
} from '../../hub/connect-sessions/connect-session-views.ts';
import { listQuery } from '../../hub/inputs.ts';
import { ConnectableView } from '../../hub/providers/connectable.ts';
import { principalOf, tenantOf } from '../auth.ts';
import type { Routes } from './route.ts';

const tags = ['Connect sessions'];
const params = z.object({ session: z.string() });

export const connectSessionRoutes: Routes = async (app, { hub }) => {
  app.post(
    '/connect-sessions',
    {
      schema: {
        operationId: 'createConnectSession',
        tags,
        summary: 'A link with which somebody connects',
        description:
          'Needs the right `connect`. Open `url` in a browser or embed it; it works once, and until `expires_at`.',
        body: CreateConnectSession,
        response: { 201: NewConnectSessionView },
      },
    },
    async (request, reply) =>
      reply
        .status(201)
        .header('cache-control', 'no-store')
        .send(await hub.connectSessions.create(principalOf(request), tenantOf(request), request.body)),
  );
  app.get(
    '/connect-sessions',
    {
      schema: {
        operationId: 'listConnectSessions',
        tags,
        summary: 'Connect sessions, newest first',
        querystring: listQuery,
        response: { 200: ConnectSessionList },
      },
    },
    async (request) => hub.connectSessions.list(principalOf(request), tenantOf(request), request.query),
  );
  app.get(
    '/connect-sessions/:session',
    {
      schema: {
        operationId: 'getConnectSession',
        tags,
        summary: 'What came of one',
        params,
        response: { 200: ConnectSessionView },
      },
    },
    async (request) => hub.connectSessions.get(principalOf(request), tenantOf(request), request.params.session),
  );
  app.delete(
    '/connect-sessions/:session',
    {
      schema: {
        operationId: 'revokeConnectSession',
        tags,
        summary: 'Take a link back, at once',
        params,
        response: { 200: ConnectSessionView },
      },
    },
    async (request) => hub.connectSessions.revoke(principalOf(request), tenantOf(request), request.params.session),
  );
};

/** A tenant's own view of a provider has the path of the platform's, so it is mounted below the tenant only. */
export const connectableRoutes: Routes = async (app, { hub }) => {
  app.get(
    '/providers/:provider',
    {
      schema: {
        operationId: 'getConnectable',
        tags: ['Providers'],
        summary: 'One provider as this tenant would connect it',
        description:
          'Its ways in with their fields, which of them can be used, and the addresses to enter at the vendor.',
        params: z.object({ provider: z.string() }),
        response: { 200: ConnectableView },
      },
    },
    async (request) => hub.connectable.get(principalOf(request), tenantOf(request), request.params.provider),
  );
};

/** What the page itself asks. */
export const connectPageRoutes: Routes = async (app, { hub }) => {
  const config = { connectSession: true } as const;
  const provider = z.object({ provider: z.string() });
  app.get(
    '/connect-session',
    {
      config,
      schema: {
        operationId: 'getOwnConnectSession',
        tags,
        summary: 'The session whose token asks',
        response: { 200: OwnConnectSessionView },
      },
    },
    async (request) => hub.connectSessions.page.look(principalOf(request)),
  );
  app.get(
    '/connect-session/providers/:provider',
    {
      config,
      schema: {
        operationId: 'getSessionProvider',
        tags,
        summary: 'One of its providers, with the fields to ask for',
        params: provider,
        response: { 200: ConnectableView },
      },
    },
    async (request) => hub.connectSessions.page.provider(principalOf(request), request.params.provider),
  );
  app.get(
    '/connect-session/providers/:provider/guide.md',
    {
      config,
      schema: {
        operationId: 'getSessionProviderGuide',
        tags,
        summary: 'How it is set up, as Markdown',
        params: provider,
        response: { 200: z.string() },
      },
    },
    async (request, reply) => {
      const text = await hub.connectSessions.page.guide(principalOf(request), request.params.provider);
      return reply.type('text/markdown; charset=utf-8').serializer(String).send(text);
    },
  );
  app.post(
    '/connect-session/test',
    {
      config,
      schema: {
        operationId: 'testSessionCredentials',
        tags,
        summary: 'Try credentials without storing anything',
        body: SessionCredentials,
        response: { 200: ConnectionTest },
      },
    },
    async (request) => hub.connectSessions.page.test(principalOf(request), request.body),
  );
  app.post(
    '/connect-session/connect',
    {
      config,
      schema: {
        operationId: 'connectWithSession',
        tags,
        summary: 'Connect with credentials, start a sign-in, or choose the account',
        body: SessionConnect,
        response: { 200: SessionConnectAnswer },
      },
    },
    async (request) => hub.connectSessions.page.connect(principalOf(request), request.body),
  );
};
