-- Events: what a tenant's own systems and its routes are told. The outbox holds what caused them, written in the transaction that caused
-- them; a follower turns it, and the change feed, into events for whoever listens.

-- One row per event that somebody listened for, and per event that is not about a record. Of a record only which state of it is meant:
-- what the event says is read from the record and its history, so that what is erased there is nowhere else.
create table event (
  tenant_id uuid not null references tenant (id) on delete cascade,
  id uuid not null,
  type text not null,
  -- When it happened.
  at timestamptz not null,
  integration_id uuid,
  stream_no int,
  key text collate "C",
  seq bigint,
  model text,
  -- What is to say about it, if it is not about a record. Nothing personal, no secret.
  data jsonb not null default '{}',
  -- Routes by whose doing it came about, the first one first: a route that is among them is not called again.
  trail uuid[] not null default '{}',
  primary key (tenant_id, id)
);
create index event_of_record on event (tenant_id, stream_no, key) where key is not null;
select protect_tenant_table('event');

-- Up to where the follower has read a tenant's change feed.
create table event_feed (
  tenant_id uuid primary key references tenant (id) on delete cascade,
  seq bigint not null default 0
) with (fillfactor = 10);
select protect_tenant_table('event_feed');

-- Tenants with something in the outbox. No policy, because workers look across tenants; ids and times only.
create table outbox_due (
  tenant_id uuid primary key references tenant (id) on delete cascade,
  due_at timestamptz not null default clock_timestamp(),
  holder text,
  lease_until timestamptz
);
grant select, insert, update, delete on outbox_due to %APP%;

create function tell_of_outbox() returns trigger language plpgsql as $$
begin
  insert into outbox_due (tenant_id) select distinct tenant_id from written on conflict do nothing;
  return null;
end $$;
create trigger outbox_written after insert on outbox referencing new table as written
  for each statement execute function tell_of_outbox();
