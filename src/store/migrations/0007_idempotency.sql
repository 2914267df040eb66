-- Answers kept for an Idempotency-Key may hold what is shown only once (a new API key), so they are sealed like other secrets.
-- Platform keys write too (a new tenant): their rows belong to the tenant of zeros, which is no row of `tenant`.
alter table idempotency_key
  drop constraint idempotency_key_tenant_id_fkey,
  drop column body,
  drop column status,
  add column sealed bytea,
  add column key_version int,
  add column owner_id uuid generated always as (nullif(tenant_id, '00000000-0000-0000-0000-000000000000'::uuid)) stored
    references tenant (id) on delete cascade;
create index idempotency_key_age on idempotency_key (tenant_id, created_at);
