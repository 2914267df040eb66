-- What we send tenants' own systems: the endpoints they gave us, what is to be delivered there, and every attempt.

create table endpoint (
  tenant_id uuid not null references tenant (id) on delete cascade,
  id uuid not null,
  name text not null,
  url text not null,
  -- Which events: types (`record.*`, `*`); models and integrations, none: all.
  types text[] not null,
  models text[] not null default '{}',
  integrations uuid[] not null default '{}',
  -- JSONata over the event; null: the event as it is.
  transformation text,
  -- Attempts a minute; null: as many as it takes.
  per_minute int check (per_minute > 0),
  -- One at a time, in the order of the events: later ones wait while the first is tried again.
  strict boolean not null default false,
  -- {keys: [{value, until}], headers: {name: value}}: signing keys, the present one first. Gone when it is deleted.
  sealed bytea,
  key_version int,
  enabled boolean not null default true,
  -- {reason, message, at} when it is not.
  disabled jsonb,
  -- How it is doing: engine/deliveries/health.ts.
  health jsonb,
  -- Counts changes a sender has to know of.
  version int not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  -- Its deliveries are shown for a while yet.
  deleted_at timestamptz,
  primary key (tenant_id, id)
) with (fillfactor = 70);
select protect_tenant_table('endpoint');
create trigger sealed_with_a_living_key before insert or update of sealed, key_version on endpoint
  for each row when (new.key_version is not null) execute function sealed_with_a_living_key();

create table delivery (
  tenant_id uuid not null,
  id uuid not null,
  -- In the order of the events.
  no bigint generated always as identity,
  endpoint_id uuid not null,
  event_id uuid not null,
  -- The route that sends it, with a body of its own; null: the endpoint listens for the event.
  route_id uuid,
  type text not null,
  -- `failed`: given up, a dead letter. `skipped`: the transformation made nothing of it.
  state text not null default 'queued' check (state in ('queued', 'delivered', 'failed', 'skipped', 'cancelled')),
  attempts int not null default 0,
  -- Failed attempts since it was last queued: its place in the schedule.
  failures int not null default 0,
  -- Times a person had it sent again.
  replays int not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  -- The body, made for the first attempt and the same ever after. Gone when what it tells of is erased.
  sealed bytea,
  key_version int,
  bytes int,
  -- Of the last attempt; or why there is none.
  status int,
  problem text,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, endpoint_id) references endpoint (tenant_id, id) on delete cascade
) with (fillfactor = 70);
alter table delivery alter column sealed set storage external;
-- Nobody looks first whether an event was queued for an endpoint already.
create unique index delivery_once on delivery (tenant_id, event_id, endpoint_id, route_id) nulls not distinct;
create index delivery_due on delivery (tenant_id, endpoint_id, next_at, no) where state = 'queued';
create index delivery_line on delivery (tenant_id, endpoint_id, no) where state = 'queued';
create index delivery_of on delivery (tenant_id, endpoint_id, id);
create index delivery_failed on delivery (tenant_id, id) where state = 'failed';
select protect_tenant_table('delivery');
create trigger sealed_with_a_living_key before insert or update of sealed, key_version on delivery
  for each row when (new.key_version is not null) execute function sealed_with_a_living_key();

create table attempt (
  tenant_id uuid not null,
  id uuid not null,
  delivery_id uuid not null,
  no int not null,
  at timestamptz not null,
  duration_ms int not null,
  -- Null: there was no answer.
  status int,
  -- Null: it was accepted.
  problem text,
  -- {url, sent, headers, body, cut}: where it went, our headers, and the beginning of the answer.
  sealed bytea,
  key_version int,
  primary key (tenant_id, id),
  foreign key (tenant_id, delivery_id) references delivery (tenant_id, id) on delete cascade
);
alter table attempt alter column sealed set storage external;
create index attempt_of on attempt (tenant_id, delivery_id, no);
select protect_tenant_table('attempt');
create trigger sealed_with_a_living_key before insert or update of sealed, key_version on attempt
  for each row when (new.key_version is not null) execute function sealed_with_a_living_key();

