-- Streams that are read part by part (course by course).

alter table stream_state
  -- The parts the run under way walks, as listed: [{of, keys, whole, after, missed}]; null when no run is unfinished.
  add column parts jsonb,
  -- Where the next incremental run starts in each part: {read: {moment: [part]}, due: {stream: [part]}}. Written once a run.
  add column part_cursor jsonb;

-- Keeps what a run has listed of its parts. Listing may take as many calls as reading, so it counts as progress.
-- Raises PB001 when another process has taken the run over.
create function keep_parts_v1(p_tenant uuid, p_stream_no int, p_run uuid, p_fence bigint, p_parts jsonb) returns void
language plpgsql as $$
begin
  perform set_config('app.tenant', p_tenant::text, true);
  update stream_state set parts = p_parts where tenant_id = p_tenant and stream_no = p_stream_no and fence = p_fence;
  if not found then
    raise exception 'run % was taken over', p_run using errcode = 'PB001';
  end if;
  update run set heartbeat_at = clock_timestamp(), fruitless = 0 where tenant_id = p_tenant and id = p_run;
end $$;

grant execute on function keep_parts_v1(uuid, int, uuid, bigint, jsonb) to %APP%;
