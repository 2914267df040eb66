/** Signing in to Intuit: the authorize page that names the company, tokens, the daily change of the refresh token. Called by ../sandbox.ts. */
import type { SandboxResponse, SandboxRoute } from 'plugboard/contract';
import { oauthServer, type OAuthClient, type OAuthGrant } from 'plugboard/kit';
import { jsonType, unauthorized } from './answers.ts';
import type { Context, State } from './state.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** What Intuit says in seconds: 101 days. */
const refreshTtlMs = 8_726_400_000;

export const accounting = 'com.intuit.quickbooks.accounting';
const scopes = [accounting, 'com.intuit.quickbooks.payment', 'openid', 'profile', 'email', 'phone', 'address'];

/** The two pairs of keys of one app: production reaches real companies, development sandbox companies only. */
export const apps = {
  production: { client_id: 'ABp9XkQvTz4mUe7LrYc2WnHs6DfGj1oKiBa8', client_secret: 'quickbooks-production-secret' },
  development: { client_id: 'ABd3RtYuIoPlKjHgFdSaQwErTyUiOpZxCvBn', client_secret: 'quickbooks-development-secret' },
} as const;

function clients(): readonly OAuthClient[] {
  return Object.values(apps).map((app) => ({ ...app, name: 'Plugboard', redirect_uris: 'loopback', scopes }));
}

export const oauth = oauthServer<State>({
  vendor: 'QuickBooks',
  paths: { authorize: '/connect/oauth2', token: '/oauth2/v1/tokens/bearer', revoke: '/v2/oauth2/tokens/revoke' },
  oauth: (state) => state.oauth,
  clients,
  clientAuth: 'basic',
  pkce: 'none',
  revocation: 'json',
  grants: ['authorization_code', 'refresh_token'],
  scopes,
  codeTtlMs: 5 * 60_000,
  accessTtlMs: hour,
  refresh: { rotates: true, ttlMs: refreshTtlMs },
  accounts: ({ company }) => [{ id: company.realm, name: company.name }],
  redirect: (grant) => ({ realmId: grant.accounts[0] ?? '' }),
  mintRefresh: (grant, { context }) => refreshToken(grant, context),
  answer: () => ({ token_type: 'bearer', x_refresh_token_expires_in: refreshTtlMs / 1000 }),
});

/** The value changes once a day; until then the same one is answered again, with a new end. Then the one before is dead. */
function refreshToken(grant: OAuthGrant, context: Context): string {
  const newest = context.state.refreshes[grant.id];
  if (newest !== undefined && context.now() - newest.at < day) return newest.token;
  const token = `RT1-${context.hex(46)}`;
  context.state.refreshes[grant.id] = { token, at: context.now() };
  return token;
}

export const identityRoutes: readonly SandboxRoute<State>[] = [
  ...oauth.routes,
  {
    method: 'GET',
    path: '/v1/openid_connect/userinfo',
    open: true,
    handle(request, context): SandboxResponse {
      const grant = oauth.check(request, context);
      if (grant === undefined || !grant.scope.split(' ').includes('openid'))
        return unauthorized(context, 'Token invalid');
      const { company } = context.state;
      return {
        headers: jsonType,
        body: {
          sub: '1182d6ec-2a1f-4aa3-af3f-bb3b95db45af',
          email: company.email,
          emailVerified: true,
          givenName: 'Harriet',
          familyName: 'Harbour',
        },
      };
    },
  },
];
