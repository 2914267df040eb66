-- The sync path: one call per page. All of a page's effects commit together or not at all, and a call repeated after an
-- ambiguous commit answers what it answered before.
-- Functions carry a version so that an old and a new process can run side by side during a deploy.
-- Those that look records up by key run with enable_seqscan off: their plans are cached, and one made while a table was still
-- empty would read all of it for every key later on (seen: 50 times slower).

-- Applies changed items to the records of one stream. Shared by sync pages and by items an action or a webhook brought.
-- p_records: [{k key, h hash (hex), d data, u changed_ms, a as_of_ms, x deleted, n number in the raw page, p problem}]
-- The feed's counter row is locked first: it orders all writers of a tenant, so history needs no further locks.
create function upsert_records_v1(p_tenant uuid, p_stream_no int, p_raw_page uuid, p_records jsonb,
  out o_created int, out o_updated int, out o_from bigint, out o_to bigint)
language plpgsql set enable_seqscan = off as $$
declare
  v_count int := jsonb_array_length(p_records);
  v_now timestamptz := clock_timestamp();
  v_changed int;
begin
  o_created := 0; o_updated := 0;
  if v_count = 0 then return; end if;

  update feed set seq = seq + v_count where tenant_id = p_tenant returning seq into o_to;
  o_from := o_to - v_count;

  -- One statement, so one snapshot: `replaced` still sees the rows as they were before `written` changed them.
  with incoming as materialized (
    select row_number() over () as no, item.*
      from jsonb_to_recordset(p_records) as item (k text, h text, d jsonb, u bigint, a bigint, x boolean, n int, p jsonb)
  ), written as (
    insert into record as r (tenant_id, stream_no, key, seq, created_seq, changed_ms, as_of_ms, created_at, updated_at, deleted_at,
                             raw_no, raw_page, hash, data, problem)
    select p_tenant, p_stream_no, i.k, o_from + i.no, o_from + i.no, i.u, i.a, v_now, v_now, case when i.x then v_now end,
           i.n, case when i.n is not null then p_raw_page end, decode(i.h, 'hex'), i.d, i.p
      from incoming i
    on conflict (tenant_id, stream_no, key) do update
       set seq = excluded.seq, changed_ms = excluded.changed_ms, as_of_ms = excluded.as_of_ms, updated_at = excluded.updated_at,
           deleted_at = excluded.deleted_at, hash = excluded.hash,
           -- A bare notice of deletion brings neither raw nor data: what was known stays readable.
           raw_no = coalesce(excluded.raw_no, r.raw_no), raw_page = coalesce(excluded.raw_page, r.raw_page),
           data = coalesce(excluded.data, r.data), problem = excluded.problem
     where (r.hash, r.deleted_at is not null) is distinct from (excluded.hash, excluded.deleted_at is not null)
       -- A page fetched earlier never overwrites what is newer.
       and (coalesce(excluded.changed_ms, excluded.as_of_ms), excluded.as_of_ms) >= (coalesce(r.changed_ms, r.as_of_ms), r.as_of_ms)
    returning r.key, r.seq, (xmax = 0) as inserted
  ), replaced as (
    insert into record_version (tenant_id, stream_no, key, seq, replaced_seq, changed_ms, as_of_ms, stored_at, replaced_at,
                                deleted, raw_no, raw_page, hash, data)
    select p_tenant, p_stream_no, old.key, old.seq, w.seq, old.changed_ms, old.as_of_ms, old.updated_at, v_now,
           old.deleted_at is not null, old.raw_no, old.raw_page, old.hash, old.data
      from written w
     cross join lateral (
             select r.* from record r
              where r.tenant_id = p_tenant and r.stream_no = p_stream_no and r.key = w.key
              limit 1) old
     where not w.inserted
  )
  select count(*) filter (where inserted), count(*) into o_created, v_changed from written;
  o_updated := v_changed - o_created;
end $$;

-- Stores one page of a run: records, raw, history, feed, checkpoint, fence, seen keys, counts, outbox.
-- p_page: {no, checkpoint, next_cursor, read, failed, requests, retries, bytes}; what could not be mapped counts as written, and as failed besides. p_seen: every key of the page in a full pass, else null.
-- Raises PB001 when another process has taken the run over.
create function store_page_v1(p_tenant uuid, p_stream_no int, p_run uuid, p_fence bigint, p_page jsonb,
  p_records jsonb, p_seen text[], p_raw_id uuid, p_raw bytea, p_raw_key int)
returns jsonb language plpgsql as $$
declare
  v_no int := (p_page ->> 'no')::int;
  v_state record;
  v_written record;
  v_result jsonb;
