/** The tables of events, and of what streams look like, as Kysely sees them; part of tables.ts. Types only. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { JsonObject } from '../contract/http.ts';
import type { Json, JsonDefault, Moment, MomentDefault } from './column-types.ts';

export interface EventTable {
  tenant_id: string;
  id: string;
  type: string;
  at: Moment;
  integration_id: string | null;
  stream_no: number | null;
  key: string | null;
  seq: number | null;
  model: string | null;
  data: JsonDefault<JsonObject>;
  trail: Generated<string[]>;
}

export interface EventFeedTable {
  tenant_id: string;
  seq: Generated<number>;
  settled: Generated<number>;
  /** Lists of bigint come as texts; only SQL reads these two. */
  cuts: Generated<string[]>;
  heads: Generated<string[]>;
}

export interface OutboxDueTable {
  tenant_id: string;
  no: GeneratedAlways<number>;
}

export interface StreamShapeTable {
  tenant_id: string;
  stream_no: number;
  paths: Json<Readonly<Record<string, number>>>;
  learned: boolean;
  given_up: boolean;
  updated_at: MomentDefault;
}
