/**
 * Collects the calls this process makes and writes them down in batches: lines for the exchange log, and what each integration did per
 * minute. Whoever makes a call only leaves it here and goes on: nothing waits for the database, and when the database cannot keep
 * up, lines are dropped and counted, never calls. The figures per minute are small and are never dropped. Built by the composition
 * root; bound to an integration by open-integration.ts and its like.
 */
import { zstdCompressSync } from 'node:zlib';
import { PlugboardError } from '../../contract/errors.ts';
import { maskEmails, maskPersonalBody } from '../../contract/personal-text.ts';
import type { Clock, Exchange, ExchangeBodies, ExchangeLog, Random } from '../../engine/ports.ts';
import { sealedPlaces, type ExchangeLine, type Store } from '../../store/index.ts';
import { newId } from '../ids.ts';
import type { Log } from './process-log.ts';
import { createUsageCounts } from './usage-counts.ts';

/** Whose calls they are. */
export interface ExchangePlace {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly runId?: string | undefined;
  /** `all` for actions; left out: of calls that fail. */
  readonly bodies?: 'all' | undefined;
  /** Names of fields that are never kept, in bodies neither. */
  readonly dropped?: ReadonlySet<string> | undefined;
}

export interface ExchangeRecorder {
  /** Where the calls of one run, action or test are logged. */
  of(place: ExchangePlace): ExchangeLog;
  /** Records that a run has read. */
  countRecords(place: Pick<ExchangePlace, 'tenantId' | 'integrationId'>, records: number): void;
  /** Calls that got no line since this process started. */
  unlogged(): number;
  /** Writes what is waiting; for readers who want to see what this process has just done. Never throws. */
  flush(): Promise<void>;
  /** Writes what is waiting, for at most a few seconds. */
  close(): Promise<void>;
}

export interface RecorderParts {
  readonly store: Pick<Store, 'logs' | 'vault'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Told of every call as well: metrics, the process's own log. */
  readonly base: ExchangeLog;
  /** Lines that may wait; default 10,000. */
  readonly mostWaiting?: number;
}

/** Long enough to make batches, short enough to look up what has just happened. */
const flushEveryMs = 1_000;
/** After a failure. */
const retryMs = 5_000;
/** Lines of one statement. */
const atOnce = 500;
/** Characters of bodies that may wait, of all lines together. */
const mostBodyCharacters = 32 * 1024 * 1024;
/** A stop does not wait longer for a database that does not answer. */
const closingMs = 5_000;
const longestPath = 1_000;
const longestMessage = 1_000;

interface Waiting {
  readonly place: ExchangePlace;
  readonly exchange: Exchange;
}

