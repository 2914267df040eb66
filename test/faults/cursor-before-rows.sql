-- A build that is wrong on purpose: it commits the cursor of a page at once and keeps the rows for its next call. Killed in
-- between, it goes on after rows that nobody has. F1 must notice.
alter function store_page_v1(uuid, int, uuid, bigint, jsonb, jsonb, text[], uuid, bytea, int) rename to store_page_whole;

create table kept_page (
  stream_no int, fence bigint, run uuid, page jsonb, records jsonb, seen text[], raw_id uuid, raw bytea, raw_key int
);
grant all on kept_page to public;

create function store_page_v1(p_tenant uuid, p_stream_no int, p_run uuid, p_fence bigint, p_page jsonb,
  p_records jsonb, p_seen text[], p_raw_id uuid, p_raw bytea, p_raw_key int)
returns jsonb language plpgsql as $$
declare
  v_no int := (p_page ->> 'no')::int;
  v_state record;
  v_kept record;
begin
  perform set_config('app.tenant', p_tenant::text, true);
  select fence, page_no, page_result into v_state
    from stream_state where tenant_id = p_tenant and stream_no = p_stream_no for update;
  if v_state.fence is distinct from p_fence then
    raise exception 'run % was taken over', p_run using errcode = 'PB001';
  end if;
  if v_state.page_no = v_no then return v_state.page_result; end if;

  delete from kept_page where stream_no = p_stream_no and fence = p_fence returning * into v_kept;
  if v_kept.page is not null then
    update stream_state set page_no = page_no - 1 where tenant_id = p_tenant and stream_no = p_stream_no;
    perform store_page_whole(p_tenant, p_stream_no, v_kept.run, p_fence, v_kept.page, v_kept.records, v_kept.seen,
                             v_kept.raw_id, v_kept.raw, v_kept.raw_key);
  end if;
  if p_page -> 'checkpoint' = 'null'::jsonb then
    return store_page_whole(p_tenant, p_stream_no, p_run, p_fence, p_page, p_records, p_seen, p_raw_id, p_raw, p_raw_key);
  end if;

  insert into kept_page values (p_stream_no, p_fence, p_run, p_page, p_records, p_seen, p_raw_id, p_raw, p_raw_key);
  update stream_state set page_no = v_no, checkpoint = p_page -> 'checkpoint', page_result = '{"created": 0, "updated": 0}'
   where tenant_id = p_tenant and stream_no = p_stream_no;
  return '{"created": 0, "updated": 0}';
end $$;
