-- The two logs and the roll-ups, cut by time: a partition is made ahead, and dropping it is how its lines go. What happened, for people
-- (integration_log, by month), every call to a vendor (exchange_log, by day), and per minute what an integration did (usage_minute, by
-- day). Days and months are UTC's.
--
-- Each has a default partition, so that a line without a partition (nobody looked after them for weeks; a clock that was wrong) never
-- makes the transaction fail that writes it. prepare_logs_v1 moves such lines to where they belong.
-- None refers to `integration`: a line must not wait for, or hold up, whoever changes an integration, and must not fail with it.

-- ---------------------------------------------------------------- what happened, for people

alter table integration_log rename to integration_log_before;
alter table integration_log_before rename constraint integration_log_pkey to integration_log_before_pkey;
-- The owner, who is under the policy as well, sees no row of a table that forces it.
alter table integration_log_before no force row level security;

create sequence integration_log_id;
create table integration_log (
  tenant_id uuid not null,
  integration_id uuid not null,
  -- To the millisecond, as everybody who reads it can repeat: it is part of the cursor.
  at timestamptz(3) not null default now(),
  id bigint not null default nextval('integration_log_id'),
  action text not null,
  status text not null check (status in ('success', 'error', 'warning')),
  message text not null,
  details jsonb not null default '{}',
  primary key (tenant_id, integration_id, at, id)
) partition by range (at);
-- What a page may be asked for by itself: then it reads its lines and no others.
create index integration_log_by_status on integration_log (tenant_id, integration_id, status, at, id);
create index integration_log_by_action on integration_log (tenant_id, integration_id, action, at, id);
create table integration_log_default partition of integration_log default;

insert into integration_log (tenant_id, integration_id, at, id, action, status, message, details)
select tenant_id, integration_id, at, id, action, status, message, details from integration_log_before;
select setval('integration_log_id', greatest((select max(id) from integration_log_before), 1));
drop table integration_log_before;

grant usage on sequence integration_log_id to %APP%;
select protect_tenant_table('integration_log', 'select, insert, delete');

-- ---------------------------------------------------------------- every call to a vendor

create table exchange_log (
  tenant_id uuid not null,
  integration_id uuid not null,
  -- When the request was sent. The id holds the same milliseconds, so that one line is found without its time.
  at timestamptz(3) not null,
  id uuid not null,
  run_id uuid,
  provider text not null,
  operation text not null,
  method text not null,
  host text not null,
  path text not null,
  -- Of the vendor's answer; null: there was none.
  status int,
  duration_ms int not null,
  request_bytes bigint not null,
  response_bytes bigint not null,
  attempt int not null,
  -- Code of the error table, and what it said; null: it went well.
  error text,
  message text,
  -- The vendor's own request id.
  request_id text,
  -- {request, response}: redacted bodies, of errors and actions only.
  sealed bytea,
  key_version int,
  primary key (tenant_id, integration_id, at, id)
) partition by range (at);
alter table exchange_log alter column sealed set storage external;
create index exchange_log_failed on exchange_log (tenant_id, integration_id, at, id) where error is not null;
create index exchange_log_by_error on exchange_log (tenant_id, integration_id, error, at, id) where error is not null;
create index exchange_log_by_status on exchange_log (tenant_id, integration_id, status, at, id);
create index exchange_log_by_run on exchange_log (tenant_id, integration_id, run_id, at, id) where run_id is not null;
-- What is sealed with an old key, for its renewal.
create index exchange_log_sealed on exchange_log (tenant_id, id) where key_version is not null;
create table exchange_log_default partition of exchange_log default;
select protect_tenant_table('exchange_log', 'select, insert, update, delete');

-- ---------------------------------------------------------------- per minute

-- One row per process and minute, holding what that process has counted so far: written again it says the same, so a flush whose
-- answer was lost is simply repeated, and processes never add to each other's figures. Readers add them up.
create table usage_minute (
  tenant_id uuid not null,
  integration_id uuid not null,
  -- Beginning of the minute.
  at timestamptz(3) not null,
  -- The process.
  source uuid not null,
  calls int not null,
  errors int not null,
  -- Calls that got no line in exchange_log because the writer could not keep up.
  unlogged int not null,
  -- Calls by duration: how many took at most each of the bounds in src/hub/usage-buckets.ts, and how many longer.
  durations int[] not null,
  request_bytes bigint not null,
  response_bytes bigint not null,
  -- Records read by runs.
  records bigint not null,
  primary key (tenant_id, integration_id, at, source)
) partition by range (at);
create table usage_minute_default partition of usage_minute default;
select protect_tenant_table('usage_minute', 'select, insert, update, delete');

