/**
 * Looks on at one tenant while somebody listens: once a second, and at once when the database calls out that something happened there. One
 * for all who listen in this process.
 */
import type { HubContext } from '../context.ts';
import { look, type Marks } from './look.ts';
import type { LiveNotice } from './live-views.ts';

/** Between looks, when nothing is called out. */
const lookMs = 1_000;
/** Between looks at least: ten runs that end together are one look. */
const restMs = 150;
/** The database did not answer: when it is looked again. */
const failedMs = 5_000;
/** Without being called, what only is called out may have changed: everybody asks again so often. */
const deafMs = 10_000;

export interface Watch {
  /** `hear` is called with what is new from now on, and first with the runs under way. Answers how to stop. */
  readonly listen: (hear: (notices: readonly LiveNotice[]) => void) => () => void;
  /** Something was called out. */
  readonly called: (notice: LiveNotice) => void;
  readonly listeners: () => number;
}

/** `deaf`: nothing that is called out reaches this process. `over`: nobody listens any more. */
export function watch(
  { store, clock, log }: Pick<HubContext, 'store' | 'clock' | 'log'>,
  tenantId: string,
  deaf: () => boolean,
  over: () => void,
): Watch {
  const hears = new Set<(notices: readonly LiveNotice[]) => void>();
  const stopping = new AbortController();
  /** What was called out since the last look, once each. */
  const called = new Map<string, LiveNotice>();
  let marks: Marks | undefined;
  let wake = (): void => undefined;

  const tell = (notices: readonly LiveNotice[]): void => {
    if (notices.length > 0) for (const hear of hears) hear(notices);
  };
  const lookOnce = async (): Promise<number> => {
    try {
      const seen = await store.inTenant(tenantId, (trx) => look(trx, tenantId, marks), {
        isolation: 'repeatable read',
      });
      // What was under way when the first one came is told to him like to everybody who comes later.
      const first = marks === undefined ? [...seen.marks.runs.underWay.values()] : [];
      marks = seen.marks;
      tell([...first, ...seen.notices]);
      return lookMs;
    } catch (error) {
      if (!stopping.signal.aborted) log.warn({ err: error, tenant_id: tenantId }, 'what is new could not be looked at');
      return failedMs;
    }
  };
  const stay = async (): Promise<void> => {
    let resynced = clock.now();
    while (!stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      const waiting = [...called.values()];
      called.clear();
      tell(waiting);
      const wait = await lookOnce();
      if (deaf() && clock.now() - resynced >= deafMs) {
        resynced = clock.now();
        tell([{ kind: 'resync' }]);
      }
      await clock.sleep(restMs, stopping.signal).catch(() => undefined);
      await Promise.race([woken, clock.sleep(wait - restMs, stopping.signal).catch(() => undefined)]);
    }
  };

  return {
    listen: (hear) => {
      if (hears.size === 0) void stay();
      hears.add(hear);
      hear([...(marks?.runs.underWay.values() ?? [])]);
      return () => {
        if (!hears.delete(hear) || hears.size > 0) return;
        stopping.abort(new Error('nobody listens'));
        over();
      };
    },
    called: (notice) => {
      // What a look finds as well, with its numbers, is told by the look.
      if (notice.kind !== 'run') called.set(JSON.stringify(notice), notice);
      wake();
    },
    listeners: () => hears.size,
  };
}
