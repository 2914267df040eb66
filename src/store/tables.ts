/**
 * The tables as Kysely sees them: one interface per table of migrations/, names as in the database. Types only; nothing here
 * runs. database.ts sets the parsers that make these types true:
 *   - bigint is read as a number: feed positions, log ids and milliseconds all stay far below 2^53, and a larger value is
 *     an error rather than a rounded number;
 *   - timestamptz is read as a Date, bytea as a Buffer;
 *   - jsonb is read as its parsed value and written as text (`JSON.stringify`): pg would turn a list into a PostgreSQL array.
 */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { ErrorReport } from '../contract/errors.ts';
import type { JsonObject, JsonValue } from '../contract/http.ts';
import type { Account } from '../contract/stream.ts';

/** Read as T, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;
/** Has a default; else as Json. */
type JsonDefault<T> = ColumnType<T, string | undefined, string>;
/** Read as a Date, written as a Date or ISO 8601 text. */
type Moment = ColumnType<Date, Date | string, Date | string>;
/** Set by the database unless given. */
type MomentDefault = ColumnType<Date, Date | string | undefined, Date | string>;

/** Every {@link Schedule.every_s} seconds, or by a cron line in a time zone. */
export type Schedule = { readonly every_s: number } | { readonly cron: string; readonly time_zone?: string };

export type AuthState = 'draft' | 'connected' | 'needs_reauth' | 'disconnected';
export type IntegrationStatus = 'draft' | 'connected' | 'failing' | 'needs_reauth' | 'paused' | 'disconnected';
export type RunMode = 'full' | 'incremental';
export type RunTrigger = 'schedule' | 'manual' | 'connect' | 'webhook';
export type RunState = 'queued' | 'running' | 'succeeded' | 'partial' | 'failed' | 'cancelled';
export type LogStatus = 'success' | 'error' | 'warning';
export type DeletionState = 'applying' | 'held' | 'applied' | 'rejected' | 'superseded';

// ---------------------------------------------------------------- platform tables

interface PartnerTable {
  id: string;
  parent_id: string | null;
  slug: string;
  name: string;
  created_at: MomentDefault;
}

interface TenantTable {
  id: string;
  partner_id: string | null;
  slug: string;
  name: string;
  created_at: MomentDefault;
}

interface PlatformMemberTable {
  user_id: string;
  partner_id: string | null;
  role: 'administrator' | 'operator' | 'viewer';
  created_at: MomentDefault;
}

interface PlatformKeyTable {
  id: string;
  partner_id: string | null;
  name: string;
  hash: Buffer;
  scopes: string[];
  created_at: MomentDefault;
  expires_at: Moment | null;
  revoked_at: Moment | null;
  last_used_at: Moment | null;
}

interface ProviderAppTable {
  id: string;
  provider: string;
  tenant_id: string | null;
  sealed: Buffer;
  key_version: number;
  scopes: string[] | null;
  created_at: MomentDefault;
  updated_at: MomentDefault;
}

interface StreamDueTable {
  tenant_id: string;
  stream_no: number;
  due_at: Moment;
}

interface RateWindowTable {
  key: string;
  window_ms: number;
  window_start_ms: number;
  used: number;
  granted: Generated<number>;
  ceiling: number | null;
}

interface RateSlotTable {
  key: string;
  holder: string;
  expires_ms: number;
}

interface SchemaMigrationTable {
  name: string;
  sha256: string;
  applied_at: MomentDefault;
}

// ---------------------------------------------------------------- who may act for a tenant

interface MemberTable {
  tenant_id: string;
  user_id: string;
  role: 'owner' | 'admin' | 'operator' | 'viewer';
  created_at: MomentDefault;
}

interface ApiKeyTable {
  tenant_id: string;
  id: string;
  name: string;
  hash: Buffer;
  scopes: string[];
  created_at: MomentDefault;
  created_by: string;
  expires_at: Moment | null;
  revoked_at: Moment | null;
  last_used_at: Moment | null;
  replaced_by: string | null;
}

interface ConnectSessionTable {
  tenant_id: string;
  id: string;
  hash: Buffer;
  providers: string[];
  created_at: MomentDefault;
  expires_at: Moment;
}

interface DataKeyTable {
  tenant_id: string;
  version: number;
  wrapped: Buffer;
  root_id: string;
  seals: Generated<number>;
  created_at: MomentDefault;
}

// ---------------------------------------------------------------- what is connected

interface IntegrationTable {
  tenant_id: string;
  id: string;
  provider: string;
  name: string;
  settings: JsonDefault<JsonObject>;
  account: Json<Account> | null;
  accounts: Json<readonly Account[]> | null;
  credential_names: Generated<string[]>;
  auth_method: string;
  auth_state: Generated<AuthState>;
  auth_message: string | null;
  enabled: Generated<boolean>;
  paused_until: Moment | null;
  schedule: Json<Schedule> | null;
  connected_at: Moment | null;
  created_at: MomentDefault;
  updated_at: MomentDefault;
}

