/**
 * Signing in at a vendor (OAuth authorization code): building the way there, and turning the vendor's answer into tokens. The one-time
 * state is connect-state.ts's, the protocol the engine's; what the tokens are good for is proven by connect.ts.
 */
import type { OAuth2 } from '../../contract/auth.ts';
import { fail } from '../../contract/errors.ts';
import type { Settings } from '../../contract/fields.ts';
import type { Provider } from '../../contract/provider.ts';
import type { OAuthApp } from '../../engine/auth/apply.ts';
import { beginAuthorization, finishAuthorization } from '../../engine/auth/oauth2.ts';
import type { Tokens } from '../../engine/ports.ts';
import { startSignIn, type BrowserCookie, type SignIn, type Visit } from './connect-state.ts';
import type { HubContext } from '../context.ts';
import { invalidInput } from '../inputs.ts';
import { variableFor } from '../providers/provider-app-input.ts';
import { appFor, redirectUrl } from '../providers/provider-apps.ts';

export interface SignInSubject {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly provider: Provider;
  readonly way: OAuth2;
  readonly settings: Settings;
  readonly actor: string;
  /** The connect session it is for. */
  readonly sessionId: string | undefined;
}

export interface SignInWishes {
  readonly browser: 'here' | 'link';
  readonly return_url?: string | undefined;
  readonly sync: boolean;
}

/** What the browser has to open, and the cookie that binds it unless a link does. */
export interface Invitation {
  readonly url: string;
  readonly expiresAt: Date;
  readonly cookie: BrowserCookie | undefined;
}

export async function invite(context: HubContext, subject: SignInSubject, wishes: SignInWishes): Promise<Invitation> {
  const { tenantId, integrationId, provider, way, settings, actor, sessionId } = subject;
  const app = await registeredApp(context, tenantId, provider);
  const redirectUri = redirectUrl(context, provider.key);
  const started = await startSignIn(context, {
    tenantId,
    integrationId,
    provider: provider.key,
    method: way.key,
    actor,
    sessionId,
    returnUrl: allowedReturn(context, wishes.return_url),
    sync: wishes.sync,
    browser: wishes.browser,
    authorize: (state) => beginAuthorization(way, { app, settings, redirectUri, state }, context.random),
  });
  const url =
    started.link === undefined ? context.toBrowser(started.authorizeUrl) : `${redirectUri}/start?token=${started.link}`;
  return { url, expiresAt: started.expiresAt, cookie: started.cookie };
}

/** Exchanges the code of a callback whose state was redeemed. Throws `permission_denied` when the person said no. */
export async function tokensOf(
  context: HubContext,
  subject: SignInSubject,
  redeemed: SignIn,
  visit: Visit & { readonly query: URLSearchParams },
): Promise<Tokens> {
  const { tenantId, integrationId, provider, way, settings } = subject;
  const app = await registeredApp(context, tenantId, provider);
  const exchange = {
    app,
    redirectUri: redirectUrl(context, provider.key),
    callback: visit.query,
    state: visit.token,
    codeVerifier: redeemed.verifier,
  };
  const exchanges = context.exchanges.of({ tenantId, integrationId });
  return finishAuthorization(way, exchange, { provider, settings, integrationId, exchanges }, context.http);
}

async function registeredApp(context: HubContext, tenantId: string, provider: Provider): Promise<OAuthApp> {
  const { client } = await appFor(context, tenantId, provider.key);
  if (client !== undefined) return client;
  throw fail('conflict', `Nobody has registered Plugboard with ${provider.name} yet.`, {
    next: `Register an app at ${provider.name} with the redirect URL ${redirectUrl(context, provider.key)}, then set ${variableFor(provider.key, 'client_id')} and ${variableFor(provider.key, 'client_secret')}, or store them with PUT /api/platform/provider-apps/${provider.key}.`,
  });
}

/** Only places the operator named: anything else would make us a stepping stone for whoever wants to look like us. */
function allowedReturn(context: HubContext, typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined;
  const url = new URL(typed);
  const origins = [new URL(context.publicUrl).origin, ...(context.returnOrigins ?? [])];
  if (origins.includes(url.origin) && url.username === '' && url.password === '') return url.href;
  throw invalidInput([
    { path: 'return_url', message: `${url.origin} is not allowed; expected one of ${origins.join(', ')}` },
  ]);
}
