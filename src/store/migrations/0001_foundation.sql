-- The foundation: who there is, what they connect, what was read.
--
-- Rules every table here keeps (test/tenancy walks the catalogue and fails otherwise):
--   * tenant_id leads every primary and unique key of a tenant table, and a forced policy knows `app.tenant` only;
--   * a platform table has no policy and is named in src/store/platform-tables.ts;
--   * the application role (%APP%) owns nothing and gets the least it needs.
-- Moments are timestamptz; `_ms` columns are milliseconds since the epoch, as the engine counts.

create function current_tenant() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.tenant', true), '')::uuid $$;

-- Puts a table under its tenant's policy and lets the application use it. Every tenant table calls this once.
create function protect_tenant_table(p_table regclass, p_rights text default 'select, insert, update, delete') returns void
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', p_table);
  execute format('alter table %s force row level security', p_table);
  execute format(
    'create policy tenant_only on %s using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)
       with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', p_table);
  execute format('grant %s on %s to %s', p_rights, p_table, '%APP%'::regrole);
end $$;

-- ---------------------------------------------------------------- who there is (platform tables)

create table partner (
  id uuid primary key,
  parent_id uuid references partner (id),
  slug text not null unique,
  name text not null,
  created_at timestamptz not null default now()
);

create table tenant (
  id uuid primary key,
  partner_id uuid references partner (id),
  slug text not null unique,
  name text not null,
  created_at timestamptz not null default now()
);

-- People who act for the platform (partner_id null) or for a partner.
create table platform_member (
  user_id text not null,
  partner_id uuid references partner (id),
  role text not null check (role in ('administrator', 'operator', 'viewer')),
  created_at timestamptz not null default now(),
  unique nulls not distinct (user_id, partner_id)
);

-- API keys of the platform (partner_id null) or of a partner. Only sha256 of the secret is kept.
create table platform_key (
  id text primary key,
  partner_id uuid references partner (id),
  name text not null,
  hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

-- OAuth clients registered with providers: platform-wide (tenant_id null) or a tenant's own. Sealed: {client_id, client_secret}.
create table provider_app (
  id uuid primary key,
  provider text not null,
  tenant_id uuid references tenant (id) on delete cascade,
  sealed bytea not null,
  key_version int not null,
  scopes text[],
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique nulls not distinct (provider, tenant_id)
);

-- When each stream is due next. No policy, because the ticker looks across tenants; it holds nothing but ids and a time.
create table stream_due (
  tenant_id uuid not null,
  stream_no int not null,
  due_at timestamptz not null,
  primary key (tenant_id, stream_no)
);
create index stream_due_at on stream_due (due_at);

-- Calls counted against vendors' limits, shared by all processes. The key is a digest: it names nobody.
create table rate_window (
  key text not null,
  window_ms bigint not null,
  window_start_ms bigint not null,
  used int not null,
  primary key (key, window_ms)
);
create table rate_slot (
  key text not null,
  holder text not null,
  expires_ms bigint not null,
  primary key (key, holder)
);

grant select, insert, update on partner, tenant, platform_member, platform_key to %APP%;
grant select, insert, update, delete on provider_app, stream_due, rate_window, rate_slot to %APP%;
grant delete on tenant to %APP%;

-- ---------------------------------------------------------------- who may act for a tenant

create table member (
  tenant_id uuid not null references tenant (id) on delete cascade,
  user_id text not null,
  role text not null check (role in ('owner', 'admin', 'operator', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id)
);
select protect_tenant_table('member');

create table api_key (
  tenant_id uuid not null references tenant (id) on delete cascade,
  id text not null,
  name text not null,
  hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  -- The key that takes its place; this one works on until expires_at.
  replaced_by text,
  primary key (tenant_id, id)
);
select protect_tenant_table('api_key');

-- A short-lived right to connect one provider, handed to somebody's browser.
create table connect_session (
  tenant_id uuid not null references tenant (id) on delete cascade,
  id text not null,
  hash bytea not null,
  providers text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, id)
);
select protect_tenant_table('connect_session');

-- Data keys, wrapped by the root key. The tenant of zeros holds the platform's own.
create table data_key (
  tenant_id uuid not null,
  version int not null,
  wrapped bytea not null,
  -- First bytes of sha256 of the root key that wraps it: tells a wrong root key from a damaged row.
  root_id text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, version)
);
select protect_tenant_table('data_key', 'select, insert, update');

-- ---------------------------------------------------------------- what is connected

create table integration (
  tenant_id uuid not null references tenant (id) on delete cascade,
  id uuid not null,
  provider text not null,
  name text not null,
  settings jsonb not null default '{}',
  -- {id, name, meta} of the account at the vendor, once known.
  account jsonb,
  auth_method text not null,
  auth_state text not null default 'draft' check (auth_state in ('draft', 'connected', 'needs_reauth', 'disconnected')),
  auth_message text,
  enabled boolean not null default false,
  paused_until timestamptz,
  -- {"every_s": 3600} or {"cron": "0 * * * *", "time_zone": "Australia/Perth"}; null: only when asked.
  schedule jsonb,
  -- An operator's own figures in place of the provider's: {timeout_ms, retries, limits}.
  overrides jsonb not null default '{}',
  connected_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
select protect_tenant_table('integration');

create table credential (
  tenant_id uuid not null,
  integration_id uuid not null,
  method text not null,
  sealed bytea not null,
  key_version int not null,
  generation bigint not null default 1,
  -- The one refresher's lease: committed, outlives the call it covers.
  refresh_owner text,
  refresh_until timestamptz,
  -- A refresh may have happened at the vendor without our learning its answer.
  in_doubt boolean not null default false,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, integration_id),
  foreign key (tenant_id, integration_id) references integration (tenant_id, id) on delete cascade
);
select protect_tenant_table('credential');

-- One-time state of an OAuth redirect, bound to a browser; 10 minutes. Sealed: {verifier, redirect_to, ...}.
create table oauth_state (
  tenant_id uuid not null,
  id text not null,
  integration_id uuid not null,
  sealed bytea not null,
  key_version int not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, integration_id) references integration (tenant_id, id) on delete cascade
);
select protect_tenant_table('oauth_state');

