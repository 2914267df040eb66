/** The tables of endpoints and deliveries, as Kysely sees them; part of tables.ts. Types only. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { JsonObject } from '../contract/http.ts';
import type { Json, Moment, MomentDefault } from './column-types.ts';

export type DeliveryState = 'queued' | 'delivered' | 'failed' | 'skipped' | 'cancelled';

/** Why nothing is sent there: a person said so, it answered 410, or there was nothing but failures for days. */
export interface Disabled {
  readonly reason: 'person' | 'gone' | 'failing';
  readonly message: string;
  readonly at: string;
}

export interface EndpointTable {
  tenant_id: string;
  id: string;
  name: string;
  url: string;
  types: string[];
  models: Generated<string[]>;
  integrations: Generated<string[]>;
  transformation: string | null;
  per_minute: number | null;
  strict: Generated<boolean>;
  sealed: Buffer | null;
  key_version: number | null;
  enabled: Generated<boolean>;
  disabled: Json<Disabled> | null;
  health: Json<JsonObject> | null;
  version: Generated<number>;
  created_at: MomentDefault;
  updated_at: MomentDefault;
  deleted_at: Moment | null;
}

export interface DeliveryTable {
  tenant_id: string;
  id: string;
  no: GeneratedAlways<number>;
  endpoint_id: string;
  event_id: string;
  route_id: string | null;
  type: string;
  state: Generated<DeliveryState>;
  attempts: Generated<number>;
  failures: Generated<number>;
  replays: Generated<number>;
  next_at: MomentDefault;
  sealed: Buffer | null;
  key_version: number | null;
  bytes: number | null;
  status: number | null;
  problem: string | null;
  created_at: MomentDefault;
  finished_at: Moment | null;
}

export interface AttemptTable {
  tenant_id: string;
  id: string;
  delivery_id: string;
  no: number;
  at: Moment;
  duration_ms: number;
  status: number | null;
  problem: string | null;
  sealed: Buffer | null;
  key_version: number | null;
}

export interface EndpointDueTable {
  tenant_id: string;
  endpoint_id: string;
  due_at: MomentDefault;
  oldest_at: MomentDefault;
  parked: Generated<boolean>;
  holder: string | null;
  lease_until: Moment | null;
}
