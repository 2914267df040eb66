/**
 * The server's notices of one tenant, over one EventSource for all screens. Closed while nobody looks at the page, opened again when
 * somebody does; after every gap a `resync` says that anything may have changed meanwhile (the server says so itself to a browser that
 * connects again).
 */
import type { LiveNotice } from './live-queries.ts';

export type LiveState = 'connecting' | 'live' | 'reconnecting';
export type LiveRun = NonNullable<LiveNotice['run']> & { readonly integration_id: string };

export interface LiveSource {
  readonly state: () => LiveState;
  readonly run: (id: string) => LiveRun | undefined;
  /** Called whenever `state` or a `run` may answer something else. */
  readonly watch: (changed: () => void) => () => void;
  readonly hear: (heard: (notice: LiveNotice) => void) => () => void;
  /**
   * Listens to a tenant until it is closed. `refused`: the server does not want this browser any more (the session is over), or not now.
   */
  readonly connect: (tenant: string, refused: () => void) => () => void;
}

/** A page that is hidden for a moment keeps its connection. */
const hiddenMs = 20_000;
/** A connection that is made again within this was never away, as far as a person can see. */
const quietMs = 3_000;
const firstPauseMs = 2_000;
const longestPauseMs = 30_000;
/** Runs remembered. */
const mostRuns = 500;

export function createLive(): LiveSource {
  const hearers = new Set<(notice: LiveNotice) => void>();
  const watchers = new Set<() => void>();
  const runs = new Map<string, LiveRun>();
  let state: LiveState = 'connecting';

  const changed = (): void => {
    for (const watcher of watchers) watcher();
  };
  const become = (next: LiveState): void => {
    if (state === next) return;
    state = next;
    changed();
  };
  const tell = (notice: LiveNotice): void => {
    if (notice.kind === 'run' && notice.run !== undefined && notice.id !== undefined) {
      runs.delete(notice.id);
      runs.set(notice.id, { ...notice.run, integration_id: notice.integration_id ?? '' });
      const [oldest] = runs.keys();
      if (runs.size > mostRuns && oldest !== undefined) runs.delete(oldest);
      changed();
    }
    for (const heard of hearers) heard(notice);
  };

  const connect = (tenant: string, refused: () => void): (() => void) => {
    runs.clear();
    become('connecting');
    const connection = stayConnected(`/api/tenants/${encodeURIComponent(tenant)}/live`, { tell, become, refused });
    let hidden: ReturnType<typeof setTimeout> | undefined;
    const seen = (): void => {
      clearTimeout(hidden);
      if (document.visibilityState === 'hidden') hidden = setTimeout(connection.shut, hiddenMs);
      else connection.open();
    };
    document.addEventListener('visibilitychange', seen);
    connection.open();
    return () => {
      document.removeEventListener('visibilitychange', seen);
      clearTimeout(hidden);
      connection.shut();
    };
  };
  return {
    state: () => state,
    run: (id) => runs.get(id),
    watch: (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    hear: (heard) => {
      hearers.add(heard);
      return () => void hearers.delete(heard);
    },
    connect,
  };
}

interface Told {
  readonly tell: (notice: LiveNotice) => void;
  readonly become: (state: LiveState) => void;
  readonly refused: () => void;
}

/** A browser connects again by itself, but not where it was refused. */
function stayConnected(url: string, { tell, become, refused }: Told) {
  let source: EventSource | undefined;
  let wasShut = false;
  let pause = firstPauseMs;
  let again: ReturnType<typeof setTimeout> | undefined;
  let away: ReturnType<typeof setTimeout> | undefined;

  const open = (): void => {
    clearTimeout(again);
    if (source !== undefined) return;
    const own = new EventSource(url);
    source = own;
    own.addEventListener('open', () => {
      pause = firstPauseMs;
      clearTimeout(away);
      become('live');
      if (wasShut) tell({ kind: 'resync' });
      wasShut = false;
    });
    own.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const notice: LiveNotice = JSON.parse(data);
      tell(notice);
    });
    own.addEventListener('error', () => {
      clearTimeout(away);
      away = setTimeout(() => become('reconnecting'), quietMs);
      if (own.readyState !== EventSource.CLOSED || source !== own) return;
      source = undefined;
      wasShut = true;
      refused();
      again = setTimeout(open, pause);
      pause = Math.min(pause * 2, longestPauseMs);
    });
  };
  const shut = (): void => {
    clearTimeout(again);
    clearTimeout(away);
    source?.close();
    source = undefined;
    wasShut = true;
  };
  return { open, shut };
}
