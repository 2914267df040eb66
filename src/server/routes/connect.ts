/**
 * Connecting and disconnecting an integration, and the two pages a browser sees on the way through a vendor's sign-in: the start
 * page of a link and the callback. Those two need no API key: the one-time state is the proof.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PlugboardError } from '../../contract/errors.ts';
import type { BrowserCookie } from '../../hub/connect/connect-state.ts';
import { ConnectAnswer, ConnectInput } from '../../hub/connect/connect-views.ts';
import { IntegrationView } from '../../hub/integrations/integration-views.ts';
import { principalOf, tenantOf } from '../auth.ts';
import { messagePage } from '../message-page.ts';
import { integrationParams } from './integrations.ts';
import type { Routes } from './route.ts';

const tags = ['Integrations'];

export const connectRoutes: Routes = async (app, { hub }) => {
  app.post(
    '/integrations/:integration/connect',
    {
      schema: {
        operationId: 'connectIntegration',
        tags,
        summary: 'Prove the credentials, enable and schedule; or start a sign-in',
        description:
          'For an OAuth way in the answer holds `authorize_url` and sets a cookie: the same browser must open the address within ten minutes (or ask for `browser: link`).',
        params: integrationParams,
        body: ConnectInput,
        response: { 200: ConnectAnswer },
      },
    },
    async (request, reply) => {
      const { answer, cookie } = await hub.connection.connect(
        principalOf(request),
        tenantOf(request),
        request.params.integration,
        request.body,
      );
      if (cookie !== undefined) reply.header('set-cookie', cookieText(cookie));
      return answer;
    },
  );
  app.post(
    '/integrations/:integration/disconnect',
    {
      schema: {
        operationId: 'disconnectIntegration',
        tags,
        summary: 'Stop schedules, revoke where possible, destroy credentials, keep records',
        params: integrationParams,
        response: { 200: IntegrationView },
      },
    },
    async (request) => hub.connection.disconnect(principalOf(request), tenantOf(request), request.params.integration),
  );
};

const callbackQuery = z.looseObject({ state: z.string().max(200).optional() });

export const callbackRoutes: Routes = async (app, { hub }) => {
  const params = z.object({ provider: z.string() });
  app.get(
    '/integrations/:provider/callback/start',
    {
      config: { open: true },
      schema: { hide: true, params, querystring: z.object({ token: z.string().max(200).default('') }) },
    },
    async (request, reply) =>
      forBrowsers(request, reply, async () => {
        const { provider } = request.params;
        const { url, cookie } = await hub.connection.openLink({
          provider,
          token: request.query.token,
          cookies: cookiesOf(request),
        });
        return reply.header('set-cookie', cookieText(cookie)).redirect(url, 303);
      }),
  );
  app.get(
    '/integrations/:provider/callback',
    { config: { open: true }, schema: { hide: true, params, querystring: callbackQuery } },
    async (request, reply) =>
      forBrowsers(request, reply, async () => {
        const { provider } = request.params;
        const query = new URLSearchParams(request.url.split('?')[1] ?? '');
        const visit = { provider, token: request.query.state ?? '', cookies: cookiesOf(request), query };
        const { answer, returnUrl } = await hub.connection.complete(visit);
        if (returnUrl !== undefined) return reply.redirect(withResult(returnUrl, answer), 303);
        if (!wantsPage(request)) return reply.send(answer);
        const title = answer.outcome === 'connected' ? 'Connected' : 'Signed in';
        return sendPage(reply, 200, title, [answer.message, 'You can close this window.']);
      }),
  );
};

/** Errors as a page where a person is looking; as a problem document everywhere else. */
async function forBrowsers(
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  // The address holds a code or a token: nobody may keep it or pass it on.
  reply.header('cache-control', 'no-store');
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PlugboardError) || error.facts.fault === 'us' || !wantsPage(request)) throw error;
    return sendPage(reply, error.facts.status, 'Not connected', [error.message, 'Nothing was changed.']);
  }
}

function wantsPage(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/html') === true;
}

function sendPage(reply: FastifyReply, status: number, title: string, lines: readonly string[]): FastifyReply {
  const page = messagePage(title, lines);
  return reply
    .status(status)
    .header(
      'content-security-policy',
      `default-src 'none'; style-src 'sha256-${page.styleHash}'; base-uri 'none'; frame-ancestors 'none'`,
    )
    .type('text/html; charset=utf-8')
    .serializer(String)
    .send(page.html);
}

function withResult(
  returnUrl: string,
  answer: { readonly outcome: string; readonly integration: { readonly id: string } },
): string {
  const url = new URL(returnUrl);
  url.searchParams.set('outcome', answer.outcome);
  url.searchParams.set('integration', answer.integration.id);
  return url.href;
}

function cookieText({ name, value, path, secure, maxAgeS }: BrowserCookie): string {
  return `${name}=${value}; Path=${path}; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

function cookiesOf(request: FastifyRequest): Record<string, string> {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => (name === undefined || value === undefined ? [] : [[name, value]])),
  );
}
