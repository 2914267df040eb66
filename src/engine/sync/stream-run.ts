/** What a run is given to work with, and what of it a stream's own functions get to see. */
import type { Settings } from '../../contract/fields.ts';
import type { StreamHttp } from '../../contract/http.ts';
import type { Account, Stream, StreamContext } from '../../contract/stream.ts';
import type { Mapper } from '../mapping/mapper.ts';
import type { Checkpoint, Clock, PageStore } from '../ports.ts';

/** The engine's door plus what it has counted so far. */
export interface CountingHttp extends StreamHttp {
  readonly stats: { readonly requests: number; readonly retries: number; readonly bytes: number };
}

export interface StreamRun {
  readonly stream: Stream;
  readonly mode: 'full' | 'incremental';
  /** ISO 8601: where an incremental run starts reading, before the stream's lookback. Undefined in a full pass. */
  readonly cursor: string | undefined;
  /** A moment chosen by the caller, read from exactly. */
  readonly since: string | undefined;
  readonly settings: Settings;
  readonly account: Account | undefined;
  /** Key of the way in. */
  readonly method: string;
  readonly http: CountingHttp;
  readonly store: PageStore;
  /** The tenant's own rules for the stream. */
  readonly mapper?: Mapper | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** When the run first started (not this attempt), milliseconds. */
  readonly startedMs: number;
  /** What an interrupted attempt stored. */
  readonly checkpoint: Checkpoint | undefined;
  readonly pagesStored: number;
  /** Does the stream hold records already? When not, look-ups are skipped. */
  readonly hasRecords: boolean;
}

/** What `request` and `pages` get to see. `since` already has the lookback taken off. */
export function streamContext(run: StreamRun): StreamContext {
  return {
    settings: run.settings,
    account: run.account,
    method: run.method,
    partition: '',
    since: sinceOf(run),
    now: new Date(run.startedMs).toISOString(),
  };
}

function sinceOf(run: StreamRun): string | undefined {
  if (run.mode === 'full') return undefined;
  if (run.since !== undefined) return run.since;
  const { incremental } = run.stream;
  if (run.cursor === undefined || incremental.style === 'none') return undefined;
  return new Date(Date.parse(run.cursor) - incremental.lookbackMs).toISOString();
}
