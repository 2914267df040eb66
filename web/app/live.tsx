/**
 * Live updates: what changes at the server shows by itself. A screen that asks with `api.useQuery` needs nothing: a notice makes what it was
 * told stale, and it is asked again, at most once a second. Long lists (`api.useInfiniteQuery`) stay as they are, so that no row moves under
 * somebody's eyes: they say with `useNewer` that there is more. How far a run is comes with the notices: `useRunProgress`.
 */
import { useQueryClient, type Query, type QueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { useTranslations } from 'use-intl';
import { addressOf, isStaleWith, restMs, type LiveKind, type LiveNotice } from './live-queries.ts';
import { createLive, type LiveRun, type LiveSource } from './live-source.ts';
import { meQuery } from './me.ts';

export type { LiveKind, LiveNotice, LiveRun };

const Current = createContext<LiveSource | undefined>(undefined);

/** Around all screens, once. Those of the platform are about no tenant: nothing is heard there. */
export function Live({ tenant, children }: { readonly tenant: string | undefined; readonly children: ReactNode }) {
  const known = useQueryClient();
  const router = useRouter();
  const [source] = useState(createLive);
  useEffect(() => {
    if (tenant === undefined) return;
    const stop = source.hear(refresher(known, tenant));
    const close = source.connect(tenant, () => {
      // Where nobody is signed in any more, asking again leads to the sign-in.
      void known.invalidateQueries({ queryKey: meQuery.queryKey }).then(() => router.invalidate());
    });
    return () => {
      stop();
      close();
    };
  }, [source, tenant, known, router]);
  return <Current value={source}>{children}</Current>;
}

function isLong({ state }: Query): boolean {
  const { data } = state;
  return typeof data === 'object' && data !== null && 'pages' in data;
}

/** Asks again for what a notice made stale: at once, then not before the resource has had its rest. */
function refresher(known: QueryClient, tenant: string): (notice: LiveNotice) => void {
  const lately = new Map<string, number>();
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const later = (query: Query, ms: number): void =>
    void waiting.set(
      query.queryHash,
      setTimeout(() => ask(query), ms),
    );
  const ask = (query: Query): void => {
    // Whoever does something here asks again himself and leaves what he deleted; its notice may come before he has left.
    if (known.isMutating() > 0) return later(query, restMs(''));
    lately.set(query.queryHash, performance.now());
    waiting.delete(query.queryHash);
    void known.invalidateQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false });
  };
  return (notice) => {
    for (const query of known.getQueryCache().findAll()) {
      const address = addressOf(query.queryKey);
      if (address === undefined || address.tenant !== tenant || isLong(query) || waiting.has(query.queryHash)) continue;
      if (notice.kind !== 'resync' && !isStaleWith(notice, address)) continue;
      const rest = (lately.get(query.queryHash) ?? -Infinity) + restMs(address.resource) - performance.now();
      if (rest <= 0) ask(query);
      else later(query, rest);
    }
  };
}

/** `heard`: called with every notice while the component is shown. */
export function useNotices(heard: (notice: LiveNotice) => void): void {
  const source = useContext(Current);
  const latest = useRef(heard);
  useEffect(() => {
    latest.current = heard;
  });
  useEffect(() => source?.hear((notice) => latest.current(notice)), [source]);
}

export interface Newer {
  /** How many came in that are not shown. After a gap in the connection at least one: nobody knows. */
  readonly count: number;
  /** Shows them: long lists of this kind begin again with their first page. */
  readonly onShow: () => void;
}

/** For `newer` of a Table. `filter`: which notices concern this table; default: all of the kind. */
export function useNewer(kind: LiveKind, filter?: (notice: LiveNotice) => boolean): Newer {
  const known = useQueryClient();
  const [count, setCount] = useState(0);
  useNotices((notice) => {
    if (notice.kind !== kind || notice.run?.progress === true || filter?.(notice) === false) return;
    // Of a run one hears when it is queued, when it begins and when it ends: it is new once.
    if (notice.kind === 'run' && notice.run !== undefined && notice.run.state !== 'queued') return;
    setCount((before) => before + (notice.count ?? 1));
  });
  const onShow = useCallback(() => {
    setCount(0);
    for (const query of known.getQueryCache().findAll({ type: 'active' })) {
      const address = addressOf(query.queryKey);
      if (address === undefined || !isLong(query) || !isStaleWith({ kind }, address)) continue;
      // Only the first page: otherwise every page that was ever scrolled to would be asked for again.
      known.setQueryData(query.queryKey, firstPage);
      void known.invalidateQueries({ queryKey: query.queryKey, exact: true });
    }
  }, [known, kind]);
  return { count, onShow };
}

function firstPage(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('pages' in data) || !('pageParams' in data)) return data;
  const { pages, pageParams } = data;
  return Array.isArray(pages) && Array.isArray(pageParams)
    ? { pages: pages.slice(0, 1), pageParams: pageParams.slice(0, 1) }
    : data;
}

const nothing = () => () => undefined;

/** How a run stands, as the last notice said: state and counts, some times a second. Undefined: nothing was heard of it on this page. */
export function useRunProgress(runId: string | undefined): LiveRun | undefined {
  const source = useContext(Current);
  return useSyncExternalStore(source?.watch ?? nothing, () => (runId === undefined ? undefined : source?.run(runId)));
}

/** Says quietly that what is shown may be old, while the connection is away. */
export function LiveStateNote() {
  const t = useTranslations('app.live');
  const source = useContext(Current);
  const state = useSyncExternalStore(source?.watch ?? nothing, () => source?.state() ?? 'connecting');
  return (
    <span role="status" className="text-sm text-muted max-sm:sr-only">
      {state === 'reconnecting' ? t('reconnecting') : ''}
    </span>
  );
}
