/**
 * Signing in to the REST API: Sage's OAuth server, with its habits. Credentials go in the body, refresh tokens rotate and need
 * `offline_access`, client credentials name the user, and a new consent of the same person ends the one before. Called by ../sandbox.ts.
 */
import type { SandboxRequest, SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { endGrant, formOf, oauthServer, type MintContext, type OAuthClient, type OAuthGrant } from 'plugboard/kit';
import { credentials } from './gateway.ts';
import { companyId, entities, type Context, type State } from './state.ts';

export const apps = {
  /** For people who sign in. */
  web: { client_id: '8f0c2f4b71d94d7cplug.app.sage.com', client_secret: 'sage-sandbox-web-secret' },
  /** For a web services user, without a person. */
  service: { client_id: '1b77a0cc93c142f5srvc.app.sage.com', client_secret: 'sage-sandbox-service-secret' },
} as const;

/** As client credentials name the user. */
export const username = `${credentials.user.user_id}@${companyId}`;

const clients: readonly OAuthClient[] = [
  { ...apps.web, name: 'Plugboard', redirect_uris: 'loopback', grants: ['authorization_code', 'refresh_token'] },
  { ...apps.service, name: 'Harbour Training back office', redirect_uris: [], grants: ['client_credentials'] },
];

export const accessMs = 6 * 3_600_000;

export const oauth = oauthServer<State>({
  vendor: 'Sage Intacct',
  paths: {
    authorize: '/ia/api/v1/oauth2/authorize',
    token: '/ia/api/v1/oauth2/token',
    revoke: '/ia/api/v1/oauth2/revoke',
  },
  oauth: (state) => state.oauth,
  clients: () => clients,
  clientAuth: 'body',
  pkce: 'optional',
  grants: ['authorization_code', 'refresh_token', 'client_credentials'],
  scopes: ['offline_access'],
  codeTtlMs: 5 * 60_000,
  accessTtlMs: accessMs,
  refresh: { rotates: true, reuseRevokesGrant: true, ttlMs: 180 * 86_400_000, scope: 'offline_access' },
  mintAccess: jwt,
  // Nobody needs it, and Sage sends it all the same.
  answer: (grant, context) => (grant.kind === 'client_credentials' ? { refresh_token: context.hex(64) } : {}),
  allowed(grant, { state }) {
    for (const other of Object.values(state.oauth.grants)) {
      if (other.id !== grant.id && other.client_id === grant.client_id) endGrant(state.oauth, other.id, 'replaced');
    }
  },
});

/** Shaped like Sage's tokens; nobody here checks the signature. */
function jwt(grant: OAuthGrant, { context, expiresAt }: MintContext<State>): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    jti: context.hex(32),
    client_id: grant.client_id,
    sub: username,
    exp: Math.floor((expiresAt ?? context.now()) / 1000),
  };
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${context.hex(64)}`;
}

/** `userId@companyId[|entityId]` of client credentials is looked at before the rest. */
function tokenRoute(route: SandboxRoute<State>): SandboxRoute<State> {
  const handle = (request: SandboxRequest, context: Context): SandboxResponse | Promise<SandboxResponse> => {
    const form = formOf(request);
    const [who = '', entity = ''] = (form.get('username') ?? '').split('|');
    const known = who === username && (entity === '' || entities.includes(entity));
    if (form.get('grant_type') === 'client_credentials' && !known)
      return { status: 400, body: { error: 'invalid_grant', error_description: 'The username is unknown.' } };
    return route.handle(request, context);
  };
  return { ...route, handle };
}

export const identityRoutes: readonly SandboxRoute<State>[] = oauth.routes.map((route) =>
  route.path.endsWith('/token') ? tokenRoute(route) : route,
);
