-- What people who look on are told at once, and what the overview counts.
--
-- Called out (NOTIFY plugboard_live) is only what happens seldom: that a run begins or ends, that somebody changed something. What happens all
-- the time (pages, webhooks, log lines, deliveries) is not: a commit that calls out waits for every other that does. Whoever has people who
-- look on looks for those himself (src/hub/live/look.ts).

-- `tenant kind integration`; `-` where it concerns no single one. Nothing else: whoever may listen is not known here.
create function call_out_v1() returns trigger language plpgsql as $$
declare
  v_row jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  perform pg_notify('plugboard_live', concat_ws(' ', v_row ->> 'tenant_id', tg_argv[0],
                                                coalesce(v_row ->> coalesce(tg_argv[1], 'integration_id'), '-')));
  return null;
end $$;

-- Not with every page of a run: only with another state.
create trigger call_out_begun after insert on run for each row execute function call_out_v1('run');
create trigger call_out_changed after update of state on run
  for each row when (old.state is distinct from new.state) execute function call_out_v1('run');

create trigger call_out after insert or update or delete on integration for each row execute function call_out_v1('integration', 'id');
create trigger call_out after insert or delete on webhook_address for each row execute function call_out_v1('integration');
create trigger call_out after insert on deletion for each row execute function call_out_v1('deletion');
create trigger call_out_changed after update of state on deletion
  for each row when (old.state is distinct from new.state) execute function call_out_v1('deletion');
create trigger call_out after insert or update or delete on link_decision for each row execute function call_out_v1('link');
create trigger call_out after insert or delete on endpoint for each row execute function call_out_v1('endpoint');
-- Its health changes with every attempt.
create trigger call_out_changed after update of name, url, types, models, integrations, enabled, deleted_at on endpoint
  for each row when (old.version is distinct from new.version or old.enabled is distinct from new.enabled
                     or old.deleted_at is distinct from new.deleted_at or old.name is distinct from new.name)
  execute function call_out_v1('endpoint');
create trigger call_out after insert or delete on route for each row execute function call_out_v1('route');
create trigger call_out_changed after update of name, enabled, version, waiting on route
  for each row when ((old.name, old.enabled, old.version, old.waiting) is distinct from (new.name, new.enabled, new.version, new.waiting))
  execute function call_out_v1('route');
create trigger call_out after insert on mapping for each row execute function call_out_v1('mapping');
create trigger call_out_begun after insert on rederivation for each row execute function call_out_v1('mapping');
create trigger call_out_changed after update of state on rederivation
  for each row when (old.state is distinct from new.state) execute function call_out_v1('mapping');
create trigger call_out_begun after insert on erasure for each row execute function call_out_v1('privacy');
create trigger call_out_changed after update of state on erasure
  for each row when (old.state is distinct from new.state) execute function call_out_v1('privacy');

-- Runs by hour. None of its columns changes with a page, so that pages are stored as before (HOT).
create index run_by_time on run (tenant_id, queued_at, state);
