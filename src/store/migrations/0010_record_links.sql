-- Record links: records of different systems that are one person, course or company.
--
-- Groups follow from facts: the keys that records carry (link_key) and what people decided about pairs of records (link_decision). The
-- linker reads the change feed after the pages are stored, keeps the keys, and works out anew the groups of whatever they touch. Who
-- changes anything here holds the tenant's row of link_state.

create table link_state (
  tenant_id uuid primary key references tenant (id) on delete cascade,
  -- Keys are kept up to this position of the change feed.
  seq bigint not null default 0,
  -- Names the key and the rules the digests were made with; with others everything is made anew.
  made_with bytea,
  -- Making everything anew, up to a position: first all keys, while the groups stay as they are, then all groups.
  pass text check (pass in ('keys', 'groups')),
  pass_to bigint
) with (fillfactor = 50);
select protect_tenant_table('link_state');

-- What a record can be recognised by: the first 16 bytes of an HMAC of rule and normalised value. E-mail addresses and USIs are not
-- repeated here, and a digest is worth nothing without the tenant's key.
create table link_key (
  tenant_id uuid not null,
  digest bytea not null,
  stream_no int not null,
  key text collate "C" not null,
  rule text not null,
  primary key (tenant_id, digest, stream_no, key)
);
create index link_key_of_record on link_key (tenant_id, stream_no, key);
select protect_tenant_table('link_key');

create table link_group (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('person', 'course', 'company')),
  members int not null,
  -- Of its weakest link.
  confidence real not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create index link_group_of_kind on link_group (tenant_id, kind, id);
select protect_tenant_table('link_group');

-- The key makes a record a member of one group at most, whoever links it at the same time.
create table link_member (
  tenant_id uuid not null,
  stream_no int not null,
  key text collate "C" not null,
  group_id uuid not null,
  -- The strongest link that holds it in the group: by which rule (or `hand`), to which other record.
  rule text not null,
  confidence real not null,
  other_stream_no int not null,
  other_key text collate "C" not null,
  linked_at timestamptz not null,
  linked_by text not null,
  primary key (tenant_id, stream_no, key),
  foreign key (tenant_id, group_id) references link_group (tenant_id, id) on delete cascade
);
create index link_member_of_group on link_member (tenant_id, group_id);
select protect_tenant_table('link_member');

-- What a person said about two records; the rules never say otherwise. Each pair once, in the order the hub puts it.
create table link_decision (
  tenant_id uuid not null,
  stream_no int not null,
  key text collate "C" not null,
  other_stream_no int not null,
  other_key text collate "C" not null,
  same boolean not null,
  decided_by text not null,
  decided_at timestamptz not null,
  primary key (tenant_id, stream_no, key, other_stream_no, other_key)
);
create index link_decision_other on link_decision (tenant_id, other_stream_no, other_key);
select protect_tenant_table('link_decision');

-- Pairs that may be one, but not surely enough: they wait for a person's word.
create table link_suggestion (
  tenant_id uuid not null,
  id uuid not null,
  stream_no int not null,
  key text collate "C" not null,
  other_stream_no int not null,
  other_key text collate "C" not null,
  kind text not null check (kind in ('person', 'course', 'company')),
  rule text not null,
  confidence real not null,
  reason text not null check (reason in ('shared', 'contradicted')),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, stream_no, key, other_stream_no, other_key)
);
create index link_suggestion_other on link_suggestion (tenant_id, other_stream_no, other_key);
select protect_tenant_table('link_suggestion');

-- Records whose groups have to be looked at again because of one that is gone for good.
create table link_waiting (
  tenant_id uuid not null,
  stream_no int not null,
  key text collate "C" not null,
  primary key (tenant_id, stream_no, key)
);
select protect_tenant_table('link_waiting');

-- A record that is deleted for good (an integration removed, a person erased) takes its keys, its membership and what was decided
-- about it along, in the same transaction: the change feed would never tell of it. A trigger, so that no such deletion can be
-- written that forgets; per statement, so that it costs nothing where records are stored (vendors' deletions are updates).
create function forget_links_v1() returns trigger
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  v_tenant uuid := (select tenant_id from gone limit 1);
  v_digests bytea[];
  v_groups uuid[];
begin
  if v_tenant is null then return null; end if;
  -- Whoever is linking may have read these records and be about to write what follows from them: first he ends, then they go.
  insert into link_state (tenant_id) values (v_tenant) on conflict do nothing;
  perform from link_state where tenant_id = v_tenant for update;

  select array_agg(distinct k.digest) into v_digests
    from gone g
   cross join lateral (
           select digest from link_key
            where link_key.tenant_id = v_tenant and link_key.stream_no = g.stream_no and link_key.key = g.key) k;
  select array_agg(distinct m.group_id) into v_groups
    from gone g
   cross join lateral (
           select group_id from link_member
            where link_member.tenant_id = v_tenant and link_member.stream_no = g.stream_no and link_member.key = g.key) m;

  delete from link_key k using gone g where k.tenant_id = v_tenant and k.stream_no = g.stream_no and k.key = g.key;
  delete from link_member m using gone g where m.tenant_id = v_tenant and m.stream_no = g.stream_no and m.key = g.key;
  delete from link_decision d using gone g where d.tenant_id = v_tenant and d.stream_no = g.stream_no and d.key = g.key;
  delete from link_decision d using gone g where d.tenant_id = v_tenant and d.other_stream_no = g.stream_no and d.other_key = g.key;
  delete from link_suggestion s using gone g where s.tenant_id = v_tenant and s.stream_no = g.stream_no and s.key = g.key;
  delete from link_suggestion s using gone g where s.tenant_id = v_tenant and s.other_stream_no = g.stream_no and s.other_key = g.key;
  delete from link_waiting w using gone g where w.tenant_id = v_tenant and w.stream_no = g.stream_no and w.key = g.key;

  -- A key that two persons shared may be one person's own now; and who was held together by the one that is gone may fall apart.
  insert into link_waiting (tenant_id, stream_no, key)
  select v_tenant, k.stream_no, k.key
    from unnest(v_digests) as d (digest)
   cross join lateral (
           select stream_no, key from link_key where link_key.tenant_id = v_tenant and link_key.digest = d.digest limit 64) k
      on conflict do nothing;
  insert into link_waiting (tenant_id, stream_no, key)
  select v_tenant, m.stream_no, m.key
    from unnest(v_groups) as g (id)
   cross join lateral (
           select stream_no, key from link_member where link_member.tenant_id = v_tenant and link_member.group_id = g.id) m
      on conflict do nothing;
  update link_group
     set members = (select count(*) from link_member m where m.tenant_id = v_tenant and m.group_id = link_group.id), updated_at = now()
   where tenant_id = v_tenant and id = any (v_groups);
  delete from link_group where tenant_id = v_tenant and id = any (v_groups) and members < 2;
  return null;
end $$;

create trigger record_forgets_links after delete on record referencing old table as gone
  for each statement execute function forget_links_v1();
