-- Partners (resellers) register apps of their own with providers: their tenants, and those of the partners below them, use these before
-- the platform's. Sealed with the platform's data key, as the platform's own are.

alter table provider_app
  add column partner_id uuid references partner (id) on delete cascade,
  add constraint provider_app_one_owner check (tenant_id is null or partner_id is null),
  drop constraint provider_app_provider_tenant_id_key,
  add constraint provider_app_owner_key unique nulls not distinct (provider, tenant_id, partner_id);
