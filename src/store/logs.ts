/**
 * Writing the exchange log and the roll-ups in batches, and keeping the logs' partitions: made ahead, listed, dropped. What the lines
 * mean and when they are written is the hub's; how they are read too. The functions are those of migrations/0008_logs.sql.
 */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Database, TenantTransaction } from './database.ts';

/** What can be cut by time. */
export const logNames = ['integration_log', 'exchange_log', 'usage_minute'] as const;
export type LogName = (typeof logNames)[number];

/** One line of exchange_log as write_exchanges_v1 takes it. */
export interface ExchangeLine {
  readonly integration_id: string;
  /** ISO 8601. */
  readonly at: string;
  /** A version 7 UUID of the same milliseconds. */
  readonly id: string;
  readonly run_id: string | null;
  readonly provider: string;
  readonly operation: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly status: number | null;
  readonly duration_ms: number;
  readonly request_bytes: number;
  readonly response_bytes: number;
  readonly attempt: number;
  readonly error: string | null;
  readonly message: string | null;
  readonly request_id: string | null;
  /** Base64. */
  readonly sealed: string | null;
  readonly key_version: number | null;
}

/** What one process has counted of an integration in one minute, from the minute's beginning to now. */
export interface MinuteLine {
  readonly integration_id: string;
  /** ISO 8601, beginning of the minute. */
  readonly at: string;
  readonly calls: number;
  readonly errors: number;
  readonly unlogged: number;
  readonly durations: readonly number[];
  readonly request_bytes: number;
  readonly response_bytes: number;
  readonly records: number;
}

export interface LogPartition {
  readonly log: LogName;
  readonly name: string;
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
}

export interface Logs {
  /** Writes one tenant's lines and minutes in one call, which may be repeated when its answer was lost. `source`: the process. */
  write(
    tenantId: string,
    source: string,
    lines: readonly ExchangeLine[],
    minutes: readonly MinuteLine[],
  ): Promise<void>;
  /** Makes the partitions that are missing for now and the near future; answers how many. */
  prepare(nowMs: number): Promise<number>;
  /** Oldest first within each log. */
  partitions(): Promise<readonly LogPartition[]>;
  /** Drops a partition with all its lines, of all tenants. False: it is gone already, or not over yet. */
  drop(partition: LogPartition, nowMs: number): Promise<boolean>;
}

const partitionRow = z.object({ log: z.enum(logNames), name: z.string(), from: z.date(), to: z.date() });

export function openLogs({ query }: Database['statements']): Logs {
  return {
    write: async (tenantId, source, lines, minutes) => {
      await query('select write_exchanges_v1($1, $2, $3, $4)', [
        tenantId,
        source,
        JSON.stringify(lines),
        JSON.stringify(minutes),
      ]);
    },
    prepare: async (nowMs) => {
      const [row] = await query('select prepare_logs_v1($1) as made', [new Date(nowMs)]);
      return z.number().parse(row?.['made']);
    },
    partitions: async () => {
      const rows = await query('select log, name, "from", "to" from log_partitions_v1()', []);
      return rows.map((row) => partitionRow.parse(row));
    },
    drop: async ({ log, name }, nowMs) => {
      const [row] = await query('select drop_log_partition_v1($1, $2, $3) as dropped', [log, name, new Date(nowMs)]);
      return row?.['dropped'] === true;
    },
  };
}

/**
 * Deletes an integration's oldest lines, `atMost` of them or a few more of the same moment, only those before `before` when it is
 * given. Answers how many went; 0: none were left.
 */
export async function deleteLines(
  trx: TenantTransaction,
  log: LogName,
  of: { readonly tenantId: string; readonly integrationId: string },
  atMost: number,
  before?: Date,
): Promise<number> {
  const table = sql.table(log);
  const theirs = sql`tenant_id = ${of.tenantId} and integration_id = ${of.integrationId}`;
  const old = before === undefined ? sql`true` : sql`at < ${before}`;
  const result = await sql`
    delete from ${table}
     where ${theirs} and ${old}
       and at <= coalesce((select at from ${table} where ${theirs} order by at offset ${atMost - 1} limit 1), 'infinity')`.execute(
    trx,
  );
  return Number(result.numAffectedRows ?? 0);
}
