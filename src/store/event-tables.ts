/** The tables of events, as Kysely sees them; part of tables.ts. Types only.  */
import type { Generated } from 'kysely';
import type { JsonObject } from '../contract/http.ts';
import type { JsonDefault, Moment, MomentDefault } from './column-types.ts';

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
}

export interface OutboxDueTable {
  tenant_id: string;
  due_at: MomentDefault;
  holder: string | null;
  lease_until: Moment | null;
}
