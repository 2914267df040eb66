/** Who is calling: the API key in Basic, whatever the user name, or a token of the OAuth server. Called by ../sandbox.ts. */
import type { SandboxRequest, SandboxResponse } from 'plugboard/contract';
import { basicOf, oauthServer } from 'plugboard/kit';
import type { Context, State } from './state.ts';

const hour = 3_600_000;

/** The OAuth client registered at the college. */
export const app = { client_id: 'plugboard-harbour', client_secret: 'jrp-sandbox-client-secret-91c4' } as const;
export const organization = 'harbour-training';

/** Ours, not the vendor's: no public page knows an OAuth server of JR Plus. */
const server = oauthServer<State>({
  vendor: 'ReadyTech JR Plus',
  paths: { authorize: '/oauth/authorize', token: '/oauth/token' },
  oauth: (state) => state.oauth,
  clients: () => [{ ...app, name: 'Plugboard', redirect_uris: 'loopback' }],
  clientAuth: 'body',
  pkce: 'optional',
  grants: ['authorization_code', 'refresh_token'],
  codeTtlMs: hour / 6,
  accessTtlMs: hour,
  refresh: { rotates: true, reuseRevokesGrant: true },
});

export const identityRoutes = server.routes;

function unauthorized(words: string): SandboxResponse {
  return {
    status: 401,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'www-authenticate': 'Basic realm="Application"' },
    body: `${words}\n`,
  };
}

/** The service speaks XML and nothing else. */
export function guard(request: SandboxRequest, context: Context): SandboxResponse | undefined {
  const basic = basicOf(request);
  if (basic === undefined) {
    if (server.check(request, context) === undefined) return unauthorized('HTTP Basic: Access denied.');
    if (request.headers['x-organization-id'] !== organization) return unauthorized('Unknown organization.');
  } else if (!context.state.keys.includes(basic.password)) return unauthorized('HTTP Basic: Access denied.');
  if (request.headers['accept']?.includes('xml') !== true) return { status: 406 };
  if (context.switches['rights'] === 'read' && request.method !== 'GET')
    return { status: 403, headers: { 'content-type': 'text/plain' }, body: 'This key may only read.\n' };
  return undefined;
}