export function createExchangeRecorder(parts: RecorderParts): ExchangeRecorder {
  const { store, clock, log, base, mostWaiting = 10_000 } = parts;
  const closing = new AbortController();
  const usage = createUsageCounts(newId(parts));
  let waiting: Waiting[] = [];
  let bodyCharacters = 0;
  let unlogged = 0;
  /** Since this was last said. */
  let unsaid = 0;
  let scheduled = false;
  let flushing: Promise<boolean> | undefined;

  const add = (place: ExchangePlace, exchange: Exchange): void => {
    const minute = usage.of(place, clock.now());
    minute.call(exchange);
    const size = (exchange.bodies?.request?.length ?? 0) + (exchange.bodies?.response?.length ?? 0);
    if (waiting.length >= mostWaiting || bodyCharacters + size > mostBodyCharacters) {
      minute.unlogged();
      unlogged += 1;
      unsaid += 1;
    } else {
      waiting.push({ place, exchange });
      bodyCharacters += size;
    }
    schedule(flushEveryMs);
  };

  const schedule = (afterMs: number): void => {
    if (scheduled || closing.signal.aborted) return;
    scheduled = true;
    clock.sleep(afterMs, closing.signal).then(
      async () => {
        scheduled = false;
        const done = await flushOnce();
        if (!done) schedule(retryMs);
        else if (waiting.length > 0 || usage.changed()) schedule(flushEveryMs);
      },
      () => (scheduled = false),
    );
  };

  /** One at a time; whoever asks meanwhile waits for the one under way. False: something is still waiting because of a failure. */
  const flushOnce = (): Promise<boolean> => {
    flushing ??= writeAll().finally(() => (flushing = undefined));
    return flushing;
  };

  const writeAll = async (): Promise<boolean> => {
    const byTenant = Map.groupBy(waiting, ({ place }) => place.tenantId);
    waiting = [];
    bodyCharacters = 0;
    let well = true;
    for (const tenantId of new Set([...byTenant.keys(), ...usage.tenants()])) {
      const lines = byTenant.get(tenantId) ?? [];
      for (let from = 0; from === 0 || from < lines.length; from += atOnce) {
        well = (await writeSome(tenantId, lines.slice(from, from + atOnce))) && well;
      }
    }
    usage.forget(clock.now());
    if (unsaid > 0 && well) {
      log.warn({ calls: unsaid }, 'calls to vendors got no line in the exchange log: the database could not keep up');
      unsaid = 0;
    }
    return well;
  };

  const writeSome = async (tenantId: string, some: readonly Waiting[]): Promise<boolean> => {
    const minutes = usage.take(tenantId);
    try {
      await store.logs.write(tenantId, usage.source, await linesOf(parts, tenantId, some), minutes.lines);
      minutes.written();
      return true;
    } catch (error) {
      if (error instanceof PlugboardError && error.retry) putBack(some);
      else giveUp(some, error);
      return false;
    }
  };

  /** In front of what has come meanwhile; what has no room any more is dropped, the oldest first. */
  const putBack = (some: readonly Waiting[]): void => {
    const room = Math.max(mostWaiting - waiting.length, 0);
    const kept = some.slice(Math.max(some.length - room, 0));
    waiting = [...kept, ...waiting];
    for (const { exchange } of kept)
      bodyCharacters += (exchange.bodies?.request?.length ?? 0) + (exchange.bodies?.response?.length ?? 0);
    drop(some.slice(0, some.length - kept.length));
  };

  const drop = (some: readonly Waiting[]): void => {
    for (const { place } of some) usage.of(place, clock.now()).unlogged();
    unlogged += some.length;
    unsaid += some.length;
  };

  /** What the database refuses for good would be refused for ever, and keep everything else waiting. */
  const giveUp = (some: readonly Waiting[], error: unknown): void => {
    log.error({ err: error, calls: some.length }, 'calls could not be written into the exchange log');
    drop(some);
  };

  return {
    of: (place) => ({
      bodies: place.bodies ?? 'failed',
      write: (exchange) => {
        base.write(exchange);
        add(place, exchange);
      },
    }),
    countRecords: (place, records) => {
      if (records === 0) return;
      usage.of(place, clock.now()).records(records);
      schedule(flushEveryMs);
    },
    unlogged: () => unlogged,
    flush: async () => {
      // The one under way may have begun before what the caller wants to see.
      if (flushing !== undefined) await flushing;
      if (waiting.length > 0 || usage.changed()) await flushOnce();
    },
    close: async () => {
      closing.abort();
      const late = new AbortController();
      const patience = clock.sleep(closingMs, late.signal).catch(() => undefined);
      const all = (async () => {
        await flushing;
        await flushOnce();
      })();
      await Promise.race([all, patience]);
      late.abort();
      if (waiting.length > 0) log.warn({ calls: waiting.length }, 'calls were not written into the exchange log');
    },
  };
}

async function linesOf(
  { store, random }: RecorderParts,
  tenantId: string,
  some: readonly Waiting[],
): Promise<readonly ExchangeLine[]> {
  const sealer = some.some(({ exchange }) => exchange.bodies !== undefined)
    ? await store.vault.keyFor(tenantId)
    : undefined;
  return some.map(({ place, exchange }) => {
    const id = newId({ clock: { now: () => exchange.at }, random });
    const bodies = exchange.bodies === undefined ? undefined : maskedBodies(exchange.bodies, place.dropped);
    const sealed =
      bodies === undefined || sealer === undefined
        ? undefined
        : sealer.seal(sealedPlaces.exchange(id), zstdCompressSync(JSON.stringify(bodies)));
    return {
      integration_id: place.integrationId,
      at: new Date(exchange.at).toISOString(),
      id,
      run_id: place.runId ?? null,
      provider: exchange.provider,
      operation: storable(exchange.operation, 200),
      method: exchange.method,
      host: storable(exchange.host, 300),
      path: storable(maskEmails(exchange.path), longestPath),
      status: exchange.status ?? null,
      duration_ms: Math.max(Math.round(exchange.durationMs), 0),
      request_bytes: exchange.requestBytes,
      response_bytes: exchange.responseBytes,
      attempt: exchange.attempt,
      error: exchange.error ?? null,
      message: exchange.message === undefined ? null : storable(maskEmails(exchange.message), longestMessage),
      request_id: exchange.requestId === undefined ? null : storable(exchange.requestId, 200),
      sealed: sealed?.toString('base64') ?? null,
      key_version: sealed === undefined ? null : (sealer?.version ?? null),
    };
  });
}

/** Without what their names say is about people, and without what the tenant never wants kept. */
function maskedBodies({ request, response }: ExchangeBodies, dropped: ReadonlySet<string> | undefined): ExchangeBodies {
  const masked = (body: string | null): string | null =>
    body === null ? null : maskPersonalBody(body, (name) => dropped?.has(name) === true);
  return { request: masked(request), response: masked(response) };
}

/** PostgreSQL refuses NUL bytes and half characters, and one such line would take its whole batch with it. */
function storable(text: string, most: number): string {
  const clean = text.replaceAll('\0', '').toWellFormed();
  return clean.length > most ? `${clean.slice(0, most - 1).toWellFormed()}…` : clean;
}
