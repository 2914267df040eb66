/** The tables of mappings and re-derivations, as Kysely sees them. Types only; joined with the others in tables.ts. */
import type { Generated } from 'kysely';
import type { ErrorReport } from '../contract/errors.ts';
import type { JsonObject } from '../contract/http.ts';
import type { Json, Moment, MomentDefault } from './column-types.ts';

export type RederivationReason = 'mapping' | 'map_version';
export type RederivationState = 'queued' | 'running' | 'succeeded' | 'partial' | 'failed' | 'superseded';

export interface StoredRule {
  readonly target: string;
  readonly expression: string;
  readonly enabled: boolean;
}

export interface MappingTable {
  tenant_id: string;
  stream_no: number;
  version: number;
  rules: Json<readonly StoredRule[]>;
  /** Why it was saved, in somebody's own words. */
  note: string | null;
  restored_from: number | null;
  created_at: MomentDefault;
  created_by: string;
}

export interface RederivationTable {
  tenant_id: string;
  id: string;
  integration_id: string;
  stream_no: number;
  reason: RederivationReason;
  map_version: number;
  mapping_version: number | null;
  state: Generated<RederivationState>;
  requested_by: string;
  fence: Generated<number>;
  after_fence: number;
  pass: Generated<number>;
  pass_started_at: Moment | null;
  pass_final: Generated<boolean>;
  pages_since: Moment | null;
  position: string | null;
  page_result: Json<JsonObject> | null;
  pages: Generated<number>;
  total_pages: number | null;
  read: Generated<number>;
  changed: Generated<number>;
  failed: Generated<number>;
  attempts: Generated<number>;
  error: Json<ErrorReport> | null;
  created_at: MomentDefault;
  started_at: Moment | null;
  heartbeat_at: MomentDefault;
  finished_at: Moment | null;
}
