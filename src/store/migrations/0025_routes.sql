-- Routes: when something happens in one system, something is done in another one, or an endpoint is told.

create table route (
  tenant_id uuid not null references tenant (id) on delete cascade,
  id uuid not null,
  name text not null,
  enabled boolean not null default true,
  -- It hears of what happened from then on: when it was made, or switched on. Nobody wants a year's completions billed at once because the
  -- follower was behind.
  hears_from timestamptz not null default clock_timestamp(),
  -- The version of its definition in force: the latest.
  version int not null,
  -- Why its calls wait ({message, since}), and until when they are not tried; null: they do not wait.
  waiting jsonb,
  waits_until timestamptz,
  -- Calls that were cut because it went in circles: how many, when last, and why ({at, message, call}).
  cuts int not null default 0,
  last_cut jsonb,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
) with (fillfactor = 80);
select protect_tenant_table('route');

-- What a route was told to do. Never changed: a call says by which version it was made.
create table route_version (
  tenant_id uuid not null,
  route_id uuid not null,
  version int not null,
  -- {when, lookups, maps, shape, do} as the API takes them.
  definition jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, route_id, version),
  foreign key (tenant_id, route_id) references route (tenant_id, id) on delete cascade
);
select protect_tenant_table('route_version');

-- One row per route and event: the primary key is what makes an event act once, whoever brings it again.
create table route_call (
  tenant_id uuid not null,
  route_id uuid not null,
  event_id uuid not null,
  id uuid not null,
  -- In the order the events came.
  no bigint generated always as identity,
  -- When the event happened, and what it is about; of a record its place. An integration may be gone: that is an event, too.
  at timestamptz not null,
  integration_id uuid,
  stream_no int,
  key text collate "C",
  -- Routes by whose doing the event came about.
  trail uuid[] not null default '{}',
  -- `failed`: given up, a dead letter. `cut`: the route went in circles.
  state text not null default 'queued' check (state in ('queued', 'done', 'skipped', 'failed', 'cut')),
  -- The version of the definition it was last made by.
  version int,
  attempts int not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  -- Times a person had it made again; and of those the ones where he had seen that it was not done, so that it is asked for anew.
  replays int not null default 0,
  renewals int not null default 0,
  -- What was sent, while it is not known whether the other side has done it: it is asked for the same again. Gone when that is known.
  sealed bytea,
  key_version int,
  -- The records it was made from, `stream_no:key`: what is sealed goes when one of them is erased.
  made_from text[] not null default '{}',
  error jsonb,
  -- What came of it: {reason}, {records}, {delivery_id}. Ids and fixed texts only.
  effect jsonb,
  finished_at timestamptz,
  primary key (tenant_id, route_id, event_id),
  unique (tenant_id, id),
  foreign key (tenant_id, route_id) references route (tenant_id, id) on delete cascade
) with (fillfactor = 80);
create index route_call_queued on route_call (tenant_id, route_id, no) where state = 'queued';
create index route_call_latest on route_call (tenant_id, route_id, no desc);
create index route_call_failed on route_call (tenant_id, route_id, no) where state = 'failed';
create index route_call_about on route_call (tenant_id, stream_no, key, route_id) where key is not null;
create index route_call_sealed on route_call (tenant_id, id) where sealed is not null;
create index route_call_finished on route_call (tenant_id, finished_at) where finished_at is not null;
select protect_tenant_table('route_call');
create trigger sealed_with_a_living_key before insert or update of sealed, key_version on route_call
  for each row when (new.key_version is not null) execute function sealed_with_a_living_key();

-- What routes' actions wrote: an event about that state is by the doing of these routes, so that two that write to each other's systems
-- come to an end. Kept for a while.
create table route_touch (
  tenant_id uuid not null references tenant (id) on delete cascade,
  stream_no int not null,
  key text collate "C" not null,
  -- Routes by whose doing it is as it is, the first one first.
  trail uuid[] not null,
  -- Position in the change feed of the state that was stored with it; null: it is read by the next run.
  seq bigint,
  touched_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, stream_no, key)
);
create index route_touch_age on route_touch (tenant_id, touched_at);
select protect_tenant_table('route_touch');

-- Tenants whose routes have calls to make. No policy, because workers look across tenants; ids and times only. Whoever works holds the
-- lease; `infinity` is a row nobody has written to since it was taken.
create table route_due (
  tenant_id uuid primary key references tenant (id) on delete cascade,
  due_at timestamptz not null default clock_timestamp(),
  holder text,
  lease_until timestamptz
);
create index route_due_at on route_due (due_at);
grant select, insert, update, delete on route_due to %APP%;
