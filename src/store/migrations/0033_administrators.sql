-- People who act for the platform come and go by the API, and the audit trail is looked through from its end.

grant delete on platform_member to %APP%;

-- By whom, and by what it was done to (`integration` of `integration.connected`), newest first; and where a moment lies in the chain.
create index audit_entry_by_actor on audit_entry (tenant_id, actor, seq);
create index audit_entry_by_noun on audit_entry (tenant_id, split_part(action, '.', 1), seq);
create index audit_entry_at on audit_entry (tenant_id, at);
