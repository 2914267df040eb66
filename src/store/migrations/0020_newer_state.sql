-- Which of two states of a record is the newer one. Both times of change decide where both are known; else the moments at which the states
-- were true. A time of change against such a moment said nothing: a record whose time the vendor left out once, or garbled, was then refused
-- with its right time, which lies before that moment, until the vendor changed it again.
create or replace function upsert_records_v1(p_tenant uuid, p_stream_no int, p_raw_page uuid, p_records jsonb,
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
       and case when excluded.changed_ms is null or r.changed_ms is null then excluded.as_of_ms >= r.as_of_ms
                else (excluded.changed_ms, excluded.as_of_ms) >= (r.changed_ms, r.as_of_ms) end
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
