-- Events: what a tenant's own systems and its routes are told. The outbox holds what caused them, written in the transaction that caused
-- them; a follower turns it, and the change feed, into events for whoever listens.

-- One row per event that somebody listened for, and per event that is not about a record. Of a record only which state of it is meant:
-- what the event says is read from the record and its history, so that what is erased there is nowhere else.
create table event (
  tenant_id uuid not null references tenant (id) on delete cascade,
  -- Version 7: in the order they were made.
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

-- Up to where the follower has read a tenant's change feed. Its row is locked while somebody reads on.
create table event_feed (
  tenant_id uuid primary key references tenant (id) on delete cascade,
  seq bigint not null default 0,
  -- The last position at which there was nothing more to read: what there was by then has all been told of.
  settled bigint not null default 0,
  -- Since then every step left something for the next one: up to where each read, and how far the feed went when it looked. A state that was
  -- replaced before a step came by has not been told of, and what follows it may still be the first that is heard of its record.
  cuts bigint[] not null default '{}',
  heads bigint[] not null default '{}'
) with (fillfactor = 10);
select protect_tenant_table('event_feed');

-- That a tenant has something in the outbox. No policy, because workers look across tenants; ids only. One row each time something is
-- written, not one row per tenant: writers that share a row wait for each other, and a row somebody counts upon must not be taken away by
-- a reader who cannot see yet what it stands for. Without a foreign key, which would lock the tenant's row for every page.
create table outbox_due (
  tenant_id uuid not null,
  no bigint generated always as identity,
  primary key (tenant_id, no)
);
grant select, insert, delete on outbox_due to %APP%;

create function tell_of_outbox() returns trigger language plpgsql as $$
begin
  insert into outbox_due (tenant_id) values (new.tenant_id);
  -- Heard when this is committed, by workers that listen; the others look every second.
  notify plugboard_outbox;
  return null;
end $$;
create trigger outbox_written after insert on outbox for each row execute function tell_of_outbox();

-- What happened before there was anybody to listen is nobody's to hear.
alter table outbox no force row level security;
alter table feed no force row level security;
alter table event_feed no force row level security;
delete from outbox;
insert into event_feed (tenant_id, seq, settled) select tenant_id, seq, seq from feed;
alter table event_feed force row level security;
alter table feed force row level security;
alter table outbox force row level security;
