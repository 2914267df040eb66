-- What connecting needs beyond the foundation, and the one place where an integration's status is decided.

-- Accounts a fresh grant speaks for, [{id, name, meta}], while nobody has chosen one yet.
alter table integration add column accounts jsonb;

-- Names of the credential's fields that are set: what a form shows without opening anything sealed.
alter table integration add column credential_names text[] not null default '{}';

-- As for tenants' keys: who made it.
alter table platform_key add column created_by text not null default 'system:unknown';

-- How an integration stands, derived from stored facts so that no two places can disagree. Rows are seen under the caller's own
-- policies (security_invoker).
create view integration_status with (security_invoker = true) as
select i.tenant_id,
       i.id,
       case
         when i.auth_state = 'draft' then 'draft'
         when i.auth_state = 'disconnected' then 'disconnected'
         when i.auth_state = 'needs_reauth' then 'needs_reauth'
         when not i.enabled or i.paused_until > now() then 'paused'
         when failed.error is not null then 'failing'
         else 'connected'
       end as status,
       synced.at as last_synced_at,
       case
         when under_way.yes then 'syncing'
         when failed.error is not null then 'error'
         when synced.at is not null then 'success'
         else 'idle'
       end as sync_status,
       -- {stream, code, message, fault, next, ...} of a stream whose last run failed.
       failed.error as sync_error,
       case when i.auth_state = 'connected' and i.enabled then greatest(due.at, i.paused_until) end as next_run_at
  from integration i
 cross join lateral (
       select max(s.last_succeeded_at) as at
         from stream_state s
        where s.tenant_id = i.tenant_id and s.integration_id = i.id) synced
 cross join lateral (
       select exists (select from run r
                       where r.tenant_id = i.tenant_id and r.integration_id = i.id and r.state in ('queued', 'running')) as yes) under_way
 cross join lateral (
       select min(d.due_at) as at
         from stream_state s
         join stream_due d on d.tenant_id = s.tenant_id and d.stream_no = s.stream_no
        where s.tenant_id = i.tenant_id and s.integration_id = i.id) due
  left join lateral (
       select jsonb_build_object('stream', s.stream) || s.last_error as error
         from stream_state s
        where s.tenant_id = i.tenant_id and s.integration_id = i.id and s.enabled and s.last_error is not null
        order by s.stream_no
        limit 1) failed on true;

-- The runs under way of an integration, for the view above: without it every look walks all of its past runs.
create index run_under_way on run (tenant_id, integration_id) where state in ('queued', 'running');

grant select on integration_status to %APP%;