-- How long a tenant keeps its lines, in days; null, or no row: as the platform does.
create table log_retention (
  tenant_id uuid primary key references tenant (id) on delete cascade,
  integration_log_days int check (integration_log_days > 0),
  exchange_log_days int check (exchange_log_days > 0)
);
select protect_tenant_table('log_retention');

-- ---------------------------------------------------------------- writing

-- Writes what one process has collected for one tenant: lines, and its figures per minute. May be repeated when the answer was lost.
-- Of an integration that is gone nothing is written.
create function write_exchanges_v1(p_tenant uuid, p_source uuid, p_lines jsonb, p_usage jsonb) returns void
language plpgsql as $$
begin
  perform set_config('app.tenant', p_tenant::text, true);

  insert into exchange_log (tenant_id, integration_id, at, id, run_id, provider, operation, method, host, path, status, duration_ms,
                            request_bytes, response_bytes, attempt, error, message, request_id, sealed, key_version)
  select p_tenant, l.integration_id, l.at, l.id, l.run_id, l.provider, l.operation, l.method, l.host, l.path, l.status, l.duration_ms,
         l.request_bytes, l.response_bytes, l.attempt, l.error, l.message, l.request_id, decode(l.sealed, 'base64'), l.key_version
    from jsonb_to_recordset(p_lines) as l (
           integration_id uuid, at timestamptz, id uuid, run_id uuid, provider text, operation text, method text, host text, path text,
           status int, duration_ms int, request_bytes bigint, response_bytes bigint, attempt int, error text, message text,
           request_id text, sealed text, key_version int)
   where exists (select from integration i where i.tenant_id = p_tenant and i.id = l.integration_id)
  on conflict (tenant_id, integration_id, at, id) do nothing;

  insert into usage_minute as u (tenant_id, integration_id, at, source, calls, errors, unlogged, durations, request_bytes,
                                 response_bytes, records)
  select p_tenant, m.integration_id, m.at, p_source, m.calls, m.errors, m.unlogged, m.durations, m.request_bytes, m.response_bytes,
         m.records
    from jsonb_to_recordset(p_usage) as m (
           integration_id uuid, at timestamptz, calls int, errors int, unlogged int, durations int[], request_bytes bigint,
           response_bytes bigint, records bigint)
   where exists (select from integration i where i.tenant_id = p_tenant and i.id = m.integration_id)
  on conflict (tenant_id, integration_id, at, source) do update
     set calls = excluded.calls, errors = excluded.errors, unlogged = excluded.unlogged, durations = excluded.durations,
         request_bytes = excluded.request_bytes, response_bytes = excluded.response_bytes, records = excluded.records;
end $$;

-- ---------------------------------------------------------------- partitions

-- The partition a moment belongs to.
create function log_span_v1(p_log text, p_at timestamptz, out o_name text, out o_from timestamptz, out o_to timestamptz)
language plpgsql stable as $$
declare
  v_unit text := case p_log when 'integration_log' then 'month' else 'day' end;
begin
  o_from := date_trunc(v_unit, p_at, 'UTC');
  o_to := (o_from at time zone 'UTC' + ('1 ' || v_unit)::interval) at time zone 'UTC';
  o_name := p_log || '_' || to_char(o_from at time zone 'UTC', case v_unit when 'month' then 'YYYYMM' else 'YYYYMMDD' end);
end $$;

-- Every partition but the default ones, oldest first.
create function log_partitions_v1() returns table (log text, name text, "from" timestamptz, "to" timestamptz)
language sql stable as $$
  select parent.relname::text, part.relname::text, span.o_from, span.o_to
    from unnest(array['integration_log', 'exchange_log', 'usage_minute']) as wanted (log)
    join pg_class parent on parent.oid = to_regclass('public.' || wanted.log)
    join pg_inherits on pg_inherits.inhparent = parent.oid
    join pg_class part on part.oid = pg_inherits.inhrelid
   cross join lateral log_span_v1(wanted.log,
           to_timestamp(substring(part.relname from '_(\d{6,8})$') || case wanted.log when 'integration_log' then '01' else '' end || ' UTC',
                        'YYYYMMDD TZ')) span
   where part.relname ~ '_\d{6,8}$'
   order by 1, 3
