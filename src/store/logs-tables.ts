/**
 * The two logs, the roll-ups and how long they are kept, as Kysely sees them; part of tables.ts. Types only. All but the last are cut
 * by time: conditions on `at`, from below and from above, decide how many partitions a query looks at.
 */
import type { Generated } from 'kysely';
import type { JsonObject } from '../contract/http.ts';
import type { JsonDefault, Moment, MomentDefault } from './column-types.ts';

export type LogStatus = 'success' | 'error' | 'warning';

export interface IntegrationLogTable {
  tenant_id: string;
  id: Generated<number>;
  integration_id: string;
  at: MomentDefault;
  action: string;
  status: LogStatus;
  message: string;
  details: JsonDefault<JsonObject>;
}

export interface ExchangeLogTable {
  tenant_id: string;
  integration_id: string;
  at: Moment;
  id: string;
  run_id: string | null;
  provider: string;
  operation: string;
  method: string;
  host: string;
  path: string;
  status: number | null;
  duration_ms: number;
  request_bytes: number;
  response_bytes: number;
  attempt: number;
  error: string | null;
  message: string | null;
  request_id: string | null;
  sealed: Buffer | null;
  key_version: number | null;
}

export interface UsageMinuteTable {
  tenant_id: string;
  integration_id: string;
  at: Moment;
  source: string;
  calls: number;
  errors: number;
  unlogged: number;
  durations: number[];
  request_bytes: number;
  response_bytes: number;
  records: number;
}

export interface LogRetentionTable {
  tenant_id: string;
  integration_log_days: number | null;
  exchange_log_days: number | null;
}
