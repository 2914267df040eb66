/** The tables of streams, runs and records, as Kysely sees them. Types only; joined with the others in tables.ts. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { ErrorReport } from '../contract/errors.ts';
import type { JsonObject } from '../contract/http.ts';
import type { Checkpoint, PartCursor, PartList } from '../engine/ports.ts';
import type { Json, JsonDefault, Moment, MomentDefault } from './column-types.ts';

/** Every {@link Schedule.every_s} seconds, or by a cron line in a time zone. */
export type Schedule = { readonly every_s: number } | { readonly cron: string; readonly time_zone?: string };

export type RunMode = 'full' | 'incremental';
export type RunTrigger = 'schedule' | 'manual' | 'connect' | 'webhook';
export type RunState = 'queued' | 'running' | 'succeeded' | 'partial' | 'failed' | 'cancelled';
export type DeletionState = 'applying' | 'held' | 'applied' | 'rejected' | 'superseded';

export interface StreamStateTable {
  tenant_id: string;
  stream_no: GeneratedAlways<number>;
  integration_id: string;
  stream: string;
  model: string;
  enabled: Generated<boolean>;
  schedule: Json<Schedule> | null;
  fence: Generated<number>;
  page_no: Generated<number>;
  page_result: Json<JsonObject> | null;
  checkpoint: Json<Checkpoint> | null;
  cursor: string | null;
  parts: Json<readonly PartList[]> | null;
  part_cursor: Json<PartCursor> | null;
  last_full_at: Moment | null;
  last_run_id: string | null;
  last_succeeded_at: Moment | null;
  last_error: Json<ErrorReport> | null;
  map_version: Generated<number>;
  mapping_version: number | null;
  dropped_fields: Generated<string[]>;
  woken_at: Moment | null;
}

export interface RunTable {
  tenant_id: string;
  id: string;
  sync_id: string;
  integration_id: string;
  stream_no: number;
  stream: string;
  mode: RunMode;
  trigger: RunTrigger;
  state: Generated<RunState>;
  options: JsonDefault<JsonObject>;
  requested_by: string;
  start_seq: number | null;
  next_cursor: string | null;
  cancel_requested: Generated<boolean>;
  pages: Generated<number>;
  read: Generated<number>;
  created: Generated<number>;
  updated: Generated<number>;
  unchanged: Generated<number>;
  deleted: Generated<number>;
  failed: Generated<number>;
  requests: Generated<number>;
  retries: Generated<number>;
  bytes: Generated<number>;
  attempts: Generated<number>;
  fruitless: Generated<number>;
  error: Json<ErrorReport> | null;
  queued_at: MomentDefault;
  started_at: Moment | null;
  heartbeat_at: Moment | null;
  finished_at: Moment | null;
}

// ---------------------------------------------------------------- records

export interface RawPageTable {
  tenant_id: string;
  id: string;
  stream_no: number;
  key_version: number;
  items: number;
  sealed: Buffer;
  stored_at: MomentDefault;
}

export interface RecordTable {
  tenant_id: string;
  stream_no: number;
  key: string;
  seq: number;
  created_seq: number;
  changed_ms: number | null;
  as_of_ms: number;
  created_at: Moment;
  updated_at: Moment;
  deleted_at: Moment | null;
  raw_no: number | null;
  raw_page: string | null;
  hash: Buffer;
  data: Json<JsonObject> | null;
  problem: Json<JsonObject> | null;
}

export interface RecordVersionTable {
  tenant_id: string;
  stream_no: number;
  key: string;
  seq: number;
  replaced_seq: number;
  changed_ms: number | null;
  as_of_ms: number;
  stored_at: Moment;
  replaced_at: Moment;
  deleted: boolean;
  raw_no: number | null;
  raw_page: string | null;
  hash: Buffer;
  data: Json<JsonObject> | null;
}

export interface FeedTable {
  tenant_id: string;
  seq: Generated<number>;
  privacy: Generated<number>;
}

export interface SeenPageTable {
  tenant_id: string;
  run_id: string;
  page_no: number;
  keys: string[];
}

export interface DeletionTable {
  tenant_id: string;
  id: string;
  integration_id: string;
  stream_no: number;
  run_id: string;
  state: DeletionState;
  found: number;
  live: number;
  created_at: MomentDefault;
  decided_at: Moment | null;
  decided_by: string | null;
}

export interface DeletionKeyTable {
  tenant_id: string;
  deletion_id: string;
  key: string;
}

export interface OutboxTable {
  tenant_id: string;
  id: GeneratedAlways<number>;
  kind: string;
  integration_id: string | null;
  stream_no: number | null;
  from_seq: number | null;
  to_seq: number | null;
  payload: JsonDefault<JsonObject>;
  created_at: MomentDefault;
}
