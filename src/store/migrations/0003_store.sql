-- What the store's own parts need beyond the foundation: the calls budget, the vault's count and the audit's signature.

-- `granted`: what the last taker was given, so that one statement can both count and answer. `ceiling`: no more than this in
-- the present window, because the vendor said how many calls are left.
alter table rate_window add column granted int not null default 0, add column ceiling int;

-- Counts a call as running, unless p_max are already. A function, so that the count is taken after the lock: in a single
-- statement both would see the same moment, and two processes could take the last place together.
create function enter_slot_v1(p_key text, p_holder text, p_max int, p_ttl_ms bigint, p_now_ms bigint) returns boolean
language plpgsql as $$
declare
  v_others int;
begin
  perform pg_advisory_xact_lock(hashtextextended('rate_slot:' || p_key, 0));
  delete from rate_slot where key = p_key and expires_ms <= p_now_ms;
  select count(*) into v_others from rate_slot where key = p_key and holder <> p_holder;
  if v_others >= p_max then return false; end if;
  insert into rate_slot (key, holder, expires_ms) values (p_key, p_holder, p_now_ms + p_ttl_ms)
  on conflict (key, holder) do update set expires_ms = excluded.expires_ms;
  return true;
end $$;
grant execute on function enter_slot_v1(text, text, int, bigint, bigint) to %APP%;

-- How often a data key has sealed: a key with random IVs must stop before 2^32 uses.
alter table data_key add column seals bigint not null default 0;

-- Which version of the platform's data key the signing key of this signature was made from.
alter table audit_head add column key_version int not null default 1;
