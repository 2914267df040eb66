-- Tenants' own field rules, and mapping stored records anew from the raw pages they came in.

alter table stream_state
  -- No stored record comes from an older built-in map than this; the definition's may be newer, then they are mapped anew.
  add column map_version int not null default 1,
  -- The version of the tenant's rules in force; null: none.
  add column mapping_version int;

-- Rules as they were saved; a version is never changed.
create table mapping (
  tenant_id uuid not null,
  stream_no int not null,
  version int not null,
  -- [{target, expression, enabled}]
  rules jsonb not null,
  -- The version whose rules these are again.
  restored_from int,
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (tenant_id, stream_no, version),
  foreign key (tenant_id, stream_no) references stream_state (tenant_id, stream_no) on delete cascade
);
select protect_tenant_table('mapping', 'select, insert');

-- Mapping the records of a stream anew: raw page by raw page, resumable after each.
create table rederivation (
  tenant_id uuid not null,
  id uuid not null,
  integration_id uuid not null,
  stream_no int not null,
  reason text not null check (reason in ('mapping', 'map_version')),
  -- What the records are to come from when it has succeeded.
  map_version int not null,
  mapping_version int,
  state text not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'partial', 'failed', 'superseded')),
  requested_by text not null,
  -- Grows whenever somebody takes it up; what an earlier holder stores is refused.
  fence int not null default 0,
  -- A run of the stream that was claimed under this fence or a lower one may still store what comes from older rules.
  after_fence bigint not null,
  -- Goes through the pages more than once when such a run was under way: again through those stored since.
  pass int not null default 0,
  pass_started_at timestamptz,
  -- No such run was under way when the pass began: with its end everything is done.
  pass_final boolean not null default false,
  pages_since timestamptz,
  -- The raw page done last in this pass, and what storing it answered.
  position uuid,
  page_result jsonb,
  pages int not null default 0,
  total_pages int,
  read int not null default 0,
  changed int not null default 0,
  failed int not null default 0,
  attempts int not null default 0,
  error jsonb,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  heartbeat_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, stream_no) references stream_state (tenant_id, stream_no) on delete cascade
) with (fillfactor = 50);
-- One per stream at a time.
create unique index rederivation_one_at_a_time on rederivation (tenant_id, stream_no) where state in ('queued', 'running');
create index rederivation_latest on rederivation (tenant_id, stream_no, id desc);
select protect_tenant_table('rederivation');

-- The raw pages of a stream in the order they were stored. One entry per page: costs a sync nothing worth measuring.
create index raw_page_of_stream on raw_page (tenant_id, stream_no, id);

-- Stores what one raw page's records became, and how far the work has come; all of it or nothing.
-- p_page: {id, read, failed}; p_records: [{k key, s seq as it was read, d data, p problem}], only those that changed. A record that has
-- moved on since it was read is left alone: what it is now came from a newer page, which has its own turn. Hash, raw and the vendor's
-- times stay: it is the same state at the vendor, understood differently.
-- Raises PB001 when another process has taken the work over, or it has ended.
create function store_rederived_v1(p_tenant uuid, p_rederivation uuid, p_fence int, p_page jsonb, p_records jsonb)
returns jsonb language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  v_job record;
  v_page uuid := (p_page ->> 'id')::uuid;
  v_keys text[];
  v_seqs bigint[];
  v_data jsonb[];
  v_problems jsonb[];
  v_changed int;
  v_to bigint;
  v_from bigint;
  v_now timestamptz;
  v_result jsonb;
begin
  perform set_config('app.tenant', p_tenant::text, true);
  -- An integration that is being removed takes its streams away under a lock of its own: nothing may be stored after that.
  perform from stream_state s
    join rederivation d on d.tenant_id = s.tenant_id and d.stream_no = s.stream_no
   where d.tenant_id = p_tenant and d.id = p_rederivation for key share of s;
  select * into v_job from rederivation where tenant_id = p_tenant and id = p_rederivation for update;
  if v_job.fence is distinct from p_fence or v_job.state <> 'running' then
    raise exception 're-derivation % was taken over', p_rederivation using errcode = 'PB001';
  end if;
  -- The commit of this very page was answered into a broken connection: say again what it did.
  if v_job.position = v_page then return v_job.page_result; end if;

  v_changed := 0;
  if jsonb_array_length(p_records) > 0 then
    -- The counter's row orders all writers of a tenant: from here on no record of it moves.
    perform from feed where tenant_id = p_tenant for update;
    v_now := clock_timestamp();
    select array_agg(i.k order by i.no), array_agg(i.s order by i.no), array_agg(coalesce(i.d, r.data) order by i.no), array_agg(i.p order by i.no)
      into v_keys, v_seqs, v_data, v_problems
      from (select row_number() over () as no, item.* from jsonb_to_recordset(p_records) as item (k text, s bigint, d jsonb, p jsonb)) i
     cross join lateral (
             select record.seq, record.data, record.problem from record
              where record.tenant_id = p_tenant and record.stream_no = v_job.stream_no and record.key = i.k
              limit 1) r
     where r.seq = i.s and (r.data, r.problem) is distinct from (coalesce(i.d, r.data), i.p);
    v_changed := coalesce(cardinality(v_keys), 0);
  end if;

  if v_changed > 0 then
    update feed set seq = seq + v_changed where tenant_id = p_tenant returning seq into v_to;
    v_from := v_to - v_changed;
    insert into record_version (tenant_id, stream_no, key, seq, replaced_seq, changed_ms, as_of_ms, stored_at, replaced_at,
                                deleted, raw_no, raw_page, hash, data)
    select p_tenant, v_job.stream_no, r.key, r.seq, v_from + k.no, r.changed_ms, r.as_of_ms, r.updated_at, v_now,
           r.deleted_at is not null, r.raw_no, r.raw_page, r.hash, r.data
      from unnest(v_keys) with ordinality as k (key, no)
     cross join lateral (
             select * from record
              where record.tenant_id = p_tenant and record.stream_no = v_job.stream_no and record.key = k.key
              limit 1) r;
    -- One by one by key: a join may be planned as if the table were empty, and read all of it.
    for v_no in 1 .. v_changed loop
      update record set seq = v_from + v_no, updated_at = v_now, data = v_data[v_no], problem = v_problems[v_no]
       where tenant_id = p_tenant and stream_no = v_job.stream_no and key = v_keys[v_no];
    end loop;
    insert into outbox (tenant_id, kind, integration_id, stream_no, from_seq, to_seq)
    values (p_tenant, 'records', v_job.integration_id, v_job.stream_no, v_from + 1, v_to);
  end if;

  v_result := jsonb_build_object('changed', v_changed);
  update rederivation
     set position = v_page, page_result = v_result, pages = pages + 1, read = read + (p_page ->> 'read')::int,
         changed = changed + v_changed, failed = failed + (p_page ->> 'failed')::int, heartbeat_at = clock_timestamp()
   where tenant_id = p_tenant and id = p_rederivation;
  return v_result;
end $$;

grant execute on function store_rederived_v1(uuid, uuid, int, jsonb, jsonb) to %APP%;
