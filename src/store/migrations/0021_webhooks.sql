-- What providers send us: the addresses they send it to, and what came.

-- ---------------------------------------------------------------- whose is it

-- Which integrations an account at a provider belongs to, for webhooks to the address of a provider app: the account is in the payload, the
-- tenant is not. No policy, because the tenant is what is looked for; digests and ids only. Kept by a trigger, so that no way of connecting
-- or disconnecting can forget it.
create table webhook_route (
  provider text not null,
  -- First 16 bytes of sha256 of the account's id.
  account bytea not null,
  tenant_id uuid not null references tenant (id) on delete cascade,
  integration_id uuid not null,
  primary key (provider, account, tenant_id, integration_id)
);
create index webhook_route_of on webhook_route (tenant_id, integration_id);
grant select, insert, delete on webhook_route to %APP%;

create function webhook_account_v1(p_account text) returns bytea language sql immutable parallel safe
  as $$ select substr(sha256(convert_to(p_account, 'utf8')), 1, 16) $$;

create function keep_webhook_route() returns trigger language plpgsql as $$
begin
  delete from webhook_route r where r.tenant_id = old.tenant_id and r.integration_id = old.id;
  return null;
end $$;
create function add_webhook_route() returns trigger language plpgsql as $$
begin
  -- One that needs to be connected again goes on receiving: what came meanwhile is worked off then.
  if new.auth_state in ('connected', 'needs_reauth') and new.account ->> 'id' is not null then
    insert into webhook_route (provider, account, tenant_id, integration_id)
    values (new.provider, webhook_account_v1(new.account ->> 'id'), new.tenant_id, new.id)
    on conflict do nothing;
  end if;
  return null;
end $$;
-- By name: what was is taken away before what is is put in.
create trigger webhook_route_a after update of account, auth_state, provider or delete on integration
  for each row execute function keep_webhook_route();
create trigger webhook_route_b after insert or update of account, auth_state, provider on integration
  for each row execute function add_webhook_route();

-- The owner, who is under the policy as well, sees no row of a table that forces it.
alter table integration no force row level security;
insert into webhook_route (provider, account, tenant_id, integration_id)
select provider, webhook_account_v1(account ->> 'id'), tenant_id, id
  from integration where auth_state in ('connected', 'needs_reauth') and account ->> 'id' is not null;
alter table integration force row level security;

-- ---------------------------------------------------------------- an integration's own address

create table webhook_address (
  tenant_id uuid not null,
  integration_id uuid not null,
  -- {tokens: [{value, until}], secrets: [{value, until}]}: the present one without an end, and the one before with the end of its day.
  sealed bytea not null,
  key_version int not null,
  -- From where it may be used; none: from everywhere.
  allowed_ips cidr[] not null default '{}',
  -- Requests a minute; null: as many as the server bears.
  per_minute int check (per_minute > 0),
  -- What the vendor's API registered: {id, expires_at, state, message, checked_at}; null: a person does.
  subscription jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, integration_id),
  foreign key (tenant_id, integration_id) references integration (tenant_id, id) on delete cascade
);
select protect_tenant_table('webhook_address');
create trigger sealed_with_a_living_key before insert or update of sealed, key_version on webhook_address
  for each row when (new.key_version is not null) execute function sealed_with_a_living_key();

-- ---------------------------------------------------------------- what came

-- One row per event, by what tells it from others: its key is the vendor's id of it, or a digest of what it says. The primary key is what
-- makes a repeated event one: nobody looks first.
create table webhook (
  tenant_id uuid not null,
  integration_id uuid not null,
  -- First 16 bytes of sha256.
  key bytea not null,
  id uuid not null,
  type text not null,
  -- The vendor's own id of the event.
  vendor_id text,
  happened_at timestamptz,
  received_at timestamptz not null default clock_timestamp(),
  -- Of the payload: the same id with another content is somebody's mistake, and is told.
  digest bytea not null,
  -- Bytes of the payload.
  bytes int not null,
  -- {headers, payload}, opened for processing, for people who look, and for a replay.
  sealed bytea not null,
  key_version int not null,
  -- `failed`: given up, a dead letter.
  state text not null default 'queued' check (state in ('queued', 'processed', 'failed')),
  attempts int not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  -- Times a person had it worked off again.
  replays int not null default 0,
  error jsonb,
  -- What came of it: {records, runs, nothing}.
  effect jsonb,
  finished_at timestamptz,
  primary key (tenant_id, integration_id, key),
  unique (tenant_id, id),
  foreign key (tenant_id, integration_id) references integration (tenant_id, id) on delete cascade
) with (fillfactor = 80);
alter table webhook alter column sealed set storage external;
create index webhook_queued on webhook (tenant_id, integration_id, next_at, id) where state = 'queued';
create index webhook_failed on webhook (tenant_id, id) where state = 'failed';
create index webhook_of on webhook (tenant_id, integration_id, id);
select protect_tenant_table('webhook');
create trigger sealed_with_a_living_key before insert or update of sealed, key_version on webhook
  for each row when (new.key_version is not null) execute function sealed_with_a_living_key();

-- What was refused, counted per hour, with the last one's headers (without body, secrets and signatures) for a day.
create table webhook_refusal (
  tenant_id uuid not null,
  integration_id uuid not null,
  hour timestamptz not null,
  reason text not null,
  count bigint not null,
  sample jsonb,
  primary key (tenant_id, integration_id, hour, reason),
  foreign key (tenant_id, integration_id) references integration (tenant_id, id) on delete cascade
);
select protect_tenant_table('webhook_refusal');

