-- A build that is wrong on purpose: it looks whether an event is there before it inserts it, and no key stands behind that. Two copies that
-- are under way at once do not see each other. F18 must notice.
alter table webhook drop constraint webhook_pkey;
create index webhook_by_key on webhook (tenant_id, integration_id, key);

create or replace function receive_webhooks_v1(p_tenants jsonb, p_bytes bytea) returns table (o_no int, o_outcome text)
language plpgsql as $$
declare
  v_part jsonb;
  v_tenant uuid;
  v_stored uuid[];
begin
  for v_part in select value from jsonb_array_elements(p_tenants) loop
    v_tenant := (v_part ->> 'tenant_id')::uuid;
    perform set_config('app.tenant', v_tenant::text, true);
    with sent as (
      select * from jsonb_to_recordset(v_part -> 'rows') as s (integration_id uuid, key text, id uuid, type text, vendor_id text,
        happened_at timestamptz, digest text, bytes int, at int, length int, key_version int)
    ), stored as (
      insert into webhook (tenant_id, integration_id, key, id, type, vendor_id, happened_at, digest, bytes, sealed, key_version)
      select v_tenant, s.integration_id, decode(s.key, 'hex'), s.id, s.type, s.vendor_id, s.happened_at, decode(s.digest, 'hex'), s.bytes,
             substr(p_bytes, s.at, s.length), s.key_version
        from sent s
       where not exists (select from webhook w
                          where w.tenant_id = v_tenant and w.integration_id = s.integration_id and w.key = decode(s.key, 'hex'))
      returning id
    )
    select coalesce(array_agg(id), '{}') into v_stored from stored;
    insert into webhook_due (tenant_id, integration_id)
    select distinct v_tenant, (s ->> 'integration_id')::uuid from jsonb_array_elements(v_part -> 'rows') s
    on conflict (tenant_id, integration_id) do update set due_at = excluded.due_at where webhook_due.due_at > excluded.due_at;
    return query
      select s.no, 'repeated' from jsonb_to_recordset(v_part -> 'rows') as s (no int, id uuid) where s.id <> all (v_stored);
  end loop;
end $$;