-- What happened, for people.
create table integration_log (
  tenant_id uuid not null,
  id bigint generated always as identity,
  integration_id uuid not null,
  at timestamptz not null default now(),
  action text not null,
  status text not null check (status in ('success', 'error', 'warning')),
  message text not null,
  details jsonb not null default '{}',
  primary key (tenant_id, id),
  foreign key (tenant_id, integration_id) references integration (tenant_id, id) on delete cascade
);
create index integration_log_latest on integration_log (tenant_id, integration_id, id desc);
select protect_tenant_table('integration_log', 'select, insert, delete');

-- ---------------------------------------------------------------- streams and runs

create table stream_state (
  tenant_id uuid not null,
  stream_no int generated always as identity,
  integration_id uuid not null,
  stream text not null,
  model text not null,
  enabled boolean not null default true,
  -- Overrides the integration's schedule.
  schedule jsonb,
  -- Grows with every run and every resumption; a page stored under an older one is refused.
  fence bigint not null default 0,
  -- Pages stored by the run under way, and the answer given for the last: a repeated call gets the same answer again.
  page_no int not null default 0,
  page_result jsonb,
  -- Where the run under way goes on from (the next request), null when no run is unfinished.
  checkpoint jsonb,
  -- Where the next incremental run starts, ISO 8601; null: a full pass is due.
  cursor text,
  last_full_at timestamptz,
  last_run_id uuid,
  last_succeeded_at timestamptz,
  last_error jsonb,
  primary key (tenant_id, stream_no),
  unique (tenant_id, integration_id, stream),
  foreign key (tenant_id, integration_id) references integration (tenant_id, id) on delete cascade
) with (fillfactor = 50);
select protect_tenant_table('stream_state');

create table run (
  tenant_id uuid not null,
  id uuid not null,
  -- Runs asked for together share it.
  sync_id uuid not null,
  integration_id uuid not null,
  stream_no int not null,
  stream text not null,
  mode text not null check (mode in ('full', 'incremental')),
  trigger text not null check (trigger in ('schedule', 'manual', 'connect', 'webhook')),
  state text not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled')),
  -- {since, force} as asked for.
  options jsonb not null default '{}',
  requested_by text not null,
  -- Feed position when it started: what changed later is not swept away.
  start_seq bigint,
  -- The vendor's moment the next incremental run goes on from, if this one completes.
  next_cursor text,
  cancel_requested boolean not null default false,
  pages int not null default 0,
  read int not null default 0,
  created int not null default 0,
  updated int not null default 0,
  unchanged int not null default 0,
  deleted int not null default 0,
  failed int not null default 0,
  requests int not null default 0,
  retries int not null default 0,
  bytes bigint not null default 0,
  attempts int not null default 0,
  -- Attempts since the last page was stored: progress forgives earlier failures.
  fruitless int not null default 0,
  error jsonb,
  queued_at timestamptz not null default now(),
  started_at timestamptz,
  heartbeat_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, stream_no) references stream_state (tenant_id, stream_no) on delete cascade
) with (fillfactor = 50);
-- One run per stream at a time.
create unique index run_one_at_a_time on run (tenant_id, stream_no) where state in ('queued', 'running');
create index run_latest on run (tenant_id, integration_id, queued_at desc, id desc);
select protect_tenant_table('run');

-- ---------------------------------------------------------------- records

