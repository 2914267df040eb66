/**
 * Telling people who look on what happens while it happens. Each process that somebody is connected to hears what the database calls out,
 * and looks for the rest itself (watch.ts); nothing is kept, and whoever was away for a moment is told so and asks again.
 */
import { fail } from '../../contract/errors.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import { bare, newId, showId } from '../ids.ts';
import { liveKinds, type LiveKind, type LiveNotice } from './live-views.ts';
import { watch, type Watch } from './watch.ts';

/** Connections to this process: of one person (or key), and of all who look on at one tenant. */
const mostOfOne = 20;
const mostOfTenant = 300;
/** How often it is tried whether what we call out is heard; when that was missed twice, nothing is. */
const tryMs = 15_000;
/** Proxies and browsers take a silent connection for a dead one; also how long a session that is over is still served. */
const beatMs = 15_000;

export interface LivePlace {
  /** Calls `hear` with what is new, first with the runs under way; and `beat` every 15 seconds. Until `stop`. */
  readonly listen: (hear: (notices: readonly LiveNotice[]) => void, beat: () => void) => void;
  /** Throws when the principal may not look on at this tenant any more. */
  readonly mayStill: (principal: Principal) => Promise<void>;
  readonly stop: () => void;
}

const kinds: ReadonlySet<string> = new Set(liveKinds);
function isKind(text: string | undefined): text is LiveKind {
  return text !== undefined && kinds.has(text);
}

export function live(context: HubContext, tenants: Tenants) {
  const { store, clock, notices } = context;
  const watches = new Map<string, Watch>();
  const connected = new Map<string, number>();
  /** What this process calls out itself, to know whether it hears. */
  const own = bare(newId(context));
  let heardAt = clock.now();
  let trying: Promise<void> | undefined;
  let stopHearing: (() => void) | undefined;

  const hear = (said: string): void => {
    if (said === own) {
      heardAt = clock.now();
      return;
    }
    // The connection is there (again): what was called meanwhile nobody knows.
    if (said === '') for (const one of watches.values()) one.called({ kind: 'resync' });
    const [tenantId = '', kind, integration = '-'] = said.split(' ');
    const watched = watches.get(tenantId);
    if (watched === undefined || !isKind(kind)) return;
    watched.called({ kind, ...(integration === '-' ? {} : { integration_id: showId('int', integration) }) });
  };
  const deaf = (): boolean => clock.now() - heardAt > 2 * tryMs;

  /** While somebody looks on. A connection through a transaction pooler hears nothing, and does not say so. */
  const tryHearing = async (): Promise<void> => {
    while (watches.size > 0) {
      await store.statements.query(`select pg_notify('plugboard_live', $1)`, [own]).catch(() => undefined);
      await clock.sleep(tryMs).catch(() => undefined);
    }
    trying = undefined;
  };

  const watchOf = (tenantId: string): Watch => {
    const there = watches.get(tenantId);
    if (there !== undefined) return there;
    const made = watch(context, tenantId, deaf, () => void watches.delete(tenantId));
    watches.set(tenantId, made);
    return made;
  };

  const beats = async (beat: () => void, signal: AbortSignal): Promise<void> => {
    for (;;) {
      await clock.sleep(beatMs, signal).catch(() => undefined);
      if (signal.aborted) return;
      beat();
    }
  };

  /** A place among those who listen; answers how to give it back. */
  const takePlace = (tenantId: string, who: string): (() => void) => {
    const already = connected.get(who) ?? 0;
    if (already >= mostOfOne || (watches.get(tenantId)?.listeners() ?? 0) >= mostOfTenant)
      throw fail('rate_limited', 'There are too many live connections already.', {
        next: 'Close some of the open pages or programs that listen.',
      });
    connected.set(who, already + 1);
    return () => {
      const left = (connected.get(who) ?? 1) - 1;
      if (left > 0) connected.set(who, left);
      else connected.delete(who);
    };
  };

  return {
    /** Throws `not_found`, `permission_denied`, and `rate_limited` when there are too many connections already. */
    open: async (principal: Principal, tenant: string): Promise<LivePlace> => {
      const { id: tenantId } = await tenants.enter(principal, 'read', tenant);
      const givePlaceBack = takePlace(tenantId, `${tenantId} ${nameOf(principal)}`);
      const stopping = new AbortController();
      stopping.signal.addEventListener('abort', givePlaceBack, { once: true });
      return {
        listen: (heard, beat) => {
          stopHearing ??= notices.listen('plugboard_live', hear);
          // Until it was tried it counts as heard.
          if (trying === undefined) heardAt = clock.now();
          stopping.signal.addEventListener('abort', watchOf(tenantId).listen(heard), { once: true });
          trying ??= tryHearing();
          void beats(beat, stopping.signal);
        },
        mayStill: async (now) => void (await tenants.enter(now, 'read', tenant)),
        stop: () => stopping.abort(new Error('nobody listens')),
      };
    },
  };
}