begin
  perform set_config('app.tenant', p_tenant::text, true);

  select fence, page_no, page_result, integration_id into v_state
    from stream_state where tenant_id = p_tenant and stream_no = p_stream_no for update;
  if v_state.fence is distinct from p_fence then
    raise exception 'run % was taken over', p_run using errcode = 'PB001';
  end if;
  -- The commit of this very page was answered into a broken connection: say again what it did.
  if v_state.page_no = v_no then return v_state.page_result; end if;

  if p_raw is not null then
    insert into raw_page (tenant_id, id, stream_no, key_version, items, sealed)
    values (p_tenant, p_raw_id, p_stream_no, p_raw_key, jsonb_array_length(p_records), p_raw);
  end if;

  select * into v_written from upsert_records_v1(p_tenant, p_stream_no, p_raw_id, p_records);
  v_result := jsonb_build_object('created', v_written.o_created, 'updated', v_written.o_updated, 'seq', v_written.o_to);

  if p_seen is not null then
    insert into seen_page (tenant_id, run_id, page_no, keys) values (p_tenant, p_run, v_no, p_seen);
  end if;

  update stream_state set page_no = v_no, page_result = v_result, checkpoint = p_page -> 'checkpoint'
   where tenant_id = p_tenant and stream_no = p_stream_no;

  update run
     set pages = pages + 1, read = read + (p_page ->> 'read')::int,
         created = created + v_written.o_created, updated = updated + v_written.o_updated,
         unchanged = unchanged + (p_page ->> 'read')::int - v_written.o_created - v_written.o_updated,
         failed = failed + (p_page ->> 'failed')::int,
         requests = requests + (p_page ->> 'requests')::int, retries = retries + (p_page ->> 'retries')::int,
         bytes = bytes + (p_page ->> 'bytes')::bigint, heartbeat_at = clock_timestamp(), fruitless = 0,
         next_cursor = coalesce(next_cursor, p_page ->> 'next_cursor')
   where tenant_id = p_tenant and id = p_run;

  if v_written.o_created + v_written.o_updated > 0 then
    insert into outbox (tenant_id, kind, integration_id, stream_no, from_seq, to_seq)
    values (p_tenant, 'records', v_state.integration_id, p_stream_no, v_written.o_from + 1, v_written.o_to);
  end if;
  return v_result;
end $$;

-- Which of these keys are stored, alive and well, and with what hash. Reads by key: needs no statistics to stay fast.
create function probe_page_v1(p_tenant uuid, p_stream_no int, p_keys text[])
returns table (no int, hash bytea) language plpgsql set enable_seqscan = off as $$
begin
  perform set_config('app.tenant', p_tenant::text, true);
  return query
    select k.no::int, r.hash
      from unnest(p_keys) with ordinality as k (key, no)
     cross join lateral (
             select record.hash from record
              where record.tenant_id = p_tenant and record.stream_no = p_stream_no and record.key = k.key
                and record.deleted_at is null
              limit 1) r;
end $$;

-- Finds what a complete full pass did not see. More than 10 % and more than 100 records, or a listing without a single item: held
-- for a person to approve. What changed since the run started (start_seq) is left alone. What was seen stays until the run is
-- finished: dying before that repeats the search, and without it everything would seem to be missing. Answers the deletion's id,
-- or null when nothing is missing.
create function find_missing_v1(p_tenant uuid, p_stream_no int, p_run uuid, p_fence bigint, p_deletion uuid)
returns table (deletion_id uuid, found int, held boolean) language plpgsql as $$
declare
  v_state record;
  v_start bigint;
  v_found int;
  v_live int;
  v_held boolean;
begin
  perform set_config('app.tenant', p_tenant::text, true);
  select s.fence, s.integration_id into v_state from stream_state s where s.tenant_id = p_tenant and s.stream_no = p_stream_no for update;
  if v_state.fence is distinct from p_fence then
    raise exception 'run % was taken over', p_run using errcode = 'PB001';
  end if;
  -- The commit of this very call was answered into a broken connection: say again what it found.
  return query select d.id, d.found, d.state = 'held' from deletion d where d.tenant_id = p_tenant and d.id = p_deletion;
  get diagnostics v_found = row_count;
  if v_found > 0 then return; end if;
  select start_seq into v_start from run where tenant_id = p_tenant and id = p_run;

  -- A newer complete listing outranks what an older one found; so does a successor's search what a dead process had begun.
  with superseded as (
    update deletion d set state = 'superseded', decided_at = now()
     where d.tenant_id = p_tenant and d.stream_no = p_stream_no and d.state in ('held', 'applying')
    returning d.id)
  delete from deletion_key k using superseded s where k.tenant_id = p_tenant and k.deletion_id = s.id;

  insert into deletion (tenant_id, id, integration_id, stream_no, run_id, state, found, live)
  values (p_tenant, p_deletion, v_state.integration_id, p_stream_no, p_run, 'applying', 0, 0);
  insert into deletion_key (tenant_id, deletion_id, key)
  select p_tenant, p_deletion, missing.key
    -- A set operation, not a join: whatever the planner believes about tables it has never analysed, this hashes or sorts.
    from (select r.key from record r
           where r.tenant_id = p_tenant and r.stream_no = p_stream_no and r.deleted_at is null and r.seq <= v_start
          except
          select unnest(s.keys) collate "C" from seen_page s where s.tenant_id = p_tenant and s.run_id = p_run) missing;
  get diagnostics v_found = row_count;
  if v_found = 0 then
    delete from deletion where tenant_id = p_tenant and id = p_deletion;
    return query select null::uuid, 0, false;
    return;
  end if;
  select count(*) into v_live from record r where r.tenant_id = p_tenant and r.stream_no = p_stream_no and r.deleted_at is null;
  v_held := (v_found > 100 and v_found > v_live * 0.1)
    -- An empty list is what a vendor's bad day looks like, however little there was.
    or not exists (select from seen_page s where s.tenant_id = p_tenant and s.run_id = p_run and cardinality(s.keys) > 0);
  update deletion d set found = v_found, live = v_live, state = case when v_held then 'held' else 'applying' end
   where d.tenant_id = p_tenant and d.id = p_deletion;
  if v_held then
    insert into outbox (tenant_id, kind, integration_id, stream_no, payload)
    values (p_tenant, 'deletion.held', v_state.integration_id, p_stream_no,
            jsonb_build_object('deletion_id', p_deletion, 'found', v_found, 'live', v_live));
  end if;
  return query select p_deletion, v_found, v_held;
