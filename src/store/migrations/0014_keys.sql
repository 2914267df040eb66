-- Keys that are changed while everything runs: the root key, the data keys of tenants, API keys.

-- ---------------------------------------------------------------- root key

-- While the root key is being changed a data key is wrapped twice, so that processes that were started before the change open it as
-- well as those that were started after it. Null otherwise.
alter table data_key add column other_wrapped bytea, add column other_root_id text;
-- A data key that nothing is sealed with any more is destroyed; so are those of a tenant that is removed.
grant delete on data_key to %APP%;

-- The root keys processes have been started with, by name. A retired one wraps nothing any more.
create table root_key (
  id text primary key,
  -- When a process last said that this is the one it wraps with.
  seen_at timestamptz not null,
  retired_at timestamptz
);
grant select, insert, update on root_key to %APP%;

-- Of each tenant, in order of id, how many data keys it has, how many this root key does not open, and how many are not wrapped with it
-- alone. p_limit: only tenants that have such keys, and so many; null: all. Sets the tenant itself, one after the other, because no
-- policy lets anybody look across tenants.
create function data_keys_by_tenant_v1(p_root text, p_after uuid, p_limit int)
returns table (owner_id uuid, keys int, closed int, unsettled int) language plpgsql as $$
begin
  for owner_id in
    select '00000000-0000-0000-0000-000000000000'::uuid where p_after is null
    union all select t.id from tenant t where p_after is null or t.id > p_after
    order by 1
  loop
    perform set_config('app.tenant', owner_id::text, true);
    select count(*), count(*) filter (where k.root_id <> p_root and k.other_root_id is distinct from p_root),
           count(*) filter (where k.root_id <> p_root or k.other_root_id is not null)
      into keys, closed, unsettled
      from data_key k where k.tenant_id = owner_id;
    if p_limit is null then
      return next;
    elsif unsettled > 0 then
      return next;
      p_limit := p_limit - 1;
      exit when p_limit = 0;
    end if;
  end loop;
end $$;
grant execute on function data_keys_by_tenant_v1(text, uuid, int) to %APP%;

-- ---------------------------------------------------------------- data keys

-- The renewal of one data key: asked for, new key made, what is stored sealed anew, old keys destroyed. The last one of each owner
-- (the tenant of zeros: the platform). No policy, because workers look for the next across tenants; it holds ids and counts only.
create table key_rotation (
  tenant_id uuid primary key,
  -- Renewals that were asked for together share it.
  rotation uuid not null,
  state text not null check (state in ('queued', 'sealing', 'waiting', 'finished')),
  requested_by text not null,
  requested_at timestamptz not null,
  -- The version that seals from now on; null: not made yet.
  to_version int,
  -- Values older keys sealed when it began, those sealed anew since, and those that do not open: their key is kept.
  total int not null default 0,
  done int not null default 0,
  unreadable int not null default 0,
  -- Old keys destroyed.
  destroyed int not null default 0,
  -- Not taken up before.
  next_at timestamptz not null,
  -- Grows with every taking up; work under an older one is refused.
  fence bigint not null default 0,
  held_until timestamptz,
  problem text,
  sealed_at timestamptz,
  finished_at timestamptz
);
create index key_rotation_next on key_rotation (next_at) where state <> 'finished';
grant select, insert, update, delete on key_rotation to %APP%;

-- What was derived from a data key that is destroyed and is still needed: the signature of cursors handed out, of audit heads.
create table derived_key (
  tenant_id uuid not null,
  -- `<version> <purpose>`.
  id text not null,
  sealed bytea not null,
  key_version int not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
select protect_tenant_table('derived_key');

-- Nothing is ever stored that no key opens: a process that stood still while the key in its hands was destroyed is refused when it
-- writes. The lock makes destruction wait for those that are just writing. Works as a foreign key would, but dropping a partition of
-- a log needs no lock on the keys, and rows of the platform (no tenant) are covered.
create function sealed_with_a_living_key() returns trigger language plpgsql as $$
declare
  v_tenant text := coalesce(current_setting('app.tenant', true), '');
  v_owner uuid := coalesce(new.tenant_id, '00000000-0000-0000-0000-000000000000');
begin
  if v_tenant <> v_owner::text then perform set_config('app.tenant', v_owner::text, true); end if;
  perform from data_key where tenant_id = v_owner and version = new.key_version for key share;
  if not found then
    raise exception 'data key % of tenant % is not there', new.key_version, v_owner
      using errcode = '23503', constraint = 'sealed_with_a_living_key';
  end if;
  if v_tenant <> v_owner::text then perform set_config('app.tenant', v_tenant, true); end if;
  return new;
end $$;

-- Every table with sealed values there is so far; a later one does the same (src/store/rotation.db.test.ts looks).
do $$
declare
  v_table text;
begin
  for v_table in
    select c.relname from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and (select count(*) from pg_attribute a where a.attrelid = c.oid and a.attname in ('sealed', 'key_version')) = 2
  loop
    execute format(
      'create trigger sealed_with_a_living_key before insert or update of sealed, key_version on %I
         for each row when (new.key_version is not null) execute function sealed_with_a_living_key()', v_table);
  end loop;
end $$;

-- ---------------------------------------------------------------- API keys

-- A rotated key keeps its id, name and rights and gets a new secret; the one before works on for a while.
-- `replaced_by` of 0001 is no longer written.
alter table api_key
  add column rotated_at timestamptz,
  add column previous_hash bytea,
  add column previous_until timestamptz;
alter table platform_key
  add column rotated_at timestamptz,
  add column previous_hash bytea,
  add column previous_until timestamptz;
