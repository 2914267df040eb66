/** What a run is given to work with, and what of it a stream's own functions get to see. */
import type { Settings } from '../../contract/fields.ts';
import type { HttpRequest, HttpResponse, RowFormat, StreamHttp } from '../../contract/http.ts';
import type { Account, Stream, StreamContext } from '../../contract/stream.ts';
import type { Mapper } from '../mapping/mapper.ts';
import type { Checkpoint, Clock, PageStore, PartCursor, PartList } from '../ports.ts';
import type { Strip } from './dropped-fields.ts';
import type { ShapeWatch } from './shapes.ts';

/** The engine's door plus what it has counted so far. */
export interface CountingHttp extends StreamHttp {
  /** `answered` is told the headers of the answer before its rows come. */
  rows(
    request: HttpRequest,
    format: RowFormat,
    answered?: (headers: HttpResponse['headers']) => void,
  ): ReturnType<StreamHttp['rows']>;
  readonly stats: { readonly requests: number; readonly retries: number; readonly bytes: number };
}

export interface StreamRun {
  readonly stream: Stream;
  /** All of the provider's, for parents of partitions. */
  readonly streams: Readonly<Record<string, Stream>>;
  readonly mode: 'full' | 'incremental';
  /** ISO 8601: where an incremental run starts reading, before the stream's lookback. Undefined: it was never read. */
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
  /** Takes away what the tenant never wants kept. */
  readonly strip?: Strip | undefined;
  /** Notes which fields the vendor's items have. */
  readonly shapes?: ShapeWatch | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** When the run first started (not this attempt), milliseconds. */
  readonly startedMs: number;
  /** What an interrupted attempt stored. */
  readonly checkpoint: Checkpoint | undefined;
  readonly pagesStored: number;
  /** Of a partitioned stream: what an interrupted attempt listed, and where each part was read to. */
  readonly partLists: readonly PartList[];
  readonly partCursor: PartCursor | undefined;
  /** Does the stream hold records already? When not, look-ups are skipped. */
  readonly hasRecords: boolean;
}

/** What a stream's functions get to see. `since`: with the lookback taken off. */
export function streamContext(run: StreamRun, since: string | undefined, partition = ''): StreamContext {
  const { settings, account, method } = run;
  return { settings, account, method, partition, since, now: new Date(run.startedMs).toISOString() };
}

/** From when on a run reads a stream of this style whose cursor is this: the caller's own moment exactly, or the cursor less the lookback. */
export function sinceOf(run: StreamRun, { incremental }: Stream, cursor: string | undefined): string | undefined {
  if (run.mode === 'full') return undefined;
  if (run.since !== undefined) return run.since;
  if (cursor === undefined || incremental.style === 'none') return undefined;
  return new Date(Date.parse(cursor) - incremental.lookbackMs).toISOString();
}
