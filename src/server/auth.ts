/**
 * Who is asking: the API key of `Authorization: Bearer pb_...`, the token of a connect session (`pc_...`), or the session of a signed-in browser
 * (sign-in.ts) becomes a principal,
 * before anything else of the request is looked at. What a principal may do is decided by the hub, never here. Called by app.ts; routes use `principalOf` and
 * `tenantOf`.
 */
import type { FastifyRequest } from 'fastify';
import { fail } from '../contract/errors.ts';
import type { Hub } from '../hub/index.ts';
import type { Principal } from '../hub/access/principal.ts';
import { sessionPrincipal } from './sign-in.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before every route that is not `open`. Read it through `principalOf`. */
    principal: Principal | undefined;
  }
  interface FastifyContextConfig {
    /** Answers without an API key (health, OAuth callbacks, vendors' webhooks). */
    open?: boolean;
    /** Answers the token of a connect session, and nobody else has a use for it. */
    connectSession?: boolean;
    /** Open, and of a person's session all the same: with cookies it is answered to our own pages only. */
    ownPagesOnly?: boolean;
  }
}

/** `publicUrl`: where browsers reach us. */
export async function authenticate(hub: Hub, request: FastifyRequest, publicUrl: string): Promise<void> {
  const header = request.headers.authorization;
  if (header === undefined) {
    request.principal = await sessionPrincipal(hub, request, publicUrl);
    if (request.principal === undefined) throw fail('unauthorized', 'No API key was sent, and nobody is signed in.');
    return;
  }
  const token = /^Bearer +(\S+)$/i.exec(header)?.[1];
  if (token === undefined) throw fail('unauthorized', 'The Authorization header does not read `Bearer pb_...`.');
  if (!token.startsWith('pc_')) {
    request.principal = await hub.apiKeys.authenticate(token);
    return;
  }
  request.principal = await hub.connectSessions.authenticate(token);
  // The hub gives it no rights either; but some addresses ask for none.
  if (request.routeOptions.config.connectSession !== true)
    throw fail('permission_denied', 'A connect link may only connect what it was made for.');
}

/** Throws on an open route: those have nobody to name. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === undefined) throw fail('unauthorized', 'No API key was sent.');
  return request.principal;
}

/**
 * The tenant a request is about: its slug from the path, or, on the short paths (`/api/integrations...`), the id of the tenant
 * the API key belongs to. The hub's functions take either.
 */
export function tenantOf(request: FastifyRequest): string {
  const { params } = request;
  if (typeof params === 'object' && params !== null && 'tenant' in params && typeof params.tenant === 'string')
    return params.tenant;
  const principal = principalOf(request);
  if ('tenantId' in principal) return principal.tenantId;
  throw fail(
    'invalid_request',
    'This API key is not of one tenant: name the tenant in the path, `/api/tenants/{slug}/...`.',
  );
}