/** A view: how an integration stands. */
interface IntegrationStatusView {
  tenant_id: string;
  id: string;
  status: IntegrationStatus;
  last_synced_at: Date | null;
  sync_status: 'idle' | 'syncing' | 'success' | 'error';
  sync_error: (ErrorReport & { readonly stream: string }) | null;
  next_run_at: Date | null;
}

interface CredentialTable {
  tenant_id: string;
  integration_id: string;
  method: string;
  sealed: Buffer;
  key_version: number;
  generation: Generated<number>;
  refresh_owner: string | null;
  refresh_until: Moment | null;
  in_doubt: Generated<boolean>;
  updated_at: MomentDefault;
}

interface OauthStateTable {
  tenant_id: string;
  id: string;
  integration_id: string;
  sealed: Buffer;
  key_version: number;
  expires_at: Moment;
  used_at: Moment | null;
}

interface IntegrationLogTable {
  tenant_id: string;
  id: GeneratedAlways<number>;
  integration_id: string;
  at: MomentDefault;
  action: string;
  status: LogStatus;
  message: string;
  details: JsonDefault<JsonObject>;
}

// ---------------------------------------------------------------- streams and runs

interface StreamStateTable {
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
  checkpoint: Json<JsonValue> | null;
  cursor: string | null;
  last_full_at: Moment | null;
  last_run_id: string | null;
  last_succeeded_at: Moment | null;
  last_error: Json<ErrorReport> | null;
}

interface RunTable {
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

interface RawPageTable {
  tenant_id: string;
  id: string;
  stream_no: number;
  key_version: number;
  items: number;
  sealed: Buffer;
  stored_at: MomentDefault;
}

interface RecordTable {
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

interface RecordVersionTable {
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

interface FeedTable {
  tenant_id: string;
  seq: Generated<number>;
}

interface SeenPageTable {
  tenant_id: string;
  run_id: string;
  page_no: number;
  keys: string[];
}

interface DeletionTable {
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

interface DeletionKeyTable {
  tenant_id: string;
  deletion_id: string;
  key: string;
}

interface OutboxTable {
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

// ---------------------------------------------------------------- writes asked of us, audit

interface ActionCallTable {
  tenant_id: string;
  integration_id: string;
  action: string;
  external_reference: string;
  input_hash: Buffer;
  state: 'running' | 'succeeded' | 'failed';
  output: Json<JsonValue> | null;
  error: Json<ErrorReport> | null;
  started_at: MomentDefault;
  finished_at: Moment | null;
}

interface IdempotencyKeyTable {
  tenant_id: string;
  key: string;
  request_hash: Buffer;
  status: number | null;
  body: Json<JsonValue> | null;
  created_at: MomentDefault;
}

interface AuditEntryTable {
  tenant_id: string;
  seq: number;
  at: Moment;
  actor: string;
  action: string;
  target: string;
  details: Json<JsonObject>;
  previous: Buffer;
  hash: Buffer;
}

interface AuditHeadTable {
  tenant_id: string;
  seq: number;
  hash: Buffer;
  signature: Buffer;
  key_version: number;
  signed_at: Moment;
}

/** Tables without a policy: anybody with the application role sees all rows. The same names as in platform-tables.ts. */
export interface PlatformTables {
  partner: PartnerTable;
  tenant: TenantTable;
  platform_member: PlatformMemberTable;
  platform_key: PlatformKeyTable;
  provider_app: ProviderAppTable;
  stream_due: StreamDueTable;
  rate_window: RateWindowTable;
  rate_slot: RateSlotTable;
  schema_migration: SchemaMigrationTable;
}

/** Tables whose rows belong to one tenant and are seen by it alone. */
export interface TenantTables {
  member: MemberTable;
  api_key: ApiKeyTable;
  connect_session: ConnectSessionTable;
  data_key: DataKeyTable;
  integration: IntegrationTable;
  integration_status: IntegrationStatusView;
  credential: CredentialTable;
  oauth_state: OauthStateTable;
  integration_log: IntegrationLogTable;
  stream_state: StreamStateTable;
  run: RunTable;
  raw_page: RawPageTable;
  record: RecordTable;
  record_version: RecordVersionTable;
  feed: FeedTable;
  seen_page: SeenPageTable;
  deletion: DeletionTable;
  deletion_key: DeletionKeyTable;
  outbox: OutboxTable;
  action_call: ActionCallTable;
  idempotency_key: IdempotencyKeyTable;
  audit_entry: AuditEntryTable;
  audit_head: AuditHeadTable;
}

/** What a tenant's transaction can reach. */
export interface Tables extends PlatformTables, TenantTables {}
