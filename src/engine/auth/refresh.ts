/**
 * One renewal of one grant (or session), safe among processes: take the lease, call the vendor, commit the new tokens, and only then let anybody
 * use them. A vendor that rotates refresh tokens kills the grant when an old one is used twice, so two rules hold everywhere:
 * nobody calls without the lease, and nothing new is used before it is stored.
 *
 * The hole nobody can close is a crash between the vendor's answer and our commit. What can be done: tokens that could not be stored
 * are kept in memory and stored first thing next time, and an unanswered call is marked as in doubt.
 */
import { PlugboardError, fail } from '../../contract/errors.ts';
import type { CredentialStore, StoredCredential, Tokens } from '../ports.ts';
import type { AuthMethod } from '../../contract/auth.ts';
import type { OAuthApp } from './apply.ts';
import { clientCredentialsTokens, refreshTokens } from './oauth2.ts';
import { signIn, type SessionSource } from './session.ts';
import type { AuthDeps, TokenEndpoint } from './token-endpoint.ts';

/** Whose credential, and what renewing it takes. */
export interface RefreshSource extends SessionSource {
  readonly method: AuthMethod;
  /** The OAuth client of the provider app; needed for `oauth2` only. */
  readonly app: OAuthApp | undefined;
  readonly store: CredentialStore;
}

export interface Refresh {
  /**
   * Answers a credential newer than `generation`: renewed here, or by another process, which is waited for when `patient`.
   * `undefined`: somebody else is at it. Throws `auth_revoked` when the vendor refuses the grant (the store has been told).
   */
  run(source: RefreshSource, generation: number, patient: boolean): Promise<StoredCredential | undefined>;
  holdsUncommitted(): boolean;
}

/** Outlives the token call (30 s). */
const leaseMs = 45_000;
/** Together 8 s: long enough for a database to restart, short enough for the lease. */
const maxCommits = 6;
/** A lease of a dead process has ended by then. */
const waitMs = 60_000;

export function createRefresh(deps: AuthDeps): Refresh {
  const { clock, random } = deps;
  let uncommitted: { readonly generation: number; readonly tokens: Tokens } | undefined;

  const commit = async (
    store: CredentialStore,
    owner: string,
    held: StoredCredential,
    tokens: Tokens,
  ): Promise<StoredCredential> => {
    uncommitted = { generation: held.generation, tokens };
    for (let attempt = 1; ; attempt += 1) {
      try {
        const mine = await store.commit(owner, held.generation, tokens);
        if (mine) {
          uncommitted = undefined;
          return { ...held, tokens, generation: held.generation + 1 };
        }
        break;
      } catch (cause) {
        if (attempt === maxCommits) {
          await store.release(owner, held.generation, true).catch(() => undefined);
          throw fail(
            'storage_unavailable',
            'New tokens could not be stored; they are kept and stored with the next try',
            { cause },
          );
        }
        await clock.sleep(250 * 2 ** (attempt - 1));
      }
    }
    const latest = await store.read();
    if (latest.generation === held.generation) {
      throw fail(
        'storage_unavailable',
        'New tokens could not be stored because the lease was lost; they are kept for the next try',
      );
    }
    uncommitted = undefined;
    return latest;
  };

  /** We hold the lease. */
  const renew = async (source: RefreshSource, owner: string, held: StoredCredential): Promise<StoredCredential> => {
    const { store } = source;
    if (uncommitted?.generation === held.generation) return commit(store, owner, held, uncommitted.tokens);
    let endpoint: TokenEndpoint | undefined;
    try {
      const tokens = await askVendor(source, held, deps, (started) => (endpoint = started));
      return await commit(store, owner, held, tokens);
    } catch (error) {
      if (uncommitted !== undefined) throw error;
      const revoked = error instanceof PlugboardError && error.code === 'auth_revoked';
      await store.release(owner, held.generation, !revoked && (endpoint?.maybeDone() ?? false));
      if (!revoked) throw error;
      // Somebody may have stored new tokens while the vendor refused our old ones.
      const latest = await store.read();
      if (latest.generation > held.generation) return latest;
      await store.revoked(held.generation, error.message);
      throw error;
    }
  };

  return {
    holdsUncommitted: () => uncommitted !== undefined,
    run: async (source, generation, patient) => {
      const owner = random.bytes(12).toString('base64url');
      const until = clock.now() + waitMs;
      for (;;) {
        const held = await source.store.lease(owner, generation, leaseMs);
        if (held !== undefined && held.generation === generation) return renew(source, owner, held);
        if (held !== undefined) {
          await source.store.release(owner, held.generation, false);
          return held;
        }
        const latest = await source.store.read();
        if (latest.generation > generation) return latest;
        if (!patient) return undefined;
        if (clock.now() > until) throw fail('timeout', 'Another process has been renewing the token for too long');
        await clock.sleep(250 + random.next() * 250);
      }
    },
  };
}

function askVendor(
  source: RefreshSource,
  held: StoredCredential,
  deps: AuthDeps,
  started: (endpoint: TokenEndpoint) => void,
): Promise<Tokens> {
  const { method, app, grant } = source;
  if (method.kind === 'session') return signIn(method, source, held, deps);
  if (method.kind === 'client_credentials') return clientCredentialsTokens(method, held.fields, grant, deps, started);
  const token = held.tokens?.refresh_token;
  if (method.kind !== 'oauth2' || held.tokens === undefined || token === undefined) {
    throw fail('auth_revoked', `${grant.provider.name} gave no refresh token; connect the integration again`);
  }
  if (app === undefined) {
    throw fail(
      'invalid_request',
      `There is no provider app for ${grant.provider.name}; enter its client id and secret first`,
    );
  }
  return refreshTokens(method, { ...held.tokens, refresh_token: token }, app, grant, deps, started);
}
