/**
 * Xero with the rules of the strictest OAuth servers: a refresh token works once, and whoever presents it again ends the whole grant.
 * (Xero itself still honours the token before for half an hour, which would hide a second refresh.) The rest is its own sandbox.
 */
import { oauthServer, type OAuthGrant, type OAuthState } from '../../providers/_kit/index.ts';
import type { Sandbox } from '../../src/contract/index.ts';
import { sandboxOf } from './arena.ts';

const tokenPath = '/connect/token';
export const accessTtlMs = 30 * 60_000;

interface WithOAuth {
  readonly oauth: OAuthState;
}

export async function strictXero(): Promise<{ readonly key: string; readonly sandbox: Sandbox }> {
  const { key, sandbox } = await sandboxOf('xero');
  const app = sandbox.signIns.find((signIn) => signIn.app !== undefined)?.app;
  if (app === undefined) throw new Error('the sandbox of xero knows no app');
  const strict = oauthServer<WithOAuth>({
    vendor: 'Xero',
    paths: { token: tokenPath },
    oauth: (state) => state.oauth,
    clients: () => [{ ...app, name: 'Plugboard', redirect_uris: 'loopback' }],
    clientAuth: 'basic',
    pkce: 'optional',
    grants: ['authorization_code', 'refresh_token'],
    codeTtlMs: 5 * 60_000,
    accessTtlMs,
    refresh: { rotates: true, reuseRevokesGrant: true },
  });
  const others = sandbox.routes.filter(({ path }) => path !== tokenPath);
  return { key, sandbox: { ...sandbox, routes: [...strict.routes, ...others] } };
}

/** The one consent there is. Live. */
export function grantIn(state: unknown): OAuthGrant {
  if (!hasOAuth(state)) throw new Error('the sandbox has no OAuth server');
  const grant = Object.values(state.oauth.grants).find(({ kind }) => kind === 'authorization_code');
  if (grant === undefined) throw new Error('nobody has consented');
  return grant;
}

function hasOAuth(state: unknown): state is WithOAuth {
  return typeof state === 'object' && state !== null && 'oauth' in state;
}
