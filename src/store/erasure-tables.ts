/** The tables of erasures and of how long data is kept, as Kysely sees them. Types only; joined with the others in tables.ts. */
import type { Generated } from 'kysely';
import type { ErrorReport } from '../contract/errors.ts';
import type { JsonObject } from '../contract/http.ts';
import type { Json, JsonDefault, Moment, MomentDefault } from './column-types.ts';

export type ErasureKind = 'subject' | 'fields';
export type ErasureState = 'queued' | 'running' | 'succeeded' | 'failed';
export type MarkKind = 'email' | 'record' | 'reference';

export interface ErasureTable {
  tenant_id: string;
  id: string;
  kind: ErasureKind;
  state: Generated<ErasureState>;
  requested_by: string;
  sealed: Buffer | null;
  key_version: number | null;
  stream_no: number | null;
  phase: string;
  position: Json<JsonObject> | null;
  counts: JsonDefault<Readonly<Record<string, number>>>;
  examined: Generated<number>;
  fence: Generated<number>;
  attempts: Generated<number>;
  error: Json<ErrorReport> | null;
  created_at: MomentDefault;
  started_at: Moment | null;
  heartbeat_at: MomentDefault;
  finished_at: Moment | null;
}

export interface ErasureMarkTable {
  tenant_id: string;
  mark: Buffer;
  kind: MarkKind;
  erasure_id: string;
  created_at: MomentDefault;
}

export interface DataRetentionTable {
  tenant_id: string;
  history_days: number | null;
  deleted_record_days: number | null;
  raw_days: number | null;
  action_call_days: number | null;
  webhook_days: number | null;
}
