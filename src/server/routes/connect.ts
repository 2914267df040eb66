/**
 * Connecting and disconnecting an integration, and the two pages a browser sees on the way through a vendor's sign-in: the start
 * page of a link and the callback. Those two need no API key: the one-time state is the proof.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PlugboardError, reportError } from '../../contract/errors.ts';
import type { BrowserCookie } from '../../hub/connect/connect-state.ts';
import { ConnectAnswer, ConnectInput } from '../../hub/connect/connect-views.ts';
import { IntegrationView } from '../../hub/integrations/integration-views.ts';
import { principalOf, tenantOf } from '../auth.ts';
import { messagePage, messagePagePolicy, type MessagePage, type SignInEnd } from '../message-page.ts';
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
        const { outcome, message } = answer;
        return sendPage(reply, 200, {
          title: outcome === 'connected' ? 'Connected' : 'Signed in; choose the account now',
          lines: [message, 'You can close this window and go on where you came from.'],
          tone: 'good',
          end: endOf(visit.token, { outcome, message }),
        });
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
  // Any other value would cut the tie to the window of ours that opened this one, which is to be told how it ended.
  reply.header('cross-origin-opener-policy', 'unsafe-none');
  try {
    return await work();
  } catch (error) {
    if (!wantsPage(request)) throw error;
    const { message, fault, next } = reportError(error);
    if (fault === 'us') request.log.error({ err: error, request_id: request.id }, 'a sign-in failed');
    const query = new URLSearchParams(request.url.split('?')[1] ?? '');
    return sendPage(reply, error instanceof PlugboardError ? error.facts.status : 500, {
      title: 'Not connected',
      lines: [message, who[fault], next, 'Nothing was changed. You can close this window.'],
      tone: 'bad',
      end: endOf(query.get('state') ?? query.get('token') ?? '', { outcome: 'failed', message, fault, next }),
    });
  }
}

const who = {
  you: 'Whoever connects has to act.',
  provider: 'The other system has to act.',
  us: 'The operator of this server has to act.',
} as const;

/** For the window that began the sign-in; undefined when the token is such that none can have. */
function endOf(token: string, end: Omit<SignInEnd, 'type' | 'attempt'>): SignInEnd | undefined {
  const attempt = /^[0-9a-f]{32}\.([0-9a-f]{16})\./.exec(token)?.[1];
  return attempt === undefined ? undefined : { type: 'plugboard.sign_in', attempt, ...end };
}

function wantsPage(request: FastifyRequest): boolean {
  return request.headers.accept?.includes('text/html') === true;
}

function sendPage(reply: FastifyReply, status: number, page: MessagePage): FastifyReply {
  return reply
    .status(status)
    .header('content-security-policy', messagePagePolicy)
    .type('text/html; charset=utf-8')
    .serializer(String)
    .send(messagePage(page));
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