-- Integrations with webhooks to work off. No policy, because workers look across tenants; ids and times only. Whoever works holds the
-- lease; the row goes when nothing is queued any more. Intake holds the row until its webhooks can be seen: whoever takes the row away
-- locks it (for update) in one statement, looks for queued webhooks in the next, and only then deletes it. Otherwise a webhook that was
-- being stored meanwhile would lie there until the next one comes.
create table webhook_due (
  tenant_id uuid not null references tenant (id) on delete cascade,
  integration_id uuid not null,
  due_at timestamptz not null default clock_timestamp(),
  holder text,
  lease_until timestamptz,
  primary key (tenant_id, integration_id)
);
create index webhook_due_at on webhook_due (due_at);
grant select, insert, update, delete on webhook_due to %APP%;

-- Subscriptions at vendors that are to be looked at. No policy, for the same reason. Whoever looks puts `due_at` off first.
create table webhook_subscription_due (
  tenant_id uuid not null references tenant (id) on delete cascade,
  integration_id uuid not null,
  due_at timestamptz not null,
  primary key (tenant_id, integration_id)
);
create index webhook_subscription_due_at on webhook_subscription_due (due_at);
grant select, insert, update, delete on webhook_subscription_due to %APP%;

-- ---------------------------------------------------------------- the addresses of apps

-- One address per provider for all accounts of all apps: the operator's own, so of no tenant. A row only where something is set.
create table webhook_app_address (
  provider text primary key,
  -- As in webhook_address.
  allowed_ips cidr[] not null default '{}',
  per_minute int check (per_minute > 0),
  updated_at timestamptz not null default now()
);
grant select, insert, update, delete on webhook_app_address to %APP%;

-- As webhook_refusal: whose it would have been is not known of a request that proved nothing.
create table webhook_app_refusal (
  provider text not null,
  hour timestamptz not null,
  reason text not null,
  count bigint not null,
  sample jsonb,
  primary key (provider, hour, reason)
);
grant select, insert, update, delete on webhook_app_refusal to %APP%;

-- ---------------------------------------------------------------- storing what came

-- Stores a group of webhooks of any tenants, in one call and so in one commit. `p_tenants`: [{tenant_id, rows: [{no, integration_id, key,
-- id, type, vendor_id, happened_at, digest, bytes, at, length, key_version}]}], key and digest in hex; `at` and `length` say where the
-- sealed value stands in `p_bytes`. Answers the rows that were not stored: `repeated` (it is there already), `differs` (it is there with
-- another content, which stays), `gone` (the integration is not there).
-- Tenants come in order, and within one the rows are put in order: two groups with the same webhooks then wait for each other in turn,
-- instead of each for the other.
create function receive_webhooks_v1(p_tenants jsonb, p_bytes bytea) returns table (o_no int, o_outcome text)
language plpgsql as $$
declare
  v_part jsonb;
  v_tenant uuid;
  v_stored uuid[];
  v_integrations uuid[];
  v_locked int;
begin
  for v_part in select value from jsonb_array_elements(p_tenants) loop
    v_tenant := (v_part ->> 'tenant_id')::uuid;
    perform set_config('app.tenant', v_tenant::text, true);
    with sent as (
      select * from jsonb_to_recordset(v_part -> 'rows') as s (integration_id uuid, key text, id uuid, type text, vendor_id text,
        happened_at timestamptz, digest text, bytes int, at int, length int, key_version int)
    ), stored as (
      insert into webhook (tenant_id, integration_id, key, id, type, vendor_id, happened_at, digest, bytes, sealed, key_version)
      select v_tenant, s.integration_id, decode(s.key, 'hex'), s.id, s.type, s.vendor_id, s.happened_at, decode(s.digest, 'hex'), s.bytes,
             substr(p_bytes, s.at, s.length), s.key_version
        from sent s
       where exists (select from integration i where i.tenant_id = v_tenant and i.id = s.integration_id)
       order by s.integration_id, s.key
      on conflict (tenant_id, integration_id, key) do nothing
      returning id, integration_id
    )
    select coalesce(array_agg(id), '{}'), coalesce(array_agg(distinct integration_id), '{}') into v_stored, v_integrations from stored;
    -- Also where the row is there it is locked: see webhook_due. Shared, so that groups do not wait for each other's commits; it may have
    -- been taken away before it was locked.
    loop
      insert into webhook_due (tenant_id, integration_id) select v_tenant, i from unnest(v_integrations) i order by i
      on conflict do nothing;
      perform from webhook_due where tenant_id = v_tenant and integration_id = any (v_integrations) order by integration_id for key share;
      get diagnostics v_locked = row_count;
      exit when v_locked = cardinality(v_integrations);
    end loop;
    update webhook_due set due_at = clock_timestamp()
     where tenant_id = v_tenant and integration_id = any (v_integrations) and due_at > clock_timestamp();
    if cardinality(v_stored) < jsonb_array_length(v_part -> 'rows') then
      return query
        select s.no, case when w.id is null then 'gone' when w.digest = decode(s.digest, 'hex') then 'repeated' else 'differs' end
          from jsonb_to_recordset(v_part -> 'rows') as s (no int, integration_id uuid, key text, id uuid, digest text)
          left join webhook w on w.tenant_id = v_tenant and w.integration_id = s.integration_id and w.key = decode(s.key, 'hex')
         where s.id <> all (v_stored);
    end if;
  end loop;
end $$;
grant execute on function receive_webhooks_v1(jsonb, bytea) to %APP%;

-- A stream that is to be read again because a webhook said so, though a run of it is under way: that run may have passed the place.
alter table stream_state add column woken_at timestamptz;
