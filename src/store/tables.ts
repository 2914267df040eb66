/**
 * The tables as Kysely sees them: one interface per table of migrations/, names as in the database. Types only; nothing here
 * runs. Streams, runs and records are in sync-tables.ts, logs in logs-tables.ts, mappings in mapping-tables.ts, keys in key-tables.ts, webhooks
 * in webhook-tables.ts, events in event-tables.ts, routes in route-tables.ts, deliveries in delivery-tables.ts;
 * how columns are read and written in column-types.ts.
 */
import type { Generated, GeneratedAlways } from 'kysely';
import type { ErrorReport } from '../contract/errors.ts';
import type { Settings } from '../contract/fields.ts';
import type { JsonObject, JsonValue } from '../contract/http.ts';
import type { OverrideProfile } from '../contract/override-profile.ts';
import type { Limit } from '../contract/limits.ts';
import type { Account } from '../contract/stream.ts';
import type { Json, JsonDefault, Moment, MomentDefault } from './column-types.ts';
import type { ConnectSessionTable } from './connect-tables.ts';
import type {
  ApiKeyTable,
  DataKeyTable,
  DerivedKeyTable,
  KeyRotationTable,
  PlatformKeyTable,
  RootKeyTable,
} from './key-tables.ts';
import type { AttemptTable, DeliveryTable, EndpointDueTable, EndpointTable } from './delivery-tables.ts';
import type { DataRetentionTable, ErasureMarkTable, ErasureTable } from './erasure-tables.ts';
import type { EventFeedTable, EventTable, OutboxDueTable, StreamShapeTable } from './event-tables.ts';
import type { MappingTable, RederivationTable } from './mapping-tables.ts';
import type { RouteCallTable, RouteDueTable, RouteTable, RouteTouchTable, RouteVersionTable } from './route-tables.ts';
import type { ExchangeLogTable, IntegrationLogTable, LogRetentionTable, UsageMinuteTable } from './logs-tables.ts';
import type {
  DeletionKeyTable,
  DeletionTable,
  FeedTable,
  OutboxTable,
  RawPageTable,
  RecordTable,
  RecordVersionTable,
  RunTable,
  SeenPageTable,
  StreamStateTable,
  Schedule,
} from './sync-tables.ts';

import type { AuthUserTable, InvitationTable, MemberOfTable } from './people-tables.ts';
import type {
  WebhookAddressTable,
  WebhookAppAddressTable,
  WebhookAppRefusalTable,
  WebhookDueTable,
  WebhookRefusalTable,
  WebhookRouteTable,
  WebhookSubscriptionDueTable,
  WebhookTable,
} from './webhook-tables.ts';

export type { ConnectFailure, ConnectTheme } from './connect-tables.ts';
export type { KeyRotationState } from './key-tables.ts';
export type { ErasureKind, ErasureState, MarkKind } from './erasure-tables.ts';
export type { LogStatus } from './logs-tables.ts';
export type { RederivationReason, RederivationState, StoredRule } from './mapping-tables.ts';
export type { RouteCallError, RouteCallState } from './route-tables.ts';
export type { DeliveryState, Disabled } from './delivery-tables.ts';
export type { WebhookState } from './webhook-tables.ts';
export type { DeletionState, RunMode, RunState, RunTrigger, Schedule } from './sync-tables.ts';

/** An operator's own figures for one integration, in place of the provider's. */
export interface Overrides {
  readonly timeout_ms?: number;
  readonly retries?: number;
  readonly limits?: readonly Limit[];
  readonly profile?: OverrideProfile;
}

export type AuthState = 'draft' | 'connected' | 'needs_reauth' | 'disconnected';
/** The shown status, derived from stored facts by the view integration_status. */
export type IntegrationStatus = 'draft' | 'connected' | 'failing' | 'needs_reauth' | 'paused' | 'disconnected';

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

interface ProviderAppTable {
  id: string;
  provider: string;
  tenant_id: string | null;
  /** At most one of the two: neither is the platform's. */
  partner_id: string | null;
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
  sane_from: Moment | null;
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

// ---------------------------------------------------------------- what is connected

interface IntegrationTable {
  tenant_id: string;
  id: string;
  provider: string;
  name: string;
  settings: JsonDefault<Settings>;
  account: Json<Account> | null;
  accounts: Json<readonly Account[]> | null;
  absent: Json<Readonly<Record<string, string>>> | null;
  credential_names: Generated<string[]>;
  auth_method: string;
  auth_state: Generated<AuthState>;
  auth_message: string | null;
  enabled: Generated<boolean>;
  paused_until: Moment | null;
  schedule: Json<Schedule> | null;
  overrides: JsonDefault<Overrides>;
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
  lease_until: Moment | null;
  in_doubt: Generated<boolean>;
  withheld: Generated<string[]>;
  records: JsonDefault<readonly JsonObject[]>;
}

interface IdempotencyKeyTable {
  tenant_id: string;
  key: string;
  request_hash: Buffer;
  sealed: Buffer | null;
  key_version: number | null;
  created_at: MomentDefault;
  owner_id: GeneratedAlways<string | null>;
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
  root_key: RootKeyTable;
  key_rotation: KeyRotationTable;
  webhook_route: WebhookRouteTable;
  webhook_due: WebhookDueTable;
  webhook_subscription_due: WebhookSubscriptionDueTable;
  webhook_app_address: WebhookAppAddressTable;
  webhook_app_refusal: WebhookAppRefusalTable;
  outbox_due: OutboxDueTable;
  member_of: MemberOfTable;
  endpoint_due: EndpointDueTable;
  route_due: RouteDueTable;
}

/** Tables whose rows belong to one tenant and are seen by it alone. */
export interface TenantTables {
  member: MemberTable;
  invitation: InvitationTable;
  api_key: ApiKeyTable;
  connect_session: ConnectSessionTable;
  data_key: DataKeyTable;
  derived_key: DerivedKeyTable;
  integration: IntegrationTable;
  credential: CredentialTable;
  oauth_state: OauthStateTable;
  integration_log: IntegrationLogTable;
  exchange_log: ExchangeLogTable;
  usage_minute: UsageMinuteTable;
  log_retention: LogRetentionTable;
  stream_state: StreamStateTable;
  mapping: MappingTable;
  rederivation: RederivationTable;
  run: RunTable;
  raw_page: RawPageTable;
  record: RecordTable;
  record_version: RecordVersionTable;
  feed: FeedTable;
  seen_page: SeenPageTable;
  deletion: DeletionTable;
  deletion_key: DeletionKeyTable;
  outbox: OutboxTable;
  event: EventTable;
  event_feed: EventFeedTable;
  stream_shape: StreamShapeTable;
  endpoint: EndpointTable;
  delivery: DeliveryTable;
  attempt: AttemptTable;
  webhook_address: WebhookAddressTable;
  webhook: WebhookTable;
  webhook_refusal: WebhookRefusalTable;
  route: RouteTable;
  route_version: RouteVersionTable;
  route_call: RouteCallTable;
  route_touch: RouteTouchTable;
  action_call: ActionCallTable;
  idempotency_key: IdempotencyKeyTable;
  erasure: ErasureTable;
  erasure_mark: ErasureMarkTable;
  data_retention: DataRetentionTable;
  audit_entry: AuditEntryTable;
  audit_head: AuditHeadTable;
  integration_status: IntegrationStatusView;
}

/** Tables of schema auth, which belong to the sign-in library. */
export interface AuthTables {
  'auth.user': AuthUserTable;
}

/** What a tenant's transaction can reach. */
export interface Tables extends PlatformTables, TenantTables, AuthTables {}