end $$;

-- Tombstones up to p_limit of a deletion's records and answers how many are left. A record that has been seen again since
-- (its feed position moved past the run's start) is spared. They are gone as of the run's start by the vendor's clock (next_cursor),
-- p_as_of_ms at the latest: a moment of our own would overrule what the vendor says until its clock has reached it.
create function apply_deletion_v1(p_tenant uuid, p_deletion uuid, p_limit int, p_as_of_ms bigint,
  out o_deleted int, out o_left int)
language plpgsql set enable_seqscan = off as $$
declare
  v_deletion record;
  v_keys text[];
  v_start bigint;
  v_as_of bigint;
  v_from bigint;
  v_to bigint;
  v_now timestamptz := clock_timestamp();
begin
  perform set_config('app.tenant', p_tenant::text, true);
  select * into v_deletion from deletion where tenant_id = p_tenant and id = p_deletion for update;
  o_deleted := 0; o_left := 0;
  if v_deletion.state is distinct from 'applying' then return; end if;
  select start_seq, least(p_as_of_ms, (extract(epoch from next_cursor::timestamptz) * 1000)::bigint - 1000) into v_start, v_as_of
    from run where tenant_id = p_tenant and id = v_deletion.run_id;

  -- By ranges and keys throughout: a join with either table may be planned as if it were empty, and read all of it for every chunk.
  select array_agg(key order by key) into v_keys
    from (select key from deletion_key where tenant_id = p_tenant and deletion_id = p_deletion order by key limit p_limit) chunk;

  if v_keys is not null then
    delete from deletion_key
     where tenant_id = p_tenant and deletion_id = p_deletion and key <= v_keys[cardinality(v_keys)];
    update feed set seq = seq + cardinality(v_keys) where tenant_id = p_tenant returning seq into v_to;
    v_from := v_to - cardinality(v_keys);
    insert into record_version (tenant_id, stream_no, key, seq, replaced_seq, changed_ms, as_of_ms, stored_at, replaced_at,
                                deleted, raw_no, raw_page, hash, data)
    select p_tenant, r.stream_no, r.key, r.seq, v_from + k.no, r.changed_ms, r.as_of_ms, r.updated_at, v_now,
           false, r.raw_no, r.raw_page, r.hash, r.data
      from unnest(v_keys) with ordinality as k (key, no)
     cross join lateral (
             select * from record
              where record.tenant_id = p_tenant and record.stream_no = v_deletion.stream_no and record.key = k.key
              limit 1) r
     where r.deleted_at is null and r.seq <= v_start;
    for v_no in 1 .. cardinality(v_keys) loop
      update record set deleted_at = v_now, updated_at = v_now, as_of_ms = v_as_of, seq = v_from + v_no
       where tenant_id = p_tenant and stream_no = v_deletion.stream_no and key = v_keys[v_no]
         and deleted_at is null and seq <= v_start;
      if found then o_deleted := o_deleted + 1; end if;
    end loop;
    if o_deleted > 0 then
      insert into outbox (tenant_id, kind, integration_id, stream_no, from_seq, to_seq)
      values (p_tenant, 'records', v_deletion.integration_id, v_deletion.stream_no, v_from + 1, v_to);
      update run set deleted = deleted + o_deleted where tenant_id = p_tenant and id = v_deletion.run_id;
    end if;
  end if;

  select count(*) into o_left from deletion_key where tenant_id = p_tenant and deletion_id = p_deletion;
  if o_left = 0 then
    update deletion set state = 'applied', decided_at = coalesce(decided_at, v_now) where tenant_id = p_tenant and id = p_deletion;
  end if;
end $$;

grant execute on all functions in schema public to %APP%;
revoke execute on function protect_tenant_table(regclass, text) from public, %APP%;
