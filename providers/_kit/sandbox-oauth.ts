/**
 * An OAuth 2 authorization server as sandbox routes: authorize page, token endpoint, revocation, with the vendor's own rules
 * (client authentication, PKCE, lifetimes, rotation, reuse). Everything it remembers is in the provider's state
 * (sandbox-oauth-grants.ts); `check` is what a sandbox's guard asks. Strict on purpose: a lenient sandbox hides connector bugs.
 */
import type { SandboxContext, SandboxRequest, SandboxRoute } from 'plugboard/contract';
import { showConsent, takeConsent } from './sandbox-oauth-authorize.ts';
import { lookUp, type OAuthGrant, type TokenProblem } from './sandbox-oauth-grants.ts';
import type { OAuthServerOptions } from './sandbox-oauth-options.ts';
import { revocation, tokenEndpoint } from './sandbox-oauth-token.ts';
import { bearerOf, formOf } from './sandbox-requests.ts';

export interface OAuthServer<State> {
  /** All open. Put them among the sandbox's routes. */
  readonly routes: readonly SandboxRoute<State>[];
  /** The living grant behind the bearer token of a request. */
  check(request: SandboxRequest, context: SandboxContext<State>): OAuthGrant | undefined;
  /** Why `check` answers nothing, for vendors that say so. */
  problem(request: SandboxRequest, context: SandboxContext<State>): TokenProblem | undefined;
}

export function oauthServer<State>(options: OAuthServerOptions<State>): OAuthServer<State> {
  const { authorize, token, revoke } = options.paths;
  const found = (request: SandboxRequest, context: SandboxContext<State>) =>
    lookUp(options.oauth(context.state), bearerOf(request), context.now());
  const routes: SandboxRoute<State>[] = [
    { method: 'POST', path: token, open: true, handle: (request, context) => tokenEndpoint(options, request, context) },
  ];
  if (authorize !== undefined) {
    routes.push(
      {
        method: 'GET',
        path: authorize,
        open: true,
        handle: (request, context) => showConsent(options, request.query, context),
      },
      {
        method: 'POST',
        path: authorize,
        open: true,
        handle: (request, context) => takeConsent(options, formOf(request), context),
      },
    );
  }
  if (revoke !== undefined)
    routes.push({
      method: 'POST',
      path: revoke,
      open: true,
      handle: (request, context) => revocation(options, request, context),
    });
  return {
    routes,
    check(request, context) {
      const grant = found(request, context);
      return typeof grant === 'string' ? undefined : grant;
    },
    problem(request, context) {
      const grant = found(request, context);
      return typeof grant === 'string' ? grant : undefined;
    },
  };
}
