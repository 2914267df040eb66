/**
 * What this process has seen its integrations do, minute by minute: calls, errors, durations, bytes, records. A minute is written with
 * all it holds so far, again and again until it is over: writing it twice changes nothing, so no figure is lost or doubled when the
 * answer of the database is. Used by exchange-recorder.ts.
 */
import type { Exchange } from '../../engine/ports.ts';
import type { MinuteLine } from '../../store/index.ts';
import { bucketCount, bucketOf } from './usage-buckets.ts';

export interface MinuteCounts {
  call(exchange: Exchange): void;
  /** One of the calls counted gets no line. */
  unlogged(): void;
  records(count: number): void;
}

export interface UsageCounts {
  /** Names this process in what is stored. */
  readonly source: string;
  of(place: { readonly tenantId: string; readonly integrationId: string }, nowMs: number): MinuteCounts;
  /** Is there something that is not written? */
  changed(): boolean;
  /** Tenants for which there is. */
  tenants(): readonly string[];
  /** What is to be written for a tenant; call `written` when it is. */
  take(tenantId: string): { readonly lines: readonly MinuteLine[]; written(): void };
  /** Lets go of minutes that are over and written. */
  forget(nowMs: number): void;
}

const minuteMs = 60_000;

interface Minute {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly atMs: number;
  calls: number;
  errors: number;
  unlogged: number;
  readonly durations: number[];
  requestBytes: number;
  responseBytes: number;
  records: number;
  /** Grows with every change; what is stored is known by its number. */
  version: number;
  written: number;
}

export function createUsageCounts(source: string): UsageCounts {
  const minutes = new Map<string, Minute>();
  let latestMs = 0;

  const minuteOf = (tenantId: string, integrationId: string, nowMs: number): Minute => {
    // A clock that was set back must not bring a minute to life that was written and let go: it would start again at nothing.
    latestMs = Math.max(latestMs, Math.floor(nowMs / minuteMs) * minuteMs);
    const key = `${tenantId}/${integrationId}/${latestMs}`;
    const known = minutes.get(key) ?? newMinute(tenantId, integrationId, latestMs);
    minutes.set(key, known);
    return known;
  };
  const changedMinutes = () => [...minutes.values()].filter((minute) => minute.version > minute.written);

  return {
    source,
    of: ({ tenantId, integrationId }, nowMs) => {
      const minute = minuteOf(tenantId, integrationId, nowMs);
      return {
        call: ({ durationMs, error, requestBytes, responseBytes }) => {
          const bucket = bucketOf(durationMs);
          minute.calls += 1;
          minute.errors += error === undefined ? 0 : 1;
          minute.durations[bucket] = (minute.durations[bucket] ?? 0) + 1;
          minute.requestBytes += requestBytes;
          minute.responseBytes += responseBytes;
          minute.version += 1;
        },
        unlogged: () => {
          minute.unlogged += 1;
          minute.version += 1;
        },
        records: (count) => {
          minute.records += count;
          minute.version += 1;
        },
      };
    },
    changed: () => changedMinutes().length > 0,
    tenants: () => [...new Set(changedMinutes().map(({ tenantId }) => tenantId))],
    take: (tenantId) => {
      const taken = changedMinutes()
        .filter((minute) => minute.tenantId === tenantId)
        .map((minute) => ({ minute, version: minute.version, line: lineOf(minute) }));
      return {
        lines: taken.map(({ line }) => line),
        written: () => {
          for (const { minute, version } of taken) minute.written = Math.max(minute.written, version);
        },
      };
    },
    forget: (nowMs) => {
      latestMs = Math.max(latestMs, Math.floor(nowMs / minuteMs) * minuteMs);
      for (const [key, minute] of minutes) {
        if (minute.atMs < latestMs && minute.version === minute.written) minutes.delete(key);
      }
    },
  };
}

function newMinute(tenantId: string, integrationId: string, atMs: number): Minute {
  return {
    tenantId,
    integrationId,
    atMs,
    calls: 0,
    errors: 0,
    unlogged: 0,
    durations: Array.from({ length: bucketCount }, () => 0),
    requestBytes: 0,
    responseBytes: 0,
    records: 0,
    version: 0,
    written: 0,
  };
}

function lineOf(minute: Minute): MinuteLine {
  return {
    integration_id: minute.integrationId,
    at: new Date(minute.atMs).toISOString(),
    calls: minute.calls,
    errors: minute.errors,
    unlogged: minute.unlogged,
    durations: [...minute.durations],
    request_bytes: minute.requestBytes,
    response_bytes: minute.responseBytes,
    records: minute.records,
  };
}