-- Endpoints with deliveries to send. No policy, because senders look across tenants; ids and times only. Whoever sends holds the lease; the
-- row goes when nothing waits any more, or the endpoint is not to be sent to.
create table endpoint_due (
  tenant_id uuid not null references tenant (id) on delete cascade,
  endpoint_id uuid not null,
  -- When somebody should look at it next.
  due_at timestamptz not null default clock_timestamp(),
  -- When the oldest that waits should have gone: how far behind we are, parked or not.
  oldest_at timestamptz not null default clock_timestamp(),
  -- The endpoint fails too often: nothing is sent before `due_at`.
  parked boolean not null default false,
  holder text,
  lease_until timestamptz,
  primary key (tenant_id, endpoint_id)
) with (fillfactor = 50);
grant select, insert, update, delete on endpoint_due to %APP%;

-- In the transaction that queues: a sender that is about to take the row away waits for its end and then sees what was queued.
create function tell_of_deliveries() returns trigger language plpgsql as $$
begin
  insert into endpoint_due as d (tenant_id, endpoint_id, due_at, oldest_at)
  select w.tenant_id, w.endpoint_id, min(w.next_at), min(w.next_at)
    from written w
    join endpoint e on e.tenant_id = w.tenant_id and e.id = w.endpoint_id and e.enabled
   where w.state = 'queued'
   group by w.tenant_id, w.endpoint_id
   order by w.tenant_id, w.endpoint_id
  on conflict (tenant_id, endpoint_id) do update
     set due_at = case when d.parked then d.due_at else least(d.due_at, excluded.due_at) end,
         oldest_at = least(d.oldest_at, excluded.oldest_at);
  -- Heard when this is committed, by senders that listen; the others look every second.
  notify plugboard_deliveries;
  return null;
end $$;
create trigger delivery_written after insert on delivery referencing new table as written
  for each statement execute function tell_of_deliveries();

-- ---------------------------------------------------------------- sending

-- What is due for an endpoint, oldest first, with what the sender must know to notice that the endpoint was changed. Nothing when it is not
-- to be sent to. Of a strict one only what nothing waits before. p_busy: what the caller has in hand already.
create function fetch_deliveries_v1(p_tenant uuid, p_endpoint uuid, p_busy uuid[], p_limit int, p_now timestamptz)
returns table (version int, health jsonb, id uuid, event_id uuid, route_id uuid, type text, failures int, next_at timestamptz, sealed bytea, key_version int)
language plpgsql set enable_seqscan = off as $$
declare
  v_now timestamptz := coalesce(p_now, clock_timestamp());
  v_version int;
  v_health jsonb;
  v_strict boolean;
begin
  perform set_config('app.tenant', p_tenant::text, true);
  select e.version, e.health, e.strict into v_version, v_health, v_strict
    from endpoint e where e.tenant_id = p_tenant and e.id = p_endpoint and e.enabled and e.deleted_at is null;
  if not found then return; end if;
  if v_strict then
    return query
    select v_version, v_health, l.id, l.event_id, l.route_id, l.type, l.failures, l.next_at, l.sealed, l.key_version
      from (select h.*, bool_and(h.next_at <= v_now) over (order by h.no) as may_go
              from (select d.* from delivery d
                     where d.tenant_id = p_tenant and d.endpoint_id = p_endpoint and d.state = 'queued'
                     order by d.no limit p_limit) h) l
     where l.may_go and l.id <> all (p_busy)
     order by l.no;
    return;
  end if;
  return query
  select v_version, v_health, d.id, d.event_id, d.route_id, d.type, d.failures, d.next_at, d.sealed, d.key_version
    from delivery d
   where d.tenant_id = p_tenant and d.endpoint_id = p_endpoint and d.state = 'queued' and d.next_at <= v_now and d.id <> all (p_busy)
   order by d.next_at, d.no limit p_limit;
end $$;

-- Keeps the bodies that were just made, before they are sent. p_rows: [{d delivery, s sealed (base64), v key version, b bytes}]. Answers those
-- it kept; the others were cancelled meanwhile and are not to be sent.
create function keep_bodies_v1(p_tenant uuid, p_rows jsonb) returns setof uuid
language plpgsql set enable_seqscan = off as $$
begin
  perform set_config('app.tenant', p_tenant::text, true);
  return query
  update delivery d
     set sealed = decode(i.s, 'base64'), key_version = i.v, bytes = i.b
    from jsonb_to_recordset(p_rows) as i (d uuid, s text, v int, b int)
   where d.tenant_id = p_tenant and d.id = i.d and d.state = 'queued'
  returning d.id;
end $$;

