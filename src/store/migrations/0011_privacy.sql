-- Privacy: fields that are never kept, people who are forgotten, how long data is kept.

-- ---------------------------------------------------------------- what may be stored

-- Paths in the vendor's items that are taken out before anything is stored.
alter table stream_state add column dropped_fields text[] not null default '{}';

-- Grows with every decision about what may be stored (somebody is erased, a field is dropped). Writers of records hold this row to their
-- commit: none stores what was decided upon before such a decision, and none is missed by who looks after it.
alter table feed add column privacy bigint not null default 0;

-- As store_page_v1; p_page also says `privacy`, the decisions its records were held against. Raises PB002 when there has been another
-- since: hold them against it and call again.
create function store_page_v2(p_tenant uuid, p_stream_no int, p_run uuid, p_fence bigint, p_page jsonb,
  p_records jsonb, p_seen text[], p_raw_id uuid, p_raw bytea, p_raw_key int)
returns jsonb language plpgsql as $$
declare
  v_result jsonb;
begin
  v_result := store_page_v1(p_tenant, p_stream_no, p_run, p_fence, p_page, p_records, p_seen, p_raw_id, p_raw, p_raw_key);
  -- Read after the records were written: from then on the counter's row is ours, and nobody decides anything before our commit.
  if jsonb_array_length(p_records) > 0
     and (select privacy from feed where tenant_id = p_tenant) is distinct from (p_page ->> 'privacy')::bigint then
    raise exception 'what may be stored was decided anew' using errcode = 'PB002';
  end if;
  return v_result;
end $$;

-- ---------------------------------------------------------------- who is forgotten

-- Forgetting somebody (`subject`), or a field that is no longer kept (`fields`): a job in phases, resumable after each of its steps.
create table erasure (
  tenant_id uuid not null references tenant (id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('subject', 'fields')),
  state text not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'failed')),
  requested_by text not null,
  -- Who it is about: {emails, persons, words}; sealed, and gone when it is done. Of `fields`: null.
  sealed bytea,
  key_version int,
  -- Of `fields`: whose.
  stream_no int,
  phase text not null,
  -- Where the phase goes on; null: at its beginning.
  position jsonb,
  -- What was erased so far, by place: numbers, nothing about anybody.
  counts jsonb not null default '{}',
  -- Rows and pages looked at.
  examined bigint not null default 0,
  -- Grows whenever somebody takes it up; what an earlier holder does is refused.
  fence int not null default 0,
  attempts int not null default 0,
  error jsonb,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  heartbeat_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (tenant_id, id)
) with (fillfactor = 50);
select protect_tenant_table('erasure', 'select, insert, update');

-- Whom not to store again: HMACs, with a key of the tenant's, of an e-mail address or of the vendor's id of a record. They say nothing to
-- anybody who does not know the address or the id already.
create table erasure_mark (
  tenant_id uuid not null references tenant (id) on delete cascade,
  mark bytea not null,
  kind text not null check (kind in ('email', 'record', 'reference')),
  erasure_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, mark)
);
create index erasure_mark_of on erasure_mark (tenant_id, erasure_id);
select protect_tenant_table('erasure_mark', 'select, insert, delete');

-- Finds a person's records by e-mail address.
create index record_subject on record (tenant_id, lower(btrim(data ->> 'email'))) where data ->> 'email' is not null;

-- What people wrote into a log about somebody can be taken out of it; nothing else of a line changes.
grant update (message, details) on integration_log to %APP%;

-- ---------------------------------------------------------------- how long data is kept

-- In days; null, or no row: until it is deleted.
create table data_retention (
  tenant_id uuid primary key references tenant (id) on delete cascade,
  history_days int check (history_days > 0),
  deleted_record_days int check (deleted_record_days > 0),
  raw_days int check (raw_days > 0),
  action_call_days int check (action_call_days > 0)
);
select protect_tenant_table('data_retention');

create index record_gone on record (tenant_id, deleted_at) where deleted_at is not null;
create index record_version_age on record_version (tenant_id, replaced_at);

grant execute on function store_page_v2(uuid, int, uuid, bigint, jsonb, jsonb, text[], uuid, bytea, int) to %APP%;
