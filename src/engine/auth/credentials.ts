/**
 * Hands out the credential of an integration, renewed in time: before it expires, after a session was idle for too long, or when the
 * vendor says so; once, whatever the number of callers and processes. refresh.ts does the renewing; this file decides when, remembers what it read for a moment,
 * and lets all callers of this process share one renewal.
 */
import { PlugboardError } from '../../contract/errors.ts';
import type { AuthMethod } from '../../contract/auth.ts';
import type { StoredCredential } from '../ports.ts';
import { applyCredential, secretsOf } from './apply.ts';
import type { Credential } from './credential.ts';
import { createRefresh, type Refresh, type RefreshSource } from './refresh.ts';
import { signRequest } from './session.ts';
import type { AuthDeps } from './token-endpoint.ts';

export interface CredentialSource extends RefreshSource {
  /** Identity of the integration; callers of one id share what is remembered. A draft that is only tried needs one of its own. */
  readonly id: string;
}

/** All credentials of this process. */
export interface Credentials {
  open(source: CredentialSource): Credential;
}

interface Memory {
  /** When anybody here last asked for it. */
  usedAt: number;
  /** Forgotten after this long without use. */
  readonly keepMs: number;
  /** Which generation this process last put into a request, and when. */
  applied: { readonly generation: number; readonly at: number } | undefined;
  stored: StoredCredential | undefined;
  readAt: number;
  /** When the remembered generation should be renewed; drawn once, so that asking often does not bring it forward. */
  renewAt: number;
  readonly refresh: Refresh;
  renewing: Promise<StoredCredential | undefined> | undefined;
  /** No early renewal before this, after one that failed. */
  calmUntil: number;
  /** A grant the vendor has just declared dead is not tried again by everybody who had been waiting for it. */
  dead: { readonly generation: number; readonly error: PlugboardError; readonly until: number } | undefined;
}

/** How long a credential read from the store is believed; a person who connects again is noticed within it, or by a 401. */
const believeMs = 30_000;
const forgetAfterMs = 10 * 60_000;
const earlyMs = 5 * 60_000;
/** A token this close to its end may be dead on arrival. */
const tooLateMs = 5_000;
const deadMs = 60_000;
/** A call takes its time to arrive: a session this close to being forgotten counts as forgotten, a tenth of its idle time at most. */
const idleMarginMs = 60_000;

export function createCredentials(deps: AuthDeps): Credentials {
  const memories = new Map<string, Memory>();

  const memoryOf = (source: CredentialSource): Memory => {
    const now = deps.clock.now();
    for (const [id, old] of memories) {
      if (now - old.usedAt > old.keepMs && old.renewing === undefined && !old.refresh.holdsUncommitted())
        memories.delete(id);
    }
    const memory = memories.get(source.id) ?? {
      usedAt: now,
      keepMs: Math.max(forgetAfterMs, idleMsOf(source.method) ?? 0),
      applied: undefined,
      stored: undefined,
      readAt: 0,
      renewAt: 0,
      refresh: createRefresh(deps),
      renewing: undefined,
      calmUntil: 0,
      dead: undefined,
    };
    memories.set(source.id, memory);
    return memory;
  };

  return { open: (source) => openCredential(source, memoryOf(source), deps) };
}