-- What came of attempts, of any tenants. p_rows: [{t tenant, d delivery, a attempt (none was made: left out), at milliseconds, ms, st status,
-- p problem, s sealed (base64), v key version, to state, w milliseconds to the next try}]; p_health: [{t, e endpoint, h health}].
-- A row that is there already was recorded by an earlier call whose answer was lost.
create function record_attempts_v1(p_rows jsonb, p_health jsonb, p_now timestamptz) returns void
language plpgsql set enable_seqscan = off as $$
declare
  v_now timestamptz := coalesce(p_now, clock_timestamp());
  v_tenant uuid;
begin
  for v_tenant in
    select distinct (r ->> 't')::uuid from jsonb_array_elements(p_rows || p_health) r order by 1
  loop
    perform set_config('app.tenant', v_tenant::text, true);
    with came as materialized (
      select i.* from jsonb_to_recordset(p_rows)
          as i (t uuid, d uuid, a uuid, at bigint, ms int, st int, p text, s text, v int, "to" text, w bigint)
       where i.t = v_tenant
    ), moved as (
      update delivery d
         set attempts = d.attempts + (c.a is not null)::int,
             failures = d.failures + (d.state = 'queued' and c."to" in ('queued', 'failed'))::int,
             state = case when d.state = 'queued' then c."to" else d.state end,
             status = case when d.state = 'queued' then c.st else d.status end,
             problem = case when d.state = 'queued' then c.p else d.problem end,
             next_at = case when d.state = 'queued' and c.w is not null then v_now + c.w * interval '1 millisecond' else d.next_at end,
             finished_at = case when d.state = 'queued' and c."to" <> 'queued' then v_now else d.finished_at end
        from came c
       where d.tenant_id = v_tenant and d.id = c.d
         and not exists (select from attempt a where a.tenant_id = v_tenant and a.id = c.a)
      returning d.id, d.attempts
    )
    insert into attempt (tenant_id, id, delivery_id, no, at, duration_ms, status, problem, sealed, key_version)
    select v_tenant, c.a, c.d, m.attempts, to_timestamp(c.at / 1000.0), c.ms, c.st, c.p, decode(c.s, 'base64'), c.v
      from came c
      join moved m on m.id = c.d
     where c.a is not null;
    update endpoint e set health = i.h
      from jsonb_to_recordset(p_health) as i (t uuid, e uuid, h jsonb)
     where i.t = v_tenant and e.tenant_id = v_tenant and e.id = i.e;
  end loop;
end $$;

-- Gives an endpoint back: with what is still to do, and when. p_not_before: it is parked, or was asked to be left alone. Answers in how many
-- milliseconds it is due again; null when there is nothing to do, or it was not held by the caller any more.
create function release_endpoint_v1(p_tenant uuid, p_endpoint uuid, p_holder text, p_not_before timestamptz, p_parked boolean,
  p_now timestamptz) returns float8
language plpgsql set enable_seqscan = off as $$
declare
  v_now timestamptz := coalesce(p_now, clock_timestamp());
  v_strict boolean;
  v_next timestamptz;
  v_due timestamptz;
begin
  perform set_config('app.tenant', p_tenant::text, true);
  -- Held first: whoever queues waits here or has committed, and the next statement sees it.
  perform from endpoint_due d
    where d.tenant_id = p_tenant and d.endpoint_id = p_endpoint and d.holder = p_holder for update;
  if not found then return null; end if;
  select e.strict into v_strict
    from endpoint e where e.tenant_id = p_tenant and e.id = p_endpoint and e.enabled and e.deleted_at is null;
  if found and v_strict then
    select d.next_at into v_next from delivery d
     where d.tenant_id = p_tenant and d.endpoint_id = p_endpoint and d.state = 'queued' order by d.no limit 1;
  elsif found then
    select d.next_at into v_next from delivery d
     where d.tenant_id = p_tenant and d.endpoint_id = p_endpoint and d.state = 'queued' order by d.next_at limit 1;
  end if;
  if v_next is null then
    delete from endpoint_due d where d.tenant_id = p_tenant and d.endpoint_id = p_endpoint;
    return null;
  end if;
  v_due := greatest(v_next, p_not_before);
  update endpoint_due d
     set due_at = v_due, oldest_at = v_next, parked = p_parked, holder = null, lease_until = null
   where d.tenant_id = p_tenant and d.endpoint_id = p_endpoint;
  return extract(epoch from v_due - v_now) * 1000;
end $$;
