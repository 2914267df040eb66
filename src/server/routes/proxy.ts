/** /integrations/{id}/proxy/...: calls the provider as it is, authenticated. Bodies go through as they are, so nothing is parsed here. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../contract/errors.ts';
import { principalOf, tenantOf } from '../auth.ts';
import { untilClosed } from '../hang-up.ts';
import type { Routes } from './route.ts';
import { integrationParams } from './integrations.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const bodyLimit = 5 * 1024 * 1024;

export const proxyRoutes: Routes = async (app, { hub }) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, body: string | Buffer) => body);

  for (const method of methods) {
    app.route({
      method,
      url: '/integrations/:integration/proxy/*',
      bodyLimit,
      // An Idempotency-Key is the vendor's to honour.
      config: { ownIdempotency: true },
      exposeHeadRoute: false,
      schema: {
        operationId: `proxy${method.charAt(0)}${method.slice(1).toLowerCase()}`,
        tags: ['Proxy'],
        summary: `${method} anything of the provider`,
        description:
          "Sends the call to the provider with the integration's credentials: the path stands on the provider's base URL, query, body and headers go along (not those that choose the account). Answers what the provider answers, marked by the header `plugboard-provider`; 401, 429 and 5xx are reported as problems after what can be done about them was done. Writes need the right `act`.",
        params: integrationParams,
        hide: method === 'HEAD',
      },
      handler: async (request, reply) => {
        const { body, headers } = request;
        const call = {
          method,
          target: targetOf(request),
          headers: Object.fromEntries(
            Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
          ),
          body: Buffer.isBuffer(body) ? body : undefined,
        };
        const answer = await hub.proxy.call(
          principalOf(request),
          tenantOf(request),
          request.params.integration,
          call,
          untilClosed(reply),
        );
        return send(reply, answer);
      },
    });
  }
};

/** The router has decoded its own copy of the path, and an encoded slash must stay one. */
function targetOf(request: FastifyRequest): string {
  const target = /^[^?]*?\/integrations\/[^/?]+\/proxy(\/.*)$/s.exec(request.raw.url ?? '')?.[1];
  if (target === undefined) throw fail('invalid_request', 'The address could not be read.');
  return target;
}

function send(
  reply: FastifyReply,
  answer: {
    readonly provider: string;
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Buffer;
  },
): FastifyReply {
  void reply.status(answer.status).headers(answer.headers).header('plugboard-provider', answer.provider);
  return reply.send(answer.body.length === 0 ? null : answer.body);
}