$$;

-- A partition is a table of its own: whoever reached it directly would be past the policy of its log. Nobody gets a right to it.
create function isolate_partition_v1(p_name text) returns void
language plpgsql as $$
begin
  execute format('alter table %I enable row level security', p_name);
  execute format('alter table %I force row level security', p_name);
  execute format(
    'create policy tenant_only on %I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)
       with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', p_name);
end $$;
select isolate_partition_v1('integration_log_default'), isolate_partition_v1('exchange_log_default'),
       isolate_partition_v1('usage_minute_default');

-- Makes one partition, with the lines of its time that are in the default one. Only prepare_logs_v1 calls it.
create function add_log_partition_v1(p_log text, p_at timestamptz) returns boolean
language plpgsql as $$
declare
  v_span record;
begin
  select * into v_span from log_span_v1(p_log, p_at);
  if to_regclass('public.' || v_span.o_name) is not null then return false; end if;
  -- Made apart and attached: `create table .. partition of` would lock out everybody who reads or writes the log.
  execute format('create table %I (like %I including defaults including constraints including storage)', v_span.o_name, p_log);
  execute format('with moved as (delete from %I where at >= %L and at < %L returning *) insert into %I select * from moved',
                 p_log || '_default', v_span.o_from, v_span.o_to, v_span.o_name);
  perform isolate_partition_v1(v_span.o_name);
  execute format('alter table %I attach partition %I for values from (%L) to (%L)', p_log, v_span.o_name, v_span.o_from, v_span.o_to);
  return true;
end $$;

-- Makes the partitions of now and the near future, and of whatever lies in the default ones. Answers how many it made. May be called by
-- anybody at any time. It acts with its owner's rights because the application role, which calls it, may not make tables; it gives no
-- row to anybody, and the partitions can be reached through their log only.
create function prepare_logs_v1(p_now timestamptz) returns int
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '2s' as $$
declare
  v_log text;
  v_at timestamptz;
  v_made int := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('prepare_logs', 0));
  foreach v_log in array array['integration_log', 'exchange_log', 'usage_minute'] loop
    if pg_relation_size(('public.' || v_log || '_default')::regclass) > 0 then
      execute format('lock table %I in access exclusive mode', v_log || '_default');
      -- The owner is under the policy as well: lifted for as long as the lock is held, and for this transaction only.
      execute format('alter table %I no force row level security', v_log || '_default');
      for v_at in execute format('select distinct (log_span_v1(%L, at)).o_from from %I', v_log, v_log || '_default') loop
        v_made := v_made + add_log_partition_v1(v_log, v_at)::int;
      end loop;
      execute format('truncate table %I', v_log || '_default');
      execute format('alter table %I force row level security', v_log || '_default');
    end if;
    for v_at in
      select generate_series(p_now, p_now + case v_log when 'integration_log' then interval '1 month' else interval '7 days' end,
                             case v_log when 'integration_log' then interval '1 month' else interval '1 day' end)
    loop
      v_made := v_made + add_log_partition_v1(v_log, v_at)::int;
    end loop;
  end loop;
  return v_made;
end $$;

-- Drops one partition with all its lines, of all tenants. False: there is none of that name. With its owner's rights, like the above;
-- it can drop nothing but partitions of the logs that are over.
create function drop_log_partition_v1(p_log text, p_name text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '2s' as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('prepare_logs', 0));
  if not exists (select from log_partitions_v1() part
                  where part.log = p_log and part.name = p_name and part."to" <= p_now) then
    return false;
  end if;
  execute format('drop table %I', p_name);
  return true;
end $$;

select prepare_logs_v1(now());
grant execute on function write_exchanges_v1(uuid, uuid, jsonb, jsonb), log_span_v1(text, timestamptz), log_partitions_v1(),
  prepare_logs_v1(timestamptz), drop_log_partition_v1(text, text, timestamptz) to %APP%;
revoke execute on function prepare_logs_v1(timestamptz), drop_log_partition_v1(text, text, timestamptz), add_log_partition_v1(text, timestamptz),
  isolate_partition_v1(text) from public;
