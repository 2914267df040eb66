/** The tables of routes, as Kysely sees them; part of tables.ts. Types only. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { ErrorReport, FieldProblem } from '../contract/errors.ts';
import type { JsonObject } from '../contract/http.ts';
import type { Json, Moment, MomentDefault } from './column-types.ts';

export type RouteCallState = 'queued' | 'done' | 'skipped' | 'failed' | 'cut';

/** Of the last attempt of a call. */
export type RouteCallError = ErrorReport & { readonly problems?: readonly FieldProblem[] };

export interface RouteTable {
  tenant_id: string;
  id: string;
  name: string;
  enabled: Generated<boolean>;
  hears_from: MomentDefault;
  version: number;
  waiting: Json<{ readonly message: string; readonly since: string }> | null;
  waits_until: Moment | null;
  cuts: Generated<number>;
  last_cut: Json<{ readonly at: string; readonly message: string; readonly call: string }> | null;
  created_at: MomentDefault;
  updated_at: MomentDefault;
}

export interface RouteVersionTable {
  tenant_id: string;
  route_id: string;
  version: number;
  definition: Json<JsonObject>;
  created_at: Moment;
  created_by: string;
}

export interface RouteCallTable {
  tenant_id: string;
  route_id: string;
  event_id: string;
  id: string;
  no: GeneratedAlways<number>;
  at: Moment;
  integration_id: string | null;
  stream_no: number | null;
  key: string | null;
  trail: Generated<string[]>;
  state: Generated<RouteCallState>;
  version: number | null;
  attempts: Generated<number>;
  next_at: MomentDefault;
  replays: Generated<number>;
  renewals: Generated<number>;
  sealed: Buffer | null;
  key_version: number | null;
  made_from: Generated<string[]>;
  error: Json<RouteCallError> | null;
  effect: Json<JsonObject> | null;
  finished_at: Moment | null;
}

export interface RouteTouchTable {
  tenant_id: string;
  stream_no: number;
  key: string;
  trail: string[];
  seq: number | null;
  touched_at: MomentDefault;
}

export interface RouteDueTable {
  tenant_id: string;
  due_at: MomentDefault;
  holder: string | null;
  lease_until: Moment | null;
}
