/** The tables of webhooks, as Kysely sees them; part of tables.ts. Types only. */
import type { Generated } from 'kysely';
import type { ErrorReport } from '../contract/errors.ts';
import type { JsonObject } from '../contract/http.ts';
import type { Json, Moment, MomentDefault } from './column-types.ts';

export type WebhookState = 'queued' | 'processed' | 'failed';

export interface WebhookRouteTable {
  provider: string;
  account: Buffer;
  tenant_id: string;
  integration_id: string;
}

export interface WebhookAddressTable {
  tenant_id: string;
  integration_id: string;
  sealed: Buffer;
  key_version: number;
  allowed_ips: Generated<string[]>;
  per_minute: number | null;
  subscription: Json<JsonObject> | null;
  created_at: MomentDefault;
  updated_at: MomentDefault;
}

export interface WebhookTable {
  tenant_id: string;
  integration_id: string;
  key: Buffer;
  id: string;
  type: string;
  vendor_id: string | null;
  happened_at: Moment | null;
  received_at: MomentDefault;
  digest: Buffer;
  bytes: number;
  sealed: Buffer;
  key_version: number;
  state: Generated<WebhookState>;
  attempts: Generated<number>;
  next_at: MomentDefault;
  replays: Generated<number>;
  error: Json<ErrorReport> | null;
  effect: Json<JsonObject> | null;
  finished_at: Moment | null;
  mended_at: Moment | null;
  mended_by: string | null;
  erased: Generated<boolean>;
}

export interface WebhookRefusalTable {
  tenant_id: string;
  integration_id: string;
  hour: Moment;
  reason: string;
  count: number;
  sample: Json<JsonObject> | null;
}

export interface WebhookDueTable {
  tenant_id: string;
  integration_id: string;
  due_at: MomentDefault;
  holder: string | null;
  lease_until: Moment | null;
}

export interface WebhookSubscriptionDueTable {
  tenant_id: string;
  integration_id: string;
  due_at: Moment;
}

export interface WebhookAppAddressTable {
  provider: string;
  allowed_ips: Generated<string[]>;
  per_minute: number | null;
  updated_at: MomentDefault;
}

export interface WebhookAppRefusalTable {
  provider: string;
  hour: Moment;
  reason: string;
  count: number;
  sample: Json<JsonObject> | null;
}