-- What vendors sent, sealed per stored page: zstd, then AES-256-GCM bound to tenant, table, row and key version.
create table raw_page (
  tenant_id uuid not null,
  id uuid not null,
  stream_no int not null,
  key_version int not null,
  items int not null,
  sealed bytea not null,
  stored_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
alter table raw_page alter column sealed set storage external;
select protect_tenant_table('raw_page');

create table record (
  tenant_id uuid not null,
  stream_no int not null,
  -- The vendor's id.
  key text collate "C" not null,
  -- Position of the last change, and of the creation, in the tenant's change feed.
  seq bigint not null,
  created_seq bigint not null,
  -- When the vendor last changed it (null: it does not say), and the moment this state was true at the vendor.
  changed_ms bigint,
  as_of_ms bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  raw_no int,
  raw_page uuid,
  -- First 16 bytes of sha256 of the canonical raw item.
  hash bytea not null,
  data jsonb,
  -- Why it could not be mapped: {message}. `data` is then what it was before, or null.
  problem jsonb,
  primary key (tenant_id, stream_no, key)
);
-- Partial although it covers every row: only a query that says `seq > 0` may use it. Otherwise a plan cached while the table was
-- small takes it to look a key up, and reads the whole tenant for every key.
create index record_feed on record (tenant_id, seq) where seq > 0;
create index record_problem on record (tenant_id, stream_no) where problem is not null;
select protect_tenant_table('record');

-- A state a record had before its last change.
create table record_version (
  tenant_id uuid not null,
  stream_no int not null,
  key text collate "C" not null,
  seq bigint not null,
  replaced_seq bigint not null,
  changed_ms bigint,
  as_of_ms bigint not null,
  stored_at timestamptz not null,
  replaced_at timestamptz not null,
  deleted boolean not null,
  raw_no int,
  raw_page uuid,
  hash bytea not null,
  data jsonb,
  primary key (tenant_id, stream_no, key, seq)
);
select protect_tenant_table('record_version');

-- The change feed's counter: taken inside the store call and held to its commit, so no position appears after a later one.
create table feed (
  tenant_id uuid primary key references tenant (id) on delete cascade,
  seq bigint not null default 0
) with (fillfactor = 10);
select protect_tenant_table('feed');

-- Keys a full pass has seen, one packed row per page.
create table seen_page (
  tenant_id uuid not null,
  run_id uuid not null,
  page_no int not null,
  keys text[] not null,
  primary key (tenant_id, run_id, page_no)
);
-- Lives for one run: not worth compressing.
alter table seen_page alter column keys set storage external;
select protect_tenant_table('seen_page');

-- Records found missing by a complete full pass: applied in chunks, or held for approval when they are too many.
create table deletion (
  tenant_id uuid not null,
  id uuid not null,
  integration_id uuid not null,
  stream_no int not null,
  run_id uuid not null,
  state text not null check (state in ('applying', 'held', 'applied', 'rejected', 'superseded')),
  found int not null,
  live int not null,
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  decided_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, stream_no) references stream_state (tenant_id, stream_no) on delete cascade
);
select protect_tenant_table('deletion');

create table deletion_key (
  tenant_id uuid not null,
  deletion_id uuid not null,
  key text collate "C" not null,
  primary key (tenant_id, deletion_id, key),
  foreign key (tenant_id, deletion_id) references deletion (tenant_id, id) on delete cascade
);
select protect_tenant_table('deletion_key');

-- One row per stored page (or other event); consumers fan out from the feed.
create table outbox (
  tenant_id uuid not null,
  id bigint generated always as identity,
  kind text not null,
  integration_id uuid,
  stream_no int,
  from_seq bigint,
  to_seq bigint,
  payload jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
select protect_tenant_table('outbox', 'select, insert, delete');

-- ---------------------------------------------------------------- writes asked of us

-- An action runs once per external reference; asking again answers what it answered.
create table action_call (
  tenant_id uuid not null,
  integration_id uuid not null,
  action text not null,
  external_reference text not null,
  input_hash bytea not null,
  state text not null check (state in ('running', 'succeeded', 'failed')),
  output jsonb,
  error jsonb,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, integration_id, action, external_reference),
  foreign key (tenant_id, integration_id) references integration (tenant_id, id) on delete cascade
);
select protect_tenant_table('action_call');

-- Answers to writes that carried an Idempotency-Key, for a day.
create table idempotency_key (
  tenant_id uuid not null references tenant (id) on delete cascade,
  key text not null,
  request_hash bytea not null,
  status int,
  body jsonb,
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
select protect_tenant_table('idempotency_key');

-- ---------------------------------------------------------------- audit

-- Append-only and chained: hash = sha256(previous hash, canonical row). The tenant of zeros is the platform's chain.
create table audit_entry (
  tenant_id uuid not null,
  seq bigint not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  target text not null,
  details jsonb not null,
  previous bytea not null,
  hash bytea not null,
  primary key (tenant_id, seq)
);
select protect_tenant_table('audit_entry', 'select, insert');

-- The chain's head, signed (ed25519): shows when the tail was cut off.
create table audit_head (
  tenant_id uuid primary key,
  seq bigint not null,
  hash bytea not null,
  signature bytea not null,
  signed_at timestamptz not null
);
select protect_tenant_table('audit_head', 'select, insert, update');