function openCredential(source: CredentialSource, memory: Memory, deps: AuthDeps): Credential {
  const { clock, random } = deps;
  const { method, store } = source;
  const idleMs = idleMsOf(method) ?? Number.POSITIVE_INFINITY;
  const longestIdleMs = idleMs - Math.min(idleMarginMs, idleMs / 10);

  const remember = (stored: StoredCredential): StoredCredential => {
    if (memory.stored?.generation !== stored.generation) memory.renewAt = renewAt(stored, random.next());
    memory.stored = stored;
    memory.readAt = clock.now();
    return stored;
  };

  const read = async (): Promise<StoredCredential> => remember(await store.read());

  /** One renewal for all callers of this process. A caller that gives up does not take it away from the others. */
  const renew = (
    generation: number,
    patient: boolean,
    signal: AbortSignal | undefined,
  ): Promise<StoredCredential | undefined> => {
    const { dead } = memory;
    if (dead?.generation === generation && clock.now() < dead.until) return Promise.reject(dead.error);
    memory.renewing ??= memory.refresh
      .run(source, generation, patient)
      .then((stored) => (stored === undefined ? undefined : remember(stored)))
      .catch((error: unknown) => {
        const revoked = error instanceof PlugboardError && error.code === 'auth_revoked';
        if (revoked) memory.dead = { generation, error, until: clock.now() + deadMs };
        throw error;
      })
      .finally(() => {
        memory.renewing = undefined;
      });
    return unlessAborted(memory.renewing, signal);
  };

  const renewEarly = async (stored: StoredCredential, signal: AbortSignal | undefined): Promise<StoredCredential> => {
    try {
      return (await renew(stored.generation, false, signal)) ?? stored;
    } catch (error) {
      // The old token still works: whatever went wrong can wait, unless the grant itself is dead.
      if (signal?.aborted === true || !(error instanceof PlugboardError) || error.code === 'auth_revoked') throw error;
      memory.calmUntil = clock.now() + believeMs;
      return stored;
    }
  };

  /** Another process may have used it since; signing in once too often is the cheaper mistake. */
  const isIdle = ({ tokens, generation }: StoredCredential): boolean => {
    const applied = memory.applied?.generation === generation ? memory.applied.at : 0;
    return tokens !== undefined && clock.now() - Math.max(tokens.issued_at ?? 0, applied) > longestIdleMs;
  };

  const current = async (signal?: AbortSignal): Promise<StoredCredential> => {
    memory.usedAt = clock.now();
    const known = memory.stored !== undefined && clock.now() - memory.readAt < believeMs ? memory.stored : undefined;
    const stored = known ?? (await read());
    if (!isRenewable(method, stored)) return stored;
    const expiresAt = stored.tokens === undefined ? 0 : (stored.tokens.expires_at ?? Number.POSITIVE_INFINITY);
    const idle = isIdle(stored);
    if (!idle && clock.now() < memory.renewAt) return stored;
    if (!idle && clock.now() < expiresAt - tooLateMs)
      return clock.now() < memory.calmUntil ? stored : renewEarly(stored, signal);
    const fresh = await renew(stored.generation, true, signal);
    // A shared early renewal may have ended without a result because another process is at it: now wait for that one.
    return fresh ?? (await renew(stored.generation, true, signal)) ?? current(signal);
  };

  return {
    method,
    current,
    apply: (request, stored) => {
      memory.applied = { generation: stored.generation, at: clock.now() };
      return method.kind === 'session'
        ? signRequest(method, source, request, stored, random)
        : applyCredential(request, method, stored, source.app);
    },
    renewed: async (generation, signal) => {
      const latest = await read();
      if (latest.generation > generation) return { credential: latest, fresh: false };
      if (!isRenewable(method, latest)) return undefined;
      const credential = (await renew(generation, true, signal)) ?? (await renew(generation, true, signal));
      return credential === undefined ? undefined : { credential, fresh: true };
    },
    rejected: async (generation, reason) => {
      memory.stored = undefined;
      await store.revoked(generation, reason);
    },
    secrets: (stored) => secretsOf(method, stored, source.app, source.appFields),
  };
}

function idleMsOf(method: AuthMethod): number | undefined {
  return method.kind === 'session' ? method.idleMs : undefined;
}

/** Is there anything that could get us a new token? */
function isRenewable(method: AuthMethod, stored: StoredCredential): boolean {
  if (method.kind === 'client_credentials' || method.kind === 'session') return true;
  return method.kind === 'oauth2' && stored.tokens?.refresh_token !== undefined;
}

/** Five minutes before the end, or a fifth of a short life, less up to a fifth of that so that processes do not all come at once. */
function renewAt(stored: StoredCredential, chance: number): number {
  const { tokens } = stored;
  if (tokens === undefined) return 0;
  if (tokens.expires_at === undefined) return Number.POSITIVE_INFINITY;
  const life = tokens.issued_at === undefined ? Number.POSITIVE_INFINITY : tokens.expires_at - tokens.issued_at;
  const early = Math.min(earlyMs, life / 5);
  return tokens.expires_at - early * (1 + chance / 5);
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const cancelled = (): void => reject(signal.reason);
    if (signal.aborted) return cancelled();
    signal.addEventListener('abort', cancelled, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancelled));
  });
}
