-- Working off webhooks, replaying them, and for how long they are kept.

alter table webhook
  -- A dead letter whose payload a person replaced; what came is sealed beside it.
  add column mended_at timestamptz,
  add column mended_by text,
  -- It was about somebody who is to be forgotten: nothing of what it said is there any more, and it cannot be replayed.
  add column erased boolean not null default false;

-- In days; null: 30, for so long a repeated event is known again.
alter table data_retention add column webhook_days int check (webhook_days > 0);

-- What waits for an integration to be connected again, or for the end of its pause, is looked at when that may have come. Kept by a trigger,
-- so that no way of connecting can forget it. Those of another account are nobody's any more: an integration is the link to one account.
create function webhooks_of_integration() returns trigger language plpgsql as $$
begin
  if old.account ->> 'id' is distinct from new.account ->> 'id' and old.account is not null and new.account is not null then
    delete from webhook where tenant_id = new.tenant_id and integration_id = new.id;
  end if;
  update webhook_due set due_at = clock_timestamp()
   where tenant_id = new.tenant_id and integration_id = new.id and due_at > clock_timestamp();
  return null;
end $$;
create trigger webhooks_of_integration after update of account, auth_state, enabled, paused_until on integration for each row
  when (old.account is distinct from new.account or old.auth_state is distinct from new.auth_state
        or old.enabled is distinct from new.enabled or old.paused_until is distinct from new.paused_until)
  execute function webhooks_of_integration();
