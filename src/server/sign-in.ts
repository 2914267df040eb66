/**
 * People with a browser: /api/auth (the sign-in itself, answered by the hub's library), and the session cookie as a way of saying who asks.
 * A cookie is sent by the browser whoever made it send the request, so with one nothing is changed unless the request came from our own
 * pages. Called by app.ts.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../contract/errors.ts';
import type { Hub } from '../hub/index.ts';
import type { Principal } from '../hub/access/principal.ts';

const harmless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** `publicUrl`: where browsers reach us, asked for with each request. */
export async function serveSignIn(app: FastifyInstance, hub: Hub, publicUrl: () => string): Promise<void> {
  await app.register(async (scope) => {
    // The library reads bodies itself.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, text: string | Buffer) =>
      String(text),
    );
    scope.route({
      method: ['GET', 'POST'],
      url: '/api/auth/*',
      config: { open: true },
      schema: { hide: true },
      handler: async (request, reply) => {
        const answer = await hub.people.signIn.handle(webRequest(request, publicUrl()), request.ip);
        return sendOn(reply, answer);
      },
    });
  });
}

/** Undefined: there is no session in this request. `tenant`: the one the path names. */
export async function sessionPrincipal(
  hub: Hub,
  request: FastifyRequest,
  publicUrl: string,
): Promise<Principal | undefined> {
  if (request.headers.cookie === undefined) return undefined;
  const principal = await hub.people.sessions.principal(headersOf(request), tenantIn(request));
  if (principal !== undefined) refuseOtherPages(request, publicUrl);
  return principal;
}

/** Throws `permission_denied` for a browser with cookies of ours that would change something from a page of somebody else's. */
export function refuseOtherPages(request: FastifyRequest, publicUrl: string): void {
  if (request.headers.cookie === undefined || harmless.has(request.method) || isOwnPage(request, publicUrl)) return;
  throw fail('permission_denied', 'A signed-in browser may change things only from pages of this server.', {
    next: 'Use an API key from programs and from pages of other origins.',
  });
}

function tenantIn({ params }: FastifyRequest): string | undefined {
  return typeof params === 'object' && params !== null && 'tenant' in params && typeof params.tenant === 'string'
    ? params.tenant
    : undefined;
}

function isOwnPage({ headers }: FastifyRequest, publicUrl: string): boolean {
  return headers.origin === new URL(publicUrl).origin;
}

export function headersOf({ headers }: FastifyRequest): Headers {
  const copied = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) copied.append(name, one);
  }
  return copied;
}

function webRequest(request: FastifyRequest, publicUrl: string): Request {
  const { body, method } = request;
  return new Request(new URL(request.url, publicUrl), {
    method,
    headers: headersOf(request),
    ...(typeof body === 'string' && method === 'POST' ? { body } : {}),
  });
}

async function sendOn(reply: FastifyReply, answer: Response): Promise<FastifyReply> {
  const cookies = answer.headers.getSetCookie();
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') reply.header(name, value);
  if (cookies.length > 0) reply.header('set-cookie', cookies);
  return reply.status(answer.status).send(answer.body === null ? null : Buffer.from(await answer.arrayBuffer()));
}
